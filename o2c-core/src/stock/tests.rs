//! Stories of a stock.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use super::*;
use crate::calendar::{Day, Holidays};
use crate::error::Refusal;
use crate::machine::replay;
use crate::money::Exact;
use alloc::string::{String, ToString};
use alloc::vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn figure(text: &str) -> Exact {
    text.parse().unwrap()
}

fn facts(on: &str) -> Facts {
    Facts::new(day(on))
}

fn of(order: &str) -> LineOfOrder {
    LineOfOrder { order: order.parse().unwrap(), line: "1".parse().unwrap() }
}

fn receive(quantity: &str, cost: Option<&str>) -> Command {
    let cost = cost.map(|cost| cost.parse().unwrap());
    Command::Receive { quantity: figure(quantity), cost, receipt: None }
}

fn expect(receipt: &str, on: &str, quantity: &str) -> Command {
    let (receipt, on) = (receipt.parse().unwrap(), day(on));
    Command::Expect { receipt, on, quantity: figure(quantity), cost: None }
}

fn reserve(order: &str, quantity: &str, requested_on: Option<&str>) -> Command {
    Command::Reserve {
        of: of(order),
        quantity: figure(quantity),
        requested_on: requested_on.map(day),
        priority: DEFAULT_PRIORITY,
        ordered_on: day("2026-05-01"),
    }
}

/// Does what is asked; every state on the way keeps the invariants.
fn told(stock: &mut Stock, facts: &Facts, commands: &[Command]) {
    for command in commands {
        for event in stock.decide(command, facts).unwrap() {
            stock.evolve(&event).unwrap();
        }
        stock.audit().unwrap();
    }
}

fn refusal(stock: &Stock, facts: &Facts, command: &Command) -> (&'static str, String) {
    let no = stock.decide(command, facts).unwrap_err();
    (no.code(), no.path().to_string())
}

/// Rulebook EX-O2: supply 40, 30 and 60, and 50 promised for the 12th.
fn rulebook() -> Stock {
    let mut stock = Stock::new();
    let facts = facts("2026-05-01");
    told(
        &mut stock,
        &facts,
        &[
            receive("40", None),
            expect("PO-1", "2026-05-10", "30"),
            expect("PO-2", "2026-05-20", "60"),
            reserve("O1", "50", Some("2026-05-12")),
        ],
    );
    stock
}

fn free(stock: &Stock, days: &[&str]) -> Vec<String> {
    let days: Vec<Day> = days.iter().map(|on| day(on)).collect();
    let figures = stock.available(day("2026-05-01"), &days).unwrap();
    figures.iter().map(ToString::to_string).collect()
}

#[test]
fn a_promise_takes_nothing_from_another() {
    let mut stock = rulebook();
    let days = ["2026-05-01", "2026-05-10", "2026-05-12", "2026-05-20"];
    assert_eq!(free(&stock, &days), ["20", "20", "20", "80"]);
    let facts = facts("2026-05-01");
    told(&mut stock, &facts, &[reserve("O2", "30", None)]);
    let kept = stock.reservation(&of("O2")).unwrap();
    assert_eq!(kept.parts[0].ships_on, Some(day("2026-05-20")));
    assert_eq!(kept.parts[0].source, Source::Expected { receipt: "PO-2".parse().unwrap() });
    assert_eq!(free(&stock, &days), ["20", "20", "20", "50"]);
    // What is no longer promised is free again.
    told(&mut stock, &facts, &[Command::Release { of: of("O1"), quantity: None }]);
    assert_eq!(free(&stock, &days), ["40", "70", "70", "100"]);
}

#[test]
fn a_promise_may_be_split_where_the_policy_says_so() {
    let mut facts = facts("2026-05-01");
    facts.policy.may_split = true;
    let promise = rulebook().promise(figure("100"), None, &facts).unwrap();
    let parts: Vec<(String, Option<Day>)> =
        promise.parts.iter().map(|part| (part.quantity.to_string(), part.ships_on)).collect();
    let expected = [
        ("20".to_string(), Some(day("2026-05-01"))),
        ("60".to_string(), Some(day("2026-05-20"))),
        ("20".to_string(), None),
    ];
    assert_eq!(parts, expected);
    assert_eq!(promise.parts[2].source, Source::Unknown);
    assert!(!promise.is_on_time);
}

