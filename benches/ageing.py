"""The ageing of open items by the library, by duckdb and by polars: the same Arrow columns, the
same run, the same number of threads; cents as decimal128, customers as integers or texts.

    python benches/ageing.py [items] [customers] [threads]

Needs the package, pyarrow, duckdb and polars. The three answers are held against each other before
anything is timed; the best of several rounds is shown.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

ITEMS, CUSTOMERS, THREADS = (
    int(given) if given else otherwise
    for given, otherwise in zip(
        [*sys.argv[1:], None, None, None], (1_000_000, 50_000, os.cpu_count() or 1), strict=False
    )
)
os.environ["POLARS_MAX_THREADS"] = str(THREADS)

import duckdb  # noqa: E402
import polars  # noqa: E402
import pyarrow as pa  # noqa: E402

import o2c  # noqa: E402

AS_OF = "2026-03-31"
QUERY = """
select customer, currency,
    sum(case when open >= 0 and age <= 0 then open else 0 end) not_due,
    sum(case when open >= 0 and age between 1 and 30 then open else 0 end) to_30,
    sum(case when open >= 0 and age between 31 and 60 then open else 0 end) to_60,
    sum(case when open >= 0 and age between 61 and 90 then open else 0 end) to_90,
    sum(case when open >= 0 and age > 90 then open else 0 end) over_90,
    sum(case when open < 0 then open else 0 end) credits,
    sum(open) total
from (select customer, currency, open, date '2026-03-31' - due_on age from items)
group by customer, currency order by customer, currency
"""


def items(with_names: bool) -> Any:
    """Made-up open items: every tenth a credit, due within 200 days before and 60 after."""
    state = 42
    customers, days, opens = [], [], []
    for _ in range(ITEMS):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        high = state >> 16
        customers.append(high % CUSTOMERS)
        days.append(20_543 + 60 - (high >> 16) % 260)
        cents = (high >> 24) % 5_000_000 + 1
        opens.append(-cents if state >> 60 == 0 else cents)
    amounts = pa.array(opens, pa.int64()).cast(pa.decimal128(19, 0))
    # Cents as decimals of two places: the same digits, another scale.
    cents_of = pa.Array.from_buffers(pa.decimal128(18, 2), ITEMS, amounts.buffers())
    keys: Any = pa.array([f"C{key:06}" for key in customers] if with_names else customers)
    return pa.table(
        {
            "customer": keys,
            "due_on": pa.array(days, pa.int32()).cast(pa.date32()),
            "open": cents_of,
            "currency": pa.array(["EUR"] * ITEMS),
        }
    )


def by_library(table: Any) -> Any:
    return pa.table(o2c.age(table, AS_OF, threads=THREADS))


def by_duckdb(table: Any) -> Any:
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("items", table)
    return lambda: connection.sql(QUERY).to_arrow_table()


def by_polars(table: Any) -> Any:
    frame = polars.from_arrow(table)
    column, age = polars.col("open"), (polars.lit(AS_OF).str.to_date() - polars.col("due_on"))
    days = age.dt.total_days()
    debit = column >= 0

    def placed(place: Any) -> Any:
        return column.filter(place).sum()

    figures = [
        placed(debit & (days <= 0)).alias("not_due"),
        placed(debit & (days >= 1) & (days <= 30)).alias("to_30"),
        placed(debit & (days >= 31) & (days <= 60)).alias("to_60"),
        placed(debit & (days >= 61) & (days <= 90)).alias("to_90"),
        placed(debit & (days > 90)).alias("over_90"),
        placed(column < 0).alias("credits"),
        column.sum().alias("total"),
    ]
    keys = ["customer", "currency"]
    return lambda: frame.lazy().group_by(keys).agg(figures).sort(keys).collect()


def best(work: Callable[[], Any], rounds: int = 7) -> float:
    """The shortest of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def figures_of(table: Any) -> list[list[Any]]:
    """Every row as plain values, sorted."""
    columns = [column.to_pylist() for column in table.columns]
    return sorted([list(row) for row in zip(*columns, strict=True)])


def main() -> None:
    for with_names in (False, True):
        table = items(with_names)
        works = {
            "o2c": lambda table=table: by_library(table),
            "duckdb": by_duckdb(table),
            "polars": by_polars(table),
        }
        ours = figures_of(works["o2c"]())
        assert figures_of(works["duckdb"]()) == ours, "duckdb tells another ageing"
        assert figures_of(works["polars"]().to_arrow()) == ours, "polars tells another ageing"
        kind = "names" if with_names else "integers"
        print(f"{ITEMS} items, {CUSTOMERS} customers as {kind}, {THREADS} threads")
        times = {name: best(work) for name, work in works.items()}
        for name, seconds in times.items():
            ratio = seconds / times["o2c"]
            print(f"  {name:7} {seconds * 1e3:8.1f} ms {seconds / ITEMS * 1e9:6.1f} ns an item"
                  f" {ratio:5.1f} times")


if __name__ == "__main__":
    main()
