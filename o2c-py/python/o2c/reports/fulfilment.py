"""How far the tasks of an order are, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from .._fields import DAY, ID, OPTIONAL_TEXT
from .._strict import Day
from .queries import Query

__all__ = [
    "FulfilmentPlan",
    "FulfilmentPlanQuery",
    "GoodsReturn",
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
