"""Stock: what is promised, what is kept for orders, what leaves at cost."""

import datetime
from decimal import Decimal

import pytest

import o2c
from o2c import reports

EUR = "EUR"
AT = {"item": "DESK", "site": "PARIS"}


def eur(amount: str) -> o2c.Money:
    return o2c.Money(amount, EUR)


def do(company: o2c.Company, number: int, day: str, action: o2c.Action) -> None:
    command = o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
    company.execute(command)


def founded() -> o2c.Company:
    """Forty desks in Paris, thirty more on the 10th (rulebook EX-O2)."""
    company = o2c.Company.found(ledger_currency=EUR, stock={"site": "PARIS", "posts_cost": True})
    day = "2026-05-01"
    party = o2c.Party("Durand SA")
    do(company, 1, day, o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    do(company, 2, day, o2c.RegisterItem(item="DESK", name="desk"))
    do(company, 3, day, o2c.RegisterSite(site="PARIS", name="Paris"))
    do(company, 4, day, o2c.ReceiveStock(**AT, quantity=40, cost=eur("400.00")))
    do(company, 5, day, o2c.ExpectStock(**AT, receipt="PO-1", on="2026-05-10", quantity=30))
    return company


def ordered(company: o2c.Company, number: int, quantity: int) -> None:
    line = o2c.NewLine(
        id="1",
        item="DESK",
        quantity=o2c.Quantity(quantity),
        price=o2c.Net("25.00"),
        vat=o2c.Vat("S", 20),
    )
    order = o2c.PlaceOrder(order="O1", customer="C1", currency=EUR, lines=[line])
    do(company, number, "2026-05-02", order)
    do(company, number + 1, "2026-05-02", o2c.ConfirmOrder(order="O1"))


def test_a_confirmed_order_keeps_what_it_was_promised() -> None:
    company = founded()
    ordered(company, 10, 50)
    (row,) = company.report(reports.StockQuery(on="2026-05-02", days=["2026-05-10"]))
    assert (row.on_hand, row.expected, row.reserved) == (Decimal(40), Decimal(30), Decimal(50))
    assert row.available == (Decimal(20), Decimal(20))
    (part,) = row.reservations[0].parts
    assert part.ships_on == datetime.date(2026, 5, 10)
    assert part.source == {"expected": {"receipt": "PO-1"}}


def test_a_promise_says_the_honest_day() -> None:
    query = reports.StockPromiseQuery(
        on="2026-05-02", **AT, quantity=60, requested_on="2026-05-05"
    )
    promise = founded().report(query)
    assert not promise.is_on_time
    assert promise.parts[0].arrives_on == datetime.date(2026, 5, 10)


def test_what_leaves_leaves_at_cost() -> None:
    company = founded()
    ordered(company, 10, 10)
    do(company, 12, "2026-05-03", o2c.Ship(shipment="S1", order="O1"))
    (row,) = company.report(reports.StockQuery(on="2026-05-03"))
    assert (row.on_hand, row.value) == (Decimal(30), eur("300.00"))
    do(company, 13, "2026-05-03", o2c.ReallocateStock(**AT))
    assert company.report(reports.DeliveryAlertsQuery(on="2026-05-03")) == ()


def test_more_than_is_there_is_refused() -> None:
    with pytest.raises(o2c.StockRejection) as no:
        do(founded(), 10, "2026-05-02", o2c.IssueStock(**AT, quantity=41))
    assert no.value.code == "stock.not_on_hand"
    assert no.value.path == "action.stock.ask.issue.quantity"


def lines(quantity: int) -> list[o2c.LineQuantity]:
    return [o2c.LineQuantity(line="1", quantity=quantity)]


def test_goods_come_back_and_are_credited_less_a_fee() -> None:
    company = founded()
    ordered(company, 10, 10)
    do(company, 12, "2026-05-03", o2c.Ship(shipment="S1", order="O1"))
    do(company, 13, "2026-05-03", o2c.OpenSeries(series="sales", prefix="F"))
    do(company, 14, "2026-05-03", o2c.InvoiceOrder(series="sales", order="O1"))
    back = {"goods_return": "R1"}
    do(company, 15, "2026-05-10", o2c.RequestReturn(**back, order="O1", lines=lines(2)))
    with pytest.raises(o2c.FulfilmentRejection):
        again = o2c.RequestReturn(goods_return="R2", order="O1", lines=lines(9))
        do(company, 16, "2026-05-10", again)
    do(company, 17, "2026-05-10", o2c.AuthoriseReturn(**back))
    do(company, 18, "2026-05-11", o2c.ReceiveReturn(**back, site="PARIS"))
    do(company, 19, "2026-05-11", o2c.InspectReturn(**back, is_restocked=True))
    credit = o2c.CreditReturn(**back, series="sales", invoice="F2026-00001", restocking_fee=10)
    do(company, 20, "2026-05-12", credit)
    (row,) = company.report(reports.StockQuery(on="2026-05-12"))
    assert row.on_hand == Decimal(32)
    trial = company.report(reports.TrialBalanceQuery(as_of="2026-05-12"))
    balances = {row.account: row.balance for row in trial.rows}
    # 300.00 less 60.00, and a fee of 6.00.
    assert balances["411"] == eur("246.00")


def test_tasks_wait_for_each_other() -> None:
    company = founded()
    ordered(company, 10, 10)
    tasks = [
        o2c.Task(id="pick", kind="pick", duration_days=1),
        o2c.Task(id="ship", kind="ship", depends_on=["pick"], duration_days=2),
    ]
    do(company, 12, "2026-05-04", o2c.BeginTasks(order="O1", tasks=tasks))
    plan = company.report(reports.FulfilmentPlanQuery(order="O1", on="2026-05-04"))
    assert (plan.ready, plan.critical_path) == (("pick",), ("pick", "ship"))
    assert plan.estimated_on == datetime.date(2026, 5, 7)
    with pytest.raises(o2c.FulfilmentRejection):
        do(company, 13, "2026-05-04", o2c.StartTask(order="O1", task="ship"))


def test_shortages_are_shared_across_sites() -> None:
    company = founded()
    day = "2026-05-02"
    ordered(company, 10, 50)
    do(company, 12, day, o2c.RegisterSite(site="LYON", name="Lyon"))
    lyon = {"item": "DESK", "site": "LYON"}
    do(company, 13, day, o2c.ReceiveStock(**lyon, quantity=50))
    do(company, 14, day, o2c.ShareStock(item="DESK", sites=["PARIS", "LYON"]))
    rows = {row.site: row for row in company.report(reports.StockQuery(on=day))}
    assert rows["PARIS"].reserved == 0
    (part,) = rows["LYON"].reservations[0].parts
    assert part.ships_on == datetime.date(2026, 5, 2)


def test_the_customer_reads_what_was_promised() -> None:
    company = founded()
    line = o2c.NewLine(
        id="1",
        item="DESK",
        quantity=o2c.Quantity(50),
        price=o2c.Net("25.00"),
        vat=o2c.Vat("S", 20),
        delivery=o2c.LineDelivery(required_on="2026-05-06"),
    )
    handling = o2c.Handling(delivery="complete_line", priority=1)
    order = o2c.PlaceOrder(
        order="O1", customer="C1", currency=EUR, lines=[line], handling=handling
    )
    do(company, 10, "2026-05-02", order)
    do(company, 11, "2026-05-02", o2c.ConfirmOrder(order="O1"))
    told = company.report(reports.OrderConfirmationQuery(order="O1"))
    (promised,) = told.lines
    assert (promised.promised_on, promised.is_on_time) == (datetime.date(2026, 5, 10), False)
    assert promised.promised[0].source == {"expected": {"receipt": "PO-1"}}
    assert told.promised_on == datetime.date(2026, 5, 10)
    (row,) = company.report(reports.StockQuery(on="2026-05-02"))
    assert (row.reservations[0].priority, row.reservations[0].is_whole) == (1, True)


def test_a_task_of_acceptance_records_it_and_what_has_begun_is_not_cancelled() -> None:
    company = founded()
    ordered(company, 10, 10)
    tasks = [
        o2c.Task(id="cut", kind="other", line="1", is_point_of_no_return=True),
        o2c.Task(id="accept", kind="accept", depends_on=["cut"], owner="M. Martin"),
    ]
    do(company, 12, "2026-05-04", o2c.BeginTasks(order="O1", tasks=tasks))
    do(company, 13, "2026-05-04", o2c.StartTask(order="O1", task="cut"))
    with pytest.raises(o2c.FulfilmentRejection) as no:
        do(company, 14, "2026-05-04", o2c.CancelOrder(order="O1", reason="moved"))
    assert no.value.code == "fulfilment.plan.beyond_return"
    do(company, 15, "2026-05-05", o2c.FinishTask(order="O1", task="cut"))
    do(company, 16, "2026-05-05", o2c.Ship(shipment="S1", order="O1"))
    do(company, 17, "2026-05-06", o2c.StartTask(order="O1", task="accept"))
    do(company, 18, "2026-05-06", o2c.FinishTask(order="O1", task="accept"))
    order = company.report(reports.OrderQuery(order="O1"))
    assert order.state.lines[0].accepted == 10
