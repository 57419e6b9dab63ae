//! The verdict: one check after the other, each a function of the figures given.

use super::check::{
    Check, CheckFinding, CheckRule, CheckedCustomer, CheckedGroup, CheckedOrder, CheckedSegment,
    Consequence, Measured, Outcome, Remedy, ToPay, Verdict,
};
use super::exposure::{ExposedKind, ExposedValue, Exposure, ExposureOf};
use super::figures::{known, percentage};
use super::limit::expect_amount;
use super::{CreditStanding, Limit, Rejection};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::Text;
use crate::money::{Exact, Money, Ratio, Rounding, divide};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An order, its customer, what is exposed already, and what is looked at.
    VerdictOf {
        /// The order.
        order: CheckedOrder,
        /// The customer.
        customer: CheckedCustomer,
        /// What is exposed, without the order.
        exposure: ExposureOf,
        /// What is looked at.
        rules: Vec<CheckRule>,
    }
}

impl VerdictOf {
    /// Whether the order may be delivered, with every reason.
    ///
    /// A larger order never passes where a smaller one is blocked, and a payment never worsens the
    /// checks of limits and of what is overdue; the share of what is overdue and the payment index
    /// are ratios, of which that cannot be said.
    ///
    /// # Errors
    /// As [`ExposureOf::exposure`] and [`super::CreditTerms::standing`]; `credit.amount_negative`
    /// for an order below zero, `money.currency_mismatch`.
    pub fn verdict(&self) -> Result<Verdict, Rejection> {
        let exposure = self.exposure.exposure().map_err(|no| no.inside("exposure"))?;
        expect_amount(self.order.value, self.exposure.currency)
            .map_err(|no| no.inside("value").inside("order"))?;
        let standing = match &self.customer.terms {
            Some(terms) => Some(
                terms.standing(&exposure).map_err(|no| no.inside("terms").inside("customer"))?,
            ),
            None => None,
        };
        let checking = Checking { asked: self, exposure: &exposure, standing };
        let mut findings = Vec::with_capacity(self.rules.len());
        for (place, rule) in self.rules.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("rules", place);
            findings.push(checking.finding(*rule).map_err(at)?);
        }
        let outcome = findings.iter().map(|finding| finding.outcome).max();
        Ok(Verdict {
            outcome: outcome.unwrap_or(Outcome::Passed),
            value: self.order.value,
            standing,
            exposure,
            findings,
        })
    }
}

/// What a check found: its figures, and what would make it pass; nothing where it does.
type Found = Result<(Measured, Option<Vec<Remedy>>), Rejection>;

/// Which limit bounds.
#[derive(Clone, Copy)]
enum Bound<'a> {
    Own,
    Group,
    Segment(&'a Text),
}

/// By how much a limit is exceeded; where nothing bounds, nothing is beyond.
fn beyond(found: Money, limit: Option<Money>) -> i128 {
    match limit {
        // The difference of two amounts of 64 bits.
        Some(limit) => i128::from(found.minor()).saturating_sub(i128::from(limit.minor())),
        None => i128::MIN,
    }
}

struct Checking<'a> {
    asked: &'a VerdictOf,
    exposure: &'a Exposure,
    standing: Option<CreditStanding>,
}

