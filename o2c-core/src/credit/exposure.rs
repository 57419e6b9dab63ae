//! What is at risk with a customer (rulebook C-01): every unit of value in exactly one component,
//! down to the document, VAT included, in the currency of the limit.

use super::Rejection;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Currency, ExchangeRate, Money, Rounding};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The ages in days at which what is overdue is told apart, where nothing is said.
const AGES: [u16; 3] = [30, 60, 90];

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What a customer ordered, got, owes and paid, as it stands at the end of a day.
    ExposureOf {
        /// The day.
        as_of: Day,
        /// The currency of the limit.
        currency: Currency,
        /// The rates to it from every other currency that is exposed.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        rates: Vec<ExchangeRate>,
        /// The ages in days at which what is overdue is told apart; 30, 60 and 90 where none are
        /// given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        overdue_after: Vec<u16>,
        /// Every document.
        items: Vec<ExposedItem>,
    }
    /// A document, or a part of one, that is at risk or takes risk away.
    ExposedItem {
        /// What it is.
        kind: ExposedKind,
        /// The order, invoice or payment.
        document: Text,
        /// How much, VAT included: above zero where it adds, below where it takes away.
        amount: Money,
        /// The day it is due, for what is invoiced; the day of the report where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        due_on: Option<Day>,
        /// The day it is to be shipped, for what is ordered, where that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        ships_on: Option<Day>,
        /// How much of it the customer contests.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        disputed: Option<Money>,
        /// The part of the customer's credit it is taken from; of the whole where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        segment: Text,
    }
}

/// What a document is in an exposure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ExposedKind {
    /// Ordered, neither delivered nor billed.
    OpenOrder,
    /// Delivered, not billed.
    DeliveredNotInvoiced,
    /// Billed and not paid: not due or overdue by its day.
    Invoiced,
    /// Paid and not applied; below zero.
    UnappliedPayment,
    /// Given back and not applied; below zero.
    CreditNote,
    /// Asked for as a deposit: it stands on the account, and what is left of its order is less by
    /// it; below zero.
    Deposit,
}

impl ExposedKind {
    /// Whether it takes risk away.
    pub const fn takes_away(self) -> bool {
        matches!(
            self,
            ExposedKind::UnappliedPayment | ExposedKind::CreditNote | ExposedKind::Deposit
        )
    }
}

/// A document in the currency of the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExposedValue {
    /// What it is.
    pub kind: ExposedKind,
    /// The order, invoice or payment.
    pub document: Text,
    /// How much, in its own currency.
    pub amount: Money,
    /// The same in the currency of the limit, rounded once half away from zero.
    pub value: Money,
    /// What of the value is contested.
    pub disputed: Money,
    /// The day it is due, for what is invoiced.
    pub due_on: Option<Day>,
    /// How many days it is overdue; none where it is not.
    pub overdue_days: Option<i32>,
    /// The day it is to be shipped, for what is ordered.
    pub ships_on: Option<Day>,
    /// The part of the customer's credit it is taken from.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub segment: Text,
}

/// What is exposed in a part of a customer's credit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExposedSegment {
    /// The part; without a name what belongs to none.
    pub segment: Text,
    /// All that is exposed in it.
    pub total: Money,
}

/// An exposure by component; the components sum to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Exposure {
    /// The day.
    pub as_of: Day,
    /// Ordered, neither delivered nor billed.
    pub open_orders: Money,
    /// Delivered, not billed.
    pub delivered_not_invoiced: Money,
    /// Billed, due on the day or later.
    pub not_due: Money,
    /// Overdue by age, youngest first; one more than the ages that tell them apart.
    pub overdue: Vec<Money>,
    /// Paid and not applied; never above zero.
    pub unapplied_payments: Money,
    /// Given back and not applied; never above zero.
    pub credit_notes: Money,
    /// Deposits on what is ordered; never above zero.
    pub deposits: Money,
    /// All of it.
    pub total: Money,
    /// What is billed and contested.
    pub disputed: Money,
    /// The total by segment, by name; nothing where no document names one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub segments: Vec<ExposedSegment>,
    /// The documents, as they came.
    pub items: Vec<ExposedValue>,
}

