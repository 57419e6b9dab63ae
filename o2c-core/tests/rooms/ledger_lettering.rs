//! The lettering of an existing ledger: each rule by a case of its own.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use o2c_core::lettering::ledger::{LedgerLine, LedgerRule, letter_ledger};

/// A line of the customer's account 411: day of the year 2026, journal, euros and cents.
fn line(day: i64, journal: &str, amount: &str) -> LedgerLine {
    let first: o2c_core::calendar::Day = "2026-01-01".parse().unwrap();
    LedgerLine {
        account: "411".parse().unwrap(),
        party: "C-1".parse().unwrap(),
        accounted_on: first.plus_days(day).unwrap(),
        journal: journal.parse().unwrap(),
        entry: "".parse().unwrap(),
        piece: "".parse().unwrap(),
        amount: format!("{amount} EUR").parse().unwrap(),
        letter: "".parse().unwrap(),
    }
}

fn invoice(day: i64, amount: &str) -> LedgerLine {
    line(day, "sales", amount)
}

fn payment(day: i64, amount: &str) -> LedgerLine {
    line(day, "bank", &format!("-{amount}"))
}

/// Each line in an entry of its own, as its place says.
fn numbered(mut lines: Vec<LedgerLine>) -> Vec<LedgerLine> {
    for (place, line) in lines.iter_mut().enumerate() {
        line.entry = place.to_string().parse().unwrap();
    }
    lines
}

/// What is found, as rules and rows.
fn found(lines: &[LedgerLine]) -> Vec<(LedgerRule, Vec<usize>)> {
    let groups = letter_ledger(lines).unwrap().groups;
    groups.into_iter().map(|group| (group.rule, group.rows)).collect()
}

fn found_apart(lines: Vec<LedgerLine>) -> Vec<(LedgerRule, Vec<usize>)> {
    found(&numbered(lines))
}

#[test]
fn lines_of_one_entry_settle_each_other() {
    let mut lines = [invoice(3, "45.90"), payment(3, "45.90"), payment(4, "45.90")];
    for (line, entry) in lines.iter_mut().zip(["7", "7", "8"]) {
        line.entry = entry.parse().unwrap();
        line.journal = "cash".parse().unwrap();
    }
    assert_eq!(found(&lines), [(LedgerRule::SameEntry, vec![0, 1])]);
}

#[test]
fn lines_of_one_piece_settle_each_other_whatever_their_days() {
    let mut lines = numbered(vec![
        invoice(0, "100.00"),
        payment(10, "60.00"),
        invoice(9, "100.00"),
        payment(330, "40.00"),
        payment(12, "100.00"),
    ]);
    for (line, piece) in lines.iter_mut().zip(["F1", "F1", "F2", "F1", "F3"]) {
        line.piece = piece.parse().unwrap();
    }
    let expected = [(LedgerRule::SamePiece, vec![0, 1, 3]), (LedgerRule::EqualAmounts, vec![2, 4])];
    assert_eq!(found(&lines), expected);
}

#[test]
fn the_only_two_equal_amounts_of_a_piece_settle_each_other() {
    // By the days alone the payment of day 31 would settle the invoice of day 30.
    let mut lines = numbered(vec![
        invoice(0, "50.00"),
        invoice(30, "50.00"),
        payment(31, "50.00"),
        payment(60, "50.00"),
    ]);
    for (line, piece) in lines.iter_mut().zip(["A", "B", "B", "C"]) {
        line.piece = piece.parse().unwrap();
    }
    let expected = [(LedgerRule::EqualAmounts, vec![0, 3]), (LedgerRule::SamePiece, vec![1, 2])];
    assert_eq!(found(&lines), expected);
}

#[test]
fn equal_amounts_meet_in_the_order_of_their_days() {
    // A rent of the same amount each month, paid a month later: the nearest day would mix them.
    let lines = (0..6).map(|month| invoice(month * 30, "784.80"));
    let payments = (0..6).map(|month| payment(month * 30 + 31, "784.80"));
    let expected: Vec<_> =
        (0..6).map(|month| (LedgerRule::EqualAmounts, vec![month, month + 6])).collect();
    assert_eq!(found_apart(lines.chain(payments).collect()), expected);
}

