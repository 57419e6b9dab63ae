//! Every figure of the room as data: asked and answered in words that travel.

use super::{
    CashForecast, CollectionEffectiveness, DelayFigures, ForecastFigures, InvoiceAges,
    OutstandingFigures, PaidInvoices, ProcessCases, ProcessFigures, Rejection, RollRates,
    SalesOutstanding, ShareOfWhole, WorkingCapital, WorkingCapitalFigures,
};
use crate::money::Exact;
use alloc::vec::Vec;

/// A figure asked for (rulebook 6.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum KeyFigure {
    /// Days of sales outstanding, simple, counted back and best possible.
    SalesOutstanding(SalesOutstanding),
    /// Days of sales outstanding, invoice by invoice.
    InvoiceAges(InvoiceAges),
    /// What was collected of what could be.
    CollectionEffectiveness(CollectionEffectiveness),
    /// A part in percent of its whole.
    ShareOfWhole(ShareOfWhole),
    /// Days from invoice and due day to payment.
    PaidInvoices(PaidInvoices),
    /// The cash conversion cycle and the need of working capital.
    WorkingCapital(WorkingCapital),
    /// How much of each bucket is in the next one a period later.
    RollRates(RollRates),
    /// When what is open is likely to be paid.
    CashForecast(CashForecast),
    /// Which way cases take, and how long each step makes them wait.
    Process(ProcessCases),
}

/// What a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[non_exhaustive]
pub enum KeyFigureAnswer {
    /// Days of sales outstanding.
    Outstanding(OutstandingFigures),
    /// Days from invoice and due day to payment.
    Delays(DelayFigures),
    /// A cash conversion cycle.
    WorkingCapital(WorkingCapitalFigures),
    /// What is forecast.
    Forecast(ForecastFigures),
    /// How cases went.
    Process(ProcessFigures),
    /// Percentages; none where there is nothing to take them of.
    Percentages(Vec<Option<Exact>>),
    /// One figure; none where it divides by nothing.
    One(Option<Exact>),
}

impl KeyFigure {
    /// Works the figure out.
    ///
    /// # Errors
    /// Those of the figure, below its name.
    pub fn answer(&self) -> Result<KeyFigureAnswer, Rejection> {
        let (name, answer) = match self {
            KeyFigure::SalesOutstanding(asked) => {
                ("sales_outstanding", asked.figures().map(KeyFigureAnswer::Outstanding))
            }
            KeyFigure::InvoiceAges(asked) => {
                ("invoice_ages", asked.days_outstanding().map(KeyFigureAnswer::One))
            }
            KeyFigure::CollectionEffectiveness(asked) => {
                ("collection_effectiveness", asked.percent().map(KeyFigureAnswer::One))
            }
            KeyFigure::ShareOfWhole(asked) => {
                ("share_of_whole", asked.percent().map(KeyFigureAnswer::One))
            }
            KeyFigure::PaidInvoices(asked) => {
                ("paid_invoices", asked.delays().map(KeyFigureAnswer::Delays))
            }
            KeyFigure::WorkingCapital(asked) => {
                ("working_capital", asked.figures().map(KeyFigureAnswer::WorkingCapital))
            }
            KeyFigure::RollRates(asked) => {
                ("roll_rates", asked.rates().map(KeyFigureAnswer::Percentages))
            }
            KeyFigure::CashForecast(asked) => {
                ("cash_forecast", asked.figures().map(KeyFigureAnswer::Forecast))
            }
            KeyFigure::Process(asked) => ("process", asked.figures().map(KeyFigureAnswer::Process)),
        };
        answer.map_err(|no| no.inside(name))
    }
}
