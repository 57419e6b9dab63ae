"""What an order comes to from price lists and conditions, and under several offers at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

from .. import _strict
from .._fields import (
    CLAIM,
    CURRENCY,
    DAY,
    FIGURE,
    ID,
    MONEY,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    OPTIONAL_TEXT,
    TERMS,
    TEXT,
)
from .._form import Form, as_, plain
from .._strict import Day, Figure
from ..values import AdjustmentValue, Amount, Money, Percent, PercentOf, PercentOfRest, Terms
from .asking import answered, calculate

__all__ = [
    "Allowance",
    "CashIn",
    "Charge",
    "Desk",
    "FixedPrice",
    "FreeGoods",
    "LineToPrice",
    "ListedItem",
    "Margin",
    "MinimumOrder",
    "OrderCondition",
    "OrderToPrice",
    "PriceCondition",
    "PriceList",
    "PriceStep",
    "PricedLine",
    "PricedOrder",
    "PricedPart",
    "Scenario",
    "ScenarioOutcome",
    "Tier",
    "Transition",
    "order_transitions",
    "price_order",
    "price_scenarios",
    "route_order",
]

_OPTIONAL_FIGURE = as_(_strict.optional(_strict.figure))
_VALUE = as_(_strict.one_of(Amount, Percent, PercentOf, PercentOfRest))
_TEXTS = as_(_strict.each(_strict.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Form):
    """A tier of a price: up to a quantity, that quantity included."""

    price: Figure = field(metadata=FIGURE)
    """The price of the base quantity."""
    up_to: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """The last quantity of the tier; the last tier has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem(Form):
    """What an item costs."""

    item: str = field(metadata=ID)
    """The item."""
    tiers: Sequence[Tier] = field(metadata=as_(_strict.each(_strict.one_of(Tier))))
    """The tiers, rising; a single one without end where the quantity does not matter."""
    base_quantity: Figure = field(default=Decimal(1), metadata=FIGURE)
    """How many units the price is for."""
    mode: Literal["volume", "graduated"] = field(
        default="volume", metadata=as_(_strict.word("volume", "graduated"))
    )
    """Whether the whole quantity costs what its tier costs, or each part what its own costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList(Form):
    """A price list: of one currency, valid from a day and maybe until a day."""

    id: str = field(metadata=TEXT)
    """What the firm calls it."""
    currency: str = field(metadata=CURRENCY)
    """The currency of its prices."""
    valid_from: Day = field(metadata=DAY)
    """The first day it is valid."""
    items: Sequence[ListedItem] = field(metadata=as_(_strict.each(_strict.one_of(ListedItem))))
    """What is on it."""
    valid_until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last day it is valid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice(Form):
    """The line has this price and not that of the list."""

    price: Figure = field(metadata=FIGURE)
    """The price of the base quantity."""
    base_quantity: Figure = field(default=Decimal(1), metadata=FIGURE)
    """How many units the price is for."""

    def as_json(self) -> Any:
        """The effect under its name."""
        return {"price": Form.as_json(self)}


@dataclass(frozen=True, slots=True)
class Allowance(Form):
    """Takes off."""

    value: AdjustmentValue = field(metadata=_VALUE)
    """How much."""

    def as_json(self) -> Any:
        """The effect under its name."""
        return {"allowance": plain(self.value)}


@dataclass(frozen=True, slots=True)
class Charge(Form):
    """Adds: a surcharge."""

    value: AdjustmentValue = field(metadata=_VALUE)
    """How much."""

    def as_json(self) -> Any:
        """The effect under its name."""
        return {"charge": plain(self.value)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeGoods(Form):
    """For so many bought, so many more are free; they come on top."""

    for_each: Figure = field(metadata=FIGURE)
    """For each of so many units."""
    free: Figure = field(metadata=FIGURE)
    """So many are free."""

    def as_json(self) -> Any:
        """The effect under its name."""
        return {"free_goods": Form.as_json(self)}


PriceEffect: TypeAlias = FixedPrice | Allowance | Charge | FreeGoods
"""What a condition does to a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCondition(Form):
    """A condition on lines. All that it names must be so."""

    id: str = field(metadata=TEXT)
    """What the firm calls it."""
    effect: PriceEffect = field(
        metadata=as_(_strict.one_of(FixedPrice, Allowance, Charge, FreeGoods))
    )
    """What it does."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """For this customer."""
    group: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """For customers of this group."""
    item: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """On this item."""
    valid_from: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """From this day on."""
    valid_until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Until this day, that day included."""
    from_quantity: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """From this quantity on."""
    stands_alone: bool = field(default=False, metadata=CLAIM)
    """Whether nothing after it applies to the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCondition(Form):
    """A condition on the order as a whole."""

    id: str = field(metadata=TEXT)
    """What the firm calls it."""
    kind: Literal["allowance", "charge"] = field(
        metadata=as_(_strict.word("allowance", "charge"))
    )
    """Whether it takes off or adds."""
    value: AdjustmentValue = field(metadata=_VALUE)
    """What it comes to; a percentage is of the net amount of the lines."""
    from_net: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """From this net amount of the lines on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumOrder(Form):
    """The least that an order comes to."""

    least: Money = field(metadata=MONEY)
    """The least net amount of the lines."""
    charge: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What a smaller order is charged; it is refused where nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToPrice(Form):
    """A line to be priced."""

    id: str = field(metadata=ID)
    """The line's own id."""
    item: str = field(metadata=ID)
    """What is sold."""
    quantity: Figure = field(metadata=FIGURE)
    """How much, above zero."""
    price: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """A price agreed by hand for one unit."""
    cost: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """What one unit costs the firm; without it there is no margin."""
    floor: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """The least net price of one unit, below which somebody must approve."""
    approved_by: str = field(default="", metadata=TEXT)
    """Who approved a price below the floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToPrice(Form):
    """An order to be priced, with all that prices depend on."""

    currency: str = field(metadata=CURRENCY)
    """The currency of the order."""
    on: Day = field(metadata=DAY)
    """The day whose prices count."""
    lines: Sequence[LineToPrice] = field(metadata=as_(_strict.each(_strict.one_of(LineToPrice))))
    """What is bought."""
    customer: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Who buys."""
    groups: Sequence[str] = field(default=(), metadata=_TEXTS)
    """The groups the customer is of."""
    lists: Sequence[PriceList] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(PriceList)))
    )
    """The price lists, the first that has an item decides."""
    conditions: Sequence[PriceCondition] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(PriceCondition)))
    )
    """The conditions on lines, in the order in which they apply."""
    order_conditions: Sequence[OrderCondition] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(OrderCondition)))
    )
    """The conditions on the whole, in the order in which they apply."""
    minimum: MinimumOrder | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(MinimumOrder)))
    )
    """The least that the order comes to."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What is left of a net amount once the goods are paid."""

    cost: Money
    """What the goods cost, free goods included."""
    amount: Money
    """Net less cost."""
    percent: Decimal | None
    """Of the net amount, at two decimals; none of nothing."""