/// Friday 1 May 2026 is a holiday: what leaves on Thursday arrives on Monday after one day.
#[test]
fn what_leaves_arrives_some_business_days_later() {
    let mut facts = facts("2026-04-28");
    facts.policy.delivery_days = 1;
    facts.holidays = Holidays::new([day("2026-05-01")]);
    let mut stock = Stock::new();
    told(&mut stock, &facts, &[receive("10", None)]);
    let asked = |on| stock.promise(figure("10"), Some(day(on)), &facts).unwrap();
    let promise = asked("2026-05-04");
    assert_eq!(promise.parts[0].ships_on, Some(day("2026-04-30")));
    assert_eq!((promise.arrives_on(), promise.is_on_time), (Some(day("2026-05-04")), true));
    // A day that cannot be kept: the honest one is said.
    let promise = asked("2026-04-28");
    assert_eq!((promise.arrives_on(), promise.is_on_time), (Some(day("2026-04-29")), false));
}

#[test]
fn more_can_be_bought_after_the_replenishment_time() {
    let mut stock = rulebook();
    let facts = facts("2026-05-01");
    let plan = Command::Plan { safety: Exact::ZERO, replenishment_days: Some(30) };
    told(&mut stock, &facts, &[plan, reserve("O2", "500", None)]);
    let kept = stock.reservation(&of("O2")).unwrap();
    assert_eq!(kept.parts[0].source, Source::Replenishment);
    assert_eq!(kept.parts[0].ships_on, Some(day("2026-05-31")));
    // It is bought for that promise, and takes nothing from anybody.
    assert_eq!(free(&stock, &["2026-05-20"]), ["80"]);
}

#[test]
fn the_safety_stock_is_not_promised_and_late_receipts_are_no_supply() {
    let mut stock = Stock::new();
    let plan = Command::Plan { safety: figure("4"), replenishment_days: None };
    let first = facts("2026-05-01");
    told(&mut stock, &first, &[receive("10", None), expect("PO-1", "2026-05-03", "5"), plan]);
    assert_eq!(stock.available(day("2026-05-03"), &[day("2026-05-03")]), Ok(vec![figure("11")]));
    assert_eq!(stock.available(day("2026-05-04"), &[day("2026-05-09")]), Ok(vec![figure("6")]));
}

#[test]
fn what_the_policy_refuses_names_the_figures() {
    let stock = rulebook();
    let mut facts = facts("2026-05-01");
    facts.policy.shortage = Shortage::PromiseOrRefuse;
    let no = stock.decide(&reserve("O2", "81", None), &facts).unwrap_err();
    assert_eq!(no.to_string(), "81 cannot be promised for any day: 80 is available");
    facts.policy.shortage = Shortage::Refuse;
    let no = stock.decide(&reserve("O2", "30", Some("2026-05-05")), &facts).unwrap_err();
    let message = "2026-05-05 cannot be kept: the earliest arrival is 2026-05-20";
    assert_eq!(no.to_string(), message);
}

#[test]
fn the_average_cost_leaves_and_the_last_takes_the_rest() {
    let mut stock = Stock::new();
    let facts = facts("2026-05-01");
    told(&mut stock, &facts, &[receive("2", Some("10.00 EUR")), receive("1", Some("0.00 EUR"))]);
    let mut costs = Vec::new();
    for _ in 0..3 {
        let issue = Command::Issue { quantity: Exact::ONE, of: None };
        let event = stock.decide(&issue, &facts).unwrap().remove(0);
        stock.evolve(&event).unwrap();
        stock.audit().unwrap();
        costs.push(event.cost().unwrap().figure());
    }
    assert_eq!(costs, ["-3.33", "-3.34", "-3.33"]);
}

#[test]
fn what_is_found_costs_what_the_rest_costs() {
    let facts = facts("2026-05-01");
    for (counted, cost) in
        [("1", Some("-5.00")), ("2", None), ("3", Some("5.00")), ("7", Some("25.00"))]
    {
        let mut stock = Stock::new();
        told(&mut stock, &facts, &[receive("2", Some("10.00 EUR"))]);
        let count = Command::Count { counted: figure(counted), reason: Default::default() };
        let events = stock.decide(&count, &facts).unwrap();
        let found = events.first().and_then(Event::cost).map(|cost| cost.figure());
        assert_eq!(found.as_deref(), cost);
        told(&mut stock, &facts, &[count]);
        assert_eq!(stock.on_hand, figure(counted));
    }
}

