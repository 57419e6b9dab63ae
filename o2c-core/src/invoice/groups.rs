//! The VAT groups of a document, by the conventions it is drawn up under.

use super::Rejection;
use crate::money::{Currency, Money, Percent, Rounding};
use crate::pricing::{AdjustmentKind, LineAmounts, PriceBasis, ResolvedAdjustment};
use crate::tax::{Bases, Breakdown, Group, IncludedVat, Vat, VatCategory, VatRounding, share_out};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// How a document comes from its lines to its VAT.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Conventions {
    /// Whether prices hold their VAT.
    pub prices: PriceBasis,
    /// Where VAT is rounded.
    pub rounding: VatRounding,
}

impl Conventions {
    /// Whether the VAT follows from the sums of the groups alone, whatever the lines were.
    pub(super) fn needs_no_lines(self) -> bool {
        self.prices.is_without_vat() && self.rounding.is_per_category()
    }
}

/// The groups of a document while allowances and charges still fall on them.
#[derive(Debug)]
pub(super) struct Groups<'a> {
    currency: Currency,
    rounding: VatRounding,
    /// The bases without VAT.
    bases: &'a mut Bases,
    /// What the bases come to so far.
    totals: Vec<(Vat, Money)>,
    /// The VAT that is not to be computed from the base any more.
    settled: BTreeMap<Vat, Settled>,
}

/// The VAT of a group as its lines settled it.
#[derive(Debug, Clone, Copy)]
struct Settled {
    amount: Money,
    /// What base and VAT miss of the total that was entered.
    missing: Money,
}

impl<'a> Groups<'a> {
    /// The groups of lines; `bases` holds the sums of the lines as they were priced, and `vats` the
    /// VAT of each line unless the conventions need no lines. Lines priced with VAT are brought to
    /// amounts without it.
    pub(super) fn of(
        currency: Currency,
        lines: &mut [LineAmounts],
        vats: &[Vat],
        bases: &'a mut Bases,
        conventions: Conventions,
    ) -> Result<Self, Rejection> {
        let rounding = conventions.rounding;
        let (totals, settled) = (Vec::new(), BTreeMap::new());
        let mut groups = Groups { currency, rounding, bases, totals, settled };
        match (conventions.prices, rounding) {
            (PriceBasis::WithoutVat, VatRounding::PerCategory) => {}
            (PriceBasis::WithoutVat, VatRounding::PerLine) => {
                for (line, vat) in lines.iter().zip(vats) {
                    groups.settle(Group::of(*vat, line.net)?, Money::zero(currency))?;
                }
            }
            (PriceBasis::WithVat { difference }, VatRounding::PerLine) => {
                *groups.bases = Bases::new(currency);
                for (line, vat) in lines.iter_mut().zip(vats) {
                    let (group, missing) = Group::included(*vat, line.net, difference)?;
                    *line = line.without_vat(*vat, group.base)?;
                    groups.bases.add(*vat, group.base)?;
                    groups.settle(group, missing)?;
                }
            }
            (PriceBasis::WithVat { difference }, VatRounding::PerCategory) => {
                groups.take_out(lines, vats, difference)?;
            }
        }
        groups.totals = groups.bases.totals()?;
        Ok(groups)
    }

    /// Takes the VAT out of each group once; its lines get largest-remainder shares of the base
    /// (rulebook INV-34).
    fn take_out(
        &mut self,
        lines: &mut [LineAmounts],
        vats: &[Vat],
        difference: IncludedVat,
    ) -> Result<(), Rejection> {
        let mut lines_of: BTreeMap<Vat, Vec<&mut LineAmounts>> = BTreeMap::new();
        for (line, vat) in lines.iter_mut().zip(vats) {
            lines_of.entry(*vat).or_default().push(line);
        }
        let totals = core::mem::replace(self.bases, Bases::new(self.currency)).totals()?;
        for (vat, gross) in totals {
            let (group, missing) = Group::included(vat, gross, difference)?;
            let lines = lines_of.remove(&vat).unwrap_or_default();
            let entered: Vec<Money> = lines.iter().map(|line| line.net).collect();
            let nets = share_out(group.base, &entered, |part| vat.net_within(part))?;
            for (line, net) in lines.into_iter().zip(nets) {
                *line = line.without_vat(vat, net)?;
            }
            self.bases.add(vat, group.base)?;
            self.settle(group, missing)?;
        }
        Ok(())
    }

