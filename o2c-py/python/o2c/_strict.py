"""The one place where values of Python become figures, days and texts of a command.

Nothing is guessed: a ``float`` has no exact decimal meaning, a ``bool`` is no number, a
``datetime`` is no day. What passes here has the form of a figure; whether it is a good one, such as
an amount with the decimals of its currency, is for the core to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeAlias, TypeVar

from .errors import InputError, InputTypeError

Figure: TypeAlias = Decimal | int | str
"""An exact figure: a ``Decimal``, an ``int`` or plain digits such as ``"-12.50"``, no ``float``."""

Day: TypeAlias = date | str
"""A day: a ``date`` or a text such as ``"2026-01-31"``; never a ``datetime``."""

SIGNIFICANT_DIGITS: Final = 18
"""Digits of a figure; leading zeros and trailing zeros of the decimals are not counted."""
DECIMAL_PLACES: Final = 10
"""Decimal places of a figure, trailing zeros not counted."""

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
# Longer than any figure that is held, however many zeros it is written with.
_LONGEST: Final = 64

T = TypeVar("T")


def _name(value: object) -> str:
    return type(value).__name__


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."


def _too_long(path: str) -> InputError:
    return InputError(
        f"a figure has at most {SIGNIFICANT_DIGITS} digits, {DECIMAL_PLACES} of them decimals", path
    )


def figure(value: object, path: str = "") -> Decimal:
    """An exact figure.

    Raises ``InputTypeError`` for anything but ``Decimal``, ``int`` and ``str``; ``InputError`` for
    NaN, infinities, texts other than plain digits, and figures of more than 18 digits or 10
    decimals.

    >>> figure("12.50"), figure(3)
    (Decimal('12.50'), Decimal('3'))
    >>> figure(0.1, "price")
    Traceback (most recent call last):
    o2c.errors.InputTypeError: price: expected Decimal, int or str, not float
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise InputTypeError(f"expected Decimal, int or str, not {_name(value)}", path)
    if isinstance(value, int):
        # Compared before it is written: a long int takes long to write.
        if abs(value) >= 10**_LONGEST:
            raise _too_long(path)
        held = Decimal(value)
    elif isinstance(value, str):
        if len(value) > _LONGEST:
            raise _too_long(path)
        if _PLAIN.fullmatch(value) is None:
            raise InputError(f"{_shown(value)} is not plain digits such as '12.50'", path)
        held = Decimal(value)
    else:
        held = Decimal(value)
    return _bounded(held, path)


def _bounded(held: Decimal, path: str) -> Decimal:
    """Refuses what is no number or longer than any figure of the core."""
    _, digits, exponent = held.as_tuple()
    if not isinstance(exponent, int):
        raise InputError(f"{held} is no figure", path)
    if len(digits) > _LONGEST or not -_LONGEST <= exponent <= _LONGEST:
        raise _too_long(path)
    if not held:
        # Neither a negative zero nor a zero of many places is a figure of its own.
        return Decimal(0)
    plain = written(held)
    whole, _, fraction = plain.lstrip("-").partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > DECIMAL_PLACES or len(whole.lstrip("0") + fraction) > SIGNIFICANT_DIGITS:
        raise _too_long(path)
    return Decimal(plain)


def written(held: Decimal) -> str:
    """A figure as the core reads it: plain digits, no exponent."""
    return format(held, "f")


def day(value: object, path: str = "") -> date:
    """A day.

    Raises ``InputTypeError`` for anything but ``date`` and ``str``, a ``datetime`` included;
    ``InputError`` for a text that is no day.

    >>> day("2026-01-31")
    datetime.date(2026, 1, 31)
    """
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        raise InputTypeError(f"expected date or str, not {_name(value)}", path)
    if isinstance(value, date):
        return value
    if _DAY.fullmatch(value) is None:
        raise InputError(f"{_shown(value)} is not a day such as '2026-01-31'", path)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"{_shown(value)} is not a day", path) from None


def text(value: object, path: str = "") -> str:
    """A text; raises ``InputTypeError`` for anything but ``str``."""
    if not isinstance(value, str):
        raise InputTypeError(f"expected str, not {_name(value)}", path)
    return str(value)


def currency(value: object, path: str = "") -> str:
    """The code of a currency: three capital letters; whether there is one, the core says."""
    code = text(value, path)
    if _CURRENCY.fullmatch(code) is None:
        raise InputError(f"{_shown(code)} is not a currency such as 'EUR'", path)
    return code


def whole(value: object, path: str = "") -> int:
    """A count: an ``int`` of 64 bits, never a ``bool``."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputTypeError(f"expected int, not {_name(value)}", path)
    if not -(2**63) <= value < 2**63:
        raise InputError("a count beyond 64 bits", path)
    return int(value)


def claim(value: object, path: str = "") -> bool:
    """Yes or no: a ``bool`` and nothing that merely looks like one."""
    if not isinstance(value, bool):
        raise InputTypeError(f"expected bool, not {_name(value)}", path)
    return value


def optional(convert: Callable[[object, str], T]) -> Callable[[object, str], T | None]:
    """The same conversion where nothing may be given."""
    return lambda value, path: None if value is None else convert(value, path)


def each(convert: Callable[[object, str], T]) -> Callable[[object, str], tuple[T, ...]]:
    """The same conversion for every element of a list; a text is no list."""

    def converted(value: object, path: str) -> tuple[T, ...]:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
            raise InputTypeError(f"expected a list, not {_name(value)}", path)
        return tuple(convert(one, f"{path}[{index}]") for index, one in enumerate(value))

    return converted


def one_of(*kinds: type[T]) -> Callable[[object, str], T]:
    """A value of one of these classes of the package."""
    expected = " or ".join(kind.__name__ for kind in kinds)

    def converted(value: object, path: str) -> T:
        if not isinstance(value, kinds):
            raise InputTypeError(f"expected {expected}, not {_name(value)}", path)
        return value

    return converted


def word(*words: str) -> Callable[[object, str], str]:
    """One of these words."""

    def converted(value: object, path: str) -> str:
        chosen = text(value, path)
        if chosen not in words:
            raise InputError(f"{_shown(chosen)} is none of {', '.join(words)}", path)
        return chosen

    return converted


def given(value: object, path: str = "") -> object:
    """A value of a mapping that goes in as it is: texts, whole numbers, claims, figures, days,
    lists and mappings of these; never a ``float``."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value, path)
    if isinstance(value, int):
        return whole(value, path)
    if isinstance(value, Decimal):
        return written(figure(value, path))
    if isinstance(value, date):
        return day(value, path).isoformat()
    if isinstance(value, Mapping):
        return {
            text(name, path): given(one, f"{path}.{name}" if path else f"{name}")
            for name, one in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [given(one, f"{path}[{index}]") for index, one in enumerate(value)]
    if hasattr(value, "as_json"):
        return value.as_json()
    raise InputTypeError(f"{_name(value)} has no exact form", path)
