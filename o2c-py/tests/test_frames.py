"""Data frames by the Arrow interface: every kind of column, chunk and fault."""

import datetime
import random
from decimal import Decimal
from typing import Any

import pytest

import o2c

pa = pytest.importorskip("pyarrow")

AS_OF = datetime.date(2026, 3, 31)


def day(age: int) -> datetime.date:
    return AS_OF - datetime.timedelta(days=age)


def table(**changed: Any) -> Any:
    """The open items of rulebook EX-K1 with a credit and a second currency."""
    columns = {
        "customer": pa.array(["C-17", "C-17", "C-04", "C-04"]),
        "due_on": pa.array([day(30), day(0), day(91), day(11)], pa.date32()),
        "open": pa.array([70_000, 50_000, 20_000, -15_000], pa.int64()),
        "currency": pa.array(["EUR", "EUR", "JPY", "EUR"]),
    }
    columns.update(changed)
    return pa.table({name: column for name, column in columns.items() if column is not None})


def rows(frame: Any) -> Any:
    return pa.table(frame).to_pylist()


def figures(customer: Any, currency: str, *amounts: Any) -> dict[str, Any]:
    names = ["not_due", "1-30", "31-60", "61-90", ">90", "credits", "total"]
    return {"customer": customer, "currency": currency, **dict(zip(names, amounts, strict=True))}


EXPECTED = [
    figures("C-04", "EUR", 0, 0, 0, 0, 0, -15_000, -15_000),
    figures("C-04", "JPY", 0, 0, 0, 0, 20_000, 0, 20_000),
    figures("C-17", "EUR", 50_000, 70_000, 0, 0, 0, 0, 120_000),
]


def test_minor_units_are_aged() -> None:
    frame = o2c.age(table(), AS_OF)
    assert rows(frame) == EXPECTED
    assert rows(frame) == EXPECTED, "a frame is read as often as one likes"
    assert len(frame) == 3
    assert pa.schema(frame).names[:3] == ["customer", "currency", "not_due"]


def test_bounds_and_credits_are_chosen() -> None:
    aged = rows(o2c.age(table(), "2026-03-31", bounds=[29], credits="own_date"))
    amounts = [tuple(row[name] for name in ("not_due", "1-29", ">29", "credits")) for row in aged]
    assert amounts == [(0, -15_000, 0, 0), (0, 0, 20_000, 0), (50_000, 0, 70_000, 0)]


def test_decimals_come_out_as_they_went_in() -> None:
    amounts = [Decimal("700.000"), Decimal("500.120"), Decimal("200.000"), Decimal("-150.000")]
    aged = pa.table(o2c.age(table(open=pa.array(amounts, pa.decimal128(12, 3))), AS_OF))
    assert aged.schema.field("total").type == pa.decimal128(38, 3)
    assert aged["total"].to_pylist() == [Decimal("-150"), Decimal("200"), Decimal("1200.12")]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_texts_of_every_kind_are_read(kind: str) -> None:
    types = {
        "string": pa.string(),
        "large_string": pa.large_string(),
        "string_view": pa.string_view(),
        "dictionary": pa.dictionary(pa.int16(), pa.large_string()),
    }
    names, codes = (table()[name].combine_chunks() for name in ("customer", "currency"))
    if kind == "dictionary":
        changed = {"customer": names.dictionary_encode(), "currency": codes.dictionary_encode()}
    else:
        changed = {"customer": names.cast(types[kind]), "currency": codes.cast(types[kind])}
    assert rows(o2c.age(table(**changed), AS_OF)) == EXPECTED


