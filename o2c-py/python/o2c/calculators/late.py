"""Late payment: what may be claimed, and whether payment falls due later than the law allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from .. import _strict
from .._fields import CLAIM, DAY, FIGURE, MONEY, OPTIONAL_DAY, OPTIONAL_MONEY, TEXT
from .._form import Form, as_, plain
from .._strict import Day, Figure
from ..reports import Accrual, BelowFloor, FixedFee, InterestSegment
from ..values import DueRule, Money, Terms
from .asking import answered
from .documents import DATED, DatedValue

__all__ = [
    "Accrual",
    "BelowFloor",
    "ContractFloor",
    "FixedFee",
    "InterestFigures",
    "InterestSegment",
    "InterestTerms",
    "LateItem",
    "LegalMaximum",
    "Movement",
    "TermsFinding",
    "TermsVerdict",
    "check_terms",
    "interest",
    "legal_maxima",
]


@dataclass(frozen=True, slots=True)
class Movement(Form):
    """What changes the amount still due of a late item."""

    on: Day = field(metadata=DAY)
    """The day it counts; that day still bears interest on what was due before it."""
    amount: Money = field(metadata=MONEY)
    """By how much less is due; negative where something settled is due again."""
    kind: Literal["payment", "credit_note", "correction"] = field(
        default="payment", metadata=as_(_strict.word("payment", "credit_note", "correction"))
    )
    """What it was; a correction was never due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateItem(Form):
    """An invoice or one of its instalments, with VAT."""

    invoice: str = field(metadata=TEXT)
    """The invoice; its instalments name the same one."""
    amount: Money = field(metadata=MONEY)
    """What was to be paid, VAT included, above zero."""
    due_on: Day = field(metadata=DAY)
    """The day it was due, shifted where the terms shift it."""
    unshifted_due_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day it was due before any shift."""
    movements: Sequence[Movement] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(Movement)))
    )
    """What was paid and credited since, and what of that was taken back."""
    billed: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """The interest that was billed on it before."""
    is_fee_billed: bool = field(default=False, metadata=CLAIM)
    """Whether the flat compensation was billed for its invoice before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFloor(Form):
    """What a contract's rate may not be below: the legal rate so many times."""

    legal_rates: Sequence[DatedValue] = field(metadata=DATED)
    """The legal rates in percent, each from the day it holds."""
    times: Figure = field(default=Decimal(3), metadata=FIGURE)
    """How many times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestTerms(Form):
    """What late amounts bear. Nothing is filled in: every rate is the caller's."""

    rates: Sequence[DatedValue] = field(metadata=DATED)
    """The yearly rates in percent, each from the day it holds."""
    margin: Figure | None = field(default=None, metadata=as_(_strict.optional(_strict.figure)))
    """Points that are added to every rate."""
    fixing: Literal["daily", "half_yearly"] = field(
        default="daily", metadata=as_(_strict.word("daily", "half_yearly"))
    )
    """Whether a rate holds from its own day on or is fixed for half a year."""
    day_count: Literal["actual365", "actual_actual", "thirty360", "actual360"] = field(
        default="actual365",
        metadata=as_(_strict.word("actual365", "actual_actual", "thirty360", "actual360")),
    )
    """What part of a year a day is: one of 365, of 365 or 366 as the year has them, of months of 30
    days in 360, or of 360."""
    counted_from: Literal["due_day", "unshifted_due_day"] = field(
        default="due_day", metadata=as_(_strict.word("due_day", "unshifted_due_day"))
    )
    """Whether the shifted due day counts or the one before the shift."""
    compounding: Literal["never", "yearly"] = field(
        default="never", metadata=as_(_strict.word("never", "yearly"))
    )
    """Whether interest bears interest."""
    contract_floor: ContractFloor | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(ContractFloor)))
    )
    """The floor of rates that a contract sets."""


@dataclass(frozen=True, slots=True)
class InterestFigures:
    """What may be claimed on late items."""

    accruals: tuple[Accrual, ...]
    """The interest of each item, in their order."""
    fees: tuple[FixedFee, ...]
    """The flat compensations that may be claimed now, one an invoice."""
    findings: tuple[BelowFloor, ...]
    """Days from which a contract's rate is below its floor."""
    interest: Money
    """The interest to bill now."""
    fee_total: Money
    """The compensations to bill now."""
    total: Money
    """Both together."""


