//! Published tables and properties of the calculators.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::money::{Exact, Money};
use alloc::string::ToString;
use alloc::vec::Vec;
use proptest::prelude::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn index_of(days: i64) -> Exact {
    let amount = "1.00 EUR".parse().unwrap();
    let experience = PaymentExperience { amount, days_beyond_terms: Exact::whole(days).unwrap() };
    PaymentIndex { experiences: Vec::from([experience]) }.figures().unwrap().index
}

/// The rows of the chart that were seen published: points, and days beyond terms.
const PUBLISHED: [(i64, i64); 13] = [
    (99, -29),
    (90, -20),
    (89, -18),
    (85, -10),
    (59, 23),
    (57, 25),
    (54, 27),
    (53, 28),
    (50, 30),
    (49, 33),
    (48, 36),
    (46, 42),
    (44, 48),
];

#[test]
fn the_published_rows_agree_within_seven_tenths_of_a_point() {
    for (points, days) in PUBLISHED {
        let found = index_of(days);
        let off = found.checked_sub(Exact::whole(points).unwrap()).unwrap();
        let off = if off.is_negative() { off.negated() } else { off };
        assert!(off <= exact("0.7"), "{days} days are {found}, published {points}");
    }
    assert_eq!(index_of(-90), exact("100"));
    assert_eq!(index_of(150), exact("10"));
    assert_eq!(index_of(100_000), exact("1"));
}

#[test]
fn the_risk_is_told_of_the_exact_index() {
    let risk = |days: &str| {
        let amount = "1.00 EUR".parse().unwrap();
        let experience = PaymentExperience { amount, days_beyond_terms: exact(days) };
        PaymentIndex { experiences: Vec::from([experience]) }.figures().unwrap().risk
    };
    assert_eq!(risk("0"), PaymentRisk::Low);
    // 79.99999 is printed as 80 and is below it all the same.
    assert_eq!(risk("0.00001"), PaymentRisk::Medium);
    assert_eq!(risk("30"), PaymentRisk::Medium);
    assert_eq!(risk("30.1"), PaymentRisk::High);
}

fn altman(form: AltmanForm) -> (Exact, AltmanZone) {
    let ratios = AltmanRatios {
        x1: exact("0.20"),
        x2: exact("0.25"),
        x3: exact("0.12"),
        x4: exact("0.80"),
        x5: Some(exact("1.50")),
    };
    let figures = Altman { form, firm: AltmanFirm::Ratios(ratios) }.figures().unwrap();
    (figures.score, figures.zone)
}

#[test]
fn the_forms_have_thresholds_of_their_own() {
    assert_eq!(altman(AltmanForm::Listed), (exact("2.966"), AltmanZone::Grey));
    assert_eq!(altman(AltmanForm::Private), (exact("2.561"), AltmanZone::Grey));
    assert_eq!(altman(AltmanForm::NonManufacturing), (exact("3.7734"), AltmanZone::Safe));
    // The constant moves the thresholds along: the same firm stands where it stood.
    assert_eq!(altman(AltmanForm::EmergingMarket), (exact("7.0234"), AltmanZone::Safe));
}

#[test]
fn accounts_give_what_their_ratios_give() {
    let accounts = AltmanAccounts {
        working_capital: exact("200"),
        retained_earnings: exact("250"),
        ebit: exact("120"),
        equity: exact("480"),
        sales: Some(exact("1500")),
        total_assets: exact("1000"),
        total_liabilities: exact("600"),
    };
    let asked = Altman { form: AltmanForm::Listed, firm: AltmanFirm::Accounts(accounts.clone()) };
    let figures = asked.figures().unwrap();
    assert_eq!(figures.score, exact("2.966"));
    let names: Vec<&str> = figures.factors.iter().map(|factor| factor.name.as_str()).collect();
    assert_eq!(names, ["x5", "x4", "x3", "x2", "x1"], "1.5, 0.48, 0.396, 0.35, 0.24");
    let nothing = AltmanAccounts { total_assets: exact("0"), ..accounts };
    let asked = Altman { form: AltmanForm::Listed, firm: AltmanFirm::Accounts(nothing) };
    let no = asked.figures().unwrap_err();
    assert_eq!(no.code(), "credit.nothing_to_divide_by");
    assert_eq!(no.path().to_string(), "firm.accounts.total_assets");
}

fn band(from: Option<i64>, below: Option<i64>, points: i64) -> Band {
    let whole = |figure: i64| Exact::whole(figure).unwrap();
    Band { from: from.map(whole), below: below.map(whole), points: whole(points) }
}

fn card(bands: Vec<Band>) -> Scorecard {
    let criterion = Criterion { feature: "late_ratio".parse().unwrap(), weight: exact("1"), bands };
    Scorecard {
        version: 1,
        name: "card".parse().unwrap(),
        criteria: Vec::from([criterion]),
        knock_outs: Vec::new(),
        classes: Vec::new(),
    }
}

