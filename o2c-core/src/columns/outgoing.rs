//! What goes out of columns: minor units made decimals.

use super::Rejection;
use super::incoming::Step;
use crate::money::{Currency, Exact};
use alloc::vec::Vec;

/// How minor units of a list of currencies are written as decimals of one scale.
///
/// ```
/// use o2c_core::columns::{Decimals, minor_units};
/// let currencies = ["EUR".parse()?, "JPY".parse()?];
/// let decimals = Decimals::of(3, &currencies)?;
/// assert_eq!([(1_250, 0), (900, 1)].map(|(minor, place)| decimals.figure(minor, place)), [
///     Some(12_500),
///     Some(900_000),
/// ]);
/// // The way back of what came in.
/// assert_eq!(minor_units(&[12_500, 900_000], 3, &[0, 1], &currencies, 0)?, [1_250, 900]);
/// // Cents are no whole euros.
/// let whole = Decimals::of(0, &currencies)?;
/// assert_eq!((whole.figure(1_200, 0), whole.figure(1_250, 0)), (Some(12), None));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Decimals {
    steps: Vec<Step>,
}

impl Decimals {
    /// Decimals of a scale, for amounts in any of these currencies.
    ///
    /// # Errors
    /// `money.too_many_digits` where the scale is beyond what is held exactly.
    pub fn of(scale: u32, currencies: &[Currency]) -> Result<Self, Rejection> {
        Exact::new(1, scale)?;
        // No currency is further from a scale that is held than a power of ten of 64 bits.
        let steps = currencies.iter().filter_map(|currency| Step::of(scale, *currency)).collect();
        Ok(Decimals { steps })
    }

    /// An amount in minor units of the currency at a place, as a decimal; none where the amount
    /// has more decimals than the scale, or where there is no such currency.
    #[inline]
    pub fn figure(&self, minor: i64, place: u16) -> Option<i128> {
        self.steps.get(usize::from(place))?.undone(minor)
    }
}
