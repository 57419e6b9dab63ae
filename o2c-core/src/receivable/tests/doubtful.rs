//! Receivables that become doubtful (rulebook A-03, 5.2).

use super::*;

fn reclassify(entry: &str, is_doubtful: bool) -> Command {
    Command::Reclassify { entries: vec![id(entry)], is_doubtful }
}

/// What the journal shows on the two accounts, 411 without the invoices, which others post.
fn books(story: &Story) -> (String, String) {
    (story.posted("411"), story.posted("416"))
}

#[test]
fn the_whole_receivable_becomes_doubtful() {
    // rulebook 5.2: 416 1 200 to 411 1 200.
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "1200.00 EUR", "1200.00 EUR");
    story.play(&reclassify("F1", true), Facts::on(day("2026-12-31"))).unwrap();
    assert_eq!(books(&story), ("-1200.00 EUR".into(), "1200.00 EUR".into()));
}

#[test]
fn what_is_paid_on_it_leaves_the_doubtful_and_comes_back_with_the_letter() {
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "1200.00 EUR", "1200.00 EUR");
    story.play(&reclassify("F1", true), Facts::on(day("2026-06-30"))).unwrap();
    story.payment("P1", "2026-06-30", "300.00 EUR", "300.00 EUR");
    let lettered = story.letter(&[("F1", None), ("P1", None)], "2026-07-01");
    // Never before it stood there.
    assert_eq!(lettered.effective_on, day("2026-06-30"));
    assert_eq!(books(&story), ("-1200.00 EUR".into(), "900.00 EUR".into()));
    let entry = story.account.entry(&id("F1")).unwrap();
    assert_eq!(entry.due_on(), day("2026-01-15"));
    assert!(entry.is_doubtful() && entry.is_doubtful_as_of(day("2026-06-30"), None));
    assert!(!entry.is_doubtful_as_of(day("2026-06-29"), None));

    // Back for what is open, and the letter dissolved: all of it is a plain receivable again.
    story.play(&reclassify("F1", false), Facts::on(day("2026-08-01"))).unwrap();
    assert_eq!(books(&story), ("-300.00 EUR".into(), "0.00 EUR".into()));
    let unletter = |on: &str| (Command::Unletter { letter: LetterCode::FIRST }, Facts::on(day(on)));
    let (command, facts) = unletter("2026-08-02");
    story.play(&command, facts).unwrap();
    assert_eq!(books(&story), ("-300.00 EUR".into(), "0.00 EUR".into()));
    let open = pairs(&[("F1", "1200.00 EUR"), ("P1", "-300.00 EUR")]);
    assert_eq!(story.open_on("2026-08-02", None), open);
}

#[test]
fn only_what_stands_on_the_other_account_moves() {
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "100.00 EUR", "100.00 EUR");
    story.invoice("F2", "2026-01-15", "100.00 EUR", "100.00 EUR");
    story.payment("P1", "2026-01-20", "100.00 EUR", "100.00 EUR");
    story.letter(&[("F2", None), ("P1", None)], "2026-01-20");
    story.payment("P2", "2026-01-21", "50.00 EUR", "50.00 EUR");
    let twice = Command::Reclassify { entries: vec![id("F1"), id("F1")], is_doubtful: true };
    let none = Command::Reclassify { entries: vec![], is_doubtful: true };
    for (command, code) in [
        (none, "receivable.nothing_named"),
        (twice, "receivable.entry_twice"),
        (reclassify("F9", true), "receivable.entry_unknown"),
        (reclassify("F2", true), "receivable.nothing_open"),
        (reclassify("P2", true), "receivable.not_reclassified"),
        (reclassify("F1", false), "receivable.not_reclassified"),
    ] {
        let refused = story.play(&command, Facts::on(day("2026-02-01"))).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    let closed = Facts { closed_until: Some(day("2026-02-28")), ..Facts::on(day("2026-02-01")) };
    let refused = story.play(&reclassify("F1", true), closed).unwrap_err();
    assert_eq!(refused.code(), "receivable.period_closed");
}
