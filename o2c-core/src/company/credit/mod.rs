//! The machine of credit files in the company: what is exposed is taken from orders and accounts,
//! verdicts are asked for where orders are confirmed and shipped, and holds are decided.
//!
//! What an order comes to is exposed with whoever is billed for it: there its invoice will stand.
//!
//! An order that does not pass is confirmed all the same and held: it is not shipped, and what is
//! open of it takes no part in the exposure until it is released or passes by itself; what left
//! before it was held does. An order that grows beyond what was released is held anew. Where
//! nothing is set, nothing is looked at. Where a deposit was asked for and is paid, the order is
//! released for the rest.

mod books;
mod checking;
mod desk;
mod exposure;
mod running;

pub(super) use books::{CreditBooks, EarlierOrder, GivenBack, Membership, group_in};
pub(super) use checking::payment_index;
pub(super) use desk::{is_to_leave, kept_back};
pub(super) use exposure::{from_scratch, rates_on};
pub(super) use running::{Running, audit_exposure, follow_exposure};

use self::exposure::Counted;
use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::calendar::Day;
use crate::credit::{
    Change, CheckRule, Command, CreditFile, ExposureOf, FileHolder, HoldOrder, HoldStatus, Outcome,
    RuleOnOrder, Verdict,
};
use crate::error::Path;
use crate::id::{CustomerId, GroupId, OrderId};
use crate::money::{Currency, Money};
use crate::order::Handling;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Change what credit a customer or a group has.
    ChangeCredit {
        /// Whose file.
        file: FileHolder,
        /// What of it.
        change: Change,
    }
    /// Look again at the orders that are not shipped: what does not pass is held, of several that
    /// do not pass together what was confirmed last; what passes is held no more.
    CheckCredit {
        /// Whose orders.
        customer: CustomerId,
    }
}

/// The credit segment that an order names is one of those that are set.
pub(super) fn expect_segment(view: &dyn View, handling: &Handling) -> Result<(), Rejection> {
    let named = view.settings().credit.expect_segment(&handling.credit_segment);
    named.map_err(|no| no.with_path(&|_| Path::field("credit_segment").inside("handling")).into())
}

/// The credit file of a customer.
pub(super) fn file_of_customer<'v>(
    view: &'v dyn View,
    customer: &CustomerId,
) -> Option<&'v CreditFile> {
    view.credit_file(&FileHolder::Customer(customer.clone()))
}

/// How much of an order takes part in the exposure of its customer: what is open of one that is
/// held does not.
fn counted(view: &dyn View, customer: &CustomerId, order: &OrderId, day: Day) -> Counted {
    let file = file_of_customer(view, customer);
    let is_held = file.is_some_and(|file| file.is_held(order, day, None));
    if is_held { Counted::Delivered } else { Counted::Whole }
}

/// Changes a file of a customer or a group that is known.
pub(super) fn change(decision: &mut Decision<'_>, asked: &ChangeCredit) -> Result<(), Rejection> {
    match &asked.file {
        FileHolder::Customer(customer) => {
            super::sale::customer(decision.before(), customer)
                .map_err(|no| super::sale::inside(no, "file.customer"))?;
        }
        FileHolder::Segment { customer, segment } => {
            super::sale::customer(decision.before(), customer)
                .map_err(|no| super::sale::inside(no, "file.segment.customer"))?;
            let policy = &decision.before().settings().credit;
            policy.expect_segment(segment).map_err(|no| no.inside("segment").inside("file"))?;
        }
        FileHolder::Group(group) => {
            if decision.before().members_of(group).is_empty() {
                let path = Path::field("file.group");
                return Err(Cause::UnknownGroup { path, group: group.clone() }.into());
            }
        }
    }
    let name = asked.change.name();
    decision
        .run(Leg::Credit(asked.file.clone(), Command::Change(asked.change.clone())))
        .map_err(|no| super::sale::inside(super::sale::inside(no, name), "change"))
}

/// Decides of an order that is held.
pub(super) fn rule(decision: &mut Decision<'_>, asked: &RuleOnOrder) -> Result<(), Rejection> {
    let order = super::sale::known_order(decision.before(), &asked.order)?;
    let Some(content) = order.content() else { return Ok(()) };
    let file = FileHolder::Customer(content.payer().clone());
    decision.run(Leg::Credit(file, Command::Rule(asked.clone())))
}

