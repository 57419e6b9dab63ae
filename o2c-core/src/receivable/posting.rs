//! What happened as entries of the journal.
//!
//! Invoices and opening balances are posted where they are made; whatever else moves money on an
//! account is posted here, so that the control account always shows what is open (contract I9).

use super::{
    Account, AccountKey, DiscountShare, EntryKind, Event, Holder, Item, Reduction, Rejection,
};
use super::{Applied, ExchangeDifference, Lettered};
use super::{DifferenceKind, Direction, Move, Place};
use crate::calendar::Day;
use crate::id::{CustomerId, Text};
use crate::ledger::{AccountNumber, Chart, Entry, EntryLine};
use crate::money::{Money, split};
use alloc::vec;
use alloc::vec::Vec;

impl Account {
    /// The entry of what happened on this account; see [`entry`].
    ///
    /// # Errors
    /// As [`entry`].
    pub fn entry_of(&self, event: &Event, chart: &Chart) -> Result<Option<Entry>, Rejection> {
        entry(&self.key, event, chart)
    }
}

/// The entry of an event, `None` where nothing is to be posted: an invoice is posted by its own
/// room, an identified payment by the account it left, a letter posts only what exchange rates
/// lost or gained, and what of doubtful items comes back to be settled.
///
/// A payment debits the bank, or where the money stands, and credits the account, a refund and a
/// return do the opposite; a discount debits discounts granted and the tax collected; a difference
/// debits or credits the account of its kind; a transfer debits suspense and credits the payer's
/// account (rulebook 5.2).
///
/// # Errors
/// `money.out_of_range`, and those of [`Entry::balanced`].
pub fn entry(key: &AccountKey, event: &Event, chart: &Chart) -> Result<Option<Entry>, Rejection> {
    match event {
        Event::Opened { item, recorded_on } => opened(key, item, *recorded_on, chart),
        Event::Lettered(lettered) | Event::Unlettered(lettered) => settled(key, lettered, chart),
        Event::Reclassified { items, is_doubtful, effective_on, recorded_on } => {
            let lines = items.iter().flat_map(|item| moved(key, item, *is_doubtful, chart));
            let Some(first) = items.first() else { return Ok(None) };
            let document = Text::new(first.entry.as_str())?;
            let lines: Vec<EntryLine> = lines.collect();
            Ok(Entry::balanced_unless_zero(*effective_on, *recorded_on, document, lines)?)
        }
        Event::DueMoved { .. }
        | Event::Deducted { .. }
        | Event::Promise { .. }
        | Event::Plan { .. } => Ok(None),
    }
}

/// The control account of a holder, and whose it is.
fn control<'a>(key: &AccountKey, chart: &'a Chart) -> (&'a AccountNumber, Option<CustomerId>) {
    match &key.holder {
        Holder::Customer(customer) => (&chart.receivable, Some(customer.clone())),
        Holder::Suspense => (&chart.suspense, None),
    }
}

/// The account of a place where money stands.
pub const fn place(place: Place, chart: &Chart) -> &AccountNumber {
    match place {
        Place::Bank => &chart.bank,
        Place::Cheques => &chart.cheques,
        Place::Cards => &chart.cards,
        Place::Till => &chart.till,
    }
}

