"""Credit: limits, orders that are held, who releases them, and what may be lost."""

from decimal import Decimal

import pytest

import o2c
from o2c import calculators, commands, reports

EUR = "EUR"
POLICY = {
    "at_order": [
        {"check": "has_file", "otherwise": "block"},
        {"check": "limit", "otherwise": "block"},
    ],
    "rights": [{"who": "desk", "up_to": {"up_to": "2000.00 EUR"}}],
}


def eur(amount: str) -> o2c.Money:
    return o2c.Money(amount, EUR)


def do(company: o2c.Company, number: int, day: str, action: o2c.Action) -> None:
    command = o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
    company.execute(command)


def founded() -> o2c.Company:
    """A customer with a limit of 1,000.00 who ordered 1,200.00, VAT included."""
    company = o2c.Company.found(ledger_currency=EUR, credit=POLICY)
    party = o2c.Party("Durand SA")
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    limit = commands.SetLimit(limit=eur("1000.00"))
    do(company, 2, "2026-01-02", commands.ChangeCredit(customer="C1", change=limit))
    assess = commands.AssessCredit(class_="medium", default_rate=2)
    do(company, 3, "2026-01-02", commands.ChangeCredit(customer="C1", change=assess))
    line = o2c.NewLine(
        id="1", quantity=o2c.Quantity(10), price=o2c.Net("100.00"), vat=o2c.Vat("S", 20)
    )
    order = o2c.PlaceOrder(order="O1", customer="C1", currency=EUR, lines=[line])
    do(company, 4, "2026-01-10", order)
    do(company, 5, "2026-01-10", o2c.ConfirmOrder(order="O1"))
    return company


def test_an_order_beyond_the_limit_is_held_and_released() -> None:
    company = founded()
    (held,) = company.report(reports.HeldOrdersQuery(as_of="2026-01-12"))
    assert (held.order, held.status, held.days) == ("O1", "held", 2)
    assert held.verdict is not None and held.verdict.outcome == "blocked"
    with pytest.raises(o2c.CreditRejection) as refused:
        do(company, 6, "2026-01-12", o2c.Ship(shipment="S1", order="O1"))
    assert refused.value.code == "credit.held"
    release = commands.ReleaseCredit(until="2026-01-31", tolerance=5)
    rule = commands.RuleOnHold(order="O1", by="desk", ruling=release)
    do(company, 7, "2026-01-12", rule)
    do(company, 8, "2026-01-13", o2c.Ship(shipment="S1", order="O1"))
    told = company.report(reports.CreditQuery(customer="C1", as_of="2026-01-13"))
    assert told.standing is not None and told.standing.available == eur("-200.00")
    assert told.exposure is not None and told.exposure.delivered_not_invoiced == eur("1200.00")


def test_an_order_says_how_credit_holds_it() -> None:
    company = founded()
    order = company.report(reports.OrderQuery(order="O1"))
    hold = order.credit_hold
    assert hold is not None and (hold.status, hold.reasons) == ("held", ("limit",))
    assert (hold.value, hold.ruled) == (eur("1200.00"), None)
    release = commands.ReleaseCredit(until="2026-01-31")
    do(company, 6, "2026-01-12", commands.RuleOnHold(order="O1", by="desk", ruling=release))
    hold = company.report(reports.OrderQuery(order="O1")).credit_hold
    assert hold is not None and hold.ruled["ruling"]["release"]["until"] == "2026-01-31"
    do(company, 7, "2026-01-13", o2c.Ship(shipment="S1", order="O1"))
    assert company.report(reports.OrderQuery(order="O1")).credit_hold is None
    assert company.report(reports.HeldOrdersQuery(as_of="2026-01-13")) == ()


def test_an_order_leaves_once_the_deposit_asked_for_is_paid() -> None:
    company = founded()
    do(company, 6, "2026-01-11", o2c.OpenSeries(series="deposits", prefix="D"))
    asked = commands.AskDeposit(percent=50)
    do(company, 7, "2026-01-12", commands.RuleOnHold(order="O1", by="desk", ruling=asked))
    none = commands.ChangeCredit(
        customer="C1", change=commands.SetLimit(limit=eur("0.00"), from_="2026-01-12")
    )
    do(company, 8, "2026-01-12", none)
    deposit = o2c.IssueDeposit(series="deposits", order="O1", share=o2c.Percent(50))
    do(company, 9, "2026-01-12", deposit)
    paid = o2c.ReceivePayment(payment="P1", payer="C1", amount=eur("600.00"))
    do(company, 10, "2026-01-13", paid)
    entries = [o2c.LetterLine(entry="D2026-00001"), o2c.LetterLine(entry="P1")]
    do(company, 11, "2026-01-13", o2c.Letter(customer="C1", currency=EUR, lines=entries))
    do(company, 12, "2026-01-13", o2c.Ship(shipment="S1", order="O1"))


def test_a_file_is_a_groups_or_a_customers() -> None:
    change = commands.SetLimit(limit=eur("1000.00"))
    both = commands.ChangeCredit(customer="C1", group="G", change=change)
    with pytest.raises(o2c.InputError) as refused:
        both.as_json()
    assert refused.value.path == "group"


