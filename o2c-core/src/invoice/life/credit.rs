//! What a credit comes to: each share telescopes against the original (rulebook V-06).

use super::progress::Progress;
use super::share::{is_part, vat_upto, within};
use super::{CreditScope, Life, LineCredit, LineLife};
use crate::error::Path;
use crate::id::LineId;
use crate::invoice::document::DEPOSITS_SHOWN;
use crate::invoice::{Document, DraftLine, Rejection};
use crate::money::{Exact, Money, proportion, split, telescope};
use crate::pricing::AdjustmentKind;
use crate::tax::stack::TaxTotal;
use crate::tax::{Bases, Group, Vat};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What is given back of a document; amounts are positive where the document's are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Credit {
    /// What of which line, in the order of the document.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub lines: Vec<CreditedLine>,
    /// What of VAT groups, of no line in particular.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub goodwill: Vec<Goodwill>,
    /// What it comes to, by VAT group: base and VAT.
    pub groups: Vec<Group>,
    /// What of each group is services, where the document sells goods and services; else all of
    /// it is what the document sells.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub services: Vec<Group>,
    /// What of taxes other than VAT, by their names.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub taxes: Vec<TaxTotal>,
    /// Whether it is an amount that names no line and lies on the lines by what is left of them,
    /// since lines bear taxes other than VAT; beside a discount or deposits only on those outside
    /// VAT.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
    pub is_spread: bool,
}

/// What is given back of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CreditedLine {
    /// The line.
    pub line: LineId,
    /// The quantity, with the line's sign; zero where a value alone is given back.
    pub quantity: Exact,
    /// The value, without VAT, before the document's allowances and charges.
    pub amount: Money,
}

/// An amount given back of a VAT group and of no line in particular. Whatever is given back of
/// the lines later is less by its share of this amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Goodwill {
    /// The group.
    pub vat: Vat,
    /// The amount without VAT.
    pub amount: Money,
    /// How much of the lines it is spread over had been given back before, by magnitude.
    pub since: Money,
}

/// Bases, sorted by category and rate.
type BasesByVat = Vec<(Vat, Money)>;

/// What of a document's allowance, charge or earlier goodwill falls to a credit.
#[derive(Debug, Clone, Copy)]
pub(in crate::invoice) struct Shared {
    /// Which of the document's adjustments; none for earlier goodwill.
    pub(in crate::invoice) adjustment: Option<usize>,
    pub(in crate::invoice) kind: AdjustmentKind,
    pub(in crate::invoice) vat: Vat,
    pub(in crate::invoice) amount: Money,
}

impl Shared {
    /// What it does to the base of its group.
    pub(super) fn signed(self) -> Money {
        match self.kind {
            AdjustmentKind::Allowance => self.amount.negated(),
            AdjustmentKind::Charge => self.amount,
        }
    }
}

/// A credit with all that a credit note says of it.
#[derive(Debug)]
pub(in crate::invoice) struct Worked {
    pub(in crate::invoice) credit: Credit,
    pub(in crate::invoice) shared: Vec<Shared>,
    pub(in crate::invoice) rounding: Money,
}

impl Life {
    /// What a credit of the document comes to: base and VAT by group, each telescoping against
    /// the original, and the last one taking what remains (rulebook V-06).
    ///
    /// # Errors
    /// `invoice.not_creditable`, `invoice.replaced`, `invoice.nothing_to_credit`, for lines
    /// `invoice.credit.*`; the path leads into the scope.
    pub fn credit(&self, document: &Document, scope: &CreditScope) -> Result<Credit, Rejection> {
        self.work_out(document, scope).map(|worked| worked.credit)
    }

