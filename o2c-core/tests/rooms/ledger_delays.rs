//! The lettering of an existing ledger: what tells the usual delay where amounts repeat
//! themselves, and what settles lines until a day.

use o2c_core::lettering::ledger::{LedgerLine, LedgerRule, letter_ledger};

fn line(party: &str, day: i64, journal: &str, cents: i64) -> LedgerLine {
    let first: o2c_core::calendar::Day = "2026-01-01".parse().unwrap();
    let euros = format!(
        "{}{}.{:02}",
        if cents < 0 { "-" } else { "" },
        cents.abs() / 100,
        cents.abs() % 100
    );
    LedgerLine {
        account: "411".parse().unwrap(),
        party: party.parse().unwrap(),
        accounted_on: first.plus_days(day).unwrap(),
        journal: journal.parse().unwrap(),
        entry: "".parse().unwrap(),
        piece: "".parse().unwrap(),
        amount: format!("{euros} EUR").parse().unwrap(),
        letter: "".parse().unwrap(),
    }
}

/// Six invoices of one amount, one a month: all but the last are paid after 14 days.
fn half_a_year() -> Vec<LedgerLine> {
    let mut lines = Vec::new();
    for month in 0..6 {
        lines.push(line("C-1", month * 30, "sales", 5_000));
        if month != 5 {
            lines.push(line("C-1", month * 30 + 14, "bank", -5_000));
        }
    }
    lines
}

/// What is found, as rules and rows, each line in an entry of its own.
fn found(mut lines: Vec<LedgerLine>) -> Vec<(LedgerRule, Vec<usize>)> {
    for (place, line) in lines.iter_mut().enumerate() {
        if line.entry.is_empty() {
            line.entry = format!("own {place}").parse().unwrap();
        }
    }
    let groups = letter_ledger(&lines).unwrap().groups;
    groups.into_iter().map(|group| (group.rule, group.rows)).collect()
}

/// A line and the one after it, so many times.
fn neighbours(pairs: usize) -> Vec<(LedgerRule, Vec<usize>)> {
    (0..pairs).map(|pair| (LedgerRule::EqualAmounts, vec![pair * 2, pair * 2 + 1])).collect()
}

#[test]
fn a_price_that_changes_tells_whether_this_month_is_paid_or_the_last() {
    // Paid after 14 days, but for the second month and the eighth.
    let year = |price: fn(i64) -> i64| {
        let mut lines = Vec::new();
        for month in 0..10_i64 {
            lines.push(line("C-1", month * 30, "sales", price(month)));
            if month != 1 && month != 7 {
                lines.push(line("C-1", month * 30 + 14, "bank", -price(month)));
            }
        }
        found(lines)
    };
    // With one price it may be 14 days, or 44: each leaves two invoices unexplained.
    assert_eq!(year(|_| 5_000), []);
    // With two prices 44 days leave four.
    let pairs = [[0, 1], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12], [14, 15], [16, 17]];
    let pairs = pairs.map(|pair| (LedgerRule::EqualAmounts, pair.to_vec()));
    assert_eq!(year(|month| if month < 5 { 5_000 } else { 5_500 }), pairs);
}

#[test]
fn where_nothing_else_tells_the_delay_other_parties_of_the_account_do() {
    // Paid after 14 days, or after 44: the ledger ends before the payment of the sixth invoice.
    let mut lines = half_a_year();
    let another = |day, cents| line("C-2", day, "sales", cents);
    lines.push(another(160, 999));
    assert_eq!(found(lines.clone()), []);
    for (day, cents) in [(10, 1_110), (61, 1_234), (99, 1_501)] {
        lines.extend([another(day, cents), line("C-2", day + 15, "bank", -cents)]);
    }
    let groups = found(lines);
    assert_eq!(groups.len(), 8);
    assert_eq!(groups[..5], neighbours(5));
}

#[test]
fn a_party_without_an_opening_has_paid_nothing_of_the_year_before() {
    let mut lines = half_a_year();
    lines.push(line("C-2", 160, "sales", 999));
    assert_eq!(found(lines.clone()), []);
    // Nine others have an opening.
    for (place, account) in ["401", "411", "421"].iter().cycle().take(9).enumerate() {
        let mut total = line(&format!("P-{place}"), 0, "opening", 10_011);
        total.account = account.parse().unwrap();
        lines.push(total);
    }
    assert_eq!(found(lines.clone()), neighbours(5));
    // With an opening of its own, the first payment may be of the year before.
    lines.push(line("C-1", 0, "opening", 5_000));
    assert_eq!(found(lines), []);
}

#[test]
fn all_until_a_day_is_paid_but_what_is_disputed() {
    let cents =
        [81_211, 23_040, 11_995, 64_002, 7_530, 51_117, 9_803, 43_360, 28_749, 70_216, 15_582];
    let mut lines: Vec<LedgerLine> =
        (0..).step_by(5).zip(cents).map(|(day, cents)| line("C-1", day, "sales", cents)).collect();
    // The first seven, 2486.98, less 230.40.
    lines.push(line("C-1", 60, "bank", -225_658));
    assert_eq!(found(lines), [(LedgerRule::AllBut, vec![0, 2, 3, 4, 5, 6, 11])]);
}

#[test]
fn among_many_open_lines_the_nearest_are_looked_at() {
    // 306.93 is 100.00 and 37 · 8² cents, and 100.00 and 37 · 15² cents: 289 is the sum of no
    // other two squares.
    let mut lines: Vec<LedgerLine> = (1..=45_i64)
        .map(|number| line("C-1", number * 2, "sales", 10_000 + 37 * number * number))
        .collect();
    lines.push(line("C-1", 100, "bank", -30_693));
    assert_eq!(found(lines), [(LedgerRule::Subset, vec![7, 14, 45])]);
}

#[test]
fn an_opening_whose_days_are_not_told_exactly_is_one_all_the_same() {
    let mut lines = Vec::new();
    for (place, account) in ["401", "411", "421"].iter().cycle().take(9).enumerate() {
        let day = i64::try_from(place).unwrap() % 4;
        let mut total = line(&format!("P-{place}"), day, "general", 10_011 + day);
        total.account = account.parse().unwrap();
        total.entry = "1".parse().unwrap();
        lines.push(total);
    }
    lines.push(line("P-1", 20, "bank", -10_012));
    assert_eq!(found(lines.clone()), []);
    // An entry of which a line stands later is no opening.
    let mut later = line("P-0", 200, "general", 7_700);
    later.entry = "1".parse().unwrap();
    lines.push(later);
    assert_eq!(found(lines), [(LedgerRule::EqualAmounts, vec![1, 9])]);
}
