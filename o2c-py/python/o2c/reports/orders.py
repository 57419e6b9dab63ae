"""The life of orders: what happened, what they wait for, how they flow, and what they lose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from .._fields import DAY, ID, OPTIONAL_DAY, OPTIONAL_TEXT
from .._read import reader
from .._strict import Day
from ..values import Money, Quantity, Vat
from .documents import TaxTotal
from .queries import Query
from .stock import StockPromisePart

__all__ = [
    "ConfirmedLine",
    "Durations",
    "Flow",
    "HeldSpan",
    "HoldOrigin",
    "OrderConfirmation",
    "OrderConfirmationQuery",
    "OrderFlowQuery",
    "OrderLife",
    "OrderLifeQuery",
    "Releases",
    "RevenueLeak",
    "RevenueLeaksQuery",
    "StepDurations",
    "Timeline",
    "TimelineEntry",
    "Waiting",
]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to an order."""

    on: date
    """The day it counts."""
    event: str
    """What happened."""
    reason: str = ""
    """Why, where somebody said so."""


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """A hold from the day it was set to the day it stood no more."""

    hold: Mapping[str, Any]
    """Which hold: kind, code and line."""
    set_on: date
    """The day it was set."""
    set_by: str
    """Who set it."""
    ended_on: date | None
    """The day it was released, or the last day it stood; none while it stands."""
    released_by: str
    """Who released it."""
    is_from_the_start: bool
    """Whether it stood from the day of the order on."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The life of an order."""

    entries: tuple[TimelineEntry, ...]
    """What happened, in its order."""
    holds: tuple[HeldSpan, ...]
    """What held it, in the order in which holds were set."""
    milestones: Mapping[str, date | None]
    """The days on which it came further, such as ``confirmed_on`` and ``first_shipped_on``."""
    amendments: int
    """How often its content was replaced."""
    shipments: int
    """How often something left."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an order waits for, and since when."""

    waits_for: Any
    """``answer``, ``confirmation``, ``{"release": hold}``, ``cancellation_answers``, ``shipment``,
    ``delivery``, ``acceptance`` or ``invoice``."""
    since: date
    """Since which day."""


@dataclass(frozen=True, slots=True)
class OrderLife:
    """The life of an order, and what it waits for."""

    order: str
    """The order."""
    timeline: Timeline
    """What happened to it."""
    waits_for: tuple[Waiting, ...]
    """What it waits for, the oldest first."""


@dataclass(frozen=True, slots=True)
class Durations:
    """How long something took, in days, over many orders."""

    count: int
    """How many there are."""
    least: int
    """The shortest."""
    median: int
    """Half of them took no longer."""
    ninth_decile: int
    """Nine of ten took no longer."""
    most: int
    """The longest."""


class StepDurations(NamedTuple):
    """How long a step of the way took."""

    step: str
    """``quote_to_order``, ``order_to_confirmation``, ``confirmation_to_shipment``,
    ``first_to_last_shipment`` or ``shipment_to_invoice``."""
    durations: Durations
    """How long it took."""

    @classmethod
    def read(cls, value: Any) -> StepDurations:
        """The pair as the core writes it."""
        return cls(value[0], reader(Durations)(value[1]))


class Releases(NamedTuple):
    """How many holds somebody released."""

    by: str
    """Who."""
    holds: int
    """How many."""

    @classmethod
    def read(cls, value: Any) -> Releases:
        """The pair as the core writes it."""
        return cls(*value)


@dataclass(frozen=True, slots=True)
class HoldOrigin:
    """The holds of one kind and code."""

    kind: str
    """What they are about."""
    code: str
    """What the firm calls them."""
    set: int
    """How many were set."""
    orders: int
    """How many orders they held."""
    from_the_start: int
    """How many stood from the day of the order on; the others were set later."""
    standing: int
    """How many still stand."""
    days: Durations | None
    """How long those stood that do not stand any more."""
    released_by: tuple[Releases, ...]
    """Who released how many, the busiest first."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How orders flow."""

    orders: int
    """How many orders."""
    steps: tuple[StepDurations, ...]
    """How long each step took, where it was taken."""
    amended: tuple[int, ...]
    """How many orders were amended, and how often in all."""
    in_parts: int
    """How many orders left in more than one shipment."""
    held: int
    """How many orders were held at some time."""
    holds: tuple[HoldOrigin, ...]
    """Where holds come from, kind by kind."""


