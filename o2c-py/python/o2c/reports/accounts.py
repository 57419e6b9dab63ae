"""What stands on accounts, what moved, what customers contest and what happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..values import Money

__all__ = [
    "AccountBalance",
    "AccountItem",
    "AccountStatement",
    "AgedBalance",
    "AgedItem",
    "AgedRow",
    "BadDebt",
    "ContestedItem",
    "Dispute",
    "HistoryEntry",
    "LetterOnDay",
    "LetteredLine",
    "OpenAmount",
    "SettledPair",
    "SettledWith",
    "StatedAccount",
    "StatementLine",
]


@dataclass(frozen=True, slots=True)
class AgedRow:
    """A row of an aged balance: a customer's, a group's or everybody's items in one currency."""

    currency: str
    """The currency of the items."""
    not_due: Money
    """Due on the day of the report or later."""
    buckets: tuple[Money, ...]
    """The buckets, youngest first; one more than bounds."""
    credits: Money
    """Credits that stand in no bucket; never above zero."""
    total: Money
    """Not due, buckets and credits: the open balance."""
    disputed: Money
    """What of the items is disputed; it stands in the cells all the same."""
    promised: Money
    """What of the items somebody promised to pay; it stands in the cells all the same."""
    customer: str | None = None
    """The customer, where a row is one."""
    group: str | None = None
    """The group: the customer's, or that which the row is."""


@dataclass(frozen=True, slots=True)
class AgedItem:
    """An item behind a cell of an aged balance."""

    customer: str
    """Whose item."""
    entry: str
    """The item."""
    kind: str
    """What it is, such as ``invoice`` or ``payment``."""
    document_on: date
    """The day of its document."""
    due_on: date
    """The day it is due."""
    age: int
    """How many days old it is; zero and below is not due."""
    open: Money
    """What was open, in the document's currency."""
    value: Money
    """The same at the value of the report."""
    place: int
    """The place of its cell among the labels."""
    aged: Money
    """What of it stands in that cell."""
    disputed: Money
    """What of its value is disputed."""
    promised: Money
    """What of its value somebody promised to pay."""
    group: str | None = None
    """The customer's group."""
    document: str | None = None
    """The document it is an instalment of."""
    instalment: int | None = None
    """The instalment, 1 first."""
    planned_on: date | None = None
    """The day it is due by a plan of instalments, where that was asked for."""


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """What was open on a day, by age: by customer, group or currency."""

    as_of: date
    """The day of the report."""
    basis: str
    """What age counts from."""
    bounds: tuple[int, ...]
    """The bounds between the buckets, in days."""
    labels: tuple[str, ...]
    """The names of the places: not due, the buckets, credits."""
    credit_policy: str
    """Where credits stand."""
    value: Any
    """At which value amounts are shown."""
    rows: tuple[AgedRow, ...]
    """The rows of which a figure is not zero."""
    totals: tuple[AgedRow, ...]
    """Their sums, per currency."""
    known_at: date | None = None
    """Up to which day things were known; none for all that is known."""
    items: tuple[AgedItem, ...] = ()
    """The items behind the cells, where they were asked for."""


@dataclass(frozen=True, slots=True)
class ContestedItem:
    """How much of an item is contested."""

    entry: str
    """The item."""
    amount: Money
    """How much of it."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute on a day."""

    dispute: str
    """The dispute."""
    customer: str
    """Who contests."""
    document: str
    """Which invoice."""
    status: str
    """``opened``, ``under_review``, ``accepted`` or ``rejected``."""
    reason: str
    """Why."""
    code: str
    """The code of the reason on an electronic invoice, such as ``QTE_ERR``."""
    contested: Money
    """What was contested when it was opened, VAT included."""
    disputed: Money
    """What of it was still open and contested on the day."""
    items: tuple[ContestedItem, ...]
    """The same, item by item."""
    do_not_match: bool
    """Whether the items may not be lettered."""
    owner: str
    """Who looks after it."""
    note: str
    """What the customer says."""
    opened_on: date
    """The day it was opened."""
    days: int
    """How many days it lasted by the day of the report, or until it was over."""
    is_overdue: bool
    """Whether the day of the answer is over and the dispute is not."""
    effects: Any
    """What it changes for dunning, discounts and credit."""
    answer_by: date | None = None
    """The day by which the customer is to be answered."""
    closed_on: date | None = None
    """The day it was over."""
    outcome: Any = None
    """What became of it."""


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """The balance of one account on a day."""

    currency: str
    """Its currency."""
    items: int
    """How many items were open."""
    balance: Money
    """What was open in all, debit positive."""
    booked: Money
    """The same in the ledger's currency."""
    customer: str | None = None
    """Whose account; none for payments of unknown payers."""


@dataclass(frozen=True, slots=True)
class OpenAmount:
    """What is open, in both currencies."""

    amount: Money
    """In the account's currency, debit positive."""
    booked: Money
    """In the ledger's currency."""


@dataclass(frozen=True, slots=True)
class SettledWith:
    """Another item that an item was settled with."""

    entry: str
    """The other item."""
    kind: str
    """What it is, such as ``payment``, ``credit_note`` or ``discount``."""
    amount: Money
    """How much, above zero."""
    on: date
    """The day it counts from."""
    recorded_on: date
    """The day it became known."""
    document: str | None = None
    """The document it is an instalment of."""


