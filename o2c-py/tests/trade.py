"""A sale that the tests share; its figures are those of rulebook EX-I2 with five percent off."""

from __future__ import annotations

from collections.abc import Iterator

import o2c


def company() -> o2c.Company:
    """An empty company in euros."""
    return o2c.Company.found(ledger_currency="EUR")


def on(day: str, id: str, action: o2c.Action) -> o2c.Command:
    """A command that counts and becomes known on one day."""
    return o2c.Command(action, id=id, effective_on=day, recorded_on=day)


def commands() -> Iterator[o2c.Command]:
    """From the customer to the letter: 22.16 and 4.43 of VAT invoiced, 20.00 paid."""
    line = o2c.NewLine(
        id="1",
        quantity=o2c.Quantity(7),
        price=o2c.Net("10.00"),
        base_quantity=3,
        adjustments=[o2c.Adjustment("allowance", o2c.Percent(5))],
        vat=o2c.Vat("S", 20),
    )
    order = o2c.PlaceOrder(
        order="O-1", customer="C-17", currency="EUR", lines=[line], terms=o2c.Terms.net_days(30)
    )
    martin = o2c.RegisterCustomer(customer="C-17", party=o2c.Party("Boulangerie Martin"))
    received = o2c.ReceivePayment(payment="P-1", payer="C-17", amount=o2c.Money("20", "EUR"))
    lines = [o2c.LetterLine(entry="F2026-00001"), o2c.LetterLine(entry="P-1")]
    yield on("2026-01-05", "1", o2c.OpenSeries(series="sales", prefix="F"))
    yield on("2026-01-05", "2", martin)
    yield on("2026-01-05", "3", order)
    yield on("2026-01-06", "4", o2c.ConfirmOrder(order="O-1"))
    yield on("2026-01-08", "5", o2c.Ship(shipment="S-1", order="O-1"))
    yield on("2026-01-09", "6", o2c.InvoiceOrder(series="sales", order="O-1"))
    yield on("2026-02-16", "7", received)
    yield on("2026-02-16", "8", o2c.Letter(customer="C-17", currency="EUR", lines=lines))


def sold() -> o2c.Company:
    """The company after the sale."""
    sold = company()
    for command in commands():
        sold.execute(command)
    return sold
