"""Data frames in and out, of any library that speaks the Arrow interface (pyarrow, polars, pandas,
duckdb): nothing of theirs is needed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, Protocol, overload

from . import _o2c, _strict
from ._form import dumped
from ._o2c import Frame
from ._strict import Day
from .errors import InputError, InputTypeError

__all__ = ["ArrowStream", "Frame", "Lettering", "age", "letter", "plot_ageing"]


class ArrowStream(Protocol):
    """What every data frame of the Arrow interface has."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule of an Arrow stream."""


def age(
    frame: ArrowStream,
    as_of: Day,
    bounds: Iterable[int] = (30, 60, 90),
    credits: Literal["separate", "own_date", "oldest_first"] = "separate",
    *,
    decimals: int | None = None,
    currency: str | None = None,
    threads: int | None = None,
) -> Frame:
    """The ageing of a frame of open items.

    ``frame`` has the columns ``customer`` (string or integer), ``due_on`` (date32; also the
    midnights of no time zone by which pandas keeps days, which are copied), ``open``
    (decimal128 in the currency's main unit, or int64 in its minor units; debit positive) and
    ``currency`` (string); strings may be of any Arrow kind, dictionaries included. ``bounds`` are
    the last days of the buckets, ``credits`` says where negative amounts stand. Days and int64
    amounts are read where they stand.

    Amounts that are floats are refused unless ``decimals`` says how many decimals are meant: then
    each is the amount it is nearest to, and one that lies between two amounts is refused.
    ``currency`` is that of every row where it is given; no column is looked at then. ``threads`` is
    the most that work at once, as many as the machine has where nothing is said; the answer is the
    same.

    The answer has one row for each customer and currency of which a figure is not zero, sorted:
    ``customer``, ``currency``, ``not_due``, the buckets by their days such as ``1-30``, ``credits``
    and ``total``, amounts in the form in which they came in.

    Raises ``InputTypeError`` for a column of another type, ``InputError`` for a missing column, for
    a null (its path names column and row, such as ``open[17]``) and for a stream that was read
    before; ``Rejection`` for an unknown currency, a malformed customer, a day beyond the years 1 to
    9999, an amount with more decimals than its currency, and figures beyond the range of money,
    each with its column and row.

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
    decimals = _count(decimals, "decimals")
    threads = _count(threads, "threads")
    if threads == 0:
        raise InputError("at least one thread has to work", "threads")
    if currency is not None:
        currency = _strict.text(currency, "currency")
    as_of = _strict.day(as_of, "as_of").isoformat()
    return _o2c.age(frame, as_of, days, credits, decimals, currency, threads)


class Lettering(NamedTuple):
    """What payments settle, as two frames."""

    applications: Frame
    """What is settled: a row for each item and each difference of a payment."""
    proposals: Frame
    """What someone decides: a row for each item and each difference of every alternative."""


@overload
def letter(
    items: ArrowStream,
    payments: None = None,
    *,
    decimals: int | None = None,
    currency: str | None = None,
) -> Frame: ...


@overload
def letter(
    items: ArrowStream,
    payments: ArrowStream,
    *,
    policy: Mapping[str, Any] | None = None,
    tolerances: Iterable[Mapping[str, Any]] = (),
    decimals: int | None = None,
    currency: str | None = None,
) -> Lettering: ...


def letter(
    items: ArrowStream,
    payments: ArrowStream | None = None,
    *,
    policy: Mapping[str, Any] | None = None,
    tolerances: Iterable[Mapping[str, Any]] = (),
    decimals: int | None = None,
    currency: str | None = None,
) -> Frame | Lettering:
    """The lettering of a frame of payments with a frame of open items; of one frame alone, that of
    a ledger.

    ``items`` has the columns ``customer``, ``number`` (of the document), ``due_on``, ``open`` (an
    invoice positive, a credit note negative) and ``currency``. It may have ``item`` (an id of its
    own where instalments share a number), ``document_on``, ``order`` (another number by which a
    payer may name it), and ``discount`` with ``discount_until``. ``payments`` has the columns
    ``customer``, ``amount`` (above zero), ``received_on`` and ``currency``, and may have
    ``payment`` (its id; the number of its row otherwise), ``remittance`` (what the payer wrote) and
    ``reference`` (a structured creditor reference). Types are those of ``age``; ids and numbers may
    be integers too. A null is an empty text in ``order``, ``remittance`` and ``reference``, and is
    refused everywhere else.

    ``policy`` says what is applied, such as ``{"applies_from": 900}``, and ``tolerances`` which
    differences are accepted, both as in the settings of a company. The surest match goes first;
    what is not sure enough is proposed. A payment that nothing matches stands in neither frame.

    Both frames have ``payment``, ``customer``, ``currency``, ``item`` and ``amount`` (how much of
    the item is settled, a discount included) or ``difference`` (its kind) and ``amount``,
    ``takes_discount``, ``rule``, ``score`` in thousandths and ``evidence`` (JSON). Applications
    have the ``rest`` that stays on account and what was ``rejected`` (JSON); proposals the number
    of their ``alternative``, 0 for the likeliest.

    Without ``payments``, ``items`` is a ledger of any third-party accounts: ``account``,
    ``accounted_on``, ``amount`` (debit positive) and ``currency``, and if there are such
    ``party`` (empty where the account is the party), ``journal``, ``entry``, ``piece`` and
    ``letter``. The answer has a row beside each line: its ``group``, the ``rule`` that found it,
    ``lettered_on``, and whether it settles a balance carried forward, ``is_carried``; nulls where a
    line stays open.

    Raises what ``age`` raises, with table, column and row such as ``payments.amount[17]``, and the
    ``Rejection`` of a payment that is not above zero, and of an item or payment that comes twice.

    >>> import datetime, o2c
    >>> try:
    ...     import pyarrow
    ... except ImportError:
    ...     row = {"item": "F-10010", "rule": "document_number"}
    ... else:
    ...     on = [datetime.date(2026, 3, 1)]
    ...     items = {"customer": ["C-17"], "number": ["F-10010"], "due_on": on, "open": [700]}
    ...     paid = {"customer": ["C-17"], "amount": [700], "received_on": on,
    ...             "remittance": ["FACT F 10010"]}
    ...     found = o2c.letter(pyarrow.table(items), pyarrow.table(paid), currency="EUR")
    ...     (row,) = pyarrow.table(found.applications).to_pylist()
    >>> row["item"], row["rule"]
    ('F-10010', 'document_number')
    """
    decimals = _count(decimals, "decimals")
    if currency is not None:
        currency = _strict.text(currency, "currency")
    if payments is None:
        if policy is not None or any(True for _ in tolerances):
            raise InputTypeError("a ledger is lettered without a policy", "policy")
        return _o2c.letter_ledger(items, decimals, currency)
    if policy is not None and not isinstance(policy, Mapping):
        raise InputTypeError(f"expected a mapping, not {type(policy).__name__}", "policy")
    rules = {"policy": policy or {}, "tolerances": list(tolerances)}
    return Lettering(
        *_o2c.letter_payments(items, payments, dumped(_strict.given(rules)), decimals, currency)
    )


def plot_ageing(aged: ArrowStream, currency: str | None = None, axes: Any = None) -> Any:
    """A picture of an aged balance: one bar for *not due*, each bucket and the credits, in one
    currency. ``aged`` is the answer of ``age``; ``currency`` may be left out where all rows are of
    one. The bars are drawn on ``axes`` of matplotlib, on new ones where none are given; the axes
    are returned. Needs ``o2c[plot]``.

    Raises ``InputError`` for a frame that is no ageing, a currency that stands in no row, and where
    several stand in them and none is named.
    """
    import pyarrow
    import pyarrow.compute
    from matplotlib import pyplot

    table = pyarrow.table(aged)
    names = table.schema.names
    if names[:3] != ["customer", "currency", "not_due"] or names[-2:] != ["credits", "total"]:
        raise InputError("the frame is no answer of age", "aged")
    codes = sorted(set(table["currency"].to_pylist()))
    if currency is None and len(codes) > 1:
        raise InputError(f"name one of {', '.join(codes)}", "currency")
    if currency is not None and currency not in codes:
        raise InputError(f"no row is in {currency}", "currency")
    code = currency if currency is not None else next(iter(codes), "")
    rows = table.filter(pyarrow.compute.equal(table["currency"], code))
    places = names[2:-1]
    sums = [pyarrow.compute.sum(rows[name]).as_py() or 0 for name in places]
    if axes is None:
        _, axes = pyplot.subplots()
    # A picture is not exact: here alone amounts become floats.
    bars = axes.bar(places, [float(amount) for amount in sums])
    axes.bar_label(bars, labels=[str(amount) for amount in sums])
    axes.set_ylabel(code)
    axes.set_title("Aged balance")
    return axes


def _bound(value: object, index: int) -> int:
    path = f"bounds[{index}]"
    bound = _strict.whole(value, path)
    if not 0 <= bound < 2**32:
        raise InputError(f"{bound} is no number of days", path)
    return bound


def _count(value: int | None, name: str) -> int | None:
    if value is not None and not 0 <= _strict.whole(value, name) < 256:
        raise InputError(f"{value} is no number of {name}", name)
    return value
