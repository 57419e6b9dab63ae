//! Interest for late payment: a calculator. Simple interest on what is still due, day by day, and
//! the flat compensation for recovery.
//!
//! ```
//! use o2c_core::calendar::{DatedTable, Day};
//! use o2c_core::interest::{LateItem, Movement, Terms, accrue};
//! let mut rates = DatedTable::new();
//! rates.insert(Day::parse("2026-01-01")?, "12.15".parse()?)?;
//! let mut item = LateItem::new("F1".parse()?, "10000.00 EUR".parse()?, "2026-04-30".parse()?);
//! item.movements.push(Movement::payment("2026-05-20".parse()?, "4000.00 EUR".parse()?));
//! item.movements.push(Movement::payment("2026-06-30".parse()?, "6000.00 EUR".parse()?));
//! // rulebook EX-T6: 20 days on 10 000, then 41 days on 6 000.
//! let accrual = accrue(&item, &Terms::at(rates), "2026-07-15".parse()?)?;
//! assert_eq!(accrual.segments.iter().map(|part| part.days).collect::<Vec<_>>(), [20, 41]);
//! assert_eq!(accrual.interest.to_string(), "148.46 EUR");
//! # Ok::<(), o2c_core::error::Error>(())
//! ```
//!
//! The day after the due day is the first that bears interest, the day of the payment the last.
//! The amount still due and the rate cut that time into segments; the exact sum of the segments
//! is rounded once per item. Who bills in stages bills what that comes to, less what was billed.

mod accrual;
mod claim;
mod item;
mod rejection;
mod terms;

#[cfg(test)]
mod tests;

pub use accrual::{Accrual, Fraction, Segment, accrue};
pub use claim::{Claim, ClaimFigures, FixedFee, claim};
pub use item::{LateItem, Movement, MovementKind};
pub use rejection::Rejection;
pub use terms::{BelowFloor, Compounding, ContractFloor, CountedFrom, Fixing, Terms};
