//! Goods that came back, were billed, and whose price was not given back.

use super::orders::{LeakKind, RevenueLeak};
use crate::calendar::Day;
use crate::company::sale::draft_of;
use crate::company::view::View;
use crate::company::{Company, Event, Rejection};
use crate::fulfilment::returns::{Return, Returned, ReturnedLine};
use crate::id::{LineId, OrderId, ReturnId};
use crate::invoice::compute::compute;
use crate::machine::Machine;
use crate::money::Exact;
use crate::order::{Confirmed, Counters, OrderLine};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What of a line is told to be owed already, by order and line.
type Told<'a> = BTreeMap<(&'a OrderId, &'a LineId), Exact>;

impl Company {
    /// What came back by a day in returns that nobody has settled, as far as it is billed: what
    /// was received, or of that what was found to be good, at the price and with the allowances
    /// of its line.
    pub(super) fn returned_not_credited(&self, as_of: Day) -> Result<Vec<RevenueLeak>, Rejection> {
        let mut returns: BTreeMap<&ReturnId, (Return, Day)> = BTreeMap::new();
        for event in self.history() {
            let Event::Return { goods_return, event } = event else { continue };
            if event.on() > as_of {
                continue;
            }
            let (state, last) = returns.entry(goods_return).or_insert((Return::Absent, as_of));
            // What counts on the day may have been told in another order.
            if state.evolve(event).is_ok() {
                *last = event.on();
            }
        }
        let (mut leaks, mut told) = (Vec::new(), Told::new());
        for (state, last) in returns.values() {
            let (returned, came): (&Returned, fn(&ReturnedLine) -> Exact) = match state {
                Return::Received(returned) => (returned, |line| line.received),
                Return::Inspected(returned) => (returned, |line| line.accepted),
                Return::Absent
                | Return::Requested(_)
                | Return::Authorised(_)
                | Return::Settled(..) => continue,
            };
            for line in returned.lines.iter().filter(|line| came(line).is_positive()) {
                let came = (&line.line, came(line));
                leaks.extend(self.owed(&returned.order, came, (as_of, *last), &mut told)?);
            }
        }
        Ok(leaks)
    }

    /// What is owed for a quantity of a line that came back.
    fn owed<'a>(
        &self,
        id: &'a OrderId,
        (line, came): (&'a LineId, Exact),
        (as_of, since): (Day, Day),
        told: &mut Told<'a>,
    ) -> Result<Option<RevenueLeak>, Rejection> {
        let confirmed = self.state.order(id).and_then(|order| order.as_confirmed());
        // What milestones bill is not measured by what came back.
        let confirmed = confirmed.filter(|confirmed| confirmed.plan.is_empty());
        let Some((confirmed, (position, ordered))) =
            confirmed.and_then(|confirmed| Some((confirmed, confirmed.content.line(line)?)))
        else {
            return Ok(None);
        };
        let counters = Counters::as_of(self.state.movements(id), line, as_of)?;
        let before = told.get(&(id, line)).copied().unwrap_or_default();
        let owed = beyond(confirmed, ordered, counters, before.checked_add(came)?)?;
        let quantity = owed.checked_sub(before)?.min(came);
        if !quantity.is_positive() {
            return Ok(None);
        }
        told.insert((id, line), owed);
        // The part begins where what stays billed ends.
        let stays = counters.billed().checked_sub(owed)?;
        let billed = |at| if at == position { stays } else { Exact::ZERO };
        let asked = [(line.clone(), quantity)];
        let figures = compute(&draft_of(id, &confirmed.content, billed, &asked)?)?;
        let net = figures.lines.first().map(|line| line.net);
        Ok(net.map(|net| RevenueLeak {
            kind: LeakKind::ReturnedNotCredited,
            customer: confirmed.content.payer().clone(),
            order: id.clone(),
            line: Some(line.clone()),
            quantity: Some(quantity),
            net,
            document: None,
            since: Some(since),
        }))
    }
}

/// What of a line is billed beyond what may be, once a quantity of it has come back.
fn beyond(
    confirmed: &Confirmed,
    line: &OrderLine,
    counters: Counters,
    came: Exact,
) -> Result<Exact, Rejection> {
    let returned = counters.returned.checked_add(came)?;
    let after = Counters { returned, ..counters };
    let to_invoice = after.to_invoice(line.quantity.figure(), confirmed.content.billing);
    Ok(to_invoice.negated().max(Exact::ZERO))
}
