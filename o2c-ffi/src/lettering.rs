//! The lettering of a ledger over the caller's own columns.

use crate::error::{Failure, o2c_error};
use crate::guard::{answer_handle, free};
use crate::status::o2c_status;
use crate::text::{column, rows};
use o2c_core::lettering::ledger::{
    ColumnGroup, ColumnLettering, LedgerColumns, LedgerRule, letter_columns,
};

/// The party of a line whose account is the party; the piece of one without a reference; the
/// letter of one that is open.
pub const O2C_NONE: u32 = u32::MAX;

/// Lines of one entry.
pub const O2C_RULE_SAME_ENTRY: u32 = 0;
/// Lines of one piece.
pub const O2C_RULE_SAME_PIECE: u32 = 1;
/// A debit and a credit of one amount.
pub const O2C_RULE_EQUAL_AMOUNTS: u32 = 2;
/// One amount and lines that stand next to each other.
pub const O2C_RULE_CONSECUTIVE_LINES: u32 = 3;
/// One amount and the only two to four lines that sum to it.
pub const O2C_RULE_SUBSET: u32 = 4;
/// One amount and all that is open, up to three lines left out.
pub const O2C_RULE_ALL_BUT: u32 = 5;
/// Amounts of one day and lines that stand next to each other.
pub const O2C_RULE_DAY_TOTAL: u32 = 6;
/// Lines between two days on which the account has the same balance.
pub const O2C_RULE_BALANCE: u32 = 7;
/// Several debits and several credits with one sum.
pub const O2C_RULE_MANY_TO_MANY: u32 = 8;

/// The lines of a ledger as columns of one length: a row is a line. The columns stay the caller's
/// and are read in place. Numbers stand for texts; those of journals, entries and pieces are
/// compared as they are counted.
///
/// ```c
/// o2c_ledger_lines ledger = {account, party, accounted_on, journal, entry, piece, open_minor,
///                            currency, letter, 3};
/// ```
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_ledger_lines {
    /// The accounts.
    pub account: *const u32,
    /// The parties; `O2C_NONE` where the account is the party.
    pub party: *const u32,
    /// The accounting days, as days since 1970-01-01.
    pub accounted_on: *const i32,
    /// The journals.
    pub journal: *const u32,
    /// The entries within their journals.
    pub entry: *const u32,
    /// The pieces; `O2C_NONE` where no reference is given.
    pub piece: *const u32,
    /// The open amounts in minor units: debit positive, credit negative.
    pub open_minor: *const i64,
    /// The currencies.
    pub currency: *const u16,
    /// The letters the lines have already; `O2C_NONE` for a line that is open.
    pub letter: *const u32,
    /// How many lines there are; with 0 the columns may be NULL.
    pub length: usize,
}

/// A line that is in a group.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct o2c_lettered_row {
    /// The line, counted from 0.
    pub row: usize,
    /// Its group, numbered from 0: lines of one account, party and currency that sum to zero.
    pub group: u32,
    /// The rule that found it, one of `O2C_RULE_...`.
    pub rule: u32,
    /// 1 where the group settles a balance carried forward, which is lettered in the ledger before;
    /// 0 elsewhere.
    pub is_carried: u32,
}

/// A lettering: made by `o2c_lettering_compute`, ended by `o2c_lettering_free`. It never changes.
pub struct o2c_lettering {
    rows: Vec<o2c_lettered_row>,
}

/// Letters the open lines of a ledger by their amounts, days and pieces alone.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_LENGTH`, `O2C_PANICKED`. `lettering`
/// is the caller's: end it with `o2c_lettering_free`.
///
/// ```c
/// o2c_lettering *found = NULL;
/// status = o2c_lettering_compute(&ledger, &found, &error);
/// ```
///
/// # Safety
/// `ledger` and its columns are as long as they say; the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_lettering_compute(
    ledger: *const o2c_ledger_lines,
    lettering: *mut *mut o2c_lettering,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("lettering", lettering, error, || {
            let found = letter_columns(&columns(ledger)?);
            found.map(lettered).map_err(Failure::refused)
        })
    }
}

/// The lines that are in a group, group by group: `*rows_len` rows that belong to `lettering`. NULL
/// and no rows for NULL; `rows_len` may be NULL.
///
/// ```c
/// size_t found_len = 0, found_at;
/// const o2c_lettered_row *lettered = o2c_lettering_rows(lettering, &found_len);
/// for (found_at = 0; found_at < found_len; found_at++) {
///     printf("group %" PRIu32 "\n", lettered[found_at].group);
/// }
/// ```
///
/// # Safety
/// `lettering` is NULL or lives; `rows_len` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_lettering_rows(
    lettering: *const o2c_lettering,
    rows_len: *mut usize,
) -> *const o2c_lettered_row {
    // SAFETY: the caller vouches for the handle and the output.
    unsafe { rows(lettering.as_ref().map(|lettering| &*lettering.rows), rows_len) }
}

