//! Document numbers found in a text (rulebook 4.2 step 2).

mod slip;

pub(super) use slip::{Hint, Piece};

use crate::reference::CreditorReference;
use alloc::string::String;
use alloc::vec::Vec;
use smol_str::SmolStr;

/// Characters, separators apart, from which a number stands for itself; shorter ones are bare.
const TELLING: usize = 5;

/// What stands between a run of letters or digits and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// Nothing: letters beside digits.
    Adjacent,
    /// One dash, slash, point or underscore.
    Joined,
    /// Blanks, perhaps around a dash.
    Spaced,
    /// Anything else, or the beginning of the text.
    Break,
}

/// A run of letters or of digits, in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: SmolStr,
    is_number: bool,
    joint: Joint,
}

/// A text cut into runs of letters and runs of digits.
///
/// ```
/// use o2c_core::lettering::Words;
/// let text = Words::of("REGLT FACT f2016 00047, 2016-00041 VIR 30");
/// assert!(text.names(&Words::of("F2016-00047")));
/// assert!(text.names(&Words::of("F2016-00041")), "the prefix may be missing");
/// assert!(!text.names(&Words::of("F2016-0004")), "a number ends where its digits end");
/// assert!(!text.names(&Words::of("F2016-00030")));
/// assert!(text.names_barely(&Words::of("F2016-00030")), "the last digits alone");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<Run>);

