"""The company: a sale, its receipts and reports, refusals, retries, threads."""

import datetime
import json
import pickle
import threading
import time
from decimal import Decimal
from typing import Any

import pytest
import trade

import o2c
from o2c import reports

DAY = datetime.date(2026, 2, 28)


def test_a_sale_is_told_in_figures() -> None:
    company = trade.sold()
    document = company.report(reports.DocumentQuery(document="F2026-00001"))
    figures = document.figures
    # rulebook EX-I2: 7 units at 10.00 per 3 are 23.33; five percent off is 1.17.
    assert figures.lines[0].goods == o2c.Money("23.33", "EUR")
    assert figures.lines[0].allowances == o2c.Money("1.17", "EUR")
    assert (figures.net.amount, figures.vat.amount) == (Decimal("22.16"), Decimal("4.43"))
    assert figures.breakdown.groups[0].vat == o2c.Vat("S", 20)
    assert document.issued_on == datetime.date(2026, 1, 9)
    assert [due.due_on for due in document.instalments] == [datetime.date(2026, 2, 8)]


def test_balances_are_one_figure() -> None:
    company = trade.sold()
    ageing = company.report(reports.AgeingQuery(as_of=DAY))
    (account,) = ageing.accounts
    # Due on 8 February, 20 days old.
    assert account.buckets[0] == account.total == o2c.Money("6.59", "EUR")
    items = company.report(reports.OpenItemsQuery(as_of=DAY, customer="C-17"))
    assert [(item.entry, str(item.open)) for item in items] == [("F2026-00001", "6.59 EUR")]
    trial = company.report(reports.TrialBalanceQuery(as_of=DAY))
    assert trial.debit_total == trial.credit_total
    balances = {row.account: str(row.balance) for row in trial.rows}
    assert (balances["411"], balances["512"]) == ("6.59 EUR", "20.00 EUR")
    spanned = reports.ReconciliationQuery(first="2026-01-01", until=DAY)
    reconciliation = company.report(spanned)
    assert (reconciliation.days, reconciliation.days_equal) == (59, 59)
    assert reconciliation.unequal == ()


def test_every_report_is_typed() -> None:
    company = trade.sold()
    order = company.report(reports.OrderQuery(order="O-1"))
    assert (order.delivery, order.billing, order.state.status) == (
        "complete",
        "complete",
        "confirmed",
    )
    assert order.state.lines[0].shipped == Decimal(7)
    assert order.state.days["placed_on"] == datetime.date(2026, 1, 5)
    entries = company.report(reports.JournalQuery(first="2026-01-01", until=DAY))
    assert [entry.document for entry in entries][0] == "F2026-00001"
    assert sum(line.booked.amount for line in entries[0].lines) == 0
    (payment,) = company.report(reports.PaymentsQuery())
    assert payment == company.report(reports.PaymentQuery(payment="P-1"))
    assert (payment.status, payment.settles[0].document) == ("applied", "F2026-00001")
    customer = company.report(reports.CustomerQuery(customer="C-17"))
    assert (customer.party["name"], customer.status) == ("Boulangerie Martin", "active")
    cycle = company.report(reports.CycleQuery(as_of=DAY))
    assert (cycle.orders_placed, cycle.documents, cycle.is_balanced) == (1, 1, True)
    assert cycle.control_account == o2c.Money("6.59", "EUR")
    assert cycle.ageing[0].total == o2c.Money("6.59", "EUR")
    # The seller has no VAT number, and the line's allowance no reason.
    assert cycle.findings == {"BR-42": 1, "BR-CO-23": 1, "BR-S-02": 1}
    assert cycle.largest_debtors[0].overdue == o2c.Money("6.59", "EUR")


def test_findings_name_the_rule() -> None:
    company = trade.sold()
    line = o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(1), vat=o2c.Vat("E"))
    draft = o2c.Draft(
        customer="C-17", currency="EUR", lines=[line], terms=o2c.Terms.net_days(30)
    )
    company.execute(trade.on("2026-02-17", "9", o2c.IssueInvoice(series="sales", draft=draft)))
    found = company.report(reports.FindingsQuery())[-1]
    assert found.document == "F2026-00002"
    # Exempt, but it does not say why.
    assert "BR-E-10" in [finding.rule for finding in found.findings]
    assert company.report(reports.FindingsQuery(document="F2026-00002")) == (found,)


def test_a_receipt_tells_what_happened() -> None:
    company = trade.company()
    first, second = list(trade.commands())[:2]
    receipt = company.execute(first)
    assert (receipt.first, receipt.count, receipt.is_replayed) == (1, 2, False)
    assert "accepted" in receipt.events[0]
    assert company.decide(second) == company.execute(second).events


