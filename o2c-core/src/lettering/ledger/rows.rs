//! The clear path: lines with their texts, and groups with their evidence.

use super::columns::{ColumnGroup, LedgerColumns};
use super::{LedgerRule, Rejection, letter_columns};
use crate::calendar::Day;
use crate::columns::Interner;
use crate::id::Text;
use crate::ledger::AccountNumber;
use crate::money::{Currency, Money};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// One line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LedgerLine {
    /// Its account.
    pub account: AccountNumber,
    /// Its third party; empty where the account itself is the party.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub party: Text,
    /// The day it is accounted on.
    pub accounted_on: Day,
    /// Its journal.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub journal: Text,
    /// The number of its entry.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub entry: Text,
    /// The reference of its piece; empty where none is given.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub piece: Text,
    /// Its amount: debit positive, credit negative (rulebook G-03).
    pub amount: Money,
    /// The letter it has already: then it stays in no other group, and tells how long this party
    /// usually takes. Empty where it is open.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub letter: Text,
}

/// The lines of a ledger, as data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ledger {
    /// The lines, in any order.
    pub lines: Vec<LedgerLine>,
}

/// Lines of one account, party and currency that sum to zero, and why they belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LedgerGroup {
    /// The rule that found it.
    pub rule: LedgerRule,
    /// The places of its lines in the input, ascending.
    pub rows: Vec<usize>,
    /// What its debits sum to, and its credits.
    pub settled: Money,
    /// The latest day of its lines (rulebook L-04).
    pub lettered_on: Day,
    /// The days from its last debit to its last credit, negative where the debit is the later.
    pub days: i32,
    /// The days that usually lie between this party's debits and its credits; none where too
    /// little is known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub usual_days: Option<i32>,
}

/// What lettering finds in a ledger, each list in the order of its groups' first lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LedgerLettering {
    /// The groups.
    pub groups: Vec<LedgerGroup>,
    /// What settles balances carried forward as totals: lettered in the ledger before.
    pub carried: Vec<LedgerGroup>,
}

/// The lettering of a ledger, line by line: see [the rules](super).
///
/// ```
/// use o2c_core::lettering::ledger::{LedgerLine, letter_ledger};
/// let line = |on: &str, amount: &str| Ok::<_, o2c_core::error::Error>(LedgerLine {
///     account: "401".parse()?, party: "S-4".parse()?, accounted_on: on.parse()?,
///     journal: Default::default(), entry: Default::default(), piece: Default::default(),
///     amount: amount.parse()?, letter: Default::default(),
/// });
/// let lines = [line("2026-03-31", "-80.00 EUR")?, line("2026-04-14", "80.00 EUR")?];
/// let found = letter_ledger(&lines)?;
/// assert_eq!(found.groups[0].settled.to_string(), "80.00 EUR");
/// assert_eq!((found.groups[0].days, found.groups[0].usual_days), (-14, None));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `columns.out_of_range` with its row; `money.out_of_range` where a group's debits leave the
/// range of money.
pub fn letter_ledger(lines: &[LedgerLine]) -> Result<LedgerLettering, Rejection> {
    let journals = Ranks::of(lines.iter().map(|line| &line.journal));
    let entries = Ranks::of(lines.iter().map(|line| &line.entry));
    let pieces = Ranks::of(lines.iter().map(|line| &line.piece));
    let (mut accounts, mut parties) = (Interner::new(), Interner::new());
    let mut letters = Interner::new();
    let mut currencies: Vec<Currency> = Vec::new();
    let mut ledger = Table::default();
    for line in lines {
        ledger.account.push(accounts.number_of(line.account.as_str())?);
        ledger.party.push(match line.party.as_str() {
            "" => LedgerColumns::NO_PARTY,
            party => parties.number_of(party)?,
        });
        ledger.accounted_on.push(line.accounted_on.number_since_1970());
        ledger.journal.push(journals.of_text(&line.journal));
        ledger.entry.push(entries.of_text(&line.entry));
        ledger.piece.push(match line.piece.is_empty() {
            true => LedgerColumns::NO_PIECE,
            false => pieces.of_text(&line.piece),
        });
        ledger.open_minor.push(line.amount.minor());
        ledger.letter.push(match line.letter.as_str() {
            "" => LedgerColumns::NO_LETTER,
            letter => letters.number_of(letter)?,
        });
        let currency = line.amount.currency();
        let known = currencies.iter().position(|known| *known == currency);
        // There are fewer currencies than 16 bits number.
        let place = known.unwrap_or(currencies.len());
        if known.is_none() {
            currencies.push(currency);
        }
        ledger.currency.push(u16::try_from(place).unwrap_or(u16::MAX));
    }
    let found = letter_columns(&ledger.as_columns())?;
    Ok(LedgerLettering {
        groups: with_figures(lines, found.groups)?,
        carried: with_figures(lines, found.carried)?,
    })
}

fn with_figures(
    lines: &[LedgerLine],
    groups: Vec<ColumnGroup>,
) -> Result<Vec<LedgerGroup>, Rejection> {
    let groups = groups.into_iter().map(|group| with_figure(lines, group));
    groups.filter_map(Result::transpose).collect()
}

/// A group with its figures; a group of no line, which there is not, would have none.
fn with_figure(lines: &[LedgerLine], group: ColumnGroup) -> Result<Option<LedgerGroup>, Rejection> {
    let own = || group.rows.iter().filter_map(|row| lines.get(*row));
    let days = |is_debit: bool| {
        let side = own().filter(move |line| line.amount.is_positive() == is_debit);
        side.map(|line| line.accounted_on).max()
    };
    let (Some(first), Some(debit_on), Some(credit_on)) = (own().next(), days(true), days(false))
    else {
        return Ok(None);
    };
    // Amounts of 64 bits sum to what 128 bits hold.
    let debits = own().map(|line| i128::from(line.amount.minor().max(0)));
    let settled = debits.fold(0, i128::saturating_add);
    Ok(Some(LedgerGroup {
        rule: group.rule,
        settled: Money::from_wide(settled, first.amount.currency())?,
        lettered_on: debit_on.max(credit_on),
        days: debit_on.days_until(credit_on),
        usual_days: group.usual_days,
        rows: group.rows,
    }))
}

/// The columns of a ledger, owned.
#[derive(Default)]
struct Table {
    account: Vec<u32>,
    party: Vec<u32>,
    accounted_on: Vec<i32>,
    journal: Vec<u32>,
    entry: Vec<u32>,
    piece: Vec<u32>,
    open_minor: Vec<i64>,
    currency: Vec<u16>,
    letter: Vec<u32>,
}

impl Table {
    fn as_columns(&self) -> LedgerColumns<'_> {
        LedgerColumns {
            account: &self.account,
            party: &self.party,
            accounted_on: &self.accounted_on,
            journal: &self.journal,
            entry: &self.entry,
            piece: &self.piece,
            open_minor: &self.open_minor,
            currency: &self.currency,
            letter: &self.letter,
        }
    }
}

/// Texts in the order in which numbers are counted, `9` before `10`: no order of the input is in
/// it.
struct Ranks<'a>(BTreeMap<(usize, &'a str), u32>);

impl<'a> Ranks<'a> {
    fn of(texts: impl Iterator<Item = &'a Text>) -> Self {
        let texts: BTreeSet<(usize, &str)> =
            texts.map(|text| (text.as_str().len(), text.as_str())).collect();
        Ranks(texts.into_iter().zip(0..).collect())
    }

    fn of_text(&self, text: &Text) -> u32 {
        self.0.get(&(text.as_str().len(), text.as_str())).copied().unwrap_or(0)
    }
}
