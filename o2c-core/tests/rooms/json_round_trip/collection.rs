//! What is subscribed to, and what customers are reminded of.

use serde_json::{Value, json};

/// What is subscribed to, changed, used and billed.
pub(crate) fn subscriptions() -> Vec<(&'static str, Value)> {
    let vat = json!({"category": "S", "rate": "20"});
    let tiers = json!([{"up_to": "10", "price": "1.00", "flat_fee": "2.00 EUR"},
        {"price": "0.50"}]);
    let charges = json!([
        {"id": "seat", "description": "Seats", "unit": "C62", "vat": vat,
            "kind": {"recurring": {"price": "30.00", "quantity": "2", "timing": "in_advance"}}},
        {"id": "use", "kind": {"usage": {"graduated": tiers}}, "vat": vat},
        {"id": "pack", "vat": vat,
            "kind": {"usage": {"package": {"size": "10", "free": "5", "price": "9.00"}}}},
        {"id": "call", "kind": {"usage": {"per_unit": "0.10"}}, "vat": vat},
        {"id": "all", "kind": {"usage": {"volume": [{"price": "1"}]}}, "vat": vat},
        {"id": "least", "kind": {"minimum": "50.00 EUR"}, "vat": vat},
        {"id": "setup", "kind": {"one_off": "99.00 EUR"}, "vat": vat},
    ]);
    let cycle = json!({"anchor": "2026-01-07", "interval": {"months": 1}, "billing_day": 7});
    let plan = json!({"customer": "C1", "currency": "EUR", "start": "2026-01-06", "cycle": cycle,
        "charges": charges, "trial_until": "2026-01-07", "end": "2027-01-07",
        "unit": {"fixed_days": 30}, "first_period": "full", "terms": "net 30",
        "collection": {"by": "card", "retry_after": [3, 7], "on_failure": {"pause": "now"}}});
    let asked = |change: Value| json!({"subscription": {"subscription": "S1", "change": change}});
    let change = |price: Value| {
        asked(json!({"change": {"charge": "seat", "price": price, "quantity": "3",
            "timing": "next_period", "resets_anchor": true}}))
    };
    let bill = json!({"series": "subs", "until": "2026-03-07", "subscriptions": ["S1"],
        "exchange_rates": ["EUR/USD 1.0850"],
        "give_back": "credit_note"});
    let told = [
        json!({"open_series": {"series": "subs", "prefix": "SUB", "yearly": true, "digits": 5}}),
        asked(json!({ "start": plan })),
        asked(json!({"use": {"key": "u1", "charge": "use", "units": "12", "on": "2026-01-20"}})),
        change(json!({"to": "33.00"})),
        change(json!({"indexed": {"base": "100", "index": "101.5", "decimals": 2}})),
        asked(json!({"pause": {"timing": "next_period"}})),
        asked(json!({"resume": {}})),
        json!({ "bill_subscriptions": bill }),
        asked(json!({"fail_collection": {"document": "SUB2026-00001", "reason": "AM04"}})),
        asked(json!({"renew": {"until": "2028-01-07"}})),
        asked(json!({"cancel": {"timing": "next_period", "keeps_billed": true}})),
    ];
    told.into_iter().map(|action| ("2026-03-07", action)).collect()
}

/// When customers are reminded, and what stands in the way.
pub(crate) fn reminders() -> Vec<(&'static str, Value)> {
    let level = |delay: Value| {
        json!({"name": "reminder", "delay": delay, "interval": 8, "channel": "letter",
            "template": "firm", "fee": ["10.00 EUR"], "shows_interest": true,
            "minimum": ["5.00 EUR"], "actions": ["hold deliveries"], "days_to_pay": 8})
    };
    let levels = json!([
        level(json!({"after_due": 1})),
        level(json!({"after_end_of_month": 30})),
        level(json!({"after_previous": 10}))
    ]);
    let policy = json!({"levels": levels, "interval": 7, "interval_of": "account",
        "grace_days": 0, "promise_grace_days": 2, "minimum": ["1.00 EUR"], "escalation": "one_step",
        "letters": "one_letter",
        "notices": [{"days_before": 5, "channel": "email", "template": "soon"}]});
    let rates = json!([{"valid_from": "2020-01-01", "value": "12.15"}]);
    let fees = json!([{"valid_from": "2020-01-01", "value": "40.00 EUR"}]);
    let of = |change: Value| {
        let asked = json!({"customer": "C2", "currency": "EUR", "change": change});
        json!({ "reminders": asked })
    };
    let told = [
        json!({"set_dunning_policy": {"of": "everybody", "policy": policy}}),
        json!({"set_dunning_policy": {"of": {"group": "meubles"}, "policy": policy}}),
        json!({"set_dunning_policy": {"of": {"customer": "C2"}, "policy": policy}}),
        json!({"set_dunning_policy": {"of": {"risk_class": "high"}, "policy": policy}}),
        of(json!({"block": {"block": "B1", "reason": "by_hand", "entry": "OLD-1",
            "amount": "10.00 EUR", "from": "2026-03-08", "until": "2026-03-31"}})),
        json!({"run_dunning": {"customers": ["C2"], "fee_series": "sales",
            "interest": {"terms": {"rates": rates}, "fixed_fee": fees}}}),
        of(json!({"lift": {"block": "B1"}})),
        of(json!({"reset": {"entries": ["OLD-1"], "level": 0}})),
    ];
    told.into_iter().map(|action| ("2026-03-08", action)).collect()
}
