"""Taxes: when VAT falls due, what is lost with a debt, and taxes upon each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

from .. import _strict
from .._fields import FIGURE, GROUPS, MONEY
from .._form import Form, as_, plain
from .._strict import Figure
from ..commands import StackedTax
from ..reports import TaxTotal
from ..values import Money, Vat, VatGroup
from .asking import answered, calculate, money

__all__ = [
    "BadDebt",
    "CollectionPayment",
    "CollectionReduction",
    "CollectionReversal",
    "CollectionStep",
    "ExactTaxFigures",
    "ExactTaxTotal",
    "GroupChange",
    "StackedFigures",
    "StackedLine",
    "TaxPoint",
    "bad_debt",
    "exact_tax_stack",
    "tax_point",
    "tax_stack",
    "untaxed_within",
    "vat_on_collection",
]


@dataclass(frozen=True, slots=True)
class TaxPoint:
    """What makes the VAT of a supply fall due."""

    falls_due: str
    """``at_delivery``, ``at_issue``, ``at_collection`` or ``never``."""
    is_due_on_deposits: bool
    """Whether a deposit received makes it fall due as far as the deposit goes."""


def tax_point(
    category: str,
    supply: Literal["goods", "services"] = "goods",
    *,
    vat_on_debits: bool = False,
) -> TaxPoint:
    """When the VAT of a supply falls due; ``vat_on_debits`` where the seller has chosen to owe the
    VAT of services when they are invoiced.

    >>> tax_point("S", "services").falls_due, tax_point("S", "goods").falls_due
    ('at_collection', 'at_delivery')
    """
    request = {
        "category": _strict.text(category, "category"),
        "supply": _strict.word("goods", "services")(supply, "supply"),
        "vat_on_debits": _strict.claim(vat_on_debits, "vat_on_debits"),
    }
    return cast(TaxPoint, answered(TaxPoint, "tax_point", request))


@dataclass(frozen=True, slots=True)
class CollectionPayment(Form):
    """Money is applied to the document."""

    amount: Money = field(metadata=MONEY)
    """How much."""

    def as_json(self) -> Any:
        """The amount under its name."""
        return {"payment": str(self.amount)}


@dataclass(frozen=True, slots=True)
class CollectionReduction(Form):
    """A credit note, a discount or a write-off lowers the document."""

    groups: Sequence[VatGroup] = field(metadata=GROUPS)
    """By how much, per VAT category and rate."""

    def as_json(self) -> Any:
        """The groups under their name."""
        return {"reduction": plain(self.groups)}


@dataclass(frozen=True, slots=True)
class CollectionReversal(Form):
    """An earlier step is taken back."""

    step: int = field(metadata=as_(_strict.whole))
    """Which, counted from 0."""

    def as_json(self) -> Any:
        """The step under its name."""
        return {"reversal": self.step}


CollectionStep: TypeAlias = CollectionPayment | CollectionReduction | CollectionReversal
"""What happens to a document whose VAT falls due on collection."""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What a step changes of one VAT category and rate."""

    vat: Vat
    """Category and rate."""
    gross: Money
    """What the document claims more, VAT included; negative where it is lowered."""
    base: Money
    """The same of the base whose VAT falls due on collection."""
    tax: Money
    """The same of that VAT."""
    collected: Money
    """What was collected, VAT included."""
    base_due: Money
    """The base that fell due."""
    due: Money
    """The VAT that fell due."""


def vat_on_collection(
    groups: Iterable[VatGroup], steps: Iterable[CollectionStep]
) -> tuple[tuple[GroupChange, ...], ...]:
    """The VAT that falls due as a document is paid part by part: what each step changes of each
    category and rate. Once all is paid, all of the document's VAT has fallen due.

    >>> from o2c import Money, Vat, VatGroup
    >>> invoice = [VatGroup(Vat("S", 20), Money("1000.00", "EUR"), Money("200.00", "EUR"))]
    >>> halves = [CollectionPayment(Money("600.00", "EUR"))] * 2
    >>> [str(change.due) for (change,) in vat_on_collection(invoice, halves)]
    ['100.00 EUR', '100.00 EUR']
    """
    kinds = _strict.one_of(CollectionPayment, CollectionReduction, CollectionReversal)
    request = {
        "groups": plain(_strict.each(_strict.one_of(VatGroup))(groups, "groups")),
        "steps": plain(_strict.each(kinds)(steps, "steps")),
    }
    kind = tuple[tuple[GroupChange, ...], ...]
    return cast("tuple[tuple[GroupChange, ...], ...]", answered(kind, "vat_on_collection", request))