#[test]
fn a_usual_delay_tells_which_of_several_equal_amounts_is_meant() {
    // Three payments thirty days after their invoices; of two debits the one thirty days before.
    let lines = vec![
        invoice(0, "11.10"),
        payment(30, "11.10"),
        invoice(40, "12.34"),
        payment(70, "12.34"),
        invoice(80, "15.01"),
        payment(110, "15.01"),
        invoice(120, "99.00"),
        invoice(148, "99.00"),
        payment(150, "99.00"),
    ];
    assert!(found_apart(lines).contains(&(LedgerRule::EqualAmounts, vec![6, 8])));
}

#[test]
fn a_subscription_that_is_not_paid_once_is_left_where_the_usual_delay_tells() {
    // A subscription each month, paid after two weeks; nobody pays that of the fifth month.
    let mut lines = Vec::new();
    for month in 0..6 {
        lines.push(invoice(month * 30, "38.00"));
        if month != 4 {
            lines.push(payment(month * 30 + 14, "38.00"));
        }
    }
    // What repeats itself tells the delay up to a month: it may be two weeks or six.
    assert_eq!(found_apart(lines.clone()), []);
    // Three amounts of their own tell that it is two weeks.
    for (month, amount) in [(0, "11.10"), (2, "12.34"), (4, "15.01")] {
        lines.extend([invoice(month * 30 + 3, amount), payment(month * 30 + 17, amount)]);
    }
    let groups = found_apart(lines);
    assert_eq!(groups.len(), 8);
    for pair in [[0, 1], [2, 3], [4, 5], [6, 7], [9, 10]] {
        assert!(groups.contains(&(LedgerRule::EqualAmounts, pair.to_vec())));
    }
}

#[test]
fn of_equal_amounts_that_fit_nearly_as_well_none_is_lettered() {
    let lines = vec![invoice(0, "38.00"), invoice(6, "38.00"), payment(20, "38.00")];
    assert_eq!(found_apart(lines.clone()), []);
    // Once the other is settled, nothing rivals.
    let settled = [lines, vec![payment(21, "38.00")]].concat();
    assert_eq!(found_apart(settled).len(), 2);
}

#[test]
fn what_may_be_of_another_serves_no_weaker_rule() {
    // 70.00 fits one of two invoices; that it is 30.00 and 40.00 besides is no better.
    let lines = vec![
        invoice(0, "70.00"),
        invoice(3, "70.00"),
        invoice(5, "30.00"),
        invoice(6, "40.00"),
        payment(9, "70.00"),
    ];
    assert_eq!(found_apart(lines), []);
}

#[test]
fn a_payment_of_last_year_is_no_payment_of_this_year() {
    // One of several equal amounts does not come weeks before its document.
    let mut lines = vec![payment(2, "38.00")];
    for month in 1..5 {
        lines.extend([invoice(month * 30, "38.00"), payment(month * 30 + 6, "38.00")]);
        lines.extend([invoice(month * 30, &format!("{month}.17"))]);
        lines.extend([payment(month * 30 + 6, &format!("{month}.17"))]);
    }
    lines.push(invoice(170, "38.00"));
    let groups = found_apart(lines);
    assert_eq!(groups.len(), 8);
    assert!(groups.iter().all(|(_, rows)| !rows.contains(&0) && !rows.contains(&17)));
}

#[test]
fn an_entry_that_carries_a_balance_over_settles_the_one_before() {
    // A tax credit: each entry takes the old balance out and puts the same in as the new one.
    let account = |day, entry: &str, amount: &str| LedgerLine {
        party: "".parse().unwrap(),
        entry: entry.parse().unwrap(),
        ..line(day, "misc", amount)
    };
    let lines = [
        account(0, "1", "1863.00"),
        account(31, "2", "-1863.00"),
        account(31, "2", "1863.00"),
        account(60, "3", "-1863.00"),
    ];
    let expected = [(LedgerRule::EqualAmounts, vec![0, 1]), (LedgerRule::EqualAmounts, vec![2, 3])];
    assert_eq!(found(&lines), expected);
}

