//! A machine: the whole order to cash of one legal entity.
//!
//! A command comes in; the company routes it to its room, carries what happened there to the next
//! room, and keeps the log. One command is one decision: all its legs happen or none.
//!
//! ```text
//!  place ──▶ confirm ──▶ ship ───────▶ invoice ─────────────▶ receive ──▶ letter
//!  order     order       fulfilment    invoice                receivable  receivable
//!                          │             │                      │           │
//!                          ▼             ▼                      ▼           ▼
//!                        order         order · receivable     journal     journal
//!                                      · journal
//! ```
//!
//! What holds, always: the events are the truth and [`Company::replay`] rebuilds the state from
//! them (contract I17); the same command twice happens once (I18); every entry balances and
//! nothing takes effect in a closed period (I12); the open items of any day sum to the control
//! account of that day (I9).
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::company::{Action, ClosePeriod, Command, Company, Settings};
//! use o2c_core::money::Currency;
//! let mut company = Company::found(Settings::new(Currency::EUR));
//! let close = Command {
//!     id: "close-2025".parse()?,
//!     effective_on: Day::parse("2026-01-15")?,
//!     recorded_on: Day::parse("2026-01-15")?,
//!     posting_on: None,
//!     action: Action::ClosePeriod(ClosePeriod { until: Day::parse("2025-12-31")? }),
//! };
//! let receipt = company.execute(&close)?;
//! assert_eq!(company.events_of(&receipt).len(), 2);
//! // The same command again is the same command: nothing happens twice.
//! let again = company.execute(&close)?;
//! assert!(again.is_replayed);
//! assert_eq!(company.history().len(), 3);
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod action;
mod allocation;
mod arrangement;
mod audit;
mod bad_debt;
mod books;
mod capture;
mod cash;
mod claim;
mod clearing;
mod combined;
mod command;
mod content;
mod correction;
mod credit;
mod cut_off;
mod decision;
mod deduction;
mod deposit;
mod desk;
mod direct_debit;
mod discount;
mod dispatch;
mod dispute;
mod dunning;
mod event;
mod floor;
mod follow;
mod free_payment;
mod from_order;
mod fulfilment;
mod incoming;
mod interest;
mod issued;
mod letter_codes;
mod matching;
mod money_back;
mod opening;
mod overlay;
mod pairs;
mod payment;
mod rejection;
mod report;
mod reservation;
mod revaluation;
mod sale;
mod series;
mod settings;
mod several;
mod shortage;
mod state;
mod stock;
mod subscription;
mod table;
mod tasks;
mod vat;
mod view;

