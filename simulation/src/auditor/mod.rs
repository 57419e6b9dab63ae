//! The auditor: an accountant who keeps books of his own.
//!
//! He reads the events of every decision and nothing else, folds them in whole numbers on maps as
//! dumb as they come, makes every figure again, and says which sentence of the contract is broken.
//! Of the core he uses the types of the events and their plain values, none of its arithmetic.

mod accounts;
mod cents;
mod chain;
mod credit;
mod days;
mod documents;
mod exposure;
mod goods;
mod holds;
mod journal;
mod money;
mod orders;
mod period;
mod reminders;
mod subscriptions;
mod troubles;
mod vat;

pub(crate) use accounts::{AccountBook, ItemBook};
pub(crate) use chain::Chain;
pub(crate) use credit::{CreditBooks, OwnExposure};
pub use days::DayFigures;
pub(crate) use goods::GoodsBooks;
pub(crate) use money::PaymentBook;
pub(crate) use orders::{OrderBook, OrderState};

use crate::Coverage;
use cents::Cents;
use o2c_core::calendar::Day;
use o2c_core::company::{Accepted, Event, Settings};
use o2c_core::id::{CustomerId, DocumentNumber, OrderId, PaymentId};
use o2c_core::invoice::{self, DocumentKind};
use o2c_core::ledger::Chart;
use o2c_core::order;
use o2c_core::receivable::{self, AccountKey};
use std::collections::{BTreeMap, BTreeSet};

/// A broken sentence of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its number in the contract, such as `I9`.
    pub invariant: &'static str,
    /// What was found, with the figures.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.invariant, self.what)
    }
}

pub(crate) fn finding<T>(invariant: &'static str, what: String) -> Result<T, Finding> {
    Err(Finding { invariant, what })
}

/// The auditor's books.
#[derive(Debug, Clone)]
pub struct Auditor {
    pub(crate) chart: Chart,
    pub(crate) orders: BTreeMap<OrderId, OrderBook>,
    pub(crate) accounts: BTreeMap<AccountKey, AccountBook>,
    pub(crate) documents: BTreeSet<DocumentNumber>,
    /// What was given back of every document that claims something.
    pub(crate) chains: BTreeMap<DocumentNumber, Chain>,
    /// What is there, to come and kept, and what comes back.
    pub(crate) goods: GoodsBooks,
    deposits: chain::DepositBooks,
    vat: vat::VatBooks,
    /// Every payment, and where it stands.
    pub(crate) payments: BTreeMap<PaymentId, PaymentBook>,
    money: money::MoneyBooks,
    pub(crate) disputes: troubles::DisputeBooks,
    /// Every exposure against its limit.
    pub(crate) credit: CreditBooks,
    /// What was written off of documents as bad debts and not recovered.
    pub(crate) lost: BTreeMap<DocumentNumber, Cents>,
    allowances: BTreeMap<DocumentNumber, Cents>,
    interest: troubles::InterestBooks,
    pub(crate) reminders: reminders::ReminderBooks,
    pub(crate) subscriptions: subscriptions::SubscriptionBooks,
    pub(crate) closed_until: Option<Day>,
    /// What this run reached.
    pub coverage: Coverage,
    journal: journal::JournalBook,
    last_numbers: BTreeMap<(String, i32), u64>,
    last_issued_on: Option<Day>,
    last_recorded_on: Option<Day>,
}

impl Auditor {
    /// Books with nothing in them.
    pub fn new(settings: &Settings) -> Self {
        Auditor {
            chart: settings.chart.clone(),
            orders: BTreeMap::new(),
            accounts: BTreeMap::new(),
            documents: BTreeSet::new(),
            chains: BTreeMap::new(),
            goods: GoodsBooks::default(),
            deposits: chain::DepositBooks::default(),
            vat: vat::VatBooks::default(),
            payments: BTreeMap::new(),
            money: money::MoneyBooks::default(),
            disputes: troubles::DisputeBooks::default(),
            credit: CreditBooks::new(settings),
            lost: BTreeMap::new(),
            allowances: BTreeMap::new(),
            interest: troubles::InterestBooks::default(),
            reminders: reminders::ReminderBooks::default(),
            subscriptions: subscriptions::SubscriptionBooks::default(),
            closed_until: None,
            coverage: Coverage::default(),
            journal: journal::JournalBook::default(),
            last_numbers: BTreeMap::new(),
            last_issued_on: None,
            last_recorded_on: None,
        }
    }

