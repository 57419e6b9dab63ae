//! Entries: what an event means in the books, balanced or not made at all.

use super::{AccountNumber, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, Text};
use crate::money::{Currency, Money};
use alloc::vec::Vec;

/// One line of an entry: debit positive, credit negative.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EntryLine {
    /// The account moved.
    pub account: AccountNumber,
    /// Whose account it is, where the account is kept per customer.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub party: Option<CustomerId>,
    /// The amount in the document's currency. An exchange difference is zero there: it exists in
    /// the ledger's currency only.
    pub amount: Money,
    /// The amount in the ledger's currency.
    pub booked: Money,
}

impl EntryLine {
    /// A line in the document's currency and as it is booked in the ledger's.
    pub fn new(
        account: &AccountNumber,
        party: Option<CustomerId>,
        amount: Money,
        booked: Money,
    ) -> Self {
        EntryLine { account: account.clone(), party, amount, booked }
    }

    /// A line of a document in the ledger's own currency.
    pub fn in_ledger(account: &AccountNumber, party: Option<CustomerId>, amount: Money) -> Self {
        EntryLine::new(account, party, amount, amount)
    }

    /// A line that exists in the ledger's currency only, beside a document in `currency`: an
    /// exchange difference.
    pub fn difference(
        account: &AccountNumber,
        party: Option<CustomerId>,
        currency: Currency,
        booked: Money,
    ) -> Self {
        EntryLine::new(account, party, Money::zero(currency), booked)
    }

    /// Whether the line books nothing in either currency.
    pub fn is_zero(&self) -> bool {
        self.amount.is_zero() && self.booked.is_zero()
    }

    /// The line with debit and credit exchanged.
    #[must_use]
    pub fn negated(&self) -> Self {
        EntryLine {
            account: self.account.clone(),
            party: self.party.clone(),
            amount: self.amount.negated(),
            booked: self.booked.negated(),
        }
    }
}

/// An entry of the journal: balanced in every currency of its lines and in the ledger's currency
/// (rulebook A-04). There is no way to make another one.
///
/// ```
/// use o2c_core::error::Refusal;
/// use o2c_core::ledger::{Chart, Entry, EntryLine};
/// let (chart, day) = (Chart::french(), "2026-03-10".parse()?);
/// let line = |account, amount: &str| {
///     Ok::<_, o2c_core::error::Error>(EntryLine::in_ledger(account, None, amount.parse()?))
/// };
/// let received = [line(&chart.bank, "999.60 EUR")?, line(&chart.receivable, "-1000.00 EUR")?];
/// let refused = Entry::balanced(day, day, "P-8".parse()?, received.to_vec()).unwrap_err();
/// assert_eq!(refused.code(), "ledger.entry.unbalanced");
/// // rulebook EX-A tolerance: the 0.40 that are short are a loss.
/// let mut lines = received.to_vec();
/// lines.push(line(&chart.difference_loss, "0.40 EUR")?);
/// let entry = Entry::balanced(day, day, "P-8".parse()?, lines)?;
/// assert_eq!(entry.lines().len(), 3);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Entry {
    accounted_on: Day,
    recorded_on: Day,
    document: Text,
    lines: Vec<EntryLine>,
}

impl Entry {
    /// The entry of a document: when it counts in the books, when it became known, and its lines.
    /// Lines that book nothing are left out.
    ///
    /// # Errors
    /// `ledger.entry.empty`; `ledger.entry.two_ledgers` and `ledger.entry.booked_differs` with the
    /// line as given; `ledger.entry.unbalanced` for the first currency that does not balance;
    /// `ledger.entry.unbalanced_in_ledger`; `money.out_of_range`.
    pub fn balanced(
        accounted_on: Day,
        recorded_on: Day,
        document: Text,
        lines: Vec<EntryLine>,
    ) -> Result<Entry, Rejection> {
        match Self::balanced_unless_zero(accounted_on, recorded_on, document, lines)? {
            Some(entry) => Ok(entry),
            None => Err(Rejection::EntryEmpty { path: Path::field("lines") }),
        }
    }

    /// The entry of a document that may book nothing at all, such as an invoice over zero.
    ///
    /// # Errors
    /// As [`Entry::balanced`], but without lines to book there is no entry and no refusal.
    pub fn balanced_unless_zero(
        accounted_on: Day,
        recorded_on: Day,
        document: Text,
        mut lines: Vec<EntryLine>,
    ) -> Result<Option<Entry>, Rejection> {
        refuse_unbalanced(&lines)?;
        lines.retain(|line| !line.is_zero());
        if lines.is_empty() {
            return Ok(None);
        }
        Ok(Some(Entry { accounted_on, recorded_on, document, lines }))
    }

