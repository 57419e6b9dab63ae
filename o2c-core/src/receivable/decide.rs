//! The rules of the account: one function per command.

mod arrange;
mod carry;
mod difference;
mod discount;
mod dissolve;
mod lose;
mod reclassify;
mod settle;
mod take_back;

use super::{
    Account, AccountKey, Command, DueMove, EntryKind, Event, Facts, Item, LetterCode, Place,
    Receipt, Rejection,
};
use super::{Applied, ExchangeDifference, Lettered};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::EntryId;
use crate::machine::{BrokenHistory, Machine};
use crate::money::{Exact, Money};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

impl Machine for Account {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        refuse_recorded_earlier(self, facts)?;
        match command {
            Command::OpenItems { items } => open_items(self, items, facts),
            Command::Receive(receipt) => {
                let payment = receipt.payment.clone();
                receive(self, receipt, EntryKind::Payment { payment, held: Place::Bank }, facts)
            }
            Command::ReceiveInto { receipt, held } => {
                let (payment, held) = (receipt.payment.clone(), *held);
                receive(self, receipt, EntryKind::Payment { payment, held }, facts)
                    .map_err(|no| no.inside("receipt"))
            }
            Command::Letter { lines, take_discount, differences } => {
                settle::letter(self, lines, *take_discount, differences, facts)
            }
            Command::Unletter { letter } => dissolve::unletter(self, *letter, facts),
            Command::TransferOut { entry, counterpart, to } => {
                transfer_out(self, entry, counterpart, to, facts)
            }
            Command::TransferIn { receipt, from } => transfer_in(self, receipt, from, facts),
            Command::MoveDue { moves } => move_due(self, moves, facts),
            Command::TakeBackDiscount { discount, shares, by } => {
                take_back::take_back(self, (discount, by), shares, facts)
            }
            Command::Carry { item } => carry::carry(self, item, facts),
            Command::Reclassify { entries, is_doubtful } => {
                reclassify::reclassify(self, entries, *is_doubtful, facts)
            }
            Command::WriteOff { losses, because } => lose::write_off(self, losses, *because, facts),
            Command::Promise(asked) => arrange::promise(self, asked, facts),
            Command::WithdrawPromise { promise } => arrange::withdraw(self, promise, facts),
            Command::AgreePlan(asked) => arrange::agree(self, asked, facts),
            Command::EndPlan { plan } => arrange::end(self, plan, facts),
        }
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        super::evolve::evolve(self, event)
    }
}

fn refuse_recorded_earlier(account: &Account, facts: &Facts) -> Result<(), Rejection> {
    match account.recorded_on {
        Some(latest) if facts.recorded_on < latest => Err(Rejection::RecordedEarlier {
            path: Path::field("recorded_on"),
            recorded_on: facts.recorded_on,
            latest,
        }),
        Some(_) | None => Ok(()),
    }
}

/// The day itself, or the posting day where it lies in a closed period (rulebook L-04).
fn open_day(day: Day, facts: &Facts) -> Result<Day, Rejection> {
    let Some(closed_until) = facts.closed_until else {
        return Ok(day);
    };
    match facts.posting_on {
        _ if day > closed_until => Ok(day),
        Some(posting_on) if posting_on > closed_until => Ok(posting_on),
        Some(_) | None => Err(Rejection::PeriodClosed { path: Path::root(), day, closed_until }),
    }
}

fn refuse_known(account: &Account, id: &EntryId) -> Result<(), Rejection> {
    if account.positions.contains_key(id) {
        return Err(Rejection::EntryKnown { path: Path::field("entry"), entry: id.clone() });
    }
    Ok(())
}

fn expect_currency(amount: Money, expected: crate::money::Currency) -> Result<(), Rejection> {
    if amount.currency() == expected {
        return Ok(());
    }
    Err(Rejection::CurrencyDiffers { path: Path::root(), expected, found: amount.currency() })
}

