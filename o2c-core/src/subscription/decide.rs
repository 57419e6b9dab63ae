//! The rules of a subscription: one function a command, every state named.

use super::command::{Change, Command, Consumption, Facts, Moment, NewPrice};
use super::contract::{ChargeKind, Contract, FailureEffect, Plan};
use super::event::{BilledOf, Event};
use super::{Rejection, Subscription};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{DocumentNumber, Text};
use crate::money::{Exact, Money, Rounding, UnitPrice, divide};
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(subscription: &Subscription, command: &Command, facts: &Facts) -> Decision {
    use Subscription::{Absent, Cancelled, Paused, Running};
    let on = facts.on;
    let refused = || Rejection::NotPossible {
        path: Path::root(),
        state: subscription.state(),
        command: command.name(),
    };
    match (command, subscription) {
        (Command::Start(plan), Absent) => start(plan),
        (Command::Start(_), Running(_) | Paused(_) | Cancelled(_)) => Err(refused()),
        (Command::Change(asked), Running(contract) | Paused(contract)) => {
            change(contract, asked, on)
        }
        (Command::Pause { timing }, Running(contract)) => {
            expect_running(contract, on)?;
            let from = begins(contract, *timing, on)?;
            Ok(Vec::from([Event::Paused { from, on }]))
        }
        (Command::Resume {}, Paused(contract)) => {
            expect_running(contract, on)?;
            let paused = contract.pauses.last().map_or(on, |(from, _)| *from);
            Ok(Vec::from([Event::Resumed { from: on.max(paused), on }]))
        }
        (Command::Cancel { timing, keeps_billed }, Running(contract) | Paused(contract)) => {
            cancel(contract, *timing, *keeps_billed, on)
        }
        (Command::Renew { until }, Running(contract) | Paused(contract)) => {
            renew(contract, *until, on)
        }
        (Command::Use(asked), Running(contract) | Paused(contract) | Cancelled(contract)) => {
            consume(contract, asked, on)
        }
        (
            Command::Bill { until, gives_back },
            Running(contract) | Paused(contract) | Cancelled(contract),
        ) => bill(contract, until.unwrap_or(on), *gives_back),
        (
            Command::FailCollection { document, reason },
            Running(contract) | Paused(contract) | Cancelled(contract),
        ) => fail_collection(subscription, contract, (document, reason), on),
        (
            Command::Change(_)
            | Command::Pause { .. }
            | Command::Resume {}
            | Command::Cancel { .. }
            | Command::Renew { .. }
            | Command::Use(_)
            | Command::Bill { .. }
            | Command::FailCollection { .. },
            Absent,
        )
        | (
            Command::Change(_)
            | Command::Pause { .. }
            | Command::Resume {}
            | Command::Cancel { .. }
            | Command::Renew { .. },
            Cancelled(_),
        )
        | (Command::Pause { .. }, Paused(_))
        | (Command::Resume {}, Running(_)) => Err(refused()),
    }
}

fn start(plan: &Plan) -> Decision {
    plan.cycle.checked().map_err(|no| no.inside("cycle"))?;
    let start = plan.start;
    if let Some(end) = plan.end.filter(|end| *end <= start) {
        return Err(Rejection::EndBeforeStart { path: Path::field("end"), start, end });
    }
    if let Some(trial_until) = plan.trial_until.filter(|until| *until < start) {
        let path = Path::field("trial_until");
        return Err(Rejection::TrialOutside { path, start, trial_until });
    }
    let retries = plan.collection.iter().flat_map(|collection| &collection.retry_after);
    if let Some(index) = retries.clone().position(|days| *days == 0) {
        let path = Path::index("retry_after", index).inside("collection");
        return Err(Rejection::NoRetryDays { path });
    }
    if plan.charges.is_empty() {
        return Err(Rejection::NoCharges { path: Path::field("charges") });
    }
    for (index, charge) in plan.charges.iter().enumerate() {
        let at = |path: Path| path.inside_index("charges", index);
        if plan.charges.iter().take(index).any(|other| other.id == charge.id) {
            let (path, charge) = (at(Path::field("id")), charge.id.clone());
            return Err(Rejection::ChargeTwice { path, charge });
        }
        match &charge.kind {
            ChargeKind::Recurring(recurring) => {
                let path = || at(Path::field("quantity").inside("recurring").inside("kind"));
                expect_units(recurring.quantity, path)?;
            }
            ChargeKind::Usage(tariff) => tariff
                .check(plan.currency)
                .map_err(|no| no.inside("usage").inside("kind").inside_index("charges", index))?,
            ChargeKind::Minimum(amount) => {
                expect_amount(plan, *amount, at(Path::field("minimum").inside("kind")))?;
            }
            ChargeKind::OneOff(amount) => {
                expect_amount(plan, *amount, at(Path::field("one_off").inside("kind")))?;
            }
        }
    }
    Ok(Vec::from([Event::Started(plan.clone())]))
}

