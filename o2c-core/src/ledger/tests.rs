//! The entry templates of the rulebook balance, and journals keep their promises.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::money::Money;
use alloc::string::ToString;
use alloc::vec::Vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn account(text: &str) -> AccountNumber {
    text.parse().unwrap()
}

fn euros(minor: i64) -> Money {
    Money::from_minor(minor, "EUR".parse().unwrap()).unwrap()
}

fn line(number: &str, minor: i64) -> EntryLine {
    EntryLine::in_ledger(&account(number), None, euros(minor))
}

fn entry(on: &str, lines: Vec<EntryLine>) -> Result<Entry, Rejection> {
    Entry::balanced(day(on), day(on), "F2026-00001".parse().unwrap(), lines)
}

/// Account and cents.
type Side = &'static [(&'static str, i64)];

/// rulebook EX-A: name, debits, credits.
const TEMPLATES: &[(&str, Side, Side)] = &[
    ("invoice", &[("411", 1_200_000)], &[("707", 1_000_000), ("44571", 200_000)]),
    ("services on collection", &[("411", 120_000)], &[("706", 100_000), ("4458", 20_000)]),
    ("collection 600", &[("512", 60_000), ("4458", 10_000)], &[("411", 60_000), ("44571", 10_000)]),
    (
        "deposit invoice collected",
        &[("512", 360_000), ("44584", 60_000)],
        &[("4191", 360_000), ("44571", 60_000)],
    ),
    (
        "deposit deduction",
        &[("4191", 360_000), ("44571", 60_000)],
        &[("411", 360_000), ("44584", 60_000)],
    ),
    ("discount 2%", &[("512", 117_600), ("665", 2_000), ("44571", 400)], &[("411", 120_000)]),
    ("doubtful", &[("416", 120_000)], &[("411", 120_000)]),
    ("allowance 50% HT", &[("68174", 50_000)], &[("491", 50_000)]),
    ("write-off", &[("6541", 100_000), ("44571", 20_000)], &[("416", 120_000)]),
    ("release", &[("491", 50_000)], &[("78174", 50_000)]),
    ("fx gain", &[("512", 95_238)], &[("411", 90_909), ("756", 4_329)]),
    ("fx loss", &[("512", 53_571), ("656", 974)], &[("411", 54_545)]),
    ("tolerance", &[("512", 99_960), ("658", 40)], &[("411", 100_000)]),
    ("interest+40", &[("411", 21_975)], &[("7631", 17_975), ("7581", 4_000)]),
    (
        "discount 2%, VAT on collection",
        &[("512", 117_600), ("665", 2_000), ("4458", 20_000)],
        &[("411", 120_000), ("44571", 19_600)],
    ),
    ("credit note, VAT on collection", &[("706", 10_000), ("4458", 2_000)], &[("411", 12_000)]),
    ("write-off, VAT on collection", &[("6541", 75_000), ("4458", 15_000)], &[("416", 90_000)]),
    ("tolerance, over", &[("512", 100_040)], &[("411", 100_000), ("758", 40)]),
    ("bounced payment", &[("411", 100_000)], &[("512", 100_000)]),
    ("fx invoice", &[("411", 1_112)], &[("707", 927), ("44571", 185)]),
    ("credit note", &[("707", 10_000), ("44571", 2_000)], &[("411", 12_000)]),
];

fn template(debits: Side, credits: Side) -> Vec<EntryLine> {
    let debits = debits.iter().map(|(number, minor)| line(number, *minor));
    debits.chain(credits.iter().map(|(number, minor)| line(number, -minor))).collect()
}

#[test]
fn ex_a_every_template_balances_and_a_cent_more_does_not() {
    for (name, debits, credits) in TEMPLATES {
        let mut lines = template(debits, credits);
        assert!(entry("2026-01-31", lines.clone()).is_ok(), "{name}");
        lines[0] = line("411", lines[0].amount.minor() + 1);
        let refused = entry("2026-01-31", lines).unwrap_err();
        assert_eq!(refused.code(), "ledger.entry.unbalanced", "{name}");
        assert_eq!(refused.figures()[2], ("difference", "0.01 EUR".to_string()));
    }
}

