"""What becomes of documents: their chain, dispatch, numbers, VAT due and formulas, and what a
period cuts off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..values import Money, Vat, VatGroup

__all__ = [
    "CutOffItem",
    "CutOffLine",
    "CutOffReport",
    "CutOffTotal",
    "Dispatch",
    "DocumentChain",
    "EInvoice",
    "EInvoiceStanding",
    "Explained",
    "NumberCount",
    "NumberGap",
    "Numbering",
    "Outbox",
    "Remaining",
    "RemainingLine",
    "Successor",
    "VatDue",
    "VatDueEvent",
    "VatDueRow",
    "VatDueTotal",
]


@dataclass(frozen=True, slots=True)
class VatDueTotal:
    """The VAT that fell due in one currency, and what was posted."""

    due: Money
    """The VAT that fell due."""
    booked: Money
    """The same in the ledger's currency, as it is posted."""
    posted: Money
    """What the account was credited in all."""
    posted_booked: Money
    """The same in the ledger's currency."""
    unexplained: Money
    """What was posted in these days and no event explains that is posted in them."""


@dataclass(frozen=True, slots=True)
class VatDueRow:
    """The VAT of one category and rate that fell due in one currency."""

    vat: Vat
    """Category and rate."""
    base: Money
    """The base that fell due."""
    amount: Money
    """The VAT that fell due."""
    booked: Money
    """The same in the ledger's currency, as it is posted."""


@dataclass(frozen=True, slots=True)
class VatDueEvent:
    """Something that made VAT fall due."""

    on: date
    """When it falls due: of goods the day of their delivery, where it is known; else the day on
    which it is posted."""
    posted_on: date
    """When it is posted."""
    document: str
    """The document."""
    cause: str
    """``issue``, ``collection``, ``reversal``, ``discount`` or ``discount_reversal``."""
    vat: Vat
    """Category and rate."""
    base: Money
    """The base that fell due."""
    amount: Money
    """The VAT that fell due."""
    booked: Money
    """The same in the ledger's currency, as it is posted."""
    collected: Money
    """What was collected at this rate, VAT included."""


@dataclass(frozen=True, slots=True)
class VatDue:
    """The VAT that fell due in a span of days."""

    rows: tuple[VatDueRow, ...]
    """Per currency, category and rate."""
    totals: tuple[VatDueTotal, ...]
    """Per currency."""
    events: tuple[VatDueEvent, ...]
    """What made it due, in the order recorded."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A dispatch and how far it had come."""

    document: str
    """The document."""
    customer: str
    """Whose document."""
    status: str
    """``waiting``, ``sent``, ``received`` or ``rejected``."""
    dispatch: Mapping[str, Any]
    """The dispatch with all that is known of it: channel, address, what the payer is asked."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """What became of every dispatch on a day, and what was never dispatched."""

    as_of: date
    """The day."""
    undispatched: tuple[str, ...]
    """Documents that were never put into the outbox, oldest first."""
    dispatches: tuple[Dispatch, ...]
    """Every dispatch, document by document."""


@dataclass(frozen=True, slots=True)
class EInvoiceStanding:
    """Where an electronic invoice stands."""

    is_in_dispute: bool
    """Whether the buyer disputes all or a part."""
    is_suspended: bool
    """Whether the buyer waits for something."""
    is_refused: bool
    """Whether the buyer refused it."""
    is_rejected: bool
    """Whether a platform rejected it."""
    collected: tuple[Any, ...]
    """What was said to be collected, by category and rate."""
    remaining: Money
    """What is left of the document's total beyond what was said to be collected."""
    effects: tuple[Any, ...]
    """What follows from it."""
    transmission: int | None = None
    """How far the transmission came."""
    treatment: int | None = None
    """The last thing said beyond the transmission."""
    approved: Money | None = None
    """What the buyer approved, VAT included."""


