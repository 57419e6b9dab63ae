"""Subscriptions and reminders: what is billed by itself, and who is reminded of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import BODY, CURRENCY, ID, OPTIONAL_BODY, OPTIONAL_DAY, OPTIONAL_TEXT, RATES
from .._form import as_
from .._strict import Day
from ..values import ExchangeRate
from .action import Action

__all__ = [
    "BillSubscriptions",
    "ChangeReminders",
    "ChangeSubscription",
    "RunDunning",
    "SetDunningPolicy",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSubscription(Action):
    """Begin, change, pause, end or renew a subscription, or tell what was used of it.

    >>> use = {"use": {"key": "u-1", "charge": "calls", "units": "12", "on": "2026-01-20"}}
    >>> ChangeSubscription(subscription="S-1", change=use).as_json()["subscription"]["change"]
    {'use': {'key': 'u-1', 'charge': 'calls', 'units': '12', 'on': '2026-01-20'}}
    """

    NAME: ClassVar[str] = "subscription"

    subscription: str = field(metadata=ID)
    """Which subscription."""
    change: Mapping[str, Any] = field(metadata=BODY)
    """What: ``start`` with a plan, ``change``, ``pause``, ``resume``, ``use``, ``cancel``,
    ``renew`` or ``fail_collection``; figures as ``Decimal`` or text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillSubscriptions(Action):
    """Bill what subscriptions owe by a day and was not billed: an invoice each. Run again it bills
    nothing; run late it bills what it missed. Where the settings ask credit ``at_billing``, what
    does not pass waits for a later run; a run that names it is refused."""

    NAME: ClassVar[str] = "bill_subscriptions"

    series: str = field(metadata=ID)
    """The series the numbers come from."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """By which day; the command's own where none is given."""
    subscriptions: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """Only these; all of them where none is named."""
    give_back: Literal["carry_forward", "credit_note"] = field(
        default="carry_forward", metadata=as_(_strict.word("carry_forward", "credit_note"))
    )
    """What becomes of what is given back beyond what is charged: it waits for charges that
    outweigh it, or a credit note is issued over it."""
    exchange_rates: Sequence[ExchangeRate] = field(default=(), metadata=RATES)
    """What a unit of the ledger's currency costs in the others, for invoices in those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDunningPolicy(Action):
    """Say when and how customers are reminded: the closest policy counts, the customer's own, then
    its group's, then its class of risk's, then that of everybody."""

    NAME: ClassVar[str] = "set_dunning_policy"

    of: str | Mapping[str, str] = field(metadata=BODY)
    """Whose: ``"everybody"``, ``{"group": ...}``, ``{"customer": ...}`` or
    ``{"risk_class": ...}``."""
    policy: Mapping[str, Any] | None = field(default=None, metadata=OPTIONAL_BODY)
    """Its ``levels`` with their ``delay``, its ``notices`` with their ``days_before`` the due day,
    the ``promise_grace_days`` for which a promise counts beyond its day, and what else holds;
    nobody of these is reminded by a policy of their own where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDunning(Action):
    """Write the reminders of the command's day, and give the notices before due days. Run again it
    writes nothing."""

    NAME: ClassVar[str] = "run_dunning"

    customers: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """Only these customers; all of them where none is named."""
    interest: Mapping[str, Any] | None = field(default=None, metadata=OPTIONAL_BODY)
    """What late items bear: ``terms`` and ``fixed_fee``, shown by the levels that say so."""
    fee_series: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The series of the debit notes that bill the fees; shown and not billed where none is
    given."""
    exchange_rates: Sequence[ExchangeRate] = field(default=(), metadata=RATES)
    """What a unit of the ledger's currency costs in the others, for debit notes in those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReminders(Action):
    """Block the reminders of an account or an item, lift a block, or let items fall back."""

    NAME: ClassVar[str] = "reminders"

    customer: str = field(metadata=ID)
    """Whose account."""
    currency: str = field(metadata=CURRENCY)
    """Its currency."""
    change: Mapping[str, Any] = field(metadata=BODY)
    """``block``, ``lift`` or ``reset``."""
