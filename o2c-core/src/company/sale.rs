//! From the order to the invoice: actions in the words of their rooms.

use super::capture;
use super::claim::claims_no_indemnity_of_consumer;
use super::decision::{Decision, Leg};
use super::deposit;
use super::floor;
use super::from_order::{book_taxes, draft_for, give_reasons, work_out_as};
use super::incoming::content_of;
use super::rejection::{Cause, Rejection};
use super::series::{follows_up_nothing, known_series};
use super::view::View;
use super::{
    AmendOrder, CancelOrder, CancelOrderLine, Deliver, InvoiceOrder, IssueInvoice, LineQuantity,
    OnOrder, PlaceOrder, Ship,
};
use crate::calendar::{Day, Holidays};
use crate::directory::{self, Customer, CustomerStatus, Record, RecordKey};
use crate::error::Path;
use crate::fulfilment::{self, ShippedLine};
use crate::id::{CustomerId, LineId, OrderId, SeriesId};
use crate::invoice::{self, DocumentKind, Draft, DraftLine, OrderReference};
use crate::money::{Exact, Money};
use crate::order::{self, Content, Order};
use crate::pricing::{OrderedLine, part_of_order};
use crate::quantity::Quantity;
use crate::receivable::Holder;
use crate::tax::Group;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Enters or changes a record. A customer is merged only once nothing is open on its accounts and
/// its orders are done: what was delivered could not be billed to a customer that is gone.
pub(super) fn change_directory(
    decision: &mut Decision<'_>,
    change: &directory::Command,
) -> Result<(), Rejection> {
    if let directory::Command::MergeCustomer { customer, .. } = change {
        let mut open = None;
        decision.before().each_account(&mut |key, account| {
            if key.holder == Holder::Customer(customer.clone()) {
                open = open.or_else(|| account.open_now().next().map(|entry| entry.open().amount));
            }
        });
        if let Some(open) = open {
            let path = Path::field("merge_customer.customer");
            return Err(Cause::AccountNotEmpty { path, customer: customer.clone(), open }.into());
        }
        if let Some(order) = order_in_progress(decision.before(), customer) {
            let path = Path::field("merge_customer.customer");
            return Err(Cause::OrderInProgress { path, customer: customer.clone(), order }.into());
        }
    }
    decision
        .run(Leg::Directory(change.key(), change.clone()))
        .map_err(|no| inside(no, change.name()))
}

/// The first order of a customer that is neither cancelled nor delivered and billed.
fn order_in_progress(view: &dyn View, customer: &CustomerId) -> Option<OrderId> {
    let mut found = None;
    view.each_order(&mut |key, order| {
        let is_of = order.content().is_some_and(|content| {
            [&content.customer, content.payer(), content.recipient()].contains(&customer)
        });
        let has_rest = |deposit: &order::Deposit| !deposit.rest().is_ok_and(|rest| rest.is_empty());
        let is_done = is_over(order) || order.is_complete();
        let is_done = is_done && !order.deposits().iter().any(has_rest);
        if found.is_none() && is_of && !is_done {
            found = Some(key.clone());
        }
    });
    found
}

/// Whether an order came to nothing.
const fn is_over(order: &Order) -> bool {
    match order {
        Order::Cancelled(_) | Order::Lost(_) | Order::Rejected(_) => true,
        Order::Unplaced | Order::Placed(_) | Order::Confirmed(_) | Order::Quoted(_) => false,
    }
}

/// The customer of an id, if one may do business with it.
pub(super) fn customer<'v>(view: &'v dyn View, id: &CustomerId) -> Result<&'v Customer, Rejection> {
    let key = RecordKey::Customer(id.clone());
    Ok(directory::usable(view.record(&key).unwrap_or(&ABSENT), id)?)
}

/// The customer of an id, active or not: what was delivered is billed and what is owed is paid
/// also after the last order.
pub(super) fn known_customer<'v>(
    view: &'v dyn View,
    id: &CustomerId,
) -> Result<&'v Customer, Rejection> {
    match view.record(&RecordKey::Customer(id.clone())) {
        Some(Record::Customer(customer))
            if !matches!(customer.status, CustomerStatus::Merged { .. }) =>
        {
            Ok(customer)
        }
        _ => self::customer(view, id),
    }
}

