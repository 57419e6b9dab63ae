"""The order desk: offers, holds, amendments, requests to cancel, prices and the life of orders."""

import datetime

import pytest

import o2c
from o2c import reports


def do(company: o2c.Company, number: int, day: str, action: o2c.Action) -> None:
    command = o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
    company.execute(command)


def content(order: str, pieces: int) -> o2c.PlaceOrder:
    line = o2c.NewLine(
        id="1", quantity=o2c.Quantity(pieces), price=o2c.Net("10"), vat=o2c.Vat("S", 20)
    )
    handling = o2c.Handling(channel="shop", delivery="complete_line")
    return o2c.PlaceOrder(
        order=order, customer="C1", currency="EUR", lines=[line], terms="net 30", handling=handling
    )


def founded() -> o2c.Company:
    company = o2c.Company.found(ledger_currency="EUR")
    party = o2c.Party("Durand SA")
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    quote = o2c.QuoteOrder(content=content("O1", 10), valid_until="2026-01-31")
    do(company, 2, "2026-01-05", quote)
    return company


def order_of(company: o2c.Company) -> reports.Order:
    return company.report(reports.OrderQuery(order="O1"))


def test_an_offer_becomes_an_order_that_is_held_and_released() -> None:
    company = founded()
    assert order_of(company).progress == "quoted"
    do(company, 3, "2026-01-06", o2c.AcceptQuote(order="O1"))
    do(company, 4, "2026-01-06", o2c.ConfirmOrder(order="O1"))
    hold = o2c.HoldOrder(order="O1", kind="credit", by="credit desk", reason="limit")
    do(company, 5, "2026-01-07", hold)
    assert order_of(company).progress == "held"
    with pytest.raises(o2c.Rejection) as refused:
        do(company, 6, "2026-01-08", o2c.Ship(shipment="S1", order="O1"))
    assert refused.value.code == "order.on_hold"
    do(company, 7, "2026-01-09", o2c.ReleaseHold(order="O1", kind="credit", by="credit desk"))
    do(company, 8, "2026-01-10", o2c.Ship(shipment="S1", order="O1"))
    life = company.report(reports.OrderLifeQuery(order="O1"))
    assert life.timeline.holds[0].ended_on == datetime.date(2026, 1, 9)
    assert life.waits_for[0].waits_for == "invoice"
    leaks = company.report(reports.RevenueLeaksQuery(as_of="2026-01-31"))
    assert [leak.kind for leak in leaks] == ["shipped_not_invoiced"]
    assert str(leaks[0].net) == "100.00 EUR"
    flow = company.report(reports.OrderFlowQuery(as_of="2026-01-31"))
    assert (flow.orders, flow.held, flow.holds[0].released_by[0].by) == (1, 1, "credit desk")
    steps = {step.step: step.durations.median for step in flow.steps}
    assert steps == {
        "quote_to_order": 1,
        "order_to_confirmation": 0,
        "confirmation_to_shipment": 4,
        "first_to_last_shipment": 0,
    }


def test_each_part_answers_a_request_to_cancel() -> None:
    company = founded()
    do(company, 3, "2026-01-06", o2c.AcceptQuote(order="O1"))
    do(company, 4, "2026-01-06", o2c.ConfirmOrder(order="O1"))
    parts = [o2c.RequestedPart(line="1", part="A", quantity=4)]
    do(company, 5, "2026-01-07", o2c.RequestCancellation(order="O1", parts=parts))
    do(company, 6, "2026-01-08", o2c.AnswerCancellation(order="O1", part="A", answer="accepted"))
    assert order_of(company).state.lines[0].cancelled == 4


def test_every_finding_comes_at_once() -> None:
    wrong = o2c.PlaceOrder(
        order="O2",
        customer="C1",
        currency="EUR",
        lines=[
            o2c.NewLine(id="1", quantity=o2c.Quantity(0), price=o2c.Net(1), vat=o2c.Vat("S", 20)),
            o2c.NewLine(id="2", item="GHOST", quantity=o2c.Quantity(1)),
        ],
        required_on="2026-01-01",
    )
    found = founded().report(reports.OrderFindingsQuery(content=wrong, on="2026-01-06"))
    assert [(one.is_refused, one.finding["code"]) for one in found] == [
        (True, "order.line.quantity_not_positive"),
        (True, "directory.item_unknown"),
        (False, "company.order.required_before"),
        (False, "company.order.address_missing"),
    ]


def test_prices_come_from_lists_and_conditions() -> None:
    tiers = [o2c.Tier(price=7, up_to=5), o2c.Tier(price="6.5", up_to=10), o2c.Tier(price=6)]
    item = o2c.ListedItem(item="SEAT", tiers=tiers, mode="graduated")
    listed = o2c.PriceList(id="2026", currency="EUR", valid_from="2026-01-01", items=[item])
    line = o2c.LineToPrice(id="1", item="SEAT", quantity=6, cost=5, floor=7)
    tenth = o2c.PriceCondition(id="retail", effect=o2c.Allowance(o2c.values.Percent(10)))
    order = o2c.OrderToPrice(
        currency="EUR", on="2026-03-10", lines=[line], lists=[listed], conditions=[tenth]
    )
    priced = o2c.price_order(order)
    # 35.00 and 6.50 less 3.50 and 0.65.
    assert str(priced.net) == "37.35 EUR"
    assert sum(step.amount.amount for step in priced.trace) == priced.net.amount
    assert not priced.is_acceptable
    assert "below_floor" in priced.findings[0]