def test_unused_texts_of_a_dictionary_are_not_looked_at() -> None:
    codes = pa.DictionaryArray.from_arrays(
        pa.array([1, 1, 2, 1], pa.int8()), pa.array(["no currency", "EUR", "JPY", None])
    )
    assert rows(o2c.age(table(currency=codes), AS_OF)) == EXPECTED


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_names_of_every_length_are_told_apart_and_sorted(kind: str) -> None:
    names = ["é" * count + "x" * more for count in range(9) for more in range(40)][1:]
    names += ["Customer of the north 1", "Customer of the north 2", "Customer of the north"]
    count = len(names)
    frame = pa.table(
        {
            "customer": pa.array(names * 3, getattr(pa, kind)()),
            "due_on": pa.array([day(10)] * count * 3, pa.date32()),
            "open": pa.array([Decimal(n) for n in range(1, count + 1)] * 3, pa.decimal128(20, 4)),
            "currency": ["EUR"] * count * 3,
        }
    )
    aged = rows(o2c.age(frame, AS_OF))
    expected = sorted(zip(names, range(1, count + 1), strict=True), key=lambda one: one[0].encode())
    assert [(row["customer"], row["1-30"]) for row in aged] == [
        (name, Decimal(3 * amount)) for name, amount in expected
    ]


@pytest.mark.parametrize("width", ["int8", "uint16", "int32", "int64", "uint64"])
def test_customers_may_be_numbers(width: str) -> None:
    keys = pa.array([17, 17, 4, 4], getattr(pa, width)())
    expected = [{**row, "customer": 17 if row["customer"] == "C-17" else 4} for row in EXPECTED]
    assert rows(o2c.age(table(customer=keys), AS_OF)) == expected
    aged = pa.table(o2c.age(table(customer=keys), AS_OF))
    assert aged.schema.field("customer").type == pa.int64()


def test_a_key_beyond_64_bits_is_refused() -> None:
    keys = pa.array([1, 2, 2**63, 4], pa.uint64())
    with pytest.raises(o2c.InputError) as no:
        o2c.age(table(customer=keys), AS_OF)
    assert no.value.path == "customer[2]"


def test_chunks_slices_and_offsets_are_one_frame() -> None:
    padded = pa.concat_tables([table().slice(3), table(), table().slice(0, 1)])
    assert rows(o2c.age(padded.slice(1, 4), AS_OF)) == EXPECTED
    chunked = pa.concat_tables([table().slice(index, 1) for index in range(4)])
    assert chunked["open"].num_chunks == 4
    assert rows(o2c.age(chunked, AS_OF)) == EXPECTED


@pytest.mark.parametrize("name", ["due_on", "open"])
def test_unaligned_buffers_are_read(name: str) -> None:
    column = table()[name].combine_chunks()
    data = column.buffers()[1].to_pybytes()
    shifted = pa.py_buffer(b"\0" + data).slice(1)
    unaligned = pa.Array.from_buffers(column.type, len(column), [None, shifted])
    assert rows(o2c.age(table(**{name: unaligned}), AS_OF)) == EXPECTED


def test_unaligned_decimals_are_read() -> None:
    amounts = pa.array([Decimal(n) for n in (700, 500, 200, -150)], pa.decimal128(20, 0))
    shifted = pa.py_buffer(b"\0" * 8 + amounts.buffers()[1].to_pybytes()).slice(8)
    unaligned = pa.Array.from_buffers(amounts.type, 4, [None, shifted])
    aged = pa.table(o2c.age(table(open=unaligned), AS_OF))
    assert aged["total"].to_pylist() == [Decimal(-150), Decimal(200), Decimal(1200)]


@pytest.mark.parametrize("name", ["customer", "due_on", "open", "currency"])
def test_a_null_is_refused_with_its_row(name: str) -> None:
    column = table()[name].combine_chunks()
    holed = pa.concat_arrays([column.slice(0, 2), pa.nulls(1, column.type), column.slice(3)])
    with pytest.raises(o2c.InputError) as no:
        o2c.age(pa.concat_tables([table(), table(**{name: holed})]), AS_OF)
    assert no.value.path == f"{name}[6]"
    assert not isinstance(no.value, TypeError)


