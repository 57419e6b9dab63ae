//! Contract I4 in the state of a company: whatever is asked for, deposits and invoices are the
//! order.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::paid_ahead::*;
use crate::told::{Story, line};
use o2c_core::error::Error;
use proptest::prelude::*;
use serde_json::{Value, json};

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

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 32, ..Default::default()
    })]

    /// rulebook V-06, INV-33: whatever of an order was billed beside deposits and given back, unit
    /// by unit or as a whole, once all is given back nothing is left in the books.
    #[test]
    fn all_given_back_is_nothing_left(
        lines in (any_line(1), any_line(2)),
        shares in prop::collection::vec((any::<bool>(), 1_i64..4_000), 0..3),
        parts in prop::collection::vec(any::<bool>(), 0..3),
        is_shown in any::<bool>(),
    ) {
        let mut story = story(if is_shown { "negative_lines" } else { "prepaid" });
        ordered(&mut story, "O1", &[lines.0.0, lines.1.0]);
        let mut deposits = Vec::new();
        for (is_percent, figure) in &shares {
            ask_deposit(&mut story, *is_percent, *figure, &mut deposits);
        }
        let mut issued = 0;
        let unit = json!({"series": "sales", "order": "O1",
            "lines": [{"line": "1", "quantity": "1"}]});
        let of_one = json!({"lines": [{"line": "1", "quantity": "1"}]});
        for is_one in parts.iter().copied().chain([false]) {
            let bill = if is_one { json!({"invoice_order": unit}) } else { invoice("O1") };
            if story.ask(DAY, bill).is_err() {
                continue; // Nothing is left to bill.
            }
            issued += 1;
            let number = format!("F2026-{issued:05}");
            for scope in [of_one.clone(), json!("whole")] {
                let credit = json!({"series": "sales", "invoice": number, "scope": scope});
                let answer = story.ask(DAY, json!({"issue_credit_note": credit}));
                issued += usize::from(answer.is_ok());
                // One unit may have been all there was.
                let is_nothing = |no: &Error| no.code == "invoice.nothing_to_credit";
                let is_done = answer.as_ref().is_err_and(is_nothing);
                prop_assert!(answer.is_ok() || is_done || scope != json!("whole"), "{:?}", answer);
            }
        }
        for number in &deposits {
            let credit = json!({"credit_deposit": {"series": "deposits", "deposit": number}});
            let answer = story.ask(DAY, credit);
            prop_assert!(answer.is_ok() || !is_shown, "{:?}", answer);
        }
        prop_assert_eq!(story.balances(DAY), Vec::<String>::new());
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
