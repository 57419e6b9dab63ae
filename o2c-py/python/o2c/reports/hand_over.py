"""The file that an agency or a court is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from .. import _strict
from .._fields import COUNT, DAY, ID, OPTIONAL_BODY, OPTIONAL_DAY
from .._form import as_
from .._strict import Day
from ..values import Money
from .accounts import Dispute, HistoryEntry
from .arrangements import InstalmentPlan, PromiseToPay
from .collection import WrittenReminder
from .queries import Query

__all__ = [
    "HandOverAccount",
    "HandOverFile",
    "HandOverItem",
    "HandOverQuery",
    "ProvenDelivery",
]


@dataclass(frozen=True, slots=True)
class ProvenDelivery:
    """A shipment that proves a delivery."""

    shipment: str
    """The shipment."""
    order: str
    """The order it was for."""
    shipped_on: date
    """The day on which the goods left."""
    delivered_on: date | None = None
    """The day on which they arrived; None where nobody said so."""
    proof: Any = None
    """Who took them, and what says so: ``received_by``, ``reference``, ``reservations``."""


@dataclass(frozen=True, slots=True)
class HandOverItem:
    """An item that is claimed, and what proves it."""

    entry: str
    """The item."""
    document_on: date
    """The day of the document."""
    due_on: date
    """The day it fell due."""
    days_late: int
    """How many days late."""
    amount: Money
    """What it came to."""
    open: Money
    """What is open of it."""
    disputed: Money
    """What of that is contested."""
    interest: Money
    """The interest accrued on it."""
    orders: tuple[str, ...]
    """The orders that its document bills."""
    deliveries: tuple[ProvenDelivery, ...]
    """The shipments of those orders."""
    dispatches: tuple[Any, ...]
    """How its document was sent, and whether it arrived."""
    document: str | None = None
    """Its document, where it is one's."""
    claimable_until: date | None = None
    """The last day on which it may be claimed, if nothing interrupts the years."""
    days_left: int | None = None
    """How many days are left until then."""


@dataclass(frozen=True, slots=True)
class HandOverAccount:
    """What is owed in one currency."""

    currency: str
    """The currency of all its figures."""
    items: tuple[HandOverItem, ...]
    """The items that are late, in the order of their due days."""
    principal: Money
    """What is open of them."""
    credits: Money
    """Credits that are open, zero or below."""
    interest: Money
    """The interest accrued on them and not billed."""
    compensation: Money
    """The flat compensations accrued on them and not billed."""
    total: Money
    """All of it together."""
    letters: tuple[WrittenReminder, ...]
    """The reminders written, in their order."""


@dataclass(frozen=True, slots=True)
class HandOverFile:
    """What an agency or a court is given."""

    as_of: date
    """The day of the file."""
    creditor: Any
    """Who claims."""
    customer: str
    """Whose file it is."""
    debtor: Any
    """Who owes."""
    accounts: tuple[HandOverAccount, ...]
    """What is owed, currency by currency."""
    promises: tuple[PromiseToPay, ...]
    """What was promised."""
    plans: tuple[InstalmentPlan, ...]
    """What was agreed to be paid by instalments."""
    disputes: tuple[Dispute, ...]
    """What is or was contested."""
    history: tuple[HistoryEntry, ...]
    """All that happened to the customer."""
    warnings: tuple[Any, ...]
    """What should be looked at before it leaves, such as ``promise_pending`` or a mapping of
    ``limitation_near``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverQuery(Query[HandOverFile]):
    """The file of a customer for an agency or a court: late items with what proves them, interest,
    reminders, promises, plans, disputes and history, and what should be looked at before."""

    NAME: ClassVar[str] = "hand_over"
    ANSWER: ClassVar[Any] = HandOverFile

    customer: str = field(metadata=ID)
    """Whose."""
    as_of: Day = field(metadata=DAY)
    """The day of the file."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    entries: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """Only these items; all that are late where none is named."""
    interest: Any = field(default=None, metadata=OPTIONAL_BODY)
    """What late items bear: a mapping of ``terms`` and ``fixed_fee``."""
    warn_days: int = field(default=183, metadata=COUNT)
    """How many days before an item may not be claimed any more it is warned of."""