/// Looks at an order that was confirmed by this decision: what does not pass is held.
pub(super) fn confirmed(decision: &mut Decision<'_>, order: &OrderId) -> Result<(), Rejection> {
    if decision.before().settings().credit.at_order.is_empty() {
        return Ok(());
    }
    #[cfg(feature = "planted-defects")]
    if crate::defects::is_planted(140) {
        return Ok(());
    }
    let rules = decision.before().settings().credit.at_order.clone();
    check(decision, order, &rules)
}

fn check(
    decision: &mut Decision<'_>,
    order: &OrderId,
    rules: &[CheckRule],
) -> Result<(), Rejection> {
    let on = decision.command.effective_on;
    let view = decision.now()?;
    let Some(asked) = checking::asked(view, order, on) else { return Ok(()) };
    let verdict = asked.verdict_in_short(view, rules)?;
    let customer = asked.content.payer().clone();
    let hold = file_of_customer(view, &customer).and_then(|file| file.hold(order));
    let hold = hold.filter(|hold| hold.lifted.is_none());
    let status = hold.and_then(|hold| hold.status_on(on, None));
    let is_outgrown = status == Some(HoldStatus::Released)
        && hold.is_some_and(|hold| !hold.is_released(verdict.value, on));
    let (lifts, holds) = match (verdict.outcome, hold) {
        (Outcome::Blocked, None) => (false, true),
        // What was released was less: whoever released it decides anew.
        (Outcome::Blocked, Some(_)) => (is_outgrown, is_outgrown),
        (Outcome::Passed | Outcome::Warned, Some(_)) => {
            (status != Some(HoldStatus::Rejected), false)
        }
        (Outcome::Passed | Outcome::Warned, None) => (false, false),
    };
    let paid = match hold.filter(|_| verdict.outcome == Outcome::Blocked) {
        Some(hold) => desk::release_for_deposit(view, &asked, hold)?,
        None => None,
    };
    let file = FileHolder::Customer(customer);
    if let Some(release) = paid {
        return decision.run(Leg::Credit(file, Command::Rule(release)));
    }
    if lifts {
        let lift = Command::Lift { order: order.clone() };
        decision.run(Leg::Credit(file.clone(), lift))?;
    }
    if holds {
        decision.run(Leg::Credit(file, hold_of(order, &verdict)))?;
    }
    Ok(())
}

/// An order is held for all that blocks it.
fn hold_of(order: &OrderId, verdict: &Verdict) -> Command {
    let blocking = verdict.findings.iter().filter(|finding| finding.outcome == Outcome::Blocked);
    Command::Hold(HoldOrder {
        order: order.clone(),
        value: verdict.value,
        exposure: verdict.exposure.total,
        reasons: blocking.map(|finding| finding.check).collect(),
    })
}

/// Looks at an order before it is shipped: nothing leaves that does not pass and is not released.
pub(super) fn shipping(decision: &mut Decision<'_>, order: &OrderId) -> Result<(), Rejection> {
    let view = decision.before();
    let policy = &view.settings().credit;
    if policy.for_orders().is_empty() {
        return Ok(());
    }
    let on = decision.command.effective_on;
    let Some(asked) = checking::asked(view, order, on) else { return Ok(()) };
    let customer = asked.content.payer();
    let hold = file_of_customer(view, customer).and_then(|file| file.hold(order));
    let hold = hold.filter(|hold| hold.lifted.is_none());
    if let Some(hold) = hold {
        if hold.is_released(asked.value(view)?, on) {
            return Ok(());
        }
        if hold.status_on(on, None) == Some(HoldStatus::Rejected) {
            return Err(checking::rejected(hold).into());
        }
    }
    // What was held when it was confirmed is looked at by the rules that held it, too.
    let mut rules = policy.at_shipment.clone();
    if hold.is_some() {
        let more = policy.at_order.iter().filter(|rule| !policy.at_shipment.contains(rule));
        rules.extend(more.copied());
    }
    let verdict = asked.verdict_in_short(view, &rules)?;
    let file = FileHolder::Customer(customer.clone());
    if verdict.outcome == Outcome::Blocked {
        let paid = hold.map(|hold| desk::release_for_deposit(view, &asked, hold)).transpose()?;
        return match paid.flatten() {
            Some(release) => decision.run(Leg::Credit(file, Command::Rule(release))),
            None => Err(checking::held(order, &verdict).into()),
        };
    }
    if hold.is_some() {
        decision.run(Leg::Credit(file, Command::Lift { order: order.clone() }))?;
    }
    Ok(())
}

