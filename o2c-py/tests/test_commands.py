"""Every command is one the core reads."""

import inspect
import pickle
import re
from collections.abc import Callable
from typing import Any

import pytest
import samples
import trade

import o2c
from o2c import commands

NET = o2c.Net("1.50")
S20 = o2c.Vat("S", 20)
EUR = o2c.Money("1.50", "EUR")
USD = o2c.ExchangeRate("USD", "EUR", "0.92")
STEPS = [
    o2c.DateOperation("plus_days", 30),
    o2c.DateOperation("plus_months", 1),
    o2c.DateOperation("end_of_month"),
    o2c.DateOperation("end_of_decade"),
    o2c.DateOperation("on_day", 10),
    o2c.DateOperation("day_of_next_month", 15),
]
DUE = o2c.DueRule(STEPS, "modified_following", "delivery")
EARLY = o2c.EarlyDiscount(2, 10, "unchanged", "proportional")
TERMS = [
    o2c.Terms.single(STEPS, shift="following", early_discount=o2c.EarlyDiscount(2, 10)),
    o2c.Terms([o2c.InstalmentRule(o2c.Parts(1), DUE), o2c.InstalmentRule(o2c.Parts(2), DUE)]),
    o2c.Terms(
        [
            o2c.InstalmentRule(o2c.Percent(30), DUE),
            o2c.InstalmentRule(o2c.Fixed("10.00"), DUE),
            o2c.InstalmentRule(o2c.PercentOfRest(50), DUE),
            o2c.InstalmentRule(o2c.Rest(), DUE, EARLY),
        ]
    ),
]
PARTY = o2c.Party(
    "Boulangerie Martin",
    address=o2c.Address(["1 rue du Lac"], "Annecy", "74000", "FR"),
    kind="consumer",
    identifiers=[o2c.Identifier("SIREN", "732829320")],
    vat_id="FR83404833048",
)
ADJUSTMENTS = [
    o2c.Adjustment("allowance", o2c.Amount(EUR), "welcome"),
    o2c.Adjustment("charge", o2c.Percent("2.5")),
    o2c.Adjustment("charge", o2c.PercentOf(5, EUR)),
    o2c.Adjustment("allowance", o2c.PercentOfRest(5)),
]
FREIGHT = o2c.DocumentAdjustment("charge", o2c.Amount(EUR), S20, "freight")
LINE = o2c.NewLine(
    id="1",
    quantity=o2c.Quantity("2.5", "KGM"),
    item="I-1",
    description="Flour",
    price=o2c.Gross(2, "0.50"),
    base_quantity="0.5",
    adjustments=ADJUSTMENTS,
    vat=S20,
)
ORDER = o2c.PlaceOrder(
    order="O-1",
    customer="C-17",
    currency="EUR",
    lines=[LINE],
    adjustments=[FREIGHT],
    terms=TERMS[0],
    required_on="2026-02-01",
    reference="PO 17",
    billing="ordered",
)
DRAFT = o2c.Draft(
    customer="C-17",
    currency="EUR",
    lines=[
        o2c.DraftLine(
            id="1",
            quantity=o2c.Quantity(-1),
            price=NET,
            vat=o2c.Vat("AE"),
            item="I-1",
            description="Flour",
            base_quantity=2,
            adjustments=ADJUSTMENTS,
            order=o2c.OrderReference(order="O-1", line="1"),
        )
    ],
    terms=TERMS[1],
    adjustments=[FREIGHT],
    vat_reasons=[o2c.VatReason(vat=o2c.Vat("AE"), reason="Reverse charge")],
    prepaid=EUR,
    rounding=EUR,
    note="Thank you",
)
DRAFTS = [
    o2c.Draft(
        customer="C-17",
        currency="EUR",
        lines=[
            o2c.DraftLine(
                id="1",
                quantity=o2c.Quantity(1),
                price=NET,
                vat=S20,
                supply="services",
                period=o2c.Period("2026-01-01", "2026-02-01"),
            )
        ],
        terms="30 days",
        cash_rounding=o2c.Money("0.05", "EUR"),
        prices=o2c.WithVat(difference="vat_by_difference"),
        vat_accounting=o2c.VatAccounting(currency="USD", rate=USD),
        kind="corrective",
        preceding=[o2c.PrecedingDocument(number="F1", issued_on="2026-01-01")],
        period=o2c.Period("2026-01-01", "2026-02-01"),
        delivered_on="2026-01-02",
        purchase_order="PO 17",
        contract="K-1",
        process="B1",
        notes=[o2c.Note("Thank you", subject="PMT")],
    ),
    o2c.Draft(
        customer="C-17",
        currency="EUR",
        lines=[
            o2c.DraftLine(
                id="1",
                quantity=o2c.Quantity(1),
                price=NET,
                vat=o2c.Vat("O"),
                taxes=[
                    o2c.StackedTax(o2c.Percent(10), "state", raises_following=True),
                    o2c.StackedTax(o2c.PerUnit("0.125"), "eco", is_included=True),
                    o2c.StackedTax(o2c.PercentOfPriceWithTax(5), is_raised_by_previous=True),
                ],
            )
        ],
        terms=o2c.Terms.net_days(30),
        vat_rounding="per_line",
        credit_reason="rebate",
        tax_accounts=[o2c.TaxAccount(name="state", account="4457")],
    ),
]
MILESTONES = [
    o2c.NewMilestone(id="1", description="Start", share=o2c.Percent(30), planned_on="2026-03-01"),
    o2c.NewMilestone(id="2", description="Half", share=o2c.Amount(EUR)),
    o2c.NewMilestone(id="3", description="End", share=o2c.Rest()),
]
PART = o2c.LineQuantity(line="1", quantity="0.5")
ACTIONS: list[o2c.Action] = [
    o2c.RegisterCustomer(customer="C-17", party=PARTY, terms=TERMS[2]),
    o2c.AmendCustomer(customer="C-17", party=PARTY, terms=TERMS[0]),
    o2c.DeactivateCustomer(customer="C-17", reason="moved"),
    o2c.ReactivateCustomer(customer="C-17"),
    o2c.MergeCustomer(customer="C-17", into="C-18"),
    o2c.GroupCustomer(customer="C-17", group="Martin"),
    o2c.RegisterItem(item="I-1", name="Flour", unit="KGM", vat_class="food"),
    o2c.AmendItem(item="I-1", name="Flour", is_active=False, vat_class="food"),
    o2c.RegisterSite(site="A", name="Mill", country="FR"),
    o2c.SetTableValue(table="food", valid_from="2026-01-01", value=S20),
    o2c.SetTableValue(
        table="prices",
        valid_from="2026-01-01",
        value=o2c.ItemPrice(price=2, currency="EUR", base_quantity=10),
    ),
    o2c.SetTableValue(table="usd", valid_from="2026-01-01", value=USD),
    o2c.SetTableValue(table="law", valid_from="2026-01-01", value="Art. 293 B"),
    o2c.SetHolidays(table="fr", days=["2026-01-01"]),
    ORDER,
    o2c.AmendOrder(content=ORDER, reason=""),
    o2c.ConfirmOrder(order="O-1"),
    o2c.CancelOrderLine(order="O-1", line="1", quantity=1),
    o2c.CancelOrder(order="O-1", reason=""),
    o2c.Ship(shipment="S-1", order="O-1", site="A", lines=[PART]),
    o2c.Deliver(shipment="S-1"),
    o2c.OpenSeries(series="sales", prefix="F", yearly=False, digits=3, kinds=["invoice"]),
    o2c.InvoiceOrder(series="sales", order="O-1", lines=[PART], exchange_rate=USD),
    o2c.IssueInvoice(series="sales", draft=DRAFT, exchange_rate=USD),
    *(o2c.IssueInvoice(series="sales", draft=draft) for draft in DRAFTS),
    o2c.ReceivePayment(
        payment="P-1",
        amount=EUR,
        payer="C-17",
        payer_name="MARTIN SARL",
        remittance="F2026-00001",
        structured_reference="RF18539007547034",
        end_to_end_id="E2E-1",
        payer_account="FR7630006000011234567890189",
        method="cheque",
        exchange_rate=USD,
    ),
    o2c.IdentifyPayment(payment="P-1", customer="C-17"),
    o2c.Letter(
        customer="C-17",
        currency="EUR",
        lines=[o2c.LetterLine(entry="P-1", amount=EUR)],
        take_discount=True,
    ),
    o2c.Letter(
        customer="C-17",
        currency="EUR",
        lines=[o2c.LetterLine(entry="P-1")],
        differences=[
            o2c.Difference(kind="bank_fee", amount=EUR),
            o2c.Difference(kind="deduction", amount=EUR, reason="broken"),
        ],
    ),
    o2c.AllocatePayment(payment="P-1", choice=["F2026-00001/1"], interest_first=True),
    o2c.ClearPayments(payments=["P-1"], fee=EUR),
    o2c.Refund(refund="R-1", customer="C-17", currency="EUR", entry="P-1", amount=EUR),
    o2c.BouncePayment(payment="P-1", reason="AC04", fee=EUR, is_fee_charged=True),
    o2c.ReassignPayment(payment="P-1", customer="C-17"),
    o2c.TransferItem(customer="C-17", currency="EUR", entry="P-1", to="C-18", amount=EUR),
    o2c.OpenDispute(
        dispute="D-1",
        document="F2026-00001",
        reason="quality",
        amount=EUR,
        owner="Anne",
        note="Broken",
        answer_by="2026-02-01",
        do_not_match=True,
    ),
    o2c.ReviewDispute(dispute="D-1", owner="Anne", note="Ask the carrier"),
    o2c.AcceptDispute(
        dispute="D-1",
        remedy=o2c.DisputeCredit(series="sales", scope=o2c.AmountWithVat(EUR), reason="rebate"),
        note="Broken on the way",
        exchange_rate=USD,
    ),
    o2c.AcceptDispute(dispute="D-1", remedy=o2c.ReplacedBy(document="F2026-00002")),
    o2c.AcceptDispute(dispute="D-1", remedy=o2c.DisputeWriteOff(amount=EUR)),
    o2c.MakeDoubtful(customer="C-17", currency="EUR"),
    o2c.RestoreDoubtful(customer="C-17", currency="EUR", documents=["F2026-00001"]),
    o2c.SetAllowance(document="F2026-00001", of=o2c.Percent(50)),
    o2c.SetAllowance(document="F2026-00001", of=o2c.Amount(EUR)),
    o2c.WriteOffBadDebt(document="F2026-00001", amount=EUR),
    o2c.RecordRecovery(payment="P-2", document="F2026-00001", amount=EUR, exchange_rate=USD),
    o2c.Revalue(until="2026-12-31", reverse_on="2027-01-01", exchange_rates=[USD]),
    o2c.OpenBalances(
        items=[
            o2c.OpeningBalance(
                customer="C-17",
                document="OLD-1",
                document_on="2025-12-01",
                due_on="2025-12-31",
                amount=EUR,
                booked=EUR,
            )
        ]
    ),
    o2c.PromisePayment(
        customer="C-17",
        currency="EUR",
        promise="W-1",
        entries=["OLD-1"],
        pay_on="2026-02-01",
        amount=EUR,
        tolerance=EUR,
        note="By telephone",
    ),
    o2c.WithdrawPromise(customer="C-17", currency="EUR", promise="W-1"),
    o2c.AgreeInstalmentPlan(
        customer="C-17",
        currency="EUR",
        plan="E-1",
        entries=["OLD-1"],
        instalments=[
            o2c.PlanInstalment(due_on="2026-02-01", amount=EUR),
            o2c.PlanInstalment(due_on="2026-03-01"),
        ],
        default_after=10,
        note="By letter",
    ),
    o2c.EndInstalmentPlan(customer="C-17", currency="EUR", plan="E-1"),
    o2c.SignMandate(
        mandate="M-1",
        customer="C-17",
        creditor_id="FR72ZZZ123456",
        iban="FR1420041010050500013M02606",
        scheme="b2b",
        signed_on="2026-01-02",
        is_one_off=True,
    ),
    o2c.AmendMandate(
        mandate="M-1", iban="DE89370400440532013000", creditor_id="FR72ZZZ123457"
    ),
    o2c.RevokeMandate(mandate="M-1"),
    o2c.RunDirectDebits(
        run="R-1",
        currency="EUR",
        through="2026-02-01",
        customers=["C-17"],
        last_of=["M-1"],
        with_returned=True,
    ),
    o2c.ReceiveDirectDebits(run="R-1"),
    o2c.ReturnDirectDebit(collection="R-1-1", reason="AM04", fee=EUR, is_fee_charged=True),
    o2c.RemitCheques(payments=["P-1"], remittance="slip 7"),
    o2c.ChangeSubscription(
        subscription="S-1",
        change={
            "start": {
                "customer": "C-17",
                "currency": "EUR",
                "start": "2026-01-05",
                "cycle": {"anchor": "2026-01-05", "interval": {"months": 1}},
                "charges": [
                    {
                        "id": "fee",
                        "kind": {"recurring": {"price": "30.00"}},
                        "vat": {"category": "S", "rate": "20"},
                    }
                ],
            }
        },
    ),
    o2c.BillSubscriptions(series="sales", until="2026-01-05", subscriptions=["S-1"]),
    o2c.SetDunningPolicy(of="everybody", policy={"levels": [{"delay": {"after_due": 5}}]}),
    o2c.RunDunning(
        customers=["C-17"],
        interest={"terms": {"rates": [{"valid_from": "2026-01-01", "value": "12.15"}]}},
        fee_series="sales",
    ),
    o2c.ChangeReminders(
        customer="C-17",
        currency="EUR",
        change={"block": {"block": "B", "reason": "by_hand", "from": "2026-01-05"}},
    ),
    o2c.RejectDispute(dispute="D-1", is_withdrawn=True, note="Found"),
    o2c.LetterAutomatically(payment="P-1"),
    o2c.LetterAsProposed(
        payment="P-1",
        proposals=[
            o2c.HostProposal(
                lines=[o2c.SettledLine(entry="F2026-00001", amount=EUR)],
                score=900,
                differences=[o2c.Difference(kind="bank_fee", amount=EUR)],
                reason="learned",
            )
        ],
    ),
    o2c.Unletter(customer="C-17", currency="EUR", letter="AAA"),
    o2c.ClosePeriod(until="2025-12-31"),
    o2c.IssueDeposit(
        series="sales",
        order="O-1",
        share=o2c.Percent(30),
        description="Deposit",
        terms="net 8",
        exchange_rate=USD,
    ),
    o2c.IssueDeposit(series="sales", order="O-1", share=o2c.Amount(EUR)),
    o2c.CreditDeposit(series="sales", deposit="D2026-00001", reason="cancelled"),
    o2c.PlanBilling(order="O-1", milestones=MILESTONES),
    o2c.InvoiceMilestone(series="sales", order="O-1", milestone="1", exchange_rate=USD),
    o2c.InvoiceOrders(series="sales", orders=["O-1", "O-2"], exchange_rate=USD),
    o2c.InvoiceShipments(series="sales", shipments=["S-1"], exchange_rate=USD),
    o2c.IssueCreditNote(series="sales", invoice="F2026-00001"),
    o2c.IssueCreditNote(
        series="sales",
        invoice="F2026-00001",
        scope=o2c.CreditedLines(
            [
                o2c.LineCredit(line="1", quantity="0.5"),
                o2c.LineCredit(line="2", amount=EUR),
            ]
        ),
        reason="returned",
        note="Sorry",
        terms=TERMS[0],
        letter=True,
        exchange_rate=USD,
    ),
    o2c.IssueCreditNote(series="sales", invoice="F2026-00001", scope=o2c.Amount(EUR)),
    o2c.IssueCreditNote(
        series="sales", invoice="F2026-00001", scope=o2c.AmountWithVat(EUR), reason="rebate"
    ),
    o2c.CorrectInvoice(series="sales", invoice="F2026-00001", draft=DRAFT, exchange_rate=USD),
    o2c.IssueDebitNote(
        series="sales",
        customer="C-17",
        currency="EUR",
        lines=[
            o2c.Claim(amount=EUR, kind="interest", description="45 days"),
            o2c.Claim(amount=EUR, kind="indemnity"),
            o2c.Claim(amount=EUR, kind="costs"),
        ],
        terms="net 30",
        relates_to=["F2026-00001"],
        note="Late",
        exchange_rate=USD,
    ),
    o2c.BillInterest(
        series="sales",
        customer="C-17",
        currency="EUR",
        terms=o2c.InterestTerms(rates=[o2c.DatedValue("2026-01-01", "12.15")]),
        until="2026-05-15",
        fixed_fee=[o2c.DatedValue("2013-01-01", EUR)],
        exchange_rate=USD,
    ),
    o2c.DispatchDocument(document="F2026-00001", channel="email", to="a@example.org"),
    o2c.RecordDispatch(document="F2026-00001", outcome="received", number=1),
    o2c.RecordDispatch(document="F2026-00001", outcome="rejected", reason="unknown"),
    o2c.RecordStatus(
        document="F2026-00001",
        status=212,
        by="PPF",
        amounts=[o2c.StatedAmount(marker="MEN", amount=EUR, vat=S20)],
        requested_action="NOA",
    ),
    o2c.CutOff(until="2026-01-31", reverse_on="2026-02-01", exchange_rates=[USD]),
    *samples.GOODS,
    *samples.DESK,
    *samples.CREDIT,
]


