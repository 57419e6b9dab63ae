"""Amounts: splitting, rounding, percentages and currencies."""

from __future__ import annotations

from collections.abc import Iterable

from .. import _strict
from .._form import plain
from .._strict import Figure
from ..values import ExchangeRate, Money
from .asking import amount as _amount
from .asking import calculate
from .asking import figures as _figures
from .asking import money as _money

__all__ = [
    "convert",
    "percent",
    "round_to_currency",
    "split",
    "telescope",
]

_MODE = _strict.word("half_away_from_zero", "half_even", "toward_zero", "away_from_zero")


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
