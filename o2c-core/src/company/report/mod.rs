//! Reports of the company: pure functions of its history, a day, and the day up to which things
//! were known.

mod aged;
mod arrangements;
mod bad_debts;
mod balances;
mod chain;
mod confirmation;
mod credit;
mod cut_off;
mod cycle;
mod deliveries;
mod delivery_note;
mod direct_debits;
mod discounts;
mod dispatch;
mod disputes;
mod dunning;
mod event_log;
mod figures;
mod findings;
mod forecast;
mod fulfilment;
mod hand_over;
mod history;
mod interest;
mod items;
mod limitation;
mod numbering;
mod order_alerts;
mod orders;
mod payments;
mod portfolio;
mod process;
mod promised;
mod quality;
mod recurring;
mod repeats;
mod returned;
mod sales;
mod segments;
mod settling;
mod statement;
mod stock;
mod subscriptions;
mod tied_up;
mod vat;
mod vat_waiting;
mod words;
mod worklist;

pub use aged::{AgedBalance, AgedBalanceQuery, AgedBy, AgedItem, AgedRow, DueDays};
pub use arrangements::{PlanRow, PlansQuery, PromiseRow, PromisesQuery};
pub use bad_debts::{BadDebtRow, BadDebtsQuery};
pub use balances::{AgeingQuery, AgeingValue, OpenItem, OpenItemsQuery, Reconciliation, Unequal};
pub use chain::{ChainQuery, DocumentChain};
pub use confirmation::{ConfirmedLine, OrderConfirmation};
pub use credit::{
    CreditCheckQuery, CreditHold, CreditQuery, CreditReport, CreditVerdictQuery, HeldOrder,
    HeldOrdersQuery,
};
pub use cut_off::{CutOffQuery, CutOffReport, CutOffTotal};
pub use cycle::{Cycle, CycleQuery, Debtor, VatTotal};
pub use delivery_note::{DeliveryNote, NotedLine, OfShipment};
pub use direct_debits::{
    CollectionRow, CollectionStatus, DirectDebitsQuery, MandateRow, MandatesQuery,
    ProposedDebitsQuery,
};
pub use dispatch::{DispatchRow, EInvoiceQuery, EInvoiceReport, OutboxReport};
pub use disputes::{DisputeRow, DisputesQuery};
pub use dunning::{AccountReminders, DunningQuery, DunningRow, RemindersQuery};
pub use event_log::{
    EventLog, EventLogQuery, LogAttribute, LogEvent, LogObject, LogRelation, LogType, LogValue,
};
pub use figures::{FiguresQuery, FiguresRow, KeyFigures, MonthFigures};
pub use findings::{DocumentFindings, FindingsQuery};
pub use forecast::{CashForecastQuery, CashForecastReport};
pub use fulfilment::{FulfilmentPlanQuery, ReturnReport, ReturnsQuery};
pub use hand_over::{
    HandOverAccount, HandOverFile, HandOverItem, HandOverQuery, HandOverWarning, ProofOfDispatch,
    ProvenDelivery,
};
pub use history::{HistoryEntry, HistoryQuery, HistorySubject};
pub use interest::{AccountInterest, AccruedInterest, AccruedInterestQuery, ItemInterest};
pub use items::{
    AccountItem, ItemState, LetterRow, LetteredLine, OfAccounts, SettledPair, SettledWith,
};
pub use limitation::{LimitationQuery, LimitedItem};
pub use order_alerts::{OrderAlert, OrderAlertsQuery, OrderDanger};
pub use orders::{
    CheckOrder, LeakKind, OrderFlowQuery, OrderLife, OrderLineFigures, OrderReport, RevenueLeak,
    RevenueLeaksQuery,
};
pub use payments::{PaymentReport, PaymentStatus, Settled};
pub use portfolio::{ClassRow, CreditPortfolio, CreditPortfolioQuery, PortfolioRow};
pub use process::ProcessQuery;
pub use quality::{ProcessQuality, ProcessQualityQuery, QualityMonth, Touchless};
pub use recurring::{
    CollectionDue, CollectionsDueQuery, RecurringBy, RecurringCurrency, RecurringRevenue,
    RecurringRevenueQuery,
};
pub use repeats::{RepeatRow, RepeatedComplaint, RepeatsQuery};
pub use sales::{SalesBy, SalesKey, SalesQuery, SalesRow};
pub use segments::{FiguresBy, NamedCustomers};
pub use statement::{
    AccountBalance, AccountStatement, BalancesQuery, Movement, StatedAccount, StatementQuery,
};
pub use stock::{
    DeliveryAlert, DeliveryAlertsQuery, DeliveryDanger, StockPromiseQuery, StockQuery, StockRow,
};
pub use subscriptions::{
    SubscriptionQuery, SubscriptionReport, SubscriptionRow, SubscriptionsQuery,
};
pub use tied_up::{WorkingCapitalQuery, WorkingCapitalReport};
pub use vat::{VatDue, VatDueCause, VatDueEvent, VatDueRow, VatDueTotal};
pub use words::{Query, Report};
pub use worklist::{NextReason, NextStep, Worked, WorklistQuery};

