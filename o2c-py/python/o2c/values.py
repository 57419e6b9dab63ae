"""The words of a command: amounts, quantities, prices, VAT, allowances, payment terms, parties.

All are frozen, hashable and comparable; none computes. Figures are given as ``Decimal``, ``int`` or
plain digits and held as ``Decimal``. Units stand in each docstring.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeAlias

from . import _strict
from ._form import Form, Named, as_
from ._strict import Day, Figure
from .errors import InputError
from .parties import Address, Identifier, Party

__all__ = [
    "Address",
    "Adjustment",
    "AdjustmentValue",
    "Amount",
    "DateOperation",
    "DocumentAdjustment",
    "DueRule",
    "EarlyDiscount",
    "ExchangeRate",
    "Fixed",
    "Gross",
    "Identifier",
    "InstalmentRule",
    "Money",
    "Net",
    "Parts",
    "Party",
    "Percent",
    "PercentOf",
    "PercentOfRest",
    "Period",
    "Price",
    "Quantity",
    "Rest",
    "Share",
    "Terms",
    "Vat",
    "VatGroup",
]

_FIGURE = as_(_strict.figure)
_TEXT = as_(_strict.text)
_COUNT = as_(_strict.whole)


def _parts(text: str, shape: str) -> tuple[str, str]:
    """The two parts of a text with one blank between them."""
    first, blank, second = _strict.text(text).partition(" ")
    if not blank or not second:
        raise InputError(f"{text[:40]!r} is not written as {shape!r}")
    return first, second


@dataclass(frozen=True, slots=True, init=False)
class Money(Form):
    """An amount of a currency, in its main unit: ``Money("12.30", "EUR")`` are twelve euros thirty.

    Raises ``InputTypeError`` for a ``float`` or ``bool``, ``InputError`` for NaN, infinities, more
    than 18 digits or 10 decimals, and a currency that is not three capital letters. Whether the
    currency exists and has so many decimals, the core says.

    >>> Money("12.30", "EUR")
    Money(amount=Decimal('12.30'), currency='EUR')
    >>> str(Money.parse("-5 JPY"))
    '-5 JPY'
    >>> Money(12.3, "EUR")
    Traceback (most recent call last):
    o2c.errors.InputTypeError: amount: expected Decimal, int or str, not float
    """

    amount: Decimal
    """The amount in the currency's main unit."""
    currency: str
    """The currency's ISO 4217 code."""

    def __init__(self, amount: Figure, currency: str) -> None:
        object.__setattr__(self, "amount", _strict.figure(amount, "amount"))
        object.__setattr__(self, "currency", _strict.currency(currency, "currency"))

    @classmethod
    def parse(cls, text: str) -> Money:
        """The amount of a text such as ``"12.30 EUR"``; raises ``InputError``."""
        return cls(*_parts(text, "12.30 EUR"))

    def __str__(self) -> str:
        return f"{_strict.written(self.amount)} {self.currency}"

    def as_json(self) -> Any:
        """The amount as text, such as ``"12.30 EUR"``."""
        return str(self)


@dataclass(frozen=True, slots=True, init=False)
class Quantity(Form):
    """How much of something, in a unit of measure by its code of UN/ECE Recommendation 20 or the
    caller's own; ``C62`` is one piece.

    >>> str(Quantity("12.5", "KGM")), str(Quantity(3))
    ('12.5 KGM', '3 C62')
    """

    figure: Decimal
    """How much."""
    unit: str
    """Of which unit."""

    def __init__(self, figure: Figure, unit: str = "C62") -> None:
        object.__setattr__(self, "figure", _strict.figure(figure, "figure"))
        object.__setattr__(self, "unit", _strict.text(unit, "unit"))

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """The quantity of a text such as ``"12.5 KGM"``; raises ``InputError``."""
        return cls(*_parts(text, "12.5 KGM"))

    def __str__(self) -> str:
        return f"{_strict.written(self.figure)} {self.unit}"

    def as_json(self) -> Any:
        """The quantity as text, such as ``"12.5 KGM"``."""
        return str(self)


