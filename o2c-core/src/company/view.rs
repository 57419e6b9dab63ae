//! What a decision may look at: the company's own state, or a fork of it.

use super::bad_debt::{AllowanceSet, Recovered};
use super::credit::{EarlierOrder, GivenBack, Membership, Running};
use super::cut_off::PeriodCutOff;
use super::direct_debit::Book;
use super::dunning::PolicySet;
use super::interest::InterestBilled;
use super::revaluation::Revalued;
use super::settings::Settings;
use super::state::{Place, Receipt, State};
use super::vat::Collected;
use crate::calendar::Day;
use crate::credit::{CreditFile, FileHolder};
use crate::directory::{Record, RecordKey};
use crate::dispute::Dispute;
use crate::dunning::Reminders;
use crate::fulfilment::Shipment;
use crate::fulfilment::plan::Plan;
use crate::fulfilment::returns::Return;
use crate::id::{
    CommandId, CustomerId, DisputeId, DocumentNumber, EntryId, GroupId, OrderId, PaymentId,
    ReturnId, SeriesId, ShipmentId, SubscriptionId,
};
use crate::invoice::life::Life;
use crate::invoice::lifecycle::Lifecycle;
use crate::invoice::outbox::Outbox;
use crate::invoice::{Document, Series};
use crate::ledger::Entry;
use crate::money::Currency;
use crate::order::{Movement, Order};
use crate::receivable::{Account, AccountKey};
use crate::stock::{Stock, StockKey};
use crate::subscription::Subscription;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// The state as a decision sees it: the company's own, or a fork's.
pub(super) trait View {
    fn settings(&self) -> &Settings;
    fn record(&self, key: &RecordKey) -> Option<&Record>;
    fn order(&self, key: &OrderId) -> Option<&Order>;
    fn shipment(&self, key: &ShipmentId) -> Option<&Shipment>;
    fn series(&self, key: &SeriesId) -> Option<&Series>;
    fn document(&self, key: &DocumentNumber) -> Option<&Arc<Document>>;
    /// What a document in another currency than the ledger's booked when it was issued.
    fn entry_of(&self, key: &DocumentNumber) -> Option<&Arc<Entry>>;
    fn outbox(&self, key: &DocumentNumber) -> Option<&Outbox>;
    fn lifecycle(&self, key: &DocumentNumber) -> Option<&Lifecycle>;
    /// What became of a document; none where nothing did.
    fn life(&self, key: &DocumentNumber) -> Option<&Life>;
    fn account(&self, key: &AccountKey) -> Option<&Account>;
    /// What was billed for the late items of an account, oldest first.
    fn billed(&self, key: &AccountKey) -> &[InterestBilled];
    fn receipt(&self, key: &PaymentId) -> Option<&Receipt>;
    /// What the allowance of a document was set to, oldest first.
    fn allowances(&self, key: &DocumentNumber) -> &[AllowanceSet];
    /// Whether any document ever had an allowance.
    fn has_allowances(&self) -> bool;
    /// What came in on a document that was written off, oldest first.
    fn recoveries(&self, key: &DocumentNumber) -> &[Recovered];
    /// Whether a payment came in on a document that was written off.
    fn is_recovery(&self, key: &PaymentId) -> bool;
    /// Mandates and direct debits.
    fn debits(&self) -> &Arc<Book>;
    /// The revaluations, oldest first.
    fn revaluations(&self) -> &[Revalued];
    fn dispute(&self, key: &DisputeId) -> Option<&Dispute>;
    /// The tasks that fulfil an order.
    fn plan(&self, key: &OrderId) -> Option<&Plan>;
    fn goods_return(&self, key: &ReturnId) -> Option<&Return>;
    /// The returns of an order's goods, in the order in which they were asked for.
    fn returns_of(&self, key: &OrderId) -> &[ReturnId];
    fn stock(&self, key: &StockKey) -> Option<&Stock>;
    /// Whether anything was ever said of any stock.
    fn has_stock(&self) -> bool;
    /// The stocks that ever kept something for an order.
    fn reserved(&self, key: &OrderId) -> &[StockKey];
    /// The disputes about items of an account, in the order in which they were opened.
    fn disputes_of(&self, key: &AccountKey) -> &[DisputeId];
    fn subscription(&self, key: &SubscriptionId) -> Option<&Subscription>;
    fn reminders(&self, key: &AccountKey) -> Option<&Reminders>;
    /// The policies of reminders, oldest first.
    fn dunning_policies(&self) -> &[PolicySet];
    fn collected(&self, key: &DocumentNumber) -> Option<&Collected>;
    /// Whether the VAT of any document ever waited for its payment.
    fn has_deferred_vat(&self) -> bool;
    fn place(&self, key: &CommandId) -> Option<Place>;
    fn closed_until(&self) -> Option<Day>;
    /// The last period that was cut off.
    fn cut_off(&self) -> Option<&PeriodCutOff>;
    /// What moved an order's lines, in the order in which it was recorded.
    fn movements(&self, key: &OrderId) -> &[Movement];
    /// Visits every issued document once, in the order of their issue.
    fn each_document(&self, visit: &mut dyn FnMut(&Document));
    fn recorded_on(&self) -> Option<Day>;
    /// How many events lie behind this state.
    fn events(&self) -> usize;
    /// Visits every account once, in the order in which they were opened.
    fn each_account(&self, visit: &mut dyn FnMut(&AccountKey, &Account));
    fn credit_file(&self, key: &FileHolder) -> Option<&CreditFile>;
    /// The orders of a customer, in the order in which they were confirmed.
    fn orders_of(&self, key: &CustomerId) -> &[OrderId];
    /// What is exposed with a customer in sums; none where they are not kept, or where anything but
    /// the order that is left out of them changed since.
    fn running(&self, key: &CustomerId, besides: Option<&OrderId>) -> Option<&Running>;
    /// What a confirmed order was before it was amended or cancelled, as that was recorded.
    fn earlier(&self, key: &OrderId) -> &[EarlierOrder];
    /// The customers that ever belonged to a group.
    fn members_of(&self, key: &GroupId) -> &[CustomerId];
    /// Invoices of an order's milestones and deductions of its deposits that were given back.
    fn given_back(&self, key: &OrderId) -> &[GivenBack];
    /// The groups of a customer, in the order in which that was recorded.
    fn memberships(&self, key: &CustomerId) -> &[Membership];
    /// The currencies in which a customer has an account.
    fn currencies_of(&self, key: &CustomerId) -> &[Currency];
    /// Visits every order once, in the order in which they were placed.
    fn each_order(&self, visit: &mut dyn FnMut(&OrderId, &Order));
    /// Visits every subscription once, in the order in which they began.
    fn each_subscription(&self, visit: &mut dyn FnMut(&SubscriptionId, &Subscription));
    /// Visits every series once, in the order in which they were opened.
    fn each_series(&self, visit: &mut dyn FnMut(&SeriesId, &Series));
}

