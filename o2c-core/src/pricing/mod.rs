//! Pricing, a calculator: what a line comes to from its quantity, price, allowances and charges,
//! how reductions of a whole document fall on its VAT groups, and the part of fixed amounts that
//! belongs to each invoice when an order is invoiced in parts.
//!
//! ```
//! use o2c_core::money::{Currency, Exact};
//! use o2c_core::pricing::{Adjustment, LinePricing, Price, price_line};
//! // rulebook EX-I2: 7 units at 10.00 per 3 units, less 5 %: 23.33 - 1.17.
//! let line = LinePricing {
//!     quantity: "7".parse()?,
//!     price: Price::Net("10.00".parse()?),
//!     base_quantity: "3".parse()?,
//!     adjustments: vec![Adjustment::allowance_percent("5".parse()?)],
//! };
//! let amounts = price_line(&line, Currency::EUR)?;
//! assert_eq!(amounts.goods.to_string(), "23.33 EUR");
//! assert_eq!(amounts.allowances.to_string(), "1.17 EUR");
//! assert_eq!(amounts.net.to_string(), "22.16 EUR");
//! # Ok::<(), o2c_core::pricing::Rejection>(())
//! ```

mod adjustment;
mod document;
mod line;
pub mod part;
#[cfg(test)]
mod part_tests;
mod price;
mod rejection;

pub use adjustment::{Adjustment, AdjustmentKind, AdjustmentValue};
pub use document::{DocumentAdjustment, ResolvedAdjustment, resolve_document_adjustments};
pub use line::{
    AdjustedAmount, LineAmounts, LinePricing, adjusted_amounts, line_amounts, price_line,
};
pub use part::{OrderedLine, Part, part_of_order};
pub use price::{Price, PriceBasis};
pub use rejection::Rejection;