    pub(in crate::invoice) fn work_out(
        &self,
        document: &Document,
        scope: &CreditScope,
    ) -> Result<Worked, Rejection> {
        self.expect_standing(document)?;
        let is_whole = *scope == CreditScope::Whole;
        // Lines of the sale are given back on their own: the deposits stay deducted.
        let own = &document.figures.breakdown.groups;
        let of = if is_whole { own.clone() } else { document.before_deposits(own)? };
        let left = self.left_of(&of)?;
        let lines = match scope {
            CreditScope::Whole => self.rest_of_lines(document)?,
            CreditScope::Lines(asked) => self.lines_asked(document, asked)?,
            CreditScope::Amount(_) | CreditScope::AmountWithVat(_) => Vec::new(),
        };
        let mut progress = Progress::of(self, document)?;
        match scope {
            CreditScope::Amount(amount) if document.figures.has_stacked_taxes() => {
                let spread = self.spread(document, progress, (*amount, false), (&of, &left));
                return spread.map_err(|no| no.inside("amount"));
            }
            CreditScope::AmountWithVat(amount) if document.figures.has_stacked_taxes() => {
                let spread = self.spread(document, progress, (*amount, true), (&of, &left));
                return spread.map_err(|no| no.inside("amount_with_vat"));
            }
            CreditScope::Amount(amount) => {
                let at = |no: Rejection| no.inside("amount");
                let bases = parts_of(*amount, &left, |group| Ok(group.base)).map_err(at)?;
                let groups = self.groups_of(&of, &left, &bases)?;
                return self.goodwill(document, &progress, groups);
            }
            CreditScope::AmountWithVat(amount) => {
                let at = |no: Rejection| no.inside("amount_with_vat");
                let gross = parts_of(*amount, &left, |group| Ok(group.gross()?)).map_err(at)?;
                let groups = self.groups_of_gross(&of, &left, &gross)?;
                return self.goodwill(document, &progress, groups);
            }
            CreditScope::Whole | CreditScope::Lines(_) => {}
        }
        if lines.is_empty() {
            let document = document.number.clone();
            return Err(Rejection::NothingToCredit { path: Path::root(), document });
        }
        let bases = self.advance(document, &lines, &mut progress)?;
        let (shared, bases) = self.shared(document, &progress, bases)?;
        let groups = if is_whole && document.shows_deposits() {
            // All that is left, whatever the lines of the deposits have made of the proportions.
            let all = bases.iter().filter_map(|(vat, base)| {
                let rest = left.iter().find(|group| group.vat == *vat)?;
                Some(Group { base: *base, ..*rest })
            });
            all.collect()
        } else {
            self.groups_of(&of, &left, &bases)?
        };
        let taxes = self.taxes_of(document, &lines)?;
        let rounding = self.rounding(document, &groups, &taxes)?;
        let credit = self.credit_of(document, lines, Vec::new(), groups)?;
        Ok(Worked { credit: Credit { taxes, ..credit }, shared, rounding })
    }

    /// Moves the progress by what is credited of lines, and sums it by VAT group.
    pub(super) fn advance(
        &self,
        document: &Document,
        parts: &[CreditedLine],
        progress: &mut Progress,
    ) -> Result<Bases, Rejection> {
        let currency = document.draft.currency;
        let mut bases = Bases::new(currency);
        let untouched = LineLife::untouched(Money::zero(currency));
        let mut lines = document.draft.lines.iter();
        for part in parts {
            let Some(line) = lines.find(|line| line.id == part.line) else { continue };
            let before = self.line(&line.id).unwrap_or(&untouched);
            if !document.takes_off_deposit(line) {
                progress.step(line, before, &before.after(part)?)?;
            }
            bases.add(line.vat, part.amount)?;
        }
        Ok(bases)
    }

    /// What of the document's allowances and charges, and of goodwill granted before, falls to
    /// this credit; and the bases after it.
    pub(super) fn shared(
        &self,
        document: &Document,
        progress: &Progress,
        mut bases: Bases,
    ) -> Result<(Vec<Shared>, BasesByVat), Rejection> {
        let of_document = document.figures.adjustments.iter().map(|resolved| {
            let amount = progress.steps(resolved.vat).share(resolved.amount, 0)?;
            let (kind, vat) = (resolved.kind, resolved.vat);
            Ok::<_, Rejection>(Shared { adjustment: Some(resolved.adjustment), kind, vat, amount })
        });
        let granted = self.goodwill.iter().map(|granted| {
            let steps = progress.steps(granted.vat);
            let amount = steps.share(granted.amount, i128::from(granted.since.minor()))?;
            let kind = AdjustmentKind::Allowance;
            Ok(Shared { adjustment: None, kind, vat: granted.vat, amount })
        });
        let mut shared = Vec::new();
        for share in of_document.chain(granted) {
            let share: Shared = share?;
            if share.amount.is_zero() {
                continue;
            }
            bases.add(share.vat, share.signed())?;
            shared.push(share);
        }
        Ok((shared, bases.totals()?))
    }

    /// Base and VAT of each group: the VAT telescopes on the base of the original's group.
    pub(super) fn groups_of(
        &self,
        of: &[Group],
        left: &[Group],
        bases: &[(Vat, Money)],
    ) -> Result<Vec<Group>, Rejection> {
        let mut groups = Vec::with_capacity(bases.len());
        for (vat, base) in bases {
            let nothing = Money::zero(base.currency());
            let original = of.iter().find(|group| group.vat == *vat);
            let rest = left.iter().find(|group| group.vat == *vat);
            let (Some(original), Some(rest)) = (original, rest) else { continue };
            let credited = self.credited_of(*vat, nothing);
            let reached = credited.base.checked_add(*base)?;
            let upto = vat_upto(original, reached, original.base, |beyond| {
                Ok(Group::of(*vat, beyond)?.amount)
            })?;
            let amount = upto.checked_sub(credited.amount)?;
            let amount = within(amount, rest.amount, *base, rest.base);
            groups.push(Group { vat: *vat, base: *base, amount });
        }
        Ok(groups)
    }