@dataclass(frozen=True, slots=True)
class PricedPart:
    """A part of a line, as a line of an order takes it: one quantity at one price."""

    quantity: Decimal
    """How much."""
    price: Mapping[str, Any]
    """The price of the base quantity."""
    base_quantity: Decimal
    """How many units the price is for."""
    adjustments: tuple[Mapping[str, Any], ...]
    """The allowances and charges, in the order in which they apply."""
    amounts: Mapping[str, Money]
    """What it comes to: goods, allowances, charges and net."""
    is_free: bool
    """Whether it comes on top and free."""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A priced line."""

    id: str
    """The line."""
    parts: tuple[PricedPart, ...]
    """One, more where tiers are graduated, and one for free goods."""
    net: Money
    """What it comes to."""
    margin: Margin | None
    """What is left of it, where its cost is known."""


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of the way to a price. The steps of an order sum to its net amount."""

    line: str | None
    """Which line; none for the order as a whole."""
    by: str
    """What did it: a list, a condition, ``given`` or ``minimum``."""
    amount: Money
    """What it added; negative where it took off."""


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """A priced order."""

    lines: tuple[PricedLine, ...]
    """The lines."""
    lines_net: Money
    """What the lines come to."""
    net: Money
    """What the order comes to, without VAT."""
    margin: Margin | None
    """What is left of it, where the cost of every line is known."""
    is_acceptable: bool
    """Whether nothing stands in the way."""
    findings: tuple[Mapping[str, Any], ...]
    """What somebody had better look at: ``below_floor``, its share of what is taken off the whole
    taken off, ``below_minimum``, ``below_nothing``."""
    trace: tuple[PriceStep, ...]
    """How the net amount came about."""


