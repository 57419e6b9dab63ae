"""What may go in, and what is refused before the core is asked."""

import copy
import dataclasses
import datetime
import enum
import fractions
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import o2c
from o2c import _strict

WRONG_TYPES: list[Any] = [0.1, 1.0, True, False, None, b"1", 1j, fractions.Fraction(1, 2), [1], {}]
NO_FIGURES: list[Any] = [
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-NaN123"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    "",
    " 1",
    "1 ",
    "+1",
    "1.",
    ".5",
    "1e5",
    "1_000",
    "1,5",
    "--1",
    "NaN",
    "Infinity",
    "0x10",
    "\u0661",
    "1\n",
    "1\0",
]
OVER_LONG: list[Any] = [
    10**18,
    -(10**18),
    10**5000,
    "1234567890123456789",
    "0.00000000001",
    "1" * 100_000,
    "0" * 100_000 + "1",
    Decimal("1E+18"),
    Decimal("1E-11"),
    Decimal("1E+999999999999999999"),
    Decimal("1E-999999999999999999"),
    Decimal("9" * 5000),
]
FIGURES: list[Callable[[Any], object]] = [
    lambda figure: o2c.Money(figure, "EUR"),
    lambda figure: o2c.Quantity(figure),
    lambda figure: o2c.Net(figure),
    lambda figure: o2c.Vat("S", figure),
    lambda figure: o2c.ExchangeRate("USD", "EUR", figure),
    lambda figure: o2c.LineQuantity(line="1", quantity=figure),
    lambda figure: o2c.ItemPrice(price=figure, currency="EUR"),
]


@pytest.mark.parametrize("make", FIGURES)
@pytest.mark.parametrize("figure", WRONG_TYPES, ids=repr)
def test_a_figure_of_another_type_is_refused(
    make: Callable[[Any], object], figure: Any
) -> None:
    with pytest.raises(o2c.InputTypeError) as no:
        make(figure)
    assert isinstance(no.value, TypeError)
    assert isinstance(no.value, o2c.O2cError)
    assert no.value.path in ("amount", "figure", "price", "rate", "quantity")


@pytest.mark.parametrize("figure", NO_FIGURES + OVER_LONG, ids=lambda one: type(one).__name__)
def test_what_is_no_figure_is_refused(figure: Any) -> None:
    for make in FIGURES:
        with pytest.raises(o2c.InputError) as no:
            make(figure)
        assert isinstance(no.value, ValueError)
        assert not isinstance(no.value, TypeError)
        assert len(str(no.value)) < 200


@pytest.mark.parametrize(
    ("figure", "plain"),
    [
        (0, "0"),
        (-0, "0"),
        ("-0.00", "0"),
        (Decimal("-0E+5"), "0"),
        (Decimal("1E+2"), "100"),
        (Decimal("1E+17"), "1" + "0" * 17),
        (10**18 - 1, "9" * 18),
        ("0.0000000001", "0.0000000001"),
        ("007.50", "7.50"),
        (Decimal("-12.300000000000000000000"), "-12.300000000000000000000"),
    ],
)
def test_a_figure_is_held_exactly(figure: Any, plain: str) -> None:
    money = o2c.Money(figure, "EUR")
    assert str(money) == f"{plain} EUR"
    assert money.amount == Decimal(plain)
    assert type(money.amount) is Decimal


def test_figures_do_not_depend_on_the_context_of_decimals() -> None:
    import decimal

    with decimal.localcontext() as context:
        context.prec = 3
        context.traps[decimal.Inexact] = True
        assert str(o2c.Money("123456789012.34", "EUR")) == "123456789012.34 EUR"
        assert str(o2c.Money(Decimal("123456789012.34"), "EUR")) == "123456789012.34 EUR"


def test_texts_and_figures_may_be_of_a_subclass() -> None:
    class Id(str, enum.Enum):
        MARTIN = "C-17"

    class Count(enum.IntEnum):
        SEVEN = 7

    assert o2c.Quantity(Count.SEVEN).as_json() == "7 C62"
    merged = o2c.MergeCustomer(customer=str.__str__(Id.MARTIN), into="C-18")
    assert merged.customer == "C-17"


@pytest.mark.parametrize(
    "day",
    [
        datetime.datetime(2026, 1, 31),
        datetime.datetime(2026, 1, 31, tzinfo=datetime.timezone.utc),
        datetime.time(),
        20260131,
        1.5,
        True,
        b"2026-01-31",
    ],
    ids=repr,
)
def test_a_day_of_another_type_is_refused(day: Any) -> None:
    with pytest.raises(o2c.InputTypeError) as no:
        o2c.ClosePeriod(until=day)
    assert no.value.path == "until"


@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-13-01", "26-01-31", "20260131", "2026-W05", "", "2026-01-31T00:00"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(o2c.InputError) as no:
        o2c.ClosePeriod(until=day)
    assert not isinstance(no.value, TypeError)


