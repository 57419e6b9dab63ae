//! How orders flow: durations of their steps, rework, and where holds come from.

use super::{HoldKind, Timeline};
use crate::calendar::Day;
use crate::id::Text;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// How long something took, in days, over many orders. The median and the ninth decile are
/// durations that occurred: of `n` in order, those at the places `n / 2` and `9 n / 10`, rounded
/// up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Durations {
    /// How many there are.
    pub count: usize,
    /// The shortest.
    pub least: i32,
    /// Half of them took no longer.
    pub median: i32,
    /// Nine of ten took no longer.
    pub ninth_decile: i32,
    /// The longest.
    pub most: i32,
}

impl Durations {
    /// What days come to; none where there are none.
    ///
    /// ```
    /// use o2c_core::order::Durations;
    /// let days = Durations::of(vec![3, 1, 2, 10]).expect("there are four");
    /// assert_eq!((days.least, days.median, days.ninth_decile, days.most), (1, 2, 10, 10));
    /// ```
    pub fn of(mut days: Vec<i32>) -> Option<Self> {
        days.sort_unstable();
        let count = days.len();
        // No memory holds so many days that nine times their number is beyond a count.
        let place = |tenths: usize| count.saturating_mul(tenths).div_ceil(10).saturating_sub(1);
        Some(Durations {
            count,
            least: *days.first()?,
            median: *days.get(place(5))?,
            ninth_decile: *days.get(place(9))?,
            most: *days.last()?,
        })
    }
}

/// A step of the life of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FlowStep {
    /// From the offer to the order.
    QuoteToOrder,
    /// From the order to its acceptance.
    OrderToConfirmation,
    /// From the acceptance to the first goods that left.
    ConfirmationToShipment,
    /// From the first goods that left to the last.
    FirstToLastShipment,
    /// From the last goods that left to the last invoice.
    ShipmentToInvoice,
}

/// The holds of one kind and code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HoldOrigin {
    /// What they are about.
    pub kind: HoldKind,
    /// What the firm calls them.
    pub code: Text,
    /// How many were set.
    pub set: usize,
    /// How many orders they held.
    pub orders: usize,
    /// How many stood from the day of the order on; the others were set later.
    pub from_the_start: usize,
    /// How many still stand.
    pub standing: usize,
    /// How long those stood that do not stand any more.
    pub days: Option<Durations>,
    /// Who released how many, the busiest first.
    pub released_by: Vec<(Text, usize)>,
}

/// How orders flow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Flow {
    /// How many orders.
    pub orders: usize,
    /// How long each step took, where it was taken.
    pub steps: Vec<(FlowStep, Durations)>,
    /// How many orders were amended, and how often in all.
    pub amended: (usize, u64),
    /// How many orders left in more than one shipment.
    pub in_parts: usize,
    /// How many orders were held at some time.
    pub held: usize,
    /// Where holds come from, kind by kind.
    pub holds: Vec<HoldOrigin>,
}

#[derive(Default)]
struct Holds {
    set: usize,
    orders: usize,
    from_the_start: usize,
    standing: usize,
    days: Vec<i32>,
    released_by: BTreeMap<Text, usize>,
}

/// How the orders of these lives flow, as seen on a day: a hold whose last day is to come stands.
pub fn flow(timelines: &[Timeline], on: Day) -> Flow {
    let mut steps: BTreeMap<FlowStep, Vec<i32>> = BTreeMap::new();
    let mut holds: BTreeMap<(HoldKind, Text), Holds> = BTreeMap::new();
    let mut amendments = 0_u64;
    for timeline in timelines {
        // As many amendments fit in no memory.
        amendments = amendments.saturating_add(u64::from(timeline.amendments));
        for (step, days) in steps_of(timeline) {
            steps.entry(step).or_default().push(days);
        }
        gather_holds(timeline, on, &mut holds);
    }
    let count = |is: fn(&Timeline) -> bool| timelines.iter().filter(|life| is(life)).count();
    let steps = steps.into_iter();
    Flow {
        orders: timelines.len(),
        steps: steps.filter_map(|(step, days)| Some((step, Durations::of(days)?))).collect(),
        amended: (count(|life| life.amendments > 0), amendments),
        in_parts: count(|life| life.shipments > 1),
        held: count(|life| !life.holds.is_empty()),
        holds: holds.into_iter().map(|((kind, code), found)| found.told(kind, code)).collect(),
    }
}

/// The steps that one order has taken, in days.
fn steps_of(timeline: &Timeline) -> impl Iterator<Item = (FlowStep, i32)> {
    let days = &timeline.milestones;
    let ends = [
        (FlowStep::QuoteToOrder, days.quoted_on, days.placed_on),
        (FlowStep::OrderToConfirmation, days.placed_on, days.confirmed_on),
        (FlowStep::ConfirmationToShipment, days.confirmed_on, days.first_shipped_on),
        (FlowStep::FirstToLastShipment, days.first_shipped_on, days.last_shipped_on),
        (FlowStep::ShipmentToInvoice, days.last_shipped_on, days.last_invoiced_on),
    ];
    ends.into_iter().filter_map(|(step, from, until)| Some((step, from?.days_until(until?))))
}

fn gather_holds(timeline: &Timeline, on: Day, holds: &mut BTreeMap<(HoldKind, Text), Holds>) {
    let mut seen: Vec<(HoldKind, &Text)> = Vec::new();
    for span in &timeline.holds {
        let found = holds.entry((span.hold.kind, span.hold.code.clone())).or_default();
        // Counts of what is in memory.
        found.set = found.set.saturating_add(1);
        if !seen.contains(&(span.hold.kind, &span.hold.code)) {
            seen.push((span.hold.kind, &span.hold.code));
            found.orders = found.orders.saturating_add(1);
        }
        if span.is_from_the_start {
            found.from_the_start = found.from_the_start.saturating_add(1);
        }
        match span.ended_on.filter(|ended_on| *ended_on <= on) {
            Some(ended_on) => found.days.push(span.set_on.days_until(ended_on)),
            None => found.standing = found.standing.saturating_add(1),
        }
        if !span.released_by.is_empty() {
            let count = found.released_by.entry(span.released_by.clone()).or_default();
            *count = count.saturating_add(1);
        }
    }
}

impl Holds {
    fn told(self, kind: HoldKind, code: Text) -> HoldOrigin {
        let mut released_by: Vec<(Text, usize)> = self.released_by.into_iter().collect();
        released_by.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
        HoldOrigin {
            kind,
            code,
            set: self.set,
            orders: self.orders,
            from_the_start: self.from_the_start,
            standing: self.standing,
            days: Durations::of(self.days),
            released_by,
        }
    }
}