@dataclass(frozen=True, slots=True)
class ExchangeRate(Form):
    """What one unit of a currency costs in another.

    >>> str(ExchangeRate("USD", "EUR", "0.92"))
    'USD/EUR 0.92'
    """

    base: str = field(metadata=as_(_strict.currency))
    """The currency of which one unit is priced."""
    quote: str = field(metadata=as_(_strict.currency))
    """The currency in which it is priced."""
    figure: Figure = field(metadata=_FIGURE)
    """Units of ``quote`` for one unit of ``base``, as it was quoted."""

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {_strict.written(_strict.figure(self.figure))}"

    def as_json(self) -> Any:
        """The rate as text, such as ``"USD/EUR 0.92"``."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Vat(Form):
    """A VAT category (S, Z, E, AE, K, G, O, L or M) and its rate in percent; the rate is 0 outside
    of S, L and M.

    >>> Vat("S", 20)
    Vat(category='S', rate=Decimal('20'))
    """

    category: str = field(metadata=_TEXT)
    """The category's code."""
    rate: Figure = field(default=Decimal(0), metadata=_FIGURE)
    """The rate in percent."""


@dataclass(frozen=True, slots=True)
class VatGroup(Form):
    """The VAT of one category and rate."""

    vat: Vat = field(metadata=as_(_strict.one_of(Vat)))
    """Category and rate."""
    base: Money = field(metadata=as_(_strict.one_of(Money)))
    """The taxable base."""
    amount: Money = field(metadata=as_(_strict.one_of(Money)))
    """The VAT."""


@dataclass(frozen=True, slots=True)
class Period(Form):
    """The days from the first on and before the last named.

    >>> Period("2026-01-01", "2026-02-01").as_json()
    {'from': '2026-01-01', 'until': '2026-02-01'}
    """

    # Not named from, which is a word of the language.
    first: Day = field(metadata=as_(_strict.day))
    """The first day."""
    until: Day = field(metadata=as_(_strict.day))
    """The day after the last."""

    def as_json(self) -> Any:
        """The period by its ends."""
        given = Form.as_json(self)
        return {"from": given["first"], "until": given["until"]}

    @staticmethod
    def read(value: Any) -> Period:
        """The period as the core writes it."""
        return Period(value["from"], value["until"])


@dataclass(frozen=True, slots=True)
class Net(Form):
    """A net price for one base quantity, in the currency of its document."""

    price: Figure = field(metadata=_FIGURE)
    """The price, without VAT; not rounded to the currency's decimals."""

    def as_json(self) -> Any:
        """The price under its name."""
        return {"net": _strict.written(_strict.figure(self.price))}


@dataclass(frozen=True, slots=True)
class Gross(Named):
    """A list price and the discount on it, for one base quantity; both without VAT."""

    NAME: ClassVar[str] = "gross"

    gross: Figure = field(metadata=_FIGURE)
    """The list price."""
    discount: Figure = field(metadata=_FIGURE)
    """The discount on it; at most the list price."""


Price: TypeAlias = Net | Gross
"""A price, net or as list price and discount."""


@dataclass(frozen=True, slots=True)
class Amount(Form):
    """A fixed amount, in the currency of its document."""

    amount: Money = field(metadata=as_(_strict.one_of(Money)))
    """The amount."""

    def as_json(self) -> Any:
        """The amount under its name."""
        return {"amount": str(self.amount)}


@dataclass(frozen=True, slots=True)
class Percent(Form):
    """A percentage: of a line's goods amount, of each VAT group of a document, or of a total."""

    percent: Figure = field(metadata=_FIGURE)
    """The percentage: 5 is a twentieth."""

    def as_json(self) -> Any:
        """The percentage under its name."""
        return {"percent": _strict.written(_strict.figure(self.percent))}


@dataclass(frozen=True, slots=True)
class PercentOf(Named):
    """A percentage of an amount that is named."""

    NAME: ClassVar[str] = "percent_of"

    percent: Figure = field(metadata=_FIGURE)
    """The percentage."""
    base: Money = field(metadata=as_(_strict.one_of(Money)))
    """Of what."""