@dataclass(frozen=True, slots=True)
class EInvoice:
    """An electronic invoice and all that was said of it."""

    document: str
    """The document."""
    standing: EInvoiceStanding
    """Where it stands."""
    collected_unsaid: Money
    """What was collected and not said yet, VAT included."""
    collection: tuple[Mapping[str, Any], ...]
    """The amounts of the status 212 to be said, one for each VAT rate."""
    statements: tuple[Mapping[str, Any], ...]
    """What was said, oldest first."""


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Numbers that are missing, both included."""

    first: str
    """The first."""
    last: str
    """The last."""

    @staticmethod
    def read(value: Any) -> NumberGap:
        """The gap as the core writes it."""
        return NumberGap(value["from"], value["until"])


@dataclass(frozen=True, slots=True)
class NumberCount:
    """One count from one: a year's, or the series'."""

    first: str
    """The number of the first document."""
    last: str
    """The number of the last one."""
    count: int
    """How many documents there are."""
    gaps: tuple[NumberGap, ...]
    """The numbers that are missing; empty is the proof."""
    year: int | None = None
    """The year, where counting starts anew each year."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers a series gave out, and the proof that none is missing."""

    series: str
    """The series."""
    counts: tuple[NumberCount, ...]
    """Each count."""
    strangers: tuple[str, ...]
    """Documents whose number is none of the series, or stood before."""
    is_chronological: bool
    """Whether no document is dated before one with a lower number."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with its rule and its formula."""

    path: str
    """Where it stands in what the document comes to, such as ``lines[0].net``."""
    rule: str
    """The rule it follows, such as ``INV-22``."""
    formula: Mapping[str, Any]
    """How it comes about, as data: evaluated again it gives the figure. A mapping of one word:

    ``given``: what was given, its ``path`` and its ``value``; ``figure``: another figure of the
    document by its path; ``number``: a number of the rule itself.
    ``sum`` and ``product``: of a list of formulas; ``negative``: the same with the opposite sign;
    ``quotient``: ``of`` divided by ``by``; ``percent``: ``percent`` hundredths of ``of``.
    ``rounded``: to the minor unit of the figure's currency, half away from zero; ``to_multiple``:
    ``of`` rounded to a ``multiple``, as cash is.
    ``magnitude``: without its sign; ``at_least_zero``: zero where it is below zero.
    ``share``: the share number ``index``, from zero, of ``of`` split by ``weights``, by largest
    remainder; ``step``: of ``of`` what falls between ``before`` and ``after`` of a ``whole``,
    each rounded, the difference taken."""
    value: Money
    """What it is."""
    text: str = ""
    """All of it as it is printed: ``net = line_total - allowance_total + charge_total = 140.00 EUR
    (BR-CO-13)``."""


@dataclass(frozen=True, slots=True)
class CutOffLine:
    """A line behind an item of a cut-off."""

    line: str
    """The line."""
    quantity: Decimal
    """How much of it, in its unit; the days deferred where it covers days."""
    net: Money
    """Without VAT."""


@dataclass(frozen=True, slots=True)
class CutOffItem:
    """What a period cuts off of an order or a document."""

    kind: str
    """``invoice_to_issue``; ``credit_note_to_grant`` for what is billed beyond what may be, or
    came back, was looked at and is not credited yet; ``deferred_income``."""
    source: Mapping[str, str]
    """What it comes from: an ``order`` or a ``document``."""
    customer: str
    """Whose it is."""
    net: Money
    """Without VAT."""
    vat: Money
    """The VAT, with taxes other than VAT."""
    gross: Money
    """With VAT."""
    lines: tuple[CutOffLine, ...]
    """The lines behind it."""
    services: Money | None = None
    """What of it is services, without VAT; none where nothing is."""


@dataclass(frozen=True, slots=True)
class CutOffTotal:
    """The sum of one kind in one currency."""

    kind: str
    """The kind."""
    net: Money
    """Without VAT."""
    vat: Money
    """The VAT."""
    gross: Money
    """With VAT."""


@dataclass(frozen=True, slots=True)
class CutOffReport:
    """What a period ending on a day cuts off."""

    as_of: date
    """The day."""
    items: tuple[CutOffItem, ...]
    """By order, then deferred income by document."""
    totals: tuple[CutOffTotal, ...]
    """Their sums, by kind and currency."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A document that followed another."""

    number: str
    """Its number."""
    kind: str
    """What it is."""
    issued_on: date
    """Its day of issue."""


@dataclass(frozen=True, slots=True)
class RemainingLine:
    """What may still be given back of one line."""

    line: str
    """The line."""
    quantity: Decimal
    """Its quantity, with its sign."""
    amount: Money
    """Its value without VAT."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """What may still be given back of a document."""

    lines: tuple[RemainingLine, ...]
    """Line by line."""
    groups: tuple[VatGroup, ...]
    """By VAT group."""
    net: Money
    """All of it, without VAT."""
    vat: Money
    """Its VAT."""


@dataclass(frozen=True, slots=True)
class DocumentChain:
    """What became of a document."""

    document: str
    """The document."""
    kind: str
    """What it is."""
    issued_on: date
    """Its day of issue."""
    successors: tuple[Successor, ...]
    """The documents that followed it, oldest first."""
    remaining: Remaining
    """What may still be given back of it."""
    net: tuple[VatGroup, ...]
    """What the chain comes to, by VAT group; debit positive."""
    total: Money
    """The same with VAT, in all."""
    replaced_by: str | None = None
    """The corrective invoice that took its place."""
