//! The kernel against a recomputation that looks at one day and one item at a time.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use alloc::string::ToString;
use alloc::vec::Vec;
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct Item {
    segment: u32,
    kind: FlowKind,
    document_on: i32,
    counted_on: i32,
    due_on: i32,
    minor: i64,
}

#[derive(Debug, Clone)]
struct Part {
    item: usize,
    on: i32,
    minor: i64,
    is_paid: bool,
}

/// 2026-01-01.
const START: i32 = 20_454;

fn item() -> impl Strategy<Value = Item> {
    let kinds = [FlowKind::Sale, FlowKind::Cash, FlowKind::Loss, FlowKind::Other];
    let days = (START - 70..START + 200, 0..9_i32, -5..70_i32);
    (0..3_u32, proptest::sample::select(kinds.to_vec()), days, -500..2_000_i64).prop_map(
        |(segment, kind, (document_on, later, delay), minor)| Item {
            segment,
            kind,
            document_on,
            counted_on: document_on + later,
            due_on: document_on + delay,
            minor,
        },
    )
}

fn history() -> impl Strategy<Value = (Vec<Item>, Vec<Part>)> {
    proptest::collection::vec(item(), 1..12).prop_flat_map(|items| {
        let part = (0..items.len(), START - 70..START + 230, -300..900_i64, any::<bool>());
        let part = part.prop_map(|(item, on, minor, is_paid)| Part { item, on, minor, is_paid });
        (Just(items), proptest::collection::vec(part, 0..12))
    })
}

fn table(items: &[Item], parts: &[Part], periods: Periods) -> PeriodTable {
    let of = |part: fn(&Item) -> i32| items.iter().map(part).collect::<Vec<_>>();
    let columns = FlowColumns {
        segment: &items.iter().map(|item| item.segment).collect::<Vec<_>>(),
        kind: &items.iter().map(|item| item.kind).collect::<Vec<_>>(),
        document_on: &of(|item| item.document_on),
        counted_on: &of(|item| item.counted_on),
        due_on: &of(|item| item.due_on),
        minor: &items.iter().map(|item| item.minor).collect::<Vec<_>>(),
    };
    let settled = SettlementColumns {
        item: &parts.iter().map(|part| part.item as u32).collect::<Vec<_>>(),
        on: &parts.iter().map(|part| part.on).collect::<Vec<_>>(),
        minor: &parts.iter().map(|part| part.minor).collect::<Vec<_>>(),
        is_paid: &parts.iter().map(|part| part.is_paid).collect::<Vec<_>>(),
    };
    period_sums(periods, 3, &columns, &settled).unwrap()
}

/// What is open of an item at the end of a day.
fn open(items: &[Item], parts: &[Part], at: usize, day: i32) -> i128 {
    let item = &items[at];
    if item.counted_on > day {
        return 0;
    }
    let settled = parts.iter().filter(|part| part.item == at && part.on <= day);
    i128::from(item.minor) - settled.map(|part| i128::from(part.minor)).sum::<i128>()
}

proptest! {
    #[test]
    fn every_period_is_what_its_days_say((items, parts) in history(), length in 1..7_u32) {
        let periods = Periods::months("2026-06-20".parse::<Day>().unwrap(), length).unwrap();
        let told = table(&items, &parts, periods);
        for segment in 0..3_u32 {
            for (period, sums) in told.of(segment as usize) {
                let (from, until) =
                    (period.from.number_since_1970(), period.until.number_since_1970());
                let mut slow = PeriodSums::default();
                for (at, item) in items.iter().enumerate() {
                    if item.segment != segment {
                        continue;
                    }
                    let open = open(&items, &parts, at, until);
                    slow.receivables += open;
                    if item.minor < 0 {
                        slow.credits += open;
                    } else if item.due_on < until {
                        slow.overdue += open;
                    } else {
                        slow.not_due += open;
                    }
                    if (from..=until).contains(&item.counted_on) {
                        match item.kind {
                            FlowKind::Sale => slow.sales += i128::from(item.minor),
                            FlowKind::Cash => slow.collected -= i128::from(item.minor),
                            FlowKind::Loss => slow.lost -= i128::from(item.minor),
                            FlowKind::Other => {}
                        }
                    }
                    let is_sold = item.kind == FlowKind::Sale && item.minor > 0;
                    for part in parts.iter().filter(|part| part.item == at && part.is_paid) {
                        let on = part.on.max(item.counted_on);
                        if is_sold && (from..=until).contains(&on) {
                            let minor = i128::from(part.minor);
                            slow.paid += minor;
                            slow.paid_days += minor * i128::from(part.on - item.document_on);
                            slow.paid_days_beyond += minor * i128::from(part.on - item.due_on);
                        }
                    }
                }
                prop_assert_eq!(sums, slow, "segment {} until {}", segment, period.until);
            }
        }
    }

    #[test]
    fn what_is_owed_moves_by_what_comes_and_what_is_settled((items, parts) in history()) {
        let periods = Periods::months("2026-06-20".parse::<Day>().unwrap(), 5).unwrap();
        let told = table(&items, &parts, periods);
        for segment in 0..3 {
            for (_, sums) in told.of(segment) {
                prop_assert_eq!(sums.receivables, sums.not_due + sums.overdue + sums.credits);
            }
        }
    }
}