impl View for State {
    fn settings(&self) -> &Settings {
        &self.settings
    }
    fn record(&self, key: &RecordKey) -> Option<&Record> {
        self.records.get(key)
    }
    fn order(&self, key: &OrderId) -> Option<&Order> {
        self.orders.get(key)
    }
    fn shipment(&self, key: &ShipmentId) -> Option<&Shipment> {
        self.shipments.get(key)
    }
    fn series(&self, key: &SeriesId) -> Option<&Series> {
        self.series.get(key)
    }
    fn document(&self, key: &DocumentNumber) -> Option<&Arc<Document>> {
        self.documents.get(key).and_then(Option::as_ref)
    }
    fn entry_of(&self, key: &DocumentNumber) -> Option<&Arc<Entry>> {
        self.entries.get(key)?.as_ref()
    }
    fn outbox(&self, key: &DocumentNumber) -> Option<&Outbox> {
        self.outboxes.get(key)
    }
    fn lifecycle(&self, key: &DocumentNumber) -> Option<&Lifecycle> {
        self.lifecycles.get(key)
    }
    fn life(&self, key: &DocumentNumber) -> Option<&Life> {
        self.lives.get(key)
    }
    fn account(&self, key: &AccountKey) -> Option<&Account> {
        self.accounts.get(key)
    }
    fn billed(&self, key: &AccountKey) -> &[InterestBilled] {
        self.billed.get(key).map_or(&[], Vec::as_slice)
    }
    fn receipt(&self, key: &PaymentId) -> Option<&Receipt> {
        self.receipts.get(key)
    }
    fn allowances(&self, key: &DocumentNumber) -> &[AllowanceSet] {
        self.allowances.get(key).map_or(&[], Vec::as_slice)
    }
    fn has_allowances(&self) -> bool {
        self.allowances.len() > 0
    }
    fn recoveries(&self, key: &DocumentNumber) -> &[Recovered] {
        self.recoveries.get(key).map_or(&[], Vec::as_slice)
    }
    fn is_recovery(&self, key: &PaymentId) -> bool {
        self.recovered.contains(key)
    }
    fn debits(&self) -> &Arc<Book> {
        &self.debits
    }
    fn revaluations(&self) -> &[Revalued] {
        &self.revaluations
    }
    fn dispute(&self, key: &DisputeId) -> Option<&Dispute> {
        self.disputes.get(key)
    }
    fn plan(&self, key: &OrderId) -> Option<&Plan> {
        self.plans.get(key)
    }
    fn goods_return(&self, key: &ReturnId) -> Option<&Return> {
        self.returns.get(key)
    }
    fn returns_of(&self, key: &OrderId) -> &[ReturnId] {
        self.returns_of.get(key).map_or(&[], Vec::as_slice)
    }
    fn stock(&self, key: &StockKey) -> Option<&Stock> {
        self.stocks.get(key)
    }
    fn has_stock(&self) -> bool {
        self.stocks.len() > 0
    }
    fn reserved(&self, key: &OrderId) -> &[StockKey] {
        self.reserved.get(key).map_or(&[], Vec::as_slice)
    }
    fn disputes_of(&self, key: &AccountKey) -> &[DisputeId] {
        self.disputes_of.get(key).map_or(&[], Vec::as_slice)
    }
    fn subscription(&self, key: &SubscriptionId) -> Option<&Subscription> {
        self.subscriptions.get(key)
    }
    fn reminders(&self, key: &AccountKey) -> Option<&Reminders> {
        self.reminders.get(key)
    }
    fn dunning_policies(&self) -> &[PolicySet] {
        &self.dunning_policies
    }
    fn each_subscription(&self, visit: &mut dyn FnMut(&SubscriptionId, &Subscription)) {
        for (key, subscription) in self.subscriptions.iter() {
            visit(key, subscription);
        }
    }
    fn collected(&self, key: &DocumentNumber) -> Option<&Collected> {
        self.vat.get(key).and_then(Option::as_ref)
    }
    fn has_deferred_vat(&self) -> bool {
        self.vat.len() > 0
    }
    fn place(&self, key: &CommandId) -> Option<Place> {
        State::place(self, key)
    }
    fn closed_until(&self) -> Option<Day> {
        self.closed_until
    }
    fn cut_off(&self) -> Option<&PeriodCutOff> {
        self.cut_off.as_ref()
    }
    fn movements(&self, key: &OrderId) -> &[Movement] {
        self.movements.get(key).map_or(&[], Vec::as_slice)
    }
    fn each_document(&self, visit: &mut dyn FnMut(&Document)) {
        self.documents.iter().filter_map(|(_, row)| row.as_ref()).for_each(|one| visit(one));
    }
    fn recorded_on(&self) -> Option<Day> {
        self.recorded_on
    }
    fn events(&self) -> usize {
        self.events
    }
    fn each_account(&self, visit: &mut dyn FnMut(&AccountKey, &Account)) {
        for (key, account) in self.accounts.iter() {
            visit(key, account);
        }
    }
    fn credit_file(&self, key: &FileHolder) -> Option<&CreditFile> {
        self.credit.files.get(key)
    }
    fn orders_of(&self, key: &CustomerId) -> &[OrderId] {
        self.credit.orders_of.get(key).map_or(&[], Vec::as_slice)
    }
    fn running(&self, key: &CustomerId, _besides: Option<&OrderId>) -> Option<&Running> {
        self.credit.running.as_ref()?.get(key)
    }
    fn earlier(&self, key: &OrderId) -> &[EarlierOrder] {
        self.credit.earlier.get(key).map_or(&[], Vec::as_slice)
    }
    fn members_of(&self, key: &GroupId) -> &[CustomerId] {
        self.credit.members_of.get(key).map_or(&[], Vec::as_slice)
    }

