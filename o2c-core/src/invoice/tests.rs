#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use super::*;
use crate::calendar::{Day, Terms};
use crate::error::Refusal;
use crate::id::SeriesId;
use crate::machine::replay;
use crate::money::{Currency, Money};
use crate::pricing::Price;
use alloc::string::ToString;
use alloc::sync::Arc;

fn draft(terms: &str, lines: &[(&str, &str)]) -> Draft {
    let terms: Terms = terms.parse().unwrap();
    let mut draft = Draft::new("C1".parse().unwrap(), Currency::EUR, terms);
    for (index, (price, vat)) in lines.iter().enumerate() {
        draft.lines.push(DraftLine::new(
            index.to_string().parse().unwrap(),
            "1 C62".parse().unwrap(),
            Price::Net(price.parse().unwrap()),
            vat.parse().unwrap(),
        ));
    }
    draft
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn sales() -> SeriesId {
    "sales".parse().unwrap()
}

fn opened(yearly: bool) -> Event {
    Event::Opened {
        series: sales(),
        prefix: "F".to_string(),
        yearly,
        digits: 5,
    }
}

/// Issues in a series and follows what happened.
fn issue(series: &mut Series, draft: Draft, on: &str) -> Result<Arc<Document>, Rejection> {
    let command = Command::Issue {
        draft: Arc::new(draft),
        issued_on: day(on),
    };
    let events = series.decide(&command, &Facts::default())?;
    for event in &events {
        series.evolve(event).unwrap();
    }
    match events.as_slice() {
        [Event::Issued(document)] => Ok(Arc::clone(document)),
        other => panic!("one document, not {other:?}"),
    }
}

fn numbers(yearly: bool, days: &[&str]) -> Vec<String> {
    let mut series = replay(Series::new(), &[opened(yearly)]).unwrap();
    days.iter()
        .map(|on| {
            let draft = draft("net 30", &[("1", "S 20")]);
            issue(&mut series, draft, on).unwrap().number.to_string()
        })
        .collect()
}

use alloc::string::String;

#[test]
fn numbers_follow_without_a_gap_and_start_anew_each_year() {
    let days = ["2026-12-30", "2026-12-31", "2026-12-31", "2027-01-01"];
    assert_eq!(
        numbers(true, &days),
        ["F2026-00001", "F2026-00002", "F2026-00003", "F2027-00001"]
    );
    assert_eq!(
        numbers(false, &days),
        ["F00001", "F00002", "F00003", "F00004"]
    );
}

#[test]
fn a_refused_issue_burns_no_number() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let good = || draft("net 30", &[("1", "S 20")]);
    issue(&mut series, good(), "2026-03-02").unwrap();
    let before = series.clone();
    let refused = |refusal: Rejection| (refusal.code(), refusal.path().to_string());
    assert_eq!(
        refused(issue(&mut series, good(), "2026-03-01").unwrap_err()),
        ("invoice.series.not_chronological", "issued_on".to_string())
    );
    let empty = draft("net 30", &[]);
    assert_eq!(
        refused(issue(&mut series, empty, "2026-03-02").unwrap_err()),
        ("invoice.no_lines", "draft.lines".to_string())
    );
    let mut zero = good();
    zero.lines[0].quantity = "0 C62".parse().unwrap();
    assert_eq!(
        refused(issue(&mut series, zero, "2026-03-02").unwrap_err()),
        (
            "invoice.line.quantity_zero",
            "draft.lines[0].quantity".to_string()
        )
    );
    assert_eq!(series, before);
    let next = issue(&mut series, good(), "2026-03-02").unwrap();
    assert_eq!(next.number.as_str(), "F2026-00002");
}

#[test]
fn a_series_opens_once_and_with_a_prefix_that_fits() {
    let open = |prefix: &str, digits| Command::Open {
        series: sales(),
        prefix: prefix.to_string(),
        yearly: false,
        digits,
    };
    let code = |series: &Series, command| {
        let refusal = series.decide(&command, &Facts::default()).unwrap_err();
        refusal.code()
    };
    let (new, standing) = (
        Series::new(),
        replay(Series::new(), &[opened(true)]).unwrap(),
    );
    assert_eq!(code(&standing, open("F", 5)), "invoice.series.already_open");
    for prefix in ["F 2", "É", "ABCDEFGHIJK"] {
        assert_eq!(
            code(&new, open(prefix, 5)),
            "invoice.series.prefix_malformed"
        );
    }
    assert_eq!(
        code(&new, open("F", 0)),
        "invoice.series.digits_out_of_range"
    );
    let issue = Command::Issue {
        draft: Arc::new(draft("net 30", &[("1", "S 20")])),
        issued_on: day("2026-01-01"),
    };
    assert_eq!(code(&new, issue), "invoice.series.not_open");
}

