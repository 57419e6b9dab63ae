//! Cases of credit notes: a company issues the invoice and gives it back, whole or part by part.

use super::reading::{Case, Run, skip, sum};
use super::sale::{self, draft, of_invoice};
use super::{Difference, Outcome, figure};
use crate::company::Company;
use serde_json::{Map, Value, json};

/// Under which names the parts that are given back stand.
const NOTES: [&str; 5] = ["credit_notes", "credits", "refunds", "credit_note", "refund"];
const QUANTITIES: [&str; 8] = [
    "credited_quantity",
    "credit_quantity",
    "returned_quantity",
    "refund_quantity",
    "credited_quantities",
    "credit_quantities",
    "returned_quantities",
    "refund_quantities",
];
const NETS: [&str; 7] = [
    "credited_net",
    "credit_net",
    "credits_net",
    "credit_amount",
    "credit_amounts",
    "refund_amount",
    "refund_amounts",
];
const GROSSES: [&str; 4] = ["credited_total", "credit_total", "credits_total", "refund_total"];

/// Runs a case that gives an invoice back; one that names no part of it is a document by itself.
pub(super) fn run(case: &Value) -> Run {
    let inputs = &case["inputs"];
    let names = || NOTES.iter().chain(&QUANTITIES).chain(&NETS).chain(&GROSSES);
    if !names().any(|name| inputs.get(name).is_some()) {
        return sale::run(case);
    }
    let invoice = invoice_of(inputs, |name| names().any(|known| *known == name))?;
    let invoice = json!({"inputs": invoice, "expected": {}});
    let read = Case::of(&invoice)?.knowing(&sale::KNOWN)?;
    let parts = parts(inputs, &read)?;
    let given_back = GivenBack::of(&draft(&read)?, &parts)?;
    Case::of(case)?.hold(|name| given_back.told(name))
}

/// The inputs of the invoice: those of its own, or all that say nothing of what is given back.
fn invoice_of(inputs: &Value, is_of_notes: impl Fn(&str) -> bool) -> Result<Value, Outcome> {
    let own = ["invoice", "original"].iter().find_map(|name| inputs[*name].as_object());
    let all = inputs.as_object().into_iter().flatten();
    let shared = all.filter(|(name, _)| !is_of_notes(name));
    let shared = shared.filter(|(name, _)| !["invoice", "original"].contains(&name.as_str()));
    let mut invoice: Map<String, Value> =
        shared.map(|(name, value)| (name.clone(), value.clone())).collect();
    invoice.extend(own.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
    for net in ["invoice_net", "net", "untaxed"] {
        if let Some(price) = invoice.remove(net) {
            invoice.insert("unit_price".to_owned(), price);
        }
    }
    if invoice.is_empty() { skip("it names no invoice") } else { Ok(Value::Object(invoice)) }
}

/// One value, or each of a list.
fn each(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |all| all.iter().collect())
}

/// What each credit note gives back, in the core's words.
fn parts(inputs: &Value, invoice: &Case<'_>) -> Result<Vec<Value>, Outcome> {
    let mut parts = Vec::new();
    for (name, stated) in inputs.as_object().into_iter().flatten() {
        let is = |names: &[&str]| names.contains(&name.as_str());
        for stated in each(stated) {
            let text = figure(stated);
            let amount = |text: &String| json!(invoice.amount(text));
            parts.push(match text {
                Some(text) if is(&QUANTITIES) => by_quantity(vec![("0".to_owned(), text)]),
                Some(text) if is(&NETS) => json!({"amount": amount(&text)}),
                Some(text) if is(&GROSSES) => json!({"amount_with_vat": amount(&text)}),
                Some(text) if is(&NOTES) && ["full", "whole", "all"].contains(&text.as_str()) => {
                    json!("whole")
                }
                None if is(&NOTES) && stated.is_object() => note(stated, invoice)?,
                None if is(&NOTES) && *stated == true => json!("whole"),
                Some(_) | None if !is(&NOTES) => continue,
                Some(_) | None => {
                    return skip(format!("inputs.{name}: {stated} is not understood"));
                }
            });
        }
    }
    Ok(parts)
}