@dataclass(frozen=True, slots=True)
class PercentOfRest(Form):
    """A percentage of what is left by those before."""

    percent: Figure = field(metadata=_FIGURE)
    """The percentage."""

    def as_json(self) -> Any:
        """The percentage under its name."""
        return {"percent_of_rest": _strict.written(_strict.figure(self.percent))}


AdjustmentValue: TypeAlias = Amount | Percent | PercentOf | PercentOfRest
"""How large an allowance or a charge is."""

_KIND = as_(_strict.word("allowance", "charge"))
_VALUE = as_(_strict.one_of(Amount, Percent, PercentOf, PercentOfRest))


@dataclass(frozen=True, slots=True)
class Adjustment(Form):
    """An allowance (taken off) or a charge (added) of one line, without VAT."""

    kind: Literal["allowance", "charge"] = field(metadata=_KIND)
    """Which of the two."""
    value: AdjustmentValue = field(metadata=_VALUE)
    """How large it is."""
    reason: str = field(default="", metadata=_TEXT)
    """What for, as printed."""


@dataclass(frozen=True, slots=True)
class DocumentAdjustment(Form):
    """An allowance or a charge of a whole document, such as freight, without VAT."""

    kind: Literal["allowance", "charge"] = field(metadata=_KIND)
    """Which of the two."""
    value: AdjustmentValue = field(metadata=_VALUE)
    """How large it is."""
    vat: Vat | None = field(default=None, metadata=as_(_strict.optional(_strict.one_of(Vat))))
    """The VAT it bears; split over the VAT groups of the lines where none is given."""
    reason: str = field(default="", metadata=_TEXT)
    """What for, as printed."""


@dataclass(frozen=True, slots=True)
class DateOperation(Form):
    """One step of a due rule, such as 30 days or the end of the month.

    >>> DateOperation("plus_days", 30).as_json(), DateOperation("end_of_month").as_json()
    ({'plus_days': 30}, 'end_of_month')
    """

    step: Literal[
        "plus_days", "plus_months", "end_of_month", "end_of_decade", "on_day", "day_of_next_month"
    ] = field(
        metadata=as_(
            _strict.word(
                "plus_days",
                "plus_months",
                "end_of_month",
                "end_of_decade",
                "on_day",
                "day_of_next_month",
            )
        )
    )
    """What is done with the day."""
    count: int | None = field(default=None, metadata=as_(_strict.optional(_strict.whole)))
    """How many days or months, or which day of the month; none for an end."""

    def as_json(self) -> Any:
        """The step, with its count where it has one."""
        return self.step if self.count is None else {self.step: self.count}


@dataclass(frozen=True, slots=True)
class DueRule(Form):
    """When something falls due: steps from a day, the issue unless said, then one shift."""

    operations: Sequence[DateOperation] = field(
        metadata=as_(_strict.each(_strict.one_of(DateOperation)))
    )
    """The steps, in their order."""
    shift: Literal["none", "following", "modified_following", "preceding"] = field(
        default="none",
        metadata=as_(_strict.word("none", "following", "modified_following", "preceding")),
    )
    """Where a day goes that is no business day."""
    anchor: Literal["issue", "receipt", "delivery"] = field(
        default="issue", metadata=as_(_strict.word("issue", "receipt", "delivery"))
    )
    """What the steps count from."""

    @staticmethod
    def read(value: Any) -> DueRule:
        """The rule as the core writes it."""

        steps = []
        for one in value["operations"]:
            told: Any = {one: None} if isinstance(one, str) else one
            steps += [DateOperation(name, count) for name, count in told.items()]
        return DueRule(steps, value.get("shift", "none"), value.get("anchor", "issue"))


@dataclass(frozen=True, slots=True)
class Parts(Form):
    """So many parts of a total, where all instalments are parts."""

    parts: int = field(metadata=_COUNT)
    """How many."""

    def as_json(self) -> Any:
        """The parts under their name."""
        return {"parts": self.parts}


@dataclass(frozen=True, slots=True)
class Fixed(Form):
    """A fixed amount of a total, in its currency."""

    figure: Figure = field(metadata=_FIGURE)
    """The amount in the currency's main unit."""

    def as_json(self) -> Any:
        """The figure under its name."""
        return {"fixed": _strict.written(_strict.figure(self.figure))}


