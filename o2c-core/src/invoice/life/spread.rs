//! An amount given back of a document whose lines bear taxes other than VAT: it lies on the lines
//! in proportion to what is left of them, and every tax telescopes along with it.

use super::credit::{Shared, Worked, parts_of};
use super::progress::Progress;
use super::share::is_part;
use super::{Credit, CreditedLine, Goodwill, Life};
use crate::invoice::{Document, DraftLine, Rejection};
use crate::money::{Exact, Money, proportion};
use crate::tax::stack::TaxTotal;
use crate::tax::{Group, Vat, VatCategory, share_out};
use alloc::vec::Vec;

/// How far a document was given back when amounts began to be given back of it: from then on
/// its taxes go with the amounts, until lines are named again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Since {
    pub(super) groups: Vec<Group>,
    pub(super) taxes: Vec<TaxTotal>,
}

/// What is given back of one figure, along with an amount.
#[derive(Debug, Clone, Copy)]
struct Pool {
    /// What was left of it when amounts began to be given back.
    whole: Money,
    /// What was given back of it since.
    given: Money,
}

impl Pool {
    fn of(whole: Money, since: Money, credited: Money) -> Result<Self, Rejection> {
        Ok(Pool { whole: whole.checked_sub(since)?, given: credited.checked_sub(since)? })
    }

    fn left(self) -> Result<Money, Rejection> {
        Ok(self.whole.checked_sub(self.given)?)
    }

    /// What falls to the step up to an amount of a whole one: neither beyond what is left nor of
    /// another sign.
    fn step(self, upto: Money, of: Money) -> Result<Money, Rejection> {
        let reached = proportion(self.whole, upto, of)?;
        held_within(reached.checked_sub(self.given)?, self.left()?)
    }
}

/// What is nearest to a share and still a part of what is left.
fn held_within(share: Money, left: Money) -> Result<Money, Rejection> {
    Ok(match is_part(share, left) {
        true => share,
        false if share.minor().signum() == left.minor().signum() => left,
        false => Money::zero(left.currency()),
    })
}

/// The figures outside VAT: the base and every tax on it.
struct Pools {
    base: Pool,
    taxes: Vec<(TaxTotal, Pool)>,
}

impl Pools {
    /// The base and the taxes together.
    fn sum(&self, of: impl Fn(&Pool) -> Money) -> Result<Money, Rejection> {
        let taxes = self.taxes.iter().map(|(_, pool)| of(pool));
        Ok(Money::sum(self.base.whole.currency(), taxes)?.checked_add(of(&self.base))?)
    }

    /// The parts of an amount without taxes: each tax telescopes on the base.
    fn upon(self, base: Money) -> Result<(Money, Vec<TaxTotal>), Rejection> {
        let (upto, of) = (self.base.given.checked_add(base)?, self.base.whole);
        let steps = self.taxes.into_iter().map(|(tax, pool)| stepped(tax, pool, upto, of));
        Ok((base, steps.collect::<Result<_, _>>()?))
    }

    /// The parts of an amount with taxes: each telescopes on the whole, and what is no tax is base.
    /// A cent for which the base has no room lies on the taxes.
    fn within(self, amount: Money) -> Result<(Money, Vec<TaxTotal>), Rejection> {
        let of = self.sum(|pool| pool.whole)?;
        let upto = self.sum(|pool| pool.given)?.checked_add(amount)?;
        let room = self.base.left()?;
        let mut base = amount;
        let mut steps = Vec::with_capacity(self.taxes.len());
        for (tax, pool) in self.taxes {
            let tax = stepped(tax, pool, upto, of)?;
            base = base.checked_sub(tax.amount)?;
            steps.push((tax, pool.left()?));
        }
        let fits = held_within(base, room)?;
        let mut excess = base.checked_sub(fits)?;
        for (tax, left) in &mut steps {
            let moved = held_within(tax.amount.checked_add(excess)?, *left)?;
            excess = excess.checked_sub(moved.checked_sub(tax.amount)?)?;
            tax.amount = moved;
        }
        Ok((fits.checked_add(excess)?, steps.into_iter().map(|(tax, _)| tax).collect()))
    }
}