    /// Follows the events of one decision and checks every one of them.
    ///
    /// # Errors
    /// The first broken sentence of the contract.
    pub fn follow(&mut self, decision: &[Event]) -> Result<(), Finding> {
        let Some(Event::Accepted(head)) = decision.first() else {
            return finding("I17", "a decision without its head".to_owned());
        };
        self.head(head)?;
        self.disputes.begin(decision);
        let is_revaluation = decision.iter().any(|event| matches!(event, Event::Revalued(_)));
        for event in decision.iter().skip(1) {
            if let Event::Posted(entry) = event {
                let closed_until = self.closed_until;
                self.journal.post(entry, &self.chart, closed_until, is_revaluation)?;
            } else {
                self.event(head, event)?;
            }
        }
        let coverage = &mut self.coverage;
        for event in decision {
            let Event::Order { order, event: order::Event::Shipped { .. } } = event else {
                continue;
            };
            let book = self.orders.get(order);
            book.map_or(Ok(()), |book| book.closes_short(order, decision, coverage))?;
        }
        let beside = goods::Beside { orders: &self.orders, accounts: &self.accounts };
        self.goods.follow(decision, &beside, coverage)?;
        self.money.follow(decision, &mut self.payments, coverage, &self.chart)?;
        self.money.agrees_with(&self.journal, &self.chart)?;
        self.vat.agrees_with(self.journal.balance(&self.chart.vat_pending))?;
        self.allowances_agree()?;
        self.period_is_reversed(decision)?;
        self.subscriptions.documents_agree(decision)?;
        self.credits_agree(decision)?;
        self.credit.decided(decision, &self.accounts)?;
        self.documents_are_posted(decision)
    }

    fn head(&mut self, head: &Accepted) -> Result<(), Finding> {
        if self.last_recorded_on.is_some_and(|last| head.recorded_on < last) {
            return finding("I17", format!("{} was recorded backwards", head.command));
        }
        self.last_recorded_on = Some(head.recorded_on);
        self.coverage.back_dated += u64::from(head.effective_on < head.recorded_on);
        Ok(())
    }