#[test]
fn bands_leave_no_gap_and_do_not_overlap() {
    let refused = |bands: &[Band]| {
        let no = card(bands.to_vec()).check().unwrap_err();
        (no.code(), no.path().to_string())
    };
    let at = |place: &str| alloc::format!("criteria[0].{place}");
    assert_eq!(refused(&[]), ("credit.bands_missing", at("bands")));
    let gap = [band(None, Some(10), 90), band(Some(11), None, 20)];
    assert_eq!(refused(&gap), ("credit.band_gap", at("bands[1]")));
    let low = [band(Some(0), Some(10), 90), band(Some(10), None, 20)];
    assert_eq!(refused(&low), ("credit.band_gap", at("bands[0]")));
    let high = [band(None, Some(10), 90), band(Some(10), Some(20), 20)];
    assert_eq!(refused(&high), ("credit.band_gap", at("bands[1]")));
    let over = [band(None, Some(10), 90), band(Some(9), None, 20)];
    assert_eq!(refused(&over), ("credit.bands_overlap", at("bands[1].from")));
    let empty = [band(None, Some(10), 90), band(Some(10), Some(10), 50), band(Some(10), None, 20)];
    assert_eq!(refused(&empty), ("credit.bands_overlap", at("bands[1].from")));
    let endless = [band(None, None, 90), band(Some(10), None, 20)];
    assert_eq!(refused(&endless), ("credit.bands_overlap", at("bands[1].from")));
    let zigzag = [band(None, Some(1), 90), band(Some(1), Some(2), 20), band(Some(2), None, 30)];
    assert_eq!(refused(&zigzag), ("credit.not_monotone", at("bands[2].points")));
    assert!(card(Vec::from([band(None, None, 5)])).check().is_ok());
}

#[test]
fn what_decides_alone_overrides_the_score() {
    let mut card = card(Vec::from([band(None, Some(20), 100), band(Some(20), None, 10)]));
    let class = |from: Option<i64>, below: Option<i64>, name: &str| RiskClass {
        from: from.map(|figure| Exact::whole(figure).unwrap()),
        below: below.map(|figure| Exact::whole(figure).unwrap()),
        class: name.parse().unwrap(),
        default_rate: None,
    };
    card.classes = Vec::from([class(None, Some(50), "high"), class(Some(50), None, "low")]);
    let insolvency = KnockOut {
        feature: "insolvency".parse().unwrap(),
        from: Some(exact("1")),
        below: None,
        class: "high".parse().unwrap(),
    };
    card.knock_outs = Vec::from([insolvency]);
    let value = |feature: &str, value: &str| FeatureValue {
        feature: feature.parse().unwrap(),
        value: Some(exact(value)),
    };
    let good = card.score(&[value("late_ratio", "3"), value("insolvency", "0")]).unwrap();
    assert_eq!(good.class.unwrap().as_str(), "low");
    let bad = card.score(&[value("late_ratio", "3"), value("insolvency", "1")]).unwrap();
    assert_eq!((bad.class.unwrap().as_str(), bad.score), ("high", exact("100")));
    assert_eq!(bad.knocked_out_by.len(), 1);
    let no = card.score(&[value("late_ration", "3")]).unwrap_err();
    assert_eq!(
        (no.code(), no.path().to_string().as_str()),
        ("credit.scorecard.unknown_feature", "features[0].feature")
    );
    let no = card.score(&[value("insolvency", "1")]).unwrap_err();
    assert_eq!(no.code(), "credit.not_enough");
}

fn past(amount: i64, due: i32, settled: Option<i32>, issued: i32) -> PastInvoice {
    let day = |number: i32| "2026-06-30".parse::<Day>().unwrap().plus_days(number.into()).unwrap();
    PastInvoice {
        amount: Money::from_minor(amount, crate::money::Currency::EUR).unwrap(),
        issued_on: day(issued),
        due_on: day(due),
        settled_on: settled.map(day),
        disputed_on: None,
    }
}

fn behaviour(as_of: i32, invoices: Vec<PastInvoice>) -> BehaviourOf {
    BehaviourOf {
        as_of: "2026-06-30".parse::<Day>().unwrap().plus_days(as_of.into()).unwrap(),
        window_months: 12,
        recent_months: 3,
        minimum: 1,
        is_early_counted: false,
        invoices,
        broken_promises: Vec::new(),
        returned_payments: Vec::new(),
    }
}

#[test]
fn what_is_overdue_counts_with_its_age() {
    let invoices = Vec::from([past(100, -10, None, -40), past(100, 5, None, -25)]);
    let Behaviour::Enough(figures) = behaviour(0, invoices).behaviour().unwrap() else {
        panic!("one invoice is overdue");
    };
    assert_eq!((figures.invoices, figures.overdue, figures.oldest_overdue), (1, 1, 10));
    assert_eq!(figures.late_ratio, exact("100"));
    assert_eq!(figures.trend, None, "nothing was paid before the recent months");
}