#[test]
fn ex_a_a_deposit_leaves_8400_receivable_and_1400_of_vat_in_the_month_of_the_invoice() {
    let of = |name: &str| TEMPLATES.iter().find(|row| row.0 == name).unwrap();
    let mut journal = Journal::new("EUR".parse().unwrap());
    for (on, name) in [
        ("2026-01-10", "deposit invoice collected"),
        ("2026-02-20", "invoice"),
        ("2026-02-20", "deposit deduction"),
    ] {
        let (_, debits, credits) = of(name);
        journal.append(entry(on, template(debits, credits)).unwrap()).unwrap();
    }
    let balance = |number, on| journal.balance(&account(number), day(on), None).unwrap();
    assert_eq!(balance("411", "2026-02-28"), euros(840_000));
    let vat_of_february =
        balance("44571", "2026-02-28").checked_sub(balance("44571", "2026-01-31"));
    assert_eq!(vat_of_february.unwrap(), euros(-140_000));
    assert_eq!(balance("4191", "2026-02-28"), euros(0));
    assert_eq!(balance("44584", "2026-02-28"), euros(0));
}

#[test]
fn an_exchange_gain_balances_in_dollars_and_in_euros() {
    // rulebook EX-A fx gain: 1,000 USD booked at 909.09 bring 952.38.
    let (bank, receivable, gain) = (account("512"), account("411"), account("756"));
    let dollars = |minor| Money::from_minor(minor, "USD".parse().unwrap()).unwrap();
    let lines = [
        EntryLine::new(&bank, None, dollars(100_000), euros(95_238)),
        EntryLine::new(&receivable, None, dollars(-100_000), euros(-90_909)),
        EntryLine::difference(&gain, None, "USD".parse().unwrap(), euros(-4_329)),
    ];
    assert!(entry("2026-01-31", lines.to_vec()).is_ok());
    let refused = entry("2026-01-31", lines[..2].to_vec()).unwrap_err();
    assert_eq!(refused.code(), "ledger.entry.unbalanced_in_ledger");
    let figures: Vec<_> = refused.figures().into_iter().map(|figure| figure.1).collect();
    assert_eq!(figures, ["952.38 EUR", "909.09 EUR", "43.29 EUR"]);
    let mut in_dollars = lines.to_vec();
    in_dollars[0].amount = dollars(100_001);
    let refused = entry("2026-01-31", in_dollars).unwrap_err();
    assert_eq!(refused.figures()[2].1, "0.01 USD");
}

#[test]
fn lines_of_another_ledger_or_booked_otherwise_are_refused_with_their_place() {
    let dollars: Money = "10.00 USD".parse().unwrap();
    let two = [
        line("411", 1_000),
        EntryLine::new(&account("707"), None, dollars.negated(), dollars.negated()),
    ];
    let refused = entry("2026-01-31", two.to_vec()).unwrap_err();
    assert_eq!(refused.code(), "ledger.entry.two_ledgers");
    assert_eq!(refused.path().as_str(), "lines[1].booked");
    let differs =
        [line("411", 1_000), EntryLine::new(&account("707"), None, euros(-1_000), euros(-999))];
    let refused = entry("2026-01-31", differs.to_vec()).unwrap_err();
    assert_eq!(refused.code(), "ledger.entry.booked_differs");
    assert_eq!(refused.path().as_str(), "lines[1].booked");
}

#[test]
fn zero_lines_are_left_out_and_nothing_is_no_entry() {
    let lines = [line("411", 5), line("44571", 0), line("707", -5)];
    assert_eq!(entry("2026-01-31", lines.to_vec()).unwrap().lines().len(), 2);
    let on = day("2026-01-31");
    for nothing in [Vec::new(), [line("411", 0)].to_vec()] {
        let refused = entry("2026-01-31", nothing.clone()).unwrap_err();
        assert_eq!(refused.code(), "ledger.entry.empty");
        let none = Entry::balanced_unless_zero(on, on, "F".parse().unwrap(), nothing);
        assert_eq!(none, Ok(None));
    }
}

#[test]
fn a_journal_keeps_to_its_currency() {
    let mut journal = Journal::new("USD".parse().unwrap());
    let in_euros = entry("2026-01-31", [line("411", 1), line("707", -1)].to_vec()).unwrap();
    let refused = journal.append(in_euros).unwrap_err();
    assert_eq!(refused.code(), "ledger.journal.other_ledger");
    assert!(journal.entries().is_empty());
}

