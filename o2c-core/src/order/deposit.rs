//! What an order remembers beyond its lines: the deposits on it, and its billing plan.

use super::{DepositShare, MilestoneShare};
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, Text};
use crate::money::{self, Money, proportion};
use crate::tax::Group;
use alloc::vec::Vec;

/// A deposit that was invoiced on an order, and how much of it invoices deducted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Deposit {
    /// Its invoice.
    pub document: DocumentNumber,
    /// How it was asked for.
    pub share: DepositShare,
    /// What it came to, per VAT category and rate, in the order's currency.
    pub groups: Vec<Group>,
    /// What it is booked at with VAT, in the ledger's currency.
    pub booked: Money,
    /// What invoices deducted of it, in their order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deductions: Vec<DepositDeduction>,
    /// What credit notes gave back of it: what no invoice had deducted then.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub credits: Vec<DepositDeduction>,
}

/// What one invoice deducted of a deposit, or one credit note gave back of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DepositDeduction {
    /// The invoice or the credit note.
    pub document: DocumentNumber,
    /// How much, per VAT category and rate.
    pub groups: Vec<Group>,
    /// What that is booked at with VAT, in the ledger's currency.
    pub booked: Money,
}

/// A milestone of a billing plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Milestone {
    /// Its own id, unique in the plan.
    pub id: LineId,
    /// What is reached with it, as its invoice says.
    pub description: Text,
    /// How much of the order it bills.
    pub share: MilestoneShare,
    /// The day it is planned for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub planned_on: Option<Day>,
    /// What it bills, per VAT category and rate.
    pub groups: Vec<Group>,
    /// Its invoice, once it is billed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
}

type Figures<T> = Result<T, money::Rejection>;

/// What groups come to with VAT, in the currency of an amount.
fn gross_of(groups: &[Group], like: Money) -> Figures<Money> {
    let amounts = groups.iter().flat_map(|group| [group.base, group.amount]);
    Money::sum(like.currency(), amounts)
}

/// Groups less those that stand at the same place.
fn less(groups: &[Group], taken: &[Group]) -> Figures<Vec<Group>> {
    let pairs = groups.iter().zip(taken);
    let rest = pairs.map(|(whole, taken)| {
        let base = whole.base.checked_sub(taken.base)?;
        let amount = whole.amount.checked_sub(taken.amount)?;
        Ok(Group { vat: whole.vat, base, amount })
    });
    rest.collect()
}

impl Deposit {
    /// A deposit of which nothing was deducted yet.
    pub const fn new(
        document: DocumentNumber,
        share: DepositShare,
        groups: Vec<Group>,
        booked: Money,
    ) -> Self {
        Deposit { document, share, groups, booked, deductions: Vec::new(), credits: Vec::new() }
    }

    /// What it came to with VAT.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn gross(&self) -> Figures<Money> {
        gross_of(&self.groups, self.groups.first().map_or(self.booked, |group| group.base))
    }

    /// What invoices deducted of it so far, per VAT category and rate of the deposit.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn deducted(&self) -> Figures<Vec<Group>> {
        self.sums_of(&self.deductions)
    }

    /// What of it is still asked for: all that no credit note gave back, deducted or not.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn standing(&self) -> Figures<Vec<Group>> {
        less(&self.groups, &self.sums_of(&self.credits)?)
    }

    /// What parts of it come to together, per VAT category and rate of the deposit.
    fn sums_of<'d>(
        &self,
        parts: impl IntoIterator<Item = &'d DepositDeduction> + Clone,
    ) -> Figures<Vec<Group>> {
        let mut sums = Vec::with_capacity(self.groups.len());
        for whole in &self.groups {
            let nothing = Money::zero(whole.base.currency());
            let mut sum = Group { vat: whole.vat, base: nothing, amount: nothing };
            let parts = parts.clone().into_iter().flat_map(|part| &part.groups);
            for part in parts.filter(|part| part.vat == whole.vat) {
                sum.base = sum.base.checked_add(part.base)?;
                sum.amount = sum.amount.checked_add(part.amount)?;
            }
            sums.push(sum);
        }
        Ok(sums)
    }

    /// What invoices deducted of it and credit notes gave back, group by group of the deposit.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn taken(&self) -> Figures<Vec<Group>> {
        self.sums_of(self.deductions.iter().chain(&self.credits))
    }

    /// What no invoice deducted and no credit note gave back, groups of nothing left out.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn rest(&self) -> Figures<Vec<Group>> {
        let mut rest = less(&self.groups, &self.taken()?)?;
        rest.retain(|group| !(group.base.is_zero() && group.amount.is_zero()));
        Ok(rest)
    }

    /// What of the booked value falls to the next part of the deposit: all parts together
    /// telescope on what they come to. Where groups stand on both sides, parts may come to more
    /// than the whole on the way to it.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn booked_of(&self, part: &[Group]) -> Figures<Money> {
        let gross = |groups: &[Group]| gross_of(groups, self.gross()?);
        let upto = gross(&self.taken()?)?.checked_add(gross(part)?)?;
        let parts = self.deductions.iter().chain(&self.credits).map(|part| part.booked);
        let before = Money::sum(self.booked.currency(), parts)?;
        proportion(self.booked, upto, gross(&self.groups)?)?.checked_sub(before)
    }

    /// All that is left of it is given back.
    pub(super) fn give_back(&mut self, by: &DocumentNumber) -> Figures<()> {
        let groups = self.rest()?;
        let booked = self.booked_of(&groups)?;
        self.credits.push(DepositDeduction { document: by.clone(), groups, booked });
        Ok(())
    }

    /// Whether a part is within what is left: in every group as far as base and VAT go.
    pub(super) fn has_left(&self, part: &[Group]) -> Figures<bool> {
        let rest = self.rest()?;
        let within = |part: Money, whole: Money| {
            let is_of_its_sign = part.minor().signum() == whole.minor().signum();
            let is_below = part.magnitude().minor() <= whole.magnitude().minor();
            part.is_zero() || (is_of_its_sign && is_below)
        };
        Ok(part.iter().all(|part| {
            let left = rest.iter().find(|left| left.vat == part.vat);
            left.is_some_and(|left| {
                within(part.base, left.base) && within(part.amount, left.amount)
            })
        }))
    }
}