def test_the_same_command_happens_once() -> None:
    company = trade.company()
    (first, *_) = trade.commands()
    receipt = company.execute(first)
    again = company.execute(first)
    assert again.is_replayed
    assert (again.first, again.events) == (receipt.first, receipt.events)
    other = trade.on("2026-01-05", "1", o2c.OpenSeries(series="other", prefix="G"))
    history = company.history()
    with pytest.raises(o2c.CompanyRejection) as no:
        company.execute(other)
    assert no.value.code == "company.command_conflict"
    assert no.value.figures["command"] == "1"
    assert company.history() == history


def test_a_refusal_has_all_its_fields_and_changes_nothing() -> None:
    company = trade.sold()
    history = company.history()
    lines = [o2c.LetterLine(entry="F9"), o2c.LetterLine(entry="P-1")]
    letter = o2c.Letter(customer="C-17", currency="EUR", lines=lines)
    with pytest.raises(o2c.ReceivableRejection) as no:
        company.execute(trade.on("2026-02-17", "9", letter))
    rejection = no.value
    told = json.loads(rejection.json)
    assert (rejection.code, rejection.number) == (told["code"], told["number"])
    assert 1500 <= rejection.number < 1600
    assert (rejection.path, rejection.message) == (told["path"], told["message"])
    assert list(rejection.figures.items()) == [tuple(pair) for pair in told["figures"]]
    assert rejection.via == tuple(told["via"])
    assert rejection.code in str(rejection) and rejection.message in str(rejection)
    with pytest.raises(TypeError):
        rejection.figures["entry"] = "F1"  # type: ignore[index]
    twin = pickle.loads(pickle.dumps(rejection))
    assert type(twin) is o2c.ReceivableRejection
    assert (twin.json, dict(twin.figures)) == (rejection.json, dict(rejection.figures))
    assert company.history() == history


def test_input_errors_and_defects_travel_too() -> None:
    for error in (o2c.InputTypeError("no", "price"), o2c.InputError("no"), o2c.Defect("a panic")):
        twin = pickle.loads(pickle.dumps(error))
        assert (type(twin), str(twin)) == (type(error), str(error))


def test_every_room_that_refuses_has_its_exception() -> None:
    rooms = {row["code"].partition(".")[0] for row in o2c.refusals()}
    named = {room: f"{room.capitalize()}Rejection" for room in rooms}
    missing = [name for name in named.values() if not hasattr(o2c, name)]
    assert missing == []
    numbers = [row["number"] for row in o2c.refusals()]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ""),
        ("{", ""),
        ('{"id":"1"', ""),
        ("[]", ""),
        ("null", ""),
        ("NaN", ""),
        ("\0", ""),
        ('{"id":"1","effective_on":"2026-01-05","recorded_on":"2026-01-05"}', ""),
        ('{"id":1}', "id"),
        ('{"identity":"1"}', "identity"),
        ('{"id":"1","effective_on":"2026-02-30"}', "effective_on"),
        ('{"id":"1","action":{"dance":{}}}', "action"),
        ('{"id":"1","action":{"receive_payment":{"amount":12.3}}}', "action"),
        ('{"id":"1","action":{"receive_payment":{"amount":"12.345 EUR"}}}', "action"),
        ("[" * 100_000, ""),
    ],
)
def test_texts_that_are_no_commands_are_refused(text: str, path: str) -> None:
    company = trade.company()
    history = company.history()
    for asked in (company.execute_json, company.decide_json):
        with pytest.raises(o2c.Rejection) as no:
            asked(text)
        assert no.value.path.startswith(path)
        assert no.value.number > 0
    for wrong in (company.batch_json, company.preview_json, company.report_json):
        if text != "[]":
            with pytest.raises(o2c.JsonRejection):
                wrong(text)
    assert company.history() == history


@pytest.mark.parametrize("wrong", [None, 1, b"{}", ["{}"], {}])
def test_what_is_no_text_is_a_type_error(wrong: Any) -> None:
    company = trade.company()
    for asked in (company.execute_json, company.report_json, o2c.calculate_json):
        with pytest.raises(TypeError):
            asked(wrong)
    with pytest.raises(o2c.InputTypeError):
        company.execute(wrong)
    with pytest.raises(o2c.InputTypeError):
        company.report(wrong)


@pytest.mark.parametrize(
    "wrong", ["", "[]", "{}", '{"type":"o2c.history","version":99,"events":[]}']
)
def test_what_is_no_history_is_refused(wrong: str) -> None:
    with pytest.raises(o2c.Rejection):
        o2c.Company.replay(wrong)


