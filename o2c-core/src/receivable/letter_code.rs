//! Letter codes: AAA, AAB, … ZZZ, AAAA, … one sequence per account, unless the firm says otherwise.

use super::{AccountKey, Rejection};
use crate::error::Path;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// Characters that codes may be made of, in their order: the capital letters, then the digits.
const CHARACTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// How many they are.
const BASE: u64 = 36;
/// Characters of the first code where nothing is said, `AAA`.
const SHORTEST: u8 = 3;
/// Characters that are read: more codes than an account can ever use.
const LONGEST: usize = 12;

/// The code of a letter, `AAA` first; ordered by length, then by characters, digits after letters
/// (rulebook L-03).
///
/// A code is never used twice in an account, not even after its letter was dissolved. A partial
/// letter prints the same letters in lower case; both are read.
///
/// ```
/// use o2c_core::receivable::LetterCode;
/// // rulebook EX-L1
/// let next = |code: &str| code.parse::<LetterCode>().map(|code| code.successor().to_string());
/// assert_eq!([next("AAA")?, next("AAZ")?], ["AAB", "ABA"]);
/// assert_eq!([next("AZZ")?, next("ZZZ")?], ["BAA", "AAAA"]);
/// assert!("ZZZ".parse::<LetterCode>()? < "AAAA".parse::<LetterCode>()?);
/// assert_eq!(LetterCode::FIRST.partial(), "aaa");
/// assert_eq!("aaa".parse::<LetterCode>()?, LetterCode::FIRST);
/// # Ok::<(), o2c_core::receivable::Rejection>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LetterCode(u64);

impl LetterCode {
    /// `AAA`.
    // Behind 36 codes of one character and 36 times 36 of two.
    pub const FIRST: LetterCode = LetterCode(1_332);

    /// The code that follows where codes are made of the capital letters.
    #[must_use]
    pub fn successor(self) -> Self {
        LetterCodes::default().after(self)
    }

    /// The letters in lower case, as a partial letter prints them (rulebook L-03).
    pub fn partial(self) -> String {
        self.to_string().to_ascii_lowercase()
    }

    /// The places of its characters among all characters.
    fn places(self) -> Vec<u64> {
        let (mut rest, mut length) = (self.0, 1_u32);
        while rest >= codes_of(length) {
            rest = rest.saturating_sub(codes_of(length));
            length = length.saturating_add(1);
        }
        let place = |power: u32| {
            let shifted = rest.checked_div(codes_of(power)).unwrap_or(0);
            shifted.checked_rem(BASE).unwrap_or(0)
        };
        (0..length).rev().map(place).collect()
    }

    /// The code of characters by their places; none of none.
    fn of_places(places: &[u64]) -> Self {
        // Twelve characters stay below 36^13 < 2^68; of as many codes as fit in memory nothing
        // comes near it.
        let ordinal = places
            .iter()
            .fold(0_u64, |ordinal, place| ordinal.saturating_mul(BASE).saturating_add(*place));
        let shorter = (1_u32..).take(places.len().saturating_sub(1)).map(codes_of);
        LetterCode(shorter.fold(ordinal, u64::saturating_add))
    }
}

/// How many codes there are of a length.
const fn codes_of(length: u32) -> u64 {
    BASE.saturating_pow(length)
}

impl fmt::Display for LetterCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let character = |place: u64| {
            let place = usize::try_from(place).ok()?;
            CHARACTERS.get(place).map(|character| char::from(*character))
        };
        let letters: String = self.places().into_iter().filter_map(character).collect();
        out.pad(&letters)
    }
}

impl fmt::Debug for LetterCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The place of a character among all characters.
fn place_of(character: u8) -> Option<u64> {
    let place = CHARACTERS.iter().position(|known| *known == character.to_ascii_uppercase())?;
    u64::try_from(place).ok()
}