fn by_quantity(lines: Vec<(String, String)>) -> Value {
    let line = |(line, quantity): (String, String)| json!({"line": line, "quantity": quantity});
    json!({"lines": lines.into_iter().map(line).collect::<Vec<_>>()})
}

/// A credit note as an object: lines, a quantity of the only line, or an amount.
fn note(stated: &Value, invoice: &Case<'_>) -> Result<Value, Outcome> {
    let input = |names: &[&str]| names.iter().find_map(|name| figure(&stated[*name]));
    if let Some(lines) = stated["lines"].as_array() {
        let mut credited = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let id = place_of(line, index, invoice);
            if let Some(quantity) = figure(&line["quantity"]) {
                credited.push(json!({"line": id, "quantity": quantity}));
            } else if let Some(net) = figure(&line["amount"]).or_else(|| figure(&line["net"])) {
                credited.push(json!({"line": id, "amount": invoice.amount(&net)}));
            } else {
                return skip(format!("{line} names neither a quantity nor an amount"));
            }
        }
        return Ok(json!({"lines": credited}));
    }
    if let Some(quantity) = input(&["quantity"]) {
        return Ok(by_quantity(vec![("0".to_owned(), quantity)]));
    }
    if let Some(net) = input(&["amount", "net", "untaxed", "amount_excluding_tax"]) {
        return Ok(json!({"amount": invoice.amount(&net)}));
    }
    match input(&["total", "gross", "amount_including_tax", "amount_with_tax"]) {
        Some(gross) => Ok(json!({"amount_with_vat": invoice.amount(&gross)})),
        None => skip(format!("{stated} is no part of an invoice that is understood")),
    }
}

/// The place of a line among those of the invoice: by its id, or as it stands.
fn place_of(line: &Value, index: usize, invoice: &Case<'_>) -> String {
    let id = figure(&line["id"]).or_else(|| figure(&line["line"]));
    let lines = invoice.inputs["lines"].as_array().into_iter().flatten();
    let mut ids = lines.map(|line| figure(&line["id"]));
    let named = id.clone().and_then(|id| ids.position(|other| other.as_ref() == Some(&id)));
    named.map_or_else(|| id.unwrap_or_else(|| index.to_string()), |place| place.to_string())
}

/// An invoice and what became of it.
struct GivenBack {
    original: Value,
    notes: Vec<Value>,
    chain: Value,
}

impl GivenBack {
    fn of(draft: &Value, parts: &[Value]) -> Result<Self, Outcome> {
        let refused = |no: anyhow::Error| {
            Outcome::Failed(vec![Difference::new("the core", "a credit note", no.to_string())])
        };
        Self::told_by_a_company(draft, parts).map_err(refused)
    }