impl Words {
    /// The runs of a text, in capitals.
    pub fn of(text: &str) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        // The run that is being read; runs are short, and kept without a place of their own.
        let (mut run, mut is_number, mut joint) = (String::new(), false, Joint::Break);
        let mut next = Joint::Break;
        let mut end = |run: &mut String, is_number, joint| {
            if !run.is_empty() {
                runs.push(Run { text: SmolStr::new(run.as_str()), is_number, joint });
                run.clear();
            }
        };
        for character in text.chars() {
            if !character.is_alphanumeric() {
                next = widened(next, character);
                continue;
            }
            let is_digit = character.is_ascii_digit();
            if next != Joint::Adjacent || is_digit != is_number {
                end(&mut run, is_number, joint);
                (is_number, joint) = (is_digit, next);
            }
            match character.is_ascii() {
                true => run.push(character.to_ascii_uppercase()),
                false => run.extend(character.to_uppercase()),
            }
            next = Joint::Adjacent;
        }
        end(&mut run, is_number, joint);
        Words(runs)
    }

    /// Whether this text names a document number: the same letters and digits, whatever stands
    /// between them, leading zeros or the letters in front perhaps missing.
    pub fn names(&self, number: &Words) -> bool {
        let compact = compact(&number.0);
        let digits = match number.0.as_slice() {
            [first, rest @ ..] if !first.is_number => rest,
            all => all,
        };
        let bare = self::compact(digits);
        (0..self.0.len()).any(|start| {
            let is_whole = compact.len() >= TELLING && self.is_at(start, &compact);
            let is_bare = bare.len() >= TELLING
                && bare.len() < compact.len()
                && digits.len() > 1
                && self.is_at(start, &bare);
            is_whole || is_bare || self.is_without_zeros_at(start, &number.0)
        })
    }

    /// Whether a document number may be named at all: where it ends in digits, some digits of this
    /// text end so too, leading zeros apart. Cheap, before [`names`](Self::names) looks closer.
    pub fn may_name(&self, number: &str) -> bool {
        self.may_end_in(last_digits(number))
    }

    /// [`may_name`](Self::may_name) of a number with these [`last_digits`].
    pub(super) fn may_end_in(&self, last: Option<&str>) -> bool {
        let ends = |run: &Run, last| run.is_number && run.text.ends_with(last);
        last.is_none_or(|last| self.0.iter().any(|run| ends(run, last)))
    }

    /// Whether there is something that begins like a structured creditor reference.
    pub(super) fn quotes_references(&self) -> bool {
        self.0.iter().any(|run| run.text == "RF")
    }

    /// The structured reference of a document of this number; none for a number without letters
    /// and digits.
    pub(super) fn reference(&self) -> Option<CreditorReference> {
        CreditorReference::of_number(&compact(&self.0)).ok()
    }

    /// Whether one of the words is one of these, in capitals.
    pub(super) fn speaks_of(&self, words: &[&str]) -> bool {
        self.0.iter().any(|run| words.contains(&run.text.as_str()))
    }

    /// Whether this text names a document number with its prefix.
    pub(super) fn names_fully(&self, number: &Words) -> bool {
        let compact = compact(&number.0);
        let mut starts = 0..self.0.len();
        starts
            .any(|start| self.is_at(start, &compact) || self.is_without_zeros_at(start, &number.0))
    }

    /// Whether two numbers differ in their prefix alone.
    pub(super) fn is_alike(&self, other: &Words) -> bool {
        let digits = |words: &Words| {
            let runs = words.0.iter().filter(|run| run.is_number);
            runs.map(|run| run.text.as_str()).collect::<String>()
        };
        digits(self) == digits(other)
    }

    /// Whether there is neither a letter nor a digit.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this text holds the last digits of a document number, standing alone: far from
    /// proof, since any number of two or three digits may do.
    pub fn names_barely(&self, number: &Words) -> bool {
        let Some(last) = number.0.last().filter(|run| run.is_number) else {
            return false;
        };
        self.0.iter().enumerate().any(|(index, run)| {
            let is_alone = self.begins(index) && self.ends(index.saturating_add(1));
            run.is_number && is_alone && significant(run) == significant(last)
        })
    }

    /// Whether the first words of two names are the same and long enough to tell, or all words
    /// are.
    pub fn is_same_name(&self, other: &Words) -> bool {
        let text = |run: &Run| run.text.clone();
        let (Some(one), Some(two)) = (self.0.first().map(text), other.0.first().map(text)) else {
            return false;
        };
        let is_telling = one == two && one.chars().count() >= 4;
        is_telling || self.0.iter().map(text).eq(other.0.iter().map(text))
    }

    /// Whether the text, separators apart, goes on from a run exactly like this.
    fn is_at(&self, start: usize, compact: &str) -> bool {
        let mut left = compact;
        for (index, run) in self.0.iter().enumerate().skip(start) {
            let is_broken = index > start && run.joint == Joint::Break;
            match left.strip_prefix(run.text.as_str()) {
                Some(rest) if !is_broken => left = rest,
                Some(_) | None => return false,
            }
            if left.is_empty() {
                return self.begins(start) && self.ends(index.saturating_add(1));
            }
        }
        false
    }

    /// Whether the runs from here are those of a number with a prefix, leading zeros apart.
    fn is_without_zeros_at(&self, start: usize, number: &[Run]) -> bool {
        let has_prefix = number.first().is_some_and(|run| !run.is_number);
        let runs = self.0.iter().skip(start).take(number.len());
        let is_same = runs.enumerate().zip(number).all(|((index, run), of_number)| {
            let is_close = index == 0 || matches!(run.joint, Joint::Adjacent | Joint::Joined);
            is_close
                && run.is_number == of_number.is_number
                && significant(run) == significant(of_number)
        });
        let end = start.saturating_add(number.len());
        let is_telling = has_prefix && number.len() > 2 && end <= self.0.len();
        is_telling && is_same && self.begins(start) && self.ends(end)
    }

    /// Whether a number may begin at a run: digits not glued to what stands before.
    fn begins(&self, index: usize) -> bool {
        self.0.get(index).is_some_and(|run| match run.joint {
            Joint::Adjacent => false,
            Joint::Joined => !run.is_number,
            Joint::Spaced | Joint::Break => true,
        })
    }

    /// Whether a number may end before a run: no letters or further digits glued to it.
    fn ends(&self, index: usize) -> bool {
        self.0.get(index).is_none_or(|run| match run.joint {
            Joint::Adjacent => false,
            Joint::Joined => !run.is_number,
            Joint::Spaced | Joint::Break => true,
        })
    }
}

