//! Letter codes: AAA, AAB, … ZZZ, AAAA, … one sequence per account.

use super::Rejection;
use crate::error::Path;
use alloc::string::{String, ToString};
use core::fmt;

/// Letters of the alphabet.
const ALPHABET: u64 = 26;
/// Letters of the first code, `AAA`.
const SHORTEST: u32 = 3;
/// Letters that are read: more codes than an account can ever use.
const LONGEST: usize = 12;

/// The code of a letter, `AAA` first; ordered by length, then by letters (rulebook L-03).
///
/// A code is never used twice in an account, not even after its letter was dissolved. A partial
/// letter prints the same letters in lower case.
///
/// ```
/// use o2c_core::receivable::LetterCode;
/// // rulebook EX-L1
/// let next = |code: &str| code.parse::<LetterCode>().map(|code| code.successor().to_string());
/// assert_eq!([next("AAA")?, next("AAZ")?], ["AAB", "ABA"]);
/// assert_eq!([next("AZZ")?, next("ZZZ")?], ["BAA", "AAAA"]);
/// assert!("ZZZ".parse::<LetterCode>()? < "AAAA".parse::<LetterCode>()?);
/// assert_eq!(LetterCode::FIRST.partial(), "aaa");
/// # Ok::<(), o2c_core::receivable::Rejection>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LetterCode(u64);

impl LetterCode {
    /// `AAA`.
    pub const FIRST: LetterCode = LetterCode(0);

    /// The code that follows.
    #[must_use]
    pub const fn successor(self) -> Self {
        // Counted up one by one from zero, or read from twelve letters: far from 64 bits.
        LetterCode(self.0.saturating_add(1))
    }

    /// The letters in lower case, as a partial letter prints them (rulebook L-03).
    pub fn partial(self) -> String {
        self.to_string().to_ascii_lowercase()
    }
}

/// How many codes there are of a length.
const fn codes_of(length: u32) -> u64 {
    ALPHABET.saturating_pow(length)
}

impl fmt::Display for LetterCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut length) = (self.0, SHORTEST);
        while rest >= codes_of(length) {
            rest = rest.saturating_sub(codes_of(length));
            length = length.saturating_add(1);
        }
        let mut letters = String::new();
        for place in (0..length).rev() {
            let digit = rest.checked_div(codes_of(place)).unwrap_or(0);
            rest = rest.checked_rem(codes_of(place)).unwrap_or(0);
            // A digit is below 26.
            let letter = u8::try_from(digit).unwrap_or(0).saturating_add(b'A');
            letters.push(char::from(letter));
        }
        out.pad(&letters)
    }
}

impl fmt::Debug for LetterCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl core::str::FromStr for LetterCode {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let bytes = text.as_bytes();
        if !(3..=LONGEST).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_uppercase) {
            return Err(Rejection::CodeMalformed {
                path: Path::root(),
                text: text.chars().take(40).collect(),
            });
        }
        // Twelve letters stay below 26^13 < 2^64: nothing saturates.
        let mut ordinal = bytes.iter().fold(0_u64, |ordinal, letter| {
            ordinal.saturating_mul(ALPHABET).saturating_add(u64::from(letter.saturating_sub(b'A')))
        });
        let mut length = SHORTEST;
        while usize::try_from(length).is_ok_and(|length| length < bytes.len()) {
            ordinal = ordinal.saturating_add(codes_of(length));
            length = length.saturating_add(1);
        }
        Ok(LetterCode(ordinal))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for LetterCode {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.to_string())
    }
}

crate::serde_from_text!(LetterCode, "a letter code such as \"AAA\"");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// rulebook EX-L1: 26³ codes of three letters, then four.
    #[test]
    fn the_code_after_all_codes_of_three_letters_has_four() {
        assert_eq!(LetterCode(17_575).to_string(), "ZZZ");
        assert_eq!(LetterCode(17_576).to_string(), "AAAA");
    }

    #[test]
    fn reading_is_the_reverse_of_printing() {
        for ordinal in (0..2_000_000).step_by(997) {
            let code = LetterCode(ordinal);
            assert_eq!(code.to_string().parse::<LetterCode>().unwrap(), code);
        }
        for text in ["", "AA", "aaa", "AAÄ", "AAAAAAAAAAAAA", "AA1"] {
            assert!(text.parse::<LetterCode>().is_err(), "{text}");
        }
    }
}
