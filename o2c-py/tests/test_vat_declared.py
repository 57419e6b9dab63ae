"""VAT in the currency of its declaration, said by hand (BT-111)."""

import pytest

import o2c
from o2c import reports


def company() -> o2c.Company:
    company = o2c.Company.found(ledger_currency="EUR")
    party = o2c.Party("Durand SA")
    do(company, o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    do(company, o2c.OpenSeries(series="sales", prefix="F", yearly=True, digits=5))
    return company


def do(company: o2c.Company, action: o2c.Action) -> None:
    day, number = "2026-01-05", str(len(company.history()))
    company.execute(o2c.Command(action, id=number, effective_on=day, recorded_on=day))


def draft(said: str | None, rate: o2c.ExchangeRate | None = None) -> o2c.IssueInvoice:
    """Ten chairs at 100.00 bear 200.00 EUR of VAT."""
    line = o2c.DraftLine(
        id="1",
        quantity=o2c.Quantity(10),
        price=o2c.Net(100),
        vat=o2c.Vat("S", 20),
        description="Chair",
    )
    declared = rate and o2c.VatAccounting(currency="USD", rate=rate)
    amount = o2c.Money(said, "USD") if said else None
    invoice = o2c.Draft(
        customer="C1",
        currency="EUR",
        lines=[line],
        terms="net 30",
        vat_accounting=declared,
        vat_accounted=amount,
    )
    return o2c.IssueInvoice(series="sales", draft=invoice)


def rate(text: str) -> o2c.ExchangeRate:
    return o2c.ExchangeRate("EUR", "USD", text)


def test_vat_is_declared_as_said() -> None:
    firm = company()
    do(firm, draft("216.84"))
    document = firm.report(reports.DocumentQuery(document="F2026-00001"))
    assert document.figures.vat_accounting.total == o2c.Money("216.84", "USD")


def test_beside_a_rate_it_is_what_the_rate_makes_of_it() -> None:
    firm = company()
    # 200.00 EUR at 1.0842 are 216.84 USD.
    do(firm, draft("216.84", rate("1.0842")))
    with pytest.raises(o2c.InvoiceRejection) as refused:
        do(firm, draft("216.85", rate("1.0842")))
    assert refused.value.code == "invoice.vat_accounted_otherwise"
