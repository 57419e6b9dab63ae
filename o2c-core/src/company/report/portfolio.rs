//! All credit given: every exposure against its limit, how concentrated they are, and what may be
//! lost of them.

use super::credit::terms_of;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::credit::{converted_on, exposure_on, file_of_customer};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::credit::{Exposure, FileHolder, Limit};
use crate::id::{CustomerId, Text};
use crate::money::{Exact, Money, Percent, Rounding, divide};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// All credit given, on a day.
    CreditPortfolioQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
}

/// All credit given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CreditPortfolio {
    /// All that is exposed, in the ledger's currency.
    pub exposure: Money,
    /// The customers, largest exposure first.
    pub customers: Vec<PortfolioRow>,
    /// The classes, by name; customers of no class stand in one without a name.
    pub classes: Vec<ClassRow>,
    /// What is expected to be lost in all.
    pub expected_loss: Money,
}

/// A customer in the portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PortfolioRow {
    /// Who.
    pub customer: CustomerId,
    /// Its class, where somebody gave it one.
    pub class: Option<Text>,
    /// What is exposed, in the ledger's currency.
    pub exposure: Money,
    /// What of it is overdue.
    pub overdue: Money,
    /// The limit in the ledger's currency; none where credit is unlimited or there is no file.
    pub limit: Option<Money>,
    /// Whether it has a file.
    pub has_file: bool,
    /// How much of a hundred of the limit is used, at two decimals; none without a limit above
    /// nothing.
    pub used: Option<Exact>,
    /// How much of a hundred this is of all exposures above nothing, at two decimals; none for one
    /// below nothing, and where there are none.
    pub share: Option<Exact>,
}

/// A class in the portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClassRow {
    /// The class.
    pub class: Option<Text>,
    /// How many customers it has.
    pub customers: usize,
    /// What is exposed: not billed, not due, and overdue by age.
    pub buckets: Vec<Money>,
    /// What of each is expected to be lost: each customer's at the rate of its class, rounded once.
    /// What takes away pays the oldest first; with who owes nothing nothing is lost.
    pub losses: Vec<Money>,
    /// What is expected to be lost of it in all.
    pub expected_loss: Money,
}

impl Company {
    /// Every exposure against its limit, how much of the whole each is, and what is expected to be
    /// lost by class and age.
    ///
    /// # Errors
    /// `credit.rate_missing`, `money.out_of_range`.
    pub fn credit_portfolio(
        &self,
        query: &CreditPortfolioQuery,
    ) -> Result<CreditPortfolio, Rejection> {
        if let Some(known_at) = query.known_at {
            let asked = CreditPortfolioQuery { known_at: None, ..query.clone() };
            return self.known_at(known_at)?.credit_portfolio(&asked);
        }
        let (view, day): (&dyn View, Day) = (&self.state, query.as_of);
        let ledger = self.settings().ledger_currency;
        let mut customers = Vec::new();
        let mut classes: BTreeMap<Option<Text>, ClassRow> = BTreeMap::new();
        let mut whole = Money::zero(ledger);
        for customer in self.customers_of_credit() {
            let exposure = exposure_on(view, customer, Some(ledger), day)?.exposure()?;
            let file = file_of_customer(view, customer);
            let terms = terms_of(file, day)?;
            if exposure.total.is_zero() && terms.is_none() {
                continue;
            }
            let limit = match terms.as_ref().map(|terms| terms.limit) {
                Some(Limit::UpTo(limit)) => Some(converted_on(view, limit, ledger, day)?),
                Some(Limit::Unlimited) | None => None,
            };
            let assessment = file.and_then(|file| file.assessment_on(day, None));
            let class = assessment.map(|seen| seen.class.clone());
            let rate = assessment.and_then(|seen| seen.default_rate);
            let row = classes.entry(class.clone()).or_insert_with(|| ClassRow::new(&class));
            row.add(&exposure, rate)?;
            whole = whole.checked_add(exposure.total)?;
            let overdue = Money::sum(ledger, exposure.overdue.iter().copied())?;
            let used = limit.and_then(|limit| hundredths(exposure.total, limit).transpose());
            customers.push(PortfolioRow {
                customer: customer.clone(),
                class,
                exposure: exposure.total,
                overdue,
                limit,
                has_file: terms.is_some(),
                used: used.transpose()?,
                share: None,
            });
        }
        let owing = || customers.iter().filter(|row| !row.exposure.is_negative());
        let owed = Money::sum(ledger, owing().map(|row| row.exposure))?;
        for row in customers.iter_mut().filter(|row| !row.exposure.is_negative()) {
            row.share = hundredths(row.exposure, owed)?;
        }
        customers.sort_by_key(|row| core::cmp::Reverse(row.exposure.minor()));
        let classes: Vec<ClassRow> = classes.into_values().collect();
        let expected_loss = Money::sum(ledger, classes.iter().map(|row| row.expected_loss))?;
        Ok(CreditPortfolio { exposure: whole, customers, classes, expected_loss })
    }

