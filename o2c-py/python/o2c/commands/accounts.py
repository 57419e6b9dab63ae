"""What befalls an account besides payments and letters: money that goes back, payments that are not
honoured, items that change hands, and what a customer contests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from .. import _strict
from .._fields import (
    CLAIM,
    CURRENCY,
    ID,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    OPTIONAL_RATE,
    OPTIONAL_TEXT,
    TEXT,
)
from .._form import Form, Named, as_
from .._strict import Day
from ..values import Amount, ExchangeRate, Money
from .action import Action
from .documents import AmountWithVat, CreditedLines, CreditScope, Whole
from .draft import CREDIT_REASON

__all__ = [
    "AcceptDispute",
    "BouncePayment",
    "DisputeCredit",
    "DisputeWriteOff",
    "OpenDispute",
    "ReassignPayment",
    "Refund",
    "RejectDispute",
    "Remedy",
    "ReplacedBy",
    "ReviewDispute",
    "TransferItem",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund(Action):
    """Pay back what a credit of a customer is still worth; it is settled with the credit at
    once."""

    NAME: ClassVar[str] = "refund"

    refund: str = field(metadata=ID)
    """The bank's or the caller's reference of the money that leaves."""
    customer: str = field(metadata=ID)
    """Whom it goes to."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    entry: str = field(metadata=ID)
    """The credit's item."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much, above zero; all that is open of the credit where nothing is said."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for money in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncePayment(Action):
    """A payment was not honoured: what it had settled is open again, due when it was, and the
    payment is settled by its return. What others had paid in one letter with it stays paid."""

    NAME: ClassVar[str] = "bounce_payment"

    payment: str = field(metadata=ID)
    """Which payment."""
    reason: str = field(default="", metadata=TEXT)
    """Why, in the bank's words or by its code."""
    fee: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What the bank charges for it, above zero, in the payment's currency."""
    is_fee_charged: bool = field(default=False, metadata=CLAIM)
    """Whether the customer is to bear the fee."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a fee in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignPayment(Action):
    """A payment is another customer's than it was taken to be; what it had settled is open
    again."""

    NAME: ClassVar[str] = "reassign_payment"

    payment: str = field(metadata=ID)
    """Which payment."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Whose it is; it goes to suspense where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferItem(Action):
    """Move what is open of an item to the account of another customer, to be settled there."""

    NAME: ClassVar[str] = "transfer_item"

    customer: str = field(metadata=ID)
    """Whose item."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    entry: str = field(metadata=ID)
    """The item."""
    to: str = field(metadata=ID)
    """Who takes it over."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much, with the item's sign; all that is open where nothing is said."""


_REASONS = (
    "quantity",
    "price",
    "rebate",
    "article",
    "quality",
    "incomplete_delivery",
    "vat_rate",
    "total",
    "calculation",
    "not_conforming",
    "duplicate",
    "billed_twice",
    "order_reference",
    "reference",
    "contract_reference",
    "contract_ended",
    "unknown_transaction",
    "unknown_seller",
    "unknown_addressee",
    "wrong_addressee",
    "address",
    "establishment",
    "routing_code",
    "bank_details",
    "means_of_payment",
    "other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDispute(Action):
    """A customer contests an invoice, or a part of it.

    >>> OpenDispute(dispute="D-1", document="F2026-00001", reason="price").as_json()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'open_dispute': {'dispute': 'D-1', 'document': 'F2026-00001', 'reason': 'price',
                      'do_not_match': False}}
    """

    NAME: ClassVar[str] = "open_dispute"

    dispute: str = field(metadata=ID)
    """The caller's id of the dispute."""
    document: str = field(metadata=ID)
    """The invoice."""
    reason: str = field(metadata=as_(_strict.word(*_REASONS)))
    """Why; each reason has a code of the French electronic invoice."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much of it, VAT included; all that is open and in no other dispute where nothing is
    said."""
    owner: str = field(default="", metadata=TEXT)
    """Who looks after it on the seller's side."""
    note: str = field(default="", metadata=TEXT)
    """What the customer says."""
    answer_by: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day by which the customer is to be answered."""
    do_not_match: bool = field(default=False, metadata=CLAIM)
    """Whether the items may not be lettered while the dispute lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDispute(Action):
    """Somebody looks into a dispute."""

    NAME: ClassVar[str] = "review_dispute"

    dispute: str = field(metadata=ID)
    """Which dispute."""
    owner: str = field(default="", metadata=TEXT)
    """Who, where that changes."""
    note: str = field(default="", metadata=TEXT)
    """What is to be looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeCredit(Named):
    """The credit note that settles a dispute; it is lettered with what is open of the invoice."""

    NAME: ClassVar[str] = "credit_note"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    scope: CreditScope | None = field(
        default=None,
        metadata=as_(
            _strict.optional(_strict.one_of(Whole, CreditedLines, Amount, AmountWithVat))
        ),
    )
    """What of the invoice, at most what is disputed; the amount disputed where nothing is said."""
    reason: Literal["unbilled", "returned", "rebate"] = field(
        default="unbilled", metadata=as_(CREDIT_REASON)
    )
    """Why, and so what it means for the order and in the books."""
    note: str = field(default="", metadata=TEXT)
    """A note to the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedBy(Named):
    """A corrective invoice was issued in its place."""

    NAME: ClassVar[str] = "replaced"

    document: str = field(metadata=ID)
    """Its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWriteOff(Named):
    """Give up what is disputed without a credit note: VAT that was owed stays owed."""

    NAME: ClassVar[str] = "write_off"

    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much, VAT included; all that is disputed and open where nothing is said."""


Remedy: TypeAlias = DisputeCredit | ReplacedBy | DisputeWriteOff
"""How a dispute is settled where the customer was right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDispute(Action):
    """The customer was right, in all or in part: what is not granted can be collected again."""

    NAME: ClassVar[str] = "accept_dispute"

    dispute: str = field(metadata=ID)
    """Which dispute."""
    remedy: Remedy = field(metadata=as_(_strict.one_of(DisputeCredit, ReplacedBy, DisputeWriteOff)))
    """How it is settled."""
    note: str = field(default="", metadata=TEXT)
    """Why."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a credit note in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectDispute(Action):
    """The customer was not right: the amount can be collected again."""

    NAME: ClassVar[str] = "reject_dispute"

    dispute: str = field(metadata=ID)
    """Which dispute."""
    is_withdrawn: bool = field(default=False, metadata=CLAIM)
    """Whether the customer does not contest it any more."""
    note: str = field(default="", metadata=TEXT)
    """Why."""