#[test]
fn a_payment_settles_whole_days_of_invoices() {
    let lines = vec![
        invoice(0, "812.11"),
        invoice(7, "230.40"),
        invoice(7, "119.95"),
        invoice(7, "640.02"),
        invoice(14, "75.30"),
        payment(40, "990.37"),
    ];
    assert_eq!(found_apart(lines), [(LedgerRule::ConsecutiveLines, vec![1, 2, 3, 5])]);
}

#[test]
fn a_payment_settles_invoices_less_a_credit_note() {
    let lines = vec![
        invoice(0, "38495.90"),
        line(4, "sales", "-374.74"),
        invoice(30, "77.18"),
        payment(31, "38121.16"),
    ];
    assert_eq!(found_apart(lines), [(LedgerRule::ConsecutiveLines, vec![0, 1, 3])]);
}

#[test]
fn a_statement_when_it_is_usual_goes_before_a_single_line_that_is_not() {
    // Two invoices a week, paid together after 33 days; 974.82 is one invoice as well as two.
    let week = |start: i64, one: &str, other: &str, paid: &str| {
        vec![invoice(start, one), invoice(start, other), payment(start + 33, paid)]
    };
    let mut lines = week(0, "812.40", "903.11", "1715.51");
    lines.extend(week(7, "655.02", "701.33", "1356.35"));
    lines.extend(week(14, "433.21", "590.87", "1024.08"));
    lines.extend(week(21, "487.41", "487.41", "974.82"));
    lines.extend(week(31, "974.82", "100.07", "1074.89"));
    let groups = found_apart(lines);
    assert_eq!(groups.len(), 5);
    assert!(groups.contains(&(LedgerRule::ConsecutiveLines, vec![9, 10, 11])));
}

#[test]
fn a_payment_settles_the_only_subset_that_sums_to_it() {
    let open = [(0, "1000.03"), (9, "530.21"), (18, "720.64"), (27, "811.08")];
    let mut lines: Vec<LedgerLine> = open.map(|(day, amount)| invoice(day, amount)).to_vec();
    lines.push(payment(40, "1720.67"));
    assert_eq!(found_apart(lines), [(LedgerRule::Subset, vec![0, 2, 4])]);
}

#[test]
fn ex_l3_two_subsets_are_none() {
    // rulebook EX-L3: {1000, 530} and {720, 810} both sum to 1530. The cents make chance rare.
    let open = [(0, "1000.00"), (9, "720.17"), (18, "530.23"), (27, "810.06")];
    let mut lines: Vec<LedgerLine> = open.map(|(day, amount)| invoice(day, amount)).to_vec();
    lines.push(payment(40, "1530.23"));
    assert_eq!(found_apart(lines.clone()), []);
    lines[0].amount = "1000.01 EUR".parse().unwrap();
    assert_eq!(found_apart(lines), [(LedgerRule::Subset, vec![1, 3, 4])]);
}

#[test]
fn a_sum_that_may_be_chance_is_no_evidence() {
    // 480 = 160 + 320 alone, but all amounts are multiples of 10.00: there are not that many.
    let open = ["10.00", "160.00", "20.00", "320.00", "40.00", "80.00"];
    let mut lines: Vec<LedgerLine> =
        (0..).step_by(5).zip(open).map(|(day, amount)| invoice(day, amount)).collect();
    lines.push(payment(40, "480.00"));
    assert_eq!(found_apart(lines), []);
}

#[test]
fn a_payment_settles_all_but_what_is_disputed() {
    let amounts = ["812.11", "230.40", "119.95", "640.02", "75.30", "511.17", "98.03"];
    let mut lines: Vec<LedgerLine> =
        (0..).step_by(5).zip(amounts).map(|(day, amount)| invoice(day, amount)).collect();
    // 2486.98 less 640.02.
    lines.push(payment(50, "1846.96"));
    assert_eq!(found_apart(lines), [(LedgerRule::AllBut, vec![0, 1, 2, 4, 5, 6, 7])]);
}

#[test]
fn payments_of_one_day_count_as_one() {
    let mut lines: Vec<LedgerLine> = [(0, "431.17"), (5, "1202.93"), (9, "876.44")]
        .map(|(day, amount)| invoice(day, amount))
        .to_vec();
    lines.extend([payment(40, "2000.00"), payment(40, "510.54")]);
    assert_eq!(found_apart(lines), [(LedgerRule::DayTotal, vec![0, 1, 2, 3, 4])]);
}

