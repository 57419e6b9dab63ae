"""What one may ask a company to tell, and the answers: frozen, with amounts in ``Decimal``.

Every answer is a function of the state and a day. Amounts are in the currency they name, debit
positive; days are ``datetime.date``.

>>> import o2c
>>> company = o2c.Company.found(ledger_currency="EUR")
>>> ageing = company.report(o2c.reports.AgeingQuery(as_of="2026-01-31"))
>>> ageing.as_of, ageing.bounds, ageing.accounts
(datetime.date(2026, 1, 31), (30, 60, 90), ())
"""

from .balances import (
    AccountAgeing,
    Ageing,
    CurrencyAgeing,
    Cycle,
    Debtor,
    Entry,
    EntryLine,
    OpenItem,
    Reconciliation,
    TrialBalance,
    TrialBalanceRow,
    Unequal,
    VatTotal,
)
from .documents import (
    Breakdown,
    Document,
    DocumentFindings,
    Figures,
    Finding,
    Instalment,
    LineAmounts,
    ResolvedAdjustment,
    VatGroup,
)
from .queries import (
    AgeingQuery,
    CustomerQuery,
    CycleQuery,
    DocumentQuery,
    FindingsQuery,
    JournalQuery,
    OpenItemsQuery,
    OrderQuery,
    PaymentQuery,
    PaymentsQuery,
    Query,
    ReconciliationQuery,
    TrialBalanceQuery,
)
from .single import Counters, Customer, Order, OrderState, Payment, Receipt, Settled

__all__ = [
    "AccountAgeing",
    "Ageing",
    "AgeingQuery",
    "Breakdown",
    "Counters",
    "CurrencyAgeing",
    "Customer",
    "CustomerQuery",
    "Cycle",
    "CycleQuery",
    "Debtor",
    "Document",
    "DocumentFindings",
    "DocumentQuery",
    "Entry",
    "EntryLine",
    "Figures",
    "Finding",
    "FindingsQuery",
    "Instalment",
    "JournalQuery",
    "LineAmounts",
    "OpenItem",
    "OpenItemsQuery",
    "Order",
    "OrderQuery",
    "OrderState",
    "Payment",
    "PaymentQuery",
    "PaymentsQuery",
    "Query",
    "Receipt",
    "Reconciliation",
    "ReconciliationQuery",
    "ResolvedAdjustment",
    "Settled",
    "TrialBalance",
    "TrialBalanceQuery",
    "TrialBalanceRow",
    "Unequal",
    "VatGroup",
    "VatTotal",
]
