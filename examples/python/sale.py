"""One sale from order to cash: customer, order, confirmation, shipment, invoice, payment, letter,
aged balance. Prints the invoice number, the totals and what the customer still owes.

    pip install o2c
    python sale.py
"""

from datetime import date

import o2c
from o2c.reports import AgeingQuery, DocumentQuery


def executed(company: o2c.Company, day: date, *actions: o2c.Action) -> None:
    """Executes actions that count and become known on one day; ids are numbered by the day."""
    for number, action in enumerate(actions, start=1):
        command = o2c.Command(action, id=f"{day}/{number}", effective_on=day, recorded_on=day)
        company.execute(command)


def sell(company: o2c.Company) -> None:
    """Sells flour on thirty days and receives a part of the money."""
    flour = o2c.NewLine(
        id="1",
        description="Flour, 25 kg",
        quantity=o2c.Quantity(7),
        price=o2c.Net("10.00"),
        base_quantity=3,
        adjustments=[o2c.Adjustment("allowance", o2c.Percent(5))],
        vat=o2c.Vat("S", 20),
    )
    executed(
        company,
        date(2026, 1, 5),
        o2c.OpenSeries(series="sales", prefix="F"),
        o2c.RegisterCustomer(customer="C-17", party=o2c.Party("Boulangerie Martin")),
        o2c.PlaceOrder(
            order="O-1",
            customer="C-17",
            currency="EUR",
            terms=o2c.Terms.net_days(30),
            lines=[flour],
        ),
    )
    executed(company, date(2026, 1, 6), o2c.ConfirmOrder(order="O-1"))
    executed(company, date(2026, 1, 8), o2c.Ship(shipment="S-1", order="O-1"))
    executed(company, date(2026, 1, 9), o2c.InvoiceOrder(series="sales", order="O-1"))
    executed(
        company,
        date(2026, 2, 16),
        o2c.ReceivePayment(payment="P-1", payer="C-17", amount=o2c.Money("20.00", "EUR")),
        o2c.Letter(
            customer="C-17",
            currency="EUR",
            lines=[o2c.LetterLine(entry="F2026-00001"), o2c.LetterLine(entry="P-1")],
        ),
    )


def main() -> None:
    """Sells and tells."""
    company = o2c.Company.found(ledger_currency="EUR", party=o2c.Party("Moulin du Lac"))
    sell(company)
    document = company.report(DocumentQuery(document="F2026-00001"))
    ageing = company.report(AgeingQuery(as_of=date(2026, 2, 28)))
    (account,) = ageing.accounts
    told = {
        "invoice": document.number,
        "net": document.figures.net,
        "vat": document.figures.vat,
        "gross": document.figures.gross,
        "balance": account.total,
    }
    for label, figure in told.items():
        print(f"{label:<8} {figure}")


if __name__ == "__main__":
    main()