impl ExposureOf {
    /// The exposure, component by component.
    ///
    /// ```
    /// use o2c_core::credit::{ExposedItem, ExposedKind, ExposureOf};
    /// // rulebook EX-C1.
    /// let item = |kind: ExposedKind, amount: &str| {
    ///     Ok::<_, o2c_core::error::Error>(ExposedItem {
    ///         kind,
    ///         document: "any".parse()?,
    ///         amount: amount.parse()?,
    ///         due_on: None,
    ///         ships_on: None,
    ///         disputed: None,
    ///         segment: Default::default(),
    ///     })
    /// };
    /// let asked = ExposureOf {
    ///     as_of: "2026-03-31".parse()?,
    ///     currency: "EUR".parse()?,
    ///     rates: vec![],
    ///     overdue_after: vec![],
    ///     items: vec![
    ///         item(ExposedKind::OpenOrder, "20000.00 EUR")?,
    ///         item(ExposedKind::DeliveredNotInvoiced, "15000.00 EUR")?,
    ///         item(ExposedKind::Invoiced, "5000.00 EUR")?,
    ///         item(ExposedKind::Invoiced, "40000.00 EUR")?,
    ///         item(ExposedKind::UnappliedPayment, "-8000.00 EUR")?,
    ///     ],
    /// };
    /// assert_eq!(asked.exposure()?.total.to_string(), "72000.00 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `credit.rate_missing`, `credit.wrong_sign` with the place of the item,
    /// `credit.ages_not_increasing`, `money.out_of_range`.
    pub fn exposure(&self) -> Result<Exposure, Rejection> {
        let nothing = Money::zero(self.currency);
        let ages = self.ages()?;
        let mut found = Exposure {
            as_of: self.as_of,
            open_orders: nothing,
            delivered_not_invoiced: nothing,
            not_due: nothing,
            overdue: alloc::vec![nothing; ages.len().saturating_add(1)],
            unapplied_payments: nothing,
            credit_notes: nothing,
            deposits: nothing,
            total: nothing,
            disputed: nothing,
            segments: Vec::new(),
            items: Vec::with_capacity(self.items.len()),
        };
        for (place, item) in self.items.iter().enumerate() {
            let value = self.value(item).map_err(|no| no.inside_index("items", place))?;
            found.add(&value, ages)?;
            found.items.push(value);
        }
        found.segments = found.by_segment()?;
        Ok(found)
    }

    fn ages(&self) -> Result<&[u16], Rejection> {
        let ages: &[u16] = if self.overdue_after.is_empty() { &AGES } else { &self.overdue_after };
        for (place, (before, age)) in (1..).zip(ages.iter().zip(ages.iter().skip(1))) {
            if age <= before {
                let path = Path::index("overdue_after", place);
                return Err(Rejection::AgesNotIncreasing { path, age: *age, before: *before });
            }
        }
        Ok(ages)
    }

    fn value(&self, item: &ExposedItem) -> Result<ExposedValue, Rejection> {
        let amount = item.amount;
        let is_wrong =
            if item.kind.takes_away() { amount.is_positive() } else { amount.is_negative() };
        if is_wrong {
            return Err(Rejection::WrongSign { path: Path::field("amount"), amount });
        }
        let disputed = item.disputed.unwrap_or(Money::zero(amount.currency()));
        amount.expect(disputed.currency()).map_err(|no| no.inside("disputed"))?;
        let at = |no: Rejection| no.inside("amount");
        let value = converted(amount, self.currency, &self.rates).map_err(at)?;
        let disputed = converted(disputed, self.currency, &self.rates).map_err(at)?;
        let due_on = match item.kind {
            ExposedKind::Invoiced => Some(item.due_on.unwrap_or(self.as_of)),
            ExposedKind::OpenOrder
            | ExposedKind::DeliveredNotInvoiced
            | ExposedKind::UnappliedPayment
            | ExposedKind::CreditNote
            | ExposedKind::Deposit => None,
        };
        let overdue_days = due_on.map(|due_on| due_on.days_until(self.as_of));
        Ok(ExposedValue {
            kind: item.kind,
            document: item.document.clone(),
            amount,
            value,
            disputed,
            due_on,
            overdue_days: overdue_days.filter(|days| *days > 0),
            ships_on: item.ships_on.filter(|_| item.kind == ExposedKind::OpenOrder),
            segment: item.segment.clone(),
        })
    }
}

