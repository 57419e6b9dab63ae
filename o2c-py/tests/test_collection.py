"""Subscriptions are billed and customers reminded."""

import o2c
from o2c import reports


def do(company: o2c.Company, number: int, day: str, action: o2c.Action) -> None:
    command = o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
    company.execute(command)


def founded() -> o2c.Company:
    company = o2c.Company.found(ledger_currency="EUR")
    party = o2c.Party("Durand SA")
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    do(company, 2, "2026-01-02", o2c.OpenSeries(series="sales", prefix="F"))
    return company


def test_a_subscription_is_billed_once_and_what_it_missed() -> None:
    company = founded()
    charge = {
        "id": "fee",
        "kind": {"recurring": {"price": "30.00"}},
        "vat": {"category": "S", "rate": "20"},
    }
    plan = {
        "customer": "C1",
        "currency": "EUR",
        "start": "2026-01-31",
        "cycle": {"anchor": "2026-01-31", "interval": {"months": 1}},
        "charges": [charge],
    }
    do(company, 3, "2026-01-31", o2c.ChangeSubscription(subscription="S1", change={"start": plan}))
    do(company, 4, "2026-03-31", o2c.BillSubscriptions(series="sales"))
    do(company, 5, "2026-03-31", o2c.BillSubscriptions(series="sales"))
    items = company.report(reports.OpenItemsQuery(as_of="2026-03-31"))
    assert [str(item.open) for item in items] == ["36.00 EUR"] * 3
    (row,) = company.report(reports.SubscriptionsQuery(as_of="2026-03-31"))
    assert (row.state, str(row.recurring), row.due.amount) == ("running", "30.00 EUR", 0)
    told = company.report(reports.SubscriptionQuery(subscription="S1", until="2026-04-30"))
    assert [str(line.amount) for line in told.due] == ["30.00 EUR"]


def test_what_subscriptions_bring_in_and_what_fails() -> None:
    company = founded()
    plan = {
        "customer": "C1",
        "currency": "EUR",
        "start": "2026-02-01",
        "cycle": {"anchor": "2026-02-01", "interval": {"months": 1}},
        "charges": [
            {
                "id": "fee",
                "kind": {"recurring": {"price": "28.00"}},
                "vat": {"category": "S", "rate": "20"},
            }
        ],
        "collection": {"by": "card", "retry_after": [3], "on_failure": {"cancel": "now"}},
        "terms": "net 0",
    }
    start = o2c.ChangeSubscription(subscription="S1", change={"start": plan})
    do(company, 3, "2026-02-01", start)
    do(company, 4, "2026-02-01", o2c.BillSubscriptions(series="sales"))
    (due,) = company.report(reports.CollectionsDueQuery(as_of="2026-02-01"))
    assert (due.attempt, due.is_due, str(due.open)) == (1, True, "33.60 EUR")
    for number, day in ((5, "2026-02-07"), (6, "2026-02-10")):
        failed = {"fail_collection": {"document": due.document, "reason": "no"}}
        change = o2c.ChangeSubscription(subscription="S1", change=failed)
        do(company, number, day, change)
    (due,) = company.report(reports.CollectionsDueQuery(as_of="2026-02-10", customer="C1"))
    assert (due.attempt, due.collect_on, due.reason) == (3, None, "no")
    do(company, 7, "2026-02-10", o2c.BillSubscriptions(series="sales", give_back="credit_note"))
    items = company.report(reports.OpenItemsQuery(as_of="2026-02-10"))
    assert [str(item.open) for item in items] == ["33.60 EUR", "-22.80 EUR"]
    told = company.report(reports.RecurringRevenueQuery(as_of="2026-02-28", months=2))
    january, february = told.currencies[0].months
    assert (january.closing.amount, january.churn_percent) == (0, None)
    assert february.closing.amount == 0
    told = company.report(reports.RecurringRevenueQuery(as_of="2026-02-09", months=1))
    assert str(told.currencies[0].months[0].new) == "28.00 EUR"


def test_a_run_writes_once() -> None:
    company = founded()
    line = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net("1000"), vat=o2c.Vat("S", 20)
    )
    draft = o2c.Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    do(company, 3, "2026-01-15", o2c.IssueInvoice(series="sales", draft=draft))
    policy = {"levels": [{"delay": {"after_due": 5}}, {"delay": {"after_due": 15}}]}
    do(company, 4, "2026-01-15", o2c.SetDunningPolicy(of="everybody", policy=policy))
    (row,) = company.report(reports.DunningQuery(as_of="2026-03-02"))
    assert [letter.level for letter in row.proposal.letters] == [1]
    do(company, 5, "2026-03-02", o2c.RunDunning())
    do(company, 6, "2026-03-02", o2c.RunDunning())
    (told,) = company.report(reports.RemindersQuery(customer="C1", as_of="2026-03-02"))
    assert len(told.letters) == 1
    (worked,) = company.report(reports.WorklistQuery(as_of="2026-03-02"))
    assert (worked.level, str(worked.at_risk)) == (1, "1200.00 EUR")
    block = {"block": {"block": "B", "reason": "by_hand", "from": "2026-03-03"}}
    do(company, 7, "2026-03-03", o2c.ChangeReminders(customer="C1", currency="EUR", change=block))
    (row,) = company.report(reports.DunningQuery(as_of="2026-04-30"))
    assert row.proposal.steps[0].why == {"blocked": "by_hand"}


