"""Direct debits from the mandate to what comes back, and cheques."""

import o2c
from o2c import reports
from test_accounts import EUR, do, eur

IBAN = "FR1420041010050500013M02606"


def test_a_run_is_handed_over_received_and_returned() -> None:
    company = o2c.Company.found(ledger_currency=EUR)
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=o2c.Party("Durand SA")))
    item = o2c.OpeningBalance(
        customer="C1",
        document="OLD-1",
        document_on="2026-02-01",
        due_on="2026-03-10",
        amount=eur("1000.00"),
    )
    do(company, 2, "2026-03-01", o2c.OpenBalances(items=[item]))
    mandate = o2c.SignMandate(
        mandate="M1", customer="C1", creditor_id="FR72ZZZ123456", iban=IBAN, scheme="b2b"
    )
    do(company, 3, "2026-03-02", mandate)
    asked = reports.ProposedDebitsQuery(on="2026-03-06", currency=EUR, through="2026-03-12")
    (proposed,) = company.report(asked)
    assert (proposed.sequence, proposed.blocked) == ("FRST", None)
    do(company, 4, "2026-03-06", o2c.RunDirectDebits(run="R1", currency=EUR, through="2026-03-12"))
    (collection,) = company.report(reports.DirectDebitsQuery(as_of="2026-03-06"))
    assert (collection.end_to_end_id, collection.amount) == ("R1-1", eur("1000.00"))
    assert collection.collect_on.isoformat() == "2026-03-10"
    do(company, 5, "2026-03-10", o2c.ReceiveDirectDebits(run="R1"))
    assert company.report(reports.OpenItemsQuery(as_of="2026-03-10")) == ()
    back = o2c.ReturnDirectDebit(collection="R1-1", reason="AM04", fee=eur("12.00"))
    do(company, 6, "2026-03-16", back)
    (collection,) = company.report(reports.DirectDebitsQuery(as_of="2026-03-16"))
    assert (collection.status, collection.reason) == ("returned", "AM04")
    do(company, 7, "2026-03-17", o2c.RevokeMandate(mandate="M1"))
    (revoked,) = company.report(reports.MandatesQuery(as_of="2026-03-17"))
    assert revoked.revoked_on is not None


def test_a_cheque_is_handed_to_the_bank_before_it_is_cleared() -> None:
    company = o2c.Company.found(ledger_currency=EUR)
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=o2c.Party("Durand SA")))
    cheque = o2c.ReceivePayment(
        payment="Q1", amount=eur("100.00"), payer="C1", method="cheque"
    )
    do(company, 2, "2026-03-02", cheque)
    do(company, 3, "2026-03-03", o2c.RemitCheques(payments=["Q1"], remittance="slip 7"))
    do(company, 4, "2026-03-05", o2c.ClearPayments(payments=["Q1"]))
    trial = company.report(reports.TrialBalanceQuery(as_of="2026-03-05"))
    assert {row.account: row.balance for row in trial.rows}["512"] == eur("100.00")