/// The gap that a gap becomes with one more separator.
fn widened(joint: Joint, character: char) -> Joint {
    let is_joiner = matches!(character, '-' | '/' | '.' | '_');
    match joint {
        Joint::Adjacent if is_joiner => Joint::Joined,
        Joint::Adjacent | Joint::Joined | Joint::Spaced
            if is_joiner || character.is_whitespace() =>
        {
            Joint::Spaced
        }
        Joint::Adjacent | Joint::Joined | Joint::Spaced | Joint::Break => Joint::Break,
    }
}

/// The digits in which a number ends, leading zeros apart; none where it does not end in digits.
pub(super) fn last_digits(number: &str) -> Option<&str> {
    let is_digit = |last: &u8| last.is_ascii_digit();
    let count = number.bytes().rev().take_while(is_digit).count();
    // Digits are single bytes.
    let last = number.get(number.len().checked_sub(count)?..).filter(|last| !last.is_empty())?;
    let zeros = last.bytes().take_while(|digit| *digit == b'0').count();
    last.get(zeros..)
}

fn compact(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn significant(run: &Run) -> &str {
    if run.is_number { run.text.trim_start_matches('0') } else { run.text.as_str() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, number: &str) -> bool {
        Words::of(text).names(&Words::of(number))
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for text in [
            "F2016-00047",
            "f2016-00047",
            "INV F2016 00047",
            "FACT 2016-00047",
            "F201600047",
            "F2016-47",
            "F-2016/00047.",
            "F2016-00012+F2016-00047",
            "(F2016-00047)",
        ] {
            assert!(names(text, "F2016-00047"), "{text}");
        }
    }

    #[test]
    fn a_number_is_not_found_inside_another() {
        for text in [
            "F2016-000470",
            "F2016-00047A",
            "F2016-00047-1",
            "G2016-00047",
            "XF2016-00047",
            "1F2016-00047",
            "12016-00047",
            "3-2016-00047",
            "VIR 47",
            "F2016",
            "",
        ] {
            assert!(!names(text, "F2016-00047"), "{text}");
        }
        assert!(!names("F2016-00012", "F2016-0001"));
    }

    #[test]
    fn what_cannot_be_named_is_told_by_its_last_digits() {
        let last = ["F2016-00047", "F-000", "47A", "", "é7", "0"].map(last_digits);
        assert_eq!(last, [Some("47"), Some(""), None, None, Some("7"), Some("")]);
        let text = Words::of("INV 2016 147 x");
        let may = ["F-47", "F-0147", "F-48", "F-47A"].map(|number| text.may_name(number));
        assert_eq!(may, [true, true, false, true]);
    }

    #[test]
    fn a_text_is_cut_where_letters_and_digits_meet() {
        let told = |text: &str| {
            let Words(runs) = Words::of(text);
            let run = |run: &Run| alloc::format!("{} {} {:?}", run.text, run.is_number, run.joint);
            runs.iter().map(run).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(
            told("Straße f12/é3 - a,٣4"),
            "STRASSE false Break, F false Spaced, 12 true Adjacent, É false Joined, \
             3 true Adjacent, A false Spaced, ٣ false Break, 4 true Adjacent"
        );
        assert_eq!(told(" - "), "");
        let long = "F".repeat(40);
        assert_eq!(told(&long), alloc::format!("{long} false Break"));
    }

    #[test]
    fn the_last_digits_alone_are_bare() {
        let barely = |text| Words::of(text).names_barely(&Words::of("F2016-00030"));
        assert!(barely("VIR 30"));
        assert!(barely("VIR 00030,"));
        assert!(!barely("VIR 300"));
        assert!(!barely("F2016-00030"), "that is the number itself");
        assert!(!barely("30/08/2016"));
    }

    #[test]
    fn names_are_the_same_by_their_first_telling_word() {
        let same = |one, two| Words::of(one).is_same_name(&Words::of(two));
        assert!(same("TOMS SA", "Toms Spezialitäten"));
        assert!(same("QUE DELÍCIA", "Que Delícia"));
        assert!(!same("QUE SA", "Que Delícia"));
        assert!(!same("", ""));
    }
}