pub use allocation::AllocatePayment;
pub use arrangement::{AgreeInstalmentPlan, EndInstalmentPlan, PromisePayment, WithdrawPromise};
pub use bad_debt::{
    AllowanceOf, AllowanceSet, DebtsOf, RecordRecovery, Recovered, SetAllowance, WriteOffBadDebt,
};
pub use capture::OrderFinding;
pub use claim::{Claim, IssueDebitNote};
pub use clearing::{ClearPayments, RemitCheques};
pub use combined::{InvoiceOrders, InvoiceShipments};
pub use command::{
    Action, AmendOrder, CancelOrder, CancelOrderLine, ClosePeriod, Command, Deliver, InvoiceOrder,
    IssueInvoice, LineQuantity, NewLine, OnOrder, PlaceOrder, Ship,
};
pub use content::Fingerprint;
pub use correction::{CorrectInvoice, IssueCreditNote};
pub use credit::{ChangeCredit, CheckCredit};
pub use cut_off::{CutOff, CutOffItem, CutOffKind, CutOffLine, CutOffSource, PeriodCutOff};
pub use deposit::{CreditDeposit, InvoiceMilestone, IssueDeposit, NewMilestone, PlanBilling};
pub use desk::{
    AnswerCancellation, EndOrder, HoldOrder, QuoteOrder, ReleaseHold, RequestCancellation,
    ReviseQuote,
};
pub use direct_debit::{
    AmendMandate, Blocked, DebitProposal, ReceiveDirectDebits, ReturnDirectDebit, RevokeMandate,
    RunDirectDebits, SignMandate,
};
pub use dispatch::{DispatchDocument, RecordDispatch, RecordStatus};
pub use dispute::{
    AcceptDispute, DisputeCredit, DisputeWriteOff, OpenDispute, RejectDispute, Remedy, ReplacedBy,
    ReviewDispute,
};
pub use dunning::{LateTerms, OnReminders, PolicyOf, PolicySet, RunDunning, SetDunningPolicy};
pub use event::{Accepted, Event};
pub use fulfilment::{AcceptDelivery, AskReturn, CreditReturn, OnReturn};
pub use interest::{BillInterest, InterestBilled, ItemBilled};
pub use money_back::{BouncePayment, ReassignPayment, Refund, TransferItem};
pub use opening::{OpenBalances, OpeningBalance};
pub use payment::{IdentifyPayment, Letter, LetterAsProposed, OnPayment, ReceivePayment, Unletter};
pub use rejection::{Cause, Rejection};
pub use report::*;
pub use revaluation::{Revalue, Revalued};
pub use series::OpenSeries;
pub use settings::Settings;
pub use several::Several;
pub use shortage::ShareStock;
pub use stock::{OnStock, TransferStock};
pub use subscription::{BillSubscriptions, GiveBack, OnSubscription};
pub use tasks::OnPlan;
pub use vat::{Deferred, FellDue, Released, VatEvent};

use crate::error::Path;
use crate::machine::BrokenHistory;
use alloc::boxed::Box;
use alloc::vec::Vec;
use decision::Decision;
use overlay::Overlay;
use state::{Place, State};
use view::View;

/// The order to cash of one legal entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    state: State,
    log: Vec<Event>,
}

/// What a command led to: where its events stand in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Receipt {
    /// The place of its first event in the history.
    pub first: usize,
    /// How many events it led to.
    pub count: usize,
    /// Whether the command had been given before: nothing happened again.
    pub is_replayed: bool,
}

impl Company {
    /// A company with nothing in its books.
    pub fn found(settings: Settings) -> Self {
        Company {
            log: Vec::from([Event::Founded(Box::new(settings.clone()))]),
            state: State::new(settings),
        }
    }

    /// What the company is set to.
    pub fn settings(&self) -> &Settings {
        &self.state.settings
    }

    /// Everything that ever happened, oldest first.
    pub fn history(&self) -> &[Event] {
        &self.log
    }

    /// The events a command led to.
    pub fn events_of(&self, receipt: &Receipt) -> &[Event] {
        let until = receipt.first.saturating_add(receipt.count);
        self.log.get(receipt.first..until).unwrap_or_default()
    }

    /// What a command would lead to. Nothing changes; twice gives the same (contract I17). A
    /// command that was given before leads to no events.
    ///
    /// # Errors
    /// The rejection that takes precedence, with the way to the leg that was refused.
    pub fn decide(&self, command: &Command) -> Result<Vec<Event>, Rejection> {
        decide_on(&self.state, command).map(|decided| match decided {
            Decided::Now(events) => events,
            Decided::Before(_) => Vec::new(),
        })
    }

    /// Decides a command and keeps what it leads to: all of it, or on a rejection nothing.
    ///
    /// # Errors
    /// As [`Company::decide`].
    pub fn execute(&mut self, command: &Command) -> Result<Receipt, Rejection> {
        match decide_on(&self.state, command)? {
            Decided::Before(place) => Ok(place.receipt(true)),
            Decided::Now(events) => {
                let receipt =
                    Receipt { first: self.state.events, count: events.len(), is_replayed: false };
                for (at, event) in events.iter().enumerate() {
                    // A decision never breaks the history it was made on; if it did, the state
                    // would be rebuilt from the log, which holds only whole decisions.
                    if let Err(broken) = self.state.evolve(event) {
                        return self.restore(at, &broken);
                    }
                }
                self.log.extend(events);
                Ok(receipt)
            }
        }
    }

