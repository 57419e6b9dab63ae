//! Fulfilment within the company: what arrives, what is accepted, and goods that come back.
//!
//! ```text
//!  shipment arrived ──▶ its lines have, where the order is billed as it arrives
//!  return inspected ──▶ what is good goes back into stock, at the average of what is there
//!  return credited  ──▶ credit note at the price and VAT of the invoice · invoice of the fee
//! ```

use super::correction::{IssueCreditNote, issue_credit_note, issued_document, known_document};
use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::sale::{inside, issue, known_order};
use super::view::View;
use crate::body::bodies;
use crate::calendar::{Day, Terms};
use crate::error::Path;
use crate::fulfilment::returns::{
    self, InspectReturn, Outcome, ReceiveReturn, RequestReturn, Return, Returned,
};
use crate::fulfilment::{self, ShippedLine};
use crate::id::{DocumentNumber, LineId, OrderId, ReturnId, SeriesId, ShipmentId, Text};
use crate::invoice::life::{CreditReason, CreditScope, LineCredit};
use crate::invoice::{Document, Draft, DraftLine};
use crate::money::{Exact, Money, Percent, Rounding, UnitPrice};
use crate::order::{self, BillingBasis, Counters, Order};
use crate::pricing::Price;
use crate::quantity::{Quantity, Unit};
use crate::stock::{self, StockKey};
use alloc::string::ToString;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Something asked of goods that come back.
    OnReturn {
        /// The caller's id of the return.
        goods_return: ReturnId,
        /// What is asked.
        ask: AskReturn,
    }
    /// The customer accepts goods that left for an order, or services that were performed for it:
    /// what an order bills that is billed by acceptance.
    AcceptDelivery {
        /// The order.
        order: OrderId,
        /// How much of which line; all that left and was not accepted where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        lines: Option<Vec<ShippedLine>>,
        /// Who accepts it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        by: Text,
    }
    /// Credit what was accepted of a return.
    CreditReturn {
        /// The series the numbers come from.
        series: SeriesId,
        /// The invoice that billed the goods.
        invoice: DocumentNumber,
        /// The fee for taking them back, of what is credited without VAT; it is billed at the VAT
        /// of the goods.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        restocking_fee: Option<Percent>,
        /// Whether the credit note is lettered at once with what is open of the invoice.
        #[cfg_attr(feature = "serde", serde(default))]
        letter: bool,
        /// Whether what the invoice did not bill is taken back as never billed; else it is refused.
        #[cfg_attr(feature = "serde", serde(default))]
        take_back_rest: bool,
    }
}

/// What may be asked of a return.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum AskReturn {
    /// The customer wants to give goods back.
    Request(RequestReturn),
    /// The company agrees.
    Authorise,
    /// Goods came back.
    Receive(ReceiveReturn),
    /// Somebody looked at them.
    Inspect(InspectReturn),
    /// What was accepted is credited.
    Credit(CreditReturn),
    /// What was accepted was not billed, and is not billed any more.
    TakeBack,
    /// The customer gets others.
    Replace {
        /// The order that delivers them, where there is one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        by: Option<OrderId>,
    },
    /// The customer gets them back, repaired.
    Repair,
    /// The customer keeps them, or gets them back as they are.
    Reject {
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
}

impl AskReturn {
    /// What is asked, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            AskReturn::Request(_) => "request",
            AskReturn::Authorise => "authorise",
            AskReturn::Receive(_) => "receive",
            AskReturn::Inspect(_) => "inspect",
            AskReturn::Credit(_) => "credit",
            AskReturn::TakeBack => "take_back",
            AskReturn::Replace { .. } => "replace",
            AskReturn::Repair => "repair",
            AskReturn::Reject { .. } => "reject",
        }
    }
}

