//! What follows from what: the fixed table that carries an event of one room to the next.
//!
//! | happened | follows |
//! |---|---|
//! | `order.confirmed` | what it was promised is kept for it, where stock is known |
//! | `order.amended` | what it keeps follows: less is free again, more is promised anew |
//! | `order.cancelled` | what was kept for it is free again; its tasks are cancelled |
//! | `fulfilment.shipped` | the order's lines are shipped; their stock is issued |
//! | `fulfilment.delivered` | the order's lines have arrived, where it is billed as they do |
//! | `plan.finished` of a task of acceptance | what left is accepted |
//! | `stock.*` with a cost | the entry is posted, where the settings say so |
//! | `invoice.issued` | the order's lines, deposits or milestone are billed; the account gets its |
//! | | items and its entry |
//! | `outbox.outcome` received | what falls due by the receipt falls due on its new day |
//! | `lifecycle.recorded` 206, 207, 210 | a dispute is opened; 205 ends those that are open |
//! | `receivable.deducted` | a dispute is opened over what is kept back |
//! | `receivable.*` where money moves | the entry is posted |
//! | `receivable.lettered` | VAT that waits for the payment falls due; what of an |
//! | | allowance is beyond what is open is released |

use super::books::expect_rate;
use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::view::unused_entry;
use super::{bad_debt, fulfilment as fulfil, reservation, stock, tasks, vat};
use crate::calendar::DiscountPolicy;
use crate::error::Path;
use crate::fulfilment::{self, plan};
use crate::id::{DocumentNumber, EntryId, LineId, OrderId};
use crate::invoice::{self, DeductedDeposit, Document, OrderPart, outbox};
use crate::money::{Exact, Money, split};
use crate::order;
use crate::receivable::{self, AccountKey, DiscountOffer, DiscountShare, EntryKind, Item};
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Runs what follows from the event at a place of the decision.
pub(super) fn up(decision: &mut Decision<'_>, at: usize) -> Result<(), Rejection> {
    let chart = &decision.before().settings().chart;
    match decision.event(at) {
        Some(Event::Fulfilment {
            event: fulfilment::Event::Shipped { order, lines, site, .. },
            ..
        }) => {
            let (order, shipped, site) = (order.clone(), lines.clone(), site.clone());
            let lines = shipped.iter().map(|line| (line.line.clone(), line.quantity)).collect();
            let leg = Leg::Order(order.clone(), order::Command::RecordShipped { lines });
            decision.run_via("fulfilment.shipped", leg)?;
            if !decision.before().has_stock() {
                return Ok(());
            }
            stock::issue_shipped(decision, &order, &shipped, site.as_ref())?;
            reservation::release_order(decision, "fulfilment.shipped", &order)
        }
        Some(Event::Order { order, event: order::Event::Confirmed { .. } }) => {
            let order = order.clone();
            reservation::reserve_order(decision, &order)
        }
        Some(Event::Order { order, event: order::Event::Amended { .. } }) => {
            let order = order.clone();
            reservation::amend_order(decision, &order)
        }
        Some(Event::Order {
            order,
            event:
                event @ (order::Event::LineCancelled { .. }
                | order::Event::RestCancelled { .. }
                | order::Event::Cancelled { .. }),
        }) => {
            let is_over = matches!(event, order::Event::Cancelled { .. });
            let order = order.clone();
            reservation::release_order(decision, "order.cancelled", &order)?;
            if is_over { tasks::cancel_plan(decision, &order) } else { Ok(()) }
        }
        Some(Event::Stock { stock: key, event }) => {
            let (key, event) = (key.clone(), event.clone());
            stock::post_cost(decision, &key, &event)
        }
        Some(Event::Invoice { event: invoice::Event::Issued(document), .. }) => {
            let document = Arc::clone(document);
            issued(decision, &document)
        }
        Some(Event::Receivable {
            account,
            event: receivable::Event::Deducted { entry, deduction, .. },
        }) => {
            let (account, entry, deduction) = (account.clone(), entry.clone(), deduction.clone());
            super::deduction::deducted(decision, &account, &entry, &deduction)
        }
        Some(Event::Receivable { account, event }) => {
            // What moves money on an account is posted.
            let posted = receivable::posting::entry(account, event, chart)?;
            let letter = match event {
                receivable::Event::Opened { .. }
                | receivable::Event::DueMoved { .. }
                | receivable::Event::Deducted { .. }
                | receivable::Event::Reclassified { .. }
                | receivable::Event::Promise { .. }
                | receivable::Event::Plan { .. } => None,
                receivable::Event::Lettered(_) | receivable::Event::Unlettered(_) => {
                    (vat::is_any_deferred(decision) || decision.before().has_allowances())
                        .then(|| (account.clone(), event.clone()))
                }
            };
            if let Some(entry) = posted {
                decision.push(Event::Posted(Arc::new(entry)));
            }
            match letter {
                Some((account, event)) => {
                    vat::settled(decision, &account, &event)?;
                    bad_debt::release_beyond(decision, &account, &event)
                }
                None => Ok(()),
            }
        }
        Some(Event::Outbox {
            document,
            event: outbox::Event::Outcome { outcome: outbox::Outcome::Received, .. },
        }) => {
            let document = document.clone();
            super::dispatch::received(decision, &document)
        }
        Some(Event::Lifecycle { document, event }) => {
            let (document, event) = (document.clone(), event.clone());
            super::dispute::said(decision, &document, &event)
        }
        Some(Event::Fulfilment { shipment, event: fulfilment::Event::Delivered { .. } }) => {
            let shipment = shipment.clone();
            fulfil::delivered(decision, &shipment)
        }
        Some(Event::Plan { order, event: plan::Event::Finished { task, .. } }) => {
            let (order, task) = (order.clone(), task.clone());
            tasks::task_finished(decision, &order, &task)
        }
        None
        | Some(
            Event::Founded(_)
            | Event::Accepted(_)
            | Event::Directory { .. }
            | Event::Order { .. }
            | Event::Invoice {
                event: invoice::Event::Opened { .. } | invoice::Event::Restricted { .. },
                ..
            }
            | Event::Posted(_)
            | Event::Advised { .. }
            | Event::Identified { .. }
            | Event::Matched { .. }
            | Event::PeriodClosed { .. }
            | Event::InterestBilled { .. }
            | Event::PaymentsCleared { .. }
            | Event::Mandate { .. }
            | Event::DirectDebit { .. }
            | Event::ChequesRemitted { .. }
            | Event::Vat { .. }
            | Event::Outbox { .. }
            | Event::Document { .. }
            | Event::Dispute { .. }
            | Event::Subscription { .. }
            | Event::Reminders { .. }
            | Event::DunningPolicySet(_)
            | Event::Credit { .. }
            | Event::Allowance { .. }
            | Event::Recovered { .. }
            | Event::Revalued(_)
            | Event::CutOff(_)
            | Event::Plan { .. }
            | Event::Return { .. },
        ) => Ok(()),
    }
}