def test_the_file_for_an_agency_and_what_is_next() -> None:
    company = founded()
    line = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net("1000"), vat=o2c.Vat("S", 20)
    )
    draft = o2c.Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    do(company, 3, "2026-01-15", o2c.IssueInvoice(series="sales", draft=draft))
    policy = {"levels": [{"delay": {"after_due": 5}, "channel": "registered_letter"}]}
    do(company, 4, "2026-01-15", o2c.SetDunningPolicy(of="everybody", policy=policy))
    do(company, 5, "2026-03-02", o2c.RunDunning())
    (worked,) = company.report(reports.WorklistQuery(as_of="2026-03-10"))
    assert (worked.next, worked.why) == ("hand_over", "last_level_written")
    assert (worked.promises_broken, worked.score) == (0, None)
    interest = {
        "terms": {"rates": [{"valid_from": "2026-01-01", "value": "12.15"}]},
        "fixed_fee": [{"valid_from": "2013-01-01", "value": "40.00 EUR"}],
    }
    query = reports.HandOverQuery(customer="C1", as_of="2026-03-10", interest=interest)
    file = company.report(query)
    (account,) = file.accounts
    assert str(account.total) == "1249.59 EUR"
    (item,) = account.items
    assert (item.days_late, str(item.claimable_until)) == (24, "2031-02-14")
    assert [letter.letter.level for letter in account.letters] == [1]
    assert file.warnings == ({"no_proof_of_dispatch": {"entry": item.entry}},)
    (row,) = company.report(reports.SalesQuery(first="2026-01-01", until="2026-12-31"))
    assert (row.customer, str(row.sold)) == ("C1", "1000.00 EUR")


def test_figures_by_collector_and_the_quality_of_the_process() -> None:
    company = founded()
    line = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net("800"), vat=o2c.Vat("S", 20)
    )
    draft = o2c.Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    do(company, 3, "2026-03-01", o2c.IssueInvoice(series="sales", draft=draft))
    figures = company.report(
        reports.FiguresQuery(
            as_of="2026-03-31", months=1, by="segment", segments={"Anne": ["C1"]}
        )
    )
    (row,) = [row for row in figures.rows if row.segment == "Anne"]
    (month,) = row.months
    assert (month.invoices, month.disputed_percent, month.recovered_percent) == (1, 0, 0)
    assert month.roll_rates == (None, None, None, None)
    told = company.report(
        reports.WorkingCapitalQuery(
            as_of="2026-03-31",
            months=1,
            stock=o2c.Money("300", "EUR"),
            cost_of_sales=o2c.Money("310", "EUR"),
            payables=o2c.Money("0", "EUR"),
            purchases=o2c.Money("1", "EUR"),
        )
    )
    assert (told.of.days, str(told.of.receivables)) == (31, "960.00 EUR")
    assert told.figures.cash_conversion_cycle == 61
    quality = company.report(reports.ProcessQualityQuery(as_of="2026-03-31", months=1))
    assert (quality.invoices.all, quality.invoices.touchless) == (1, 0)
    assert company.report(reports.RepeatsQuery(as_of="2026-03-31")) == ()
    (late,) = company.report(reports.RepeatsQuery(as_of="2026-04-30", at_least=1))
    assert (late.customer, late.late, late.late_percent) == ("C1", 1, 100)


def test_notices_are_given_once_and_promises_are_expected() -> None:
    company = founded()
    line = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net("1000"), vat=o2c.Vat("S", 20)
    )
    draft = o2c.Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    do(company, 3, "2026-02-01", o2c.IssueInvoice(series="sales", draft=draft))
    policy = {"levels": [{"delay": {"after_due": 5}}], "notices": [{"days_before": 5}]}
    do(company, 4, "2026-02-01", o2c.SetDunningPolicy(of="everybody", policy=policy))
    (row,) = company.report(reports.DunningQuery(as_of="2026-02-26"))
    (notice,) = row.proposal.notices
    assert (notice.days_before, str(notice.due_on), str(notice.open)) == (
        5,
        "2026-03-03",
        "1200.00 EUR",
    )
    do(company, 5, "2026-02-26", o2c.RunDunning())
    do(company, 6, "2026-02-27", o2c.RunDunning())
    (told,) = company.report(reports.RemindersQuery(customer="C1", as_of="2026-02-28"))
    assert [given.notice for given in told.notices] == [notice]
    promise = o2c.PromisePayment(
        customer="C1",
        currency="EUR",
        promise="P1",
        entries=["F2026-00001"],
        amount=o2c.Money("500", "EUR"),
        pay_on="2026-03-20",
    )
    do(company, 7, "2026-03-05", promise)
    forecast = company.report(reports.CashForecastQuery(as_of="2026-03-05", periods=3))
    expected = [period.expected for period in forecast.periods]
    assert expected == [o2c.Money(amount, "EUR") for amount in (700, 0, 500)]
    quality = company.report(reports.ProcessQualityQuery(as_of="2026-03-31", months=2))
    assert (quality.invoice_to_cash.times, quality.invoice_to_cash.mean_days) == (0, None)
