"""What is exposed against which limit, which orders are held, and what the whole may cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .. import _read, _strict
from .._fields import DAY, ID, MONEY, OPTIONAL_DAY, OPTIONAL_TEXT, TEXT
from .._form import as_, plain
from .._strict import Day
from ..values import Money
from .queries import Query

__all__ = [
    "CreditCheckQuery",
    "CreditFinding",
    "CreditPortfolio",
    "CreditPortfolioQuery",
    "CreditQuery",
    "CreditReport",
    "CreditStanding",
    "CreditVerdict",
    "CreditVerdictQuery",
    "ExposedSegment",
    "ExposedValue",
    "Exposure",
    "HeldOrder",
    "HeldOrdersQuery",
    "PortfolioClass",
    "PortfolioCustomer",
]


@dataclass(frozen=True, slots=True)
class ExposedValue:
    """A document in the currency of the limit."""

    kind: str
    """What it is, such as ``open_order`` or ``invoiced``."""
    document: str
    """The order, invoice or payment."""
    amount: Money
    """How much, in its own currency."""
    value: Money
    """The same in the currency of the limit."""
    disputed: Money
    """What of the value is contested."""
    due_on: date | None = None
    """The day it is due, for what is invoiced."""
    overdue_days: int | None = None
    """How many days it is overdue; none where it is not."""
    ships_on: date | None = None
    """The day it is to be shipped, for what is ordered."""
    segment: str = ""
    """The part of the customer's credit it is taken from."""


@dataclass(frozen=True, slots=True)
class ExposedSegment:
    """What is exposed in a part of a customer's credit."""

    segment: str
    """The part; without a name what belongs to none."""
    total: Money
    """All that is exposed in it."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """An exposure by component; the components sum to the total."""

    as_of: date
    """The day."""
    open_orders: Money
    """Ordered, neither delivered nor billed."""
    delivered_not_invoiced: Money
    """Delivered, not billed."""
    not_due: Money
    """Billed, due on the day or later."""
    overdue: tuple[Money, ...]
    """Overdue by age, youngest first."""
    unapplied_payments: Money
    """Paid and not applied; never above zero."""
    credit_notes: Money
    """Given back and not applied; never above zero."""
    deposits: Money
    """Deposits on what is ordered; never above zero."""
    total: Money
    """All of it."""
    disputed: Money
    """What is billed and contested."""
    items: tuple[ExposedValue, ...]
    """The documents."""
    segments: tuple[ExposedSegment, ...] = ()
    """The total by segment; nothing where no document names one."""


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """An exposure against its limit: available and counted make the limit."""

    exposure: Money
    """All that is exposed."""
    covered: Money
    """What an insurer covers of it."""
    guaranteed: Money
    """What is guaranteed of the rest."""
    counted: Money
    """What is held against the limit."""
    limit: Money | None
    """What it is held against; none where credit is unlimited."""
    available: Money | None
    """What is left; below zero where the limit is exceeded."""


@dataclass(frozen=True, slots=True)
class CreditReport:
    """The credit of a customer or a group on a day."""

    terms: Any
    """The credit that holds, as the core writes it; none without a file."""
    assessment: Any
    """What was last made of the customer, as the core writes it."""
    standing: CreditStanding | None
    """The exposure against the limit; none without a file."""
    exposure: Exposure | None
    """What is exposed; none for a group."""
    held: Money
    """What of the customer's orders is held and takes no part in the exposure; nothing of a group
    or a segment."""


@dataclass(frozen=True, slots=True)
class CreditFinding:
    """One reason of a verdict."""

    check: Any
    """What was looked at, with its bounds."""
    outcome: str
    """``passed``, ``warned`` or ``blocked``."""
    measured: Any
    """The figures."""
    remedies: tuple[Any, ...]
    """What would make it pass; each by itself."""


@dataclass(frozen=True, slots=True)
class CreditVerdict:
    """Whether more credit is given, and why."""

    outcome: str
    """The worst of its reasons: ``passed``, ``warned`` or ``blocked``."""
    value: Money
    """What the order adds."""
    standing: CreditStanding | None
    """The customer's exposure against its limit before the order; none without a file."""
    exposure: Exposure
    """What is exposed."""
    findings: tuple[CreditFinding, ...]
    """Every check, in the order in which they are set."""


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order that is held for want of credit, or was and is released; not once it was cancelled
    or all of it left."""

    order: str
    """The order."""
    customer: str
    """Whose."""
    status: str
    """``held``, ``deposit_asked``, ``terms_offered``, ``released`` or ``rejected``."""
    reasons: tuple[Any, ...]
    """What did not pass when it was held."""
    value: Money
    """What it came to then."""
    held_on: date
    """Since when it is held."""
    days: int
    """For how many days."""
    ruled_by: str | None = None
    """Who decided last, where somebody did."""
    verdict: CreditVerdict | None = None
    """What would be said of it now."""


@dataclass(frozen=True, slots=True)
class PortfolioCustomer:
    """A customer in the portfolio."""

    customer: str
    """Who."""
    exposure: Money
    """What is exposed, in the ledger's currency."""
    overdue: Money
    """What of it is overdue."""
    has_file: bool
    """Whether it has a credit file."""
    limit: Money | None = None
    """The limit in the ledger's currency."""
    used: Decimal | None = None
    """How much of a hundred of the limit is used."""
    share: Decimal | None = None
    """How much of a hundred this is of all exposures above nothing; none for one below nothing."""
    class_: str | None = None
    """Its class, where somebody gave it one."""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> PortfolioCustomer:
        """The row as the core writes it."""
        return _with_class(cls, value)