def test_an_offer_that_takes_too_much_off_is_not_acceptable() -> None:
    line = o2c.LineToPrice(id="1", item="SEAT", quantity=10, price=10, floor=9)
    order = o2c.OrderToPrice(currency="EUR", on="2026-03-10", lines=[line])
    offers = [o2c.Scenario(name=str(off), terms="net 30", discount=off) for off in (10, 11)]
    ten, eleven = o2c.price_scenarios(order, offers, "2026-03-20", 5)
    assert (ten.is_acceptable, ten.findings) == (True, ())
    assert not eleven.is_acceptable
    assert eleven.findings[0]["below_floor"]["net"] == "89.00 EUR"


def test_what_came_back_and_was_not_credited_is_a_leak() -> None:
    company = founded()
    do(company, 3, "2026-01-06", o2c.AcceptQuote(order="O1"))
    do(company, 4, "2026-01-06", o2c.ConfirmOrder(order="O1"))
    do(company, 5, "2026-01-07", o2c.Ship(shipment="S1", order="O1"))
    do(company, 6, "2026-01-07", o2c.OpenSeries(series="sales", prefix="F"))
    do(company, 7, "2026-01-07", o2c.InvoiceOrder(series="sales", order="O1"))
    back = [o2c.LineQuantity(line="1", quantity=3)]
    do(company, 8, "2026-01-08", o2c.RequestReturn(goods_return="R1", order="O1", lines=back))
    do(company, 9, "2026-01-08", o2c.AuthoriseReturn(goods_return="R1"))
    do(company, 10, "2026-01-09", o2c.ReceiveReturn(goods_return="R1"))
    (leak,) = company.report(reports.RevenueLeaksQuery(as_of="2026-01-31"))
    assert (leak.kind, str(leak.net)) == ("returned_not_credited", "30.00 EUR")


def test_an_order_is_billed_at_prices_with_vat_in_cash() -> None:
    """Rulebook INV-34, EX-M3: 12.33 with 20 % are 10.28 and 2.06; 12.35 are paid in cash."""
    company = founded()
    line = o2c.NewLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net("12.33"), vat=o2c.Vat("S", 20)
    )
    order = o2c.PlaceOrder(
        order="O2",
        customer="C1",
        currency="EUR",
        lines=[line],
        billing="ordered",
        prices=o2c.WithVat(),
        cash_rounding=o2c.Money("0.05", "EUR"),
    )
    do(company, 3, "2026-01-06", order)
    shown = company.report(reports.OrderConfirmationQuery(order="O2"))
    assert (str(shown.net), str(shown.vat)) == ("10.28 EUR", "2.06 EUR")
    assert shown.rounding == o2c.Money("0.01", "EUR")
    do(company, 4, "2026-01-06", o2c.ConfirmOrder(order="O2"))
    do(company, 5, "2026-01-06", o2c.OpenSeries(series="sales", prefix="F"))
    do(company, 6, "2026-01-06", o2c.InvoiceOrder(series="sales", order="O2"))
    items = company.report(reports.OpenItemsQuery(as_of="2026-01-06"))
    assert [str(item.open) for item in items] == ["12.35 EUR"]


def test_lines_of_an_order_bear_other_taxes_and_cover_days() -> None:
    """5.00 of eco tax a unit and 20 % upon price and eco tax: 5.00 and 21.00 of 100.00."""
    company = founded()
    taxes = [
        o2c.StackedTax(o2c.PerUnit("5"), name="eco", raises_following=True),
        o2c.StackedTax(o2c.values.Percent(20), name="sales", is_raised_by_previous=True),
    ]
    line = o2c.NewLine(
        id="1",
        quantity=o2c.Quantity(1),
        price=o2c.Net("100"),
        vat=o2c.Vat("O", 0),
        taxes=taxes,
        period=o2c.Period("2026-01-01", "2026-04-01"),
    )
    order = o2c.PlaceOrder(
        order="O2",
        customer="C1",
        currency="EUR",
        lines=[line],
        billing="ordered",
        tax_accounts=[o2c.TaxAccount(name="eco", account="4473")],
    )
    do(company, 3, "2026-01-06", order)
    shown = company.report(reports.OrderConfirmationQuery(order="O2"))
    assert [str(tax.amount) for tax in shown.taxes] == ["5.00 EUR", "21.00 EUR"]
    assert str(shown.gross) == "126.00 EUR"
    do(company, 4, "2026-01-06", o2c.ConfirmOrder(order="O2"))
    deposit = o2c.IssueDeposit(series="sales", order="O2", share=o2c.values.Percent(30))
    do(company, 5, "2026-01-06", o2c.OpenSeries(series="sales", prefix="F"))
    with pytest.raises(o2c.Rejection) as refused:
        do(company, 6, "2026-01-06", deposit)
    assert refused.value.code == "company.order.billed_by_lines_only"
    do(company, 7, "2026-01-06", o2c.Ship(shipment="S2", order="O2"))
    do(company, 8, "2026-01-06", o2c.InvoiceOrder(series="sales", order="O2"))
    (item,) = company.report(reports.CutOffQuery(as_of="2026-01-31")).items
    # 59 of 90 days are to come: 100.00 - 34.44.
    assert (item.kind, str(item.net)) == ("deferred_income", "65.56 EUR")