fn expect_units(quantity: Exact, path: impl Fn() -> Path) -> Result<(), Rejection> {
    if quantity.is_positive() {
        return Ok(());
    }
    Err(Rejection::QuantityNotPositive { path: path(), quantity })
}

fn expect_amount(plan: &Plan, amount: Money, path: Path) -> Result<(), Rejection> {
    Money::zero(plan.currency)
        .expect(amount.currency())
        .map_err(|no| Rejection::from(no.inside(path.as_str())))?;
    if amount.is_negative() {
        return Err(Rejection::AmountNegative { path, amount });
    }
    Ok(())
}

/// Changes follow one another, and none comes when the subscription is over.
fn expect_running(contract: &Contract, on: Day) -> Result<(), Rejection> {
    let path = Path::root();
    if let Some(end) = contract.end.filter(|end| on >= *end) {
        return Err(Rejection::AfterEnd { path, on, end });
    }
    if on < contract.changed_on {
        return Err(Rejection::Earlier { path, on, latest: contract.changed_on });
    }
    Ok(())
}

/// The first day of a change.
fn begins(contract: &Contract, timing: Moment, on: Day) -> Result<Day, Rejection> {
    let on = on.max(contract.plan.start);
    match timing {
        Moment::Now => Ok(on),
        Moment::NextPeriod => {
            let period = contract.cycle_on(on).period_of(on)?;
            Ok(if period.from() == on { on } else { period.until() })
        }
    }
}

fn change(contract: &Contract, asked: &Change, on: Day) -> Decision {
    expect_running(contract, on)?;
    let named = || asked.charge.clone();
    let Some(charge) = contract.charge(&asked.charge) else {
        return Err(Rejection::UnknownCharge { path: Path::field("charge"), charge: named() });
    };
    let ChargeKind::Recurring(_) = charge.kind else {
        let (path, expected) = (Path::field("charge"), "a recurring one");
        return Err(Rejection::OtherKind { path, charge: named(), expected });
    };
    if asked.price.is_none() && asked.quantity.is_none() {
        return Err(Rejection::NothingChanges { path: Path::root(), charge: named() });
    }
    let timing = asked.timing.unwrap_or(match asked.price {
        Some(NewPrice::Indexed { .. }) => Moment::NextPeriod,
        Some(NewPrice::To(_)) | None => Moment::Now,
    });
    let from = begins(contract, timing, on)?;
    let Some(step) = contract.step_on(&asked.charge, from) else {
        return Err(Rejection::UnknownCharge { path: Path::field("charge"), charge: named() });
    };
    let quantity = asked.quantity.unwrap_or(step.quantity);
    expect_units(quantity, || Path::field("quantity"))?;
    let price = match &asked.price {
        None => step.price,
        Some(NewPrice::To(price)) => *price,
        Some(NewPrice::Indexed { base, index, decimals }) => {
            indexed(step.price, *base, *index, *decimals)?
        }
    };
    let mut events = Vec::from([Event::Changed { charge: named(), from, price, quantity, on }]);
    if asked.resets_anchor {
        events.push(Event::AnchorReset { from, on });
    }
    Ok(events)
}

/// The price times the index over its base, rounded once.
fn indexed(
    price: UnitPrice,
    base: Exact,
    index: Exact,
    decimals: u8,
) -> Result<UnitPrice, Rejection> {
    if !base.is_positive() || !index.is_positive() {
        return Err(Rejection::IndexNotPositive { path: Path::field("price"), base, index });
    }
    let product = price.exact().checked_mul(index)?;
    let beyond = || {
        let figure = alloc::format!("{price} × {index} / {base}");
        crate::money::Rejection::OutOfRange { path: Path::field("price"), figure }
    };
    let shift = |figure: i64, places: u32| {
        10_i128.checked_pow(places).and_then(|power| power.checked_mul(figure.into()))
    };
    let up = u32::from(decimals).saturating_add(base.places().into());
    let over = shift(product.mantissa(), up).ok_or_else(beyond)?;
    let under = shift(base.mantissa(), product.places().into()).ok_or_else(beyond)?;
    let mantissa = divide(over, under, Rounding::HalfAwayFromZero)?;
    Ok(UnitPrice::new(Exact::new(mantissa, decimals.into())?)?)
}