    /// The entry with debit and credit exchanged, on days of its own: together they book nothing.
    #[must_use]
    pub fn reversed(&self, accounted_on: Day, recorded_on: Day) -> Entry {
        Entry {
            accounted_on,
            recorded_on,
            document: self.document.clone(),
            lines: self.lines.iter().map(EntryLine::negated).collect(),
        }
    }

    /// The day the entry counts in the books.
    pub const fn accounted_on(&self) -> Day {
        self.accounted_on
    }

    /// The day the entry became known.
    pub const fn recorded_on(&self) -> Day {
        self.recorded_on
    }

    /// What it is the entry of, such as `F2026-00001`.
    pub const fn document(&self) -> &Text {
        &self.document
    }

    /// The lines, none of them zero.
    pub fn lines(&self) -> &[EntryLine] {
        &self.lines
    }

    /// The ledger's currency: that of every booked amount.
    pub fn ledger(&self) -> Option<Currency> {
        self.lines.first().map(|line| line.booked.currency())
    }

    /// Whether the entry counts on a day, as it was known on another.
    pub(super) fn is_seen(&self, as_of: Day, known_at: Option<Day>) -> bool {
        self.accounted_on <= as_of && self.is_known(known_at)
    }

    /// Whether the entry was known on a day; everything is known today.
    pub(super) fn is_known(&self, known_at: Option<Day>) -> bool {
        known_at.is_none_or(|day| self.recorded_on <= day)
    }
}

/// Debits and credits of one currency; 128 bits hold the sums of any number of lines.
#[derive(Clone, Copy, Default)]
pub(super) struct Turnover {
    pub(super) debit: i128,
    pub(super) credit: i128,
}

impl Turnover {
    pub(super) fn add(&mut self, amount: Money) {
        let minor = i128::from(amount.minor());
        if minor > 0 {
            self.debit = self.debit.saturating_add(minor);
        } else {
            self.credit = self.credit.saturating_sub(minor);
        }
    }

    pub(super) fn balance(self) -> i128 {
        self.debit.saturating_sub(self.credit)
    }

    /// Debit, credit and their difference as money.
    pub(super) fn figures(self, currency: Currency) -> Result<[Money; 3], Rejection> {
        Ok([
            Money::from_wide(self.debit, currency)?,
            Money::from_wide(self.credit, currency)?,
            Money::from_wide(self.balance(), currency)?,
        ])
    }
}

/// The one rule of entries (rulebook A-04, contract I12).
pub(super) fn refuse_unbalanced(lines: &[EntryLine]) -> Result<(), Rejection> {
    let Some(ledger) = lines.first().map(|line| line.booked.currency()) else {
        return Ok(());
    };
    let mut booked = Turnover::default();
    // A document has one currency, rarely two: a short list, in order of first sight.
    let mut currencies: Vec<(Currency, Turnover)> = Vec::with_capacity(1);
    for (index, line) in lines.iter().enumerate() {
        refuse_line(line, ledger).map_err(|refusal| refusal.inside_index("lines", index))?;
        booked.add(line.booked);
        let currency = line.amount.currency();
        match currencies.iter_mut().find(|known| known.0 == currency) {
            Some((_, turnover)) => turnover.add(line.amount),
            None => {
                let mut turnover = Turnover::default();
                turnover.add(line.amount);
                currencies.push((currency, turnover));
            }
        }
    }
    for (currency, turnover) in currencies {
        let [debit, credit, difference] = turnover.figures(currency)?;
        if !difference.is_zero() {
            return Err(Rejection::Unbalanced {
                path: Path::field("lines"),
                debit,
                credit,
                difference,
            });
        }
    }
    let [debit, credit, difference] = booked.figures(ledger)?;
    if difference.is_zero() {
        Ok(())
    } else {
        Err(Rejection::UnbalancedInLedger { path: Path::field("lines"), debit, credit, difference })
    }
}

fn refuse_line(line: &EntryLine, ledger: Currency) -> Result<(), Rejection> {
    if line.booked.currency() != ledger {
        return Err(Rejection::TwoLedgers {
            path: Path::field("booked"),
            expected: ledger,
            found: line.booked.currency(),
        });
    }
    if line.amount.currency() == ledger && line.amount != line.booked {
        return Err(Rejection::BookedDiffers {
            path: Path::field("booked"),
            amount: line.amount,
            booked: line.booked,
        });
    }
    Ok(())
}

/// What is read is checked again: a stored entry that does not balance is refused.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Entry {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, rename = "Entry")]
        struct Unchecked {
            accounted_on: Day,
            recorded_on: Day,
            document: Text,
            lines: Vec<EntryLine>,
        }
        let read = Unchecked::deserialize(input)?;
        Entry::balanced(read.accounted_on, read.recorded_on, read.document, read.lines)
            .map_err(|refusal| serde::de::Error::custom(crate::error::in_serde(&refusal)))
    }
}