impl Checking<'_> {
    fn finding(&self, rule: CheckRule) -> Result<CheckFinding, Rejection> {
        let CheckRule { check, otherwise } = rule;
        let (measured, remedies) = match check {
            Check::HasFile => self.has_file(),
            Check::Limit => self.limit(None)?,
            Check::Horizon { days } => self.limit(Some(days))?,
            Check::OrderValue { most } => self.order_value(most)?,
            Check::OldestOverdue { days } => self.oldest_overdue(days)?,
            Check::OverdueShare { most } => self.overdue_share(most.exact())?,
            Check::DunningLevel { level } => self.dunning_level(level)?,
            Check::Review => self.review(),
            Check::PaymentIndex { least } => self.payment_index(least),
            Check::TermsUnchanged => self.terms_unchanged(),
            Check::InsuredTerms => self.insured_terms(),
            Check::Declared => self.declared()?,
        };
        let outcome = match (&remedies, otherwise) {
            (None, _) => Outcome::Passed,
            (Some(_), Consequence::Warn) => Outcome::Warned,
            (Some(_), Consequence::Block) => Outcome::Blocked,
        };
        let mut remedies = remedies.unwrap_or_default();
        if outcome == Outcome::Blocked {
            remedies.push(Remedy::Release { amount: self.asked.order.value });
        }
        Ok(CheckFinding { check, outcome, measured, remedies })
    }

    const fn as_of(&self) -> Day {
        self.exposure.as_of
    }

    fn has_file(&self) -> (Measured, Option<Vec<Remedy>>) {
        let has_file = self.standing.is_some();
        (Measured::Claim(has_file), (!has_file).then(|| Vec::from([Remedy::OpenFile])))
    }

    /// The limits of the customer, of its group and of the segment: the one that is exceeded by
    /// more decides, of equals the customer's own. Without a file there is no credit.
    fn limit(&self, horizon: Option<u16>) -> Found {
        let Some(standing) = self.standing else {
            return Ok((Measured::NotKnown, Some(Vec::from([Remedy::OpenFile]))));
        };
        let nothing = Money::zero(self.exposure.total.currency());
        let is_later = self.ships_after(horizon)?;
        let value = if is_later { nothing } else { self.asked.order.value };
        let later = self.later(horizon, None)?;
        let own = standing.counted.checked_sub(later)?.checked_add(value)?;
        let mut worst = (Bound::Own, own, standing.limit);
        let mut hold_against = |bound, counted: Money, limit: Money| {
            expect_amount(limit, nothing.currency())?;
            let found = counted.checked_add(value)?;
            if beyond(found, Some(limit)) > beyond(worst.1, worst.2) {
                worst = (bound, found, Some(limit));
            }
            Ok::<(), Rejection>(())
        };
        if let Some(CheckedGroup { counted, limit: Limit::UpTo(limit) }) = self.asked.customer.group
        {
            nothing.expect(counted.currency())?;
            hold_against(Bound::Group, counted.checked_sub(later)?, limit)?;
        }
        if let Some(CheckedSegment { segment, limit: Limit::UpTo(limit) }) =
            &self.asked.customer.segment
        {
            let of = self.exposure.items.iter().filter(|item| item.segment == *segment);
            let counted = Money::sum(nothing.currency(), of.map(|item| item.value))?;
            let counted = counted.checked_sub(self.later(horizon, Some(segment))?)?;
            hold_against(Bound::Segment(segment), counted, *limit)?;
        }
        let (bound, found, allowed) = worst;
        let measured = Measured::Amount { found, allowed };
        let Some(limit) = allowed.filter(|limit| found.minor() > limit.minor()) else {
            return Ok((measured, None));
        };
        let excess = found.checked_sub(limit)?;
        let mut remedies = Vec::new();
        remedies.extend(self.pay_for(excess, bound)?);
        remedies.extend(self.deposit(excess, value)?);
        remedies.push(match bound {
            Bound::Own => {
                let own = standing.limit.unwrap_or(limit);
                Remedy::RaiseLimit { to: self.own_limit(own)?.checked_add(excess)? }
            }
            Bound::Group => Remedy::RaiseGroupLimit { to: found },
            Bound::Segment(segment) => {
                Remedy::RaiseSegmentLimit { segment: segment.clone(), to: found }
            }
        });
        Ok((measured, Some(remedies)))
    }

    /// The customer's own limit, without what an insurer adds to it.
    fn own_limit(&self, limit: Money) -> Result<Money, Rejection> {
        Ok(match self.asked.customer.terms.as_ref().map(|terms| terms.limit) {
            Some(Limit::UpTo(own)) => own,
            Some(Limit::Unlimited) | None => limit,
        })
    }

    /// What is ordered and shipped after the horizon, of one segment or of all.
    fn later(&self, horizon: Option<u16>, segment: Option<&Text>) -> Result<Money, Rejection> {
        let mut later = Money::zero(self.exposure.total.currency());
        let Some(days) = horizon else { return Ok(later) };
        let until = self.as_of().plus_days(i64::from(days))?;
        for item in &self.exposure.items {
            let counts = segment.is_none_or(|segment| item.segment == *segment);
            if counts && item.ships_on.is_some_and(|ships_on| ships_on > until) {
                later = later.checked_add(item.value)?;
            }
        }
        Ok(later)
    }

    fn ships_after(&self, horizon: Option<u16>) -> Result<bool, Rejection> {
        let (Some(days), Some(ships_on)) = (horizon, self.asked.order.ships_on) else {
            return Ok(false);
        };
        Ok(ships_on > self.as_of().plus_days(i64::from(days))?)
    }

    fn order_value(&self, most: Money) -> Found {
        let value = self.asked.order.value;
        value.expect(most.currency())?;
        let measured = Measured::Amount { found: value, allowed: Some(most) };
        Ok((measured, (value.minor() > most.minor()).then(Vec::new)))
    }

    fn oldest_overdue(&self, days: u16) -> Found {
        let oldest = self.exposure.items.iter().filter_map(|item| item.overdue_days).max();
        let oldest = oldest.unwrap_or(0);
        let measured = Measured::Days { found: oldest, allowed: days };
        if oldest <= i32::from(days) {
            return Ok((measured, None));
        }
        let is_beyond = |item: &&ExposedValue| {
            item.overdue_days.is_some_and(|overdue| overdue > i32::from(days))
        };
        let beyond = self.exposure.items.iter().filter(is_beyond);
        Ok((measured, Some(Vec::from([paid_in_full(beyond, self.exposure)?]))))
    }

    fn overdue_share(&self, most: Exact) -> Found {
        let (billed, overdue) = self.exposure.billed()?;
        if !billed.is_positive() {
            let measured = Measured::Figure { found: Exact::ZERO, allowed: most };
            return Ok((measured, None));
        }
        let share = Ratio::new(i128::from(overdue.minor()), i128::from(billed.minor()));
        let share = known(share, Ratio::ONE)?;
        let measured = Measured::Figure { found: percentage(share)?, allowed: most };
        let percent = known(share.times(Ratio::whole(100)), share)?;
        if percent <= Ratio::of(most) {
            return Ok((measured, None));
        }
        let late = self.exposure.items.iter().filter(|item| item.overdue_days.is_some());
        Ok((measured, Some(Vec::from([paid_in_full(late, self.exposure)?]))))
    }

    fn dunning_level(&self, level: u8) -> Found {
        let found = self.asked.customer.dunning_level.unwrap_or(0);
        let whole = |level: u8| Exact::whole(i64::from(level));
        let measured = Measured::Figure { found: whole(found)?, allowed: whole(level)? };
        if found < level {
            return Ok((measured, None));
        }
        let late = self.exposure.items.iter().filter(|item| item.overdue_days.is_some());
        Ok((measured, Some(Vec::from([paid_in_full(late, self.exposure)?]))))
    }

    fn review(&self) -> (Measured, Option<Vec<Remedy>>) {
        match self.asked.customer.terms.as_ref().and_then(|terms| terms.review_on) {
            Some(review_on) => {
                let measured = Measured::Day { found: self.as_of(), allowed: review_on };
                (measured, (self.as_of() > review_on).then(|| Vec::from([Remedy::Review])))
            }
            None => (Measured::NotKnown, None),
        }
    }

    fn payment_index(&self, least: Exact) -> (Measured, Option<Vec<Remedy>>) {
        match self.asked.customer.payment_index {
            Some(found) => {
                let measured = Measured::Figure { found, allowed: least };
                (measured, (found < least).then(Vec::new))
            }
            None => (Measured::NotKnown, None),
        }
    }

    fn terms_unchanged(&self) -> (Measured, Option<Vec<Remedy>>) {
        let has_other = self.asked.order.has_other_terms;
        (Measured::Claim(!has_other), has_other.then(|| Vec::from([Remedy::ChangeTerms])))
    }

    fn insured_terms(&self) -> (Measured, Option<Vec<Remedy>>) {
        let insurance = self.asked.customer.terms.as_ref().and_then(|terms| terms.insurance);
        let longest = insurance.and_then(|insurance| insurance.longest_credit_days);
        match (self.asked.order.credit_days, longest) {
            (Some(days), Some(longest)) => {
                let measured = Measured::Days { found: i32::from(days), allowed: longest };
                (measured, (days > longest).then(|| Vec::from([Remedy::ChangeTerms])))
            }
            (_, _) => (Measured::NotKnown, None),
        }
    }

    fn declared(&self) -> Found {
        let insurance = self.asked.customer.terms.as_ref().and_then(|terms| terms.insurance);
        match insurance.and_then(|insurance| insurance.declare_within_days) {
            Some(days) => self.oldest_overdue(days),
            None => Ok((Measured::NotKnown, None)),
        }
    }
}