fn cancel(contract: &Contract, timing: Moment, keeps_billed: bool, on: Day) -> Decision {
    expect_running(contract, on)?;
    let end = begins(contract, timing, on)?;
    let is_begun = end > contract.charged_from();
    let paid_until =
        if keeps_billed && is_begun { begins(contract, Moment::NextPeriod, end)? } else { end };
    // A term that was agreed ends no later for being cancelled.
    let sooner = |day: Day| contract.end.map_or(day, |agreed| agreed.min(day));
    let (end, paid_until) = (sooner(end), sooner(paid_until));
    Ok(Vec::from([Event::Cancelled { end, paid_until, on }]))
}

fn renew(contract: &Contract, until: Option<Day>, on: Day) -> Decision {
    expect_running(contract, on)?;
    let agreed = contract.end.unwrap_or(contract.plan.start);
    if let Some(end) = until.filter(|until| *until <= agreed) {
        let (path, start) = (Path::field("until"), agreed);
        return Err(Rejection::EndBeforeStart { path, start, end });
    }
    Ok(Vec::from([Event::Renewed { until, on }]))
}

/// The same event of usage counts once; told late, it is billed by the next run.
fn consume(contract: &Contract, asked: &Consumption, on: Day) -> Decision {
    let (on, told_on) = (asked.on.unwrap_or(on), Some(on));
    let path = || Path::field("on");
    let Some(charge) = contract.charge(&asked.charge) else {
        let (path, charge) = (Path::field("charge"), asked.charge.clone());
        return Err(Rejection::UnknownCharge { path, charge });
    };
    let ChargeKind::Usage(_) = charge.kind else {
        let (path, charge, expected) = (Path::field("charge"), charge.id.clone(), "by usage");
        return Err(Rejection::OtherKind { path, charge, expected });
    };
    if let Some(known) = contract.usage.get(&asked.key) {
        if known.charge == asked.charge && known.units == asked.units && known.on == on {
            return Ok(Vec::new());
        }
        let (path, key) = (Path::field("key"), asked.key.clone());
        return Err(Rejection::KeyReused { path, key, units: known.units, on: known.on });
    }
    if on < contract.plan.start {
        return Err(Rejection::BeforeStart { path: path(), on, start: contract.plan.start });
    }
    if let Some(end) = contract.end.filter(|end| on >= *end) {
        return Err(Rejection::AfterEnd { path: path(), on, end });
    }
    let (key, charge, units) = (asked.key.clone(), asked.charge.clone(), asked.units);
    Ok(Vec::from([Event::Used { key, charge, units, on, told_on }]))
}

/// A collection that failed: the next attempt, or what the last one does. It comes from a bank or
/// from the issuer of a card, so it is never too late for it.
fn fail_collection(
    subscription: &Subscription,
    contract: &Contract,
    (document, reason): (&DocumentNumber, &Text),
    on: Day,
) -> Decision {
    let Some(collection) = &contract.plan.collection else {
        let (path, document) = (Path::field("document"), document.clone());
        return Err(Rejection::NotCollected { path, document });
    };
    let before = contract.failed.get(document).map_or(0, Vec::len);
    let retry_on = match collection.retry_after.get(before) {
        Some(days) => Some(on.plus_days(i64::from(*days))?),
        None => None,
    };
    let attempt = u16::try_from(before.saturating_add(1)).unwrap_or(u16::MAX);
    let (document, reason) = (document.clone(), reason.clone());
    let failed = Event::CollectionFailed { document, reason, attempt, retry_on, on };
    let mut events = Vec::from([failed]);
    let is_over = contract.end.is_some_and(|end| end <= on);
    if retry_on.is_some() || is_over {
        return Ok(events);
    }
    let on = on.max(contract.changed_on);
    match (collection.on_failure, subscription) {
        (FailureEffect::Pause(timing), Subscription::Running(_)) => {
            let from = begins(contract, timing, on)?;
            events.push(Event::Paused { from, on });
        }
        (
            FailureEffect::Cancel(timing),
            Subscription::Running(contract) | Subscription::Paused(contract),
        ) => {
            events.extend(cancel(contract, timing, false, on)?);
        }
        (FailureEffect::Keep | FailureEffect::Pause(_) | FailureEffect::Cancel(_), _) => {}
    }
    Ok(events)
}

/// What was billed is billed: a second run of the same day finds nothing. While more is given back
/// than is charged nothing is billed, unless that is asked for: it waits for the next charges.
fn bill(contract: &Contract, until: Day, gives_back: bool) -> Decision {
    let (lines, standing) = contract.run(until)?;
    let net = Money::sum(contract.plan.currency, lines.iter().map(|line| line.amount))?;
    if lines.is_empty() || (net.is_negative() && !gives_back) {
        return Ok(Vec::new());
    }
    let of_period = |(from, parts)| BilledOf { from, parts };
    let periods = standing.into_iter().map(of_period).collect();
    Ok(Vec::from([Event::Billed { until, lines, periods }]))
}
