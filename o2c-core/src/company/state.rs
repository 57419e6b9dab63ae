//! The state of the company: every room's aggregates by key, and how an event moves them.

use super::bad_debt::{AllowanceSet, Recovered};
use super::credit::{CreditBooks, follow_exposure};
use super::cut_off::PeriodCutOff;
use super::direct_debit::Book;
use super::dunning::PolicySet;
use super::event::{Accepted, Event};
use super::interest::InterestBilled;
use super::revaluation::Revalued;
use super::settings::Settings;
use super::table::Table;
use super::vat::Collected;
use crate::calendar::Day;
use crate::directory::{Record, RecordKey};
use crate::dispute::{self, Dispute};
use crate::dunning::Reminders;
use crate::fulfilment::Shipment;
use crate::fulfilment::plan::Plan;
use crate::fulfilment::returns::{self, Return};
use crate::id::{
    CommandId, DisputeId, DocumentNumber, EntryId, OrderId, PaymentId, ReturnId, SeriesId,
    ShipmentId, SubscriptionId, Text,
};
use crate::invoice;
use crate::invoice::life::Life;
use crate::invoice::lifecycle::Lifecycle;
use crate::invoice::outbox::Outbox;
use crate::invoice::{Document, Series};
use crate::ledger::{Entry, Journal};
use crate::lettering::{Identification, Proposal};
use crate::machine::{BrokenHistory, Machine};
use crate::order::{self, Movement, Order};
use crate::receivable::{Account, AccountKey, EntryKind, Event as AccountEvent, Item, Moment};
use crate::reference::CreditorReference;
use crate::stock::{self, Stock, StockKey};
use crate::subscription::Subscription;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Where a decision stands in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) content: super::Fingerprint,
    pub(super) effective_on: Option<Day>,
    pub(super) first: usize,
    pub(super) end: usize,
}

/// What is known of a payment beyond its entry on an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Receipt {
    pub(super) account: Option<AccountKey>,
    pub(super) entry: Option<EntryId>,
    pub(super) payer_name: Text,
    pub(super) remittance: Text,
    pub(super) structured_reference: Option<CreditorReference>,
    pub(super) end_to_end_id: Text,
    pub(super) payer_account: Text,
    pub(super) identification: Option<Arc<Identification>>,
    pub(super) proposal: Option<Arc<Proposal>>,
    /// Where the money stood when it came in.
    pub(super) held: crate::receivable::Place,
    /// The day on which a cheque was handed to the bank.
    pub(super) remitted_on: Option<Day>,
    /// The day from which the bank has what did not stand there.
    pub(super) cleared_on: Option<Day>,
}

/// All that decisions look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) records: Table<RecordKey, Record>,
    pub(super) orders: Table<OrderId, Order>,
    pub(super) movements: Table<OrderId, Vec<Movement>>,
    pub(super) shipments: Table<ShipmentId, Shipment>,
    pub(super) series: Table<SeriesId, Series>,
    pub(super) documents: Table<DocumentNumber, Option<Arc<Document>>>,
    pub(super) outboxes: Table<DocumentNumber, Outbox>,
    pub(super) lifecycles: Table<DocumentNumber, Lifecycle>,
    pub(super) lives: Table<DocumentNumber, Life>,
    pub(super) accounts: Table<AccountKey, Account>,
    pub(super) billed: Table<AccountKey, Vec<InterestBilled>>,
    pub(super) vat: Table<DocumentNumber, Option<Collected>>,
    pub(super) receipts: Table<PaymentId, Receipt>,
    pub(super) disputes: Table<DisputeId, Dispute>,
    pub(super) plans: Table<OrderId, Plan>,
    pub(super) returns: Table<ReturnId, Return>,
    pub(super) returns_of: Table<OrderId, Vec<ReturnId>>,
    pub(super) stocks: Table<StockKey, Stock>,
    /// The stocks that ever kept something for an order.
    pub(super) reserved: Table<OrderId, Vec<StockKey>>,
    pub(super) disputes_of: Table<AccountKey, Vec<DisputeId>>,
    pub(super) subscriptions: Table<SubscriptionId, Subscription>,
    pub(super) reminders: Table<AccountKey, Reminders>,
    pub(super) dunning_policies: Vec<PolicySet>,
    pub(super) allowances: Table<DocumentNumber, Vec<AllowanceSet>>,
    pub(super) recoveries: Table<DocumentNumber, Vec<Recovered>>,
    pub(super) recovered: Table<PaymentId, ()>,
    pub(super) revaluations: Vec<Revalued>,
    pub(super) credit: CreditBooks,
    /// Mandates and direct debits; shared with forks until one of them changes it.
    pub(super) debits: Arc<Book>,
    pub(super) journal: Journal,
    /// What documents in other currencies than the ledger's booked when they were issued.
    pub(super) entries: Table<DocumentNumber, Option<Arc<Entry>>>,
    pub(super) places: Table<CommandId, Place>,
    pub(super) events: usize,
    pub(super) closed_until: Option<Day>,
    pub(super) cut_off: Option<PeriodCutOff>,
    pub(super) recorded_on: Option<Day>,
}