impl Exposure {
    fn add(&mut self, item: &ExposedValue, ages: &[u16]) -> Result<(), Rejection> {
        let component = match (item.kind, item.overdue_days) {
            (ExposedKind::OpenOrder, _) => &mut self.open_orders,
            (ExposedKind::DeliveredNotInvoiced, _) => &mut self.delivered_not_invoiced,
            (ExposedKind::Invoiced, None) => &mut self.not_due,
            (ExposedKind::Invoiced, Some(days)) => {
                let place = ages.partition_point(|age| i32::from(*age) < days);
                self.overdue.get_mut(place).unwrap_or(&mut self.not_due)
            }
            (ExposedKind::UnappliedPayment, _) => &mut self.unapplied_payments,
            (ExposedKind::CreditNote, _) => &mut self.credit_notes,
            (ExposedKind::Deposit, _) => &mut self.deposits,
        };
        *component = component.checked_add(item.value)?;
        self.total = self.total.checked_add(item.value)?;
        self.disputed = self.disputed.checked_add(item.disputed)?;
        Ok(())
    }

    /// The total by segment: each document stands in one.
    fn by_segment(&self) -> Result<Vec<ExposedSegment>, Rejection> {
        if self.items.iter().all(|item| item.segment.is_empty()) {
            return Ok(Vec::new());
        }
        let mut totals: BTreeMap<&Text, Money> = BTreeMap::new();
        for item in &self.items {
            let total = totals.entry(&item.segment).or_insert(Money::zero(self.total.currency()));
            *total = total.checked_add(item.value)?;
        }
        let row = |(segment, total): (&Text, Money)| {
            let segment = segment.clone();
            ExposedSegment { segment, total }
        };
        Ok(totals.into_iter().map(row).collect())
    }

    /// What is billed, and of it what is overdue.
    pub(super) fn billed(&self) -> Result<(Money, Money), Rejection> {
        let overdue = Money::sum(self.total.currency(), self.overdue.iter().copied())?;
        Ok((self.not_due.checked_add(overdue)?, overdue))
    }

    /// What an insurer may cover: delivered and not contested, less what was paid or given back;
    /// with what is ordered where he covers that too.
    pub(super) fn insurable(&self, with_orders: bool) -> Result<Money, Rejection> {
        let billed = self.billed()?.0.checked_sub(self.disputed)?;
        let shipped = billed.checked_add(self.delivered_not_invoiced)?;
        let net = shipped.checked_add(self.unapplied_payments)?.checked_add(self.credit_notes)?;
        if !with_orders {
            return Ok(net);
        }
        Ok(net.checked_add(self.open_orders)?.checked_add(self.deposits)?)
    }
}

/// An amount in another currency at one of the rates given, rounded once half away from zero.
pub(crate) fn converted(
    amount: Money,
    into: Currency,
    rates: &[ExchangeRate],
) -> Result<Money, Rejection> {
    let from = amount.currency();
    if from == into {
        return Ok(amount);
    }
    let leads = |rate: &&ExchangeRate| {
        (rate.base() == from && rate.quote() == into)
            || (rate.base() == into && rate.quote() == from)
    };
    let Some(rate) = rates.iter().find(leads) else {
        return Err(Rejection::RateMissing { path: Path::root(), from, into });
    };
    Ok(amount.converted(*rate, Rounding::HalfAwayFromZero)?)
}
