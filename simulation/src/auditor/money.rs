//! Money: where every payment stands, and what the accounts of the bank, of cheques, cards and
//! the till hold (contract I9).

use super::cents::{Cents, cents};
use super::journal::JournalBook;
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::company::Event;
use o2c_core::id::PaymentId;
use o2c_core::ledger::{Chart, Entry};
use o2c_core::receivable::{self, AccountKey, DifferenceKind, EntryKind, Item, Move, Place};
use std::collections::BTreeMap;

/// A payment as it came, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct PaymentBook {
    /// The account it stands on now.
    pub(crate) key: AccountKey,
    /// How much, above zero.
    pub(crate) amount: Cents,
    booked: Cents,
    /// Where the money was when it came in.
    pub(crate) held: Place,
    is_cleared: bool,
    is_returned: bool,
}

impl PaymentBook {
    /// Whether the bank does not have it yet, and still may get it.
    pub(crate) fn is_waiting(&self) -> bool {
        self.held != Place::Bank && !self.is_cleared && !self.is_returned
    }
}

/// All payments, and what they come to at every place, booked.
#[derive(Debug, Clone, Default)]
pub(super) struct MoneyBooks {
    places: BTreeMap<Place, Cents>,
    /// What the banks kept.
    fees: Cents,
}

type Payments = BTreeMap<PaymentId, PaymentBook>;

impl MoneyBooks {
    fn add(&mut self, place: Place, booked: Cents) {
        *self.places.entry(place).or_insert(0) += booked;
    }

    /// Follows the items of a decision, payments that the bank has now, and what was recovered.
    pub(super) fn follow(
        &mut self,
        decision: &[Event],
        payments: &mut Payments,
        coverage: &mut Coverage,
        chart: &Chart,
    ) -> Result<(), Finding> {
        for event in decision {
            match event {
                Event::Receivable { account, event: receivable::Event::Opened { item, .. } } => {
                    self.opened(account, item, payments, coverage)?
                }
                Event::PaymentsCleared { payments: cleared, .. } => {
                    coverage.cleared += 1;
                    for payment in cleared {
                        self.cleared(payment, payments)?;
                    }
                }
                Event::Recovered { recovered, .. } => {
                    coverage.recoveries += 1;
                    let shares = recovered.shares.iter();
                    let told: Cents = shares.map(|share| cents(share.net) + cents(share.tax)).sum();
                    let (amount, booked) = at_the_bank(decision, chart);
                    if amount != told {
                        let what = format!("{told} was recovered, the bank has {amount}");
                        return finding("I9", what);
                    }
                    self.add(Place::Bank, booked);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn opened(
        &mut self,
        key: &AccountKey,
        item: &Item,
        payments: &mut Payments,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        let (amount, booked) = (cents(item.amount), cents(item.booked));
        match &item.kind {
            EntryKind::Payment { payment, held } => {
                self.add(*held, -booked);
                let book = PaymentBook {
                    key: key.clone(),
                    amount: -amount,
                    booked: -booked,
                    held: *held,
                    is_cleared: false,
                    is_returned: false,
                };
                if payments.insert(payment.clone(), book).is_some() {
                    return finding("I18", format!("{payment} was received twice"));
                }
            }
            EntryKind::Identified { payment, from } => {
                let book = known(payments, payment)?;
                if book.key != *from || (book.amount, book.booked) != (-amount, -booked) {
                    return finding(
                        "I10",
                        format!("{payment} is another after it moved: {book:?}"),
                    );
                }
                book.key = key.clone();
                coverage.reassigned += 1;
            }
            EntryKind::Moved { by: Move::Return { payment, held, .. } } => {
                let book = known(payments, payment)?;
                let place = if book.is_cleared { Place::Bank } else { book.held };
                let is_whole = (book.amount, book.booked) == (amount, booked);
                if book.is_returned || place != *held || !is_whole {
                    return finding("I10", format!("{payment} returns as another: {book:?}"));
                }
                book.is_returned = true;
                self.add(place, -booked);
                coverage.bounced += 1;
            }
            EntryKind::Moved { by: Move::Refund { .. } } => {
                self.add(Place::Bank, -booked);
                coverage.refunds += 1;
            }
            EntryKind::Moved { by: Move::Fee { .. } } => self.fees -= booked,
            EntryKind::Moved { by: Move::Transfer { .. } } => coverage.taken_over += 1,
            EntryKind::Difference { kind: DifferenceKind::BankFee, .. }
            | EntryKind::DifferenceReversal { kind: DifferenceKind::BankFee, .. } => {
                self.fees -= booked;
            }
            _ => {}
        }
        Ok(())
    }

    fn cleared(&mut self, payment: &PaymentId, payments: &mut Payments) -> Result<(), Finding> {
        let book = known(payments, payment)?;
        if !book.is_waiting() {
            return finding("I10", format!("the bank gets {payment} again: {book:?}"));
        }
        book.is_cleared = true;
        let (held, booked) = (book.held, book.booked);
        self.add(held, -booked);
        self.add(Place::Bank, booked);
        Ok(())
    }

    /// The accounts hold what the payments come to. What the bank keeps as its fee it has in part
    /// from the payments themselves: bank and fees are one figure.
    pub(super) fn agrees_with(&self, journal: &JournalBook, chart: &Chart) -> Result<(), Finding> {
        let own = |place| self.places.get(&place).copied().unwrap_or(0);
        let held = [
            ("cheques", own(Place::Cheques), journal.balance(&chart.cheques)),
            ("cards", own(Place::Cards), journal.balance(&chart.cards)),
            ("the till", own(Place::Till), journal.balance(&chart.till)),
            (
                "the bank with its fees",
                own(Place::Bank) + self.fees,
                journal.balance(&chart.bank) + journal.balance(&chart.bank_fees),
            ),
        ];
        match held.iter().find(|(_, own, posted)| own != posted) {
            Some((place, own, posted)) => {
                finding("I9", format!("{place} holds {own}, the account {posted}"))
            }
            None => Ok(()),
        }
    }
}

fn known<'p>(
    payments: &'p mut Payments,
    payment: &PaymentId,
) -> Result<&'p mut PaymentBook, Finding> {
    let none = || Finding { invariant: "I10", what: format!("{payment} was never received") };
    payments.get_mut(payment).ok_or_else(none)
}

/// What the entries of a decision brought to the bank: amount and booked.
fn at_the_bank(decision: &[Event], chart: &Chart) -> (Cents, Cents) {
    let entries = decision.iter().filter_map(|event| match event {
        Event::Posted(entry) => Some(entry.as_ref()),
        _ => None,
    });
    let lines = entries.flat_map(Entry::lines).filter(|line| line.account == chart.bank);
    lines.fold((0, 0), |(amount, booked), line| {
        (amount + cents(line.amount), booked + cents(line.booked))
    })
}