@pytest.mark.parametrize("name", ["customer", "due_on", "open", "currency"])
def test_a_missing_column_is_refused_by_name(name: str) -> None:
    with pytest.raises(o2c.InputError) as no:
        o2c.age(table(**{name: None}), AS_OF)
    assert no.value.path == name


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("customer", [1.0, 2.0, 3.0, 4.0]),
        ("due_on", [datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)] * 4),
        ("due_on", ["2026-03-01"] * 4),
        ("open", [700.0, 500.0, 200.0, -150.0]),
        ("open", ["1", "2", "3", "4"]),
        ("currency", [978] * 4),
    ],
)
def test_a_column_of_another_type_is_refused_by_name(name: str, column: list[Any]) -> None:
    with pytest.raises(o2c.InputTypeError) as no:
        o2c.age(table(**{name: pa.array(column)}), AS_OF)
    assert no.value.path == name


def test_refusals_of_the_core_name_column_and_row() -> None:
    odd = pa.array([Decimal("0.00"), Decimal("1.00"), Decimal("0.50"), Decimal("1.00")])
    with pytest.raises(o2c.MoneyRejection) as no:
        o2c.age(table(open=odd), AS_OF)
    assert (no.value.code, no.value.path) == ("money.too_many_decimals", "open[2]")
    with pytest.raises(o2c.MoneyRejection) as no:
        o2c.age(table(currency=pa.array(["EUR", "XXQ", "JPY", "EUR"])), AS_OF)
    assert no.value.path == "currency[1]"
    with pytest.raises(o2c.IdRejection) as no_id:
        o2c.age(table(customer=pa.array(["a", "b", "", "c"])), AS_OF)
    assert no_id.value.path == "customer[2]"
    with pytest.raises(o2c.ColumnsRejection) as no_column:
        o2c.age(table(open=pa.array([0, 0, 10**18, 0])), AS_OF)
    assert no_column.value.code == "columns.out_of_range"
    with pytest.raises(o2c.AgeingRejection) as no_bounds:
        o2c.age(table(), AS_OF, bounds=[30, 30])
    assert no_bounds.value.code == "ageing.bounds_not_increasing"


def test_a_stream_is_read_once() -> None:
    reader = table().to_reader()
    assert rows(o2c.age(reader, AS_OF)) == EXPECTED

    class Consumed:
        def __init__(self) -> None:
            self.capsule = table().__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            return self.capsule

    once = Consumed()
    assert rows(o2c.age(once, AS_OF)) == EXPECTED
    with pytest.raises(o2c.InputError, match="read before"):
        o2c.age(once, AS_OF)


def test_a_stream_that_breaks_is_an_error() -> None:
    def batches() -> Any:
        yield from table().to_batches()
        raise ValueError("the source is gone")

    reader = pa.RecordBatchReader.from_batches(table().schema, batches())
    with pytest.raises(o2c.InputError, match="the source is gone"):
        o2c.age(reader, AS_OF)


def test_floats_are_amounts_where_their_decimals_are_said() -> None:
    floats = table(open=pa.array([700.1, 500.25, 200.0, -0.1]))
    with pytest.raises(o2c.InputTypeError, match="decimals") as no:
        o2c.age(floats, AS_OF)
    assert no.value.path == "open"
    aged = pa.table(o2c.age(floats, AS_OF, decimals=2))
    assert aged.schema.field("total").type == pa.decimal128(38, 2)
    assert aged["total"].to_pylist() == [Decimal("-0.10"), Decimal(200), Decimal("1200.35")]
    for odd in (0.125, float("nan"), float("inf"), 1e300):
        with pytest.raises((o2c.InputError, o2c.MoneyRejection)) as no_amount:
            o2c.age(table(open=pa.array([1.0, 2.0, 3.0, odd])), AS_OF, decimals=2)
        refused: Any = no_amount.value
        assert refused.path == "open[3]"
    with pytest.raises(o2c.MoneyRejection) as no_yen:
        o2c.age(table(open=pa.array([1.0, 2.0, 3.5, 4.0])), AS_OF, decimals=1)
    assert (no_yen.value.code, no_yen.value.path) == ("money.too_many_decimals", "open[2]")


