"""Single things: a receipt, an order, a customer, a payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .._read import reader
from ..values import Money
from .documents import Figures

__all__ = [
    "Counters",
    "CreditHold",
    "Customer",
    "Order",
    "OrderFinding",
    "OrderLineFigures",
    "OrderState",
    "Payment",
    "Receipt",
    "Settled",
]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command did: its place in the history and its events."""

    first: int
    """The place of its first event in the history, from 0."""
    count: int
    """How many events it led to."""
    is_replayed: bool
    """Whether the command had been executed before, so that nothing happened now."""
    events: tuple[Any, ...]
    """The events, as they stand in the history."""


# Figures of documents.
@dataclass(frozen=True, slots=True)
class Counters:
    """What happened to one line of an order, in the line's unit."""

    cancelled: Decimal
    """How much is not wanted any more."""
    shipped: Decimal
    """How much left the house."""
    invoiced: Decimal
    """How much was billed."""
    credited: Decimal = Decimal(0)
    """How much was billed and given back by credit notes, returned or not."""
    returned: Decimal = Decimal(0)
    """How much was shipped and came back."""
    delivered: Decimal = Decimal(0)
    """How much was shipped and arrived, where the order is billed as it arrives."""
    accepted: Decimal = Decimal(0)
    """How much was shipped, or performed, and accepted by the customer."""


@dataclass(frozen=True, slots=True)
class OrderLineFigures:
    """What follows from the counters of a line, in its unit."""

    line: str
    """The line."""
    open_to_ship: Decimal
    """What is still to ship."""
    to_invoice: Decimal
    """What is to invoice now; below zero where more is billed than may be."""
    progress: str | None
    """How far it is."""


@dataclass(frozen=True, slots=True)
class OrderState:
    """How an order stands."""

    status: str
    """``unplaced``, ``quoted``, ``lost``, ``placed``, ``rejected``, ``confirmed`` or
    ``cancelled``."""
    content: Mapping[str, Any]
    """What is ordered: customer, lines, terms."""
    lines: tuple[Counters, ...]
    """Of a confirmed order: what happened to each line, in the order of the lines."""
    days: Mapping[str, date]
    """The days of its life, such as ``placed_on``."""
    holds: tuple[Mapping[str, Any], ...] = ()
    """The holds that were set and not released: name, reason, who set it, and its days."""
    cancellation: Mapping[str, Any] | None = None
    """The request to cancel that waits for answers: its parts, reason and day."""

    @staticmethod
    def read(value: Any) -> OrderState:
        """The state as the core writes it."""
        if isinstance(value, str):
            return OrderState(value, {}, (), {})
        ((status, body),) = value.items()
        names: tuple[str, ...] = ("quoted_on", "valid_until", "began_on", "ended_on")
        names += ("placed_on", "confirmed_on", "cancelled_on")
        days = {name: date.fromisoformat(body[name]) for name in names if name in body}
        lines = reader(tuple[Counters, ...])(body.get("lines", ()))
        holds = tuple(body.get("holds", ()))
        return OrderState(status, body["content"], lines, days, holds, body.get("cancellation"))


@dataclass(frozen=True, slots=True)
class CreditHold:
    """How credit holds an order."""

    status: str
    """``held``, ``deposit_asked``, ``terms_offered``, ``released`` or ``rejected``."""
    held_on: date
    """Since when."""
    reasons: tuple[Any, ...]
    """What did not pass then."""
    value: Money
    """What the order came to then, VAT included, in the currency of the limit."""
    ruled: Any = None
    """Who decided what last, and on which day, as the core writes it; a release says until when.
    None where nobody did."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order with the facets that follow from its lines' counters."""

    order: str
    """The order."""
    delivery: str
    """How far it has been shipped: ``not_started``, ``partial`` or ``complete``."""
    billing: str
    """How far it has been billed: ``not_started``, ``partial`` or ``complete``."""
    state: OrderState
    """How it stands."""
    progress: str | None = None
    """How far it is as a whole: ``quoted``, ``placed``, ``held``, ``in_progress``, ``partial``,
    ``completed``, ``cancelled``, ``rejected`` or ``lost``."""
    allowed: tuple[str, ...] = ()
    """What may be asked of it in its state."""
    credit_hold: CreditHold | None = None
    """How credit holds it; none where it does not, once it is cancelled and once all of it left."""
    lines: tuple[OrderLineFigures, ...] = ()
    """What is open and to be billed of each line, in their order."""


@dataclass(frozen=True, slots=True)
class OrderFinding:
    """What is wrong in an order before it is placed, or looks as if it were."""

    is_refused: bool
    """Whether the order is refused for it; else somebody had better look at it."""
    finding: Mapping[str, Any]
    """What it is: number, code, path, message and figures."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the directory."""

    id: str
    """The caller's id."""
    party: Mapping[str, Any]
    """Name, address and identifiers."""
    status: Any
    """``active``, or why not."""
    terms: Any = None
    """The terms agreed, where they differ from the firm's."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An item that a payment settles, and how much of it."""

    entry: str
    """The item."""
    amount: Money
    """How much of the item the payment settles, with what its letter settled besides: a discount, a
    difference."""
    document: str | None = None
    """The document it stands for, where it is one."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment: how much, whose, what it settles and why."""

    payment: str
    """The payment."""
    amount: Money
    """How much was received."""
    unapplied: Money
    """How much of it settles nothing yet."""
    status: str
    """``applied``, ``on_account``, ``proposed`` or ``unidentified``."""
    settles: tuple[Settled, ...]
    """What it settles now."""
    held: str = "bank"
    """Where its money stands: at the ``bank``, or still in cheques, cards or the till."""
    remitted_on: date | None = None
    """The day on which a cheque was handed to the bank."""
    cleared_on: date | None = None
    """The day from which the bank has what stood elsewhere."""
    returned_on: date | None = None
    """The day on which it came back."""
    customer: str | None = None
    """Whose it is, where that is known."""
    identification: Any = None
    """Whom the rules took it to come from, with evidence and alternatives."""
    proposal: Any = None
    """What the lettering rules found, with evidence and alternatives."""
