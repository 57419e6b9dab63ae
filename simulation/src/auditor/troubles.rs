//! Disputes, allowances and bad debts (contract I10, I15).

use super::accounts::{AccountBook, ItemBook};
use super::cents::{Cents, Fraction, cents};
use super::{Finding, finding};
use crate::Coverage;
use crate::workload::YEARLY_BASIS_POINTS;
use o2c_core::calendar::Day;
use o2c_core::company::{Event, InterestBilled, Recovered};
use o2c_core::dispute;
use o2c_core::id::{DisputeId, DocumentNumber, EntryId};
use o2c_core::receivable::{AccountKey, Lettered};
use std::collections::{BTreeMap, BTreeSet};

/// What a customer contests.
#[derive(Debug, Clone)]
struct DisputeBook {
    account: AccountKey,
    document: DocumentNumber,
    items: BTreeMap<EntryId, Cents>,
    do_not_match: bool,
    is_over: bool,
}

impl DisputeBook {
    fn blocks(&self, account: &AccountKey) -> bool {
        !self.is_over && self.do_not_match && self.account == *account
    }
}

/// All disputes.
#[derive(Debug, Clone, Default)]
pub(crate) struct DisputeBooks {
    disputes: BTreeMap<DisputeId, DisputeBook>,
    /// Those that end by the decision that is followed: what settles them settles their items.
    ending: BTreeSet<DisputeId>,
    /// Whether the decision issues a document, which may lower what is contested.
    is_issue: bool,
}

impl DisputeBooks {
    /// A decision begins that ends some of them.
    pub(super) fn begin(&mut self, decision: &[Event]) {
        let ending = decision.iter().filter_map(|event| match event {
            Event::Dispute { dispute, event: dispute::Event::Closed { .. } } => {
                Some(dispute.clone())
            }
            _ => None,
        });
        self.ending = ending.collect();
        self.is_issue = decision.iter().any(|event| matches!(event, Event::Invoice { .. }));
    }

    /// Whether a dispute keeps an item from being matched.
    pub(crate) fn blocks(&self, account: &AccountKey, entry: &EntryId) -> bool {
        let mut blocking = self.disputes.values().filter(|dispute| dispute.blocks(account));
        blocking.any(|dispute| dispute.items.contains_key(entry))
    }

    /// The disputes that are not over, with their documents.
    pub(crate) fn standing(&self) -> impl Iterator<Item = (&DisputeId, &DocumentNumber)> {
        let standing = self.disputes.iter().filter(|(_, dispute)| !dispute.is_over);
        standing.map(|(id, dispute)| (id, &dispute.document))
    }

    /// Follows what happened to a dispute: no more is contested than is open of an item.
    pub(super) fn follow(
        &mut self,
        id: &DisputeId,
        event: &dispute::Event,
        accounts: &BTreeMap<AccountKey, AccountBook>,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        match event {
            dispute::Event::Opened { account, document, items, do_not_match, .. } => {
                let none = AccountBook::default();
                let book = accounts.get(account).unwrap_or(&none);
                for item in items {
                    let open = book.items.get(&item.entry).map_or(0, super::ItemBook::open);
                    let held = self.held(account, &item.entry) + cents(item.amount);
                    if cents(item.amount) <= 0 || held > open {
                        let what = format!("{id} contests {held} of {}, {open} open", item.entry);
                        return finding("I10", what);
                    }
                }
                coverage.disputes += 1;
                let items = items.iter().map(|item| (item.entry.clone(), cents(item.amount)));
                let book = DisputeBook {
                    account: account.clone(),
                    document: document.clone(),
                    items: items.collect(),
                    do_not_match: *do_not_match,
                    is_over: false,
                };
                match self.disputes.insert(id.clone(), book) {
                    Some(_) => finding("I18", format!("the dispute {id} was opened twice")),
                    None => Ok(()),
                }
            }
            dispute::Event::Reviewed { .. } => Ok(()),
            dispute::Event::Closed { outcome, .. } => {
                match outcome {
                    dispute::Outcome::Credited { .. } => coverage.disputes_credited += 1,
                    dispute::Outcome::WrittenOff { .. } => coverage.disputes_given_up += 1,
                    dispute::Outcome::Rejected | dispute::Outcome::Withdrawn => {
                        coverage.disputes_rejected += 1;
                    }
                    dispute::Outcome::Replaced { .. } => {}
                }
                match self.disputes.get_mut(id).filter(|dispute| !dispute.is_over) {
                    Some(dispute) => {
                        dispute.is_over = true;
                        Ok(())
                    }
                    None => finding("I17", format!("the dispute {id} ends and was not there")),
                }
            }
        }
    }