def test_a_day_out_of_range_is_refused_with_its_row() -> None:
    odd = pa.array([0, 0, 2**31 - 1, 0], pa.int32()).cast(pa.date32())
    with pytest.raises(o2c.ColumnsRejection) as no:
        o2c.age(pa.concat_tables([table(), table(due_on=odd)]), AS_OF)
    assert (no.value.code, no.value.path) == ("columns.day_out_of_range", "due_on[6]")


def test_an_amount_beyond_money_is_refused_with_its_row() -> None:
    with pytest.raises(o2c.ColumnsRejection) as no:
        o2c.age(pa.concat_tables([table(), table(open=pa.array([0, 10**18, 0, 0]))]), AS_OF)
    assert (no.value.code, no.value.path) == ("columns.out_of_range", "open[5]")


def test_one_currency_may_be_named_for_all_rows() -> None:
    aged = rows(o2c.age(table(currency=None), AS_OF, currency="EUR"))
    totals = [(row["currency"], row["total"]) for row in aged]
    assert totals == [("EUR", 5_000), ("EUR", 120_000)]
    with pytest.raises(o2c.MoneyRejection) as no:
        o2c.age(table(), AS_OF, currency="XXQ")
    assert no.value.path == "currency"


@pytest.mark.parametrize("credits", ["separate", "own_date", "oldest_first"])
def test_every_number_of_threads_gives_the_same(credits: Any) -> None:
    chance = random.Random(7)
    count = 200_000
    frame = pa.table(
        {
            "customer": [f"C-{chance.randint(0, 999)}" for _ in range(count)],
            "due_on": pa.array([day(chance.randint(-9, 120)) for _ in range(count)], pa.date32()),
            "open": pa.array([chance.randint(-(10**6), 10**7) for _ in range(count)]),
            "currency": [chance.choice(["EUR", "USD"]) for _ in range(count)],
        }
    )
    keyed = frame.set_column(
        0, "customer", pa.array([int(name[2:]) for name in frame["customer"].to_pylist()])
    )
    for some in (frame, keyed):
        one, *others = (
            rows(o2c.age(some, AS_OF, credits=credits, threads=threads)) for threads in (1, 2, 5)
        )
        assert len(one) == 2_000
        assert all(other == one for other in others)
    with pytest.raises(o2c.MoneyRejection) as no:
        wrong = pa.array(["EUR"] * (count - 3) + ["XXQ", "XXR", "EUR"])
        o2c.age(frame.set_column(3, "currency", wrong), AS_OF, threads=3)
    assert no.value.path == f"currency[{count - 3}]"
    for odd in (0, -1, 1_000):
        with pytest.raises(o2c.InputError):
            o2c.age(frame, AS_OF, threads=odd)


def test_polars_frames_go_in_and_come_out() -> None:
    polars = pytest.importorskip("polars")
    amounts = [Decimal("700.00"), Decimal("500.00"), Decimal("200.00"), Decimal("-150.00")]
    frame = polars.DataFrame(
        {
            "customer": ["C-17", "C-17", "C-04", "C-04"],
            "due_on": [day(30), day(0), day(91), day(11)],
            "open": polars.Series(amounts, dtype=polars.Decimal(12, 2)),
            "currency": ["EUR", "EUR", "JPY", "EUR"],
        }
    )
    aged = polars.DataFrame(o2c.age(frame, AS_OF))
    assert aged["total"].to_list() == [Decimal("-150"), Decimal("200"), Decimal("1200")]


def test_pandas_frames_go_in_and_come_out() -> None:
    pandas = pytest.importorskip("pandas")
    aged = pandas.DataFrame.from_arrow(o2c.age(table().to_pandas(), AS_OF)) if hasattr(
        pandas.DataFrame, "from_arrow"
    ) else pa.table(o2c.age(table().to_pandas(), AS_OF)).to_pandas()
    assert aged["total"].tolist() == [-15_000, 20_000, 120_000]


