//! On which day a run would write, as things stand: where credits or a least amount keep letters
//! from being written, each day on which something changes is looked at.

use super::Rejection;
use super::item::{Case, OpenItem};
use super::policy::{Policy, amount_in};
use super::propose::{Proposal, Step};
use crate::calendar::Day;
use crate::id::EntryId;
use crate::money::Money;
use alloc::collections::{BTreeMap, BTreeSet};

impl Case {
    /// Says of each step the first day on which a run would raise it: that of its delay, interval
    /// and blocks, where nothing else keeps a letter from being written.
    pub(super) fn look_ahead(
        &self,
        policy: &Policy,
        proposal: &mut Proposal,
    ) -> Result<(), Rejection> {
        if self.may_be_held(policy) {
            let raised = self.raised(policy, &proposal.steps)?;
            for step in &mut proposal.steps {
                step.changes_on = raised.get(&step.entry).copied();
            }
        }
        proposal.changes_on = proposal.steps.iter().filter_map(|step| step.changes_on).min();
        Ok(())
    }

    /// The first day on which a run would raise each item that some day would raise.
    fn raised(&self, policy: &Policy, steps: &[Step]) -> Result<BTreeMap<EntryId, Day>, Rejection> {
        let mut raised = BTreeMap::new();
        let ready = || steps.iter().filter_map(|step| step.changes_on);
        let Some(earliest) = ready().min() else { return Ok(raised) };
        if !self.may_be_written(policy)? {
            return Ok(raised);
        }
        let mut then = self.clone();
        for day in self.days_of_change(policy)?.range(earliest..) {
            if raised.len() == ready().count() {
                break;
            }
            then.as_of = *day;
            let steps = then.steps(policy)?;
            if then.to_write(policy, &steps)?.is_ok() {
                for step in steps.iter().filter(|step| step.next > step.level) {
                    raised.entry(step.entry.clone()).or_insert(*day);
                }
            }
        }
        Ok(raised)
    }

    /// Whether something but delays, intervals and blocks can keep a letter from being written.
    fn may_be_held(&self, policy: &Policy) -> bool {
        let is_least = |amounts: &[Money]| amount_in(amounts, self.currency).is_some();
        self.items.iter().any(|item| item.open.is_negative())
            || is_least(&policy.minimum)
            || policy.levels.iter().any(|level| is_least(&level.minimum))
    }

    /// Whether a letter could be written if everything were late: a day that none can be found for
    /// is not looked for.
    fn may_be_written(&self, policy: &Policy) -> Result<bool, Rejection> {
        let nothing = Money::zero(self.currency);
        let all = Money::sum(self.currency, self.items.iter().map(|item| item.open))?;
        let of_policy = amount_in(&policy.minimum, self.currency).unwrap_or(nothing);
        let least = policy
            .levels
            .iter()
            .map(|level| amount_in(&level.minimum, self.currency).unwrap_or(of_policy).minor());
        Ok(all.is_positive() && least.min().is_none_or(|least| least <= all.minor()))
    }

    /// The days on which items fall late, levels are reached, intervals end, blocks begin and end,
    /// and that of the run.
    fn days_of_change(&self, policy: &Policy) -> Result<BTreeSet<Day>, Rejection> {
        let mut days = BTreeSet::from([self.as_of]);
        for block in &self.blocks {
            days.insert(block.from);
            days.extend(block.until.map(|until| until.plus_days(1)).transpose()?);
        }
        for item in self.items.iter().filter(|item| item.open.is_positive()) {
            let grace = i64::from(policy.grace_days).saturating_add(1);
            days.insert(item.due_on.plus_days(grace)?);
            self.days_of_item(policy, item, &mut days)?;
        }
        Ok(days)
    }

    fn days_of_item(
        &self,
        policy: &Policy,
        item: &OpenItem,
        days: &mut BTreeSet<Day>,
    ) -> Result<(), Rejection> {
        let last = item.reminded_on.map(|on| (item.level, on));
        let before = self.letter_before(policy, item);
        let most = u8::try_from(policy.levels.len()).unwrap_or(u8::MAX);
        for number in item.level.saturating_add(1)..=most {
            days.extend(policy.reached_on(number, item.due_on, last)?);
            let interval = i64::from(policy.interval_of(number));
            days.extend(before.map(|before| before.plus_days(interval)).transpose()?);
        }
        Ok(())
    }
}
