//! A fork of the state: the same, with changes on top that are not kept.

use super::bad_debt::{AllowanceSet, Recovered};
use super::credit::{EarlierOrder, GivenBack, Membership, Running, group_in};
use super::cut_off::PeriodCutOff;
use super::direct_debit::Book;
use super::dunning::PolicySet;
use super::event::Event;
use super::interest::InterestBilled;
use super::revaluation::Revalued;
use super::settings::Settings;
use super::state::{Place, Receipt, State, payment_of};
use super::table::Table;
use super::vat::Collected;
use super::view::View;
use crate::calendar::Day;
use crate::credit::{CreditFile, FileHolder};
use crate::directory::{Record, RecordKey};
use crate::dispute::{self, Dispute};
use crate::dunning::Reminders;
use crate::fulfilment::Shipment;
use crate::fulfilment::plan::Plan;
use crate::fulfilment::returns::{self, Return};
use crate::id::{
    CommandId, CustomerId, DisputeId, DocumentNumber, GroupId, OrderId, PaymentId, ReturnId,
    SeriesId, ShipmentId, SubscriptionId,
};
use crate::invoice::life::Life;
use crate::invoice::lifecycle::Lifecycle;
use crate::invoice::outbox::Outbox;
use crate::invoice::{Document, Series};
use crate::ledger::Entry;
use crate::machine::BrokenHistory;
use crate::money::Currency;
use crate::order::{self, Movement, Order};
use crate::receivable::{Account, AccountKey, Holder};
use crate::stock::{self, Stock, StockKey};
use crate::subscription::Subscription;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::hash::Hash;

/// A state with changes on top: only the aggregates that an event touches are copied, so a fork
/// costs what it touches and not what exists.
pub(super) struct Overlay<'a> {
    below: &'a dyn View,
    own: State,
}

impl<'a> Overlay<'a> {
    pub(super) fn new(below: &'a dyn View) -> Self {
        let mut own = State::new(below.settings().clone());
        own.credit.running = None;
        own.events = below.events();
        own.closed_until = below.closed_until();
        own.cut_off = below.cut_off().cloned();
        own.revaluations = below.revaluations().to_vec();
        own.dunning_policies = below.dunning_policies().to_vec();
        own.debits = Arc::clone(below.debits());
        own.recorded_on = below.recorded_on();
        Overlay { below, own }
    }

