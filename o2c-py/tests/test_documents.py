"""Documents: a deposit, the final invoice, credit notes, a debit note, and what is told of them."""

from __future__ import annotations

import pickle
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
import trade

import o2c
from o2c.reports import (
    AccruedInterestQuery,
    ChainQuery,
    CutOffQuery,
    DocumentQuery,
    EInvoiceQuery,
    ExplanationQuery,
    Figures,
    FindingsQuery,
    LimitationQuery,
    NumberingQuery,
    OutboxQuery,
    VatDueQuery,
)

EUR = "EUR"
S20 = o2c.Vat("S", 20)


def euros(amount: str) -> o2c.Money:
    """An amount in euros."""
    return o2c.Money(amount, EUR)


class Story:
    """A company that is told what happens, day by day."""

    def __init__(self) -> None:
        self.company = trade.company()
        self.count = 0

    def tell(self, day: str, *actions: o2c.Action) -> None:
        """Executes actions that count and become known on one day."""
        for action in actions:
            self.count += 1
            self.company.execute(trade.on(day, str(self.count), action))

    def figures(self, document: str) -> Figures:
        """What an issued document comes to."""
        return self.company.report(DocumentQuery(document=document)).figures


@pytest.fixture
def story() -> Iterator[Story]:
    """A customer, two series, and an order of 10 000 at 20 %."""
    told = Story()
    machine = o2c.NewLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(10000), vat=S20)
    told.tell(
        "2026-01-05",
        o2c.OpenSeries(series="sales", prefix="F"),
        o2c.OpenSeries(series="deposits", prefix="D", kinds=["deposit", "deposit_credit_note"]),
        o2c.OpenSeries(series="credits", prefix="A"),
        o2c.RegisterCustomer(customer="C1", party=o2c.Party("Durand SA"), terms="net 30"),
        o2c.PlaceOrder(
            order="O1", customer="C1", currency=EUR, lines=[machine], billing="ordered"
        ),
        o2c.ConfirmOrder(order="O1"),
    )
    yield told


def test_a_deposit_is_deducted_and_credit_notes_end_at_the_invoice(story: Story) -> None:
    # rulebook EX-I10 (P): the full invoice, 3 600 paid before, 8 400 due.
    story.tell(
        "2026-01-06",
        o2c.IssueDeposit(series="deposits", order="O1", share=o2c.Percent(30)),
        o2c.InvoiceOrder(series="sales", order="O1"),
    )
    deposit = story.figures("D2026-00001")
    assert (deposit.net, deposit.vat) == (euros("3000.00"), euros("600.00"))
    final = story.figures("F2026-00001")
    assert (final.vat, final.gross, final.prepaid, final.due) == (
        euros("2000.00"),
        euros("12000.00"),
        euros("3600.00"),
        euros("8400.00"),
    )
    # rulebook EX-V5: three thirds of 100.00 + 20.00.
    thirds = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(3), price=o2c.Net(100), base_quantity=3, vat=S20
    )
    draft = o2c.Draft(customer="C1", currency=EUR, lines=[thirds], terms="net 30")
    story.tell("2026-01-15", o2c.IssueInvoice(series="sales", draft=draft))
    one = o2c.CreditedLines([o2c.LineCredit(line="1", quantity=1)])
    back = o2c.IssueCreditNote(series="credits", invoice="F2026-00002", scope=one, reason="rebate")
    story.tell("2026-02-01", back, back, back)
    given = [story.figures(f"A2026-0000{number}") for number in (1, 2, 3)]
    assert [str(each.net) for each in given] == ["33.33 EUR", "33.34 EUR", "33.33 EUR"]
    assert [str(each.vat) for each in given] == ["6.67 EUR", "6.66 EUR", "6.67 EUR"]
    with pytest.raises(o2c.InvoiceRejection) as no:
        story.tell("2026-02-02", back)
    assert no.value.code == "invoice.credit.exceeds_quantity"
    assert no.value.path == "action.issue_credit_note.scope.lines[0].quantity"
    chain = story.company.report(ChainQuery(invoice="F2026-00002"))
    assert [after.number for after in chain.successors] == [f"A2026-0000{n}" for n in (1, 2, 3)]
    assert (chain.remaining.net, chain.total) == (euros("0.00"), euros("0.00"))
    numbering = story.company.report(NumberingQuery(series="credits"))
    assert [(count.count, count.gaps) for count in numbering.counts] == [(3, ())]
    assert numbering.is_chronological


