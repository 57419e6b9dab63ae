//! One CSV file, read row by row: every fault names file, line and column.

use o2c_core::money::{Exact, Money};
use std::fs::File;
use std::path::Path;

/// What is wrong in one place of one file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    #[error("the column is missing")]
    MissingColumn,
    #[error("the row cannot be read: {0}")]
    BrokenRow(String),
    #[error("nothing stands here")]
    Empty,
    #[error("{0:?} is no number this library accepts: {1}")]
    NotANumber(String, String),
    #[error("{0:?} is no day such as 2016-07-04")]
    NotADay(String),
    #[error("{0:?} is no payment term known here (net 30, 45 days end of month, 2% 10 net 30)")]
    UnknownTerms(String),
    #[error("{0:?} is no country known here")]
    UnknownCountry(String),
    #[error("{0:?} is no VAT category known here (S, K, G)")]
    UnknownCategory(String),
    #[error("{0:?} stands in {1} nowhere")]
    Unknown(String, &'static str),
    #[error("{0:?} stands on an earlier line already")]
    Repeated(String),
    #[error("the order has no line in {0}")]
    WithoutLines(&'static str),
    #[error("the order mixes the VAT categories {0} and {1}")]
    MixedCategories(String, String),
    #[error("{0} lies before the day of the order, {1}")]
    BeforeTheOrder(String, String),
}

/// A fault and where it stands.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column {column}: {fault}")]
pub(crate) struct Error {
    pub(crate) file: &'static str,
    pub(crate) line: u64,
    pub(crate) column: String,
    pub(crate) fault: Fault,
}

/// The rows of one file under its named columns.
pub(crate) struct Table {
    file: &'static str,
    columns: Vec<&'static str>,
    positions: Vec<usize>,
    reader: csv::Reader<File>,
}

/// One row: the cells of the named columns.
pub(crate) struct Row<'a> {
    file: &'static str,
    line: u64,
    columns: &'a [&'static str],
    cells: Vec<String>,
}

impl Table {
    /// Opens a file of a directory; all named columns must stand in its first line.
    pub(crate) fn open(
        directory: &Path,
        file: &'static str,
        columns: &[&'static str],
    ) -> Result<Self, Error> {
        let at = |column: &str, fault| Error { file, line: 1, column: column.to_owned(), fault };
        let unreadable = |error: csv::Error| at("-", Fault::Unreadable(error.to_string()));
        let mut reader = csv::Reader::from_path(directory.join(file)).map_err(unreadable)?;
        let header = reader.headers().map_err(unreadable)?.clone();
        let mut positions = Vec::new();
        for column in columns {
            let position = header.iter().position(|name| name.trim() == *column);
            positions.push(position.ok_or_else(|| at(column, Fault::MissingColumn))?);
        }
        let columns = columns.to_vec();
        Ok(Table { file, columns, positions, reader })
    }

    /// Hands every row to a reader, in order, until one is refused.
    pub(crate) fn each(
        mut self,
        mut read: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut record = csv::StringRecord::new();
        loop {
            let line = self.reader.position().line();
            let more = self.reader.read_record(&mut record);
            let broken = |error: csv::Error| Error {
                file: self.file,
                line: error.position().map_or(line, csv::Position::line),
                column: "-".to_owned(),
                fault: Fault::BrokenRow(error.to_string()),
            };
            if !more.map_err(broken)? {
                return Ok(());
            }
            let cell = |position: &usize| record.get(*position).unwrap_or("").to_owned();
            read(&Row {
                file: self.file,
                line: record.position().map_or(line, csv::Position::line),
                columns: &self.columns,
                cells: self.positions.iter().map(cell).collect(),
            })?;
        }
    }
}

impl Row<'_> {
    /// A fault in a column of this row.
    pub(crate) fn fault(&self, column: &str, fault: Fault) -> Error {
        Error { file: self.file, line: self.line, column: column.to_owned(), fault }
    }

    /// The cell, which may be empty.
    pub(crate) fn text(&self, column: &str) -> &str {
        let position = self.columns.iter().position(|name| *name == column);
        position.map_or("", |position| &self.cells[position])
    }

    /// The cell, which must not be empty.
    pub(crate) fn filled(&self, column: &str) -> Result<&str, Error> {
        match self.text(column) {
            "" => Err(self.fault(column, Fault::Empty)),
            text => Ok(text),
        }
    }

    /// A figure, kept as the text it is written in.
    pub(crate) fn figure(&self, column: &str) -> Result<&str, Error> {
        let text = self.filled(column)?;
        match Exact::parse(text) {
            Ok(_) => Ok(text),
            Err(refused) => {
                let fault = Fault::NotANumber(text.to_owned(), refused.to_string());
                Err(self.fault(column, fault))
            }
        }
    }

    /// An amount of the file's currency.
    pub(crate) fn amount(&self, column: &str) -> Result<Money, Error> {
        let text = self.filled(column)?;
        let currency = o2c_core::money::Currency::parse(super::CURRENCY);
        let amount = currency.and_then(|currency| Money::parse(text, currency));
        amount.map_err(|refused| {
            let fault = Fault::NotANumber(text.to_owned(), refused.to_string());
            self.fault(column, fault)
        })
    }

    /// A day, kept as text: days of this form sort as they follow each other.
    pub(crate) fn day(&self, column: &str) -> Result<&str, Error> {
        let text = self.filled(column)?;
        match o2c_core::calendar::Day::parse(text) {
            Ok(_) => Ok(text),
            Err(_) => Err(self.fault(column, Fault::NotADay(text.to_owned()))),
        }
    }
}