impl core::str::FromStr for LetterCode {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let bytes = text.as_bytes();
        // All capitals, or all small: what a balanced and a partial letter print.
        let is_one_case =
            !bytes.iter().any(u8::is_ascii_lowercase) || !bytes.iter().any(u8::is_ascii_uppercase);
        let places: Option<Vec<u64>> = bytes.iter().map(|letter| place_of(*letter)).collect();
        match places {
            Some(places) if (1..=LONGEST).contains(&places.len()) && is_one_case => {
                Ok(LetterCode::of_places(&places))
            }
            Some(_) | None => Err(Rejection::CodeMalformed {
                path: Path::root(),
                text: text.chars().take(40).collect(),
            }),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for LetterCode {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.to_string())
    }
}

crate::serde_from_text!(LetterCode, "a letter code such as \"AAA\"");

/// What codes are made of: capital letters and digits, each once, in this order (rulebook L-03).
///
/// ```
/// use o2c_core::receivable::Alphabet;
/// let plain: Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ".parse()?;
/// assert_eq!(plain.to_string(), "ABCDEFGHJKLMNPQRSTUVWXYZ");
/// assert!("BA".parse::<Alphabet>().is_err());
/// # Ok::<(), o2c_core::receivable::Rejection>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alphabet(u64);

impl Default for Alphabet {
    /// The 26 capital letters.
    fn default() -> Self {
        Alphabet(0x03ff_ffff)
    }
}

impl Alphabet {
    /// The first character from a place on.
    fn from(self, place: u64) -> Option<u64> {
        (place..BASE).find(|place| self.holds(*place))
    }

    fn holds(self, place: u64) -> bool {
        u32::try_from(place)
            .ok()
            .and_then(|place| self.0.checked_shr(place))
            .is_some_and(|bits| bits & 1 == 1)
    }
}

impl fmt::Display for Alphabet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let characters = (0..).zip(CHARACTERS).filter(|(place, _)| self.holds(*place));
        out.pad(&characters.map(|(_, character)| char::from(*character)).collect::<String>())
    }
}

impl fmt::Debug for Alphabet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl core::str::FromStr for Alphabet {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let bytes = text.as_bytes();
        let is_known = |letter: &u8| !letter.is_ascii_lowercase() && place_of(*letter).is_some();
        let places: Vec<u64> = bytes.iter().filter_map(|letter| place_of(*letter)).collect();
        let begins = bytes.first().is_some_and(u8::is_ascii_uppercase);
        let is_ordered = places.is_sorted_by(|one, next| one < next);
        if !begins || places.len() < 2 || !is_ordered || !bytes.iter().all(is_known) {
            return Err(Rejection::AlphabetMalformed {
                path: Path::root(),
                text: text.chars().take(40).collect(),
            });
        }
        let bit =
            |place: &u64| u32::try_from(*place).ok().and_then(|place| 1_u64.checked_shl(place));
        Ok(Alphabet(places.iter().filter_map(bit).fold(0, |all, one| all | one)))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Alphabet {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.to_string())
    }
}

crate::serde_from_text!(Alphabet, "letters and digits such as \"ABCDEFGHJKLMNPQRSTUVWXYZ\"");

/// Within what a code is used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum LetterScope {
    /// One sequence for each customer and currency.
    #[default]
    Account,
    /// One sequence for each customer, whatever the currency.
    Customer,
    /// One sequence for the whole company.
    Company,
}

impl LetterScope {
    /// Whether two accounts draw from one sequence.
    pub fn is_shared(self, one: &AccountKey, other: &AccountKey) -> bool {
        match self {
            LetterScope::Account => one == other,
            LetterScope::Customer => one.holder == other.holder,
            LetterScope::Company => true,
        }
    }
}

