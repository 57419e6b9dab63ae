//! Debts that may not be paid, and those that will not: what the books show, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told::{Story, invoice, line};
use proptest::prelude::*;
use serde_json::{Value, json};

/// F2026-00001: ten chairs at 100.00 and 20 % VAT, 1 200.00.
fn billed() -> Story {
    let mut story = Story::begin();
    story.tell("2026-03-01", json!({"issue_invoice": invoice(&[line("1", "10", "100.00", "20")])}));
    story
}

/// The same for services, whose VAT waits for the payment.
fn served() -> Story {
    let mut story = Story::begin();
    let mut service = line("1", "10", "100.00", "20");
    service["supply"] = json!("services");
    story.tell("2026-03-01", json!({ "issue_invoice": invoice(&[service]) }));
    story
}

fn debts() -> Value {
    json!({"customer": "C1", "currency": "EUR"})
}

fn pay(story: &mut Story, on: &str, id: &str, amount: &str) {
    let paid = json!({"payment": id, "payer": "C1", "amount": amount});
    story.tell(on, json!({ "receive_payment": paid }));
    let lines = json!([{"entry": "F2026-00001"}, {"entry": id}]);
    story.tell(on, json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}}));
}

fn allow(of: Value) -> Value {
    json!({"set_allowance": {"document": "F2026-00001", "of": of}})
}

fn write_off(amount: Option<&str>) -> Value {
    let mut asked = json!({"document": "F2026-00001"});
    if let Some(amount) = amount {
        asked["amount"] = json!(amount);
    }
    json!({ "write_off_bad_debt": asked })
}

fn recover(payment: &str, amount: &str) -> Value {
    json!({"record_recovery": {"payment": payment, "document": "F2026-00001", "amount": amount}})
}

fn bad_debts(story: &Story, as_of: &str) -> Value {
    story.report(json!({"bad_debts": {"as_of": as_of}}))
}

/// What fell due by our events is what the account of VAT collected shows.
fn explained(story: &Story) {
    let span = json!({"from": "2026-01-01", "until": "2027-12-31"});
    let due = story.report(json!({ "vat_due": span }));
    for total in due["totals"].as_array().unwrap() {
        assert!(total["unexplained"].as_str().unwrap().starts_with("0.00 "), "{due}");
    }
}

/// Ageing, open items and control account are one figure on every day.
fn reconciled(story: &Story, until: &str) {
    let span = json!({"from": "2026-02-01", "until": until});
    let held = story.report(json!({ "reconciliation": span }));
    assert_eq!(held["unequal"], json!([]), "{held}");
}

/// rulebook 5.2: 416 1 200 to 411; 68174 500 to 491; 6541 1 000 and 44571 200 to 416; 491 500 to
/// 78174; 512 to 7583 and 44571.
#[test]
fn a_debt_is_doubtful_lost_and_recovered() {
    let mut story = billed();
    story.tell("2026-06-30", json!({ "make_doubtful": debts() }));
    let sold = ["44571 -200.00 EUR", "707 -1000.00 EUR"];
    assert_eq!(story.balances("2026-06-30"), [&["416 1200.00 EUR"], &sold[..]].concat());
    story.tell("2026-06-30", allow(json!({"percent": "50"})));
    let allowed = [
        "416 1200.00 EUR",
        "44571 -200.00 EUR",
        "491 -500.00 EUR",
        "68174 500.00 EUR",
        "707 -1000.00 EUR",
    ];
    assert_eq!(story.balances("2026-06-30"), allowed);
    let row = &bad_debts(&story, "2026-06-30")[0];
    assert_eq!((&row["is_doubtful"], &row["base"]), (&json!(true), &json!("1000.00 EUR")));
    assert_eq!(row["allowance"], "500.00 EUR");
    story.tell("2026-12-01", write_off(None));
    let lost = ["6541 1000.00 EUR", "68174 500.00 EUR", "707 -1000.00 EUR", "78174 -500.00 EUR"];
    assert_eq!(story.balances("2026-12-01"), lost);
    let row = &bad_debts(&story, "2026-12-31")[0];
    let mention = "Facture demeurée impayée pour la somme de 1000,00 € (prix net) et pour la somme \
        de 200,00 € (TVA correspondante) qui ne peut faire l'objet d'une déduction (article 272 du \
        CGI)";
    assert_eq!(row["mention"], mention);
    assert_eq!((&row["lost_net"], &row["open"]), (&json!("1000.00 EUR"), &json!("0.00 EUR")));
    explained(&story);
    story.tell("2027-02-01", recover("P1", "120.00 EUR"));
    let recovered = [
        "44571 -20.00 EUR",
        "512 120.00 EUR",
        "6541 1000.00 EUR",
        "68174 500.00 EUR",
        "707 -1000.00 EUR",
        "7583 -100.00 EUR",
        "78174 -500.00 EUR",
    ];
    assert_eq!(story.balances("2027-02-01"), recovered);
    assert_eq!(bad_debts(&story, "2027-02-01")[0]["recovered"], "120.00 EUR");
    assert_eq!(bad_debts(&story, "2027-01-31")[0]["recovered"], "0.00 EUR");
    explained(&story);
    reconciled(&story, "2027-03-01");
    // Earlier days see what was.
    assert_eq!(story.balances("2026-06-30"), allowed);
}

