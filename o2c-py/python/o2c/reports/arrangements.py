"""What was arranged with customers: promises to pay and plans of instalments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import DAY, OPTIONAL_DAY, OPTIONAL_TEXT
from .._form import as_
from .._strict import Day
from ..values import Money
from .accounts import ContestedItem
from .queries import Query

__all__ = [
    "InstalmentPlan",
    "InstalmentPlansQuery",
    "PlannedInstalment",
    "PromiseToPay",
    "PromisesQuery",
]


@dataclass(frozen=True, slots=True)
class PromiseToPay:
    """A promise to pay on a day."""

    customer: str
    """Who promised."""
    promise: str
    """The promise."""
    standing: str
    """``pending``, ``kept``, ``broken``, ``lapsed`` or ``withdrawn``."""
    entries: tuple[str, ...]
    """The items it is about."""
    amount: Money
    """How much was promised."""
    received: Money
    """What came in for it by its day."""
    outstanding: Money
    """What is still to come while it is pending."""
    made_on: date
    """The day it was made."""
    pay_on: date
    """The last day on which it is in time."""
    note: str
    """What was said."""
    tolerance: Money | None = None
    """How much less is still enough."""


@dataclass(frozen=True, slots=True)
class PlannedInstalment:
    """An instalment of a plan on a day."""

    due_on: date
    """The day it falls due."""
    amount: Money
    """How much."""
    open: Money
    """What is open of it."""
    is_overdue: bool
    """Whether its day has passed and something is open of it."""


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """A plan of instalments on a day."""

    customer: str
    """Whose plan."""
    plan: str
    """The plan."""
    version: int
    """Which of its versions counts, 1 first."""
    standing: str
    """``running``, ``fulfilled``, ``defaulted`` or ``ended``."""
    items: tuple[ContestedItem, ...]
    """What it covers, item by item."""
    covered: Money
    """What it covers in all."""
    open: Money
    """What of that is open."""
    instalments: tuple[PlannedInstalment, ...]
    """Its instalments, filled in the order of their days."""
    agreed_on: date
    """The day from which the version counts."""
    note: str
    """What was agreed besides."""
    defaulted_on: date | None = None
    """The day on which the whole fell due, because an instalment was not paid."""


_PROMISES = ("pending", "kept", "broken", "lapsed", "withdrawn")
_PLANS = ("running", "fulfilled", "defaulted", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesQuery(Query[tuple[PromiseToPay, ...]]):
    """What customers promised to pay, and whether they did."""

    NAME: ClassVar[str] = "promises"
    ANSWER: ClassVar[Any] = tuple[PromiseToPay, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
    standing: Literal["pending", "kept", "broken", "lapsed", "withdrawn"] | None = field(
        default=None, metadata=as_(_strict.optional(_strict.word(*_PROMISES)))
    )
    """Only those that stand so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentPlansQuery(Query[tuple[InstalmentPlan, ...]]):
    """The plans of instalments agreed with customers, and how far they are paid."""

    NAME: ClassVar[str] = "instalment_plans"
    ANSWER: ClassVar[Any] = tuple[InstalmentPlan, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
    standing: Literal["running", "fulfilled", "defaulted", "ended"] | None = field(
        default=None, metadata=as_(_strict.optional(_strict.word(*_PLANS)))
    )
    """Only those that stand so."""