/// What is billed and open, the longest due first; of one day in the order in which they came.
fn by_due_day(exposure: &Exposure) -> Vec<&ExposedValue> {
    let mut open: Vec<&ExposedValue> =
        exposure.items.iter().filter(|item| item.kind == ExposedKind::Invoiced).collect();
    open.sort_by_key(|item| item.due_on);
    open
}

/// Payment of documents as they stand open.
fn paid_in_full<'e>(
    items: impl Iterator<Item = &'e ExposedValue>,
    exposure: &Exposure,
) -> Result<Remedy, Rejection> {
    let to_pay =
        |item: &ExposedValue| ToPay { document: item.document.clone(), amount: item.value };
    let documents: Vec<ToPay> = items.map(to_pay).collect();
    let amounts = documents.iter().map(|document| document.amount);
    let amount = Money::sum(exposure.total.currency(), amounts)?;
    Ok(Remedy::Pay { amount, documents })
}

impl Checking<'_> {
    /// How much is to be paid of what is billed for the excess to be gone. What is paid is no more
    /// insured: with net counting it may take more than the excess.
    /// A segment is helped by payment of what names it, a limit that is not net by no more than
    /// the excess.
    fn pay_for(&self, excess: Money, bound: Bound<'_>) -> Result<Option<Remedy>, Rejection> {
        let (Some(terms), Some(standing)) = (&self.asked.customer.terms, self.standing) else {
            return Ok(None);
        };
        let currency = excess.currency();
        let mut open = by_due_day(self.exposure);
        if let Bound::Segment(segment) = bound {
            open.retain(|item| item.segment == *segment);
        }
        let whole = Money::sum(currency, open.iter().map(|item| item.value))?;
        let with_orders = terms.insurance.is_some_and(|insurance| insurance.covers_orders);
        let insurable = self.exposure.insurable(with_orders)?;
        let is_enough = |paid: i64| -> Result<bool, Rejection> {
            if matches!(bound, Bound::Group | Bound::Segment(_)) {
                return Ok(paid >= excess.minor());
            }
            let paid = Money::from_minor(paid, currency)?;
            let total = self.exposure.total.checked_sub(paid)?;
            let after = terms.held_against(total, insurable.checked_sub(paid)?)?;
            Ok(standing.counted.checked_sub(after.counted)?.minor() >= excess.minor())
        };
        let (mut least, mut most) = (excess.minor(), whole.minor());
        if most < least || !is_enough(most)? {
            return Ok(None);
        }
        while least < most {
            // Both are amounts: their sum stays within 64 bits, and halves within it.
            let half = i64::midpoint(least, most);
            if is_enough(half)? { most = half } else { least = half.saturating_add(1) }
        }
        let mut rest = Money::from_minor(least, currency)?;
        let amount = rest;
        let mut documents = Vec::new();
        for item in open {
            if rest.is_zero() {
                break;
            }
            let amount = if item.value.minor() < rest.minor() { item.value } else { rest };
            rest = rest.checked_sub(amount)?;
            documents.push(ToPay { document: item.document.clone(), amount });
        }
        Ok(Some(Remedy::Pay { amount, documents }))
    }

    /// The deposit on the order by which the excess is gone; none where the order is less.
    fn deposit(&self, excess: Money, value: Money) -> Result<Option<Remedy>, Rejection> {
        if excess.minor() > value.minor() {
            return Ok(None);
        }
        // Both are amounts of 64 bits.
        let product = i128::from(excess.minor()).saturating_mul(10_000);
        let percent = divide(product, i128::from(value.minor()), Rounding::AwayFromZero)?;
        Ok(Some(Remedy::Deposit { amount: excess, percent: Exact::new(percent, 2)? }))
    }
}
