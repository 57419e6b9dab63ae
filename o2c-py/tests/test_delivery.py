"""Deliveries: parcels, proofs, tolerances, alerts, floor prices, and what comes back unbilled."""

from decimal import Decimal

import pytest

import o2c
from o2c import reports


def do(company: o2c.Company, number: int, day: str, action: o2c.Action) -> None:
    command = o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
    company.execute(command)


def ordered(
    handling: o2c.Handling | None = None, price: str = "25.00", billing: str = "shipped"
) -> o2c.Company:
    """Ten desks, wanted on the 10th; a desk is not sold below 20.00."""
    company = o2c.Company.found(ledger_currency="EUR")
    day = "2026-05-01"
    party = o2c.Party("Durand SA")
    do(company, 1, day, o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    do(company, 2, day, o2c.RegisterItem(item="DESK", name="desk"))
    value = o2c.ItemPrice(price=25, currency="EUR", floor=20)
    do(company, 3, day, o2c.SetTableValue(table="DESK", valid_from="2026-01-01", value=value))
    line = o2c.NewLine(
        id="1",
        item="DESK",
        quantity=o2c.Quantity(10),
        price=o2c.Net(price),
        vat=o2c.Vat("S", 20),
    )
    order = o2c.PlaceOrder(
        order="O1",
        customer="C1",
        currency="EUR",
        lines=[line],
        required_on="2026-05-10",
        handling=handling,
        billing=billing,
    )
    do(company, 4, day, order)
    do(company, 5, day, o2c.ConfirmOrder(order="O1"))
    return company


def lines(quantity: int) -> list[o2c.LineQuantity]:
    return [o2c.LineQuantity(line="1", quantity=quantity)]


def test_a_delivery_note_tells_parcels_and_proof() -> None:
    company = ordered()
    parcels = [
        o2c.Parcel(id="P1", carrier="Chronopost", tracking="XY 1", lines=lines(4)),
        o2c.Parcel(id="P2", carrier="Chronopost", tracking="XY 2", lines=lines(3)),
    ]
    ship = o2c.Ship(shipment="S1", order="O1", lines=lines(7), parcels=parcels)
    do(company, 6, "2026-05-05", ship)
    proof = o2c.ProofOfDelivery(received_by="M. Martin", reference="POD-7")
    do(company, 7, "2026-05-06", o2c.Deliver(shipment="S1", proof=proof))
    note = company.report(reports.DeliveryNoteQuery(shipment="S1"))
    assert note.proof == {"received_by": "M. Martin", "reference": "POD-7"}
    assert [parcel["tracking"] for parcel in note.parcels] == ["XY 1", "XY 2"]
    assert (note.lines[0].quantity, note.lines[0].open) == (o2c.Quantity(7), Decimal(3))
    (alert,) = company.report(reports.OrderAlertsQuery(on="2026-05-11"))
    assert (alert.order, alert.open, alert.danger) == ("O1", Decimal(3), "missed")


def test_a_file_for_an_agency_holds_the_proof_of_delivery() -> None:
    company = ordered()
    do(company, 6, "2026-05-05", o2c.Ship(shipment="S1", order="O1"))
    proof = o2c.ProofOfDelivery(received_by="M. Martin", reference="POD-7")
    do(company, 7, "2026-05-06", o2c.Deliver(shipment="S1", proof=proof))
    do(company, 8, "2026-05-07", o2c.OpenSeries(series="sales", prefix="F", yearly=True, digits=5))
    do(company, 9, "2026-05-07", o2c.InvoiceOrder(series="sales", order="O1"))
    file = company.report(reports.HandOverQuery(customer="C1", as_of="2026-08-01"))
    (delivery,) = file.accounts[0].items[0].deliveries
    assert delivery.proof == {"received_by": "M. Martin", "reference": "POD-7"}


def test_more_leaves_within_its_tolerance() -> None:
    tolerance = o2c.DeliveryTolerance(over=10)
    company = ordered(o2c.Handling(tolerance=tolerance))
    with pytest.raises(o2c.OrderRejection):
        do(company, 6, "2026-05-05", o2c.Ship(shipment="S1", order="O1", lines=lines(12)))
    do(company, 7, "2026-05-05", o2c.Ship(shipment="S1", order="O1", lines=lines(11)))


def test_what_was_not_billed_is_taken_back() -> None:
    company = ordered()
    do(company, 6, "2026-05-05", o2c.Ship(shipment="S1", order="O1"))
    back = {"goods_return": "R1"}
    do(company, 7, "2026-05-06", o2c.RequestReturn(**back, order="O1", lines=lines(2)))
    do(company, 8, "2026-05-06", o2c.AuthoriseReturn(**back))
    do(company, 9, "2026-05-07", o2c.ReceiveReturn(**back))
    do(company, 10, "2026-05-07", o2c.InspectReturn(**back))
    do(company, 11, "2026-05-07", o2c.TakeBackReturn(**back))
    do(company, 12, "2026-05-08", o2c.OpenSeries(series="sales", prefix="F"))
    do(company, 13, "2026-05-08", o2c.InvoiceOrder(series="sales", order="O1"))
    document = company.report(reports.DocumentQuery(document="F2026-00001"))
    assert document.figures.net == o2c.Money("200.00", "EUR")


def test_a_line_below_its_floor_waits_for_approval() -> None:
    company = ordered(price="19.00")
    with pytest.raises(o2c.OrderRejection) as no:
        do(company, 6, "2026-05-05", o2c.Ship(shipment="S1", order="O1"))
    assert no.value.code == "order.on_hold"
    release = o2c.ReleaseHold(order="O1", kind="price", code="floor", line="1", by="M. Martin")
    do(company, 7, "2026-05-05", release)
    do(company, 8, "2026-05-05", o2c.Ship(shipment="S1", order="O1"))


def test_what_arrived_or_was_accepted_is_billed() -> None:
    day = "2026-05-05"
    series = o2c.OpenSeries(series="sales", prefix="F")
    invoice = o2c.InvoiceOrder(series="sales", order="O1")
    for billing, happens in [
        ("delivered", o2c.Deliver(shipment="S1")),
        ("accepted", o2c.AcceptDelivery(order="O1", lines=lines(7), by="M. Martin")),
    ]:
        company = ordered(billing=billing)
        do(company, 6, day, series)
        do(company, 7, day, o2c.Ship(shipment="S1", order="O1", lines=lines(7)))
        with pytest.raises(o2c.OrderRejection) as refused:
            do(company, 8, day, invoice)
        assert refused.value.code == "order.nothing_to_invoice"
        do(company, 9, day, happens)
        do(company, 10, day, invoice)
        with pytest.raises(o2c.OrderRejection):
            do(company, 11, day, invoice)


def test_an_empty_list_is_nothing_and_not_all() -> None:
    company = ordered()
    with pytest.raises(o2c.FulfilmentRejection) as no:
        do(company, 6, "2026-05-05", o2c.Ship(shipment="S1", order="O1", lines=[]))
    assert no.value.code == "fulfilment.lines_missing"
    do(company, 7, "2026-05-05", o2c.Ship(shipment="S1", order="O1"))
    back = {"goods_return": "R1"}
    do(company, 8, "2026-05-06", o2c.RequestReturn(**back, order="O1", lines=lines(2)))
    do(company, 9, "2026-05-06", o2c.AuthoriseReturn(**back))
    do(company, 10, "2026-05-07", o2c.ReceiveReturn(**back))
    do(company, 11, "2026-05-07", o2c.InspectReturn(**back, accepted=[]))
    with pytest.raises(o2c.FulfilmentRejection) as no:
        do(company, 12, "2026-05-07", o2c.RepairReturn(**back))
    assert no.value.code == "fulfilment.return.nothing_accepted"
    do(company, 13, "2026-05-07", o2c.OpenSeries(series="sales", prefix="F"))
    with pytest.raises(o2c.Rejection):
        do(company, 14, "2026-05-07", o2c.InvoiceOrder(series="sales", order="O1", lines=[]))
