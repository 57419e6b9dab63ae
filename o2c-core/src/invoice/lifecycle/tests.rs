//! The log against its rules.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::error::Refusal;
use alloc::vec;
use proptest::prelude::*;

fn day(day: i64) -> Day {
    Day::parse("2026-09-15").unwrap().plus_days(day).unwrap()
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor, crate::money::Currency::EUR).unwrap()
}

fn vat(text: &str) -> Vat {
    text.parse().unwrap()
}

/// rulebook EX-V2: 1 200.00 at 20 % and 110.00 at 10 %.
fn facts(collected: i64) -> Facts {
    Facts {
        issued_on: day(0),
        recorded_on: day(0),
        gross: money(131_000),
        groups: Vec::from([(vat("S 20"), money(120_000)), (vat("S 10"), money(11_000))]),
        collected: money(collected),
    }
}

fn of(status: u16, reasons: &[&str]) -> Statement {
    let reasons = reasons.iter().map(|reason| reason.parse().unwrap()).collect();
    Statement { reasons, ..Statement::new(Status::of(status).unwrap(), day(1)) }
}

fn collection(parts: &[(&str, i64)]) -> Statement {
    let amount = |(rate, minor): &(&str, i64)| StatedAmount {
        marker: Marker::Collected,
        amount: money(*minor),
        vat: Some(vat(rate)),
    };
    Statement { amounts: parts.iter().map(amount).collect(), ..of(212, &[]) }
}

fn run(statements: &[Statement], collected: i64) -> Result<Lifecycle, Rejection> {
    let mut log = Lifecycle::default();
    for statement in statements {
        for event in log.decide(&Command::Record(statement.clone()), &facts(collected))? {
            log.evolve(&event).unwrap();
        }
    }
    assert_eq!(log.audit(), Ok(()));
    Ok(log)
}

fn refused(statements: &[Statement], collected: i64) -> &'static str {
    run(statements, collected).unwrap_err().code()
}

#[test]
fn e_01_the_transmission_goes_one_way() {
    assert!(run(&[200, 201, 202, 203].map(|status| of(status, &[])), 0).is_ok());
    // Only the deposit must be said by everybody: what lies between may not be known.
    assert!(run(&[200, 203].map(|status| of(status, &[])), 0).is_ok());
    let out_of_order = "invoice.status.out_of_order";
    for wrong in [vec![201], vec![200, 200], vec![200, 202, 201], vec![200, 203, 202]] {
        let statements: Vec<_> = wrong.iter().map(|status| of(*status, &[])).collect();
        assert_eq!(refused(&statements, 0), out_of_order, "{wrong:?}");
    }
    // What could follow is told; once the buyer can see the document, nothing.
    for (said, told) in [
        (vec![201], "201 cannot follow nothing in the transmission, 200 could"),
        (vec![200, 200], "200 cannot follow 200 in the transmission, 201 could"),
        (vec![200, 202, 201], "201 cannot follow 202 in the transmission, 203 could"),
        (vec![200, 203, 203], "203 cannot follow 203 in the transmission, nothing could"),
    ] {
        let statements: Vec<_> = said.iter().map(|status| of(*status, &[])).collect();
        let no = run(&statements, 0).unwrap_err();
        assert_eq!(alloc::format!("{no}"), alloc::format!("the status {told}"));
    }
    let rejected = of(213, &["REJ_SEMAN"]);
    assert!(run(std::slice::from_ref(&rejected), 0).is_ok());
    assert!(run(&[of(200, &[]), of(201, &[]), rejected.clone()], 0).is_ok());
    assert_eq!(refused(&[of(200, &[]), of(202, &[]), rejected], 0), out_of_order);
}

