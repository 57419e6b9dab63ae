//! What one may ask the company, and what it answers.

use super::*;

/// A question to the company.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Query {
    /// The aged balance of a day.
    Ageing(AgeingQuery),
    /// Every item open on a day.
    OpenItems(OpenItemsQuery),
    /// Whether, on every day of a span, ageing, open items and control account are one figure.
    Reconciliation(Span),
    /// The balance of every account of the ledger on a day.
    TrialBalance(AsOf),
    /// The entries posted in a span of days.
    Journal(Span),
    /// The whole cycle on one page.
    Cycle(CycleQuery),
    /// One order with its lines' counters.
    Order(OfOrder),
    /// One issued document.
    Document(OfDocument),
    /// What a profile finds wrong in issued documents.
    Findings(FindingsQuery),
    /// One customer.
    Customer(OfCustomer),
    /// One payment: where its money went and why.
    Payment(OfPayment),
    /// Every payment: where its money went and why.
    Payments(NoWords),
    /// The VAT that fell due in a span of days.
    VatDue(Span),
    /// What became of every dispatch, and what was never dispatched.
    Outbox(AsOf),
    /// Where an electronic invoice stands, and all that was said of it.
    EInvoice(EInvoiceQuery),
    /// The numbers a series gave out, and the proof that none is missing.
    Numbering(OfSeries),
    /// Every figure of an issued document with its rule and its formula.
    Explanation(OfDocument),
    /// What a period ending on a day cuts off.
    CutOff(CutOffQuery),
    /// What became of a document.
    DocumentChain(ChainQuery),
    /// What late items bear, less what was billed of it.
    AccruedInterest(AccruedInterestQuery),
    /// The aged balance by customer, group or currency, with the items behind it.
    AgedBalance(AgedBalanceQuery),
    /// What customers contest, and what became of it.
    Disputes(DisputesQuery),
    /// The balances of a day, account by account.
    Balances(BalancesQuery),
    /// A customer's statement: opening balance, movements, closing balance.
    AccountStatement(StatementQuery),
    /// All that happened to a customer.
    CustomerHistory(HistoryQuery),
    /// Until when what is open may be claimed in court.
    Limitation(LimitationQuery),
    /// What may not be paid and what was not.
    BadDebts(BadDebtsQuery),
    /// What customers promised to pay, and whether they did.
    Promises(PromisesQuery),
    /// The plans of instalments agreed with customers, and how far they are paid.
    InstalmentPlans(PlansQuery),
    /// What is there, to come, kept and free.
    Stock(StockQuery),
    /// What would be promised.
    StockPromise(StockPromiseQuery),
    /// Which promises are in danger.
    DeliveryAlerts(DeliveryAlertsQuery),
    /// All that is wrong in an order before it is placed.
    OrderFindings(alloc::boxed::Box<CheckOrder>),
    /// The life of an order, and what it waits for.
    OrderLife(OfOrder),
    /// An order as its customer reads it: the confirmation, and later the status.
    OrderConfirmation(OfOrder),
    /// How orders flow: durations, rework, and where holds come from.
    OrderFlow(OrderFlowQuery),
    /// What is shipped, cancelled or returned and not billed or given back, and at which prices.
    RevenueLeaks(RevenueLeaksQuery),
    /// What a run of reminders would write on a day, and why not more.
    Dunning(DunningQuery),
    /// What was written to a customer, and what stands in the way of more.
    Reminders(RemindersQuery),
    /// Whom to call first.
    Worklist(WorklistQuery),
    /// One subscription: what was agreed, what is to be billed.
    Subscription(SubscriptionQuery),
    /// Every subscription.
    Subscriptions(SubscriptionsQuery),
    /// The credit of a customer or a group, and what is exposed against it.
    Credit(CreditQuery),
    /// The orders that are held for want of credit, and what would be said of them now.
    HeldOrders(HeldOrdersQuery),
    /// What credit says of an order.
    CreditVerdict(CreditVerdictQuery),
    /// All credit given: limits, concentration, expected loss.
    CreditPortfolio(CreditPortfolioQuery),
    /// The figures of the months up to a day.
    Figures(FiguresQuery),
    /// When what is open is likely to be paid.
    CashForecast(CashForecastQuery),
    /// The way of orders from capture to payment.
    Process(ProcessQuery),
    /// The log of the company as an object-centric event log.
    EventLog(EventLogQuery),
    /// What would be collected on a day, and why the rest would not.
    ProposedDebits(ProposedDebitsQuery),
    /// What was collected, and what became of it.
    DirectDebits(DirectDebitsQuery),
    /// The mandates for direct debits.
    Mandates(MandatesQuery),
    /// The tasks that fulfil an order: what is ready, and when all will be done.
    FulfilmentPlan(FulfilmentPlanQuery),
    /// Goods that come back.
    Returns(ReturnsQuery),
    /// Whether a customer may buy for so much more.
    CreditCheck(CreditCheckQuery),
    /// The note that goes with a shipment.
    DeliveryNote(OfShipment),
    /// Which promised days of orders are in danger, before they are missed.
    OrderAlerts(OrderAlertsQuery),
    /// What subscriptions bring in each month, and what is won and lost.
    RecurringRevenue(RecurringRevenueQuery),
    /// Which invoices of subscriptions are to be collected, and what failed.
    CollectionsDue(CollectionsDueQuery),
    /// What an agency or a court is given.
    HandOver(HandOverQuery),
    /// What was ordered and sold.
    Sales(SalesQuery),
    /// What is tied up between paying suppliers and being paid.
    WorkingCapital(alloc::boxed::Box<WorkingCapitalQuery>),
    /// How much goes through without a hand.
    ProcessQuality(ProcessQualityQuery),
    /// Who pays late or complains again and again.
    Repeats(RepeatsQuery),
    /// Every item of the accounts, open or not, with its state and what settled it.
    AccountItems(OfAccounts),
    /// The letters of the accounts, partial and balanced, with what settled what.
    Letters(OfAccounts),
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[non_exhaustive]
pub enum Report {
    /// An aged balance.
    Ageing(Ageing),
    /// Open items, account by account.
    OpenItems(Vec<OpenItem>),
    /// The days held against each other.
    Reconciliation(Reconciliation),
    /// A trial balance.
    TrialBalance(TrialBalance),
    /// Entries, oldest first.
    Journal(Vec<Arc<Entry>>),
    /// The whole cycle.
    Cycle(alloc::boxed::Box<Cycle>),
    /// An order.
    Order(OrderReport),
    /// A document.
    Document(Arc<Document>),
    /// Findings, document by document.
    Findings(Vec<DocumentFindings>),
    /// A customer.
    Customer(Customer),
    /// A payment.
    Payment(PaymentReport),
    /// Payments, in the order in which they came.
    Payments(Vec<PaymentReport>),
    /// VAT that fell due.
    VatDue(VatDue),
    /// Dispatches.
    Outbox(OutboxReport),
    /// An electronic invoice.
    EInvoice(alloc::boxed::Box<EInvoiceReport>),
    /// The numbers of a series.
    Numbering(Numbering),
    /// Figures with their formulas, each behind those it is made of.
    Explanation(Vec<Explained>),
    /// What a period cuts off.
    CutOff(CutOffReport),
    /// What became of a document.
    DocumentChain(alloc::boxed::Box<DocumentChain>),
    /// What late items bear.
    AccruedInterest(AccruedInterest),
    /// An aged balance with its items.
    AgedBalance(alloc::boxed::Box<AgedBalance>),
    /// Disputes, in the order in which they were opened.
    Disputes(Vec<DisputeRow>),
    /// Balances, by customer and currency.
    Balances(Vec<AccountBalance>),
    /// A statement.
    AccountStatement(alloc::boxed::Box<AccountStatement>),
    /// What happened, in the order in which it became known.
    CustomerHistory(Vec<HistoryEntry>),
    /// Items and their last days, the most pressing first.
    Limitation(Vec<LimitedItem>),
    /// Doubtful and bad debts, in the order of their issue.
    BadDebts(Vec<BadDebtRow>),
    /// Promises, by customer and currency, in the order of the days promised.
    Promises(Vec<PromiseRow>),
    /// Plans, by customer and currency.
    InstalmentPlans(Vec<PlanRow>),
    /// Stocks, in the order in which they were first spoken of.
    Stock(Vec<StockRow>),
    /// A promise.
    StockPromise(crate::stock::Promise),
    /// Promises in danger, stock by stock.
    DeliveryAlerts(Vec<DeliveryAlert>),
    /// What is wrong in an order, what it is refused for first.
    OrderFindings(Vec<OrderFinding>),
    /// The life of an order.
    OrderLife(OrderLife),
    /// An order as its customer reads it.
    OrderConfirmation(alloc::boxed::Box<OrderConfirmation>),
    /// How orders flow.
    OrderFlow(alloc::boxed::Box<Flow>),
    /// Leaks, kind by kind.
    RevenueLeaks(Vec<RevenueLeak>),
    /// What a run would write, by customer and currency.
    Dunning(Vec<DunningRow>),
    /// Reminders, by currency.
    Reminders(Vec<AccountReminders>),
    /// Accounts, the most pressing first.
    Worklist(Vec<Worked>),
    /// A subscription.
    Subscription(alloc::boxed::Box<SubscriptionReport>),
    /// Subscriptions, in the order in which they began.
    Subscriptions(Vec<SubscriptionRow>),
    /// The credit of a customer or a group.
    Credit(alloc::boxed::Box<CreditReport>),
    /// Orders that are held.
    HeldOrders(Vec<HeldOrder>),
    /// A verdict; none of what is not confirmed.
    CreditVerdict(alloc::boxed::Box<Option<crate::credit::Verdict>>),
    /// All credit given.
    CreditPortfolio(CreditPortfolio),
    /// The figures of some months.
    Figures(KeyFigures),
    /// A forecast.
    CashForecast(alloc::boxed::Box<CashForecastReport>),
    /// How orders went.
    Process(alloc::boxed::Box<ProcessFigures>),
    /// An object-centric event log.
    EventLog(EventLog),
    /// Collections to be, by customer and day.
    ProposedDebits(Vec<crate::company::DebitProposal>),
    /// Collections, in the order in which they were handed to the bank.
    DirectDebits(Vec<CollectionRow>),
    /// Mandates, in the order in which they were noted.
    Mandates(Vec<MandateRow>),
    /// A plan.
    FulfilmentPlan(crate::fulfilment::plan::PlanFigures),
    /// Returns, in the order in which they were asked for.
    Returns(Vec<ReturnReport>),
    /// A delivery note.
    DeliveryNote(alloc::boxed::Box<DeliveryNote>),
    /// Lines of orders in danger, the most pressing day first.
    OrderAlerts(Vec<OrderAlert>),
    /// Recurring revenue, by currency.
    RecurringRevenue(RecurringRevenue),
    /// Collections, by customer and document.
    CollectionsDue(Vec<CollectionDue>),
    /// A file.
    HandOver(alloc::boxed::Box<HandOverFile>),
    /// Orders and sales, sorted by what a row stands for.
    Sales(Vec<SalesRow>),
    /// A cash conversion cycle.
    WorkingCapital(alloc::boxed::Box<WorkingCapitalReport>),
    /// Shares of what is touchless.
    ProcessQuality(ProcessQuality),
    /// Customers, the most often late first.
    Repeats(Vec<RepeatRow>),
    /// Items, by customer and currency, in the order in which they came.
    AccountItems(Vec<AccountItem>),
    /// Letters, by customer, currency and code.
    Letters(Vec<LetterRow>),
}