    /// Adds to what lines settle of their group.
    fn settle(&mut self, group: Group, missing: Money) -> Result<(), Rejection> {
        let zero = Money::zero(missing.currency());
        let settled =
            self.settled.entry(group.vat).or_insert(Settled { amount: zero, missing: zero });
        settled.amount = settled.amount.checked_add(group.amount)?;
        settled.missing = settled.missing.checked_add(missing)?;
        Ok(())
    }

    /// The base of each group, without VAT, sorted by category and rate: of its lines, until
    /// something else falls on them.
    pub(super) fn totals(&self) -> &[(Vat, Money)] {
        &self.totals
    }

    /// Lets allowances and charges of the document fall on their groups. Rounded per line, each
    /// bears its own VAT; rounded per category, the total entered is no longer to be reached, and
    /// the VAT follows from the base again.
    pub(super) fn adjust(&mut self, adjustments: &[ResolvedAdjustment]) -> Result<(), Rejection> {
        if adjustments.is_empty() {
            return Ok(());
        }
        for adjustment in adjustments {
            let signed = match adjustment.kind {
                AdjustmentKind::Allowance => adjustment.amount.negated(),
                AdjustmentKind::Charge => adjustment.amount,
            };
            self.bases.add(adjustment.vat, signed)?;
            match self.rounding {
                VatRounding::PerLine => {
                    let group = Group::of(adjustment.vat, signed)?;
                    self.settle(group, Money::zero(signed.currency()))?;
                }
                VatRounding::PerCategory if !signed.is_zero() => {
                    self.settled.remove(&adjustment.vat);
                }
                VatRounding::PerCategory => {}
            }
        }
        self.totals = self.bases.totals()?;
        Ok(())
    }

    /// An early discount that lowers the VAT at issue: what it takes off each group that bears VAT
    /// is charged again exempt from VAT. So the total without VAT stays, the VAT is that of the
    /// discounted base, and every identity of the document holds.
    pub(super) fn lower(
        &mut self,
        percent: Percent,
        adjustment: usize,
    ) -> Result<Vec<ResolvedAdjustment>, Rejection> {
        let exempt = Vat::new(VatCategory::E, Percent::ZERO)?;
        let mut lowered = Vec::new();
        for (vat, base) in self.totals.iter().copied() {
            let amount = base.percent(percent, Rounding::HalfAwayFromZero)?;
            if vat.rate().exact().is_zero() || amount.is_zero() {
                continue;
            }
            for (kind, vat) in [(AdjustmentKind::Allowance, vat), (AdjustmentKind::Charge, exempt)]
            {
                lowered.push(ResolvedAdjustment { adjustment, kind, vat, amount });
            }
        }
        self.adjust(&lowered)?;
        Ok(lowered)
    }

    /// The breakdown, and what it misses of the totals that were entered with VAT.
    pub(super) fn breakdown(self) -> Result<(Breakdown, Money), Rejection> {
        let mut breakdown = Breakdown::of_totals(self.currency, &self.totals)?;
        for group in &mut breakdown.groups {
            if let Some(settled) = self.settled.get(&group.vat) {
                group.amount = settled.amount;
            }
        }
        let missing = self.settled.values().map(|settled| settled.missing);
        let missing = Money::sum(breakdown.currency, missing)?;
        Ok((breakdown, missing))
    }
}
