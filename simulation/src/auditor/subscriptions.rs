//! Subscriptions (contract I16): the periods from the anchor partition time, each day that is
//! charged for is billed once and at its price, and what is billed becomes an invoice.
//!
//! The auditor counts day by day what a subscription owes as it stands, and holds it against what
//! stands billed of every period.

use super::cents::{Cents, Fraction, cents, ten_to, units};
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::calendar::Day;
use o2c_core::company::Event;
use o2c_core::id::{LineId, SubscriptionId, Text};
use o2c_core::invoice;
use o2c_core::money::{Exact, UnitPrice};
use o2c_core::subscription::{
    self, BilledLine, BilledOf, ChargeKind, Interval, Part, Plan, ProrationUnit, Timing,
};
use std::collections::BTreeMap;

/// A price and a number from a day on.
#[derive(Debug, Clone)]
struct Step {
    from: Day,
    price: UnitPrice,
    quantity: Exact,
}

/// A period as the auditor counts it: its first day, the day after it, and the day on which other
/// billing days begin to hold, where they do.
#[derive(Debug, Clone, Copy)]
struct Whole {
    from: Day,
    until: Day,
    cut_on: Option<Day>,
}

/// A subscription.
#[derive(Debug, Clone)]
struct Book {
    plan: Plan,
    steps: BTreeMap<LineId, Vec<Step>>,
    pauses: Vec<(Day, Option<Day>)>,
    end: Option<Day>,
    paid_until: Option<Day>,
    resets: Vec<Day>,
    used: BTreeMap<Text, (LineId, Cents, Day)>,
    billed: BTreeMap<Day, Vec<Part>>,
    /// The last day on which something was asked for.
    asked_on: Day,
    is_cancelled: bool,
}

/// All subscriptions.
#[derive(Debug, Clone, Default)]
pub(crate) struct SubscriptionBooks {
    books: BTreeMap<SubscriptionId, Book>,
    /// What the decision that is followed bills: subscription by subscription, in its order.
    billed: Vec<(SubscriptionId, Cents)>,
}

impl SubscriptionBooks {
    /// Every subscription by its name, and whether its term is over on a day.
    pub(crate) fn known(&self, day: Day) -> Vec<(String, bool)> {
        let is_over = |book: &Book| !book.is_cancelled && book.end.is_some_and(|end| end <= day);
        self.books.iter().map(|(id, book)| (id.to_string(), is_over(book))).collect()
    }

    /// Whether a subscription rests.
    pub(crate) fn is_paused(&self, id: &str) -> bool {
        let book = id.parse().ok().and_then(|id: SubscriptionId| self.books.get(&id));
        book.is_some_and(|book| book.pauses.iter().any(|(_, until)| until.is_none()))
    }

    /// The first day of a subscription that charges for what is used.
    pub(crate) fn start_of_usage(&self, id: &str) -> Option<Day> {
        let book = self.books.get(&id.parse().ok()?)?;
        let is_usage = |charge: &subscription::Charge| matches!(charge.kind, ChargeKind::Usage(_));
        book.plan.charges.iter().any(is_usage).then_some(book.plan.start)
    }

    /// Follows what happened to a subscription.
    pub(super) fn follow(
        &mut self,
        id: &SubscriptionId,
        event: &subscription::Event,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        if let subscription::Event::Started(plan) = event {
            coverage.subscriptions += 1;
            return match self.books.insert(id.clone(), Book::of(plan)) {
                Some(_) => finding("I18", format!("the subscription {id} began twice")),
                None => Ok(()),
            };
        }
        let Some(book) = self.books.get_mut(id) else {
            return finding("I17", format!("the subscription {id} never began"));
        };
        if let subscription::Event::Billed { until, lines, periods } = event {
            coverage.billings += 1;
            book.bill(id, lines, periods)?;
            let billed: Cents = lines.iter().map(|line| cents(line.amount)).sum();
            coverage.given_back += u64::from(billed < 0);
            self.billed.push((id.clone(), billed));
            return if *until < book.asked_on { Ok(()) } else { book.audit(id, *until) };
        }
        book.change(event, coverage);
        Ok(())
    }

