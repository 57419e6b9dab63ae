//! The whole cycle on one page: from the orders placed to the cash applied.

use super::{AgeingQuery, AgeingValue, AsOf, PaymentStatus};
use crate::ageing::{AccountAgeing, Basis, Buckets, CreditPolicy, CurrencyAgeing};
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Rejection};
use crate::id::CustomerId;
use crate::ledger::TrialBalance;
use crate::lettering::Rule;
use crate::money::{Currency, Money};
use crate::order::Facet;
use crate::tax::Vat;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which day the cycle is seen on.
    CycleQuery {
        /// The day of the balances.
        as_of: Day,
        /// How many debtors are named, the largest first.
        #[cfg_attr(feature = "serde", serde(default = "ten"))]
        largest: u16,
        /// The bounds of the buckets in days; 30, 60 and 90 where none are given.
        #[cfg_attr(feature = "serde", serde(default))]
        buckets: Buckets,
    }
}

#[cfg(feature = "serde")]
const fn ten() -> u16 {
    10
}

/// The whole cycle on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cycle {
    /// The day of the balances.
    pub as_of: Day,
    /// Orders that were placed, cancelled ones included.
    pub orders_placed: usize,
    /// Orders of which something was shipped.
    pub orders_shipped: usize,
    /// Orders of which something was invoiced.
    pub orders_invoiced: usize,
    /// Documents that were issued.
    pub documents: usize,
    /// What was invoiced less what was credited, by currency, VAT category and rate.
    pub invoiced: Vec<VatTotal>,
    /// How often each rule of EN 16931 is broken by what was issued; findings, not refusals.
    pub findings: BTreeMap<&'static str, usize>,
    /// Payments that were received.
    pub payments: usize,
    /// Payments applied, by the rule that found what they settle.
    pub applied_by_rule: BTreeMap<Rule, usize>,
    /// Payments applied by a person's letter.
    pub applied_by_hand: usize,
    /// Payments that are their customer's and settle nothing.
    pub on_account: usize,
    /// Payments that the rules could settle in more than one way.
    pub proposed: usize,
    /// Payments nobody knows the payer of.
    pub unidentified: usize,
    /// The aged balance by bucket, one row a currency.
    pub ageing: Vec<CurrencyAgeing>,
    /// The largest debtors, in the ledger's currency.
    pub largest_debtors: Vec<Debtor>,
    /// The balance of the control account.
    pub control_account: Money,
    /// The balance of every account.
    pub trial_balance: TrialBalance,
    /// Whether every entry balances, and the journal as a whole.
    pub is_balanced: bool,
}

/// What was invoiced of one VAT category and rate in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VatTotal {
    /// Category and rate.
    pub vat: Vat,
    /// The sum of the taxable bases.
    pub base: Money,
    /// The sum of the VAT.
    pub amount: Money,
}

/// A customer and what is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Debtor {
    /// The customer.
    pub customer: CustomerId,
    /// What is open, in the ledger's currency.
    pub open: Money,
    /// What of it is overdue.
    pub overdue: Money,
}

/// How many payments became what.
#[derive(Default)]
struct PaymentCounts {
    by_rule: BTreeMap<Rule, usize>,
    by_hand: usize,
    on_account: usize,
    proposed: usize,
    unidentified: usize,
}

/// Adds one; a count of things in memory cannot overflow.
fn count(counter: &mut usize) {
    *counter = counter.saturating_add(1);
}

impl Company {
    /// The whole cycle on one page, with the balances of a day.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn cycle(&self, query: &CycleQuery) -> Result<Cycle, Rejection> {
        let day = AsOf { as_of: query.as_of, known_at: None };
        let ageing = self.ageing(&ageing_query(query, AgeingValue::Document))?;
        let booked = self.ageing(&ageing_query(query, AgeingValue::Booked))?;
        let counts = self.payment_counts()?;
        let chart = &self.settings().chart;
        let orders = || self.state.orders.iter().map(|(_, order)| order);
        let begun = |facet: Facet| facet != Facet::NotStarted;
        Ok(Cycle {
            as_of: query.as_of,
            orders_placed: self.state.orders.len(),
            orders_shipped: orders().filter(|order| begun(order.delivery())).count(),
            orders_invoiced: orders().filter(|order| begun(order.billing())).count(),
            documents: self.state.documents.len(),
            invoiced: self.invoiced()?,
            findings: self.finding_counts()?,
            payments: self.state.receipts.len(),
            applied_by_rule: counts.by_rule,
            applied_by_hand: counts.by_hand,
            on_account: counts.on_account,
            proposed: counts.proposed,
            unidentified: counts.unidentified,
            ageing: ageing.totals,
            largest_debtors: largest(booked.accounts, query.largest)?,
            control_account: self
                .state
                .journal
                .balance(&chart.receivable, query.as_of, None)?
                .checked_add(self.state.journal.balance(&chart.doubtful, query.as_of, None)?)?,
            trial_balance: self.trial_balance(&day)?,
            is_balanced: self.state.journal.audit().is_ok(),
        })
    }

    /// What was invoiced less what was credited, by currency, category and rate.
    fn invoiced(&self) -> Result<Vec<VatTotal>, Rejection> {
        let mut totals: BTreeMap<(Currency, Vat), (Money, Money)> = BTreeMap::new();
        for (_, document) in self.state.documents.iter() {
            let Some(document) = document.as_ref().filter(|known| known.kind().posts()) else {
                continue;
            };
            for group in &document.figures.breakdown.groups {
                let currency = group.base.currency();
                let zero = Money::zero(currency);
                let total = totals.entry((currency, group.vat)).or_insert((zero, zero));
                total.0 = total.0.checked_add(document.signed(group.base))?;
                total.1 = total.1.checked_add(document.signed(group.amount))?;
            }
        }
        let rows = totals.into_iter();
        Ok(rows.map(|((_, vat), (base, amount))| VatTotal { vat, base, amount }).collect())
    }

    fn payment_counts(&self) -> Result<PaymentCounts, Rejection> {
        let mut counts = PaymentCounts::default();
        for payment in self.payments()? {
            match (payment.status, payment.rule()) {
                (PaymentStatus::Applied, Some(rule)) => {
                    count(counts.by_rule.entry(rule).or_default());
                }
                (PaymentStatus::Applied, None) => count(&mut counts.by_hand),
                (PaymentStatus::OnAccount, _) => count(&mut counts.on_account),
                (PaymentStatus::Proposed, _) => count(&mut counts.proposed),
                (PaymentStatus::Unidentified, _) => count(&mut counts.unidentified),
            }
        }
        Ok(counts)
    }
}

fn ageing_query(query: &CycleQuery, value: AgeingValue) -> AgeingQuery {
    AgeingQuery {
        as_of: query.as_of,
        known_at: None,
        basis: Basis::DueDate,
        buckets: query.buckets.clone(),
        credits: CreditPolicy::Separate,
        value,
    }
}

/// The largest debtors, by what is open, then by id.
fn largest(accounts: Vec<AccountAgeing>, count: u16) -> Result<Vec<Debtor>, Rejection> {
    let mut debtors = Vec::with_capacity(accounts.len());
    for account in accounts {
        let overdue = Money::sum(account.currency, account.buckets)?;
        debtors.push(Debtor { customer: account.customer, open: account.total, overdue });
    }
    debtors.sort_by(|one, other| {
        other.open.minor().cmp(&one.open.minor()).then_with(|| one.customer.cmp(&other.customer))
    });
    debtors.truncate(usize::from(count));
    Ok(debtors)
}
