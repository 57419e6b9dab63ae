//! What is taken over from an earlier ledger, promised, paid by instalments and collected.

use serde_json::{Value, json};

/// Old balances, promises, instalments, direct debits and cheques.
pub(crate) fn told() -> Vec<(&'static str, Value)> {
    let day = "2026-03-06";
    let of = |asked: Value| {
        let mut asked = asked;
        asked["customer"] = json!("C2");
        asked["currency"] = json!("EUR");
        asked
    };
    let old = json!({"customer": "C2", "document": "OLD-1", "document_on": "2025-12-01",
        "due_on": "2025-12-31", "amount": "90.00 EUR", "booked": "90.00 EUR"});
    let instalments = json!([{"due_on": "2026-04-01", "amount": "30.00 EUR"},
        {"due_on": "2026-05-01"}]);
    let plan = of(json!({"plan": "E1", "entries": ["OLD-1"], "instalments": instalments,
        "default_after": 10, "note": "by letter"}));
    let told = [
        json!({"open_balances": {"items": [old]}}),
        json!({"promise_payment": of(json!({"promise": "W1", "entries": ["OLD-1"],
            "amount": "50.00 EUR", "pay_on": "2026-03-20", "tolerance": "1.00 EUR",
            "note": "by telephone"}))}),
        json!({"withdraw_promise": of(json!({"promise": "W1"}))}),
        json!({ "agree_instalment_plan": plan }),
        json!({"end_instalment_plan": of(json!({"plan": "E1"}))}),
        json!({"sign_mandate": {"mandate": "M1", "customer": "C2", "scheme": "b2b",
            "creditor_id": "FR72ZZZ123456", "iban": "FR1420041010050500013M02606",
            "signed_on": "2026-03-01", "is_one_off": false}}),
        json!({"amend_mandate": {"mandate": "M1", "iban": "DE89370400440532013000",
            "creditor_id": "FR72ZZZ123457"}}),
        json!({"run_direct_debits": {"run": "R1", "currency": "EUR", "through": "2026-03-06",
            "customers": ["C2"], "last_of": ["M1"], "with_returned": true}}),
        json!({"return_direct_debit": {"collection": "R1-1", "reason": "AC04"}}),
        json!({"run_direct_debits": {"run": "R2", "currency": "EUR", "with_returned": true}}),
        json!({"receive_payment": {"payment": "Q1", "method": "cheque", "payer": "C1",
            "amount": "3.00 EUR"}}),
        json!({"remit_cheques": {"payments": ["Q1"], "remittance": "slip 7"}}),
    ];
    told.into_iter().map(|action| (day, action)).collect()
}

/// What became of the second run of direct debits.
pub(crate) fn collected() -> Vec<(&'static str, Value)> {
    let back = json!({"collection": "R2-1", "reason": "AM04", "fee": "1.00 EUR",
        "is_fee_charged": true});
    vec![
        ("2026-03-12", json!({"receive_direct_debits": {"run": "R2"}})),
        ("2026-03-13", json!({ "return_direct_debit": back })),
        ("2026-03-13", json!({"revoke_mandate": {"mandate": "M1"}})),
    ]
}
