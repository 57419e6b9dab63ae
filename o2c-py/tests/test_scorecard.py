"""Scorecards fitted to paid invoices: readable, monotone, and held against later ones."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal

import pytest

import o2c
from o2c import calculators, scorecard

pytest.importorskip("sklearn")


def paid(count: int, seed: int) -> list[scorecard.Invoice]:
    """Customers who pay late now and then, each by a habit of its own."""
    chance = random.Random(seed)
    habits = {f"C{number}": chance.random() for number in range(20)}
    rows = []
    for _ in range(count):
        customer = chance.choice(list(habits))
        issued = datetime.date(2025, 1, 1) + datetime.timedelta(days=chance.randrange(700))
        due = issued + datetime.timedelta(days=30)
        is_late = chance.random() < habits[customer]
        days = chance.randrange(1, 40) if is_late else -chance.randrange(0, 10)
        settled = due + datetime.timedelta(days=days)
        amount = Decimal(chance.randrange(1_000, 100_000)) / 100
        rows.append(scorecard.Invoice(customer, issued, due, amount, False, settled))
    return rows


def test_a_fitted_card_says_more_than_chance_on_later_invoices() -> None:
    found = scorecard.trial(paid(900, 7), datetime.date(2026, 4, 1))
    assert found.earlier > 300 and found.later > 100
    auc = found.auc["scorecard"]
    assert auc is not None and auc > 0.7
    assert found.auc["always_on_time"] == 0.5
    assert sum(row.rows for row in found.fitted.calibration) == found.later
    for criterion in found.fitted.scorecard["criteria"]:
        points = [Decimal(band["points"]) for band in criterion["bands"]]
        assert points in (sorted(points), sorted(points, reverse=True))
    rates = [Decimal(row["default_rate"]) for row in found.fitted.scorecard["classes"]]
    assert rates == sorted(rates, reverse=True), "a higher score fails less often"


def test_files_of_others_are_read() -> None:
    text = [
        "\ufeffCustomer;Issued;Due;Amount;Paid on",
        "B;13/02/2026;15/03/2026;1 234,50;",
        "A;01/02/2026;03/03/2026;1.000,00 €;04/03/2026",
        "A;05/02/2026;07/03/2026;-10,00;NULL",
    ]
    rows = scorecard.read(text, {"settled": "paid on"})
    assert [(row.customer, str(row.amount)) for row in rows] == [("B", "1234.50"), ("A", "1000.00")]
    assert rows[0].settled is None and rows[1].settled == datetime.date(2026, 3, 4)
    english = ["customer,issued,due,amount,disputed,settled", 'C,2/1/2026,3/3/2026,"1,234",yes,']
    (row,) = scorecard.read(english)
    assert (row.issued, str(row.amount)) == (datetime.date(2026, 2, 1), "1234.00")
    with pytest.raises(o2c.InputError) as refused:
        scorecard.read(["customer,issued,amount", "C,2026-01-01,1"])
    assert refused.value.path == "due"


def test_what_cannot_be_tried_is_refused() -> None:
    rows = paid(50, 5)
    for split in (datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)):
        with pytest.raises(o2c.InputError) as refused:
            scorecard.trial(rows, split)
        assert refused.value.path == "split"
    with pytest.raises(o2c.InputError):
        scorecard.trial([], datetime.date(2026, 1, 1))


def test_nothing_later_is_looked_at() -> None:
    rows = paid(200, 3)
    asked = rows[100]
    history = [one for one in rows if one.customer == asked.customer and one is not asked]
    before = [one for one in history if one.issued <= asked.issued]
    assert scorecard.features_of(asked, before) == scorecard.features_of(
        asked, [one for one in before]
    )
    changed = [
        one
        if one.settled is not None and one.settled <= asked.issued
        else scorecard.Invoice(one.customer, one.issued, one.due, one.amount, True, None)
        for one in before
    ]
    assert scorecard.features_of(asked, changed) == scorecard.features_of(asked, before)


def test_bad_frames_are_refused() -> None:
    with pytest.raises(o2c.InputError) as refused:
        scorecard.fit({"late": [1.0, float("nan")]}, [True, False])
    assert refused.value.path == "late"
    with pytest.raises(o2c.InputError):
        scorecard.fit({"late": [1.0, 2.0]}, [True, True])
    with pytest.raises(o2c.InputError):
        scorecard.fit({"late": [1.0]}, [True, False])


def test_the_core_evaluates_the_file() -> None:
    values = [float(value) for value in range(40)]
    fitted = scorecard.fit({"delay": values}, [value >= 25 for value in values])
    good = calculators.score(fitted.scorecard, {"delay": 1})
    bad = calculators.score(fitted.scorecard, {"delay": 39})
    assert good.score > bad.score and good.class_ != bad.class_
    assert fitted.auc is None, "worth is told of later rows alone"


def test_rows_of_one_prediction_stand_together_in_the_calibration() -> None:
    # Half of all fail whatever is known: sorted by what came, a part of them would seem never to.
    values = [float(number % 2) for number in range(200)]
    bad = [number % 4 < 2 for number in range(200)]
    bad[0] = False
    fitted = scorecard.fit({"coin": values}, bad, later={"coin": values}, later_target=bad)
    assert sum(row.rows for row in fitted.calibration) == 200
    assert all(0.4 < row.observed < 0.6 for row in fitted.calibration)
    few = scorecard.read(["customer|issued|due|amount", "C|2026-01-01|2026-01-31|12.50"])
    assert few[0].amount == Decimal("12.50")
