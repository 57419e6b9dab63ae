//! Dense numbers for the caller's whole-number keys.

use super::Rejection;
use crate::error::Path;
use alloc::vec::Vec;
use hashbrown::HashMap;

/// Numbers keys 0, 1, 2 ... in order of first sight, as [`Interner`](super::Interner) numbers
/// texts.
///
/// ```
/// use o2c_core::columns::Keys;
/// let mut customers = Keys::new();
/// assert_eq!(customers.numbers_of(&[4711, 17, 4711])?, [0, 1, 0]);
/// assert_eq!(customers.numbers_of(&[17, i64::MIN])?, [1, 2]);
/// assert_eq!(customers.key_of(1), Some(17));
/// # Ok::<(), o2c_core::columns::Rejection>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// Looked up, never iterated: the order of a hash table is no order.
    numbers: HashMap<i64, u32>,
    keys: Vec<i64>,
}

/// A list of places is made for keys that lie close together: this many for each of them.
const SPREAD: usize = 4;
/// No number: there are fewer keys.
const UNSEEN: u32 = u32::MAX;

impl Keys {
    /// No key yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The numbers of keys, given out at first sight.
    ///
    /// # Errors
    /// `columns.too_many_texts` once 2^32 - 1 keys are numbered.
    pub fn numbers_of(&mut self, keys: &[i64]) -> Result<Vec<u32>, Rejection> {
        let mut numbers = Vec::with_capacity(keys.len());
        let (lowest, mut places) = places_for(keys);
        for key in keys {
            // Keys and places are of one span: nothing wraps where there is a place.
            let place = usize::try_from(key.wrapping_sub(lowest)).unwrap_or(usize::MAX);
            numbers.push(match places.get_mut(place) {
                Some(known) if *known != UNSEEN => *known,
                Some(known) => {
                    *known = self.number_of(*key)?;
                    *known
                }
                None => self.number_of(*key)?,
            });
        }
        Ok(numbers)
    }

    fn number_of(&mut self, key: i64) -> Result<u32, Rejection> {
        if let Some(number) = self.numbers.get(&key) {
            return Ok(*number);
        }
        let count = self.keys.len();
        let number = u32::try_from(count).ok().filter(|number| *number != UNSEEN);
        let number = number.ok_or(Rejection::TooManyTexts { path: Path::root(), count })?;
        self.numbers.insert(key, number);
        self.keys.push(key);
        Ok(number)
    }

    /// The key of a number.
    pub fn key_of(&self, number: u32) -> Option<i64> {
        self.keys.get(usize::try_from(number).ok()?).copied()
    }

    /// The numbers in the order of their keys.
    pub fn sorted(&self) -> Vec<u32> {
        // There are no more keys than numbers.
        let mut keyed: Vec<(i64, u32)> = self.keys.iter().copied().zip(0..).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// The keys in the order of their numbers.
    pub fn keys(&self) -> &[i64] {
        &self.keys
    }
}

/// A place for every whole number from the lowest key to the highest, where that is not many more
/// than there are keys: a key is found there without a hash.
fn places_for(keys: &[i64]) -> (i64, Vec<u32>) {
    let (Some(lowest), Some(highest)) = (keys.iter().min(), keys.iter().max()) else {
        return (0, Vec::new());
    };
    let span = highest.checked_sub(*lowest).and_then(|span| usize::try_from(span).ok());
    let most = keys.len().saturating_mul(SPREAD);
    match span.and_then(|span| span.checked_add(1)).filter(|count| *count <= most) {
        Some(count) => (*lowest, alloc::vec![UNSEEN; count]),
        None => (*lowest, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn keys_are_numbered_in_the_order_of_first_sight(
            near in prop::collection::vec(-9..9_i64, 0..60),
            far in any::<[i64; 3]>(),
            at in 0..60_usize,
        ) {
            let mut all = near.clone();
            all.splice(at.min(near.len())..at.min(near.len()), far);
            let mut keys = Keys::new();
            let mut seen: Vec<i64> = Vec::new();
            for some in [&near, &all] {
                for (key, number) in some.iter().zip(keys.numbers_of(some).unwrap()) {
                    if !seen.contains(key) {
                        seen.push(*key);
                    }
                    let place = seen.iter().position(|known| known == key).unwrap();
                    prop_assert_eq!(usize::try_from(number).unwrap(), place);
                    prop_assert_eq!(keys.key_of(number), Some(*key));
                }
            }
            prop_assert_eq!(keys.keys(), &seen[..]);
            let sorted: Vec<_> = keys.sorted().into_iter().map(|one| keys.key_of(one)).collect();
            prop_assert!(sorted.is_sorted());
            prop_assert_eq!(sorted.len(), seen.len());
        }
    }
}