/// Records what the customer accepts.
pub(super) fn accept_delivery(
    decision: &mut Decision<'_>,
    asked: &AcceptDelivery,
) -> Result<(), Rejection> {
    let order = known_order(decision.before(), &asked.order)?;
    let lines: Quantities = match &asked.lines {
        Some(lines) => lines.iter().map(|line| (line.line.clone(), line.quantity)).collect(),
        None => order.to_accept()?,
    };
    left_by(decision.before(), &asked.order, &lines, decision.command.effective_on)?;
    let by = asked.by.clone();
    let command = order::Command::RecordAccepted { lines, by };
    decision.run(Leg::Order(asked.order.clone(), command))
}

/// Nothing is accepted before it left; what was never there, the order refuses itself.
fn left_by(
    view: &dyn View,
    order: &OrderId,
    lines: &[(LineId, Exact)],
    on: Day,
) -> Result<(), Rejection> {
    let confirmed = known_order(view, order)?.as_confirmed();
    for (index, (line, asked)) in lines.iter().enumerate() {
        let known = confirmed.and_then(|confirmed| {
            let (at, _) = confirmed.content.line(line)?;
            confirmed.lines.get(at)
        });
        let Some(now) = known.filter(|now| *asked <= now.to_accept()) else { continue };
        let under_way = counters_by(view, order, (line, *now), on)?.to_accept();
        if *asked > under_way {
            let (path, line, asked) = (Path::field("quantity"), line.clone(), *asked);
            let no = order::Rejection::QuantityExceedsUnderWay { path, line, asked, under_way };
            return Err(no.inside_index("lines", index).into());
        }
    }
    Ok(())
}

/// What arrived counts on the lines of an order that is billed as it arrives.
pub(super) fn delivered(
    decision: &mut Decision<'_>,
    shipment: &ShipmentId,
) -> Result<(), Rejection> {
    let view = decision.now()?;
    let Some(shipped) = view.shipment(shipment).and_then(|shipment| shipment.shipped()) else {
        return Ok(());
    };
    let content = view.order(&shipped.order).and_then(|order| order.content());
    if content.is_none_or(|content| content.billing != BillingBasis::Delivered) {
        return Ok(());
    }
    let lines = shipped.lines.iter().map(|line| (line.line.clone(), line.quantity)).collect();
    let leg = Leg::Order(shipped.order.clone(), order::Command::RecordDelivered { lines });
    decision.run_via("fulfilment.delivered", leg)
}

/// The counters of a line by a day: those of now, unless something moved later.
fn counters_by(
    view: &dyn View,
    order: &OrderId,
    (line, now): (&LineId, Counters),
    on: Day,
) -> Result<Counters, Rejection> {
    let movements = view.movements(order);
    if movements.iter().all(|moved| moved.on <= on) {
        return Ok(now);
    }
    Ok(Counters::as_of(movements, line, on)?)
}

/// What of each line of an order may come back on a day: shipped by then, not come back, in no
/// other open return.
pub(super) fn returnable(
    view: &dyn View,
    order: &OrderId,
    on: Day,
) -> Result<Vec<(LineId, Exact)>, Rejection> {
    let Order::Confirmed(confirmed) = known_order(view, order)? else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::with_capacity(confirmed.lines.len());
    for (line, counters) in confirmed.quantities() {
        let then = counters_by(view, order, (&line.id, *counters), on)?;
        let mut left = counters.kept().min(then.kept());
        for open in view.returns_of(order).iter().filter_map(|id| view.goods_return(id)) {
            left = left.checked_sub(open.claims(&line.id))?;
        }
        lines.push((line.id.clone(), left));
    }
    Ok(lines)
}

/// Puts a question to a return, and does what follows from the answer.
pub(super) fn on_return(decision: &mut Decision<'_>, asked: &OnReturn) -> Result<(), Rejection> {
    let name = asked.ask.name();
    ask_return(decision, &asked.goods_return, &asked.ask)
        .map_err(|no| inside(inside(no, name), "ask"))
}

