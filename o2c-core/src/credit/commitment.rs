//! What a line of an order is worth in an exposure (rulebook C-01b): each unit of value stands in
//! one place, while it is ordered, while it is delivered and not billed, and on its invoice.

use super::Rejection;
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Exact, Money, telescope};

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// The value of a line and what happened to its quantity.
    CommitmentOf {
        /// What the whole line comes to, VAT included.
        value: Money,
        /// How much was ordered, above zero.
        ordered: Exact,
        /// Not wanted any more.
        #[cfg_attr(feature = "serde", serde(default))]
        cancelled: Exact,
        /// Left the house.
        #[cfg_attr(feature = "serde", serde(default))]
        shipped: Exact,
        /// Shipped and come back.
        #[cfg_attr(feature = "serde", serde(default))]
        returned: Exact,
        /// Billed.
        #[cfg_attr(feature = "serde", serde(default))]
        invoiced: Exact,
        /// Billed and given back.
        #[cfg_attr(feature = "serde", serde(default))]
        credited: Exact,
    }
}

/// The value of a line by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Commitment {
    /// Ordered, not delivered, not billed.
    pub open_order: Money,
    /// Delivered, not billed.
    pub delivered_not_invoiced: Money,
    /// Billed: this stands on the account of the customer already.
    pub billed: Money,
}

impl CommitmentOf {
    /// The value by telescoping on the line's: the places of an unchanged line sum to it.
    ///
    /// ```
    /// use o2c_core::credit::CommitmentOf;
    /// // rulebook EX-C8: thirds, two shipped and one billed.
    /// let line = CommitmentOf {
    ///     value: "100.00 EUR".parse()?,
    ///     ordered: "3".parse()?,
    ///     cancelled: "0".parse()?,
    ///     shipped: "2".parse()?,
    ///     returned: "0".parse()?,
    ///     invoiced: "1".parse()?,
    ///     credited: "0".parse()?,
    /// };
    /// let worth = line.commitment()?;
    /// assert_eq!(worth.open_order.to_string(), "33.33 EUR");
    /// assert_eq!(worth.delivered_not_invoiced.to_string(), "33.34 EUR");
    /// assert_eq!(worth.billed.to_string(), "33.33 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `credit.nothing_to_divide_by` for a line of nothing, `credit.quantity_beyond` with its path,
    /// `money.out_of_range`.
    pub fn commitment(&self) -> Result<Commitment, Rejection> {
        let CommitmentOf { value, ordered, cancelled, shipped, returned, invoiced, credited } =
            *self;
        if !ordered.is_positive() {
            let path = Path::field("ordered");
            return Err(Rejection::NothingToDivideBy { path, figure: ordered });
        }
        let counters = [
            ("cancelled", cancelled, ordered),
            ("shipped", shipped, ordered),
            ("returned", returned, shipped),
            ("invoiced", invoiced, invoiced.max(Exact::ZERO)),
            ("credited", credited, invoiced),
        ];
        for (name, quantity, most) in counters {
            if quantity.is_negative() || quantity > most {
                let path = Path::field(name);
                return Err(Rejection::QuantityBeyond { path, quantity, most });
            }
        }
        let net = ordered.checked_sub(cancelled)?.checked_sub(returned)?.max(Exact::ZERO);
        let delivered = shipped.checked_sub(returned)?;
        let billed = invoiced.checked_sub(credited)?;
        let worth = |from: Exact, until: Exact| {
            // What is billed beyond the order is worth as much as the order.
            let [from, until, whole] =
                Exact::in_one_unit([from.min(ordered), until.min(ordered), ordered]);
            let nothing = Money::zero(value.currency());
            if until <= from { Ok(nothing) } else { telescope(value, from, until, whole) }
        };
        Ok(Commitment {
            open_order: worth(delivered.max(billed), net)?,
            delivered_not_invoiced: worth(billed, delivered)?,
            billed: worth(Exact::ZERO, billed)?,
        })
    }
}