    /// Follows one event on a copy of what it touches.
    pub(super) fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        let below = self.below;
        match event {
            Event::Directory { record, event } => {
                bring_up(&mut self.own.records, record, || below.record(record));
                if let RecordKey::Customer(customer) = record {
                    let memberships = &mut self.own.credit.memberships;
                    bring_up_list(memberships, customer, || below.memberships(customer));
                }
                if let Some(group) = group_in(event) {
                    let members = &mut self.own.credit.members_of;
                    bring_up_list(members, group, || below.members_of(group));
                }
            }
            Event::Order { order, event } => {
                bring_up(&mut self.own.orders, order, || below.order(order));
                bring_up_list(&mut self.own.credit.earlier, order, || below.earlier(order));
                let given_back = &mut self.own.credit.given_back;
                bring_up_list(given_back, order, || below.given_back(order));
                let content = self.own.order(order).and_then(Order::content);
                if let (order::Event::Confirmed { .. }, Some(content)) = (event, content) {
                    let customer = &content.payer().clone();
                    let orders = &mut self.own.credit.orders_of;
                    bring_up_list(orders, customer, || below.orders_of(customer));
                }
                if !self.own.movements.contains(order) {
                    let movements = below.movements(order);
                    self.own.movements.row_or(order, || movements.to_vec());
                }
            }
            Event::Fulfilment { shipment, .. } => {
                bring_up(&mut self.own.shipments, shipment, || below.shipment(shipment));
            }
            Event::Invoice { series, .. } => {
                bring_up(&mut self.own.series, series, || below.series(series));
            }
            Event::Outbox { document, .. } => {
                bring_up(&mut self.own.outboxes, document, || below.outbox(document));
            }
            Event::Lifecycle { document, .. } => {
                bring_up(&mut self.own.lifecycles, document, || below.lifecycle(document));
            }
            Event::Credit { file, .. } => {
                bring_up(&mut self.own.credit.files, file, || below.credit_file(file));
            }
            Event::Receivable { account, event } => {
                bring_up(&mut self.own.accounts, account, || below.account(account));
                if let Holder::Customer(customer) = &account.holder {
                    let currencies = &mut self.own.credit.currencies_of;
                    bring_up_list(currencies, customer, || below.currencies_of(customer));
                }
                if let Some((payment, _)) = payment_of(event) {
                    bring_up(&mut self.own.receipts, payment, || below.receipt(payment));
                }
            }
            Event::PaymentsCleared { payments, .. } | Event::ChequesRemitted { payments, .. } => {
                for payment in payments {
                    bring_up(&mut self.own.receipts, payment, || below.receipt(payment));
                }
            }
            Event::InterestBilled { account, .. } => {
                if !self.own.billed.contains(account) {
                    let billed = below.billed(account);
                    self.own.billed.row_or(account, || billed.to_vec());
                }
            }
            Event::Vat { document, .. } => {
                let row = || below.collected(document).cloned();
                if !self.own.vat.contains(document)
                    && let Some(row) = row()
                {
                    *self.own.vat.row(document) = Some(row);
                }
            }
            Event::Advised { payment, .. }
            | Event::Identified { payment, .. }
            | Event::Matched { payment, .. } => {
                bring_up(&mut self.own.receipts, payment, || below.receipt(payment));
            }
            Event::Document { document, .. } => {
                bring_up(&mut self.own.lives, document, || below.life(document));
            }
            Event::Allowance { document, .. } => {
                if !self.own.allowances.contains(document) {
                    let allowances = below.allowances(document);
                    self.own.allowances.row_or(document, || allowances.to_vec());
                }
            }
            Event::Recovered { document, .. } => {
                if !self.own.recoveries.contains(document) {
                    let recoveries = below.recoveries(document);
                    self.own.recoveries.row_or(document, || recoveries.to_vec());
                }
            }
            Event::Plan { order, .. } => {
                bring_up(&mut self.own.plans, order, || below.plan(order));
            }
            Event::Return { goods_return, event } => {
                bring_up(&mut self.own.returns, goods_return, || below.goods_return(goods_return));
                if let returns::Event::Requested { order, .. } = event
                    && !self.own.returns_of.contains(order)
                {
                    let returns = below.returns_of(order);
                    self.own.returns_of.row_or(order, || returns.to_vec());
                }
            }
            Event::Stock { stock, event } => {
                bring_up(&mut self.own.stocks, stock, || below.stock(stock));
                if let stock::Event::Reserved(reservation) = event
                    && !self.own.reserved.contains(&reservation.of.order)
                {
                    let keys = below.reserved(&reservation.of.order);
                    self.own.reserved.row_or(&reservation.of.order, || keys.to_vec());
                }
            }
            Event::Dispute { dispute, event } => {
                bring_up(&mut self.own.disputes, dispute, || below.dispute(dispute));
                if let dispute::Event::Opened { account, .. } = event
                    && !self.own.disputes_of.contains(account)
                {
                    let disputes = below.disputes_of(account);
                    self.own.disputes_of.row_or(account, || disputes.to_vec());
                }
            }
            Event::Subscription { subscription, .. } => {
                let row = || below.subscription(subscription);
                bring_up(&mut self.own.subscriptions, subscription, row);
            }
            Event::Reminders { account, .. } => {
                bring_up(&mut self.own.reminders, account, || below.reminders(account));
            }
            Event::DunningPolicySet(_)
            | Event::Founded(_)
            | Event::Accepted(_)
            | Event::Posted(_)
            | Event::CutOff(_)
            | Event::Revalued(_)
            | Event::Mandate { .. }
            | Event::DirectDebit { .. }
            | Event::PeriodClosed { .. } => {}
        }
        self.own.evolve(event)
    }
}

/// Copies a row from below at its first touch.
fn bring_up<'r, K, A>(own: &mut Table<K, A>, key: &K, below: impl FnOnce() -> Option<&'r A>)
where
    K: Hash + Eq + Clone,
    A: Clone + 'r,
{
    if !own.contains(key)
        && let Some(row) = below()
    {
        own.row_or(key, || row.clone());
    }
}

/// Copies a list from below at its first touch.
fn bring_up_list<'r, K, A>(own: &mut Table<K, Vec<A>>, key: &K, below: impl FnOnce() -> &'r [A])
where
    K: Hash + Eq + Clone,
    A: Clone + 'r,
{
    if !own.contains(key) {
        own.row_or(key, || below().to_vec());
    }
}

