"""What subscriptions bring in, and what of their invoices is to be collected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import COUNT, DAY, OPTIONAL_DAY, OPTIONAL_TEXT
from .._form import as_
from .._strict import Day
from ..values import Money
from .queries import Query

__all__ = [
    "CollectionDue",
    "CollectionsDueQuery",
    "RecurringCurrency",
    "RecurringMonth",
    "RecurringRevenue",
    "RecurringRevenueQuery",
]


@dataclass(frozen=True, slots=True)
class RecurringMonth:
    """The recurring revenue of a month: what stood when it began, with what was won and without
    what was lost, is what stands when it ends. Percentages are None where nothing stood."""

    # ``from`` is a word of the language.
    until: date
    """The last day."""
    opening: Money
    """What was brought in a month when it began."""
    new: Money
    """What those bring that never subscribed before."""
    reactivated: Money
    """What those bring that had left and came back."""
    expansion: Money
    """What those bring more that stayed."""
    contraction: Money
    """What those bring less that stayed."""
    churn: Money
    """What those brought that left."""
    closing: Money
    """What is brought in a month when it ends."""
    yearly: Money
    """Twelve times that."""
    subscribers_before: int
    """The subscribers when it began."""
    subscribers_won: int
    """Those that came, for the first time or again."""
    subscribers_lost: int
    """Those that left."""
    subscribers: int
    """The subscribers when it ends."""
    average: Money | None
    """What each brings on average."""
    churn_percent: Decimal | None
    """What left of what stood at the beginning."""
    subscriber_churn_percent: Decimal | None
    """How many left of those that were there at the beginning."""
    net_retention_percent: Decimal | None
    """What those that were there bring at the end, what they have more included."""
    gross_retention_percent: Decimal | None
    """The same, what they have more left out."""


@dataclass(frozen=True, slots=True)
class RecurringCurrency:
    """What the subscriptions of one currency bring in a month."""

    currency: str
    """The currency."""
    months: tuple[RecurringMonth, ...]
    """Month by month, oldest first."""


@dataclass(frozen=True, slots=True)
class RecurringRevenue:
    """What subscriptions bring in a month."""

    as_of: date
    """The day of the report."""
    currencies: tuple[RecurringCurrency, ...]
    """Currency by currency."""


@dataclass(frozen=True, slots=True)
class CollectionDue:
    """An item of a subscription's invoice that is to be collected."""

    subscription: str
    """Which subscription."""
    customer: str
    """Of whom."""
    document: str
    """The invoice."""
    entry: str
    """Its item."""
    by: str
    """``direct_debit`` or ``card``."""
    open: Money
    """What is open of it and not on its way."""
    due_on: date
    """The day it falls due."""
    attempt: int
    """Which attempt the next one is."""
    is_due: bool
    """Whether the day of the next attempt has come."""
    collect_on: date | None = None
    """The day of the next attempt; None where none is left."""
    failed_on: date | None = None
    """The day of the last failure."""
    reason: str | None = None
    """Why it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringRevenueQuery(Query[RecurringRevenue]):
    """What subscriptions bring in each month, and what was won, kept and lost of it."""

    NAME: ClassVar[str] = "recurring_revenue"
    ANSWER: ClassVar[Any] = RecurringRevenue

    as_of: Day = field(metadata=DAY)
    """The day of the report; the last month ends with it."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    months: int = field(default=12, metadata=COUNT)
    """How many months are shown."""
    by: Literal["customer", "subscription"] = field(
        default="customer", metadata=as_(_strict.word("customer", "subscription"))
    )
    """Who comes, stays and leaves."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionsDueQuery(Query[tuple[CollectionDue, ...]]):
    """The invoices of subscriptions that are open and collected by direct debit or card: when the
    next attempt is, and what failed."""

    NAME: ClassVar[str] = "collections_due"
    ANSWER: ClassVar[Any] = tuple[CollectionDue, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