/// An issued document moves its orders, opens its items and posts its entry; a pro forma does
/// nothing of it.
fn issued(decision: &mut Decision<'_>, document: &Arc<Document>) -> Result<(), Rejection> {
    if decision.before().document(&document.number).is_some() {
        let (path, document) = (Path::field("series"), document.number.clone());
        return Err(Cause::DocumentKnown { path, document }.into());
    }
    expect_rate(decision, document)?;
    if !document.kind().posts() {
        return Ok(());
    }
    for (order, lines) in billed_lines(document) {
        let leg = Leg::Order(order, order::Command::RecordInvoiced { lines });
        decision.run_via("invoice.issued", leg)?;
    }
    bill_orders(decision, document)?;
    let Some((entry, booked)) = vat::entry_of(decision, document)? else {
        return Ok(());
    };
    if let Some(OrderPart::Deposit { order, share }) = &document.draft.of_order {
        let groups = document.figures.breakdown.groups.clone();
        let deposit = order::Deposit::new(document.number.clone(), *share, groups, booked);
        let leg = Leg::Order(order.clone(), order::Command::RecordDeposit { deposit });
        decision.run_via("invoice.issued", leg)?;
    }
    let items = items_of(decision, document, booked)?;
    if !items.is_empty() {
        let leg = Leg::Receivable(account_of(document), receivable::Command::OpenItems { items });
        decision.run_via("invoice.issued", leg)?;
    }
    decision.push(Event::Posted(Arc::new(entry)));
    let paid = vat::take_over_deposits(decision, document)?;
    vat::defer(decision, document, &paid)
}

/// What a document bills or deducts of orders as a whole.
fn bill_orders(decision: &mut Decision<'_>, document: &Document) -> Result<(), Rejection> {
    let number = || document.number.clone();
    let leg = match &document.draft.of_order {
        Some(OrderPart::Milestone { order, milestone }) => {
            let (milestone, document) = (milestone.clone(), number());
            Some((order, order::Command::RecordMilestone { milestone, document }))
        }
        Some(OrderPart::DepositCredit { order, deposit, .. }) => {
            let (deposit, by) = (deposit.clone(), number());
            Some((order, order::Command::RecordDepositCredited { deposit, by }))
        }
        // A deposit is recorded with what it is booked at.
        Some(OrderPart::Deposit { .. }) | None => None,
    };
    if let Some((order, command)) = leg {
        decision.run_via("invoice.issued", Leg::Order(order.clone(), command))?;
    }
    if document.kind().is_credit() {
        // A credit note names the one document that it gives back.
        let original = document.draft.preceding.first();
        return original.map_or(Ok(()), |original| {
            release_deposits(decision, &original.number, document, "invoice.issued")
        });
    }
    for DeductedDeposit { order, deposit, groups, booked } in &document.draft.deducted {
        let (groups, booked) = (groups.clone(), *booked);
        let deduction = order::DepositDeduction { document: number(), groups, booked };
        let deposit = deposit.clone();
        let command = order::Command::RecordDeducted { deposit, deduction };
        decision.run_via("invoice.issued", Leg::Order(order.clone(), command))?;
    }
    Ok(())
}

