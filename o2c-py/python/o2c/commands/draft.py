"""What is to be invoiced: a draft and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeAlias

from .. import _strict
from .._fields import (
    ADJUSTMENTS,
    CLAIM,
    CURRENCY,
    DAY,
    DOCUMENT_ADJUSTMENTS,
    FIGURE,
    ID,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    OPTIONAL_PERIOD,
    OPTIONAL_TEXT,
    PRICE,
    QUANTITY,
    TERMS,
    TEXT,
    VAT,
)
from .._form import Form, Named, as_
from .._strict import Day, Figure
from ..values import (
    Adjustment,
    DocumentAdjustment,
    ExchangeRate,
    Money,
    Percent,
    Period,
    Price,
    Quantity,
    Terms,
    Vat,
)

__all__ = [
    "Draft",
    "DraftLine",
    "Levy",
    "Note",
    "OrderReference",
    "PerUnit",
    "PercentOfPriceWithTax",
    "PrecedingDocument",
    "StackedTax",
    "StandingMentions",
    "StandingNote",
    "TaxAccount",
    "VatAccounting",
    "VatReason",
    "WithVat",
]

_KIND = _strict.word(
    "invoice",
    "credit_note",
    "deposit",
    "deposit_credit_note",
    "corrective",
    "debit_note",
    "pro_forma",
)
KINDS = as_(_strict.each(_KIND))

CLAIM_KIND = _strict.word("interest", "indemnity", "costs")
CREDIT_REASON = _strict.word("unbilled", "returned", "rebate")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReference(Form):
    """The line of an order that a line invoices."""

    order: str = field(metadata=ID)
    """The order."""
    line: str = field(metadata=ID)
    """Its line."""


@dataclass(frozen=True, slots=True)
class PerUnit(Form):
    """An amount of tax for each unit, in the currency of the document."""

    figure: Figure = field(metadata=FIGURE)
    """The amount; not rounded to the currency's decimals."""

    def as_json(self) -> Any:
        """The amount under its name."""
        return {"per_unit": _strict.written(_strict.figure(self.figure))}


@dataclass(frozen=True, slots=True)
class PercentOfPriceWithTax(Form):
    """A tax as a percentage of the price that holds it."""

    percent: Figure = field(metadata=FIGURE)
    """The percentage."""

    def as_json(self) -> Any:
        """The percentage under its name."""
        return {"percent_of_price_with_tax": _strict.written(_strict.figure(self.percent))}


Levy: TypeAlias = Percent | PerUnit | PercentOfPriceWithTax
"""What a tax takes: a percentage of its base, an amount a unit, or a percentage of the price that
holds it."""