#: Rooms that refuse what a command says; what cannot be read is refused by words such as money.
ROOMS = {
    "company",
    "directory",
    "order",
    "fulfilment",
    "invoice",
    "receivable",
    "lettering",
    "dispute",
    "subscription",
    "dunning",
}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: type(action).__name__)
def test_the_core_reads_every_command(action: o2c.Action) -> None:
    command = o2c.Command(
        action,
        id="1",
        effective_on="2026-01-05",
        recorded_on="2026-01-06",
        posting_on="2026-01-05",
    )
    try:
        assert trade.company().decide(command)
    except o2c.JsonRejection as no:
        pytest.fail(str(no))
    except o2c.Rejection as no:
        # It was read: a room refused what it says, not the reader how it says it.
        assert no.code.split(".")[0] in ROOMS, no
    twin = pickle.loads(pickle.dumps(command))
    assert twin == command
    assert (hash(twin), twin.to_json()) == (hash(command), command.to_json())


def test_no_command_is_left_out() -> None:
    named = {
        word
        for word in vars(commands).values()
        if inspect.isclass(word) and issubclass(word, o2c.Action) and hasattr(word, "NAME")
    }
    assert named == {type(action) for action in ACTIONS}


def known(asked: Callable[[str], str], wrong: str) -> set[str]:
    """The names the core says it knows when it is asked for another."""
    with pytest.raises(o2c.JsonRejection) as no:
        asked(wrong)
    _, _, names = no.value.message.partition("expected one of ")
    return set(re.findall("`([a-z_]+)`", names))


def name_of(action: o2c.Action) -> str:
    ((name, body),) = action.as_json().items()
    return str(next(iter(body))) if name == "directory" else str(name)


def test_the_core_has_no_other_words() -> None:
    company = trade.company()
    head = '{"id":"1","effective_on":"2026-01-05","recorded_on":"2026-01-05","action":'
    actions = known(company.decide_json, head + '{"dance":{}}}')
    directory = known(company.decide_json, head + '{"directory":{"dance":{}}}}')
    queries = known(company.report_json, '{"dance":{}}')
    named = {name_of(action) for action in ACTIONS}
    assert actions | directory == named | {"directory"}
    words: list[Any] = [word for word in vars(o2c.reports).values() if inspect.isclass(word)]
    asked = {word.NAME for word in words if hasattr(word, "ANSWER")}
    assert queries == asked


def test_a_command_is_no_action() -> None:
    (command, *_) = trade.commands()
    with pytest.raises(o2c.InputTypeError) as no:
        trade.on("2026-01-05", "1", command)  # type: ignore[arg-type]
    assert no.value.path == "action"
