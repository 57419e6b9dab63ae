//! A promise: how much may leave on which day, where it comes from, and why not earlier.

use super::available::Horizon;
use super::{Policy, Rejection};
use crate::body::bodies;
use crate::calendar::{Day, Holidays};
use crate::id::ReceiptId;
use crate::money::Exact;
use alloc::vec::Vec;

/// What a part of a promise waits for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Source {
    /// Nothing: it is there and free.
    OnHand,
    /// A receipt that is expected.
    Expected {
        /// Which.
        receipt: ReceiptId,
    },
    /// Goods that are yet to be bought or made, which takes the replenishment time.
    Replenishment,
    /// Nobody knows: nothing that is known covers it.
    Unknown,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A part of a promise.
    Part {
        /// How much.
        quantity: Exact,
        /// The day it leaves; none where nothing that is known covers it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        ships_on: Option<Day>,
        /// The day it arrives.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        arrives_on: Option<Day>,
        /// What it waits for.
        source: Source,
    }
    /// A promise of a quantity: its parts in the order of their days.
    Promise {
        /// The parts.
        parts: Vec<Part>,
        /// Whether every part arrives by the requested day; nothing is late where none was asked
        /// for, except what has no day at all.
        is_on_time: bool,
    }
}

impl Promise {
    /// A promise of its parts, held against the day that was requested.
    pub(super) fn of(parts: Vec<Part>, requested_on: Option<Day>) -> Self {
        let is_on_time = parts.iter().all(|part| {
            part.arrives_on.is_some_and(|on| requested_on.is_none_or(|asked| on <= asked))
        });
        Promise { parts, is_on_time }
    }

    /// The day the last part arrives; none where a part has no day.
    pub fn arrives_on(&self) -> Option<Day> {
        let days = self.parts.iter().map(|part| part.arrives_on);
        days.collect::<Option<Vec<Day>>>()?.into_iter().max()
    }
}

/// What is known of a stock on the day a promise is asked for.
pub(super) struct Outlook<'a> {
    pub(super) horizon: Horizon,
    pub(super) on: Day,
    /// Each expected receipt that has not failed to come, by its day.
    pub(super) expected: Vec<(Day, &'a ReceiptId)>,
    /// The day from which any quantity can be bought or made.
    pub(super) replenished_on: Option<Day>,
}

impl Outlook<'_> {
    /// The days on which counts may leave, not before a day; what is found is taken at once, so
    /// that the next asks for the rest.
    pub(super) fn take(
        &mut self,
        count: i128,
        not_before: Day,
        may_split: bool,
    ) -> Vec<(i128, Option<Day>, Source)> {
        let whole = self.day_of(count, not_before);
        if !may_split || whole.as_ref().is_some_and(|(on, _)| *on == not_before) {
            return Vec::from([self.took(count, whole)]);
        }
        let mut parts = Vec::new();
        let mut left = count;
        let mut days = Vec::from([not_before]);
        days.extend(self.horizon.days_after(not_before));
        for day in days {
            let free = self.horizon.available(day).min(left);
            let is_replenished = self.replenished_on.is_some_and(|on| on <= day);
            if free <= 0 || is_replenished {
                continue;
            }
            let found = self.day_of(free, day);
            parts.push(self.took(free, found));
            left = left.saturating_sub(free);
        }
        if left > 0 {
            let rest = self.day_of(left, not_before);
            parts.push(self.took(left, rest));
        }
        parts
    }

    /// The earliest day for a count, and what it waits for.
    fn day_of(&self, count: i128, not_before: Day) -> Option<(Day, Source)> {
        let bought_on = self.replenished_on.map(|on| on.max(not_before));
        match (self.horizon.first_day(count, not_before), bought_on) {
            (Some(on), bought_on) if bought_on.is_none_or(|bought_on| on <= bought_on) => {
                Some((on, self.source_of(count)))
            }
            (_, bought_on) => bought_on.map(|on| (on, Source::Replenishment)),
        }
    }

    /// What makes a count available at its earliest: what is there, or the receipt of that day.
    fn source_of(&self, count: i128) -> Source {
        match self.horizon.first_day(count, self.on) {
            Some(first) if first > self.on => {
                let receipt = self.expected.iter().find(|(on, _)| *on == first);
                receipt.map_or(Source::OnHand, |(_, receipt)| Source::Expected {
                    receipt: ReceiptId::clone(receipt),
                })
            }
            Some(_) | None => Source::OnHand,
        }
    }

    fn took(&mut self, count: i128, found: Option<(Day, Source)>) -> (i128, Option<Day>, Source) {
        let (on, source) = match found {
            Some((on, source)) => (Some(on), source),
            None => (None, Source::Unknown),
        };
        match source {
            // What is bought for a promise is no one else's, and takes nothing from anybody.
            Source::Replenishment => {}
            Source::OnHand | Source::Expected { .. } | Source::Unknown => {
                self.horizon.take(on.unwrap_or(Day::MAX), count);
            }
        }
        (count, on, source)
    }
}

impl Policy {
    /// The day goods that leave on a day arrive.
    pub(super) fn arrives_on(&self, ships_on: Day, holidays: &Holidays) -> Result<Day, Rejection> {
        Ok(holidays.plus_business_days(ships_on, i16::from(self.delivery_days))?)
    }

    /// The last day to leave for goods that are to arrive by a day, or today where that is over.
    pub(super) fn ships_by(
        &self,
        requested_on: Option<Day>,
        on: Day,
        holidays: &Holidays,
    ) -> Result<Day, Rejection> {
        let Some(requested_on) = requested_on else {
            return Ok(on);
        };
        let back = i16::from(self.delivery_days).saturating_neg();
        Ok(holidays.plus_business_days(requested_on, back)?.max(on))
    }
}
