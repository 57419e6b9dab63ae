//! A case's document as the core reads documents on paper, and what is found in it by the rules and
//! tolerances of the official validators.

use super::{Difference, figure};
use crate::company::calculate;
use serde_json::{Map, Value, json};

/// The totals of a case and their names in a statement.
const TOTALS: [(&str, &str); 10] = [
    ("BT106_line_total", "line_total"),
    ("BT107_allowance_total", "allowance_total"),
    ("BT108_charge_total", "charge_total"),
    ("BT109_without_vat", "net"),
    ("BT110_vat", "vat"),
    ("BT111_vat_accounting_currency", "vat_accounted"),
    ("BT112_with_vat", "gross"),
    ("BT113_paid", "prepaid"),
    ("BT114_rounding", "rounding"),
    ("BT115_due", "due"),
];

/// The validators' profile: VAT within one unit, line amounts within Peppol's slack.
fn profile() -> Value {
    json!({
        "not_subject_stands_alone": true, "tolerance": "schematron", "line_slack": "0.02",
    })
}

/// The fields of a case that stand there, under the names of a statement.
fn named(stated: &Value, names: &[(&str, &str)]) -> Map<String, Value> {
    let fields = names.iter().filter_map(|(theirs, ours)| {
        let text = figure(&stated[*theirs]).filter(|text| !text.is_empty())?;
        Some(((*ours).to_owned(), Value::String(text)))
    });
    fields.collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn adjustment(stated: &Value) -> Value {
    let mut fields = named(
        stated,
        &[
            ("amount", "amount"),
            ("base", "base"),
            ("percent", "percent"),
            ("vat_category", "vat_category"),
            ("vat_rate", "vat_rate"),
            ("reason", "reason"),
            ("reason_code", "reason_code"),
        ],
    );
    let is_charge = stated["charge"].as_bool() == Some(true);
    fields.insert("kind".to_owned(), json!(if is_charge { "charge" } else { "allowance" }));
    without_rate_beside_o(Value::Object(fields))
}

/// Where nothing is subject to VAT, a rate of zero is how the case writes that there is none.
fn without_rate_beside_o(mut fields: Value) -> Value {
    if fields["vat_category"] == "O"
        && let Some(fields) = fields.as_object_mut()
    {
        fields.remove("vat_rate");
    }
    fields
}

fn period(stated: &Value) -> Value {
    match stated.is_object() {
        true => Value::Object(named(stated, &[("start", "from"), ("end", "through")])),
        false => Value::Null,
    }
}

fn line(stated: &Value) -> Value {
    let mut fields = named(
        stated,
        &[
            ("id", "id"),
            ("description", "description"),
            ("quantity", "quantity"),
            ("unit", "unit"),
            ("net_price", "price"),
            ("gross_price", "gross_price"),
            ("price_discount", "price_discount"),
            ("price_base_qty", "base_quantity"),
            ("price_base_unit", "base_unit"),
            ("net_amount", "net"),
            ("vat_category", "vat_category"),
            ("vat_rate", "vat_rate"),
        ],
    );
    let adjustments = list(&stated["allowances_charges"]).iter().map(adjustment);
    fields.insert("adjustments".to_owned(), adjustments.collect());
    fields.insert("period".to_owned(), period(&stated["period"]));
    without_rate_beside_o(Value::Object(fields))
}

fn group(stated: &Value) -> Value {
    let fields = named(
        stated,
        &[
            ("category", "vat_category"),
            ("rate", "vat_rate"),
            ("taxable", "base"),
            ("tax", "amount"),
            ("exemption_reason", "reason"),
            ("exemption_reason_code", "reason_code"),
        ],
    );
    without_rate_beside_o(Value::Object(fields))
}

fn statement(case: &Value) -> Value {
    let mut fields = named(
        case,
        &[
            ("number", "number"),
            ("issue_date", "issued_on"),
            ("type_code", "type_code"),
            ("currency", "currency"),
            ("vat_accounting_currency", "vat_currency"),
            ("tax_point_date", "tax_point_on"),
            ("due_date", "due_on"),
            ("payment_terms", "terms"),
            ("delivery_date", "delivered_on"),
        ],
    );
    let lists = [
        ("adjustments", "doc_allowances_charges", adjustment as fn(&Value) -> Value),
        ("breakdown", "vat_breakdown", group),
        ("lines", "lines", line),
    ];
    for (ours, theirs, read) in lists {
        fields.insert(ours.to_owned(), list(&case[theirs]).iter().map(read).collect());
    }
    fields.insert("totals".to_owned(), Value::Object(named(&case["totals"], &TOTALS)));
    fields.insert("period".to_owned(), period(&case["period"]));
    Value::Object(fields)
}

/// Whether the case carries what a rule asks for: most hold figures alone, without the parties,
/// the reasons of exemptions and the deliveries.
fn is_carried(case: &Value, rule: &str) -> bool {
    let last = rule.rsplit('-').next().unwrap_or_default();
    let is_of_category = rule.split('-').count() == 3 && !rule.starts_with("BR-CO");
    match last {
        "02" | "03" | "04" if is_of_category => case.get("seller").is_some(),
        "10" if is_of_category => {
            let groups = list(&case["vat_breakdown"]).iter();
            groups.into_iter().any(|group| group.get("exemption_reason").is_some())
        }
        "11" | "12" if rule.starts_with("BR-IC") => case.get("delivery_date").is_some(),
        _ => true,
    }
}

/// What is found in the document, and whether working it out again was refused.
pub(crate) fn findings(case: &Value) -> Vec<Difference> {
    let asked = json!({ "statement": { "statement": statement(case), "profile": profile() } });
    let told = match calculate(&asked) {
        Ok(told) => told,
        Err(refused) => return vec![Difference::new("statement", "a statement", refused)],
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = list(&told["findings"]).iter();
    let found = found.filter(|one| is_carried(case, &text(&one["rule"])));
    let mut found: Vec<Difference> = found
        .map(|one| {
            let path = format!("{} {}", text(&one["rule"]), text(&one["path"]));
            Difference::new(path, text(&one["expected"]), text(&one["found"]))
        })
        .collect();
    if told["figures"].is_null() {
        let refused = told["refusal"].to_string();
        found.push(Difference::new("statement", "to be worked out again", refused));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_document_gets_wrong_is_a_finding() {
        let case = json!({
            "number": "1", "type_code": 380,
            "currency": "EUR", "issue_date": "2026-01-31", "due_date": "2026-01-30",
            "lines": [{
                "id": "1", "quantity": "2.0000", "unit": "C62", "net_price": "10.00",
                "gross_price": "12.00", "price_discount": "1.00",
                "vat_category": "S", "vat_rate": 20, "net_amount": "20.00",
            }],
            "doc_allowances_charges": [{
                "charge": true, "amount": "1.00", "base": "20.00", "percent": "10",
                "vat_category": "S", "vat_rate": "20", "reason": "Freight",
            }],
            "vat_breakdown": [
                { "category": "S", "rate": "20.00", "taxable": "21.00", "tax": "4.20" },
            ],
            "totals": {
                "BT106_line_total": "20.00", "BT108_charge_total": "1.00",
                "BT109_without_vat": "21.00", "BT110_vat": "4.20", "BT112_with_vat": "25.20",
                "BT115_due": "25.20",
            },
        });
        let told: Vec<String> = findings(&case).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "O2C-DUE due_on: expected no day before the issue on 2026-01-31, found 2026-01-30",
                "PEPPOL-EN16931-R040 adjustments[0].amount: expected 2, found 1",
                "PEPPOL-EN16931-R046 lines[0].price: expected 11, found 10",
            ]
        );
    }
}