use super::view::View;
use super::{Cause, Company, OrderFinding, Rejection};
use crate::ageing::Ageing;
use crate::body::bodies;
use crate::calendar::Day;
use crate::directory::{Customer, Record, RecordKey};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, OrderId, PaymentId, SeriesId};
use crate::invoice::Document;
use crate::invoice::explain::{Explained, explain};
use crate::invoice::numbering::Numbering;
use crate::ledger::{Entry, TrialBalance};
use crate::order::Flow;
use crate::reporting::ProcessFigures;
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// A day, seen with what is known now or with what was known then.
    AsOf {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
    /// A span of days, both included.
    Span {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
    /// An order.
    OfOrder {
        /// Which order.
        order: OrderId,
        /// The day on which holds are looked at; that of the last command where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        as_of: Option<Day>,
    }
    /// A document.
    OfDocument {
        /// Its number.
        document: DocumentNumber,
    }
    /// A customer.
    OfCustomer {
        /// Which customer.
        customer: CustomerId,
    }
    /// A payment.
    OfPayment {
        /// Which payment.
        payment: PaymentId,
    }
    /// A series.
    OfSeries {
        /// Which series.
        series: SeriesId,
    }
    /// A question that needs no more words.
    NoWords {}
}

impl Company {
    /// Answers a question. Nothing changes.
    ///
    /// # Errors
    /// A typed refusal for what is unknown, and for a figure beyond the range of money.
    pub fn report(&self, query: &Query) -> Result<Report, Rejection> {
        match query {
            Query::Ageing(query) => self.ageing(query).map(Report::Ageing),
            Query::OpenItems(query) => self.open_items(query).map(Report::OpenItems),
            Query::Reconciliation(span) => self.reconcile(span).map(Report::Reconciliation),
            Query::TrialBalance(day) => self.trial_balance(day).map(Report::TrialBalance),
            Query::Journal(span) => self.entries(span).map(Report::Journal),
            Query::Cycle(query) => {
                self.cycle(query).map(|cycle| Report::Cycle(alloc::boxed::Box::new(cycle)))
            }
            Query::Order(query) => self.order_report(query).map(Report::Order),
            Query::Document(query) => self.document(&query.document).map(Report::Document),
            Query::Findings(query) => self.findings(query).map(Report::Findings),
            Query::Customer(query) => self.customer(&query.customer).map(Report::Customer),
            Query::Payment(query) => self.payment(&query.payment).map(Report::Payment),
            Query::Payments(NoWords {}) => self.payments().map(Report::Payments),
            Query::VatDue(span) => self.vat_due(span).map(Report::VatDue),
            Query::Outbox(day) => Ok(Report::Outbox(self.outbox(day))),
            Query::EInvoice(query) => {
                self.e_invoice(query).map(|report| Report::EInvoice(alloc::boxed::Box::new(report)))
            }
            Query::Numbering(query) => self.numbering(&query.series).map(Report::Numbering),
            Query::Explanation(query) => {
                let document = self.document(&query.document)?;
                Ok(Report::Explanation(explain(&document)?))
            }
            Query::CutOff(query) => self.cut_off(query).map(Report::CutOff),
            Query::DocumentChain(query) => {
                let chain = self.document_chain(query)?;
                Ok(Report::DocumentChain(alloc::boxed::Box::new(chain)))
            }
            Query::AccruedInterest(query) => {
                self.accrued_interest(query).map(Report::AccruedInterest)
            }
            Query::AgedBalance(query) => {
                let aged = self.aged_balance(query)?;
                Ok(Report::AgedBalance(alloc::boxed::Box::new(aged)))
            }
            Query::Disputes(query) => self.disputes(query).map(Report::Disputes),
            Query::Balances(query) => self.balances(query).map(Report::Balances),
            Query::AccountStatement(query) => {
                let statement = self.account_statement(query)?;
                Ok(Report::AccountStatement(alloc::boxed::Box::new(statement)))
            }
            Query::CustomerHistory(query) => {
                self.customer_history(query).map(Report::CustomerHistory)
            }
            Query::Limitation(query) => self.limitation(query).map(Report::Limitation),
            Query::BadDebts(query) => self.bad_debts(query).map(Report::BadDebts),
            Query::Promises(query) => self.promises(query).map(Report::Promises),
            Query::InstalmentPlans(query) => {
                self.instalment_plans(query).map(Report::InstalmentPlans)
            }
            Query::Stock(query) => self.stock_report(query).map(Report::Stock),
            Query::FulfilmentPlan(query) => self.fulfilment_plan(query).map(Report::FulfilmentPlan),
            Query::Returns(query) => Ok(Report::Returns(self.returns(query))),
            Query::StockPromise(query) => self.stock_promise(query).map(Report::StockPromise),
            Query::DeliveryAlerts(query) => self.delivery_alerts(query).map(Report::DeliveryAlerts),
            Query::OrderAlerts(query) => self.order_alerts(query).map(Report::OrderAlerts),
            Query::DeliveryNote(query) => {
                let note = self.delivery_note(query)?;
                Ok(Report::DeliveryNote(alloc::boxed::Box::new(note)))
            }
            Query::OrderLife(query) => self.order_life(query).map(Report::OrderLife),
            Query::OrderConfirmation(query) => {
                let told = self.order_confirmation(query)?;
                Ok(Report::OrderConfirmation(alloc::boxed::Box::new(told)))
            }
            Query::OrderFlow(query) => {
                Ok(Report::OrderFlow(alloc::boxed::Box::new(self.order_flow(query))))
            }
            Query::RevenueLeaks(query) => self.revenue_leaks(query).map(Report::RevenueLeaks),
            Query::OrderFindings(query) => Ok(Report::OrderFindings(self.order_findings(query))),
            Query::Dunning(query) => self.dunning(query).map(Report::Dunning),
            Query::Reminders(query) => self.reminders(query).map(Report::Reminders),
            Query::Worklist(query) => self.worklist(query).map(Report::Worklist),
            Query::Subscription(query) => {
                let report = self.subscription(query)?;
                Ok(Report::Subscription(alloc::boxed::Box::new(report)))
            }
            Query::Subscriptions(query) => self.subscriptions(query).map(Report::Subscriptions),
            Query::RecurringRevenue(query) => {
                self.recurring_revenue(query).map(Report::RecurringRevenue)
            }
            Query::Sales(query) => self.sales(query).map(Report::Sales),
            Query::HandOver(query) => {
                self.hand_over(query).map(|file| Report::HandOver(alloc::boxed::Box::new(file)))
            }
            Query::CollectionsDue(query) => self.collections_due(query).map(Report::CollectionsDue),
            Query::Credit(query) => Ok(Report::Credit(alloc::boxed::Box::new(self.credit(query)?))),
            Query::HeldOrders(query) => self.held_orders(query).map(Report::HeldOrders),
            Query::CreditVerdict(query) => {
                let verdict = self.credit_verdict(query)?;
                Ok(Report::CreditVerdict(alloc::boxed::Box::new(verdict)))
            }
            Query::CreditCheck(query) => {
                let verdict = Some(self.credit_check(query)?);
                Ok(Report::CreditVerdict(alloc::boxed::Box::new(verdict)))
            }
            Query::CreditPortfolio(query) => {
                self.credit_portfolio(query).map(Report::CreditPortfolio)
            }
            Query::Figures(query) => self.figures(query).map(Report::Figures),
            Query::CashForecast(query) => {
                let forecast = self.cash_forecast(query)?;
                Ok(Report::CashForecast(alloc::boxed::Box::new(forecast)))
            }
            Query::Process(query) => {
                let process = self.process(query)?;
                Ok(Report::Process(alloc::boxed::Box::new(process)))
            }
            Query::EventLog(query) => self.event_log(query).map(Report::EventLog),
            Query::ProposedDebits(query) => self.proposed_debits(query).map(Report::ProposedDebits),
            Query::DirectDebits(query) => self.direct_debits(query).map(Report::DirectDebits),
            Query::Mandates(query) => self.mandates(query).map(Report::Mandates),
            Query::WorkingCapital(query) => {
                let report = self.working_capital(query)?;
                Ok(Report::WorkingCapital(alloc::boxed::Box::new(report)))
            }
            Query::ProcessQuality(query) => self.process_quality(query).map(Report::ProcessQuality),
            Query::Repeats(query) => self.repeats(query).map(Report::Repeats),
            Query::AccountItems(query) => self.account_items(query).map(Report::AccountItems),
            Query::Letters(query) => self.letters(query).map(Report::Letters),
        }
    }

    /// The balance of every account of the ledger at the end of a day.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn trial_balance(&self, day: &AsOf) -> Result<TrialBalance, Rejection> {
        Ok(self.state.journal.trial_balance(day.as_of, day.known_at)?)
    }

    /// The entries posted in a span of days, in the order recorded.
    ///
    /// # Errors
    /// `company.days_reversed`.
    pub fn entries(&self, span: &Span) -> Result<Vec<Arc<Entry>>, Rejection> {
        span.check()?;
        let is_known = |entry: &&Arc<Entry>| {
            span.known_at.is_none_or(|known_at| entry.recorded_on() <= known_at)
        };
        let is_within = |entry: &&Arc<Entry>| {
            span.from <= entry.accounted_on() && entry.accounted_on() <= span.until
        };
        let entries = self.state.journal.entries().iter();
        Ok(entries.filter(is_known).filter(is_within).cloned().collect())
    }

    /// An issued document.
    ///
    /// # Errors
    /// `company.unknown_document`.
    pub fn document(&self, number: &DocumentNumber) -> Result<Arc<Document>, Rejection> {
        self.state.document(number).cloned().ok_or_else(|| {
            let path = Path::field("document");
            Cause::UnknownDocument { path, document: number.clone() }.into()
        })
    }

    /// A customer as the directory has it, whether active or not.
    ///
    /// # Errors
    /// `directory.customer_unknown`.
    pub fn customer(&self, id: &CustomerId) -> Result<Customer, Rejection> {
        let key = RecordKey::Customer(id.clone());
        match self.state.record(&key) {
            Some(Record::Customer(customer)) => Ok(customer.clone()),
            _ => super::sale::customer(&self.state, id)
                .cloned()
                .map_err(|no| no.with_path(&|path| path.inside("customer"))),
        }
    }
}
