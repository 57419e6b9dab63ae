//! The legs of stock, of tasks and of goods that come back.

use super::Decision;
use crate::company::event::Event;
use crate::company::rejection::Rejection;
use crate::fulfilment;
use crate::fulfilment::plan::{self, Plan};
use crate::fulfilment::returns::{self, Return};
use crate::id::{OrderId, ReturnId};
use crate::machine::Machine;
use crate::stock::{self, Stock, StockKey};
use alloc::vec::Vec;

impl Decision<'_> {
    pub(super) fn run_plan(
        &mut self,
        order: OrderId,
        command: &plan::Command,
    ) -> Result<(), Rejection> {
        let facts = fulfilment::Facts { on: self.command.effective_on };
        let touches =
            |event: &Event| matches!(event, Event::Plan { order: other, .. } if *other == order);
        let state = self.state_for(touches)?;
        let absent = Plan::new();
        let events = state.plan(&order).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Plan { order: order.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    pub(super) fn run_return(
        &mut self,
        id: ReturnId,
        command: &returns::Command,
    ) -> Result<(), Rejection> {
        let on = self.command.effective_on;
        let touches = |event: &Event| matches!(event, Event::Return { .. });
        let state = self.state_for(touches)?;
        let returnable = match command {
            returns::Command::Request(asked) => {
                crate::company::fulfilment::returnable(state, &asked.order, on)?
            }
            returns::Command::Authorise
            | returns::Command::Receive(_)
            | returns::Command::Inspect(_)
            | returns::Command::Settle { .. } => Vec::new(),
        };
        let absent = Return::default();
        let facts = returns::Facts { on, returnable };
        let events = state.goods_return(&id).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Return { goods_return: id.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    pub(super) fn run_stock(
        &mut self,
        stock: StockKey,
        command: &stock::Command,
    ) -> Result<(), Rejection> {
        let mut facts = crate::company::stock::facts(self.view, &stock, self.command.effective_on)?;
        let touches =
            |event: &Event| matches!(event, Event::Stock { stock: other, .. } if *other == stock);
        let state = self.state_for(touches)?;
        if let stock::Command::Reserve { of, .. } = command {
            facts.is_whole = crate::company::reservation::leaves_whole(state, of);
        }
        let absent = Stock::new();
        let events = state.stock(&stock).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Stock { stock: stock.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }
}
