"""Subscriptions: what they bill, what a part of a period comes to, and what was used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

from .. import _strict
from .._form import plain
from .._strict import Day, Figure
from ..values import Money, Period
from .asking import answered, calculate, money

__all__ = [
    "BilledPeriod",
    "BilledPeriods",
    "ChangeFigures",
    "ProratedPart",
    "UsageFigures",
    "UsageLine",
    "billing_periods",
    "minimum_commitment",
    "plan_change",
    "prorate",
    "usage",
]

Unit = Literal["actual_days", "thirty360", "seconds"] | Mapping[str, int]
"""How parts are measured; ``{"fixed_days": 30}`` for so many days."""


@dataclass(frozen=True, slots=True)
class BilledPeriod:
    """A period that is billed, or the part of one."""

    period: Period
    """The days billed."""
    whole: Period
    """The whole period they are part of."""
    cycles: Decimal
    """What part of it they are, at nine decimals."""


@dataclass(frozen=True, slots=True)
class BilledPeriods:
    """The periods billed until a day."""

    periods: tuple[BilledPeriod, ...]
    """In the order of time, without gap or overlap."""
    cycles: Decimal
    """How many whole periods they come to."""


@dataclass(frozen=True, slots=True)
class ProratedPart:
    """A part of a period."""

    units_before: int
    """How many units of the period were over before it."""
    units_after: int
    """How many are over after it."""
    amount: Money
    """What it comes to."""


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """What a change of price gives back and asks for."""

    credit: Money
    """What the rest of the period came to at the earlier price, below zero."""
    charge: Money
    """What it comes to at the new one."""
    net: Money
    """Both together."""


@dataclass(frozen=True, slots=True)
class UsageLine:
    """One line of what was used."""

    tier: int
    """The tier, counted from 0."""
    quantity: Decimal
    """How many units or packages."""
    price: Decimal
    """The price of each."""
    is_flat_fee: bool
    """Whether it is the tier's flat fee."""
    amount: Money
    """What it comes to."""


@dataclass(frozen=True, slots=True)
class UsageFigures:
    """What a quantity used comes to."""

    lines: tuple[UsageLine, ...]
    """One line for each tier entered and each flat fee."""
    total: Money
    """Their sum."""


def _day(value: Day, path: str) -> Any:
    return plain(_strict.day(value, path))


def _period(value: Period, path: str) -> Any:
    return plain(_strict.one_of(Period)(value, path))


def billing_periods(
    start: Day,
    until: Day,
    *,
    months: int | None = None,
    days: int | None = None,
    end: Day | None = None,
    billing_day: int | None = None,
    timing: Literal["in_advance", "in_arrears"] = "in_advance",
    whole: Literal["between_billing_days", "stepped"] = "between_billing_days",
    unit: Unit = "actual_days",
) -> BilledPeriods:
    """What a subscription is billed for until a day: periods of so many ``months`` or ``days``,
    all counted from its start.

    >>> billed = billing_periods("2011-03-10", "2011-04-21", months=1, billing_day=15)
    >>> billed.cycles
    Decimal('2.178571429')
    """
    interval: dict[str, Any] = {}
    if months is not None:
        interval["months"] = _strict.whole(months, "months")
    if days is not None:
        interval["days"] = _strict.whole(days, "days")
    cycle = {"anchor": _day(start, "start"), "interval": interval}
    if billing_day is not None:
        cycle["billing_day"] = _strict.whole(billing_day, "billing_day")
    request = {
        "start": _day(start, "start"),
        "until": _day(until, "until"),
        "cycle": cycle,
        "timing": timing,
        "whole": whole,
        "unit": unit,
    }
    if end is not None:
        request["end"] = _day(end, "end")
    asked = {"billing_periods": request}
    return cast(BilledPeriods, answered(BilledPeriods, "subscription", asked))


def prorate(
    price: Money, period: Period, cuts: Iterable[Day], unit: Unit = "actual_days"
) -> tuple[ProratedPart, ...]:
    """The parts of a period's price, which sum to the price.

    >>> from o2c import Money
    >>> from o2c.values import Period
    >>> days = Period("2026-04-01", "2026-05-01")
    >>> parts = prorate(Money("10.00", "EUR"), days, ["2026-04-11", "2026-04-21"])
    >>> [str(part.amount) for part in parts]
    ['3.33 EUR', '3.34 EUR', '3.33 EUR']
    """
    request = {
        "price": money(price, "price"),
        "period": _period(period, "period"),
        "cuts": [{"on": _day(cut, f"cuts[{index}]")} for index, cut in enumerate(cuts)],
        "unit": unit,
    }
    kind = tuple[ProratedPart, ...]
    asked = {"proration": request}
    return cast("tuple[ProratedPart, ...]", answered(kind, "subscription", asked))


def plan_change(
    before: Money, after: Money, period: Period, on: Day, unit: Unit = "actual_days"
) -> ChangeFigures:
    """What another price from a day on gives back and asks for, rounded apart.

    >>> from o2c import Money
    >>> from o2c.values import Period
    >>> month = Period("2026-01-01", "2026-02-01")
    >>> str(plan_change(Money("30", "EUR"), Money("60", "EUR"), month, "2026-01-16").net)
    '15.49 EUR'
    """
    request = {
        "from": money(before, "from"),
        "to": money(after, "to"),
        "period": _period(period, "period"),
        "on": _day(on, "on"),
        "unit": unit,
    }
    asked = {"plan_change": request}
    return cast(ChangeFigures, answered(ChangeFigures, "subscription", asked))


def usage(currency: str, units: Figure, tariff: Mapping[str, Any]) -> UsageFigures:
    """What a quantity used comes to, by a tariff such as ``{"per_unit": "0.10"}``,
    ``{"graduated": [{"up_to": 10, "price": "1.00"}, {"price": "0.80"}]}``, ``{"volume": [...]}`` or
    ``{"package": {"size": 10, "price": "9.00"}}``.

    >>> str(usage("EUR", 25, {"package": {"size": 10, "price": "9.00"}}).total)
    '27.00 EUR'
    """
    request = {
        "units": plain(_strict.figure(units, "units")),
        "tariff": _figures(tariff, "tariff"),
        "currency": _strict.currency(currency, "currency"),
    }
    return cast(UsageFigures, answered(UsageFigures, "subscription", {"usage": request}))


def _figures(value: Any, path: str) -> Any:
    """A tariff with its figures as the core reads them."""
    if isinstance(value, Mapping):
        return {name: _figures(inner, f"{path}.{name}") for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_figures(inner, f"{path}[{index}]") for index, inner in enumerate(value)]
    if isinstance(value, Money):
        return money(value, path)
    if isinstance(value, str) and " " in value:
        return value
    return plain(_strict.figure(value, path))


def minimum_commitment(commitment: Money, charges: Iterable[Money]) -> Money:
    """What is missing to the least amount of a period; nothing where the charges reach it.

    >>> from o2c import Money
    >>> str(minimum_commitment(Money("100", "EUR"), [Money("75", "EUR")]))
    '25.00 EUR'
    """
    request = {
        "commitment": money(commitment, "commitment"),
        "charges": [money(one, f"charges[{index}]") for index, one in enumerate(charges)],
    }
    return Money.parse(calculate({"subscription": {"minimum_commitment": request}}))