def test_unknown_ids_are_refused_by_name() -> None:
    company = trade.sold()
    queries: list[tuple[o2c.reports.Query[Any], str]] = [
        (reports.OrderQuery(order="X"), "company.unknown_order"),
        (reports.DocumentQuery(document="X"), "company.unknown_document"),
        (reports.PaymentQuery(payment="X"), "company.unknown_payment"),
        (reports.CustomerQuery(customer="X"), "directory.customer_unknown"),
    ]
    for query, code in queries:
        with pytest.raises(o2c.Rejection) as no:
            company.report(query)
        assert no.value.code == code


def test_another_currency_is_refused() -> None:
    company = trade.sold()
    line = o2c.DraftLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(1), vat=o2c.Vat("S", 20))
    draft = o2c.Draft(
        customer="C-17",
        currency="EUR",
        lines=[line],
        terms=o2c.Terms.net_days(30),
        adjustments=[o2c.DocumentAdjustment("charge", o2c.Amount(o2c.Money(1, "USD")))],
    )
    with pytest.raises(o2c.MoneyRejection) as no:
        company.execute(trade.on("2026-02-17", "9", o2c.IssueInvoice(series="sales", draft=draft)))
    assert no.value.code == "money.currency_mismatch"
    assert no.value.path.endswith("adjustments[0].value")


def test_a_batch_goes_on_after_a_refusal() -> None:
    opened, registered, *_ = trade.commands()
    unknown = trade.on("2026-01-05", "x", o2c.ConfirmOrder(order="O-9"))
    company = trade.company()
    history = company.history()
    previewed = company.preview([opened, unknown, registered])
    assert company.history() == history
    rows = company.batch([opened, unknown, registered])
    kinds = [reports.Receipt, o2c.CompanyRejection, reports.Receipt]
    assert [type(row) for row in rows] == kinds
    assert isinstance(rows[1], o2c.Rejection) and isinstance(previewed[1], o2c.Rejection)
    assert (rows[0], rows[2]) == (previewed[0], previewed[2])
    with pytest.raises(o2c.CompanyRejection) as no:
        company.execute(unknown)
    assert rows[1].json == no.value.json == previewed[1].json


def test_the_history_rebuilds_the_company() -> None:
    company = trade.sold()
    twin = o2c.Company.replay(company.history())
    query = '{"cycle":{"as_of":"2026-02-28"}}'
    assert twin.report_json(query) == company.report_json(query)
    assert twin.history() == company.history()


def test_a_fork_goes_its_own_way() -> None:
    company = trade.company()
    fork = company.fork()
    fork.execute(next(trade.commands()))
    assert fork.history() != company.history()


def test_the_texts_and_the_words_say_the_same() -> None:
    by_words, by_texts = trade.company(), trade.company()
    for command in trade.commands():
        by_words.execute(command)
        by_texts.execute_json(command.to_json())
    assert by_words.history() == by_texts.history()
    replayed = by_words.execute_json(next(trade.commands()).to_json())
    assert replayed.startswith('{"first":1,"count":2,"is_replayed":true')


def drafts(lines: int) -> str:
    vat = '{"category":"S","rate":"20"}'
    line = '{"id":"%d","quantity":"3 C62","price":{"net":"0.33"},"vat":' + vat + "}"
    return '{"invoice":{"customer":"C","currency":"EUR","terms":%s,"lines":[%s]}}' % (
        json.dumps(o2c.Terms.net_days(30).as_json()),
        ",".join(line % number for number in range(lines)),
    )


def test_other_threads_run_python_meanwhile() -> None:
    request = drafts(50_000)
    started, is_done = threading.Event(), threading.Event()

    def compute() -> None:
        started.set()
        o2c.calculate_json(request)
        is_done.set()

    thread = threading.Thread(target=compute)
    thread.start()
    started.wait()
    turns = 0
    while not is_done.is_set():
        turns += 1
        time.sleep(0)
    thread.join()
    # With the interpreter's lock held for the whole call there would be a turn or two.
    assert turns > 10


def test_companies_and_threads_do_not_mix() -> None:
    expected = trade.sold().history()
    companies = [trade.company() for _ in range(4)]
    shared = trade.company()
    failures: list[BaseException] = []

    def sell(company: o2c.Company) -> None:
        try:
            for command in trade.commands():
                company.execute(command)
                company.report(reports.CycleQuery(as_of=DAY))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=sell, args=(company,)) for company in [*companies]]
    # Four more sell to one company: the same commands happen once.
    threads += [threading.Thread(target=execute_all, args=(shared, failures)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert all(company.history() == expected for company in [*companies, shared])


def execute_all(company: o2c.Company, failures: list[BaseException]) -> None:
    """Sells in the order of the commands, each tried until those before are in."""
    try:
        for command in trade.commands():
            company.execute(command)
    except BaseException as failure:
        failures.append(failure)