#[test]
fn a_doubtful_debt_comes_back() {
    let mut story = billed();
    story.tell("2026-06-30", json!({ "make_doubtful": debts() }));
    let again = story.refused("2026-07-01", json!({ "make_doubtful": debts() }));
    assert_eq!(again.0, "receivable.nothing_named");
    story.tell("2026-07-01", json!({ "restore_doubtful": debts() }));
    assert_eq!(story.balances("2026-07-01")[0], "411 1200.00 EUR");
    assert_eq!(bad_debts(&story, "2026-07-01"), json!([]));
    assert_eq!(bad_debts(&story, "2026-06-30").as_array().unwrap().len(), 1);
}

/// rulebook EX-V4: 300 of 1 200 were received, 750 and 150 of VAT are lost; in a later year the
/// loss goes to its own account.
#[test]
fn what_was_received_bears_its_own_vat() {
    let mut story = billed();
    pay(&mut story, "2026-04-01", "P1", "300.00 EUR");
    story.tell("2027-12-01", write_off(None));
    let lost = ["44571 -50.00 EUR", "512 300.00 EUR", "6544 750.00 EUR", "707 -1000.00 EUR"];
    assert_eq!(story.balances("2027-12-01"), lost);
    explained(&story);
}

/// rulebook EX-V4 and 5.2: nothing was due on the 900, what waits does not wait any more.
#[test]
fn vat_that_waits_is_not_taken_back() {
    let mut story = served();
    pay(&mut story, "2026-04-01", "P1", "300.00 EUR");
    let waiting = ["411 900.00 EUR", "44571 -50.00 EUR", "4458 -150.00 EUR", "512 300.00 EUR"];
    assert_eq!(story.balances("2026-04-01")[..4], waiting);
    story.tell("2026-12-01", write_off(None));
    let after = story.balances("2026-12-01");
    assert_eq!(after[..3], ["44571 -50.00 EUR", "512 300.00 EUR", "6541 750.00 EUR"]);
    explained(&story);
    // What is recovered of it makes VAT due.
    story.tell("2027-01-10", recover("P2", "900.00 EUR"));
    let recovered = story.balances("2027-01-10");
    assert!(recovered.contains(&"44571 -200.00 EUR".to_owned()), "{recovered:?}");
    assert!(recovered.contains(&"7583 -750.00 EUR".to_owned()), "{recovered:?}");
    explained(&story);
}

/// rulebook EX-V2: 500 and 500 of 1 200 at 20 % and 110 at 10 % leave 283.97 and 26.03, with 47.33
/// and 2.37 of VAT.
#[test]
fn two_rates_are_lost_as_they_would_have_been_collected() {
    for services in [false, true] {
        let mut story = Story::begin();
        let mut lines = [line("1", "10", "100.00", "20"), line("2", "1", "100.00", "10")];
        if services {
            lines.iter_mut().for_each(|line| line["supply"] = json!("services"));
        }
        story.tell("2026-03-01", json!({ "issue_invoice": invoice(&lines) }));
        pay(&mut story, "2026-04-01", "P1", "500.00 EUR");
        pay(&mut story, "2026-05-01", "P2", "500.00 EUR");
        story.tell("2026-12-01", write_off(None));
        let row = &bad_debts(&story, "2026-12-01")[0];
        let mut lost: Vec<(String, String)> = row["lost"]
            .as_array()
            .unwrap()
            .iter()
            .map(|share| {
                (share["net"].as_str().unwrap().into(), share["tax"].as_str().unwrap().into())
            })
            .collect();
        lost.sort();
        let expected = [("23.66 EUR", "2.37 EUR"), ("236.64 EUR", "47.33 EUR")];
        let expected = expected.map(|(net, tax)| (net.to_owned(), tax.to_owned()));
        assert_eq!(lost, expected);
        let balances = story.balances("2026-12-01");
        // 210.00 of VAT less the 49.70 lost.
        assert!(balances.contains(&"44571 -160.30 EUR".to_owned()), "{balances:?}");
        assert!(balances.contains(&"6541 260.30 EUR".to_owned()), "{balances:?}");
        assert!(!balances.iter().any(|row| row.starts_with("4458 ")), "{balances:?}");
        explained(&story);
    }
}

