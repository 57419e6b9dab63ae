//! What the stock of an item at a site remembers.

use super::available::{Grain, Horizon};
use super::promise::Outlook;
use super::{Facts, Part, Rejection};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{ItemId, LineId, OrderId, ReceiptId, SiteId};
use crate::machine::BrokenHistory;
use crate::money::{self, Exact, Money, Rounding, divide, telescope};
use alloc::string::ToString;
use alloc::vec::Vec;

/// Which stock: an item at a site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StockKey {
    /// The item.
    pub item: ItemId,
    /// Where it is.
    pub site: SiteId,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A line of an order, by which its reservation is known.
    LineOfOrder {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineId,
    }
    /// Goods that are to come in.
    Expected {
        /// The caller's reference.
        receipt: ReceiptId,
        /// The day they are to come.
        on: Day,
        /// How much of it has not come in yet.
        quantity: Exact,
        /// What that costs, as far as it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
    }
    /// What is kept for a line of an order.
    Reservation {
        /// Which line of which order.
        of: LineOfOrder,
        /// What was promised, in the order of its days.
        parts: Vec<Part>,
        /// The day the customer asked for.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        requested_on: Option<Day>,
        /// The lowest is served first.
        priority: u8,
        /// The day of the order.
        ordered_on: Day,
        /// Whether it leaves whole: it is promised for one day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_whole: bool,
    }
    /// What the last of a stock cost when it left.
    LastLeft {
        /// How much left.
        quantity: Exact,
        /// What it cost.
        cost: Money,
    }
}

/// The stock of an item at a site: quantities in the item's unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Stock {
    /// What is there.
    pub on_hand: Exact,
    /// What it cost, where anything was ever known of that.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub value: Option<Money>,
    /// What is never promised.
    pub safety: Exact,
    /// Days after which any quantity can be bought or made, where that is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub replenishment_days: Option<u16>,
    /// What is to come in, by its day and reference.
    pub expected: Vec<Expected>,
    /// What is kept for orders, in the sequence in which it was reserved.
    pub reserved: Vec<Reservation>,
    /// What the last of it cost when all of it had left: what comes back then is worth as much.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last_left: Option<LastLeft>,
}

impl Expected {
    /// What a quantity of it costs: its share of the whole, and all of it where it is the rest.
    pub(super) fn cost_of(&self, quantity: Exact) -> Result<Option<Money>, money::Rejection> {
        let (part, whole) = quantity.min(self.quantity).common(self.quantity);
        self.cost.map(|cost| telescope(cost, 0, part, whole)).transpose()
    }
}

impl Reservation {
    /// How much is kept. The sum always exists: it was one quantity when it was reserved.
    pub fn quantity(&self) -> Exact {
        let mut parts = self.parts.iter().map(|part| part.quantity);
        parts.try_fold(Exact::ZERO, Exact::checked_add).unwrap_or_default()
    }

    /// Where it stands in the fixed sequence in which shortages are shared: by priority, then by
    /// the day promised, the day of the order and the order's id (rulebook O-15).
    pub(crate) fn sequence(&self) -> (u8, Day, Day, &OrderId, &LineId) {
        let promised_on = self.parts.first().and_then(|part| part.ships_on).unwrap_or(Day::MAX);
        (self.priority, promised_on, self.ordered_on, &self.of.order, &self.of.line)
    }
}

/// What a quantity costs where another one, above zero, cost so much; rounded once, half away from
/// zero.
fn at_average(quantity: Exact, other: Exact, cost: Money) -> Result<Money, money::Rejection> {
    let (part, whole) = quantity.common(other);
    let beyond = || money::Rejection::OutOfRange {
        path: Path::field("quantity"),
        figure: quantity.to_string(),
    };
    let product = i128::from(cost.minor()).checked_mul(part).ok_or_else(beyond)?;
    Money::from_wide(divide(product, whole, Rounding::HalfAwayFromZero)?, cost.currency())
}

impl Stock {
    /// A stock of which nothing is known.
    pub const fn new() -> Self {
        Stock {
            on_hand: Exact::ZERO,
            value: None,
            safety: Exact::ZERO,
            replenishment_days: None,
            expected: Vec::new(),
            reserved: Vec::new(),
            last_left: None,
        }
    }

    /// What is kept for a line of an order.
    pub fn reservation(&self, of: &LineOfOrder) -> Option<&Reservation> {
        self.reserved.iter().find(|reservation| reservation.of == *of)
    }

    /// Goods that are to come in, by their reference.
    pub fn receipt(&self, receipt: &ReceiptId) -> Option<&Expected> {
        self.expected.iter().find(|expected| expected.receipt == *receipt)
    }

