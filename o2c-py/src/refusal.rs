//! Refusals as the exceptions that the package defines in Python.

use o2c_core::error::Error;
use o2c_core::json;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::any::Any;

static REJECTION: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static DEFECT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static INPUT_TYPE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static INPUT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// What the package makes an exception of, by its name in `o2c.errors`.
fn maker<'py>(
    py: Python<'py>,
    cell: &'static PyOnceLock<Py<PyAny>>,
    name: &str,
) -> PyResult<&'py Bound<'py, PyAny>> {
    cell.import(py, "o2c.errors", name)
}

/// An exception, or what went wrong while it was made.
fn exception(made: PyResult<Bound<'_, PyAny>>) -> PyErr {
    made.map_or_else(|failed| failed, PyErr::from_value)
}

/// The core said no: an `o2c.Rejection` of the room that refused.
pub(crate) fn rejected(py: Python<'_>, error: &Error) -> PyErr {
    let text = json::error(error);
    exception(maker(py, &REJECTION, "rejection_from_json").and_then(|make| make.call1((text,))))
}

/// The library is at fault: an `o2c.Defect`.
pub(crate) fn defect(py: Python<'_>, message: &str) -> PyErr {
    exception(maker(py, &DEFECT, "Defect").and_then(|make| make.call1((message,))))
}

/// What was given cannot go in: an `o2c.InputError`, or an `o2c.InputTypeError` for its type.
pub(crate) fn input(py: Python<'_>, message: &str, path: &str, is_type: bool) -> PyErr {
    let maker = if is_type {
        maker(py, &INPUT_TYPE, "InputTypeError")
    } else {
        maker(py, &INPUT, "InputError")
    };
    exception(maker.and_then(|make| make.call1((message, path))))
}

/// What a panic said.
pub(crate) fn words(payload: &(dyn Any + Send)) -> String {
    let said = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let said = said.or_else(|| payload.downcast_ref::<String>().cloned());
    said.unwrap_or_else(|| "a panic without words".to_owned())
}