/// The deposits that an invoice had deducted are as before it, where what gives it back says so.
pub(super) fn release_deposits(
    decision: &mut Decision<'_>,
    original: &DocumentNumber,
    by: &Document,
    way: &'static str,
) -> Result<(), Rejection> {
    for DeductedDeposit { order, deposit, .. } in &by.draft.deducted {
        let (deposit, document) = (deposit.clone(), original.clone());
        let command = order::Command::RecordDepositReleased { deposit, document };
        decision.run_via(way, Leg::Order(order.clone(), command))?;
    }
    Ok(())
}

fn account_of(document: &Document) -> AccountKey {
    AccountKey::of(document.draft.customer.clone(), document.draft.currency)
}

/// The order lines that a document bills, order by order in the document's own sequence. A credit
/// note bills nothing: which of its quantities are un-billed, its command says.
fn billed_lines(document: &Document) -> Vec<(OrderId, Vec<(LineId, Exact)>)> {
    let mut orders: Vec<(OrderId, Vec<(LineId, Exact)>)> = Vec::new();
    if document.kind().is_credit() {
        return orders;
    }
    for line in &document.draft.lines {
        let Some(reference) = &line.order else {
            continue;
        };
        let billed = (reference.line.clone(), line.quantity.figure());
        match orders.iter_mut().find(|(order, _)| *order == reference.order) {
            Some((_, lines)) => lines.push(billed),
            None => orders.push((reference.order.clone(), Vec::from([billed]))),
        }
    }
    orders
}

/// The items of a document's instalments; the booked value is shared by the largest remainder
/// (rulebook A-05).
fn items_of(
    decision: &Decision<'_>,
    document: &Document,
    booked: Money,
) -> Result<Vec<Item>, Rejection> {
    let mut items = Vec::with_capacity(document.instalments.len());
    if document.instalments.iter().all(|instalment| instalment.amount.is_zero()) {
        return Ok(items);
    }
    let weights: Vec<i128> = document
        .instalments
        .iter()
        .map(|instalment| i128::from(instalment.amount.magnitude().minor()))
        .collect();
    let is_single = document.instalments.len() == 1;
    let account = account_of(document);
    let discounts = document.discounts_by_instalment()?;
    let mut discounts = discounts.iter();
    let shares = if is_single { Vec::from([booked]) } else { split(booked, &weights)? };
    for ((number, instalment), booked) in (1_u16..).zip(&document.instalments).zip(shares) {
        let discount = discounts.next();
        if instalment.amount.is_zero() {
            continue;
        }
        let name = if is_single {
            document.number.as_str().to_string()
        } else {
            alloc::format!("{}/{number}", document.number)
        };
        let is_taken = |id: &EntryId| items.iter().any(|item: &Item| item.id == *id);
        let id = unused_entry(decision.before(), &account, &name, is_taken)?;
        let accounted_on = decision.accounted_on;
        #[cfg(feature = "planted-defects")]
        let accounted_on = accounted_on.plus_days(i64::from(crate::defects::is_planted(9)))?;
        items.push(Item {
            id,
            kind: EntryKind::Invoice { document: document.number.clone(), instalment: number },
            document_on: document.issued_on,
            accounted_on,
            due_on: instalment.due_on,
            amount: document.signed(instalment.amount),
            booked,
            early_discount: discount
                .and_then(|offer| offer_of(offer, instalment.amount, document, number)),
        });
    }
    Ok(items)
}

/// The discount of an instalment as its account keeps it; none where it comes to nothing, or by
/// rounding to the whole instalment: nobody earns a discount by paying nothing.
fn offer_of(
    offer: &invoice::DiscountOffer,
    instalment: Money,
    document: &Document,
    number: u16,
) -> Option<DiscountOffer> {
    if !offer.amount.is_positive() || offer.amount.minor() >= instalment.minor() {
        return None;
    }
    let share = |share: &invoice::DiscountShare| DiscountShare {
        vat: share.vat,
        net: share.net,
        tax: share.tax,
    };
    let terms = &document.draft.terms;
    let own = terms.instalments.get(usize::from(number.saturating_sub(1)));
    let terms = terms.early_discount.or(own.and_then(|rule| rule.early_discount));
    // A discount of the total without VAT is no percentage of the item.
    let percent = terms.filter(|terms| match terms.policy {
        DiscountPolicy::FullOnly => false,
        DiscountPolicy::Proportional => terms.vat.is_of_total_with_vat(),
    });
    Some(DiscountOffer {
        until: offer.until,
        amount: offer.amount,
        shares: offer.shares.iter().map(share).collect(),
        policy: offer.policy,
        percent: percent.map(|terms| terms.percent),
    })
}
