//! Which way cases take, how long each step makes them wait, and what is done twice.

use super::effects::Followed;
use super::{DelayEffect, Rejection, days, percent};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::Text;
use crate::money::{Exact, Ratio};
use crate::order::Durations;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What happened, case by case.
    ProcessCases {
        /// The cases, such as orders.
        cases: Vec<ProcessCase>,
    }
    /// What happened in one case, in the order in which it became known.
    ProcessCase {
        /// Which case.
        case: Text,
        /// What happened.
        steps: Vec<ProcessStep>,
    }
    /// One thing that happened.
    ProcessStep {
        /// What, such as `placed` or `shipped`.
        activity: Text,
        /// The day it counts.
        on: Day,
    }
}

/// How the cases went.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProcessFigures {
    /// How many cases there are.
    pub cases: u64,
    /// How many days a case takes from its first step to its last, on average.
    pub days: Option<Exact>,
    /// Cases in which a step was taken more than once, in percent.
    pub rework: Option<Exact>,
    /// What happens, by name.
    pub activities: Vec<ActivityFigures>,
    /// What follows what: first those on which all cases together waited longest.
    pub transitions: Vec<TransitionFigures>,
    /// The ways cases take, the most frequent first.
    pub variants: Vec<Variant>,
    /// What a late step does to the next one, by the names of the steps.
    pub effects: Vec<DelayEffect>,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ActivityFigures {
    /// Its name.
    pub activity: Text,
    /// In how many cases it happens.
    pub cases: u64,
    /// How often it happens.
    pub times: u64,
    /// In how many cases it happens more than once.
    pub repeated: u64,
}

/// One step that follows another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TransitionFigures {
    /// What happened first.
    pub from: Text,
    /// What happened next.
    pub to: Text,
    /// How often.
    pub times: u64,
    /// How many days lie between them on average.
    pub mean_days: Option<Exact>,
    /// Half of them took at most so many days.
    pub median_days: i32,
    /// Nine of ten took at most so many days.
    pub ninth_decile_days: i32,
    /// The longest took so many days.
    pub longest_days: i32,
    /// How many days all of them took together.
    pub total_days: i64,
}

/// How long something took, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LeadTime {
    /// How often it is known.
    pub times: u64,
    /// How many days it took on average.
    pub mean_days: Option<Exact>,
    /// Half took at most so many days.
    pub median_days: Option<i32>,
    /// Nine of ten took at most so many days.
    pub ninth_decile_days: Option<i32>,
    /// The longest took so many days.
    pub longest_days: Option<i32>,
}

impl LeadTime {
    /// What days come to; nothing where there are none.
    ///
    /// ```
    /// use o2c_core::reporting::LeadTime;
    /// let told = LeadTime::of(vec![3, 1, 2, 10])?;
    /// assert_eq!(told.mean_days.map(|days| days.to_string()), Some("4".into()));
    /// assert_eq!((told.median_days, told.ninth_decile_days), (Some(2), Some(10)));
    /// assert_eq!(LeadTime::of(vec![])?.mean_days, None);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range` beyond anything that fits in memory.
    pub fn of(waited: Vec<i32>) -> Result<Self, Rejection> {
        let total = total(&waited);
        let times = u64::try_from(waited.len()).unwrap_or(u64::MAX);
        let durations = Durations::of(waited);
        Ok(LeadTime {
            times,
            mean_days: days(Ratio::new(total.into(), times.into()))?,
            median_days: durations.map(|of| of.median),
            ninth_decile_days: durations.map(|of| of.ninth_decile),
            longest_days: durations.map(|of| of.most),
        })
    }
}

/// Days of 32 bits, as many as fit in memory, stay within 64.
fn total(waited: &[i32]) -> i64 {
    waited.iter().fold(0_i64, |sum, one| sum.saturating_add((*one).into()))
}

/// A way that cases take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Variant {
    /// The steps.
    pub activities: Vec<Text>,
    /// How many cases take it.
    pub cases: u64,
    /// The same in percent of all.
    pub percent: Option<Exact>,
}

/// What is counted of one activity.
#[derive(Default)]
struct Counted {
    cases: u64,
    times: u64,
    repeated: u64,
}