    /// Whether a dispute about an item ends by the decision that is followed.
    fn is_ending(&self, entry: &EntryId) -> bool {
        let mut ending = self.ending.iter().filter_map(|id| self.disputes.get(id));
        ending.any(|dispute| dispute.items.contains_key(entry))
    }

    pub(super) fn held(&self, account: &AccountKey, entry: &EntryId) -> Cents {
        let standing = self.disputes.values().filter(|dispute| !dispute.is_over);
        let of_account = standing.filter(|dispute| dispute.account == *account);
        of_account.filter_map(|dispute| dispute.items.get(entry)).sum()
    }

    /// Nothing is lettered that may not be matched; what settles a dispute ends it.
    pub(super) fn allow(&self, account: &AccountKey, lettered: &Lettered) -> Result<(), Finding> {
        for (id, dispute) in &self.disputes {
            let blocks = dispute.blocks(account) && !self.ending.contains(id);
            let is_in = |applied: &o2c_core::receivable::Applied| {
                dispute.items.contains_key(&applied.entry) && !self.is_ending(&applied.entry)
            };
            if blocks && !self.is_issue && lettered.applications.iter().any(is_in) {
                let what = format!("letter {} settles what {id} contests", lettered.letter);
                return finding("I10", what);
            }
        }
        Ok(())
    }
}

/// What stands billed: the flat compensations, once per invoice, and the interest of each item.
#[derive(Debug, Clone, Default)]
pub(super) struct InterestBooks {
    compensated: BTreeSet<DocumentNumber>,
    billed: BTreeMap<(AccountKey, EntryId), Cents>,
}

impl InterestBooks {
    /// Follows what a debit note billed, or a credit note gave back of it.
    pub(super) fn follow(
        &mut self,
        key: &AccountKey,
        billed: &InterestBilled,
        account: Option<&AccountBook>,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        coverage.interest += u64::from(!billed.items.is_empty());
        for item in &billed.items {
            let so_far = self.billed.entry((key.clone(), item.entry.clone())).or_insert(0);
            *so_far += cents(item.interest);
            let book = account.and_then(|account| account.items.get(&item.entry));
            let untouched = book.filter(|book| book.is_untouched() && item.interest.is_positive());
            let expected = untouched.map(|book| interest_of(book, billed.billed_on));
            if expected.is_some_and(|expected| expected != *so_far) {
                let what = format!("{} bears {so_far}, not {expected:?}", item.entry);
                return finding("I15", what);
            }
        }
        for invoice in &billed.fees_given_back {
            if !self.compensated.remove(invoice) {
                return finding("I15", format!("the compensation for {invoice} never was billed"));
            }
        }
        for invoice in &billed.fees {
            if !self.compensated.insert(invoice.clone()) {
                return finding("I15", format!("the compensation for {invoice} is billed twice"));
            }
        }
        Ok(())
    }
}

/// What an item of which nothing was ever settled bears up to a day, that day included: its whole
/// amount on every day of 365 after it fell due, at the one rate of the workload (rulebook T-21).
fn interest_of(book: &ItemBook, until: Day) -> Cents {
    let days = i128::from(until.number() - book.due_as_of(until, None).number());
    let over = cents(book.item.amount) * YEARLY_BASIS_POINTS * days;
    Fraction { over, under: 10_000 * 365 }.rounded()
}

/// Takes what was recovered of a loss: never more than was lost.
pub(super) fn recover(
    lost: &mut BTreeMap<DocumentNumber, Cents>,
    document: &DocumentNumber,
    recovered: &Recovered,
) -> Result<(), Finding> {
    let shares = recovered.shares.iter();
    let paid: Cents = shares.map(|share| cents(share.net) + cents(share.tax)).sum();
    let left = lost.entry(document.clone()).or_insert(0);
    *left -= paid;
    if *left < 0 {
        return finding("I10", format!("{paid} is recovered of {document}, {left} too much"));
    }
    Ok(())
}
