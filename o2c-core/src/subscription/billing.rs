//! What a period comes to as the subscription stands, and what of it is not billed yet.

use super::contract::{BilledLine, Charge, ChargeKind, Contract, FirstPeriod, Part, Recurring};
use super::event::Event;
use super::{Rejection, Timing};
use crate::calendar::{Day, Period};
use crate::error::Path;
use crate::id::LineId;
use crate::money::{Exact, Money, Rounding, UnitPrice};
use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// The most periods that one run looks at.
const MOST_PERIODS: i32 = 20_000;

/// A period, and the day on which other billing days begin to hold, where they do.
#[derive(Clone, Copy)]
struct PeriodInForce {
    regular: Period,
    cut_on: Option<Day>,
}

impl PeriodInForce {
    /// The sooner of an end and of the day on which other billing days begin to hold.
    fn sooner(self, end: Option<Day>) -> Option<Day> {
        match (end, self.cut_on) {
            (Some(end), Some(cut_on)) => Some(end.min(cut_on)),
            (end, cut_on) => end.or(cut_on),
        }
    }
}

/// What a run bills: lines, and what stands billed of each period it looked at.
pub(super) type Run = (Vec<BilledLine>, Vec<(Day, Vec<Part>)>);

impl Contract {
    /// The subscription as it was asked to be by the end of a day.
    fn asked_by(&self, day: Day) -> Cow<'_, Contract> {
        let is_later = |change: &Event| change.asked_on().is_some_and(|on| on > day);
        let unbilled = self.unbilled.as_ref();
        let Some(unbilled) = unbilled.filter(|of| of.changes.iter().any(is_later)) else {
            return Cow::Borrowed(self);
        };
        let mut then = unbilled.before.clone();
        for change in unbilled.changes.iter().filter(|change| !is_later(change)) {
            then.change(change);
        }
        Cow::Owned(then)
    }

    /// What is to be billed by a day and was not yet, as the subscription was asked to be by then.
    pub(super) fn run(&self, until: Day) -> Result<Run, Rejection> {
        self.asked_by(until).run_as_it_stands(until)
    }

    /// What is to be billed by a day and was not yet: whatever the days of earlier runs, the
    /// periods are the same, and what changed in them since is given back and charged anew.
    fn run_as_it_stands(&self, until: Day) -> Result<Run, Rejection> {
        let (mut lines, mut standing) = Run::default();
        let from = match (self.billed_on, self.touched_from) {
            // A period that ended on the last run's day was billed by that run.
            (Some(billed_on), touched) => touched.unwrap_or(billed_on).min(billed_on),
            (None, _) => self.charged_from(),
        };
        let periods = self.periods(from.max(self.charged_from()), until)?;
        for day in self.not_in(&periods) {
            let billed = self.billed.get(&day).map(Vec::as_slice).unwrap_or_default();
            self.difference(billed, &[], &mut lines)?;
            standing.push((day, Vec::new()));
        }
        for one in periods {
            let from = one.regular.from();
            let billed = self.billed.get(&from).map(Vec::as_slice).unwrap_or_default();
            let owed = self.owed(one, until)?;
            if owed == billed {
                continue;
            }
            self.difference(billed, &owed, &mut lines)?;
            standing.push((from, owed));
        }
        Ok((lines, standing))
    }

    /// The periods from the one that a day lies in to the one of another, in their order: where
    /// other billing days hold from a day on, the period it lies in ends there.
    fn periods(&self, from: Day, until: Day) -> Result<Vec<PeriodInForce>, Rejection> {
        let mut periods = Vec::new();
        let mut cycle = self.plan.cycle;
        let mut begin = from;
        let ends = self.resets.iter().map(|(day, next)| (Some(*day), Some(*next)));
        for (cut_on, next) in ends.chain([(None, None)]) {
            let last_day = match cut_on {
                Some(day) => day.plus_days(-1)?.min(until),
                None => until,
            };
            if begin <= last_day {
                let first = cycle.last_on_or_before(begin)?;
                let last = cycle.last_on_or_before(last_day)?;
                if last.saturating_sub(first) > MOST_PERIODS {
                    let most = usize::try_from(MOST_PERIODS).unwrap_or(0);
                    return Err(Rejection::TooManyPeriods { path: Path::field("until"), most });
                }
                for k in first..=last {
                    periods.push(PeriodInForce { regular: cycle.period(k)?, cut_on });
                }
            }
            begin = cut_on.map_or(begin, |day| day.max(from));
            cycle = next.unwrap_or(cycle);
        }
        Ok(periods)
    }

    /// The first days of the periods that stand billed and are none any more, since other billing
    /// days hold: what was billed of them is given back.
    fn not_in(&self, periods: &[PeriodInForce]) -> Vec<Day> {
        let (Some(first), false) = (periods.first(), self.resets.is_empty()) else {
            return Vec::new();
        };
        let billed = self.billed.range(first.regular.from()..);
        let billed = billed.filter(|(_, parts)| !parts.is_empty()).map(|(day, _)| *day);
        billed.filter(|day| periods.iter().all(|one| one.regular.from() != *day)).collect()
    }

    /// The lines that a run of a day would bill.
    ///
    /// # Errors
    /// `subscription.too_many_periods`, `calendar.out_of_range`, `money.out_of_range`.
    pub fn due(&self, until: Day) -> Result<Vec<BilledLine>, Rejection> {
        Ok(self.run(until)?.0)
    }

    /// The days that a run of a day bills one after the other: each billing day since the last run,
    /// the days on which something changed or ended, and its own. So one that comes late issues the
    /// invoices that one every day would have.
    ///
    /// # Errors
    /// `subscription.too_many_periods`, `calendar.out_of_range`.
    pub fn run_days(&self, until: Day) -> Result<BTreeSet<Day>, Rejection> {
        let mut days = BTreeSet::from([until]);
        let periods = self.periods(self.billed_on.unwrap_or(self.plan.start), until)?;
        days.extend(periods.iter().skip(1).map(|one| one.regular.from()));
        days.extend([self.charged_from(), self.changed_on]);
        days.extend(self.end);
        let unbilled = self.unbilled.iter().flat_map(|unbilled| &unbilled.changes);
        days.extend(unbilled.filter_map(Event::asked_on));
        let is_missed = |day: &Day| *day <= until && self.billed_on.is_none_or(|last| last < *day);
        days.retain(|day| *day == until || (is_missed(day) && *day >= self.charged_from()));
        Ok(days)
    }

    /// What is billed too little by a day: below zero where more is to be given back than charged,
    /// which waits for the next charges.
    ///
    /// # Errors
    /// `calendar.out_of_range`, `money.out_of_range`.
    pub fn waiting(&self, until: Day) -> Result<Money, Rejection> {
        let (lines, _) = self.run(until)?;
        Ok(Money::sum(self.plan.currency, lines.iter().map(|line| line.amount))?)
    }

    /// What a period comes to, as far as it is due by a day.
    fn owed(&self, one: PeriodInForce, until: Day) -> Result<Vec<Part>, Rejection> {
        let PeriodInForce { regular, .. } = one;
        let end = one.sooner(self.end);
        let from = regular.from().max(self.charged_from());
        let mut parts = Vec::new();
        for charge in &self.plan.charges {
            match &charge.kind {
                ChargeKind::Recurring(recurring) => {
                    self.recurring(charge, recurring, (one, from, until), &mut parts)?;
                }
                ChargeKind::OneOff(amount) => {
                    let is_first = regular.contains(self.charged_from());
                    let days = self.days(regular, from, end).filter(|_| is_first);
                    if let Some(period) = days.filter(|days| days.from() <= until) {
                        parts.push(whole(&charge.id, period, *amount)?);
                    }
                }
                ChargeKind::Usage(_) | ChargeKind::Minimum(_) => {}
            }
        }
        // What is used and what is missing to the least amount is known when the period is over.
        let Some(period) = self.days(regular, from, end) else { return Ok(parts) };
        if period.until() > until {
            return Ok(parts);
        }
        for charge in &self.plan.charges {
            if let ChargeKind::Usage(tariff) = &charge.kind {
                let units = self.used(&charge.id, period)?;
                for line in tariff.lines(units, self.plan.currency)? {
                    let (quantity, price, amount) = (line.quantity, line.price, line.amount);
                    let (charge, whole, full) = (charge.id.clone(), period, amount);
                    parts.push(Part { charge, period, whole, quantity, price, full, amount });
                }
            }
        }
        let charged = Money::sum(self.plan.currency, parts.iter().map(|part| part.amount))?;
        for charge in &self.plan.charges {
            if let ChargeKind::Minimum(least) = &charge.kind {
                let mut owed = Money::zero(self.plan.currency);
                for active in self.active(period) {
                    owed = owed.checked_add(self.plan.unit.share(*least, regular, active)?)?;
                }
                let missing = owed.checked_sub(charged)?;
                if missing.is_positive() {
                    parts.push(whole(&charge.id, period, missing)?);
                }
            }
        }
        Ok(parts)
    }

    /// The parts of a recurring charge: the days of a period, cut where something changes.
    fn recurring(
        &self,
        charge: &Charge,
        recurring: &Recurring,
        (one, from, until): (PeriodInForce, Day, Day),
        parts: &mut Vec<Part>,
    ) -> Result<(), Rejection> {
        let PeriodInForce { regular, .. } = one;
        let end = one.sooner(match recurring.timing {
            Timing::InAdvance => self.paid_until,
            Timing::InArrears => self.end,
        });
        let Some(days) = self.days(regular, from, end) else { return Ok(()) };
        let is_due = match recurring.timing {
            Timing::InAdvance => days.from() <= until,
            Timing::InArrears => days.until() <= until,
        };
        let is_stub = from > regular.from() && regular.contains(self.charged_from());
        let whole = match self.plan.first_period {
            FirstPeriod::Free if is_stub => return Ok(()),
            FirstPeriod::Full if is_stub => Period::new(from, regular.until())?,
            FirstPeriod::Free | FirstPeriod::Full | FirstPeriod::Prorated => regular,
        };
        if !is_due {
            return Ok(());
        }
        #[cfg(feature = "planted-defects")]
        let whole = if crate::defects::is_planted(16) { days } else { whole };
        let steps = self.steps.get(&charge.id).map(Vec::as_slice).unwrap_or_default();
        let changes: Vec<Day> = steps.iter().map(|step| step.from).collect();
        for active in self.active(days) {
            for period in cut(active, changes.iter().copied()) {
                let Some(step) = self.step_on(&charge.id, period.from()) else { continue };
                let (quantity, price) = (step.quantity, step.price);
                let full = price.times(
                    quantity,
                    Exact::ONE,
                    self.plan.currency,
                    Rounding::HalfAwayFromZero,
                )?;
                let amount = self.plan.unit.share(full, whole, period)?;
                let charge = charge.id.clone();
                parts.push(Part { charge, period, whole, quantity, price, full, amount });
            }
        }
        Ok(())
    }

    /// The days of a period from one on and before the end, if there are any.
    fn days(&self, regular: Period, from: Day, end: Option<Day>) -> Option<Period> {
        let until = end.map_or(regular.until(), |end| end.min(regular.until()));
        Period::new(from, until).ok()
    }

    /// The days of a period on which the subscription was not paused.
    fn active(&self, days: Period) -> Vec<Period> {
        let mut active = Vec::from([days]);
        for (from, until) in &self.pauses {
            let mut left = Vec::with_capacity(active.len());
            for part in active {
                left.extend(Period::new(part.from(), part.until().min(*from)));
                if let Some(until) = until {
                    left.extend(Period::new(part.from().max(*until), part.until()));
                }
            }
            active = left;
        }
        active
    }

    /// How much was used of a charge in a period.
    fn used(&self, charge: &LineId, period: Period) -> Result<Exact, Rejection> {
        let mut units = Exact::ZERO;
        for used in self.usage.values().filter(|used| used.charge == *charge) {
            if period.contains(used.on) {
                units = units.checked_add(used.units)?;
            }
        }
        Ok(units)
    }

    /// The lines that lead from what stands billed to what is owed.
    fn difference(
        &self,
        billed: &[Part],
        owed: &[Part],
        lines: &mut Vec<BilledLine>,
    ) -> Result<(), Rejection> {
        for charge in &self.plan.charges {
            let of_charge = |parts: &[Part]| -> Vec<Part> {
                parts.iter().filter(|part| part.charge == charge.id).cloned().collect()
            };
            let (before, after) = (of_charge(billed), of_charge(owed));
            let cuts: BTreeSet<Day> = before
                .iter()
                .chain(&after)
                .flat_map(|part| [part.period.from(), part.period.until()])
                .collect();
            let is_cut = matches!(charge.kind, ChargeKind::Recurring(_));
            let mut given_back = self.pieces(before, &cuts, is_cut)?;
            let mut charged = self.pieces(after, &cuts, is_cut)?;
            charged.retain(|piece| match given_back.iter().position(|other| other == piece) {
                Some(at) => {
                    given_back.remove(at);
                    false
                }
                None => true,
            });
            if !is_cut {
                self.more_of_the_same(&mut given_back, &mut charged, lines)?;
            }
            for piece in given_back {
                lines.extend(self.line(&piece, true)?);
            }
            for piece in charged {
                lines.extend(self.line(&piece, false)?);
            }
        }
        Ok(())
    }

    /// Where a quantity of one price has become another, the rest alone is billed.
    fn more_of_the_same(
        &self,
        given_back: &mut Vec<Part>,
        charged: &mut Vec<Part>,
        lines: &mut Vec<BilledLine>,
    ) -> Result<(), Rejection> {
        let mut other = Vec::with_capacity(charged.len());
        for piece in core::mem::take(charged) {
            let is_same = |old: &Part| old.price == piece.price && old.period == piece.period;
            let Some(at) = given_back.iter().position(is_same) else {
                other.push(piece);
                continue;
            };
            let old = given_back.remove(at);
            let quantity = piece.quantity.checked_sub(old.quantity)?;
            let amount = piece.amount.checked_sub(old.amount)?;
            let (price, currency) = (piece.price, self.plan.currency);
            if price.times(quantity, Exact::ONE, currency, Rounding::HalfAwayFromZero)? == amount {
                let (charge, period) = (piece.charge, piece.period);
                lines.push(BilledLine { charge, period, quantity, price, amount });
            } else {
                given_back.push(old);
                other.push(piece);
            }
        }
        *charged = other;
        Ok(())
    }

    /// The parts, each cut at days; the pieces of a part sum to it.
    fn pieces(
        &self,
        parts: Vec<Part>,
        cuts: &BTreeSet<Day>,
        is_cut: bool,
    ) -> Result<Vec<Part>, Rejection> {
        if !is_cut {
            return Ok(parts);
        }
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            for period in cut(part.period, cuts.iter().copied()) {
                let amount = self.plan.unit.share(part.full, part.whole, period)?;
                pieces.push(Part { period, amount, ..part.clone() });
            }
        }
        Ok(pieces)
    }

    /// A piece as a line: units at their price where that is what it comes to, else one at the
    /// amount.
    fn line(&self, piece: &Part, is_given_back: bool) -> Result<Option<BilledLine>, Rejection> {
        if piece.amount.is_zero() {
            return Ok(None);
        }
        let (mut quantity, mut price) = (piece.quantity, piece.price);
        let currency = self.plan.currency;
        if price.times(quantity, Exact::ONE, currency, Rounding::HalfAwayFromZero)? != piece.amount
        {
            (quantity, price) = (Exact::ONE, UnitPrice::from_decimal(piece.amount.to_decimal())?);
        }
        let mut amount = piece.amount;
        if is_given_back {
            (quantity, amount) = (quantity.negated(), amount.negated());
        }
        let (charge, period) = (piece.charge.clone(), piece.period);
        Ok(Some(BilledLine { charge, period, quantity, price, amount }))
    }
}

/// An amount for the days of a period.
fn whole(charge: &LineId, period: Period, amount: Money) -> Result<Part, Rejection> {
    Ok(Part {
        charge: charge.clone(),
        period,
        whole: period,
        quantity: Exact::ONE,
        price: UnitPrice::from_decimal(amount.to_decimal())?,
        full: amount,
        amount,
    })
}

/// A period cut at the days that lie in it.
fn cut(period: Period, cuts: impl Iterator<Item = Day>) -> Vec<Period> {
    let inside = |day: &Day| *day > period.from() && period.contains(*day);
    let mut days: Vec<Day> = cuts.filter(inside).collect();
    days.sort();
    days.dedup();
    days.push(period.until());
    let mut from = period.from();
    let mut parts = Vec::with_capacity(days.len());
    for until in days {
        parts.extend(Period::new(from, until));
        from = until;
    }
    parts
}
