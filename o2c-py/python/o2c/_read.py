"""How the core's answers become frozen values: amounts with ``Decimal``, days as ``date``."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from .values import Money, Quantity, Vat

T = TypeVar("T")
Reader = Callable[[Any], Any]


def loaded(text: str) -> Any:
    """The value of a text of the core; never a ``float``."""
    return json.loads(text, parse_float=Decimal)


def answer(kind: type[T], text: str) -> T:
    """The typed answer of a text of the core."""
    return cast(T, reader(kind)(loaded(text)))


def _vat(value: Any) -> Vat:
    return Vat(value["category"], value["rate"])


_LEAVES: Mapping[Any, Reader] = {
    Any: lambda value: value,
    str: lambda value: value,
    int: lambda value: value,
    bool: lambda value: value,
    Decimal: Decimal,
    date: date.fromisoformat,
    Money: Money.parse,
    Quantity: Quantity.parse,
    Vat: _vat,
}


_KNOWN: dict[Any, Reader] = {}


def reader(kind: Any) -> Reader:
    """What reads a value of this kind."""
    known = _KNOWN.get(kind)
    if known is None:
        known = _KNOWN[kind] = _LEAVES.get(kind) or _composed(kind)
    return known


def _composed(kind: Any) -> Reader:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        one = reader(inner)
        return lambda value: None if value is None else one(value)
    if origin is Literal:
        return lambda value: value
    if origin is tuple:
        each = reader(arguments[0])
        return lambda value: tuple(each(one) for one in value)
    if origin is not None and issubclass(origin, Mapping):
        each = reader(arguments[1])
        return lambda value: {key: each(one) for key, one in value.items()}
    if hasattr(kind, "read"):
        return cast(Reader, kind.read)
    if not is_dataclass(kind):
        raise TypeError(f"nothing reads {kind!r}")
    return _fields_reader(kind)


def _fields_reader(kind: Any) -> Reader:
    """Reads a frozen class field by field. A field the core adds one day is passed over, so that
    an older package reads a newer text."""
    hints = get_type_hints(kind)
    parts = [
        (field.name, reader(hints[field.name]), field.default is not MISSING)
        for field in fields(kind)
    ]

    def read(value: Any) -> Any:
        given = {}
        for name, one, may_be_absent in parts:
            if name in value or not may_be_absent:
                given[name] = one(value[name])
        return kind(**given)

    return read
