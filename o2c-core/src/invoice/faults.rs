//! All that is refused of a draft at once: whoever mends a document wants to mend it once.

use super::compute::{Computation, work_out};
use super::{Draft, DraftLine, Rejection};
use crate::error::{Error, Figures, Path, Refusal};
use crate::money::{Exact, Money, UnitPrice};
use crate::pricing::{AdjustmentValue, DocumentAdjustment, Price};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use hashbrown::HashSet;

/// The most faults of one draft that are told.
const FAULTS_TOLD: usize = 100;

/// Several refusals of one input, at least two: told as the first one, the others stand beside it
/// as [`Refusal::also`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    first: Box<Rejection>,
    others: Vec<Rejection>,
}

impl Faults {
    /// The refusal of an input with these faults, in their order; none where it has none.
    ///
    /// ```
    /// use o2c_core::error::{Path, Refusal};
    /// use o2c_core::invoice::{Faults, Rejection};
    /// let nothing = || Rejection::NoLines { path: Path::field("lines") };
    /// assert_eq!(Faults::together([]), None);
    /// assert_eq!(Faults::together([nothing()]), Some(nothing()));
    /// let both = Faults::together([nothing(), nothing().inside("draft")]).expect("two");
    /// assert_eq!(both.code(), "invoice.no_lines");
    /// assert_eq!(both.also()[0].path, "draft.lines");
    /// ```
    pub fn together(faults: impl IntoIterator<Item = Rejection>) -> Option<Rejection> {
        let mut faults = faults.into_iter();
        let first = faults.next()?;
        Some(first.and(faults.collect()))
    }

    fn of(first: Rejection, others: impl IntoIterator<Item = Rejection>) -> Self {
        let others = others.into_iter().take(FAULTS_TOLD.saturating_sub(1)).collect();
        Faults { first: Box::new(first), others }
    }

    /// The same faults, each with its path changed.
    pub(super) fn with_path(self, change: &dyn Fn(Path) -> Path) -> Self {
        let others = self.others.into_iter().map(|fault| fault.with_path(change)).collect();
        Faults { first: Box::new(self.first.with_path(change)), others }
    }
}

impl Rejection {
    /// This refusal and those beside it, told together.
    pub(super) fn and(self, others: Vec<Rejection>) -> Self {
        let Rejection::Faults(faults) = self else {
            return if others.is_empty() { self } else { Faults::of(self, others).into() };
        };
        Faults::of(*faults.first, faults.others.into_iter().chain(others)).into()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(out)
    }
}

impl core::error::Error for Faults {}

impl Refusal for Faults {
    fn code(&self) -> &'static str {
        self.first.code()
    }
    fn number(&self) -> u32 {
        self.first.number()
    }
    fn path(&self) -> Path {
        self.first.path()
    }
    fn figures(&self) -> Figures {
        self.first.figures()
    }
    fn also(&self) -> Vec<Error> {
        self.others.iter().map(|fault| Error::of(fault)).collect()
    }
}

/// Everything that keeps a draft from being worked out, in the order of the document: every line
/// that is faulty or whose id stands twice, then what the document has besides its lines. A faulty
/// part is set aside, and the rest looked at without it.
pub(super) fn faults_of(draft: &Draft) -> Vec<Rejection> {
    let mut rest = draft.clone();
    let mut faults: Vec<Rejection> = duplicates(&draft.lines).take(FAULTS_TOLD).collect();
    for (index, line) in rest.lines.iter_mut().enumerate() {
        let mut computation = Computation::with_capacity(draft.currency, 1);
        let (quantity, base) = (line.quantity.figure(), line.base_quantity);
        let worked_out = computation.line(quantity, &line.price, base, &line.adjustments, line.vat);
        if let Err(fault) = worked_out {
            faults.push(fault.inside_index("lines", index));
            set_aside(line);
        }
        if faults.len() >= FAULTS_TOLD {
            return faults;
        }
    }
    while let Err(fault) = work_out(&rest) {
        let path = fault.path();
        faults.push(fault);
        if faults.len() >= FAULTS_TOLD || !is_set_aside(&mut rest, &path) {
            break;
        }
    }
    faults.sort_by_key(|fault| match fault.path().place() {
        ("lines", Some(index)) => index,
        _ => usize::MAX,
    });
    faults
}

/// The refusal of every line whose id stood before.
pub(super) fn duplicates(lines: &[DraftLine]) -> impl Iterator<Item = Rejection> {
    let mut seen = HashSet::with_capacity(lines.len());
    let twice = lines.iter().enumerate().filter(move |(_, line)| !seen.insert(line.id.as_str()));
    twice.map(|(index, line)| Rejection::DuplicateLine {
        path: Path::field("id").inside_index("lines", index),
        line: line.id.clone(),
    })
}

/// A line that has no fault, of the same VAT.
fn set_aside(line: &mut DraftLine) {
    if let Ok(one) = UnitPrice::new(Exact::ONE) {
        line.price = Price::Net(one);
    }
    line.base_quantity = Exact::ONE;
    line.adjustments.clear();
    line.taxes.clear();
}

/// Sets aside the part of a draft that a path leads to; false where it leads to none.
fn is_set_aside(draft: &mut Draft, path: &Path) -> bool {
    let (place, index) = path.place();
    let vat = draft.lines.first().map(|line| line.vat);
    match place {
        "lines" => match index.and_then(|index| draft.lines.get_mut(index)) {
            Some(line) if !line.taxes.is_empty() => line.taxes.clear(),
            Some(_) | None => return false,
        },
        "adjustments" => match index.and_then(|index| draft.adjustments.get_mut(index)) {
            Some(adjustment) => {
                let value = AdjustmentValue::Amount(Money::zero(draft.currency));
                let reason = adjustment.reason.clone();
                *adjustment = DocumentAdjustment { kind: adjustment.kind, value, vat, reason };
            }
            None => return false,
        },
        "tax_accounts" => draft.tax_accounts.clear(),
        "prepaid" => draft.prepaid = None,
        "rounding" => draft.rounding = None,
        "cash_rounding" => draft.cash_rounding = None,
        "vat_accounting" => draft.vat_accounting = None,
        "vat_accounted" => draft.vat_accounted = None,
        _ => return false,
    }
    true
}
