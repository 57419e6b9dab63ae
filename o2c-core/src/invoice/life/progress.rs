//! How far the lines of a document were given back: what telescopes along with them.

use super::{Goodwill, Life, LineLife};
use crate::invoice::{Document, DraftLine, Rejection};
use crate::money::{Exact, Money, telescope, telescope_minor};
use crate::pricing::LineAmounts;
use crate::tax::Vat;
use alloc::collections::BTreeMap;

/// What a line of a document without value weighs.
const ALIKE: i64 = 1_000_000;

/// How far a VAT group, or a whole document, was given back, in minor units of its lines. Lines
/// below zero weigh by their magnitude, so that what is given back never runs backwards.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Steps {
    pub(super) before: i128,
    pub(super) after: i128,
    pub(super) whole: i128,
}

impl Steps {
    /// What falls to this step of an amount that is given back along with the lines, all of it
    /// since `since` of them had been.
    pub(super) fn share(self, amount: Money, since: i128) -> Result<Money, Rejection> {
        // Progress only grows, so nothing is below where it was.
        let upto = |figure: i128| figure.saturating_sub(since).max(0);
        match upto(self.whole) {
            0 => Ok(Money::zero(amount.currency())),
            whole => Ok(telescope(amount, upto(self.before), upto(self.after), whole)?),
        }
    }
}

/// How far a document was given back, by VAT group and as a whole.
#[derive(Debug)]
pub(super) struct Progress {
    is_worthless: bool,
    groups: BTreeMap<Vat, Steps>,
    document: Steps,
}

impl Progress {
    /// How far a document was given back before a credit.
    pub(super) fn of(life: &Life, document: &Document) -> Result<Self, Rejection> {
        let (lines, figures) = (&document.draft.lines, &document.figures);
        let is_worthless = figures.lines.iter().all(|line| line.net.is_zero());
        let mut progress =
            Progress { is_worthless, groups: BTreeMap::new(), document: Steps::default() };
        // What deposits took off bears nothing of the sale's allowances and charges.
        let of_lines = lines.iter().zip(&figures.lines);
        let mut of_lines = of_lines.filter(|(line, _)| !document.takes_off_deposit(line));
        of_lines.try_for_each(|(line, amounts)| {
            let untouched = LineLife::untouched(Money::zero(amounts.net.currency()));
            let so_far = life.lines.get(&line.id).unwrap_or(&untouched);
            let whole = i128::from(progress.weight(amounts));
            let before = progress.reached(line, so_far)?;
            let group = progress.groups.entry(line.vat).or_default();
            for steps in [group, &mut progress.document] {
                // Weights are below 10^18, and a document has far fewer than 10^20 lines.
                steps.whole = steps.whole.saturating_add(whole);
                steps.before = steps.before.saturating_add(before);
                steps.after = steps.after.saturating_add(before);
            }
            Ok::<(), Rejection>(())
        })?;
        Ok(progress)
    }

    const fn weight(&self, amounts: &LineAmounts) -> i64 {
        if self.is_worthless { ALIKE } else { amounts.net.magnitude().minor() }
    }

    /// How much of its weight was given back of a line.
    fn reached(&self, line: &DraftLine, so_far: &LineLife) -> Result<i128, Rejection> {
        if !self.is_worthless {
            return Ok(i128::from(so_far.amount.magnitude().minor()));
        }
        let [part, whole] = Exact::in_one_unit([so_far.quantity, line.quantity.figure()]);
        Ok(i128::from(telescope_minor(ALIKE, 0, part, whole)?))
    }

    /// A line moves on.
    pub(super) fn step(
        &mut self,
        line: &DraftLine,
        before: &LineLife,
        after: &LineLife,
    ) -> Result<(), Rejection> {
        let moved = self.reached(line, after)?.saturating_sub(self.reached(line, before)?);
        let group = self.groups.entry(line.vat).or_default();
        for steps in [group, &mut self.document] {
            steps.after = steps.after.saturating_add(moved);
        }
        Ok(())
    }

    /// A part of a VAT group that is given back now and lies on no line.
    pub(super) fn goodwill(&self, vat: Vat, amount: Money) -> Result<Goodwill, Rejection> {
        let since = Money::from_wide(self.steps(vat).after, amount.currency())?;
        Ok(Goodwill { vat, amount, since })
    }

    /// How far what bears a VAT was given back: with the lines of its group, or where these have
    /// no value with those of the whole document.
    pub(super) fn steps(&self, vat: Vat) -> Steps {
        match self.groups.get(&vat) {
            Some(steps) if steps.whole > 0 => *steps,
            Some(_) | None => self.document,
        }
    }
}
