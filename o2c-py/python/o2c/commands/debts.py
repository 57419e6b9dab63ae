"""Debts that may not be paid, and what a year end makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from .. import _strict
from .._fields import CURRENCY, DAY, ID, MONEY, OPTIONAL_MONEY, OPTIONAL_RATE
from .._form import as_
from .._strict import Day
from ..values import Amount, ExchangeRate, Money, Percent
from .action import Action

__all__ = [
    "AllowanceOf",
    "MakeDoubtful",
    "RecordRecovery",
    "RestoreDoubtful",
    "Revalue",
    "SetAllowance",
    "WriteOffBadDebt",
]

_IDS = as_(_strict.each(_strict.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeDoubtful(Action):
    """Take a customer's debts to the account of doubtful customers, VAT included."""

    NAME: ClassVar[str] = "make_doubtful"

    customer: str = field(metadata=ID)
    """Whose."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    documents: Sequence[str] = field(default=(), metadata=_IDS)
    """Only those of these documents; all that is open where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreDoubtful(Action):
    """Take a customer's debts back from the account of doubtful customers."""

    NAME: ClassVar[str] = "restore_doubtful"

    customer: str = field(metadata=ID)
    """Whose."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    documents: Sequence[str] = field(default=(), metadata=_IDS)
    """Only those of these documents; all that is open where none is named."""


AllowanceOf: TypeAlias = Percent | Amount
"""How much of what is open without VAT: a percentage, or an amount in the ledger's currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAllowance(Action):
    """Set the allowance of a document: more of it is charged, less of it is released.

    >>> SetAllowance(document="F2026-00001", of=Percent(50)).as_json()
    {'set_allowance': {'document': 'F2026-00001', 'of': {'percent': '50'}}}
    """

    NAME: ClassVar[str] = "set_allowance"

    document: str = field(metadata=ID)
    """The document."""
    of: AllowanceOf = field(metadata=as_(_strict.one_of(Percent, Amount)))
    """What it stands at afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffBadDebt(Action):
    """Write off what is irrecoverable of a document: the price is lost, the VAT that was owed
    comes back."""

    NAME: ClassVar[str] = "write_off_bad_debt"

    document: str = field(metadata=ID)
    """The document."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much of what is open, VAT included; all of it where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRecovery(Action):
    """Money comes in on a document that was written off: income again, and its VAT due again."""

    NAME: ClassVar[str] = "record_recovery"

    payment: str = field(metadata=ID)
    """The bank's or the caller's reference."""
    document: str = field(metadata=ID)
    """The document."""
    amount: Money = field(metadata=MONEY)
    """How much, at most what was written off and not recovered."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a payment in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revalue(Action):
    """Hold what is open in other currencies against the rates at the end of a period."""

    NAME: ClassVar[str] = "revalue"

    until: Day = field(metadata=DAY)
    """The last day of the period."""
    reverse_on: Day = field(metadata=DAY)
    """The day of the reversal, after the last day of the period."""
    exchange_rates: Sequence[ExchangeRate] = field(
        metadata=as_(_strict.each(_strict.one_of(ExchangeRate)))
    )
    """The rates of the day to the ledger's currency."""
