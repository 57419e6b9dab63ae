//! The gate: every call of the core passes here, without the interpreter's lock, and nothing that
//! unwinds comes back through it.

use crate::refusal;
use o2c_core::error::{Error, Path};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How a call of the core ends when it does not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core said no.
    Refused(Error),
    /// The core panicked, with these words.
    Panicked(String),
    /// An earlier call panicked and left nobody knows what.
    Poisoned,
    /// What was given cannot go in.
    Input {
        /// Where it stands.
        path: String,
        /// Why it cannot.
        message: String,
        /// Whether its type is wrong.
        is_type: bool,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Refused(error)
    }
}

/// A refusal of the core, with the place where its cause stands.
pub(crate) fn at(place: &str, no: impl Into<Error>) -> Failure {
    let mut error = no.into();
    error.path = Path::field(&error.path).inside(place).to_string();
    Failure::Refused(error)
}

impl Failure {
    /// A value that cannot go in.
    pub(crate) fn input(path: &str, message: &str) -> Self {
        Failure::Input { path: path.to_owned(), message: message.to_owned(), is_type: false }
    }

    /// A value of a type that cannot go in.
    pub(crate) fn wrong_type(path: &str, message: &str) -> Self {
        Failure::Input { path: path.to_owned(), message: message.to_owned(), is_type: true }
    }

    /// The failure as an exception.
    pub(crate) fn raised(&self, py: Python<'_>) -> PyErr {
        match self {
            Failure::Refused(error) => refusal::rejected(py, error),
            Failure::Panicked(words) => {
                refusal::defect(py, &format!("a defect of the library: {words}"))
            }
            Failure::Poisoned => {
                refusal::defect(py, "an earlier call on this company met a defect")
            }
            Failure::Input { path, message, is_type } => {
                refusal::input(py, message, path, *is_type)
            }
        }
    }
}

/// Runs work that cannot unwind out of here.
pub(crate) fn caught<R, F: Into<Failure>>(
    work: impl FnOnce() -> Result<R, F>,
) -> Result<R, Failure> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(F::into),
        Err(payload) => Err(Failure::Panicked(refusal::words(payload.as_ref()))),
    }
}

/// Runs work while other threads may run Python.
pub(crate) fn detached<R: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<R, Failure> + Send,
) -> PyResult<R> {
    py.detach(work).map_err(|failure| failure.raised(py))
}

/// Runs one call of the core that takes a text.
pub(crate) fn through<R: Send>(
    py: Python<'_>,
    text: &str,
    call: impl FnOnce(&str) -> Result<R, Error> + Send,
) -> PyResult<R> {
    detached(py, || caught(|| call(text)))
}

/// A text of the caller's, as UTF-8.
pub(crate) fn text<'t>(name: &str, text: &'t Bound<'_, PyString>) -> PyResult<&'t str> {
    text.to_str()
        .map_err(|_| refusal::input(text.py(), "a lone surrogate is no character", name, false))
}