def test_interest_is_claimed_by_a_debit_note(story: Story) -> None:
    # rulebook EX-T4: 45 days on 12 000 at 12.15 % are 179.75, with 40.00 of compensation 219.75.
    item = o2c.LateItem(
        invoice="F1",
        amount=euros("12000.00"),
        due_on="2026-03-31",
        movements=[o2c.Movement("2026-05-15", euros("12000.00"))],
    )
    terms = o2c.InterestTerms(rates=[o2c.DatedValue("2026-01-01", "12.15")])
    fee = [o2c.DatedValue("2013-01-01", euros("40.00"))]
    claim = o2c.interest([item], "2026-06-30", terms, fixed_fee=fee)
    assert claim.total == euros("219.75")
    story.tell(
        "2026-07-01",
        o2c.IssueDebitNote(
            series="sales",
            customer="C1",
            currency=EUR,
            lines=[
                o2c.Claim(amount=claim.interest, kind="interest"),
                o2c.Claim(amount=claim.fee_total, kind="indemnity"),
            ],
        ),
    )
    note = story.figures("F2026-00001")
    assert (note.vat, note.due) == (euros("0.00"), euros("219.75"))


def test_a_document_is_told_in_every_way(story: Story) -> None:
    story.tell("2026-01-06", o2c.InvoiceOrder(series="sales", order="O1"))
    company, number = story.company, "F2026-00001"
    assert company.report(OutboxQuery(as_of="2026-01-06")).undispatched == (number,)
    story.tell(
        "2026-01-07",
        o2c.DispatchDocument(document=number, channel="email", to="buyer@example.org"),
        o2c.RecordDispatch(document=number, outcome="received"),
        o2c.RecordStatus(document=number, status=205),
    )
    (sent,) = company.report(OutboxQuery(as_of="2026-01-07")).dispatches
    assert (sent.document, sent.status) == (number, "received")
    invoice = company.report(EInvoiceQuery(document=number))
    assert invoice.standing.treatment == 205
    assert invoice.standing.approved == euros("12000.00")
    explained = {one.path: one for one in company.report(ExplanationQuery(document=number))}
    assert explained["vat"].value == euros("2000.00")
    due = company.report(VatDueQuery(first="2026-01-01", until="2026-01-31"))
    assert [(row.vat, row.amount) for row in due.rows] == [(S20, euros("2000.00"))]
    assert [event.cause for event in due.events] == ["issue"]
    assert [total.unexplained for total in due.totals] == [euros("0.00")]


def test_a_period_is_cut_off(story: Story) -> None:
    line = o2c.NewLine(id="1", quantity=o2c.Quantity(2), price=o2c.Net(50), vat=S20)
    story.tell(
        "2026-01-20",
        o2c.PlaceOrder(order="O2", customer="C1", currency=EUR, lines=[line]),
        o2c.ConfirmOrder(order="O2"),
        o2c.Ship(shipment="S2", order="O2"),
    )
    (item,) = story.company.report(CutOffQuery(as_of="2026-01-31")).items
    assert (item.kind, item.source) == ("invoice_to_issue", {"order": "O2"})
    assert (item.net, item.vat) == (euros("100.00"), euros("20.00"))
    story.tell("2026-01-31", o2c.CutOff(until="2026-01-31", reverse_on="2026-02-01"))


def test_a_calculator_says_where_a_figure_is_wrong() -> None:
    with pytest.raises(o2c.InputTypeError) as no:
        o2c.VatGroup(S20, euros("1.00"), 0.2)  # type: ignore[arg-type]
    assert no.value.path == "amount"
    with pytest.raises(o2c.InputTypeError):
        o2c.check_document({"totals": {"net": 0.1}})
    with pytest.raises(o2c.InputError):
        o2c.check_terms("net 30", "2026-01-15", maxima="mars")


def test_the_mentions_of_french_law_are_looked_for() -> None:
    line = o2c.DraftLine(id="1", quantity=o2c.Quantity(3), price=o2c.Net("0.33"), vat=S20)
    draft = o2c.Draft(customer="C1", currency=EUR, lines=[line], terms="net 30")
    seller, buyer = o2c.Party("Moulin du Lac"), o2c.Party("Boulangerie Martin")
    law = o2c.Law(
        vat_rates=[o2c.DatedValue("2014-01-01", ["5.5", "20"])],
        recovery_indemnity=[o2c.DatedValue("2013-01-01", euros("40.00"))],
    )
    published = o2c.check_invoice(draft, seller, buyer)
    french = o2c.check_invoice(
        draft, seller, buyer, o2c.Profile(is_french=True, mentions_are_due=True, law=law)
    )
    assert set(published) < set(french)