/// How the codes of letters are made (rulebook L-03).
///
/// ```
/// use o2c_core::receivable::{LetterCodes, Rejection};
/// let codes = LetterCodes { alphabet: "ABC12".parse()?, shortest: 2, ..LetterCodes::default() };
/// assert_eq!(codes.first().to_string(), "AA");
/// let next = |code: &str| Ok::<_, Rejection>(codes.after(code.parse()?).to_string());
/// assert_eq!([next("AC")?, next("A2")?, next("22")?], ["A1", "BA", "AAA"]);
/// # Ok::<(), Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
pub struct LetterCodes {
    /// What they are made of.
    pub alphabet: Alphabet,
    /// How many characters the first code has, from 1 to 6; more or fewer count as these.
    pub shortest: u8,
    /// Within what a code is used once.
    pub scope: LetterScope,
}

impl Default for LetterCodes {
    fn default() -> Self {
        LetterCodes {
            alphabet: Alphabet::default(),
            shortest: SHORTEST,
            scope: LetterScope::default(),
        }
    }
}

impl LetterCodes {
    /// Whether nothing is said of them.
    pub fn is_by_default(&self) -> bool {
        *self == LetterCodes::default()
    }

    /// The first code.
    pub fn first(&self) -> LetterCode {
        self.lowest(usize::from(self.shortest.clamp(1, 6)))
    }

    /// The lowest code of a length.
    fn lowest(&self, length: usize) -> LetterCode {
        let first = self.alphabet.from(0).unwrap_or(0);
        LetterCode::of_places(&alloc::vec![first; length])
    }

    /// The code that follows another.
    pub fn after(&self, code: LetterCode) -> LetterCode {
        let mut places = code.places();
        let first = self.alphabet.from(0).unwrap_or(0);
        for place in places.iter_mut().rev() {
            if let Some(next) = self.alphabet.from(place.saturating_add(1)) {
                *place = next;
                return LetterCode::of_places(&places);
            }
            *place = first;
        }
        self.lowest(places.len().saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;

    fn code(text: &str) -> LetterCode {
        text.parse().unwrap()
    }

    /// rulebook EX-L1: 26³ codes of three letters, then four.
    #[test]
    fn the_code_after_all_codes_of_three_letters_has_four() {
        let (mut next, mut count) = (LetterCode::FIRST, 1);
        while next != code("ZZZ") {
            (next, count) = (next.successor(), count + 1);
        }
        assert_eq!((count, next.successor()), (17_576, code("AAAA")));
    }

    #[test]
    fn reading_is_the_reverse_of_printing() {
        for ordinal in (0..5_000_000).step_by(997) {
            let one = LetterCode(ordinal);
            assert_eq!(code(&one.to_string()), one);
            assert_eq!(code(&one.partial()), one);
        }
        assert_eq!(
            (LetterCode::FIRST, code("999999999999").to_string()),
            (code("AAA"), "9".repeat(12))
        );
        for text in ["", "AaA", "AAÄ", "AAAAAAAAAAAAA", "AA-", "A A"] {
            assert!(text.parse::<LetterCode>().is_err(), "{text}");
        }
    }

    /// Alphabets of other ledgers: AAA … AAZ, AA0 … AA9, ABA …
    #[test]
    fn codes_follow_the_alphabet_and_rise() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".parse().unwrap();
        let codes = LetterCodes { alphabet, ..LetterCodes::default() };
        let after = |text: &str| codes.after(code(text)).to_string();
        assert_eq!(
            ["AAY", "AAZ", "AA0", "AA9", "A99", "999"].map(after),
            ["AAZ", "AA0", "AA1", "ABA", "BAA", "AAAA"]
        );
        let few = LetterCodes { alphabet: "AC9".parse().unwrap(), shortest: 1, ..codes };
        let mut all = alloc::vec![few.first()];
        for _ in 0..38 {
            all.push(few.after(*all.last().unwrap()));
        }
        assert!(all.is_sorted_by(|one, next| one < next));
        // Three of one character, nine of two, and the last of three.
        assert_eq!(all.last().unwrap().to_string(), "999");
        for text in ["", "A", "BA", "AA", "0A", "01", "Ab", "A-"] {
            assert!(text.parse::<Alphabet>().is_err(), "{text}");
        }
    }
}
