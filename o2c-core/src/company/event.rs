//! What happened in the company: the rooms' own events, in the order in which they were decided.

use super::bad_debt::{AllowanceSet, Recovered};
use super::content::Fingerprint;
use super::cut_off::PeriodCutOff;
use super::dunning::PolicySet;
use super::interest::InterestBilled;
use super::revaluation::Revalued;
use super::settings::Settings;
use crate::calendar::Day;
use crate::id::{
    CommandId, DisputeId, DocumentNumber, MandateId, OrderId, PaymentId, ReturnId, SeriesId,
    ShipmentId, SubscriptionId, Text,
};
use crate::ledger::Entry;
use crate::lettering::{Identification, Proposal};
use crate::receivable::AccountKey;
use crate::reference::CreditorReference;
use crate::stock::{self, StockKey};
use crate::{
    credit, directory, dispute, dunning, fulfilment, invoice, order, receivable, subscription,
};
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// One event. A decision is an [`Event::Accepted`] and what follows until the next one. The list
/// of kinds is append-only: every history ever written stays readable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Event {
    /// The company begins; the first event of every history.
    Founded(Box<Settings>),
    /// A command was accepted; the events of its decision follow.
    Accepted(Accepted),
    /// Something changed in the directory.
    Directory {
        /// Which record.
        record: directory::RecordKey,
        /// What happened to it.
        event: directory::Event,
    },
    /// Something happened to an order.
    Order {
        /// Which order.
        order: OrderId,
        /// What happened to it.
        event: order::Event,
    },
    /// Something happened to a shipment.
    Fulfilment {
        /// Which shipment.
        shipment: ShipmentId,
        /// What happened to it.
        event: fulfilment::Event,
    },
    /// Something happened in a series of documents.
    Invoice {
        /// Which series.
        series: SeriesId,
        /// What happened in it.
        event: invoice::Event,
    },
    /// Something happened on an account of receivables.
    Receivable {
        /// Which account.
        account: AccountKey,
        /// What happened on it.
        event: receivable::Event,
    },
    /// An entry was posted in the journal.
    Posted(Arc<Entry>),
    /// What the bank told of a payment besides its amount.
    Advised {
        /// Which payment.
        payment: PaymentId,
        /// The payer's name as the bank shows it.
        payer_name: Text,
        /// What the payer wrote.
        remittance: Text,
        /// The structured creditor reference that the payer quoted.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        structured_reference: Option<CreditorReference>,
        /// What payer and bank call the transaction from end to end.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        end_to_end_id: Text,
        /// The account it was paid from.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        payer_account: Text,
    },
    /// The rules looked for the payer of a payment in suspense: what they found and why.
    Identified {
        /// Which payment.
        payment: PaymentId,
        /// Whose it is taken to be, with the evidence.
        identification: Arc<Identification>,
    },
    /// The rules looked for what a payment settles: what they found and why.
    Matched {
        /// Which payment.
        payment: PaymentId,
        /// The proposal with its evidence and alternatives.
        proposal: Arc<Proposal>,
    },
    /// The books were closed until a day.
    PeriodClosed {
        /// The last day that is closed.
        until: Day,
    },
    /// Something happened to the dispatch of a document.
    Outbox {
        /// Which document.
        document: DocumentNumber,
        /// What happened.
        event: invoice::outbox::Event,
    },
    /// Something was said of an electronic invoice.
    Lifecycle {
        /// Which document.
        document: DocumentNumber,
        /// What was said.
        event: invoice::lifecycle::Event,
    },
    /// Something happened to a document after its issue.
    Document {
        /// Which document.
        document: DocumentNumber,
        /// What happened to it.
        event: invoice::life::Event,
    },
    /// A period was cut off; its entries follow.
    CutOff(PeriodCutOff),
    /// Something happened to VAT that falls due as its document is paid.
    Vat {
        /// Which document's.
        document: DocumentNumber,
        /// What happened to it.
        event: super::vat::VatEvent,
    },
    /// A debit note billed interest and compensation for the late items of an account.
    InterestBilled {
        /// Which account.
        account: AccountKey,
        /// What was billed.
        billed: InterestBilled,
    },
    /// Something happened to a dispute.
    Dispute {
        /// Which dispute.
        dispute: DisputeId,
        /// What happened to it.
        event: dispute::Event,
    },
    /// The allowance of a document was set; its entry follows.
    Allowance {
        /// Which document's.
        document: DocumentNumber,
        /// What it stands at.
        set: AllowanceSet,
    },
    /// Money came in on a document that was written off; its entry follows.
    Recovered {
        /// Which document.
        document: DocumentNumber,
        /// What came in.
        recovered: Recovered,
    },
    /// What is open in other currencies was held against the rates of a day; its entries follow.
    Revalued(Revalued),
    /// Something happened to a mandate.
    Mandate {
        /// Which mandate.
        mandate: MandateId,
        /// What happened to it.
        event: receivable::MandateEvent,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// Something happened to direct debits.
    DirectDebit {
        /// What happened.
        event: receivable::DebitEvent,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// Cheques were handed to the bank.
    ChequesRemitted {
        /// Which cheques.
        payments: Vec<PaymentId>,
        /// The deposit slip.
        remittance: Text,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// The bank has the money of payments that stood elsewhere.
    PaymentsCleared {
        /// Which payments.
        payments: Vec<PaymentId>,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// Something happened to the tasks that fulfil an order.
    Plan {
        /// Which order.
        order: OrderId,
        /// What happened.
        event: fulfilment::plan::Event,
    },
    /// Something happened to goods that come back.
    Return {
        /// Which return.
        goods_return: ReturnId,
        /// What happened to it.
        event: fulfilment::returns::Event,
    },
    /// Something happened to a stock.
    Stock {
        /// Which stock.
        stock: StockKey,
        /// What happened to it.
        event: stock::Event,
    },
    /// Something happened to a subscription.
    Subscription {
        /// Which subscription.
        subscription: SubscriptionId,
        /// What happened to it.
        event: subscription::Event,
    },
    /// Something happened to the reminders of an account.
    Reminders {
        /// Whose account.
        account: AccountKey,
        /// What happened.
        event: dunning::Event,
    },
    /// A policy of reminders was set.
    DunningPolicySet(PolicySet),
    /// Something happened to a credit file.
    Credit {
        /// Whose file.
        file: credit::FileHolder,
        /// What happened to it.
        event: credit::Event,
    },
}

/// The head of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Accepted {
    /// The command.
    pub command: CommandId,
    /// The fingerprint of its content, by which a retry is known.
    pub content: Fingerprint,
    /// The day it counts.
    pub effective_on: Day,
    /// The day it became known.
    pub recorded_on: Day,
}
