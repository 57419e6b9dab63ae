"""Documents: what they come to and why, what falls due, and whether they are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from .. import _strict
from .._fields import CLAIM, DAY
from .._form import Form, as_, plain
from .._strict import Day, Figure
from ..commands import Draft
from ..reports import Explained, Figures, Finding, Instalment
from ..values import Money, Party, Terms
from .asking import answered, money

__all__ = [
    "DatedValue",
    "DocumentChecked",
    "Law",
    "Profile",
    "check_document",
    "check_invoice",
    "compute_invoice",
    "explain_invoice",
    "schedule",
]


def schedule(
    terms: Terms | str,
    total: Money,
    issued_on: Day,
    holidays: Iterable[Day] = (),
    *,
    received_on: Day | None = None,
    delivered_on: Day | None = None,
) -> tuple[Instalment, ...]:
    """What falls due when, by payment terms; the instalments sum to the total. Terms that count
    from a receipt or a delivery whose day is not given count from the issue and say so.

    Raises ``CalendarRejection`` for terms that split no total.

    >>> [str(due.due_on) for due in schedule("net 30", Money("100", "EUR"), "2026-01-31")]
    ['2026-03-02']
    """
    request = {
        "terms": plain(_strict.one_of(Terms, str)(terms, "terms")),
        "total": money(total, "total"),
        "issued_on": plain(_strict.day(issued_on, "issued_on")),
        "holidays": plain(_strict.each(_strict.day)(holidays, "holidays")),
    }
    days = {"received_on": received_on, "delivered_on": delivered_on}
    for name, day in days.items():
        if day is not None:
            request[name] = plain(_strict.day(day, name))
    kind = tuple[Instalment, ...]
    return cast("tuple[Instalment, ...]", answered(kind, "schedule", request))


def compute_invoice(draft: Draft) -> Figures:
    """What a draft comes to: lines one by one, VAT once per category and rate.

    Raises the ``Rejection`` of the first fault, its path naming the place; all further faults of
    the draft stand in its ``also``, in the order of the draft.

    >>> from o2c import DraftLine, Net, Quantity, Vat
    >>> line = DraftLine(id="1", quantity=Quantity(3), price=Net("0.33"), vat=Vat("S", 20))
    >>> draft = Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    >>> figures = compute_invoice(draft)
    >>> str(figures.net), str(figures.vat), str(figures.due)
    ('0.99 EUR', '0.20 EUR', '1.19 EUR')
    """
    request = plain(_strict.one_of(Draft)(draft, "draft"))
    return cast(Figures, answered(Figures, "invoice", request))


def _draft(draft: Draft) -> Any:
    return plain(_strict.one_of(Draft)(draft, "draft"))


def explain_invoice(draft: Draft) -> tuple[Explained, ...]:
    """Every figure of an invoice with its rule, its formula as data and as text, each behind those
    it is made of; the words of formulas are told by ``Explained.formula``.

    Raises the ``Rejection`` of the first fault, its path naming the place; all further faults of
    the draft stand in its ``also``.

    >>> from o2c import DraftLine, Net, Quantity, Vat
    >>> line = DraftLine(id="1", quantity=Quantity(3), price=Net("0.33"), vat=Vat("S", 20))
    >>> draft = Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    >>> figures = {one.path: one for one in explain_invoice(draft)}
    >>> str(figures["vat"].value)
    '0.20 EUR'
    >>> print(figures["lines[0].goods"].text)
    lines[0].goods = round(3 × 0.33) = 0.99 EUR (INV-03)
    """
    kind = tuple[Explained, ...]
    return cast("tuple[Explained, ...]", answered(kind, "explain", _draft(draft)))


@dataclass(frozen=True, slots=True)
class DatedValue(Form):
    """What holds from a day on: a figure, an amount, or a list of texts or figures."""

    valid_from: Day = field(metadata=DAY)
    """The first day on which it holds."""
    value: Any = field(metadata=as_(lambda value, path: _value(value, path)))
    """What holds until the next one's day."""


def _value(value: object, path: str) -> object:
    if isinstance(value, Money):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(_value(one, f"{path}[{index}]") for index, one in enumerate(value))
    return _strict.text(value, path) if isinstance(value, str) else _strict.figure(value, path)