#[test]
fn counting_back_ends_where_nothing_is_left_and_says_where_it_cannot() {
    let sales = |days, sales: &str| SalesOf { days, sales: sales.parse().unwrap() };
    let of = |receivables: &str, sales: Vec<SalesOf>| {
        let not_due = "0.00 EUR".parse().unwrap();
        let outstanding =
            SalesOutstanding { receivables: receivables.parse().unwrap(), not_due, sales };
        outstanding.figures().unwrap()
    };
    let shown = |counted: Option<CountBack>| match counted {
        Some(CountBack::Days(days)) => days.to_string(),
        Some(CountBack::MoreThan(days)) => alloc::format!("more than {days}"),
        None => "none".into(),
    };
    let quarter =
        || alloc::vec![sales(30, "120.00 EUR"), sales(31, "100.00 EUR"), sales(31, "90.00 EUR")];
    // rulebook EX-K3.
    assert_eq!(shown(of("250.00 EUR", quarter()).count_back), "71.3333");
    let exact = alloc::vec![sales(30, "120.00 EUR"), sales(31, "0.00 EUR")];
    assert_eq!(shown(of("120.00 EUR", exact.clone()).count_back), "30");
    assert_eq!(shown(of("120.01 EUR", exact).count_back), "more than 61");
    assert_eq!(shown(of("0.00 EUR", quarter()).count_back), "0");
    assert_eq!(shown(of("-5.00 EUR", quarter()).count_back), "none");
    let nothing_sold = of("10.00 EUR", alloc::vec![sales(31, "0.00 EUR")]);
    assert_eq!(nothing_sold.days_sales_outstanding, None);
    assert_eq!(shown(nothing_sold.count_back), "more than 31");
}

#[test]
fn what_cannot_be_a_figure_is_refused_with_its_place() {
    let euros = |figure: &str| figure.parse().unwrap();
    let outstanding = SalesOutstanding {
        receivables: euros("1.00 EUR"),
        not_due: euros("0.00 EUR"),
        sales: alloc::vec![SalesOf { days: 0, sales: euros("1.00 EUR") }],
    };
    let refused = outstanding.figures().unwrap_err();
    assert_eq!((refused.code(), refused.path().as_str()), ("reporting.no_days", "sales[0].days"));
    let foreign = SalesOutstanding { not_due: euros("1.00 USD"), ..outstanding.clone() };
    let refused = foreign.figures().unwrap_err();
    assert_eq!((refused.code(), refused.path().as_str()), ("money.currency_mismatch", "not_due"));
    let none = SalesOutstanding { sales: Vec::new(), ..outstanding };
    assert_eq!(none.figures().unwrap_err().code(), "reporting.no_periods");
    assert_eq!(Periods::months(Day::new(2026, 1, 1).unwrap(), 0).unwrap_err().number(), 2502);
    let rates = RollRates {
        currency: "EUR".parse().unwrap(),
        earlier: alloc::vec![euros("1.00 EUR"), euros("1.00 EUR")],
        later: alloc::vec![euros("1.00 EUR")],
    };
    assert_eq!(rates.rates().unwrap_err().code(), "reporting.other_buckets");
}

#[test]
fn rows_of_nothing_are_refused() {
    let periods = || Periods::months(Day::new(2026, 1, 31).unwrap(), 1).unwrap();
    let items = FlowColumns {
        segment: &[1],
        kind: &[FlowKind::Sale],
        document_on: &[START],
        counted_on: &[START],
        due_on: &[START],
        minor: &[1],
    };
    let none = SettlementColumns { item: &[], on: &[], minor: &[], is_paid: &[] };
    let refused = period_sums(periods(), 1, &items, &none).unwrap_err();
    assert_eq!(refused.path().as_str(), "segment[0]");
    let beyond = SettlementColumns { item: &[1], on: &[START], minor: &[1], is_paid: &[true] };
    let refused = period_sums(periods(), 2, &items, &beyond).unwrap_err();
    assert_eq!((refused.number(), refused.path().as_str()), (2504, "item[0]"));
    let short = FlowColumns { due_on: &[], ..items };
    let refused = period_sums(periods(), 2, &short, &none).unwrap_err();
    assert_eq!((refused.code(), refused.path().as_str()), ("columns.lengths_differ", "due_on"));
}
