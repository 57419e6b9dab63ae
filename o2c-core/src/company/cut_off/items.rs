//! The items of a cut-off: a function of the state and the day.

use super::{CutOffItem, CutOffKind, CutOffLine, CutOffSource, deferred};
use crate::calendar::Day;
use crate::company::rejection::Rejection;
use crate::company::sale::draft_of;
use crate::company::view::View;
use crate::id::{LineId, OrderId};
use crate::invoice::compute::compute;
use crate::invoice::services;
use crate::money::{Exact, Money};
use crate::order::{Content, Counters, Order};
use crate::tax::Supply;
use alloc::vec::Vec;

/// Everything that a period ending on a day cuts off: what is to be issued, granted or deferred,
/// order by order, then what is deferred, document by document.
pub(in crate::company) fn items(view: &dyn View, until: Day) -> Result<Vec<CutOffItem>, Rejection> {
    let mut items = of_orders(view, until, true)?;
    items.extend(deferred::items(view, until)?);
    Ok(items)
}

/// What of it comes from orders. Goods that came back, were found to be good and are not settled
/// are as if they were returned, or, where that is not asked, as if they were with the customer.
pub(in crate::company) fn of_orders(
    view: &dyn View,
    until: Day,
    with_returns: bool,
) -> Result<Vec<CutOffItem>, Rejection> {
    let mut items = Vec::new();
    let mut refused = None;
    view.each_order(&mut |id, order| {
        if refused.is_some() {
            return;
        }
        match of_order(view, (id, order), until, with_returns) {
            Ok(found) => items.extend(found),
            Err(rejection) => refused = Some(rejection),
        }
    });
    refused.map_or(Ok(items), Err)
}

/// What is to be issued, to be granted and to be deferred of one order: the value of the quantities
/// between what was billed and what was delivered, as the very documents would have it.
fn of_order(
    view: &dyn View,
    (id, order): (&OrderId, &Order),
    until: Day,
    with_returns: bool,
) -> Result<Vec<CutOffItem>, Rejection> {
    let movements = view.movements(id);
    // What milestones bill is not measured by what was delivered.
    let is_measured = order.plan().is_empty() && movements.iter().any(|one| one.on <= until);
    let Some(content) = order.content().filter(|_| is_measured) else {
        return Ok(Vec::new());
    };
    let (mut before, mut to_issue, mut to_grant) = (Vec::new(), Vec::new(), Vec::new());
    let (mut delivered, mut to_defer) = (Vec::new(), Vec::new());
    for line in &content.lines {
        let mut counters = Counters::as_of(movements, &line.id, until)?;
        let returns = view.returns_of(id).iter().filter(|_| with_returns);
        for goods_return in returns.filter_map(|id| view.goods_return(id)) {
            let accepted = goods_return.awaits_credit(&line.id, until);
            counters.returned = counters.returned.checked_add(accepted)?;
        }
        let (kept, billed) = (counters.kept(), counters.billed());
        let most = counters.billable(line.quantity.figure(), content.billing);
        let (unbilled, surplus) = (kept.checked_sub(billed)?, billed.checked_sub(most)?);
        // The part begins where the lesser of both ends.
        before.push(if unbilled.is_positive() { billed } else { most.min(billed) });
        if unbilled.is_positive() {
            to_issue.push((line.id.clone(), unbilled));
        } else if surplus.is_positive() {
            to_grant.push((line.id.clone(), surplus));
        }
        // Goods that may be billed before they leave are income of the period they leave in.
        delivered.push(kept);
        let ahead = most.min(billed).checked_sub(kept)?;
        if ahead.is_positive() && line.supply == Supply::Goods {
            to_defer.push((line.id.clone(), ahead));
        }
    }
    let mut items = Vec::new();
    for (kind, quantities) in
        [(CutOffKind::InvoiceToIssue, to_issue), (CutOffKind::CreditNoteToGrant, to_grant)]
    {
        if !quantities.is_empty() {
            items.push(part(kind, id, content, &before, quantities)?);
        }
    }
    if !to_defer.is_empty() {
        let kind = CutOffKind::DeferredIncome;
        let item = part(kind, id, content, &delivered, to_defer)?;
        // The VAT was billed, and stays.
        let vat = Money::zero(content.currency);
        items.push(CutOffItem { vat, gross: item.net, ..item });
    }
    Ok(items)
}

fn part(
    kind: CutOffKind,
    id: &OrderId,
    content: &Content,
    before: &[Exact],
    quantities: Vec<(LineId, Exact)>,
) -> Result<CutOffItem, Rejection> {
    let before = |index: usize| before.get(index).copied().unwrap_or_default();
    let draft = draft_of(id, content, before, &quantities)?;
    let figures = compute(&draft)?;
    let services = services(&draft.lines, &figures)?;
    let lines = draft.lines.iter().zip(&figures.lines);
    let lines = lines.map(|(line, amounts)| CutOffLine {
        line: line.id.clone(),
        quantity: line.quantity.figure(),
        net: amounts.net,
    });
    Ok(CutOffItem {
        kind,
        source: CutOffSource::Order(id.clone()),
        customer: content.payer().clone(),
        net: figures.net,
        services: Money::sum(content.currency, services.iter().map(|group| group.base))?,
        vat: figures.gross.checked_sub(figures.net)?,
        gross: figures.gross,
        lines: lines.collect(),
    })
}