/// A credit note of a later day has given nothing back yet, nor has one that was not known.
#[test]
fn a_past_day_knows_the_credit_notes_of_its_day() {
    let mut story = Story::begin();
    story.series("credits", "A");
    let lines = [line("1", "10", "100.00", "20"), line("2", "1", "100.00", "10")];
    story.tell("2026-03-01", json!({ "issue_invoice": invoice(&lines) }));
    story.tell("2026-04-01", json!({ "make_doubtful": debts() }));
    let credit = json!({"series": "credits", "invoice": "F2026-00001", "letter": true,
        "scope": {"lines": [{"line": "2", "quantity": "1"}]}});
    story.tell("2026-05-01", json!({ "issue_credit_note": credit }));
    let net = |row: &Value| (row[0]["open"].clone(), row[0]["net"].clone());
    let whole = (json!("1310.00 EUR"), json!("1100.00 EUR"));
    assert_eq!(net(&bad_debts(&story, "2026-04-15")), whole);
    let left = (json!("1200.00 EUR"), json!("1000.00 EUR"));
    assert_eq!(net(&bad_debts(&story, "2026-05-01")), left);
    let known = json!({"bad_debts": {"as_of": "2026-05-01", "known_at": "2026-04-30"}});
    assert_eq!(net(&story.report(known)), whole);
}

#[test]
fn a_payment_releases_what_is_beyond() {
    let mut story = billed();
    story.tell("2026-06-30", allow(json!({"amount": "1000.00 EUR"})));
    pay(&mut story, "2026-07-15", "P1", "600.00 EUR");
    let row = &bad_debts(&story, "2026-07-15")[0];
    assert_eq!((&row["allowance"], &row["base"]), (&json!("500.00 EUR"), &json!("500.00 EUR")));
    let balances = story.balances("2026-07-15");
    assert!(balances.contains(&"491 -500.00 EUR".to_owned()), "{balances:?}");
    assert!(balances.contains(&"78174 -500.00 EUR".to_owned()), "{balances:?}");
    assert_eq!(bad_debts(&story, "2026-07-14")[0]["allowance"], "1000.00 EUR");
    story.tell("2026-08-01", allow(json!({"percent": "0"})));
    assert_eq!(bad_debts(&story, "2026-08-01"), json!([]));
}

#[test]
fn a_write_off_is_taken_back_with_its_letter() {
    let mut story = billed();
    let before = story.balances("2026-12-31");
    story.tell("2026-12-01", write_off(Some("600.00 EUR")));
    let lost = ["411 600.00 EUR", "44571 -100.00 EUR", "6541 500.00 EUR", "707 -1000.00 EUR"];
    assert_eq!(story.balances("2026-12-01"), lost);
    let unletter = json!({"customer": "C1", "currency": "EUR", "letter": "AAA"});
    story.tell("2026-12-31", json!({ "unletter": unletter }));
    assert_eq!(story.balances("2026-12-31"), before);
    assert_eq!(bad_debts(&story, "2026-12-31"), json!([]));
    assert_eq!(story.refused("2026-12-31", recover("P1", "1.00 EUR")).0, "company.beyond_loss");
    explained(&story);
}