    #[cold]
    fn restore(&mut self, at: usize, broken: &BrokenHistory) -> Result<Receipt, Rejection> {
        if let Ok(company) = Company::replay(self.log.clone()) {
            *self = company;
        }
        Err(broken_history(at, broken))
    }

    /// Executes commands one after the other, with a result for each: a refused one changes
    /// nothing and does not stop the next.
    pub fn execute_all<'c>(
        &mut self,
        commands: impl IntoIterator<Item = &'c Command>,
    ) -> Vec<Result<Receipt, Rejection>> {
        commands.into_iter().map(|command| self.execute(command)).collect()
    }

    /// The company that a history leads to.
    ///
    /// # Errors
    /// `company.broken_history` where the events were not made by a company's decisions.
    pub fn replay(events: Vec<Event>) -> Result<Self, Rejection> {
        let Some(Event::Founded(settings)) = events.first() else {
            let broken = BrokenHistory::new("company", "a history begins with its founding");
            return Err(broken_history(0, &broken));
        };
        let mut state = State::new(Settings::clone(settings));
        for (at, event) in events.iter().enumerate().skip(1) {
            state.evolve(event).map_err(|broken| broken_history(at, &broken))?;
        }
        Ok(Company { state, log: events })
    }

    /// A fork: the same company, on which commands run without being kept.
    pub fn fork(&self) -> Fork<'_> {
        Fork { overlay: Overlay::new(&self.state), events: Vec::new() }
    }
}

/// A company on which commands run without being kept: what a run, a release or a discount would
/// lead to. It decides with the same code and costs what it touches, not what exists.
pub struct Fork<'a> {
    overlay: Overlay<'a>,
    events: Vec<Event>,
}

impl Fork<'_> {
    /// Decides a command on the fork and keeps what it leads to on the fork alone.
    ///
    /// # Errors
    /// As [`Company::decide`].
    pub fn execute(&mut self, command: &Command) -> Result<Receipt, Rejection> {
        match decide_on(&self.overlay, command)? {
            Decided::Before(place) => Ok(place.receipt(true)),
            Decided::Now(events) => {
                let receipt = Receipt {
                    first: self.overlay.events(),
                    count: events.len(),
                    is_replayed: false,
                };
                for (at, event) in events.iter().enumerate() {
                    self.overlay.evolve(event).map_err(|broken| broken_history(at, &broken))?;
                }
                self.events.extend(events);
                Ok(receipt)
            }
        }
    }

    /// What happened on the fork, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}

impl Place {
    fn receipt(self, is_replayed: bool) -> Receipt {
        Receipt { first: self.first, count: self.end.saturating_sub(self.first), is_replayed }
    }
}

enum Decided {
    Now(Vec<Event>),
    Before(Place),
}

/// The one decision of the company: first whether the command was given before, then its context,
/// then its legs.
fn decide_on(view: &dyn View, command: &Command) -> Result<Decided, Rejection> {
    let place = view.place(&command.id);
    #[cfg(feature = "planted-defects")]
    let place = place.filter(|_| !crate::defects::is_planted(18));
    if let Some(place) = place {
        if place.content == Fingerprint::of(command) {
            return Ok(Decided::Before(place));
        }
        return Err(Cause::CommandConflict {
            path: Path::field("id"),
            command: command.id.clone(),
            first_effective_on: place.effective_on.unwrap_or(command.effective_on),
            first_events: alloc::format!(
                "the events {} to {}",
                place.first,
                place.end.saturating_sub(1)
            ),
        }
        .into());
    }
    let mut decision = Decision::open(view, command)?;
    act(&mut decision).map_err(|refused| refused.of_action(command.action.name()))?;
    Ok(Decided::Now(decision.into_events()))
}

