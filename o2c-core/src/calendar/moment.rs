//! The two axes of time: when something counts, and when it became known.

use super::Day;
use crate::body::bodies;

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// When something counts and when it became known.
    Moment {
        /// The day it counts from.
        on: Day,
        /// The day it became known.
        recorded_on: Day,
    }
}

impl Moment {
    /// Whether it is seen at the end of a day; with `known_at`, as one knew it at the end of that
    /// day.
    ///
    /// ```
    /// use o2c_core::calendar::Moment;
    /// let late = Moment { on: "2026-01-31".parse()?, recorded_on: "2026-02-03".parse()? };
    /// assert!(late.is_seen("2026-01-31".parse()?, None));
    /// assert!(!late.is_seen("2026-01-31".parse()?, Some("2026-02-02".parse()?)));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    pub fn is_seen(self, day: Day, known_at: Option<Day>) -> bool {
        self.on <= day && known_at.is_none_or(|known_at| self.recorded_on <= known_at)
    }
}
