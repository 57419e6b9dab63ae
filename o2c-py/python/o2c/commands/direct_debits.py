"""Direct debits and cheques on their way to the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from .. import _strict
from .._fields import (
    CLAIM,
    CURRENCY,
    ID,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    OPTIONAL_TEXT,
    TEXT,
)
from .._form import as_
from .._strict import Day
from ..values import Money
from .action import Action

__all__ = [
    "AmendMandate",
    "ReceiveDirectDebits",
    "RemitCheques",
    "ReturnDirectDebit",
    "RevokeMandate",
    "RunDirectDebits",
    "SignMandate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMandate(Action):
    """A customer allows us to collect from his bank account."""

    NAME: ClassVar[str] = "sign_mandate"

    mandate: str = field(metadata=ID)
    """The unique reference of the mandate."""
    customer: str = field(metadata=ID)
    """Who signed it."""
    creditor_id: str = field(metadata=TEXT)
    """The creditor's identifier, ours."""
    iban: str = field(metadata=TEXT)
    """The account to collect from."""
    scheme: Literal["core", "b2b"] = field(
        default="core", metadata=as_(_strict.word("core", "b2b"))
    )
    """By which rules."""
    signed_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day on which it was signed; the command's where none is given."""
    is_one_off: bool = field(default=False, metadata=CLAIM)
    """Whether it allows one collection only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendMandate(Action):
    """Another account, or another identifier of the creditor, without another signature."""

    NAME: ClassVar[str] = "amend_mandate"

    mandate: str = field(metadata=ID)
    """Which mandate."""
    iban: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Another account to collect from."""
    creditor_id: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Another identifier of the creditor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeMandate(Action):
    """Nothing is collected by a mandate any more."""

    NAME: ClassVar[str] = "revoke_mandate"

    mandate: str = field(metadata=ID)
    """Which mandate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDirectDebits(Action):
    """Hand to the bank what is due of customers with a mandate; the collections are the content of
    the file (``DirectDebitsQuery``)."""

    NAME: ClassVar[str] = "run_direct_debits"

    run: str = field(metadata=ID)
    """The caller's reference; its collections are called after it, ``RUN-1``, ``RUN-2``, ..."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    through: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last due day of what is collected; the command's day where none is given."""
    customers: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """Only of these customers; of all where none is named."""
    last_of: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """The mandates by which nothing is collected after this run."""
    with_returned: bool = field(default=False, metadata=CLAIM)
    """Whether what came back is collected again whatever the policy says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveDirectDebits(Action):
    """The bank has the money of a run."""

    NAME: ClassVar[str] = "receive_direct_debits"

    run: str = field(metadata=ID)
    """Which run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDirectDebit(Action):
    """A collection came back: refused before any money moved, or returned after it did."""

    NAME: ClassVar[str] = "return_direct_debit"

    collection: str = field(metadata=ID)
    """What both banks call it from end to end."""
    reason: str = field(metadata=TEXT)
    """Why, by the bank's code, such as ``AM04``."""
    fee: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What the bank charges for it, above zero; only of what was received."""
    is_fee_charged: bool = field(default=False, metadata=CLAIM)
    """Whether the customer is to bear the fee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemitCheques(Action):
    """Cheques are handed to the bank with a deposit slip; ``ClearPayments`` tells when it has the
    money."""

    NAME: ClassVar[str] = "remit_cheques"

    payments: Sequence[str] = field(metadata=as_(_strict.each(_strict.text)))
    """Which cheques."""
    remittance: str = field(default="", metadata=TEXT)
    """The deposit slip."""
