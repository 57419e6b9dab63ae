"""Data frames in and out, of any library that speaks the Arrow interface (pyarrow, polars, pandas,
duckdb): nothing of theirs is needed here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from . import _o2c, _strict
from ._o2c import Frame
from ._strict import Day
from .errors import InputError

__all__ = ["ArrowStream", "Frame", "age"]


class ArrowStream(Protocol):
    """What every data frame of the Arrow interface has."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule of an Arrow stream."""


def age(
    frame: ArrowStream,
    as_of: Day,
    bounds: Iterable[int] = (30, 60, 90),
    credits: Literal["separate", "own_date", "oldest_first"] = "separate",
) -> Frame:
    """The ageing of a frame of open items.

    ``frame`` has the columns ``customer`` (string or integer), ``due_on`` (date32), ``open``
    (decimal128 in the currency's main unit, or int64 in its minor units; debit positive) and
    ``currency`` (string); strings may be of any Arrow kind, dictionaries included. ``bounds`` are
    the last days of the buckets, ``credits`` says where negative amounts stand.

    The answer has one row for each customer and currency of which a figure is not zero, sorted:
    ``customer``, ``currency``, ``not_due``, the buckets by their days such as ``1-30``, ``credits``
    and ``total``, amounts in the form in which they came in.

    Raises ``InputTypeError`` for a column of another type, ``InputError`` for a missing column, for
    a null (its path names column and row, such as ``open[17]``) and for a stream that was read
    before; ``Rejection`` for an unknown currency, a malformed customer, an amount with more
    decimals than its currency, and figures beyond the range of money.

    >>> import datetime, o2c
    >>> try:
    ...     import pyarrow
    ... except ImportError:
    ...     row = {"customer": "C-17", "1-30": 700, "total": 700}
    ... else:
    ...     due_on = datetime.date(2026, 3, 1)
    ...     items = {"customer": ["C-17"], "due_on": [due_on], "open": [700], "currency": ["EUR"]}
    ...     (row,) = pyarrow.table(o2c.age(pyarrow.table(items), "2026-03-31")).to_pylist()
    >>> row["1-30"], row["total"]
    (700, 700)
    """
    days = [_bound(one, index) for index, one in enumerate(bounds)]
    return _o2c.age(frame, _strict.day(as_of, "as_of").isoformat(), days, credits)


def _bound(value: object, index: int) -> int:
    path = f"bounds[{index}]"
    bound = _strict.whole(value, path)
    if not 0 <= bound < 2**32:
        raise InputError(f"{bound} is no number of days", path)
    return bound
