//! The rules of a credit file: one function a command.

use super::command::{
    Assess, Change, Guarantee, HoldOrder, Increase, Insure, RuleOnOrder, SetLimit,
};
use super::file::{
    Assessment, GuaranteePeriod, Hold, InsurancePeriod, Lifted, LimitIncrease, LimitPeriod, Ruled,
    Ruling, Validity,
};
use super::limit::expect_amount;
use super::{Command, CreditFile, Event, Facts, Limit, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::OrderId;
use crate::money::{Currency, Money};
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(file: &CreditFile, command: &Command, facts: &Facts) -> Decision {
    match command {
        Command::Change(Change::SetLimit(asked)) => set_limit(file, asked, facts),
        Command::Change(Change::Increase(asked)) => increase(file, asked, facts),
        Command::Change(Change::Insure(asked)) => insure(file, asked, facts),
        Command::Change(Change::Guarantee(asked)) => guarantee(file, asked, facts),
        Command::Change(Change::Assess(asked)) => assess(asked, facts),
        Command::Hold(asked) => hold(file, asked, facts),
        Command::Lift { order } => lift(file, order, facts),
        Command::Rule(asked) => rule(file, asked, facts),
    }
}

/// A stretch of days that does not end before it begins.
fn validity(from: Option<Day>, until: Option<Day>, facts: &Facts) -> Result<Validity, Rejection> {
    let from = from.unwrap_or(facts.on);
    match until {
        Some(until) if until < from => {
            Err(Rejection::DaysReversed { path: Path::field("until"), from, until })
        }
        Some(_) | None => Ok(Validity { from, until, recorded_on: facts.recorded_on }),
    }
}

fn expect_free<'v>(
    held: impl IntoIterator<Item = &'v Validity>,
    valid: &Validity,
) -> Result<(), Rejection> {
    match held.into_iter().find(|other| other.overlaps(valid)) {
        Some(other) => {
            let (path, from, other_from) = (Path::field("from"), valid.from, other.from);
            Err(Rejection::ValiditiesOverlap { path, from, other_from })
        }
        None => Ok(()),
    }
}

fn currency_of(file: &CreditFile, facts: &Facts) -> Currency {
    file.currency.unwrap_or(facts.ledger_currency)
}

fn positive(amount: Money, currency: Currency, field: &str) -> Result<(), Rejection> {
    expect_amount(amount, currency).map_err(|no| no.inside(field))?;
    if amount.is_zero() {
        return Err(Rejection::AmountNotPositive { path: Path::field(field), amount });
    }
    Ok(())
}

/// The first limit says in which currency the file is kept.
fn set_limit(file: &CreditFile, asked: &SetLimit, facts: &Facts) -> Decision {
    let named = match asked.limit {
        Limit::UpTo(limit) => Some(limit.currency()),
        Limit::Unlimited => asked.currency,
    };
    let currency = file.currency.or(named).unwrap_or(facts.ledger_currency);
    if let Limit::UpTo(limit) = asked.limit {
        expect_amount(limit, currency).map_err(|no| no.inside("limit.up_to"))?;
    }
    if let Some(other) = asked.currency {
        Money::zero(currency).expect(other).map_err(|no| no.inside("currency"))?;
    }
    let valid = validity(asked.from, asked.until, facts)?;
    expect_free(file.limits.iter().map(|row| &row.valid), &valid)?;
    let period = LimitPeriod { limit: asked.limit, counting: asked.counting, valid };
    Ok(Vec::from([Event::LimitSet { currency, period }]))
}

fn increase(file: &CreditFile, asked: &Increase, facts: &Facts) -> Decision {
    expect_file(file)?;
    positive(asked.by, currency_of(file, facts), "by")?;
    let valid = validity(asked.from, Some(asked.until), facts)?;
    expect_free(file.increases.iter().map(|row| &row.valid), &valid)?;
    Ok(Vec::from([Event::Increased(LimitIncrease { by: asked.by, valid })]))
}

fn insure(file: &CreditFile, asked: &Insure, facts: &Facts) -> Decision {
    expect_file(file)?;
    let at = |no: Rejection| no.inside("insurance");
    asked.insurance.expect(currency_of(file, facts)).map_err(at)?;
    let valid = validity(asked.from, asked.until, facts)?;
    Ok(Vec::from([Event::Insured(InsurancePeriod { insurance: asked.insurance, valid })]))
}

