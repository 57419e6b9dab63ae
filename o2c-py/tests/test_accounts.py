"""What befalls an account: differences, money that goes back, disputes, and the views of it."""

import datetime
from decimal import Decimal

import pytest

import o2c
from o2c import reports

EUR = "EUR"


def eur(amount: str) -> o2c.Money:
    return o2c.Money(amount, EUR)


def do(company: o2c.Company, number: int, day: str, action: o2c.Action) -> None:
    command = o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
    company.execute(command)


def founded() -> o2c.Company:
    """One customer of a group, owing an invoice of 1,000.00 and one of 240.00, VAT included."""
    company = o2c.Company.found(
        ledger_currency=EUR,
        tolerances=[
            {"kind": "write_off", "absolute": "5.00 EUR", "percent": "1"},
            {"kind": "bank_fee", "absolute": "15.00 EUR"},
        ],
    )
    party = o2c.Party("Durand SA")
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    do(company, 2, "2026-01-02", o2c.GroupCustomer(customer="C1", group="G1"))
    do(company, 3, "2026-01-02", o2c.OpenSeries(series="sales", prefix="F"))
    for number, net in ((4, "833.33"), (5, "200.00")):
        line = o2c.DraftLine(
            id="1", quantity=o2c.Quantity(1), price=o2c.Net(net), vat=o2c.Vat("S", 20)
        )
        draft = o2c.Draft(customer="C1", currency=EUR, lines=[line], terms="net 30")
        do(company, number, "2026-01-10", o2c.IssueInvoice(series="sales", draft=draft))
    return company


def open_of(company: o2c.Company, day: str) -> dict[str, o2c.Money]:
    items = company.report(reports.OpenItemsQuery(as_of=day))
    return {item.entry: item.open for item in items}


def lettered_short() -> o2c.Company:
    """Forty cents of the first invoice are written off (rulebook EX-A)."""
    company = founded()
    payment = o2c.ReceivePayment(payment="P1", amount=eur("999.60"), payer="C1")
    do(company, 6, "2026-02-05", payment)
    do(
        company,
        7,
        "2026-02-05",
        o2c.Letter(
            customer="C1",
            currency=EUR,
            lines=[o2c.LetterLine(entry="P1"), o2c.LetterLine(entry="F2026-00001")],
            differences=[o2c.Difference(kind="write_off", amount=eur("0.40"))],
        ),
    )
    return company


def test_a_small_difference_is_a_leg_of_its_own() -> None:
    company = lettered_short()
    assert open_of(company, "2026-02-05") == {"F2026-00002": eur("240.00")}
    trial = company.report(reports.TrialBalanceQuery(as_of="2026-02-05"))
    balances = {row.account: row.balance for row in trial.rows}
    assert balances["512"] == eur("999.60")
    assert balances["411"] == eur("240.00")
    assert [amount for account, amount in balances.items() if account.startswith("658")] == [
        eur("0.40")
    ]


def test_a_difference_beyond_the_tolerance_changes_nothing() -> None:
    company = founded()
    do(
        company,
        6,
        "2026-02-05",
        o2c.ReceivePayment(payment="P1", amount=eur("994.00"), payer="C1"),
    )
    before = open_of(company, "2026-02-05")
    letter = o2c.Letter(
        customer="C1",
        currency=EUR,
        lines=[o2c.LetterLine(entry="P1"), o2c.LetterLine(entry="F2026-00001")],
        differences=[o2c.Difference(kind="write_off", amount=eur("6.00"))],
    )
    with pytest.raises(o2c.Rejection) as no:
        do(company, 7, "2026-02-05", letter)
    assert no.value.code == "receivable.beyond_tolerance"
    assert no.value.path.endswith("differences[0].amount")
    assert open_of(company, "2026-02-05") == before


def test_a_bounced_payment_restores_what_it_had_paid() -> None:
    company = lettered_short()
    do(company, 8, "2026-02-12", o2c.BouncePayment(payment="P1", reason="AM04"))
    assert open_of(company, "2026-02-12") == {
        "F2026-00001": eur("1000.00"),
        "F2026-00002": eur("240.00"),
    }
    assert open_of(company, "2026-02-05") == {"F2026-00002": eur("240.00")}


def test_a_refund_is_never_above_the_credit() -> None:
    company = founded()
    do(company, 6, "2026-02-05", o2c.ReceivePayment(payment="P1", amount=eur("50.00"), payer="C1"))
    refund = o2c.Refund(refund="R1", customer="C1", currency=EUR, entry="P1", amount=eur("50.01"))
    with pytest.raises(o2c.Rejection):
        do(company, 7, "2026-02-06", refund)
    do(
        company,
        7,
        "2026-02-06",
        o2c.Refund(refund="R1", customer="C1", currency=EUR, entry="P1", amount=eur("20.00")),
    )
    assert open_of(company, "2026-02-06")["P1"] == eur("-30.00")


def test_a_dispute_is_a_dimension_of_the_aged_balance() -> None:
    company = founded()
    do(
        company,
        6,
        "2026-02-01",
        o2c.OpenDispute(
            dispute="D1", document="F2026-00002", reason="quantity", amount=eur("60.00")
        ),
    )
    (dispute,) = company.report(reports.DisputesQuery(as_of="2026-02-20"))
    assert (dispute.code, dispute.disputed, dispute.days) == ("QTE_ERR", eur("60.00"), 19)
    aged = company.report(
        reports.AgedBalanceQuery(as_of="2026-02-20", by="group", with_items=True)
    )
    (row,) = aged.rows
    assert (row.group, row.total, row.disputed) == ("G1", eur("1240.00"), eur("60.00"))
    assert {item.entry: item.age for item in aged.items} == {
        "F2026-00001": 11,
        "F2026-00002": 11,
    }
    do(
        company,
        7,
        "2026-02-21",
        o2c.AcceptDispute(dispute="D1", remedy=o2c.DisputeCredit(series="sales")),
    )
    assert open_of(company, "2026-02-21")["F2026-00002"] == eur("180.00")