def test_legal_maxima_go_in_as_they_come_out() -> None:
    rows = o2c.legal_maxima()
    assert o2c.legal_maxima(rows) == rows
    verdict = o2c.check_terms(["2026-03-17"], "2026-01-15", agreement="agreed", maxima=rows)
    assert [finding.days_over for finding in verdict.findings] == [1]
    assert verdict.maximum in rows


def test_the_life_of_invoices_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    # The same figures as the program in C: rulebook EX-I10, EX-V5, EX-T4.
    program = Path(__file__).parents[2] / "examples/python/invoices.py"
    runpy.run_path(str(program), run_name="__main__")
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "deposit    3600.00 EUR",
        "final      12000.00 EUR",
        "prepaid    3600.00 EUR",
        "due        8400.00 EUR",
        "credit 1   6.67 EUR",
        "credit 2   6.66 EUR",
        "credit 3   6.67 EUR",
        "refused    invoice.credit.exceeds_quantity",
        "claimed    219.75 EUR",
        "BR-CO-16   120",
    ]


def test_all_faults_of_a_document_come_back_at_once() -> None:
    lines = [
        o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(10), vat=S20),
        o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(10), vat=S20),
    ]
    draft = o2c.Draft(
        customer="C-17", currency=EUR, lines=lines, terms="net 30",
        prepaid=o2c.Money(1, "USD"),
    )
    with pytest.raises(o2c.InvoiceRejection) as refused:
        o2c.compute_invoice(draft)
    assert refused.value.code == "invoice.line.duplicate_id"
    (other,) = refused.value.also
    assert isinstance(other, o2c.MoneyRejection)
    assert (other.code, other.path) == ("money.currency_mismatch", "invoice.prepaid")
    assert pickle.loads(pickle.dumps(refused.value)).also[0].path == other.path


def test_own_documents_keep_the_rules_they_are_issued_under() -> None:
    company = o2c.Company.found(ledger_currency=EUR, issue_profile=o2c.Profile())
    assert o2c.Company.replay(company.history()).history() == company.history()
    for number, action in enumerate([
        o2c.OpenSeries(series="sales", prefix="F"),
        o2c.RegisterCustomer(customer="C1", party=o2c.Party("Martin")),
    ]):
        company.execute(trade.on("2026-01-02", str(number), action))
    line = o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(10), vat=o2c.Vat("O"))
    draft = o2c.Draft(customer="C1", currency=EUR, lines=[line], terms="net 30")
    issue = o2c.IssueInvoice(series="sales", draft=draft)
    with pytest.raises(o2c.InvoiceRejection) as refused:
        company.execute(trade.on("2026-01-15", "issue", issue))
    assert refused.value.code == "invoice.breaks_rule"
    assert refused.value.figures["rule"] == "BR-O-10"
    assert company.report(FindingsQuery(profile=o2c.Profile(is_french=True))) == ()


def test_late_items_are_told_with_their_interest_and_their_last_day(story: Story) -> None:
    line = o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(1000), vat=S20)
    draft = o2c.Draft(customer="C1", currency=EUR, lines=[line], terms="net 30")
    story.tell("2026-01-30", o2c.IssueInvoice(series="sales", draft=draft))
    terms = o2c.InterestTerms(rates=[o2c.DatedValue("2026-01-01", "12.15")])
    accrued = story.company.report(AccruedInterestQuery(as_of="2026-03-31", terms=terms))
    (account,) = accrued.accounts
    (item,) = account.items
    # 1,200.00 for 30 days at 12.15 %.
    assert (item.accrual.segments[0].days, str(account.to_bill)) == (30, "11.98 EUR")
    (limited,) = story.company.report(LimitationQuery(as_of="2026-03-31"))
    assert (limited.kind, str(limited.claimable_until)) == ("professional", "2031-03-01")


def french_company(mentions: o2c.StandingMentions | None = None) -> Story:
    """A company that issues under the French rules, and its customer."""
    law = o2c.Law(
        vat_rates=[o2c.DatedValue("2014-01-01", ["5.5", "10", "20"])],
        recovery_indemnity=[o2c.DatedValue("2013-01-01", euros("40.00"))],
    )
    settings = {} if mentions is None else {"mentions": mentions}
    told = Story()
    told.company = o2c.Company.found(
        ledger_currency=EUR,
        party=french_party("Moulin SAS", "552100554"),
        issue_profile=o2c.Profile(is_french=True, mentions_are_due=True, law=law),
        **settings,
    )
    told.tell(
        "2026-01-01",
        o2c.OpenSeries(series="sales", prefix="F"),
        o2c.RegisterCustomer(
            customer="C1", party=french_party("Martin SARL", "732829320"), terms="net 30"
        ),
    )
    return told


