//! One invoice over several orders, or over what some shipments brought.

use super::decision::Decision;
use super::deposit;
use super::from_order::{book_taxes, draft_for, give_reasons, work_out_as};
use super::rejection::{Cause, Rejection};
use super::sale::{self, known_order};
use crate::body::bodies;
use crate::error::Path;
use crate::id::{LineId, OrderId, SeriesId, ShipmentId, Text};
use crate::invoice::compute::compute;
use crate::invoice::{Draft, Figures};
use crate::money::{Exact, ExchangeRate};
use crate::order::{self, Content, Order};
use crate::pricing::{AdjustmentValue, DocumentAdjustment};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Invoice several orders of one customer, in one currency, on the same terms.
    InvoiceOrders {
        /// The series the number comes from.
        series: SeriesId,
        /// Which orders, in the order in which they are printed.
        orders: Vec<OrderId>,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// Invoice shipments of one customer, in one currency, on the same terms.
    InvoiceShipments {
        /// The series the number comes from.
        series: SeriesId,
        /// Which shipments; of each line what they brought, as far as it is billable.
        shipments: Vec<ShipmentId>,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
}

/// What is billed of one order.
struct Billed<'v> {
    id: OrderId,
    order: &'v Order,
    lines: Vec<(LineId, Exact)>,
}

pub(super) fn invoice_orders(
    decision: &mut Decision<'_>,
    asked: &InvoiceOrders,
) -> Result<(), Rejection> {
    let view = decision.before();
    let mut billed: Vec<Billed<'_>> = Vec::with_capacity(asked.orders.len());
    for (index, id) in asked.orders.iter().enumerate() {
        let at = Path::index("orders", index);
        let Some(order) = view.order(id) else {
            return Err(Cause::UnknownOrder { path: at, order: id.clone() }.into());
        };
        if billed.iter().any(|before| before.id == *id) {
            return Err(Cause::OrderTwice { path: at, order: id.clone() }.into());
        }
        let lines = order.billable().map_err(|no| no.inside(at.as_str()))?;
        billed.push(Billed { id: id.clone(), order, lines });
    }
    issue(decision, &asked.series, "orders", &billed)
}

/// Bills of each line what the shipments brought, as far as it is billable.
pub(super) fn invoice_shipments(
    decision: &mut Decision<'_>,
    asked: &InvoiceShipments,
) -> Result<(), Rejection> {
    let view = decision.before();
    let mut billed: Vec<Billed<'_>> = Vec::new();
    for (index, id) in asked.shipments.iter().enumerate() {
        let at = || Path::index("shipments", index);
        let Some(shipped) = view.shipment(id).and_then(|shipment| shipment.shipped()) else {
            return Err(Cause::UnknownShipment { path: at(), shipment: id.clone() }.into());
        };
        let place = match billed.iter().position(|before| before.id == shipped.order) {
            Some(place) => place,
            None => {
                let order = known_order(view, &shipped.order)?;
                // An order that its milestones bill is billed by nothing else.
                order.billable().map_err(|no| no.inside(at().as_str()))?;
                billed.push(Billed { id: shipped.order.clone(), order, lines: Vec::new() });
                billed.len().saturating_sub(1)
            }
        };
        let is_repeated = asked.shipments.iter().take(index).any(|before| before == id);
        if let Some(billed) = billed.get_mut(place)
            && !is_repeated
        {
            for line in &shipped.lines {
                billed.add(&line.line, line.quantity)?;
            }
        }
    }
    for of_order in &mut billed {
        of_order.keep_billable();
    }
    billed.retain(|of_order| !of_order.lines.is_empty());
    if billed.is_empty() && !asked.shipments.is_empty() {
        let path = Path::field("shipments");
        return Err(order::Rejection::NothingToInvoice { path }.into());
    }
    issue(decision, &asked.series, "shipments", &billed)
}

impl Billed<'_> {
    fn add(&mut self, line: &LineId, quantity: Exact) -> Result<(), Rejection> {
        match self.lines.iter_mut().find(|(known, _)| known == line) {
            Some((_, sum)) => *sum = sum.checked_add(quantity)?,
            None => self.lines.push((line.clone(), quantity)),
        }
        Ok(())
    }

    /// At most what is billable of each line, in the order of the lines.
    fn keep_billable(&mut self) {
        let order = self.order;
        for (line, quantity) in &mut self.lines {
            let billable = order.position(line).and_then(|at| order.to_invoice(at));
            *quantity = billable.unwrap_or_default().min(*quantity);
        }
        self.lines.retain(|(_, quantity)| quantity.is_positive());
        self.lines.sort_by_key(|(line, _)| order.position(line));
    }

    fn content(&self, place: &str) -> Result<&Content, Rejection> {
        self.order.content().map(AsRef::as_ref).ok_or_else(|| {
            Cause::UnknownOrder { path: Path::field(place), order: self.id.clone() }.into()
        })
    }
}

