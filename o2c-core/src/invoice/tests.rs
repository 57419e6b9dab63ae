//! Stories of a series and its documents.

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
use crate::ledger::{Booking, Chart};
use crate::machine::replay;
use crate::money::{Currency, Money};
use crate::pricing::Price;
use alloc::string::{String, ToString};
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
    Event::Opened { series: sales(), prefix: "F".to_string(), yearly, digits: 5 }
}

/// Issues in a series and follows what happened.
fn issue(series: &mut Series, draft: Draft, on: &str) -> Result<Arc<Document>, Rejection> {
    let command = Command::Issue { draft: Arc::new(draft), issued_on: day(on) };
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

#[test]
fn numbers_follow_without_a_gap_and_start_anew_each_year() {
    let days = ["2026-12-30", "2026-12-31", "2026-12-31", "2027-01-01"];
    assert_eq!(numbers(true, &days), ["F2026-00001", "F2026-00002", "F2026-00003", "F2027-00001"]);
    assert_eq!(numbers(false, &days), ["F00001", "F00002", "F00003", "F00004"]);
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
        ("invoice.line.quantity_zero", "draft.lines[0].quantity".to_string())
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
    let (new, standing) = (Series::new(), replay(Series::new(), &[opened(true)]).unwrap());
    assert_eq!(code(&standing, open("F", 5)), "invoice.series.already_open");
    for prefix in ["F 2", "É", "ABCDEFGHIJK"] {
        assert_eq!(code(&new, open(prefix, 5)), "invoice.series.prefix_malformed");
    }
    assert_eq!(code(&new, open("F", 0)), "invoice.series.digits_out_of_range");
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
    assert!(series.evolve(&Event::Issued(Arc::clone(&document))).is_err());
    assert!(series.evolve(&opened(true)).is_err());
    let unopened = replay(Series::new(), &[Event::Issued(document)]);
    assert!(unopened.is_err());
    assert_eq!(series.audit(), Ok(()));
}

#[test]
fn instalments_sum_to_the_amount_due_and_nothing_due_has_none() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let mut draft = draft("1 part: net 30; 1 part: net 60; 1 part: net 90", &[("833.33", "S 20")]);
    draft.rounding = Some("0.00 EUR".parse().unwrap());
    let document = issue(&mut series, draft.clone(), "2026-01-15").unwrap();
    assert_eq!(document.figures.due.to_string(), "1000.00 EUR");
    let amounts: Vec<i64> =
        document.instalments.iter().map(|instalment| instalment.amount.minor()).collect();
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
    assert_eq!(shares, [("S 10".to_string(), 200, 20), ("S 20".to_string(), 2000, 400)]);
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

/// Account, amount and booked value of each line, in minor units.
fn posted(draft: Draft, rate: Option<&str>) -> Vec<(String, i64, i64)> {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let document = issue(&mut series, draft, "2026-01-15").unwrap();
    let booking = Booking { ledger: Currency::EUR, rate: rate.map(|rate| rate.parse().unwrap()) };
    let on = day("2026-01-15");
    let (entry, booked) = entry(&document, &Chart::french(), &booking, on, on).unwrap().unwrap();
    let lines: Vec<_> = entry
        .lines()
        .iter()
        .map(|line| {
            let account = line.account.as_str().to_string();
            (account, line.amount.minor(), line.booked.minor())
        })
        .collect();
    assert_eq!(lines[0].2, booked.minor());
    lines
}

/// Rulebook A-05, EX-A: 10.05 and 2.01 USD at 1.0850; revenue converted alone would be 9.26.
#[test]
fn a_foreign_invoice_balances_in_both_currencies() {
    let mut draft = draft("net 30", &[("10.05", "S 20")]);
    draft.currency = Currency::USD;
    let lines = posted(draft, Some("EUR/USD 1.0850"));
    let line = |account: &str, amount, booked| (account.to_string(), amount, booked);
    assert_eq!(
        lines,
        [line("411", 1206, 1112), line("707", -1005, -927), line("44571", -201, -185)]
    );
}

/// What was prepaid is settled by its own entries; a rounding up is income (rulebook EX-I5).
#[test]
fn the_receivable_is_the_total_with_its_rounding() {
    let mut draft = draft("net 30", &[("833.175", "S 20")]);
    draft.prepaid = Some("100.00 EUR".parse().unwrap());
    draft.rounding = Some("0.18 EUR".parse().unwrap());
    let line = |account: &str, amount| (account.to_string(), amount, amount);
    assert_eq!(
        posted(draft, None),
        [line("411", 100_000), line("707", -83318), line("44571", -16664), line("758", -18)]
    );
}

#[test]
fn revenue_over_several_accounts_takes_the_booked_rest() {
    let mut series = replay(Series::new(), &[opened(true)]).unwrap();
    let mut draft = draft("net 30", &[("10.05", "S 20")]);
    draft.currency = Currency::USD;
    let document = issue(&mut series, draft, "2026-01-15").unwrap();
    let booking = Booking { ledger: Currency::EUR, rate: Some("EUR/USD 1.0850".parse().unwrap()) };
    let (chart, on) = (Chart::french(), day("2026-01-15"));
    let over = |goods: &str, freight: &str| {
        let revenue = [
            (chart.sales.clone(), goods.parse().unwrap()),
            (chart.freight.clone(), freight.parse().unwrap()),
        ];
        let posted = entry_over(&document, &revenue, &chart, &booking, on, on)?.unwrap();
        let booked = posted.0.lines()[1..3].iter().map(|line| line.booked.minor());
        Ok::<Vec<i64>, Rejection>(booked.collect())
    };
    // 9.27 split on 9.05 and 1.00: 8.3476 and 0.9224.
    assert_eq!(over("9.05 USD", "1.00 USD").unwrap(), [-835, -92]);
    // 11.05 and -1.00 are 10.18 and -0.92, together 9.26; the larger takes the cent.
    assert_eq!(over("11.05 USD", "-1.00 USD").unwrap(), [-1019, 92]);
    let short = over("9.05 USD", "0.99 USD").unwrap_err();
    assert_eq!(short.code(), "ledger.entry.unbalanced");
}

mod findings {
    use super::*;
    use crate::party::{Address, Party};

    fn party(vat_id: Option<&str>) -> Party {
        Party { vat_id: vat_id.map(|id| id.parse().unwrap()), ..Party::default() }
    }

    fn rules(draft: &Draft, seller: &Party, buyer: &Party, profile: &Profile) -> Vec<&'static str> {
        let figures = compute::compute(draft).unwrap();
        let parties = Parties { seller, buyer };
        let findings = check::check_draft(draft, &figures, parties, None, profile).unwrap();
        findings.iter().map(|finding| finding.rule).collect()
    }

    fn reasoned(mut draft: Draft, vat: &str) -> Draft {
        draft
            .vat_reasons
            .push(VatReason { vat: vat.parse().unwrap(), reason: "because".parse().unwrap() });
        draft
    }

    /// The matrix of rulebook INV-25, row by row.
    #[test]
    fn every_category_asks_for_its_own() {
        let (with, without) = (party(Some("FR32123456789")), party(None));
        let en = &Profile::EN_16931;
        let plain = |vat: &str| draft("net 30", &[("1", vat)]);
        let reason = |vat: &str| reasoned(plain(vat), vat);
        assert!(rules(&plain("S 20"), &with, &without, en).is_empty());
        assert_eq!(rules(&plain("S 20"), &without, &with, en), ["BR-S-02"]);
        assert_eq!(rules(&plain("S 0"), &with, &with, en), ["BR-S-05"]);
        assert_eq!(rules(&reason("S 20"), &with, &with, en), ["BR-S-10"]);
        assert_eq!(rules(&reason("Z"), &with, &with, en), ["BR-Z-10"]);
        assert_eq!(rules(&plain("E"), &with, &with, en), ["BR-E-10"]);
        assert!(rules(&reason("E"), &with, &with, en).is_empty());
        assert_eq!(rules(&reason("AE"), &with, &without, en), ["BR-AE-02"]);
        assert!(rules(&reason("AE"), &with, &with, en).is_empty());
        let mut supplied = reason("K");
        assert_eq!(rules(&supplied, &with, &with, en), ["BR-IC-11", "BR-IC-12"]);
        supplied.delivered_on = Some(day("2026-01-20"));
        let address = Address { country: Some("DE".parse().unwrap()), ..Address::default() };
        let abroad = |party: &Party| Party { address: Some(address.clone()), ..party.clone() };
        assert!(rules(&supplied, &with, &abroad(&with), en).is_empty());
        assert_eq!(rules(&supplied, &with, &abroad(&without), en), ["BR-IC-02"]);
        assert_eq!(rules(&reason("G"), &without, &with, en), ["BR-G-02"]);
        assert_eq!(rules(&reason("O"), &with, &without, en), ["BR-O-02"]);
        assert!(rules(&reason("O"), &without, &without, en).is_empty());
    }

    #[test]
    fn category_o_stands_alone_unless_the_profile_lets_it() {
        let both = reasoned(draft("net 30", &[("1", "O"), ("1", "E")]), "O");
        let both = reasoned(both, "E");
        let (seller, buyer) = (party(None), party(None));
        let rules = |profile: Profile| rules(&both, &seller, &buyer, &profile);
        assert_eq!(rules(Profile::EN_16931), ["BR-O-11", "BR-E-02", "BR-O-12"]);
        assert_eq!(rules(Profile::FRENCH_EXTENDED), ["BR-E-02"]);
    }
}