def test_duckdb_relations_go_in_and_come_out() -> None:
    duckdb = pytest.importorskip("duckdb")
    items = table()
    assert items.num_rows == 4
    aged = pa.table(o2c.age(duckdb.sql("select * from items"), AS_OF))
    assert duckdb.sql("select sum(total) from aged").fetchall() == [(125_000,)]


def test_an_aged_balance_is_drawn() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    aged = o2c.age(table(), AS_OF)
    axes = o2c.plot_ageing(aged, "EUR")
    assert [bar.get_height() for bar in axes.patches] == [50_000, 70_000, 0, 0, 0, -15_000]
    assert axes.get_ylabel() == "EUR"
    axes.figure.canvas.draw()
    for odd in (None, "CHF"):
        with pytest.raises(o2c.InputError) as no:
            o2c.plot_ageing(aged, odd)
        assert no.value.path == "currency"
    with pytest.raises(o2c.InputError):
        o2c.plot_ageing(table())


@pytest.mark.parametrize("frame", [None, 7, {"customer": []}, [("C", 1)]])
def test_what_is_no_frame_is_refused(frame: Any) -> None:
    with pytest.raises(o2c.InputTypeError, match="__arrow_c_stream__"):
        o2c.age(frame, AS_OF)


def test_what_gives_no_stream_is_refused() -> None:
    class Liar:
        def __init__(self, given: object) -> None:
            self.given = given

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            return self.given

    schema = pa.schema([]).__arrow_c_schema__()
    for given in (None, b"", schema):
        with pytest.raises(o2c.InputTypeError, match="capsule"):
            o2c.age(Liar(given), AS_OF)


def test_no_items_are_a_frame_too() -> None:
    assert rows(o2c.age(table().slice(0, 0), AS_OF)) == []


def test_a_day_is_a_day() -> None:
    with pytest.raises(o2c.InputTypeError):
        o2c.age(table(), datetime.datetime(2026, 3, 31))


def test_many_rows_age_as_the_words_of_the_rulebook_say() -> None:
    chance = random.Random(42)
    count = 5_000
    ages = [chance.choice([-400, -1, 0, 1, 30, 31, 60, 61, 90, 91, 4000]) for _ in range(count)]
    opens = [chance.randint(-(10**6), 10**6) for _ in range(count)]
    names = [f"C-{chance.randint(0, 99):02}" for _ in range(count)]
    expected: dict[str, list[int]] = {}
    for name, age, open_ in zip(names, ages, opens, strict=True):
        place = sum(age > bound for bound in (0, 30, 60, 90)) if open_ > 0 else 5
        figures_of = expected.setdefault(name, [0] * 7)
        figures_of[place] += open_
        figures_of[6] += open_
    frame = pa.table(
        {
            "customer": names,
            "due_on": pa.array([day(age) for age in ages], pa.date32()),
            "open": opens,
            "currency": ["EUR"] * count,
        }
    )
    aged = {row["customer"]: list(row.values())[2:] for row in rows(o2c.age(frame, AS_OF))}
    assert aged == expected


def test_days_of_pandas_are_days() -> None:
    pandas = pytest.importorskip("pandas")
    due_on = pandas.to_datetime(["2026-03-01"])
    items = {"customer": ["C-17"], "due_on": due_on, "open": [700], "currency": ["EUR"]}
    (row,) = rows(o2c.age(pandas.DataFrame(items), "2026-03-31"))
    assert (row["1-30"], row["total"]) == (700, 700)
    items["due_on"] = pandas.to_datetime(["2026-03-01 12:00"])
    with pytest.raises(o2c.InputError) as no:
        o2c.age(pandas.DataFrame(items), "2026-03-31")
    assert no.value.path == "due_on[0]"
