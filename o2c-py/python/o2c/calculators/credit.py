"""Credit: what payments, accounts and history say of a customer, and what it might be given
(rulebook 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, cast

from .. import _read, _strict
from .._fields import DAY, FIGURE, MONEY, OPTIONAL_DAY, TEXT
from .._form import Form, as_, plain
from .._strict import Day, Figure
from ..values import Money
from .asking import calculate

__all__ = [
    "AltmanFigures",
    "Behaviour",
    "ConanHolderFigures",
    "CreditScore",
    "Factor",
    "IndexedExperience",
    "NotEnough",
    "PastInvoice",
    "PaymentIndex",
    "WeighedScore",
    "altman",
    "behaviour",
    "combined_score",
    "conan_holder",
    "payment_index",
    "score",
]

_OPTIONAL_FIGURE = as_(_strict.optional(_strict.figure))


def of_credit(kind: Any, name: str, request: Any) -> Any:
    """What a calculator of credit gave, as a value of this kind."""
    return _read.reader(kind)(calculate({"credit": {name: request}}))


@dataclass(frozen=True, slots=True)
class Factor:
    """What one figure gives to a score."""

    name: str
    """What it is."""
    figure: Decimal
    """The figure it came in with, at four decimals."""
    weight: Decimal
    """What it is multiplied by."""
    contribution: Decimal
    """What it gives to the score, at four decimals."""


@dataclass(frozen=True, slots=True)
class IndexedExperience:
    """What was paid, and the index of its days alone."""

    amount: Money
    """How much."""
    days_beyond_terms: Decimal
    """Days beyond terms; below zero where it was paid early."""
    index: Decimal
    """The index of the days."""


@dataclass(frozen=True, slots=True)
class PaymentIndex:
    """How customers pay what they owe, weighted by amount."""

    index: Decimal
    """From 1 to 100, at four decimals; 80 is prompt."""
    risk: Literal["low", "medium", "high"]
    """What it says."""
    factors: tuple[IndexedExperience, ...]
    """Each experience, largest amount first."""


def payment_index(experiences: Iterable[tuple[Money, Figure]]) -> PaymentIndex:
    """The payment index of amounts and the days beyond terms at which they were paid.

    Raises ``CreditRejection`` where nothing was paid.

    >>> from o2c import Money
    >>> str(payment_index([(Money("10000", "EUR"), 0), (Money("5000", "EUR"), 30)]).index)
    '70'
    """
    given = [
        {
            "amount": plain(_strict.one_of(Money)(amount, f"experiences[{place}].amount")),
            "days_beyond_terms": plain(
                _strict.figure(days, f"experiences[{place}].days_beyond_terms")
            ),
        }
        for place, (amount, days) in enumerate(experiences)
    ]
    return cast(PaymentIndex, of_credit(PaymentIndex, "payment_index", {"experiences": given}))


@dataclass(frozen=True, slots=True)
class AltmanFigures:
    """Altman's score of a firm."""

    score: Decimal
    """The score, at four decimals."""
    zone: Literal["safe", "grey", "distress"]
    """Where it stands."""
    safe_above: Decimal
    """Above this it is safe."""
    distress_below: Decimal
    """Below this it is distress."""
    factors: tuple[Factor, ...]
    """The ratios, the weightiest first."""


def altman(
    form: Literal["listed", "private", "non_manufacturing", "emerging_market"],
    *,
    ratios: Mapping[str, Figure] | None = None,
    accounts: Mapping[str, Figure] | None = None,
) -> AltmanFigures:
    """Altman's Z (``listed``), Z' (``private``) or Z'' of a firm, by its ``ratios`` ``x1`` to
    ``x5`` or by its ``accounts``: ``working_capital``, ``retained_earnings``, ``ebit``,
    ``equity``, ``sales``, ``total_assets``, ``total_liabilities``.

    Raises ``CreditRejection`` where a ratio is missing or cannot be made.

    >>> given = {"x1": "0.20", "x2": "0.25", "x3": "0.12", "x4": "0.80", "x5": "1.50"}
    >>> figures = altman("listed", ratios=given)
    >>> str(figures.score), figures.zone
    ('2.966', 'grey')
    """
    firm = {}
    if ratios is not None:
        firm["ratios"] = _figures(ratios, "ratios")
    if accounts is not None:
        firm["accounts"] = _figures(accounts, "accounts")
    request = {"form": _strict.text(form, "form"), "firm": firm}
    return cast(AltmanFigures, of_credit(AltmanFigures, "altman", request))