/// What of a tax falls to a step, and of what it is levied on; `left` names the latter.
fn stepped(left: TaxTotal, pool: Pool, upto: Money, of: Money) -> Result<TaxTotal, Rejection> {
    let amount = pool.step(upto, of)?;
    let base = match pool.left()? {
        nothing if nothing.is_zero() && upto == of => left.base,
        rest => proportion(left.base, amount, rest)?,
    };
    Ok(TaxTotal { base, amount, ..left })
}

impl Life {
    /// A credit of an amount, without or with VAT and other taxes, that names no line. Beside
    /// allowances and charges, or deposits that are shown, no more of the lines than of their group
    /// can be given back: what of it bears VAT lies on no line then.
    pub(super) fn spread(
        &self,
        document: &Document,
        mut progress: Progress,
        (amount, is_with_taxes): (Money, bool),
        (of, left): (&[Group], &[Group]),
    ) -> Result<Worked, Rejection> {
        let taxes_left = self.taxes_left(document)?;
        let taxes_left = taxes_left.iter().map(|tax| tax.amount);
        let taxes_left = Money::sum(document.draft.currency, taxes_left)?;
        let parts = parts_of(amount, left, |group| {
            Ok(match (is_with_taxes, is_outside(group.vat)) {
                (false, _) => group.base,
                (true, false) => group.gross()?,
                (true, true) => group.gross()?.checked_add(taxes_left)?,
            })
        })?;
        let (outside, taxed): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(vat, _)| is_outside(*vat));
        let mut groups = match is_with_taxes {
            true => self.groups_of_gross(of, left, &taxed)?,
            false => self.groups_of(of, left, &taxed)?,
        };
        let mut taxes = Vec::new();
        for (vat, part) in outside {
            let pools = self.pools(document, vat, of)?;
            let of_part = if is_with_taxes { pools.within(part) } else { pools.upon(part) };
            let (base, levied) = of_part?;
            groups.push(Group { vat, base, amount: Money::zero(base.currency()) });
            taxes.extend(levied);
        }
        groups.sort_by_key(|group| group.vat);
        let has_shares = !document.figures.adjustments.is_empty() || document.shows_deposits();
        let is_on_lines = |group: &&Group| !has_shares || is_outside(group.vat);
        let on_lines: Vec<Group> = groups.iter().filter(is_on_lines).copied().collect();
        let lines = self.spread_lines(document, &on_lines, &taxes)?;
        let (mut shared, mut goodwill) = (Vec::new(), Vec::new());
        if has_shares {
            shared = self.moved_by(document, &mut progress, &lines)?;
            goodwill = beside_lines(&progress, &shared, &mut groups)?;
        }
        let rounding = self.rounding(document, &groups, &taxes)?;
        let credit = self.credit_of(document, lines, goodwill, groups)?;
        let credit = Credit { taxes, is_spread: true, ..credit };
        Ok(Worked { credit, shared, rounding })
    }

    /// What of the document's allowances and charges, and of amounts granted before, moves with the
    /// lines: of groups that have none of their own.
    fn moved_by(
        &self,
        document: &Document,
        progress: &mut Progress,
        lines: &[CreditedLine],
    ) -> Result<Vec<Shared>, Rejection> {
        let bases = self.advance(document, lines, progress)?;
        self.shared(document, progress, bases).map(|(shared, _)| shared)
    }

    /// What was given back of groups and taxes so far.
    pub(super) fn given_back(&self) -> Since {
        Since { groups: self.groups.clone(), taxes: self.taxes.clone() }
    }

    /// The base outside VAT and its taxes, each since amounts began to be given back.
    fn pools(&self, document: &Document, vat: Vat, of: &[Group]) -> Result<Pools, Rejection> {
        let nothing = Money::zero(document.draft.currency);
        let base_of = |groups: &[Group]| {
            groups.iter().find(|group| group.vat == vat).map_or(nothing, |group| group.base)
        };
        let (groups_since, taxes_since) = match &self.spread_since {
            Some(since) => (since.groups.as_slice(), since.taxes.as_slice()),
            None => (self.groups.as_slice(), self.taxes.as_slice()),
        };
        let whole = base_of(of);
        let base = Pool::of(whole, base_of(groups_since), base_of(&self.groups))?;
        let amount_of = |taxes: &[TaxTotal], left: &TaxTotal| {
            let found = taxes.iter().find(|tax| tax.name == left.name);
            found.map_or(nothing, |tax| tax.amount)
        };
        let mut taxes = Vec::new();
        for left in self.taxes_left(document)? {
            let credited = amount_of(&self.taxes, &left);
            let whole = left.amount.checked_add(credited)?;
            let pool = Pool::of(whole, amount_of(taxes_since, &left), credited)?;
            taxes.push((left, pool));
        }
        Ok(Pools { base, taxes })
    }

    /// The bases of groups on their lines, by what is left of these. A line of no cent stands only
    /// where nothing else says what bears a VAT or a tax.
    fn spread_lines(
        &self,
        document: &Document,
        groups: &[Group],
        taxes: &[TaxTotal],
    ) -> Result<Vec<CreditedLine>, Rejection> {
        let left = self.remaining(document)?.lines;
        let lines = &document.draft.lines;
        let mut spread: Vec<CreditedLine> = left.iter().map(of_nothing).collect();
        let mut is_named: Vec<bool> = lines.iter().map(|_| false).collect();
        for group in groups {
            let is_of =
                |line: &DraftLine| line.vat == group.vat && !document.takes_off_deposit(line);
            let amounts: Vec<Money> =
                left.iter()
                    .zip(lines)
                    .map(|(rest, line)| {
                        if is_of(line) { rest.amount } else { Money::zero(rest.amount.currency()) }
                    })
                    .collect();
            let all = Money::sum(group.base.currency(), amounts.iter().copied())?;
            let share = |part| Ok(proportion(group.base, part, all)?);
            let shares = share_out(group.base, &amounts, share)?;
            for (part, share) in spread.iter_mut().zip(shares) {
                part.amount = part.amount.checked_add(share)?;
            }
            if group.base.is_zero() {
                name_first(&mut is_named, lines, is_of);
            }
        }
        for tax in taxes.iter().filter(|tax| !tax.amount.is_zero()) {
            let bears = |line: &DraftLine| line.taxes.iter().any(|one| one.name == tax.name);
            let mut of_cents = spread.iter().zip(lines).filter(|(part, _)| !part.amount.is_zero());
            if !of_cents.any(|(_, line)| bears(line)) {
                name_first(&mut is_named, lines, bears);
            }
        }
        let kept = spread.into_iter().zip(is_named);
        let kept = kept.filter(|(part, is_named)| *is_named || !part.amount.is_zero());
        Ok(kept.map(|(part, _)| part).collect())
    }
}

