//! The buckets of an ageing, what age counts from, and where credits go.

use super::Rejection;
use crate::bounds::{AGEING_BOUNDS, AGEING_DAYS};
use crate::calendar::Day;
use crate::error::Path;
use alloc::string::String;
use alloc::vec::Vec;

/// The bounds between buckets in days, each the last day of its bucket: 30, 60, 90 unless chosen
/// otherwise, which makes *not due* (age 0 and below), 1-30, 31-60, 61-90 and beyond 90 (rulebook
/// K-01). Buckets are contiguous; without any bound there is one, beyond 0.
///
/// ```
/// use o2c_core::ageing::Buckets;
/// use o2c_core::error::Refusal;
/// let buckets = Buckets::new(&[15, 45])?;
/// assert_eq!(buckets.labels(), ["not due", "1-15", "16-45", ">45"]);
/// assert_eq!([0, 1, 15, 16, 46].map(|age| buckets.place_of(age)), [0, 1, 1, 2, 3]);
/// assert_eq!(Buckets::new(&[30, 30]).unwrap_err().code(), "ageing.bounds_not_increasing");
/// # Ok::<(), o2c_core::ageing::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Buckets {
    bounds: Vec<u32>,
}

impl Buckets {
    /// Buckets between bounds: days above zero, each greater than the one before.
    ///
    /// # Errors
    /// `ageing.too_many_bounds`; `ageing.bound_out_of_range` and `ageing.bounds_not_increasing`
    /// with the bound's place.
    pub fn new(bounds: &[u32]) -> Result<Self, Rejection> {
        if bounds.len() > AGEING_BOUNDS {
            return Err(Rejection::TooManyBounds {
                path: Path::root(),
                count: bounds.len(),
                most: AGEING_BOUNDS,
            });
        }
        let mut before = 0;
        for (index, bound) in bounds.iter().copied().enumerate() {
            let path = Path::index("bounds", index);
            if !(1..=AGEING_DAYS).contains(&bound) {
                return Err(Rejection::BoundOutOfRange { path, bound, longest: AGEING_DAYS });
            }
            if bound <= before {
                return Err(Rejection::BoundsNotIncreasing { path, bound, before });
            }
            before = bound;
        }
        Ok(Buckets { bounds: bounds.to_vec() })
    }

    /// The bounds in days.
    pub fn bounds(&self) -> &[u32] {
        &self.bounds
    }

    /// How many buckets there are, *not due* not counted: one more than bounds.
    pub fn count(&self) -> usize {
        self.bounds.len().saturating_add(1)
    }

    /// Where an age in days stands: 0 is not due, 1 the first bucket, and so on.
    pub fn place_of(&self, age: i64) -> usize {
        if age <= 0 {
            return 0;
        }
        let passed = |bound: &&u32| i64::from(**bound) < age;
        self.bounds.iter().filter(passed).count().saturating_add(1)
    }

    /// The names of the places, from *not due* to the oldest bucket.
    pub fn labels(&self) -> Vec<String> {
        let mut first = 1_u32;
        let mut labels = Vec::with_capacity(self.count().saturating_add(1));
        labels.push(String::from("not due"));
        for bound in &self.bounds {
            labels.push(alloc::format!("{first}-{bound}"));
            // A bound is at most a century of days.
            first = bound.saturating_add(1);
        }
        labels.push(alloc::format!(">{}", self.bounds.last().unwrap_or(&0)));
        labels
    }
}

impl Default for Buckets {
    fn default() -> Self {
        Buckets { bounds: [30, 60, 90].to_vec() }
    }
}

/// What is read is checked: bounds that do not increase are refused.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Buckets {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Buckets::new(&Vec::deserialize(input)?)
            .map_err(|refusal| serde::de::Error::custom(crate::error::in_serde(&refusal)))
    }
}

/// Which day the age of an item counts from (rulebook K-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Basis {
    /// The due day; an item without one is due on its document's day.
    #[default]
    DueDate,
    /// The document's day.
    DocumentDate,
}

impl Basis {
    /// The day an item's age counts from.
    pub fn age_from(self, document_on: Day, due_on: Option<Day>) -> Day {
        match self {
            Basis::DueDate => due_on.unwrap_or(document_on),
            Basis::DocumentDate => document_on,
        }
    }
}

/// Where credits stand: payments not applied and credit notes (rulebook K-03). The total is the
/// same under each policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CreditPolicy {
    /// In a column of their own.
    #[default]
    Separate,
    /// Each in the bucket of its own day.
    OwnDate,
    /// Taken off the oldest items of the same customer and currency; what is left over stays in
    /// the column of credits.
    OldestFirst,
}
