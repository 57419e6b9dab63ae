//! The structured reference that a payer quotes, so that money finds its invoice by itself.

use crate::error::Path;
use crate::id::DocumentNumber;
use alloc::string::String;
use core::fmt;
use smol_str::SmolStr;

crate::rejections! {
    /// Why a payment reference is refused: number 1405.
    pub enum Rejection {
        /// The text is no structured creditor reference, or its check digits are wrong.
        Malformed = 1405 "reference.malformed" { text: String }
            => "{text:?} is no creditor reference: RF, two check digits, 1 to 21 letters or digits",
    }
}

/// A structured creditor reference (ISO 11649): `RF`, two check digits by which every single
/// mistyped or swapped character is noticed, and 1 to 21 letters or digits (rulebook 4.2 point 1).
/// Read with or without blanks and in either case, printed in capitals without blanks.
///
/// ```
/// use o2c_core::reference::CreditorReference;
/// // rulebook EX-L2.
/// assert_eq!(CreditorReference::of("539007547034")?.as_str(), "RF18539007547034");
/// let read: CreditorReference = "rf18 5390 0754 7034".parse()?;
/// assert_eq!(read.core(), "539007547034");
/// assert!("RF17539007547034".parse::<CreditorReference>().is_err(), "a wrong check digit");
/// # Ok::<(), o2c_core::reference::Rejection>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditorReference(SmolStr);

/// The most letters and digits behind the check digits.
const CORE_CHARACTERS: usize = 21;

impl CreditorReference {
    /// The reference of a text of 1 to 21 letters and digits: its check digits are worked out.
    ///
    /// # Errors
    /// `reference.malformed`.
    pub fn of(core: &str) -> Result<Self, Rejection> {
        let core = core.to_ascii_uppercase();
        if !is_core(&core) {
            return Err(malformed(&core));
        }
        // The remainder lies between 0 and 96, so the check digits lie between 02 and 98.
        let check = 98_u32.saturating_sub(remainder(core.bytes().chain(*b"RF00")));
        Ok(CreditorReference(SmolStr::new(alloc::format!("RF{check:02}{core}"))))
    }

    /// The reference that the payments of a document quote: the number's letters and digits, the
    /// last 21 of them where there are more.
    ///
    /// ```
    /// use o2c_core::reference::CreditorReference;
    /// let reference = CreditorReference::of_document(&"F2026-00017".parse()?)?;
    /// assert_eq!(reference.core(), "F202600017");
    /// assert_eq!(reference.as_str().parse::<CreditorReference>()?, reference);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reference.malformed` for a number without a single letter or digit.
    pub fn of_document(number: &DocumentNumber) -> Result<Self, Rejection> {
        Self::of_number(number.as_str())
    }

    /// The reference of a document of any house, by its number alone.
    ///
    /// # Errors
    /// As [`of_document`](Self::of_document).
    pub(crate) fn of_number(number: &str) -> Result<Self, Rejection> {
        let plain = number.chars().filter(char::is_ascii_alphanumeric);
        let plain: String = plain.collect();
        let surplus = plain.len().saturating_sub(CORE_CHARACTERS);
        Self::of(plain.get(surplus..).unwrap_or_default())
    }

    /// The reference as printed, such as `RF18539007547034`.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What stands behind the check digits.
    pub fn core(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }
}

fn is_core(text: &str) -> bool {
    (1..=CORE_CHARACTERS).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The number that letters and digits spell, A being 10 and Z 35, modulo 97.
pub(crate) fn remainder(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0_u32, |rest, byte| {
        let digit = char::from(byte).to_digit(36).unwrap_or(0);
        let shift = if digit < 10 { 10_u32 } else { 100 };
        // A rest below 97 times 100 plus 35 stays far within 32 bits.
        rest.saturating_mul(shift).saturating_add(digit).checked_rem(97).unwrap_or(0)
    })
}

fn malformed(text: &str) -> Rejection {
    Rejection::Malformed { path: Path::root(), text: text.chars().take(40).collect() }
}

impl core::str::FromStr for CreditorReference {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let plain: String = text.chars().filter(|letter| *letter != ' ').take(26).collect();
        let plain = plain.to_ascii_uppercase();
        let parts = plain.strip_prefix("RF").and_then(|rest| rest.split_at_checked(2));
        let Some((check, core)) = parts else {
            return Err(malformed(text));
        };
        let is_well_formed = check.bytes().all(|byte| byte.is_ascii_digit()) && is_core(core);
        let moved = core.bytes().chain(*b"RF").chain(check.bytes());
        if !is_well_formed || remainder(moved) != 1 {
            return Err(malformed(text));
        }
        Ok(CreditorReference(SmolStr::new(plain)))
    }
}

impl fmt::Display for CreditorReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

impl fmt::Debug for CreditorReference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), out)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for CreditorReference {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

crate::serde_from_text!(CreditorReference, "a creditor reference such as \"RF18539007547034\"");

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;

    #[test]
    fn ex_l2_references_of_the_standard() {
        // rulebook EX-L2.
        for (core, reference) in [
            ("539007547034", "RF18539007547034"),
            ("G72UUR", "RF45G72UUR"),
            ("18K5", "RF6518K5"),
            ("5000056789012345", "RF485000056789012345"),
        ] {
            assert_eq!(CreditorReference::of(core).unwrap().as_str(), reference);
            assert_eq!(reference.parse::<CreditorReference>().unwrap().core(), core);
        }
        // Another reference that holds, in the words of the examples.
        assert!("RF185390075470Y".parse::<CreditorReference>().is_ok());
        for wrong in
            ["RF17 5390 0754 7034", "RF35C4", "RF214377", "RF18", "RF", "", "18539007547034"]
        {
            assert!(wrong.parse::<CreditorReference>().is_err(), "{wrong}");
        }
        let too_long = "RF18123456789012345678901234567890";
        assert!(too_long.parse::<CreditorReference>().is_err());
        assert!(CreditorReference::of("1234567890123456789012").is_err());
        assert!(CreditorReference::of("É1").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// What is made is valid, and one character typed wrong, or two neighbours swapped, is not.
        #[test]
        fn a_slip_is_noticed(core in "[0-9]{1,21}", at in 0_usize..21, by in 1_u8..10) {
            let made = CreditorReference::of(&core).unwrap();
            prop_assert_eq!(&made.as_str().parse::<CreditorReference>().unwrap(), &made);
            let at = at % core.len();
            let mut slipped = core.clone().into_bytes();
            slipped[at] = b'0' + (slipped[at] - b'0' + by) % 10;
            let text = format!("{}{}", &made.as_str()[..4], String::from_utf8(slipped).unwrap());
            prop_assert!(text.parse::<CreditorReference>().is_err());
            let mut swapped = core.into_bytes();
            let next = (at + 1) % swapped.len();
            if swapped[at] != swapped[next] && at + 1 == next {
                swapped.swap(at, next);
                let head = &made.as_str()[..4];
                let text = format!("{head}{}", String::from_utf8(swapped).unwrap());
                prop_assert!(text.parse::<CreditorReference>().is_err());
            }
        }
    }
}