#[test]
fn bad_input_is_refused() {
    let mut story = billed();
    let day = "2026-06-30";
    let mut refused = |action: Value| story.refused(day, action).0;
    assert_eq!(refused(allow(json!({"amount": "1000.01 EUR"}))), "company.allowance_beyond_debt");
    assert_eq!(refused(allow(json!({"amount": "-0.01 EUR"}))), "company.amount_not_positive");
    assert_eq!(refused(allow(json!({"amount": "1.00 USD"}))), "money.currency_mismatch");
    assert_eq!(refused(allow(json!({"percent": "100.01"}))), "money.above_hundred");
    assert_eq!(refused(write_off(Some("0.00 EUR"))), "company.amount_not_positive");
    assert_eq!(refused(recover("P1", "0.01 EUR")), "company.beyond_loss");
    let unknown = json!({"write_off_bad_debt": {"document": "F9"}});
    assert_eq!(refused(unknown), "company.unknown_document");
    let nobody = json!({"make_doubtful": {"customer": "C2", "currency": "EUR"}});
    assert_eq!(refused(nobody), "company.unknown_account");
    let beyond = story.refused_with(day, write_off(Some("1200.01 EUR")));
    let figures = ["F2026-00001", "1200.01 EUR", "1200.00 EUR"].map(str::to_owned);
    assert_eq!(beyond, ("company.beyond_open_of", figures.to_vec()));
    story.tell(day, allow(json!({"percent": "10"})));
    assert_eq!(
        story.refused("2026-06-29", allow(json!({"percent": "5"}))).0,
        "company.recorded_on_decreases"
    );
    story.tell(day, write_off(Some("600.00 EUR")));
    story.tell(day, recover("P1", "60.00 EUR"));
    assert_eq!(story.refused(day, recover("P1", "60.00 EUR")).0, "company.payment_known");
    let again = json!({"receive_payment": {"payment": "P1", "amount": "1.00 EUR"}});
    assert_eq!(story.refused(day, again).0, "company.payment_known");
    assert_eq!(story.refused(day, recover("P2", "540.01 EUR")).0, "company.beyond_loss");
    story.tell(day, write_off(None));
    assert_eq!(story.refused(day, write_off(None)).0, "company.nothing_open_of");
}

/// What is disputed is given up without a credit note: VAT that was owed is lost as well, VAT that
/// waits does not wait any more.
#[test]
fn what_is_disputed_may_be_given_up() {
    let dispute = json!({"open_dispute": {"dispute": "D1", "document": "F2026-00001",
        "amount": "240.00 EUR", "reason": "quality", "do_not_match": true}});
    let accept = json!({"accept_dispute": {"dispute": "D1", "remedy": {"write_off": {}}}});
    for (mut story, loss, vat) in [
        (billed(), "658 240.00 EUR", "44571 -200.00 EUR"),
        (served(), "658 200.00 EUR", "4458 -160.00 EUR"),
    ] {
        story.tell("2026-03-10", dispute.clone());
        let kept = story.refused("2026-03-11", write_off(None));
        assert_eq!(kept, ("company.disputed_item", "action.write_off_bad_debt.document".into()));
        story.tell("2026-03-12", accept.clone());
        let balances = story.balances("2026-03-12");
        for expected in ["411 960.00 EUR", loss, vat] {
            assert!(balances.contains(&expected.to_owned()), "{expected} of {balances:?}");
        }
        let rows = story.report(json!({"disputes": {"as_of": "2026-03-12"}}));
        assert_eq!(rows[0]["outcome"], json!({"written_off": {"amount": "240.00 EUR"}}));
        assert_eq!(bad_debts(&story, "2026-03-12"), json!([]), "it is no bad debt");
        explained(&story);
        reconciled(&story, "2026-03-31");
    }
}