#[test]
fn e_01_nothing_follows_a_rejection_and_nothing_mandatory_a_refusal() {
    let rejected = of(213, &["DOUBLON"]);
    for status in Status::ALL {
        let next = of(status.code(), allowed_reasons(*status).get(..1).unwrap_or_default());
        let code = refused(&[rejected.clone(), next], 0);
        assert_eq!(code, "invoice.status.after_rejection");
    }
    let refusal = of(210, &["CMD_ERR"]);
    for status in [200, 210, 212, 213] {
        let reasons = allowed_reasons(Status::of(status).unwrap());
        let next = of(status, reasons.get(..1).unwrap_or_default());
        assert_eq!(refused(&[refusal.clone(), next], 0), "invoice.status.after_refusal");
    }
    // Treatment statuses may come in any order, even after a refusal.
    assert!(run(&[refusal, of(211, &[]), of(207, &["AUTRE"]), of(205, &[])], 0).is_ok());
}

#[test]
fn e_03_reasons_come_from_the_list_of_their_status() {
    for status in [206, 207, 208, 210, 213] {
        assert_eq!(refused(&[of(status, &[])], 0), "invoice.status.reason_missing", "{status}");
    }
    for (status, reason) in [(206, "JUSTIF_ABS"), (208, "QTE_ERR"), (210, "AUTRE"), (213, "AUTRE")]
    {
        let no = run(&[of(status, &[reason])], 0).unwrap_err();
        assert_eq!(no.code(), "invoice.status.reason_not_allowed");
        assert_eq!(no.path().as_str(), "reasons[0]");
    }
    // rulebook trap 4: the source swaps the labels of 206 and 208 in a message, not in its lists.
    assert!(run(&[of(206, &["QTE_ERR"]), of(208, &["JUSTIF_ABS"])], 0).is_ok());
    assert_eq!(refused(&[of(205, &["AUTRE"])], 0), "invoice.status.reason_not_allowed");
    assert!("MOOD".parse::<Reason>().is_err());
    assert_eq!(Status::of(299).unwrap_err().code(), "invoice.status.unknown");
    // The lists of the source: so many reasons each.
    let counts =
        [206, 207, 208, 210, 213].map(|status| allowed_reasons(Status::of(status).unwrap()).len());
    assert_eq!(counts, [13, 26, 7, 13, 12]);
}

#[test]
fn e_02_a_collection_says_what_was_collected_of_each_rate() {
    let incomplete = "invoice.status.collection_incomplete";
    assert_eq!(refused(&[of(212, &[])], 131_000), incomplete);
    let mut rateless = collection(&[("S 20", 100)]);
    rateless.amounts[0].vat = None;
    assert_eq!(refused(&[rateless], 131_000), incomplete);
    // rulebook EX-V2: 500, 500, 310.
    let parts = [
        collection(&[("S 20", 45_802), ("S 10", 4_198)]),
        collection(&[("S 20", 45_801), ("S 10", 4_199)]),
        collection(&[("S 20", 28_397), ("S 10", 2_603)]),
    ];
    let log = run(&parts, 131_000).unwrap();
    let standing = log.standing(money(131_000)).unwrap();
    assert_eq!(standing.remaining, money(0));
    let collected: Vec<_> = standing.collected.iter().map(|part| part.amount.minor()).collect();
    assert_eq!(collected, [11_000, 120_000]);
    let too_much = "invoice.status.collected_too_much";
    assert_eq!(refused(&parts, 130_999), too_much);
    assert_eq!(refused(&[collection(&[("S 10", 11_001)])], 131_000), too_much);
    assert_eq!(refused(&[collection(&[("S 5.5", 1)])], 131_000), too_much);
    // What bounced is taken back, no further than to nothing.
    let back = collection(&[("S 20", -45_802), ("S 10", -4_198)]);
    assert!(run(&[parts[0].clone(), back.clone()], 50_000).is_ok());
    assert_eq!(refused(&[back], 50_000), too_much);
}

