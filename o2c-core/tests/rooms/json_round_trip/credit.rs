//! Who may buy on account, and an order that is held.

use serde_json::{Value, json};

/// Every check; one alone blocks, an order that is larger than any other.
pub(crate) fn policy() -> Value {
    let warn = |check: Value| json!({"check": check, "otherwise": "warn"});
    let at_shipment = [
        warn(json!("has_file")),
        warn(json!("limit")),
        warn(json!({"horizon": {"days": 30}})),
        warn(json!({"oldest_overdue": {"days": 30}})),
        warn(json!({"overdue_share": {"most": "20"}})),
        warn(json!({"dunning_level": {"level": 3}})),
        warn(json!("review")),
        warn(json!({"payment_index": {"least": "50"}})),
        warn(json!("terms_unchanged")),
        warn(json!("insured_terms")),
        warn(json!("declared")),
    ];
    json!({
        "at_order": [{"check": {"order_value": {"most": "50000.00 EUR"}}, "otherwise": "block"}],
        "at_shipment": at_shipment,
        "rights": [{"who": "desk", "up_to": {"up_to": "99999.00 EUR"}},
            {"who": "head", "up_to": "unlimited"}],
        "rates": ["ecb"],
        "overdue_after": [30, 60],
        "segments": ["chairs"],
        "at_renewal": [warn(json!("has_file"))],
        "at_billing": [warn(json!("limit"))],
    })
}

/// A file, all that may change in it, and all that may be decided of an order.
pub(crate) fn told() -> Vec<(&'static str, Value)> {
    let day = "2026-03-08";
    let file = json!({"customer": "C1"});
    let change = |change: Value| json!({"change_credit": {"file": file, "change": change}});
    let insurance = json!({"limit": "800.00 EUR", "quota": "90", "deductible": "10.00 EUR",
        "covers_orders": true, "longest_credit_days": 60, "declare_within_days": 30});
    let vat = json!({"category": "S", "rate": "20"});
    let order = json!({"order": "O9", "customer": "C1", "currency": "EUR", "terms": "net 30",
        "lines": [{"id": "1", "quantity": "1 C62", "price": {"net": "50000"}, "vat": vat}]});
    let asked = [
        change(json!({"set_limit": {"limit": {"up_to": "1000.00 EUR"}, "counting": "net",
            "from": "2026-03-01", "until": "2026-12-31", "currency": "EUR"}})),
        json!({"change_credit": {"file": {"group": "meubles"},
            "change": {"set_limit": {"limit": "unlimited"}}}}),
        json!({"change_credit": {"file": {"segment": {"customer": "C1", "segment": "chairs"}},
            "change": {"set_limit": {"limit": {"up_to": "90000.00 EUR"}}}}}),
        change(json!({"increase": {"by": "100.00 EUR", "from": "2026-03-01",
            "until": "2026-03-31"}})),
        change(json!({"insure": {"insurance": insurance, "from": "2026-03-01",
            "until": "2026-12-31"}})),
        change(json!({"guarantee": {"amount": "50.00 EUR", "from": "2026-03-01",
            "until": "2026-12-31"}})),
        change(json!({"assess": {"class": "medium", "default_rate": "2",
            "review_on": "2026-12-31"}})),
        json!({ "place_order": order }),
        json!({"confirm_order": {"order": "O9"}}),
        json!({"rule_on_hold": {"order": "O9", "by": "desk",
            "ruling": {"ask_deposit": {"percent": "30"}}}}),
        json!({"rule_on_hold": {"order": "O9", "by": "desk",
            "ruling": {"change_terms": {"terms": "net 10"}}}}),
        json!({"rule_on_hold": {"order": "O9", "by": "desk",
            "ruling": {"reject": {"reason": "too much"}}}}),
        json!({"rule_on_hold": {"order": "O9", "by": "head",
            "ruling": {"release": {"until": "2026-04-30", "tolerance": "5"}}}}),
        json!({"check_credit": {"customer": "C1"}}),
    ];
    asked.into_iter().map(|action| (day, action)).collect()
}