    /// Each billing of a decision is one document over what it billed, in the same order.
    pub(super) fn documents_agree(&mut self, decision: &[Event]) -> Result<(), Finding> {
        let billed = std::mem::take(&mut self.billed);
        let mut issued = decision.iter().filter_map(|event| match event {
            Event::Invoice { event: invoice::Event::Issued(document), .. } => Some(document),
            _ => None,
        });
        for (id, amount) in billed {
            let document = issued.find(|one| one.draft.contract.as_str() == id.as_str());
            let Some(document) = document else {
                return finding("I16", format!("{amount} of {id} was billed without a document"));
            };
            let sign = if document.kind().is_credit() { -1 } else { 1 };
            let net = sign * cents(document.figures.net);
            if net != amount {
                let what = format!("{}: {net}, {amount} was billed of {id}", document.number);
                return finding("I16", what);
            }
        }
        Ok(())
    }
}

impl Book {
    fn of(plan: &Plan) -> Self {
        let mut steps = BTreeMap::new();
        for charge in &plan.charges {
            if let ChargeKind::Recurring(of) = &charge.kind {
                let step = Step { from: plan.start, price: of.price, quantity: of.quantity };
                steps.insert(charge.id.clone(), vec![step]);
            }
        }
        Book {
            plan: plan.clone(),
            steps,
            pauses: Vec::new(),
            end: plan.end,
            paid_until: plan.end,
            resets: Vec::new(),
            used: BTreeMap::new(),
            billed: BTreeMap::new(),
            asked_on: plan.start,
            is_cancelled: false,
        }
    }

    fn charged_from(&self) -> Day {
        self.plan.trial_until.unwrap_or(self.plan.start)
    }

    fn change(&mut self, event: &subscription::Event, coverage: &mut Coverage) {
        let asked_on = match event {
            subscription::Event::Changed { charge, from, price, quantity, on } => {
                coverage.plan_changes += 1;
                let steps = self.steps.entry(charge.clone()).or_default();
                steps.retain(|step| step.from != *from);
                steps.push(Step { from: *from, price: *price, quantity: *quantity });
                steps.sort_by_key(|step| step.from);
                Some(*on)
            }
            subscription::Event::Paused { from, on } => {
                coverage.pauses += 1;
                self.pauses.push((*from, None));
                Some(*on)
            }
            subscription::Event::Resumed { from, on } => {
                if let Some((_, until)) = self.pauses.last_mut() {
                    *until = Some(*from);
                }
                Some(*on)
            }
            subscription::Event::Used { key, charge, units: used, on, told_on } => {
                coverage.uses += 1;
                self.used.insert(key.clone(), (charge.clone(), units(*used), *on));
                *told_on
            }
            subscription::Event::Cancelled { end, paid_until, on } => {
                coverage.cancellations += 1;
                self.is_cancelled = true;
                (self.end, self.paid_until) = (Some(*end), Some(*paid_until));
                Some(*on)
            }
            subscription::Event::Renewed { until, on } => {
                (self.end, self.paid_until) = (*until, *until);
                Some(*on)
            }
            subscription::Event::AnchorReset { from, on } => {
                self.resets.retain(|day| day < from);
                self.resets.push(*from);
                Some(*on)
            }
            subscription::Event::Started(_)
            | subscription::Event::Billed { .. }
            | subscription::Event::CollectionFailed { .. } => None,
        };
        self.asked_on = self.asked_on.max(asked_on.unwrap_or(self.asked_on));
    }