    /// The same for totals with VAT: the VAT telescopes on the total of the original's group.
    pub(super) fn groups_of_gross(
        &self,
        of: &[Group],
        left: &[Group],
        totals: &[(Vat, Money)],
    ) -> Result<Vec<Group>, Rejection> {
        let mut groups = Vec::with_capacity(totals.len());
        for (vat, total) in totals {
            let nothing = Money::zero(total.currency());
            let original = of.iter().find(|group| group.vat == *vat);
            let rest = left.iter().find(|group| group.vat == *vat);
            let (Some(original), Some(rest)) = (original, rest) else { continue };
            let credited = self.credited_of(*vat, nothing);
            let reached = credited.gross()?.checked_add(*total)?;
            let upto = vat_upto(original, reached, original.gross()?, |beyond| {
                Ok(beyond.checked_sub(vat.net_within(beyond)?)?)
            })?;
            let amount = upto.checked_sub(credited.amount)?;
            let left = rest.gross()?;
            let amount = within(amount, rest.amount, *total, left);
            // What is no VAT is base, of which no more than the rest is left.
            let base = within(total.checked_sub(amount)?, rest.base, *total, left);
            let amount = total.checked_sub(base)?;
            groups.push(Group { vat: *vat, base, amount });
        }
        Ok(groups)
    }

    /// A credit of no line in particular.
    fn goodwill(
        &self,
        document: &Document,
        progress: &Progress,
        groups: Vec<Group>,
    ) -> Result<Worked, Rejection> {
        let goodwill = groups.iter().map(|group| progress.goodwill(group.vat, group.base));
        let goodwill = goodwill.collect::<Result<Vec<_>, Rejection>>()?;
        let rounding = self.rounding(document, &groups, &[])?;
        let credit = self.credit_of(document, Vec::new(), goodwill, groups)?;
        Ok(Worked { credit, shared: Vec::new(), rounding })
    }

    /// What of the document's rounding falls to a credit: it telescopes on the total with VAT.
    pub(super) fn rounding(
        &self,
        document: &Document,
        groups: &[Group],
        taxes: &[TaxTotal],
    ) -> Result<Money, Rejection> {
        let (rounding, whole) = (document.figures.rounding, document.figures.gross);
        if rounding.is_zero() {
            return Ok(rounding);
        }
        let mut before = Money::zero(rounding.currency());
        for group in &self.groups {
            before = before.checked_add(group.gross()?)?;
        }
        for tax in &self.taxes {
            before = before.checked_add(tax.amount)?;
        }
        let mut after = before;
        for group in groups {
            after = after.checked_add(group.gross()?)?;
        }
        for tax in taxes {
            after = after.checked_add(tax.amount)?;
        }
        let given = proportion(rounding, before, whole)?;
        Ok(proportion(rounding, after, whole)?.checked_sub(given)?)
    }

    /// Every line with what remains of it.
    fn rest_of_lines(&self, document: &Document) -> Result<Vec<CreditedLine>, Rejection> {
        let remaining = self.remaining(document)?.lines.into_iter();
        let remaining = remaining.filter(|line| !line.quantity.is_zero());
        let part = |line: super::RemainingLine| CreditedLine {
            line: line.line,
            quantity: line.quantity,
            amount: line.amount,
        };
        Ok(remaining.map(part).collect())
    }

    /// What is asked of lines, in the order of the document.
    fn lines_asked(
        &self,
        document: &Document,
        asked: &[LineCredit],
    ) -> Result<Vec<CreditedLine>, Rejection> {
        let mut named: BTreeMap<&LineId, (usize, &LineCredit)> = BTreeMap::new();
        for (index, part) in asked.iter().enumerate() {
            if named.insert(&part.line, (index, part)).is_some() {
                let (path, line) = (Path::field("line"), part.line.clone());
                let twice = Rejection::LineNamedTwice { path, line };
                return Err(twice.inside_index("lines", index));
            }
        }
        let mut parts = Vec::with_capacity(asked.len());
        for (line, amounts) in document.draft.lines.iter().zip(&document.figures.lines) {
            if let Some((index, part)) = named.remove(&line.id) {
                if document.takes_off_deposit(line) {
                    let (path, document) = (Path::field("line"), document.number.clone());
                    let because = DEPOSITS_SHOWN;
                    let no = Rejection::WholeOnly { path, document, because };
                    return Err(no.inside_index("lines", index));
                }
                let part = self.line_asked(line, amounts.net, part);
                parts.push(part.map_err(|no| no.inside_index("lines", index))?);
            }
        }
        match named.into_iter().next() {
            Some((line, (index, _))) => {
                let (path, line) = (Path::field("line"), line.clone());
                Err(Rejection::LineUnknown { path, line }.inside_index("lines", index))
            }
            None => Ok(parts),
        }
    }

