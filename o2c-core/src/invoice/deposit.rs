//! Deposits: what a deposit on an order asks for, and what the invoices after it still have to
//! (rulebook V-05, INV-33). Per VAT category and rate, deposits and final invoice are the order,
//! base and VAT, to the cent (contract I4).
//!
//! ```
//! use o2c_core::invoice::deposit::{Deduction, EarlierDeposit, deposit_on, final_invoice};
//! use o2c_core::money::Currency;
//! use o2c_core::order::DepositShare;
//! use o2c_core::tax::Group;
//! // rulebook EX-V3: 30 % of 10 000 at 20 % are 3 000 + 600.
//! let order = [Group::of("S 20".parse()?, "10000.00 EUR".parse()?)?];
//! let deposit = deposit_on(Currency::EUR, &order, &[], DepositShare::Percent("30".parse()?))?;
//! assert_eq!(deposit[0].base.to_string(), "3000.00 EUR");
//! assert_eq!(deposit[0].amount.to_string(), "600.00 EUR");
//! // rulebook EX-I10: both forms leave 8 400 due.
//! let deposits = [deposit];
//! let full = final_invoice(Currency::EUR, &order, &deposits, Deduction::Prepaid)?;
//! assert_eq!((full.vat.figure(), full.due.figure()), ("2000.00".into(), "8400.00".into()));
//! let rest = final_invoice(Currency::EUR, &order, &deposits, Deduction::NegativeLines)?;
//! assert_eq!((rest.vat.figure(), rest.due.figure()), ("1400.00".into(), "8400.00".into()));
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

use super::Rejection;
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Percent, Rounding, split, telescope};
use crate::order::DepositShare;
use crate::tax::{Group, Vat};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What was asked for of an order before.
    EarlierDeposit {
        /// How it was asked for.
        share: DepositShare,
        /// What it came to, per VAT category and rate.
        groups: Vec<Group>,
    }
    /// A deposit that was invoiced, and what invoices deducted of it so far.
    DepositBalance {
        /// What the deposit came to.
        groups: Vec<Group>,
        /// What was deducted of it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        deducted: Vec<Group>,
    }
}

/// How an invoice shows the deposits it deducts; the amount due is the same (rulebook INV-33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Deduction {
    /// The full invoice, the deposits as paid before (BT-113).
    #[default]
    Prepaid,
    /// A negative line per deposit and VAT group; the VAT is that of the full base less the VAT of
    /// the deposits.
    NegativeLines,
}

/// What a final invoice comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FinalInvoice {
    /// The VAT breakdown as the invoice shows it (BG-23).
    pub groups: Vec<Group>,
    /// What is deducted of each deposit, in their order.
    pub deducted: Vec<Vec<Group>>,
    /// The total without VAT (BT-109).
    pub net: Money,
    /// The VAT (BT-110).
    pub vat: Money,
    /// The total with VAT (BT-112).
    pub gross: Money,
    /// What was paid before (BT-113); zero where the deposits are negative lines.
    pub prepaid: Money,
    /// The amount due (BT-115).
    pub due: Money,
}