fn ask_return(
    decision: &mut Decision<'_>,
    id: &ReturnId,
    ask: &AskReturn,
) -> Result<(), Rejection> {
    use returns::Command;
    let settle = |outcome| Command::Settle { outcome };
    let command = match ask {
        AskReturn::Request(asked) => {
            known_order(decision.before(), &asked.order)?;
            Command::Request(asked.clone())
        }
        AskReturn::Authorise => Command::Authorise,
        AskReturn::Receive(asked) => {
            if let Some(site) = &asked.site {
                super::stock::known_site(decision.before(), site)?;
            }
            Command::Receive(asked.clone())
        }
        AskReturn::Inspect(asked) => Command::Inspect(asked.clone()),
        AskReturn::Credit(credit) => return credit_return(decision, id, credit),
        AskReturn::TakeBack => return take_back(decision, id),
        AskReturn::Replace { by } => {
            if let Some(by) = by {
                known_order(decision.before(), by)
                    .map_err(|no| no.with_path(&|_| Path::field("by")))?;
            }
            settle(Outcome::Replaced { by: by.clone() })
        }
        AskReturn::Repair => settle(Outcome::Repaired),
        AskReturn::Reject { reason } => settle(Outcome::Rejected { reason: reason.clone() }),
    };
    decision.run(Leg::Return(id.clone(), command))?;
    if let AskReturn::Inspect(InspectReturn { is_restocked: true, .. }) = ask {
        return restock(decision, id);
    }
    Ok(())
}

/// What is good goes back into the stock of its site, where that is known, at the average cost of
/// what is there.
fn restock(decision: &mut Decision<'_>, id: &ReturnId) -> Result<(), Rejection> {
    let now = decision.now()?;
    let Some(returned) = now.goods_return(id).and_then(Return::returned).cloned() else {
        return Ok(());
    };
    let Some(site) = returned.site.clone().or_else(|| now.settings().stock.site.clone()) else {
        return Ok(());
    };
    for (line, quantity) in returned.accepted() {
        let now = decision.now()?;
        let content = now.order(&returned.order).and_then(|order| order.content());
        let ordered = content.and_then(|content| content.line(line));
        let Some(item) = ordered.and_then(|(_, line)| line.item.clone()) else { continue };
        let key = StockKey { item, site: site.clone() };
        let Some(stock) = now.stock(&key) else { continue };
        let cost = stock.cost_of(quantity)?;
        let command = stock::Command::Receive { quantity, cost, receipt: None };
        decision.run_via("return.inspected", Leg::Stock(key, command))?;
    }
    Ok(())
}

/// Credits what was accepted at the price and the VAT of the invoice, bills the fee, and settles
/// the return.
fn credit_return(
    decision: &mut Decision<'_>,
    id: &ReturnId,
    asked: &CreditReturn,
) -> Result<(), Rejection> {
    let view = decision.before();
    let invoice = known_document(view, &asked.invoice, "invoice")?;
    let returned = inspected(view, id, "credit")?.clone();
    let (lines, rest) = lines_of(&invoice, &returned)?;
    if let Some((line, quantity)) = rest.first().filter(|_| !asked.take_back_rest) {
        let (path, document) = (Path::field("invoice"), invoice.number.clone());
        let (line, quantity) = (line.clone(), *quantity);
        return Err(Cause::ReturnNotBilled { path, document, line, quantity }.into());
    }
    if !rest.is_empty() {
        let leg =
            Leg::Order(returned.order.clone(), order::Command::RecordReturned { lines: rest });
        decision.run(leg)?;
    }
    let note = IssueCreditNote {
        series: asked.series.clone(),
        invoice: asked.invoice.clone(),
        scope: CreditScope::Lines(lines),
        reason: CreditReason::Returned,
        note: returned.reason.clone(),
        terms: None,
        letter: asked.letter,
        exchange_rate: None,
    };
    issue_credit_note(decision, &note)?;
    let Some(credited) = issued_document(decision) else { return Ok(()) };
    let fee = match asked.restocking_fee {
        Some(percent) => bill_fee(decision, asked, (&credited, percent))?,
        None => None,
    };
    let outcome = Outcome::Credited { by: credited.number.clone(), fee };
    decision.run(Leg::Return(id.clone(), returns::Command::Settle { outcome }))
}

