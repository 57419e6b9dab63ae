//! How a subscription follows what happened. No rule of its own.

use super::contract::{ChargeKind, Contract, FailedCollection, Plan, Step, Used};
use super::event::Event;
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
        Event::Changed { charge, from, price, quantity, on } => match subscription {
            Running(contract) | Paused(contract) => {
                let Some(steps) = contract.steps.get_mut(charge) else { return broken() };
                steps.retain(|step| step.from != *from);
                let at = steps.partition_point(|step| step.from < *from);
                steps.insert(at, Step { from: *from, price: *price, quantity: *quantity });
                contract.touch(*from, *on);
            }
            Absent | Cancelled(_) => return broken(),
        },
        Event::Paused { from, on } => match core::mem::take(subscription) {
            Running(mut contract) => {
                contract.pauses.push((*from, None));
                contract.touch(*from, *on);
                *subscription = Paused(contract);
            }
            other @ (Absent | Paused(_) | Cancelled(_)) => {
                *subscription = other;
                return broken();
            }
        },
        Event::Resumed { from, on } => match core::mem::take(subscription) {
            Paused(mut contract) => {
                if let Some((paused, until)) = contract.pauses.last_mut() {
                    *until = Some(*from);
                    if *paused == *from {
                        contract.pauses.pop();
                    }
                }
                contract.touch(*from, *on);
                *subscription = Running(contract);
            }
            other @ (Absent | Running(_) | Cancelled(_)) => {
                *subscription = other;
                return broken();
            }
        },
        Event::Cancelled { end, paid_until, on } => match core::mem::take(subscription) {
            Running(mut contract) | Paused(mut contract) => {
                contract.end = Some(*end);
                contract.paid_until = Some(*paid_until);
                contract.touch(*end, *on);
                *subscription = Cancelled(contract);
            }
            other @ (Absent | Cancelled(_)) => {
                *subscription = other;
                return broken();
            }
        },
        Event::Renewed { until, on } => match subscription {
            Running(contract) | Paused(contract) => {
                let before = contract.end.unwrap_or(contract.plan.start);
                contract.end = *until;
                contract.paid_until = *until;
                contract.touch(before, *on);
            }
            Absent | Cancelled(_) => return broken(),
        },
        Event::Used { key, charge, units, on } => match subscription {
            Running(contract) | Paused(contract) | Cancelled(contract) => {
                let used = Used { charge: charge.clone(), units: *units, on: *on };
                if contract.usage.insert(key.clone(), used).is_some() {
                    return broken();
                }
                contract.touch(*on, contract.changed_on);
            }
            Absent => return broken(),
        },
        Event::Billed { until, periods, .. } => match subscription {
            Running(contract) | Paused(contract) | Cancelled(contract) => {
                for period in periods {
                    contract.billed.insert(period.from, period.parts.clone());
                }
                let latest = contract.billed_on.unwrap_or(*until);
                contract.billed_on = Some(latest.max(*until));
                contract.touched_from = None;
            }
            Absent => return broken(),
        },
        Event::AnchorReset { from, on } => match subscription {
            Running(contract) | Paused(contract) => {
                let cycle = Cycle::new(*from, contract.plan.cycle.interval);
                contract.resets.retain(|(day, _)| day < from);
                contract.resets.push((*from, cycle));
                // The period that ends there is another one too.
                contract.touch(from.plus_days(-1).unwrap_or(*from), *on);
            }
            Absent | Cancelled(_) => return broken(),
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
    }
}

impl Contract {
    /// Notes that something changed from a day on.
    fn touch(&mut self, from: Day, on: Day) {
        self.touched_from = Some(self.touched_from.map_or(from, |earlier| earlier.min(from)));
        self.changed_on = self.changed_on.max(on);
    }
}
