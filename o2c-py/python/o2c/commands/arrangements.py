"""What is arranged with a customer who does not pay at once, and what is taken over from an earlier
ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from .. import _strict
from .._fields import (
    CURRENCY,
    DAY,
    ID,
    MONEY,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    TEXT,
)
from .._form import Form, as_
from .._strict import Day
from ..values import Money
from .action import Action

__all__ = [
    "AgreeInstalmentPlan",
    "EndInstalmentPlan",
    "OpenBalances",
    "OpeningBalance",
    "PlanInstalment",
    "PromisePayment",
    "WithdrawPromise",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBalance(Form):
    """An item taken over: an invoice, or with a negative amount a credit note or an advance."""

    customer: str = field(metadata=ID)
    """Whose item."""
    document: str = field(metadata=ID)
    """The number of its document, which payments refer to."""
    document_on: Day = field(metadata=DAY)
    """The day of its document."""
    amount: Money = field(metadata=MONEY)
    """What is open of it: debit positive, credit negative."""
    due_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day it falls due; the document's where none is given."""
    booked: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """The same in the ledger's currency, where it is in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBalances(Action):
    """Take over what was open in an earlier ledger, item by item, against the account of opening
    balances."""

    NAME: ClassVar[str] = "open_balances"

    items: Sequence[OpeningBalance] = field(
        metadata=as_(_strict.each(_strict.one_of(OpeningBalance)))
    )
    """The items, of any customers and currencies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePayment(Action):
    """Note what a customer promises to pay; whether he keeps it follows from what comes in."""

    NAME: ClassVar[str] = "promise_payment"

    customer: str = field(metadata=ID)
    """Who promises."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    promise: str = field(metadata=ID)
    """The caller's reference, unique on the account."""
    entries: Sequence[str] = field(metadata=as_(_strict.each(_strict.text)))
    """The items, in the order in which they are to be paid."""
    pay_on: Day = field(metadata=DAY)
    """The last day on which it is in time."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much; all that is open of the items where nothing is said."""
    tolerance: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much less is still enough."""
    note: str = field(default="", metadata=TEXT)
    """What was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPromise(Action):
    """Let a promise count no longer."""

    NAME: ClassVar[str] = "withdraw_promise"

    customer: str = field(metadata=ID)
    """Whose account."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    promise: str = field(metadata=ID)
    """Which promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInstalment(Form):
    """An instalment of a plan."""

    due_on: Day = field(metadata=DAY)
    """The day it falls due."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much; instalments without an amount share what the others leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeInstalmentPlan(Action):
    """Agree with a customer that he pays what is open of items by instalments, or change what was
    agreed."""

    NAME: ClassVar[str] = "agree_instalment_plan"

    customer: str = field(metadata=ID)
    """Whose plan."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    plan: str = field(metadata=ID)
    """The caller's reference; that of a plan in force makes a new version of it."""
    entries: Sequence[str] = field(metadata=as_(_strict.each(_strict.text)))
    """What it covers: items with something open."""
    instalments: Sequence[PlanInstalment] = field(
        metadata=as_(_strict.each(_strict.one_of(PlanInstalment)))
    )
    """The instalments, in the order of their days."""
    default_after: int | None = field(
        default=None, metadata=as_(_strict.optional(_strict.whole))
    )
    """After how many days without payment of an instalment the whole falls due at once."""
    note: str = field(default="", metadata=TEXT)
    """What was agreed besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndInstalmentPlan(Action):
    """Let a plan of instalments count no longer: what it covers is due when it was before."""

    NAME: ClassVar[str] = "end_instalment_plan"

    customer: str = field(metadata=ID)
    """Whose plan."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    plan: str = field(metadata=ID)
    """Which plan."""