@dataclass(frozen=True, slots=True)
class BadDebt:
    """What is lost of a debt, and the VAT of it."""

    groups: tuple[VatGroup, ...]
    """What is lost per category and rate."""
    net: Money
    """The net price that is lost."""
    vat: Money
    """The VAT in what is lost."""
    relief: Money
    """What of that VAT was paid to the state and may be taken back."""


def bad_debt(
    groups: Iterable[VatGroup], received: Money, *, is_due_on_collection: bool = False
) -> BadDebt:
    """What is lost of a debt that will not be paid any more, and the VAT that may be taken back.

    >>> from o2c import Money, Vat, VatGroup
    >>> invoice = [VatGroup(Vat("S", 20), Money("1000.00", "EUR"), Money("200.00", "EUR"))]
    >>> lost = bad_debt(invoice, Money("300.00", "EUR"))
    >>> str(lost.net), str(lost.relief)
    ('750.00 EUR', '150.00 EUR')
    """
    request = {
        "groups": plain(_strict.each(_strict.one_of(VatGroup))(groups, "groups")),
        "received": money(received, "received"),
        "is_due_on_collection": _strict.claim(is_due_on_collection, "is_due_on_collection"),
    }
    return cast(BadDebt, answered(BadDebt, "bad_debt", request))


@dataclass(frozen=True, slots=True)
class StackedLine(Form):
    """A line that bears taxes upon each other."""

    amount: Figure = field(metadata=FIGURE)
    """The price of the whole quantity, not rounded."""
    quantity: Figure = field(default=Decimal(1), metadata=FIGURE)
    """How many units bear what is levied per unit."""


@dataclass(frozen=True, slots=True)
class StackedFigures:
    """What lines come to with taxes upon each other."""

    untaxed: Money
    """The sum of the lines without tax."""
    taxes: tuple[TaxTotal, ...]
    """Each tax, in the order of the stack."""
    total: Money
    """The untaxed sum with all taxes."""


@dataclass(frozen=True, slots=True)
class ExactTaxTotal:
    """What a tax of a stack comes to, not rounded."""

    base: Decimal
    """What it is levied on."""
    amount: Decimal
    """The tax."""
    name: str = ""
    """What it is called."""


@dataclass(frozen=True, slots=True)
class ExactTaxFigures:
    """What lines come to with taxes upon each other, not rounded."""

    untaxed: Decimal
    """The sum of the lines without tax."""
    taxes: tuple[ExactTaxTotal, ...]
    """Each tax, in the order of the stack."""
    total: Decimal
    """The untaxed sum with all taxes."""


_TAXES = _strict.each(_strict.one_of(StackedTax))
_LINES = _strict.each(_strict.one_of(StackedLine))


def tax_stack(
    currency: str,
    lines: Iterable[StackedLine],
    taxes: Iterable[StackedTax],
    rounding: Literal["document", "each_line"] = "document",
) -> StackedFigures:
    """Taxes upon each other: per unit, of the price with tax, within the price or on top; rounded
    once on the document, or on each line.

    >>> from o2c import Percent
    >>> taxes = [StackedTax(Percent(10), raises_following=True),
    ...          StackedTax(Percent(20), is_raised_by_previous=True)]
    >>> str(tax_stack("EUR", [StackedLine("100.00")], taxes).total)
    '132.00 EUR'
    """
    request = {
        "currency": _strict.currency(currency, "currency"),
        "lines": plain(_LINES(lines, "lines")),
        "taxes": plain(_TAXES(taxes, "taxes")),
        "rounding": _strict.word("document", "each_line")(rounding, "rounding"),
    }
    return cast(StackedFigures, answered(StackedFigures, "tax_stack", request))


def exact_tax_stack(
    lines: Iterable[StackedLine], taxes: Iterable[StackedTax]
) -> ExactTaxFigures:
    """Taxes upon each other, not rounded at all."""
    request = {"lines": plain(_LINES(lines, "lines")), "taxes": plain(_TAXES(taxes, "taxes"))}
    return cast(ExactTaxFigures, answered(ExactTaxFigures, "exact_tax_stack", request))


def untaxed_within(total: StackedLine, taxes: Iterable[StackedTax]) -> Decimal:
    """The untaxed amount in a total with taxes upon each other, not rounded.

    >>> from o2c import Percent
    >>> untaxed_within(StackedLine("120.00"), [StackedTax(Percent(20))])
    Decimal('100')
    """
    request = {
        "total": plain(_strict.one_of(StackedLine)(total, "total")),
        "taxes": plain(_TAXES(taxes, "taxes")),
    }
    return Decimal(calculate({"untaxed_within": request}))