/// A return that was inspected.
fn inspected<'v>(
    view: &'v dyn View,
    id: &ReturnId,
    command: &'static str,
) -> Result<&'v Returned, Rejection> {
    match view.goods_return(id) {
        Some(Return::Inspected(returned)) => Ok(returned),
        state => {
            let (path, state) = (Path::root(), state.map_or("absent", Return::state));
            Err(fulfilment::Rejection::ReturnNotPossible { path, state, command }.into())
        }
    }
}

/// What was accepted had not been billed: it counts as returned, and there is nothing to credit.
fn take_back(decision: &mut Decision<'_>, id: &ReturnId) -> Result<(), Rejection> {
    let returned = inspected(decision.before(), id, "take_back")?;
    let order = returned.order.clone();
    let lines: Vec<(LineId, Exact)> =
        returned.accepted().map(|(line, accepted)| (line.clone(), accepted)).collect();
    // That nothing was accepted, the return says itself.
    if !lines.is_empty() {
        decision.run(Leg::Order(order, order::Command::RecordReturned { lines }))?;
    }
    let outcome = Outcome::TakenBack;
    decision.run(Leg::Return(id.clone(), returns::Command::Settle { outcome }))
}

/// Quantities of an order's lines.
type Quantities = Vec<(LineId, Exact)>;

/// The lines of an invoice that billed what was accepted, and what it did not bill of it.
fn lines_of(
    invoice: &Document,
    returned: &Returned,
) -> Result<(Vec<LineCredit>, Quantities), Rejection> {
    let (mut lines, mut rest) = (Vec::new(), Vec::new());
    for (line, accepted) in returned.accepted() {
        let mut left = accepted;
        for billed in &invoice.draft.lines {
            let is_of = billed
                .order
                .as_ref()
                .is_some_and(|of| of.order == returned.order && of.line == *line);
            let quantity = billed.quantity.figure().min(left);
            if is_of && quantity.is_positive() {
                lines.push(LineCredit::of_quantity(billed.id.clone(), quantity));
                left = left.checked_sub(quantity)?;
            }
        }
        if left.is_positive() {
            rest.push((line.clone(), left));
        }
    }
    Ok((lines, rest))
}

/// The invoice of the fee: a line for each VAT group of the credit note; none where it comes to
/// nothing.
fn bill_fee(
    decision: &mut Decision<'_>,
    asked: &CreditReturn,
    (credited, percent): (&Document, Percent),
) -> Result<Option<DocumentNumber>, Rejection> {
    let at = |no: crate::money::Rejection| no.inside("restocking_fee");
    percent.at_most_hundred().map_err(at)?;
    let mut lines = Vec::new();
    for (number, group) in (1_u32..).zip(&credited.figures.breakdown.groups) {
        let fee = group.base.magnitude().percent(percent, Rounding::HalfAwayFromZero)?;
        if fee.is_zero() {
            continue;
        }
        let price = Price::Net(UnitPrice::new(exact_of(fee)?)?);
        let quantity = Quantity::new(Exact::ONE, Unit::PIECE);
        let id = LineId::new(&number.to_string())?;
        lines.push(DraftLine {
            description: Text::new("Restocking fee")?,
            ..DraftLine::new(id, quantity, price, group.vat)
        });
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let (customer, currency) = (credited.draft.customer.clone(), credited.draft.currency);
    let mut draft = Draft::new(customer, currency, Terms::net_days(0));
    draft.lines = lines;
    draft.vat_reasons.clone_from(&credited.draft.vat_reasons);
    issue(decision, &asked.series, draft, None)?;
    Ok(issued_document(decision).map(|issued| issued.number.clone()))
}

/// An amount as an exact figure of its currency's unit.
fn exact_of(amount: Money) -> Result<Exact, crate::money::Rejection> {
    Exact::new(i128::from(amount.minor()), u32::from(amount.currency().decimals()))
}