proptest! {
    /// Whatever happens after a day changes nothing of what is told of it.
    #[test]
    fn nothing_looks_ahead(
        rows in proptest::collection::vec(
            (1_i64..100_000, -300_i32..60, proptest::option::of(-200_i32..200), 1_i32..60), 0..12),
        later in 1_i32..100,
    ) {
        let invoice = |(amount, due, settled, terms): (i64, i32, Option<i32>, i32)| {
            past(amount, due, settled, due - terms)
        };
        let told: Vec<PastInvoice> = rows.into_iter().map(invoice).collect();
        let as_of = behaviour(0, Vec::new()).as_of;
        let mut known = told.clone();
        // What nobody could know on the day is changed at will.
        known.retain(|invoice| invoice.issued_on <= as_of);
        for invoice in &mut known {
            if invoice.settled_on.is_some_and(|day| day > as_of) {
                invoice.settled_on = None;
            }
        }
        known.push(past(777, later + 30, Some(later + 90), later));
        prop_assert_eq!(behaviour(0, told).behaviour(), behaviour(0, known).behaviour());
    }

    /// Each unit of value stands in one place: what is ordered and not cancelled or returned is
    /// open, delivered or billed.
    #[test]
    fn the_places_of_a_line_sum_to_what_is_left_of_it(
        value in -100_000_i64..100_000,
        ordered in 1_i64..50,
        parts in proptest::array::uniform4(0_i64..50),
    ) {
        let [cancelled, shipped, returned, billed] = parts;
        let cancelled = cancelled % (ordered + 1);
        let shipped = shipped % (ordered - cancelled + 1);
        let returned = returned % (shipped + 1);
        let net = ordered - cancelled - returned;
        let billed = billed % (net + 1);
        let whole = |figure: i64| Exact::whole(figure).unwrap();
        let value = Money::from_minor(value, crate::money::Currency::EUR).unwrap();
        let line = CommitmentOf {
            value,
            ordered: whole(ordered),
            cancelled: whole(cancelled),
            shipped: whole(shipped),
            returned: whole(returned),
            invoiced: whole(billed),
            credited: whole(0),
        };
        let worth = line.commitment().unwrap();
        let sum = Money::sum(
            value.currency(),
            [worth.open_order, worth.delivered_not_invoiced, worth.billed],
        )
        .unwrap();
        let product = i128::from(value.minor()) * i128::from(net);
        let left = crate::money::divide(
            product, i128::from(ordered), crate::money::Rounding::HalfAwayFromZero).unwrap();
        prop_assert_eq!(i128::from(sum.minor()), left);
    }

    /// The index never rises with the days.
    #[test]
    fn later_is_never_better(days in -200_i64..400, more in 0_i64..100) {
        prop_assert!(index_of(days + more) <= index_of(days));
    }
}

#[test]
fn a_proposal_is_the_least_bound_times_the_factor_of_its_class() {
    let policy = |class: &str, factor: &str| ClassPolicy {
        class: class.parse().unwrap(),
        limit_factor: factor.parse().unwrap(),
        terms: None,
        deposit: Some("30".parse().unwrap()),
        review_months: Some(6),
    };
    let asked = CreditProposalOf {
        on: "2026-08-31".parse().unwrap(),
        class: "medium".parse().unwrap(),
        classes: Vec::from([policy("low", "100"), policy("medium", "60")]),
        equity: Some(EquityBound {
            equity: "400000.00 EUR".parse().unwrap(),
            percent: "10".parse().unwrap(),
        }),
        sales: Some(SalesBound {
            monthly: "12000.00 EUR".parse().unwrap(),
            factor: exact("1.5"),
            terms_days: 45,
        }),
        insurer: Some(InsurerBound {
            limit: "30000.00 EUR".parse().unwrap(),
            quota: "90".parse().unwrap(),
        }),
        step: "500.00 EUR".parse().unwrap(),
    };
    let found = asked.proposal().unwrap();
    // 40,000; 12,000 x 1.5 x 45 / 30 = 27,000; 30,000 / 90 % = 33,333.33. 60 % of 27,000 are
    // 16,200, rounded down to 16,000.
    assert_eq!(found.limit.to_string(), "16000.00 EUR");
    let bounds: Vec<_> = found.bounds.iter().map(|one| one.amount.to_string()).collect();
    assert_eq!(bounds, ["27000.00 EUR", "33333.33 EUR", "40000.00 EUR"]);
    assert_eq!(found.review_on.unwrap().to_string(), "2027-02-28");
    let unbounded = CreditProposalOf { equity: None, sales: None, insurer: None, ..asked };
    assert_eq!(unbounded.proposal().unwrap_err().code(), "credit.bound_missing");
}
