//! Why the company says no, beyond what its rooms refuse.

use crate::calendar::Day;
use crate::error::{Error, Path, Refusal};
use crate::id::{
    CommandId, CustomerId, DebitRunId, DisputeId, DocumentNumber, EntryId, LineId, OrderId,
    PaymentId, SeriesId, SubscriptionId, TableId,
};
use crate::money::{Currency, Exact};
use crate::receivable::Place;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

crate::rejections! {
    /// Why a command is refused by the company itself: numbers 2000 to 2099, in order of
    /// precedence.
    pub enum Cause {
        /// The command id was used before with other content.
        CommandConflict = 2001 "company.command_conflict"
            { command: CommandId, first_effective_on: Day, first_events: String }
            => "the command {command} was given before with other content: effective on {first_effective_on}, it led to {first_events}",
        /// The day a command became known lies before that of an earlier command.
        RecordedBackwards = 2002 "company.recorded_on_decreases" { recorded_on: Day, last: Day }
            => "recorded on {recorded_on}, but the last command was recorded on {last}",
        /// The command would take effect in a closed period and names no posting day in an open one.
        PeriodClosed = 2003 "company.period_closed" { effective_on: Day, closed_until: Day }
            => "{effective_on} lies in the period closed until {closed_until}, and no posting day is named",
        /// The posting day that was named lies in a closed period.
        PostingDayClosed = 2004 "company.posting_day_closed" { posting_on: Day, closed_until: Day }
            => "the posting day {posting_on} lies in the period closed until {closed_until}",
        /// A period is closed only forwards.
        ClosedAlready = 2005 "company.closed_already" { until: Day, closed_until: Day }
            => "the period is closed until {closed_until} already, not only until {until}",
        /// The order was never placed.
        UnknownOrder = 2006 "company.unknown_order" { order: OrderId }
            => "there is no order {order}",
        /// The series of document numbers was never opened.
        UnknownSeries = 2007 "company.unknown_series" { series: SeriesId }
            => "there is no series {series}",
        /// The payment was never received.
        UnknownPayment = 2008 "company.unknown_payment" { payment: PaymentId }
            => "there is no payment {payment}",
        /// The payment was received before.
        PaymentKnown = 2009 "company.payment_known" { payment: PaymentId }
            => "the payment {payment} was received before",
        /// The payment belongs to a customer already.
        PaymentIdentified = 2010 "company.payment_identified"
            { payment: PaymentId, customer: CustomerId }
            => "the payment {payment} is known to come from {customer}",
        /// There is no such document.
        UnknownDocument = 2011 "company.unknown_document" { document: DocumentNumber }
            => "there is no document {document}",
        /// The customer has no account in this currency.
        UnknownAccount = 2012 "company.unknown_account" { customer: CustomerId, currency: Currency }
            => "{customer} has no account in {currency}",
        /// The line has no price and its item has none on that day.
        PriceMissing = 2013 "company.price_missing" { line: LineId, on: Day }
            => "line {line} has no price on {on}",
        /// The line has no VAT and its item's class has none on that day.
        VatMissing = 2014 "company.vat_missing" { line: LineId, on: Day }
            => "line {line} has no VAT on {on}",
        /// Neither the order nor the customer names payment terms.
        TermsMissing = 2015 "company.terms_missing" { customer: CustomerId }
            => "{customer} has no payment terms",
        /// The table of the directory does not hold what is asked of it.
        WrongTable = 2016 "company.wrong_table" { table: TableId, expected: String }
            => "the table {table} holds no {expected}",
        /// A document that names a prepaid amount needs the deposit documents it was paid on.
        PrepaidWithoutDeposit = 2017 "company.prepaid_without_deposit"
            { prepaid: crate::money::Money }
            => "{prepaid} is said to be prepaid, but no deposit document carries it",
        /// The amount must be above zero.
        AmountNotPositive = 2018 "company.amount_not_positive" { amount: crate::money::Money }
            => "{amount} is not above zero",
        /// A customer is merged only once nothing is open on its accounts.
        AccountNotEmpty = 2019 "company.account_not_empty"
            { customer: CustomerId, open: crate::money::Money }
            => "an item of {customer} is open with {open}",
        /// A span of days ends before it begins.
        DayOutOfOrder = 2020 "company.days_reversed" { from: Day, until: Day }
            => "{from} is after {until}",
        /// The events do not make a history.
        BrokenHistory = 2021 "company.broken_history"
            { event: usize, machine: &'static str, reason: Box<str>, invariant: &'static str }
            => "event {event} breaks the history of {machine}: {reason}",
        /// The line of the order is unknown.
        UnknownLine = 2022 "company.unknown_line" { line: LineId }
            => "the order has no line {line}",
        /// A document of this number was issued in another series.
        DocumentKnown = 2023 "company.document_known" { document: DocumentNumber }
            => "the document {document} was issued before, in another series",
        /// A customer is merged only once its orders are delivered and billed, or cancelled.
        OrderInProgress = 2024 "company.order_in_progress" { customer: CustomerId, order: OrderId }
            => "the order {order} of {customer} is in progress",
        /// What is billed of an order is billed to the customer who ordered it.
        OtherCustomer = 2025 "company.other_customer" { expected: CustomerId, found: CustomerId }
            => "the order is of {expected}, not of {found}",
        /// A period is closed once it is over.
        PeriodNotOver = 2026 "company.period_not_over" { until: Day, effective_on: Day }
            => "the period until {until} is not over on {effective_on}",
        /// A rate is given for what is in another currency than the ledger's.
        RateNotNeeded = 2035 "company.rate_not_needed"
            { rate: crate::money::ExchangeRate, currency: Currency }
            => "{currency} is the ledger's currency: no rate such as {rate} is needed",
        /// What is given back leaves the books at what the document was booked at.
        RateNotOfOriginal = 2036 "company.rate_not_of_original"
            { document: DocumentNumber, rate: crate::money::ExchangeRate,
                booked: crate::money::Money }
            => "{document} was booked with {booked}, which is not the rate {rate}",
        /// The payment was not honoured.
        PaymentBounced = 2041 "company.payment_bounced" { payment: PaymentId }
            => "the payment {payment} has bounced",
        /// A refund leaves once.
        RefundKnown = 2042 "company.refund_known" { refund: PaymentId }
            => "the refund {refund} left before",
        /// Only a credit is paid back: more was paid, or given back, than is owed.
        NotACredit = 2043 "company.not_a_credit"
            { entry: crate::id::EntryId, open: crate::money::Money }
            => "{entry} is no credit: {open} is open",
        /// A batch has at least one payment.
        PaymentsMissing = 2044 "company.payments_missing" {} => "at least one payment is needed",
        /// A payment is named once in one command.
        PaymentTwice = 2045 "company.payment_twice" { payment: PaymentId }
            => "the payment {payment} is named twice",
        /// What the bank has is not cleared again.
        AtTheBank = 2046 "company.at_the_bank" { payment: PaymentId }
            => "the bank has the money of {payment}",
        /// A batch comes from one place.
        HeldElsewhere = 2047 "company.held_elsewhere"
            { payment: PaymentId, expected: Place, found: Place }
            => "the money of {payment} stands in {found}, not in {expected}",
        /// What the bank keeps of a batch is above zero and less than the batch.
        FeeOutOfBatch = 2048 "company.fee_out_of_batch"
            { fee: crate::money::Money, amount: crate::money::Money }
            => "a fee of {fee} does not fit a batch of {amount}",
        /// Nobody knows whose debts a payment in suspense settles.
        PayerUnknown = 2049 "company.payer_unknown" { payment: PaymentId }
            => "nobody knows whom {payment} came from",
        /// A document of ours is given back or replaced by the command that follows it up.
        PrecedingIsOurs = 2060 "company.preceding_is_ours" { document: DocumentNumber }
            => "{document} is a document of ours: credit or correct it by its own command",
        /// A number of one series must never read like one of another.
        SeriesCollide = 2061 "company.series_collide" { series: SeriesId, with: SeriesId }
            => "numbers of {series} could read like those of {with}",
        /// A deposit is given back by the command that knows what invoices deducted of it.
        IsDeposit = 2062 "company.is_deposit" { document: DocumentNumber }
            => "{document} is a deposit: credit it as one",
        /// A debit note relates to documents of its own customer.
        RelatesToOther = 2067 "company.relates_to_other"
            { document: DocumentNumber, customer: CustomerId }
            => "{document} is of {customer}, whom the debit note does not claim of",
        /// A document is named once in one command.
        DocumentTwice = 2068 "company.document_twice" { document: DocumentNumber }
            => "the document {document} is named twice",
        /// The flat compensation for recovery is claimed once for an invoice (I15).
        IndemnityClaimed = 2069 "company.indemnity_claimed"
            { document: DocumentNumber, by: DocumentNumber }
            => "the compensation for the recovery of {document} was claimed by {by}",
        /// There is no customer of this group.
        UnknownGroup = 2070 "company.unknown_group" { group: crate::id::GroupId }
            => "no customer belongs to the group {group}",
        /// The document is no deposit on an order.
        NotADeposit = 2080 "company.not_a_deposit" { document: DocumentNumber }
            => "{document} is no deposit on an order",
        /// Deposits are asked for, deducted and given back by commands that name the order.
        DepositByHand = 2081 "company.deposit_by_hand" { kind: crate::invoice::DocumentKind }
            => "what a {kind} has to do with deposits is said by a command that names the order",
        /// An invoice bills at least one order, and each once.
        OrdersMissing = 2082 "company.orders_missing" {} => "at least one order is needed",
        /// An order is named once in one command.
        OrderTwice = 2083 "company.order_twice" { order: OrderId }
            => "the order {order} is named twice",
        /// Orders on one invoice have one customer, one currency and one set of payment terms.
        OrdersDiffer = 2084 "company.orders_differ"
            { field: &'static str, expected: String, found: String }
            => "the {field} of the order is {found}, that of the first order {expected}",
        /// There is no such shipment.
        UnknownShipment = 2085 "company.unknown_shipment" { shipment: crate::id::ShipmentId }
            => "there is no shipment {shipment}",
        /// There is no such dispute.
        UnknownDispute = 2086 "company.unknown_dispute" { dispute: DisputeId }
            => "there is no dispute {dispute}",
        /// An item that may not be matched is settled once its dispute is over (rulebook L-10).
        DisputedItem = 2087 "company.disputed_item" { entry: EntryId, dispute: DisputeId }
            => "{entry} may not be matched while {dispute} lasts",
        /// The invoice does not take the place of the one disputed.
        NotInItsPlace = 2088 "company.not_in_its_place"
            { document: DocumentNumber, by: DocumentNumber }
            => "{by} did not take the place of {document}",
        /// Only what is open of a document can be lost.
        NothingOpenOf = 2089 "company.nothing_open_of" { document: DocumentNumber }
            => "nothing of {document} is open",
        /// No more can be lost than is open.
        BeyondOpenOf = 2090 "company.beyond_open_of"
            { document: DocumentNumber, asked: crate::money::Money, open: crate::money::Money }
            => "{asked} of {document} cannot be lost: {open} is open",
        /// An allowance is at most what is open without VAT (rulebook A-03).
        AllowanceBeyondDebt = 2091 "company.allowance_beyond_debt"
            { document: DocumentNumber, asked: crate::money::Money, base: crate::money::Money }
            => "an allowance of {asked} for {document} is beyond the {base} open without VAT",
        /// An allowance is set in the order of its days.
        AllowanceEarlier = 2092 "company.allowance_earlier"
            { document: DocumentNumber, on: Day, latest: Day }
            => "the allowance of {document} was set on {latest}, after {on}",
        /// No more is recovered than was lost.
        BeyondLoss = 2093 "company.beyond_loss"
            { document: DocumentNumber, asked: crate::money::Money, lost: crate::money::Money }
            => "{asked} of {document} cannot be recovered: {lost} was lost",
        /// Interest is billed up to a day that has come.
        InterestInAdvance = 2100 "company.interest_in_advance" { until: Day, effective_on: Day }
            => "interest until {until} is not billed on {effective_on}",
        /// There is neither interest nor compensation that was not billed before.
        NothingToBill = 2101 "company.no_interest_to_bill" { customer: CustomerId, until: Day }
            => "{customer} owes no interest until {until} that was not billed",
        /// What a period cuts off is reversed after its last day.
        ReversedTooEarly = 2120 "company.cut_off.reversed_too_early"
            { until: Day, reverse_on: Day }
            => "{reverse_on} is not after {until}",
        /// A period is cut off once.
        CutOffAlready = 2121 "company.cut_off.done_already" { until: Day, last: Day }
            => "the period until {until} was cut off with that until {last}",
        /// What was cut off before is reversed within the period that is cut off next.
        CutOffNotReversed = 2122 "company.cut_off.not_reversed"
            { until: Day, last_reverse_on: Day }
            => "what was cut off before is reversed on {last_reverse_on}, after {until}",
        /// What is taken over in another currency needs the value it was booked at.
        BookedMissing = 2135 "company.booked_missing" { amount: crate::money::Money }
            => "{amount} is taken over without the value it was booked at",
        /// What is taken over was open before the day it is taken over.
        OpenedAhead = 2136 "company.opened_ahead" { document_on: Day, effective_on: Day }
            => "a document of {document_on} is not taken over on {effective_on}",
        /// A run of direct debits is handed to the bank once.
        RunKnown = 2137 "company.debit_run_known" { run: DebitRunId }
            => "the run {run} was handed to the bank before",
        /// There is no such run of direct debits.
        UnknownRun = 2138 "company.unknown_debit_run" { run: DebitRunId }
            => "there is no run {run}",
        /// Nothing is due of a customer with a mandate that stands.
        NothingToCollect = 2139 "company.nothing_to_collect" { through: Day }
            => "nothing that is due until {through} can be collected",
        /// The money of a run comes in once.
        RunReceived = 2140 "company.debit_run_received" { run: DebitRunId }
            => "nothing of the run {run} is to come",
        /// Nothing comes in before the day on which it is collected.
        CollectedLater = 2141 "company.collected_later" { collect_on: Day, on: Day }
            => "nothing is collected before {collect_on}, so nothing came in on {on}",
        /// There is no such collection.
        UnknownCollection = 2142 "company.unknown_collection" { collection: PaymentId }
            => "there is no collection {collection}",
        /// A bank takes its fee for money that moved.
        FeeOfNothing = 2143 "company.fee_of_nothing" { fee: crate::money::Money }
            => "a fee of {fee}, but no money has moved",
        /// Only cheques are remitted, and each once.
        NotACheque = 2144 "company.not_a_cheque_in_hand" { payment: PaymentId }
            => "{payment} is no cheque that is still in hand",
        /// Nothing is written off of what is in dispute: the dispute says what becomes of it.
        WriteOffDisputed = 2145 "company.write_off_disputed"
            { entry: EntryId, disputed: crate::money::Money }
            => "{disputed} of {entry} are in dispute: nothing is written off of it",
        /// The customer asks for a day that is over.
        RequiredBefore = 2150 "company.order.required_before" { required_on: Day, on: Day }
            => "{required_on} is asked for on {on}",
        /// Nobody knows where the goods should go.
        AddressMissing = 2151 "company.order.address_missing" { customer: CustomerId }
            => "{customer} has no address",
        /// The customer gave the same reference with another order.
        ReferenceTaken = 2152 "company.order.reference_taken"
            { reference: crate::id::Text, order: OrderId }
            => "the reference {reference} stands on the order {order}",
        /// A line is sold below the floor price of its item: somebody has to approve it.
        BelowFloor = 2153 "company.order.below_floor"
            { line: LineId, net: crate::money::Money, floor: crate::money::Money }
            => "line {line} comes to {net}: its floor is {floor}",
        /// Deposits and milestones are shares of an order by its VAT groups alone.
        BilledByLinesOnly = 2154 "company.order.billed_by_lines_only"
            { order: OrderId, because: &'static str }
            => "the order {order} is billed by its lines alone: {because}",
        /// Goods for an order leave by a shipment, which the order then knows of.
        IssueByHand = 2160 "company.stock.issue_by_hand" { order: OrderId, line: LineId }
            => "goods for line {line} of {order} leave by a shipment",
        /// The line of the order is of another item.
        OtherItem = 2161 "company.stock.other_item"
            { order: OrderId, line: LineId, item: crate::id::ItemId }
            => "line {line} of {order} is not of {item}",
        /// No more is kept for a line than is open of it.
        ReservedBeyondOpen = 2162 "company.stock.reserved_beyond_open"
            { order: OrderId, line: LineId, reserved: Exact, open: Exact }
            => "{reserved} would be kept for line {line} of {order}: {open} is open",
        /// A transfer goes from one site to another.
        TransferToItself = 2163 "company.stock.transfer_to_itself" { site: crate::id::SiteId }
            => "a transfer from {site} goes to another site",
        /// Subscriptions are billed by a run, which knows the series.
        BilledByRun = 2180 "company.billed_by_run" {}
            => "subscriptions are billed by `bill_subscriptions`",
        /// There is no such subscription.
        UnknownSubscription = 2181 "company.unknown_subscription" { subscription: SubscriptionId }
            => "there is no subscription {subscription}",
        /// A run bills what is due by its own day.
        BilledInAdvance = 2182 "company.billed_in_advance" { until: Day, effective_on: Day }
            => "nothing of {until} is billed on {effective_on}",
        /// Reminders are written by a run, which knows the items.
        RemindedByRun = 2183 "company.reminded_by_run" {}
            => "reminders are written by `run_dunning`",
        /// What comes back is credited on the invoice that billed it.
        ReturnNotBilled = 2164 "company.return_not_billed"
            { document: DocumentNumber, line: LineId, quantity: Exact }
            => "{document} did not bill {quantity} of line {line}",
    }
    carries {
        Money(crate::money::Rejection),
        Quantity(crate::quantity::Rejection),
        Calendar(crate::calendar::Rejection),
        Id(crate::id::Rejection),
        Tax(crate::tax::Rejection),
        Interest(crate::interest::Rejection),
        Ledger(crate::ledger::Rejection),
        Columns(crate::columns::Rejection),
        Directory(crate::directory::Rejection),
        Pricing(crate::pricing::Rejection),
        Stock(crate::stock::Rejection),
        Order(crate::order::Rejection),
        Credit(crate::credit::Rejection),
        Fulfilment(crate::fulfilment::Rejection),
        Invoice(crate::invoice::Rejection),
        Receivable(crate::receivable::Rejection),
        Lettering(crate::lettering::Rejection),
        Dispute(crate::dispute::Rejection),
        Ageing(crate::ageing::Rejection),
        Reference(crate::reference::Rejection),
        Several(super::several::Several),
        Subscription(crate::subscription::Rejection),
        Dunning(crate::dunning::Rejection),
        Reporting(crate::reporting::Rejection),
    }
}

/// A refusal of the company: the cause, and the legs that led to it, outermost first. An empty
/// way means that the command itself was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// What was refused, in the words of the room that refused it.
    pub cause: Cause,
    /// The legs on the way, such as `invoice.issued` where an invoice would have moved an order.
    pub via: Box<[&'static str]>,
}

impl Rejection {
    /// The same refusal at another place.
    pub(super) fn with_path(self, place: &dyn Fn(Path) -> Path) -> Self {
        Rejection { cause: self.cause.with_path(place), via: self.via }
    }

    /// The refusal as the command's sender sees it: a path into the command, unless it was a leg
    /// further on that was refused, whose path leads into what that leg was asked.
    pub(super) fn of_action(self, name: &str) -> Self {
        if !self.via.is_empty() {
            return self;
        }
        self.with_path(&|path| path.inside(name).inside("action"))
    }
}

impl<R: Into<Cause>> From<R> for Rejection {
    fn from(cause: R) -> Self {
        Rejection { cause: cause.into(), via: Box::default() }
    }
}

impl core::fmt::Display for Rejection {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.cause.fmt(out)
    }
}

impl core::error::Error for Rejection {}

impl Refusal for Rejection {
    fn code(&self) -> &'static str {
        self.cause.code()
    }
    fn number(&self) -> u32 {
        self.cause.number()
    }
    fn path(&self) -> Path {
        self.cause.path()
    }
    fn figures(&self) -> Vec<(&'static str, String)> {
        self.cause.figures()
    }
    fn also(&self) -> Vec<Error> {
        self.cause.also()
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        let mut error = Error::of(&rejection.cause);
        error.via = rejection.via;
        error
    }
}
