//! What makes two commands the same: a fingerprint of their content.

use super::Command;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use siphasher::sip128::{Hasher128, SipHasher13};

/// A 128-bit fingerprint of a command's content, the same on every machine.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of all that a command says, except its id and the day it became known.
    pub fn of(command: &Command) -> Self {
        let mut content = Portable(Vec::with_capacity(CONTENT_BYTES));
        command.effective_on.hash(&mut content);
        command.posting_on.hash(&mut content);
        command.action.hash(&mut content);
        Fingerprint(content.hasher().finish128().as_u128())
    }
}

/// The content of most commands has fewer bytes.
const CONTENT_BYTES: usize = 512;

/// Writes every number in one width and one byte order, so that the fingerprint of a command does
/// not depend on the machine that takes it. The bytes are gathered and hashed at once, which costs
/// half of hashing field by field.
struct Portable(Vec<u8>);

impl Portable {
    fn hasher(&self) -> SipHasher13 {
        let mut hasher = SipHasher13::new();
        hasher.write(&self.0);
        hasher
    }
}

impl Hasher for Portable {
    fn finish(&self) -> u64 {
        self.hasher().finish()
    }
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
    fn write_u8(&mut self, number: u8) {
        self.write(&[number]);
    }
    fn write_u16(&mut self, number: u16) {
        self.write(&number.to_le_bytes());
    }
    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }
    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }
    fn write_u128(&mut self, number: u128) {
        self.write(&number.to_le_bytes());
    }
    fn write_usize(&mut self, number: usize) {
        // A usize has at most 64 bits on every machine Rust runs on.
        self.write_u64(u64::try_from(number).unwrap_or(u64::MAX));
    }
    fn write_i8(&mut self, number: i8) {
        self.write(&number.to_le_bytes());
    }
    fn write_i16(&mut self, number: i16) {
        self.write(&number.to_le_bytes());
    }
    fn write_i32(&mut self, number: i32) {
        self.write(&number.to_le_bytes());
    }
    fn write_i64(&mut self, number: i64) {
        self.write(&number.to_le_bytes());
    }
    fn write_i128(&mut self, number: i128) {
        self.write(&number.to_le_bytes());
    }
    fn write_isize(&mut self, number: isize) {
        self.write_i64(i64::try_from(number).unwrap_or(i64::MAX));
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl core::str::FromStr for Fingerprint {
    type Err = crate::id::Rejection;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match u128::from_str_radix(text, 16) {
            Ok(number) if text.len() == 32 => Ok(Fingerprint(number)),
            _ => Err(crate::id::Rejection::Malformed {
                path: crate::error::Path::root(),
                text: text.chars().take(40).collect(),
                longest: 32,
            }),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(Fingerprint, "a fingerprint of 32 hexadecimal digits");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Histories keep fingerprints for good: they are of the bytes, however these come in.
        #[test]
        fn a_fingerprint_does_not_depend_on_the_pieces(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..40),
        ) {
            let mut in_turn = SipHasher13::new();
            let mut gathered = Portable(Vec::new());
            for piece in &pieces {
                in_turn.write(piece);
                gathered.write(piece);
            }
            prop_assert_eq!(in_turn.finish128(), gathered.hasher().finish128());
        }
    }
}
