"""Deposits, milestones and discounts for paying early: what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from .. import _strict
from .._fields import DAY, GROUPS, MONEY
from .._form import Form, as_, plain
from .._strict import Day
from ..commands import DepositShare, Draft, MilestoneShare
from ..values import Amount, EarlyDiscount, Money, Percent, Rest, Vat, VatGroup
from .asking import answered, money

__all__ = [
    "DiscountOffer",
    "DiscountShare",
    "EarlierDeposit",
    "EarnedDiscount",
    "FinalInvoice",
    "ReceivedAmount",
    "deposit",
    "discount_earned",
    "early_discount",
    "final_invoice",
    "instalment_discounts",
    "milestones",
]

_GROUPS = _strict.each(_strict.one_of(VatGroup))


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDeposit(Form):
    """What was asked for of an order before."""

    share: DepositShare = field(metadata=as_(_strict.one_of(Percent, Amount)))
    """How it was asked for."""
    groups: Sequence[VatGroup] = field(metadata=GROUPS)
    """What it came to, per VAT category and rate."""


def deposit(
    currency: str,
    order: Iterable[VatGroup],
    share: DepositShare,
    earlier: Iterable[EarlierDeposit] = (),
) -> tuple[VatGroup, ...]:
    """What a deposit on an order asks for, per VAT category and rate.

    Raises ``InvoiceRejection`` for a share that is none, or more than is left of the order.

    >>> from o2c import Amount, Money, Percent, Vat, VatGroup
    >>> order = [VatGroup(Vat("S", 20), Money("10000.00", "EUR"), Money("2000.00", "EUR"))]
    >>> (asked,) = deposit("EUR", order, Percent(30))
    >>> str(asked.base), str(asked.amount)
    ('3000.00 EUR', '600.00 EUR')
    """
    request = {
        "currency": _strict.currency(currency, "currency"),
        "order": plain(_GROUPS(order, "order")),
        "earlier": plain(_strict.each(_strict.one_of(EarlierDeposit))(earlier, "earlier")),
        "share": plain(_strict.one_of(Percent, Amount)(share, "share")),
    }
    return cast("tuple[VatGroup, ...]", answered(tuple[VatGroup, ...], "deposit", request))


@dataclass(frozen=True, slots=True)
class FinalInvoice:
    """What is left to a final invoice after deposits."""

    groups: tuple[VatGroup, ...]
    """The VAT breakdown as the invoice shows it."""
    deducted: tuple[tuple[VatGroup, ...], ...]
    """What is deducted of each deposit, in their order."""
    net: Money
    """The total without VAT."""
    vat: Money
    """The VAT."""
    gross: Money
    """The total with VAT."""
    prepaid: Money
    """What was paid before; zero where the deposits are negative lines."""
    due: Money
    """The amount due."""


def final_invoice(
    currency: str,
    groups: Iterable[VatGroup],
    deposits: Iterable[Iterable[VatGroup]],
    deduction: Literal["prepaid", "negative_lines"] = "prepaid",
) -> FinalInvoice:
    """What is left to a final invoice after deposits: the full invoice with the deposits as paid
    before, or a negative line per deposit and VAT group. Both leave the same amount due.

    Raises ``InvoiceRejection`` where deposits exceed the whole.

    >>> from o2c import Money, Vat, VatGroup
    >>> def group(base, amount):
    ...     return VatGroup(Vat("S", 20), Money(base, "EUR"), Money(amount, "EUR"))
    >>> whole, deposits = [group("10000.00", "2000.00")], [[group("3000.00", "600.00")]]
    >>> for form in ("prepaid", "negative_lines"):
    ...     left = final_invoice("EUR", whole, deposits, form)
    ...     print(left.vat, left.gross, left.due)
    2000.00 EUR 12000.00 EUR 8400.00 EUR
    1400.00 EUR 8400.00 EUR 8400.00 EUR
    """
    request = {
        "currency": _strict.currency(currency, "currency"),
        "groups": plain(_GROUPS(groups, "groups")),
        "deposits": plain(_strict.each(_GROUPS)(deposits, "deposits")),
        "deduction": _strict.word("prepaid", "negative_lines")(deduction, "deduction"),
    }
    return cast(FinalInvoice, answered(FinalInvoice, "final_invoice", request))


def milestones(
    currency: str, order: Iterable[VatGroup], shares: Iterable[MilestoneShare]
) -> tuple[tuple[VatGroup, ...], ...]:
    """What the milestones of a billing plan come to, in their order; they sum to the order.

    Raises ``InvoiceRejection`` where the shares do not make the whole.

    >>> from o2c import Money, Percent, Rest, Vat, VatGroup
    >>> order = [VatGroup(Vat("S", 20), Money("100.00", "EUR"), Money("20.00", "EUR"))]
    >>> [str(group.base) for (group,) in milestones("EUR", order, [Percent(30), Rest()])]
    ['30.00 EUR', '70.00 EUR']
    """
    kinds = _strict.each(_strict.one_of(Percent, Amount, Rest))
    request = {
        "currency": _strict.currency(currency, "currency"),
        "order": plain(_GROUPS(order, "order")),
        "milestones": plain(kinds(shares, "milestones")),
    }
    kind = tuple[tuple[VatGroup, ...], ...]
    return cast("tuple[tuple[VatGroup, ...], ...]", answered(kind, "milestones", request))


@dataclass(frozen=True, slots=True)
class DiscountShare:
    """What a discount takes off one VAT group."""

    vat: Vat
    """Category and rate."""
    net: Money
    """The share without VAT."""
    tax: Money
    """The VAT of the share."""


@dataclass(frozen=True, slots=True)
class DiscountOffer:
    """The discount an invoice offers for paying early."""

    until: date
    """The last day on which paying earns it."""
    amount: Money
    """What it comes to, VAT included."""
    shares: tuple[DiscountShare, ...]
    """What it takes off each VAT group; the shares sum to the amount."""
    policy: str = "full_only"
    """What a payment of a part earns."""


def early_discount(draft: Draft, issued_on: Day) -> DiscountOffer | None:
    """What an invoice offers for paying early, if its terms grant a discount on the whole that
    comes to anything; discounts of single instalments are told by ``instalment_discounts``.

    Raises the ``Rejection`` of a draft that cannot be computed.
    """
    request = {
        "invoice": plain(_strict.one_of(Draft)(draft, "invoice")),
        "issued_on": plain(_strict.day(issued_on, "issued_on")),
    }
    kind = DiscountOffer | None
    return cast("DiscountOffer | None", answered(kind, "early_discount", request))


def instalment_discounts(draft: Draft, issued_on: Day) -> tuple[DiscountOffer, ...]:
    """What each instalment of an invoice offers for paying it early, in their order: its own
    discount, or its part of that on the whole; of zero where an instalment has none. Empty where
    the terms grant none.

    Raises the ``Rejection`` of a draft that cannot be computed.

    >>> from o2c import DraftLine, Net, Quantity, Vat
    >>> line = DraftLine(id="1", quantity=Quantity(1), price=Net(1000), vat=Vat("S", 20))
    >>> draft = Draft(customer="C1", currency="EUR", lines=[line],
    ...               terms="30%: net 0; rest: 2% 10 net 30")
    >>> [(str(offer.amount), str(offer.until))
    ...  for offer in instalment_discounts(draft, "2026-01-15")]
    [('0 EUR', '2026-01-15'), ('16.80 EUR', '2026-01-25')]
    """
    request = {
        "invoice": plain(_strict.one_of(Draft)(draft, "invoice")),
        "issued_on": plain(_strict.day(issued_on, "issued_on")),
    }
    kind = tuple[DiscountOffer, ...]
    return cast("tuple[DiscountOffer, ...]", answered(kind, "instalment_discounts", request))


@dataclass(frozen=True, slots=True)
class ReceivedAmount(Form):
    """Money that came in on a day."""

    received_on: Day = field(metadata=DAY)
    """The day the funds were received."""
    amount: Money = field(metadata=MONEY)
    """What came in, positive."""


@dataclass(frozen=True, slots=True)
class EarnedDiscount:
    """What one receipt earned of a discount."""

    discount: Money
    """The discount it earned."""
    cleared: Money
    """What it clears: itself and the discount it earned."""
    open: Money
    """What stays open after it; negative where more came in than was due."""


def discount_earned(
    due: Money, discount: EarlyDiscount, issued_on: Day, receipts: Iterable[ReceivedAmount]
) -> tuple[EarnedDiscount, ...]:
    """What receipts earn of an early discount, in their order.

    >>> from o2c import EarlyDiscount, Money
    >>> terms = EarlyDiscount(2, 10, policy="proportional")
    >>> paid = [ReceivedAmount("2026-01-09", Money("500.00", "EUR")),
    ...         ReceivedAmount("2026-01-10", Money("676.00", "EUR"))]
    >>> earned = discount_earned(Money("1200.00", "EUR"), terms, "2026-01-05", paid)
    >>> [str(one.discount) for one in earned]
    ['10.20 EUR', '13.80 EUR']
    """
    received = _strict.each(_strict.one_of(ReceivedAmount))
    request = {
        "due": money(due, "due"),
        "discount": plain(_strict.one_of(EarlyDiscount)(discount, "discount")),
        "issued_on": plain(_strict.day(issued_on, "issued_on")),
        "receipts": plain(received(receipts, "receipts")),
    }
    kind = tuple[EarnedDiscount, ...]
    return cast("tuple[EarnedDiscount, ...]", answered(kind, "discount_earned", request))