/// What a deposit on an order asks for, per VAT category and rate; groups of nothing are left out.
///
/// A percentage is taken of the base of each group and rounded half away from zero, the VAT is
/// that of the base (rulebook V-05, INV-22). Several percentages may round above the group, or
/// above its VAT, by a cent: the last of them takes what is left. An amount with VAT is split by
/// largest remainder over what the groups have left, those below zero left out; of each share
/// `base = round(share × 100 / (100 + r))` and the rest is VAT (INV-34), so that the amount asked
/// for is met. Whatever takes all that is left of a base takes all that is left of its VAT.
///
/// # Errors
/// `invoice.deposit.not_positive`; `invoice.deposit.above_hundred` where the percentages exceed
/// 100 together; `invoice.deposit.beyond_order` with what was asked and what was left;
/// `invoice.deposit.nothing` where it rounds to nothing; `money.currency_mismatch`,
/// `money.out_of_range`.
pub fn deposit_on(
    currency: Currency,
    order: &[Group],
    earlier: &[EarlierDeposit],
    share: DepositShare,
) -> Result<Vec<Group>, Rejection> {
    let order = Balance::of(currency, order).map_err(|no| no.inside("order"))?;
    let mut left = order.clone();
    for (index, deposit) in earlier.iter().enumerate() {
        let at = |no: Rejection| no.inside("groups").inside_index("earlier", index);
        left.take(&deposit.groups).map_err(at)?;
    }
    let asked = match share {
        DepositShare::Percent(percent) => of_percent(&order, &left, earlier, percent),
        DepositShare::Amount(amount) => of_amount(&left, amount),
    };
    let asked: Vec<Group> = asked.map_err(|no| no.inside("share"))?;
    if asked.is_empty() {
        return Err(Rejection::DepositOfNothing { path: Path::field("share") });
    }
    Ok(asked)
}

/// The percentage of each group, held against what is left of it.
fn of_percent(
    order: &Balance,
    left: &Balance,
    earlier: &[EarlierDeposit],
    percent: Percent,
) -> Result<Vec<Group>, Rejection> {
    let path = || Path::field("percent");
    if percent.exact().is_zero() {
        return Err(Rejection::DepositNotPositive { path: path() });
    }
    let (mut sum, mut has_amounts) = (percent.exact(), false);
    for deposit in earlier {
        match deposit.share {
            DepositShare::Percent(before) => sum = sum.checked_add(before.exact())?,
            DepositShare::Amount(_) => has_amounts = true,
        }
    }
    if sum > Exact::whole(100)? {
        return Err(Rejection::DepositAboveHundred { path: path(), percent, sum });
    }
    let mut asked = Vec::with_capacity(order.groups.len());
    for (vat, of_order) in &order.groups {
        let base = of_order.base.percent(percent, Rounding::HalfAwayFromZero)?;
        let group = Group::of(*vat, base)?;
        let left = left.of_vat(*vat);
        // Percentages alone exceed a group by their rounding only; what an amount took is gone.
        let is_beyond = !is_within(base, left.base);
        if is_beyond && has_amounts {
            let asked = order.gross()?.percent(percent, Rounding::HalfAwayFromZero)?;
            return Err(Rejection::DepositBeyondOrder { path: path(), asked, left: left.gross()? });
        }
        let base = if is_beyond { left.base } else { base };
        let is_all = base == left.base || !is_within(group.amount, left.amount);
        let amount = if is_all { left.amount } else { group.amount };
        if !(base.is_zero() && amount.is_zero()) {
            asked.push(Group { vat: *vat, base, amount });
        }
    }
    Ok(asked)
}

/// The amount over what the groups have left.
fn of_amount(left: &Balance, amount: Money) -> Result<Vec<Group>, Rejection> {
    let path = || Path::field("amount");
    let currency = left.currency;
    let in_amount = |no: crate::money::Rejection| Rejection::from(no.inside("amount"));
    Money::zero(currency).expect(amount.currency()).map_err(in_amount)?;
    if !amount.is_positive() {
        return Err(Rejection::DepositNotPositive { path: path() });
    }
    let whole = left.gross()?;
    if amount.minor() > whole.minor() {
        return Err(Rejection::DepositBeyondOrder { path: path(), asked: amount, left: whole });
    }
    let mut weights = Vec::with_capacity(left.groups.len());
    for group in left.groups.values() {
        weights.push(i128::from(group.gross()?.minor()).max(0));
    }
    let mut asked = Vec::with_capacity(weights.len());
    for (group, share) in left.groups.values().zip(split(amount, &weights)?) {
        if !share.is_zero() {
            asked.push(part_of(group, share, group.vat.net_within(share)?)?);
        }
    }
    Ok(asked)
}