@dataclass(frozen=True, slots=True)
class AccountItem:
    """An item of an account on a day, open or not."""

    entry: str
    """The item."""
    kind: str
    """What it is, such as ``invoice``, ``credit_note``, ``payment``, ``refund`` or ``transfer``."""
    document_on: date
    """The day of its document."""
    accounted_on: date
    """The day it counts from."""
    recorded_on: date
    """The day it became known."""
    due_on: date
    """The day it is due, as seen on the day of the report."""
    amount: Money
    """How much it was about: debit positive."""
    booked: Money
    """The same in the ledger's currency."""
    open: OpenAmount
    """What of it was open, in both currencies."""
    state: str
    """``open``, ``partly_lettered`` or ``lettered``."""
    is_doubtful: bool
    """Whether it stood on the account of doubtful customers."""
    settled: tuple[SettledWith, ...]
    """What settled it, or what it settled: their sum is what is not open any more."""
    references: tuple[str, ...] = ()
    """What else it is known by: orders and the customer's own number of a document; the bank's
    reference and the remittance of a payment; the item that a transfer is of."""
    customer: str | None = None
    """Whose item; none for a payment of an unknown payer."""
    document: str | None = None
    """The document it is an instalment of."""
    instalment: int | None = None
    """The instalment, 1 first."""
    letter: str | None = None
    """The letter it stood in: in lower case while something of the set is open."""


@dataclass(frozen=True, slots=True)
class LetteredLine:
    """A line of a letter."""

    entry: str
    """The item."""
    kind: str
    """What it is."""
    amount: Money
    """How much of it is settled: debit positive."""
    booked: Money
    """The booked value that this released."""
    open: Money
    """What of it is open."""
    document: str | None = None
    """The document it is an instalment of."""


@dataclass(frozen=True, slots=True)
class SettledPair:
    """A debit and a credit that settle each other."""

    debit: str
    """The debit, such as an invoice."""
    credit: str
    """The credit, such as a payment."""
    amount: Money
    """How much of each, above zero."""
    on: date
    """The day it counts from."""
    recorded_on: date
    """The day it became known."""


@dataclass(frozen=True, slots=True)
class LetterOnDay:
    """A letter of an account on a day: its lines sum to zero in the account's currency."""

    currency: str
    """The account's currency."""
    letter: str
    """Its code: in lower case while something of the set is open."""
    is_balanced: bool
    """Whether nothing of the set was open."""
    lettered_on: date
    """The latest accounting day of its lines: the day it prints."""
    exchange: Any
    """What it lost and gained by exchange rates, in the ledger's currency."""
    lines: tuple[LetteredLine, ...]
    """Its lines, in the order in which they came to the account."""
    pairs: tuple[SettledPair, ...]
    """What settled what."""
    customer: str | None = None
    """Whose account; none for that of unknown payers."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement of an account: an item that came to it, or the exchange difference of a letter."""

    on: date
    """The day it counts from."""
    recorded_on: date
    """The day it became known."""
    kind: str
    """What it is, such as ``invoice``, ``payment`` or ``exchange_difference``."""
    amount: Money
    """How much, in the account's currency: debit positive."""
    booked: Money
    """The same in the ledger's currency."""
    balance: Money
    """The balance after it, in the account's currency."""
    open: Money
    """What is open of the item at the end of the last day."""
    entry: str | None = None
    """The item."""
    document: str | None = None
    """The document it is an instalment of."""
    instalment: int | None = None
    """The instalment, 1 first."""
    letter: str | None = None
    """The letter of an exchange difference."""
    due_on: date | None = None
    """The day the item falls due, as seen on the last day."""


@dataclass(frozen=True, slots=True)
class StatedAccount:
    """One account of a statement: opening balance and movements make the closing balance."""

    currency: str
    """Its currency."""
    opening: OpenAmount
    """What was open before the first day."""
    movements: tuple[StatementLine, ...]
    """What moved, by day, then in the order in which it came."""
    debits: Money
    """The sum of the debits among the movements."""
    credits: Money
    """The sum of the credits, negative."""
    closing: OpenAmount
    """What is open at the end of the last day."""


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """A customer's statement over a span of days: one account for each currency."""

    customer: str
    """Whose."""
    name: str
    """The customer's name now."""
    until: date
    """The last day."""
    accounts: tuple[StatedAccount, ...]
    """The accounts, by currency."""
    known_at: date | None = None
    """Up to which day things were known; none for all that is known."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened to a customer."""

    on: date
    """The day it counts."""
    recorded_on: date
    """The day it became known."""
    command: str
    """The command that led to it."""
    subject: Any
    """What it happened to, such as ``{"document": "F2026-00001"}``."""
    event: str
    """What happened, such as ``placed``, ``issued`` or ``lettered``."""
    kind: str | None = None
    """The kind of a document or of an item."""
    amount: Money | None = None
    """How much it was about; debit positive."""


@dataclass(frozen=True, slots=True)
class BadDebt:
    """A document that is doubtful, has an allowance, or was written off."""

    document: str
    """The document."""
    customer: str
    """Whose."""
    issued_on: date
    """The day of its issue."""
    is_doubtful: bool
    """Whether it stands on the account of doubtful customers."""
    open: Money
    """What is open, VAT included."""
    net: Money
    """What of it is price."""
    base: Money
    """What is open without VAT in the ledger's currency: the most that the allowance may be."""
    allowance: Money
    """What the allowance stands at, in the ledger's currency."""
    lost: Any
    """What was written off, rate by rate."""
    lost_net: Money
    """The price that was written off."""
    lost_vat: Money
    """The VAT that was written off."""
    recovered: Money
    """What came in on it since, VAT included."""
    mention: str | None = None
    """The mention on the duplicate by which the VAT comes back."""