#[test]
fn several_invoices_and_several_payments_settle_each_other() {
    let lines = vec![
        invoice(0, "431.17"),
        payment(5, "300.00"),
        invoice(9, "876.44"),
        payment(18, "1007.61"),
        invoice(50, "12.00"),
    ];
    assert_eq!(found_apart(lines.clone()), [(LedgerRule::ManyToMany, vec![0, 1, 2, 3])]);
    // What stands in between belongs to the next story.
    let mut later = lines;
    later.insert(3, invoice(12, "55.30"));
    assert_eq!(found_apart(later), [(LedgerRule::ManyToMany, vec![0, 1, 2, 4])]);
}

#[test]
fn a_payment_less_a_fee_and_a_credit_note_settles_its_invoices() {
    let lines = vec![
        invoice(0, "1517.32"),
        invoice(3, "152.25"),
        invoice(4, "87.90"),
        line(8, "sales", "-166.95"),
        payment(34, "1487.62"),
        line(36, "sundry", "-15.00"),
    ];
    assert_eq!(found_apart(lines), [(LedgerRule::ManyToMany, vec![0, 1, 3, 4, 5])]);
}

#[test]
fn many_invoices_and_payments_in_parts_settle_each_other() {
    let mut lines: Vec<LedgerLine> = ["2653.01", "70.45", "1223.31", "901.77", "33.19", "480.02"]
        .into_iter()
        .zip(0..)
        .map(|(amount, day)| invoice(3 * day, amount))
        .collect();
    lines.extend([payment(20, "2400.00"), payment(41, "1600.00"), payment(60, "1361.75")]);
    lines.push(invoice(61, "719.08"));
    assert_eq!(found_apart(lines), [(LedgerRule::ManyToMany, (0..9).collect())]);
}

#[test]
fn two_payments_that_miss_by_a_cent_each_are_no_group() {
    let lines = vec![
        invoice(0, "431.17"),
        payment(30, "431.16"),
        invoice(40, "876.44"),
        payment(70, "876.45"),
    ];
    assert_eq!(found_apart(lines), []);
}

#[test]
fn a_line_that_another_could_stand_for_is_in_no_group_of_many() {
    let group = |line: LedgerLine| {
        let lines = vec![
            invoice(0, "431.17"),
            payment(5, "300.00"),
            invoice(9, "876.44"),
            payment(18, "1007.61"),
            line,
        ];
        found_apart(lines)
    };
    assert_eq!(group(invoice(12, "876.44")), []);
    // An invoice of next quarter could not.
    assert_eq!(group(invoice(110, "876.44")), [(LedgerRule::ManyToMany, vec![0, 1, 2, 3])]);
}

#[test]
fn an_account_that_is_clear_again_is_lettered() {
    let mut lines: Vec<LedgerLine> = (0..11)
        .map(|day| invoice(day, &format!("{}.{}7", 400 + day * day * 13, day % 10)))
        .collect();
    let sum: i64 = (0..11).map(|day| (400 + day * day * 13) * 100 + day % 10 * 10 + 7).sum();
    let left = sum - 30_000;
    lines.insert(5, payment(4, "300.00"));
    lines.push(payment(18, &format!("{}.{:02}", left / 100, left % 100)));
    lines.push(invoice(50, "12.00"));
    assert_eq!(found_apart(lines), [(LedgerRule::Balance, (0..13).collect())]);
}

#[test]
fn where_much_stays_unexplained_no_sum_of_recurring_amounts_is_kept() {
    // Two prices and one odd amount, each month another; payments nobody explains.
    let mut lines = Vec::new();
    for week in 0..12 {
        lines.push(invoice(7 * week, if week % 3 == 0 { "120.00" } else { "215.80" }));
        lines.push(invoice(7 * week + 1, &format!("{}.13", 31 + week * week)));
    }
    for (day, amount) in [(2, "1711.21"), (3, "1833.47"), (4, "1955.83")] {
        lines.extend([invoice(day, amount), payment(day + 20, amount)]);
    }
    let explained = lines.len();
    lines.push(payment(21, "151.13"));
    for day in [62, 66, 71, 75] {
        lines.push(payment(day, &format!("{}.50", 900 + day)));
    }
    let groups = found_apart(lines.clone());
    assert!(groups.iter().all(|(_, rows)| !rows.contains(&explained)), "{groups:?}");
    // The same where nothing else was paid.
    lines.truncate(explained + 1);
    let groups = found_apart(lines);
    assert!(groups.iter().any(|(_, rows)| rows.contains(&explained)), "{groups:?}");
}

