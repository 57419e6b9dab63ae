//! The whole history of a customer in one view: orders, shipments, documents, money, letters.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Accepted, Company, Event, Rejection};
use crate::credit::{self, FileHolder};
use crate::directory::RecordKey;
use crate::dunning;
use crate::fulfilment::Shipment;
use crate::id::{
    CommandId, CustomerId, DisputeId, DocumentNumber, EntryId, MandateId, OrderId, PlanId,
    PromiseId, ShipmentId, SubscriptionId,
};
use crate::invoice::{self, life, outbox};
use crate::money::{Currency, Money};
use crate::receivable::{
    self, AccountKey, Holder, LetterCode, Mandate, MandateEvent, PlanEvent, PromiseEvent,
};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which customer's history.
    HistoryQuery {
        /// Whose.
        customer: CustomerId,
        /// Only what counts from this day on.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// Only what counts up to this day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
}

/// What something happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum HistorySubject {
    /// The customer's own record.
    Customer(CustomerId),
    /// An order.
    Order(OrderId),
    /// A shipment.
    Shipment(ShipmentId),
    /// A document.
    Document(DocumentNumber),
    /// An item of an account, such as a payment.
    Item(EntryId),
    /// A letter of an account.
    Letter(LetterCode),
    /// A dispute.
    Dispute(DisputeId),
    /// A promise to pay.
    Promise(PromiseId),
    /// A plan of instalments.
    Plan(PlanId),
    /// A subscription.
    Subscription(SubscriptionId),
    /// The reminders in a currency.
    Reminders(Currency),
    /// A mandate for direct debits.
    Mandate(MandateId),
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HistoryEntry {
    /// The day it counts.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
    /// The command that led to it.
    pub command: CommandId,
    /// What it happened to.
    pub subject: HistorySubject,
    /// What happened, such as `placed`, `issued` or `lettered`.
    pub event: &'static str,
    /// What the subject is, where that is not said yet: the kind of a document or of an item.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub kind: Option<&'static str>,
    /// How much it was about: what a document comes to, what was received, what was settled; debit
    /// positive.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub amount: Option<Money>,
}

/// What an event says to the history of its customer.
pub(super) struct Told {
    pub(super) customer: CustomerId,
    pub(super) subject: HistorySubject,
    pub(super) event: &'static str,
    pub(super) kind: Option<&'static str>,
    pub(super) amount: Option<Money>,
    /// The day it counts, where that is not its command's.
    pub(super) on: Option<Day>,
}

impl Told {
    fn of(customer: CustomerId, subject: HistorySubject, event: &'static str) -> Self {
        Told { customer, subject, event, kind: None, amount: None, on: None }
    }
}

impl Company {
    /// All that happened to a customer, in the order in which it became known. Entries of the
    /// journal and what the rules thought of payments are reports of their own.
    ///
    /// # Errors
    /// `directory.customer_unknown`, `money.out_of_range`.
    pub fn customer_history(&self, query: &HistoryQuery) -> Result<Vec<HistoryEntry>, Rejection> {
        self.customer(&query.customer)?;
        let mut command: Option<&Accepted> = None;
        let mut entries = Vec::new();
        for event in self.history() {
            if let Event::Accepted(accepted) = event {
                command = Some(accepted);
                continue;
            }
            let Some(command) = command else {
                continue;
            };
            let is_known = query.known_at.is_none_or(|known_at| command.recorded_on <= known_at);
            let Some(told) = self.told(event)?.filter(|told| told.customer == query.customer)
            else {
                continue;
            };
            let on = told.on.unwrap_or(command.effective_on);
            let is_within = query.from.is_none_or(|from| from <= on)
                && query.until.is_none_or(|until| on <= until);
            if is_known && is_within {
                entries.push(HistoryEntry {
                    on,
                    recorded_on: command.recorded_on,
                    command: command.command.clone(),
                    subject: told.subject,
                    event: told.event,
                    kind: told.kind,
                    amount: told.amount,
                });
            }
        }
        Ok(entries)
    }

