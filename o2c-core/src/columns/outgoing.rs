//! What goes out of columns: minor units made decimals.

use super::Rejection;
use super::incoming::{Step, only_one};
use crate::money::{Currency, Exact};
use alloc::vec::Vec;

/// How minor units of a list of currencies are written as decimals of one scale.
///
/// ```
/// use o2c_core::columns::{Decimals, minor_units};
/// let currencies = ["EUR".parse()?, "JPY".parse()?];
/// let decimals = Decimals::of(3, &currencies)?;
/// assert_eq!(decimals.figures(&[1_250, 900], &[0, 1]), Some(vec![12_500, 900_000]));
/// // The way back of what came in.
/// assert_eq!(minor_units(&[12_500, 900_000], 3, &[0, 1], &currencies, 0)?, [1_250, 900]);
/// // Cents are no whole euros.
/// let whole = Decimals::of(0, &currencies)?;
/// assert_eq!(whole.figures(&[1_200], &[0]), Some(vec![12]));
/// assert_eq!(whole.figures(&[1_200, 1_250], &[0, 0]), None);
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

    /// Amounts in minor units, each in the currency whose place stands beside it, as decimals; none
    /// where one has more decimals than the scale, or where there is no such currency.
    pub fn figures(&self, minors: &[i64], places: &[u16]) -> Option<Vec<i128>> {
        let step_at = |place: u16| self.steps.get(usize::from(place)).copied();
        // Most columns are of one currency, and of its own decimals.
        if let Some(Step::Same) = only_one(places).and_then(step_at) {
            return Some(minors.iter().copied().map(i128::from).collect());
        }
        let figure = |(minor, place): (&i64, &u16)| step_at(*place)?.undone(*minor);
        minors.iter().zip(places).map(figure).collect()
    }
}
