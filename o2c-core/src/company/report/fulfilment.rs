//! How far the tasks of an order are, and what comes back.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::fulfilment::plan::{Plan, PlanFigures};
use crate::fulfilment::returns::Return;
use crate::id::{OrderId, ReturnId};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which order's tasks, as seen on which day.
    FulfilmentPlanQuery {
        /// The order.
        order: OrderId,
        /// The day.
        on: Day,
    }
    /// Which returns.
    ReturnsQuery {
        /// Only those of this order's goods.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        order: Option<OrderId>,
    }
}

/// Goods that come back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ReturnReport {
    /// The return.
    pub goods_return: ReturnId,
    /// How far it is, with all figures.
    pub state: Return,
}

impl Company {
    /// The tasks of an order as seen on a day; none where none were laid down.
    ///
    /// # Errors
    /// `company.unknown_order`, `calendar.out_of_range`.
    pub fn fulfilment_plan(&self, query: &FulfilmentPlanQuery) -> Result<PlanFigures, Rejection> {
        crate::company::sale::known_order(&self.state, &query.order)?;
        let nothing = Plan::new();
        let plan = self.state.plan(&query.order).unwrap_or(&nothing);
        Ok(plan.figures(query.on, &crate::company::sale::holidays(&self.state))?)
    }

    /// Returns, in the order in which they were asked for.
    pub fn returns(&self, query: &ReturnsQuery) -> Vec<ReturnReport> {
        let is_asked = |state: &Return| {
            let of = state.returned().map(|returned| &returned.order);
            query.order.as_ref().is_none_or(|order| of == Some(order))
        };
        let rows = self.state.returns.iter().filter(|(_, state)| is_asked(state));
        rows.map(|(id, state)| ReturnReport { goods_return: id.clone(), state: state.clone() })
            .collect()
    }
}
