//! Money: whole minor units of a currency, exact decimals for what multiplies it, one place where
//! figures are rounded and two ways to split a whole without losing a cent.
//!
//! ```
//! use o2c_core::money::{Currency, Money, Rounding, UnitPrice, split};
//! let eur = Currency::parse("EUR")?;
//! let price: UnitPrice = "10.00".parse()?;
//! let quantity = "7".parse()?;
//! // rulebook EX-I2: 7 units at 10.00 per 3 units are 23.33, rounded once.
//! let goods = price.times(quantity, "3".parse()?, eur, Rounding::HalfAwayFromZero)?;
//! assert_eq!(goods.to_string(), "23.33 EUR");
//! // rulebook EX-M4: a hundred in three equal parts loses nothing.
//! let parts = split(Money::parse("100.00", eur)?, &[1, 1, 1])?;
//! assert_eq!(parts[0].to_string(), "33.34 EUR");
//! assert_eq!(Money::sum(eur, parts)?.to_string(), "100.00 EUR");
//! # Ok::<(), o2c_core::money::Rejection>(())
//! ```
//!
//! Money has no operators: every sum is checked and may be refused. Nothing here takes a float.

mod amount;
mod currency;
mod exact;
mod exchange;
mod ratio;
mod rejection;
mod rounding;
mod share;

pub use amount::Money;
pub use currency::{Currency, CurrencyRow, TABLE as CURRENCIES};
pub use exact::{Exact, Percent, Rate, UnitPrice};
pub use exchange::ExchangeRate;
pub(crate) use ratio::Ratio;
pub use rejection::Rejection;
pub use rounding::{Rounding, divide};
pub(crate) use share::proportion;
pub use share::{split, split_minor, telescope, telescope_minor};