#[test]
fn a_receipt_comes_in_by_parts_with_its_cost() {
    let mut stock = Stock::new();
    let facts = facts("2026-05-01");
    let announced = Command::Expect {
        receipt: "PO-1".parse().unwrap(),
        on: day("2026-05-02"),
        quantity: figure("3"),
        cost: Some("10.00 EUR".parse().unwrap()),
    };
    let part = |quantity: &str| Command::Receive {
        quantity: figure(quantity),
        cost: None,
        receipt: Some("PO-1".parse().unwrap()),
    };
    told(&mut stock, &facts, &[announced, part("1")]);
    assert_eq!(stock.value.unwrap().figure(), "3.33");
    assert_eq!(stock.expected[0].quantity, figure("2"));
    // More than announced comes in: nothing more is expected, and all of the cost is in.
    told(&mut stock, &facts, &[part("5")]);
    assert_eq!((stock.value.unwrap().figure().as_str(), stock.expected.len()), ("10.00", 0));
    assert_eq!(refusal(&stock, &facts, &part("1")).0, "stock.receipt.unknown");
}

/// Rulebook O-15: priority, then the day promised, the day of the order, the id.
#[test]
fn shortages_are_shared_in_one_fixed_sequence() {
    let mut stock = Stock::new();
    let facts = facts("2026-05-01");
    let asked = |order: &str, priority: u8| Command::Reserve {
        of: of(order),
        quantity: figure("10"),
        requested_on: None,
        priority,
        ordered_on: day("2026-05-01"),
    };
    told(&mut stock, &facts, &[receive("20", None), asked("O3", 5), asked("O2", 5)]);
    told(&mut stock, &facts, &[asked("O1", 5), asked("O9", 1)]);
    let count = Command::Count { counted: figure("20"), reason: Default::default() };
    told(&mut stock, &facts, &[count, Command::Reallocate]);
    let leaves =
        |stock: &Stock, order: &str| stock.reservation(&of(order)).unwrap().parts[0].ships_on;
    let today = Some(day("2026-05-01"));
    let served = ["O1", "O2", "O3", "O9"].map(|order| leaves(&stock, order) == today);
    assert_eq!(served, [false, true, false, true]);
    // Nothing more to change: asked again, nothing happens.
    assert_eq!(stock.decide(&Command::Reallocate, &facts), Ok(vec![]));
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let stock = rulebook();
    let mut now = facts("2026-05-02");
    let cases = [
        (receive("0", None), "stock.quantity_not_positive", "quantity"),
        (receive("1", Some("-0.01 EUR")), "stock.cost_negative", "cost"),
        (Command::Issue { quantity: figure("41"), of: None }, "stock.not_on_hand", "quantity"),
        (expect("PO-1", "2026-06-01", "1"), "stock.receipt.expected_already", "receipt"),
        (expect("PO-9", "2026-05-01", "1"), "stock.receipt.in_the_past", "on"),
        (reserve("O2", "1", Some("2026-05-01")), "stock.promise_in_the_past", "requested_on"),
        (reserve("O1", "1", None), "stock.reserved_already", "of"),
        (Command::Release { of: of("O9"), quantity: None }, "stock.not_reserved", "of"),
        (
            Command::Release { of: of("O1"), quantity: Some(figure("51")) },
            "stock.beyond_reserved",
            "quantity",
        ),
        (
            Command::Plan { safety: figure("-1"), replenishment_days: None },
            "stock.quantity_negative",
            "safety",
        ),
    ];
    for (command, code, path) in &cases {
        assert_eq!(refusal(&stock, &now, command), (*code, path.to_string()), "{command:?}");
    }
    now.is_in_pieces = true;
    assert_eq!(refusal(&stock, &now, &receive("1.5", None)).0, "stock.fraction_of_a_piece");
}

#[test]
fn a_history_that_was_not_decided_breaks() {
    let issued =
        Event::Issued { quantity: Exact::ONE, of: None, cost: None, issued_on: day("2026-05-01") };
    let released = Event::Released { of: of("O1"), quantity: Exact::ONE };
    for events in [vec![issued], vec![released]] {
        assert!(replay(Stock::new(), &events).is_err());
    }
}

/// The dumbest account of pieces: a level for each of forty days.
fn by_counting(moves: &[(i64, i128)], from: i64) -> i128 {
    let level = |until: i64| moves.iter().filter(|(on, _)| *on <= until).map(|(_, q)| q).sum();
    (from..=40).map(level).min().unwrap()
}

