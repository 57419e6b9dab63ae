"""The life of invoices: a deposit, the final invoice that deducts it, an invoice given back in
three credit notes, late interest on a debit note, and a document on paper that is checked.

    pip install o2c
    python invoices.py
"""

import o2c
from o2c.reports import DocumentQuery, Figures

S20 = o2c.Vat("S", 20)


class Story:
    """A company that is told what happens, day by day."""

    def __init__(self) -> None:
        self.company = o2c.Company.found(
            ledger_currency="EUR", party=o2c.Party("Moulin du Lac")
        )
        self.count = 0

    def tell(self, day: str, *actions: o2c.Action) -> None:
        """Executes actions that count and become known on one day."""
        for action in actions:
            self.count += 1
            command = o2c.Command(
                action, id=str(self.count), effective_on=day, recorded_on=day
            )
            self.company.execute(command)

    def figures(self, document: str) -> Figures:
        """What an issued document comes to."""
        return self.company.report(DocumentQuery(document=document)).figures


def order(story: Story) -> None:
    """A mill of 10 000 is ordered; 30 % are asked for before."""
    mill = o2c.NewLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(10000), vat=S20)
    story.tell(
        "2026-01-05",
        o2c.OpenSeries(series="sales", prefix="F"),
        o2c.OpenSeries(series="deposits", prefix="D"),
        o2c.OpenSeries(series="credits", prefix="A"),
        o2c.RegisterCustomer(
            customer="C1", party=o2c.Party("Boulangerie Martin"), terms="net 30"
        ),
        o2c.PlaceOrder(
            order="O1", customer="C1", currency="EUR", lines=[mill], billing="ordered"
        ),
        o2c.ConfirmOrder(order="O1"),
        o2c.IssueDeposit(series="deposits", order="O1", share=o2c.Percent(30)),
        o2c.InvoiceOrder(series="sales", order="O1"),
    )


def give_back(story: Story) -> str:
    """Three thirds of an invoice of 100.00 are given back one by one; a fourth is refused, with the
    code that is returned."""
    thirds = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(3), price=o2c.Net(100), base_quantity=3, vat=S20
    )
    draft = o2c.Draft(customer="C1", currency="EUR", lines=[thirds], terms="net 30")
    back = o2c.IssueCreditNote(
        series="credits",
        invoice="F2026-00002",
        scope=o2c.CreditedLines([o2c.LineCredit(line="1", quantity=1)]),
    )
    story.tell("2026-01-15", o2c.IssueInvoice(series="sales", draft=draft))
    story.tell("2026-02-01", back, back, back)
    try:
        story.tell("2026-02-01", back)
    except o2c.InvoiceRejection as no:
        return no.code
    return "not refused"


def claim(story: Story) -> None:
    """12 000 were paid 45 days late, at 12.15 % a year."""
    item = o2c.LateItem(
        invoice="F1",
        amount=o2c.Money(12000, "EUR"),
        due_on="2026-03-31",
        movements=[o2c.Movement("2026-05-15", o2c.Money(12000, "EUR"))],
    )
    terms = o2c.InterestTerms(rates=[o2c.DatedValue("2026-01-01", "12.15")])
    fee = [o2c.DatedValue("2013-01-01", o2c.Money(40, "EUR"))]
    late = o2c.interest([item], "2026-06-30", terms, fixed_fee=fee)
    interest = o2c.Claim(amount=late.interest, kind="interest")
    indemnity = o2c.Claim(amount=late.fee_total, kind="indemnity")
    story.tell(
        "2026-07-01",
        o2c.IssueDebitNote(
            series="sales", customer="C1", currency="EUR", lines=[interest, indemnity]
        ),
    )


def paper() -> o2c.DocumentChecked:
    """A document on paper whose amount due is wrong."""
    line = {"id": "1", "description": "Flour", "quantity": "10", "unit": "C62", "price": "10.00"}
    vat = {"vat_category": "S", "vat_rate": "20"}
    totals = {"line_total": "100.00", "net": "100.00", "vat": "20.00", "gross": "120.00"}
    return o2c.check_document(
        {
            "currency": "EUR",
            "totals": {**totals, "due": "110.00"},
            "breakdown": [{**vat, "base": "100.00", "amount": "20.00"}],
            "lines": [{**line, **vat, "net": "100.00"}],
        }
    )


def main() -> None:
    """Tells the story and its figures."""
    story = Story()
    order(story)
    refused = give_back(story)
    claim(story)
    deposit, final = story.figures("D2026-00001"), story.figures("F2026-00001")
    told = [
        ("deposit", deposit.gross),
        ("final", final.gross),
        ("prepaid", final.prepaid),
        ("due", final.due),
        *((f"credit {third}", story.figures(f"A2026-0000{third}").vat) for third in (1, 2, 3)),
        ("refused", refused),
        ("claimed", story.figures("F2026-00003").due),
        *((one.rule, one.expected) for one in paper().findings if one.path == "totals.due"),
    ]
    for label, figure in told:
        print(f"{label:<10} {figure}")


if __name__ == "__main__":
    main()
