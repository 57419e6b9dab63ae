//! Receivables in other currencies at the end of a period (rulebook R-06c, L-31, 5.2): what the
//! rate of the day makes of them is posted beside them and reversed at the opening.

use super::cut_off::{PeriodCutOff, booking_of, expect_period};
use super::decision::Decision;
use super::event::Event;
use super::rejection::Rejection;
use super::view::View;
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::Text;
use crate::ledger::{AccountNumber, Entry, EntryLine};
use crate::money::{ExchangeRate, Money};
use crate::receivable::{AccountKey, Holder};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Hold what is open in other currencies against the rates of a day, item by item: a latent
    /// loss goes to the assets and is provided for, a latent gain to the liabilities. Both are
    /// reversed on a day of the next period; the provision stands until the next revaluation.
    Revalue {
        /// The last day of the period, that day included.
        until: Day,
        /// The day of the reversal, after the last day of the period.
        reverse_on: Day,
        /// The rates of the day to the ledger's currency.
        exchange_rates: Vec<ExchangeRate>,
    }
    /// What a revaluation came to, in the ledger's currency.
    Revalued {
        /// The last day of the period.
        until: Day,
        /// The day of the reversal.
        reverse_on: Day,
        /// When it became known.
        recorded_on: Day,
        /// What the items are worth less than they are booked at; positive, never netted.
        loss: Money,
        /// What the items are worth more; positive.
        gain: Money,
    }
}

/// An item whose worth differs from what it is booked at.
struct Difference {
    account: AccountKey,
    name: Text,
    /// Above zero a gain.
    amount: Money,
}

/// Posts what the rates of the day make of open items, its reversal, and what the provision for
/// latent losses changes by.
pub(super) fn revalue(decision: &mut Decision<'_>, asked: &Revalue) -> Result<(), Rejection> {
    let view = decision.before();
    let last = view.revaluations().last();
    let last_period =
        last.map(|last| PeriodCutOff { until: last.until, reverse_on: last.reverse_on });
    let period = PeriodCutOff { until: asked.until, reverse_on: asked.reverse_on };
    expect_period(decision, &period, last_period.as_ref())?;
    let ledger = view.settings().ledger_currency;
    let differences = differences(view, asked)?;
    let sum = |is_gain: bool| {
        let of_sign = differences.iter().map(|one| one.amount);
        Money::sum(ledger, of_sign.filter(|amount| amount.is_positive() == is_gain))
    };
    let (gain, loss) = (sum(true)?, sum(false)?.negated());
    let (until, reverse_on) = (asked.until, asked.reverse_on);
    let recorded_on = decision.command.recorded_on;
    decision.push(Event::Revalued(Revalued { until, reverse_on, recorded_on, loss, gain }));
    for one in &differences {
        let entry = entry_of(view, one, until, recorded_on)?;
        let reversal = entry.reversed(reverse_on, recorded_on);
        decision.push(Event::Posted(Arc::new(entry)));
        decision.push(Event::Posted(Arc::new(reversal)));
    }
    let before = last.map_or(Money::zero(ledger), |last| last.loss);
    provide(decision, loss.checked_sub(before)?, until)
}

/// What the rates make of every item that is open at the end of the period.
fn differences(view: &dyn View, asked: &Revalue) -> Result<Vec<Difference>, Rejection> {
    let ledger = view.settings().ledger_currency;
    let mut found = Ok(Vec::new());
    view.each_account(&mut |key, account| {
        let Ok(list) = &mut found else { return };
        if key.currency == ledger || !matches!(key.holder, Holder::Customer(_)) {
            return;
        }
        let booking = booking_of(ledger, key.currency, &asked.exchange_rates);
        for item in account.open_items(asked.until, None) {
            let worth = booking.book(item.open.amount);
            let worth =
                worth.map_err(|no| Rejection::from(no.with_path(&|_| "exchange_rates".into())));
            let difference = worth.and_then(|worth| {
                let amount = worth.checked_sub(item.open.booked)?;
                let name = Text::new(item.entry.id().as_str())?;
                Ok(Difference { account: key.clone(), name, amount })
            });
            match difference {
                Ok(one) if one.amount.is_zero() => {}
                Ok(one) => list.push(one),
                Err(no) => {
                    found = Err(no);
                    return;
                }
            }
        }
    });
    found
}

fn entry_of(
    view: &dyn View,
    one: &Difference,
    until: Day,
    recorded_on: Day,
) -> Result<Entry, Rejection> {
    let chart = &view.settings().chart;
    let Holder::Customer(customer) = &one.account.holder else {
        return Ok(Entry::balanced(until, recorded_on, one.name.clone(), Vec::new())?);
    };
    let latent = if one.amount.is_positive() {
        &chart.latent_exchange_gain
    } else {
        &chart.latent_exchange_loss
    };
    let line = |account: &AccountNumber, party, booked| {
        EntryLine::difference(account, party, one.account.currency, booked)
    };
    let lines = Vec::from([
        line(&chart.receivable, Some(customer.clone()), one.amount),
        line(latent, None, one.amount.negated()),
    ]);
    Ok(Entry::balanced(until, recorded_on, one.name.clone(), lines)?)
}

/// The provision follows the latent loss: latent gains are not recognised.
fn provide(decision: &mut Decision<'_>, change: Money, until: Day) -> Result<(), Rejection> {
    let chart = &decision.before().settings().chart;
    let against = if change.is_negative() {
        &chart.exchange_provision_release
    } else {
        &chart.exchange_provision_charge
    };
    let lines = Vec::from([
        EntryLine::in_ledger(against, None, change),
        EntryLine::in_ledger(&chart.exchange_provision, None, change.negated()),
    ]);
    let name = Text::new(&alloc::format!("exchange provision {until}"))?;
    let recorded_on = decision.command.recorded_on;
    if let Some(entry) = Entry::balanced_unless_zero(until, recorded_on, name, lines)? {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    Ok(())
}

/// What revaluations stand at on a day: the control account shows it beside what is open (I9).
pub(super) fn standing_on(
    revaluations: &[Revalued],
    day: Day,
    known_at: Option<Day>,
    ledger: crate::money::Currency,
) -> Result<Money, crate::money::Rejection> {
    let is_standing = |one: &&Revalued| {
        one.until <= day
            && day < one.reverse_on
            && known_at.is_none_or(|known_at| one.recorded_on <= known_at)
    };
    let parts = revaluations.iter().filter(is_standing);
    Money::sum(ledger, parts.flat_map(|one| [one.gain, one.loss.negated()]))
}