def test_days_are_dates_or_texts() -> None:
    assert o2c.ClosePeriod(until="2026-01-31") == o2c.ClosePeriod(until=datetime.date(2026, 1, 31))


@pytest.mark.parametrize("code", ["eur", "EURO", "EU", "", "€", "E R", "EUR\n"])
def test_what_is_no_currency_is_refused(code: str) -> None:
    with pytest.raises(o2c.InputError):
        o2c.Money(1, code)


def test_a_currency_nobody_has_is_refused_by_the_core() -> None:
    with pytest.raises(o2c.MoneyRejection) as no:
        o2c.split(o2c.Money(1, "XXQ"), [1])
    assert no.value.path == "split.amount"


GIVEN: Any = o2c
"""The package without its types, which would find these faults before they happen."""


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: GIVEN.ConfirmOrder(order=7), "order"),
        (lambda: GIVEN.OpenSeries(series="s", prefix="", yearly=1), "yearly"),
        (lambda: GIVEN.OpenSeries(series="s", prefix="F", digits=True), "digits"),
        (lambda: GIVEN.OpenSeries(series="", prefix="", digits=5.), "digits"),
        (lambda: GIVEN.SetHolidays(table="t", days="2026-01-01"), "days"),
        (lambda: GIVEN.SetHolidays(table="t", days=["2026-01-01", 5]), "days[1]"),
        (lambda: GIVEN.ReceivePayment(payment="P", amount="1 EUR"), "amount"),
        (lambda: GIVEN.ReceivePayment(payment="P", amount=5), "amount"),
        (lambda: GIVEN.Adjustment("rebate", o2c.Percent(5)), "kind"),
        (lambda: GIVEN.Adjustment("charge", 5), "value"),
        (lambda: GIVEN.Terms([5]), "instalments[0]"),
        (lambda: GIVEN.Party(None), "name"),
        (lambda: GIVEN.calculate({"split": {"weights": ["1", 0.5]}}), "split.weights[1]"),
        (lambda: GIVEN.calculate({"split": {1: "1"}}), "split"),
        (lambda: GIVEN.calculate({"split": {"n": 2**64}}), "split.n"),
        (lambda: GIVEN.split(o2c.Money(1, "EUR"), [1, 0.5]), "weights[1]"),
        (lambda: GIVEN.split(o2c.Money(1, "EUR"), "111"), "weights"),
        (lambda: GIVEN.Company({"ledger_currency": 1.5}), "ledger_currency"),
    ],
)
def test_values_are_refused_with_their_place(make: Callable[[], object], path: str) -> None:
    with pytest.raises(o2c.InputError) as no:
        make()
    assert no.value.path == path


def test_lone_surrogates_are_refused() -> None:
    for text in ("\ud800", '{"split":"\udfff"}'):
        with pytest.raises(o2c.InputError):
            o2c.calculate_json(text)
    with pytest.raises(o2c.InputError):
        o2c.calculate({"split": {"amount": "\ud800"}})


def test_values_are_frozen_hashable_and_copied_whole() -> None:
    values: list[Any] = [
        o2c.Money("12.30", "EUR"),
        o2c.Quantity("1.5", "KGM"),
        o2c.ExchangeRate("USD", "EUR", "0.92"),
        o2c.Gross("10.00", 1),
        o2c.Terms.net_days(30, early_discount=o2c.EarlyDiscount(2, 10)),
        o2c.Party("Martin", address=o2c.Address(["1 rue du Lac"], country="FR")),
    ]
    for value in values:
        twin = pickle.loads(pickle.dumps(value))
        assert twin == value == copy.deepcopy(value)
        assert hash(twin) == hash(value)
        assert twin.as_json() == value.as_json()
        with pytest.raises(AttributeError):
            setattr(value, dataclasses.fields(value)[0].name, 1)


def test_nothing_computes_in_python() -> None:
    for operator in ("__add__", "__sub__", "__mul__", "__neg__", "__float__", "__int__"):
        assert not hasattr(o2c.Money, operator)
        assert not hasattr(o2c.Quantity, operator)


def test_every_figure_that_goes_in_comes_out() -> None:
    hypothesis = pytest.importorskip("hypothesis")
    strategies = hypothesis.strategies

    @hypothesis.given(
        strategies.decimals(allow_nan=True, allow_infinity=True)
        | strategies.decimals(places=2, min_value=-(10**15), max_value=10**15)
        | strategies.integers()
        | strategies.text()
    )
    @hypothesis.example(Decimal("1E-10"))
    def holds(figure: Any) -> None:
        try:
            held = _strict.figure(figure)
        except o2c.InputError:
            return
        assert held == Decimal(figure)
        assert Decimal(_strict.written(held)) == held
        # What passes here has the form of a figure for the core, too.
        rest = o2c.calculate({"round": {"figure": held, "currency": "EUR", "mode": "half_even"}})
        assert rest.endswith(" EUR")

    try:
        holds()
    except o2c.MoneyRejection as no:
        assert no.code == "money.out_of_range"
