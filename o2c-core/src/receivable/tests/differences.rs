//! What a letter settles without money (rulebook 4.2, rule 9).

use super::*;
use crate::money::Percent;

fn written_off(amount: &str) -> Difference {
    Difference::of(DifferenceKind::WriteOff, money(amount))
}

fn fee(amount: &str) -> Difference {
    Difference::of(DifferenceKind::BankFee, money(amount))
}

fn letter_with(lines: &[(&str, Option<&str>)], differences: &[Difference]) -> Command {
    let Command::Letter { lines, take_discount, .. } = letter(lines, false) else {
        panic!("a letter is no letter");
    };
    Command::Letter { lines, take_discount, differences: differences.to_vec() }
}

/// 1.00 short and 2.00 over may be written off, banks may keep 2.5 % up to 12.00.
fn accepting(on: &str) -> Facts {
    let percent: Percent = "2.5".parse().unwrap();
    let over = Direction::Over;
    Facts {
        tolerances: vec![
            Tolerance::of(DifferenceKind::WriteOff, money("1.00 EUR")),
            Tolerance {
                direction: over,
                ..Tolerance::of(DifferenceKind::WriteOff, money("2.00 EUR"))
            },
            Tolerance {
                percent: Some(percent),
                ..Tolerance::of(DifferenceKind::BankFee, money("12.00 EUR"))
            },
            Tolerance::of(DifferenceKind::WriteOff, money("1.00 USD")),
        ],
        ..Facts::on(day(on))
    }
}

/// An invoice of 1 000.00 and a payment of its own.
fn paid(amount: &str) -> Story {
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "1000.00 EUR", "1000.00 EUR");
    story.payment("P1", "2026-02-10", amount, amount);
    story
}

const BOTH: [(&str, Option<&str>); 2] = [("F1", None), ("P1", None)];

#[test]
fn a_small_difference_is_written_off_and_comes_back_with_the_letter() {
    // rulebook EX-A tolerance, short and over.
    for (amount, difference, account, posted) in [
        ("999.60 EUR", "0.40 EUR", "658", "0.40 EUR"),
        ("1000.40 EUR", "-0.40 EUR", "758", "-0.40 EUR"),
    ] {
        let mut story = paid(amount);
        let command = letter_with(&BOTH, &[written_off(difference)]);
        story.play(&command, accepting("2026-02-10")).unwrap();
        assert_eq!(story.open_on("2026-02-10", None), []);
        assert_eq!(story.posted(account), posted);
        let unletter = Command::Unletter { letter: LetterCode::FIRST };
        story.play(&unletter, Facts::on(day("2026-03-01"))).unwrap();
        assert_eq!(story.posted(account), "0.00 EUR");
        let open = [("F1", "1000.00 EUR"), ("P1", &alloc::format!("-{amount}"))];
        assert_eq!(story.open_on("2026-03-01", None), pairs(&open));
        assert_eq!(story.open_on("2026-02-28", None), []);
    }
}

#[test]
fn a_bank_fee_settles_a_part_where_a_part_was_paid() {
    let mut story = paid("500.00 EUR");
    story.play(&letter_with(&BOTH, &[fee("12.00 EUR")]), accepting("2026-02-10")).unwrap();
    assert_eq!(story.open_on("2026-02-10", None), pairs(&[("F1", "488.00 EUR")]));
    assert_eq!(story.posted("627"), "12.00 EUR");
}

#[test]
fn the_percentage_is_the_limit_where_it_is_less_than_the_amount() {
    // 2.5 % of 100.00 is 2.50, less than 12.00.
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "100.00 EUR", "100.00 EUR");
    story.payment("P1", "2026-02-10", "90.00 EUR", "90.00 EUR");
    let command = letter_with(&BOTH, &[fee("2.51 EUR")]);
    let refused = story.play(&command, accepting("2026-02-10")).unwrap_err();
    assert_eq!(refused.code(), "receivable.beyond_tolerance");
    story.play(&letter_with(&BOTH, &[fee("2.50 EUR")]), accepting("2026-02-10")).unwrap();
    assert_eq!(story.open_on("2026-02-10", None), pairs(&[("F1", "7.50 EUR")]));
}

#[test]
fn in_another_currency_a_difference_is_booked_as_what_it_settles() {
    // rulebook EX-L5 with 0.40 missing: 1 000.00 booked at 909.09, 999.60 at 1.05 is 952.00.
    let mut story = Story::of(customer(Currency::USD));
    story.invoice("F1", "2026-01-15", "1000.00 USD", "909.09 EUR");
    story.payment("P1", "2026-02-10", "999.60 USD", "952.00 EUR");
    let events = story
        .play(&letter_with(&BOTH, &[written_off("0.40 USD")]), accepting("2026-02-10"))
        .unwrap();
    // 909.09 × 0.40 / 1 000.00 is 0.36; 952.00 + 0.36 − 909.09 is gained.
    assert_eq!(story.posted("658"), "0.36 EUR");
    assert_eq!(story.posted("756"), "-43.27 EUR");
    assert_eq!(events.len(), 2);
    assert_eq!(story.account.balance(Day::MAX, None).unwrap().booked, money("0.00 EUR"));
}