    /// Whose history an event belongs to, and what it says there.
    pub(super) fn told(&self, event: &Event) -> Result<Option<Told>, Rejection> {
        let document = |number: &DocumentNumber, event: &'static str| {
            let customer = self.state.document(number)?.draft.customer.clone();
            Some(Told::of(customer, HistorySubject::Document(number.clone()), event))
        };
        Ok(match event {
            Event::Directory { record: RecordKey::Customer(customer), event } => {
                let subject = HistorySubject::Customer(customer.clone());
                Some(Told::of(customer.clone(), subject, event.name()))
            }
            Event::Order { order, event } => self.buyer_of(order).map(|customer| {
                Told::of(customer, HistorySubject::Order(order.clone()), event.name())
            }),
            Event::Fulfilment { shipment, event } => self.receiver_of(shipment).map(|customer| {
                Told::of(customer, HistorySubject::Shipment(shipment.clone()), event.name())
            }),
            Event::Invoice { event: invoice::Event::Issued(issued), .. } => {
                document(&issued.number, "issued").map(|told| Told {
                    kind: Some(issued.draft.kind.name()),
                    amount: Some(issued.signed(issued.figures.gross)),
                    ..told
                })
            }
            Event::Receivable { account, event } => told_of_account(account, event)?,
            Event::Outbox { document: number, event } => document(
                number,
                match event {
                    outbox::Event::Dispatched { .. } => "dispatched",
                    outbox::Event::Outcome { .. } => "dispatch_outcome",
                },
            ),
            Event::Lifecycle { document: number, .. } => document(number, "status_recorded"),
            Event::Document { document: number, event } => document(
                number,
                match event {
                    life::Event::Credited { .. } => "credited",
                    life::Event::Replaced { .. } => "replaced",
                    life::Event::Related { .. } => "related",
                },
            ),
            Event::Dispute { dispute, event } => self.contester_of(dispute).map(|customer| {
                Told::of(customer, HistorySubject::Dispute(dispute.clone()), event.name())
            }),
            Event::Subscription { subscription, event } => {
                let contract = self.state.subscription(subscription).and_then(|of| of.contract());
                contract.map(|contract| {
                    let subject = HistorySubject::Subscription(subscription.clone());
                    Told::of(contract.plan.customer.clone(), subject, event.name())
                })
            }
            Event::Reminders { account, event } => match &account.holder {
                Holder::Customer(customer) => {
                    let subject = HistorySubject::Reminders(account.currency);
                    let told = Told::of(customer.clone(), subject, event.name());
                    let amount = match event {
                        dunning::Event::Written { letter, .. } => Some(letter.net),
                        dunning::Event::Blocked { .. }
                        | dunning::Event::Lifted { .. }
                        | dunning::Event::Reset { .. }
                        | dunning::Event::Notified { .. } => None,
                    };
                    Some(Told { amount, on: Some(event.at().on), ..told })
                }
                Holder::Suspense => None,
            },
            Event::Credit {
                file: FileHolder::Customer(customer) | FileHolder::Segment { customer, .. },
                event,
            } => {
                let subject = match event {
                    credit::Event::Held(hold) => HistorySubject::Order(hold.order.clone()),
                    credit::Event::Lifted { order, .. } | credit::Event::Ruled { order, .. } => {
                        HistorySubject::Order(order.clone())
                    }
                    credit::Event::LimitSet { .. }
                    | credit::Event::Increased(_)
                    | credit::Event::Insured(_)
                    | credit::Event::Guaranteed(_)
                    | credit::Event::Assessed(_) => HistorySubject::Customer(customer.clone()),
                };
                Some(Told::of(customer.clone(), subject, event.name()))
            }
            Event::InterestBilled { billed, .. } => document(&billed.by, "interest_billed"),
            Event::Allowance { document: number, set } => document(number, "allowance_set")
                .map(|told| Told { amount: Some(set.amount), on: Some(set.effective_on), ..told }),
            Event::Recovered { document: number, recovered } => {
                let parts = recovered.shares.iter().flat_map(|share| [share.net, share.tax]);
                let amounts: Vec<Money> = parts.collect();
                let currency = amounts.first().map(|first| first.currency());
                let amount = currency.map(|currency| Money::sum(currency, amounts)).transpose()?;
                let on = Some(recovered.effective_on);
                document(number, "recovered").map(|told| Told { amount, on, ..told })
            }
            Event::Mandate { mandate, event, .. } => {
                let name = match event {
                    MandateEvent::Signed(_) => "signed",
                    MandateEvent::Amended(_) => "amended",
                    MandateEvent::Revoked => "revoked",
                };
                let signed = self.state.debits.mandate(mandate).and_then(Mandate::signed);
                signed.map(|signed| {
                    let subject = HistorySubject::Mandate(mandate.clone());
                    Told::of(signed.customer.clone(), subject, name)
                })
            }
            Event::DunningPolicySet(_)
            | Event::Founded(_)
            | Event::Accepted(_)
            | Event::Directory { .. }
            | Event::Invoice { .. }
            | Event::Posted(_)
            | Event::Advised { .. }
            | Event::Identified { .. }
            | Event::Matched { .. }
            | Event::PaymentsCleared { .. }
            | Event::ChequesRemitted { .. }
            | Event::DirectDebit { .. }
            | Event::PeriodClosed { .. }
            | Event::Credit { file: FileHolder::Group(_), .. }
            | Event::CutOff(_)
            | Event::Revalued(_)
            | Event::Stock { .. }
            | Event::Plan { .. }
            | Event::Return { .. }
            | Event::Vat { .. } => None,
        })
    }

    fn buyer_of(&self, order: &OrderId) -> Option<CustomerId> {
        Some(self.state.order(order)?.content()?.customer.clone())
    }

    fn contester_of(&self, dispute: &DisputeId) -> Option<CustomerId> {
        match &self.state.dispute(dispute)?.claim()?.account.holder {
            Holder::Customer(customer) => Some(customer.clone()),
            Holder::Suspense => None,
        }
    }

    fn receiver_of(&self, shipment: &ShipmentId) -> Option<CustomerId> {
        match self.state.shipment(shipment)? {
            Shipment::Absent => None,
            Shipment::Shipped(shipped) => self.buyer_of(&shipped.order),
            Shipment::Delivered(delivered) => self.buyer_of(&delivered.shipped.order),
        }
    }
}

