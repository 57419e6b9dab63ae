"""From the order to the invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

from .. import _strict
from .._fields import (
    ADJUSTMENTS,
    CLAIM,
    COUNT,
    CURRENCY,
    DOCUMENT_ADJUSTMENTS,
    FIGURE,
    ID,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    OPTIONAL_PERIOD,
    OPTIONAL_PRICE,
    OPTIONAL_RATE,
    OPTIONAL_TERMS,
    OPTIONAL_TEXT,
    OPTIONAL_VAT,
    QUANTITY,
    TEXT,
)
from .._form import Form, as_
from .._strict import Day, Figure
from ..values import (
    Adjustment,
    DocumentAdjustment,
    ExchangeRate,
    Money,
    Period,
    Price,
    Quantity,
    Terms,
    Vat,
)
from .action import Action
from .draft import KINDS, Draft, StackedTax, TaxAccount, VatReason, WithVat

__all__ = [
    "AmendOrder",
    "CancelOrder",
    "CancelOrderLine",
    "ConfirmOrder",
    "Deliver",
    "DeliveryTolerance",
    "Handling",
    "InvoiceOrder",
    "IssueInvoice",
    "LineDelivery",
    "LineQuantity",
    "NewLine",
    "OpenSeries",
    "Parcel",
    "PlaceOrder",
    "ProofOfDelivery",
    "Ship",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTolerance(Form):
    """How far what leaves may stray from what was ordered, in percent of it; each at most 100.

    >>> DeliveryTolerance(over=5).as_json()
    {'over': '5', 'under': '0'}
    """

    over: Figure = field(default=Decimal(0), metadata=FIGURE)
    """How much more may leave; it is billed as it leaves."""
    under: Figure = field(default=Decimal(0), metadata=FIGURE)
    """How much less is enough: once as much has left, the rest is not waited for."""


TOLERANCE = as_(_strict.optional(_strict.one_of(DeliveryTolerance)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDelivery(Form):
    """When a line is wanted, and with which others it leaves."""

    required_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day on which it is wanted; the order's where none is given."""
    group: str = field(default="", metadata=TEXT)
    """The lines of one group leave together and whole; a line alone where none is named."""
    tolerance: DeliveryTolerance | None = field(default=None, metadata=TOLERANCE)
    """How far it may stray from what was ordered; as the order says where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling(Form):
    """How an order came in, who pays and who gets the goods, and what may leave at once."""

    bill_to: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Who is billed; who ordered where nobody is named."""
    deliver_to: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Who gets the goods; who ordered where nobody is named."""
    channel: str = field(default="", metadata=TEXT)
    """How it came in, such as ``shop``, ``edi`` or ``phone``."""
    delivery: Literal["partial_allowed", "complete_line", "complete_order"] = field(
        default="partial_allowed",
        metadata=as_(_strict.word("partial_allowed", "complete_line", "complete_order")),
    )
    """What may leave at once."""
    credit_segment: str = field(default="", metadata=TEXT)
    """The part of the customer's credit it is taken from; of the whole where none is named."""
    tolerance: DeliveryTolerance | None = field(default=None, metadata=TOLERANCE)
    """How far what leaves may stray from what was ordered; not at all where nothing is said."""
    priority: int | None = field(default=None, metadata=as_(_strict.optional(_strict.whole)))
    """Its place where goods are short: the lowest is served first; 5 where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine(Form):
    """One line of an order as it comes in."""

    id: str = field(metadata=ID)
    """The line's own id, unique within the order."""
    quantity: Quantity = field(metadata=QUANTITY)
    """How much, above zero."""
    item: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The item, where it is one of the directory."""
    description: str = field(default="", metadata=TEXT)
    """What the customer reads."""
    price: Price | None = field(default=None, metadata=OPTIONAL_PRICE)
    """The price, without VAT unless the order says otherwise; from the item's price table where
    none is given."""
    base_quantity: Figure = field(default=Decimal(1), metadata=FIGURE)
    """The quantity the price is for; one where none is given."""
    adjustments: Sequence[Adjustment] = field(default=(), metadata=ADJUSTMENTS)
    """Allowances and charges of the line, in order."""
    vat: Vat | None = field(default=None, metadata=OPTIONAL_VAT)
    """Category and rate; from the item's VAT class where none is given."""
    supply: Literal["goods", "services"] = field(
        default="goods", metadata=as_(_strict.word("goods", "services"))
    )
    """Whether it sells goods or services."""
    delivery: LineDelivery | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(LineDelivery)))
    )
    """When it is wanted, and with which other lines it leaves."""
    period: Period | None = field(default=None, metadata=OPTIONAL_PERIOD)
    """The days it covers, as its invoices say."""
    taxes: Sequence[StackedTax] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(StackedTax)))
    )
    """Taxes other than VAT, in their order; the line's category is then O."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder(Action):
    """An order as it comes in. What is missing of a line's price and VAT comes from the directory
    on the order's day, missing terms from the customer."""

    NAME: ClassVar[str] = "place_order"

    order: str = field(metadata=ID)
    """The caller's id of the order."""
    customer: str = field(metadata=ID)
    """Who orders."""
    currency: str = field(metadata=CURRENCY)
    """The currency of all its prices."""
    lines: Sequence[NewLine] = field(metadata=as_(_strict.each(_strict.one_of(NewLine))))
    """What is ordered."""
    adjustments: Sequence[DocumentAdjustment] = field(default=(), metadata=DOCUMENT_ADJUSTMENTS)
    """Discounts on the order, freight and other charges."""
    terms: Terms | str | None = field(default=None, metadata=OPTIONAL_TERMS)
    """Payment terms, as ``Terms`` or as text such as ``net 30``; the customer's where none are
    given."""
    required_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day the customer asks for."""
    reference: str = field(default="", metadata=TEXT)
    """The customer's own reference."""
    billing: Literal["shipped", "ordered", "delivered", "accepted"] = field(
        default="shipped",
        metadata=as_(_strict.word("shipped", "ordered", "delivered", "accepted")),
    )
    """Whether billable is what was shipped, ordered, delivered or accepted."""
    vat_reasons: Sequence[VatReason] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(VatReason)))
    )
    """Why groups bear no VAT, as its invoices and deposits say."""
    handling: Handling | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(Handling)))
    )
    """How it came in, who pays and who gets the goods, and what may leave at once."""
    prices: WithVat | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(WithVat)))
    )
    """That prices hold their VAT, in the order as on its invoices; they are without it where
    nothing is said."""
    vat_rounding: Literal["per_category", "per_line"] = field(
        default="per_category", metadata=as_(_strict.word("per_category", "per_line"))
    )
    """Whether its invoices round VAT once per category and rate, or on each line."""
    cash_rounding: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """The multiple, such as 0.05, to which the amount due of its invoices is rounded where it is
    paid in cash."""
    tax_accounts: Sequence[TaxAccount] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(TaxAccount)))
    )
    """The accounts of taxes on lines; a tax without one is booked as VAT collected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOrder(Action):
    """New content for an order: once it is confirmed, within what is open."""

    NAME: ClassVar[str] = "amend_order"

    content: PlaceOrder = field(metadata=as_(_strict.one_of(PlaceOrder)))
    """The content as it shall stand, with the order's id."""
    reason: str = field(metadata=TEXT)
    """Why."""

    def as_json(self) -> Any:
        """The action under its name; the content stands bare in it."""
        return {self.NAME: {"content": Form.as_json(self.content), "reason": self.reason}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOrder(Action):
    """Confirm an order: from now on its prices stand."""

    NAME: ClassVar[str] = "confirm_order"

    order: str = field(metadata=ID)
    """Which order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderLine(Action):
    """Cancel what is open of one line, or a part of it."""

    NAME: ClassVar[str] = "cancel_order_line"

    order: str = field(metadata=ID)
    """Which order."""
    line: str = field(metadata=ID)
    """Which line."""
    quantity: Figure | None = field(default=None, metadata=as_(_strict.optional(_strict.figure)))
    """How much, in the line's unit; all that is open where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder(Action):
    """Cancel what is open of an order."""

    NAME: ClassVar[str] = "cancel_order"

    order: str = field(metadata=ID)
    """Which order."""
    reason: str = field(metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuantity(Form):
    """A quantity of one line."""

    line: str = field(metadata=ID)
    """Which line."""
    quantity: Figure = field(metadata=FIGURE)
    """How much, in the line's unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel(Form):
    """One parcel of a shipment."""

    id: str = field(metadata=ID)
    """The caller's id, unique within the shipment."""
    carrier: str = field(default="", metadata=TEXT)
    """Who carries it."""
    tracking: str = field(default="", metadata=TEXT)
    """The reference under which the carrier knows it."""
    lines: Sequence[LineQuantity] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(LineQuantity)))
    )
    """What is in it, where that is said; then it is said of every parcel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOfDelivery(Form):
    """What proves that a shipment arrived."""

    received_by: str = field(default="", metadata=TEXT)
    """Who took the goods."""
    reference: str = field(default="", metadata=TEXT)
    """Where the proof is kept, such as the number of a signed note."""
    reservations: str = field(default="", metadata=TEXT)
    """What whoever took them had to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(Action):
    """Goods leave."""

    NAME: ClassVar[str] = "ship"

    shipment: str = field(metadata=ID)
    """The caller's id of the shipment."""
    order: str = field(metadata=ID)
    """The order they are for."""
    site: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The site they leave from."""
    lines: Sequence[LineQuantity] | None = field(
        default=None, metadata=as_(_strict.optional(_strict.each(_strict.one_of(LineQuantity))))
    )
    """What leaves; all that is open where nothing is said."""
    parcels: Sequence[Parcel] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(Parcel)))
    )
    """What it is packed in; where parcels say what is in them, together they hold all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Action):
    """Goods have arrived."""

    NAME: ClassVar[str] = "deliver"

    shipment: str = field(metadata=ID)
    """Which shipment."""
    proof: ProofOfDelivery | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(ProofOfDelivery)))
    )
    """What proves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeries(Action):
    """Open a series of document numbers such as F2026-00001."""

    NAME: ClassVar[str] = "open_series"

    series: str = field(metadata=ID)
    """The caller's id of the series."""
    prefix: str = field(metadata=TEXT)
    """What every number begins with."""
    yearly: bool = field(default=True, metadata=CLAIM)
    """Whether each year counts from one and stands in the number."""
    digits: int = field(default=5, metadata=COUNT)
    """How many digits the counter has at least."""
    kinds: Sequence[
        Literal[
            "invoice",
            "credit_note",
            "deposit",
            "deposit_credit_note",
            "corrective",
            "debit_note",
            "pro_forma",
        ]
    ] = field(default=(), metadata=KINDS)
    """The kinds of documents it is kept for; all but pro formas where none are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceOrder(Action):
    """Invoice what is billable of an order, or the quantities named."""

    NAME: ClassVar[str] = "invoice_order"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    order: str = field(metadata=ID)
    """Which order."""
    lines: Sequence[LineQuantity] | None = field(
        default=None, metadata=as_(_strict.optional(_strict.each(_strict.one_of(LineQuantity))))
    )
    """What is billed; all that is billable where nothing is said."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInvoice(Action):
    """Issue an invoice that comes from no order."""

    NAME: ClassVar[str] = "issue_invoice"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    draft: Draft = field(metadata=as_(_strict.one_of(Draft)))
    """The invoice."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""
