"""What would be reminded of, what was, whom to call first, and what is subscribed to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .._fields import DAY, ID, OPTIONAL_BODY, OPTIONAL_DAY, OPTIONAL_TEXT
from .._strict import Day
from ..values import Money, Period
from .queries import Query

__all__ = [
    "AccountReminders",
    "BilledLine",
    "DunningProposal",
    "DunningQuery",
    "DunningRow",
    "DunningStep",
    "GivenNotice",
    "Notice",
    "Reminder",
    "ReminderItem",
    "RemindersQuery",
    "SubscriptionQuery",
    "SubscriptionReport",
    "SubscriptionRow",
    "SubscriptionsQuery",
    "WorklistQuery",
    "WorklistRow",
    "WrittenReminder",
]


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """An item of a reminder."""

    entry: str
    """The item."""
    document: str
    """Its document."""
    due_on: date
    """The day it was due."""
    days_late: int
    """How many days late."""
    open: Money
    """What is open of it."""
    dunned: Money
    """What of that is reminded of."""
    level_before: int
    """The level it had before."""
    level: int
    """The level it has with this reminder."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one party in one currency, as data for a template."""

    level: int
    """Its level: the highest among its items."""
    name: str
    """What the level is called."""
    channel: str
    """The way it takes."""
    template: str
    """The name of the text."""
    actions: tuple[str, ...]
    """What else is to be done."""
    items: tuple[ReminderItem, ...]
    """The items that are late."""
    not_due: tuple[ReminderItem, ...]
    """Items that are not due, for information only."""
    overdue: Money
    """What is late, without what is blocked."""
    credits: Money
    """Credits that are open, zero or below."""
    net: Money
    """Both together."""
    interest: Money
    """The interest accrued, shown and not billed."""
    compensation: Money
    """The flat compensations accrued, shown and not billed."""
    fee: Money
    """What the reminder costs."""
    charges: Money
    """Interest, compensation and fee."""
    total: Money
    """All that is asked for."""
    pay_by: date | None = None
    """The day until which the customer may pay."""


@dataclass(frozen=True, slots=True)
class DunningStep:
    """Where an item stands and why."""

    entry: str
    """The item."""
    days_late: int
    """How many days late, none or less where it is not."""
    level: int
    """The level it has."""
    reached: int
    """The highest level whose delay is reached."""
    next: int
    """The level it would have after the run."""
    dunned: Money
    """How much of it may be reminded of."""
    why: Any
    """Why it rises or does not, such as ``rises``, ``too_soon``, ``{"blocked": "dispute"}`` or
    ``held``, where credits cover what is late or it is too little."""
    changes_on: date | None = None
    """The first day on which a run would raise it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that an item falls due soon."""

    entry: str
    """The item."""
    days_before: int
    """How many days before the due day the policy gives it; after a run that was missed it comes
    later."""
    due_on: date
    """The day it falls due."""
    open: Money
    """What is open of it."""
    channel: str
    """The way it takes."""
    template: str
    """The name of the text."""


@dataclass(frozen=True, slots=True)
class DunningProposal:
    """What a run would write to one account."""

    as_of: date
    """The day of the run."""
    letters: tuple[Reminder, ...]
    """The reminders."""
    steps: tuple[DunningStep, ...]
    """Where each item stands."""
    held: Any = None
    """Why nothing is written although something would rise."""
    changes_on: date | None = None
    """The first day on which a run would raise something."""
    notices: tuple[Notice, ...] = ()
    """Notices of what falls due soon."""


@dataclass(frozen=True, slots=True)
class DunningRow:
    """What a run would write to one account."""

    customer: str
    """The customer."""
    currency: str
    """The currency of all its figures."""
    proposal: DunningProposal
    """What the run would write."""


@dataclass(frozen=True, slots=True)
class WrittenReminder:
    """A reminder that was written."""

    letter: Reminder
    """What it says."""
    at: Any
    """When it counts and when it became known."""


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """A notice that was given."""

    notice: Notice
    """What it says."""
    at: Any
    """When it counts and when it became known."""


