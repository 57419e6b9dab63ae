"""What the order desk does: offers, holds, refusals, and requests to cancel what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import DAY, ID, OPTIONAL_DAY, OPTIONAL_TEXT, TEXT
from .._form import Form, as_
from .._strict import Day, Figure
from .action import Action
from .sale import PlaceOrder

__all__ = [
    "AcceptQuote",
    "AnswerCancellation",
    "HoldOrder",
    "LoseQuote",
    "QuoteOrder",
    "RejectOrder",
    "ReleaseHold",
    "RequestCancellation",
    "RequestedPart",
    "ReviseQuote",
]

_KIND = as_(_strict.word("credit", "stock", "price", "information", "manual", "fraud"))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteOrder(Action):
    """Offer an order to a customer."""

    NAME: ClassVar[str] = "quote_order"

    content: PlaceOrder = field(metadata=as_(_strict.one_of(PlaceOrder)))
    """What is offered, with the id of the order it may become."""
    valid_until: Day = field(metadata=DAY)
    """The last day on which it may be taken."""

    def as_json(self) -> Any:
        """The action under its name; the content stands bare in it."""
        body = Form.as_json(self)
        return {self.NAME: {**body, "content": Form.as_json(self.content)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseQuote(Action):
    """Offer it anew."""

    NAME: ClassVar[str] = "revise_quote"

    content: PlaceOrder = field(metadata=as_(_strict.one_of(PlaceOrder)))
    """What is offered from now on, with the order's id."""
    valid_until: Day = field(metadata=DAY)
    """The last day on which it may be taken."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""

    def as_json(self) -> Any:
        """The action under its name; the content stands bare in it."""
        body = Form.as_json(self)
        return {self.NAME: {**body, "content": Form.as_json(self.content)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptQuote(Action):
    """The customer takes an offer while it is valid: it is an order."""

    NAME: ClassVar[str] = "accept_quote"

    order: str = field(metadata=ID)
    """Which order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoseQuote(Action):
    """The customer does not take an offer."""

    NAME: ClassVar[str] = "lose_quote"

    order: str = field(metadata=ID)
    """Which order."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectOrder(Action):
    """Refuse an order that is not confirmed."""

    NAME: ClassVar[str] = "reject_order"

    order: str = field(metadata=ID)
    """Which order."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder(Action):
    """Keep an order, or one line of it, from shipping."""

    NAME: ClassVar[str] = "hold_order"

    order: str = field(metadata=ID)
    """Which order."""
    kind: Literal["credit", "stock", "price", "information", "manual", "fraud"] = field(
        metadata=_KIND
    )
    """What it is about."""
    code: str = field(default="", metadata=TEXT)
    """What the firm calls it, where more than one of the kind may stand."""
    line: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The line it holds; the whole order where none is named."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""
    by: str = field(default="", metadata=TEXT)
    """Who sets it."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last day it stands; until it is released where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold(Action):
    """Release a hold."""

    NAME: ClassVar[str] = "release_hold"

    order: str = field(metadata=ID)
    """Which order."""
    kind: Literal["credit", "stock", "price", "information", "manual", "fraud"] = field(
        metadata=_KIND
    )
    """What it is about."""
    code: str = field(default="", metadata=TEXT)
    """What the firm calls it."""
    line: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The line it holds; the whole order where none is named."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""
    by: str = field(default="", metadata=TEXT)
    """Who releases it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedPart(Form):
    """A part of an order that is asked to be cancelled."""

    line: str = field(metadata=ID)
    """The line it is of."""
    part: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The caller's id of the part; the line's own where none is given."""
    quantity: Figure | None = field(default=None, metadata=as_(_strict.optional(_strict.figure)))
    """How much, in the line's unit; all that may be cancelled where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCancellation(Action):
    """Ask the parts of an order that are under way whether they can still be cancelled."""

    NAME: ClassVar[str] = "request_cancellation"

    order: str = field(metadata=ID)
    """Which order."""
    parts: Sequence[RequestedPart] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(RequestedPart)))
    )
    """The parts; every line of which something may be cancelled where none is named."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCancellation(Action):
    """What a part answers to the request that it be cancelled."""

    NAME: ClassVar[str] = "answer_cancellation"

    order: str = field(metadata=ID)
    """Which order."""
    part: str = field(metadata=ID)
    """Which part."""
    answer: Literal["accepted", "refused", "too_late"] = field(
        metadata=as_(_strict.word("accepted", "refused", "too_late"))
    )
    """What it answers."""
