"""Questions about accounts: balances by dimension, statements, disputes and the history of a
customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import BOUNDS, CLAIM, DAY, ID, OPTIONAL_DAY, OPTIONAL_TEXT
from .._form import as_
from .._strict import Day
from .accounts import (
    AccountBalance,
    AccountItem,
    AccountStatement,
    AgedBalance,
    BadDebt,
    Dispute,
    HistoryEntry,
    LetterOnDay,
)
from .queries import AtRates, Query, ageing_value, span

__all__ = [
    "AccountItemsQuery",
    "AccountStatementQuery",
    "AgedBalanceQuery",
    "BadDebtsQuery",
    "BalancesQuery",
    "CustomerHistoryQuery",
    "DisputesQuery",
    "LettersQuery",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedBalanceQuery(Query[AgedBalance]):
    """The aged balance by customer, group or currency, with the items behind it."""

    NAME: ClassVar[str] = "aged_balance"
    ANSWER: ClassVar[Any] = AgedBalance

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    basis: Literal["due_date", "document_date"] = field(
        default="due_date", metadata=as_(_strict.word("due_date", "document_date"))
    )
    """Which day age counts from."""
    buckets: Sequence[int] = field(default=(30, 60, 90), metadata=BOUNDS)
    """The bounds of the buckets, in days."""
    credits: Literal["separate", "own_date", "oldest_first"] = field(
        default="separate", metadata=as_(_strict.word("separate", "own_date", "oldest_first"))
    )
    """Where credits are shown."""
    value: Literal["document", "booked"] | AtRates = field(
        default="document", metadata=as_(ageing_value)
    )
    """Whether amounts are in the documents' currencies, or in the ledger's: as booked or at
    rates."""
    by: Literal["customer", "group", "currency"] = field(
        default="customer", metadata=as_(_strict.word("customer", "group", "currency"))
    )
    """What a row stands for."""
    customer: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """Only this customer's."""
    group: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """Only this group's."""
    with_items: bool = field(default=False, metadata=CLAIM)
    """Whether the items behind the cells are shown."""
    due_days: Literal["original", "plan"] = field(
        default="original", metadata=as_(_strict.word("original", "plan"))
    )
    """Whether items that a plan of instalments covers are due when they were, or when it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputesQuery(Query[tuple[Dispute, ...]]):
    """What customers contest, and what became of it."""

    NAME: ClassVar[str] = "disputes"
    ANSWER: ClassVar[Any] = tuple[Dispute, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """Only this customer's."""
    only_open: bool = field(default=False, metadata=CLAIM)
    """Only those that were not over on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancesQuery(Query[tuple[AccountBalance, ...]]):
    """The balances of a day, account by account."""

    NAME: ClassVar[str] = "balances"
    ANSWER: ClassVar[Any] = tuple[AccountBalance, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountItemsQuery(Query[tuple[AccountItem, ...]]):
    """Every item of the accounts, open or not, with its state, its letter and what settled it."""

    NAME: ClassVar[str] = "account_items"
    ANSWER: ClassVar[Any] = tuple[AccountItem, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
    currency: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only those in this currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersQuery(Query[tuple[LetterOnDay, ...]]):
    """The letters that stood on a day, partial and balanced, with what settled what inside."""

    NAME: ClassVar[str] = "letters"
    ANSWER: ClassVar[Any] = tuple[LetterOnDay, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
    currency: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only those in this currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatementQuery(Query[AccountStatement]):
    """A customer's statement: opening balance, movements, closing balance."""

    NAME: ClassVar[str] = "account_statement"
    ANSWER: ClassVar[Any] = AccountStatement

    customer: str = field(metadata=ID)
    """Whose."""
    first: Day = field(metadata=DAY)
    """The first day: the opening balance is that of the evening before."""
    until: Day = field(metadata=DAY)
    """The last day: the closing balance is that of its evening."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    currency: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only the account in this currency."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHistoryQuery(Query[tuple[HistoryEntry, ...]]):
    """All that happened to a customer, in the order in which it became known."""

    NAME: ClassVar[str] = "customer_history"
    ANSWER: ClassVar[Any] = tuple[HistoryEntry, ...]

    customer: str = field(metadata=ID)
    """Whose."""
    first: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what counts from this day on."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what counts up to this day."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDebtsQuery(Query[tuple[BadDebt, ...]]):
    """What may not be paid and what was not: doubtful debts, allowances, losses, recoveries."""

    NAME: ClassVar[str] = "bad_debts"
    ANSWER: ClassVar[Any] = tuple[BadDebt, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