/// The amount in the account's currency, booked in the ledger's with the same sign.
fn check_amounts(account: &Account, amount: Money, booked: Money) -> Result<(), Rejection> {
    expect_currency(amount, account.key.currency).map_err(|no| no.inside("amount"))?;
    expect_currency(booked, account.ledger).map_err(|no| no.inside("booked"))?;
    let has_same_sign = match booked.minor().signum() {
        0 => true,
        sign => sign == amount.minor().signum(),
    };
    let is_own_currency = amount.currency() == booked.currency();
    if !has_same_sign || (is_own_currency && amount != booked) {
        return Err(Rejection::BookedDiffers { path: Path::field("booked"), amount, booked });
    }
    Ok(())
}

/// Other due days count from the command's day on; days in closed periods keep the old ones.
fn move_due(account: &Account, moves: &[DueMove], facts: &Facts) -> Result<Vec<Event>, Rejection> {
    if moves.is_empty() {
        return Err(Rejection::NothingNamed { path: Path::field("moves") });
    }
    let mut named = BTreeSet::new();
    for (index, one) in moves.iter().enumerate() {
        let path = || Path::field("entry").inside_index("moves", index);
        let entry = one.entry.clone();
        if account.entry(&one.entry).is_none() {
            let account = account.key.clone();
            return Err(Rejection::EntryUnknown { path: path(), entry, account });
        }
        if !named.insert(&one.entry) {
            return Err(Rejection::EntryTwice { path: path(), entry });
        }
    }
    let effective_on = open_day(facts.effective_on, facts)?;
    let (moves, recorded_on) = (moves.to_vec(), facts.recorded_on);
    Ok(vec![Event::DueMoved { moves, effective_on, recorded_on }])
}

fn open_items(account: &Account, items: &[Item], facts: &Facts) -> Result<Vec<Event>, Rejection> {
    if items.is_empty() {
        return Err(Rejection::NothingNamed { path: Path::field("items") });
    }
    let mut named = BTreeSet::new();
    let mut events = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let at = |no: Rejection| no.inside_index("items", index);
        refuse_known(account, &item.id).map_err(at)?;
        if !named.insert(&item.id) {
            return Err(at(Rejection::EntryTwice {
                path: Path::field("id"),
                entry: item.id.clone(),
            }));
        }
        check_item(account, item).map_err(at)?;
        let accounted_on = open_day(item.accounted_on, facts)
            .map_err(|no| no.inside("accounted_on").inside_index("items", index))?;
        events.push(Event::Opened {
            item: Item { accounted_on, ..item.clone() },
            recorded_on: facts.recorded_on,
        });
    }
    Ok(events)
}

fn check_item(account: &Account, item: &Item) -> Result<(), Rejection> {
    match item.kind {
        EntryKind::Invoice { .. } | EntryKind::Opening => {}
        EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => {
            return Err(Rejection::KindNotOpened {
                path: Path::field("kind"),
                entry: item.id.clone(),
            });
        }
    }
    check_amounts(account, item.amount, item.booked)?;
    if item.amount.is_zero() {
        return Err(Rejection::ZeroAmount { path: Path::field("amount"), entry: item.id.clone() });
    }
    check_discount(item)
}

fn check_discount(item: &Item) -> Result<(), Rejection> {
    let Some(offer) = &item.early_discount else {
        return Ok(());
    };
    let currency = item.amount.currency();
    let parts = || {
        let both = |share: &super::DiscountShare| [share.net, share.tax];
        offer.shares.iter().flat_map(both)
    };
    let shares = Money::sum(currency, parts())?;
    let is_positive = offer.amount.is_positive() && parts().all(|part| !part.is_negative());
    let is_below = offer.amount.currency() == currency
        && offer.amount.minor() < item.amount.minor()
        && shares == offer.amount;
    let hundred = Exact::whole(100)?;
    let is_part = offer.percent.is_none_or(|percent| percent.exact() < hundred);
    if is_positive && is_below && is_part {
        return Ok(());
    }
    Err(Rejection::DiscountMalformed {
        path: Path::field("early_discount"),
        amount: item.amount,
        discount: offer.amount,
        shares,
    })
}

