"""The page a manager reads, for a company of many customers: what its reports take and what the
page itself takes.

    python benches/page.py [customers] [invoices of each]

Needs the package with its extra ``report``. Of two in three invoices a part is paid, some of it
late; the best of several rounds is shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import o2c
from o2c import page
from o2c.page.figures import collected

CUSTOMERS, INVOICES = (
    int(given) if given else otherwise
    for given, otherwise in zip([*sys.argv[1:], None, None], (10_000, 3), strict=False)
)
FIRST, AS_OF = date(2025, 4, 1), date(2026, 3, 31)


def done(day: date, number: int, action: o2c.Action) -> o2c.Command:
    return o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)


def sold(made: o2c.Company, number: int, customer: int, day: date) -> str:
    """Issues an invoice and answers with its number."""
    net = f"{50 + (customer * 37 + number) % 950}.00"
    line = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net(net), vat=o2c.Vat("S", 20)
    )
    draft = o2c.Draft(customer=f"C{customer:06}", currency="EUR", lines=[line], terms="net 30")
    receipt = made.execute(done(day, number, o2c.IssueInvoice(series="sales", draft=draft)))
    (issued,) = (event["invoice"] for event in receipt.events if "invoice" in event)
    return str(issued["event"]["issued"]["number"])


def paid(made: o2c.Company, number: int, customer: int, day: date, document: str) -> None:
    """Pays 40 euros of an invoice."""
    payment, name = f"P{number}", f"C{customer:06}"
    amount = o2c.Money("40", "EUR")
    received = o2c.ReceivePayment(payment=payment, payer=name, amount=amount)
    made.execute(done(day, number, received))
    lines = [o2c.LetterLine(entry=document), o2c.LetterLine(entry=payment)]
    made.execute(done(day, number + 1, o2c.Letter(customer=name, currency="EUR", lines=lines)))


def company() -> o2c.Company:
    """A year of invoices, and of payments in part of two of three."""
    made = o2c.Company.found(ledger_currency="EUR")
    made.execute(done(FIRST, 0, o2c.OpenSeries(series="sales", prefix="F")))
    for customer in range(CUSTOMERS):
        name = f"C{customer:06}"
        registered = o2c.RegisterCustomer(customer=name, party=o2c.Party(name), terms="net 30")
        made.execute(done(FIRST, customer + 1, registered))
    moves: list[tuple[date, int, int, str]] = []
    for invoice in range(INVOICES):
        for customer in range(CUSTOMERS):
            day = FIRST + timedelta((customer * 7 + invoice * 101) % 300)
            moves.append((day, customer, invoice, "sold"))
            if (customer + invoice) % 3:
                paid_on = min(day + timedelta(20 + customer % 40), AS_OF)
                moves.append((paid_on, customer, invoice, "then paid"))
    numbers: dict[tuple[int, int], str] = {}
    # An invoice comes before its payment, which is another day or a later word of the same.
    for place, (day, customer, invoice, move) in enumerate(sorted(moves)):
        number = CUSTOMERS + 1 + 2 * place
        if move == "sold":
            numbers[customer, invoice] = sold(made, number, customer, day)
        else:
            paid(made, number, customer, day, numbers[customer, invoice])
    return made


def best(work: Callable[[], Any], rounds: int = 3) -> float:
    """The shortest of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    begun = time.perf_counter()
    made = company()
    seconds = time.perf_counter() - begun
    print(f"{CUSTOMERS} customers, {CUSTOMERS * INVOICES} invoices, made in {seconds:.1f} s")
    reports = best(lambda: collected(made, AS_OF))
    whole = best(lambda: page.page(made, AS_OF))
    size = len(page.page(made, AS_OF).encode())
    print(f"  the reports behind it {reports * 1e3:8.1f} ms")
    print(f"  the page, all of it   {whole * 1e3:8.1f} ms, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