@dataclass(frozen=True, slots=True)
class AccountReminders:
    """What was written to one account."""

    currency: str
    """The currency."""
    letters: tuple[WrittenReminder, ...]
    """What was written, in its order."""
    blocks: tuple[Any, ...]
    """What stands in the way, told by hand."""
    notices: tuple[GivenNotice, ...] = ()
    """The notices before due days, in their order."""


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """An account that somebody should look at."""

    customer: str
    """The customer."""
    currency: str
    """The currency of all its figures."""
    at_risk: Money
    """What is late, without what stands in the way of."""
    blocked: Money
    """What is late and blocked."""
    days_late: int
    """How many days the oldest of it is late."""
    level: int
    """The highest level written of."""
    weight: int
    """What orders the list: each late amount times its days."""
    promises_broken: int
    """How many promises were broken."""
    next: Any
    """What to do next: ``call``, ``settle_dispute``, ``lodge_claim``, ``hand_over``, or a mapping
    of ``remind`` or ``wait``."""
    why: Any
    """Why that, such as ``promise_broken`` or ``{"blocked": "dispute"}``."""
    reminded_on: date | None = None
    """The day of the last reminder."""
    contacted_on: date | None = None
    """The last day on which the customer was heard of: a reminder, a promise, a dispute."""
    next_level: int | None = None
    """The level that a run of the day would raise it to."""
    changes_on: date | None = None
    """The first day on which a run would raise something."""
    score: Decimal | None = None
    """The payment index of the last twelve months, from 1 to 100."""
    risk_class: str | None = None
    """The customer's class of risk, where the credit file has one."""


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line that a run would bill."""

    charge: str
    """What is charged for."""
    period: Period
    """The days it covers."""
    quantity: Decimal
    """How many units; below zero where something is given back."""
    price: Decimal
    """The price of one."""
    amount: Money
    """What it comes to."""


@dataclass(frozen=True, slots=True)
class SubscriptionReport:
    """A subscription."""

    subscription: str
    """Which."""
    state: str
    """``running``, ``paused`` or ``cancelled``."""
    contract: Any
    """What was agreed and what became of it."""
    due: tuple[BilledLine, ...]
    """The lines that a run would bill."""
    total: Money
    """Their sum; below zero it waits for charges that outweigh it."""
    blocked_by: tuple[Any, ...] = ()
    """The checks of credit that would keep a run from billing them."""


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A subscription among others."""

    subscription: str
    """Which."""
    customer: str
    """Who subscribes."""
    currency: str
    """The currency of its figures."""
    state: str
    """``running``, ``paused`` or ``cancelled``."""
    start: date
    """Its first day."""
    recurring: Money
    """What its recurring charges come to in a whole period."""
    due: Money
    """The sum of what a run of the day would bill."""
    end: date | None = None
    """The first day on which it is over, where it ends."""
    next_billing_on: date | None = None
    """The first billing day after the day of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DunningQuery(Query[tuple[DunningRow, ...]]):
    """What a run of reminders would write on a day, and why not more."""

    NAME: ClassVar[str] = "dunning"
    ANSWER: ClassVar[Any] = tuple[DunningRow, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the run."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
    interest: Any = field(default=None, metadata=OPTIONAL_BODY)
    """What late items bear: a mapping of ``terms`` and ``fixed_fee``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersQuery(Query[tuple[AccountReminders, ...]]):
    """What was written to a customer, and what stands in the way of more."""

    NAME: ClassVar[str] = "reminders"
    ANSWER: ClassVar[Any] = tuple[AccountReminders, ...]

    customer: str = field(metadata=ID)
    """Whose."""
    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistQuery(Query[tuple[WorklistRow, ...]]):
    """Whom to call first."""

    NAME: ClassVar[str] = "worklist"
    ANSWER: ClassVar[Any] = tuple[WorklistRow, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionQuery(Query[SubscriptionReport]):
    """One subscription: what was agreed, what is to be billed."""

    NAME: ClassVar[str] = "subscription"
    ANSWER: ClassVar[Any] = SubscriptionReport

    subscription: str = field(metadata=ID)
    """Which."""
    until: Day = field(metadata=DAY)
    """By which day what is due is told."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionsQuery(Query[tuple[SubscriptionRow, ...]]):
    """Every subscription."""

    NAME: ClassVar[str] = "subscriptions"
    ANSWER: ClassVar[Any] = tuple[SubscriptionRow, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
