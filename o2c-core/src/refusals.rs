//! The table of all refusals: which number and code means what, room by room.
//!
//! The doors read it: the C header, the Python exceptions and the documentation name refusals by
//! it. Numbers and codes are append-only.
//!
//! ```
//! use o2c_core::refusals;
//! let row = refusals::meaning(106).expect("given out long ago");
//! assert_eq!(row.code, "money.out_of_range");
//! ```

use crate::error::Meaning;
use alloc::string::String;

crate::rejections! {
    /// Why a text at a door is no input: numbers 1 to 9.
    pub enum Rejection {
        /// The text is not the JSON that is expected here.
        Malformed = 1 "json.malformed" { reason: String } => "{reason}",
        /// A figure of the answer cannot be written.
        Unwritable = 2 "json.unwritable" { reason: String } => "{reason}",
        /// The version of the text is not one this library reads.
        UnknownVersion = 3 "json.unknown_version" { version: u32, newest: u32 }
            => "version {version} is not between 1 and {newest}",
    }
}

/// Every room's refusals, in the order of the rooms.
pub static TABLES: &[&[Meaning]] = &[
    Rejection::TABLE,
    crate::id::Rejection::TABLE,
    crate::reference::Rejection::TABLE,
    crate::money::Rejection::TABLE,
    crate::quantity::Rejection::TABLE,
    crate::calendar::Rejection::TABLE,
    crate::party::Rejection::TABLE,
    crate::tax::Rejection::TABLE,
    crate::interest::Rejection::TABLE,
    crate::ledger::Rejection::TABLE,
    crate::columns::Rejection::TABLE,
    crate::directory::Rejection::TABLE,
    crate::pricing::Rejection::TABLE,
    crate::stock::Rejection::TABLE,
    crate::order::Rejection::TABLE,
    crate::credit::Rejection::TABLE,
    crate::fulfilment::Rejection::TABLE,
    crate::invoice::Rejection::TABLE,
    crate::subscription::Rejection::TABLE,
    crate::receivable::Rejection::TABLE,
    crate::lettering::Rejection::TABLE,
    crate::lettering::ledger::Rejection::TABLE,
    crate::dispute::Rejection::TABLE,
    crate::ageing::Rejection::TABLE,
    crate::dunning::Rejection::TABLE,
    crate::reporting::Rejection::TABLE,
    crate::company::Cause::TABLE,
];

/// What a number means; none where it was never given out.
pub fn meaning(number: u32) -> Option<&'static Meaning> {
    TABLES.iter().copied().flatten().find(|row| row.number == number)
}
