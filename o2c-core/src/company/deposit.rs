//! Deposits on orders, and billing plans: what is invoiced of an order beside its lines.

use super::decision::{Decision, Leg};
use super::from_order::{draft_for, give_reasons};
use super::rejection::{Cause, Rejection};
use super::sale::{self, known_order};
use super::view::View;
use crate::body::bodies;
use crate::calendar::{Day, Terms};
use crate::error::Path;
use crate::id::{Country, DocumentNumber, LineId, OrderId, SeriesId, Text};
use crate::invoice::compute::compute;
use crate::invoice::deposit::{Deduction, DepositBalance, EarlierDeposit, deduct, deposit_on};
use crate::invoice::milestone::milestones_of;
use crate::invoice::{
    BusinessProcess, DeductedDeposit, DocumentKind, Draft, DraftLine, OrderPart, PrecedingDocument,
    Sold,
};
use crate::money::{Exact, ExchangeRate, Money, UnitPrice};
use crate::order::{self, Confirmed, Content, DepositShare, Milestone, MilestoneShare, Order};
use crate::pricing::{AdjustmentValue, DocumentAdjustment, Price};
use crate::quantity::Quantity;
use crate::tax::{Group, Supply, Vat};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Invoice a deposit.
    IssueDeposit {
        /// The series the number comes from.
        series: SeriesId,
        /// Which order.
        order: OrderId,
        /// How much of it, as a percentage or as an amount with VAT.
        share: DepositShare,
        /// What the customer reads; `Deposit on` the order where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        description: Text,
        /// Payment terms; at once where none are given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// Give back what is left of a deposit.
    CreditDeposit {
        /// The series the number comes from.
        series: SeriesId,
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// Why, as the customer reads it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    }
    /// The billing plan of an order.
    PlanBilling {
        /// Which order.
        order: OrderId,
        /// The milestones, which bill the order together.
        milestones: Vec<NewMilestone>,
    }
    /// A milestone as it comes in.
    NewMilestone {
        /// Its own id, unique in the plan.
        id: LineId,
        /// What is reached with it, as its invoice says.
        description: Text,
        /// How much of the order it bills.
        share: MilestoneShare,
        /// The day it is planned for.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        planned_on: Option<Day>,
    }
    /// Invoice a milestone.
    InvoiceMilestone {
        /// The series the number comes from.
        series: SeriesId,
        /// Which order.
        order: OrderId,
        /// Which milestone.
        milestone: LineId,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
}

/// Invoices a deposit on a confirmed order (rulebook V-05).
pub(super) fn issue_deposit(
    decision: &mut Decision<'_>,
    asked: &IssueDeposit,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (order, confirmed) = confirmed_order(view, &asked.order)?;
    let content = &confirmed.content;
    let whole = whole_groups(&asked.order, content)?;
    let earlier = earlier_deposits(&asked.order, order, confirmed, &whole)?;
    let groups = deposit_on(content.currency, &whole, &earlier, asked.share)?;
    let description = match &asked.description {
        said if said.is_empty() => Text::new(&alloc::format!("Deposit on {}", asked.order))?,
        said => said.clone(),
    };
    let terms = asked.terms.clone().unwrap_or_else(|| Terms::net_days(0));
    let mut draft = draft_for(content, terms);
    draft.kind = DocumentKind::Deposit;
    draft.of_order = Some(OrderPart::Deposit { order: asked.order.clone(), share: asked.share });
    draft.lines = lines_of(content, &groups, &description)?;
    give_reasons(&mut draft, content);
    sale::issue(decision, &asked.series, draft, Some(groups))
}

/// What was asked of an order before: its deposits, as far as they were not given back, and what
/// was invoiced or cancelled beside them.
fn earlier_deposits(
    id: &OrderId,
    order: &Order,
    confirmed: &Confirmed,
    whole: &[Group],
) -> Result<Vec<EarlierDeposit>, Rejection> {
    let content = &confirmed.content;
    let currency = content.currency;
    let open = if confirmed.plan.is_empty() {
        let left = confirmed.quantities().map(|(line, counters)| {
            let ordered = line.quantity.figure();
            (line.id.clone(), counters.to_invoice(ordered, order::BillingBasis::Ordered))
        });
        let left = left.filter(|(_, quantity)| quantity.is_positive()).collect();
        groups_of(id, content, left, |index| order.invoiced(index).unwrap_or_default())?
    } else {
        let open = confirmed.plan.iter().filter(|milestone| milestone.document.is_none());
        sum_of(open.flat_map(|milestone| &milestone.groups), &[])?
    };
    // What is gone is gone as an amount: no percentage of the order stands for it.
    let taken = DepositShare::Amount(Money::zero(currency));
    let mut earlier = Vec::with_capacity(order.deposits().len());
    let mut beside = sum_of(whole, &open)?;
    for deposit in order.deposits() {
        let deducted = deposit.deducted()?;
        beside = sum_of(&beside, &deducted)?;
        let share = if deposit.credits.is_empty() { deposit.share } else { taken };
        earlier.push(EarlierDeposit { share, groups: deposit.standing()? });
    }
    earlier.push(EarlierDeposit { share: taken, groups: beside });
    let is_something = |group: &Group| !(group.base.is_zero() && group.amount.is_zero());
    earlier.retain(|deposit| deposit.groups.iter().any(is_something));
    Ok(earlier)
}

/// Gives back what no invoice deducted of a deposit.
pub(super) fn credit_deposit(
    decision: &mut Decision<'_>,
    asked: &CreditDeposit,
) -> Result<(), Rejection> {
    let view = decision.before();
    let path = || Path::field("deposit");
    let number = || asked.deposit.clone();
    let Some(document) = view.document(&asked.deposit) else {
        return Err(Cause::UnknownDocument { path: path(), document: number() }.into());
    };
    let Some(OrderPart::Deposit { order: id, .. }) = &document.draft.of_order else {
        return Err(Cause::NotADeposit { path: path(), document: number() }.into());
    };
    let order = known_order(view, id)?;
    let (Some(content), Some(deposit)) = (order.content(), order.deposit(&asked.deposit)) else {
        return Err(order::Rejection::UnknownDeposit { path: path(), deposit: number() }.into());
    };
    let rest = deposit.rest()?;
    if rest.is_empty() {
        let (path, deposit_of, last) = (path(), number(), deposit.credits.last());
        let no = match last.map(|credit| credit.document.clone()) {
            Some(by) => order::Rejection::DepositCredited { path, deposit: deposit_of, by },
            None => order::Rejection::DepositExceeded { path, deposit: deposit_of },
        };
        return Err(no.into());
    }
    let mut draft = draft_for(content, Terms::net_days(0));
    draft.kind = DocumentKind::DepositCreditNote;
    draft.preceding.push(preceding(view, &asked.deposit, document.issued_on));
    draft.note = asked.reason.clone();
    if let Some(deposit) = view.document(&asked.deposit) {
        draft.vat_accounting = deposit.draft.vat_accounting;
        draft.take_notes_of(&deposit.draft);
    }
    draft.of_order = Some(OrderPart::DepositCredit {
        order: id.clone(),
        deposit: number(),
        booked: deposit.booked_of(&rest)?,
    });
    draft.lines = lines_of(content, &rest, &Text::new(asked.deposit.as_str())?)?;
    give_reasons(&mut draft, content);
    sale::issue(decision, &asked.series, draft, Some(rest))
}

fn preceding(view: &dyn View, number: &DocumentNumber, issued_on: Day) -> PrecedingDocument {
    let issued_on = view.document(number).map_or(issued_on, |document| document.issued_on);
    PrecedingDocument { number: number.clone(), issued_on }
}

/// Shares an order over milestones, which bill it from now on.
pub(super) fn plan_billing(
    decision: &mut Decision<'_>,
    asked: &PlanBilling,
) -> Result<(), Rejection> {
    let (_, confirmed) = confirmed_order(decision.before(), &asked.order)?;
    let content = &confirmed.content;
    let whole = whole_groups(&asked.order, content)?;
    let shares: Vec<_> = asked.milestones.iter().map(|milestone| milestone.share).collect();
    let parts = milestones_of(content.currency, &whole, &shares)?;
    let milestone = |(asked, groups): (&NewMilestone, Vec<Group>)| Milestone {
        id: asked.id.clone(),
        description: asked.description.clone(),
        share: asked.share,
        planned_on: asked.planned_on,
        groups,
        document: None,
    };
    let milestones = asked.milestones.iter().zip(parts).map(milestone).collect();
    let command = order::Command::PlanBilling { milestones };
    decision.run(Leg::Order(asked.order.clone(), command))
}

/// Invoices a milestone of an order's plan; deposits are deducted.
pub(super) fn invoice_milestone(
    decision: &mut Decision<'_>,
    asked: &InvoiceMilestone,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (_, confirmed) = confirmed_order(view, &asked.order)?;
    let milestone = confirmed.open_milestone(&asked.milestone)?;
    let content = &confirmed.content;
    let mut draft = draft_for(content, content.terms.clone());
    draft.of_order = Some(OrderPart::Milestone {
        order: asked.order.clone(),
        milestone: asked.milestone.clone(),
    });
    draft.lines = lines_of(content, &milestone.groups, &milestone.description)?;
    give_reasons(&mut draft, content);
    let parts = [(asked.order.clone(), milestone.groups.clone())];
    let shown = deducting(decision, &mut draft, &parts)?;
    sale::issue(decision, &asked.series, draft, Some(shown))
}

/// Takes the deposits of each order off what a document bills of it, in the order of their issue
/// and at most that much, and says so in the form that is settled (rulebook INV-33). Returns the
/// VAT groups that the document shows.
pub(super) fn deducting(
    decision: &Decision<'_>,
    draft: &mut Draft,
    parts: &[(OrderId, Vec<Group>)],
) -> Result<Vec<Group>, Rejection> {
    let view = decision.before();
    let is_issued = |deposit: &order::Deposit| {
        let document = view.document(&deposit.document);
        document.is_none_or(|document| document.issued_on <= decision.command.effective_on)
    };
    for (id, groups) in parts {
        let deposits: Vec<&order::Deposit> =
            known_order(view, id)?.deposits().iter().filter(|deposit| is_issued(deposit)).collect();
        let mut balances = Vec::with_capacity(deposits.len());
        for deposit in &deposits {
            let (groups, deducted) = (deposit.groups.clone(), deposit.taken()?);
            balances.push(DepositBalance { groups, deducted });
        }
        let deducted = deduct(draft.currency, groups, &balances)?;
        for (deposit, groups) in deposits.into_iter().zip(deducted) {
            if groups.is_empty() {
                continue;
            }
            let number = &deposit.document;
            draft.preceding.push(preceding(view, number, decision.command.effective_on));
            draft.deducted.push(DeductedDeposit {
                order: id.clone(),
                deposit: number.clone(),
                booked: deposit.booked_of(&groups)?,
                groups,
            });
        }
    }
    let full = || parts.iter().flat_map(|(_, groups)| groups);
    let taken: Vec<Group> =
        draft.deducted.iter().flat_map(|deposit| deposit.groups.iter().copied()).collect();
    if taken.is_empty() {
        return sum_of(full(), &[]);
    }
    if is_french(view) && draft.process.is_none() {
        draft.process = Some(BusinessProcess::final_after_deposit(Sold::by(&draft.lines)));
    }
    // Among prices with VAT no line says what a deposit takes off the bases.
    let form = match draft.prices.is_without_vat() {
        true => view.settings().deposit_deduction,
        false => Deduction::Prepaid,
    };
    match form {
        Deduction::Prepaid => {
            let amounts = taken.iter().flat_map(|group| [group.base, group.amount]);
            draft.prepaid = Some(Money::sum(draft.currency, amounts)?);
            sum_of(full(), &[])
        }
        Deduction::NegativeLines => {
            settle_adjustments(draft)?;
            for deposit in draft.deducted.clone() {
                let description = Text::new(deposit.deposit.as_str())?;
                let content = known_order(view, &deposit.order)?.content();
                for group in deposit.groups.iter().map(mirrored) {
                    let of_group = content.map(|content| content.by_supply(group.vat, group.base));
                    for (supply, base) in of_group.transpose()?.unwrap_or_default() {
                        let id = unused_line(draft)?;
                        draft.lines.push(line_of(id, group.vat, (supply, base), &description)?);
                    }
                }
            }
            sum_of(full(), &taken)
        }
    }
}

/// States a draft's allowances and charges as the amounts they come to in each VAT group, so that
/// no percentage is taken of the lines that deduct deposits.
fn settle_adjustments(draft: &mut Draft) -> Result<(), Rejection> {
    if draft.adjustments.is_empty() {
        return Ok(());
    }
    let shares = compute(draft)?.adjustments;
    let settled = shares.into_iter().filter_map(|share| {
        // An early discount at issue is none of the draft's own.
        let reason = draft.adjustments.get(share.adjustment)?.reason.clone();
        let (kind, value) = (share.kind, AdjustmentValue::Amount(share.amount));
        Some(DocumentAdjustment { kind, value, vat: Some(share.vat), reason })
    });
    draft.adjustments = settled.collect();
    Ok(())
}

/// Whether the seller bills from France, where a document says that it follows deposits (rulebook
/// INV-33, BT-23).
fn is_french(view: &dyn View) -> bool {
    let address = view.settings().party.address.as_ref();
    let country = address.and_then(|address| address.country.as_ref());
    country.is_some_and(|country| Country::parse("FR").as_ref() == Ok(country))
}

/// What orders come to less what is taken off, per VAT category and rate; a group of nothing that
/// stands in the document stays.
fn sum_of<'g>(
    groups: impl IntoIterator<Item = &'g Group>,
    taken: &[Group],
) -> Result<Vec<Group>, Rejection> {
    let mut sums: Vec<Group> = Vec::new();
    let groups = groups.into_iter().copied();
    for group in groups.chain(taken.iter().map(mirrored)) {
        match sums.iter_mut().find(|sum| sum.vat == group.vat) {
            Some(sum) => {
                sum.base = sum.base.checked_add(group.base)?;
                sum.amount = sum.amount.checked_add(group.amount)?;
            }
            None => sums.push(group),
        }
    }
    Ok(sums)
}

fn mirrored(group: &Group) -> Group {
    Group { vat: group.vat, base: group.base.negated(), amount: group.amount.negated() }
}

/// A confirmed order; nothing is invoiced of another.
fn confirmed_order<'v>(
    view: &'v dyn View,
    id: &OrderId,
) -> Result<(&'v Order, &'v Confirmed), Rejection> {
    let order = known_order(view, id)?;
    match order.as_confirmed() {
        Some(confirmed) => Ok((order, confirmed)),
        None => {
            let (path, command) = (Path::field("order"), "invoice");
            Err(order::Rejection::not_possible(path, order.state(), command).into())
        }
    }
}

