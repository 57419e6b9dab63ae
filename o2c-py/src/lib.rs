//! The Python door: the native module `o2c._o2c` behind the package `o2c`.
//!
//! Texts go in, texts come out: every command, query and request passes the core's one JSON door,
//! so that an answer has the same bytes here as in Rust and in C. Figures are read and written by
//! the package's own Python words; no figure is computed in this crate.

mod ageing;
mod company;
mod frame;
mod gate;
mod items;
mod lettering;
mod reading;
mod refusal;
mod texts;

use pyo3::prelude::*;
use pyo3::types::PyString;

/// The native door of the package `o2c`; its words are those of the package's stub.
#[pymodule(gil_used = false)]
mod _o2c {
    #[pymodule_export]
    use super::ageing::age;
    #[pymodule_export]
    use super::company::Company;
    #[pymodule_export]
    use super::frame::Frame;
    #[pymodule_export]
    use super::lettering::{letter_ledger, letter_payments};
    #[pymodule_export]
    use super::{calculate_json, refusals_json};

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}

/// Runs a calculator that needs no company.
#[pyfunction]
fn calculate_json(request: &Bound<'_, PyString>) -> PyResult<String> {
    gate::through(request.py(), gate::text("request", request)?, o2c_core::json::calculate)
}

/// The table of all refusals, by number.
#[pyfunction]
fn refusals_json(py: Python<'_>) -> PyResult<String> {
    gate::through(py, "", |_| Ok(o2c_core::json::refusals()))
}