DATED = as_(_strict.each(_strict.one_of(DatedValue)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Form):
    """What the law says from which day on; rules without it are told as not applied."""

    exemptions: Sequence[DatedValue] = field(default=(), metadata=DATED)
    """Lists of the references of which an exemption reason names one."""
    vat_rates: Sequence[DatedValue] = field(default=(), metadata=DATED)
    """Lists of the VAT rates in percent an electronic invoice may bear."""
    recovery_indemnity: Sequence[DatedValue] = field(default=(), metadata=DATED)
    """The lump sums for the costs of recovery between professionals."""
    simplified_up_to: Sequence[DatedValue] = field(default=(), metadata=DATED)
    """The totals without VAT up to which an invoice may be simplified."""

    def as_json(self) -> Any:
        """Every table, empty ones too."""
        names = ("exemptions", "vat_rates", "recovery_indemnity", "simplified_up_to")
        return {name: plain(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Form):
    """What a document is held against; EN 16931 as published where nothing is said."""

    not_subject_stands_alone: bool = field(default=True, metadata=CLAIM)
    """Whether what is not subject to VAT stands alone on its document."""
    one_reason_per_category: bool = field(default=True, metadata=CLAIM)
    """Whether a category that bears no VAT has one reason on a document."""
    negative_prices_are_allowed: bool = field(default=False, metadata=CLAIM)
    """Whether prices may be negative."""
    tolerance: Literal["strict", "schematron"] = field(
        default="strict", metadata=as_(_strict.word("strict", "schematron"))
    )
    """Whether figures are held to the cent, or as the published validators do."""
    line_slack: Figure | None = field(default=None, metadata=as_(_strict.optional(_strict.figure)))
    """How far line amounts may be off, such as 0.02."""
    is_french: bool = field(default=False, metadata=CLAIM)
    """Whether the rules of French electronic invoices hold."""
    mentions_are_due: bool = field(default=False, metadata=CLAIM)
    """Whether the mentions that French law asks of an invoice are looked for."""
    law: Law = field(default=Law(), metadata=as_(_strict.one_of(Law)))
    """What the law says from which day on."""


@dataclass(frozen=True, slots=True)
class DocumentChecked:
    """A document that was checked and worked out again."""

    findings: tuple[Finding, ...]
    """What the profile finds, all of it, in the order of the document."""
    figures: Figures | None = None
    """What it comes to when it is worked out again; none where it states too little."""
    refusal: Mapping[str, Any] | None = None
    """Why it was not worked out again."""


def check_document(
    statement: Mapping[str, Any], profile: Profile = Profile()
) -> DocumentChecked:
    """What is wrong in a document as it stands on paper, whoever issued it, and what it comes to
    when it is worked out again. Every field may be missing; figures and days are the texts that
    stand there. The fields are those of EN 16931:

    The document: ``number`` (BT-1), ``issued_on`` (BT-2), ``type_code`` (BT-3), ``currency``
    (BT-5), ``vat_currency`` (BT-6), ``tax_point_on`` (BT-7), ``tax_point_code`` (BT-8), ``due_on``
    (BT-9), ``contract`` (BT-12), ``purchase_order`` (BT-13), ``terms`` (BT-20), ``notes`` (each a
    ``subject`` and a ``text``), ``process`` (BT-23), ``preceding`` (each a ``number`` and
    ``issued_on``), ``seller``, ``buyer`` and ``tax_representative`` (each with the fields of
    ``Party``), ``delivered_on`` (BT-72), ``delivery_country`` (BT-80), ``period`` (``from`` and
    ``through``), ``payment_means`` (BT-81).

    ``adjustments``, of the document and of each line: ``kind``, which is ``allowance`` or
    ``charge``, ``amount``, ``base``, ``percent``, ``reason``, ``reason_code``, and on the document
    ``vat_category`` and ``vat_rate``.

    ``totals``: ``line_total`` (BT-106), ``allowance_total``, ``charge_total``, ``net`` (BT-109),
    ``vat`` (BT-110), ``further_vat`` (a list), ``vat_accounted`` (BT-111), ``gross`` (BT-112),
    ``prepaid`` (BT-113), ``rounding`` (BT-114), ``due`` (BT-115).

    ``breakdown``, one for each VAT group: ``vat_category``, ``vat_rate``, ``base``, ``amount``,
    ``reason``, ``reason_code``. ``lines``: ``id``, ``description``, ``quantity``, ``unit``,
    ``price``, ``gross_price``, ``price_discount``, ``base_quantity``, ``base_unit``,
    ``adjustments``, ``net``, ``vat_category``, ``vat_rate``, ``other_taxes`` (a list), ``period``,
    ``preceding``, ``object_type``.

    ``expected_vat`` is no statement of the paper: what the VAT of groups (``vat_category``,
    ``vat_rate``, ``amount``) is expected to be where the document shares an original with others.

    >>> checked = check_document({
    ...     "number": "F-1", "issued_on": "2026-01-15", "type_code": "380", "currency": "EUR",
    ...     "seller": {"name": "Moulin"}, "buyer": {"name": "Martin"},
    ...     "totals": {"line_total": "100.00", "net": "100.00", "vat": "20.00",
    ...                "gross": "120.00", "due": "110.00"},
    ...     "breakdown": [{"vat_category": "S", "vat_rate": "20", "base": "100.00",
    ...                    "amount": "20.00"}],
    ...     "lines": [{"id": "1", "description": "Flour", "quantity": "10", "unit": "C62",
    ...                "price": "10.00", "net": "100.00", "vat_category": "S",
    ...                "vat_rate": "20"}],
    ... })
    >>> [(one.rule, one.expected, one.found) for one in checked.findings
    ...  if one.path == "totals.due"]
    [('BR-CO-16', '120', '110')]
    """
    profile = _strict.one_of(Profile)(profile, "profile")
    request = {"statement": _strict.given(statement), "profile": plain(profile)}
    return cast(DocumentChecked, answered(DocumentChecked, "statement", request))


def check_invoice(
    draft: Draft,
    seller: Party,
    buyer: Party,
    profile: Profile = Profile(),
    *,
    issued_on: Day | None = None,
) -> tuple[Finding, ...]:
    """What a profile finds wrong in an invoice before it is issued, held to the law of
    ``issued_on`` where that day is given.

    Raises the ``Rejection`` of a draft that cannot be computed.
    """
    party = _strict.one_of(Party)
    request: dict[str, Any] = {
        "invoice": _draft(draft),
        "seller": plain(party(seller, "seller")),
        "buyer": plain(party(buyer, "buyer")),
        "profile": plain(_strict.one_of(Profile)(profile, "profile")),
    }
    if issued_on is not None:
        request["issued_on"] = plain(_strict.day(issued_on, "issued_on"))
    return cast("tuple[Finding, ...]", answered(tuple[Finding, ...], "findings", request))
