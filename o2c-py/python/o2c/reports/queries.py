"""What one may ask a company to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Literal, TypeVar

from .. import _strict
from .._fields import (
    BOUNDS,
    COUNT,
    DAY,
    ID,
    INTEREST_TERMS,
    OPTIONAL_DATED_FEES,
    OPTIONAL_DAY,
    OPTIONAL_PROFILE,
)
from .._form import Form, Named, as_, dumped
from .._strict import Day
from ..commands.sale import PlaceOrder
from ..values import ExchangeRate
from .documents import Document, DocumentFindings
from .balances import Ageing, Cycle, Entry, OpenItem, Reconciliation, TrialBalance
from .late import AccruedInterest, LimitedItem
from .life import (
    CutOffReport,
    DocumentChain,
    EInvoice,
    Explained,
    Numbering,
    Outbox,
    VatDue,
)
from .single import Customer, Order, OrderFinding, Payment

__all__ = [
    "AccruedInterestQuery",
    "AgeingQuery",
    "AtRates",
    "ChainQuery",
    "CustomerQuery",
    "CutOffQuery",
    "CycleQuery",
    "DocumentQuery",
    "EInvoiceQuery",
    "ExplanationQuery",
    "FindingsQuery",
    "JournalQuery",
    "LimitationQuery",
    "NumberingQuery",
    "OpenItemsQuery",
    "OrderFindingsQuery",
    "OrderQuery",
    "OutboxQuery",
    "PaymentQuery",
    "PaymentsQuery",
    "Query",
    "ReconciliationQuery",
    "TrialBalanceQuery",
    "VatDueQuery",
]


T = TypeVar("T")


class Query(Named, Generic[T]):
    """The base of all questions to a company; ``T`` is the answer."""

    __slots__ = ()

    ANSWER: ClassVar[Any]

    def to_json(self) -> str:
        """The query as the text that passes the door, the same in every language."""
        return dumped(self)


@dataclass(frozen=True, slots=True)
class AtRates(Named):
    """The ledger's currency at these rates: every item is converted and rounded by itself.

    >>> from o2c import ExchangeRate
    >>> AtRates([ExchangeRate("USD", "EUR", "0.92")]).as_json()
    {'at_rates': ['USD/EUR 0.92']}
    """

    NAME: ClassVar[str] = "at_rates"

    rates: Sequence[ExchangeRate] = field(
        metadata=as_(_strict.each(_strict.one_of(ExchangeRate)))
    )
    """One for each foreign currency, quoted either way."""

    def as_json(self) -> Any:
        """The rates under their name."""
        return {"at_rates": Named.as_json(self)["at_rates"]["rates"]}


def ageing_value(value: object, path: str) -> object:
    """Rates or one of the words."""
    if isinstance(value, AtRates):
        return value
    return _strict.word("document", "booked")(value, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeingQuery(Query[Ageing]):
    """The aged balance of a day."""

    NAME: ClassVar[str] = "ageing"
    ANSWER: ClassVar[Any] = Ageing

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItemsQuery(Query[tuple[OpenItem, ...]]):
    """Every item open on a day."""

    NAME: ClassVar[str] = "open_items"
    ANSWER: ClassVar[Any] = tuple[OpenItem, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    customer: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """Only this customer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationQuery(Query[Reconciliation]):
    """Whether, on every day of a span, ageing, open items and control account are one figure."""

    NAME: ClassVar[str] = "reconciliation"
    ANSWER: ClassVar[Any] = Reconciliation

    # Not named from, which is a word of the language.
    first: Day = field(metadata=DAY)
    """The first day."""
    until: Day = field(metadata=DAY)
    """The last day."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceQuery(Query[TrialBalance]):
    """The balance of every account of the ledger at the end of a day."""

    NAME: ClassVar[str] = "trial_balance"
    ANSWER: ClassVar[Any] = TrialBalance

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalQuery(Query[tuple[Entry, ...]]):
    """The entries posted in a span of days, in the order recorded."""

    NAME: ClassVar[str] = "journal"
    ANSWER: ClassVar[Any] = tuple[Entry, ...]

    first: Day = field(metadata=DAY)
    """The first day."""
    until: Day = field(metadata=DAY)
    """The last day."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