    /// Every customer that has a file, an order or an account, each once.
    fn customers_of_credit(&self) -> Vec<&CustomerId> {
        let books = &self.state.credit;
        let files = books.files.iter().filter_map(|(holder, _)| match holder {
            FileHolder::Customer(customer) => Some(customer),
            FileHolder::Group(_) | FileHolder::Segment { .. } => None,
        });
        let orders = books.orders_of.iter().map(|(customer, _)| customer);
        let accounts = books.currencies_of.iter().map(|(customer, _)| customer);
        let mut customers: Vec<&CustomerId> = files.chain(orders).chain(accounts).collect();
        customers.sort_unstable();
        customers.dedup();
        customers
    }
}

/// A part of a whole as a percentage of two decimals, half away from zero.
fn hundredths(part: Money, whole: Money) -> Result<Option<Exact>, crate::money::Rejection> {
    if !whole.is_positive() {
        return Ok(None);
    }
    // Ten thousand times an amount of 64 bits.
    let product = i128::from(part.minor()).saturating_mul(10_000);
    let share = divide(product, i128::from(whole.minor()), Rounding::HalfAwayFromZero)?;
    Exact::new(share, 2).map(Some)
}

impl ClassRow {
    fn new(class: &Option<Text>) -> Self {
        ClassRow {
            class: class.clone(),
            customers: 0,
            buckets: Vec::new(),
            losses: Vec::new(),
            expected_loss: Money::zero(crate::money::Currency::EUR),
        }
    }

    /// Adds a customer: what is not billed is what is ordered and delivered less what takes away.
    fn add(&mut self, exposure: &Exposure, rate: Option<Percent>) -> Result<(), Rejection> {
        let nothing = Money::zero(exposure.total.currency());
        let overdue = Money::sum(nothing.currency(), exposure.overdue.iter().copied())?;
        let billed = exposure.not_due.checked_add(overdue)?;
        let not_billed = exposure.total.checked_sub(billed)?;
        let ages = exposure.overdue.iter().copied();
        let buckets = [not_billed, exposure.not_due].into_iter().chain(ages);
        if self.buckets.is_empty() {
            self.buckets = buckets.clone().map(|_| nothing).collect();
            self.losses = self.buckets.clone();
            self.expected_loss = nothing;
        }
        self.customers = self.customers.saturating_add(1);
        let at_risk = at_risk(buckets.clone())?;
        let held = self.buckets.iter_mut().zip(&mut self.losses).zip(buckets.zip(at_risk));
        for ((bucket, loss), (amount, at_risk)) in held {
            *bucket = bucket.checked_add(amount)?;
            if let Some(rate) = rate {
                let lost = at_risk.percent(rate, Rounding::HalfAwayFromZero)?;
                *loss = loss.checked_add(lost)?;
                self.expected_loss = self.expected_loss.checked_add(lost)?;
            }
        }
        Ok(())
    }
}

/// What of each bucket may be lost: what is below nothing takes away from the oldest first.
fn at_risk(buckets: impl Iterator<Item = Money>) -> Result<Vec<Money>, crate::money::Rejection> {
    let mut buckets: Vec<Money> = buckets.collect();
    for place in 0..buckets.len() {
        let Some(mut below) = buckets.get(place).copied().filter(|one| one.is_negative()) else {
            continue;
        };
        for other in buckets.iter_mut().rev().filter(|other| other.is_positive()) {
            let both = other.checked_add(below)?;
            let nothing = Money::zero(both.currency());
            (*other, below) = if both.is_negative() { (nothing, both) } else { (both, nothing) };
        }
        if let Some(one) = buckets.get_mut(place) {
            *one = Money::zero(one.currency());
        }
    }
    Ok(buckets)
}
