//! The journal: entries as they came, and the balances that follow from them.

use super::entry::{Turnover, refuse_unbalanced};
use super::{AccountNumber, Entry, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::money::{Currency, Money};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Every entry of one ledger, in the order recorded. Nothing is ever changed or taken out: what
/// was wrong is reversed.
///
/// Each balance takes two days: `as_of`, up to which entries count, and `known_at`, up to which
/// they had been recorded; without the second, everything known today counts.
///
/// ```
/// use o2c_core::ledger::{Chart, Entry, EntryLine, Journal};
/// let chart = Chart::french();
/// let mut journal = Journal::new("EUR".parse()?);
/// // A payment of 10 February that became known on 28 February.
/// let (paid_on, known_on) = ("2026-02-10".parse()?, "2026-02-28".parse()?);
/// journal.append(Entry::balanced(paid_on, known_on, "P1".parse()?, vec![
///     EntryLine::in_ledger(&chart.bank, None, "1000.00 EUR".parse()?),
///     EntryLine::in_ledger(&chart.receivable, None, "-1000.00 EUR".parse()?),
/// ])?)?;
/// let mid_february = "2026-02-15".parse()?;
/// assert_eq!(journal.balance(&chart.bank, mid_february, None)?.to_string(), "1000.00 EUR");
/// assert!(journal.balance(&chart.bank, mid_february, Some(mid_february))?.is_zero());
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    ledger: Currency,
    entries: Vec<Arc<Entry>>,
}

impl Journal {
    /// An empty journal, kept in a currency.
    pub const fn new(ledger: Currency) -> Self {
        Journal { ledger, entries: Vec::new() }
    }

    /// The currency the journal is kept in.
    pub const fn ledger(&self) -> Currency {
        self.ledger
    }

    /// The entries in the order recorded.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// Adds an entry at the end.
    ///
    /// # Errors
    /// `ledger.journal.other_ledger`.
    pub fn append(&mut self, entry: impl Into<Arc<Entry>>) -> Result<(), Rejection> {
        let entry = entry.into();
        self.refuse_other_ledger(&entry)?;
        self.entries.push(entry);
        Ok(())
    }

    /// The balance of an account at the end of a day in the ledger's currency, debit positive.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn balance(
        &self,
        account: &AccountNumber,
        as_of: Day,
        known_at: Option<Day>,
    ) -> Result<Money, Rejection> {
        let seen = self.entries.iter().filter(|entry| entry.is_seen(as_of, known_at));
        let booked = seen
            .flat_map(|entry| entry.lines())
            .filter(|line| line.account == *account)
            .map(|line| line.booked);
        Ok(Money::sum(self.ledger, booked)?)
    }

    /// The balance of an account after each day on which it moved, oldest first: the balance of
    /// any day is that of the last day not after it. One pass, whatever the number of days.
    ///
    /// ```
    /// use o2c_core::ledger::{Chart, Entry, EntryLine, Journal};
    /// let chart = Chart::french();
    /// let mut journal = Journal::new("EUR".parse()?);
    /// let sale = |on: &str, amount: &str| {
    ///     let (on, amount) = (on.parse()?, amount.parse::<o2c_core::money::Money>()?);
    ///     Ok::<_, o2c_core::error::Error>(Entry::balanced(on, on, "F".parse()?, vec![
    ///         EntryLine::in_ledger(&chart.receivable, None, amount),
    ///         EntryLine::in_ledger(&chart.sales, None, amount.negated()),
    ///     ])?)
    /// };
    /// journal.append(sale("2026-02-01", "5.00 EUR")?)?;
    /// journal.append(sale("2026-01-15", "7.00 EUR")?)?;
    /// let days = journal.balances_by_day(&chart.receivable, None)?;
    /// let told: Vec<_> = days.iter().map(|(day, balance)| format!("{day} {balance}")).collect();
    /// assert_eq!(told, ["2026-01-15 7.00 EUR", "2026-02-01 12.00 EUR"]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn balances_by_day(
        &self,
        account: &AccountNumber,
        known_at: Option<Day>,
    ) -> Result<Vec<(Day, Money)>, Rejection> {
        let mut moves: BTreeMap<Day, i128> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.is_known(known_at)) {
            for line in entry.lines().iter().filter(|line| line.account == *account) {
                let moved = moves.entry(entry.accounted_on()).or_default();
                // 10^20 lines would have to be added before 128 bits are full.
                *moved = moved.saturating_add(i128::from(line.booked.minor()));
            }
        }
        let mut balance = 0_i128;
        let running = moves.into_iter().map(|(day, moved)| {
            balance = balance.saturating_add(moved);
            Ok((day, Money::from_wide(balance, self.ledger)?))
        });
        running.collect()
    }

    /// Debits, credits and balance of every account that moved up to a day.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn trial_balance(
        &self,
        as_of: Day,
        known_at: Option<Day>,
    ) -> Result<TrialBalance, Rejection> {
        let mut accounts: BTreeMap<&AccountNumber, Turnover> = BTreeMap::new();
        let mut total = Turnover::default();
        for entry in self.entries.iter().filter(|entry| entry.is_seen(as_of, known_at)) {
            for line in entry.lines() {
                accounts.entry(&line.account).or_default().add(line.booked);
                total.add(line.booked);
            }
        }
        let rows = accounts.into_iter().map(|(account, turnover)| {
            let [debit, credit, balance] = turnover.figures(self.ledger)?;
            let account = account.clone();
            Ok(TrialBalanceRow { account, debit, credit, balance })
        });
        let rows = rows.collect::<Result<_, Rejection>>()?;
        let [debit_total, credit_total, _] = total.figures(self.ledger)?;
        Ok(TrialBalance { as_of, known_at, rows, debit_total, credit_total })
    }

    /// Looks at every entry again and returns the first that breaks a rule.
    ///
    /// # Errors
    /// What [`Entry::balanced`] and [`Journal::append`] refuse, with the entry's place.
    pub fn audit(&self) -> Result<(), Rejection> {
        for (index, entry) in self.entries.iter().enumerate() {
            self.refuse_other_ledger(entry)
                .and_then(|()| refuse_unbalanced(entry.lines()))
                .map_err(|refusal| refusal.inside_index("entries", index))?;
        }
        Ok(())
    }

    fn refuse_other_ledger(&self, entry: &Entry) -> Result<(), Rejection> {
        match entry.ledger() {
            Some(found) if found != self.ledger => {
                Err(Rejection::OtherLedger { path: Path::root(), expected: self.ledger, found })
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// One account of a trial balance, in the ledger's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TrialBalanceRow {
    /// The account.
    pub account: AccountNumber,
    /// The sum of its debits.
    pub debit: Money,
    /// The sum of its credits, not negative.
    pub credit: Money,
    /// Debits less credits.
    pub balance: Money,
}

/// Every account that moved, sorted by number, and proof that debits equal credits.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TrialBalance {
    /// The day up to which entries count.
    pub as_of: Day,
    /// The day up to which entries had been recorded; none for all that is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub known_at: Option<Day>,
    /// The accounts, sorted by number.
    pub rows: Vec<TrialBalanceRow>,
    /// The sum of all debits.
    pub debit_total: Money,
    /// The sum of all credits; equal to the debits.
    pub credit_total: Money,
}
