//! One decision in the making: its legs, each decided on what the legs before it left.

mod goods;

use super::event::{Accepted, Event};
use super::letter_codes::shared_code;
use super::overlay::Overlay;
use super::rejection::{Cause, Rejection};
use super::view::View;
use super::{Command, Fingerprint, broken_history, follow};
use crate::calendar::Day;
use crate::credit::{self, CreditFile, FileHolder};
use crate::directory::{self, RecordKey};
use crate::dispute::{self, Dispute};
use crate::dunning::{self, Reminders};
use crate::error::Path;
use crate::fulfilment::plan;
use crate::fulfilment::returns;
use crate::fulfilment::{self, Shipment};
use crate::id::{
    DisputeId, DocumentNumber, OrderId, ReturnId, SeriesId, ShipmentId, SubscriptionId,
};
use crate::invoice::life::{self, Life};
use crate::invoice::{self, Series, lifecycle, outbox};
use crate::machine::Machine;
use crate::money::ExchangeRate;
use crate::order::{self, Order};
use crate::receivable::{self, Account, AccountKey};
use crate::stock::{self, StockKey};
use crate::subscription::{self, Subscription};
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A command of one room, which the company has put into that room's words.
#[derive(Debug)]
pub(super) enum Leg {
    Directory(RecordKey, directory::Command),
    Order(OrderId, order::Command),
    Fulfilment(ShipmentId, fulfilment::Command),
    Invoice(SeriesId, invoice::Command),
    Receivable(AccountKey, receivable::Command),
    Outbox(DocumentNumber, outbox::Command),
    Lifecycle(DocumentNumber, lifecycle::Command),
    Document(DocumentNumber, life::Command),
    Dispute(DisputeId, dispute::Command),
    Stock(StockKey, stock::Command),
    Subscription(SubscriptionId, subscription::Command),
    Dunning(AccountKey, dunning::Command, Option<Box<(dunning::Policy, dunning::Case)>>),
    Credit(FileHolder, credit::Command),
    Plan(OrderId, plan::Command),
    Return(ReturnId, returns::Command),
}

/// Most decisions lead to fewer events, and all of them fit without moving.
const EVENTS_EXPECTED: usize = 6;

/// A decision in the making.
pub(super) struct Decision<'a> {
    view: &'a dyn View,
    pub(super) command: &'a Command,
    /// The day that entries of this decision are posted.
    pub(super) accounted_on: Day,
    /// The exchange rate of the document at hand: the command's own, or one that a run looks up.
    pub(super) exchange_rate: Option<ExchangeRate>,
    events: Vec<Event>,
    /// What the events so far lead to; made only when a leg touches what an earlier one changed.
    overlay: Option<Overlay<'a>>,
    applied: usize,
    via: Vec<&'static str>,
}

impl<'a> Decision<'a> {
    /// Opens the decision of a command: its head, and the context that every action needs.
    pub(super) fn open(view: &'a dyn View, command: &'a Command) -> Result<Self, Rejection> {
        let accounted_on = accounting_day(view, command)?;
        let mut events = Vec::with_capacity(EVENTS_EXPECTED);
        events.push(Event::Accepted(Accepted {
            command: command.id.clone(),
            content: Fingerprint::of(command),
            effective_on: command.effective_on,
            recorded_on: command.recorded_on,
        }));
        Ok(Decision {
            view,
            command,
            accounted_on,
            exchange_rate: command.action.exchange_rate(),
            events,
            overlay: None,
            applied: 0,
            via: Vec::new(),
        })
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// The state as it was before this decision.
    pub(super) fn before(&self) -> &'a dyn View {
        self.view
    }

    /// An event of this decision.
    pub(super) fn event(&self, at: usize) -> Option<&Event> {
        self.events.get(at)
    }

    /// The events of this decision so far.
    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    fn catch_up(&mut self) -> Result<(), Rejection> {
        let overlay = self.overlay.get_or_insert_with(|| Overlay::new(self.view));
        for (at, event) in self.events.iter().enumerate().skip(self.applied) {
            overlay.evolve(event).map_err(|broken| broken_history(at, &broken))?;
        }
        self.applied = self.events.len();
        Ok(())
    }