def test_opening_and_movements_make_the_closing_balance() -> None:
    company = lettered_short()
    statement = company.report(
        reports.AccountStatementQuery(customer="C1", first="2026-02-01", until="2026-02-28")
    )
    (account,) = statement.accounts
    assert account.opening.amount == eur("1240.00")
    assert account.closing.amount == eur("240.00")
    moved = sum((line.amount.amount for line in account.movements), Decimal(0))
    assert moved == Decimal("-1000.00")
    (balance,) = company.report(reports.BalancesQuery(as_of="2026-02-28"))
    assert (balance.customer, balance.balance) == ("C1", eur("240.00"))


def test_the_history_tells_all_of_a_customer() -> None:
    company = lettered_short()
    history = company.report(reports.CustomerHistoryQuery(customer="C1", first="2026-01-10"))
    assert [entry.on for entry in history] == sorted(entry.on for entry in history)
    assert history[0].on == datetime.date(2026, 1, 10)
    assert {"issued", "lettered"} <= {entry.event for entry in history}


def test_a_doubtful_debt_is_provided_for_and_written_off() -> None:
    # Rulebook 5.2: 416 takes the whole receivable, the allowance is on the price alone.
    company = founded()
    do(company, 6, "2026-06-30", o2c.MakeDoubtful(customer="C1", currency=EUR))
    do(company, 7, "2026-06-30", o2c.SetAllowance(document="F2026-00002", of=o2c.Percent(50)))
    (row,) = [
        row
        for row in company.report(reports.BadDebtsQuery(as_of="2026-06-30"))
        if row.document == "F2026-00002"
    ]
    assert (row.is_doubtful, row.open, row.base) == (True, eur("240.00"), eur("200.00"))
    assert row.allowance == eur("100.00")
    do(company, 8, "2026-07-01", o2c.WriteOffBadDebt(document="F2026-00002"))
    trial = company.report(reports.TrialBalanceQuery(as_of="2026-07-01"))
    balances = {row.account: row.balance for row in trial.rows}
    assert (balances["6541"], balances["416"]) == (eur("200.00"), eur("1000.00"))


def test_each_invoice_knows_which_payment_paid_it() -> None:
    company = founded()
    for number, payment, amount in ((6, "P1", "1100.00"), (7, "P2", "140.00")):
        paid = o2c.ReceivePayment(payment=payment, amount=eur(amount), payer="C1")
        do(company, number, "2026-02-05", paid)
    names = ("P2", "F2026-00002", "P1", "F2026-00001")
    lines = [o2c.LetterLine(entry=name) for name in names]
    do(company, 8, "2026-02-06", o2c.Letter(customer="C1", currency=EUR, lines=lines))
    (letter,) = company.report(reports.LettersQuery(as_of="2026-02-06", customer="C1"))
    assert (letter.letter, letter.is_balanced) == ("AAA", True)
    assert letter.lettered_on == datetime.date(2026, 2, 5)
    assert [(pair.debit, pair.credit, pair.amount) for pair in letter.pairs] == [
        ("F2026-00001", "P1", eur("1000.00")),
        ("F2026-00002", "P1", eur("100.00")),
        ("F2026-00002", "P2", eur("140.00")),
    ]
    items = company.report(reports.AccountItemsQuery(as_of="2026-02-06", currency=EUR))
    assert [(item.entry, item.state, item.letter) for item in items] == [
        ("F2026-00001", "lettered", "AAA"),
        ("F2026-00002", "lettered", "AAA"),
        ("P1", "lettered", "AAA"),
        ("P2", "lettered", "AAA"),
    ]
    assert [one.entry for one in items[1].settled] == ["P1", "P2"]
    assert company.report(reports.LettersQuery(as_of="2026-02-04")) == ()
    with pytest.raises(o2c.Rejection) as no:
        company.report(reports.LettersQuery(as_of="2026-02-04", customer="X"))
    assert (no.value.code, no.value.path) == ("directory.customer_unknown", "customer")


def test_codes_of_letters_follow_the_settings() -> None:
    company = o2c.Company.found(ledger_currency=EUR, letters={"alphabet": "AB7", "shortest": 1})
    party = o2c.Party("Durand SA")
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=party))
    old = [
        o2c.OpeningBalance(
            customer="C1", document=name, document_on="2026-01-02", amount=eur(amount)
        )
        for name, amount in (("F1", "10.00"), ("F2", "10.00"), ("A1", "-10.00"), ("A2", "-9.00"))
    ]
    do(company, 2, "2026-01-02", o2c.OpenBalances(items=old))
    for number, names in ((3, ("F1", "A1")), (4, ("F2", "A2"))):
        lines = [o2c.LetterLine(entry=name) for name in names]
        do(company, number, "2026-01-03", o2c.Letter(customer="C1", currency=EUR, lines=lines))
    letters = company.report(reports.LettersQuery(as_of="2026-01-03"))
    assert [letter.letter for letter in letters] == ["A", "b"]
    do(company, 5, "2026-01-04", o2c.Unletter(customer="C1", currency=EUR, letter="b"))
    (letter,) = company.report(reports.LettersQuery(as_of="2026-01-04"))
    assert letter.letter == "A"
    with pytest.raises(o2c.Rejection) as no:
        o2c.Company.found(ledger_currency=EUR, letters={"alphabet": "BA"})
    assert (no.value.code, no.value.path) == ("receivable.alphabet_malformed", "letters.alphabet")
