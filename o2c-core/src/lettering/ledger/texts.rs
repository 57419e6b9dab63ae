//! Columns of texts: dense numbers for them, in the order in which numbers are counted.

use super::columns::{ColumnLettering, LedgerColumns};
use super::{Rejection, letter_columns};
use crate::columns::Interner;
use crate::error::Path;
use alloc::vec::Vec;

/// The lines of a ledger as columns of one length that hold texts: what a data frame has. A column
/// of texts that is not there is one of empty texts.
#[derive(Debug, Clone, Copy)]
pub struct LedgerTexts<'a> {
    /// The accounts.
    pub account: &'a [&'a str],
    /// The accounting days, as days since 1970-01-01.
    pub accounted_on: &'a [i32],
    /// The open amounts in minor units: debit positive, credit negative (rulebook G-03).
    pub open_minor: &'a [i64],
    /// The currencies' dense numbers.
    pub currency: &'a [u16],
    /// The parties; empty where the account itself is the party.
    pub party: Option<&'a [&'a str]>,
    /// The journals.
    pub journal: Option<&'a [&'a str]>,
    /// The numbers of the entries.
    pub entry: Option<&'a [&'a str]>,
    /// The references of the pieces; empty where none is given.
    pub piece: Option<&'a [&'a str]>,
    /// The letters the lines have already; empty where a line is open.
    pub letter: Option<&'a [&'a str]>,
}

/// The lettering of a ledger of texts: see [the rules](super).
///
/// ```
/// use o2c_core::lettering::ledger::{LedgerTexts, letter_texts};
/// let ledger = LedgerTexts {
///     account: &["411", "411", "512"],
///     accounted_on: &[20_000, 20_030, 20_030],
///     open_minor: &[81_211, -81_211, 81_211],
///     currency: &[0, 0, 0],
///     party: None, journal: None, entry: None, piece: None, letter: None,
/// };
/// assert_eq!(letter_texts(&ledger)?.groups[0].rows, [0, 1]);
/// # Ok::<(), o2c_core::lettering::ledger::Rejection>(())
/// ```
///
/// # Errors
/// As [`letter_columns`].
pub fn letter_texts(ledger: &LedgerTexts<'_>) -> Result<ColumnLettering, Rejection> {
    let expected = ledger.account.len();
    for (column, texts) in [
        ("party", ledger.party),
        ("journal", ledger.journal),
        ("entry", ledger.entry),
        ("piece", ledger.piece),
        ("letter", ledger.letter),
    ] {
        let found = texts.map_or(expected, <[&str]>::len);
        if found != expected {
            let path = Path::field(column);
            return Err(Rejection::LengthsDiffer { path, column, expected, found });
        }
    }
    let numbered = |texts: Option<&[&str]>, none| match texts {
        Some(texts) => numbers(texts, none),
        None => Ok(alloc::vec![none; expected]),
    };
    let (account, party) =
        (ranks(ledger.account)?, numbered(ledger.party, LedgerColumns::NO_PARTY)?);
    let ranked = |texts: Option<&[&str]>| match texts {
        Some(texts) => ranks(texts),
        None => Ok(alloc::vec![0; expected]),
    };
    let (journal, entry) = (ranked(ledger.journal)?, ranked(ledger.entry)?);
    let mut piece = ranked(ledger.piece)?;
    let texts = ledger.piece.unwrap_or_default().iter();
    for (number, text) in piece.iter_mut().zip(texts.chain(core::iter::repeat(&""))) {
        if text.is_empty() {
            *number = LedgerColumns::NO_PIECE;
        }
    }
    letter_columns(&LedgerColumns {
        account: &account,
        party: &party,
        accounted_on: ledger.accounted_on,
        journal: &journal,
        entry: &entry,
        piece: &piece,
        open_minor: ledger.open_minor,
        currency: ledger.currency,
        letter: &numbered(ledger.letter, LedgerColumns::NO_LETTER)?,
    })
}

/// Dense numbers, another for empty texts.
fn numbers(texts: &[&str], of_none: u32) -> Result<Vec<u32>, Rejection> {
    let mut known = Interner::new();
    let number = |text: &&str| match *text {
        "" => Ok(of_none),
        text => Ok(known.number_of(text)?),
    };
    texts.iter().map(number).collect()
}

/// Dense numbers in the order in which numbers are counted, `9` before `10`: no order of the input
/// is in them.
fn ranks(texts: &[&str]) -> Result<Vec<u32>, Rejection> {
    let mut known = Interner::new();
    let mut numbers = Vec::with_capacity(texts.len());
    for text in texts {
        numbers.push(known.number_of(text)?);
    }
    let mut counted: Vec<(usize, &str, u32)> =
        known.texts().zip(0..).map(|(text, number)| (text.len(), text, number)).collect();
    counted.sort_unstable();
    let mut rank_of = alloc::vec![0_u32; counted.len()];
    for (rank, (_, _, number)) in (0..).zip(counted) {
        if let Some(place) = usize::try_from(number).ok().and_then(|at| rank_of.get_mut(at)) {
            *place = rank;
        }
    }
    for number in &mut numbers {
        let rank = usize::try_from(*number).ok().and_then(|at| rank_of.get(at));
        *number = rank.copied().unwrap_or_default();
    }
    Ok(numbers)
}