/// What happened on a customer's account: an invoice's items are told as the invoice itself.
fn told_of_account(
    account: &AccountKey,
    event: &receivable::Event,
) -> Result<Option<Told>, Rejection> {
    let Holder::Customer(customer) = &account.holder else {
        return Ok(None);
    };
    let lettered = |letter: &receivable::Lettered, name, is_counted: fn(&Money) -> bool| {
        let amounts = letter.applications.iter().map(|applied| applied.amount);
        let settled = Money::sum(account.currency, amounts.filter(is_counted))?;
        let told = Told::of(customer.clone(), HistorySubject::Letter(letter.letter), name);
        Ok::<_, Rejection>(Told { amount: Some(settled), on: Some(letter.effective_on), ..told })
    };
    Ok(match event {
        receivable::Event::Opened { item, .. } if item.kind.document().is_none() => {
            let told = Told::of(customer.clone(), HistorySubject::Item(item.id.clone()), "opened");
            Some(Told {
                kind: Some(item.kind.name()),
                amount: Some(item.amount),
                on: Some(item.accounted_on),
                ..told
            })
        }
        receivable::Event::Opened { .. } => None,
        receivable::Event::Lettered(letter) => {
            Some(lettered(letter, "lettered", |amount| amount.is_positive())?)
        }
        // What was settled is given back: the amounts come negated.
        receivable::Event::Unlettered(letter) => {
            Some(lettered(letter, "unlettered", |amount| amount.is_negative())?)
        }
        receivable::Event::Deducted { entry, deduction, effective_on, .. } => Some(Told {
            amount: Some(deduction.amount),
            on: Some(*effective_on),
            ..Told::of(customer.clone(), HistorySubject::Item(entry.clone()), "deducted")
        }),
        receivable::Event::Reclassified { items, is_doubtful, effective_on, .. } => {
            let amount = Money::sum(account.currency, items.iter().map(|item| item.amount))?;
            let name = if *is_doubtful { "doubtful" } else { "no_longer_doubtful" };
            items.first().map(|first| Told {
                amount: Some(amount),
                on: Some(*effective_on),
                ..Told::of(customer.clone(), HistorySubject::Item(first.entry.clone()), name)
            })
        }
        receivable::Event::DueMoved { moves, effective_on, .. } => {
            moves.first().map(|moved| Told {
                on: Some(*effective_on),
                ..Told::of(customer.clone(), HistorySubject::Item(moved.entry.clone()), "due_moved")
            })
        }
        receivable::Event::Promise { event, effective_on, .. } => {
            let (promise, name, amount) = match event {
                PromiseEvent::Made(made) => (&made.promise, "promised", Some(made.amount)),
                PromiseEvent::Withdrawn { promise } => (promise, "withdrawn", None),
            };
            let subject = HistorySubject::Promise(promise.clone());
            let on = Some(*effective_on);
            Some(Told { amount, on, ..Told::of(customer.clone(), subject, name) })
        }
        receivable::Event::Plan { event, effective_on, .. } => {
            let (plan, name, amount) = match event {
                PlanEvent::Agreed(version) => {
                    let amounts = version.covered.iter().map(|covered| covered.amount);
                    let covered = Money::sum(account.currency, amounts)?;
                    (&version.plan, "agreed", Some(covered))
                }
                PlanEvent::Ended { plan } => (plan, "ended", None),
            };
            let (subject, on) = (HistorySubject::Plan(plan.clone()), Some(*effective_on));
            Some(Told { amount, on, ..Told::of(customer.clone(), subject, name) })
        }
    })
}
