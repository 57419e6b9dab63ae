"""What payments settle of open items, without a company (rulebook 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from .. import _read, _strict
from .._fields import CLAIM, DAY, ID, MONEY, OPTIONAL_TEXT, TEXT
from .._form import Form, as_, plain
from .._strict import Day, Figure
from ..values import Money
from .asking import answered, calculate, money

__all__ = [
    "Alternative",
    "Candidate",
    "DiscountByParts",
    "NearestItems",
    "OfferedDiscount",
    "PaymentLettering",
    "Proposal",
    "ProposedLine",
    "ReceivedPayment",
    "letter_payments",
    "match_payment",
    "nearest_subset",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountByParts(Form):
    """A discount that is earned part by part: what has earned how much of it so far."""

    due: Money = field(metadata=MONEY)
    """What it is granted on, VAT included."""
    whole: Money = field(metadata=MONEY)
    """The whole discount."""
    received: Money = field(metadata=MONEY)
    """What came in by the deadline before."""
    granted: Money = field(metadata=MONEY)
    """What that has earned."""
    percent: Figure | None = field(default=None, metadata=as_(_strict.optional(_strict.figure)))
    """What part of the amount due it is; without one, the ratio of the two amounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedDiscount(Form):
    """A discount promised for early payment."""

    until: Day = field(metadata=DAY)
    """The last day on which funds are in time."""
    amount: Money = field(metadata=MONEY)
    """The discount, above zero: what settling the item earns."""
    by_parts: DiscountByParts | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(DiscountByParts)))
    )
    """How a payment of a part earns its share; none where only settling the item earns it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Form):
    """An open item that a payment may settle."""

    entry: str = field(metadata=ID)
    """The item."""
    number: str = field(metadata=TEXT)
    """The number of its document; several instalments have one number."""
    open: Money = field(metadata=MONEY)
    """What is open: an invoice above zero, a credit note below."""
    document_on: Day = field(metadata=DAY)
    """The day on its document."""
    due_on: Day = field(metadata=DAY)
    """The day it falls due."""
    early_discount: OfferedDiscount | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(OfferedDiscount)))
    )
    """The discount promised for early payment."""
    other_numbers: tuple[str, ...] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """Other numbers by which a payer may name it."""
    is_part_settled: bool = field(default=False, metadata=CLAIM)
    """Whether a part of it was settled before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPayment(Form):
    """Money received, as it is compared."""

    entry: str = field(metadata=ID)
    """Its item on the account."""
    amount: Money = field(metadata=MONEY)
    """What was received, above zero."""
    received_on: Day = field(metadata=DAY)
    """The day the funds were received."""
    payer: str = field(default="", metadata=TEXT)
    """Who paid, as the bank tells it."""
    remittance: str = field(default="", metadata=TEXT)
    """What the payer wrote."""
    structured_reference: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The structured creditor reference that the payer quoted."""
    end_to_end_id: str = field(default="", metadata=TEXT)
    """What payer and bank call the transaction from end to end."""
    payer_account: str = field(default="", metadata=TEXT)
    """The account it was paid from."""


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One item, and how much of it a payment settles."""

    entry: str
    """The item."""
    amount: Money
    """How much, a discount taken included."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another match that is possible, or that was rejected."""

    rule: str
    """The rule that finds it."""
    lines: tuple[ProposedLine, ...]
    """The items."""
    takes_discount: bool
    """Whether discounts are taken."""
    score: int
    """How sure it is, in thousandths."""
    differences: tuple[Any, ...] = ()
    """What is settled besides, without money."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a payment settles, and why."""

    verdict: str
    """``apply``, ``propose`` or ``nothing``."""
    rule: str | None
    """The rule that decided."""
    lines: tuple[ProposedLine, ...]
    """The items to settle; none unless the verdict is to apply."""
    takes_discount: bool
    """Whether discounts are taken."""
    rest: Money
    """What of the payment stays on account."""
    score: int
    """How sure the match is, in thousandths."""
    evidence: tuple[Any, ...]
    """Why."""
    alternatives: tuple[Alternative, ...]
    """What is possible, the likeliest first; what was rejected where the verdict is to apply."""
    differences: tuple[Any, ...] = ()
    """What is settled besides, without money."""