impl View for Overlay<'_> {
    fn settings(&self) -> &Settings {
        &self.own.settings
    }
    fn record(&self, key: &RecordKey) -> Option<&Record> {
        self.own.record(key).or_else(|| self.below.record(key))
    }
    fn order(&self, key: &OrderId) -> Option<&Order> {
        self.own.order(key).or_else(|| self.below.order(key))
    }
    fn shipment(&self, key: &ShipmentId) -> Option<&Shipment> {
        self.own.shipment(key).or_else(|| self.below.shipment(key))
    }
    fn series(&self, key: &SeriesId) -> Option<&Series> {
        View::series(&self.own, key).or_else(|| self.below.series(key))
    }
    fn document(&self, key: &DocumentNumber) -> Option<&Arc<Document>> {
        self.own.document(key).or_else(|| self.below.document(key))
    }
    fn entry_of(&self, key: &DocumentNumber) -> Option<&Arc<Entry>> {
        self.own.entry_of(key).or_else(|| self.below.entry_of(key))
    }
    fn outbox(&self, key: &DocumentNumber) -> Option<&Outbox> {
        self.own.outbox(key).or_else(|| self.below.outbox(key))
    }
    fn lifecycle(&self, key: &DocumentNumber) -> Option<&Lifecycle> {
        self.own.lifecycle(key).or_else(|| self.below.lifecycle(key))
    }
    fn life(&self, key: &DocumentNumber) -> Option<&Life> {
        self.own.life(key).or_else(|| self.below.life(key))
    }
    fn account(&self, key: &AccountKey) -> Option<&Account> {
        self.own.account(key).or_else(|| self.below.account(key))
    }
    fn billed(&self, key: &AccountKey) -> &[InterestBilled] {
        match self.own.billed.get(key) {
            Some(billed) => billed,
            None => self.below.billed(key),
        }
    }
    fn receipt(&self, key: &PaymentId) -> Option<&Receipt> {
        self.own.receipt(key).or_else(|| self.below.receipt(key))
    }
    fn allowances(&self, key: &DocumentNumber) -> &[AllowanceSet] {
        match self.own.allowances.get(key) {
            Some(allowances) => allowances,
            None => self.below.allowances(key),
        }
    }
    fn has_allowances(&self) -> bool {
        self.own.has_allowances() || self.below.has_allowances()
    }
    fn recoveries(&self, key: &DocumentNumber) -> &[Recovered] {
        match self.own.recoveries.get(key) {
            Some(recoveries) => recoveries,
            None => self.below.recoveries(key),
        }
    }
    fn is_recovery(&self, key: &PaymentId) -> bool {
        self.own.is_recovery(key) || self.below.is_recovery(key)
    }
    fn debits(&self) -> &Arc<Book> {
        &self.own.debits
    }
    fn revaluations(&self) -> &[Revalued] {
        &self.own.revaluations
    }
    fn dispute(&self, key: &DisputeId) -> Option<&Dispute> {
        self.own.dispute(key).or_else(|| self.below.dispute(key))
    }
    fn plan(&self, key: &OrderId) -> Option<&Plan> {
        self.own.plan(key).or_else(|| self.below.plan(key))
    }
    fn goods_return(&self, key: &ReturnId) -> Option<&Return> {
        self.own.goods_return(key).or_else(|| self.below.goods_return(key))
    }
    fn returns_of(&self, key: &OrderId) -> &[ReturnId] {
        match self.own.returns_of.get(key) {
            Some(returns) => returns,
            None => self.below.returns_of(key),
        }
    }
    fn stock(&self, key: &StockKey) -> Option<&Stock> {
        self.own.stock(key).or_else(|| self.below.stock(key))
    }
    fn has_stock(&self) -> bool {
        self.own.has_stock() || self.below.has_stock()
    }
    fn reserved(&self, key: &OrderId) -> &[StockKey] {
        match self.own.reserved.get(key) {
            Some(keys) => keys,
            None => self.below.reserved(key),
        }
    }
    fn disputes_of(&self, key: &AccountKey) -> &[DisputeId] {
        match self.own.disputes_of.get(key) {
            Some(disputes) => disputes,
            None => self.below.disputes_of(key),
        }
    }
    fn collected(&self, key: &DocumentNumber) -> Option<&Collected> {
        self.own.collected(key).or_else(|| self.below.collected(key))
    }
    fn has_deferred_vat(&self) -> bool {
        self.own.has_deferred_vat() || self.below.has_deferred_vat()
    }
    fn place(&self, key: &CommandId) -> Option<Place> {
        View::place(&self.own, key).or_else(|| self.below.place(key))
    }
    fn closed_until(&self) -> Option<Day> {
        self.own.closed_until
    }
    fn cut_off(&self) -> Option<&PeriodCutOff> {
        self.own.cut_off.as_ref()
    }
    fn movements(&self, key: &OrderId) -> &[Movement] {
        match self.own.movements.get(key) {
            Some(movements) => movements,
            None => self.below.movements(key),
        }
    }
    fn each_document(&self, visit: &mut dyn FnMut(&Document)) {
        self.below.each_document(visit);
        self.own.each_document(visit);
    }
    fn recorded_on(&self) -> Option<Day> {
        self.own.recorded_on
    }
    fn events(&self) -> usize {
        self.own.events
    }
    fn each_account(&self, visit: &mut dyn FnMut(&AccountKey, &Account)) {
        self.below.each_account(&mut |key, account| {
            visit(key, self.own.account(key).unwrap_or(account));
        });
        for (key, account) in self.own.accounts.iter() {
            if self.below.account(key).is_none() {
                visit(key, account);
            }
        }
    }
    fn subscription(&self, key: &SubscriptionId) -> Option<&Subscription> {
        self.own.subscription(key).or_else(|| self.below.subscription(key))
    }
    fn reminders(&self, key: &AccountKey) -> Option<&Reminders> {
        self.own.reminders(key).or_else(|| self.below.reminders(key))
    }
    fn dunning_policies(&self) -> &[PolicySet] {
        &self.own.dunning_policies
    }
    fn each_subscription(&self, visit: &mut dyn FnMut(&SubscriptionId, &Subscription)) {
        self.below.each_subscription(&mut |key, subscription| {
            visit(key, View::subscription(&self.own, key).unwrap_or(subscription));
        });
        for (key, subscription) in self.own.subscriptions.iter() {
            if self.below.subscription(key).is_none() {
                visit(key, subscription);
            }
        }
    }
    fn each_series(&self, visit: &mut dyn FnMut(&SeriesId, &Series)) {
        self.below.each_series(&mut |key, series| {
            visit(key, View::series(&self.own, key).unwrap_or(series));
        });
        for (key, series) in self.own.series.iter() {
            if self.below.series(key).is_none() {
                visit(key, series);
            }
        }
    }
    fn credit_file(&self, key: &FileHolder) -> Option<&CreditFile> {
        self.own.credit_file(key).or_else(|| self.below.credit_file(key))
    }
    fn orders_of(&self, key: &CustomerId) -> &[OrderId] {
        match self.own.credit.orders_of.get(key) {
            Some(orders) => orders,
            None => self.below.orders_of(key),
        }
    }
    fn running(&self, key: &CustomerId, besides: Option<&OrderId>) -> Option<&Running> {
        // What changed on top is not in the sums, but for the order that is left out of them.
        let mut changed = self.own.orders.iter().map(|(order, _)| Some(order));
        let is_as_below = changed.all(|order| order == besides)
            && self.own.accounts.len() == 0
            && self.own.disputes.len() == 0;
        if is_as_below { self.below.running(key, besides) } else { None }
    }
    fn earlier(&self, key: &OrderId) -> &[EarlierOrder] {
        match self.own.credit.earlier.get(key) {
            Some(earlier) => earlier,
            None => self.below.earlier(key),
        }
    }
    fn members_of(&self, key: &GroupId) -> &[CustomerId] {
        match self.own.credit.members_of.get(key) {
            Some(members) => members,
            None => self.below.members_of(key),
        }
    }

    fn given_back(&self, key: &OrderId) -> &[GivenBack] {
        match self.own.credit.given_back.get(key) {
            Some(given_back) => given_back,
            None => self.below.given_back(key),
        }
    }

    fn memberships(&self, key: &CustomerId) -> &[Membership] {
        match self.own.credit.memberships.get(key) {
            Some(memberships) => memberships,
            None => self.below.memberships(key),
        }
    }
    fn currencies_of(&self, key: &CustomerId) -> &[Currency] {
        match self.own.credit.currencies_of.get(key) {
            Some(currencies) => currencies,
            None => self.below.currencies_of(key),
        }
    }
    fn each_order(&self, visit: &mut dyn FnMut(&OrderId, &Order)) {
        self.below.each_order(&mut |key, order| {
            visit(key, self.own.order(key).unwrap_or(order));
        });
        for (key, order) in self.own.orders.iter() {
            if self.below.order(key).is_none() {
                visit(key, order);
            }
        }
    }
}
