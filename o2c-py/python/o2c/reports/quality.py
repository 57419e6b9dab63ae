"""The quality of the process: what goes through without a hand, what comes again and again, and
what is tied up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .._fields import COUNT, DAY, MONEY, OPTIONAL_DAY
from .._strict import Day
from ..calculators.figures import WorkingCapital
from ..calculators.process import LeadTime
from ..values import Money
from .queries import Query, span

__all__ = [
    "ProcessQuality",
    "ProcessQualityQuery",
    "QualityMonth",
    "RepeatRow",
    "RepeatedComplaint",
    "RepeatsQuery",
    "Touchless",
    "WorkingCapitalOf",
    "WorkingCapitalQuery",
    "WorkingCapitalReport",
]


@dataclass(frozen=True, slots=True)
class Touchless:
    """How many there were, and how many of them nobody had to touch."""

    all: int
    """How many."""
    touchless: int
    """How many of them went through by themselves."""
    percent: Decimal | None
    """The same in percent; None where there were none."""


@dataclass(frozen=True, slots=True)
class QualityMonth:
    """The quality of one month."""

    # ``from`` is a word of the language.
    until: date
    """The last day."""
    orders: Touchless
    """Orders placed: touched by an amendment, a hold, or a cancellation."""
    invoices: Touchless
    """Invoices: touched where they bill neither an order nor a subscription, and by a dispute, a
    credit note or a corrective invoice."""
    receipts: Touchless
    """Receipts: untouched where the rules found payer and invoices, and nobody took that back."""
    order_to_invoice: LeadTime
    """From the order to its first invoice, of the orders placed."""
    invoice_to_cash: LeadTime
    """From the invoice to the day on which nothing was open of it any more, of the invoices that
    money settled."""
    order_to_cash: LeadTime
    """From the order to the day on which nothing was open any more of what bills it, of the orders
    placed that money settled."""


@dataclass(frozen=True, slots=True)
class ProcessQuality:
    """What goes through by itself, and how long it takes."""

    as_of: date
    """The day of the report."""
    orders: Touchless
    """Orders of all months."""
    invoices: Touchless
    """Invoices of all months."""
    receipts: Touchless
    """Receipts of all months."""
    order_to_invoice: LeadTime
    """From the order to its first invoice, over all months."""
    invoice_to_cash: LeadTime
    """From the invoice to the cash, over all months."""
    order_to_cash: LeadTime
    """From the order to the cash, over all months."""
    months: tuple[QualityMonth, ...]
    """Month by month, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessQualityQuery(Query[ProcessQuality]):
    """How much of what came in went through without a hand, and how long it took from the order to
    the invoice and to the cash.

    >>> import o2c
    >>> company = o2c.Company.found(ledger_currency="EUR")
    >>> company.report(o2c.reports.ProcessQualityQuery(as_of="2026-03-31")).orders.percent is None
    True
    """

    NAME: ClassVar[str] = "process_quality"
    ANSWER: ClassVar[Any] = ProcessQuality

    as_of: Day = field(metadata=DAY)
    """The day of the report; the last month ends with it."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    months: int = field(default=12, metadata=COUNT)
    """How many months are shown."""


@dataclass(frozen=True, slots=True)
class RepeatedComplaint:
    """A reason for which a customer contests more than once."""

    reason: str
    """Why."""
    disputes: int
    """How many disputes."""
    upheld: int
    """How many of them ended with the customer in the right."""


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A customer who does something again and again."""

    customer: str
    """The customer."""
    invoices: int
    """Invoices that have fallen due."""
    late: int
    """How many of them were not paid when they fell due."""
    late_percent: Decimal | None
    """The same in percent."""
    broken_promises: int
    """Promises that were broken."""
    complaints: tuple[RepeatedComplaint, ...]
    """What the customer complains of again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatsQuery(Query[tuple[RepeatRow, ...]]):
    """The customers who paid late, broke promises or complained of one thing at least so often,
    those who were late most often first."""

    NAME: ClassVar[str] = "repeats"
    ANSWER: ClassVar[Any] = tuple[RepeatRow, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    first: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only invoices and disputes from this day on."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    at_least: int = field(default=2, metadata=COUNT)
    """How often is again and again."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


@dataclass(frozen=True, slots=True)
class WorkingCapitalOf:
    """What a cash conversion cycle is made of."""

    days: int
    """The days of the months."""
    stock: Money
    """The stock, as it was given."""
    cost_of_sales: Money
    """The cost of what was sold, as it was given."""
    receivables: Money
    """What customers owe."""
    sales: Money
    """What was sold, VAT included."""
    payables: Money
    """What suppliers are owed, as it was given."""
    purchases: Money
    """What was bought, as it was given."""


@dataclass(frozen=True, slots=True)
class WorkingCapitalReport:
    """The cash conversion cycle of the company, and what it is made of."""

    of: WorkingCapitalOf
    """What goes in."""
    figures: WorkingCapital
    """The days and the need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCapitalQuery(Query[WorkingCapitalReport]):
    """The cash conversion cycle and the need of working capital from the company's own receivables
    and sales, and from stock and payables that are given."""

    NAME: ClassVar[str] = "working_capital"
    ANSWER: ClassVar[Any] = WorkingCapitalReport

    as_of: Day = field(metadata=DAY)
    """The day of the report; the last month ends with it."""
    stock: Money = field(metadata=MONEY)
    """The stock on the day, at cost."""
    cost_of_sales: Money = field(metadata=MONEY)
    """The cost of what was sold in those months."""
    payables: Money = field(metadata=MONEY)
    """What suppliers are owed on the day."""
    purchases: Money = field(metadata=MONEY)
    """What was bought in those months."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    months: int = field(default=12, metadata=COUNT)
    """Over how many months."""