    fn event(&mut self, head: &Accepted, event: &Event) -> Result<(), Finding> {
        match event {
            Event::Order { order, event } => {
                self.credit.follow_order(order, event)?;
                let book = self.orders.entry(order.clone()).or_default();
                book.see(event, &mut self.coverage);
                book.follow(order, event)
            }
            Event::Directory { record, event } => {
                self.credit.follow_record(record, event);
                Ok(())
            }
            Event::Credit { file, event } => {
                self.note_hold(event);
                let (accounts, coverage) = (&self.accounts, &mut self.coverage);
                self.credit.follow(head, file, event, accounts, coverage)
            }
            Event::Invoice { event: invoice::Event::Issued(document), .. } => self.issued(document),
            Event::Vat { document, event } => {
                self.coverage.vat_steps += 1;
                let kind = self.chains.get(document).map(|chain| chain.kind);
                let is_deposit =
                    matches!(kind, Some(DocumentKind::Deposit | DocumentKind::DepositCreditNote));
                self.vat.follow(document, is_deposit, event)
            }
            Event::Document { document, event } => self.given_back(document, event),
            Event::Receivable { account, event } => self.account(head, account, event),
            Event::Dispute { dispute, event } => {
                self.disputes.follow(dispute, event, &self.accounts, &mut self.coverage)
            }
            Event::Allowance { document, set } => {
                self.coverage.allowances += 1;
                self.allowances.insert(document.clone(), cents::cents(set.amount));
                Ok(())
            }
            Event::Recovered { document, recovered } => {
                troubles::recover(&mut self.lost, document, recovered)
            }
            Event::InterestBilled { account, billed } => {
                let book = self.accounts.get(account);
                self.interest.follow(account, billed, book, &mut self.coverage)
            }
            Event::DunningPolicySet(set) => {
                self.reminders.set(set);
                Ok(())
            }
            Event::Reminders { account, event } => {
                let facts = (self.accounts.get(account), &self.disputes);
                self.reminders.follow(account, event, facts, &mut self.coverage)
            }
            Event::Subscription { subscription, event } => {
                self.subscriptions.follow(subscription, event, &mut self.coverage)
            }
            Event::PeriodClosed { until } => {
                self.closed_until = Some(*until);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What is held is not open to ship until it is held no more.
    fn note_hold(&mut self, event: &o2c_core::credit::Event) {
        let (order, is_held) = match event {
            o2c_core::credit::Event::Held(hold) => (&hold.order, true),
            o2c_core::credit::Event::Lifted { order, .. } => (order, false),
            _ => return,
        };
        if let Some(book) = self.orders.get_mut(order) {
            book.lacks_credit = is_held;
        }
    }

    fn account(
        &mut self,
        head: &Accepted,
        key: &AccountKey,
        event: &receivable::Event,
    ) -> Result<(), Finding> {
        let closed_until = self.closed_until;
        if let receivable::Event::Lettered(lettered) = event {
            self.disputes.allow(key, lettered)?;
        }
        let book = self.accounts.entry(key.clone()).or_default();
        book.follow(key, event, head, closed_until, &mut self.coverage)?;
        if let receivable::Event::Opened { item, .. } = event
            && let Some(document) = book.loses(item)
        {
            *self.lost.entry(document.clone()).or_insert(0) -= cents::cents(item.amount);
        }
        let facts = (self.accounts.get(key), &mut self.coverage);
        match event {
            receivable::Event::Promise { event, .. } => {
                self.reminders.promise(key, event, facts, head.effective_on);
            }
            receivable::Event::Plan { event, .. } => {
                self.reminders.plan(key, event, facts, head.effective_on)?
            }
            _ => {}
        }
        Ok(())
    }

    /// No allowance is beyond what is open of its document, and all of them stand on their
    /// account.
    fn allowances_agree(&self) -> Result<(), Finding> {
        let (own, posted) =
            (self.allowances.values().sum::<Cents>(), self.journal.balance(&self.chart.allowance));
        if own + posted != 0 {
            let what = format!("allowances of {own}, the account holds {posted}");
            return finding("I9", what);
        }
        Ok(())
    }

    /// A document: its figures, and its number, which follows the one before without a gap.
    fn issued(&mut self, document: &invoice::Document) -> Result<(), Finding> {
        documents::audit(document, &mut self.coverage)?;
        self.deposits.issued(document)?;
        self.coverage.deductions += u64::from(!document.draft.deducted.is_empty());
        self.chains.insert(document.number.clone(), Chain::of(document));
        let number = document.number.as_str();
        if !self.documents.insert(document.number.clone()) {
            return finding("I18", format!("{number} was issued twice"));
        }
        let digits = number.chars().rev().take_while(char::is_ascii_digit).count();
        let counter = number[number.len() - digits..].parse::<u64>().unwrap_or(0);
        let year = document.issued_on.year();
        let last = self.last_numbers.entry((document.series.to_string(), year)).or_insert(0);
        if counter != *last + 1 {
            return finding("I17", format!("{number} does not follow {last}: a gap"));
        }
        *last = counter;
        if self.last_issued_on.is_some_and(|last| document.issued_on < last) {
            return finding("I5", format!("{number} is dated before the document before it"));
        }
        self.last_issued_on = Some(document.issued_on);
        Ok(())
    }

    /// What was given back of a document: a credit note gives back what it says.
    fn given_back(
        &mut self,
        number: &DocumentNumber,
        event: &invoice::life::Event,
    ) -> Result<(), Finding> {
        let credit = match event {
            invoice::life::Event::Credited { by, credit, .. } => {
                if !self.chains.contains_key(by) {
                    return finding("I1", format!("{by} gives back of {number} and is not there"));
                }
                self.coverage.credits += 1;
                credit
            }
            invoice::life::Event::Replaced { credit, .. } => credit,
            invoice::life::Event::Related { .. } => return Ok(()),
        };
        let Some(chain) = self.chains.get_mut(number) else {
            return finding("I1", format!("{number} is given back and was never issued"));
        };
        chain.give_back(number, credit)?;
        let is_replaced = matches!(event, invoice::life::Event::Replaced { .. });
        if is_replaced && !chain.is_over() {
            return finding("I1", format!("{number} was replaced and something remains of it"));
        }
        Ok(())
    }

    /// A credit note gives back what it says of the documents it is of; one of a subscription, what
    /// is left of them.
    fn credits_agree(&self, decision: &[Event]) -> Result<(), Finding> {
        let mut given: BTreeMap<&DocumentNumber, Cents> = BTreeMap::new();
        for event in decision {
            if let Event::Document {
                event: invoice::life::Event::Credited { by, credit, .. },
                ..
            } = event
            {
                *given.entry(by).or_default() += cents::total(&credit.groups);
            }
        }
        for event in decision {
            let Event::Invoice { event: invoice::Event::Issued(document), .. } = event else {
                continue;
            };
            let Some(given) = given.remove(&document.number) else { continue };
            let asked = cents::cents(document.figures.gross);
            let is_of_subscription = !document.draft.contract.is_empty();
            if given > asked || (given < asked && !is_of_subscription) {
                let what = format!("{} of {asked} gives back {given}", document.number);
                return finding("I1", what);
            }
        }
        match given.first_key_value() {
            Some((by, _)) => finding("I1", format!("{by} gives back and was not issued")),
            None => Ok(()),
        }
    }

    /// What a document claims of its customer stands on the account, in both currencies, and in
    /// the entry of the same decision.
    fn documents_are_posted(&self, decision: &[Event]) -> Result<(), Finding> {
        for event in decision {
            let Event::Invoice { event: invoice::Event::Issued(document), .. } = event else {
                continue;
            };
            let figures = &document.figures;
            let sign = if document.kind().is_credit() { -1 } else { 1 };
            let claimed = sign * (cents::cents(figures.gross) + cents::cents(figures.rounding))
                - taken_back(decision, &document.number);
            let prepaid = sign * cents::cents(figures.prepaid);
            let deducted: Cents =
                document.draft.deducted.iter().map(|part| cents::total(&part.groups)).sum();
            let deducted = if prepaid == 0 { 0 } else { deducted };
            let (opened, opened_booked) = accounts::opened(decision, &document.number);
            let (posted, posted_booked) =
                journal::posted(decision, document.number.as_str(), &self.chart.receivable);
            if opened != claimed - prepaid {
                let what = format!("{}: {claimed} claimed, items {opened}", document.number);
                return finding("I9", what);
            }
            if posted != claimed - deducted {
                let what = format!(
                    "{}: {claimed} claimed, {deducted} deducted, {posted} posted",
                    document.number
                );
                return finding("I1", what);
            }
            if opened_booked != posted_booked {
                let what = format!(
                    "{}: items are booked {opened_booked}, the entry {posted_booked}",
                    document.number
                );
                return finding("I3", what);
            }
        }
        Ok(())
    }

    /// The day of the last document.
    pub(crate) const fn last_issued_on(&self) -> Option<Day> {
        self.last_issued_on
    }

    /// The book of a customer's account.
    pub(crate) fn book(&self, key: &AccountKey) -> Option<&AccountBook> {
        self.accounts.get(key)
    }

    /// Whether anything stands on any of a customer's accounts, or an order of his is under way.
    pub(crate) fn is_idle(&self, customer: &CustomerId) -> bool {
        let is_his =
            |key: &AccountKey| key.holder == receivable::Holder::Customer(customer.clone());
        let accounts = self.accounts.iter().filter(|(key, _)| is_his(key));
        let mut items = accounts.flat_map(|(_, book)| book.items.values());
        items.all(|item| item.open() == 0)
            && self.orders.values().all(|order| order.customer.as_ref() != Some(customer))
    }
}

/// What a corrective invoice takes back of the document whose place it takes.
fn taken_back(decision: &[Event], number: &DocumentNumber) -> Cents {
    let replaced = decision.iter().filter_map(|event| match event {
        Event::Document { event: invoice::life::Event::Replaced { by, credit, .. }, .. } => {
            (by == number).then(|| cents::total(&credit.groups))
        }
        _ => None,
    });
    replaced.sum()
}
