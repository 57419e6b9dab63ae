//! What will not be paid: it is settled by a loss (rulebook V-07, 5.2).

use super::{dissolve::unused_id_beside, fresh_code, open_day, unknown};
use crate::error::Path;
use crate::id::EntryId;
use crate::money::{Money, telescope};
use crate::receivable::{
    Account, AccountEntry, Applied, EntryKind, Event, ExchangeDifference, Facts, Item, LetterCode,
    Lettered, Loss, Reduction, Rejection,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// Each item is settled under its letter, or one of its own, by what is lost of it. The loss is
/// booked at the item's own rate, so no exchange difference arises on it.
pub(super) fn write_off(
    account: &Account,
    losses: &[Loss],
    because: Reduction,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    if losses.is_empty() {
        return Err(Rejection::NothingNamed { path: Path::field("losses") });
    }
    let mut named = BTreeSet::new();
    let mut next = fresh_code(account, facts);
    let mut events: Vec<Event> = Vec::with_capacity(losses.len().saturating_mul(2));
    for (index, loss) in losses.iter().enumerate() {
        let path = || Path::field("entry").inside_index("losses", index);
        let Some(entry) = account.entry(&loss.entry) else {
            return Err(unknown(account, &loss.entry, path()));
        };
        if !named.insert(&loss.entry) {
            return Err(Rejection::EntryTwice { path: path(), entry: loss.entry.clone() });
        }
        let amount = amount_of(account, loss)?;
        let open = entry.open.amount;
        if !amount.is_positive() || amount.minor() > open.minor() {
            let (entry, asked) = (loss.entry.clone(), amount);
            return Err(Rejection::BeyondOpen { path: path(), entry, asked, open });
        }
        let letter = entry.letter.unwrap_or(next);
        if letter == next {
            next = account.codes.after(next);
        }
        let is_opened = |id: &EntryId| events.iter().any(|event| event.opens(id));
        let id = unused_id_beside(account, because.name(), letter, is_opened)?;
        let item = item_of(id, entry, (loss, amount, because), facts)?;
        let lettered = settled_by(entry, &item, letter, facts);
        events.push(Event::Opened { item, recorded_on: facts.recorded_on });
        events.push(Event::Lettered(lettered));
    }
    Ok(events)
}

fn amount_of(account: &Account, loss: &Loss) -> Result<Money, Rejection> {
    let parts = loss.shares.iter().flat_map(|share| [share.net, share.tax]);
    Ok(Money::sum(account.key.currency, parts)?)
}

fn item_of(
    id: EntryId,
    entry: &AccountEntry,
    (loss, amount, because): (&Loss, Money, Reduction),
    facts: &Facts,
) -> Result<Item, Rejection> {
    let day = facts.effective_on.max(entry.settles_from());
    let day = open_day(day, facts).map_err(|no| no.inside("effective_on"))?;
    let whole = i128::from(entry.item.amount.minor());
    // What is open lies between zero and the item's amount.
    let before = whole.saturating_sub(i128::from(entry.open.amount.minor()));
    let after = before.saturating_add(i128::from(amount.minor()));
    Ok(Item {
        id,
        kind: EntryKind::Discount { of: entry.id().clone(), shares: loss.shares.clone(), because },
        document_on: day,
        accounted_on: day,
        due_on: day,
        amount: amount.negated(),
        booked: telescope(entry.item.booked, before, after, whole)?.negated(),
        early_discount: None,
    })
}

/// The item and its loss settle each other.
fn settled_by(entry: &AccountEntry, loss: &Item, letter: LetterCode, facts: &Facts) -> Lettered {
    let (amount, booked) = (loss.amount.negated(), loss.booked.negated());
    let of_entry = Applied { entry: entry.id().clone(), amount, booked };
    let of_loss = Applied { entry: loss.id.clone(), amount: loss.amount, booked: loss.booked };
    let is_doubtful = entry.is_doubtful();
    Lettered {
        letter,
        taken_in: Vec::new(),
        applications: Vec::from([of_entry, of_loss]),
        doubtful: is_doubtful.then(|| entry.id().clone()).into_iter().collect(),
        exchange: ExchangeDifference::none(loss.booked.currency()),
        effective_on: loss.accounted_on,
        recorded_on: facts.recorded_on,
    }
}