    /// The state as this decision leaves it so far.
    pub(super) fn now(&mut self) -> Result<&dyn View, Rejection> {
        self.state_for(|_| true)
    }

    /// Adds an event that is nobody's leg.
    pub(super) fn push(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Runs a leg and all that follows from it; a refused leg refuses the whole and names its way.
    pub(super) fn run(&mut self, leg: Leg) -> Result<(), Rejection> {
        let first = self.events.len();
        match leg {
            Leg::Directory(record, command) => self.run_directory(record, &command)?,
            Leg::Order(order, command) => self.run_order(order, &command)?,
            Leg::Fulfilment(shipment, command) => self.run_fulfilment(shipment, &command)?,
            Leg::Invoice(series, command) => self.run_invoice(series, command)?,
            Leg::Receivable(account, command) => self.run_receivable(account, &command)?,
            Leg::Outbox(document, command) => self.run_outbox(document, &command)?,
            Leg::Lifecycle(document, command) => self.run_lifecycle(document, &command)?,
            Leg::Document(document, command) => self.run_document(document, &command)?,
            Leg::Dispute(dispute, command) => self.run_dispute(dispute, &command)?,
            Leg::Stock(stock, command) => self.run_stock(stock, &command)?,
            Leg::Subscription(id, command) => self.run_subscription(id, &command)?,
            Leg::Dunning(account, command, run) => self.run_reminders(account, &command, run)?,
            Leg::Credit(file, command) => self.run_credit(file, &command)?,
            Leg::Plan(order, command) => self.run_plan(order, &command)?,
            Leg::Return(id, command) => self.run_return(id, &command)?,
        }
        for at in first..self.events.len() {
            follow::up(self, at)?;
        }
        Ok(())
    }

    /// Runs a leg that follows from an event, which a refusal then names.
    pub(super) fn run_via(&mut self, way: &'static str, leg: Leg) -> Result<(), Rejection> {
        self.via.push(way);
        let done = self.run(leg);
        self.via.pop();
        done.map_err(|mut rejection| {
            rejection.via = core::iter::once(way).chain(rejection.via).collect();
            rejection
        })
    }
}

/// The day that entries are posted: the effective day, or where that is closed the posting day
/// that the command names (contract I12).
fn accounting_day(view: &dyn View, command: &Command) -> Result<Day, Rejection> {
    if let Some(last) = view.recorded_on()
        && command.recorded_on < last
    {
        return Err(Cause::RecordedBackwards {
            path: Path::field("recorded_on"),
            recorded_on: command.recorded_on,
            last,
        }
        .into());
    }
    #[cfg(feature = "planted-defects")]
    if crate::defects::is_planted(12) {
        return Ok(command.effective_on);
    }
    let Some(closed_until) = view.closed_until() else {
        return Ok(command.effective_on);
    };
    if command.effective_on > closed_until {
        return Ok(command.effective_on);
    }
    match command.posting_on {
        Some(posting_on) if posting_on > closed_until => Ok(posting_on),
        Some(posting_on) => Err(Cause::PostingDayClosed {
            path: Path::field("posting_on"),
            posting_on,
            closed_until,
        }
        .into()),
        None => Err(Cause::PeriodClosed {
            path: Path::field("effective_on"),
            effective_on: command.effective_on,
            closed_until,
        }
        .into()),
    }
}

/// One room's part of a decision: the leg is decided on the state as it is now, and its events
/// are noted.
impl Decision<'_> {
    /// Whether an event since the last catching up touched what a leg looks at.
    fn is_touched(&self, touches: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().skip(self.applied).any(touches)
    }

    /// The state for a leg: the overlay is brought up to date only where the leg looks at
    /// something that this decision has changed.
    fn state_for(&mut self, touches: impl Fn(&Event) -> bool) -> Result<&dyn View, Rejection> {
        if self.is_touched(touches) {
            self.catch_up()?;
        }
        Ok(match &self.overlay {
            Some(overlay) => overlay,
            None => self.view,
        })
    }

