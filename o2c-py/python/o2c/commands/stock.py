"""Stock: goods that come in, are counted, announced, kept for orders, and go from site to site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .. import _strict
from .._fields import COUNT, DAY, FIGURE, ID, OPTIONAL_DAY, OPTIONAL_MONEY, OPTIONAL_TEXT, TEXT
from .._form import Form, as_
from .._strict import Day, Figure
from ..values import Money
from .action import Action, AskedOf

__all__ = [
    "CancelExpected",
    "ChangeExpected",
    "CountStock",
    "ExpectStock",
    "IssueStock",
    "LineOfOrder",
    "PlanStock",
    "ReallocateStock",
    "ReceiveStock",
    "ReleaseStock",
    "ReserveStock",
    "ShareStock",
    "StockAction",
    "TransferStock",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfOrder(Form):
    """A line of an order, by which its reservation is known."""

    order: str = field(metadata=ID)
    """The order."""
    line: str = field(metadata=ID)
    """The line."""


OF = as_(_strict.one_of(LineOfOrder))
OPTIONAL_FIGURE = as_(_strict.optional(_strict.figure))
OPTIONAL_COUNT = as_(_strict.optional(_strict.whole))


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAction(AskedOf):
    """The base of all actions on the stock of an item at a site; quantities are in the item's
    unit."""

    OF: ClassVar[str] = "stock"
    KEYS: ClassVar[tuple[str, ...]] = ("item", "site")

    item: str = field(metadata=ID)
    """The item."""
    site: str = field(metadata=ID)
    """The site."""


@dataclass(frozen=True, kw_only=True)
class ReceiveStock(StockAction):
    """Goods come in.

    >>> ReceiveStock(item="DESK", site="PARIS", quantity=40).as_json()
    {'stock': {'item': 'DESK', 'site': 'PARIS', 'ask': {'receive': {'quantity': '40'}}}}
    """

    NAME: ClassVar[str] = "receive"

    quantity: Figure = field(metadata=FIGURE)
    """How much."""
    cost: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What all of it cost, in the ledger's currency, as far as that is known."""
    receipt: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The expected receipt it belongs to: as much less is expected."""


@dataclass(frozen=True, kw_only=True)
class CountStock(StockAction):
    """Somebody counted what is there."""

    NAME: ClassVar[str] = "count"

    counted: Figure = field(metadata=FIGURE)
    """How much was found."""
    reason: str = field(default="", metadata=TEXT)
    """Why it differs."""


@dataclass(frozen=True, kw_only=True)
class IssueStock(StockAction):
    """Goods leave for no order; what an order gets leaves by its shipment."""

    NAME: ClassVar[str] = "issue"

    quantity: Figure = field(metadata=FIGURE)
    """How much."""


@dataclass(frozen=True, kw_only=True)
class ExpectStock(StockAction):
    """Goods are announced."""

    NAME: ClassVar[str] = "expect"

    receipt: str = field(metadata=ID)
    """The caller's reference."""
    on: Day = field(metadata=DAY)
    """The day they are to come."""
    quantity: Figure = field(metadata=FIGURE)
    """How much."""
    cost: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What that costs, in the ledger's currency, as far as it is known."""


@dataclass(frozen=True, kw_only=True)
class ChangeExpected(StockAction):
    """What was announced changes its day or its quantity."""

    NAME: ClassVar[str] = "change_expected"

    receipt: str = field(metadata=ID)
    """The reference."""
    on: Day = field(metadata=DAY)
    """The day it is to come now."""
    quantity: Figure = field(metadata=FIGURE)
    """How much is still to come."""


@dataclass(frozen=True, kw_only=True)
class CancelExpected(StockAction):
    """What was announced does not come."""

    NAME: ClassVar[str] = "cancel_expected"

    receipt: str = field(metadata=ID)
    """The reference."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, kw_only=True)
class PlanStock(StockAction):
    """How much is never promised, and how long it takes to buy or make more."""

    NAME: ClassVar[str] = "plan"

    safety: Figure = field(metadata=FIGURE)
    """What is never promised."""
    replenishment_days: int | None = field(default=None, metadata=OPTIONAL_COUNT)
    """Days after which any quantity can be bought or made, where that is known."""


@dataclass(frozen=True, kw_only=True)
class ReserveStock(StockAction):
    """Keep a quantity for a line of a confirmed order, from the day on which it can be promised."""

    NAME: ClassVar[str] = "reserve"

    of: LineOfOrder = field(metadata=OF)
    """Which line of which order."""
    quantity: Figure = field(metadata=FIGURE)
    """How much."""
    ordered_on: Day = field(metadata=DAY)
    """The day of the order."""
    requested_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day the customer asks for it to arrive."""
    priority: int = field(default=5, metadata=COUNT)
    """The lowest is served first where it is short."""


@dataclass(frozen=True, kw_only=True)
class ReleaseStock(StockAction):
    """Keep less for a line of an order, or nothing any more."""

    NAME: ClassVar[str] = "release"

    of: LineOfOrder = field(metadata=OF)
    """Which line of which order."""
    quantity: Figure | None = field(default=None, metadata=OPTIONAL_FIGURE)
    """How much; all of it where nothing is said."""


@dataclass(frozen=True, kw_only=True)
class ReallocateStock(StockAction):
    """Promise anew all that is kept: by priority, then by the day promised, the day of the order
    and the order's id.

    >>> ReallocateStock(item="DESK", site="PARIS").as_json()
    {'stock': {'item': 'DESK', 'site': 'PARIS', 'ask': 'reallocate'}}
    """

    NAME: ClassVar[str] = "reallocate"
    IS_BARE: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferStock(Action):
    """Goods leave one site and are expected at another; their cost goes with them."""

    NAME: ClassVar[str] = "transfer_stock"

    receipt: str = field(metadata=ID)
    """The caller's reference, under which they are expected."""
    item: str = field(metadata=ID)
    """The item."""
    source: str = field(metadata=ID)
    """The site they leave."""
    to: str = field(metadata=ID)
    """The site they are to come to."""
    quantity: Figure = field(metadata=FIGURE)
    """How much, in the item's unit."""
    arrives_on: Day = field(metadata=DAY)
    """The day they are to come in."""

    def as_json(self) -> Any:
        """The action under its name."""
        named = Action.as_json(self)
        body = named[self.NAME]
        body["from"] = body.pop("source")
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareStock(Action):
    """What there is of an item is shared anew over the orders that wait for it at several sites.

    >>> ShareStock(item="DESK", sites=["PARIS", "LYON"]).as_json()
    {'share_stock': {'item': 'DESK', 'sites': ['PARIS', 'LYON']}}
    """

    NAME: ClassVar[str] = "share_stock"

    item: str = field(metadata=ID)
    """The item."""
    sites: Sequence[str] = field(metadata=as_(_strict.each(_strict.text)))
    """The sites, the preferred ones first."""