/// 1 000 dollars at 1.10 are booked at 909.09 euros; at 1.20 they are 833.33, at 1.05 952.38, at
/// 1.15 869.57.
#[test]
fn a_revaluation_is_reversed_and_its_provision_stands() {
    let mut story = Story::begin();
    let mut abroad = line("1", "10", "100.00", "0");
    abroad["vat"] = json!({"category": "G", "rate": "0"});
    let mut sold = invoice(&[abroad]);
    sold["draft"]["currency"] = json!("USD");
    sold["exchange_rate"] = json!("EUR/USD 1.10");
    story.tell("2026-03-01", json!({ "issue_invoice": sold }));
    let revalue = |until: &str, reverse_on: &str, rate: &str| {
        let asked = json!({"until": until, "reverse_on": reverse_on, "exchange_rates": [rate]});
        json!({ "revalue": asked })
    };
    let missing = json!({"revalue": {"until": "2026-06-30", "reverse_on": "2026-07-01",
        "exchange_rates": []}});
    let path = "action.revalue.exchange_rates".to_owned();
    assert_eq!(story.refused("2026-07-01", missing), ("ledger.rate_missing", path));
    story.tell("2026-07-01", revalue("2026-06-30", "2026-07-01", "EUR/USD 1.20"));
    let on = |story: &Story, day: &str| story.balances(day);
    let loss =
        ["1515 -75.76 EUR", "411 833.33 EUR", "476 75.76 EUR", "6865 75.76 EUR", "707 -909.09 EUR"];
    assert_eq!(on(&story, "2026-06-30"), loss);
    let reversed = ["1515 -75.76 EUR", "411 909.09 EUR", "6865 75.76 EUR", "707 -909.09 EUR"];
    assert_eq!(on(&story, "2026-07-01"), reversed);
    reconciled(&story, "2026-07-02");
    let again = revalue("2026-06-30", "2026-07-01", "EUR/USD 1.20");
    assert_eq!(story.refused("2026-07-02", again).0, "company.cut_off.done_already");
    story.tell("2027-01-02", revalue("2026-12-31", "2027-01-01", "EUR/USD 1.15"));
    let less = [
        "1515 -39.52 EUR",
        "411 869.57 EUR",
        "476 39.52 EUR",
        "6865 75.76 EUR",
        "707 -909.09 EUR",
        "7865 -36.24 EUR",
    ];
    assert_eq!(on(&story, "2026-12-31"), less);
    story.tell("2027-07-01", revalue("2027-06-30", "2027-07-01", "EUR/USD 1.05"));
    let gain = [
        "411 952.38 EUR",
        "477 -43.29 EUR",
        "6865 75.76 EUR",
        "707 -909.09 EUR",
        "7865 -75.76 EUR",
    ];
    assert_eq!(on(&story, "2027-06-30"), gain);
    reconciled(&story, "2027-07-02");
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 24, ..Default::default()
    })]

    /// Whatever is paid, lost, allowed, recovered and taken back: the allowance is at most what is
    /// open without VAT, price and VAT lost are what was written off, VAT is explained, ageing and
    /// control account are one, and the history leads back.
    #[test]
    fn the_books_hold(
        is_service in any::<bool>(),
        moves in prop::collection::vec((0_u8..8, 1_u32..700), 1..10),
    ) {
        let mut story = if is_service { served() } else { billed() };
        let mut on = "2026-03-02".parse::<o2c_core::calendar::Day>().unwrap();
        let mut written_off = 0_i64;
        for (at, (kind, figure)) in moves.iter().enumerate() {
            on = on.plus_days(1).unwrap();
            let (day, amount) = (on.to_string(), format!("{figure}.00 EUR"));
            let asked = match kind {
                0 => json!({ "make_doubtful": debts() }),
                1 => json!({ "restore_doubtful": debts() }),
                2 => allow(json!({"percent": format!("{}", figure % 101)})),
                3 => allow(json!({ "amount": amount })),
                4 => write_off(Some(&amount)),
                5 => recover(&format!("R{at}"), &amount),
                6 => json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}}),
                _ => {
                    let paid = json!({"payment": format!("P{at}"), "payer": "C1",
                        "amount": amount});
                    story.tell(&day, json!({ "receive_payment": paid }));
                    let lines = json!([{"entry": "F2026-00001"}, {"entry": format!("P{at}")}]);
                    json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}})
                }
            };
            if story.ask(&day, asked).is_ok() {
                match kind {
                    4 => written_off += i64::from(*figure) * 100,
                    // Nothing is lost any more but what has a letter of its own.
                    6 => written_off = -1_000_000,
                    _ => {}
                }
            }
            let minor = |text: &Value| text.as_str().unwrap().replace([' ', '.'], "")
                .trim_end_matches("EUR").parse::<i64>().unwrap();
            for row in bad_debts(&story, &day).as_array().unwrap() {
                prop_assert!(minor(&row["allowance"]) <= minor(&row["base"]), "{}", row);
                let lost = minor(&row["lost_net"]) + minor(&row["lost_vat"]);
                prop_assert!(written_off < 0 || lost == written_off, "{}", row);
                prop_assert!(minor(&row["recovered"]) <= lost || written_off < 0, "{}", row);
            }
        }
        explained(&story);
        reconciled(&story, &on.to_string());
        let replayed = o2c_core::company::Company::replay(story.company.history().to_vec());
        prop_assert!(replayed.unwrap() == story.company);
    }
}
