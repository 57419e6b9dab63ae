//! Goods that come in, are kept for orders, and leave.

use serde_json::{Value, json};

/// Everything that can be asked of a stock.
pub(crate) fn stock() -> Vec<(&'static str, Value)> {
    let day = "2026-03-06";
    let on = |site: &str, ask: Value| json!({"stock": {"item": "CHAIR", "site": site, "ask": ask}});
    let of = json!({"order": "B1", "line": "1"});
    let line = json!({"id": "1", "item": "CHAIR", "quantity": "30 C62"});
    let told = [
        json!({"directory": {"register_site": {"site": "LYON", "name": "Lyon store"}}}),
        on("PARIS", json!({"plan": {"safety": "1", "replenishment_days": 90}})),
        on("PARIS", json!({"receive": {"quantity": "10", "cost": "55.00 EUR"}})),
        on(
            "PARIS",
            json!({"expect": {"receipt": "PO-1", "on": "2026-03-20", "quantity": "5",
            "cost": "25.00 EUR"}}),
        ),
        on(
            "PARIS",
            json!({"change_expected": {"receipt": "PO-1", "on": "2026-03-21",
            "quantity": "6"}}),
        ),
        on("PARIS", json!({"expect": {"receipt": "PO-2", "on": "2026-03-20", "quantity": "5"}})),
        on("PARIS", json!({"cancel_expected": {"receipt": "PO-2", "reason": "sold out"}})),
        on("PARIS", json!({"receive": {"quantity": "2", "receipt": "PO-1"}})),
        on("PARIS", json!({"count": {"counted": "11", "reason": "broken"}})),
        on("PARIS", json!({"issue": {"quantity": "1"}})),
        on("LYON", json!({"receive": {"quantity": "5", "cost": "27.50 EUR"}})),
        json!({"place_order": {"order": "B1", "customer": "C1", "currency": "EUR",
            "lines": [line], "required_on": "2026-03-10",
            "handling": {"tolerance": {"over": "5", "under": "2.5"}}}}),
        json!({"confirm_order": {"order": "B1"}}),
        on("PARIS", json!({"release": {"of": of, "quantity": "2"}})),
        on(
            "LYON",
            json!({"reserve": {"of": of, "quantity": "2", "requested_on": "2026-03-10",
            "priority": 1, "ordered_on": "2026-03-06"}}),
        ),
        on("PARIS", json!("reallocate")),
        json!({"transfer_stock": {"receipt": "T1", "item": "CHAIR", "from": "PARIS",
            "to": "LYON", "quantity": "1", "arrives_on": "2026-03-09"}}),
        json!({"share_stock": {"item": "CHAIR", "sites": ["LYON", "PARIS"]}}),
        json!({"ship": {"shipment": "SB", "order": "B1", "site": "LYON",
            "lines": [{"line": "1", "quantity": "2"}],
            "parcels": [{"id": "P1", "carrier": "Chronopost", "tracking": "XY 123",
                "lines": [{"line": "1", "quantity": "2"}]}]}}),
        json!({"deliver": {"shipment": "SB", "proof": {"received_by": "M. Martin",
            "reference": "POD-7", "reservations": "one box wet"}}}),
        json!({"accept_delivery": {"order": "B1",
            "lines": [{"line": "1", "quantity": "1"}], "by": "M. Martin"}}),
    ];
    told.into_iter().map(|action| (day, action)).collect()
}

/// Tasks that are done and undone, and goods that come back.
pub(crate) fn fulfilment() -> Vec<(&'static str, Value)> {
    let day = "2026-03-06";
    let plan = |ask: Value| json!({"fulfilment_plan": {"order": "B1", "ask": ask}});
    let back = |id: &str, ask: Value| json!({"goods_return": {"goods_return": id, "ask": ask}});
    let task = |ask: &str, task: &str| plan(json!({ ask: {"task": task} }));
    let lines = json!([{"line": "1", "quantity": "1"}]);
    let request = json!({"request": {"order": "B1", "lines": lines, "reason": "too large"}});
    let told = [
        plan(json!({"begin": {"tasks": [
            {"id": "pick", "kind": "pick", "duration_days": 1, "owner": "store"},
            {"id": "ship", "kind": "ship", "depends_on": ["pick"]},
        ]}})),
        task("start", "pick"),
        plan(json!({"fail": {"task": "pick", "reason": "not found"}})),
        task("retry", "pick"),
        task("start", "pick"),
        task("finish", "pick"),
        plan(json!({"cancel": {"reason": "too late"}})),
        task("compensate", "pick"),
        back("R1", request.clone()),
        back("R1", json!("authorise")),
        back("R1", json!({"receive": {"lines": lines, "site": "LYON"}})),
        back(
            "R1",
            json!({"inspect": {"accepted": lines, "note": "as new",
            "is_restocked": true}}),
        ),
        back("R1", json!({"replace": {"by": "B1"}})),
        back("R2", request),
        back("R2", json!({"reject": {"reason": "used"}})),
        back("R3", json!({"request": {"order": "B1", "lines": lines}})),
        back("R3", json!("authorise")),
        back("R3", json!({"receive": {}})),
        back("R3", json!({"inspect": {}})),
        back("R3", json!("take_back")),
    ];
    told.into_iter().map(|action| (day, action)).collect()
}
