"""The figures a manager reads (rulebook 6.2): days at four decimals, percentages at two, None
where a figure would divide by nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from .. import _strict
from .._form import plain
from .._strict import Day
from ..values import Money
from .asking import answered, money

__all__ = [
    "CountBack",
    "Delays",
    "Forecast",
    "ForecastPeriod",
    "SalesOutstanding",
    "WorkingCapital",
    "cash_forecast",
    "collection_effectiveness",
    "days_to_pay",
    "roll_rates",
    "sales_outstanding",
    "share_of_whole",
    "true_days_outstanding",
    "working_capital",
]


@dataclass(frozen=True, slots=True)
class CountBack:
    """Days counted back: one of the two is given."""

    days: Decimal | None = None
    """The sales of so many days are what is owed."""
    more_than: int | None = None
    """More is owed than was sold in all these days."""


@dataclass(frozen=True, slots=True)
class SalesOutstanding:
    """Days of sales that stand unpaid."""

    days_sales_outstanding: Decimal | None
    """What is owed over the sales, times the days."""
    count_back: CountBack | None
    """The days whose sales, counted back from the end, are what is owed."""
    best_possible: Decimal | None
    """What is not due over the sales, times the days."""
    average_days_delinquent: Decimal | None
    """How far the first is above the best possible."""


@dataclass(frozen=True, slots=True)
class Delays:
    """When customers pay, weighted with what they pay."""

    days_to_pay: Decimal | None
    """From the invoice to the payment."""
    days_beyond_terms: Decimal | None
    """From the due day to the payment; below zero where customers pay early."""


@dataclass(frozen=True, slots=True)
class WorkingCapital:
    """The cash conversion cycle, and the capital it needs."""

    days_of_stock: Decimal | None
    """How long goods lie."""
    days_of_sales: Decimal | None
    """How long customers owe."""
    days_of_purchases: Decimal | None
    """How long suppliers are owed."""
    cash_conversion_cycle: Decimal | None
    """The first two less the third."""
    need: Money
    """Stock and receivables less payables."""


@dataclass(frozen=True, slots=True)
class ForecastPeriod:
    """What is forecast of one period."""

    until: date
    """Its last day."""
    due: Money
    """What falls due in it."""
    expected: Money
    """What is expected in it; what should have come before stands in the first."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When what is open is likely to be paid."""

    overdue: Money
    """What was due by the day of the forecast."""
    periods: tuple[ForecastPeriod, ...]
    """Period by period."""
    due_later: Money
    """What is due after the last period."""
    expected_later: Money
    """What is expected after the last period."""


def _figure(kind: Any, name: str, body: dict[str, Any]) -> Any:
    return answered(kind, "key_figure", {name: body})


def sales_outstanding(
    receivables: Money, not_due: Money, sales: Iterable[tuple[int, Money]]
) -> SalesOutstanding:
    """How many days of sales stand unpaid: what is owed, what of it is not due, and for each
    month, the newest first, its days and its sales.

    >>> from o2c import Money
    >>> months = [(30, Money("120", "EUR")), (31, Money("100", "EUR")), (31, Money("90", "EUR"))]
    >>> figures = sales_outstanding(Money("250", "EUR"), Money("180", "EUR"), months)
    >>> str(figures.days_sales_outstanding), str(figures.best_possible)
    ('74.1935', '53.4194')
    >>> str(figures.count_back.days)
    '71.3333'
    """
    body = {
        "receivables": money(receivables, "receivables"),
        "not_due": money(not_due, "not_due"),
        "sales": [
            {
                "days": _strict.whole(days, f"sales[{index}].days"),
                "sales": money(sold, f"sales[{index}].sales"),
            }
            for index, (days, sold) in enumerate(sales)
        ],
    }
    return cast(SalesOutstanding, _figure(SalesOutstanding, "sales_outstanding", body))


def true_days_outstanding(
    as_of: Day, invoices: Iterable[tuple[Day, Money, Money]]
) -> Decimal | None:
    """Days of sales outstanding invoice by invoice: for each the day of issue, what is open of it
    and the sales of its month.

    >>> from o2c import Money
    >>> sold = Money("400", "EUR")
    >>> first, second = Money("100", "EUR"), Money("60", "EUR")
    >>> invoices = [("2026-03-01", first, sold), ("2026-03-11", second, sold)]
    >>> str(true_days_outstanding("2026-03-31", invoices))
    '10.5'
    """
    body = {
        "as_of": plain(_strict.day(as_of, "as_of")),
        "invoices": [
            {
                "issued_on": plain(_strict.day(issued_on, f"invoices[{index}].issued_on")),
                "open": money(owed, f"invoices[{index}].open"),
                "month_sales": money(sold, f"invoices[{index}].month_sales"),
            }
            for index, (issued_on, owed, sold) in enumerate(invoices)
        ],
    }
    return cast("Decimal | None", _figure(Decimal | None, "invoice_ages", body))


def collection_effectiveness(
    opening: Money, sales: Money, closing: Money, closing_not_due: Money, months: int = 1
) -> Decimal | None:
    """What was collected in percent of what could be.

    >>> from o2c import Money
    >>> euros = [Money(figure, "EUR") for figure in ("230", "310", "250", "180")]
    >>> str(collection_effectiveness(*euros))
    '80.56'
    """
    body = {
        "opening": money(opening, "opening"),
        "sales": money(sales, "sales"),
        "months": _strict.whole(months, "months"),
        "closing": money(closing, "closing"),
        "closing_not_due": money(closing_not_due, "closing_not_due"),
    }
    return cast("Decimal | None", _figure(Decimal | None, "collection_effectiveness", body))


