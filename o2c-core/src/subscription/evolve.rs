//! How a subscription follows what happened. No rule of its own.

use super::contract::{ChargeKind, Contract, FailedCollection, Plan, Step, Unbilled, Used};
use super::event::{BilledOf, Event};
use super::{Cycle, Subscription};
use crate::calendar::Day;
use crate::machine::BrokenHistory;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

pub(super) fn evolve(subscription: &mut Subscription, event: &Event) -> Result<(), BrokenHistory> {
    use Subscription::{Absent, Cancelled, Paused, Running};
    let state = subscription.state();
    let broken = || {
        let reason = format!("{} cannot follow where it is {state}", event.name());
        Err(BrokenHistory::new("subscription", reason))
    };
    match event {
        Event::Started(plan) => match subscription {
            Absent => *subscription = Running(Box::new(agreed(plan))),
            Running(_) | Paused(_) | Cancelled(_) => return broken(),
        },
        Event::Changed { .. } | Event::AnchorReset { .. } | Event::Renewed { .. } => {
            let fits = match subscription {
                Running(contract) | Paused(contract) => contract.follow(event),
                Absent | Cancelled(_) => false,
            };
            if !fits {
                return broken();
            }
        }
        Event::Used { .. } => {
            let fits = match subscription {
                Running(contract) | Paused(contract) | Cancelled(contract) => {
                    contract.follow(event)
                }
                Absent => false,
            };
            if !fits {
                return broken();
            }
        }
        Event::Paused { .. } => match core::mem::take(subscription) {
            Running(mut contract) => {
                contract.follow(event);
                *subscription = Paused(contract);
            }
            other @ (Absent | Paused(_) | Cancelled(_)) => {
                *subscription = other;
                return broken();
            }
        },
        Event::Resumed { .. } => match core::mem::take(subscription) {
            Paused(mut contract) => {
                contract.follow(event);
                *subscription = Running(contract);
            }
            other @ (Absent | Running(_) | Cancelled(_)) => {
                *subscription = other;
                return broken();
            }
        },
        Event::Cancelled { .. } => match core::mem::take(subscription) {
            Running(mut contract) | Paused(mut contract) => {
                contract.follow(event);
                *subscription = Cancelled(contract);
            }
            other @ (Absent | Cancelled(_)) => {
                *subscription = other;
                return broken();
            }
        },
        Event::Billed { until, periods, .. } => match subscription {
            Running(contract) | Paused(contract) | Cancelled(contract) => {
                contract.was_billed(*until, periods);
            }
            Absent => return broken(),
        },
        Event::CollectionFailed { document, reason, retry_on, on, .. } => match subscription {
            Running(contract) | Paused(contract) | Cancelled(contract) => {
                let failed =
                    FailedCollection { on: *on, reason: reason.clone(), retry_on: *retry_on };
                contract.failed.entry(document.clone()).or_default().push(failed);
            }
            Absent => return broken(),
        },
    }
    Ok(())
}

/// A subscription as it was agreed.
fn agreed(plan: &Plan) -> Contract {
    let mut steps = BTreeMap::new();
    for charge in &plan.charges {
        if let ChargeKind::Recurring(recurring) = &charge.kind {
            let (price, quantity) = (recurring.price, recurring.quantity);
            let step = Step { from: plan.start, price, quantity };
            steps.insert(charge.id.clone(), Vec::from([step]));
        }
    }
    Contract {
        plan: plan.clone(),
        steps,
        pauses: Vec::new(),
        end: plan.end,
        paid_until: plan.end,
        usage: BTreeMap::new(),
        billed: BTreeMap::new(),
        billed_on: None,
        touched_from: None,
        changed_on: plan.start,
        resets: Vec::new(),
        failed: BTreeMap::new(),
        unbilled: None,
    }
}

impl Contract {
    /// Follows a change, and keeps what was before it until that is billed; false where it does not
    /// fit.
    fn follow(&mut self, event: &Event) -> bool {
        let kept = self.unbilled.take();
        let before = || Box::new(Unbilled { before: self.clone(), changes: Vec::new() });
        let mut kept = kept.unwrap_or_else(before);
        kept.changes.push(event.clone());
        let fits = self.change(event);
        self.unbilled = Some(kept);
        fits
    }

    /// Follows a change; false where it does not fit.
    pub(super) fn change(&mut self, event: &Event) -> bool {
        match event {
            Event::Changed { charge, from, price, quantity, on } => {
                let Some(steps) = self.steps.get_mut(charge) else { return false };
                steps.retain(|step| step.from != *from);
                let at = steps.partition_point(|step| step.from < *from);
                steps.insert(at, Step { from: *from, price: *price, quantity: *quantity });
                self.touch(*from, *on);
            }
            Event::Paused { from, on } => {
                self.pauses.push((*from, None));
                self.touch(*from, *on);
            }
            Event::Resumed { from, on } => {
                if let Some((paused, until)) = self.pauses.last_mut() {
                    *until = Some(*from);
                    if *paused == *from {
                        self.pauses.pop();
                    }
                }
                self.touch(*from, *on);
            }
            Event::Cancelled { end, paid_until, on } => {
                self.end = Some(*end);
                self.paid_until = Some(*paid_until);
                self.touch(*end, *on);
            }
            Event::Renewed { until, on } => {
                let before = self.end.unwrap_or(self.plan.start);
                self.end = *until;
                self.paid_until = *until;
                self.touch(before, *on);
            }
            Event::Used { key, charge, units, on, .. } => {
                let used = Used { charge: charge.clone(), units: *units, on: *on };
                self.touch(*on, self.changed_on);
                return self.usage.insert(key.clone(), used).is_none();
            }
            Event::AnchorReset { from, on } => {
                let cycle = Cycle::new(*from, self.plan.cycle.interval);
                self.resets.retain(|(day, _)| day < from);
                self.resets.push((*from, cycle));
                // The period that ends there is another one too.
                self.touch(from.plus_days(-1).unwrap_or(*from), *on);
            }
            Event::Started(_) | Event::Billed { .. } | Event::CollectionFailed { .. } => {}
        }
        true
    }

    /// Notes what was billed: the changes asked for by then are part of it, later ones are not.
    fn was_billed(&mut self, until: Day, periods: &[BilledOf]) {
        self.note_billed(until, periods);
        let Some(kept) = self.unbilled.take() else { return };
        let Unbilled { mut before, changes } = *kept;
        let is_later = |change: &Event| change.asked_on().is_some_and(|on| on > until);
        let (later, known): (Vec<Event>, Vec<Event>) = changes.into_iter().partition(is_later);
        if later.is_empty() {
            return;
        }
        for change in &known {
            before.change(change);
        }
        before.note_billed(until, periods);
        for change in &later {
            let from = change.counts_from().unwrap_or(self.plan.start);
            self.touch(from.plus_days(-1).unwrap_or(from), self.changed_on);
        }
        self.unbilled = Some(Box::new(Unbilled { before, changes: later }));
    }

    fn note_billed(&mut self, until: Day, periods: &[BilledOf]) {
        for period in periods {
            self.billed.insert(period.from, period.parts.clone());
        }
        self.billed_on = Some(self.billed_on.unwrap_or(until).max(until));
        self.touched_from = None;
    }

    /// Notes that something changed from a day on.
    fn touch(&mut self, from: Day, on: Day) {
        self.touched_from = Some(self.touched_from.map_or(from, |earlier| earlier.min(from)));
        self.changed_on = self.changed_on.max(on);
    }
}
