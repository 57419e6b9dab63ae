//! Orders that are held for want of credit: what they come to, who decides of them, and that none
//! leaves or passes beyond its limit (contract I14).

use super::cents::{Cents, cents, units};
use super::credit::{Accounts, CreditBooks};
use super::exposure::ExposedOrder;
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::calendar::Day;
use o2c_core::company::{Accepted, Event};
use o2c_core::credit::{self, FileHolder, Hold, Limit, Ruled, Ruling};
use o2c_core::id::OrderId;
use o2c_core::money::{Exact, Money};
use o2c_core::order;

impl CreditBooks {
    /// Follows what happened to an order: nothing leaves while it is held.
    pub(super) fn follow_order(
        &mut self,
        id: &OrderId,
        event: &order::Event,
    ) -> Result<(), Finding> {
        if let order::Event::Shipped { shipped_on, .. } = event {
            self.may_leave(id, *shipped_on)?;
        }
        let book = self.orders.entry(id.clone()).or_default();
        book.follow(event);
        if let order::Event::Confirmed { .. } = event
            && let Some(customer) = book.customer()
        {
            self.orders_of.entry(customer.clone()).or_default().push(id.clone());
        }
        Ok(())
    }

    fn may_leave(&self, order: &OrderId, day: Day) -> Result<(), Finding> {
        let hold = self.holds.get(order).and_then(|holds| holds.last());
        let Some(hold) = hold.filter(|hold| hold.lifted.is_none() && hold.on <= day) else {
            return Ok(());
        };
        if self.is_released(order, hold, day)? {
            return Ok(());
        }
        finding("I14", format!("{order} leaves on {day} and is held since {}", hold.on))
    }

    /// Whether somebody released the order, until the day or later, and it came to no more than
    /// what was released and its tolerance.
    pub(crate) fn is_released_on(&self, order: &OrderId, day: Day) -> Result<bool, Finding> {
        match self.holds.get(order).and_then(|holds| holds.last()) {
            Some(hold) if hold.lifted.is_none() => self.is_released(order, hold, day),
            Some(_) | None => Ok(false),
        }
    }

    fn is_released(&self, order: &OrderId, hold: &Hold, day: Day) -> Result<bool, Finding> {
        let last = hold.rulings.last().map(|ruled| &ruled.ruling);
        let Some(Ruling::Release { until, tolerance, value: Some(released) }) = last else {
            return Ok(false);
        };
        let one = units(Exact::ONE);
        let tolerance = tolerance.map_or(0, |percent| units(percent.exact()));
        let most = cents(*released) * (100 * one + tolerance);
        Ok(day <= *until && self.value_on(order, day)? * 100 * one <= most)
    }

    /// Whether an order was rejected, and nobody decided otherwise since.
    pub(crate) fn is_rejected(&self, order: &OrderId) -> bool {
        let hold = self.holds.get(order).and_then(|holds| holds.last());
        let last = hold.and_then(|hold| hold.rulings.last());
        last.is_some_and(|ruled| matches!(ruled.ruling, Ruling::Reject { .. }))
    }

    /// Follows one event of a credit file.
    pub(super) fn follow(
        &mut self,
        head: &Accepted,
        holder: &FileHolder,
        event: &credit::Event,
        accounts: &Accounts,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        match event {
            credit::Event::LimitSet { currency, period } => {
                let limit = match period.limit {
                    Limit::Unlimited => None,
                    Limit::UpTo(limit) => Some(cents(limit)),
                };
                if limit.is_some_and(|limit| limit < 0) {
                    return finding("I14", format!("{holder:?}: a limit of {limit:?}"));
                }
                let file = self.files.entry(holder.clone()).or_default();
                file.currency.get_or_insert(*currency);
                file.limits.push((limit, period.valid.from, period.valid.until));
                coverage.limits += 1;
            }
            credit::Event::Increased(increase) => {
                let row = (cents(increase.by), increase.valid.from, increase.valid.until);
                self.files.entry(holder.clone()).or_default().increases.push(row);
                coverage.increases += 1;
            }
            credit::Event::Held(hold) => {
                self.held(head, hold, accounts)?;
                coverage.holds += 1;
                coverage.group_holds += u64::from(self.is_held_by_group(accounts, hold)?);
                self.lasting.insert(hold.order.clone());
                self.holds.entry(hold.order.clone()).or_default().push(hold.clone());
            }
            credit::Event::Lifted { order, lifted } => {
                let hold = self.last_hold(order)?;
                hold.lifted = Some(*lifted);
                self.lasting.remove(order);
                coverage.lifted += 1;
            }
            credit::Event::Ruled { order, ruled } => {
                self.ruled(head, order, ruled)?;
                match ruled.ruling {
                    Ruling::Release { .. } => coverage.releases += 1,
                    Ruling::Reject { .. } => coverage.orders_rejected += 1,
                    Ruling::AskDeposit { .. } | Ruling::ChangeTerms { .. } => {
                        coverage.other_rulings += 1;
                    }
                }
                self.last_hold(order)?.rulings.push(ruled.clone());
            }
            credit::Event::Insured(_)
            | credit::Event::Guaranteed(_)
            | credit::Event::Assessed(_) => {}
        }
        Ok(())
    }