@dataclass(frozen=True, slots=True)
class Rest(Form):
    """What the instalments before leave; only the last one."""

    def as_json(self) -> Any:
        """The word."""
        return "rest"


Share: TypeAlias = Percent | Parts | Fixed | PercentOfRest | Rest
"""What one instalment takes of the total."""


@dataclass(frozen=True, slots=True)
class EarlyDiscount(Form):
    """A discount for paying early."""

    percent: Figure = field(metadata=_FIGURE)
    """The percentage; at most 100."""
    days: int = field(metadata=_COUNT)
    """The days after issue within which the money must have come in."""
    vat: Literal["reduced_when_taken", "unchanged", "unchanged_on_net", "reduced_at_issue"] = field(
        default="reduced_when_taken",
        metadata=as_(
            _strict.word("reduced_when_taken", "unchanged", "unchanged_on_net", "reduced_at_issue")
        ),
    )
    """What it is a percentage of, and what it does to VAT: of the total with VAT, which reduces
    the VAT when it is taken or leaves it; of the total without, which leaves it or lowers the
    taxable base at issue."""
    policy: Literal["full_only", "proportional"] = field(
        default="full_only", metadata=as_(_strict.word("full_only", "proportional"))
    )
    """What a payment of a part earns: nothing, or its share."""


@dataclass(frozen=True, slots=True)
class InstalmentRule(Form):
    """One instalment: what it takes of the total and when it falls due."""

    share: Share = field(
        metadata=as_(_strict.one_of(Percent, Parts, Fixed, PercentOfRest, Rest))
    )
    """What it takes."""
    due: DueRule = field(metadata=as_(_strict.one_of(DueRule)))
    """When it falls due."""
    early_discount: EarlyDiscount | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(EarlyDiscount)))
    )
    """The discount for paying it early, where the terms grant none as a whole."""


@dataclass(frozen=True, slots=True)
class Terms(Form):
    """The payment terms of a contract.

    Where terms are asked for, a text does as well. ``net 30`` is so many days after the issue,
    ``at once`` none; other rules are steps joined by ``then``: ``30 days``, ``2 months``, ``end of
    month``, ``end of decade``, ``on day 10``, ``day 10 of next month``, so ``45 days then end of
    month``. Behind them: ``from receipt`` or ``from delivery``, then ``shifted following``,
    ``shifted preceding`` or ``shifted modified following``. Instalments are ``30%: net 0; rest: net
    30``; a share is ``30%``, ``1 part``, ``fixed 500.00``, ``50% of rest`` or ``rest``. A discount
    stands in front of the whole or of one rule, ``2% 10 net 30``, with what differs in
    parentheses: ``vat unchanged``, ``vat unchanged on net`` or ``vat reduced at issue``, and
    ``proportional``: ``2% 10 (vat unchanged, proportional) net 30``.

    >>> from o2c import Money, schedule
    >>> for due in schedule(Terms.net_days(30), Money("100", "EUR"), "2026-01-31"):
    ...     print(due.due_on, due.amount)
    2026-03-02 100.00 EUR
    """

    instalments: Sequence[InstalmentRule] = field(
        metadata=as_(_strict.each(_strict.one_of(InstalmentRule)))
    )
    """The instalments, in their order."""
    early_discount: EarlyDiscount | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(EarlyDiscount)))
    )
    """The discount for paying early, if one is granted."""

    @classmethod
    def net_days(cls, days: int, *, early_discount: EarlyDiscount | None = None) -> Terms:
        """Everything at once, so many days after issue."""
        return cls.single([DateOperation("plus_days", days)], early_discount=early_discount)

    @classmethod
    def single(
        cls,
        operations: Iterable[DateOperation],
        *,
        shift: Literal["none", "following", "modified_following", "preceding"] = "none",
        early_discount: EarlyDiscount | None = None,
    ) -> Terms:
        """Everything at once, by a rule."""
        due = DueRule(tuple(operations), shift)
        return cls((InstalmentRule(Rest(), due),), early_discount)
