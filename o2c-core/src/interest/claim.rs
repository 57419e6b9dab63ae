//! What may be claimed of a customer: the interest of its late items and the flat compensation.

use super::accrual::accrue;
use super::{Accrual, BelowFloor, LateItem, Rejection, Terms};
use crate::body::bodies;
use crate::calendar::{DatedTable, Day};
use crate::error::Path;
use crate::id::Text;
use crate::money::Money;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Late items of one customer in one currency, and what they bear.
    Claim {
        /// The items; instalments are items of their own.
        items: Vec<LateItem>,
        /// The last day that bears interest.
        until: Day,
        /// The rates and how they count.
        terms: Terms,
        /// The flat compensation for recovery, each from the day it holds; none is claimed where
        /// none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fixed_fee: Option<DatedTable<Money>>,
        /// Whether the customer buys for a trade: consumers owe no flat compensation.
        #[cfg_attr(feature = "serde", serde(default = "yes"))]
        is_professional: bool,
    }
}

#[cfg(feature = "serde")]
const fn yes() -> bool {
    true
}

/// What may be claimed, with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClaimFigures {
    /// The interest of each item, in the order of the items.
    pub accruals: Vec<Accrual>,
    /// The flat compensations that may be claimed now, one an invoice.
    pub fees: Vec<FixedFee>,
    /// Days from which a contract's rate is below its floor.
    pub findings: Vec<BelowFloor>,
    /// The interest to bill now: rounded per item, then added.
    pub interest: Money,
    /// The compensations to bill now.
    pub fee_total: Money,
    /// Both together.
    pub total: Money,
}

/// The flat compensation for one invoice (rulebook T-22).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FixedFee {
    /// The invoice.
    pub invoice: Text,
    /// The first day it was late, whose compensation counts.
    pub late_on: Day,
    /// How much.
    pub amount: Money,
}

/// What may be claimed on late items up to a day (rulebook T-20 to T-24, R-05): interest rounded
/// once per item, and for a professional the flat compensation once per invoice over its life, be
/// it paid in instalments or not. What was corrected in full was never late.
///
/// ```
/// use o2c_core::calendar::{DatedTable, Day};
/// use o2c_core::interest::{Claim, LateItem, Terms, claim};
/// let from = Day::parse("2026-01-01")?;
/// let (mut rates, mut fees) = (DatedTable::new(), DatedTable::new());
/// rates.insert(from, "12.15".parse()?)?;
/// fees.insert(from, "40.00 EUR".parse()?)?;
/// let late = |invoice: &str, amount: &str, due_on: &str| {
///     let item = LateItem::new(invoice.parse()?, amount.parse()?, due_on.parse()?);
///     Ok::<_, o2c_core::error::Error>(item)
/// };
/// // rulebook EX-R2: 179.75 + 11.98 + 2 × 40.
/// let figures = claim(&Claim {
///     items: vec![
///         late("F1", "12000.00 EUR", "2026-03-31")?,
///         late("F2", "2400.00 EUR", "2026-04-30")?,
///     ],
///     until: Day::parse("2026-05-15")?,
///     terms: Terms::at(rates),
///     fixed_fee: Some(fees),
///     is_professional: true,
/// })?;
/// assert_eq!(figures.interest.to_string(), "191.73 EUR");
/// assert_eq!(figures.total.to_string(), "271.73 EUR");
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `interest.no_items`, those of [`accrue`] with the item's place, `interest.fee_missing`.
pub fn claim(claim: &Claim) -> Result<ClaimFigures, Rejection> {
    let Some(first) = claim.items.first() else {
        return Err(Rejection::NoItems { path: Path::field("items") });
    };
    let currency = first.amount.currency();
    let mut accruals = Vec::with_capacity(claim.items.len());
    let mut findings = BTreeSet::new();
    for (index, item) in claim.items.iter().enumerate() {
        Money::zero(currency)
            .expect(item.amount.currency())
            .map_err(|no| no.inside("amount").inside_index("items", index))?;
        let accrual = accrue(item, &claim.terms, claim.until).map_err(|no| place(no, index))?;
        for segment in &accrual.segments {
            let period = segment.period;
            let found = claim.terms.below_floor(period.from(), period.until());
            findings.extend(found.map_err(|no| no.inside("terms"))?);
        }
        accruals.push(accrual);
    }
    let fees = fees(claim, &accruals)?;
    let interest = Money::sum(currency, accruals.iter().map(|accrual| accrual.to_bill))?;
    let fee_total = Money::sum(currency, fees.iter().map(|fee| fee.amount))
        .map_err(|no| no.inside("fixed_fee"))?;
    let total = interest.checked_add(fee_total)?;
    let findings = findings.into_iter().collect();
    Ok(ClaimFigures { accruals, fees, findings, interest, fee_total, total })
}

/// A refusal of the terms is the claim's, any other the item's.
fn place(refused: Rejection, index: usize) -> Rejection {
    if crate::error::Refusal::path(&refused).as_str().starts_with("terms") {
        refused
    } else {
        refused.inside_index("items", index)
    }
}

/// One compensation for each invoice that was late and never bore one.
fn fees(claim: &Claim, accruals: &[Accrual]) -> Result<Vec<FixedFee>, Rejection> {
    let Some(table) = claim.fixed_fee.as_ref().filter(|_| claim.is_professional) else {
        return Ok(Vec::new());
    };
    let billed = claim.items.iter().filter(|item| item.is_fee_billed);
    let mut billed: BTreeSet<&str> = billed.map(|item| item.invoice.as_str()).collect();
    let mut late: Vec<(Day, &Text)> = Vec::new();
    for accrual in accruals {
        if let Some(segment) = accrual.segments.first() {
            late.push((segment.period.from(), &accrual.invoice));
        }
    }
    // Of an invoice with several instalments the first that was late counts.
    late.sort_by_key(|(on, _)| *on);
    let mut fees = Vec::new();
    for (late_on, invoice) in late {
        if !billed.insert(invoice.as_str()) {
            continue;
        }
        let missing = || Rejection::FeeMissing { path: Path::field("fixed_fee"), on: late_on };
        let amount = *table.at(late_on).ok_or_else(missing)?;
        fees.push(FixedFee { invoice: invoice.clone(), late_on, amount });
    }
    Ok(fees)
}