/// What the directory needs to know beyond the record it changes.
pub(super) fn directory_facts(
    view: &dyn View,
    command: &directory::Command,
    on: Day,
) -> directory::Facts {
    let mut into = None;
    if let directory::Command::MergeCustomer { into: target, .. } = command
        && let Some(Record::Customer(target)) = view.record(&RecordKey::Customer(target.clone()))
    {
        into = Some(target.status.clone());
    }
    directory::Facts { on, into }
}

pub(super) static ABSENT: Record = Record::Absent;

pub(super) fn place_order(
    decision: &mut Decision<'_>,
    order: &PlaceOrder,
) -> Result<(), Rejection> {
    let (view, on) = (decision.before(), decision.command.effective_on);
    let placed = content_of(view, order, on).and_then(|content| {
        let (id, content) = (order.order.clone(), Arc::new(content));
        let command = order::Command::Place { order: id.clone(), content: content.clone() };
        // The room speaks of the content as a whole; the command names its fields itself.
        decision
            .run(Leg::Order(id.clone(), command))
            .map_err(|no| no.with_path(&|path| path.within("content")))?;
        floor::hold_lines(decision, &id, &content)
    });
    placed.map_err(|no| capture::with_the_rest(view, order, on, no))
}

pub(super) fn amend_order(
    decision: &mut Decision<'_>,
    order: &AmendOrder,
) -> Result<(), Rejection> {
    let id = &order.content.order;
    known_order(decision.before(), id)?;
    let content = content_of(decision.before(), &order.content, decision.command.effective_on)
        .map_err(|rejection| inside(rejection, "content"))?;
    let content = Arc::new(content);
    let command = order::Command::Amend { content: content.clone(), reason: order.reason.clone() };
    decision.run(Leg::Order(id.clone(), command))?;
    floor::hold_lines(decision, id, &content)
}

pub(super) fn confirm_order(decision: &mut Decision<'_>, order: &OnOrder) -> Result<(), Rejection> {
    let content = known_order(decision.before(), &order.order)?;
    if let Some(content) = content.content() {
        customer(decision.before(), &content.customer)?;
        customer(decision.before(), content.payer())?;
    }
    decision.run(Leg::Order(order.order.clone(), order::Command::Confirm))
}

pub(super) fn cancel_order_line(
    decision: &mut Decision<'_>,
    cancel: &CancelOrderLine,
) -> Result<(), Rejection> {
    let order = known_order(decision.before(), &cancel.order)?;
    let line = order.content().and_then(|content| content.line(&cancel.line));
    if let Some(((_, line), quantity)) = line.zip(cancel.quantity) {
        super::stock::expect_whole(decision.before(), line, quantity)?;
    }
    super::tasks::expect_return(decision.before(), &cancel.order, &cancel.line)
        .map_err(|no| no.with_path(&|_| Path::field("line")))?;
    let command =
        order::Command::CancelLine { line: cancel.line.clone(), quantity: cancel.quantity };
    decision.run(Leg::Order(cancel.order.clone(), command))
}

pub(super) fn cancel_order(
    decision: &mut Decision<'_>,
    cancel: &CancelOrder,
) -> Result<(), Rejection> {
    known_order(decision.before(), &cancel.order)?;
    super::tasks::expect_returns(decision.before(), &cancel.order)?;
    let command = order::Command::Cancel { reason: cancel.reason.clone() };
    decision.run(Leg::Order(cancel.order.clone(), command))
}

/// Ships what is named, or all that is open. The shipment is asked first, then the order.
pub(super) fn ship(decision: &mut Decision<'_>, ship: &Ship) -> Result<(), Rejection> {
    let view = decision.before();
    let order = known_order(view, &ship.order)?;
    if let Some(site) = &ship.site {
        let record = view.record(&RecordKey::Site(site.clone())).unwrap_or(&ABSENT);
        directory::known_site(record, site).map_err(|no| no.inside("site"))?;
    }
    let lines = match &ship.lines {
        Some(lines) => lines.iter().map(shipped_line).collect(),
        None => open_lines(order),
    };
    super::stock::expect_all_whole(view, order, &lines)?;
    let command = fulfilment::Command::Ship {
        shipment: ship.shipment.clone(),
        order: ship.order.clone(),
        lines,
        site: ship.site.clone(),
        parcels: ship.parcels.clone(),
    };
    decision.run(Leg::Fulfilment(ship.shipment.clone(), command))
}

/// All that is open of an order, in the order of its lines.
fn open_lines(order: &Order) -> Vec<ShippedLine> {
    let Some(content) = order.content() else {
        return Vec::new();
    };
    let lines = content.lines.iter().enumerate();
    lines
        .filter_map(|(index, line)| {
            let quantity = order.open_to_ship(index)?;
            quantity.is_positive().then(|| ShippedLine { line: line.id.clone(), quantity })
        })
        .collect()
}

