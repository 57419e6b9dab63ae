"""What was ordered and sold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import DAY
from .._form import as_
from .._strict import Day
from ..values import Money
from .queries import Query, span

__all__ = ["SalesQuery", "SalesRow"]


@dataclass(frozen=True, slots=True)
class SalesRow:
    """What was ordered and sold, without VAT, in one currency."""

    currency: str
    """The currency of its figures."""
    orders: int
    """How many orders were placed."""
    ordered: Money
    """What they come to as they stand."""
    invoices: int
    """How many invoices were issued."""
    invoiced: Money
    """What they come to."""
    credited: Money
    """What credit notes gave back of it."""
    sold: Money
    """Invoiced less credited."""
    customer: str | None = None
    """The customer a row stands for."""
    group: str | None = None
    """The group."""
    item: str | None = None
    """The item."""
    channel: str | None = None
    """The channel."""
    month: date | None = None
    """The first day of the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesQuery(Query[tuple[SalesRow, ...]]):
    """What was ordered and sold in a span of days, by customer, group, item, channel or month."""

    NAME: ClassVar[str] = "sales"
    ANSWER: ClassVar[Any] = tuple[SalesRow, ...]

    # Not named from, which is a word of the language.
    first: Day = field(metadata=DAY)
    """The first day."""
    until: Day = field(metadata=DAY)
    """The last day."""
    by: Literal["customer", "group", "item", "channel", "month"] = field(
        default="customer",
        metadata=as_(_strict.word("customer", "group", "item", "channel", "month")),
    )
    """What a row stands for."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))
