//! When what is open is likely to be paid: from due days, from how each customer uses to pay, and
//! from what he promised.

use super::aged::DueDays;
use super::arrangements::due_parts;
use super::figures::FiguresQuery;
use super::segments::FiguresBy;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Rejection};
use crate::id::CustomerId;
use crate::money::{Money, Rounding, divide};
use crate::receivable::{Account, Holder};
use crate::reporting::{CashForecast, ExpectedItem, ForecastFigures, Periods};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which forecast.
    CashForecastQuery {
        /// The day of the forecast.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given. An
        /// earlier day makes a back-test of it: what was expected then stands beside what came.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// How many days a period has.
        #[cfg_attr(feature = "serde", serde(default = "crate::reporting::a_week"))]
        days: u32,
        /// How many periods are looked at.
        #[cfg_attr(feature = "serde", serde(default = "crate::reporting::a_quarter"))]
        periods: u32,
        /// Over how many months it is seen how late each customer pays.
        #[cfg_attr(feature = "serde", serde(default = "a_year"))]
        history: u32,
    }
}

#[cfg(feature = "serde")]
const fn a_year() -> u32 {
    12
}

/// What is forecast, in the ledger's currency at booked values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CashForecastReport {
    /// The day of the forecast.
    pub as_of: Day,
    /// What is open in all.
    pub open: Money,
    /// What is forecast.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub forecast: ForecastFigures,
    /// What came in in each of the periods, as far as it is known.
    pub collected: Vec<Money>,
    /// How many days beyond its due day each customer's debt is expected.
    pub delays: BTreeMap<CustomerId, i32>,
}

impl Company {
    /// When what is open is likely to be paid: on its due day, by instalments on those of the plan
    /// that runs, and as late as its customer paid over some months, weighted with the amounts. A
    /// customer that paid nothing in them is taken to pay like all others; what is promised is
    /// expected on the day promised. What came in since stands beside it.
    ///
    /// # Errors
    /// `reporting.no_periods`, `reporting.no_days`, `money.out_of_range`.
    pub fn cash_forecast(
        &self,
        query: &CashForecastQuery,
    ) -> Result<CashForecastReport, Rejection> {
        let usual = self.usual_delays(query)?;
        let currency = self.settings().ledger_currency;
        let (mut items, mut delays) = (Vec::new(), BTreeMap::new());
        for (key, account) in self.state.accounts.iter() {
            let Holder::Customer(customer) = &key.holder else { continue };
            let delay = usual.of.get(customer).copied().unwrap_or(usual.all);
            let first = items.len();
            expect(account, query, delay, &mut items)?;
            if items.len() > first {
                delays.insert(customer.clone(), delay);
            }
        }
        let open = Money::sum(currency, items.iter().map(|item| item.open))?;
        let (as_of, days, periods) = (query.as_of, query.days, query.periods);
        let forecast = CashForecast { as_of, currency, days, periods, items }.figures()?;
        let collected =
            forecast.periods.iter().map(|row| self.collected(row.period.from, row.period.until));
        let collected = collected.collect::<Result<_, Rejection>>()?;
        Ok(CashForecastReport { as_of, open, forecast, collected, delays })
    }

    /// What customers paid in a span of days, less what went back, as known now.
    fn collected(&self, from: Day, until: Day) -> Result<Money, Rejection> {
        let accounts = self.state.accounts.iter();
        let accounts = accounts.filter(|(key, _)| key.holder != Holder::Suspense);
        let entries = accounts.flat_map(|(_, account)| account.entries());
        let cash = entries.filter(|entry| {
            let on = entry.item().accounted_on;
            super::figures::is_cash(entry) && from <= on && on <= until
        });
        let booked = cash.map(|entry| entry.item().booked);
        Ok(Money::sum(self.settings().ledger_currency, booked)?.negated())
    }

    fn usual_delays(&self, query: &CashForecastQuery) -> Result<UsualDelays, Rejection> {
        let of = |by: FiguresBy| FiguresQuery {
            as_of: query.as_of,
            known_at: query.known_at,
            months: query.history,
            window: 1,
            by,
            segments: Vec::new(),
        };
        Periods::months(query.as_of, query.history).map_err(|no| no.inside("history"))?;
        let mut usual = UsualDelays::default();
        for (segment, (paid, days)) in self.paid_beyond(&of(FiguresBy::Customer))? {
            if let (Some(customer), Some(delay)) = (segment.customer, mean(days, paid)?) {
                usual.of.insert(customer, delay);
            }
        }
        for (_, (paid, days)) in self.paid_beyond(&of(FiguresBy::Company))? {
            usual.all = mean(days, paid)?.unwrap_or(0);
        }
        Ok(usual)
    }
}

/// What is expected of an account: part by part, what was promised on the day promised.
fn expect(
    account: &Account,
    query: &CashForecastQuery,
    delay: i32,
    items: &mut Vec<ExpectedItem>,
) -> Result<(), Rejection> {
    let day = (query.as_of, query.known_at);
    let mut promised = account.promised_parts_on(query.as_of, query.known_at)?;
    for mut part in due_parts(account, day, DueDays::Plan)? {
        let promises = promised.entry(part.entry.id()).or_default();
        for (promised_on, left) in promises.iter_mut().filter(|(_, left)| left.is_positive()) {
            let taken = if left.minor() < part.amount.minor() { *left } else { part.amount };
            if taken.is_positive() {
                let (of_promise, rest) = part.cut(taken)?;
                let open = of_promise.share_of(part.whole.booked)?;
                let (due_on, promised_on) = (part.counts_due_on(), Some(*promised_on));
                items.push(ExpectedItem { due_on, open, delay, promised_on });
                *left = left.checked_sub(taken)?;
                part = rest;
            }
        }
        if !part.amount.is_zero() || part.whole.amount.is_zero() {
            let (due_on, promised_on) = (part.counts_due_on(), None);
            let open = part.share_of(part.whole.booked)?;
            items.push(ExpectedItem { due_on, open, delay, promised_on });
        }
    }
    Ok(())
}

/// How late customers pay, in whole days.
#[derive(Default)]
struct UsualDelays {
    of: BTreeMap<CustomerId, i32>,
    all: i32,
}

/// Whole days, half away from zero; none where nothing was paid.
fn mean(days: i128, paid: i128) -> Result<Option<i32>, Rejection> {
    if paid <= 0 {
        return Ok(None);
    }
    let days = divide(days, paid, Rounding::HalfAwayFromZero)?;
    Ok(i32::try_from(days).ok())
}