@dataclass(frozen=True, slots=True)
class PortfolioClass:
    """A class in the portfolio."""

    customers: int
    """How many customers it has."""
    buckets: tuple[Money, ...]
    """What is exposed: not billed, not due, and overdue by age."""
    losses: tuple[Money, ...]
    """What of each is expected to be lost; what takes away pays the oldest first."""
    expected_loss: Money
    """What is expected to be lost of it in all."""
    class_: str | None = None
    """The class."""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> PortfolioClass:
        """The row as the core writes it."""
        return _with_class(cls, value)


def _with_class(kind: Any, value: Mapping[str, Any]) -> Any:
    """A row whose field ``class`` is a word that Python keeps for itself."""
    given = {("class_" if name == "class" else name): one for name, one in value.items()}
    return _read._fields_reader(kind)(given)


@dataclass(frozen=True, slots=True)
class CreditPortfolio:
    """All credit given."""

    exposure: Money
    """All that is exposed, in the ledger's currency."""
    customers: tuple[PortfolioCustomer, ...]
    """The customers, largest exposure first."""
    classes: tuple[PortfolioClass, ...]
    """The classes, by name."""
    expected_loss: Money
    """What is expected to be lost in all."""


def _commands(value: object, path: str) -> object:
    # Commands speak of reports: they are loaded after these classes.
    from ..commands import Command

    return _strict.each(_strict.one_of(Command))(value, path)


_SUPPOSING = as_(_commands)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditQuery(Query[CreditReport]):
    """The credit of a customer, or of a group, and what is exposed against it."""

    NAME: ClassVar[str] = "credit"
    ANSWER: ClassVar[Any] = CreditReport

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    customer: str = field(default="", metadata=TEXT)
    """Whose; a customer's or a group's."""
    group: str = field(default="", metadata=TEXT)
    """The group."""
    segment: str = field(default="", metadata=TEXT)
    """The part of the customer's credit; the whole where none is named."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day; everything where none is given."""

    def as_json(self) -> Any:
        """The question as the core reads it."""
        # Commands speak of reports: they are loaded after these classes.
        from ..commands.credit import credit_file

        file = credit_file(self.customer, self.group, self.segment)
        asked: dict[str, Any] = {"file": file, "as_of": plain(self.as_of)}
        if self.known_at is not None:
            asked["known_at"] = plain(self.known_at)
        return {self.NAME: asked}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOrdersQuery(Query[tuple[HeldOrder, ...]]):
    """The orders that are held for want of credit, those first that are held for longest, each with
    what would be said of it now."""

    NAME: ClassVar[str] = "held_orders"
    ANSWER: ClassVar[Any] = tuple[HeldOrder, ...]

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Only this customer's."""
    supposing: Sequence[Any] = field(default=(), metadata=_SUPPOSING)
    """Commands that are supposed to be given before; none of it is kept."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day; everything where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditVerdictQuery(Query["CreditVerdict | None"]):
    """What credit says of an order that is confirmed; none where it is not."""

    NAME: ClassVar[str] = "credit_verdict"
    ANSWER: ClassVar[Any] = CreditVerdict | None

    order: str = field(metadata=ID)
    """Which order."""
    as_of: Day = field(metadata=DAY)
    """The day."""
    supposing: Sequence[Any] = field(default=(), metadata=_SUPPOSING)
    """Commands that are supposed to be given before; none of it is kept."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day; everything where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCheckQuery(Query[CreditVerdict]):
    """Whether a customer may buy for so much more, before there is an order. For days after which
    nothing counts the answer is told in sums, without the documents."""

    NAME: ClassVar[str] = "credit_check"
    ANSWER: ClassVar[Any] = CreditVerdict

    customer: str = field(metadata=ID)
    """Who."""
    value: Money = field(metadata=MONEY)
    """For how much, VAT included, in the currency of its credit."""
    as_of: Day = field(metadata=DAY)
    """The day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPortfolioQuery(Query[CreditPortfolio]):
    """Every exposure against its limit, and what is expected to be lost by class and age."""

    NAME: ClassVar[str] = "credit_portfolio"
    ANSWER: ClassVar[Any] = CreditPortfolio

    as_of: Day = field(metadata=DAY)
    """The day of the report."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day; everything where none is given."""
