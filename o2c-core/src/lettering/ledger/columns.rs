//! A ledger as plain slices, and the groups found in it as row numbers.

use super::{LedgerRule, Rejection};
use crate::error::Path;
use alloc::vec::Vec;

/// The lines of a ledger as columns of one length, borrowed from whoever owns them.
///
/// Dense numbers stand for texts. Those of journals, entries and pieces are compared as they are
/// counted: of two lines of one day the one with the lower numbers comes first.
#[derive(Debug, Clone, Copy)]
pub struct LedgerColumns<'a> {
    /// The accounts' dense numbers.
    pub account: &'a [u32],
    /// The parties' dense numbers; [`NO_PARTY`](Self::NO_PARTY) where the account is the party.
    pub party: &'a [u32],
    /// The accounting days, as days since 1970-01-01.
    pub accounted_on: &'a [i32],
    /// The journals' dense numbers.
    pub journal: &'a [u32],
    /// The entries' dense numbers within their journals.
    pub entry: &'a [u32],
    /// The pieces' dense numbers; [`NO_PIECE`](Self::NO_PIECE) where no reference is given.
    pub piece: &'a [u32],
    /// The open amounts in minor units: debit positive, credit negative (rulebook G-03).
    pub open_minor: &'a [i64],
    /// The currencies' dense numbers.
    pub currency: &'a [u16],
    /// The letters the lines have already, as dense numbers within account, party and currency;
    /// [`NO_LETTER`](Self::NO_LETTER) for a line that is open.
    pub letter: &'a [u32],
}

impl LedgerColumns<'_> {
    /// The party of a line whose account is the party.
    pub const NO_PARTY: u32 = u32::MAX;
    /// The piece of a line without a reference.
    pub const NO_PIECE: u32 = u32::MAX;
    /// The letter of a line that has none.
    pub const NO_LETTER: u32 = u32::MAX;

    /// How many lines there are.
    pub const fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there is no line.
    pub const fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Refuses columns of different length and amounts beyond the range of money.
    pub(super) fn check(&self) -> Result<(), Rejection> {
        let expected = self.len();
        for (column, found) in [
            ("party", self.party.len()),
            ("accounted_on", self.accounted_on.len()),
            ("journal", self.journal.len()),
            ("entry", self.entry.len()),
            ("piece", self.piece.len()),
            ("open_minor", self.open_minor.len()),
            ("currency", self.currency.len()),
            ("letter", self.letter.len()),
        ] {
            if found != expected {
                let path = Path::field(column);
                return Err(Rejection::LengthsDiffer { path, column, expected, found });
            }
        }
        Ok(crate::columns::refuse_out_of_range(self.open_minor)?)
    }
}

/// Lines of one account, party and currency that sum to zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnGroup {
    /// The rule that found it.
    pub rule: LedgerRule,
    /// Its rows, ascending.
    pub rows: Vec<usize>,
    /// The days that usually lie between this party's debits and its credits, negative where
    /// credits come first; none where too little is known.
    pub usual_days: Option<i32>,
}

/// What lettering finds in a ledger, each list in the order of its groups' first rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnLettering {
    /// The groups.
    pub groups: Vec<ColumnGroup>,
    /// What settles balances carried forward as totals: lettered in the ledger before.
    pub carried: Vec<ColumnGroup>,
}

impl ColumnLettering {
    /// The number of a row that is in no group.
    pub const NO_GROUP: u32 = u32::MAX;

    /// The group of each of so many rows, as its place among the groups: a column beside those of
    /// the ledger.
    ///
    /// ```
    /// use o2c_core::lettering::ledger::{ColumnGroup, ColumnLettering, LedgerRule};
    /// let group = |rows: &[usize]| ColumnGroup {
    ///     rule: LedgerRule::EqualAmounts, rows: rows.to_vec(), usual_days: None,
    /// };
    /// let groups = vec![group(&[0, 3]), group(&[1, 4])];
    /// let found = ColumnLettering { groups, carried: Vec::new() };
    /// assert_eq!(found.group_of_rows(5), [0, 1, ColumnLettering::NO_GROUP, 0, 1]);
    /// ```
    pub fn group_of_rows(&self, rows: usize) -> Vec<u32> {
        let mut numbers = alloc::vec![Self::NO_GROUP; rows];
        for (number, group) in (0..).zip(&self.groups) {
            for row in &group.rows {
                if let Some(place) = numbers.get_mut(*row) {
                    *place = number;
                }
            }
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::super::letter_columns;
    use super::*;
    use crate::error::Refusal;

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let mut ledger = LedgerColumns {
            account: &[0, 0],
            party: &[0, 0],
            accounted_on: &[20_000, 20_000],
            journal: &[0, 0],
            entry: &[0, 0],
            piece: &[LedgerColumns::NO_PIECE; 2],
            open_minor: &[1, -1],
            currency: &[0, 0],
            letter: &[LedgerColumns::NO_LETTER; 2],
        };
        assert_eq!(letter_columns(&ledger).unwrap().groups[0].rule, LedgerRule::SameEntry);
        ledger.accounted_on = &[i32::MIN, i32::MAX];
        assert_eq!(letter_columns(&ledger).unwrap().groups, []);
        ledger.piece = &[0];
        let refused = letter_columns(&ledger).unwrap_err();
        assert_eq!(
            (refused.code(), refused.path().as_str()),
            ("lettering.lengths_differ", "piece")
        );
        ledger.piece = &[0, 0];
        ledger.open_minor = &[1, i64::MIN];
        let refused = letter_columns(&ledger).unwrap_err();
        assert_eq!(
            (refused.code(), refused.path().as_str()),
            ("columns.out_of_range", "open_minor[1]")
        );
    }
}