#[test]
fn e_05_effects_follow_the_last_word() {
    let gross = money(131_000);
    let standing = |statements: &[Statement]| run(statements, 0).unwrap().standing(gross).unwrap();
    let disputed = standing(&[of(207, &["PU_ERR"])]);
    assert!(disputed.is_in_dispute);
    assert_eq!(disputed.effects, [Effect::Dispute { amount: gross }, Effect::DunningBlock]);
    let mut partly = of(206, &["QTE_ERR"]);
    partly.amounts =
        Vec::from([StatedAmount { marker: Marker::NotApproved, amount: money(31_000), vat: None }]);
    let partly = standing(&[partly]);
    assert_eq!(partly.approved, Some(money(100_000)));
    assert_eq!(partly.effects, [Effect::Dispute { amount: money(31_000) }]);
    let suspended = standing(&[of(208, &["JUSTIF_ABS"])]);
    assert!(suspended.is_suspended && !suspended.is_in_dispute);
    assert_eq!(suspended.effects, [Effect::DunningHold]);
    assert!(standing(&[of(208, &["JUSTIF_ABS"]), of(209, &[])]).effects.is_empty());
    let refused = standing(&[of(210, &["DOUBLON"])]);
    assert_eq!(refused.effects, [Effect::DunningBlock, Effect::CreditNoteRequested]);
    let announced = standing(&[of(211, &[])]);
    assert_eq!(announced.effects, [Effect::PaymentAnnounced { on: day(1) }]);
    let settled = standing(&[of(207, &["AUTRE"]), of(205, &[])]);
    assert_eq!((settled.is_in_dispute, settled.approved), (false, Some(gross)));
}

#[test]
fn nothing_is_said_before_the_issue_nor_in_another_currency() {
    let early = Statement { on: day(-1), ..of(204, &[]) };
    assert_eq!(refused(&[early], 0), "invoice.before_issue");
    let mut foreign = of(205, &[]);
    foreign.amounts = Vec::from([StatedAmount {
        marker: Marker::Approved,
        amount: "1.00 USD".parse().unwrap(),
        vat: None,
    }]);
    assert_eq!(refused(&[foreign], 0), "money.currency_mismatch");
}

fn any_statement() -> impl Strategy<Value = Statement> {
    let status = prop::sample::select(Status::ALL);
    let reason = prop::sample::select(Vec::from(["AUTRE", "CMD_ERR", "DOUBLON", "REJ_COH"]));
    let amount = (prop::sample::select(Vec::from(["S 20", "S 10"])), -60_000_i64..60_000);
    let (reasons, amounts) =
        (prop::collection::vec(reason, 0..2), prop::collection::vec(amount, 0..3));
    (status, reasons, amounts, 0_i64..5).prop_map(|(status, reasons, amounts, on)| Statement {
        on: day(on),
        amounts: collection(&amounts).amounts,
        ..of(status.code(), &reasons)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Whatever is said is refused or keeps the invariants (rulebook 12, invariant 16).
    #[test]
    fn any_sequence_keeps_the_log_whole(
        statements in prop::collection::vec(any_statement(), 0..16),
        collected in 0_i64..131_000,
    ) {
        let mut log = Lifecycle::default();
        for statement in statements {
            let Ok(events) = log.decide(&Command::Record(statement), &facts(collected)) else {
                continue;
            };
            for event in events {
                log.evolve(&event).unwrap();
            }
            prop_assert_eq!(log.audit(), Ok(()));
            let said: Vec<_> = log.statements().map(|said| said.status).collect();
            let end = said.iter().position(|status| *status == Status::Rejected);
            prop_assert!(end.is_none_or(|end| end + 1 == said.len()));
            let standing = log.standing(money(131_000)).unwrap();
            let sum: i64 = standing.collected.iter().map(|part| part.amount.minor()).sum();
            prop_assert!((0..=collected).contains(&sum));
            prop_assert_eq!(log.as_of(Day::MAX, None), log.clone());
        }
    }
}
