"""Subscriptions: the calculators."""

import pytest

import o2c
from o2c.values import Period


def test_a_stub_and_two_months() -> None:
    billed = o2c.billing_periods("2011-03-10", "2011-04-21", months=1, billing_day=15)
    assert [str(one.cycles) for one in billed.periods] == ["0.178571429", "1", "1"]
    assert billed.periods[0].whole == Period("2011-02-15", "2011-03-15")


def test_parts_sum_to_the_price() -> None:
    month = Period("2026-04-01", "2026-05-01")
    parts = o2c.prorate(o2c.Money("10.00", "EUR"), month, ["2026-04-11", "2026-04-21"])
    assert [str(part.amount) for part in parts] == ["3.33 EUR", "3.34 EUR", "3.33 EUR"]


def test_tiers_that_overlap_are_refused() -> None:
    tiers = [{"up_to": 10, "price": "1"}, {"up_to": 10, "price": "2"}, {"price": "3"}]
    with pytest.raises(o2c.SubscriptionRejection) as refused:
        o2c.usage("EUR", 5, {"volume": tiers})
    assert refused.value.path == "subscription.usage.tariff.volume[1].up_to"
