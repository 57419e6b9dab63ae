"""Mandates, what would be collected on a day, and what became of what was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from .._fields import CLAIM, CURRENCY, DAY, OPTIONAL_DAY, OPTIONAL_TEXT
from .._strict import Day
from ..values import Money
from .accounts import ContestedItem
from .queries import Query

__all__ = [
    "Collection",
    "DirectDebitsQuery",
    "MandateOnDay",
    "MandatesQuery",
    "ProposedDebit",
    "ProposedDebitsQuery",
]


@dataclass(frozen=True, slots=True)
class ProposedDebit:
    """What would be collected of a customer on one day, or why not."""

    customer: str
    """Of whom."""
    collect_on: date
    """The business day on which it would be collected."""
    amount: Money
    """How much."""
    items: tuple[ContestedItem, ...]
    """What for; credits that are set off below zero."""
    attempt: int
    """Which attempt it would be, 1 first."""
    mandate: str | None = None
    """By which mandate."""
    sequence: str | None = None
    """``FRST``, ``RCUR``, ``FNAL`` or ``OOFF``."""
    blocked: str | None = None
    """Why it is not collected, such as ``mandate_lapsed`` or ``retry_later``."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: what the file to the bank says of it, and what became of it by a day."""

    run: str
    """The run it belongs to."""
    end_to_end_id: str
    """What both banks call it; the name of its payment."""
    customer: str
    """Whom it is collected from."""
    mandate: str
    """The mandate."""
    signed_on: date
    """The day on which the mandate was signed."""
    scheme: str
    """``core`` or ``b2b``."""
    sequence: str
    """``FRST``, ``RCUR``, ``FNAL`` or ``OOFF``."""
    creditor_id: str
    """The creditor's identifier."""
    iban: str
    """The account it is collected from."""
    collect_on: date
    """The business day on which it is collected."""
    amount: Money
    """How much."""
    items: tuple[ContestedItem, ...]
    """What it is for."""
    attempt: int
    """Which attempt it is, 1 first."""
    status: str
    """``submitted``, ``received``, ``refused`` or ``returned``."""
    submitted_on: date
    """The day on which it was handed to the bank."""
    former_iban: str | None = None
    """The account of the collection before, where it has changed since."""
    received_on: date | None = None
    """The day on which its money came in."""
    back_on: date | None = None
    """The day on which it came back."""
    reason: str | None = None
    """Why it came back."""


@dataclass(frozen=True, slots=True)
class MandateOnDay:
    """A mandate on a day."""

    mandate: str
    """The mandate."""
    customer: str
    """Who signed it."""
    scheme: str
    """``core`` or ``b2b``."""
    creditor_id: str
    """The creditor's identifier."""
    iban: str
    """The account it is collected from."""
    signed_on: date
    """The day on which it was signed."""
    is_one_off: bool
    """Whether it allows one collection only."""
    lapses_on: date
    """The first day on which it has lapsed, if nothing is collected by it until then."""
    last_used_on: date | None = None
    """The day of the last collection by it that was not refused."""
    revoked_on: date | None = None
    """The day on which it was revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedDebitsQuery(Query[tuple[ProposedDebit, ...]]):
    """What a run of direct debits on a day would collect, and why the rest would not."""

    NAME: ClassVar[str] = "proposed_debits"
    ANSWER: ClassVar[Any] = tuple[ProposedDebit, ...]

    on: Day = field(metadata=DAY)
    """The day of the run."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    through: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last due day of what is collected."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only of this customer."""
    with_returned: bool = field(default=False, metadata=CLAIM)
    """Whether what came back is collected again whatever the policy says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebitsQuery(Query[tuple[Collection, ...]]):
    """What was collected, and what became of it."""

    NAME: ClassVar[str] = "direct_debits"
    ANSWER: ClassVar[Any] = tuple[Collection, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    run: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only those of this run."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatesQuery(Query[tuple[MandateOnDay, ...]]):
    """The mandates for direct debits."""

    NAME: ClassVar[str] = "mandates"
    ANSWER: ClassVar[Any] = tuple[MandateOnDay, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
