//! What one may ask of the company.

use super::allocation::AllocatePayment;
use super::arrangement::{AgreeInstalmentPlan, EndInstalmentPlan, PromisePayment, WithdrawPromise};
use super::bad_debt::{DebtsOf, RecordRecovery, SetAllowance, WriteOffBadDebt};
use super::claim::IssueDebitNote;
use super::clearing::{ClearPayments, RemitCheques};
use super::combined::{InvoiceOrders, InvoiceShipments};
use super::correction::{CorrectInvoice, IssueCreditNote};
use super::credit::{ChangeCredit, CheckCredit};
use super::cut_off::CutOff;
use super::deposit::{CreditDeposit, InvoiceMilestone, IssueDeposit, PlanBilling};
use super::desk::{
    AnswerCancellation, EndOrder, HoldOrder, QuoteOrder, ReleaseHold, RequestCancellation,
    ReviseQuote,
};
use super::direct_debit::{
    AmendMandate, ReceiveDirectDebits, ReturnDirectDebit, RevokeMandate, RunDirectDebits,
    SignMandate,
};
use super::dispatch::{DispatchDocument, RecordDispatch, RecordStatus};
use super::dispute::{AcceptDispute, OpenDispute, RejectDispute, ReviewDispute};
use super::dunning::{OnReminders, RunDunning, SetDunningPolicy};
use super::fulfilment::{AcceptDelivery, OnReturn};
use super::interest::BillInterest;
use super::money_back::{BouncePayment, ReassignPayment, Refund, TransferItem};
use super::opening::OpenBalances;
use super::payment::{
    IdentifyPayment, Letter, LetterAsProposed, OnPayment, ReceivePayment, Unletter,
};
use super::revaluation::Revalue;
use super::series::OpenSeries;
use super::shortage::ShareStock;
use super::stock::{OnStock, TransferStock};
use super::subscription::{BillSubscriptions, OnSubscription};
use super::tasks::OnPlan;
use crate::body::bodies;
use crate::calendar::{Day, Period, Terms};
use crate::credit::RuleOnOrder;
use crate::directory;
use crate::fulfilment::{Parcels, ProofOfDelivery};
use crate::id::{
    CommandId, CustomerId, ItemId, LineId, OrderId, SeriesId, ShipmentId, SiteId, Text,
};
use crate::invoice::Draft;
use crate::ledger::TaxAccount;
use crate::money::{Currency, Exact, ExchangeRate, Money, UnitPrice};
use crate::order::{BillingBasis, Handling, LineDelivery};
use crate::pricing::{Adjustment, DocumentAdjustment, Price, PriceBasis};
use crate::quantity::Quantity;
use crate::tax::stack::StackedTax;
use crate::tax::{Supply, Vat, VatReason, VatRounding};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// One command: who asks is the caller's business; what is asked, when it counts and when it
/// became known are ours.
///
/// The id makes a retry safe: the same id with the same content returns the first receipt, the
/// same id with other content is refused (contract I18). `recorded_on` is no content: a retry of
/// the next day is the same command.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Command {
    /// The caller's own id of this command.
    pub id: CommandId,
    /// The day it counts: the order day, the issue day, the value day.
    pub effective_on: Day,
    /// The day it became known; never before that of an earlier command.
    pub recorded_on: Day,
    /// The day it is posted where its own day lies in a closed period; in an open period.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub posting_on: Option<Day>,
    /// What is asked.
    pub action: Action,
}