/// Ends a lettering and the rows taken from it. NULL is left alone.
///
/// ```c
/// o2c_lettering_free(lettering);
/// ```
///
/// # Safety
/// `lettering` is NULL or lives and is used by nobody else; it ends here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_lettering_free(lettering: *mut o2c_lettering) {
    // SAFETY: passed on from the caller.
    unsafe { free(lettering) }
}

/// The caller's columns as the core sees them.
///
/// # Safety
/// `ledger` is NULL or lives, and its columns are as long as it says.
unsafe fn columns<'a>(ledger: *const o2c_ledger_lines) -> Result<LedgerColumns<'a>, Failure> {
    // SAFETY: the caller vouches for the columns.
    unsafe {
        let ledger = crate::text::handle("ledger", ledger)?;
        let length = ledger.length;
        Ok(LedgerColumns {
            account: column("account", ledger.account, length)?,
            party: column("party", ledger.party, length)?,
            accounted_on: column("accounted_on", ledger.accounted_on, length)?,
            journal: column("journal", ledger.journal, length)?,
            entry: column("entry", ledger.entry, length)?,
            piece: column("piece", ledger.piece, length)?,
            open_minor: column("open_minor", ledger.open_minor, length)?,
            currency: column("currency", ledger.currency, length)?,
            letter: column("letter", ledger.letter, length)?,
        })
    }
}

fn lettered(found: ColumnLettering) -> o2c_lettering {
    let groups = found.groups.iter().map(|group| (group, 0));
    let carried = found.carried.iter().map(|group| (group, 1));
    let groups = (0_u32..).zip(groups.chain(carried));
    let shown = |(group, (one, is_carried)): (u32, (&ColumnGroup, u32))| {
        let rule = rule_of(one.rule);
        let rows = one.rows.iter();
        let rows = rows.map(move |row| o2c_lettered_row { row: *row, group, rule, is_carried });
        rows.collect::<Vec<_>>()
    };
    o2c_lettering { rows: groups.flat_map(shown).collect() }
}

const fn rule_of(rule: LedgerRule) -> u32 {
    match rule {
        LedgerRule::SameEntry => O2C_RULE_SAME_ENTRY,
        LedgerRule::SamePiece => O2C_RULE_SAME_PIECE,
        LedgerRule::EqualAmounts => O2C_RULE_EQUAL_AMOUNTS,
        LedgerRule::ConsecutiveLines => O2C_RULE_CONSECUTIVE_LINES,
        LedgerRule::Subset => O2C_RULE_SUBSET,
        LedgerRule::AllBut => O2C_RULE_ALL_BUT,
        LedgerRule::DayTotal => O2C_RULE_DAY_TOTAL,
        LedgerRule::Balance => O2C_RULE_BALANCE,
        LedgerRule::ManyToMany => O2C_RULE_MANY_TO_MANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{O2C_NULL_POINTER, O2C_OK, O2C_REFUSED};
    use std::ptr;

    fn letter(minors: &[i64]) -> (o2c_status, Vec<o2c_lettered_row>) {
        let length = minors.len();
        let (numbers, days) = (vec![0_u32; length], vec![20_000_i32; length]);
        let (none, currency) = (vec![O2C_NONE; length], vec![0_u16; length]);
        let entry: Vec<u32> = (0..).take(length).collect();
        let ledger = o2c_ledger_lines {
            account: numbers.as_ptr(),
            party: numbers.as_ptr(),
            accounted_on: days.as_ptr(),
            journal: numbers.as_ptr(),
            entry: entry.as_ptr(),
            piece: none.as_ptr(),
            open_minor: minors.as_ptr(),
            currency: currency.as_ptr(),
            letter: none.as_ptr(),
            length,
        };
        let mut found = ptr::null_mut();
        // SAFETY: the columns and the output live; the handle is ended once.
        unsafe {
            let status = o2c_lettering_compute(&raw const ledger, &raw mut found, ptr::null_mut());
            let mut count = 0;
            let rows = o2c_lettering_rows(found, &raw mut count);
            let rows = (0..count).map(|at| *rows.add(at)).collect();
            o2c_lettering_free(found);
            (status, rows)
        }
    }

    #[test]
    fn rows_are_lettered_as_the_core_does() {
        let (status, rows) = letter(&[81_211, 500, -81_211]);
        let row = |row| {
            let rule = O2C_RULE_EQUAL_AMOUNTS;
            o2c_lettered_row { row, group: 0, rule, is_carried: 0 }
        };
        assert_eq!((status, rows), (O2C_OK, vec![row(0), row(2)]));
        assert_eq!(letter(&[]), (O2C_OK, Vec::new()));
        assert_eq!(letter(&[i64::MAX]).0, O2C_REFUSED);
        let mut found = ptr::null_mut();
        // SAFETY: no ledger is given.
        let none = unsafe { o2c_lettering_compute(ptr::null(), &raw mut found, ptr::null_mut()) };
        assert_eq!(none, O2C_NULL_POINTER);
    }
}