impl State {
    pub(super) fn new(settings: Settings) -> Self {
        State {
            records: Table::default(),
            orders: Table::default(),
            movements: Table::default(),
            shipments: Table::default(),
            series: Table::default(),
            documents: Table::default(),
            outboxes: Table::default(),
            lifecycles: Table::default(),
            lives: Table::default(),
            accounts: Table::default(),
            billed: Table::default(),
            vat: Table::default(),
            receipts: Table::default(),
            disputes: Table::default(),
            plans: Table::default(),
            returns: Table::default(),
            returns_of: Table::default(),
            stocks: Table::default(),
            reserved: Table::default(),
            allowances: Table::default(),
            recoveries: Table::default(),
            recovered: Table::default(),
            revaluations: Vec::new(),
            debits: Arc::default(),
            disputes_of: Table::default(),
            subscriptions: Table::default(),
            reminders: Table::default(),
            dunning_policies: Vec::new(),
            credit: CreditBooks::of(&settings.credit),
            journal: Journal::new(settings.ledger_currency),
            entries: Table::default(),
            places: Table::default(),
            events: 1,
            closed_until: None,
            cut_off: None,
            recorded_on: None,
            settings,
        }
    }

    /// Follows one event.
    pub(super) fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        if self.recorded_on.is_none() && !matches!(event, Event::Accepted(_)) {
            return Err(BrokenHistory::new("company", "an event before any command"));
        }
        self.refuse_untimely(event)?;
        match event {
            Event::Founded(_) => {
                return Err(BrokenHistory::new("company", "a company is founded once"));
            }
            Event::Accepted(accepted) => self.accept(accepted)?,
            Event::Directory { record, event } => {
                self.records.row(record).evolve(event)?;
                self.credit.note_member(record, event);
            }
            Event::Order { order, event } => {
                let row = self.orders.row(order);
                self.credit.note_change(order, row, event);
                row.evolve(event)?;
                if let (order::Event::Confirmed { .. }, Some(content)) = (event, row.content()) {
                    self.credit.note_order(content.payer(), order);
                }
                let movements = event.movements();
                if !movements.is_empty() {
                    self.movements.row(order).extend(movements);
                }
            }
            Event::Fulfilment { shipment, event } => self.shipments.row(shipment).evolve(event)?,
            Event::Invoice { series, event } => {
                self.series.row(series).evolve(event)?;
                if let invoice::Event::Issued(document) = event {
                    let row = self.documents.row(&document.number);
                    if row.replace(Arc::clone(document)).is_some() {
                        let reason = alloc::format!("{} is issued twice", document.number);
                        return Err(BrokenHistory::new("company", reason).against("I18"));
                    }
                }
            }
            Event::Receivable { account, event } => {
                self.account_mut(account).evolve(event)?;
                self.credit.note_account(account);
                self.note_payment(account, event)?;
            }
            Event::Posted(entry) => {
                self.journal
                    .append(Arc::clone(entry))
                    .map_err(|no| BrokenHistory::new("ledger", no.to_string()).against("I12"))?;
                self.keep_entry(entry);
            }
            Event::Advised {
                payment,
                payer_name,
                remittance,
                structured_reference,
                end_to_end_id,
                payer_account,
            } => {
                let receipt = self.receipts.row(payment);
                receipt.payer_name = payer_name.clone();
                receipt.remittance = remittance.clone();
                receipt.structured_reference = structured_reference.clone();
                receipt.end_to_end_id = end_to_end_id.clone();
                receipt.payer_account = payer_account.clone();
            }
            Event::Identified { payment, identification } => {
                self.receipts.row(payment).identification = Some(Arc::clone(identification));
            }
            Event::Matched { payment, proposal } => {
                self.receipts.row(payment).proposal = Some(Arc::clone(proposal));
            }
            Event::PaymentsCleared { payments, effective_on, .. } => {
                for payment in payments {
                    let receipt = self.receipts.row(payment);
                    if receipt.held.is_bank() || receipt.cleared_on.is_some() {
                        let reason = alloc::format!("the payment {payment} is cleared twice");
                        return Err(BrokenHistory::new("company", reason));
                    }
                    receipt.cleared_on = Some(*effective_on);
                }
            }
            Event::ChequesRemitted { payments, effective_on, .. } => {
                for payment in payments {
                    self.receipts.row(payment).remitted_on = Some(*effective_on);
                }
            }
            Event::Mandate { mandate, event, effective_on, recorded_on } => {
                let at = Moment { on: *effective_on, recorded_on: *recorded_on };
                Arc::make_mut(&mut self.debits).mandated(mandate, event, at)?;
            }
            Event::DirectDebit { event, effective_on, recorded_on } => {
                let at = Moment { on: *effective_on, recorded_on: *recorded_on };
                Arc::make_mut(&mut self.debits).debited(event, at)?;
            }
            Event::PeriodClosed { until } => self.closed_until = Some(*until),
            Event::CutOff(period) => {
                if self.cut_off.as_ref().is_some_and(|last| period.until < last.reverse_on) {
                    return Err(BrokenHistory::new("company", "a period is cut off twice"));
                }
                self.cut_off = Some(period.clone());
            }
            Event::Vat { document, event } => Collected::follow(self.vat.row(document), event)?,
            Event::InterestBilled { account, billed } => {
                billed.follow(self.billed.row(account))?;
            }
            Event::Outbox { document, event } => self.outboxes.row(document).evolve(event)?,
            Event::Lifecycle { document, event } => self.lifecycles.row(document).evolve(event)?,
            Event::Document { document, event } => self.lives.row(document).evolve(event)?,
            Event::Allowance { document, set } => self.allowances.row(document).push(set.clone()),
            Event::Recovered { document, recovered } => {
                if self.recovered.contains(&recovered.payment) {
                    let reason =
                        alloc::format!("the payment {} is received twice", recovered.payment);
                    return Err(BrokenHistory::new("company", reason).against("I18"));
                }
                self.recovered.row(&recovered.payment);
                self.recoveries.row(document).push(recovered.clone());
            }
            Event::Credit { file, event } => self.credit.files.row(file).evolve(event)?,
            Event::Revalued(revalued) => self.revaluations.push(revalued.clone()),
            Event::Plan { order, event } => self.plans.row(order).evolve(event)?,
            Event::Return { goods_return, event } => {
                self.returns.row(goods_return).evolve(event)?;
                if let returns::Event::Requested { order, .. } = event {
                    self.returns_of.row(order).push(goods_return.clone());
                }
            }
            Event::Stock { stock, event } => {
                self.stocks.row(stock).evolve(event)?;
                if let stock::Event::Reserved(reservation) = event {
                    let known = self.reserved.row(&reservation.of.order);
                    if !known.contains(stock) {
                        known.push(stock.clone());
                    }
                }
            }
            Event::Subscription { subscription, event } => {
                self.subscriptions.row(subscription).evolve(event)?;
            }
            Event::Reminders { account, event } => {
                self.reminders.row(account).evolve(event)?;
            }
            Event::DunningPolicySet(set) => self.dunning_policies.push(set.clone()),
            Event::Dispute { dispute, event } => {
                self.disputes.row(dispute).evolve(event)?;
                if let dispute::Event::Opened { account, .. } = event {
                    self.disputes_of.row(account).push(dispute.clone());
                }
            }
        }
        follow_exposure(self, event);
        self.events = self.events.saturating_add(1);
        Ok(())
    }

    /// Nothing follows out of its time: what became known is recorded in order and in the decision
    /// it belongs to, and nothing takes effect in a closed period (contract I12).
    fn refuse_untimely(&self, event: &Event) -> Result<(), BrokenHistory> {
        let (effective_on, recorded_on) = match event {
            Event::Receivable { event: AccountEvent::Opened { item, recorded_on }, .. } => {
                (item.accounted_on, *recorded_on)
            }
            Event::Receivable {
                event: AccountEvent::Lettered(letter) | AccountEvent::Unlettered(letter),
                ..
            } => (letter.effective_on, letter.recorded_on),
            Event::Receivable {
                event:
                    AccountEvent::DueMoved { effective_on, recorded_on, .. }
                    | AccountEvent::Deducted { effective_on, recorded_on, .. }
                    | AccountEvent::Reclassified { effective_on, recorded_on, .. }
                    | AccountEvent::Promise { effective_on, recorded_on, .. }
                    | AccountEvent::Plan { effective_on, recorded_on, .. },
                ..
            } => (*effective_on, *recorded_on),
            Event::Posted(entry) => (entry.accounted_on(), entry.recorded_on()),
            Event::Vat { event, .. } => event.days(),
            Event::InterestBilled { billed, .. } => (billed.billed_on, billed.recorded_on),
            Event::Allowance { set, .. } => (set.effective_on, set.recorded_on),
            Event::Recovered { recovered, .. } => (recovered.effective_on, recovered.recorded_on),
            Event::Revalued(revalued) => (revalued.until, revalued.recorded_on),
            Event::PaymentsCleared { effective_on, recorded_on, .. }
            | Event::Mandate { effective_on, recorded_on, .. }
            | Event::DirectDebit { effective_on, recorded_on, .. }
            | Event::ChequesRemitted { effective_on, recorded_on, .. } => {
                (*effective_on, *recorded_on)
            }
            Event::PeriodClosed { until } => {
                if self.closed_until.is_some_and(|closed_until| *until <= closed_until) {
                    let broken = BrokenHistory::new("company", "a period is closed twice");
                    return Err(broken.against("I12"));
                }
                return Ok(());
            }
            Event::Founded(_)
            | Event::Accepted(_)
            | Event::Directory { .. }
            | Event::Order { .. }
            | Event::Fulfilment { .. }
            | Event::Invoice { .. }
            | Event::Outbox { .. }
            | Event::Lifecycle { .. }
            | Event::CutOff(_)
            | Event::Advised { .. }
            | Event::Identified { .. }
            | Event::Matched { .. }
            | Event::Document { .. }
            | Event::Stock { .. }
            | Event::Subscription { .. }
            | Event::Reminders { .. }
            | Event::DunningPolicySet(_)
            | Event::Credit { .. }
            | Event::Plan { .. }
            | Event::Return { .. }
            | Event::Dispute { .. } => return Ok(()),
        };
        if self.closed_until.is_some_and(|closed_until| effective_on <= closed_until) {
            let reason = alloc::format!("{effective_on} lies in a closed period");
            return Err(BrokenHistory::new("company", reason).against("I12"));
        }
        if self.recorded_on != Some(recorded_on) {
            let reason = alloc::format!("recorded on {recorded_on}, its command on another day");
            return Err(BrokenHistory::new("company", reason));
        }
        Ok(())
    }

    fn accept(&mut self, accepted: &Accepted) -> Result<(), BrokenHistory> {
        if self.recorded_on.is_some_and(|last| accepted.recorded_on < last) {
            let reason = alloc::format!("recorded on {}, out of order", accepted.recorded_on);
            return Err(BrokenHistory::new("company", reason));
        }
        let place = self.places.row(&accepted.command);
        if place.effective_on.is_some() {
            let reason = alloc::format!("the command {} is accepted twice", accepted.command);
            return Err(BrokenHistory::new("company", reason).against("I18"));
        }
        *place = Place {
            content: accepted.content,
            effective_on: Some(accepted.effective_on),
            first: self.events,
            end: self.events,
        };
        self.recorded_on = Some(accepted.recorded_on);
        Ok(())
    }

    /// Where the decision of a command stands: it ends where the next one begins.
    pub(super) fn place(&self, command: &CommandId) -> Option<Place> {
        let mut place = *self.places.get(command)?;
        place.end = self.places.after(command).map_or(self.events, |next| next.first);
        Some(place)
    }

    /// Remembers on which account a payment stands: it is received once and identified once.
    fn note_payment(
        &mut self,
        account: &AccountKey,
        event: &AccountEvent,
    ) -> Result<(), BrokenHistory> {
        if let Some((payment, entry)) = payment_of(event) {
            let receipt = self.receipts.row(payment);
            let comes_from = |from: &AccountKey| receipt.account.as_ref() == Some(from);
            let is_moved = left_for(event).is_some_and(comes_from);
            if receipt.account.is_some() && !is_moved {
                let reason = alloc::format!("the payment {payment} is received twice");
                return Err(BrokenHistory::new("company", reason).against("I18"));
            }
            if let AccountEvent::Opened { item, .. } = event
                && let EntryKind::Payment { held, .. } = item.kind
            {
                receipt.held = held;
            }
            receipt.account = Some(account.clone());
            receipt.entry = Some(entry.clone());
        }
        Ok(())
    }

    /// The first entry that bears a document's number is the document's own.
    fn keep_entry(&mut self, entry: &Arc<Entry>) {
        let ledger = self.settings.ledger_currency;
        if entry.lines().iter().all(|line| line.amount.currency() == ledger) {
            return;
        }
        if let Ok(number) = DocumentNumber::new(entry.document().as_str())
            && self.documents.contains(&number)
        {
            self.entries.row(&number).get_or_insert_with(|| Arc::clone(entry));
        }
    }

    fn account_mut(&mut self, key: &AccountKey) -> &mut Account {
        let (ledger, codes) = (self.settings.ledger_currency, self.settings.letters);
        self.accounts.row_or(key, || Account::new(key.clone(), ledger).with_codes(codes))
    }
}

