"""Reminders as text: what is asked for stands in it as its language writes it."""

import pytest

import o2c
from o2c.letters import TEMPLATES, render_hand_over, render_reminder
from o2c.reports import HandOverQuery, Reminder

pytest.importorskip("jinja2")
pytest.importorskip("babel")


def reminder(level: int) -> Reminder:
    levels = [{"delay": {"after_due": days}, "shows_interest": True} for days in (5, 15, 30)]
    item = {"entry": "F1", "open": "12000.00 EUR", "due_on": "2026-03-31", "level": level - 1}
    rates = [{"valid_from": "2026-01-01", "value": "12.15"}]
    fees = [{"valid_from": "2013-01-01", "value": "40.00 EUR"}]
    case = {
        "currency": "EUR",
        "as_of": "2026-05-15",
        "items": [item],
        "bearing": {"terms": {"rates": rates}, "fixed_fee": fees},
    }
    (letter,) = o2c.propose_reminders({"levels": levels}, case).letters
    return letter


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_template_tells_what_is_owed() -> None:
    for language in ("fr", "en"):
        for name in TEMPLATES[language]:
            text = render_reminder(
                reminder(1),
                seller="Meubles SA",
                customer="Durand SA",
                on="2026-05-15",
                language=language,  # type: ignore[arg-type]
                template=name,
            )
            told = words(text)
            figures = {"fr": "12 219,75 €", "en": "€12,219.75"}
            assert figures[language] in told, told
            assert "F1" in told


def test_the_level_chooses_the_text() -> None:
    text = render_reminder(reminder(3), seller="A", customer="B", on="2026-05-15")
    assert "mise en demeure" in text
    assert "31 mars 2026" in words(text)
    with pytest.raises(o2c.InputError):
        render_reminder(reminder(1), seller="A", customer="B", on="2026-05-15", template="rude")


def test_the_file_for_an_agency_is_told_as_text() -> None:
    company = o2c.Company.found(ledger_currency="EUR")
    line = o2c.DraftLine(
        id="1", quantity=o2c.Quantity(1), price=o2c.Net("1000"), vat=o2c.Vat("S", 20)
    )
    draft = o2c.Draft(customer="C1", currency="EUR", lines=[line], terms="net 30")
    party = o2c.Party("Durand SA")
    for number, action in enumerate(
        [
            o2c.RegisterCustomer(customer="C1", party=party, terms="net 30"),
            o2c.OpenSeries(series="sales", prefix="F"),
            o2c.IssueInvoice(series="sales", draft=draft),
        ]
    ):
        day = "2026-01-15"
        company.execute(
            o2c.Command(action, id=str(number), effective_on=day, recorded_on=day)
        )
    file = company.report(HandOverQuery(customer="C1", as_of="2026-03-10"))
    english = words(render_hand_over(file, language="en"))
    assert "Debtor : Durand SA (C1)" in english
    assert "(24 days late) : €1,200.00 barred after 14 February 2031" in english
    assert "no registered letter: a formal notice comes first (EUR)" in english
    french = words(render_hand_over(file))
    assert "prescription après le 14 février 2031" in french
    with pytest.raises(o2c.InputError):
        render_hand_over(file, language="de")  # type: ignore[arg-type]