    /// The lines lead from what stood billed to what stands now.
    fn bill(
        &mut self,
        id: &SubscriptionId,
        lines: &[BilledLine],
        periods: &[BilledOf],
    ) -> Result<(), Finding> {
        let sum = |parts: &[Part]| -> Cents { parts.iter().map(|part| cents(part.amount)).sum() };
        let mut moved = 0;
        for period in periods {
            let before = self.billed.insert(period.from, period.parts.clone());
            moved += sum(&period.parts) - before.map_or(0, |parts| sum(&parts));
        }
        let billed: Cents = lines.iter().map(|line| cents(line.amount)).sum();
        if billed == moved {
            return Ok(());
        }
        finding("I16", format!("{id}: lines of {billed} for periods that move by {moved}"))
    }

    /// Everything that is due by a day stands billed, and nothing else.
    fn audit(&self, id: &SubscriptionId, until: Day) -> Result<(), Finding> {
        let periods = self.periods(until);
        let is_one = |day: &Day| periods.iter().any(|whole| whole.from == *day);
        let other = self.billed.iter().find(|(day, parts)| !parts.is_empty() && !is_one(day));
        if let Some((day, _)) = other {
            return finding("I16", format!("{id}: {day} begins no period and stands billed"));
        }
        for whole in periods {
            let none = Vec::new();
            let parts = self.billed.get(&whole.from).unwrap_or(&none);
            for charge in &self.plan.charges {
                let of: Vec<&Part> = parts.iter().filter(|part| part.charge == charge.id).collect();
                let told = match charge.kind {
                    ChargeKind::Usage(_) => of.iter().map(|part| units(part.quantity)).sum(),
                    _ => of.iter().map(|part| cents(part.amount)).sum::<Cents>(),
                };
                let own = self.owed(charge, whole, (until, parts));
                if told != own {
                    let what = format!(
                        "{id} by {until}, {} from {} to {}: {told} billed, {own} owed",
                        charge.id, whole.from, whole.until
                    );
                    return finding("I16", what);
                }
            }
        }
        Ok(())
    }

    /// What of a charge a period comes to: units of what is used, else minor units.
    fn owed(
        &self,
        charge: &subscription::Charge,
        whole: Whole,
        (until, parts): (Day, &[Part]),
    ) -> Cents {
        let from = whole.from.max(self.charged_from());
        let ends = |end: Option<Day>| {
            let sooner = end.map_or(whole.until, |end| end.min(whole.until));
            whole.cut_on.map_or(sooner, |cut_on| cut_on.min(sooner))
        };
        let end = ends(self.end);
        let is_over = from < end && end <= until;
        match &charge.kind {
            ChargeKind::Recurring(recurring) => {
                let (end, is_due) = match recurring.timing {
                    Timing::InAdvance => (ends(self.paid_until), from <= until),
                    Timing::InArrears => (end, end <= until),
                };
                if is_due { self.recurring(&charge.id, whole, (from, end)) } else { 0 }
            }
            ChargeKind::OneOff(amount) => {
                let begun = self.charged_from();
                let is_first = whole.from <= begun && begun < whole.until;
                if is_first && from < end && from <= until { cents(*amount) } else { 0 }
            }
            ChargeKind::Usage(_) if is_over => {
                let of = self.used.values().filter(|(used, _, _)| *used == charge.id);
                of.filter(|(_, _, on)| from <= *on && *on < end).map(|(_, units, _)| units).sum()
            }
            ChargeKind::Minimum(least) if is_over => {
                let days = days(from, end).filter(|day| !self.rests(*day));
                let owed = self.share(cents(*least), whole, &days.collect::<Vec<_>>());
                let charged = parts.iter().filter(|part| part.charge != charge.id);
                (owed - charged.map(|part| cents(part.amount)).sum::<Cents>()).max(0)
            }
            ChargeKind::Usage(_) | ChargeKind::Minimum(_) => 0,
        }
    }

