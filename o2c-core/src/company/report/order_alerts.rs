//! Orders whose promised day is in danger, before it is missed.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::sale::holidays;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, LineId, OrderId};
use crate::money::Exact;
use crate::order::Confirmed;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which promised days are in danger, as seen on which day.
    OrderAlertsQuery {
        /// The day.
        on: Day,
        /// What is promised within as many days and has not left is told too.
        #[cfg_attr(feature = "serde", serde(default))]
        within_days: u16,
        /// Only orders of this customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

/// Why a promised day is in danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum OrderDanger {
    /// It is over, and goods are still to leave.
    Missed,
    /// The tasks of the order will be done later.
    TasksLate,
    /// A hold keeps the goods, and the day comes within the days asked for.
    Held,
    /// The day comes within the days asked for, and goods are still to leave.
    Due,
}

/// A line of an order whose promised day is in danger.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderAlert {
    /// The day that was promised: that of what is kept in stock, of the last line that leaves with
    /// it, or else the day asked for.
    pub promised_on: Day,
    /// The order.
    pub order: OrderId,
    /// Which line.
    pub line: LineId,
    /// Who ordered.
    pub customer: CustomerId,
    /// How much is still to leave, in the line's unit.
    pub open: Exact,
    /// Why it is in danger; the first of the reasons in their order.
    pub danger: OrderDanger,
    /// The day on which the tasks of the order will be done, where they are laid down.
    pub estimated_on: Option<Day>,
}

impl Company {
    /// The lines of orders whose promised day is in danger, the most pressing day first, then in
    /// the order in which the orders came. A line that nobody promised for a day is in none.
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn order_alerts(&self, query: &OrderAlertsQuery) -> Result<Vec<OrderAlert>, Rejection> {
        let (mut alerts, mut refused) = (Vec::new(), None);
        let until = query.on.plus_days(i64::from(query.within_days))?;
        self.state.each_order(&mut |id, order| {
            let Some(confirmed) = order.as_confirmed() else { return };
            let customer = &confirmed.content.customer;
            if query.customer.as_ref().is_some_and(|asked| asked != customer) {
                return;
            }
            match self.alerts_of(id, confirmed, (query.on, until)) {
                Ok(found) => alerts.extend(found),
                Err(no) => refused = refused.take().or(Some(no)),
            }
        });
        alerts.sort_by_key(|alert: &OrderAlert| alert.promised_on);
        refused.map_or(Ok(alerts), Err)
    }

    fn alerts_of(
        &self,
        id: &OrderId,
        confirmed: &Confirmed,
        (on, until): (Day, Day),
    ) -> Result<Vec<OrderAlert>, Rejection> {
        let plan = self.state.plan(id).filter(|plan| plan.cancelled_on.is_none());
        let estimated_on = match plan {
            Some(plan) => plan.figures(on, &holidays(&self.state))?.estimated_on,
            None => None,
        };
        let mut alerts = Vec::new();
        let promised = self.promised(id, confirmed);
        for ((line, counters), promised) in confirmed.quantities().zip(promised) {
            let open = counters.open_to_ship(line.quantity.figure());
            let asked = confirmed.content.required_on(line);
            let Some(promised_on) = promised.on.or(asked) else { continue };
            let is_held =
                confirmed.holds.iter().any(|hold| hold.stands_on(on) && hold.is_on(&line.id));
            let danger = if promised_on < on {
                OrderDanger::Missed
            } else if estimated_on.is_some_and(|estimated_on| promised_on < estimated_on) {
                OrderDanger::TasksLate
            } else if promised_on > until {
                continue;
            } else if is_held {
                OrderDanger::Held
            } else {
                OrderDanger::Due
            };
            if open.is_positive() {
                let (order, line) = (id.clone(), line.id.clone());
                let customer = confirmed.content.customer.clone();
                alerts.push(OrderAlert {
                    promised_on,
                    order,
                    line,
                    customer,
                    open,
                    danger,
                    estimated_on,
                });
            }
        }
        Ok(alerts)
    }
}