def interest(
    items: Iterable[LateItem],
    until: Day,
    terms: InterestTerms,
    *,
    fixed_fee: Sequence[DatedValue] | None = None,
    is_professional: bool = True,
) -> InterestFigures:
    """What may be claimed on late items of one customer until a day, that day included: interest,
    and the flat compensation once an invoice.

    >>> from o2c import Money
    >>> item = LateItem(invoice="F1", amount=Money("12000.00", "EUR"), due_on="2026-03-31",
    ...                 movements=[Movement("2026-05-15", Money("12000.00", "EUR"))])
    >>> terms = InterestTerms(rates=[DatedValue("2026-01-01", "12.15")])
    >>> fee = [DatedValue("2013-01-01", Money("40.00", "EUR"))]
    >>> claim = interest([item], "2026-06-30", terms, fixed_fee=fee)
    >>> str(claim.interest), str(claim.total), claim.accruals[0].segments[0].days
    ('179.75 EUR', '219.75 EUR', 45)
    """
    request: dict[str, Any] = {
        "items": plain(_strict.each(_strict.one_of(LateItem))(items, "items")),
        "until": plain(_strict.day(until, "until")),
        "terms": plain(_strict.one_of(InterestTerms)(terms, "terms")),
        "is_professional": _strict.claim(is_professional, "is_professional"),
    }
    if fixed_fee is not None:
        fees = _strict.each(_strict.one_of(DatedValue))(fixed_fee, "fixed_fee")
        request["fixed_fee"] = plain(fees)
    return cast(InterestFigures, answered(InterestFigures, "interest", request))


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalMaximum(Form):
    """One legal maximum: for whom it holds, and the last day on which a payment may fall due."""

    rule: str = field(metadata=TEXT)
    """Its name."""
    source: str = field(metadata=TEXT)
    """Where it is written."""
    is_verified: bool = field(metadata=CLAIM)
    """Whether somebody compared it with the source."""
    latest: Sequence[DueRule] = field(metadata=as_(lambda value, path: _rules(value, path)))
    """The latest due day; of several rules the latest counts. None where the law sets none."""
    buyers: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """The buyers it holds for; all where none is named."""
    sectors: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """The sectors it holds for; all where none is named."""
    agreements: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """The agreements it holds for; all where none is named."""
    is_for_periodic: bool = field(default=False, metadata=CLAIM)
    """Whether it holds for periodic invoices alone."""

    @staticmethod
    def read(value: Any) -> LegalMaximum:
        """The maximum as the core writes it."""
        return LegalMaximum(**value)


def _rules(value: object, path: str) -> tuple[object, ...]:
    """Due rules, as given or as the core writes them."""
    if not isinstance(value, (list, tuple)):
        return _strict.each(_strict.one_of(DueRule))(value, path)
    return tuple(one if isinstance(one, DueRule) else DueRule.read(one) for one in value)


@dataclass(frozen=True, slots=True)
class TermsFinding:
    """A payment that falls due later than the law allows, or that cannot be judged yet."""

    path: str
    """Where: ``due[0]`` is the first day asked about, or the first instalment."""
    due_on: date
    """The day it falls due."""
    latest_on: date | None
    """The last day the maximum allows, where it can be told."""
    days_over: int
    """The days beyond it."""
    awaits: tuple[str, ...]
    """The days the maximum counts from and nobody told."""


@dataclass(frozen=True, slots=True)
class TermsVerdict:
    """What holding terms against the law gave."""

    maximum: LegalMaximum | None
    """The maximum that holds; none where the table has none for such a sale."""
    findings: tuple[TermsFinding, ...]
    """What it finds; nothing where all is in order."""


_BUYER = _strict.word(
    "business", "public_authority", "public_health", "public_undertaking", "consumer"
)
_AGREEMENT = _strict.word("none", "agreed", "end_of_month", "expressly_longer")


def _maxima(maxima: object) -> Any:
    if isinstance(maxima, str):
        return _strict.word("french_2026", "directive_2011_7")(maxima, "maxima")
    return {"rows": plain(_strict.each(_strict.one_of(LegalMaximum))(maxima, "maxima"))}


def check_terms(
    due: Terms | str | Iterable[Day],
    issued_on: Day,
    *,
    received_on: Day | None = None,
    delivered_on: Day | None = None,
    buyer: str = "business",
    sector: str = "",
    agreement: Literal["none", "agreed", "end_of_month", "expressly_longer"] = "none",
    is_periodic: bool = False,
    maxima: str | Sequence[LegalMaximum] = "french_2026",
) -> TermsVerdict:
    """Whether payment falls due later than the law allows. ``due`` are terms, a text such as
    ``net 60``, or the due days themselves; what is late is told, not refused.

    ``sector`` is a name of the table, empty where the sale is of none of them; the French table
    knows ``perishables``, ``live_cattle``, ``alcohol``, ``wine``, ``transport`` and
    ``export_outside_eu``. ``buyer`` is ``business``, ``public_authority``, ``public_health``,
    ``public_undertaking`` or ``consumer``.

    Raises ``CalendarRejection`` for a sector that no row of the table names.

    >>> verdict = check_terms("net 61", "2026-01-15", agreement="agreed")
    >>> (finding,) = verdict.findings
    >>> str(finding.due_on), str(finding.latest_on), finding.days_over
    ('2026-03-17', '2026-03-16', 1)
    """
    days = {"issued_on": issued_on, "received_on": received_on, "delivered_on": delivered_on}
    known = {name: plain(_strict.day(day, name)) for name, day in days.items() if day is not None}
    facts = {
        "days": known,
        "buyer": _BUYER(buyer, "buyer"),
        "sector": _strict.text(sector, "sector"),
        "agreement": _AGREEMENT(agreement, "agreement"),
        "is_periodic": _strict.claim(is_periodic, "is_periodic"),
    }
    if isinstance(due, (Terms, str)):
        asked = {"terms": plain(due)}
    else:
        asked = {"on": plain(_strict.each(_strict.day)(due, "due"))}
    request = {"due": asked, "facts": facts, "maxima": _maxima(maxima)}
    return cast(TermsVerdict, answered(TermsVerdict, "check_terms", request))


def legal_maxima(maxima: str | Sequence[LegalMaximum] = "french_2026") -> tuple[LegalMaximum, ...]:
    """The rows of a table of legal maxima, in the order in which they are tried:
    ``french_2026``, ``directive_2011_7``, or one's own.

    >>> legal_maxima()[0].source != ""
    True
    """
    kind = tuple[LegalMaximum, ...]
    return cast("tuple[LegalMaximum, ...]", answered(kind, "legal_maxima", _maxima(maxima)))
