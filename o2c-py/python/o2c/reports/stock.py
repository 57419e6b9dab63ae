"""What is there, what may be promised, and which promises are in danger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .. import _strict
from .._fields import DAY, FIGURE, ID, OPTIONAL_DAY, OPTIONAL_TEXT
from .._form import as_
from .._strict import Day, Figure
from ..values import Money
from .queries import Query

__all__ = [
    "StockPromise",
    "DeliveryAlert",
    "DeliveryAlertsQuery",
    "StockPromisePart",
    "StockPromiseQuery",
    "Reservation",
    "ReservedLine",
    "StockQuery",
    "StockRow",
]


@dataclass(frozen=True, slots=True)
class StockPromisePart:
    """A part of a promise."""

    quantity: Decimal
    """How much."""
    source: Any
    """What it waits for: ``on_hand``, ``{"expected": {"receipt": ...}}``, ``replenishment`` or
    ``unknown``."""
    ships_on: date | None = None
    """The day it leaves; none where nothing that is known covers it."""
    arrives_on: date | None = None
    """The day it arrives."""


@dataclass(frozen=True, slots=True)
class StockPromise:
    """A promise of a quantity."""

    parts: tuple[StockPromisePart, ...]
    """The parts, in the order of their days."""
    is_on_time: bool
    """Whether every part arrives by the requested day."""


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """The line of an order for which something is kept."""

    order: str
    """The order."""
    line: str
    """The line."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is kept for a line of an order."""

    of: ReservedLine
    """Which line of which order."""
    parts: tuple[StockPromisePart, ...]
    """What was promised, in the order of its days."""
    priority: int
    """The lowest is served first."""
    ordered_on: date
    """The day of the order."""
    requested_on: date | None = None
    """The day the customer asked for."""
    is_whole: bool = False
    """Whether it leaves whole: it is promised for one day."""


@dataclass(frozen=True, slots=True)
class StockRow:
    """The stock of an item at a site, in the item's unit."""

    item: str
    """The item."""
    site: str
    """The site."""
    on_hand: Decimal
    """What is there."""
    safety: Decimal
    """What is never promised."""
    expected: Decimal
    """What is to come in."""
    reserved: Decimal
    """What is kept for orders."""
    unreserved: Decimal
    """What is there and neither kept for orders nor safety; below zero where it is short."""
    available: tuple[Decimal, ...]
    """What may be promised for the day of the report, and for each further day asked for."""
    reservations: tuple[Reservation, ...]
    """What is kept for which order."""
    value: Money | None = None
    """What all that is there cost, as far as it is known."""
    overdue_receipts: tuple[str, ...] = ()
    """Receipts that should have come in before the day and did not."""


@dataclass(frozen=True, slots=True)
class DeliveryAlert:
    """A promise that is in danger."""

    item: str
    """The item."""
    site: str
    """The site."""
    reservation: Reservation
    """What is kept, and for which order."""
    danger: str
    """``overdue``, ``no_day``, ``leaves_later`` or ``arrives_late``."""
    now: tuple[StockPromisePart, ...]
    """What would be promised if all promises of the stock were made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockQuery(Query[tuple[StockRow, ...]]):
    """What is there, to come, kept and free."""

    NAME: ClassVar[str] = "stock"
    ANSWER: ClassVar[Any] = tuple[StockRow, ...]

    on: Day = field(metadata=DAY)
    """The day from which one looks ahead."""
    item: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this item's."""
    site: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this site's."""
    days: Sequence[Day] = field(default=(), metadata=as_(_strict.each(_strict.day)))
    """Further days for which is asked what may be promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPromiseQuery(Query[StockPromise]):
    """What would be promised; nothing is kept."""

    NAME: ClassVar[str] = "stock_promise"
    ANSWER: ClassVar[Any] = StockPromise

    on: Day = field(metadata=DAY)
    """The day on which is asked."""
    item: str = field(metadata=ID)
    """The item."""
    site: str = field(metadata=ID)
    """The site."""
    quantity: Figure = field(metadata=FIGURE)
    """How much, in the item's unit."""
    requested_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day it is to arrive; as soon as can be where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAlertsQuery(Query[tuple[DeliveryAlert, ...]]):
    """Which promises are in danger."""

    NAME: ClassVar[str] = "delivery_alerts"
    ANSWER: ClassVar[Any] = tuple[DeliveryAlert, ...]

    on: Day = field(metadata=DAY)
    """The day."""
    within_days: int | None = field(
        default=None, metadata=as_(_strict.optional(_strict.whole))
    )
    """Only what was to leave within as many days; all of it where nothing is said."""
