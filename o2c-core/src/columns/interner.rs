//! Dense numbers for the caller's texts.

use super::Rejection;
use crate::error::Path;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};
use hashbrown::HashMap;
use smol_str::SmolStr;

/// Numbers texts 0, 1, 2 ... in order of first sight, so that a text is hashed once and columns
/// hold plain numbers.
///
/// ```
/// use o2c_core::columns::Interner;
/// let mut customers = Interner::new();
/// assert_eq!(customers.number_of("north")?, 0);
/// assert_eq!(customers.number_of("south")?, 1);
/// assert_eq!(customers.number_of("north")?, 0);
/// assert_eq!(customers.known("east"), None);
/// assert_eq!(customers.texts().collect::<Vec<_>>(), ["north", "south"]);
/// # Ok::<(), o2c_core::columns::Rejection>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Interner {
    /// Texts of at most 16 bytes, as most are. Looked up, never iterated: the order of a hash
    /// table is no order.
    short: HashMap<Short, u32>,
    long: HashMap<SmolStr, u32>,
    texts: Vec<SmolStr>,
}

/// A text of at most 16 bytes as two numbers: its first eight bytes and its last, which overlap in
/// a text that is shorter; with its length no two texts are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Short {
    first: u64,
    last: u64,
    length: u32,
}

impl Short {
    #[inline]
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (first, last) = match bytes.len() {
            8..=16 => (
                u64::from_le_bytes(*bytes.first_chunk()?),
                u64::from_le_bytes(*bytes.last_chunk()?),
            ),
            4..8 => (
                u32::from_le_bytes(*bytes.first_chunk()?).into(),
                u32::from_le_bytes(*bytes.last_chunk()?).into(),
            ),
            0..4 => {
                let places = bytes.iter().rev();
                (places.fold(0, |packed, byte| packed << 8 | u64::from(*byte)), 0)
            }
            _ => return None,
        };
        // At most 16.
        Some(Short { first, last, length: u32::try_from(bytes.len()).unwrap_or(u32::MAX) })
    }
}

impl Hash for Short {
    /// One number of 128 bits is hashed in one step; the length rarely tells texts apart.
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let first = self.first ^ u64::from(self.length).rotate_right(8);
        hasher.write_u128(u128::from(first) << 64 | u128::from(self.last));
    }
}

impl Interner {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of a text, given out at first sight.
    ///
    /// # Errors
    /// `columns.too_many_texts` once 2^32 texts are numbered.
    #[inline]
    pub fn number_of(&mut self, text: &str) -> Result<u32, Rejection> {
        match self.known(text) {
            Some(number) => Ok(number),
            None => self.numbered(text),
        }
    }

    /// The number of a text that was seen before.
    #[inline]
    pub fn known(&self, text: &str) -> Option<u32> {
        match Short::of(text) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(text).copied(),
        }
    }

    /// The next number, for a text that was not seen before.
    fn numbered(&mut self, text: &str) -> Result<u32, Rejection> {
        let count = self.texts.len();
        let number = u32::try_from(count)
            .map_err(|_| Rejection::TooManyTexts { path: Path::root(), count })?;
        let kept = SmolStr::new(text);
        match Short::of(text) {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(kept.clone(), number),
        };
        self.texts.push(kept);
        Ok(number)
    }

    /// The text of a number.
    pub fn text_of(&self, number: u32) -> Option<&str> {
        let place = usize::try_from(number).ok()?;
        self.texts.get(place).map(SmolStr::as_str)
    }

    /// The numbers in the order of their texts, compared byte by byte.
    pub fn sorted(&self) -> Vec<u32> {
        let mut keyed: Vec<(u64, u64, u32)> = Vec::with_capacity(self.texts.len());
        // There are no more texts than numbers.
        for (number, text) in (0..).zip(&self.texts) {
            keyed.push((beginning(text, 0), beginning(text, 8), number));
        }
        // Two numbers are compared sooner than two texts.
        keyed.sort_unstable();
        let is_alike =
            |one: &(u64, u64, u32), two: &(u64, u64, u32)| (one.0, one.1) == (two.0, two.1);
        for alike in keyed.chunk_by_mut(is_alike).filter(|alike| alike.len() > 1) {
            alike.sort_unstable_by_key(|keyed| self.text_of(keyed.2));
        }
        keyed.into_iter().map(|keyed| keyed.2).collect()
    }

    /// How many different texts were seen.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether no text was seen.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(SmolStr::as_str)
    }
}

/// Eight bytes of a text from a place on, zeros where it ends, as a number of the same order.
fn beginning(text: &str, from: usize) -> u64 {
    let bytes = text.as_bytes().get(from..).unwrap_or_default();
    match bytes.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => {
            let padded = bytes.iter().copied().chain(core::iter::repeat(0)).take(8);
            padded.fold(0, |packed, byte| packed << 8 | u64::from(byte))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    /// Texts of every length around those where another way of keeping them begins, of few
    /// different characters, and with characters of several bytes.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[abc]{0,3}", "[a\u{0}]{0,20}", "[aé€]{0,9}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn numbers_follow_first_sight(texts in prop::collection::vec(text(), 0..60)) {
            let mut interner = Interner::new();
            let mut seen: Vec<&String> = Vec::new();
            for text in &texts {
                let number = interner.number_of(text).unwrap();
                if !seen.contains(&text) {
                    seen.push(text);
                }
                let place = seen.iter().position(|known| *known == text).unwrap();
                prop_assert_eq!(usize::try_from(number).unwrap(), place);
                prop_assert_eq!(interner.text_of(number), Some(text.as_str()));
                prop_assert_eq!(interner.known(text), Some(number));
            }
            prop_assert!(interner.texts().eq(seen.iter().map(|text| text.as_str())));
            prop_assert_eq!(interner.is_empty(), texts.is_empty());
            let sorted = interner.sorted();
            seen.sort();
            let sorted = sorted.into_iter().map(|number| interner.text_of(number).unwrap());
            prop_assert!(sorted.eq(seen.iter().map(|text| text.as_str())));
        }
    }
}