    fn last_hold(&mut self, order: &OrderId) -> Result<&mut Hold, Finding> {
        let hold = self.holds.get_mut(order).and_then(|holds| holds.last_mut());
        let none = || Finding { invariant: "I14", what: format!("{order} is not held") };
        hold.filter(|hold| hold.lifted.is_none()).ok_or_else(none)
    }

    /// A hold says what the order comes to and what is exposed without it.
    fn held(&self, head: &Accepted, hold: &Hold, accounts: &Accounts) -> Result<(), Finding> {
        let (order, day) = (&hold.order, head.effective_on);
        let Some(customer) = self.payer(order) else {
            return finding("I14", format!("{order} is held and nobody's"));
        };
        let into = self.currency_of(customer);
        let own = self.exposure_on(accounts, customer, into, day, Some(order))?.total();
        let value = self.value_on(order, day)?;
        if (value, own) != (cents(hold.value), cents(hold.exposure)) {
            let told = (hold.value, hold.exposure);
            return finding("I14", format!("{order} is held at {told:?}, not {value} and {own}"));
        }
        if self.fits(accounts, order, day)? {
            return finding("I14", format!("{order} of {value} is held and fits beside {own}"));
        }
        Ok(())
    }

    /// Whether it is the group's limit that does not suffice, not the customer's own.
    fn is_held_by_group(&self, accounts: &Accounts, hold: &Hold) -> Result<bool, Finding> {
        let Some(customer) = self.payer(&hold.order) else { return Ok(false) };
        let holder = FileHolder::Customer(customer.clone());
        let Some(Some(limit)) = self.limit_on(&holder, hold.on) else { return Ok(true) };
        let into = self.currency_of(customer);
        let own = self.exposure_on(accounts, customer, into, hold.on, Some(&hold.order))?.total();
        Ok(own + cents(hold.value) <= limit)
    }

    /// Who releases has the right to, for what the order comes to on the day.
    fn ruled(&self, head: &Accepted, order: &OrderId, ruled: &Ruled) -> Result<(), Finding> {
        let Some(right) = self.policy.rights.iter().find(|right| right.who == ruled.by) else {
            return finding("I14", format!("{} decides of {order}", ruled.by));
        };
        let Ruling::Release { value, .. } = &ruled.ruling else { return Ok(()) };
        let own = self.value_on(order, head.effective_on)?;
        if value.map(cents) != Some(own) {
            return finding("I14", format!("{order} of {own} is released at {value:?}"));
        }
        if let Limit::UpTo(up_to) = right.up_to
            && !self.is_within(order, own, up_to, head.effective_on)?
        {
            return finding("I14", format!("{} releases {order} of {own}", ruled.by));
        }
        Ok(())
    }

    /// Whether what an order comes to is within a right.
    fn is_within(
        &self,
        order: &OrderId,
        value: Cents,
        up_to: Money,
        day: Day,
    ) -> Result<bool, Finding> {
        let Some(customer) = self.payer(order) else { return Ok(false) };
        let from = self.currency_of(customer);
        Ok(self.in_currency(value, from, up_to.currency(), day)? <= cents(up_to))
    }

    /// Whether somebody may release an order on a day, for what it comes to then.
    pub(crate) fn may_release(
        &self,
        who: &str,
        order: &OrderId,
        day: Day,
    ) -> Result<bool, Finding> {
        let right = self.policy.rights.iter().find(|right| right.who.as_str() == who);
        match right.map(|right| right.up_to) {
            Some(Limit::Unlimited) => Ok(true),
            Some(Limit::UpTo(up_to)) => {
                self.is_within(order, self.value_on(order, day)?, up_to, day)
            }
            None => Ok(false),
        }
    }

    /// After a decision: an order that it confirmed or changed fits, or is held; one that it holds
    /// no more fits. So two orders that exceed a limit together never both pass.
    pub(super) fn decided(&self, decision: &[Event], accounts: &Accounts) -> Result<(), Finding> {
        let Some(Event::Accepted(head)) = decision.first() else { return Ok(()) };
        let is_looked_at = |rule: &credit::CheckRule| {
            matches!(rule.check, credit::Check::Limit)
                && rule.otherwise == credit::Consequence::Block
        };
        if !self.policy.at_order.iter().any(is_looked_at) {
            return Ok(());
        }
        for event in decision {
            let order = match event {
                Event::Order {
                    order,
                    event: order::Event::Confirmed { .. } | order::Event::Amended { .. },
                }
                | Event::Credit { event: credit::Event::Lifted { order, .. }, .. } => order,
                _ => continue,
            };
            let is_confirmed = self.orders.get(order).is_some_and(ExposedOrder::is_confirmed);
            if !is_confirmed || self.lasting.contains(order) {
                continue;
            }
            if !self.fits(accounts, order, head.effective_on)? {
                let what = format!("{order} passes on {} beyond its limit", head.effective_on);
                return finding("I14", what);
            }
        }
        Ok(())
    }
}
