//! Contract I4 in the state of a company: whatever is asked for, deposits and invoices are the
//! order.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    dead_code
)]

mod paid_ahead;
mod told;

use paid_ahead::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use told::{Story, line};

fn any_line(id: usize) -> impl Strategy<Value = (Value, i64)> {
    let rate = prop::sample::select(vec!["20", "10", "5.5"]);
    (1_i64..4, 1_i64..30_000, rate).prop_map(move |(quantity, cents, rate)| {
        let price = format!("{}.{:02}", cents / 100, cents % 100);
        (line(&id.to_string(), &quantity.to_string(), &price, rate), quantity)
    })
}

fn cents(figure: &Value) -> i64 {
    let text = figure.as_str().unwrap().replace(" EUR", "").replace('.', "");
    text.parse().unwrap()
}

/// The sum of the VAT groups over all documents of an order, deposits as they were asked for and
/// invoices as they are shown in the form of negative lines.
fn chain(story: &Story, numbers: &[String]) -> std::collections::BTreeMap<String, (i64, i64)> {
    let mut sums = std::collections::BTreeMap::new();
    for number in numbers {
        for group in document(story, number)["figures"]["breakdown"]["groups"].as_array().unwrap() {
            let sum: &mut (i64, i64) = sums.entry(group["vat"]["rate"].to_string()).or_default();
            sum.0 += cents(&group["base"]);
            sum.1 += cents(&group["amount"]);
        }
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 48, ..Default::default()
    })]

    /// Contract I4 in the state of a company: deposits and final invoice, or deposits and
    /// milestones, are the order; the deposits' account ends at nothing.
    #[test]
    fn deposits_and_invoices_are_the_order(
        lines in (any_line(1), any_line(2), any_line(3)),
        shares in prop::collection::vec((any::<bool>(), 1_i64..4_000), 0..4),
        cuts in prop::collection::vec(1_i64..60, 0..3),
        is_planned in any::<bool>(),
    ) {
        let mut story = story("negative_lines");
        let lines = [lines.0.0, lines.1.0, lines.2.0];
        // The same order without deposits says what it comes to.
        for order in ["alone", "O1"] {
            ordered(&mut story, order, &lines);
        }
        story.tell(DAY, invoice("alone"));
        let mut numbers = Vec::new();
        if is_planned {
            let mut sum = 0;
            let mut parts = Vec::new();
            for cut in cuts {
                if sum + cut < 100 {
                    sum += cut;
                    parts.push(json!({"percent": cut.to_string()}));
                }
            }
            parts.push(json!("rest"));
            if story.ask(DAY, plan("O1", &parts)).is_err() {
                return Ok(()); // A milestone of nothing.
            }
            for (is_percent, figure) in &shares {
                ask_deposit(&mut story, *is_percent, *figure, &mut numbers);
            }
            for at in 0..parts.len() {
                story.tell(DAY, milestone("O1", &format!("M{at}")));
                numbers.push(format!("F2026-0000{}", at + 2));
            }
        } else {
            for (is_percent, figure) in &shares {
                ask_deposit(&mut story, *is_percent, *figure, &mut numbers);
            }
            story.tell(DAY, invoice("O1"));
            numbers.push("F2026-00002".to_owned());
        }
        prop_assert_eq!(chain(&story, &numbers), chain(&story, &["F2026-00001".to_owned()]));
        let books = story.balances(DAY);
        prop_assert!(!books.iter().any(|row| row.starts_with("4191")), "{:?}", books);
    }
}

fn ask_deposit(story: &mut Story, is_percent: bool, figure: i64, numbers: &mut Vec<String>) {
    let share = if is_percent {
        json!({"percent": format!("{}.{:02}", figure / 100, figure % 100)})
    } else {
        json!({"amount": format!("{}.{:02} EUR", figure / 100, figure % 100)})
    };
    if story.ask(DAY, deposit("O1", share)).is_ok() {
        numbers.push(format!("D2026-0000{}", numbers.len() + 1));
    }
}