    fn run_directory(
        &mut self,
        record: RecordKey,
        command: &directory::Command,
    ) -> Result<(), Rejection> {
        let facts = super::sale::directory_facts(self.view, command, self.command.effective_on);
        let touches = |event: &Event| {
            matches!(event,
            Event::Directory { record: other, .. } if *other == record)
        };
        let state = self.state_for(touches)?;
        let absent = directory::Record::default();
        let events = state.record(&record).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Directory { record: record.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_order(&mut self, order: OrderId, command: &order::Command) -> Result<(), Rejection> {
        let facts = order::Facts { on: self.command.effective_on };
        let touches =
            |event: &Event| matches!(event, Event::Order { order: other, .. } if *other == order);
        let state = self.state_for(touches)?;
        let absent = Order::new();
        let events = state.order(&order).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Order { order: order.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_fulfilment(
        &mut self,
        shipment: ShipmentId,
        command: &fulfilment::Command,
    ) -> Result<(), Rejection> {
        let facts = fulfilment::Facts { on: self.command.effective_on };
        let touches = |event: &Event| {
            matches!(event,
            Event::Fulfilment { shipment: other, .. } if *other == shipment)
        };
        let state = self.state_for(touches)?;
        let absent = Shipment::default();
        let events = state.shipment(&shipment).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Fulfilment { shipment: shipment.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_invoice(
        &mut self,
        series: SeriesId,
        mut command: invoice::Command,
    ) -> Result<(), Rejection> {
        super::issued::complete(self.view, self.command, &mut command);
        let facts = invoice::Facts { holidays: super::sale::holidays(self.view) };
        let touches = |event: &Event| {
            matches!(event,
            Event::Invoice { series: other, .. } if *other == series)
        };
        let state = self.state_for(touches)?;
        let absent = Series::default();
        let events = state.series(&series).unwrap_or(&absent).decide(&command, &facts)?;
        for event in &events {
            if let invoice::Event::Issued(document) = event {
                super::issued::keeps_the_rules(self.view, document)?;
            }
        }
        let named = |event| Event::Invoice { series: series.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_receivable(
        &mut self,
        account: AccountKey,
        command: &receivable::Command,
    ) -> Result<(), Rejection> {
        let events = self.receivable_events(&account, command)?;
        let named = |event| Event::Receivable { account: account.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    /// Whether an account would refuse a command now.
    pub(super) fn refuses(&mut self, account: &AccountKey, command: &receivable::Command) -> bool {
        self.receivable_events(account, command).is_err()
    }

    fn receivable_events(
        &mut self,
        account: &AccountKey,
        command: &receivable::Command,
    ) -> Result<Vec<receivable::Event>, Rejection> {
        let mut facts = receivable::Facts {
            effective_on: self.command.effective_on,
            recorded_on: self.command.recorded_on,
            closed_until: self.view.closed_until(),
            posting_on: self.command.posting_on,
            tolerances: self.view.settings().tolerances.clone(),
            next_code: None,
        };
        let codes = self.view.settings().letters;
        let touches = |event: &Event| {
            matches!(event,
            Event::Receivable { account: other, .. } if codes.scope.is_shared(other, account))
        };
        let state = self.state_for(touches)?;
        facts.next_code = shared_code(state, codes.scope, account);
        let ledger = state.settings().ledger_currency;
        Ok(match state.account(account) {
            Some(account) => account.decide(command, &facts)?,
            None => {
                Account::new(account.clone(), ledger).with_codes(codes).decide(command, &facts)?
            }
        })
    }

    fn run_outbox(
        &mut self,
        document: DocumentNumber,
        command: &outbox::Command,
    ) -> Result<(), Rejection> {
        let facts = super::dispatch::outbox_facts(self, &document)?;
        let touches = |event: &Event| {
            matches!(event,
            Event::Outbox { document: other, .. } if *other == document)
        };
        let state = self.state_for(touches)?;
        let events = match state.outbox(&document) {
            Some(outbox) => outbox.decide(command, &facts)?,
            None => outbox::Outbox::default().decide(command, &facts)?,
        };
        let named = |event| Event::Outbox { document: document.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_lifecycle(
        &mut self,
        document: DocumentNumber,
        command: &lifecycle::Command,
    ) -> Result<(), Rejection> {
        let facts = super::dispatch::lifecycle_facts(self, &document)?;
        let touches = |event: &Event| {
            matches!(event,
            Event::Lifecycle { document: other, .. } if *other == document)
        };
        let state = self.state_for(touches)?;
        let events = match state.lifecycle(&document) {
            Some(lifecycle) => lifecycle.decide(command, &facts)?,
            None => lifecycle::Lifecycle::default().decide(command, &facts)?,
        };
        let named = |event| Event::Lifecycle { document: document.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_dispute(
        &mut self,
        dispute: DisputeId,
        command: &dispute::Command,
    ) -> Result<(), Rejection> {
        let (on, recorded_on) = (self.command.effective_on, self.command.recorded_on);
        // What is open of the items may have been changed by this decision, on any account.
        let touches =
            |event: &Event| matches!(event, Event::Dispute { .. } | Event::Receivable { .. });
        let state = self.state_for(touches)?;
        let open = match command {
            dispute::Command::Open(asked) => super::dispute::undisputed(state, asked)?,
            dispute::Command::Review { .. } | dispute::Command::Close { .. } => Vec::new(),
        };
        let facts = dispute::Facts { on, recorded_on, open };
        let absent = Dispute::default();
        let events = state.dispute(&dispute).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Dispute { dispute: dispute.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_subscription(
        &mut self,
        subscription: SubscriptionId,
        command: &subscription::Command,
    ) -> Result<(), Rejection> {
        let facts = subscription::Facts { on: self.command.effective_on };
        let touches = |event: &Event| {
            matches!(event,
            Event::Subscription { subscription: other, .. } if *other == subscription)
        };
        let state = self.state_for(touches)?;
        let absent = Subscription::default();
        let events = state.subscription(&subscription).unwrap_or(&absent);
        let events = events.decide(command, &facts)?;
        let named = |event| Event::Subscription { subscription: subscription.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_reminders(
        &mut self,
        account: AccountKey,
        command: &dunning::Command,
        run: Option<Box<(dunning::Policy, dunning::Case)>>,
    ) -> Result<(), Rejection> {
        let (on, recorded_on) = (self.command.effective_on, self.command.recorded_on);
        let facts = dunning::Facts { on, recorded_on, run };
        let touches = |event: &Event| {
            matches!(event,
            Event::Reminders { account: other, .. } if *other == account)
        };
        let state = self.state_for(touches)?;
        let none = Reminders::default();
        let events = state.reminders(&account).unwrap_or(&none).decide(command, &facts)?;
        let named = |event| Event::Reminders { account: account.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    fn run_credit(&mut self, file: FileHolder, command: &credit::Command) -> Result<(), Rejection> {
        let (on, recorded_on) = (self.command.effective_on, self.command.recorded_on);
        let view = self.now()?;
        let (value, rates) = match command {
            credit::Command::Rule(asked) => (
                super::credit::value_of(view, &asked.order, on)?,
                super::credit::rates_on(view, on),
            ),
            credit::Command::Change(_)
            | credit::Command::Hold(_)
            | credit::Command::Lift { .. } => (None, Vec::new()),
        };
        let policy = view.settings().credit.clone();
        let ledger_currency = view.settings().ledger_currency;
        let facts = credit::Facts { on, recorded_on, ledger_currency, value, rates, policy };
        let absent = CreditFile::default();
        let events = view.credit_file(&file).unwrap_or(&absent).decide(command, &facts)?;
        let named = |event| Event::Credit { file: file.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }

    /// The life of a document that was issued before, or earlier in this decision.
    fn run_document(
        &mut self,
        document: DocumentNumber,
        command: &life::Command,
    ) -> Result<(), Rejection> {
        let just_issued = self.events.iter().find_map(|event| {
            let Event::Invoice { event: invoice::Event::Issued(issued), .. } = event else {
                return None;
            };
            Some(issued).filter(|issued| issued.number == document)
        });
        let Some(issued) = self.view.document(&document).or(just_issued) else {
            let path = Path::field("document");
            return Err(Cause::UnknownDocument { path, document }.into());
        };
        let facts = life::Facts { document: Arc::clone(issued) };
        let touches = |event: &Event| {
            matches!(event,
            Event::Document { document: other, .. } if *other == document)
        };
        let state = self.state_for(touches)?;
        let untouched = Life::default();
        let events = state.life(&document).unwrap_or(&untouched).decide(command, &facts)?;
        let named = |event| Event::Document { document: document.clone(), event };
        self.events.extend(events.into_iter().map(named));
        Ok(())
    }
}