    fn told_by_a_company(draft: &Value, parts: &[Value]) -> anyhow::Result<Self> {
        let currency = &draft["currency"];
        let mut company = Company::found(&json!({"ledger_currency": currency}).to_string())?;
        let mut count = 0;
        let mut execute = |company: &mut Company, action: Value| {
            count += 1;
            let day = "2026-01-15";
            let id = count.to_string();
            company.execute(
                &json!({"id": id, "effective_on": day, "recorded_on": day, "action": action}),
            )
        };
        let party = json!({"name": "Buyer"});
        let register = json!({"customer": "buyer", "party": party, "terms": "net 0"});
        execute(&mut company, json!({"directory": {"register_customer": register}}))?;
        let series = json!({"series": "s", "prefix": "D", "yearly": false, "digits": 1});
        execute(&mut company, json!({"open_series": series}))?;
        execute(&mut company, json!({"issue_invoice": {"series": "s", "draft": draft}}))?;
        let mut notes = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let is_value = part.get("lines").is_none() && *part != "whole";
            let reason = if is_value { "rebate" } else { "returned" };
            let note = json!({"series": "s", "invoice": "D1", "scope": part, "reason": reason});
            execute(&mut company, json!({"issue_credit_note": note}))?;
            let number = format!("D{}", index + 2);
            let document = company.report(&json!({"document": {"document": number}}))?;
            notes.push(document["figures"].clone());
        }
        let document = company.report(&json!({"document": {"document": "D1"}}))?;
        let chain = company.report(&json!({"document_chain": {"invoice": "D1"}}))?;
        Ok(GivenBack { original: document["figures"].clone(), notes, chain })
    }

    /// A figure by the names that cases have for it.
    fn told(&self, name: &str) -> Option<Value> {
        match name {
            "credit_notes" | "credits" | "refunds" | "notes" => {
                Some(self.notes.iter().map(by_every_name).collect())
            }
            "original" | "invoice" => Some(by_every_name(&self.original)),
            "remaining" | "remaining_total" | "residual" | "open" | "balance" | "amount_due"
            | "net_after" | "remaining_due" => Some(self.chain["total"].clone()),
            "remaining_net" | "remaining_untaxed" => Some(self.chain["remaining"]["net"].clone()),
            "remaining_tax" | "remaining_vat" => Some(self.chain["remaining"]["vat"].clone()),
            name => self.of_notes(name),
        }
    }

    /// A figure of the only credit note, or of each of them in turn.
    fn of_notes(&self, name: &str) -> Option<Value> {
        let bare = ["credit_note_", "credited_", "credits_", "credit_", "refunded_", "refund_"];
        let bare = bare.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
        let of_sum = bare.strip_prefix("sum_").or_else(|| bare.strip_suffix("_sum"));
        let singular = if bare == "taxes" { "tax" } else { of_sum.unwrap_or(bare) };
        let mut figures = self.notes.iter().map(|note| of_invoice(note, singular));
        if of_sum.is_some() {
            let first = figures.next()??;
            return figures.try_fold(first, |total, next| sum(&total, 1, &next?));
        }
        if self.notes.len() == 1 { figures.next()? } else { figures.collect() }
    }
}

/// The figures of a document under every name that cases have for them.
fn by_every_name(figures: &Value) -> Value {
    let names = [
        "untaxed",
        "net",
        "subtotal",
        "base",
        "tax",
        "tax_total",
        "vat",
        "total",
        "amount_due",
        "total_with_vat",
        "total_without_vat",
        "line_net_amounts",
    ];
    let named =
        names.iter().filter_map(|name| Some((name.to_string(), of_invoice(figures, name)?)));
    Value::Object(named.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_notes_in_parts_end_at_their_invoice() {
        // rulebook EX-V5: three thirds of 100.00 + 20.00.
        let case = json!({
            "inputs": {"invoice_net": "100.00", "tax_rate": "20",
                "credits_net": ["33.33", "33.34", "33.33"]},
            "expected": {"credit_tax": ["6.67", "6.66", "6.67"], "net_after": "0"},
        });
        assert!(matches!(run(&case).as_deref(), Ok([])));
        // rulebook EX-V7: 22.16 of 7 units, 3 and then 4 given back.
        let case = json!({
            "inputs": {
                "invoice": {"lines": [
                    {"id": "a", "quantity": "7", "unit_price": "3.3323", "discount_percent": "5"},
                ], "tax_rate": "20"},
                "credit_notes": [
                    {"lines": [{"id": "a", "quantity": "3"}]},
                    {"lines": [{"id": "a", "quantity": "4"}]},
                ],
            },
            "expected": {"credit_notes": [{"untaxed": "9.50"}, {"untaxed": "12.66"}],
                "remaining": "0.00", "sum_untaxed": "22.16"},
        });
        assert!(matches!(run(&case).as_deref(), Ok([])));
    }

    #[test]
    fn a_wrong_figure_is_told_and_an_unknown_part_is_skipped() {
        let case = json!({
            "inputs": {"quantity": "10", "unit_price": "12.34", "tax_rate": "20",
                "credited_quantity": "3"},
            "expected": {"untaxed": "37.02", "tax": "7.41"},
        });
        let differences = run(&case).unwrap_or_default();
        assert_eq!(differences, [Difference::new("tax", "7.41", "7.4")]);
        let case = json!({
            "inputs": {"unit_price": "1", "tax_rate": "20", "credit_note": {"colour": "red"}},
            "expected": {"untaxed": "1"},
        });
        assert!(matches!(run(&case), Err(Outcome::Skipped(_))));
    }
}