@dataclass(frozen=True, slots=True)
class RevenueLeak:
    """Money that is lost, or about to be."""

    kind: str
    """``shipped_not_invoiced``, ``returned_not_credited``, ``cancelled_still_billed``,
    ``price_difference``, ``deposit_kept`` or ``discount_without_right``."""
    customer: str
    """Whose order."""
    order: str
    """Which order."""
    line: str | None
    """Which line; none where it is the order as a whole."""
    quantity: Decimal | None
    """How much of it, in the line's unit."""
    net: Money
    """What it is worth without VAT."""
    document: str | None
    """Which document, where there is one."""
    since: date | None
    """The day the last of it happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLifeQuery(Query[OrderLife]):
    """The life of an order, and what it waits for."""

    NAME: ClassVar[str] = "order_life"
    ANSWER: ClassVar[Any] = OrderLife

    order: str = field(metadata=ID)
    """Which order."""
    as_of: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day on which it waits; that of the last command where none is given."""


@dataclass(frozen=True, slots=True)
class ConfirmedLine:
    """A line as the customer reads it."""

    id: str
    """The line."""
    item: str | None
    """The item, where it is one."""
    description: str
    """What is sold, in words."""
    quantity: Quantity
    """How much was ordered."""
    price: Mapping[str, Any]
    """The price of the base quantity."""
    base_quantity: Decimal
    """How many units the price is for."""
    net: Money
    """What the line comes to without VAT, all of it."""
    vat: Vat
    """The VAT category and rate."""
    required_on: date | None
    """The day on which it is wanted."""
    shipped: Decimal
    """What of it left the house."""
    cancelled: Decimal
    """What of it is cancelled."""
    open: Decimal
    """What of it is still to leave."""
    progress: str | None
    """How far it is."""
    promised_on: date | None
    """The day by which it arrives with all that leaves with it, as stock keeps it; none where
    nothing is kept, or no day is known."""
    is_on_time: bool | None
    """Whether that is by the day on which it is wanted; none where nothing is kept for it."""
    promised: tuple[StockPromisePart, ...]
    """What is kept for it: how much leaves and arrives when, and what it waits for."""


@dataclass(frozen=True, slots=True)
class OrderConfirmation:
    """An order as its customer reads it: the confirmation, and on any later day the status."""

    order: str
    """The order."""
    reference: str
    """The customer's own reference."""
    customer: str
    """Who ordered."""
    payer: str
    """Who is billed."""
    recipient: str
    """Who gets the goods."""
    seller: Any
    """Who sells, as documents name it."""
    buyer: Any
    """Who ordered, as documents name it."""
    bill_to: Any
    """Who is billed, as documents name it."""
    ship_to: Any
    """Who gets the goods, and where."""
    version: int | None
    """The version that stands."""
    confirmed_on: date | None
    """The day it was accepted, if it was."""
    valid_until: date | None
    """The last day on which an offer may be taken."""
    progress: str | None
    """How far it is as a whole."""
    lines: tuple[ConfirmedLine, ...]
    """The lines."""
    net: Money
    """What all that was ordered comes to without VAT."""
    vat: Money
    """Its VAT."""
    gross: Money
    """With VAT and other taxes."""
    terms: Any
    """When its invoices are to be paid."""
    promised_on: date | None
    """The day by which the last of what is kept for it arrives; none where nothing is kept, or a
    part of it has no day."""
    prices: Any = "without_vat"
    """Whether prices hold their VAT."""
    taxes: tuple[TaxTotal, ...] = ()
    """Taxes other than VAT, where lines bear such."""
    rounding: Money | None = None
    """What rounds the amount due of one invoice over all of it; none where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderConfirmationQuery(Query[OrderConfirmation]):
    """An order as its customer reads it: the confirmation, and later the status."""

    NAME: ClassVar[str] = "order_confirmation"
    ANSWER: ClassVar[Any] = OrderConfirmation

    order: str = field(metadata=ID)
    """Which order."""
    as_of: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day of the status; that of the last command where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFlowQuery(Query[Flow]):
    """How orders flow: durations of their steps, rework, and where holds come from."""

    NAME: ClassVar[str] = "order_flow"
    ANSWER: ClassVar[Any] = Flow

    as_of: Day = field(metadata=DAY)
    """Only what counts until this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only orders of this customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueLeaksQuery(Query[tuple[RevenueLeak, ...]]):
    """What is shipped, cancelled or returned and not billed or given back, and at which prices."""

    NAME: ClassVar[str] = "revenue_leaks"
    ANSWER: ClassVar[Any] = tuple[RevenueLeak, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only orders of this customer."""
