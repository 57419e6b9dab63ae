"""The figures a manager reads, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import COUNT, DAY, OPTIONAL_DAY
from .._form import as_
from .._strict import Day
from ..errors import InputTypeError
from ..calculators.figures import CountBack, ForecastPeriod
from ..values import Money
from .queries import Query

def _segments(value: object, path: str) -> tuple[Mapping[str, Any], ...]:
    """Names with their customers, as the door takes them."""
    if not isinstance(value, Mapping):
        raise InputTypeError(f"expected names with their customers, not {value!r}", path)
    customers = _strict.each(_strict.text)
    return tuple(
        {"name": _strict.text(name, path), "customers": customers(of, f"{path}.{name}")}
        for name, of in value.items()
    )


SEGMENTS = as_(_segments)

__all__ = [
    "CashForecast",
    "CashForecastQuery",
    "FiguresQuery",
    "FiguresRow",
    "KeyFigures",
    "MonthFigures",
]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The figures of one month: balances at the end of its last day, days at four decimals,
    percentages at two; what divides by nothing is None."""

    # ``from`` is a word of the language.
    until: date
    """The last day."""
    opening: Money
    """What was owed when it began."""
    receivables: Money
    """What is owed: not due, overdue and credits."""
    not_due: Money
    """What is not due."""
    overdue: Money
    """What is due."""
    credits: Money
    """Payments and credit notes that settle nothing yet, below zero."""
    sales: Money
    """Invoices less what gave them back."""
    collected: Money
    """Money that came in less what went back."""
    lost: Money
    """What nobody will pay: bad debts and differences written off."""
    days_sales_outstanding: Decimal | None
    """What is owed over the sales of the window, in days."""
    count_back: CountBack | None
    """The days whose sales, counted back over the window, are what is owed."""
    best_possible: Decimal | None
    """What is not due over the sales of the window, in days."""
    average_days_delinquent: Decimal | None
    """How far the days of sales outstanding are above the best possible ones."""
    collection_effectiveness: Decimal | None
    """What was collected of what could be, in percent."""
    overdue_percent: Decimal | None
    """What is due of what is owed, credits left out, in percent."""
    lost_percent: Decimal | None
    """What was lost of what was sold, in percent."""
    days_to_pay: Decimal | None
    """From the invoice to the payment, of what was paid in the month."""
    days_beyond_terms: Decimal | None
    """From the due day to the payment; below zero where customers pay early."""
    disputes_opened: int
    """Disputes opened in the month."""
    disputes_closed: int
    """Disputes that ended in it."""
    days_to_resolve: Decimal | None
    """How many days those took on average."""
    invoices: int
    """Invoices of the month."""
    disputed_percent: Decimal | None
    """What of those was contested until the day of the report, in percent of their number."""
    recovered_percent: Decimal | None
    """What money settled of the sales of the month until the day of the report, in percent."""
    roll_rates: tuple[Decimal | None, ...]
    """What is due 1 to 30 days, 31 to 60, 61 to 90 and longer in percent of what stood one bucket
    before when the month began."""


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """The figures of the company, of a group or of a customer."""

    months: tuple[MonthFigures, ...]
    """Month by month, oldest first."""
    customer: str | None = None
    """The customer, where a row is one."""
    group: str | None = None
    """The group, where a row is one."""
    segment: str | None = None
    """The class of risk or the name that the query gives, where a row is one."""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures of some months in the ledger's currency, at booked values: what is owed is the
    balance of the control account."""

    as_of: date
    """The day of the report."""
    currency: str
    """The currency of every amount."""
    rows: tuple[FiguresRow, ...]
    """The rows, sorted by group or customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresQuery(Query[KeyFigures]):
    """The figures of the months up to a day.

    >>> import o2c
    >>> company = o2c.Company.found(ledger_currency="EUR")
    >>> figures = company.report(o2c.reports.FiguresQuery(as_of="2026-03-31", months=2))
    >>> [str(month.until) for month in figures.rows[0].months]
    ['2026-02-28', '2026-03-31']
    >>> figures.rows[0].months[0].days_sales_outstanding is None
    True
    """

    NAME: ClassVar[str] = "figures"
    ANSWER: ClassVar[Any] = KeyFigures

    as_of: Day = field(metadata=DAY)
    """The day of the report; the last month ends with it."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    months: int = field(default=12, metadata=COUNT)
    """How many months are shown."""
    window: int = field(default=3, metadata=COUNT)
    """Over how many months, each with those before it, sales are held against what is owed."""
    by: Literal["company", "group", "customer", "risk_class", "segment"] = field(
        default="company",
        metadata=as_(_strict.word("company", "group", "customer", "risk_class", "segment")),
    )
    """What a row stands for."""
    segments: Mapping[str, Sequence[str]] = field(default_factory=dict, metadata=SEGMENTS)
    """The customers of each row by its name, for rows by segment: those of a collector."""


@dataclass(frozen=True, slots=True)
class CashForecast:
    """When what is open is likely to be paid, in the ledger's currency at booked values."""

    as_of: date
    """The day of the forecast."""
    open: Money
    """What is open in all."""
    overdue: Money
    """What was due by the day of the forecast."""
    periods: tuple[ForecastPeriod, ...]
    """Period by period."""
    due_later: Money
    """What is due after the last period."""
    expected_later: Money
    """What is expected after the last period."""
    collected: tuple[Money, ...]
    """What came in in each of the periods, as far as it is known."""
    delays: Mapping[str, int]
    """How many days beyond its due day each customer's debt is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashForecastQuery(Query[CashForecast]):
    """When what is open is likely to be paid: on its due day or those of a plan of instalments, and
    as late as its customer uses to pay or when he promised to. With an earlier ``known_at`` what
    was expected then stands beside what came."""

    NAME: ClassVar[str] = "cash_forecast"
    ANSWER: ClassVar[Any] = CashForecast

    as_of: Day = field(metadata=DAY)
    """The day of the forecast."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    days: int = field(default=7, metadata=COUNT)
    """How many days a period has."""
    periods: int = field(default=13, metadata=COUNT)
    """How many periods are looked at."""
    history: int = field(default=12, metadata=COUNT)
    """Over how many months it is seen how late each customer pays."""
