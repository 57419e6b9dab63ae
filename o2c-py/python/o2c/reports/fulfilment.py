"""How far the tasks of an order are, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .._fields import COUNT, DAY, ID, OPTIONAL_TEXT
from .._strict import Day
from ..values import Quantity
from .queries import Query

__all__ = [
    "DeliveryNote",
    "DeliveryNoteQuery",
    "FulfilmentPlan",
    "FulfilmentPlanQuery",
    "GoodsReturn",
    "NotedLine",
    "OrderAlert",
    "OrderAlertsQuery",
    "PlannedTask",
    "ReturnsQuery",
]


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task's days, as one expects them."""

    task: str
    """The task."""
    state: Any
    """How far it is: ``waiting``, ``cancelled``, or ``{"started": {"on": ...}}`` and the like."""
    starts_on: date
    """The day it began, or will at the earliest."""
    ends_on: date
    """The day it was done, or will be at the earliest."""
    is_critical: bool
    """Whether a day's delay of it delays the whole."""
    waits_for: tuple[str, ...] = ()
    """What it still waits for."""


@dataclass(frozen=True, slots=True)
class FulfilmentPlan:
    """The tasks of an order as seen on a day."""

    tasks: tuple[PlannedTask, ...]
    """The tasks, each behind all it depends on."""
    ready: tuple[str, ...]
    """What may begin now."""
    critical_path: tuple[str, ...]
    """The chain of tasks that decides the last day, in its order."""
    estimated_on: date | None = None
    """The day on which all will be done; none of a cancelled plan."""
    to_compensate: tuple[str, ...] = ()
    """What is to be undone of a cancelled plan, in the order in which it may be."""


@dataclass(frozen=True, slots=True)
class GoodsReturn:
    """Goods that come back."""

    goods_return: str
    """The return."""
    state: Any
    """How far it is, with all figures, as the core writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilmentPlanQuery(Query[FulfilmentPlan]):
    """The tasks of an order: what is ready, and when all will be done."""

    NAME: ClassVar[str] = "fulfilment_plan"
    ANSWER: ClassVar[Any] = FulfilmentPlan

    order: str = field(metadata=ID)
    """The order."""
    on: Day = field(metadata=DAY)
    """The day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsQuery(Query[tuple[GoodsReturn, ...]]):
    """Goods that come back, in the order in which it was asked for."""

    NAME: ClassVar[str] = "returns"
    ANSWER: ClassVar[Any] = tuple[GoodsReturn, ...]

    order: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only those of this order's goods."""


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line of a delivery note."""

    line: str
    """The line of the order."""
    item: str | None
    """The item, where it is one."""
    description: str
    """What is delivered, in words."""
    quantity: Quantity
    """How much of it is in the shipment."""
    ordered: Decimal
    """How much was ordered, in the same unit."""
    open: Decimal
    """How much is still to come, as things stand now."""


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """The note that goes with a shipment."""

    shipment: str
    """The shipment."""
    order: str
    """The order it is for."""
    reference: str
    """The customer's own reference."""
    customer: str
    """Who ordered."""
    seller: Any
    """Who sells, as documents name it."""
    ship_to: Any
    """Who gets the goods, and where."""
    site: str | None
    """The site they left from, where it was named."""
    shipped_on: date
    """The day they left."""
    delivered_on: date | None
    """The day they arrived, if they have."""
    lines: tuple[NotedLine, ...]
    """What is in it."""
    proof: Any = None
    """What proves that it arrived."""
    parcels: tuple[Any, ...] = ()
    """What it is packed in: id, carrier, tracking and lines of each parcel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoteQuery(Query[DeliveryNote]):
    """The note that goes with a shipment."""

    NAME: ClassVar[str] = "delivery_note"
    ANSWER: ClassVar[Any] = DeliveryNote

    shipment: str = field(metadata=ID)
    """The shipment."""


@dataclass(frozen=True, slots=True)
class OrderAlert:
    """A line of an order whose promised day is in danger."""

    promised_on: date
    """The day that was promised: that of what is kept in stock, or else the day asked for."""
    order: str
    """The order."""
    line: str
    """Which line."""
    customer: str
    """Who ordered."""
    open: Decimal
    """How much is still to leave, in the line's unit."""
    danger: str
    """``missed``, ``tasks_late``, ``held`` or ``due``."""
    estimated_on: date | None
    """The day on which the tasks of the order will be done, where they are laid down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAlertsQuery(Query[tuple[OrderAlert, ...]]):
    """Which promised days of orders are in danger, before they are missed."""

    NAME: ClassVar[str] = "order_alerts"
    ANSWER: ClassVar[Any] = tuple[OrderAlert, ...]

    on: Day = field(metadata=DAY)
    """The day."""
    within_days: int = field(default=0, metadata=COUNT)
    """What is promised within as many days and has not left is told too."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only orders of this customer."""