/// A part of a group with VAT, divided into base and VAT: the base that is wished for, as far as
/// neither base nor VAT exceeds the group's.
fn part_of(group: &Group, gross: Money, wished: Money) -> Result<Group, Rejection> {
    let least = gross.checked_sub(group.amount)?;
    let base = if wished.minor() < least.minor() {
        least
    } else if wished.minor() > group.base.minor() {
        group.base
    } else {
        wished
    };
    Ok(Group { vat: group.vat, base, amount: gross.checked_sub(base)? })
}

/// Whether an amount lies between zero and another.
fn is_within(amount: Money, whole: Money) -> bool {
    let has_its_sign = amount.minor().signum() == whole.minor().signum();
    amount.is_zero() || (has_its_sign && amount.magnitude().minor() <= whole.magnitude().minor())
}

/// What an invoice deducts of each deposit, in their order: per VAT category and rate at most what
/// the deposit has left and what the invoice comes to, and together at most its total with VAT.
/// What of a group is deducted in parts telescopes on the deposit's VAT.
///
/// # Errors
/// `money.currency_mismatch`, `money.out_of_range`, `invoice.group_twice`.
pub fn deduct(
    currency: Currency,
    invoice: &[Group],
    deposits: &[DepositBalance],
) -> Result<Vec<Vec<Group>>, Rejection> {
    let mut left = Balance::of(currency, invoice).map_err(|no| no.inside("groups"))?;
    let mut deducted = Vec::with_capacity(deposits.len());
    for (index, deposit) in deposits.iter().enumerate() {
        let part = left.deduct(deposit).map_err(|no| no.inside_index("deposits", index))?;
        #[cfg(feature = "planted-defects")]
        let part = if crate::defects::is_planted(4) { Vec::new() } else { part };
        left.take(&part)?;
        deducted.push(part);
    }
    Ok(deducted)
}

/// A final invoice over the whole of an order and the deposits it deducts (rulebook INV-33): in
/// both forms the same amount is due.
///
/// # Errors
/// As [`deduct`].
pub fn final_invoice(
    currency: Currency,
    groups: &[Group],
    deposits: &[Vec<Group>],
    representation: Deduction,
) -> Result<FinalInvoice, Rejection> {
    let balance =
        |groups: &Vec<Group>| DepositBalance { groups: groups.clone(), deducted: Vec::new() };
    let deposits: Vec<DepositBalance> = deposits.iter().map(balance).collect();
    let deducted = deduct(currency, groups, &deposits)?;
    let mut rest = Balance::of(currency, groups)?;
    for part in &deducted {
        rest.take(part)?;
    }
    let due = rest.gross()?;
    let shown = match representation {
        Deduction::Prepaid => Balance::of(currency, groups)?,
        Deduction::NegativeLines => rest,
    };
    let gross = shown.gross()?;
    let vat = Money::sum(currency, shown.groups.values().map(|group| group.amount))?;
    Ok(FinalInvoice {
        groups: shown.groups.into_values().collect(),
        deducted,
        net: gross.checked_sub(vat)?,
        vat,
        gross,
        prepaid: gross.checked_sub(due)?,
        due,
    })
}

/// Bases and VAT by category and rate.
#[derive(Debug, Clone)]
struct Balance {
    currency: Currency,
    groups: BTreeMap<Vat, Group>,
}

impl Balance {
    fn of(currency: Currency, groups: &[Group]) -> Result<Self, Rejection> {
        let mut balance = Balance { currency, groups: BTreeMap::new() };
        for (index, group) in groups.iter().enumerate() {
            for amount in [group.base, group.amount] {
                let at = Path::index("groups", index);
                Money::zero(currency)
                    .expect(amount.currency())
                    .map_err(|no| Rejection::from(no.inside(at.as_str())))?;
            }
            if balance.groups.insert(group.vat, *group).is_some() {
                let path = Path::index("groups", index);
                return Err(Rejection::GroupTwice { path, vat: group.vat });
            }
        }
        Ok(balance)
    }