@dataclass(frozen=True, slots=True)
class PaymentLettering:
    """What one of many payments settles."""

    customer: str
    """Whose payment it is."""
    payment: str
    """The payment."""
    proposal: Proposal
    """What it settles, or may settle."""


@dataclass(frozen=True, slots=True)
class NearestItems:
    """The items whose sum comes nearest to an amount."""

    rows: tuple[int, ...]
    """The places of the items, rising."""
    sum: Money
    """What they sum to."""
    remaining: Money
    """What of their sum the amount leaves: below zero where the amount is more."""


def _rules(policy: Mapping[str, Any] | None, tolerances: Iterable[Mapping[str, Any]]) -> Any:
    return _strict.given({"policy": policy or {}, "tolerances": list(tolerances)})


def match_payment(
    payment: ReceivedPayment,
    candidates: Iterable[Candidate],
    policy: Mapping[str, Any] | None = None,
    tolerances: Iterable[Mapping[str, Any]] = (),
) -> Proposal:
    """What a payment settles of its payer's open items. ``policy`` and ``tolerances`` are as in the
    settings of a company.

    >>> on = {"document_on": "2026-01-05", "due_on": "2026-02-05"}
    >>> items = [Candidate(entry="F-10010", number="F-10010", open=Money("60", "EUR"), **on)]
    >>> paid = ReceivedPayment(entry="P1", amount=Money("60", "EUR"), received_on="2026-02-10",
    ...                        remittance="f 10010")
    >>> match_payment(paid, items).rule
    'document_number'
    """
    request = {
        "payment": plain(_strict.one_of(ReceivedPayment)(payment, "payment")),
        "candidates": plain(_strict.each(_strict.one_of(Candidate))(candidates, "candidates")),
        **_rules(policy, tolerances),
    }
    return cast(Proposal, answered(Proposal, "match_payment", request))


def letter_payments(
    items: Iterable[tuple[str, Candidate]],
    payments: Iterable[tuple[str, ReceivedPayment]],
    policy: Mapping[str, Any] | None = None,
    tolerances: Iterable[Mapping[str, Any]] = (),
) -> tuple[PaymentLettering, ...]:
    """What many payments settle of everything that is open, each with its customer; the surest
    match goes first, and the order of the input does not matter.

    >>> on = {"document_on": "2026-01-05", "due_on": "2026-02-05"}
    >>> item = Candidate(entry="F-10010", number="F-10010", open=Money("60", "EUR"), **on)
    >>> paid = ReceivedPayment(entry="P1", amount=Money("60", "EUR"), received_on="2026-02-10")
    >>> (one,) = letter_payments([("C-17", item)], [("C-17", paid)])
    >>> one.proposal.verdict, one.proposal.rule
    ('apply', 'exact_amount')
    """
    request = {
        "items": [
            {
                "customer": _strict.text(customer, f"items[{index}].customer"),
                "item": plain(_strict.one_of(Candidate)(item, f"items[{index}].item")),
            }
            for index, (customer, item) in enumerate(items)
        ],
        "payments": [
            {
                "customer": _strict.text(customer, f"payments[{index}].customer"),
                "payment": plain(
                    _strict.one_of(ReceivedPayment)(payment, f"payments[{index}].payment")
                ),
            }
            for index, (customer, payment) in enumerate(payments)
        ],
        **_rules(policy, tolerances),
    }
    read = _read.reader(tuple[PaymentLettering, ...])
    return cast("tuple[PaymentLettering, ...]", read(calculate({"letter_payments": request})))


def nearest_subset(items: Iterable[Money], target: Money) -> NearestItems:
    """The items, at least one, whose sum comes nearest to an amount; of sets that are equally near
    the one of the most items, then of the earliest. At most 24 items are looked at.

    >>> found = nearest_subset([Money("10", "EUR"), Money("-5", "EUR")], Money("0", "EUR"))
    >>> found.rows, str(found.remaining)
    ((0, 1), '5.00 EUR')
    """
    request = {
        "items": plain(_strict.each(_strict.one_of(Money))(items, "items")),
        "target": money(target, "target"),
    }
    return cast(NearestItems, answered(NearestItems, "nearest_subset", request))
