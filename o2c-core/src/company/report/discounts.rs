//! Discounts that nobody had a right to: what was billed below its floor without approval.

use super::orders::{LeakKind, RevenueLeak};
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Company, Rejection, floor};
use crate::id::{LineId, OrderId};
use crate::invoice::Document;
use crate::order::{Event, Order};
use alloc::vec::Vec;

impl Company {
    /// Lines of documents that were billed below the floor of their order's day, and whose hold
    /// nobody had released by the day of the report.
    pub(super) fn discounts_without_right(
        &self,
        as_of: Day,
    ) -> Result<Vec<RevenueLeak>, Rejection> {
        let (mut leaks, mut refused) = (Vec::new(), None);
        self.state.each_document(&mut |document| {
            if document.issued_on > as_of || document.kind().is_credit() || refused.is_some() {
                return;
            }
            match self.below_floor(document, as_of) {
                Ok(found) => leaks.extend(found),
                Err(no) => refused = Some(no),
            }
        });
        refused.map_or(Ok(leaks), Err)
    }

    fn below_floor(&self, document: &Document, as_of: Day) -> Result<Vec<RevenueLeak>, Rejection> {
        let (mut leaks, draft) = (Vec::new(), &document.draft);
        let lines = draft.lines.iter().zip(&document.figures.lines);
        let lines: Vec<_> = lines.map(|(line, amounts)| (line.vat, amounts.net)).collect();
        // What an early discount takes off the bases stands behind the allowances, and is earned.
        let taken = document.figures.adjustments.iter();
        let taken = taken.filter(|taken| taken.adjustment < draft.adjustments.len());
        let taken: Vec<_> = taken.cloned().collect();
        let nets = floor::after_allowances(&lines, &taken)?;
        for (line, net) in draft.lines.iter().zip(nets) {
            let Some((of, item)) = line.order.as_ref().zip(line.item.as_ref()) else { continue };
            let order = self.state.order(&of.order);
            let Some(placed_on) = order.and_then(placed_on) else { continue };
            let (figure, when) = (line.quantity.figure(), (draft.currency, placed_on));
            let Some(floor) = floor::floor_of(&self.state, item, figure, when)? else { continue };
            let is_below = net.minor() < floor.minor();
            if is_below && !self.is_approved(&of.order, &of.line, as_of)? {
                leaks.push(RevenueLeak {
                    kind: LeakKind::DiscountWithoutRight,
                    customer: draft.customer.clone(),
                    order: of.order.clone(),
                    line: Some(of.line.clone()),
                    quantity: Some(figure),
                    net: floor.checked_sub(net)?,
                    document: Some(document.number.clone()),
                    since: Some(document.issued_on),
                });
            }
        }
        Ok(leaks)
    }

    /// Whether somebody released the hold of a line below its floor by a day.
    fn is_approved(&self, order: &OrderId, line: &LineId, as_of: Day) -> Result<bool, Rejection> {
        let name = floor::hold_of(line)?;
        let is_release = |event: &Event| {
            let Event::HoldReleased { hold, released_on, .. } = event else { return false };
            *hold == name && *released_on <= as_of
        };
        Ok(self.order_events(order).any(is_release))
    }
}

/// The day of an order that something may have been billed of.
fn placed_on(order: &Order) -> Option<Day> {
    order.as_confirmed().map(|confirmed| confirmed.placed_on)
}