def french_party(name: str, siren: str) -> o2c.Party:
    """A party with what French invoices say of one."""
    address = o2c.Address(["1 rue A"], "Lyon", "69001", "FR")
    register = [o2c.Identifier("0002", siren)]
    return o2c.Party(name, address, identifiers=register, vat_id=f"FR12{siren}")


def test_all_kinds_of_documents_issue_under_the_french_rules() -> None:
    notes = [
        o2c.StandingNote(subject="PMT", text="EUR 40 for the costs of recovery"),
        o2c.StandingNote(subject="PMD", text="Three times the legal rate", table="penalties"),
        o2c.StandingNote(subject="AAB", text="No discount for paying early"),
    ]
    mentions = o2c.StandingMentions(notes=notes, process="by_supply")
    told = french_company(mentions)
    lines = [o2c.NewLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(100), vat=S20,
                         description="Flour")]
    for order in ("O1", "O2", "O3", "O4"):
        place = o2c.PlaceOrder(
            order=order, customer="C1", currency=EUR, lines=lines, billing="ordered"
        )
        told.tell("2026-01-05", place, o2c.ConfirmOrder(order=order))
    begun = o2c.NewMilestone(id="a", description="Begun", share=o2c.Percent(40))
    done = o2c.NewMilestone(id="b", description="Done", share=o2c.Rest())
    told.tell(
        "2026-01-06",
        o2c.IssueDeposit(series="sales", order="O1", share=o2c.Percent(30)),
        o2c.InvoiceOrder(series="sales", order="O1"),
        o2c.PlanBilling(order="O2", milestones=[begun, done]),
        o2c.InvoiceMilestone(series="sales", order="O2", milestone="a"),
        o2c.InvoiceOrders(series="sales", orders=["O3"]),
        o2c.Ship(shipment="S4", order="O4"),
        o2c.InvoiceShipments(series="sales", shipments=["S4"]),
        o2c.IssueCreditNote(series="sales", invoice="F2026-00004"),
    )
    for number in range(1, 7):
        draft = told.company.report(DocumentQuery(document=f"F2026-0000{number}")).draft
        assert [note["subject"] for note in draft["notes"]] == ["PMT", "PMD", "AAB"]
        assert draft["process"] == ("B4" if number == 2 else "B1")
    claim = o2c.Claim(amount=euros("40.00"), kind="indemnity")
    debit = o2c.IssueDebitNote(series="sales", customer="C1", currency=EUR, lines=[claim])
    told.tell("2026-03-12", debit)

    silent = french_company()
    place = o2c.PlaceOrder(
        order="O1", customer="C1", currency=EUR, lines=lines, billing="ordered"
    )
    silent.tell("2026-01-05", place, o2c.ConfirmOrder(order="O1"))
    with pytest.raises(o2c.InvoiceRejection) as refused:
        silent.tell("2026-01-06", o2c.InvoiceOrder(series="sales", order="O1"))
    assert refused.value.figures["rule"] == "BR-FR-05"


def test_every_instalment_tells_its_own_discount(story: Story) -> None:
    # 2 % of the second part: 70 % of 1 200.00 is 840.00.
    line = o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(1000), vat=S20)
    terms = "30%: net 0; rest: 2% 10 net 30"
    draft = o2c.Draft(customer="C1", currency=EUR, lines=[line], terms=terms)
    assert o2c.early_discount(draft, "2026-01-15") is None
    offers = o2c.instalment_discounts(draft, "2026-01-15")
    assert [offer.amount for offer in offers] == [euros("0.00"), euros("16.80")]
    story.tell("2026-01-15", o2c.IssueInvoice(series="sales", draft=draft))
    first, second = story.company.report(DocumentQuery(document="F2026-00001")).instalment_discounts
    assert (first["amount"], second["amount"], second["until"]) == (
        "0.00 EUR",
        "16.80 EUR",
        "2026-01-25",
    )


def test_an_explanation_has_a_text_and_a_formula(story: Story) -> None:
    story.tell("2026-01-06", o2c.InvoiceOrder(series="sales", order="O1"))
    explained = story.company.report(ExplanationQuery(document="F2026-00001"))
    told = {one.path: one for one in explained}
    assert told["gross"].text == "gross = net + vat = 12000.00 EUR (BR-CO-15)"
    assert told["gross"].formula == {"sum": [{"figure": "net"}, {"figure": "vat"}]}


def test_an_unknown_sector_is_refused() -> None:
    with pytest.raises(o2c.CalendarRejection) as no:
        o2c.check_terms("net 60", "2026-01-15", sector="perishable")
    assert no.value.code == "calendar.sector_unknown"
    assert no.value.path == "check_terms.facts.sector"
    assert no.value.figures["sector"] == "perishable"