fn receive(
    account: &Account,
    receipt: &Receipt,
    kind: EntryKind,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    refuse_known(account, &receipt.entry)?;
    if !receipt.amount.is_positive() {
        return Err(Rejection::NotPositive { path: Path::field("amount"), amount: receipt.amount });
    }
    check_amounts(account, receipt.amount, receipt.booked)?;
    let accounted_on =
        open_day(receipt.accounted_on, facts).map_err(|no| no.inside("accounted_on"))?;
    Ok(vec![Event::Opened {
        item: Item {
            id: receipt.entry.clone(),
            kind,
            document_on: receipt.received_on,
            accounted_on,
            due_on: receipt.received_on,
            amount: receipt.amount.negated(),
            booked: receipt.booked.negated(),
            early_discount: None,
        },
        recorded_on: facts.recorded_on,
    }])
}

fn refuse_same_account(account: &Account, other: &AccountKey) -> Result<(), Rejection> {
    if account.key == *other {
        return Err(Rejection::SameAccount { path: Path::root(), account: other.clone() });
    }
    if account.key.currency != other.currency {
        return Err(Rejection::CurrencyDiffers {
            path: Path::root(),
            expected: account.key.currency,
            found: other.currency,
        });
    }
    Ok(())
}

fn transfer_in(
    account: &Account,
    receipt: &Receipt,
    from: &AccountKey,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    refuse_same_account(account, from).map_err(|no| no.inside("from"))?;
    let kind = EntryKind::Identified { payment: receipt.payment.clone(), from: from.clone() };
    receive(account, receipt, kind, facts).map_err(|no| no.inside("receipt"))
}

/// The payment leaves by a counterpart that settles it under a letter of its own.
fn transfer_out(
    account: &Account,
    entry: &EntryId,
    counterpart: &EntryId,
    to: &AccountKey,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    refuse_same_account(account, to).map_err(|no| no.inside("to"))?;
    let Some(payment) = account.entry(entry) else {
        return Err(unknown(account, entry, Path::field("entry")));
    };
    refuse_known(account, counterpart).map_err(|no| no.inside("counterpart"))?;
    let item = &payment.item;
    let is_payment = match item.kind {
        EntryKind::Payment { .. } | EntryKind::Identified { .. } => true,
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => false,
    };
    if !is_payment || payment.letter.is_some() {
        return Err(Rejection::NotTransferable {
            path: Path::field("entry"),
            entry: entry.clone(),
        });
    }
    let free_on = payment.free_from.unwrap_or(item.accounted_on);
    let day = facts.effective_on.max(item.accounted_on).max(free_on);
    let day = open_day(day, facts).map_err(|no| no.inside("effective_on"))?;
    let kind = EntryKind::Transfer { of: entry.clone(), to: to.clone() };
    let against = Item { id: counterpart.clone(), kind, ..opposite(item, day) };
    Ok(mutual(fresh_code(account, facts), item, against, day, facts))
}

/// The same amounts with the opposite signs, on a day of their own.
fn opposite(item: &Item, day: Day) -> Item {
    Item {
        document_on: day,
        accounted_on: day,
        due_on: day,
        amount: item.amount.negated(),
        booked: item.booked.negated(),
        early_discount: None,
        ..item.clone()
    }
}

/// Opens an item that settles another wholly, under a letter of their own.
fn mutual(letter: LetterCode, item: &Item, against: Item, day: Day, facts: &Facts) -> Vec<Event> {
    let whole =
        |item: &Item| Applied { entry: item.id.clone(), amount: item.amount, booked: item.booked };
    let lettered = Lettered {
        letter,
        taken_in: Vec::new(),
        applications: vec![whole(item), whole(&against)],
        exchange: ExchangeDifference::none(item.booked.currency()),
        doubtful: Vec::new(),
        effective_on: day,
        recorded_on: facts.recorded_on,
    };
    vec![Event::Opened { item: against, recorded_on: facts.recorded_on }, Event::Lettered(lettered)]
}

/// The code of a new letter: the account's next, or that of the accounts it shares codes with.
fn fresh_code(account: &Account, facts: &Facts) -> LetterCode {
    facts.next_code.map_or(account.next_code, |shared| shared.max(account.next_code))
}

fn unknown(account: &Account, entry: &EntryId, path: Path) -> Rejection {
    Rejection::EntryUnknown { path, entry: entry.clone(), account: account.key.clone() }
}
