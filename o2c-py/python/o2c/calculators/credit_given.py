"""Credit given: what an insurer covers, what an order is worth in an exposure, and what limit might
be proposed (rulebook C-01b, C-04, C-15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from .. import _strict
from .._form import plain
from .._strict import Day, Figure
from ..values import Money
from .credit import of_credit

__all__ = [
    "ClassPolicy",
    "Commitment",
    "Cover",
    "CreditProposal",
    "LimitBound",
    "commitment",
    "cover",
    "credit_proposal",
]


@dataclass(frozen=True, slots=True)
class Cover:
    """What an insurer covers and what he does not."""

    covered: Money
    """What the insurer would pay."""
    own_risk: Money
    """What stays one's own risk."""


def cover(
    insurable: Money, *, limit: Money, quota: Figure, deductible: Money | None = None
) -> Cover:
    """What an insurer covers: his quota, in percent, of what is within his limit, less what he
    keeps back.

    >>> from o2c import Money
    >>> str(cover(Money("40000", "EUR"), limit=Money("30000", "EUR"), quota=90).covered)
    '27000.00 EUR'
    """
    money = _strict.one_of(Money)
    request = {
        "insurable": plain(money(insurable, "insurable")),
        "limit": plain(money(limit, "limit")),
        "quota": plain(_strict.figure(quota, "quota")),
        "deductible": plain(_strict.optional(money)(deductible, "deductible")),
    }
    return cast(Cover, of_credit(Cover, "cover", request))


@dataclass(frozen=True, slots=True)
class Commitment:
    """The value of an order's line by where it stands."""

    open_order: Money
    """Ordered, not delivered, not billed."""
    delivered_not_invoiced: Money
    """Delivered, not billed."""
    billed: Money
    """Billed."""


def commitment(
    value: Money,
    *,
    ordered: Figure,
    cancelled: Figure = 0,
    shipped: Figure = 0,
    returned: Figure = 0,
    invoiced: Figure = 0,
    credited: Figure = 0,
) -> Commitment:
    """What a line of an order is worth in an exposure, by what happened to its quantity.

    >>> from o2c import Money
    >>> worth = commitment(Money("100", "EUR"), ordered=3, shipped=2, invoiced=1)
    >>> str(worth.open_order), str(worth.delivered_not_invoiced), str(worth.billed)
    ('33.33 EUR', '33.34 EUR', '33.33 EUR')
    """
    quantities = {
        "ordered": ordered,
        "cancelled": cancelled,
        "shipped": shipped,
        "returned": returned,
        "invoiced": invoiced,
        "credited": credited,
    }
    request: dict[str, Any] = {"value": plain(_strict.one_of(Money)(value, "value"))}
    for name, quantity in quantities.items():
        request[name] = plain(_strict.figure(quantity, name))
    return cast(Commitment, of_credit(Commitment, "commitment", request))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPolicy:
    """What a class of customers may be given."""

    class_: str
    """The class."""
    limit_factor: Figure
    """How much of the bound it is given, in percent."""
    terms: str | None = None
    """Its payment terms, such as ``net 30``, where they are proposed."""
    deposit: Figure | None = None
    """The deposit it pays on orders, in percent."""
    review_months: int | None = None
    """After how many months it is looked at again."""

    def as_json(self) -> Any:
        """The policy as the core reads it."""
        given: dict[str, Any] = {
            "class": _strict.text(self.class_, "class_"),
            "limit_factor": plain(_strict.figure(self.limit_factor, "limit_factor")),
        }
        if self.terms is not None:
            given["terms"] = _strict.text(self.terms, "terms")
        if self.deposit is not None:
            given["deposit"] = plain(_strict.figure(self.deposit, "deposit"))
        if self.review_months is not None:
            given["review_months"] = _strict.whole(self.review_months, "review_months")
        return given


@dataclass(frozen=True, slots=True)
class LimitBound:
    """What bounds a limit."""

    bound: str
    """What it comes from: ``equity``, ``sales`` or ``insurer``."""
    amount: Money
    """How much it allows."""


@dataclass(frozen=True, slots=True)
class CreditProposal:
    """What credit a customer might be given, and why."""

    limit: Money
    """The least bound times the class's factor, rounded down to the step."""
    limit_factor: Decimal
    """The class's factor in percent."""
    bounds: tuple[LimitBound, ...]
    """What bounds the limit, the least first."""
    terms: str | None
    """The terms, where the class has some."""
    deposit: Decimal | None
    """The deposit in percent, where the class pays one."""
    review_on: date | None
    """The day to look again, where the class has one."""


def credit_proposal(
    *,
    on: Day,
    class_: str,
    classes: Iterable[ClassPolicy],
    step: Money,
    equity: tuple[Money, Figure] | None = None,
    sales: tuple[Money, Figure, int] | None = None,
    insurer: tuple[Money, Figure] | None = None,
) -> CreditProposal:
    """A limit, terms, a deposit and a day of review for a customer of a class.

    ``equity`` is the customer's and how much of it in percent, ``sales`` what is sold in a month
    with VAT, a factor and the days of the terms, ``insurer`` his limit and quota in percent. The
    least of what they allow counts, times the class's factor, rounded down to ``step``.

    Raises ``CreditRejection`` where nothing bounds the limit or the class is unknown.

    >>> from o2c import Money
    >>> found = credit_proposal(on="2026-08-31", class_="medium", step=Money("500", "EUR"),
    ...     classes=[ClassPolicy(class_="medium", limit_factor=60)],
    ...     sales=(Money("12000", "EUR"), "1.5", 45))
    >>> str(found.limit)
    '16000.00 EUR'
    """
    money = _strict.one_of(Money)
    request: dict[str, Any] = {
        "on": plain(_strict.day(on, "on")),
        "class": _strict.text(class_, "class_"),
        "classes": [
            _strict.one_of(ClassPolicy)(policy, f"classes[{place}]").as_json()
            for place, policy in enumerate(classes)
        ],
        "step": plain(money(step, "step")),
    }
    if equity is not None:
        request["equity"] = {
            "equity": plain(money(equity[0], "equity[0]")),
            "percent": plain(_strict.figure(equity[1], "equity[1]")),
        }
    if sales is not None:
        request["sales"] = {
            "monthly": plain(money(sales[0], "sales[0]")),
            "factor": plain(_strict.figure(sales[1], "sales[1]")),
            "terms_days": _strict.whole(sales[2], "sales[2]"),
        }
    if insurer is not None:
        request["insurer"] = {
            "limit": plain(money(insurer[0], "insurer[0]")),
            "quota": plain(_strict.figure(insurer[1], "insurer[1]")),
        }
    return cast(CreditProposal, of_credit(CreditProposal, "proposal", request))
