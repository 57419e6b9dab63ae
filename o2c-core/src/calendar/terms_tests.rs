//! Payment terms against figures from the rulebook and from two well-known systems.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::error::Refusal;
use crate::money::{Money, split};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn terms(text: &str) -> Terms {
    text.parse().unwrap()
}

fn schedule(text: &str, total: &str, issued_on: &str) -> Result<Vec<Instalment>, Rejection> {
    terms(text).schedule(total.parse().unwrap(), day(issued_on), &Holidays::none())
}

fn amounts(text: &str, total: &str) -> Vec<String> {
    let plan = schedule(text, total, "2026-01-15").unwrap();
    plan.iter().map(|part| part.amount.figure()).collect()
}

fn dated(text: &str, total: &str, issued_on: &str) -> Vec<(String, String)> {
    let plan = schedule(text, total, issued_on).unwrap();
    plan.iter().map(|part| (part.due_on.to_string(), part.amount.figure())).collect()
}

fn refusal(text: &str) -> Rejection {
    text.parse::<Terms>().unwrap_err()
}

/// Rulebook EX-T10, and its mirror on a credit note.
#[test]
fn three_equal_instalments() {
    let thirds = "1 part: net 30; 1 part: net 60; 1 part: net 90";
    assert_eq!(amounts(thirds, "1000.00 EUR"), ["333.34", "333.33", "333.33"]);
    assert_eq!(amounts(thirds, "-1000.00 EUR"), ["-333.34", "-333.33", "-333.33"]);
}

const TRYTON: &str = "25% of rest: net 30; 25%: 1 months; fixed 396.84: 1 months then 30 days; \
     rest: 2 months then on day 15 then 30 days";

#[test]
fn term_18_remainders_percentages_and_fixed_amounts() {
    let plan = dated(TRYTON, "1587.35 EUR", "2011-10-01");
    let expected = [
        ("2011-10-31", "396.84"),
        ("2011-11-01", "396.84"),
        ("2011-12-01", "396.84"),
        ("2012-01-14", "396.83"),
    ];
    assert_eq!(plan, expected.map(|(on, part)| (on.to_string(), part.to_string())));
}

#[test]
fn term_19_a_credit_note_mirrors_its_signs() {
    let plan = dated(&TRYTON.replace("396.84", "4.00"), "-10.00 EUR", "2011-10-01");
    let expected = [
        ("2011-10-31", "-2.50"),
        ("2011-11-01", "-2.50"),
        ("2011-12-01", "-4.00"),
        ("2012-01-14", "-1.00"),
    ];
    assert_eq!(plan, expected.map(|(on, part)| (on.to_string(), part.to_string())));
}

#[test]
fn term_20_three_cents_in_two_halves() {
    assert_eq!(amounts("50%: net 0; 50%: net 30", "0.03 EUR"), ["0.02", "0.01"]);
    assert_eq!(amounts("50%: net 0; rest: net 30", "0.03 EUR"), ["0.02", "0.01"]);
}

#[test]
fn term_21_the_last_line_is_the_rest() {
    let plan = amounts("70%: net 0; fixed 200: net 30; rest: net 60", "1000.00 EUR");
    assert_eq!(plan, ["700.00", "200.00", "100.00"]);
}

/// Half of what 200 leaves of 1000, and of -1000.
#[test]
fn a_percentage_of_the_rest_sees_what_was_taken() {
    let text = "fixed 200: net 0; 50% of rest: net 30; rest: net 60";
    assert_eq!(amounts(text, "1000.00 EUR"), ["200.00", "400.00", "400.00"]);
    assert_eq!(amounts(text, "-1000.00 EUR"), ["-200.00", "-400.00", "-400.00"]);
}

#[test]
fn term_22_a_rest_of_the_opposite_sign_is_refused() {
    let text = "70%: net 0; fixed 500: net 30; rest: net 60";
    for (total, rest) in [("1000.00 EUR", "-200.00 EUR"), ("-1000.00 EUR", "200.00 EUR")] {
        let refused = schedule(text, total, "2026-01-15").unwrap_err();
        assert_eq!(refused.code(), "calendar.rest_changes_sign");
        assert_eq!(refused.path().as_str(), "instalments[1].share");
        assert_eq!(refused.figures(), [("total", total.to_string()), ("rest", rest.to_string())]);
    }
}

#[test]
fn term_27_the_same_split_in_two_currencies() {
    let plan = schedule("40%: net 0; 30%: net 30; 30%: net 60", "100.00 USD", "2026-01-15");
    let foreign: Vec<i128> = plan.unwrap().iter().map(|part| part.amount.minor().into()).collect();
    assert_eq!(foreign, [4000, 3000, 3000]);
    let company = split("90.00 EUR".parse().unwrap(), &foreign).unwrap();
    let company: Vec<String> = company.into_iter().map(Money::figure).collect();
    assert_eq!(company, ["36.00", "27.00", "27.00"]);
}

