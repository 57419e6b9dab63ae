//! Open items and an amount: which of them come nearest to it.

use super::reading::{Case, Run, asked, skip};
use serde_json::{Value, json};

/// The items that are chosen, and what their sum leaves of the target.
pub(super) fn matching(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&["open_items", "target_amount"])?;
    let Some(items) = case.inputs["open_items"].as_array() else {
        return skip("inputs.open_items are no list");
    };
    let amount = |item: &Value| super::figure(&item["amount"]).map(|text| case.amount(&text));
    let Some(amounts) = items.iter().map(amount).collect::<Option<Vec<String>>>() else {
        return skip("an item of inputs.open_items has no amount");
    };
    let target = case.amount(&case.needed(&["target_amount"])?);
    let found = asked(&json!({"nearest_subset": {"items": amounts, "target": target}}))?;
    let rows = found["rows"].as_array().into_iter().flatten().filter_map(Value::as_u64);
    let rows = rows.filter_map(|row| usize::try_from(row).ok());
    let chosen: Vec<Value> = rows.filter_map(|row| Some(items.get(row)?["id"].clone())).collect();
    case.hold(|name| match name {
        "chosen" => Some(json!(chosen)),
        "remaining" => Some(found["remaining"].clone()),
        "sum" | "total" => Some(found["sum"].clone()),
        "chosen_count" | "count" => Some(json!(chosen.len())),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_set_is_chosen_or_the_figure_is_named() {
        let case = |remaining: &str| {
            json!({
                "inputs": {
                    "open_items": [{"id": "d10", "amount": "10"}, {"id": "c5", "amount": "-5"}],
                    "target_amount": "0",
                },
                "expected": {"chosen": ["d10", "c5"], "remaining": remaining},
            })
        };
        assert!(matches!(matching(&case("5")), Ok(differences) if differences.is_empty()));
        assert!(matches!(matching(&case("4")), Ok(differences) if differences.len() == 1));
    }
}