#[cfg(feature = "json")]
#[test]
fn an_entry_that_does_not_balance_cannot_be_read() {
    let good = entry("2026-01-31", [line("411", 1_000), line("707", -1_000)].to_vec()).unwrap();
    let text = serde_json::to_string(&good).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), good);
    let broken = text.replace("\"-10.00 EUR\"", "\"-9.99 EUR\"");
    let refused = serde_json::from_str::<Entry>(&broken).unwrap_err().to_string();
    assert!(refused.contains("405"), "{refused}");
}

/// Account and cents of up to four lines, a day of February, and the days until it was recorded.
type Moves = (Vec<(usize, i64)>, u8, u8);

fn journals() -> impl Strategy<Value = Vec<Moves>> {
    let lines = prop::collection::vec((0..5_usize, -9_999..=9_999_i64), 1..5);
    prop::collection::vec((lines, 1..29_u8, 0..3_u8), 0..30)
}

const NUMBERS: [&str; 5] = ["411", "707", "44571", "512", "665"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_day_adds_up_known_or_not(entries in journals(), known in 1..29_u8) {
        let mut journal = Journal::new("EUR".parse().unwrap());
        let mut expected = Vec::new();
        for (moves, on, late) in &entries {
            let mut lines: Vec<_> =
                moves.iter().map(|(number, minor)| line(NUMBERS[*number], *minor)).collect();
            let sum: i64 = moves.iter().map(|(_, minor)| minor).sum();
            lines.push(line("471", -sum));
            let recorded = (*on + *late).min(28);
            let accounted_on = day(&std::format!("2026-02-{on:02}"));
            let recorded_on = day(&std::format!("2026-02-{recorded:02}"));
            let document = "F".parse().unwrap();
            let made =
                Entry::balanced_unless_zero(accounted_on, recorded_on, document, lines).unwrap();
            if let Some(made) = made {
                journal.append(made).unwrap();
                expected.push((moves, *on, recorded));
            }
        }
        prop_assert_eq!(journal.audit(), Ok(()));
        for known_at in [None, Some(known)] {
            let known_on = known_at.map(|known| day(&std::format!("2026-02-{known:02}")));
            for (number, text) in NUMBERS.iter().enumerate() {
                let by_day = journal.balances_by_day(&account(text), known_on).unwrap();
                prop_assert!(by_day.is_sorted_by(|one, other| one.0 < other.0));
                for as_of in 1..29_u8 {
                    let on = day(&std::format!("2026-02-{as_of:02}"));
                    let minor: i64 = expected
                        .iter()
                        .filter(|row| row.1 <= as_of && known_at.is_none_or(|known| row.2 <= known))
                        .flat_map(|row| row.0.iter())
                        .filter(|row| row.0 == number)
                        .map(|row| row.1)
                        .sum();
                    let balance = journal.balance(&account(text), on, known_on).unwrap();
                    prop_assert_eq!(balance, euros(minor));
                    let last = by_day.iter().rev().find(|row| row.0 <= on);
                    prop_assert_eq!(last.map_or(euros(0), |row| row.1), balance);
                }
            }
            let trial = journal.trial_balance(day("2026-02-28"), known_on).unwrap();
            prop_assert_eq!(trial.debit_total, trial.credit_total);
            prop_assert!(trial.rows.is_sorted_by(|one, other| one.account < other.account));
            for row in &trial.rows {
                let balance = journal.balance(&row.account, day("2026-02-28"), known_on).unwrap();
                prop_assert_eq!(row.balance, balance);
                prop_assert_eq!(row.debit.checked_sub(row.credit).unwrap(), balance);
            }
        }
    }

    #[test]
    fn an_entry_and_its_reversal_book_nothing(
        amounts in prop::collection::vec(-999..=999_i64, 1..9),
    ) {
        let mut lines: Vec<_> = amounts.iter().map(|minor| line("411", *minor)).collect();
        lines.push(line("707", -amounts.iter().sum::<i64>()));
        prop_assume!(lines.iter().any(|line| !line.is_zero()));
        let made = entry("2026-01-15", lines).unwrap();
        let back = made.reversed(day("2026-02-01"), day("2026-02-03"));
        let mut journal = Journal::new("EUR".parse().unwrap());
        journal.append(made.clone()).unwrap();
        journal.append(back.clone()).unwrap();
        prop_assert_eq!(journal.audit(), Ok(()));
        for number in ["411", "707"] {
            let balance = journal.balance(&account(number), day("2026-02-01"), None).unwrap();
            prop_assert_eq!(balance, euros(0));
        }
        prop_assert_eq!(back.reversed(made.accounted_on(), made.recorded_on()), made);
    }
}