/// What an order comes to, per VAT category and rate: all of it, since deposits and milestones are
/// shares of nothing else.
fn whole_groups(id: &OrderId, content: &Content) -> Result<Vec<Group>, Rejection> {
    let mut draft = sale::draft_of_all(id, content)?;
    draft.cash_rounding = None;
    let figures = compute(&draft)?;
    let because = if figures.has_stacked_taxes() {
        "its lines bear taxes other than VAT"
    } else if !figures.rounding.is_zero() {
        "net and VAT miss its prices with VAT by a cent, unless one is the difference"
    } else {
        return Ok(figures.breakdown.groups);
    };
    let (path, order) = (Path::field("order"), id.clone());
    Err(Cause::BilledByLinesOnly { path, order, because }.into())
}

/// What lines of an order come to, per VAT category and rate.
fn groups_of(
    id: &OrderId,
    content: &Content,
    lines: Vec<(LineId, Exact)>,
    invoiced: impl Fn(usize) -> Exact,
) -> Result<Vec<Group>, Rejection> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let draft = sale::draft_of(id, content, invoiced, &lines)?;
    Ok(compute(&draft)?.breakdown.groups)
}

/// A line for each VAT group; one for its goods and one for its services where the order sells
/// both in it.
fn lines_of(
    content: &Content,
    groups: &[Group],
    description: &Text,
) -> Result<Vec<DraftLine>, Rejection> {
    let mut lines = Vec::with_capacity(groups.len());
    for group in groups {
        for part in content.by_supply(group.vat, group.base)? {
            let id = LineId::new(&alloc::format!("{}", lines.len().saturating_add(1)))?;
            lines.push(line_of(id, group.vat, part, description)?);
        }
    }
    Ok(lines)
}

/// One unit at the base of goods or services; taken back where the base is below zero.
fn line_of(
    id: LineId,
    vat: Vat,
    (supply, base): (Supply, Money),
    description: &Text,
) -> Result<DraftLine, Rejection> {
    let one = if base.is_negative() { Exact::ONE.negated() } else { Exact::ONE };
    let decimals = u32::from(base.currency().decimals());
    let price = Exact::new(i128::from(base.magnitude().minor()), decimals)?;
    let quantity = Quantity::new(one, PIECE.parse()?);
    let mut line = DraftLine::new(id, quantity, Price::Net(UnitPrice::new(price)?), vat);
    line.description = description.clone();
    line.supply = supply;
    Ok(line)
}

/// The unit of what is counted by itself.
const PIECE: &str = "C62";

/// An id that no line of the draft has: `deposit-1` and so on.
fn unused_line(draft: &Draft) -> Result<LineId, Rejection> {
    let mut number = 0_usize;
    loop {
        // No more ids are taken than there are lines.
        number = number.saturating_add(1);
        let id = LineId::new(&alloc::format!("{}{number}", DeductedDeposit::LINE))?;
        if draft.lines.iter().all(|line| line.id != id) {
            return Ok(id);
        }
    }
}