    fn given_back(&self, key: &OrderId) -> &[GivenBack] {
        self.credit.given_back.get(key).map_or(&[], Vec::as_slice)
    }

    fn memberships(&self, key: &CustomerId) -> &[Membership] {
        self.credit.memberships.get(key).map_or(&[], Vec::as_slice)
    }
    fn currencies_of(&self, key: &CustomerId) -> &[Currency] {
        self.credit.currencies_of.get(key).map_or(&[], Vec::as_slice)
    }
    fn each_order(&self, visit: &mut dyn FnMut(&OrderId, &Order)) {
        self.orders.iter().for_each(|(key, order)| visit(key, order));
    }
    fn each_series(&self, visit: &mut dyn FnMut(&SeriesId, &Series)) {
        self.series.iter().for_each(|(key, series)| visit(key, series));
    }
}

/// A name for an item to be opened on an account: the one wished for, or where it does not fit or
/// is taken the first free of `item-1`, `item-2`, … from the number of its items on. Documents and
/// payments share the names of an account, and no payment may stand in the way of an invoice.
pub(super) fn unused_entry(
    view: &dyn View,
    account: &AccountKey,
    wish: &str,
    is_taken: impl Fn(&EntryId) -> bool,
) -> Result<EntryId, crate::id::Rejection> {
    let account = view.account(account);
    let is_free =
        |id: &EntryId| !is_taken(id) && account.is_none_or(|account| account.entry(id).is_none());
    if let Ok(id) = EntryId::new(wish)
        && is_free(&id)
    {
        return Ok(id);
    }
    // No more names are taken than there are items.
    let mut number = account.map_or(0, |account| account.entries().len());
    loop {
        number = number.saturating_add(1);
        let id = EntryId::new(&alloc::format!("item-{number}"))?;
        if is_free(&id) {
            return Ok(id);
        }
    }
}