/// What of groups lies on no line: all of those that bear VAT, beside what moves with the lines.
fn beside_lines(
    progress: &Progress,
    shared: &[Shared],
    groups: &mut Vec<Group>,
) -> Result<Vec<Goodwill>, Rejection> {
    for share in shared {
        let nothing = Money::zero(share.amount.currency());
        if groups.iter().all(|group| group.vat != share.vat) {
            groups.push(Group { vat: share.vat, base: nothing, amount: nothing });
        }
    }
    groups.sort_by_key(|group| group.vat);
    let mut goodwill = Vec::new();
    for group in groups.iter().filter(|group| !is_outside(group.vat)) {
        let mut rest = group.base;
        for share in shared.iter().filter(|share| share.vat == group.vat) {
            rest = rest.checked_sub(share.signed())?;
        }
        if !rest.is_zero() {
            goodwill.push(progress.goodwill(group.vat, rest)?);
        }
    }
    Ok(goodwill)
}

const fn is_outside(vat: Vat) -> bool {
    matches!(vat.category(), VatCategory::O)
}

fn of_nothing(left: &super::RemainingLine) -> CreditedLine {
    let amount = Money::zero(left.amount.currency());
    CreditedLine { line: left.line.clone(), quantity: Exact::ZERO, amount }
}

fn name_first(is_named: &mut [bool], lines: &[DraftLine], is_it: impl Fn(&DraftLine) -> bool) {
    if let Some((_, is_named)) = lines.iter().zip(is_named).find(|(line, _)| is_it(line)) {
        *is_named = true;
    }
}
