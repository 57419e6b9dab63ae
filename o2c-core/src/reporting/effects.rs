//! What a step that comes late does to the next one.

use super::{ProcessStep, Rejection, days};
use crate::id::Text;
use crate::money::{Exact, Ratio};
use crate::order::Durations;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// How long the next step waits where the one before it was late, and where it was not. Late is
/// what took longer than the median of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DelayEffect {
    /// The step that the first wait begins with.
    pub before: Text,
    /// The step that was late or not.
    pub step: Text,
    /// The next step.
    pub next: Text,
    /// The longest wait for the step that is not late.
    pub median_days: i32,
    /// How often the step was late.
    pub late: u64,
    /// How often it was not.
    pub in_time: u64,
    /// How many days the next step took on average where it was late.
    pub days_after_late: Option<Exact>,
    /// The same where it was not.
    pub days_after_in_time: Option<Exact>,
    /// How many days more it took after a late one; none where one of the two is missing.
    pub more_days: Option<Exact>,
}

/// Two waits of one case, one after the other.
type Waits = (i32, i32);

/// The waits of all cases, by three steps that follow each other.
#[derive(Default)]
pub(super) struct Followed<'a>(BTreeMap<[&'a Text; 3], Vec<Waits>>);

impl<'a> Followed<'a> {
    /// Takes in the steps of a case, in the order of their days.
    pub(super) fn add(&mut self, steps: &[&'a ProcessStep]) {
        for three in steps.windows(3) {
            if let [from, step, next] = three {
                let waits = (from.on.days_until(step.on), step.on.days_until(next.on));
                let names = [&from.activity, &step.activity, &next.activity];
                self.0.entry(names).or_default().push(waits);
            }
        }
    }

    /// The effects, by the names of the steps.
    pub(super) fn told(self) -> Result<Vec<DelayEffect>, Rejection> {
        self.0.into_iter().map(|(names, waits)| effect(names, &waits)).collect()
    }
}

fn effect([before, step, next]: [&Text; 3], waits: &[Waits]) -> Result<DelayEffect, Rejection> {
    let first = waits.iter().map(|(first, _)| *first).collect();
    let median_days = Durations::of(first).unwrap_or_default().median;
    let of = |is_late: bool| {
        let after = waits.iter().filter(|(first, _)| (*first > median_days) == is_late);
        let (count, sum) = after.fold((0_u64, 0_i64), |(count, sum), (_, second)| {
            (count.saturating_add(1), sum.saturating_add(i64::from(*second)))
        });
        (count, Ratio::new(sum.into(), count.into()))
    };
    let ((late, after_late), (in_time, after_in_time)) = (of(true), of(false));
    let more = after_late.zip(after_in_time).and_then(|(late, in_time)| late.minus(in_time));
    Ok(DelayEffect {
        before: before.clone(),
        step: step.clone(),
        next: next.clone(),
        median_days,
        late,
        in_time,
        days_after_late: days(after_late)?,
        days_after_in_time: days(after_in_time)?,
        more_days: days(more)?,
    })
}