def price_order(order: OrderToPrice) -> PricedOrder:
    """What each line and the whole come to, without VAT, and how each price came about.

    Raises the ``Rejection`` of what has no price and of conditions that cannot be.

    >>> from o2c import LineToPrice, OrderToPrice
    >>> line = LineToPrice(id="1", item="SEAT", quantity=3, price="9.99", cost="6")
    >>> priced = price_order(OrderToPrice(currency="EUR", on="2026-03-10", lines=[line]))
    >>> str(priced.net), str(priced.margin.amount), str(priced.margin.percent)
    ('29.97 EUR', '11.97 EUR', '39.94')
    """
    given = plain(_strict.one_of(OrderToPrice)(order, "order"))
    return cast(PricedOrder, answered(PricedOrder, "price_order", given))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Form):
    """What one scenario changes."""

    name: str = field(metadata=TEXT)
    """What it is called."""
    terms: Terms | str = field(metadata=TERMS)
    """When the rest is to be paid."""
    discount: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """A discount on the whole order, in percent, after all conditions."""
    deposit: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """What is paid with the order, in percent of the net amount."""
    takes_early_discount: bool = field(default=False, metadata=CLAIM)
    """Whether the customer takes the early discount that the terms offer."""


@dataclass(frozen=True, slots=True)
class CashIn:
    """Money that comes in on a day."""

    on: date
    """The day."""
    amount: Money
    """How much."""


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """What an order comes to under one scenario."""

    name: str
    """The scenario."""
    net: Money
    """What the order comes to."""
    early_discount: Money
    """What the early discount takes, where it is taken."""
    cash: tuple[CashIn, ...]
    """What comes in, and when."""
    paid_on: date | None
    """The day the last of it comes in."""
    credit_cost: Money
    """What waiting for the money costs from the day of the order on."""
    margin: Margin | None
    """What is left of the net amount less the early discount."""
    margin_after_credit: Money | None
    """What is left of that after the cost of credit."""
    is_acceptable: bool
    """Whether nothing stands in the way: no floor undercut without approval once the discount is
    taken off, no minimum missed."""
    findings: tuple[Mapping[str, Any], ...]
    """What somebody had better look at under this scenario."""


def price_scenarios(
    order: OrderToPrice, scenarios: Iterable[Scenario], invoiced_on: Day, credit_rate: Figure
) -> tuple[ScenarioOutcome, ...]:
    """One order under several discounts, terms and deposits, side by side. ``credit_rate`` is what
    money costs in a year, in percent.

    Raises the ``Rejection`` of an order that cannot be priced and of terms that cannot be.

    >>> from o2c import LineToPrice, OrderToPrice, Scenario
    >>> line = LineToPrice(id="1", item="SEAT", quantity=100, price="10", cost="7")
    >>> order = OrderToPrice(currency="EUR", on="2026-03-10", lines=[line])
    >>> told = price_scenarios(order, [Scenario(name="today", terms="net 60")], "2026-03-20", "7.3")
    >>> str(told[0].credit_cost), str(told[0].margin_after_credit)
    ('14.00 EUR', '286.00 EUR')
    """
    request = {
        "order": plain(_strict.one_of(OrderToPrice)(order, "order")),
        "invoiced_on": plain(_strict.day(invoiced_on, "invoiced_on")),
        "credit_rate": plain(_strict.figure(credit_rate, "credit_rate")),
        "scenarios": plain(_strict.each(_strict.one_of(Scenario))(scenarios, "scenarios")),
    }
    kind = tuple[ScenarioOutcome, ...]
    return cast("tuple[ScenarioOutcome, ...]", answered(kind, "scenarios", request))


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk an order goes to."""

    desk: str
    """Who looks after it."""
    rule: int
    """Which rule decided, counted from zero."""


def route_order(order: Mapping[str, Any], rules: Iterable[Mapping[str, Any]]) -> Desk | None:
    """The desk of the first rule of which all conditions hold; none where no rule fits.

    >>> order = {"customer": "C1", "channel": "shop", "net": "1200.00 EUR", "items": [None]}
    >>> large = {"desk": "key accounts", "when": [{"at_least": "1000.00 EUR"}]}
    >>> route_order(order, [large, {"desk": "order desk"}]).desk
    'key accounts'
    """
    request = {"order": order, "rules": list(rules)}
    told = calculate({"route_order": request})
    return None if told is None else Desk(told["desk"], told["rule"])


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table of an order's states."""

    source: str
    """The state."""
    command: str
    """What is asked."""
    to: tuple[str, ...]
    """The states it may lead to."""


def order_transitions() -> tuple[Transition, ...]:
    """What may be asked of an order in which state; everything else is refused.

    >>> [row.to for row in order_transitions() if row.command == "accept_quote"]
    [('placed',)]
    """
    told = calculate({"order_transitions": {}})
    return tuple(Transition(row["from"], row["command"], tuple(row["to"])) for row in told)