impl ProcessCases {
    /// How the cases went. Within a case steps follow each other by their days, and on one day in
    /// the order in which they became known.
    ///
    /// ```
    /// use o2c_core::reporting::{ProcessCase, ProcessCases, ProcessStep};
    /// let step = |activity: &str, on: &str| ProcessStep {
    ///     activity: activity.parse().expect("a text"),
    ///     on: on.parse().expect("a day"),
    /// };
    /// let case = |case: &str, steps| ProcessCase { case: case.parse().expect("a text"), steps };
    /// let cases = ProcessCases { cases: vec![
    ///     case("O-1", vec![step("placed", "2026-01-05"), step("shipped", "2026-01-08")]),
    ///     case("O-2", vec![step("placed", "2026-01-05"), step("shipped", "2026-01-10")]),
    /// ] };
    /// let figures = cases.figures()?;
    /// let bottleneck = &figures.transitions[0];
    /// assert_eq!((bottleneck.times, bottleneck.longest_days), (2, 5));
    /// assert_eq!(bottleneck.mean_days.map(|days| days.to_string()), Some("4".into()));
    /// assert_eq!(figures.variants.len(), 1);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range` beyond anything that fits in memory.
    pub fn figures(&self) -> Result<ProcessFigures, Rejection> {
        let mut activities: BTreeMap<&Text, Counted> = BTreeMap::new();
        let mut waits: BTreeMap<(&Text, &Text), Vec<i32>> = BTreeMap::new();
        let mut variants: BTreeMap<Vec<&Text>, u64> = BTreeMap::new();
        let mut followed = Followed::default();
        let (mut reworked, mut lasted) = (0_u64, 0_i64);
        for case in &self.cases {
            let mut steps: Vec<&ProcessStep> = case.steps.iter().collect();
            steps.sort_by_key(|step| step.on);
            for pair in steps.windows(2) {
                if let [from, to] = pair {
                    let waited = from.on.days_until(to.on);
                    waits.entry((&from.activity, &to.activity)).or_default().push(waited);
                    lasted = lasted.saturating_add(i64::from(waited));
                }
            }
            followed.add(&steps);
            if count(&steps, &mut activities) {
                reworked = reworked.saturating_add(1);
            }
            let way = steps.iter().map(|step| &step.activity).collect();
            let taken = variants.entry(way).or_default();
            *taken = taken.saturating_add(1);
        }
        let all = u64::try_from(self.cases.len()).unwrap_or(u64::MAX);
        let share = |part: u64| percent(Ratio::whole(part.into()), Ratio::whole(all.into()));
        Ok(ProcessFigures {
            cases: all,
            days: days(Ratio::new(lasted.into(), all.into()))?,
            rework: share(reworked)?,
            activities: activities
                .into_iter()
                .map(|(activity, Counted { cases, times, repeated })| ActivityFigures {
                    activity: activity.clone(),
                    cases,
                    times,
                    repeated,
                })
                .collect(),
            transitions: transitions(waits)?,
            variants: ordered(variants)
                .into_iter()
                .map(|(way, cases)| {
                    let activities = way.into_iter().cloned().collect();
                    Ok(Variant { activities, cases, percent: share(cases)? })
                })
                .collect::<Result<_, Rejection>>()?,
            effects: followed.told()?,
        })
    }
}

/// Counts the steps of a case; true where one was taken more than once.
fn count<'a>(steps: &[&'a ProcessStep], activities: &mut BTreeMap<&'a Text, Counted>) -> bool {
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for step in steps {
        let counted = activities.entry(&step.activity).or_default();
        counted.times = counted.times.saturating_add(1);
        if seen.insert(&step.activity) {
            counted.cases = counted.cases.saturating_add(1);
        } else if twice.insert(&step.activity) {
            counted.repeated = counted.repeated.saturating_add(1);
        }
    }
    !twice.is_empty()
}

fn transitions(
    waits: BTreeMap<(&Text, &Text), Vec<i32>>,
) -> Result<Vec<TransitionFigures>, Rejection> {
    let mut rows = Vec::with_capacity(waits.len());
    for ((from, to), waited) in waits {
        let total_days = total(&waited);
        let lead = LeadTime::of(waited)?;
        rows.push(TransitionFigures {
            from: from.clone(),
            to: to.clone(),
            times: lead.times,
            mean_days: lead.mean_days,
            median_days: lead.median_days.unwrap_or(0),
            ninth_decile_days: lead.ninth_decile_days.unwrap_or(0),
            longest_days: lead.longest_days.unwrap_or(0),
            total_days,
        });
    }
    // Stable: where the days are the same, the names decide.
    rows.sort_by_key(|row| core::cmp::Reverse(row.total_days));
    Ok(rows)
}

/// The most frequent first; where two are as frequent, by their steps.
fn ordered(variants: BTreeMap<Vec<&Text>, u64>) -> Vec<(Vec<&Text>, u64)> {
    let mut ordered: Vec<_> = variants.into_iter().collect();
    ordered.sort_by_key(|(_, cases)| core::cmp::Reverse(*cases));
    ordered
}