fn opened(
    key: &AccountKey,
    item: &Item,
    recorded_on: Day,
    chart: &Chart,
) -> Result<Option<Entry>, Rejection> {
    let (account, party) = control(key, chart);
    let own = EntryLine::new(account, party, item.amount, item.booked);
    let (amount, booked) = (item.amount.negated(), item.booked.negated());
    let against = match &item.kind {
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Identified { .. }
        | EntryKind::Moved { by: Move::Transfer { .. } } => return Ok(None),
        EntryKind::Moved { by: Move::Fee { .. } } => {
            vec![EntryLine::new(&chart.bank_fees, None, amount, booked)]
        }
        EntryKind::Payment { held, .. } | EntryKind::Moved { by: Move::Return { held, .. } } => {
            vec![EntryLine::new(place(*held, chart), None, amount, booked)]
        }
        EntryKind::Moved { by: Move::Refund { .. } } => {
            vec![EntryLine::new(&chart.bank, None, amount, booked)]
        }
        EntryKind::Transfer { to, .. } => {
            let (account, party) = control(to, chart);
            vec![EntryLine::new(account, party, amount, booked)]
        }
        EntryKind::Discount { shares, because, .. }
        | EntryKind::DiscountReversal { shares, because, .. } => {
            discount(amount, booked, shares, reduced(*because, chart))?
        }
        EntryKind::Difference { kind, .. } => {
            let account = difference(*kind, Direction::of(amount), chart);
            vec![EntryLine::new(account, None, amount, booked)]
        }
        EntryKind::DifferenceReversal { kind, .. } => {
            let account = difference(*kind, Direction::of(item.amount), chart);
            vec![EntryLine::new(account, None, amount, booked)]
        }
    };
    let document = match &item.kind {
        EntryKind::Payment { payment, .. }
        | EntryKind::Moved { by: Move::Return { payment, .. } | Move::Fee { payment } } => {
            payment.as_str()
        }
        EntryKind::Moved { by: Move::Refund { refund } } => refund.as_str(),
        EntryKind::Transfer { of, .. } => of.as_str(),
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Identified { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { by: Move::Transfer { .. } } => item.id.as_str(),
    };
    let lines = [vec![own], against].concat();
    let document = Text::new(document)?;
    let entry = Entry::balanced_unless_zero(item.accounted_on, recorded_on, document, lines)?;
    Ok(entry)
}

/// The account of a difference: what was paid short costs, what was paid over gains; a deduction
/// settles nothing and comes to no account but its own item's.
const fn difference(kind: DifferenceKind, direction: Direction, chart: &Chart) -> &AccountNumber {
    match (kind, direction) {
        (DifferenceKind::BankFee, _) => &chart.bank_fees,
        (DifferenceKind::Withholding, _) => &chart.tax_withheld,
        (DifferenceKind::WriteOff | DifferenceKind::Deduction, Direction::Short) => {
            &chart.difference_loss
        }
        (DifferenceKind::WriteOff | DifferenceKind::Deduction, Direction::Over) => {
            &chart.difference_gain
        }
        (DifferenceKind::CashRounding, Direction::Short) => &chart.rounding_loss,
        (DifferenceKind::CashRounding, Direction::Over) => &chart.rounding_gain,
    }
}

/// The accounts that bear what nobody pays: its price, and its tax.
const fn reduced(because: Reduction, chart: &Chart) -> [&AccountNumber; 2] {
    let of_price = match because {
        Reduction::EarlyDiscount => &chart.discount_granted,
        Reduction::BadDebtOfThisYear => &chart.bad_debts_of_this_year,
        Reduction::BadDebtOfEarlierYears => &chart.bad_debts_of_earlier_years,
        Reduction::Waiver => &chart.difference_loss,
    };
    [of_price, &chart.vat_collected]
}

/// The price's part to discounts granted, the tax's part to the tax collected (rulebook T-31,
/// T-32), the booked value split in the same proportion.
fn discount(
    amount: Money,
    booked: Money,
    shares: &[DiscountShare],
    accounts: [&AccountNumber; 2],
) -> Result<Vec<EntryLine>, Rejection> {
    let minor = |part: Money| i128::from(part.minor());
    let of_price = shares.iter().map(|share| minor(share.net));
    let of_tax = shares.iter().map(|share| minor(share.tax));
    // Sums of 64-bit amounts stay within 128 bits.
    let weights = [of_price.fold(0, i128::saturating_add), of_tax.fold(0, i128::saturating_add)];
    let parts = split(amount, &weights)?.into_iter().zip(split(booked, &weights)?);
    let line = |(account, (amount, booked))| EntryLine::new(account, None, amount, booked);
    Ok(accounts.into_iter().zip(parts).map(line).collect())
}

/// What of an item moves to the account of doubtful customers, or comes back.
fn moved(key: &AccountKey, item: &Applied, is_doubtful: bool, chart: &Chart) -> [EntryLine; 2] {
    let (account, party) = control(key, chart);
    let (to, from) =
        if is_doubtful { (&chart.doubtful, account) } else { (account, &chart.doubtful) };
    [
        EntryLine::new(to, party.clone(), item.amount, item.booked),
        EntryLine::new(from, party, item.amount.negated(), item.booked.negated()),
    ]
}

/// What exchange rates lost or gained, and what of doubtful items comes back to be settled.
fn settled(
    key: &AccountKey,
    lettered: &Lettered,
    chart: &Chart,
) -> Result<Option<Entry>, Rejection> {
    let ExchangeDifference { loss, gain } = lettered.exchange;
    if lettered.exchange.is_zero() && lettered.doubtful.is_empty() {
        return Ok(None);
    }
    let (account, party) = control(key, chart);
    let line = |account, party, booked| EntryLine::difference(account, party, key.currency, booked);
    let mut lines = vec![
        line(account, party, gain.checked_sub(loss)?),
        line(&chart.exchange_loss, None, loss),
        line(&chart.exchange_gain, None, gain.negated()),
    ];
    let is_doubtful = |applied: &&Applied| lettered.doubtful.contains(&applied.entry);
    let doubtful = lettered.applications.iter().filter(is_doubtful);
    lines.extend(doubtful.flat_map(|applied| moved(key, applied, false, chart)));
    let document = Text::new(&alloc::format!("{}", lettered.letter))?;
    let entry =
        Entry::balanced_unless_zero(lettered.effective_on, lettered.recorded_on, document, lines)?;
    Ok(entry)
}
