//! Numbers that a text does not name but hints at: their last digits alone, or a slip of the pen.

use super::{Joint, Words, compact, last_digits, significant};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// So many runs at most are read as one number.
const MOST_RUNS: usize = 6;
/// Characters from which a number with a slip is still told from others.
const TELLING: usize = 6;

/// A piece of a text that may be a number, written wrongly or not at all like one.
pub(in crate::lettering) struct Piece {
    /// Its runs.
    pub(in crate::lettering) runs: Range<usize>,
    /// Its letters and digits, those that look alike made the same.
    read: String,
    /// Whether it is digits standing alone.
    is_bare: bool,
    /// Whether no blank stands in it.
    is_one_word: bool,
}

/// How a piece of a text hints at a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lettering) enum Hint {
    /// By its last digits alone.
    LastDigits,
    /// With one digit too few or too many, two in the wrong order, letters for digits, or glued to
    /// other words.
    Slip,
}

impl Words {
    /// The pieces of the text that may hint at numbers.
    pub(in crate::lettering) fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for start in 0..self.0.len() {
            if !self.begins(start) {
                continue;
            }
            let (mut read, mut is_one_word) = (String::new(), true);
            for (index, run) in self.0.iter().enumerate().skip(start).take(MOST_RUNS) {
                if index > start && run.joint == Joint::Break {
                    break;
                }
                is_one_word &= index == start || run.joint != Joint::Spaced;
                read.push_str(&look_alike(&run.text));
                let end = index.saturating_add(1);
                if !self.ends(end) {
                    continue;
                }
                let is_bare = index == start && run.is_number;
                let is_telling = read.len() >= TELLING
                    && read.chars().filter(char::is_ascii_digit).count() >= TELLING.div_ceil(2);
                if is_bare || is_telling {
                    let (runs, read) = (start..end, read.clone());
                    pieces.push(Piece { runs, read, is_bare, is_one_word });
                }
            }
        }
        pieces
    }

    /// Whether one of its pieces names a number as it stands.
    pub(in crate::lettering) fn names_at(&self, piece: &Piece, number: &Words) -> bool {
        let runs = self.0.get(piece.runs.clone()).unwrap_or_default();
        Words(runs.to_vec()).names(number)
    }
}

impl Piece {
    /// Whether the piece may hint at a number at all: cheap, before [`hints_at`](Self::hints_at)
    /// looks closer.
    pub(in crate::lettering) fn may_hint_at(&self, number: &str) -> bool {
        if self.is_bare && last_digits(number) == Some(self.read.trim_start_matches('0')) {
            return true;
        }
        let is_letter = |letter: &char| letter.is_alphabetic();
        let whole = number.chars().filter(|letter| letter.is_alphanumeric()).count();
        let prefix = number.chars().take_while(is_letter).count();
        let read = self.read.chars().count();
        (self.is_one_word && read > whole)
            || [whole, whole.saturating_sub(prefix)].iter().any(|of| read.abs_diff(*of) <= 1)
    }

    /// How the piece hints at a number, if it does.
    pub(in crate::lettering) fn hints_at(&self, number: &Words) -> Option<Hint> {
        let last = number.0.last().filter(|run| run.is_number)?;
        if self.is_bare && self.read.trim_start_matches('0') == significant(last) {
            return Some(Hint::LastDigits);
        }
        let whole = look_alike(&compact(&number.0));
        let is_slip = match number.0.as_slice() {
            [first, rest @ ..] if !first.is_number && !rest.is_empty() => {
                is_slip(&self.read, &whole) || is_slip(&self.read, &look_alike(&compact(rest)))
            }
            [..] => is_slip(&self.read, &whole),
        };
        (is_slip || self.holds(&whole)).then_some(Hint::Slip)
    }

    /// Whether a number stands in the piece with letters glued to it.
    fn holds(&self, number: &str) -> bool {
        if !self.is_one_word || number.len() <= TELLING {
            return false;
        }
        let Some((before, after)) = self.read.split_once(number) else {
            return false;
        };
        let is_digit = |letter: char| letter.is_ascii_digit();
        !before.ends_with(is_digit) && !after.starts_with(is_digit)
    }
}

/// Letters that are read, or typed, for digits.
fn look_alike(text: &str) -> String {
    let digit = |letter| match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    text.chars().map(digit).collect()
}

/// Whether two numbers differ by one slip of the pen: a character too few or too many, or two
/// neighbours in the wrong order. Another digit in its place is no slip: it is another number.
fn is_slip(written: &str, number: &str) -> bool {
    if number.len() < TELLING {
        return false;
    }
    let (written, number) = (written.as_bytes(), number.as_bytes());
    let same = written.iter().zip(number).take_while(|(one, other)| one == other).count();
    let after = |text: &[u8], skipped: usize| {
        text.get(same.saturating_add(skipped)..).unwrap_or_default().to_vec()
    };
    match written.len().cmp(&number.len()) {
        // Only letters that look like digits differ.
        core::cmp::Ordering::Equal if same == number.len() => true,
        core::cmp::Ordering::Equal => {
            let turned = |text: &[u8]| {
                let mut next = text.iter().skip(same).copied();
                (next.next(), next.next())
            };
            let (first, second) = turned(written);
            turned(number) == (second, first) && after(written, 2) == after(number, 2)
        }
        core::cmp::Ordering::Less => {
            written.len().saturating_add(1) == number.len() && after(written, 0) == after(number, 1)
        }
        core::cmp::Ordering::Greater => {
            number.len().saturating_add(1) == written.len() && after(written, 1) == after(number, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn hint(text: &str, number: &str) -> Option<Hint> {
        let (text, number) = (Words::of(text), Words::of(number));
        text.pieces().iter().find_map(|piece| piece.hints_at(&number))
    }

    #[test]
    fn one_slip_of_the_pen_is_read() {
        for text in [
            "F2026-00023",
            "f2O26-OOO32",
            "FACT 2026-0032",
            "F2026-000322",
            "F 2026 00023 MERCI",
            "REFF2026-00032MERCI",
            "2026-00023",
        ] {
            assert_eq!(hint(text, "F2026-00032"), Some(Hint::Slip), "{text}");
        }
        assert_eq!(hint("VIR 32", "F2026-00032"), Some(Hint::LastDigits));
        assert_eq!(hint("30+32", "F2026-00032"), Some(Hint::LastDigits));
    }

    #[test]
    fn another_number_is_no_slip() {
        for text in ["F2026-00033", "F2025-00023", "TEL 0612345678", "12/02/2026", "F-32A", ""] {
            assert_eq!(hint(text, "F2026-00032"), None, "{text}");
        }
        // Short numbers are told from no other.
        assert_eq!(hint("F-123", "F-132"), None);
    }
}
