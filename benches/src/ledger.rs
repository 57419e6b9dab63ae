//! A made-up ledger: invoices, one payment for one to nine of them.

use crate::Numbers;
use o2c_core::lettering::ledger::LedgerColumns;

/// A ledger as columns, owned.
#[derive(Debug, Default)]
pub struct LedgerTable {
    party: Vec<u32>,
    accounted_on: Vec<i32>,
    journal: Vec<u32>,
    entry: Vec<u32>,
    open_minor: Vec<i64>,
    account: Vec<u32>,
    piece: Vec<u32>,
    currency: Vec<u16>,
    letter: Vec<u32>,
}

impl LedgerTable {
    /// The columns, for the kernel.
    pub fn as_columns(&self) -> LedgerColumns<'_> {
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

    /// The rows in the order of parties and days, what any lettering begins with: the figure to
    /// hold it against.
    pub fn sorted(&self) -> Vec<(u32, i32, i64)> {
        let rows = self.party.iter().zip(&self.accounted_on).zip(&self.open_minor);
        let mut rows: Vec<(u32, i32, i64)> =
            rows.map(|((party, day), minor)| (*party, *day, *minor)).collect();
        rows.sort_unstable();
        rows
    }

    fn push(&mut self, party: u32, day: i32, journal: u32, minor: i64) {
        self.entry.push(u32::try_from(self.entry.len()).unwrap_or(u32::MAX));
        self.party.push(party);
        self.accounted_on.push(day);
        self.journal.push(journal);
        self.open_minor.push(minor);
        self.account.push(0);
        self.piece.push(LedgerColumns::NO_PIECE);
        self.currency.push(0);
        self.letter.push(LedgerColumns::NO_LETTER);
    }
}

/// At least so many lines of so many parties: three of five payments settle one invoice, the
/// others two to nine, some thirty days later.
pub fn ledger(lines: usize, parties: u32) -> LedgerTable {
    let mut numbers = Numbers::new(42);
    let mut table = LedgerTable::default();
    let mut days = vec![20_000_i32; usize::try_from(parties).unwrap_or(1)];
    let signed = |number: u32| i32::try_from(number).unwrap_or(0);
    while table.entry.len() < lines {
        let party = numbers.below(parties);
        let Some(day) = days.get_mut(usize::try_from(party).unwrap_or(0)) else { continue };
        let count = if numbers.below(5) < 3 { 1 } else { 2 + numbers.below(8) };
        let mut total = 0;
        for _ in 0..count {
            *day += signed(numbers.below(if parties == 1 { 3 } else { 10 }));
            let minor = i64::from(numbers.below(900_000)) + 500;
            table.push(party, *day, 0, minor);
            total += minor;
        }
        table.push(party, *day + 25 + signed(numbers.below(11)), 1, -total);
    }
    table
}
