//! The journal: entries that balance, in open periods, and what they did to the control account
//! (contract I12).

use super::cents::{Cents, cents};
use super::{Finding, finding};
use o2c_core::calendar::Day;
use o2c_core::company::Event;
use o2c_core::ledger::{AccountNumber, Chart, Entry};
use std::collections::BTreeMap;

/// What an entry did to the control account.
#[derive(Debug, Clone, Copy)]
struct Posting {
    accounted_on: Day,
    recorded_on: Day,
    booked: Cents,
}

/// The postings on the control account.
#[derive(Debug, Clone, Default)]
pub(super) struct JournalBook {
    postings: Vec<Posting>,
    /// What every account came to, booked; what a revaluation holds beside it is apart.
    balances: BTreeMap<AccountNumber, Cents>,
}

impl JournalBook {
    /// Takes in an entry and checks it; what a revaluation posts stands beside what is open.
    pub(super) fn post(
        &mut self,
        entry: &Entry,
        chart: &Chart,
        closed_until: Option<Day>,
        is_revaluation: bool,
    ) -> Result<(), Finding> {
        let (document, accounted_on) = (entry.document(), entry.accounted_on());
        if closed_until.is_some_and(|closed_until| accounted_on <= closed_until) {
            let what = format!("the entry of {document} on {accounted_on} lies in a closed period");
            return finding("I12", what);
        }
        let mut sums: BTreeMap<String, Cents> = BTreeMap::new();
        for line in entry.lines() {
            *sums.entry(line.amount.currency().code().to_owned()).or_insert(0) +=
                cents(line.amount);
        }
        let booked: Cents = entry.lines().iter().map(|line| cents(line.booked)).sum();
        if booked != 0 || sums.values().any(|sum| *sum != 0) {
            let what = format!("the entry of {document} is off by {sums:?}, booked {booked}");
            return finding("I12", what);
        }
        for line in entry.lines() {
            *self.balances.entry(line.account.clone()).or_insert(0) += cents(line.booked);
        }
        if is_revaluation {
            return Ok(());
        }
        let control = entry
            .lines()
            .iter()
            .filter(|line| [&chart.receivable, &chart.doubtful].contains(&&line.account));
        self.postings.push(Posting {
            accounted_on,
            recorded_on: entry.recorded_on(),
            booked: control.map(|line| cents(line.booked)).sum(),
        });
        Ok(())
    }

    /// What an account came to in all, booked: debit above zero.
    pub(super) fn balance(&self, account: &AccountNumber) -> Cents {
        self.balances.get(account).copied().unwrap_or(0)
    }

    /// The control account at the end of a day, with what was known at the end of another.
    pub(super) fn control_on(&self, day: Day, known_at: Option<Day>) -> Cents {
        let is_known =
            |posting: &&Posting| known_at.is_none_or(|known_at| posting.recorded_on <= known_at);
        let seen = self.postings.iter().filter(|posting| posting.accounted_on <= day);
        seen.filter(is_known).map(|posting| posting.booked).sum()
    }
}

/// What the entries of a document in a decision did to an account: amount and booked.
pub(super) fn posted(
    decision: &[Event],
    document: &str,
    account: &AccountNumber,
) -> (Cents, Cents) {
    let entries = decision.iter().filter_map(|event| match event {
        Event::Posted(entry) if entry.document().as_str() == document => Some(entry),
        _ => None,
    });
    let lines = entries.flat_map(|entry| entry.lines()).filter(|line| line.account == *account);
    lines.fold((0, 0), |(amount, booked), line| {
        (amount + cents(line.amount), booked + cents(line.booked))
    })
}
