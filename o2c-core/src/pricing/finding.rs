//! What stands in the way of a price, and who let it go for less.

use super::{PriceOrder, PricedOrder, Rejection};
use crate::id::{LineId, Text};
use crate::money::{Money, split};
use alloc::vec::Vec;

/// Why somebody had better look at a price.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PriceFinding {
    /// A line is sold below its floor.
    BelowFloor {
        /// Which line.
        line: LineId,
        /// What it comes to, its share of what is taken off the whole taken off.
        net: Money,
        /// What it comes to at the floor price.
        floor: Money,
        /// Who approved it; the order is refused where nobody did.
        approved_by: Text,
    },
    /// The order comes to less than the least and is not charged for it.
    BelowMinimum {
        /// What its lines come to.
        net: Money,
        /// The least.
        least: Money,
    },
    /// More is taken off than there is: the order, or a line of it, comes to less than nothing.
    BelowNothing {
        /// Which line; none for the order as a whole.
        line: Option<LineId>,
        /// What it comes to.
        net: Money,
    },
}

impl PriceFinding {
    /// Whether an order may go with it: somebody approved it.
    pub(super) fn is_approved(&self) -> bool {
        match self {
            PriceFinding::BelowFloor { approved_by, .. } => !approved_by.is_empty(),
            PriceFinding::BelowMinimum { .. } | PriceFinding::BelowNothing { .. } => false,
        }
    }
}

impl PriceOrder {
    /// What comes to less than it may, where a discount is taken off the whole besides: lines below
    /// their floors, which free goods count for as sold, and less than nothing.
    pub(super) fn below(
        &self,
        order: &PricedOrder,
        discount: Money,
    ) -> Result<Vec<PriceFinding>, Rejection> {
        let mut taken = discount;
        for step in order.trace.iter().filter(|step| step.line.is_none()) {
            if step.amount.is_negative() {
                taken = taken.checked_sub(step.amount)?;
            }
        }
        // What comes to nothing bears nothing of it.
        let weights = order.lines.iter().map(|line| i128::from(line.net.minor()).max(0));
        let weights: Vec<i128> = weights.collect();
        let shares = match weights.iter().any(|weight| *weight > 0) {
            true => split(taken, &weights)?,
            false => alloc::vec![Money::zero(self.currency); weights.len()],
        };
        let mut found = Vec::new();
        for ((line, priced), share) in self.lines.iter().zip(&order.lines).zip(shares) {
            let (id, net) = (|| line.id.clone(), priced.net.checked_sub(share)?);
            if priced.net.is_negative() {
                found.push(PriceFinding::BelowNothing { line: Some(id()), net: priced.net });
            }
            let Some(floor) = line.floor else { continue };
            let floor = self.at(floor, &priced.parts)?;
            if net.minor() < floor.minor() {
                let (line, approved_by) = (id(), line.approved_by.clone());
                found.push(PriceFinding::BelowFloor { line, net, floor, approved_by });
            }
        }
        let net = order.net.checked_sub(discount)?;
        if net.is_negative() {
            found.push(PriceFinding::BelowNothing { line: None, net });
        }
        Ok(found)
    }
}
