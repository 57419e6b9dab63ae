"""What is at risk with a customer, and whether it may buy more (rulebook C-01 to C-07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from .. import _strict
from .._form import plain
from .._strict import Day
from ..reports import CreditVerdict, Exposure
from ..values import Money
from .credit import of_credit

__all__ = ["ExposedItem", "credit_verdict", "exposure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposedItem:
    """A document, or a part of one, that is at risk or takes risk away."""

    kind: str
    """``open_order``, ``delivered_not_invoiced``, ``invoiced``, ``unapplied_payment``,
    ``credit_note`` or ``deposit``."""
    document: str
    """The order, invoice or payment."""
    amount: Money
    """How much, VAT included: above zero where it adds, below where it takes away."""
    due_on: Day | None = None
    """The day it is due, for what is invoiced."""
    ships_on: Day | None = None
    """The day it is to be shipped, for what is ordered."""
    disputed: Money | None = None
    """How much of it the customer contests."""
    segment: str = ""
    """The part of the customer's credit it is taken from."""

    def as_json(self) -> Any:
        """The item as the core reads it."""
        given: dict[str, Any] = {
            "kind": _strict.text(self.kind, "kind"),
            "document": _strict.text(self.document, "document"),
            "amount": plain(_strict.one_of(Money)(self.amount, "amount")),
            "segment": _strict.text(self.segment, "segment"),
        }
        for name in ("due_on", "ships_on"):
            day = getattr(self, name)
            if day is not None:
                given[name] = plain(_strict.day(day, name))
        if self.disputed is not None:
            given["disputed"] = plain(_strict.one_of(Money)(self.disputed, "disputed"))
        return given


def _exposure(
    as_of: Day,
    currency: str,
    items: Iterable[ExposedItem],
    rates: Iterable[str],
    overdue_after: Iterable[int],
) -> dict[str, Any]:
    return {
        "as_of": plain(_strict.day(as_of, "as_of")),
        "currency": _strict.currency(currency, "currency"),
        "rates": [_strict.text(rate, f"rates[{place}]") for place, rate in enumerate(rates)],
        "overdue_after": [
            _strict.whole(age, f"overdue_after[{place}]")
            for place, age in enumerate(overdue_after)
        ],
        "items": [
            _strict.one_of(ExposedItem)(item, f"items[{place}]").as_json()
            for place, item in enumerate(items)
        ],
    }


def exposure(
    items: Iterable[ExposedItem],
    *,
    as_of: Day,
    currency: str,
    rates: Iterable[str] = (),
    overdue_after: Iterable[int] = (),
) -> Exposure:
    """What is at risk with a customer, component by component and down to the document, in the
    currency of its limit; ``rates`` such as ``"EUR/USD 1.08"`` lead to it.

    Raises ``CreditRejection`` where a rate is missing.

    >>> from o2c import Money
    >>> order = ExposedItem(kind="open_order", document="O1", amount=Money("200", "EUR"))
    >>> paid = ExposedItem(kind="unapplied_payment", document="P1", amount=Money("-50", "EUR"))
    >>> str(exposure([order, paid], as_of="2026-03-31", currency="EUR").total)
    '150.00 EUR'
    """
    request = _exposure(as_of, currency, items, rates, overdue_after)
    return cast(Exposure, of_credit(Exposure, "exposure", request))


def credit_verdict(
    value: Money,
    items: Iterable[ExposedItem],
    rules: Iterable[Mapping[str, Any]],
    *,
    as_of: Day,
    customer: Mapping[str, Any],
    order: Mapping[str, Any] | None = None,
    rates: Iterable[str] = (),
    overdue_after: Iterable[int] = (),
) -> CreditVerdict:
    """Whether a customer may buy for ``value`` more, with every reason, its figures and what would
    make it pass.

    ``rules`` are checks such as ``{"check": "limit", "otherwise": "block"}``; ``customer`` is what
    is known of it, such as ``{"terms": {"limit": {"up_to": "1000.00 EUR"}}}``, and ``order`` what
    is known of the order beyond its value, both as the core reads them.

    >>> from o2c import Money
    >>> limit = {"terms": {"limit": {"up_to": "1000.00 EUR"}}}
    >>> rules = [{"check": "limit", "otherwise": "block"}]
    >>> credit_verdict(Money("1000", "EUR"), [], rules, as_of="2026-03-31", customer=limit).outcome
    'passed'
    """
    value = _strict.one_of(Money)(value, "value")
    request = {
        "order": {**(order or {}), "value": plain(value)},
        "customer": dict(customer),
        "exposure": _exposure(as_of, value.currency, items, rates, overdue_after),
        "rules": [dict(rule) for rule in rules],
    }
    return cast(CreditVerdict, of_credit(CreditVerdict, "verdict", request))
