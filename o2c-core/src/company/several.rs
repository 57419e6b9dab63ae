//! Several things that one command is refused for, told together.

use super::rejection::{Cause, Rejection};
use crate::error::{Error, Path, Refusal};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// The first of several refusals speaks for all of them; the others stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    first: Box<Cause>,
    others: Vec<Cause>,
}

impl Several {
    /// The same refusals, each at another place.
    pub(super) fn with_path(self, change: &dyn Fn(Path) -> Path) -> Self {
        let others = self.others.into_iter().map(|no| no.with_path(change)).collect();
        Several { first: Box::new(self.first.with_path(change)), others }
    }
}

impl Rejection {
    /// This refusal, with what else the command is refused for.
    pub(super) fn and(self, others: Vec<Cause>) -> Self {
        if others.is_empty() {
            return self;
        }
        let several = Several { first: Box::new(self.cause), others };
        Rejection { cause: Cause::Several(several), via: self.via }
    }
}

impl core::fmt::Display for Several {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.first.fmt(out)
    }
}

impl core::error::Error for Several {}

impl Refusal for Several {
    fn code(&self) -> &'static str {
        self.first.code()
    }
    fn number(&self) -> u32 {
        self.first.number()
    }
    fn path(&self) -> Path {
        self.first.path()
    }
    fn figures(&self) -> Vec<(&'static str, String)> {
        self.first.figures()
    }
    fn also(&self) -> Vec<Error> {
        let others = self.others.iter().map(|no| Error::of(no));
        self.first.also().into_iter().chain(others).collect()
    }
}