#[test]
fn totals_carried_forward_are_settled_apart() {
    // Nine customers, suppliers and others open with one total each.
    let mut lines = Vec::new();
    for (place, account) in ["401", "411", "421"].iter().cycle().take(9).enumerate() {
        let mut total = line(0, "opening", &format!("{}.11", 100 + place));
        total.account = account.parse().unwrap();
        total.party = format!("P-{place}").parse().unwrap();
        lines.push(total);
    }
    let mut settling = payment(9, "101.11");
    settling.party = "P-1".parse().unwrap();
    lines.push(settling);
    lines.extend([invoice(20, "5.00"), payment(30, "5.00")]);
    let lettering = letter_ledger(&lines).unwrap();
    let rows = |groups: &[o2c_core::lettering::ledger::LedgerGroup]| {
        groups.iter().map(|group| group.rows.clone()).collect::<Vec<_>>()
    };
    assert_eq!(rows(&lettering.carried), [[1, 9]]);
    assert_eq!(rows(&lettering.groups), [[10, 11]]);
}

#[test]
fn equal_lines_of_one_day_go_to_groups_in_the_order_of_settlement() {
    let mut lines = vec![invoice(0, "2153.47"), invoice(0, "1109.40")];
    lines.extend(["837.94"; 3].map(|amount| invoice(0, amount)));
    lines.extend([payment(71, "4938.75"), payment(80, "837.94")]);
    let expected = [
        (LedgerRule::ConsecutiveLines, vec![0, 1, 2, 3, 5]),
        (LedgerRule::EqualAmounts, vec![4, 6]),
    ];
    assert_eq!(found_apart(lines), expected);
}

#[test]
fn a_line_with_a_letter_keeps_it_and_tells_the_usual_delay() {
    // Three letters say thirty days; the open payment settles the invoice thirty days before.
    let mut lines = numbered(vec![
        invoice(0, "10.00"),
        payment(30, "10.00"),
        invoice(40, "10.00"),
        payment(70, "10.00"),
        invoice(80, "10.00"),
        payment(110, "10.00"),
        invoice(120, "10.00"),
        invoice(148, "10.00"),
        payment(150, "10.00"),
    ]);
    for (line, letter) in lines.iter_mut().zip(["A", "A", "B", "B", "C", "C"]) {
        line.letter = letter.parse().unwrap();
    }
    assert_eq!(found(&lines), [(LedgerRule::EqualAmounts, vec![6, 8])]);
    // Without them it would be the nearest.
    assert_eq!(found(&lines[6..]), [(LedgerRule::EqualAmounts, vec![1, 2])]);
}

#[test]
fn another_account_party_or_currency_settles_nothing() {
    let mut lines = vec![invoice(0, "45.90"), payment(3, "45.90")];
    lines[1].party = "C-2".parse().unwrap();
    assert_eq!(found(&lines), []);
    lines[1].party = "C-1".parse().unwrap();
    lines[1].account = "4191".parse().unwrap();
    assert_eq!(found(&lines), []);
    lines[1].account = "411".parse().unwrap();
    lines[1].amount = "-45.90 USD".parse().unwrap();
    assert_eq!(found(&lines), []);
    lines[1].amount = "-45.90 EUR".parse().unwrap();
    assert_eq!(found(&lines).len(), 1);
}

#[test]
fn a_run_that_an_older_equal_amount_could_join_is_left_open() {
    let newer = [invoice(10, "37.92"), invoice(20, "408.00"), payment(40, "445.92")];
    let lines = newer.clone().to_vec();
    assert_eq!(found_apart(lines), [(LedgerRule::ConsecutiveLines, vec![0, 1, 2])]);
    // Another 408.00 is open, and older: which of the two was paid, nobody can tell.
    let lines = [vec![invoice(0, "408.00")], newer.to_vec()].concat();
    assert_eq!(found_apart(lines), []);
}