    /// The group of a VAT; zero where there is none.
    fn of_vat(&self, vat: Vat) -> Group {
        let nothing = Money::zero(self.currency);
        let none = Group { vat, base: nothing, amount: nothing };
        self.groups.get(&vat).copied().unwrap_or(none)
    }

    /// Takes groups off.
    fn take(&mut self, groups: &[Group]) -> Result<(), Rejection> {
        for group in groups {
            let before = self.of_vat(group.vat);
            let after = Group {
                vat: group.vat,
                base: before.base.checked_sub(group.base)?,
                amount: before.amount.checked_sub(group.amount)?,
            };
            self.groups.insert(group.vat, after);
        }
        Ok(())
    }

    fn gross(&self) -> Result<Money, Rejection> {
        let mut gross = Money::zero(self.currency);
        for group in self.groups.values() {
            gross = gross.checked_add(group.gross()?)?;
        }
        Ok(gross)
    }

    /// What is deducted of one deposit from what this invoice comes to.
    fn deduct(&self, deposit: &DepositBalance) -> Result<Vec<Group>, Rejection> {
        let whole = Balance::of(self.currency, &deposit.groups)?;
        let mut rest = whole.clone();
        rest.take(&deposit.deducted)?;
        let mut shares = Vec::with_capacity(rest.groups.len());
        for group in rest.groups.values() {
            let (of_deposit, own) = (group.gross()?, self.of_vat(group.vat).gross()?);
            let share = if is_within(of_deposit, own) {
                of_deposit
            } else if is_within(own, of_deposit) {
                own
            } else {
                Money::zero(self.currency)
            };
            shares.push(share);
        }
        let mut deducted = Vec::with_capacity(shares.len());
        for (group, share) in rest.groups.values().zip(self.capped(shares)?) {
            if !share.is_zero() {
                let own = self.of_vat(group.vat);
                deducted.push(deducted_part(&whole.of_vat(group.vat), group, &own, share)?);
            }
        }
        Ok(deducted)
    }

    /// The shares, together at most the total with VAT.
    fn capped(&self, shares: Vec<Money>) -> Result<Vec<Money>, Rejection> {
        let most = self.gross()?;
        let sum = Money::sum(self.currency, shares.iter().copied())?;
        if sum.minor() <= most.minor().max(0) {
            return Ok(shares);
        }
        let weights: Vec<i128> =
            shares.iter().map(|share| i128::from(share.minor()).max(0)).collect();
        let most = if most.is_negative() { Money::zero(self.currency) } else { most };
        Ok(split(most, &weights)?)
    }
}

/// The part of a deposit's group that comes to `share` with VAT: all that is left of it, or what
/// telescopes on the deposit's VAT, kept within what the invoice's own group comes to where both
/// can be.
fn deducted_part(
    whole: &Group,
    rest: &Group,
    own: &Group,
    share: Money,
) -> Result<Group, Rejection> {
    let gross = rest.gross()?;
    if share == gross {
        return Ok(*rest);
    }
    let (all, left) = (i128::from(whole.gross()?.minor()), i128::from(gross.minor()));
    let before = all.saturating_sub(left);
    let after = before.saturating_add(i128::from(share.minor()));
    let tax = telescope(whole.amount, before, after, all)?;
    let wished = share.checked_sub(tax)?;
    // A group below zero mirrors one above.
    if share.is_negative() {
        let mirrored = |group: &Group| Group {
            vat: group.vat,
            base: group.base.negated(),
            amount: group.amount.negated(),
        };
        let kept = part_of(&mirrored(own), share.negated(), wished.negated())?;
        return Ok(mirrored(&part_of(&mirrored(rest), share.negated(), kept.base)?));
    }
    let kept = part_of(own, share, wished)?;
    part_of(rest, share, kept.base)
}