/// What is asked of the company; each action is one decision with all its legs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Action {
    /// Enter or change a customer, an item, a site or a table of the directory.
    Directory(Box<directory::Command>),
    /// Place an order.
    PlaceOrder(PlaceOrder),
    /// Replace the content of an order: once it is confirmed, within what is open.
    AmendOrder(AmendOrder),
    /// Confirm an order: from now on its prices stand.
    ConfirmOrder(OnOrder),
    /// Cancel what is open of one line.
    CancelOrderLine(CancelOrderLine),
    /// Cancel what is open of an order.
    CancelOrder(CancelOrder),
    /// Ship all that is open of an order, or the quantities named.
    Ship(Ship),
    /// A shipment has arrived.
    Deliver(Deliver),
    /// Open a series of document numbers.
    OpenSeries(OpenSeries),
    /// Invoice what is billable of an order, or the quantities named.
    InvoiceOrder(InvoiceOrder),
    /// Issue an invoice without an order.
    IssueInvoice(Box<IssueInvoice>),
    /// Money has arrived, from a known payer or not.
    ReceivePayment(ReceivePayment),
    /// Say whom a payment in suspense came from.
    IdentifyPayment(IdentifyPayment),
    /// Letter items of one account with each other.
    Letter(Letter),
    /// Let the lettering rules look at one payment: a unique match is applied, an ambiguous one is
    /// kept as a proposal with its alternatives.
    LetterAutomatically(OnPayment),
    /// Dissolve a letter.
    Unletter(Unletter),
    /// Close the books until a day, that day included.
    ClosePeriod(ClosePeriod),
    /// Put an issued document into the outbox.
    DispatchDocument(DispatchDocument),
    /// Say what became of the dispatch of a document.
    RecordDispatch(RecordDispatch),
    /// Say which status an electronic invoice was given.
    RecordStatus(RecordStatus),
    /// Give back an issued document, or a part of it.
    IssueCreditNote(IssueCreditNote),
    /// Invoice a deposit on a confirmed order.
    IssueDeposit(IssueDeposit),
    /// Give back what no invoice deducted of a deposit.
    CreditDeposit(CreditDeposit),
    /// Share an order over milestones, which bill it from now on.
    PlanBilling(PlanBilling),
    /// Invoice a milestone of an order's plan.
    InvoiceMilestone(InvoiceMilestone),
    /// Invoice what is billable of several orders on one document.
    InvoiceOrders(InvoiceOrders),
    /// Invoice what shipments brought and what is not billed yet, on one document.
    InvoiceShipments(InvoiceShipments),
    /// Post what a period cuts off, and its reversal.
    CutOff(CutOff),
    /// Issue an invoice that takes the place of an earlier one.
    CorrectInvoice(Box<CorrectInvoice>),
    /// Claim interest, compensation or costs.
    IssueDebitNote(IssueDebitNote),
    /// Claim the interest of late items and the flat compensation.
    BillInterest(Box<BillInterest>),
    /// A customer contests an invoice, or a part of it.
    OpenDispute(Box<OpenDispute>),
    /// Somebody looks into a dispute.
    ReviewDispute(ReviewDispute),
    /// The customer was right: a dispute is settled.
    AcceptDispute(Box<AcceptDispute>),
    /// The customer was not right, or does not contest it any more.
    RejectDispute(RejectDispute),
    /// Pay back a credit.
    Refund(Refund),
    /// A payment was not honoured.
    BouncePayment(BouncePayment),
    /// A payment is another customer's than it was taken to be.
    ReassignPayment(ReassignPayment),
    /// Move what is open of an item to another customer's account.
    TransferItem(TransferItem),
    /// Take a customer's debts to the account of doubtful customers.
    MakeDoubtful(DebtsOf),
    /// Take a customer's debts back from the account of doubtful customers.
    RestoreDoubtful(DebtsOf),
    /// Set the value allowance of a document.
    SetAllowance(SetAllowance),
    /// Write off what is irrecoverable of a document.
    WriteOffBadDebt(WriteOffBadDebt),
    /// Money comes in on a document that was written off.
    RecordRecovery(RecordRecovery),
    /// Hold what is open in other currencies against the rates at the end of a period.
    Revalue(Revalue),
    /// The bank has the money of cheques, card payments or cash.
    ClearPayments(ClearPayments),
    /// Letter a payment with what its payer chose, and then by law.
    AllocatePayment(AllocatePayment),
    /// Take over what was open in an earlier ledger.
    OpenBalances(OpenBalances),
    /// Note what a customer promises to pay.
    PromisePayment(Box<PromisePayment>),
    /// Let a promise count no longer.
    WithdrawPromise(WithdrawPromise),
    /// Agree with a customer that he pays by instalments, or change what was agreed.
    AgreeInstalmentPlan(Box<AgreeInstalmentPlan>),
    /// Let a plan of instalments count no longer.
    EndInstalmentPlan(EndInstalmentPlan),
    /// Goods come in, are counted, are announced, or are kept for an order.
    Stock(Box<OnStock>),
    /// Goods go from one site to another.
    TransferStock(TransferStock),
    /// Offer an order to a customer.
    QuoteOrder(Box<QuoteOrder>),
    /// Offer it anew.
    ReviseQuote(Box<ReviseQuote>),
    /// The customer takes an offer: it is an order.
    AcceptQuote(OnOrder),
    /// The customer does not take an offer.
    LoseQuote(EndOrder),
    /// Refuse an order that is not confirmed.
    RejectOrder(EndOrder),
    /// Keep an order, or a line of it, from shipping.
    HoldOrder(HoldOrder),
    /// Release a hold.
    ReleaseHold(ReleaseHold),
    /// Ask to cancel what is under way, part by part.
    RequestCancellation(RequestCancellation),
    /// Say what a part answers.
    AnswerCancellation(AnswerCancellation),
    /// Begin, change, pause, end or renew a subscription, or tell what was used of it.
    Subscription(Box<OnSubscription>),
    /// Bill what subscriptions owe.
    BillSubscriptions(BillSubscriptions),
    /// Say when and how customers are reminded.
    SetDunningPolicy(Box<SetDunningPolicy>),
    /// Write the reminders of a day.
    RunDunning(Box<RunDunning>),
    /// Block reminders, lift a block, or let items fall back.
    Reminders(Box<OnReminders>),
    /// Let one payment settle what the host proposes, ranked by its scores.
    LetterAsProposed(LetterAsProposed),
    /// Change what credit a customer or a group has.
    ChangeCredit(Box<ChangeCredit>),
    /// Decide of an order that is held for want of credit.
    RuleOnHold(RuleOnOrder),
    /// Look again at the orders of a customer that are not shipped.
    CheckCredit(CheckCredit),
    /// A customer allows us to collect from his bank account.
    SignMandate(Box<SignMandate>),
    /// A mandate changes without being signed anew.
    AmendMandate(AmendMandate),
    /// Nothing is collected by a mandate any more.
    RevokeMandate(RevokeMandate),
    /// Hand to the bank what is due of customers with a mandate.
    RunDirectDebits(RunDirectDebits),
    /// The bank has the money of a run of direct debits.
    ReceiveDirectDebits(ReceiveDirectDebits),
    /// A collection came back.
    ReturnDirectDebit(ReturnDirectDebit),
    /// Cheques are handed to the bank, which cashes them later.
    RemitCheques(RemitCheques),
    /// The tasks that fulfil an order are laid down, begun, done, undone.
    FulfilmentPlan(Box<OnPlan>),
    /// Goods come back.
    GoodsReturn(Box<OnReturn>),
    /// The customer accepts what left for an order, or was performed for it.
    AcceptDelivery(AcceptDelivery),
    /// Share what there is of an item anew over the orders that wait for it at several sites.
    ShareStock(ShareStock),
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An order as it comes in. What is missing of a line's price and VAT comes from the
    /// directory on the order's day, missing terms from the customer.
    PlaceOrder {
        /// The caller's id of the order.
        order: OrderId,
        /// Who orders.
        customer: CustomerId,
        /// The currency of all its prices.
        currency: Currency,
        /// What is ordered.
        lines: Vec<NewLine>,
        /// Discounts on the order, freight and other charges.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        adjustments: Vec<DocumentAdjustment>,
        /// Payment terms; the customer's where none are given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// The day the customer asks for.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        required_on: Option<Day>,
        /// The customer's own reference.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reference: Text,
        /// Whether billable is what was shipped (the default), ordered, delivered or accepted.
        #[cfg_attr(feature = "serde", serde(default))]
        billing: BillingBasis,
        /// Why groups bear no VAT, as its invoices and deposits say.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        vat_reasons: Vec<VatReason>,
        /// How it came in, who pays and who gets the goods, and what may leave at once.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Handling::is_plain"))]
        handling: Handling,
        /// Whether prices hold their VAT, those of price tables too.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "PriceBasis::is_without_vat")
        )]
        prices: PriceBasis,
        /// Where its invoices round VAT.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "VatRounding::is_per_category")
        )]
        vat_rounding: VatRounding,
        /// The multiple, such as 0.05, to which the amount due of its invoices is rounded where it
        /// is paid in cash.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cash_rounding: Option<Money>,
        /// The accounts of taxes on lines; a tax without one is booked as VAT collected.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        tax_accounts: Vec<TaxAccount>,
    }
    /// One line of an order as it comes in.
    NewLine {
        /// The line's own id, unique within the order.
        id: LineId,
        /// The item, where it is one of the directory.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        item: Option<ItemId>,
        /// What the customer reads.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        description: Text,
        /// How much, above zero.
        quantity: Quantity,
        /// The price; from the item's price table where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        price: Option<Price>,
        /// The quantity the price is for; one where none is given.
        #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
        base_quantity: Exact,
        /// Allowances and charges of the line.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        adjustments: Vec<Adjustment>,
        /// Category and rate; from the item's VAT class where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat: Option<Vat>,
        /// Whether it sells goods, the default, or services.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Supply::is_goods"))]
        supply: Supply,
        /// When it is wanted, and with which other lines it leaves.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "LineDelivery::is_plain")
        )]
        delivery: LineDelivery,
        /// The days it covers, as its invoices say.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        period: Option<Period>,
        /// The taxes of a seller who levies others than VAT, in their order; the line's category
        /// is then `O`, and no allowance or charge of the order falls on it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        taxes: Vec<StackedTax>,
    }
    /// New content for an order. What was billed stays as it was; what was shipped or cancelled
    /// stays on the order.
    AmendOrder {
        /// The content as it shall stand, with the order's id.
        content: PlaceOrder,
        /// Why.
        reason: Text,
    }
    /// Something asked of an order as a whole.
    OnOrder {
        /// Which order.
        order: OrderId,
    }
    /// Cancel what is open of one line, or a part of it.
    CancelOrderLine {
        /// Which order.
        order: OrderId,
        /// Which line.
        line: LineId,
        /// How much; all that is open where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        quantity: Option<Exact>,
    }
    /// Cancel what is open of an order.
    CancelOrder {
        /// Which order.
        order: OrderId,
        /// Why.
        reason: Text,
    }
    /// A quantity of one line.
    LineQuantity {
        /// Which line.
        line: LineId,
        /// How much, in the line's unit.
        quantity: Exact,
    }
    /// Goods leave.
    Ship {
        /// The caller's id of the shipment.
        shipment: ShipmentId,
        /// The order they are for.
        order: OrderId,
        /// The site they leave from.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
        /// What leaves; all that is open where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        lines: Option<Vec<LineQuantity>>,
        /// What it is packed in; where parcels say what is in them, together they hold all that
        /// leaves.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Parcels::is_empty"))]
        parcels: Parcels,
    }
    /// Goods have arrived.
    Deliver {
        /// Which shipment.
        shipment: ShipmentId,
        /// What proves it.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "ProofOfDelivery::is_empty")
        )]
        proof: ProofOfDelivery,
    }
    /// Invoice an order.
    InvoiceOrder {
        /// The series the number comes from.
        series: SeriesId,
        /// Which order.
        order: OrderId,
        /// What is billed; all that is billable where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        lines: Option<Vec<LineQuantity>>,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// Issue an invoice that comes from no order.
    IssueInvoice {
        /// The series the number comes from.
        series: SeriesId,
        /// The invoice.
        draft: Draft,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// Close the books.
    ClosePeriod {
        /// The last day that is closed.
        until: Day,
    }
}

impl PlaceOrder {
    /// An order without lines, with the customer's terms and everything else at its default.
    pub fn new(order: OrderId, customer: CustomerId, currency: Currency) -> Self {
        PlaceOrder {
            order,
            customer,
            currency,
            lines: Vec::new(),
            adjustments: Vec::new(),
            terms: None,
            required_on: None,
            reference: Text::default(),
            billing: BillingBasis::default(),
            vat_reasons: Vec::new(),
            handling: Handling::default(),
            prices: PriceBasis::WithoutVat,
            vat_rounding: VatRounding::PerCategory,
            cash_rounding: None,
            tax_accounts: Vec::new(),
        }
    }
}

impl NewLine {
    /// A line at a net price for one unit, with nothing optional.
    pub fn new(id: LineId, quantity: Quantity, price: UnitPrice, vat: Vat) -> Self {
        NewLine {
            id,
            item: None,
            description: Text::default(),
            quantity,
            price: Some(Price::Net(price)),
            base_quantity: Exact::ONE,
            adjustments: Vec::new(),
            vat: Some(vat),
            supply: Supply::Goods,
            delivery: LineDelivery::default(),
            period: None,
            taxes: Vec::new(),
        }
    }
}