@dataclass(frozen=True, slots=True)
class StackedTax(Form):
    """A tax other than VAT, which others may be levied upon."""

    levy: Levy = field(metadata=as_(_strict.one_of(Percent, PerUnit, PercentOfPriceWithTax)))
    """What it takes."""
    name: str = field(default="", metadata=TEXT)
    """What it is called."""
    is_included: bool = field(default=False, metadata=CLAIM)
    """Whether the price holds it; otherwise it comes on top."""
    raises_following: bool = field(default=False, metadata=CLAIM)
    """Whether it is part of the base of the taxes that follow."""
    is_raised_by_previous: bool = field(default=False, metadata=CLAIM)
    """Whether taxes before it that raise what follows are part of its base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine(Form):
    """A line to invoice."""

    id: str = field(metadata=ID)
    """The line's id, unique in the document."""
    quantity: Quantity = field(metadata=QUANTITY)
    """How much; negative where something is taken back."""
    price: Price = field(metadata=PRICE)
    """What one base quantity costs; without VAT unless the draft says otherwise."""
    vat: Vat = field(metadata=VAT)
    """The VAT the line bears."""
    item: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The item sold, if it has a key."""
    description: str = field(default="", metadata=TEXT)
    """What it is."""
    base_quantity: Figure = field(default=Decimal(1), metadata=FIGURE)
    """The quantity the price is for, in the unit of the quantity."""
    adjustments: Sequence[Adjustment] = field(default=(), metadata=ADJUSTMENTS)
    """Allowances and charges of the line, in order."""
    order: OrderReference | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(OrderReference)))
    )
    """The order line it invoices, if it does."""
    supply: Literal["goods", "services"] = field(
        default="goods", metadata=as_(_strict.word("goods", "services"))
    )
    """Whether it sells goods or services, whose VAT may wait for the payment."""
    period: Period | None = field(default=None, metadata=OPTIONAL_PERIOD)
    """The days it covers."""
    claim: Literal["interest", "indemnity", "costs"] | None = field(
        default=None, metadata=as_(_strict.optional(CLAIM_KIND))
    )
    """What it claims, where it is no supply: interest, the flat compensation, or costs."""
    taxes: Sequence[StackedTax] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(StackedTax)))
    )
    """Taxes other than VAT, in their order; the line's category is then O."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatReason(Form):
    """Why a VAT group bears no VAT."""

    vat: Vat = field(metadata=VAT)
    """The group."""
    reason: str = field(metadata=TEXT)
    """The reason, as printed, such as ``Reverse charge``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithVat(Named):
    """Prices that hold their VAT: the totals entered are the totals shown."""

    NAME: ClassVar[str] = "with_vat"

    difference: Literal["rounding", "vat_by_difference", "net_by_difference"] = field(
        default="rounding",
        metadata=as_(_strict.word("rounding", "vat_by_difference", "net_by_difference")),
    )
    """What happens to the cent that net and VAT may miss: it rounds the amount due, or the VAT or
    the net is the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatAccounting(Form):
    """The currency in which VAT is declared, where it is not the document's."""

    currency: str = field(metadata=CURRENCY)
    """The currency of the declaration."""
    rate: ExchangeRate = field(metadata=as_(_strict.one_of(ExchangeRate)))
    """The rate between the document's currency and this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedingDocument(Form):
    """An earlier document that a document refers to."""

    number: str = field(metadata=ID)
    """Its number."""
    issued_on: Day = field(metadata=DAY)
    """Its day of issue."""


@dataclass(frozen=True, slots=True)
class Note(Form):
    """A note on a document."""

    text: str = field(metadata=TEXT)
    """What it says."""
    subject: str = field(default="", metadata=TEXT)
    """What it is about, by its code of UNTDID 4451, such as ``PMT``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAccount(Form):
    """The account of a tax that is levied upon others."""

    name: str = field(metadata=TEXT)
    """What the tax is called."""
    account: str = field(metadata=ID)
    """Where it is booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNote(Form):
    """A note that stands on every document a company issues."""

    subject: str = field(default="", metadata=TEXT)
    """What it is about, by its code of UNTDID 4451, such as ``PMT``."""
    text: str = field(default="", metadata=TEXT)
    """What it says, where its table says nothing."""
    table: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The directory's table of legal references that says from which day on it says what, such as
    the rate of penalties; the day of issue counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingMentions(Form):
    """What stands on every document a company issues, whatever it was made of, unless its own draft
    says it; the setting ``mentions`` of ``Company.found``. Debit notes of interest and costs are
    outside VAT and say none of it.

    >>> from o2c import Company
    >>> mentions = StandingMentions(process="B1", notes=[StandingNote(subject="REG", text="Lyon")])
    >>> mentions.as_json()["notes"]
    [{'subject': 'REG', 'text': 'Lyon'}]
    >>> company = Company.found(ledger_currency="EUR", mentions=mentions)
    """

    notes: Sequence[StandingNote] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(StandingNote)))
    )
    """Notes; a draft's own note on the same subject takes their place. The lump sum for recovery
    (``PMT``), the penalties (``PMD``) and the discount (``AAB``) are told to professionals
    alone."""
    discount_note: str = field(default="", metadata=TEXT)
    """What the note ``AAB`` says where the terms grant a discount for paying early; where this is
    empty, such a document says nothing of discounts by itself."""
    process: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The business process, such as ``B1``; ``by_supply`` for B1, S1 or M1, by what is sold."""
    vat_reasons: Sequence[VatReason] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(VatReason)))
    )
    """Why groups bear no VAT, for the groups that a document bears."""
    vat_in_ledger_currency: bool = field(default=False, metadata=CLAIM)
    """Whether a document in another currency says its VAT in the ledger's too, at the rate it is
    booked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Form):
    """A document to issue: everything but what issuing gives it."""

    customer: str = field(metadata=ID)
    """Who is invoiced."""
    currency: str = field(metadata=CURRENCY)
    """The currency of every figure in the document."""
    lines: Sequence[DraftLine] = field(metadata=as_(_strict.each(_strict.one_of(DraftLine))))
    """The lines, at least one."""
    terms: Terms | str = field(metadata=TERMS)
    """The payment terms, as ``Terms`` or as text such as ``net 30``."""
    adjustments: Sequence[DocumentAdjustment] = field(default=(), metadata=DOCUMENT_ADJUSTMENTS)
    """Allowances and charges of the whole document, in order; without VAT."""
    vat_reasons: Sequence[VatReason] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(VatReason)))
    )
    """Why groups bear no VAT."""
    prepaid: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What was paid before, VAT included."""
    rounding: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What rounds the amount due, up or down."""
    cash_rounding: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """The multiple, such as 0.05, to which the amount due is rounded where it is paid in cash."""
    prices: WithVat | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(WithVat)))
    )
    """That prices hold their VAT; they are without it where nothing is said."""
    vat_rounding: Literal["per_category", "per_line"] = field(
        default="per_category", metadata=as_(_strict.word("per_category", "per_line"))
    )
    """Whether VAT is rounded once per category and rate, as electronic invoices ask, or on each
    line."""
    vat_accounting: VatAccounting | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(VatAccounting)))
    )
    """The currency in which VAT is declared, where it is not the document's."""
    vat_accounted: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """The VAT in the currency of its declaration, where it is said and not converted; beside a rate
    it must be what the rate makes of it."""
    note: str = field(default="", metadata=TEXT)
    """What else is printed."""
    kind: Literal[
        "invoice",
        "credit_note",
        "deposit",
        "deposit_credit_note",
        "corrective",
        "debit_note",
        "pro_forma",
    ] = field(default="invoice", metadata=as_(_KIND))
    """What the document is; in a credit note every amount is positive."""
    preceding: Sequence[PrecedingDocument] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(PrecedingDocument)))
    )
    """The earlier documents it gives back, replaces or relates to."""
    period: Period | None = field(default=None, metadata=OPTIONAL_PERIOD)
    """The days it covers."""
    delivered_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day of the delivery."""
    purchase_order: str = field(default="", metadata=TEXT)
    """The customer's order number."""
    contract: str = field(default="", metadata=TEXT)
    """The contract."""
    process: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The business process, such as ``B1``."""
    notes: Sequence[Note] = field(default=(), metadata=as_(_strict.each(_strict.one_of(Note))))
    """Notes with a subject."""
    credit_reason: Literal["unbilled", "returned", "rebate"] | None = field(
        default=None, metadata=as_(_strict.optional(CREDIT_REASON))
    )
    """Of a credit note: why it gives something back."""
    tax_accounts: Sequence[TaxAccount] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(TaxAccount)))
    )
    """The accounts of taxes on lines; a tax without one is booked as VAT collected."""
