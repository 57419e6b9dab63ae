"""How a calculator is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .. import _o2c, _read, _strict
from .._form import dumped, plain
from .._strict import Figure
from ..errors import InputTypeError
from ..values import Money

__all__ = [
    "calculate",
    "calculate_json",
    "refusals",
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


def money(value: object, path: str) -> Any:
    return plain(_strict.one_of(Money)(value, path))


def figures(values: Iterable[Figure], path: str) -> Any:
    return plain(_strict.each(_strict.figure)(values, path))


def amount(name: str, request: Mapping[str, Any]) -> Money:
    return Money.parse(calculate({name: request}))


def answered(kind: Any, name: str, request: Any) -> Any:
    """What a calculator gave, as a value of this kind."""
    return _read.reader(kind)(calculate({name: request}))


def refusals() -> tuple[Mapping[str, Any], ...]:
    """The table of all refusals by number: ``number``, ``code`` and ``meaning`` of each. Numbers
    and codes never change their meaning.

    >>> next(row["meaning"] for row in refusals() if row["code"] == "money.currency_mismatch")
    'Amounts of two currencies never add or compare.'
    """
    return tuple(_read.loaded(_o2c.refusals_json()))