#[test]
fn a_number_that_does_not_follow_breaks_the_history() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let document = issue(&mut series, draft("net 30", &[("1", "S 20")]), "2026-03-02").unwrap();
    assert!(
        series
            .evolve(&Event::Issued(Arc::clone(&document)))
            .is_err()
    );
    assert!(series.evolve(&opened(true)).is_err());
    let unopened = replay(Series::new(), &[Event::Issued(document)]);
    assert!(unopened.is_err());
    assert_eq!(series.audit(), Ok(()));
}

#[test]
fn instalments_sum_to_the_amount_due_and_nothing_due_has_none() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let mut draft = draft(
        "1 part: net 30; 1 part: net 60; 1 part: net 90",
        &[("833.33", "S 20")],
    );
    draft.rounding = Some("0.00 EUR".parse().unwrap());
    let document = issue(&mut series, draft.clone(), "2026-01-15").unwrap();
    assert_eq!(document.figures.due.to_string(), "1000.00 EUR");
    let amounts: Vec<i64> = document
        .instalments
        .iter()
        .map(|instalment| instalment.amount.minor())
        .collect();
    assert_eq!(amounts, [33334, 33333, 33333]);
    draft.prepaid = Some("1000.00 EUR".parse().unwrap());
    let document = issue(&mut series, draft, "2026-01-15").unwrap();
    assert!(document.instalments.is_empty());
}

/// Rulebook EX-T12: 2 % of 1 200.00 at 20 % and 110.00 at 10 %.
#[test]
fn an_early_discount_takes_its_share_of_every_vat_group() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let draft = draft("2% 10 net 30", &[("1000.00", "S 20"), ("100.00", "S 10")]);
    let document = issue(&mut series, draft, "2026-01-15").unwrap();
    let offer = document.early_discount.clone().unwrap();
    assert_eq!(offer.until, day("2026-01-25"));
    assert_eq!(offer.amount.to_string(), "26.20 EUR");
    let shares: Vec<(String, i64, i64)> = offer
        .shares
        .iter()
        .map(|share| (share.vat.to_string(), share.net.minor(), share.tax.minor()))
        .collect();
    assert_eq!(
        shares,
        [
            ("S 10".to_string(), 200, 20),
            ("S 20".to_string(), 2000, 400)
        ]
    );
}

#[test]
fn a_credit_note_offers_no_early_discount() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let mut draft = draft("2% 10 net 30", &[("1000.00", "S 20")]);
    draft.lines[0].quantity = "-1 C62".parse().unwrap();
    let document = issue(&mut series, draft, "2026-01-15").unwrap();
    assert_eq!(document.figures.due.to_string(), "-1200.00 EUR");
    assert_eq!(document.early_discount, None);
    assert_eq!(document.instalments[0].amount, document.figures.due);
}

mod properties {
    use super::*;
    use crate::calendar::Instalment;
    use proptest::prelude::*;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor, Currency::EUR).unwrap()
    }

    proptest! {
        /// Parts by instalment sum to the instalments' discounts and to the groups' shares.
        #[test]
        fn a_discount_over_instalments_sums_both_ways(
            groups in prop::collection::vec((1_i64..400, 0_u32..200), 1..6),
            instalments in prop::collection::vec(0_i64..5_000, 1..7),
        ) {
            prop_assume!(instalments.iter().any(|amount| *amount > 0));
            let until = day("2026-01-25");
            let shares: Vec<DiscountShare> = groups
                .iter()
                .enumerate()
                .map(|(index, (whole, rate))| {
                    let tax = whole * i64::from(*rate) / 400;
                    let vat = alloc::format!("S {}", index + 1).parse().unwrap();
                    DiscountShare { vat, net: money(whole - tax), tax: money(tax) }
                })
                .collect();
            let amount = money(groups.iter().map(|group| group.0).sum());
            let offer = DiscountOffer { until, amount, shares };
            let plan: Vec<Instalment> = instalments
                .iter()
                .map(|minor| Instalment { due_on: until, amount: money(*minor) })
                .collect();
            let offers = offer.over(&plan).unwrap();
            let total: i64 = offers.iter().map(|part| part.amount.minor()).sum();
            prop_assert_eq!(total, amount.minor());
            for part in &offers {
                let sum: i64 = part.shares.iter().map(|s| s.net.minor() + s.tax.minor()).sum();
                prop_assert_eq!(sum, part.amount.minor());
                let is_positive = |s: &DiscountShare| !s.net.is_negative() && !s.tax.is_negative();
                prop_assert!(part.shares.iter().all(is_positive));
            }
            for share in &offer.shares {
                let of_group = offers.iter().flat_map(|part| &part.shares).filter(|s| s.vat == share.vat);
                let (net, tax) = of_group.fold((0, 0), |sum, s| (sum.0 + s.net.minor(), sum.1 + s.tax.minor()));
                prop_assert_eq!((net, tax), (share.net.minor(), share.tax.minor()));
            }
        }
    }
}
