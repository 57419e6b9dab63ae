//! What happened to a line: seven counters, from which what is open, billable and to be billed
//! follows (rulebook O-10, O-11).

use super::{BillingBasis, Content, DeliveryTolerance, OrderLine};
use crate::money::Exact;
use alloc::format;
use alloc::string::String;

/// What happened to a line, in its unit; never negative (rulebook O-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Counters {
    /// Not wanted any more.
    pub cancelled: Exact,
    /// Left the house.
    pub shipped: Exact,
    /// Billed.
    pub invoiced: Exact,
    /// Billed and given back by credit notes, returned or not.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_nothing"))]
    pub credited: Exact,
    /// Shipped and come back.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_nothing"))]
    pub returned: Exact,
    /// Shipped and arrived; counted where the order is billed as it arrives.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_nothing"))]
    pub delivered: Exact,
    /// Shipped, or performed, and accepted by the customer.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_nothing"))]
    pub accepted: Exact,
}

#[cfg(feature = "serde")]
fn is_nothing(figure: &Exact) -> bool {
    figure.is_zero()
}

/// The exact rest of a whole. It always exists: a quantity enters the counters only when the
/// whole line fits the digits of a figure at its decimals, and no part exceeds its line.
fn rest(whole: Exact, part: Exact) -> Exact {
    whole.checked_sub(part).unwrap_or(Exact::ZERO)
}

impl Counters {
    /// Still to ship: ordered less cancelled less shipped (rulebook O-11); nothing where more
    /// was shipped within its tolerance.
    pub fn open_to_ship(&self, ordered: Exact) -> Exact {
        rest(rest(ordered, self.cancelled), self.shipped).max(Exact::ZERO)
    }

    /// What may still leave: what is open, and as much more as its tolerance allows
    /// (rulebook O-10).
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn may_ship(
        &self,
        ordered: Exact,
        tolerance: DeliveryTolerance,
    ) -> Result<Exact, crate::money::Rejection> {
        if tolerance.over.exact().is_zero() {
            return Ok(self.open_to_ship(ordered));
        }
        let most = tolerance.most(ordered.checked_sub(self.cancelled)?)?;
        Ok(most.checked_sub(self.shipped)?.max(Exact::ZERO))
    }

    /// Billed and not given back.
    pub fn billed(&self) -> Exact {
        rest(self.invoiced, self.credited)
    }

    /// Shipped and not come back.
    pub fn kept(&self) -> Exact {
        rest(self.shipped, self.returned)
    }

    /// What the basis allows to be billed: what was shipped and kept, as much of it as arrived or
    /// was accepted, or what was ordered and is neither cancelled nor returned, with what was
    /// shipped beyond it.
    pub fn billable(&self, ordered: Exact, basis: BillingBasis) -> Exact {
        match basis {
            BillingBasis::Shipped => self.kept(),
            BillingBasis::Delivered => self.delivered.min(self.kept()),
            BillingBasis::Accepted => self.accepted.min(self.kept()),
            BillingBasis::Ordered => {
                rest(rest(ordered, self.cancelled).max(self.shipped), self.returned)
            }
        }
    }

    /// To invoice now: what the basis allows less what is billed (rulebook O-11); below zero where
    /// goods came back whose price was not given back.
    pub fn to_invoice(&self, ordered: Exact, basis: BillingBasis) -> Exact {
        rest(self.billable(ordered, basis), self.billed())
    }

    /// What may be accepted: kept, and not accepted before.
    pub fn to_accept(&self) -> Exact {
        rest(self.kept(), self.accepted).max(Exact::ZERO)
    }

    /// What may come back without a credit note: kept and not billed, whatever of it may be billed
    /// already.
    pub fn unbilled(&self, ordered: Exact, basis: BillingBasis) -> Exact {
        match basis {
            BillingBasis::Ordered => self.to_invoice(ordered, basis),
            BillingBasis::Shipped | BillingBasis::Delivered | BillingBasis::Accepted => {
                rest(self.kept(), self.billed())
            }
        }
    }

    /// What may still be cancelled: neither shipped nor, on the ordered basis, billed
    /// (rulebook O-12).
    pub fn cancellable(&self, ordered: Exact, basis: BillingBasis) -> Exact {
        let open = self.open_to_ship(ordered);
        match basis {
            BillingBasis::Shipped | BillingBasis::Delivered | BillingBasis::Accepted => open,
            BillingBasis::Ordered => open.min(self.to_invoice(ordered, basis)).max(Exact::ZERO),
        }
    }

    /// The first broken invariant of the line (rulebook O-10, I13).
    pub(super) fn audit(&self, line: &OrderLine, content: &Content) -> Result<(), String> {
        let ordered = line.quantity.figure();
        let broken = |what: &str| Err(format!("line {}: {what}", line.id));
        if !ordered.is_positive() {
            return broken("the quantity ordered is not positive");
        }
        let moved = [self.cancelled, self.shipped, self.delivered, self.accepted];
        let mut counters = moved.iter().chain([&self.invoiced, &self.credited, &self.returned]);
        if counters.any(|figure| figure.is_negative()) {
            return broken("a counter is negative");
        }
        if self.credited > self.invoiced || self.returned > self.shipped {
            return broken("more is credited than billed, or returned than shipped");
        }
        if self.delivered > self.shipped || self.accepted > self.shipped {
            return broken("more arrived or was accepted than was shipped");
        }
        let net = match ordered.checked_sub(self.cancelled) {
            Ok(net) if !net.is_negative() => net,
            Ok(_) | Err(_) => return broken("more is cancelled than ordered"),
        };
        let is_within = |most: Exact| self.shipped <= most;
        if !is_within(net) && !content.tolerance(line).most(net).is_ok_and(is_within) {
            return broken("more is shipped than ordered and not cancelled");
        }
        if self.to_invoice(ordered, content.billing).is_negative() {
            return broken("more is invoiced than billable");
        }
        Ok(())
    }
}