fn guarantee(file: &CreditFile, asked: &Guarantee, facts: &Facts) -> Decision {
    expect_file(file)?;
    positive(asked.amount, currency_of(file, facts), "amount")?;
    let valid = validity(asked.from, asked.until, facts)?;
    Ok(Vec::from([Event::Guaranteed(GuaranteePeriod { amount: asked.amount, valid })]))
}

fn assess(asked: &Assess, facts: &Facts) -> Decision {
    if let Some(rate) = asked.default_rate {
        rate.at_most_hundred().map_err(|no| no.inside("default_rate"))?;
    }
    let Assess { class, default_rate, review_on } = asked.clone();
    let valid = validity(None, None, facts)?;
    Ok(Vec::from([Event::Assessed(Assessment { class, default_rate, review_on, valid })]))
}

/// What is added to a file needs one: a customer that nobody looked at has none.
fn expect_file(file: &CreditFile) -> Result<(), Rejection> {
    if file.limits.is_empty() {
        return Err(Rejection::NoFile { path: Path::root() });
    }
    Ok(())
}

fn hold(file: &CreditFile, asked: &HoldOrder, facts: &Facts) -> Decision {
    if file.hold(&asked.order).is_some_and(|hold| hold.lifted.is_none()) {
        return Ok(Vec::new());
    }
    let HoldOrder { order, value, exposure, reasons } = asked.clone();
    let (on, recorded_on) = (facts.on, facts.recorded_on);
    let (rulings, lifted) = (Vec::new(), None);
    let held = Hold { order, value, exposure, reasons, on, recorded_on, rulings, lifted };
    Ok(Vec::from([Event::Held(held)]))
}

fn lift(file: &CreditFile, order: &OrderId, facts: &Facts) -> Decision {
    known_hold(file, order)?;
    let lifted = Lifted { on: facts.on, recorded_on: facts.recorded_on };
    Ok(Vec::from([Event::Lifted { order: order.clone(), lifted }]))
}

/// The hold of an order that lasts.
fn known_hold<'f>(file: &'f CreditFile, order: &OrderId) -> Result<&'f Hold, Rejection> {
    let hold = file.hold(order).filter(|hold| hold.lifted.is_none());
    hold.ok_or_else(|| {
        let (path, order) = (Path::field("order"), order.clone());
        Rejection::NotHeld { path, order }
    })
}

/// Whoever releases has the right to, for what the order comes to now. What was ruled before gives
/// way, so a rejection may be reconsidered.
fn rule(file: &CreditFile, asked: &RuleOnOrder, facts: &Facts) -> Decision {
    let hold = known_hold(file, &asked.order)?;
    let latest = hold.rulings.last().map_or(hold.on, |ruled| ruled.on);
    if facts.on < latest {
        return Err(Rejection::Earlier { path: Path::root(), on: facts.on, latest });
    }
    let Some(right) = facts.policy.right(&asked.by) else {
        let (path, by) = (Path::field("by"), asked.by.clone());
        return Err(Rejection::NobodyMayRule { path, by });
    };
    let ruling = match &asked.ruling {
        Ruling::Release { until, tolerance, .. } => {
            let value = facts.value.unwrap_or(hold.value);
            let covers = right.covers(value, &facts.rates).map_err(|no| no.inside("by"))?;
            if !covers && let Limit::UpTo(up_to) = right.up_to {
                let (path, by) = (Path::field("by"), asked.by.clone());
                return Err(Rejection::NoRight { path, by, value, up_to });
            }
            if *until < facts.on {
                let (path, from) = (Path::field("until").inside("ruling.release"), facts.on);
                return Err(Rejection::DaysReversed { path, from, until: *until });
            }
            Ruling::Release { until: *until, tolerance: *tolerance, value: Some(value) }
        }
        Ruling::AskDeposit { percent } => {
            percent
                .at_most_hundred()
                .map_err(|no| no.inside("percent").inside("ruling.ask_deposit"))?;
            asked.ruling.clone()
        }
        Ruling::Reject { .. } | Ruling::ChangeTerms { .. } => asked.ruling.clone(),
    };
    let (by, on, recorded_on) = (asked.by.clone(), facts.on, facts.recorded_on);
    let ruled = Ruled { by, ruling, on, recorded_on };
    Ok(Vec::from([Event::Ruled { order: asked.order.clone(), ruled }]))
}
