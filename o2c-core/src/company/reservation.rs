//! What confirmed orders keep of stock: what they were promised, as long as it is open.
//!
//! ```text
//!  order confirmed ──▶ kept at the site that the settings name, where its stock is known
//!  order amended   ──▶ what grew, or is wanted on another day, is promised anew
//!  less is open    ──▶ no more is kept than is open, of the item that is sold
//! ```
//!
//! A line is promised by its own day, or by that of the order; on one day, where it leaves whole
//! (rulebook O-13, O-14). A day that is over cannot be kept: the promise says the honest one, or
//! the policy refuses.

use super::decision::{Decision, Leg};
use super::rejection::Rejection;
use super::sale::known_order;
use super::stock::{facts, goods};
use super::view::View;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{ItemId, LineId, OrderId};
use crate::money::Exact;
use crate::order::{Content, Order, OrderLine};
use crate::stock::{self, Command, DEFAULT_PRIORITY, LineOfOrder, Shortage, StockKey};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What is kept for a line, wherever it is.
pub(super) fn kept_for(view: &dyn View, of: &LineOfOrder) -> Result<Exact, Rejection> {
    let mut kept = Exact::ZERO;
    for key in view.reserved(&of.order) {
        if let Some(reservation) = view.stock(key).and_then(|stock| stock.reservation(of)) {
            kept = kept.checked_add(reservation.quantity())?;
        }
    }
    Ok(kept)
}

/// Whether a line of an order leaves whole, so that it is promised for one day.
pub(super) fn leaves_whole(view: &dyn View, of: &LineOfOrder) -> bool {
    let content = view.order(&of.order).and_then(Order::content);
    content.is_some_and(|content| {
        content.line(&of.line).is_some_and(|(_, line)| content.leaves_whole(line))
    })
}

/// The stock that orders are promised from: that of the line's item at the site that the settings
/// name, where it is known.
fn home(view: &dyn View, line: &OrderLine) -> Option<StockKey> {
    let site = view.settings().stock.site.clone().filter(|_| view.has_stock())?;
    let key = StockKey { item: goods(line)?.clone(), site };
    view.stock(&key).is_some().then_some(key)
}

/// A confirmed order keeps what it was promised.
pub(super) fn reserve_order(decision: &mut Decision<'_>, order: &OrderId) -> Result<(), Rejection> {
    let view = decision.before();
    let placed = view.order(order).and_then(Order::as_placed);
    let Some(placed) = placed.filter(|_| view.has_stock()) else {
        return Ok(());
    };
    for (index, line) in placed.content.lines.iter().enumerate() {
        let Some(key) = home(view, line) else { continue };
        let of = LineOfOrder { order: order.clone(), line: line.id.clone() };
        let quantity = line.quantity.figure().checked_sub(kept_for(view, &of)?)?;
        if quantity.is_positive() {
            reserve(decision, key, (of, quantity), (&placed.content, placed.placed_on))
                .map_err(|no| no.with_path(&|path| path.inside_index("lines", index)))?;
        }
    }
    Ok(())
}

/// Keeps a quantity for a line of an order of a day.
fn reserve(
    decision: &mut Decision<'_>,
    key: StockKey,
    (of, quantity): (LineOfOrder, Exact),
    (content, ordered_on): (&Content, Day),
) -> Result<(), Rejection> {
    let on = decision.command.effective_on;
    let wanted_on = content.line(&of.line).and_then(|(_, line)| content.required_on(line));
    if let Some(wanted_on) = wanted_on.filter(|wanted_on| *wanted_on < on) {
        refuse_over(decision, &key, (quantity, wanted_on))?;
    }
    let command = Command::Reserve {
        of,
        quantity,
        requested_on: wanted_on.map(|wanted_on| wanted_on.max(on)),
        priority: content.handling.priority.unwrap_or(DEFAULT_PRIORITY),
        ordered_on,
    };
    decision.run_via("order.confirmed", Leg::Stock(key, command))
}

/// A day that is over is missed, where the policy refuses every day but the one asked for.
fn refuse_over(
    decision: &mut Decision<'_>,
    key: &StockKey,
    (quantity, requested_on): (Exact, Day),
) -> Result<(), Rejection> {
    let facts = facts(decision.before(), key, decision.command.effective_on)?;
    if facts.policy.shortage != Shortage::Refuse {
        return Ok(());
    }
    let promise = decision.now()?.stock(key).map(|stock| stock.promise(quantity, None, &facts));
    match promise.transpose()?.and_then(|promise| promise.arrives_on()) {
        Some(arrives_on) => {
            let path = Path::field("requested_on");
            Err(stock::Rejection::RequestedDayMissed { path, requested_on, arrives_on }.into())
        }
        // What has no day at all, the stock refuses itself.
        None => Ok(()),
    }
}

