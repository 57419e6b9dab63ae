//! Dense numbers for the caller's texts.

use super::Rejection;
use crate::error::Path;
use alloc::vec::Vec;
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
    /// Looked up, never iterated: the order of a hash table is no order.
    numbers: HashMap<SmolStr, u32>,
    texts: Vec<SmolStr>,
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
    pub fn number_of(&mut self, text: &str) -> Result<u32, Rejection> {
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        let count = self.texts.len();
        let number = u32::try_from(count)
            .map_err(|_| Rejection::TooManyTexts { path: Path::root(), count })?;
        let text = SmolStr::new(text);
        self.numbers.insert(text.clone(), number);
        self.texts.push(text);
        Ok(number)
    }

    /// The number of a text that was seen before.
    pub fn known(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The text of a number.
    pub fn text_of(&self, number: u32) -> Option<&str> {
        let place = usize::try_from(number).ok()?;
        self.texts.get(place).map(SmolStr::as_str)
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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn numbers_follow_first_sight(texts in prop::collection::vec("[abc]{0,3}", 0..60)) {
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
        }
    }
}
