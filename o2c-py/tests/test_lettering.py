"""Lettering out of data frames: payments beside open items, and ledgers without a text."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

import o2c
from o2c.calculators import (
    Candidate,
    DiscountByParts,
    OfferedDiscount,
    ReceivedPayment,
    letter_payments,
    match_payment,
    nearest_subset,
)

pa = pytest.importorskip("pyarrow")

DUE_ON = datetime.date(2026, 2, 5)
PAID_ON = datetime.date(2026, 2, 10)


def items(**changed: Any) -> Any:
    columns = {
        "customer": pa.array(["C-17", "C-17", "C-04"]),
        "number": pa.array(["F2026-00010", "F2026-00011", "F2026-00012"]),
        "due_on": pa.array([DUE_ON] * 3, pa.date32()),
        "open": pa.array([81_211, 81_211, 5_000], pa.int64()),
        "currency": pa.array(["EUR"] * 3),
    }
    columns.update(changed)
    return pa.table({name: column for name, column in columns.items() if column is not None})


def payments(**changed: Any) -> Any:
    columns = {
        "customer": pa.array(["C-17", "C-17", "C-04"]),
        "payment": pa.array(["P1", "P2", "P3"]),
        "amount": pa.array([81_211, 81_211, 4_960], pa.int64()),
        "received_on": pa.array([PAID_ON] * 3, pa.date32()),
        "currency": pa.array(["EUR"] * 3),
        "remittance": pa.array([None, "fact f2026 00010", "F2026-00012"]),
    }
    columns.update(changed)
    return pa.table({name: column for name, column in columns.items() if column is not None})


TOLERANCE = {"kind": "write_off", "absolute": "0.50 EUR"}


def rows(frame: Any) -> Any:
    return pa.table(frame).to_pylist()


def told(frame: Any) -> list[tuple[Any, ...]]:
    names = ("payment", "item", "difference", "amount", "rule", "score")
    return [tuple(row[name] for name in names) for row in rows(frame)]


def test_the_surest_match_goes_first() -> None:
    found = o2c.letter(items(), payments(), tolerances=[TOLERANCE])
    assert told(found.applications) == [
        ("P1", "F2026-00011", None, 81_211, "exact_amount", 900),
        ("P2", "F2026-00010", None, 81_211, "document_number", 990),
        ("P3", "F2026-00012", None, 5_000, "document_number", 910),
        ("P3", None, "write_off", 40, "document_number", 910),
    ]
    assert len(found.proposals) == 0
    (first, *_) = rows(found.applications)
    assert (first["customer"], first["currency"], first["rest"]) == ("C-17", "EUR", 0)
    (named, matches) = json.loads(rows(found.applications)[1]["evidence"])
    assert named == {"number_named": {"entry": "F2026-00010"}}
    assert matches == {"amount_matches": {"open": "812.11 EUR", "discount": "0.00 EUR"}}


def test_what_is_ambiguous_or_not_sure_enough_is_proposed() -> None:
    paid = payments().slice(0, 1)
    found = o2c.letter(items(), paid)
    assert len(found.applications) == 0
    assert [(row["alternative"], row["item"]) for row in rows(found.proposals)] == [
        (0, "F2026-00010"),
        (1, "F2026-00011"),
    ]
    found = o2c.letter(items(), payments().slice(1, 1), policy={"applies_from": 991})
    assert told(found.proposals) == [
        ("P2", "F2026-00010", None, 81_211, "document_number", 990),
    ]


def test_what_was_rejected_stands_beside_what_is_applied() -> None:
    found = o2c.letter(items(), payments().slice(1, 1))
    (row,) = rows(found.applications)
    (rejected,) = json.loads(row["rejected"])
    assert rejected["lines"] == [{"entry": "F2026-00011", "amount": "812.11 EUR"}]
    assert rejected["rule"] == "exact_amount"


def test_rows_find_the_same_as_frames() -> None:
    request = {
        "letter_payments": {
            "items": [
                {
                    "customer": row["customer"],
                    "item": {
                        "entry": row["number"],
                        "number": row["number"],
                        "open": f"{Decimal(row['open']).scaleb(-2):f} EUR",
                        "due_on": row["due_on"].isoformat(),
                        "document_on": row["due_on"].isoformat(),
                    },
                }
                for row in rows(items())
            ],
            "payments": [
                {
                    "customer": row["customer"],
                    "payment": {
                        "entry": row["payment"],
                        "amount": f"{Decimal(row['amount']).scaleb(-2):f} EUR",
                        "received_on": row["received_on"].isoformat(),
                        "remittance": row["remittance"] or "",
                    },
                }
                for row in rows(payments())
            ],
            "tolerances": [TOLERANCE],
        }
    }
    asked = o2c.calculate(request)
    lines = [
        (one["payment"], line["entry"]) for one in asked for line in one["proposal"]["lines"]
    ]
    found = o2c.letter(items(), payments(), tolerances=[TOLERANCE])
    assert lines == [(row[0], row[1]) for row in told(found.applications) if row[1] is not None]


def test_decimals_and_named_floats_are_amounts() -> None:
    opens = pa.array([Decimal("812.11"), Decimal("812.11"), Decimal("50")], pa.decimal128(12, 2))
    paid = pa.array([812.11, 812.11, 49.6], pa.float64())
    found = o2c.letter(items(open=opens), payments(amount=paid), decimals=2)
    amounts = [row["amount"] for row in rows(found.applications)]
    assert amounts[:2] == [Decimal("812.11")] * 2
    with pytest.raises(o2c.InputTypeError) as no:
        o2c.letter(items(open=opens), payments(amount=paid))
    assert no.value.path == "payments.amount"


def test_frames_in_chunks_are_frames_in_one_piece() -> None:
    def chunked(frame: Any) -> Any:
        return pa.concat_tables([frame.slice(row, 1) for row in range(frame.num_rows)])

    cents = pa.array([Decimal("812.11"), Decimal("812.11"), Decimal("50")], pa.decimal128(12, 2))
    for own in (items(), items(document_on=items()["due_on"]), items(open=cents)):
        paid = payments() if own["open"].type == pa.int64() else payments(amount=cents)
        one, other = o2c.letter(own, paid), o2c.letter(chunked(own), chunked(paid))
        assert rows(one.applications)
        assert rows(one.applications) == rows(other.applications)
        assert rows(one.proposals) == rows(other.proposals)
    beyond = chunked(items(open=pa.array([0, 0, 10**18], pa.int64())))
    with pytest.raises(o2c.ColumnsRejection) as no:
        o2c.letter(beyond, payments())
    assert no.value.path == "items.open[2]"


def test_integers_are_customers_and_ids() -> None:
    own = {"customer": pa.array([17, 17, 4]), "number": pa.array([10010, 10011, 10012])}
    texts = pa.array(["FACT 10011", "FACT 10010", "FACT 10012"])
    paid = payments(customer=pa.array([17, 17, 4]), payment=None, remittance=texts)
    found = o2c.letter(items(**own), paid)
    assert [(row["customer"], row["payment"]) for row in rows(found.applications)][-1] == (4, "2")
    with pytest.raises(o2c.InputTypeError) as no:
        o2c.letter(items(**own), payments())
    assert no.value.path == "payments.customer"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"open": None}, "items.open"),
        ({"due_on": pa.array(["2026-02-05"] * 3)}, "items.due_on"),
        ({"due_on": pa.array([20_000, None, 20_000], pa.date32())}, "items.due_on[1]"),
        ({"number": pa.array(["F-1", None, "F-2"])}, "items.number[1]"),
        ({"due_on": pa.array([0, 0, 2**31 - 1], pa.int32()).cast(pa.date32())}, "items.due_on[2]"),
        (
            {"open": pa.array([Decimal("1.005")] * 3, pa.decimal128(9, 3))},
            "items.open[0]",
        ),
        ({"open": pa.array([0, 10**18, 0], pa.int64())}, "items.open[1]"),
        ({"currency": pa.array(["EUR", "EUR", "XX"])}, "items.currency[2]"),
        ({"number": pa.array(["F-1", "F-1", "F-1"])}, "items.item[1]"),
        ({"item": pa.array(["a", "b", " "])}, "items.item[2]"),
    ],
)
def test_bad_items_are_refused_with_column_and_row(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(o2c.O2cError) as no:
        o2c.letter(items(**changed), payments())
    assert getattr(no.value, "path", None) == path


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"amount": None}, "payments.amount"),
        ({"amount": pa.array([1, 0, 1], pa.int64())}, "payments.amount[1]"),
        ({"amount": pa.array(["1", "2", "3"])}, "payments.amount"),
        ({"received_on": pa.array([1, 2, 3], pa.int64())}, "payments.received_on"),
        ({"payment": pa.array(["P1", "P1", "P1"])}, "payments.payment[1]"),
        ({"remittance": pa.array([1.5, 2.5, 3.5])}, "payments.remittance"),
        ({"reference": pa.array([None, "RF00X", None])}, "payments.reference[1]"),
    ],
)
def test_bad_payments_are_refused_with_column_and_row(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(o2c.O2cError) as no:
        o2c.letter(items(), payments(**changed))
    assert getattr(no.value, "path", None) == path


def test_an_unknown_word_of_the_policy_is_refused() -> None:
    with pytest.raises(o2c.Rejection) as no:
        o2c.letter(items(), payments(), policy={"applies_form": 1})
    assert no.value.path.startswith("policy")


def ledger(**changed: Any) -> Any:
    day = datetime.date
    columns = {
        "account": pa.array(["411", "411", "58", "411", "58"]),
        "party": pa.array(["C-1", "C-1", None, "C-1", ""]),
        "accounted_on": pa.array(
            [day(2026, 1, 5), day(2026, 1, 12), day(2026, 1, 12), day(2026, 2, 10),
             day(2026, 1, 13)],
            pa.date32(),
        ),
        "amount": pa.array([12_000, 8_045, 50_000, -20_045, -50_000], pa.int64()),
        "currency": pa.array(["EUR"] * 5),
    }
    columns.update(changed)
    return pa.table({name: column for name, column in columns.items() if column is not None})


def test_a_ledger_is_lettered_without_a_text() -> None:
    found = rows(o2c.letter(ledger()))
    assert [row["group"] for row in found] == [0, 0, 1, 0, 1]
    assert [row["rule"] for row in found][1:3] == ["consecutive_lines", "equal_amounts"]
    assert found[0]["lettered_on"] == datetime.date(2026, 2, 10)
    assert not any(row["is_carried"] for row in found)
    letters = pa.array([None, None, "AA", None, "AA"])
    assert [row["group"] for row in rows(o2c.letter(ledger(letter=letters)))][2] is None
    alone = rows(o2c.letter(ledger(currency=None), currency="EUR"))
    assert alone == found


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"account": None}, "account"),
        ({"amount": pa.array([1.0] * 5)}, "amount"),
        ({"account": pa.array(["411", None, "411", "411", "411"])}, "account[1]"),
        ({"amount": pa.array([1, 2, 3, 4, -(10**18)], pa.int64())}, "amount[4]"),
        ({"piece": pa.array([True] * 5)}, "piece"),
    ],
)
def test_a_bad_ledger_is_refused_with_column_and_row(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(o2c.O2cError) as no:
        o2c.letter(ledger(**changed))
    assert getattr(no.value, "path", None) == path


def test_polars_and_pandas_go_in_and_come_out() -> None:
    polars = pytest.importorskip("polars")
    found = o2c.letter(polars.from_arrow(items()), polars.from_arrow(payments()))
    assert polars.DataFrame(found.applications)["item"].to_list()[0] == "F2026-00011"
    pandas = pytest.importorskip("pandas")
    frame = ledger().to_pandas()
    assert list(pandas.DataFrame(rows(o2c.letter(ledger())))["group"]) == [0, 0, 1, 0, 1]
    assert len(frame) == 5


def test_empty_frames_are_frames_too() -> None:
    found = o2c.letter(items().slice(0, 0), payments().slice(0, 0))
    assert (len(found.applications), len(found.proposals)) == (0, 0)
    assert len(o2c.letter(ledger().slice(0, 0))) == 0


def candidate(number: str, opened: str) -> Candidate:
    return Candidate(
        entry=number,
        number=number,
        open=o2c.Money(opened, "EUR"),
        document_on="2026-01-05",
        due_on=DUE_ON,
    )


def test_the_words_ask_the_same_rules() -> None:
    items = [candidate("F-10010", "60"), candidate("F-10011", "60")]
    paid = ReceivedPayment(
        entry="P1", amount=o2c.Money("60", "EUR"), received_on=PAID_ON, remittance="F-10011"
    )
    proposal = match_payment(paid, items)
    assert (proposal.verdict, proposal.rule, proposal.score) == ("apply", "document_number", 990)
    assert [line.entry for line in proposal.lines] == ["F-10011"]
    assert [other.lines[0].entry for other in proposal.alternatives] == ["F-10010"]
    (one,) = letter_payments([("C-1", item) for item in items], [("C-1", paid)])
    assert (one.customer, one.payment, one.proposal) == ("C-1", "P1", proposal)
    proposal = match_payment(paid, items, policy={"applies_from": 991})
    assert proposal.verdict == "propose"
    with pytest.raises(o2c.Rejection) as no:
        letter_payments([("C-1", items[0])] * 2, [("C-1", paid)])
    assert no.value.path == "letter_payments.items[1].item.entry"


def test_a_part_payment_earns_its_share_of_a_discount() -> None:
    # rulebook EX-T12: 500.00 in time clear 510.20 of 1200.00 at 2 %.
    def euros(amount: str) -> o2c.Money:
        return o2c.Money(amount, "EUR")

    parts = DiscountByParts(
        due=euros("1200"), whole=euros("24"), received=euros("0"), granted=euros("0"), percent="2"
    )
    offer = OfferedDiscount(until=PAID_ON, amount=euros("24"), by_parts=parts)
    item = Candidate(
        entry="F1",
        number="F2026-00010",
        open=euros("1200"),
        document_on=datetime.date(2026, 2, 1),
        due_on=datetime.date(2026, 3, 1),
        early_discount=offer,
    )
    paid = ReceivedPayment(
        entry="P1", amount=euros("500"), received_on=PAID_ON, remittance="F2026-00010"
    )
    proposal = match_payment(paid, [item])
    assert (proposal.verdict, proposal.takes_discount) == ("apply", True)
    assert [line.amount for line in proposal.lines] == [euros("510.20")]


def test_the_nearest_items_are_found() -> None:
    amounts = [o2c.Money(amount, "EUR") for amount in ("10", "-10", "-5")]
    found = nearest_subset(amounts, o2c.Money("0", "EUR"))
    assert (found.rows, found.remaining) == ((0, 1), o2c.Money("0", "EUR"))
    with pytest.raises(o2c.Rejection) as no:
        nearest_subset([], o2c.Money("0", "EUR"))
    assert no.value.path == "nearest_subset.items"


def test_two_frames_of_one_connection_are_lettered() -> None:
    duckdb = pytest.importorskip("duckdb")
    items = duckdb.sql(
        "select 'C-17' customer, 'F-10010' number, date '2026-03-01' due_on, 700 :: bigint \"open\""
    )
    paid = duckdb.sql(
        "select 'C-17' customer, 700 :: bigint amount, date '2026-03-05' received_on"
    )
    found = o2c.letter(items, paid, currency="EUR")
    (row,) = pa.table(found.applications).to_pylist()
    assert (row["item"], row["rule"]) == ("F-10010", "exact_amount")
