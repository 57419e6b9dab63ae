//! Discounts that nobody had a right to: what was billed below its floor without approval, or with
//! an allowance that its order does not grant.

use super::orders::{LeakKind, RevenueLeak};
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Company, Rejection, floor};
use crate::id::{LineId, OrderId};
use crate::invoice::{Document, OrderReference};
use crate::money::Money;
use crate::order::{Content, Event, Order};
use crate::pricing::{
    AdjustmentKind, ResolvedAdjustment, line_amounts, resolve_document_adjustments,
};
use crate::tax::Bases;
use alloc::vec::Vec;

impl Company {
    /// Lines of documents that were billed below the floor of their order's day, and whose hold
    /// nobody by name had released by the day of the report; and what documents take off beyond
    /// what their orders do.
    pub(super) fn discounts_without_right(
        &self,
        as_of: Day,
    ) -> Result<Vec<RevenueLeak>, Rejection> {
        let (mut leaks, mut refused) = (Vec::new(), None);
        self.state.each_document(&mut |document| {
            if document.issued_on > as_of || document.kind().is_credit() || refused.is_some() {
                return;
            }
            let found = self.below_floor(document, as_of).and_then(|mut found| {
                self.beyond_orders(document, &mut found)?;
                Ok(found)
            });
            match found {
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
            let Event::HoldReleased { hold, released_on, by, .. } = event else { return false };
            *hold == name && *released_on <= as_of && !by.is_empty()
        };
        Ok(self.order_events(order).any(is_release))
    }

    /// Allowances of a document beyond those of its orders: line by line, but for lines that are
    /// below their floors anyway, and of the document as a whole. A percentage is of what the
    /// document bills; a fixed amount of an order may stand on one document whole.
    fn beyond_orders(
        &self,
        document: &Document,
        leaks: &mut Vec<RevenueLeak>,
    ) -> Result<(), Rejection> {
        let draft = &document.draft;
        if !draft.prices.is_without_vat() {
            return Ok(());
        }
        let leak = |of: &OrderReference, line: Option<LineId>, quantity, net| RevenueLeak {
            kind: LeakKind::DiscountWithoutRight,
            customer: draft.customer.clone(),
            order: of.order.clone(),
            line,
            quantity,
            net,
            document: Some(document.number.clone()),
            since: Some(document.issued_on),
        };
        let mut orders: Vec<(&OrderReference, &Content, Bases)> = Vec::new();
        for (line, amounts) in draft.lines.iter().zip(&document.figures.lines) {
            let Some(of) = &line.order else { continue };
            let content = self.state.order(&of.order).and_then(Order::content);
            let Some((content, (_, ordered))) =
                content.and_then(|content| Some((content, content.line(&of.line)?)))
            else {
                continue;
            };
            if !orders.iter().any(|(known, ..)| known.order == of.order) {
                orders.push((of, content, Bases::new(draft.currency)));
            }
            let own = orders.iter_mut().find(|(known, ..)| known.order == of.order);
            if let Some((.., bases)) = own {
                bases.add(line.vat, amounts.net)?;
            }
            let (figure, base) = (line.quantity.figure(), line.base_quantity);
            let granted =
                line_amounts(figure, &line.price, base, &ordered.adjustments, draft.currency)?;
            let beyond = amounts.allowances.checked_sub(granted.allowances)?;
            let is_told = leaks.iter().any(|leak| leak.line.as_ref() == Some(&of.line));
            if beyond.is_positive() && !is_told {
                leaks.push(leak(of, Some(of.line.clone()), Some(figure), beyond));
            }
        }
        let Some(first) = orders.first().map(|(first, ..)| *first) else { return Ok(()) };
        let allowance = |taken: &&ResolvedAdjustment| taken.kind == AdjustmentKind::Allowance;
        let taken = document.figures.adjustments.iter().filter(allowance);
        let taken = taken.filter(|taken| taken.adjustment < draft.adjustments.len());
        let mut beyond = Money::sum(draft.currency, taken.map(|taken| taken.amount))?;
        for (_, content, bases) in &mut orders {
            let granted = resolve_document_adjustments(
                draft.currency,
                &content.adjustments,
                &bases.totals()?,
            )?;
            let granted = granted.iter().filter(allowance).map(|granted| granted.amount);
            beyond = beyond.checked_sub(Money::sum(draft.currency, granted)?)?;
        }
        if beyond.is_positive() {
            leaks.push(leak(first, None, None, beyond));
        }
        Ok(())
    }
}

/// The day of an order that something may have been billed of.
fn placed_on(order: &Order) -> Option<Day> {
    order.as_confirmed().map(|confirmed| confirmed.placed_on)
}
