//! Calendar: days, half-open periods, due rules and payment terms. A calculator of the ground
//! floor: nothing here knows what day it is.
//!
//! ```
//! use o2c_core::calendar::{Day, Holidays, Terms};
//! // Thirty percent at once, the rest within 45 days and then at the end of that month.
//! let terms: Terms = "30%: net 0; rest: 45 days then end of month".parse()?;
//! let issued_on = Day::parse("2026-01-15")?;
//! let plan = terms.schedule("1200.00 EUR".parse()?, issued_on, &Holidays::none())?;
//! assert_eq!(plan[0].amount.to_string(), "360.00 EUR");
//! assert_eq!(plan[1].amount.to_string(), "840.00 EUR");
//! assert_eq!(plan[1].due_on, Day::parse("2026-03-31")?);
//! // Two readings are legal, so nobody guesses (rulebook T-04).
//! assert!("45 days end of month".parse::<Terms>().is_err());
//! # Ok::<(), o2c_core::calendar::Rejection>(())
//! ```
//!
//! A due rule is an ordered list of date operations, each monotone: who is billed later never
//! pays earlier. Periods are counted from their original anchor, so month ends do not drift.

mod anchor;
mod business_day;
mod dated;
mod day;
mod day_count;
mod due;
mod early_discount;
mod legal;
mod legal_maxima;
mod moment;
mod operation;
mod period;
mod rejection;
mod terms;
mod terms_text;

#[cfg(test)]
mod legal_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod terms_tests;

pub use anchor::{Anchor, AnchorDays};
pub use business_day::{BusinessDayShift, Holidays};
pub use dated::{DatedRow, DatedTable};
pub use day::Day;
pub use day_count::DayCount;
pub use due::{DueRule, EndOfMonthMode};
#[cfg(feature = "serde")]
pub(crate) use early_discount::is_default;
pub use early_discount::{
    DiscountByParts, DiscountPolicy, DiscountVat, EarlyDiscount, EarnedDiscount, ReceivedAmount,
};
pub use legal::{
    Agreement, BuyerKind, CheckedDue, LegalMaximum, TermsFacts, TermsFinding, TermsVerdict,
    check_terms,
};
pub use legal_maxima::LegalMaxima;
pub use moment::Moment;
pub use operation::{DateOperation, MonthDay};
pub use period::{Period, nth_period_start};
pub use rejection::Rejection;
pub use terms::{Instalment, InstalmentRule, Share, Terms};