    /// The days of one price after the other, each stretch by its place in the whole period.
    fn recurring(&self, charge: &LineId, whole: Whole, (from, end): (Day, Day)) -> Cents {
        let steps = self.steps.get(charge).map(Vec::as_slice).unwrap_or_default();
        let step_on = |day: Day| steps.iter().rposition(|step| step.from <= day);
        let minor = ten_to(self.plan.currency.decimals());
        let mut owed = 0;
        for (at, step) in steps.iter().enumerate() {
            let is_its = |day: &Day| step_on(*day) == Some(at) && !self.rests(*day);
            let full = Fraction::of(step.price.exact()).times(Fraction::of(step.quantity));
            let full = Fraction { over: full.over * minor, ..full }.rounded();
            let days: Vec<Day> = days(from, end).filter(is_its).collect();
            owed += self.share(full, whole, &days);
        }
        owed
    }

    /// What days come to of the price of their whole period: stretch by stretch what is over of
    /// it at the end less what was at the beginning.
    fn share(&self, full: Cents, whole: Whole, days: &[Day]) -> Cents {
        let length = i128::from(whole.from.days_until(whole.until));
        let over = |day: i32| {
            let past = i128::from(day);
            let (past, all) = match self.plan.unit {
                ProrationUnit::FixedDays(fixed) => {
                    let fixed = i128::from(fixed);
                    (if past >= length { fixed } else { past.min(fixed) }, fixed)
                }
                _ => (past, length),
            };
            Fraction { over: full * past, under: all }.rounded()
        };
        days.iter()
            .map(|day| whole.from.days_until(*day))
            .map(|day| over(day + 1) - over(day))
            .sum()
    }

    fn rests(&self, day: Day) -> bool {
        let is_in = |(from, until): &(Day, Option<Day>)| {
            *from <= day && until.is_none_or(|until| day < until)
        };
        self.pauses.iter().any(is_in)
    }

    /// The periods up to the one that a day lies in, each counted from the anchor in force.
    fn periods(&self, until: Day) -> Vec<Whole> {
        let mut periods = Vec::new();
        let mut begin = self.charged_from();
        let mut anchor = self.plan.cycle.anchor;
        let cuts = self.resets.iter().map(|day| Some(*day)).chain([None]);
        for cut_on in cuts {
            let is_in = |from: Day| from <= until && cut_on.is_none_or(|cut_on| from < cut_on);
            let mut k = -1_000;
            while self.boundary(anchor, k + 1) <= begin {
                k += 1;
            }
            while is_in(self.boundary(anchor, k)) && is_in(begin) {
                let (from, until) = (self.boundary(anchor, k), self.boundary(anchor, k + 1));
                periods.push(Whole { from, until, cut_on });
                k += 1;
            }
            let Some(cut_on) = cut_on else { break };
            (anchor, begin) = (cut_on, begin.max(cut_on));
        }
        periods
    }

    /// The first day of period `k` from an anchor, computed from the anchor alone.
    fn boundary(&self, anchor: Day, k: i64) -> Day {
        match self.plan.cycle.interval {
            Interval::Days(days) => anchor.plus_days(i64::from(days) * k).unwrap_or(anchor),
            Interval::Months(months) => {
                let month = i64::from(anchor.year()) * 12 + i64::from(anchor.month()) - 1;
                let month = month + k * i64::from(months);
                let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
                let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
                let last = match month {
                    2 if is_leap => 29,
                    2 => 28,
                    4 | 6 | 9 | 11 => 30,
                    _ => 31,
                };
                let day = anchor.day_of_month().min(last);
                let text = format!("{year:04}-{month:02}-{day:02}");
                Day::parse(&text).unwrap_or(anchor)
            }
        }
    }
}

/// The days from one on and before another.
fn days(from: Day, until: Day) -> impl Iterator<Item = Day> {
    let count = i64::from(from.days_until(until));
    (0..count).filter_map(move |past| from.plus_days(past).ok())
}