def span(query: Any) -> Any:
    """Gives the first day the name it has at the door."""
    for body in query.values():
        if "first" in body:
            body["from"] = body.pop("first")
    return query


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleQuery(Query[Cycle]):
    """The whole cycle on one page."""

    NAME: ClassVar[str] = "cycle"
    ANSWER: ClassVar[Any] = Cycle

    as_of: Day = field(metadata=DAY)
    """The day of the balances."""
    largest: int = field(default=10, metadata=as_(_strict.whole))
    """How many debtors are named, the largest first."""
    buckets: Sequence[int] = field(default=(30, 60, 90), metadata=BOUNDS)
    """The bounds of the buckets, in days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuery(Query[Order]):
    """One order with its lines' counters."""

    NAME: ClassVar[str] = "order"
    ANSWER: ClassVar[Any] = Order

    order: str = field(metadata=ID)
    """Which order."""
    as_of: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day on which holds are looked at; that of the last command where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFindingsQuery(Query[tuple[OrderFinding, ...]]):
    """All that is wrong in an order before it is placed, at once."""

    NAME: ClassVar[str] = "order_findings"
    ANSWER: ClassVar[Any] = tuple[OrderFinding, ...]

    content: PlaceOrder = field(metadata=as_(_strict.one_of(PlaceOrder)))
    """The order."""
    on: Day = field(metadata=DAY)
    """The day on which it would be placed."""

    def as_json(self) -> Any:
        """The question under its name; the content stands bare in it."""
        body = Form.as_json(self)
        return {self.NAME: {**body, "content": Form.as_json(self.content)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentQuery(Query[Document]):
    """One issued document."""

    NAME: ClassVar[str] = "document"
    ANSWER: ClassVar[Any] = Document

    document: str = field(metadata=ID)
    """Its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsQuery(Query[tuple[DocumentFindings, ...]]):
    """What a profile finds wrong in issued documents; documents without findings are left out."""

    NAME: ClassVar[str] = "findings"
    ANSWER: ClassVar[Any] = tuple[DocumentFindings, ...]

    document: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """Only this document."""
    profile: Any = field(default=None, metadata=OPTIONAL_PROFILE)
    """What they are held against, a ``Profile``; EN 16931 as published where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerQuery(Query[Customer]):
    """One customer."""

    NAME: ClassVar[str] = "customer"
    ANSWER: ClassVar[Any] = Customer

    customer: str = field(metadata=ID)
    """Which customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentQuery(Query[Payment]):
    """One payment: where its money went and why."""

    NAME: ClassVar[str] = "payment"
    ANSWER: ClassVar[Any] = Payment

    payment: str = field(metadata=ID)
    """Which payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsQuery(Query[tuple[Payment, ...]]):
    """Every payment, in the order in which they came."""

    NAME: ClassVar[str] = "payments"
    ANSWER: ClassVar[Any] = tuple[Payment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VatDueQuery(Query[VatDue]):
    """The VAT that fell due in a span of days."""

    NAME: ClassVar[str] = "vat_due"
    ANSWER: ClassVar[Any] = VatDue

    first: Day = field(metadata=DAY)
    """The first day."""
    until: Day = field(metadata=DAY)
    """The last day."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxQuery(Query[Outbox]):
    """What became of every dispatch, and what was never dispatched."""

    NAME: ClassVar[str] = "outbox"
    ANSWER: ClassVar[Any] = Outbox

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoiceQuery(Query[EInvoice]):
    """Where an electronic invoice stands, and all that was said of it."""

    NAME: ClassVar[str] = "e_invoice"
    ANSWER: ClassVar[Any] = EInvoice

    document: str = field(metadata=ID)
    """Which document."""
    as_of: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day of the report; everything where none is given."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccruedInterestQuery(Query[AccruedInterest]):
    """What late items bear on a day, and what of it was not billed yet."""

    NAME: ClassVar[str] = "accrued_interest"
    ANSWER: ClassVar[Any] = AccruedInterest

    as_of: Day = field(metadata=DAY)
    """The day of the report, the last that bears interest."""
    terms: Any = field(metadata=INTEREST_TERMS)
    """The rates and how they count: ``InterestTerms``."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    fixed_fee: Any = field(default=None, metadata=OPTIONAL_DATED_FEES)
    """The flat compensation of an invoice, ``DatedValue`` by day."""
    customer: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """Only this customer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationQuery(Query[tuple[LimitedItem, ...]]):
    """What customers owe and until when it may be claimed in court, the most pressing first."""

    NAME: ClassVar[str] = "limitation"
    ANSWER: ClassVar[Any] = tuple[LimitedItem, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""
    within_days: int | None = field(default=None, metadata=as_(_strict.optional(_strict.whole)))
    """Only what may be claimed for at most so many days more, and what may not any more."""
    professional_years: int = field(default=5, metadata=COUNT)
    """The years between professionals."""
    consumer_years: int = field(default=2, metadata=COUNT)
    """The years against a private person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingQuery(Query[Numbering]):
    """The numbers a series gave out, and the proof that none is missing."""

    NAME: ClassVar[str] = "numbering"
    ANSWER: ClassVar[Any] = Numbering

    series: str = field(metadata=ID)
    """Which series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationQuery(Query[tuple[Explained, ...]]):
    """Every figure of an issued document with its rule and its formula."""

    NAME: ClassVar[str] = "explanation"
    ANSWER: ClassVar[Any] = tuple[Explained, ...]

    document: str = field(metadata=ID)
    """Its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOffQuery(Query[CutOffReport]):
    """What a period ending on a day cuts off."""

    NAME: ClassVar[str] = "cut_off"
    ANSWER: ClassVar[Any] = CutOffReport

    as_of: Day = field(metadata=DAY)
    """The last day of the period, included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainQuery(Query[DocumentChain]):
    """What became of a document."""

    NAME: ClassVar[str] = "document_chain"
    ANSWER: ClassVar[Any] = DocumentChain

    invoice: str = field(metadata=ID)
    """The document."""