def test_what_a_higher_limit_would_change() -> None:
    company = founded()
    raised = commands.ChangeCredit(
        customer="C1", change=commands.IncreaseLimit(by=eur("200.00"), until="2026-02-01")
    )
    supposed = o2c.Command(
        raised, id="supposed", effective_on="2026-01-12", recorded_on="2026-01-12"
    )
    query = reports.CreditVerdictQuery(order="O1", as_of="2026-01-12", supposing=[supposed])
    verdict = company.report(query)
    assert verdict is not None and verdict.outcome == "passed"
    again = company.report(reports.CreditVerdictQuery(order="O1", as_of="2026-01-12"))
    assert again is not None and again.outcome == "blocked"


def test_a_part_of_the_credit_has_a_limit_of_its_own() -> None:
    policy = {**POLICY, "segments": ["parts"]}
    company = o2c.Company.found(ledger_currency=EUR, credit=policy)
    party = o2c.Party("Durand SA")
    do(company, 1, "2026-01-02", o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"))
    whole, part = (commands.SetLimit(limit=eur(amount)) for amount in ("5000.00", "1000.00"))
    do(company, 2, "2026-01-02", commands.ChangeCredit(customer="C1", change=whole))
    asked = commands.ChangeCredit(customer="C1", segment="parts", change=part)
    do(company, 3, "2026-01-02", asked)
    line = o2c.NewLine(
        id="1", quantity=o2c.Quantity(10), price=o2c.Net("100.00"), vat=o2c.Vat("S", 20)
    )
    handling = commands.Handling(credit_segment="parts")
    order = o2c.PlaceOrder(
        order="O1", customer="C1", currency=EUR, lines=[line], handling=handling
    )
    do(company, 4, "2026-01-10", order)
    do(company, 5, "2026-01-10", o2c.ConfirmOrder(order="O1"))
    (held,) = company.report(reports.HeldOrdersQuery(as_of="2026-01-10"))
    assert held.verdict is not None and held.verdict.outcome == "blocked"
    query = reports.CreditQuery(
        customer="C1", segment="parts", as_of="2026-01-10", known_at="2026-01-10"
    )
    told = company.report(query)
    assert told.standing is not None and told.standing.available == eur("1000.00")
    wrong = commands.ChangeCredit(customer="C1", segment="none", change=part)
    with pytest.raises(o2c.CreditRejection) as refused:
        do(company, 6, "2026-01-10", wrong)
    assert refused.value.code == "credit.unknown_segment"


def test_what_a_customer_may_still_buy() -> None:
    company = founded()

    def outcome(amount: str) -> str:
        query = reports.CreditCheckQuery(customer="C1", value=eur(amount), as_of="2026-01-12")
        return company.report(query).outcome

    assert outcome("1000.00") == "passed", "the order that is held takes no part"
    assert outcome("1000.01") == "blocked"


def test_the_portfolio() -> None:
    company = founded()
    release = commands.ReleaseCredit(until="2026-01-31")
    do(company, 6, "2026-01-12", commands.RuleOnHold(order="O1", by="desk", ruling=release))
    told = company.report(reports.CreditPortfolioQuery(as_of="2026-01-12"))
    (row,) = told.customers
    assert (row.class_, row.used, told.expected_loss) == ("medium", Decimal(120), eur("24.00"))


def test_a_verdict_of_figures_alone() -> None:
    # Rulebook EX-C1, C-07: 72,000 are exposed, equality passes.
    amounts = {
        "open_order": "20000", "delivered_not_invoiced": "15000", "invoiced": "45000",
        "unapplied_payment": "-8000",
    }  # fmt: skip
    items = [
        calculators.ExposedItem(kind=kind, document=kind, amount=eur(amount))
        for kind, amount in amounts.items()
    ]
    told = calculators.exposure(items, as_of="2026-03-31", currency=EUR)
    assert told.total == eur("72000")
    rules = [{"check": "limit", "otherwise": "block"}]
    customer = {"terms": {"limit": {"up_to": "76000.00 EUR"}}}

    def outcome(value: str) -> str:
        return calculators.credit_verdict(
            eur(value), items, rules, as_of="2026-03-31", customer=customer
        ).outcome

    assert (outcome("4000"), outcome("4000.01")) == ("passed", "blocked")
    dollars = calculators.ExposedItem(
        kind="invoiced", document="F9", amount=o2c.Money("10", "USD")
    )
    with pytest.raises(o2c.CreditRejection) as refused:
        calculators.exposure([dollars], as_of="2026-03-31", currency=EUR)
    assert refused.value.code == "credit.rate_missing"


def test_scores_are_the_cores() -> None:
    bands = [{"below": "10", "points": "80"}, {"from": "11", "points": "0"}]
    criterion = {"feature": "late", "weight": "1", "bands": bands}
    card = {"version": 1, "name": "card", "criteria": [criterion]}
    with pytest.raises(o2c.CreditRejection) as refused:
        calculators.score(card, {"late": 1})
    assert refused.value.code == "credit.band_gap"