/// Looks at a customer before a subscription is renewed for so much a period: what blocks refuses
/// it.
pub(super) fn renewing(
    view: &dyn View,
    customer: &CustomerId,
    value: Money,
    on: Day,
) -> Result<(), Rejection> {
    let rules = &view.settings().credit.at_renewal;
    if rules.is_empty() {
        return Ok(());
    }
    expect_passed(&verdict_by(view, customer, value, on, rules)?)
}

/// Whether a customer may be given so much more, in whatever currency, by these rules.
pub(super) fn verdict_by(
    view: &dyn View,
    customer: &CustomerId,
    value: Money,
    on: Day,
    rules: &[CheckRule],
) -> Result<Verdict, Rejection> {
    let value = converted_on(view, value, checking::currency_of(view, customer), on)?;
    checking::verdict_for(view, customer, value, on, rules)
}

/// What blocks is refused.
pub(super) fn expect_passed(verdict: &Verdict) -> Result<(), Rejection> {
    if verdict.outcome == Outcome::Blocked {
        return Err(checking::blocked(verdict).into());
    }
    Ok(())
}

/// Whether a customer may be given so much more, by all rules that are set for orders.
pub(super) fn verdict_for(
    view: &dyn View,
    customer: &CustomerId,
    value: Money,
    on: Day,
) -> Result<Verdict, Rejection> {
    checking::verdict_for(view, customer, value, on, &view.settings().credit.for_orders())
}

/// Looks again at every order of a customer that is not shipped: who came first keeps his place, so
/// what was confirmed last is looked at first, and what passes beside all that is left is held no
/// more.
pub(super) fn check_customer(
    decision: &mut Decision<'_>,
    asked: &CheckCredit,
) -> Result<(), Rejection> {
    super::sale::known_customer(decision.before(), &asked.customer)?;
    let rules = decision.before().settings().credit.for_orders();
    if rules.is_empty() {
        return Ok(());
    }
    let view = decision.before();
    let is_open = |id: &&OrderId| {
        view.order(id).is_some_and(|order| {
            matches!(order, crate::order::Order::Confirmed(_))
                && order.delivery() != crate::order::Facet::Complete
        })
    };
    let open: Vec<&OrderId> = view.orders_of(&asked.customer).iter().filter(is_open).collect();
    for order in open.iter().rev() {
        check(decision, order, &rules)?;
    }
    for order in open {
        let file = file_of_customer(decision.now()?, &asked.customer);
        let hold = file.and_then(|file| file.hold(order));
        if hold.is_some_and(|hold| hold.lifted.is_none()) {
            check(decision, order, &rules)?;
        }
    }
    Ok(())
}

/// What an order needs to know beyond its file where somebody decides of it.
pub(super) fn value_of(
    view: &dyn View,
    order: &OrderId,
    on: Day,
) -> Result<Option<Money>, Rejection> {
    match checking::asked(view, order, on) {
        Some(asked) => asked.value(view).map(Some),
        None => Ok(None),
    }
}

/// The verdict of an order by all rules that are set.
pub(super) fn verdict_on(
    view: &dyn View,
    order: &OrderId,
    on: Day,
) -> Result<Option<Verdict>, Rejection> {
    let rules = view.settings().credit.for_orders();
    match checking::asked(view, order, on) {
        Some(asked) => asked.verdict(view, &rules).map(Some),
        None => Ok(None),
    }
}

/// What is exposed with a customer at the end of a day; of orders that are held what was delivered.
pub(super) fn exposure_on(
    view: &dyn View,
    customer: &CustomerId,
    currency: Option<Currency>,
    day: Day,
) -> Result<ExposureOf, Rejection> {
    let currency = currency.unwrap_or_else(|| checking::currency_of(view, customer));
    let counts = |order: &OrderId| counted(view, customer, order, day);
    exposure::exposure_of(view, customer, currency, day, &counts)
}

/// What the customers of a group are exposed with together.
pub(super) fn group_exposure(
    view: &dyn View,
    group: &GroupId,
    currency: Currency,
    day: Day,
) -> Result<Money, Rejection> {
    checking::group_exposure(view, group, currency, day, None)
}

/// An amount in another currency at the rates of a day that credit is set to.
pub(super) fn converted_on(
    view: &dyn View,
    amount: Money,
    into: Currency,
    day: Day,
) -> Result<Money, Rejection> {
    Ok(crate::credit::converted(amount, into, &exposure::rates_on(view, day))?)
}