/// A command in the words of the JSON door; what may be left out is left out.
#[cfg(feature = "json")]
#[test]
fn commands_and_events_read_back_as_they_were_written() {
    let text = r#"{"issue":{"draft":{"customer":"C1","currency":"EUR","lines":[
        {"id":"1","quantity":"2 C62","price":{"net":"10.00"},"vat":{"category":"S","rate":"20"}},
        {"id":"2","quantity":"1 C62","price":{"gross":{"gross":"12","discount":"2"}},
         "vat":{"category":"E"},"adjustments":[{"kind":"allowance","value":{"percent":"5"}}]}],
        "adjustments":[{"kind":"charge","value":{"amount":"4.50 EUR"},
         "vat":{"category":"S","rate":"20"}}],
        "terms":TERMS},"issued_on":"2026-01-15"}}"#;
    let terms: Terms = "2% 10 net 30".parse().unwrap();
    let text = &text.replace("TERMS", &serde_json::to_string(&terms).unwrap());
    let command: Command = serde_json::from_str(text).unwrap();
    let written = serde_json::to_string(&command).unwrap();
    assert_eq!(serde_json::from_str::<Command>(&written).unwrap(), command);
    let series = replay(Series::new(), &[opened(true)]).unwrap();
    let events = series.decide(&command, &Facts::default()).unwrap();
    let written = serde_json::to_string(&events).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Event>>(&written).unwrap(), events);
    let stray = text.replace("\"issued_on\"", "\"note\":1,\"issued_on\"");
    assert!(serde_json::from_str::<Command>(&stray).is_err());
    let taxed = text.replace("\"E\"", "\"E\",\"rate\":\"20\"");
    assert!(serde_json::from_str::<Command>(&taxed).is_err());
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
            let policy = crate::calendar::DiscountPolicy::FullOnly;
            let offer = DiscountOffer { until, amount, shares, policy };
            let plan: Vec<Instalment> = instalments
                .iter()
                .map(|minor| Instalment::new(until, money(*minor)))
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
                let all = offers.iter().flat_map(|part| &part.shares);
                let of_group = all.filter(|of_part| of_part.vat == share.vat);
                let (net, tax) = of_group.fold((0, 0), |sum, of_part| {
                    (sum.0 + of_part.net.minor(), sum.1 + of_part.tax.minor())
                });
                prop_assert_eq!((net, tax), (share.net.minor(), share.tax.minor()));
            }
        }
    }
}
