"""What is taken over, promised, and paid by instalments."""

import o2c
from o2c import reports
from test_accounts import EUR, do, eur


def taken_over() -> o2c.Company:
    """1,000.00 due on 31 January and 500.00 due on 28 February, taken over on 1 March."""
    company = o2c.Company.found(ledger_currency=EUR)
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=o2c.Party("Durand SA")))
    items = [
        o2c.OpeningBalance(
            customer="C1", document=number, document_on=on, due_on=due, amount=eur(amount)
        )
        for number, on, due, amount in (
            ("OLD-1", "2026-01-01", "2026-01-31", "1000.00"),
            ("OLD-2", "2026-01-29", "2026-02-28", "500.00"),
        )
    ]
    do(company, 2, "2026-03-01", o2c.OpenBalances(items=items))
    return company


def test_a_promise_is_broken_where_too_little_comes_in() -> None:
    company = taken_over()
    promise = o2c.PromisePayment(
        customer="C1",
        currency=EUR,
        promise="W1",
        entries=["OLD-1"],
        amount=eur("400.00"),
        pay_on="2026-03-15",
    )
    do(company, 3, "2026-03-05", promise)
    payment = o2c.ReceivePayment(payment="P1", amount=eur("300.00"), payer="C1")
    do(company, 4, "2026-03-10", payment)
    (pending,) = company.report(reports.PromisesQuery(as_of="2026-03-15"))
    assert (pending.standing, pending.outstanding) == ("pending", eur("100.00"))
    aged = company.report(reports.AgedBalanceQuery(as_of="2026-03-15"))
    assert aged.rows[0].promised == eur("100.00")
    (broken,) = company.report(reports.PromisesQuery(as_of="2026-03-16", standing="broken"))
    assert broken.received == eur("300.00")


def test_a_plan_gives_items_the_days_of_its_instalments() -> None:
    company = taken_over()
    days = ("2026-04-01", "2026-05-01", "2026-06-01")
    plan = o2c.AgreeInstalmentPlan(
        customer="C1",
        currency=EUR,
        plan="E1",
        entries=["OLD-1", "OLD-2"],
        instalments=[o2c.PlanInstalment(due_on=day) for day in days],
        default_after=10,
    )
    do(company, 3, "2026-03-05", plan)
    (agreed,) = company.report(reports.InstalmentPlansQuery(as_of="2026-03-05"))
    assert [one.amount for one in agreed.instalments] == [eur("500.00")] * 3
    aged = company.report(reports.AgedBalanceQuery(as_of="2026-04-05", due_days="plan"))
    assert aged.rows[0].not_due == eur("1000.00")
    assert aged.rows[0].buckets[0] == eur("500.00")
    (broken,) = company.report(reports.InstalmentPlansQuery(as_of="2026-04-30"))
    assert broken.standing == "defaulted"
    assert broken.defaulted_on is not None
    assert broken.defaulted_on.isoformat() == "2026-04-11"