/// Issues one document over all; every order keeps its own allowances and charges, and its
/// deposits are deducted from what is billed of it.
fn issue(
    decision: &mut Decision<'_>,
    series: &SeriesId,
    place: &str,
    billed: &[Billed<'_>],
) -> Result<(), Rejection> {
    let Some(first) = billed.first() else {
        return Err(Cause::OrdersMissing { path: Path::field(place) }.into());
    };
    let expected = first.content(place)?;
    let mut draft = draft_for(expected, expected.terms.clone());
    work_out_as(&mut draft, expected);
    let mut parts = Vec::with_capacity(billed.len());
    for of_order in billed {
        let content = of_order.content(place)?;
        agrees(place, expected, content)?;
        let invoiced = |index| of_order.order.invoiced(index).unwrap_or_default();
        let own = sale::draft_of(&of_order.id, content, invoiced, &of_order.lines)?;
        let figures = compute(&own)?;
        parts.push((of_order.id.clone(), figures.breakdown.groups.clone()));
        if billed.len() == 1 {
            draft.adjustments = own.adjustments;
        } else {
            draft.adjustments.extend(in_amounts(&own, &figures));
        }
        draft.lines.extend(own.lines);
        give_reasons(&mut draft, content);
        book_taxes(&mut draft, content);
        if content.reference != expected.reference {
            draft.purchase_order = Text::default(); // No single order of the customer's is it.
        }
    }
    if billed.len() > 1 {
        name_lines(&mut draft)?;
    }
    let shown = deposit::deducting(decision, &mut draft, &parts)?;
    // Deposits are of one order each: beside them each order keeps its own VAT, unless it is taken
    // out of prices, once for all.
    let is_whole = billed.len() == 1 || !draft.prices.is_without_vat();
    let is_full = is_whole && draft.prepaid.is_some();
    let is_share = !draft.deducted.is_empty() && !is_full;
    sale::issue(decision, series, draft, is_share.then_some(shown))
}

/// Orders on one invoice have one customer, one currency, one set of terms, and prices that are
/// worked out alike.
fn agrees(place: &str, expected: &Content, found: &Content) -> Result<(), Rejection> {
    let cash = |content: &Content| content.cash_rounding.map_or(String::new(), |it| it.to_string());
    let fields: [(&'static str, String, String); 6] = [
        ("customer", expected.payer().to_string(), found.payer().to_string()),
        ("currency", expected.currency.to_string(), found.currency.to_string()),
        ("terms", expected.terms.to_string(), found.terms.to_string()),
        ("prices", expected.prices.to_string(), found.prices.to_string()),
        ("vat_rounding", expected.vat_rounding.to_string(), found.vat_rounding.to_string()),
        ("cash_rounding", cash(expected), cash(found)),
    ];
    let are_same = [
        expected.payer() == found.payer(),
        expected.currency == found.currency,
        expected.terms == found.terms,
        expected.prices == found.prices,
        expected.vat_rounding == found.vat_rounding,
        expected.cash_rounding == found.cash_rounding,
    ];
    for ((field, expected, found), is_same) in fields.into_iter().zip(are_same) {
        if !is_same {
            let path = Path::field(place);
            return Err(Cause::OrdersDiffer { path, field, expected, found }.into());
        }
    }
    Ok(())
}

/// The allowances and charges of one order as amounts of its VAT groups: a percentage of one
/// order is none of another.
fn in_amounts(own: &Draft, figures: &Figures) -> Vec<DocumentAdjustment> {
    let resolved = figures.adjustments.iter();
    let amounts = resolved.filter_map(|resolved| {
        let asked = own.adjustments.get(resolved.adjustment)?;
        Some(DocumentAdjustment {
            kind: resolved.kind,
            value: AdjustmentValue::Amount(resolved.amount),
            vat: Some(resolved.vat),
            reason: asked.reason.clone(),
        })
    });
    amounts.collect()
}

/// Lines are named after order and line, `O1/1`; where such a name is too long or stands twice,
/// all are numbered.
fn name_lines(draft: &mut Draft) -> Result<(), Rejection> {
    let mut names: Vec<LineId> = Vec::with_capacity(draft.lines.len());
    for line in &draft.lines {
        let order = line.order.as_ref().map_or("", |reference| reference.order.as_str());
        if let Ok(name) = LineId::new(&alloc::format!("{order}/{}", line.id)) {
            names.push(name);
        }
    }
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != draft.lines.len() {
        names.clear();
        for number in 1..=draft.lines.len() {
            names.push(LineId::new(&alloc::format!("{number}"))?);
        }
    }
    for (line, name) in draft.lines.iter_mut().zip(names) {
        line.id = name;
    }
    Ok(())
}