/// The account that a payment left for the one an event brings it to.
fn left_for(event: &AccountEvent) -> Option<&AccountKey> {
    match event {
        AccountEvent::Opened {
            item: Item { kind: EntryKind::Identified { from, .. }, .. },
            ..
        } => Some(from),
        AccountEvent::Opened { .. }
        | AccountEvent::Lettered(_)
        | AccountEvent::Unlettered(_)
        | AccountEvent::DueMoved { .. }
        | AccountEvent::Deducted { .. }
        | AccountEvent::Reclassified { .. }
        | AccountEvent::Promise { .. }
        | AccountEvent::Plan { .. } => None,
    }
}

/// The payment that an event brings to an account, and its item there.
pub(super) fn payment_of(event: &AccountEvent) -> Option<(&PaymentId, &EntryId)> {
    match event {
        AccountEvent::Opened { item, .. } => match &item.kind {
            EntryKind::Payment { payment, .. } | EntryKind::Identified { payment, .. } => {
                Some((payment, &item.id))
            }
            EntryKind::Invoice { .. }
            | EntryKind::Opening
            | EntryKind::Transfer { .. }
            | EntryKind::Discount { .. }
            | EntryKind::DiscountReversal { .. }
            | EntryKind::Difference { .. }
            | EntryKind::DifferenceReversal { .. }
            | EntryKind::Moved { .. } => None,
        },
        AccountEvent::Lettered(_)
        | AccountEvent::Unlettered(_)
        | AccountEvent::DueMoved { .. }
        | AccountEvent::Deducted { .. }
        | AccountEvent::Reclassified { .. }
        | AccountEvent::Promise { .. }
        | AccountEvent::Plan { .. } => None,
    }
}