/// What an amendment frees is free again; what it adds, or wants on another day, is promised anew.
pub(super) fn amend_order(decision: &mut Decision<'_>, order: &OrderId) -> Result<(), Rejection> {
    release_order(decision, "order.amended", order)?;
    let view = decision.before();
    let Some(before) = view.order(order).filter(|_| view.has_stock()) else {
        return Ok(());
    };
    let Some(old) = before.as_confirmed() else {
        return Ok(());
    };
    let Some(after) = decision.now()?.order(order).cloned() else {
        return Ok(());
    };
    let Some(content) = after.content() else { return Ok(()) };
    for (index, line) in content.lines.iter().enumerate() {
        let Some(key) = home(view, line) else { continue };
        let was = old.content.line(&line.id).filter(|(_, was)| was.item == line.item);
        let open_before = was.and_then(|(at, _)| before.open_to_ship(at)).unwrap_or_default();
        let open = after.open_to_ship(index).unwrap_or_default();
        let more = open.checked_sub(open_before)?.max(Exact::ZERO);
        let of = LineOfOrder { order: order.clone(), line: line.id.clone() };
        let kept = decision.now()?.stock(&key).and_then(|stock| stock.reservation(&of));
        let kept = kept.map(|kept| kept.quantity()).unwrap_or_default();
        let wants = |content: &Content, line: &OrderLine| {
            (content.required_on(line), content.leaves_whole(line), content.handling.priority)
        };
        let is_moved = was.is_some_and(|(_, was)| wants(&old.content, was) != wants(content, line));
        let is_anew = is_moved && kept.is_positive();
        if !more.is_positive() && !is_anew {
            continue;
        }
        if kept.is_positive() {
            let command = Command::Release { of: of.clone(), quantity: None };
            decision.run_via("order.amended", Leg::Stock(key.clone(), command))?;
        }
        let asked = (of, kept.checked_add(more)?);
        reserve(decision, key, asked, (content, old.placed_on))
            .map_err(|no| no.with_path(&|path| path.inside_index("lines", index)))?;
    }
    Ok(())
}

/// No more is kept for an order than is open of it, and nothing of what it does not sell any more:
/// what was cancelled, or left from elsewhere, is free again.
pub(super) fn release_order(
    decision: &mut Decision<'_>,
    way: &'static str,
    order: &OrderId,
) -> Result<(), Rejection> {
    let keys = decision.before().reserved(order).to_vec();
    if keys.is_empty() {
        return Ok(());
    }
    #[cfg(feature = "planted-defects")]
    if crate::defects::is_planted(130) {
        return Ok(());
    }
    for (key, of, quantity) in excesses(decision.now()?, order, &keys)? {
        let command = Command::Release { of, quantity: Some(quantity) };
        decision.run_via(way, Leg::Stock(key, command))?;
    }
    Ok(())
}

/// What is kept for the lines of an order beyond what is open of them, or of another item; what
/// was kept first stays.
fn excesses(
    view: &dyn View,
    order: &OrderId,
    keys: &[StockKey],
) -> Result<Vec<(StockKey, LineOfOrder, Exact)>, Rejection> {
    let state = known_order(view, order)?;
    let lines = state.content().map_or(&[][..], |content| &content.lines);
    let mut open: BTreeMap<&LineId, (Option<&ItemId>, Exact)> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        open.insert(&line.id, (line.item.as_ref(), state.open_to_ship(index).unwrap_or_default()));
    }
    let mut found = Vec::new();
    for key in keys {
        let kept = view.stock(key).map_or(&[][..], |stock| &stock.reserved);
        for kept in kept.iter().filter(|kept| kept.of.order == *order) {
            let quantity = kept.quantity();
            let stays = match open.get_mut(&kept.of.line) {
                Some((item, open)) if *item == Some(&key.item) => {
                    let stays = quantity.min(*open);
                    *open = open.checked_sub(stays)?;
                    stays
                }
                Some(_) | None => Exact::ZERO,
            };
            let excess = quantity.checked_sub(stays)?;
            if excess.is_positive() {
                found.push((key.clone(), kept.of.clone(), excess));
            }
        }
    }
    Ok(found)
}