def _figures(given: Mapping[str, Figure], path: str) -> Any:
    figures = {}
    for name, value in given.items():
        figures[name] = plain(_strict.figure(value, f"{path}.{name}"))
    return figures


@dataclass(frozen=True, slots=True)
class ConanHolderFigures:
    """The score of Conan and Holder of a firm."""

    score: Decimal
    """The score, at four decimals; times a hundred it is the form in points."""
    risk_from: int
    """The risk of failure in percent that the band of the score begins with."""
    risk_until: int
    """The risk of failure in percent that it ends with."""
    factors: tuple[Factor, ...]
    """The ratios, the weightiest first."""


def conan_holder(
    *,
    gross_operating_surplus: Figure,
    total_debts: Figure,
    permanent_capital: Figure,
    total_assets: Figure,
    receivables_and_cash: Figure,
    financial_charges: Figure,
    sales: Figure,
    staff_costs: Figure,
    value_added: Figure,
) -> ConanHolderFigures:
    """The score of Conan and Holder (1979), for French industrial firms of small or middle size.

    Raises ``CreditRejection`` where a figure that others are divided by is not above zero.

    >>> figures = conan_holder(
    ...     gross_operating_surplus=300, total_debts=2000, permanent_capital=1800,
    ...     total_assets=3000, receivables_and_cash=1100, financial_charges=60, sales=5000,
    ...     staff_costs=900, value_added=1500,
    ... )
    >>> str(figures.score), figures.risk_from, figures.risk_until
    ('0.1562', 10, 30)
    """
    given = {
        "gross_operating_surplus": gross_operating_surplus,
        "total_debts": total_debts,
        "permanent_capital": permanent_capital,
        "total_assets": total_assets,
        "receivables_and_cash": receivables_and_cash,
        "financial_charges": financial_charges,
        "sales": sales,
        "staff_costs": staff_costs,
        "value_added": value_added,
    }
    request = {name: plain(_strict.figure(value, name)) for name, value in given.items()}
    return cast(ConanHolderFigures, of_credit(ConanHolderFigures, "conan_holder", request))


@dataclass(frozen=True, slots=True)
class CreditScore:
    """A score, its class and why."""

    score: Decimal
    """The mean by weight of what is known, at four decimals."""
    class_: str | None
    """The class; none where there are no classes."""
    default_rate: Decimal | None
    """How many of a hundred of this class do not pay, where that is known."""
    knocked_out_by: tuple[str, ...]
    """The features that decided alone."""
    factors: tuple[Factor, ...]
    """What is known, the weightiest first."""
    missing: tuple[str, ...]
    """What is not known; it weighs nothing."""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> CreditScore:
        """The score as the core writes it."""
        texts = _read.reader(tuple[str, ...])
        rate = value["default_rate"]
        return cls(
            score=Decimal(value["score"]),
            class_=value["class"],
            default_rate=None if rate is None else Decimal(rate),
            knocked_out_by=texts(value["knocked_out_by"]),
            factors=_read.reader(tuple[Factor, ...])(value["factors"]),
            missing=texts(value["missing"]),
        )


def score(scorecard: Mapping[str, Any], features: Mapping[str, Figure | None]) -> CreditScore:
    """The score of a scorecard, as it stands in its file, for what is known of a customer. What
    is left out or ``None`` is missing: it is told and weighs nothing.

    Raises ``CreditRejection`` for a scorecard with gaps or overlapping bands, or a feature that
    it does not look at.

    >>> bands = [{"below": "20", "points": "100"}, {"from": "20", "points": "30"}]
    >>> card = {"version": 1, "name": "trade", "criteria": [
    ...     {"feature": "late_ratio", "weight": "1", "bands": bands}]}
    >>> str(score(card, {"late_ratio": "19.99"}).score)
    '100'
    """
    known = []
    for name, value in features.items():
        given = None if value is None else plain(_strict.figure(value, f"features.{name}"))
        known.append({"feature": _strict.text(name, "features"), "value": given})
    request = {"scorecard": _strict.given(dict(scorecard), "scorecard"), "features": known}
    return cast(CreditScore, of_credit(CreditScore, "scorecard", request))


