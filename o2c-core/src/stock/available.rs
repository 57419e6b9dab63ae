//! What may be promised from which day on: supply less demand over time, and the least of it that
//! any later day leaves (rulebook O-14).

use super::Rejection;
use crate::body::bodies;
use crate::calendar::Day;
use crate::money::Exact;
use alloc::vec::Vec;

/// Supply less what is promised, as a step function of time, in whole numbers of one unit.
///
/// ```
/// use o2c_core::calendar::Day;
/// use o2c_core::stock::Horizon;
/// let may = |day| Day::new(2026, 5, day);
/// // rulebook EX-O2: supply 40, 30 and 60; 50 are promised for the 12th.
/// let moves = [(may(1)?, 40), (may(10)?, 30), (may(20)?, 60), (may(12)?, -50)];
/// let mut horizon = Horizon::new(moves);
/// let free = [1, 10, 12, 20].map(|day| may(day).map(|day| horizon.available(day)));
/// assert_eq!(free, [Ok(20), Ok(20), Ok(20), Ok(80)]);
/// // Who asks for 30 waits for the 20th; once promised, they are gone.
/// assert_eq!(horizon.first_day(30, may(1)?), Some(may(20)?));
/// horizon.take(may(20)?, 30);
/// assert_eq!(horizon.available(may(20)?), 50);
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Horizon {
    /// Ascending days, none twice.
    steps: Vec<Step>,
}

/// A day on which something moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    on: Day,
    /// All that came in up to the day, less all that was promised up to it.
    level: i128,
    /// The lowest level of this day and every later one.
    free: i128,
}

impl Horizon {
    /// The step function of movements in any order: supply above zero, demand below.
    ///
    /// Each magnitude is at most 10^28: a figure of 18 digits in units of its tenth decimal. So the
    /// sum of as many as fit into memory stays within 128 bits.
    pub fn new(moves: impl IntoIterator<Item = (Day, i128)>) -> Self {
        let mut steps: Vec<Step> =
            moves.into_iter().map(|(on, moved)| Step { on, level: moved, free: 0 }).collect();
        steps.sort_unstable_by_key(|step| step.on);
        steps.dedup_by(|next, step| {
            let is_same_day = next.on == step.on;
            if is_same_day {
                step.level = step.level.saturating_add(next.level);
            }
            is_same_day
        });
        let mut level = 0_i128;
        for step in &mut steps {
            level = level.saturating_add(step.level);
            step.level = level;
        }
        let mut horizon = Horizon { steps };
        horizon.look_ahead(usize::MAX);
        horizon
    }

    /// Works out again what is free up to a place: later ones do not look back.
    fn look_ahead(&mut self, upto: usize) {
        let later = upto.saturating_add(1);
        let mut lowest = self.steps.get(later).map_or(i128::MAX, |step| step.free);
        for step in self.steps.iter_mut().take(later).rev() {
            lowest = lowest.min(step.level);
            step.free = lowest;
        }
    }

    /// The place of the last step that is not after a day.
    fn place(&self, day: Day) -> Option<usize> {
        self.steps.partition_point(|step| step.on <= day).checked_sub(1)
    }

    /// What may be promised for a day without breaking any other promise; below zero where more
    /// is promised than ever comes in.
    pub fn available(&self, day: Day) -> i128 {
        match self.place(day) {
            Some(place) => {
                // The level of the last step lasts up to the next one, which has its own.
                self.steps.get(place).map_or(0, |step| step.free)
            }
            None => self.steps.first().map_or(0, |step| step.free.min(0)),
        }
    }

    /// The earliest day, not before another, for which a quantity may be promised.
    pub fn first_day(&self, quantity: i128, not_before: Day) -> Option<Day> {
        if self.available(not_before) >= quantity {
            return Some(not_before);
        }
        // Looking ahead from later, less stands in the way: what is free never falls.
        let after = self.steps.partition_point(|step| step.on <= not_before);
        let later = self.steps.get(after..).unwrap_or_default();
        later.get(later.partition_point(|step| step.free < quantity)).map(|step| step.on)
    }

    /// Promises a quantity for a day.
    pub fn take(&mut self, day: Day, quantity: i128) {
        let place = self.steps.partition_point(|step| step.on < day);
        if self.steps.get(place).is_none_or(|step| step.on != day) {
            let before = place.checked_sub(1).and_then(|place| self.steps.get(place));
            let level = before.map_or(0, |step| step.level);
            self.steps.insert(place, Step { on: day, level, free: level });
            self.look_ahead(place);
        }
        for step in self.steps.iter_mut().skip(place) {
            step.level = step.level.saturating_sub(quantity);
            step.free = step.free.saturating_sub(quantity);
        }
        if let Some(before) = place.checked_sub(1) {
            self.look_ahead(before);
        }
    }

    /// The days on which something moves, after a day, oldest first.
    pub(super) fn days_after(&self, day: Day) -> impl Iterator<Item = Day> {
        self.steps.iter().map(|step| step.on).filter(move |on| *on > day)
    }
}

/// The step in which figures are counted: that of the figure with the most decimals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grain(Exact);

impl Grain {
    pub(crate) fn of(figures: impl IntoIterator<Item = Exact>) -> Result<Self, Rejection> {
        let places = figures.into_iter().map(Exact::places).max().unwrap_or(0);
        Ok(Grain(Exact::new(1, u32::from(places))?))
    }

    /// A figure of no more decimals, counted in this step.
    pub(crate) fn count(self, figure: Exact) -> i128 {
        figure.common(self.0).0
    }

    /// The figure of a count.
    pub(crate) fn figure(self, count: i128) -> Result<Exact, Rejection> {
        Ok(Exact::new(count, u32::from(self.0.places()))?)
    }
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// How much on which day.
    Dated {
        /// The day.
        on: Day,
        /// How much, above zero.
        quantity: Exact,
    }
    /// What comes in, what is promised, and the days asked for (rulebook O-14).
    Availability {
        /// What is there and what is expected.
        supply: Vec<Dated>,
        /// What is promised.
        demand: Vec<Dated>,
        /// The days for which is asked what may be promised.
        days: Vec<Day>,
    }
}

impl Availability {
    /// What may be promised for each of the days, in their order.
    ///
    /// ```
    /// use o2c_core::stock::{Availability, Dated};
    /// let dated = |on: &str, quantity: &str| {
    ///     Ok::<_, o2c_core::error::Error>(Dated { on: on.parse()?, quantity: quantity.parse()? })
    /// };
    /// let asked = Availability {
    ///     supply: vec![dated("2026-05-01", "40")?, dated("2026-05-10", "30")?],
    ///     demand: vec![dated("2026-05-12", "50")?],
    ///     days: vec!["2026-05-01".parse()?],
    /// };
    /// assert_eq!(asked.figures()?, ["20".parse()?]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `stock.quantity_not_positive`; `money.too_many_digits`.
    pub fn figures(&self) -> Result<Vec<Exact>, Rejection> {
        for (list, rows) in [("supply", &self.supply), ("demand", &self.demand)] {
            for (index, row) in rows.iter().enumerate() {
                super::positive(row.quantity).map_err(|no| no.inside_index(list, index))?;
            }
        }
        let rows = || self.supply.iter().chain(&self.demand);
        let grain = Grain::of(rows().map(|row| row.quantity))?;
        let supply = self.supply.iter().map(|row| (row.on, grain.count(row.quantity)));
        let demand = self.demand.iter().map(|row| (row.on, grain.count(row.quantity.negated())));
        let horizon = Horizon::new(supply.chain(demand));
        self.days.iter().map(|day| grain.figure(horizon.available(*day))).collect()
    }
}
