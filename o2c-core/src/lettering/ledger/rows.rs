//! The clear path: lines with their texts, and groups with their evidence.

use super::columns::ColumnGroup;
use super::texts::{LedgerTexts, letter_texts};
use super::{LedgerRule, Rejection};
use crate::calendar::Day;
use crate::id::Text;
use crate::ledger::AccountNumber;
use crate::money::{Currency, Money};
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
    let mut currencies: Vec<Currency> = Vec::new();
    let mut places = Vec::with_capacity(lines.len());
    for line in lines {
        let currency = line.amount.currency();
        let known = currencies.iter().position(|known| *known == currency);
        // There are fewer currencies than 16 bits number.
        let place = known.unwrap_or(currencies.len());
        if known.is_none() {
            currencies.push(currency);
        }
        places.push(u16::try_from(place).unwrap_or(u16::MAX));
    }
    let texts = |of: fn(&LedgerLine) -> &Text| -> Vec<&str> {
        lines.iter().map(|line| of(line).as_str()).collect()
    };
    let accounts: Vec<&str> = lines.iter().map(|line| line.account.as_str()).collect();
    let days: Vec<i32> = lines.iter().map(|line| line.accounted_on.number_since_1970()).collect();
    let minors: Vec<i64> = lines.iter().map(|line| line.amount.minor()).collect();
    let found = letter_texts(&LedgerTexts {
        account: &accounts,
        accounted_on: &days,
        open_minor: &minors,
        currency: &places,
        party: Some(&texts(|line| &line.party)),
        journal: Some(&texts(|line| &line.journal)),
        entry: Some(&texts(|line| &line.entry)),
        piece: Some(&texts(|line| &line.piece)),
        letter: Some(&texts(|line| &line.letter)),
    })?;
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
