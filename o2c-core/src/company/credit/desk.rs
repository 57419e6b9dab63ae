//! The release desk: which of the orders that are held still wait, what of them takes no part in
//! the exposure, and whether a deposit that was asked for is paid.

use super::checking::Asked;
use super::exposure::{Counted, content_on, counted_items, is_issued, line_values, rates_on};
use crate::calendar::Day;
use crate::company::rejection::Rejection;
use crate::company::view::View;
use crate::credit::{ExposureOf, Hold, RuleOnOrder, Ruling};
use crate::id::OrderId;
use crate::money::{Currency, Exact, Money, Percent, Rounding};
use crate::order::{Counters, DepositShare, Order};
use crate::receivable::AccountKey;
use alloc::vec::Vec;

/// Whether something of an order is still to leave at the end of a day: nothing of one that was
/// cancelled, nothing once all of it left.
pub(in crate::company) fn is_to_leave(
    view: &dyn View,
    id: &OrderId,
    day: Day,
) -> Result<bool, Rejection> {
    let content = view.order(id).and_then(|order| content_on(view, id, order, day));
    for line in content.map(|content| &content.lines).into_iter().flatten() {
        let counters = Counters::as_of(view.movements(id), &line.id, day)?;
        if counters.open_to_ship(line.quantity.figure()).is_positive() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What of an order takes no part in the exposure while it is held: all that it comes to, less what
/// left the house.
pub(in crate::company) fn kept_back(
    view: &dyn View,
    order: &OrderId,
    currency: Currency,
    day: Day,
) -> Result<Money, Rejection> {
    let total = |counted| -> Result<Money, Rejection> {
        let items = counted_items(view, order, day, counted)?;
        let (rates, overdue_after) = (rates_on(view, day), Vec::new());
        let asked = ExposureOf { as_of: day, currency, rates, overdue_after, items };
        Ok(asked.exposure()?.total)
    };
    Ok(total(Counted::Whole)?.checked_sub(total(Counted::Delivered)?)?)
}

/// The release that follows from a deposit that was asked for and is paid: by whoever asked, for
/// the rest, without an end. None where it is not paid, or where he may not release the rest.
pub(super) fn release_for_deposit(
    view: &dyn View,
    asked: &Asked<'_>,
    hold: &Hold,
) -> Result<Option<RuleOnOrder>, Rejection> {
    let Some(ruled) = hold.ruled_on(asked.on, None) else { return Ok(None) };
    let Ruling::AskDeposit { percent } = ruled.ruling else { return Ok(None) };
    let Some(right) = view.settings().credit.right(&ruled.by) else { return Ok(None) };
    if !is_deposit_paid(view, asked, percent)?
        || !right.covers(asked.value(view)?, &rates_on(view, asked.on))?
    {
        return Ok(None);
    }
    let ruling = Ruling::Release { until: Day::MAX, tolerance: None, value: None };
    Ok(Some(RuleOnOrder { order: asked.order.clone(), by: ruled.by.clone(), ruling }))
}

/// Whether the deposits of an order that are paid come to so many percent of it: by what they were
/// asked as, or by what was paid of them.
fn is_deposit_paid(
    view: &dyn View,
    asked: &Asked<'_>,
    percent: Percent,
) -> Result<bool, Rejection> {
    let (id, content, on) = (asked.order, asked.content, asked.on);
    let account = AccountKey::of(content.payer().clone(), content.currency);
    let (mut paid, mut share) = (Money::zero(content.currency), Exact::ZERO);
    let deposits = view.order(id).map_or(&[][..], Order::deposits);
    for deposit in deposits.iter().filter(|one| is_issued(view, &one.document, on)) {
        let groups = deposit.standing()?;
        let whole = groups.iter().flat_map(|group| [group.base, group.amount]);
        let whole = Money::sum(content.currency, whole)?;
        let open = view.account(&account).into_iter();
        let open = open.flat_map(|account| account.open_items(on, None));
        let open = open.filter(|open| open.entry.item().kind.document() == Some(&deposit.document));
        let open = Money::sum(content.currency, open.map(|open| open.open.amount))?;
        paid = paid.checked_add(whole)?.checked_sub(open)?;
        if let DepositShare::Percent(percent) = deposit.share
            && open.is_zero()
            && deposit.credits.is_empty()
        {
            share = share.checked_add(percent.exact())?;
        }
    }
    let whole = Money::sum(content.currency, line_values(id, content)?)?;
    let wanted = whole.percent(percent, Rounding::HalfAwayFromZero)?;
    Ok(share >= percent.exact() || (paid.is_positive() && paid.minor() >= wanted.minor()))
}
