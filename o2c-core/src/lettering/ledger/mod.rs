//! A calculator: the lettering of a ledger that exists already, without any text.
//!
//! What is known of a line is its account and party, its day, its journal and entry, the
//! reference of its piece, and its amount. Groups of lines of one account, one party and one
//! currency that sum to zero (rulebook L-01) are found by rules, the surest first:
//!
//! 1. **same entry**: a purchase and its payment in one entry;
//! 2. **same piece**: all lines of a piece, or its only two equal amounts;
//! 3. **equal amounts**, a debit and a credit each. Where several lines have the amount, they
//!    meet in the order of their days: as many as possible, then as near as possible to the
//!    delay that is usual between this party's debits and credits;
//! 4. **consecutive lines**: one amount is the sum of lines that stand next to each other among
//!    what is open, whole days before parts of days: what a payment by statement looks like;
//! 5. **subset**: one amount is the sum of two to four lines, and of no others;
//! 6. **all but**: one amount is the sum of all that is open, perhaps until some day, but up to
//!    three lines;
//! 7. **day total**: several payments of one day are the sum of consecutive lines;
//! 8. **many to many**: three to six lines close to each other sum to zero, or debits that stand
//!    next to each other and credits that stand next to each other have one sum: the closer they
//!    stand, the fewer sums are possible and the surer it is;
//! 9. **balance**: the account comes back to what it was before.
//!
//! A group that settles several stories at once is told apart as far as its amounts tell: equal
//! amounts in the order of their days, a line and the fewest lines that sum to it.
//!
//! A sum is no evidence where it may be chance: the more sums a rule tries, the larger the amount
//! must be, measured in the largest unit that divides all amounts of the account. Two answers
//! that are equally good are none (contract I19). What fits best, but hardly better than something
//! else, is not lettered, and serves no weaker rule: an amount that stands more often on one side
//! than on the other where another line of it fits nearly as well, lines that settle each other
//! long after the usual delay, consecutive lines for one of which an older one of its amount could
//! stand, unless they are paid as usual, a balance that comes back after weeks. Where in the end
//! much of what an account was paid stays unexplained, sums of amounts that recur near them are
//! given up again. A line is in one
//! group at most; the order of the input does not matter (rulebook L-11). Lines that have a letter
//! already keep it and tell how long a party usually takes: once the groups found have theirs,
//! nothing more is found.
//!
//! What is usual is told by letters and by amounts that stand once on either side. Where amounts
//! repeat themselves, the delay that explains most of them tells it: the one that leaves
//! the fewest lines without a counterpart where the ledger would hold one. A party without an
//! opening balance, where others have one, owed nothing before.
//!
//! The work is bounded: an amount is compared with the nearest lines only, and what is left of an
//! account is asked again only while each line has been looked at a few thousand times at most.
//!
//! Balances carried forward as totals are no documents: what settles them is lettered in the
//! ledger of the year before. Such lines take part, so that the payments of last year's documents
//! are not taken for this year's; their groups are given apart, as *carried*.
//!
//! ```
//! use o2c_core::lettering::ledger::{LedgerLine, LedgerRule, letter_ledger};
//! # fn line(on: &str, journal: &str, amount: &str) -> Result<LedgerLine, o2c_core::error::Error> {
//! #     Ok(LedgerLine {
//! #         account: "411".parse()?, party: "C-17".parse()?, accounted_on: on.parse()?,
//! #         journal: journal.parse()?, entry: Default::default(), piece: Default::default(),
//! #         amount: amount.parse()?, letter: Default::default(),
//! #     })
//! # }
//! let lines = [
//!     line("2026-01-05", "sales", "120.00 EUR")?,
//!     line("2026-01-12", "sales", "80.45 EUR")?,
//!     line("2026-01-19", "sales", "61.10 EUR")?,
//!     line("2026-02-10", "bank", "-141.55 EUR")?,
//!     line("2026-02-03", "bank", "-120.00 EUR")?,
//! ];
//! let found = letter_ledger(&lines)?;
//! assert_eq!(found.groups[0].rows, [0, 4]);
//! assert_eq!(found.groups[0].rule, LedgerRule::EqualAmounts);
//! assert_eq!(found.groups[1].rows, [1, 2, 3]);
//! assert_eq!(found.groups[1].rule, LedgerRule::ConsecutiveLines);
//! assert_eq!(found.groups[1].lettered_on.to_string(), "2026-02-10");
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod balances;
mod carried;
mod columns;
mod delays;
mod doubts;
mod kernel;
mod pairs;
mod parts;
mod rows;
mod runs;
mod scope;
mod several;
mod subsets;
mod texts;

pub use columns::{ColumnGroup, ColumnLettering, LedgerColumns};
pub use kernel::letter_columns;
pub use rows::{Ledger, LedgerGroup, LedgerLettering, LedgerLine, letter_ledger};
pub use texts::{LedgerTexts, letter_texts};

/// The rule that found a group, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LedgerRule {
    /// Lines of one entry.
    SameEntry,
    /// Lines of one piece.
    SamePiece,
    /// A debit and a credit of one amount (rulebook 4.2 step 4).
    EqualAmounts,
    /// One amount and lines that stand next to each other (rulebook 4.2 step 5).
    ConsecutiveLines,
    /// One amount and the only two to four lines that sum to it (rulebook 4.2 step 6).
    Subset,
    /// One amount and all that is open, perhaps until some day, up to three lines left out.
    AllBut,
    /// Amounts of one day and lines that stand next to each other.
    DayTotal,
    /// Lines between two days on which the account has the same balance (rulebook 4.2 step 5).
    Balance,
    /// Several debits and several credits with one sum.
    ManyToMany,
}

impl LedgerRule {
    /// The rule in words, as it travels: `equal_amounts`.
    pub const fn code(self) -> &'static str {
        match self {
            LedgerRule::SameEntry => "same_entry",
            LedgerRule::SamePiece => "same_piece",
            LedgerRule::EqualAmounts => "equal_amounts",
            LedgerRule::ConsecutiveLines => "consecutive_lines",
            LedgerRule::Subset => "subset",
            LedgerRule::AllBut => "all_but",
            LedgerRule::DayTotal => "day_total",
            LedgerRule::Balance => "balance",
            LedgerRule::ManyToMany => "many_to_many",
        }
    }
}

crate::rejections! {
    /// Why a ledger cannot be lettered: numbers 1640 to 1659.
    pub enum Rejection {
        /// The columns of one ledger are of different length.
        LengthsDiffer = 1641 "lettering.lengths_differ"
            { column: &'static str, expected: usize, found: usize }
            => "column {column} has {found} rows, column account has {expected}",
    }
    carries { Columns(crate::columns::Rejection), Money(crate::money::Rejection) }
}
