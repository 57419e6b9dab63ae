"""Documents and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..values import Money, Vat, VatGroup

__all__ = [
    "AccountingVat",
    "Breakdown",
    "Document",
    "DocumentFindings",
    "Figures",
    "Finding",
    "Instalment",
    "LineAmounts",
    "ResolvedAdjustment",
    "TaxTotal",
    "VatGroup",
]


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """What a line comes to, without VAT."""

    goods: Money
    """Quantity times price."""
    allowances: Money
    """The sum of the line's allowances."""
    charges: Money
    """The sum of the line's charges."""
    net: Money
    """The net amount of the line."""


@dataclass(frozen=True, slots=True)
class ResolvedAdjustment:
    """What an allowance or charge of a document comes to in one VAT group."""

    adjustment: int
    """Its place among the document's adjustments, from 0."""
    kind: str
    """``allowance`` or ``charge``."""
    vat: Vat
    """The group."""
    amount: Money
    """How much, without VAT."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The VAT of a document."""

    currency: str
    """Its currency."""
    groups: tuple[VatGroup, ...]
    """The groups, sorted by category and rate."""


@dataclass(frozen=True, slots=True)
class AccountingVat:
    """The VAT of a document in the currency of its declaration."""

    total: Money
    """The VAT, converted once."""
    groups: tuple[Money, ...]
    """The share of each VAT group, in the order of the breakdown; they sum to the total."""


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """What a tax of a stack comes to."""

    base: Money
    """What it is levied on."""
    amount: Money
    """The tax; below zero where it is withheld."""
    name: str = ""
    """What it is called."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a document comes to; every identity between the figures is exact."""

    lines: tuple[LineAmounts, ...]
    """What each line comes to, in the order of the lines."""
    adjustments: tuple[ResolvedAdjustment, ...]
    """What the document's allowances and charges come to in each VAT group."""
    breakdown: Breakdown
    """The VAT per category and rate."""
    line_total: Money
    """The sum of the lines' net amounts."""
    allowance_total: Money
    """The sum of the document's allowances."""
    charge_total: Money
    """The sum of the document's charges."""
    net: Money
    """The total without VAT."""
    vat: Money
    """The VAT."""
    gross: Money
    """The total with VAT."""
    prepaid: Money
    """What was paid before."""
    rounding: Money
    """What rounds the amount due."""
    due: Money
    """The amount due."""
    vat_accounting: AccountingVat | None = None
    """The VAT in the currency in which it is declared, where that is another one."""
    taxes: tuple[TaxTotal, ...] = ()
    """Taxes that are levied upon each other, by name, where lines bear such."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """An amount that falls due on a day."""

    due_on: date
    """The day."""
    amount: Money
    """The amount, with the sign of what it is a part of: positive on a credit note, as all its
    amounts are."""
    awaits: str | None = None
    """``receipt`` or ``delivery`` where that day is still unknown: the due day is provisional."""


@dataclass(frozen=True, slots=True)
class Document:
    """An issued document."""

    number: str
    """Its number, such as ``F2026-00001``."""
    series: str
    """The series it belongs to."""
    issued_on: date
    """The day of issue."""
    draft: Mapping[str, Any]
    """What was issued: customer, lines, terms."""
    figures: Figures
    """What it comes to."""
    instalments: tuple[Instalment, ...] = ()
    """What falls due when."""
    early_discount: Any = None
    """The discount on offer for early payment of the whole, if one is."""
    instalment_discounts: tuple[Mapping[str, Any], ...] = ()
    """The discounts that instalments have of their own, in the order of the instalments: each its
    ``amount``, the last day that earns it as ``until``, and its ``shares`` by VAT group; of nothing
    where an instalment has none. Empty where the terms grant none by instalment."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of a profile that a document breaks."""

    rule: str
    """The rule's name, such as ``BR-E-10``."""
    severity: str
    """``information``, ``warning``, or ``fatal`` where validators refuse the document."""
    path: str
    """Where in the document."""
    expected: str
    """What the rule asks for."""
    found: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class DocumentFindings:
    """A document and what is wrong in it."""

    document: str
    """The document."""
    findings: tuple[Finding, ...]
    """What the profile finds, in the order of the document."""