#[test]
fn tiny_totals_never_change_sign() {
    let shares = "33%: net 0; 33%: net 30; 33%: net 60; rest: net 90";
    assert_eq!(amounts(shares, "0.02 EUR"), ["0.01", "0.01", "0.00", "0.00"]);
    assert_eq!(amounts(shares, "0.00 EUR"), ["0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(amounts("12.5%: net 0; 87.50%: net 30", "0.08 EUR"), ["0.01", "0.07"]);
}

#[test]
fn shares_that_make_no_whole_are_refused() {
    for (text, code, path) in [
        ("30%: net 0; 60%: net 30", "calendar.shares_not_whole", "instalments"),
        ("70%: net 0; 70%: net 30; rest: net 60", "calendar.shares_not_whole", "instalments"),
        ("30%: net 0; fixed 5: net 30", "calendar.rest_missing", "instalments[1].share"),
        ("rest: net 0; rest: net 30", "calendar.rest_not_last", "instalments[0].share"),
        ("1 part: net 0; 50%: net 30", "calendar.shares_mixed", "instalments[1].share"),
        ("2 parts: net 0; rest: net 30", "calendar.shares_mixed", "instalments[1].share"),
        ("0 parts: net 0", "money.zero_weights", "instalments"),
        ("100.5% 10 net 30", "money.above_hundred", "early_discount.percent"),
        ("rest: 101% 10 net 30", "money.above_hundred", "instalments[0].early_discount.percent"),
        (
            "2% 10 30%: at once; rest: 2% 10 net 30",
            "calendar.discount_granted_twice",
            "instalments[1].early_discount",
        ),
        (
            "30%: at once; rest: 2% 10 (vat reduced at issue) net 30",
            "calendar.discount_at_issue_in_part",
            "instalments[1].early_discount",
        ),
    ] {
        let refused = refusal(text);
        assert_eq!((refused.code(), refused.path().as_str()), (code, path), "{text}");
    }
    let refused = refusal("30%: net 0; 60.5%: net 30");
    assert_eq!(refused.figures(), [("sum", "90.5".to_string())]);
    let nothing = Terms::new(Vec::new(), None).unwrap_err();
    assert_eq!(nothing.code(), "calendar.no_instalments");
    let by_hand = Terms { instalments: Vec::new(), early_discount: None };
    let total = "1.00 EUR".parse().unwrap();
    assert!(by_hand.schedule(total, day("2026-01-15"), &Holidays::none()).is_err());
}

#[test]
fn a_fixed_amount_has_no_more_decimals_than_the_currency() {
    let text = "fixed 0.5: net 0; rest: net 30";
    assert_eq!(amounts(text, "2.00 EUR"), ["0.50", "1.50"]);
    let refused = schedule(text, "2 JPY", "2026-01-15").unwrap_err();
    assert_eq!(refused.code(), "money.too_many_decimals");
    assert_eq!(refused.path().as_str(), "instalments[0].share");
}

#[test]
fn nothing_is_due_before_the_issue() {
    let total: Money = "10.00 EUR".parse().unwrap();
    let (delivered_on, issued_on) = (day("2026-01-02"), day("2026-01-11"));
    let days = AnchorDays { delivered_on: Some(delivered_on), ..AnchorDays::issued(issued_on) };
    let late = |text: &str| {
        let mut terms = terms(text);
        terms.instalments[0].due.anchor = Anchor::Delivery;
        terms.schedule_on(total, &days, &Holidays::none())
    };
    let refused = late("net 8").unwrap_err();
    assert_eq!(refused.code(), "calendar.due_before_issue");
    assert_eq!(refused.path().as_str(), "instalments[0].due");
    // The 11th is a Sunday: a shift back stops at the issue.
    assert_eq!(late("net 9 shifted preceding").unwrap()[0].due_on, issued_on);
    assert_eq!(late("net 9 shifted following").unwrap()[0].due_on, day("2026-01-12"));
}

/// Rulebook T-30: the deadline is inclusive and not shifted.
#[test]
fn the_discount_has_a_deadline() {
    let terms = terms("2% 10 net 30");
    let discount = terms.early_discount.unwrap();
    assert_eq!(discount.percent.to_string(), "2");
    assert_eq!(discount.deadline_on(day("2026-01-15")).unwrap(), day("2026-01-25"));
    let same = Terms::net_days(30).with_early_discount("2".parse().unwrap(), 10);
    assert_eq!(same.unwrap(), terms);
}

/// Rulebook T-04.
#[test]
fn an_end_of_month_without_its_reading_is_refused() {
    for text in [
        "45 days end of month",
        "net 45 end of month",
        "45 days EOM",
        "net 45 eom",
        "45 EOM",
        "45 jours fin de mois",
        "45 days end of month then on day 10",
        "45 days end of month shifted following",
        "2% 10 45 days end of month",
        "30%: net 0; rest: 45 days end of month",
    ] {
        let refused = refusal(text);
        assert_eq!(refused.code(), "calendar.end_of_month_reading_missing", "{text}");
        assert_eq!(refused.figures(), [("days", "45".to_string())]);
        let message = refused.to_string();
        assert!(message.contains("45 days then end of month"));
        assert!(message.contains("end of month then 45 days"));
    }
    let a = DueRule::days_end_of_month(45, EndOfMonthMode::AfterDays);
    assert_eq!(terms("45 days then end of month"), Terms::single(a));
    let b = DueRule::days_end_of_month(45, EndOfMonthMode::BeforeDays);
    assert_eq!(terms("end of month then 45 days"), Terms::single(b));
}

#[test]
fn text_that_is_no_term_is_refused() {
    for text in [
        "",
        "net",
        "net ",
        "net -1",
        "net +30",
        "net 030",
        "net 65536",
        "Net 30",
        " net 30",
        "net 30 ",
        "30",
        "30 days then",
        "then 30 days",
        "net 30 then end of month",
        "2% net 30",
        "% 10 net 30",
        "net 30; net 60",
        "1 parts: net 30",
        "on day ten",
        "at once then 3 days",
        "net 30 from payment",
        "net 30 shifted following from receipt",
        "2% 10 (now and then) net 30",
        "2% 10 (proportional, vat unchanged) net 30",
        "2% 10 () net 30",
        "2% 10 (proportional net 30",
    ] {
        let code = refusal(text).code();
        assert!(["calendar.not_terms", "money.not_a_number"].contains(&code), "{text}: {code}");
    }
    assert_eq!(refusal("on day 32").code(), "calendar.not_a_month_day");
    assert_eq!(refusal("day 0 of next month").code(), "calendar.not_a_month_day");
}

#[test]
fn terms_print_as_they_are_read() {
    for text in [
        "net 30",
        "at once",
        "2% 10 net 30",
        "0.5% 0 45 days then end of month",
        "end of month then 45 days",
        "2 months then on day 15 then 30 days",
        "end of decade then 30 days shifted modified following",
        "net 30 shifted preceding",
        "30%: net 0; 70%: day 10 of next month shifted following",
        "1 part: net 30; 2 parts: net 60",
        "2% 10 25% of rest: net 30; fixed 4.05: net 60; rest: net 90",
        "net 30 from receipt",
        "end of decade then 30 days from delivery shifted following",
        "at once from delivery",
        "2% 10 (proportional) net 30",
        "2% 10 (vat unchanged) net 30",
        "2% 10 (vat unchanged on net, proportional) net 30",
        "2% 10 (vat reduced at issue) net 30 from receipt",
        "30%: at once; rest: 2% 10 net 30",
        "50%: 3% 8 (proportional) net 30; rest: 2% 10 net 60",
        TRYTON,
    ] {
        assert_eq!(terms(text).to_string(), text);
    }
}

#[cfg(feature = "json")]
#[test]
fn json_is_the_structure_and_refuses_what_new_refuses() {
    let text = concat!(
        r#"{"instalments":[{"share":{"percent":"30"},"due":{"operations":[{"plus_days":10},"#,
        r#""end_of_month",{"on_day":15}],"shift":"following"}},{"share":"rest","due":"#,
        r#"{"operations":[],"shift":"none"}}],"early_discount":{"percent":"2","days":10}}"#,
    );
    let read: Terms = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let same = "2% 10 30%: 10 days then end of month then on day 15 shifted following; \
         rest: at once";
    assert_eq!(read, terms(same));
    for (good, bad) in [
        (r#""percent":"30""#, r#""percent":30"#),
        (r#"{"on_day":15}"#, r#"{"on_day":32}"#),
        (r#"{"on_day":15}"#, r#"{"on_day":288}"#),
        (r#""days":10"#, r#""days":10,"grace":1"#),
        (r#""percent":"2""#, r#""percent":"200""#),
        (r#"{"plus_days":10}"#, r#"{"plus_days":-1}"#),
        (r#""share":"rest""#, r#""share":{"percent":"60"}"#),
        (r#"{"instalments""#, r#"{"version":1,"instalments""#),
    ] {
        assert!(text.contains(good));
        assert!(serde_json::from_str::<Terms>(&text.replacen(good, bad, 1)).is_err(), "{bad}");
    }
}

#[cfg(feature = "json")]
#[test]
fn json_takes_the_text_of_terms_as_well() {
    let read = |text: &str| serde_json::from_str::<Terms>(&alloc::format!("\"{text}\""));
    assert_eq!(read("2% 10 net 30").unwrap(), "2% 10 net 30".parse().unwrap());
    let refused = read("45 days end of month").unwrap_err().to_string();
    assert!(refused.contains("208"), "the reading is missing: {refused}");
    assert!(read("soon").is_err());
    assert!(serde_json::from_str::<Terms>("30").is_err());
}
