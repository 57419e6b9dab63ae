"""Calculators: what needs no company.

Every figure is computed by the core; here they are only asked for. Amounts are in their currency's
main unit; ``mode`` says how ties and rests are settled: ``half_away_from_zero`` (commercial
rounding), ``half_even``, ``toward_zero`` or ``away_from_zero``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from . import _o2c, _read, _strict
from ._form import dumped, plain
from ._strict import Day, Figure
from .commands import Draft
from .errors import InputTypeError
from .reports import Figures, Instalment
from .values import ExchangeRate, Money, Terms

__all__ = [
    "calculate",
    "calculate_json",
    "compute_invoice",
    "convert",
    "percent",
    "refusals",
    "round_to_currency",
    "schedule",
    "split",
    "telescope",
]


def calculate_json(request: str) -> str:
    """Runs a calculator on a request in JSON and answers in JSON: the same bytes in every language.

    Raises ``Rejection`` where the core refuses it.

    >>> calculate_json('{"split":{"amount":"1.00 EUR","weights":["1","1","1"]}}')
    '["0.34 EUR","0.33 EUR","0.33 EUR"]'
    """
    return _o2c.calculate_json(request)


def calculate(request: Mapping[str, Any]) -> Any:
    """Runs a calculator on a request as a mapping; figures as ``Decimal``, ``int`` or text, days as
    ``date`` or text. Answers with what ``json.loads`` makes of the core's text.

    Raises ``InputTypeError`` for a ``float`` anywhere in it, ``Rejection`` where the core refuses.

    >>> calculate({"percent": {"amount": "80.00 EUR", "percent": "5.5"}})
    '4.40 EUR'
    """
    if not isinstance(request, Mapping):
        raise InputTypeError(f"expected a mapping, not {type(request).__name__}", "request")
    return _read.loaded(calculate_json(dumped(_strict.given(request))))


_MODE = _strict.word("half_away_from_zero", "half_even", "toward_zero", "away_from_zero")


def _money(value: object, path: str) -> Any:
    return plain(_strict.one_of(Money)(value, path))


def _figures(values: Iterable[Figure], path: str) -> Any:
    return plain(_strict.each(_strict.figure)(values, path))


def _amount(name: str, request: Mapping[str, Any]) -> Money:
    return Money.parse(calculate({name: request}))


def split(amount: Money, weights: Iterable[Figure]) -> tuple[Money, ...]:
    """An amount in shares by weights: they sum to the whole, each within one minor unit of its
    exact share.

    Raises ``MoneyRejection`` for a negative weight, and where all are zero.

    >>> [str(share) for share in split(Money("100.00", "EUR"), [1, 1, 1])]
    ['33.34 EUR', '33.33 EUR', '33.33 EUR']
    """
    request = {"amount": _money(amount, "amount"), "weights": _figures(weights, "weights")}
    return tuple(Money.parse(share) for share in calculate({"split": request}))


def telescope(amount: Money, steps: Iterable[Figure], whole: Figure) -> tuple[Money, ...]:
    """An amount in shares over steps that come one after the other; once the steps reach the whole,
    the shares sum to the amount.

    Raises ``MoneyRejection`` where the steps exceed the whole.

    >>> [str(share) for share in telescope(Money("10.00", "EUR"), [1, 1, 1], 3)]
    ['3.33 EUR', '3.34 EUR', '3.33 EUR']
    """
    request = {
        "amount": _money(amount, "amount"),
        "steps": _figures(steps, "steps"),
        "whole": plain(_strict.figure(whole, "whole")),
    }
    return tuple(Money.parse(share) for share in calculate({"telescope": request}))


def round_to_currency(
    figure: Figure,
    currency: str,
    mode: str = "half_away_from_zero",
) -> Money:
    """An exact figure rounded once to the decimals of a currency.

    Raises ``MoneyRejection`` for an unknown currency and beyond the range of money.

    >>> str(round_to_currency("2.345", "EUR"))
    '2.35 EUR'
    """
    request = {
        "figure": plain(_strict.figure(figure, "figure")),
        "currency": _strict.currency(currency, "currency"),
        "mode": _MODE(mode, "mode"),
    }
    return _amount("round", request)


def percent(
    amount: Money,
    percent: Figure,
    mode: str = "half_away_from_zero",
) -> Money:
    """A percentage of an amount, rounded once.

    Raises ``MoneyRejection`` beyond the range of money.

    >>> str(percent(Money("0.99", "EUR"), 20))
    '0.20 EUR'
    """
    request = {
        "amount": _money(amount, "amount"),
        "percent": plain(_strict.figure(percent, "percent")),
        "mode": _MODE(mode, "mode"),
    }
    return _amount("percent", request)


def convert(
    amount: Money,
    rate: ExchangeRate,
    mode: str = "half_away_from_zero",
) -> Money:
    """An amount in the other currency of a rate, rounded once.

    Raises ``MoneyRejection`` where the amount is in neither currency of the rate.

    >>> str(convert(Money("100.00", "USD"), ExchangeRate("USD", "EUR", "0.92")))
    '92.00 EUR'
    """
    request = {
        "amount": _money(amount, "amount"),
        "rate": plain(_strict.one_of(ExchangeRate)(rate, "rate")),
        "mode": _MODE(mode, "mode"),
    }
    return _amount("convert", request)


def schedule(
    terms: Terms, total: Money, issued_on: Day, holidays: Iterable[Day] = ()
) -> tuple[Instalment, ...]:
    """What falls due when, by payment terms counted from the day of issue; the instalments sum to
    the total.

    Raises ``CalendarRejection`` for terms that split no total.
    """
    request = {
        "terms": plain(_strict.one_of(Terms)(terms, "terms")),
        "total": _money(total, "total"),
        "issued_on": plain(_strict.day(issued_on, "issued_on")),
        "holidays": plain(_strict.each(_strict.day)(holidays, "holidays")),
    }
    kind = tuple[Instalment, ...]
    return cast("tuple[Instalment, ...]", _read.reader(kind)(calculate({"schedule": request})))


def compute_invoice(draft: Draft) -> Figures:
    """What a draft comes to: lines one by one, VAT once per category and rate.

    Raises the ``Rejection`` of the first fault, its path naming the place.

    >>> from o2c import DraftLine, Net, Quantity, Terms, Vat
    >>> line = DraftLine(id="1", quantity=Quantity(3), price=Net("0.33"), vat=Vat("S", 20))
    >>> draft = Draft(customer="C1", currency="EUR", lines=[line], terms=Terms.net_days(30))
    >>> figures = compute_invoice(draft)
    >>> str(figures.net), str(figures.vat), str(figures.due)
    ('0.99 EUR', '0.20 EUR', '1.19 EUR')
    """
    request = plain(_strict.one_of(Draft)(draft, "draft"))
    return cast(Figures, _read.reader(Figures)(calculate({"invoice": request})))


def refusals() -> tuple[Mapping[str, Any], ...]:
    """The table of all refusals by number: ``number``, ``code`` and ``meaning`` of each. Numbers
    and codes never change their meaning.

    >>> next(row["meaning"] for row in refusals() if row["code"] == "money.currency_mismatch")
    'Amounts of two currencies never add or compare.'
    """
    return tuple(_read.loaded(_o2c.refusals_json()))