def share_of_whole(part: Money, whole: Money) -> Decimal | None:
    """A part in percent of its whole: what is overdue of what is owed, what is disputed, collected
    or written off of what was invoiced.

    >>> from o2c import Money
    >>> str(share_of_whole(Money("70", "EUR"), Money("250", "EUR")))
    '28'
    """
    body = {"part": money(part, "part"), "whole": money(whole, "whole")}
    return cast("Decimal | None", _figure(Decimal | None, "share_of_whole", body))


def days_to_pay(currency: str, invoices: Iterable[tuple[Money, Day, Day, Day]]) -> Delays:
    """When customers pay, weighted with what they pay: for each payment the amount, the day of
    the invoice, the day it was due and the day it was paid.

    >>> from o2c import Money
    >>> delays = days_to_pay("EUR", [
    ...     (Money("1000", "EUR"), "2026-01-01", "2026-01-31", "2026-01-31"),
    ...     (Money("5000", "EUR"), "2026-01-01", "2026-01-31", "2026-03-02")])
    >>> str(delays.days_to_pay), str(delays.days_beyond_terms)
    ('55', '25')
    """
    rows = []
    for index, (amount, *days) in enumerate(invoices):
        names = ("issued_on", "due_on", "paid_on")
        row = {"amount": money(amount, f"invoices[{index}].amount")}
        for name, one in zip(names, days, strict=True):
            row[name] = plain(_strict.day(one, f"invoices[{index}].{name}"))
        rows.append(row)
    body = {"currency": _strict.currency(currency, "currency"), "invoices": rows}
    return cast(Delays, _figure(Delays, "paid_invoices", body))


def working_capital(
    days: int,
    *,
    stock: Money,
    cost_of_sales: Money,
    receivables: Money,
    sales: Money,
    payables: Money,
    purchases: Money,
) -> WorkingCapital:
    """The cash conversion cycle of a period of so many days, and the working capital it needs.

    >>> from o2c import Money
    >>> figures = working_capital(
    ...     360, stock=Money("45", "EUR"), cost_of_sales=Money("360", "EUR"),
    ...     receivables=Money("100", "EUR"), sales=Money("720", "EUR"),
    ...     payables=Money("40", "EUR"), purchases=Money("360", "EUR"))
    >>> str(figures.cash_conversion_cycle)
    '55'
    """
    body: dict[str, Any] = {"days": _strict.whole(days, "days")}
    given = {
        "stock": stock,
        "cost_of_sales": cost_of_sales,
        "receivables": receivables,
        "sales": sales,
        "payables": payables,
        "purchases": purchases,
    }
    body.update({name: money(amount, name) for name, amount in given.items()})
    return cast(WorkingCapital, _figure(WorkingCapital, "working_capital", body))


def roll_rates(
    currency: str, earlier: Sequence[Money], later: Sequence[Money]
) -> tuple[Decimal | None, ...]:
    """What stands in each bucket in percent of what stood in the one before it a period earlier:
    what is not due first, then the buckets from the youngest.

    >>> from o2c import Money
    >>> def euros(*figures):
    ...     return [Money(figure, "EUR") for figure in figures]
    >>> earlier = euros("1000", "600", "60", "40")
    >>> rates = roll_rates("EUR", earlier, euros("900", "400", "150", "30"))
    >>> [str(rate) for rate in rates]
    ['40', '25', '30']
    """
    body = {
        "currency": _strict.currency(currency, "currency"),
        "earlier": [money(one, f"earlier[{index}]") for index, one in enumerate(earlier)],
        "later": [money(one, f"later[{index}]") for index, one in enumerate(later)],
    }
    kind = tuple[Decimal | None, ...]
    return cast("tuple[Decimal | None, ...]", _figure(kind, "roll_rates", body))


def _expected(
    due_on: Day, owed: Money, delay: int, promised_on: Day | None = None, *, path: str
) -> dict[str, Any]:
    item = {
        "due_on": plain(_strict.day(due_on, f"{path}.due_on")),
        "open": money(owed, f"{path}.open"),
        "delay": _strict.whole(delay, f"{path}.delay"),
    }
    if promised_on is not None:
        item["promised_on"] = plain(_strict.day(promised_on, f"{path}.promised_on"))
    return item


def cash_forecast(
    as_of: Day,
    currency: str,
    items: Iterable[tuple[Day, Money, int] | tuple[Day, Money, int, Day | None]],
    *,
    days: int = 7,
    periods: int = 13,
) -> Forecast:
    """When what is open is likely to be paid: for each item its due day, what is open of it, how
    many days after its due day it is expected and, where it is promised, the day promised.

    >>> from o2c import Money
    >>> items = [("2026-03-20", Money("10", "EUR"), 5), ("2026-04-05", Money("90", "EUR"), 6)]
    >>> forecast = cash_forecast("2026-03-31", "EUR", items, periods=2)
    >>> [str(week.expected) for week in forecast.periods]
    ['10.00 EUR', '90.00 EUR']
    """
    body = {
        "as_of": plain(_strict.day(as_of, "as_of")),
        "currency": _strict.currency(currency, "currency"),
        "days": _strict.whole(days, "days"),
        "periods": _strict.whole(periods, "periods"),
        "items": [
            _expected(due_on, owed, delay, *promised, path=f"items[{index}]")
            for index, (due_on, owed, delay, *promised) in enumerate(items)
        ],
    }
    return cast(Forecast, _figure(Forecast, "cash_forecast", body))