@dataclass(frozen=True, slots=True)
class WeighedScore(Form):
    """A score and its weight."""

    name: str = field(metadata=TEXT)
    """What it is called."""
    score: Figure | None = field(metadata=_OPTIONAL_FIGURE)
    """The score; none where it is not known."""
    weight: Figure = field(metadata=FIGURE)
    """How much it weighs, above zero."""


def combined_score(
    scores: Iterable[WeighedScore], classes: Sequence[Mapping[str, Any]]
) -> CreditScore:
    """The mean of several scores by weight, and the class it falls into.

    >>> classes = [{"below": "50", "class": "high"}, {"from": "50", "class": "low"}]
    >>> found = combined_score([WeighedScore("card", 70, 3), WeighedScore("index", 50, 1)], classes)
    >>> str(found.score), found.class_
    ('65', 'low')
    """
    request = {
        "scores": plain(_strict.each(_strict.one_of(WeighedScore))(scores, "scores")),
        "classes": _strict.given(list(classes), "classes"),
    }
    return cast(CreditScore, of_credit(CreditScore, "combined_score", request))


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInvoice(Form):
    """An invoice and what became of it."""

    amount: Money = field(metadata=MONEY)
    """How much, above zero."""
    issued_on: Day = field(metadata=DAY)
    """The day it was issued."""
    due_on: Day = field(metadata=DAY)
    """The day it was due."""
    settled_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day nothing of it was open any more, where that has come."""
    disputed_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day the customer contested it, where it was."""


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Too few invoices for a figure: not known is not nothing."""

    found: int
    """How many there are."""
    needed: int
    """How many are needed."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a customer paid over a window."""

    invoices: int
    """How many invoices were settled in the window, or overdue at its end."""
    late_ratio: Decimal
    """How many of a hundred of them were late."""
    late_ratio_by_amount: Decimal
    """How much of a hundred of their amount was late."""
    mean_delay: Decimal
    """Days after the due day, weighted by amount."""
    longest_delay: int
    """The most days after the due day."""
    trend: Decimal | None
    """The mean delay of the recent months less that of the months before."""
    overdue: int
    """How many are overdue at the end of the window."""
    oldest_overdue: int
    """The age of the oldest of these in days."""
    broken_promises: int
    """How many promises to pay were broken in the window."""
    disputes: int
    """How many invoices were contested in the window."""
    returned_payments: int
    """How many payments were not honoured in the window."""


def behaviour(
    invoices: Iterable[PastInvoice],
    *,
    as_of: Day,
    window_months: int = 12,
    recent_months: int = 3,
    minimum: int = 3,
    is_early_counted: bool = False,
    broken_promises: Iterable[Day] = (),
    returned_payments: Iterable[Day] = (),
) -> Behaviour | NotEnough:
    """How a customer paid, as one could know it on a day: nothing that came later is looked at.

    >>> from o2c import Money
    >>> invoice = PastInvoice(amount=Money("100", "EUR"), issued_on="2026-01-01",
    ...                       due_on="2026-01-31", settled_on="2026-02-12")
    >>> behaviour([invoice], as_of="2026-06-30", minimum=1).longest_delay
    12
    >>> behaviour([invoice], as_of="2026-01-31", minimum=1)
    NotEnough(found=0, needed=1)
    """
    days = _strict.each(_strict.day)
    request = {
        "as_of": plain(_strict.day(as_of, "as_of")),
        "window_months": _strict.whole(window_months, "window_months"),
        "recent_months": _strict.whole(recent_months, "recent_months"),
        "minimum": _strict.whole(minimum, "minimum"),
        "is_early_counted": _strict.claim(is_early_counted, "is_early_counted"),
        "invoices": plain(_strict.each(_strict.one_of(PastInvoice))(invoices, "invoices")),
        "broken_promises": plain(days(broken_promises, "broken_promises")),
        "returned_payments": plain(days(returned_payments, "returned_payments")),
    }
    (kind, told), *_ = calculate({"credit": {"behaviour": request}}).items()
    read = _read.reader(Behaviour if kind == "enough" else NotEnough)
    return cast("Behaviour | NotEnough", read(told))