fn shipped_line(line: &LineQuantity) -> ShippedLine {
    ShippedLine { line: line.line.clone(), quantity: line.quantity }
}

pub(super) fn deliver(decision: &mut Decision<'_>, deliver: &Deliver) -> Result<(), Rejection> {
    let command = fulfilment::Command::Deliver { proof: deliver.proof.clone() };
    decision.run(Leg::Fulfilment(deliver.shipment.clone(), command))
}

/// Invoices what is named of an order, or all that is billable; its fixed amounts are shared over
/// the invoices (rulebook INV-06).
pub(super) fn invoice_order(
    decision: &mut Decision<'_>,
    invoice: &InvoiceOrder,
) -> Result<(), Rejection> {
    let view = decision.before();
    let order = known_order(view, &invoice.order)?;
    let Some(content) = order.content() else {
        return Err(unknown_order(&invoice.order));
    };
    let to_bill: Vec<(LineId, Exact)> = match &invoice.lines {
        Some(lines) => lines.iter().map(|line| (line.line.clone(), line.quantity)).collect(),
        None => order.billable()?,
    };
    let invoiced = |index| order.invoiced(index).unwrap_or_default();
    let mut draft = draft_of(&invoice.order, content, invoiced, &to_bill)?;
    let groups = invoice::compute::compute(&draft)?.breakdown.groups;
    let shown = deposit::deducting(decision, &mut draft, &[(invoice.order.clone(), groups)])?;
    // The VAT of a full invoice is that of its bases.
    let is_share = !draft.deducted.is_empty() && draft.prepaid.is_none();
    issue(decision, &invoice.series, draft, is_share.then_some(shown))
}

/// The draft of an order as one invoice over all of it.
pub(super) fn draft_of_all(order: &OrderId, content: &Content) -> Result<Draft, Rejection> {
    let all = content.lines.iter().map(|line| (line.id.clone(), line.quantity.figure()));
    draft_of(order, content, |_| Exact::ZERO, &all.collect::<Vec<_>>())
}

/// The draft of a part of an order.
pub(super) fn draft_of(
    order: &OrderId,
    content: &Content,
    invoiced: impl Fn(usize) -> Exact,
    to_bill: &[(LineId, Exact)],
) -> Result<Draft, Rejection> {
    let mut lines: Vec<OrderedLine<'_>> = content
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            Ok(OrderedLine {
                quantity: line.quantity.figure(),
                most: content.most_of(line)?,
                price: &line.price,
                base_quantity: line.base_quantity,
                adjustments: &line.adjustments,
                vat: line.vat,
                invoiced: invoiced(index),
                billed: Exact::ZERO,
            })
        })
        .collect::<Result<_, Rejection>>()?;
    for (index, (id, figure)) in to_bill.iter().enumerate() {
        let at = |path: Path| path.inside_index("lines", index);
        if !figure.is_positive() {
            let path = at(Path::field("quantity"));
            return Err(order::Rejection::QuantityNotPositive { path, quantity: *figure }.into());
        }
        let found = content.line(id);
        let Some(line) = found.and_then(|(position, _)| lines.get_mut(position)) else {
            let path = at(Path::field("line"));
            return Err(Cause::UnknownLine { path, line: id.clone() }.into());
        };
        if !line.billed.is_zero() {
            let path = at(Path::field("line"));
            return Err(order::Rejection::NamedTwice { path, line: id.clone() }.into());
        }
        line.billed = *figure;
    }
    let part = part_of_order(content.currency, &lines, &content.adjustments)?;
    let mut draft = draft_for(content, content.terms.clone());
    draft.adjustments = part.adjustments;
    work_out_as(&mut draft, content);
    for ((line, billed), adjustments) in content.lines.iter().zip(lines).zip(part.lines) {
        if billed.billed.is_zero() {
            continue;
        }
        let quantity = Quantity::new(billed.billed, line.quantity.unit().clone());
        draft.lines.push(DraftLine {
            item: line.item.clone(),
            description: line.description.clone(),
            base_quantity: line.base_quantity,
            adjustments,
            order: Some(OrderReference { order: order.clone(), line: line.id.clone() }),
            supply: line.supply,
            period: line.period,
            taxes: line.taxes.clone(),
            ..DraftLine::new(line.id.clone(), quantity, line.price, line.vat)
        });
    }
    give_reasons(&mut draft, content);
    book_taxes(&mut draft, content);
    Ok(draft)
}