/// Routes an action to its room.
fn act(decision: &mut Decision<'_>) -> Result<(), Rejection> {
    let command = decision.command;
    match &command.action {
        Action::Directory(change) => sale::change_directory(decision, change),
        Action::PlaceOrder(order) => sale::place_order(decision, order),
        Action::AmendOrder(order) => {
            sale::amend_order(decision, order)?;
            credit::confirmed(decision, &order.content.order)
        }
        Action::ConfirmOrder(order) => {
            sale::confirm_order(decision, order)?;
            credit::confirmed(decision, &order.order)
        }
        Action::CancelOrderLine(line) => sale::cancel_order_line(decision, line),
        Action::CancelOrder(order) => sale::cancel_order(decision, order),
        Action::Ship(shipment) => {
            credit::shipping(decision, &shipment.order)?;
            sale::ship(decision, shipment)
        }
        Action::Deliver(shipment) => sale::deliver(decision, shipment),
        Action::AcceptDelivery(asked) => fulfilment::accept_delivery(decision, asked),
        Action::ShareStock(asked) => shortage::share_stock(decision, asked),
        Action::OpenSeries(series) => series::open_series(decision, series),
        Action::InvoiceOrder(order) => sale::invoice_order(decision, order),
        Action::IssueInvoice(invoice) => sale::issue_invoice(decision, invoice),
        Action::ReceivePayment(payment) => cash::receive_payment(decision, payment),
        Action::IdentifyPayment(payment) => cash::identify_payment(decision, payment),
        Action::Letter(letter) => cash::letter(decision, letter),
        Action::LetterAutomatically(payment) => matching::letter_automatically(decision, payment),
        Action::LetterAsProposed(asked) => matching::letter_as_proposed(decision, asked),
        Action::Unletter(letter) => cash::unletter(decision, letter),
        Action::ClosePeriod(period) => close_period(decision, period),
        Action::DispatchDocument(dispatch) => dispatch::dispatch_document(decision, dispatch),
        Action::RecordDispatch(outcome) => dispatch::record_dispatch(decision, outcome),
        Action::RecordStatus(status) => dispatch::record_status(decision, status),
        Action::IssueCreditNote(note) => correction::issue_credit_note(decision, note),
        Action::IssueDeposit(asked) => deposit::issue_deposit(decision, asked),
        Action::CreditDeposit(asked) => deposit::credit_deposit(decision, asked),
        Action::PlanBilling(asked) => deposit::plan_billing(decision, asked),
        Action::InvoiceMilestone(asked) => deposit::invoice_milestone(decision, asked),
        Action::InvoiceOrders(asked) => combined::invoice_orders(decision, asked),
        Action::InvoiceShipments(asked) => combined::invoice_shipments(decision, asked),
        Action::CutOff(period) => cut_off::cut_off(decision, period),
        Action::CorrectInvoice(invoice) => correction::correct_invoice(decision, invoice),
        Action::IssueDebitNote(note) => claim::claim_by_hand(decision, note),
        Action::BillInterest(asked) => interest::bill_interest(decision, asked),
        Action::OpenDispute(asked) => dispute::open(decision, asked),
        Action::ReviewDispute(asked) => dispute::review(decision, asked),
        Action::AcceptDispute(asked) => dispute::accept(decision, asked),
        Action::RejectDispute(asked) => dispute::reject(decision, asked),
        Action::Refund(asked) => money_back::refund(decision, asked),
        Action::BouncePayment(asked) => money_back::bounce_payment(decision, asked),
        Action::ReassignPayment(asked) => money_back::reassign_payment(decision, asked),
        Action::TransferItem(asked) => money_back::transfer_item(decision, asked),
        Action::MakeDoubtful(debts) => bad_debt::reclassify(decision, debts, true),
        Action::RestoreDoubtful(debts) => bad_debt::reclassify(decision, debts, false),
        Action::SetAllowance(asked) => bad_debt::set_allowance(decision, asked),
        Action::WriteOffBadDebt(asked) => bad_debt::write_off_bad_debt(decision, asked),
        Action::RecordRecovery(asked) => bad_debt::record_recovery(decision, asked),
        Action::Revalue(asked) => revaluation::revalue(decision, asked),
        Action::ClearPayments(asked) => clearing::clear_payments(decision, asked),
        Action::AllocatePayment(asked) => allocation::allocate_payment(decision, asked),
        Action::OpenBalances(asked) => opening::open_balances(decision, asked),
        Action::PromisePayment(asked) => arrangement::promise(decision, asked),
        Action::WithdrawPromise(asked) => arrangement::withdraw(decision, asked),
        Action::AgreeInstalmentPlan(asked) => arrangement::agree(decision, asked),
        Action::EndInstalmentPlan(asked) => arrangement::end(decision, asked),
        Action::Stock(asked) => stock::on_stock(decision, asked),
        Action::TransferStock(asked) => stock::transfer_stock(decision, asked),
        Action::QuoteOrder(asked) => desk::quote_order(decision, asked),
        Action::ReviseQuote(asked) => desk::revise_quote(decision, asked),
        Action::AcceptQuote(asked) => desk::accept_quote(decision, &asked.order),
        Action::LoseQuote(asked) => desk::lose_quote(decision, asked),
        Action::RejectOrder(asked) => desk::reject_order(decision, asked),
        Action::HoldOrder(asked) => desk::hold_order(decision, asked),
        Action::ReleaseHold(asked) => desk::release_hold(decision, asked),
        Action::RequestCancellation(asked) => desk::request_cancellation(decision, asked),
        Action::AnswerCancellation(asked) => desk::answer_cancellation(decision, asked),
        Action::Subscription(asked) => subscription::change_subscription(decision, asked),
        Action::BillSubscriptions(asked) => subscription::bill_subscriptions(decision, asked),
        Action::SetDunningPolicy(asked) => dunning::set_policy(decision, asked),
        Action::RunDunning(asked) => dunning::run_dunning(decision, asked),
        Action::Reminders(asked) => dunning::change_reminders(decision, asked),
        Action::ChangeCredit(asked) => credit::change(decision, asked),
        Action::RuleOnHold(asked) => credit::rule(decision, asked),
        Action::CheckCredit(asked) => credit::check_customer(decision, asked),
        Action::SignMandate(asked) => direct_debit::sign(decision, asked),
        Action::AmendMandate(asked) => direct_debit::amend(decision, asked),
        Action::RevokeMandate(asked) => direct_debit::revoke(decision, asked),
        Action::RunDirectDebits(asked) => direct_debit::run(decision, asked),
        Action::ReceiveDirectDebits(asked) => direct_debit::receive(decision, asked),
        Action::ReturnDirectDebit(asked) => direct_debit::give_back(decision, asked),
        Action::RemitCheques(asked) => clearing::remit_cheques(decision, asked),
        Action::FulfilmentPlan(asked) => tasks::on_plan(decision, asked),
        Action::GoodsReturn(asked) => fulfilment::on_return(decision, asked),
    }
}

/// A period is closed once it is over: closing days to come would refuse all trade until then.
fn close_period(decision: &mut Decision<'_>, period: &ClosePeriod) -> Result<(), Rejection> {
    let effective_on = decision.command.effective_on;
    if period.until > effective_on {
        return Err(Cause::PeriodNotOver {
            path: Path::field("until"),
            until: period.until,
            effective_on,
        }
        .into());
    }
    if let Some(closed_until) = decision.before().closed_until()
        && period.until <= closed_until
    {
        return Err(Cause::ClosedAlready {
            path: Path::field("until"),
            until: period.until,
            closed_until,
        }
        .into());
    }
    decision.push(Event::PeriodClosed { until: period.until });
    Ok(())
}

fn broken_history(event: usize, broken: &BrokenHistory) -> Rejection {
    Cause::BrokenHistory {
        path: Path::index("events", event),
        event,
        machine: broken.machine,
        reason: broken.reason.as_str().into(),
        invariant: broken.invariant,
    }
    .into()
}