fn on(number: i64) -> Day {
    day("2026-05-01").plus_days(number).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// What is free on a day is the least that any later day leaves, and a promise is the first
    /// day on which as much is free; taken, it leaves every other promise possible.
    #[test]
    fn the_look_ahead_is_that_of_counting_pieces(
        moves in prop::collection::vec((0_i64..40, -30_i128..60), 0..30),
        asked in prop::collection::vec((0_i64..40, 1_i128..50), 0..12),
    ) {
        let mut counted = moves.clone();
        let mut horizon = Horizon::new(moves.iter().map(|(at, moved)| (on(*at), *moved)));
        for (from, quantity) in asked {
            for at in 0..40 {
                prop_assert_eq!(horizon.available(on(at)), by_counting(&counted, at));
            }
            let first = (from..40).find(|at| by_counting(&counted, *at) >= quantity);
            prop_assert_eq!(horizon.first_day(quantity, on(from)), first.map(on));
            if let Some(first) = first {
                horizon.take(on(first), quantity);
                counted.push((first, -quantity));
            }
        }
    }

    /// The columns promise what the step functions promise, line after line.
    #[test]
    fn columns_promise_like_rows(
        moves in prop::collection::vec((0_u32..4, 0_i64..40, -10_i64..60), 0..40),
        asked in prop::collection::vec((0_u32..5, 0_i64..40, 1_i64..40), 0..30),
    ) {
        let items: Vec<u32> = moves.iter().map(|row| row.0).collect();
        let days: Vec<Day> = moves.iter().map(|row| on(row.1)).collect();
        let quantities: Vec<i64> = moves.iter().map(|row| row.2).collect();
        let lines: Vec<u32> = asked.iter().map(|row| row.0).collect();
        let not_before: Vec<Day> = asked.iter().map(|row| on(row.1)).collect();
        let wanted: Vec<i64> = asked.iter().map(|row| row.2).collect();
        let found = promise_lines(
            Moves { items: &items, days: &days, quantities: &quantities },
            Asked { items: &lines, not_before: &not_before, quantities: &wanted },
        ).unwrap();
        let mut horizons: Vec<Horizon> = (0..5_u32).map(|item| {
            let of_item = moves.iter().filter(|row| row.0 == item);
            Horizon::new(of_item.map(|row| (on(row.1), i128::from(row.2))))
        }).collect();
        for (row, promised) in asked.iter().zip(found) {
            let (horizon, quantity) = (&mut horizons[row.0 as usize], i128::from(row.2));
            let first = horizon.first_day(quantity, on(row.1));
            prop_assert_eq!(promised, first);
            if let Some(first) = first {
                horizon.take(first, quantity);
            }
        }
    }

    /// What may be split is promised whole, in the order of its days, and never more than is free.
    #[test]
    fn the_parts_of_a_promise_are_the_whole(
        on_hand in 0_i64..60,
        receipts in prop::collection::vec((1_i64..40, 1_i64..40), 0..8),
        asked in 1_i64..200,
        may_split in any::<bool>(),
    ) {
        let mut facts = Facts::new(on(0));
        facts.policy.may_split = may_split;
        let mut stock = Stock::new();
        stock.on_hand = Exact::whole(on_hand).unwrap();
        for (index, (at, quantity)) in receipts.iter().enumerate() {
            let quantity = Exact::whole(*quantity).unwrap();
            let receipt = alloc::format!("PO-{index}").parse().unwrap();
            let command = Command::Expect { receipt, on: on(*at), quantity, cost: None };
            told(&mut stock, &facts, &[command]);
        }
        let quantity = Exact::whole(asked).unwrap();
        let promise = stock.promise(quantity, None, &facts).unwrap();
        let mut quantities = promise.parts.iter().map(|part| part.quantity);
        let sum = quantities.try_fold(Exact::ZERO, Exact::checked_add);
        prop_assert_eq!(sum.unwrap(), quantity);
        let days: Vec<Option<Day>> = promise.parts.iter().map(|part| part.ships_on).collect();
        let known: Vec<Day> = days.iter().copied().flatten().collect();
        prop_assert!(known.is_sorted());
        let supply = on_hand + receipts.iter().map(|(_, quantity)| quantity).sum::<i64>();
        prop_assert_eq!(days.contains(&None), supply < asked);
        let reserve = Command::Reserve { of: of("O1"), quantity, requested_on: None,
            priority: 5, ordered_on: on(0) };
        told(&mut stock, &facts, &[reserve]);
        if supply >= asked {
            let every: Vec<Day> = (0..40).map(on).collect();
            let free = stock.available(on(0), &every).unwrap();
            prop_assert!(free.iter().all(|free| !free.is_negative()));
        }
    }
}
