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
mod condition;
mod document;
mod finding;
mod line;
mod list;
pub mod part;
#[cfg(test)]
mod part_tests;
mod price;
mod priced;
mod rejection;
mod scenario;

pub use adjustment::{Adjustment, AdjustmentKind, AdjustmentValue};
pub use condition::{MinimumOrder, OrderCondition, PriceCondition, PriceEffect};
pub use document::{DocumentAdjustment, ResolvedAdjustment, resolve_document_adjustments};
pub use finding::PriceFinding;
pub use line::{
    AdjustedAmount, LineAmounts, LinePricing, adjusted_amounts, line_amounts, price_line,
};
pub use list::{ListedItem, PriceList, Tier, TierMode, TieredPart};
pub use part::{OrderedLine, Part, part_of_order};
pub use price::{Price, PriceBasis};
pub use priced::{
    LineToPrice, Margin, PriceOrder, PriceStep, PricedLine, PricedOrder, PricedPart, price_order,
};
pub use rejection::Rejection;
pub use scenario::{CashIn, Scenario, ScenarioOutcome, Scenarios, price_scenarios};
