//! The outer walls: how large anything may be, each bound with its reason.

/// Money stays below this many minor units, in every currency: sums of a billion such items still
/// fit the 128-bit integers in which they are computed.
pub const MINOR_UNITS: i64 = 1_000_000_000_000_000_000;

/// Significant digits of an exact decimal (price, quantity, percentage, rate), trailing zeros
/// dropped: what a 64-bit integer always holds (rulebook G-06).
pub const SIGNIFICANT_DIGITS: u32 = 18;

/// Decimal places of an exact decimal, trailing zeros dropped (rulebook G-06).
pub const DECIMAL_PLACES: u8 = 10;

/// Characters of an identifier given by the caller.
pub const ID_CHARACTERS: usize = 64;

/// Characters of a free text, such as a remittance text or a reason.
pub const TEXT_CHARACTERS: usize = 2_000;

/// Lines of one document.
pub const DOCUMENT_LINES: usize = 100_000;

/// Instalments of one document: their numbers fit 16 bits with room to spare.
pub const INSTALMENTS: usize = 1_000;

/// Characters of an account number.
pub const ACCOUNT_CHARACTERS: usize = 20;

/// Bounds between the buckets of an ageing.
pub const AGEING_BOUNDS: usize = 24;

/// The longest bound between buckets, in days: a century.
pub const AGEING_DAYS: u32 = 36_525;

/// Figures of one ageing over columns: a gigabyte of them.
pub const AGEING_CELLS: usize = 1 << 27;
