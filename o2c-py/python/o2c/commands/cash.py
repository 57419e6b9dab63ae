"""From the payment to the letter, and the closing of periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from .. import _strict
from .._fields import (
    CLAIM,
    COUNT,
    CURRENCY,
    DAY,
    ID,
    MONEY,
    OPTIONAL_MONEY,
    OPTIONAL_RATE,
    OPTIONAL_TEXT,
    TEXT,
)
from .._form import Form, as_
from .._strict import Day
from ..values import ExchangeRate, Money
from .action import Action

__all__ = [
    "AllocatePayment",
    "ClearPayments",
    "ClosePeriod",
    "Difference",
    "HostProposal",
    "IdentifyPayment",
    "Letter",
    "LetterAsProposed",
    "LetterAutomatically",
    "LetterLine",
    "ReceivePayment",
    "SettledLine",
    "Unletter",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePayment(Action):
    """Money has arrived, from a known payer or not; it counts from the command's effective day."""

    NAME: ClassVar[str] = "receive_payment"

    payment: str = field(metadata=ID)
    """The bank's or the caller's reference."""
    amount: Money = field(metadata=MONEY)
    """How much, above zero."""
    method: Literal["transfer", "direct_debit", "cheque", "card", "cash"] = field(
        default="transfer",
        metadata=as_(_strict.word("transfer", "direct_debit", "cheque", "card", "cash")),
    )
    """By what; cheques, cards and cash come to the bank later (``ClearPayments``)."""
    payer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Whom it came from, where that is known."""
    payer_name: str = field(default="", metadata=TEXT)
    """The payer's name as the bank shows it."""
    remittance: str = field(default="", metadata=TEXT)
    """What the payer wrote."""
    structured_reference: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The structured creditor reference that the payer quoted, such as ``RF18539007547034``."""
    end_to_end_id: str = field(default="", metadata=TEXT)
    """What payer and bank call the transaction from end to end."""
    payer_account: str = field(default="", metadata=TEXT)
    """The account it was paid from; a customer's are its identifiers of the scheme ``IBAN``."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a payment in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyPayment(Action):
    """Say whom a payment in suspense came from."""

    NAME: ClassVar[str] = "identify_payment"

    payment: str = field(metadata=ID)
    """Which payment."""
    customer: str = field(metadata=ID)
    """Who paid it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine(Form):
    """One item of a letter and how much of it is settled."""

    entry: str = field(metadata=ID)
    """The item: an instalment of an invoice, or a payment."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much, with the item's sign; all that is open, as far as the other side goes, where
    nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Form):
    """A difference between what was owed and what was paid, told by what it is.

    >>> fee = Money("2.50", "EUR")
    >>> Difference(kind="bank_fee", amount=fee).as_json()
    {'kind': 'bank_fee', 'amount': '2.50 EUR'}
    """

    kind: Literal["bank_fee", "write_off", "deduction", "withholding", "cash_rounding"] = field(
        metadata=as_(
            _strict.word("bank_fee", "write_off", "deduction", "withholding", "cash_rounding")
        )
    )
    """What it is. All but a deduction settle, within the tolerances of the settings; what is
    deducted stays open."""
    amount: Money = field(metadata=MONEY)
    """Above zero where too little was paid, below zero where too much was."""
    reason: str = field(default="", metadata=TEXT)
    """Why; a deduction has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Action):
    """Letter items of one account with each other."""

    NAME: ClassVar[str] = "letter"

    customer: str = field(metadata=ID)
    """Whose account."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    lines: Sequence[LetterLine] = field(metadata=as_(_strict.each(_strict.one_of(LetterLine))))
    """The items and how much of each."""
    take_discount: bool = field(default=False, metadata=CLAIM)
    """Whether the early discount on offer is taken by this payment."""
    differences: Sequence[Difference] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(Difference)))
    )
    """What is settled without money, and what the customer keeps back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocatePayment(Action):
    """Settle a customer's debts with a payment: those the payer named first, then in the order of
    the law, what is due and oldest first."""

    NAME: ClassVar[str] = "allocate_payment"

    payment: str = field(metadata=ID)
    """Which payment."""
    choice: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """The items that the payer named, the first first."""
    interest_first: bool = field(default=False, metadata=CLAIM)
    """Whether interest and costs go before what invoices claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPayments(Action):
    """The bank has the money of payments that stood in cheques, in card payments or in the till:
    one deposit slip or one batch."""

    NAME: ClassVar[str] = "clear_payments"

    payments: Sequence[str] = field(metadata=as_(_strict.each(_strict.text)))
    """Which payments, all from one place."""
    fee: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What the bank kept of the batch, above zero and less than the batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAutomatically(Action):
    """Let the lettering rules look at one payment: a unique match is applied, an ambiguous one is
    kept as a proposal with its alternatives."""

    NAME: ClassVar[str] = "letter_automatically"

    payment: str = field(metadata=ID)
    """Which payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine(Form):
    """An item that a host proposes to settle, and how much of it."""

    entry: str = field(metadata=ID)
    """The item."""
    amount: Money = field(metadata=MONEY)
    """How much, with the item's sign, a discount taken included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostProposal(Form):
    """A match that a host proposes."""

    lines: Sequence[SettledLine] = field(metadata=as_(_strict.each(_strict.one_of(SettledLine))))
    """The items, and how much of each."""
    score: int = field(metadata=COUNT)
    """How sure the host is, in thousandths."""
    takes_discount: bool = field(default=False, metadata=CLAIM)
    """Whether discounts are taken."""
    differences: Sequence[Difference] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(Difference)))
    )
    """What is settled besides, without money."""
    reason: str = field(default="", metadata=TEXT)
    """Why, in the host's words: kept as evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAsProposed(Action):
    """Let one payment settle what the host proposes: the surest match is applied where the least
    score of the policy lets it and no other is as sure; otherwise they are kept as proposals. The
    account confirms what is applied, or refuses it."""

    NAME: ClassVar[str] = "letter_as_proposed"

    payment: str = field(metadata=ID)
    """Which payment."""
    proposals: Sequence[HostProposal] = field(
        metadata=as_(_strict.each(_strict.one_of(HostProposal)))
    )
    """The matches, in any order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unletter(Action):
    """Dissolve a letter: its items are open again from the effective day on."""

    NAME: ClassVar[str] = "unletter"

    customer: str = field(metadata=ID)
    """Whose account."""
    currency: str = field(metadata=CURRENCY)
    """In which currency."""
    letter: str = field(metadata=TEXT)
    """Which letter, such as ``AAB``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePeriod(Action):
    """Close the books until a day, that day included."""

    NAME: ClassVar[str] = "close_period"

    until: Day = field(metadata=DAY)
    """The last day that is closed."""
