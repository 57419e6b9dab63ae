//! What is there, what may be promised, and which promises are in danger.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{ItemId, ReceiptId, SiteId};
use crate::money::{Exact, Money};
use crate::stock::{Part, Promise, Reservation, Stock, StockKey};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which stock, as seen on which day.
    StockQuery {
        /// The day from which one looks ahead.
        on: Day,
        /// Only this item's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        item: Option<ItemId>,
        /// Only this site's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
        /// Further days for which is asked what may be promised.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        days: Vec<Day>,
    }
    /// What would be promised; nothing is kept.
    StockPromiseQuery {
        /// The day on which is asked.
        on: Day,
        /// The item.
        item: ItemId,
        /// The site.
        site: SiteId,
        /// How much, in the item's unit.
        quantity: Exact,
        /// The day it is to arrive; as soon as can be where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        requested_on: Option<Day>,
    }
    /// Which promises are in danger, as seen on which day.
    DeliveryAlertsQuery {
        /// The day.
        on: Day,
        /// Only what was to leave within as many days; all of it where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        within_days: Option<u16>,
    }
}

/// The stock of an item at a site, in the item's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StockRow {
    /// The item.
    pub item: ItemId,
    /// The site.
    pub site: SiteId,
    /// What is there.
    pub on_hand: Exact,
    /// What is never promised.
    pub safety: Exact,
    /// What is to come in.
    pub expected: Exact,
    /// What is kept for orders.
    pub reserved: Exact,
    /// What is there and neither kept for orders nor safety; below zero where it is short.
    pub unreserved: Exact,
    /// What may be promised for the day of the report, and for each further day asked for.
    pub available: Vec<Exact>,
    /// What is there cost as much, as far as it is known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub value: Option<Money>,
    /// Receipts that should have come in before the day and did not.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub overdue_receipts: Vec<ReceiptId>,
    /// What is kept for which order.
    pub reservations: Vec<Reservation>,
}

/// Why a promise is in danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DeliveryDanger {
    /// It was to leave before the day and has not.
    Overdue,
    /// Nothing that is known covers it.
    NoDay,
    /// Made anew, it would leave later.
    LeavesLater,
    /// It arrives after the day the customer asked for.
    ArrivesLate,
}

/// A promise that is in danger.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DeliveryAlert {
    /// The item.
    pub item: ItemId,
    /// The site.
    pub site: SiteId,
    /// What is kept, and for which order.
    pub reservation: Reservation,
    /// Why it is in danger; the first of the reasons in their order.
    pub danger: DeliveryDanger,
    /// What would be promised if all promises of the stock were made anew on that day.
    pub now: Vec<Part>,
}

impl Company {
    /// The stocks of items at sites, in the order in which they were first spoken of.
    ///
    /// # Errors
    /// `money.too_many_digits`, `calendar.out_of_range`.
    pub fn stock_report(&self, query: &StockQuery) -> Result<Vec<StockRow>, Rejection> {
        let is_asked = |key: &&StockKey| {
            query.item.as_ref().is_none_or(|item| *item == key.item)
                && query.site.as_ref().is_none_or(|site| *site == key.site)
        };
        let stocks = self.state.stocks.iter().filter(|(key, _)| is_asked(key));
        stocks.map(|(key, stock)| row_of(key, stock, query)).collect()
    }

    /// What would be promised of a stock, and what it waits for; nothing is kept.
    ///
    /// # Errors
    /// `directory.item_unknown`, `directory.site_unknown`, and what the stock refuses.
    pub fn stock_promise(&self, query: &StockPromiseQuery) -> Result<Promise, Rejection> {
        let key = StockKey { item: query.item.clone(), site: query.site.clone() };
        let facts = crate::company::stock::facts(&self.state, &key, query.on)?;
        let nothing = Stock::new();
        let stock = self.state.stock(&key).unwrap_or(&nothing);
        Ok(stock.promise(query.quantity, query.requested_on, &facts)?)
    }

    /// The promises that are in danger, stock by stock in the order in which they were made.
    ///
    /// # Errors
    /// `money.too_many_digits`, `calendar.out_of_range`.
    pub fn delivery_alerts(
        &self,
        query: &DeliveryAlertsQuery,
    ) -> Result<Vec<DeliveryAlert>, Rejection> {
        let until = query.within_days.map(|days| query.on.plus_days(i64::from(days)));
        let until = until.transpose()?.unwrap_or(Day::MAX);
        let mut alerts = Vec::new();
        for (key, stock) in self.state.stocks.iter() {
            if stock.reserved.is_empty() {
                continue;
            }
            let facts = crate::company::stock::facts(&self.state, key, query.on)?;
            let anew = stock.allocation(&facts)?;
            for (reservation, now) in stock.reserved.iter().zip(anew) {
                let leaves_on = reservation.parts.iter().filter_map(|part| part.ships_on).min();
                let is_asked = leaves_on.is_none_or(|leaves_on| leaves_on <= until);
                let danger = danger_of(reservation, &now, query.on).filter(|_| is_asked);
                if let Some(danger) = danger {
                    alerts.push(DeliveryAlert {
                        item: key.item.clone(),
                        site: key.site.clone(),
                        reservation: reservation.clone(),
                        danger,
                        now,
                    });
                }
            }
        }
        Ok(alerts)
    }
}

fn row_of(key: &StockKey, stock: &Stock, query: &StockQuery) -> Result<StockRow, Rejection> {
    let days: Vec<Day> = core::iter::once(query.on).chain(query.days.iter().copied()).collect();
    let overdue = stock.expected.iter().filter(|expected| expected.on < query.on);
    Ok(StockRow {
        item: key.item.clone(),
        site: key.site.clone(),
        on_hand: stock.on_hand,
        safety: stock.safety,
        expected: sum(stock.expected.iter().map(|expected| expected.quantity))?,
        reserved: sum(stock.reserved.iter().map(Reservation::quantity))?,
        unreserved: stock.unreserved()?,
        available: stock.available(query.on, &days)?,
        value: stock.value,
        overdue_receipts: overdue.map(|expected| expected.receipt.clone()).collect(),
        reservations: stock.reserved.clone(),
    })
}

fn sum(mut figures: impl Iterator<Item = Exact>) -> Result<Exact, Rejection> {
    Ok(figures.try_fold(Exact::ZERO, Exact::checked_add)?)
}

/// Why a promise is in danger, if it is.
fn danger_of(reservation: &Reservation, now: &[Part], on: Day) -> Option<DeliveryDanger> {
    let last = |parts: &[Part], of: fn(&Part) -> Option<Day>| {
        parts.iter().map(of).collect::<Option<Vec<Day>>>()?.into_iter().max()
    };
    let leaves = |parts: &[Part]| last(parts, |part| part.ships_on);
    if reservation.parts.iter().any(|part| part.ships_on.is_some_and(|day| day < on)) {
        return Some(DeliveryDanger::Overdue);
    }
    let Some(leaves_now) = leaves(now) else {
        return Some(DeliveryDanger::NoDay);
    };
    if leaves(&reservation.parts).is_some_and(|promised| promised < leaves_now) {
        return Some(DeliveryDanger::LeavesLater);
    }
    let arrives_on = last(now, |part| part.arrives_on)?;
    let is_late = reservation.requested_on.is_some_and(|asked| asked < arrives_on);
    is_late.then_some(DeliveryDanger::ArrivesLate)
}