    /// What is there and kept for nobody, the safety stock aside; below zero where it is short.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn unreserved(&self) -> Result<Exact, Rejection> {
        let free = self.on_hand.checked_sub(self.safety)?;
        let mut kept = self.reserved.iter().map(Reservation::quantity);
        Ok(kept.try_fold(free, Exact::checked_sub)?)
    }

    /// What a quantity of what is there costs, at the average of all that is there; the last of it
    /// takes what is left of the value. Where nothing is there, what the last of it cost when it
    /// left. None where nothing is known of what it cost.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn cost_of(&self, quantity: Exact) -> Result<Option<Money>, Rejection> {
        let Some(value) = self.value else {
            return Ok(None);
        };
        let (part, whole) = quantity.common(self.on_hand);
        if whole == 0 {
            return match &self.last_left {
                Some(last) => Ok(Some(at_average(quantity, last.quantity, last.cost)?)),
                None => Ok(Some(Money::zero(value.currency()))),
            };
        }
        if part <= whole {
            return Ok(Some(telescope(value, 0, part, whole)?));
        }
        // A count found more beyond what was there than was there: it costs what the rest costs.
        Ok(Some(at_average(quantity, self.on_hand, value)?))
    }

    /// The step in which all its figures, and others, are counted.
    fn grain(&self, others: impl IntoIterator<Item = Exact>) -> Result<Grain, Rejection> {
        let expected = self.expected.iter().map(|expected| expected.quantity);
        let parts = self.reserved.iter().flat_map(|of| &of.parts).map(|part| part.quantity);
        let own = [self.on_hand, self.safety].into_iter().chain(expected).chain(parts);
        Grain::of(own.chain(others))
    }

    /// What is known of the days to come: what is there now, what is expected from today on, and,
    /// where asked for, what is promised. A receipt that should have come and did not is no
    /// supply: nobody knows its day.
    pub(super) fn outlook(
        &self,
        on: Day,
        asked: impl IntoIterator<Item = Exact>,
        with_promises: bool,
    ) -> Result<(Outlook<'_>, Grain), Rejection> {
        let grain = self.grain(asked)?;
        let free = grain.count(self.on_hand).saturating_sub(grain.count(self.safety));
        let to_come = || self.expected.iter().filter(|expected| expected.on >= on);
        let supply = to_come().map(|expected| (expected.on, grain.count(expected.quantity)));
        let promised = self
            .reserved
            .iter()
            .filter(|_| with_promises)
            .flat_map(|reservation| &reservation.parts)
            .filter(|part| part.source != super::Source::Replenishment)
            .map(|part| {
                let day = part.ships_on.unwrap_or(Day::MAX).max(on);
                (day, grain.count(part.quantity.negated()))
            });
        let moves = core::iter::once((on, free)).chain(supply).chain(promised);
        let horizon = Horizon::new(moves);
        let expected = to_come().map(|expected| (expected.on, &expected.receipt)).collect();
        let replenished_on = match self.replenishment_days {
            Some(days) => Some(on.plus_days(i64::from(days))?),
            None => None,
        };
        Ok((Outlook { horizon, on, expected, replenished_on }, grain))
    }

    /// What may be promised for each of some days, as seen on a day (rulebook O-14); below zero
    /// where more is promised than ever comes in.
    ///
    /// # Errors
    /// `money.too_many_digits`, `calendar.out_of_range`.
    pub fn available(&self, on: Day, days: &[Day]) -> Result<Vec<Exact>, Rejection> {
        let (outlook, grain) = self.outlook(on, [], true)?;
        days.iter().map(|day| grain.figure(outlook.horizon.available(*day))).collect()
    }

    /// What would be promised now for a quantity and a day; nothing is kept.
    ///
    /// # Errors
    /// As of [`Command::Reserve`](super::Command::Reserve), save what is reserved already.
    pub fn promise(
        &self,
        quantity: Exact,
        requested_on: Option<Day>,
        facts: &Facts,
    ) -> Result<super::Promise, Rejection> {
        super::decide::promised(self, quantity, requested_on, facts)
    }

    /// What each reservation would be promised if all were promised anew, in their order; nothing
    /// is kept.
    ///
    /// # Errors
    /// `money.too_many_digits`, `calendar.out_of_range`.
    pub fn allocation(&self, facts: &Facts) -> Result<Vec<Vec<Part>>, Rejection> {
        super::decide::allocation(self, facts)
    }

    /// The first broken invariant of the state.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let broken = |reason: &str| Err(BrokenHistory::new("stock", reason).against("I13"));
        if self.on_hand.is_negative() || self.safety.is_negative() {
            return broken("less than nothing is there");
        }
        if self.value.is_some_and(|value| value.is_negative()) {
            return broken("what is there costs less than nothing");
        }
        if self.on_hand.is_zero() && self.value.is_some_and(|value| !value.is_zero()) {
            return broken("nothing is there and costs something");
        }
        if self.expected.iter().any(|expected| !expected.quantity.is_positive()) {
            return broken("nothing is expected under a reference");
        }
        let is_sorted =
            |one: &Expected, next: &Expected| (one.on, &one.receipt) < (next.on, &next.receipt);
        if !self.expected.is_sorted_by(is_sorted) {
            return broken("what is expected is not in the order of its days");
        }
        let parts = |of: &Reservation| {
            !of.parts.is_empty() && of.parts.iter().all(|part| part.quantity.is_positive())
        };
        if !self.reserved.iter().all(parts) {
            return broken("a reservation keeps nothing");
        }
        let mut lines: Vec<_> =
            self.reserved.iter().map(|of| (&of.of.order, &of.of.line)).collect();
        lines.sort_unstable();
        if lines.iter().zip(lines.iter().skip(1)).any(|(one, next)| one == next) {
            return broken("a line is reserved twice");
        }
        self.unreserved().map(|_| ()).map_err(|no| BrokenHistory::new("stock", no.to_string()))
    }
}