#[test]
fn what_is_kept_back_stays_open_with_its_reason() {
    let mut story = paid("900.00 EUR");
    let kept = |amount: &str| Difference {
        reason: "DAMAGED".parse().unwrap(),
        ..Difference::of(DifferenceKind::Deduction, money(amount))
    };
    let refused = story
        .play(&letter_with(&BOTH, &[kept("60.00 EUR"), kept("40.01 EUR")]), accepting("2026-02-10"))
        .unwrap_err();
    assert_eq!(refused.code(), "receivable.deduction_beyond_open");
    assert_eq!(refused.path().as_str(), "differences[1].amount");
    story.play(&letter_with(&BOTH, &[kept("60.00 EUR")]), accepting("2026-02-10")).unwrap();
    assert_eq!(story.open_on("2026-02-10", None), pairs(&[("F1", "100.00 EUR")]));
    let kept = story.account.entry(&id("F1")).unwrap().deductions();
    assert_eq!(
        (kept.len(), kept[0].amount, kept[0].reason.as_str()),
        (1, money("60.00 EUR"), "DAMAGED")
    );
}

#[test]
fn what_is_not_accepted_is_refused_with_the_figures() {
    let mut story = paid("997.50 EUR");
    for (differences, facts, code) in [
        (vec![written_off("2.50 EUR")], accepting("2026-02-10"), "receivable.beyond_tolerance"),
        (vec![fee("2.50 EUR")], Facts::on(day("2026-02-10")), "receivable.beyond_tolerance"),
        (vec![written_off("1.00 EUR")], accepting("2026-02-10"), "receivable.not_the_residual"),
        (vec![written_off("0.00 EUR")], accepting("2026-02-10"), "receivable.difference_malformed"),
        (vec![fee("-2.50 EUR")], accepting("2026-02-10"), "receivable.difference_malformed"),
        (vec![fee("2.50 USD")], accepting("2026-02-10"), "receivable.currency_differs"),
        (
            vec![Difference::of(DifferenceKind::Deduction, money("2.50 EUR"))],
            accepting("2026-02-10"),
            "receivable.reason_missing",
        ),
        // Cut in slices it is the same write-off.
        (
            vec![written_off("1.00 EUR"), written_off("1.00 EUR"), written_off("0.50 EUR")],
            accepting("2026-02-10"),
            "receivable.beyond_tolerance",
        ),
    ] {
        let refused = story.play(&letter_with(&BOTH, &differences), facts).unwrap_err();
        assert_eq!(refused.code(), code, "{differences:?}");
    }
    story.play(&letter_with(&BOTH, &[fee("2.50 EUR")]), accepting("2026-02-10")).unwrap();
}

#[test]
fn a_part_cannot_be_written_off_bit_by_bit() {
    let mut story = paid("500.00 EUR");
    let part = [("F1", Some("500.50 EUR")), ("P1", None)];
    let refused =
        story.play(&letter_with(&part, &[written_off("0.50 EUR")]), accepting("2026-02-10"));
    assert_eq!(refused.unwrap_err().code(), "receivable.not_the_residual");
}

#[test]
fn nothing_but_a_difference_is_no_letter() {
    let mut story = paid("1000.00 EUR");
    let swap = [written_off("-1.00 EUR"), written_off("1.00 EUR")];
    let refused = story.play(&letter_with(&[("P1", None)], &swap), accepting("2026-02-10"));
    assert_eq!(refused.unwrap_err().code(), "receivable.one_sided");
    // The last cent of an invoice is written off without a payment.
    let part = [("F1", Some("999.99 EUR")), ("P1", Some("-999.99 EUR"))];
    story.play(&letter(&part, false), Facts::on(day("2026-02-10"))).unwrap();
    let last = letter_with(&[("F1", None)], &[written_off("0.01 EUR")]);
    story.play(&last, accepting("2026-02-10")).unwrap();
    assert_eq!(story.open_on("2026-02-10", None), pairs(&[("P1", "-0.01 EUR")]));
}

#[test]
fn a_cap_holds_over_the_period_and_frees_what_was_taken_back() {
    let mut story = Story::of(customer(Currency::EUR));
    let capped = |on: &str| {
        let cap = Some(Cap { amount: money("1.00 EUR"), every: CapPeriod::Quarter });
        let tolerance = Tolerance::of(DifferenceKind::WriteOff, money("0.80 EUR"));
        Facts { tolerances: vec![Tolerance { cap, ..tolerance }], ..Facts::on(day(on)) }
    };
    let mut write_off = |number: u32, on: &str| {
        let (invoice, payment) = (alloc::format!("F{number}"), alloc::format!("P{number}"));
        story.invoice(&invoice, on, "10.00 EUR", "10.00 EUR");
        story.payment(&payment, on, "9.40 EUR", "9.40 EUR");
        let lines = [(invoice.as_str(), None), (payment.as_str(), None)];
        let done = story.play(&letter_with(&lines, &[written_off("0.60 EUR")]), capped(on));
        if number == 4 {
            let unletter = Command::Unletter { letter: "AAB".parse().unwrap() };
            story.play(&unletter, Facts::on(day(on))).unwrap();
        }
        done.map_err(|no| (no.code(), no.figures()))
    };
    write_off(1, "2026-01-15").unwrap();
    let (code, figures) = write_off(2, "2026-03-31").unwrap_err();
    assert_eq!(code, "receivable.beyond_cap");
    let figures: Vec<&str> = figures.iter().map(|(_, figure)| figure.as_str()).collect();
    assert_eq!(figures, ["write_off", "1.20 EUR", "1.00 EUR"]);
    write_off(3, "2026-04-01").unwrap();
    write_off(4, "2026-04-02").unwrap_err();
    write_off(5, "2026-04-03").unwrap();
}