    fn line_asked(
        &self,
        line: &DraftLine,
        net: Money,
        asked: &LineCredit,
    ) -> Result<CreditedLine, Rejection> {
        let nothing = Money::zero(net.currency());
        let untouched = LineLife::untouched(nothing);
        let so_far = self.line(&line.id).unwrap_or(&untouched);
        let (quantity, amount) = match (asked.quantity, asked.amount) {
            (Some(quantity), None) => (quantity, nothing),
            (None, Some(amount)) => (Exact::ZERO, amount),
            (Some(_), Some(_)) | (None, None) => {
                let line = line.id.clone();
                return Err(Rejection::PartUnclear { path: Path::root(), line });
            }
        };
        let part = CreditedLine { line: line.id.clone(), quantity, amount };
        self.within_line(line, net, &part)?;
        if quantity.is_zero() {
            return Ok(part);
        }
        // What was left at the last repricing telescopes on the quantity left then.
        let whole = line.quantity.figure().checked_sub(so_far.repriced_quantity)?;
        let before = so_far.quantity.checked_sub(so_far.repriced_quantity)?;
        let after = before.checked_add(quantity)?;
        let [before, after, whole] = Exact::in_one_unit([before, after, whole]);
        let value = net.checked_sub(so_far.repriced_amount)?;
        Ok(CreditedLine { amount: telescope(value, before, after, whole)?, ..part })
    }

    /// A part of a line: of its sign, not nothing, and no more than remains.
    pub(super) fn within_line(
        &self,
        line: &DraftLine,
        net: Money,
        part: &CreditedLine,
    ) -> Result<(), Rejection> {
        let untouched = LineLife::untouched(Money::zero(net.currency()));
        let so_far = self.line(&line.id).unwrap_or(&untouched);
        let (asked, left) = (part.quantity, line.quantity.figure().checked_sub(so_far.quantity)?);
        let is_of_sign = asked.is_negative() == left.is_negative() && !left.is_zero();
        let beyond = if left.is_negative() { asked < left } else { asked > left };
        if !asked.is_zero() && (!is_of_sign || beyond) {
            return Err(Rejection::CreditExceedsQuantity {
                path: Path::field("quantity"),
                line: line.id.clone(),
                asked,
                remaining: left,
            });
        }
        let left = net.checked_sub(so_far.amount)?;
        part.amount.expect(net.currency()).map_err(|no| no.inside("amount"))?;
        let is_nothing = part.quantity.is_zero() && part.amount.is_zero();
        if is_nothing || !is_part(part.amount, left) {
            return Err(Rejection::CreditExceedsLine {
                path: Path::field("amount"),
                line: line.id.clone(),
                asked: part.amount,
                remaining: left,
            });
        }
        Ok(())
    }
}

/// Splits an amount over the groups that have something left of its sign, by largest remainder.
pub(super) fn parts_of(
    amount: Money,
    left: &[Group],
    of: impl Fn(&Group) -> Result<Money, Rejection>,
) -> Result<Vec<(Vat, Money)>, Rejection> {
    let mut weights = Vec::with_capacity(left.len());
    for group in left {
        let rest = of(group)?;
        amount.expect(rest.currency())?;
        let is_of_sign = rest.minor().signum() == amount.minor().signum();
        weights.push(if is_of_sign { i128::from(rest.magnitude().minor()) } else { 0 });
    }
    let remaining = weights.iter().fold(0_i128, |sum, weight| sum.saturating_add(*weight));
    if amount.is_zero() || i128::from(amount.magnitude().minor()) > remaining {
        let remaining = Money::from_wide(remaining, amount.currency())?;
        let remaining = match amount.minor().signum() {
            1 => remaining,
            -1 if !remaining.is_zero() => remaining.negated(),
            // Nothing is asked, or nothing of that sign is left: what is left stands there.
            _ => {
                Money::sum(amount.currency(), left.iter().map(of).collect::<Result<Vec<_>, _>>()?)?
            }
        };
        let (path, asked) = (Path::root(), amount);
        return Err(Rejection::CreditExceedsDocument { path, asked, remaining });
    }
    let shares = left.iter().map(|group| group.vat).zip(split(amount, &weights)?);
    Ok(shares.filter(|(_, share)| !share.is_zero()).collect())
}
