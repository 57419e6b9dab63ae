//! Terms against the legal maxima, with figures from the rulebook.

use super::*;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Issued and delivered on a day, received two days later.
fn facts(issued_on: &str) -> TermsFacts {
    let issued_on = day(issued_on);
    TermsFacts {
        days: AnchorDays {
            issued_on,
            received_on: Some(issued_on.plus_days(2).unwrap()),
            delivered_on: Some(issued_on),
        },
        buyer: BuyerKind::Business,
        sector: String::new(),
        agreement: Agreement::Agreed,
        is_periodic: false,
    }
}

fn latest(facts: &TermsFacts, maxima: &LegalMaxima) -> (String, Day) {
    let late = CheckedDue::On(Vec::from([day("2099-12-31")]));
    let verdict = check_terms(&late, facts, maxima).unwrap();
    (verdict.maximum.unwrap().rule, verdict.findings[0].latest_on.unwrap())
}

fn holds(facts: &TermsFacts, maxima: &LegalMaxima, rule: &str, on: &str) {
    assert_eq!(latest(facts, maxima), (rule.to_string(), day(on)));
    let due = |on| CheckedDue::On(Vec::from([on]));
    let on = day(on);
    assert!(check_terms(&due(on), facts, maxima).unwrap().findings.is_empty(), "{rule}");
    let found = check_terms(&due(on.plus_days(1).unwrap()), facts, maxima).unwrap().findings;
    assert_eq!((found[0].days_over, found[0].path.as_str()), (1, "due[0]"), "{rule}");
}

/// Rulebook T-05 with the days of EX-T1 and EX-T1d.
#[test]
fn french_maxima_between_firms() {
    let french = &LegalMaxima::French2026;
    holds(&facts("2026-01-15"), french, "T-05 agreed", "2026-03-16");
    let with = |agreement| TermsFacts { agreement, ..facts("2026-01-15") };
    holds(&with(Agreement::None), french, "T-05 no agreement", "2026-02-14");
    holds(&with(Agreement::EndOfMonth), french, "T-05 end of month", "2026-03-31");
    // Reading B is the later one of the two here.
    let reading_b = TermsFacts { agreement: Agreement::EndOfMonth, ..facts("2026-01-02") };
    holds(&reading_b, french, "T-05 end of month", "2026-03-17");
    let periodic = TermsFacts { is_periodic: true, ..facts("2026-01-15") };
    holds(&periodic, french, "T-05 periodic", "2026-03-01");
}

/// Rulebook T-06; EX-T2 for the decade.
#[test]
fn french_maxima_of_sectors_and_public_buyers() {
    let french = &LegalMaxima::French2026;
    for (sector, rule, on) in [
        ("perishables", "T-06 perishables", "2026-04-19"),
        ("live_cattle", "T-06 live cattle", "2026-04-01"),
        ("alcohol", "T-06 alcohol", "2026-04-30"),
        ("wine", "T-06 wine", "2026-05-15"),
        ("transport", "T-06 transport", "2026-04-11"),
        ("export_outside_eu", "T-06 export", "2026-06-10"),
    ] {
        let sector = TermsFacts { sector: sector.to_string(), ..facts("2026-03-12") };
        holds(&sector, french, rule, on);
    }
    for (buyer, rule, on) in [
        (BuyerKind::PublicAuthority, "T-07 authority", "2026-02-16"),
        (BuyerKind::PublicHealth, "T-07 health", "2026-03-08"),
        (BuyerKind::PublicUndertaking, "T-07 undertaking", "2026-03-18"),
    ] {
        holds(&TermsFacts { buyer, ..facts("2026-01-15") }, french, rule, on);
    }
}

/// Rulebook T-08.
#[test]
fn the_directive_counts_from_the_later_of_receipt_and_delivery() {
    let directive = &LegalMaxima::Directive2011_7;
    let mut sale = TermsFacts { agreement: Agreement::None, ..facts("2026-01-15") };
    holds(&sale, directive, "T-08 default", "2026-02-16");
    sale.days.delivered_on = Some(day("2026-01-20"));
    holds(&sale, directive, "T-08 default", "2026-02-19");
    sale.agreement = Agreement::Agreed;
    holds(&sale, directive, "T-08 agreed", "2026-03-16");
    sale.agreement = Agreement::ExpresslyLonger;
    let due = CheckedDue::Terms("net 120".parse().unwrap());
    let verdict = check_terms(&due, &sale, directive).unwrap();
    assert!(verdict.findings.is_empty(), "the law sets no maximum");
    assert!(verdict.maximum.unwrap().latest.is_empty());
}

#[test]
fn what_is_not_known_is_found_and_every_instalment_is_judged() {
    let french = &LegalMaxima::French2026;
    let mut sale = TermsFacts { agreement: Agreement::None, ..facts("2026-01-15") };
    sale.days.delivered_on = None;
    let due = CheckedDue::Terms("net 10".parse().unwrap());
    let found = check_terms(&due, &sale, french).unwrap().findings;
    assert_eq!((found[0].latest_on, found[0].days_over), (None, 0));
    assert_eq!(found[0].awaits, [Anchor::Delivery]);
    let due =
        CheckedDue::Terms("fixed 200: net 30; 50% of rest: net 61; rest: net 90".parse().unwrap());
    let found = check_terms(&due, &facts("2026-01-15"), french).unwrap().findings;
    let told: Vec<_> = found.iter().map(|one| (one.path.as_str(), one.days_over)).collect();
    assert_eq!(told, [("due[1]", 1), ("due[2]", 30)]);
    let nobody = LegalMaxima::Rows(Vec::new());
    assert_eq!(check_terms(&due, &facts("2026-01-15"), &nobody).unwrap().maximum, None);
}

#[test]
fn rows_are_named_and_say_where_they_are_written() {
    for maxima in [LegalMaxima::French2026, LegalMaxima::Directive2011_7] {
        for row in maxima.rows().iter() {
            assert!(!row.rule.is_empty() && !row.source.is_empty());
            assert!(row.latest.iter().all(|rule| rule.to_string().parse() == Ok(rule.clone())));
        }
    }
}

#[cfg(feature = "json")]
#[test]
fn a_table_travels_as_json() {
    let french = LegalMaxima::French2026.rows().into_owned();
    let text = serde_json::to_string(&LegalMaxima::Rows(french.clone())).unwrap();
    let read: LegalMaxima = serde_json::from_str(&text).unwrap();
    assert_eq!(read.rows().as_ref(), french.as_slice());
    let named: LegalMaxima = serde_json::from_str("\"french_2026\"").unwrap();
    assert_eq!(named, LegalMaxima::French2026);
}
