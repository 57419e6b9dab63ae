//! The company: texts in, texts out, several threads at once.

use crate::gate::{self, Failure};
use o2c_core::company;
use o2c_core::error::Error;
use o2c_core::json;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// The whole order to cash of one legal entity; readers run side by side, commands wait for each
/// other.
#[pyclass(frozen, module = "o2c._o2c")]
pub(crate) struct Company {
    company: RwLock<company::Company>,
    is_poisoned: AtomicBool,
}

impl Company {
    fn of(company: company::Company) -> Self {
        Company { company: RwLock::new(company), is_poisoned: AtomicBool::new(false) }
    }

    /// Reads the company.
    fn ask<R: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&company::Company) -> Result<R, Error> + Send,
    ) -> PyResult<R> {
        gate::detached(py, || {
            let company = self.company.read().unwrap_or_else(PoisonError::into_inner);
            self.poisoning(|| question(&company))
        })
    }

    /// Changes the company.
    fn tell<R: Send>(
        &self,
        py: Python<'_>,
        command: impl FnOnce(&mut company::Company) -> Result<R, Error> + Send,
    ) -> PyResult<R> {
        gate::detached(py, || {
            let mut company = self.company.write().unwrap_or_else(PoisonError::into_inner);
            self.poisoning(|| command(&mut company))
        })
    }

    /// Runs work under the lock. After a panic nobody knows what state it left behind: the
    /// company refuses everything from then on.
    fn poisoning<R>(&self, work: impl FnOnce() -> Result<R, Error>) -> Result<R, Failure> {
        if self.is_poisoned.load(Ordering::Acquire) {
            return Err(Failure::Poisoned);
        }
        let done = gate::caught(work);
        if let Err(Failure::Panicked(_)) = done {
            self.is_poisoned.store(true, Ordering::Release);
        }
        done
    }
}

#[pymethods]
impl Company {
    /// Founds a company on settings.
    #[staticmethod]
    fn found_json(settings: &Bound<'_, PyString>) -> PyResult<Self> {
        let text = gate::text("settings", settings)?;
        gate::through(settings.py(), text, json::found).map(Company::of)
    }

    /// Rebuilds a company from its history.
    #[staticmethod]
    fn replay_json(history: &Bound<'_, PyString>) -> PyResult<Self> {
        let text = gate::text("history", history)?;
        gate::through(history.py(), text, json::replay).map(Company::of)
    }

    /// A copy that goes its own way.
    fn fork(&self, py: Python<'_>) -> PyResult<Self> {
        self.ask(py, |company| Ok(company.clone())).map(Company::of)
    }

    /// Executes one command: its receipt and events.
    fn execute_json(&self, command: &Bound<'_, PyString>) -> PyResult<String> {
        let text = gate::text("command", command)?;
        self.tell(command.py(), |company| json::execute(company, text))
    }

    /// The events a command would lead to; nothing changes.
    fn decide_json(&self, command: &Bound<'_, PyString>) -> PyResult<String> {
        let text = gate::text("command", command)?;
        self.ask(command.py(), |company| json::decide(company, text))
    }

    /// The rows a list of commands would lead to; nothing changes.
    fn preview_json(&self, commands: &Bound<'_, PyString>) -> PyResult<String> {
        let text = gate::text("commands", commands)?;
        self.ask(commands.py(), |company| json::preview(company, text))
    }

    /// Executes a list of commands: a row for each.
    fn batch_json(&self, commands: &Bound<'_, PyString>) -> PyResult<String> {
        let text = gate::text("commands", commands)?;
        self.tell(commands.py(), |company| json::batch(company, text))
    }

    /// Answers a query with its report.
    fn report_json(&self, query: &Bound<'_, PyString>) -> PyResult<String> {
        let text = gate::text("query", query)?;
        self.ask(query.py(), |company| json::report(company, text))
    }

    /// The whole history, from which the company can be rebuilt.
    fn history_json(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, json::history)
    }
}