pub(super) fn issue_invoice(
    decision: &mut Decision<'_>,
    invoice: &IssueInvoice,
) -> Result<(), Rejection> {
    let draft = &invoice.draft;
    is_by_hand(draft).map_err(|no| Rejection::from(no.inside("draft")))?;
    agrees_with_orders(decision.before(), draft).map_err(|no| inside(no, "draft"))?;
    follows_up_nothing(decision.before(), draft).map_err(|no| inside(no, "draft"))?;
    claims_no_indemnity_of_consumer(decision.before(), draft).map_err(|no| inside(no, "draft"))?;
    issue(decision, &invoice.series, draft.clone(), None)
}

/// Deposits are asked for, deducted and given back by commands of their own, which know the order.
pub(super) fn is_by_hand(draft: &Draft) -> Result<(), Cause> {
    let is_deposit = matches!(draft.kind, DocumentKind::Deposit | DocumentKind::DepositCreditNote);
    if is_deposit || draft.of_order.is_some() {
        return Err(Cause::DepositByHand { path: Path::field("kind"), kind: draft.kind });
    }
    if !draft.deducted.is_empty() {
        return Err(Cause::DepositByHand { path: Path::field("deducted"), kind: draft.kind });
    }
    match draft.prepaid {
        Some(prepaid) if !prepaid.is_zero() => {
            Err(Cause::PrepaidWithoutDeposit { path: Path::field("prepaid"), prepaid })
        }
        Some(_) | None => Ok(()),
    }
}

/// What a draft bills of an order is billed to its customer, in its currency and its unit.
pub(super) fn agrees_with_orders(view: &dyn View, draft: &Draft) -> Result<(), Rejection> {
    for (index, line) in draft.lines.iter().enumerate() {
        let Some((reference, order)) =
            line.order.as_ref().and_then(|of| Some((of, view.order(&of.order)?)))
        else {
            continue; // An order that is not there refuses to be billed.
        };
        let Some(content) = order.content() else { continue };
        if *content.payer() != draft.customer {
            return Err(Cause::OtherCustomer {
                path: Path::field("customer"),
                expected: content.payer().clone(),
                found: draft.customer.clone(),
            }
            .into());
        }
        Money::zero(content.currency)
            .expect(draft.currency)
            .map_err(|no| Rejection::from(no.inside("currency")))?;
        let ordered = content.line(&reference.line);
        if let Some((_, ordered)) = ordered {
            let at =
                |no: crate::quantity::Rejection| no.inside("quantity").inside_index("lines", index);
            ordered.quantity.expect(&line.quantity).map_err(at)?;
        }
    }
    Ok(())
}

/// Issues a draft in a series, with its VAT as a share of what other documents bear where one is
/// given (rulebook G-07); what follows from it is in the table of follow-ups.
pub(super) fn issue(
    decision: &mut Decision<'_>,
    series: &SeriesId,
    draft: Draft,
    shared: Option<Vec<Group>>,
) -> Result<(), Rejection> {
    let view = decision.before();
    known_customer(view, &draft.customer).map_err(|no| inside(no, "draft.customer"))?;
    known_series(view, series)?;
    let (draft, issued_on) = (Arc::new(draft), decision.command.effective_on);
    let command = match shared {
        Some(vat) => invoice::Command::share(draft, vat, issued_on),
        None => invoice::Command::Issue { draft, issued_on },
    };
    decision.run(Leg::Invoice(series.clone(), command))
}

/// The holidays that due dates are shifted by: the table that the settings name.
pub(super) fn holidays(view: &dyn View) -> Holidays {
    view.settings()
        .holidays
        .clone()
        .and_then(|table| match view.record(&RecordKey::Table(table)) {
            Some(Record::Table(table)) => table.holidays().cloned(),
            _ => None,
        })
        .unwrap_or_default()
}

pub(super) fn known_order<'v>(view: &'v dyn View, order: &OrderId) -> Result<&'v Order, Rejection> {
    view.order(order).ok_or_else(|| unknown_order(order))
}

fn unknown_order(order: &OrderId) -> Rejection {
    Cause::UnknownOrder { path: Path::field("order"), order: order.clone() }.into()
}

/// A refusal seen from further out.
pub(super) fn inside(rejection: Rejection, outer: &str) -> Rejection {
    rejection.with_path(&|path| path.inside(outer))
}
