//! Stories of an order.
#![allow(clippy::arithmetic_side_effects)]

mod delivery;
mod desk;

use super::*;
use crate::calendar::{Day, Terms};
use crate::error::{Path, Refusal};
use crate::id::{LineId, Text};
use crate::machine::Given;
use crate::money::{Currency, Exact};
use crate::pricing::{Adjustment, AdjustmentValue, Price};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn facts() -> Facts {
    Facts { on: day("2026-01-15") }
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn id(text: &str) -> LineId {
    text.parse().unwrap()
}

fn text(text: &str) -> Text {
    text.parse().unwrap()
}

/// A line of the item `CHAIR`.
fn line(key: &str, quantity: &str, price: &str) -> OrderLine {
    OrderLine {
        id: id(key),
        item: Some("CHAIR".parse().unwrap()),
        description: Text::default(),
        quantity: quantity.parse().unwrap(),
        price: Price::Net(price.parse().unwrap()),
        base_quantity: Exact::ONE,
        adjustments: vec![],
        vat: "S 20".parse().unwrap(),
        supply: crate::tax::Supply::Goods,
        delivery: LineDelivery::default(),
        period: None,
        taxes: Vec::new(),
    }
}

fn content(lines: Vec<OrderLine>) -> Content {
    Content {
        customer: "C1".parse().unwrap(),
        currency: Currency::EUR,
        lines,
        adjustments: vec![],
        terms: Terms::net_days(30),
        billing: BillingBasis::Shipped,
        required_on: None,
        reference: Text::default(),
        vat_reasons: vec![],
        handling: Handling::default(),
        prices: Default::default(),
        vat_rounding: Default::default(),
        cash_rounding: None,
        tax_accounts: Vec::new(),
    }
}

/// The same item on two lines at two prices.
fn two_lines() -> Arc<Content> {
    Arc::new(content(vec![line("1", "10 C62", "80.00"), line("2", "4 C62", "75.00")]))
}

fn on_ordered_basis() -> Arc<Content> {
    Arc::new(Content {
        billing: BillingBasis::Ordered,
        ..content(vec![line("1", "10 C62", "80.00")])
    })
}

fn placed(content: &Arc<Content>) -> Event {
    Event::Placed { order: "O1".parse().unwrap(), content: content.clone(), placed_on: facts().on }
}

fn confirmed() -> Event {
    Event::Confirmed { confirmed_on: facts().on }
}

fn quantities(lines: &[(&str, &str)]) -> Vec<(LineId, Exact)> {
    lines.iter().map(|(line, figure)| (id(line), exact(figure))).collect()
}

fn shipped(lines: &[(&str, &str)]) -> Event {
    Event::Shipped { lines: quantities(lines), shipped_on: facts().on }
}

fn invoiced(lines: &[(&str, &str)]) -> Event {
    Event::Invoiced { lines: quantities(lines), invoiced_on: facts().on }
}

fn line_cancelled(line: &str, figure: &str) -> Event {
    Event::LineCancelled { line: id(line), quantity: exact(figure), cancelled_on: facts().on }
}

fn cancelled(reason: &str) -> Event {
    Event::Cancelled { reason: text(reason), cancelled_on: facts().on }
}

fn place(content: &Arc<Content>) -> Command {
    Command::Place { order: "O1".parse().unwrap(), content: content.clone() }
}

fn amend(content: &Arc<Content>) -> Command {
    Command::Amend { content: content.clone(), reason: text("two more") }
}

fn ship(lines: &[(&str, &str)]) -> Command {
    Command::RecordShipped { lines: quantities(lines) }
}

fn invoice(lines: &[(&str, &str)]) -> Command {
    Command::RecordInvoiced { lines: quantities(lines) }
}

fn cancel_line(line: &str, figure: Option<&str>) -> Command {
    Command::CancelLine { line: id(line), quantity: figure.map(exact) }
}

fn cancel() -> Command {
    Command::Cancel { reason: text("too late") }
}

fn state(events: &[Event]) -> Order {
    let order = crate::machine::replay(Order::new(), events).unwrap();
    order.audit().unwrap();
    order
}

fn refusal(events: &[Event], command: &Command) -> (&'static str, alloc::string::String) {
    let no = state(events).decide(command, &facts()).unwrap_err();
    (no.code(), no.path().to_string())
}

#[test]
fn a_placed_order_shares_its_content() {
    let content = two_lines();
    Given::new(Order::new(), &[]).when(&place(&content), &facts()).then(&[placed(&content)]);
    let order = state(&[placed(&content)]);
    assert!(Arc::ptr_eq(order.content().unwrap(), &content));
}

#[test]
fn the_same_item_on_two_lines_at_two_prices_stays_two_lines() {
    let events = [placed(&two_lines()), confirmed(), shipped(&[("2", "4")])];
    let order = state(&events);
    assert_eq!(order.open_to_ship(0), Some(exact("10")));
    assert_eq!(order.open_to_ship(1), Some(Exact::ZERO));
    assert_eq!(order.billable().unwrap(), quantities(&[("2", "4")]));
    Given::new(Order::new(), &events).when(&ship(&[("2", "1")]), &facts()).refused(
        &Rejection::QuantityExceedsOpen {
            path: Path::from("quantity"),
            line: id("2"),
            asked: exact("1"),
            open: Exact::ZERO,
        }
        .inside_index("lines", 0),
    );
}

#[test]
fn what_cannot_be_ordered_is_refused_with_its_place() {
    let refused = |content: Content| refusal(&[], &place(&Arc::new(content)));
    assert_eq!(refused(content(vec![])), ("order.lines_missing", "content.lines".to_string()));
    let twice =
        content(vec![line("1", "1 C62", "1"), line("2", "1 C62", "1"), line("1", "2 C62", "1")]);
    assert_eq!(refused(twice), ("order.line.duplicate_id", "content.lines[2].id".to_string()));
    let many = (0..40).map(|key| line(&(key % 39).to_string(), "1 C62", "1"));
    assert_eq!(
        refused(content(many.collect())),
        ("order.line.duplicate_id", "content.lines[39].id".to_string())
    );
    for quantity in ["0 C62", "-1 C62"] {
        assert_eq!(
            refused(content(vec![line("1", quantity, "1")])),
            ("order.line.quantity_not_positive", "content.lines[0].quantity".to_string())
        );
    }
    let dollars = AdjustmentValue::Amount("1.00 USD".parse().unwrap());
    let mut foreign = line("1", "1 C62", "1");
    foreign.adjustments = vec![Adjustment::new(crate::pricing::AdjustmentKind::Charge, dollars)];
    assert_eq!(
        refused(content(vec![foreign])),
        ("money.currency_mismatch", "content.lines[0].adjustments[0].value".to_string())
    );
}

#[test]
fn before_confirmation_the_whole_content_is_amended() {
    let larger = Arc::new(content(vec![line("1", "12 C62", "80.00")]));
    let amended = Event::Amended {
        content: larger.clone(),
        reason: text("two more"),
        amended_on: facts().on,
    };
    Given::new(Order::new(), &[placed(&two_lines())])
        .when(&amend(&larger), &facts())
        .then(core::slice::from_ref(&amended));
    let Order::Confirmed(order) = state(&[placed(&two_lines()), amended, confirmed()]) else {
        panic!("the order is confirmed");
    };
    assert_eq!((order.version, order.lines.len()), (2, 1));
    assert_eq!(order.content, larger);
}

#[test]
fn nothing_happens_before_the_day_of_the_order() {
    let earlier = Facts { on: day("2026-01-14") };
    let events = [placed(&two_lines()), confirmed()];
    for (events, command) in [
        (&events[..1], amend(&two_lines())),
        (&events[..1], Command::Confirm),
        (&events[..1], cancel()),
        (&events[..], cancel()),
        (&events[..], cancel_line("1", None)),
        (&events[..], ship(&[("1", "1")])),
        (&events[..], invoice(&[("1", "1")])),
    ] {
        Given::new(Order::new(), events).when(&command, &earlier).refused(
            &Rejection::BeforePlaced { path: Path::root(), on: earlier.on, placed_on: facts().on },
        );
    }
}

/// rulebook EX-O1 before its return: 10 ordered, 1 cancelled, 7 shipped, 6 invoiced.
#[test]
fn the_rest_follows_from_the_counters() {
    let events = [
        placed(&two_lines()),
        confirmed(),
        line_cancelled("1", "1"),
        shipped(&[("1", "7")]),
        invoiced(&[("1", "6")]),
    ];
    let order = state(&events);
    assert_eq!(order.open_to_ship(0), Some(exact("2")));
    assert_eq!(order.to_invoice(0), Some(exact("1")));
    assert_eq!((order.delivery(), order.billing()), (Facet::Partial, Facet::Partial));
    assert_eq!(order.open_to_ship(2), None);
    let message = |command| state(&events).decide(&command, &facts()).unwrap_err().to_string();
    assert_eq!(message(ship(&[("1", "3")])), "3 of line 1 asked, 2 open");
    assert_eq!(message(invoice(&[("1", "2")])), "2 of line 1 asked, 1 to invoice");
    assert_eq!(message(cancel_line("1", Some("2.5"))), "2.5 of line 1 asked, 2 open");
}

#[test]
fn a_wholly_shipped_and_billed_order_is_complete() {
    let mut events = vec![placed(&two_lines()), confirmed()];
    assert_eq!(state(&events).delivery(), Facet::NotStarted);
    events.push(shipped(&[("1", "10"), ("2", "4")]));
    assert_eq!(state(&events).delivery(), Facet::Complete);
    assert!(!state(&events).is_complete());
    events.push(invoiced(&[("2", "4"), ("1", "10")]));
    assert!(state(&events).is_complete());
    assert_eq!(state(&events).billable(), Err(Rejection::NothingToInvoice { path: Path::root() }));
    let nothing = Rejection::NothingToCancel { path: Path::root() };
    Given::new(Order::new(), &events).when(&cancel(), &facts()).refused(&nothing);
}

#[test]
fn lines_of_a_shipment_are_known_once_and_countable() {
    let events = [placed(&two_lines()), confirmed()];
    let refused = |lines: &[(&str, &str)]| refusal(&events, &ship(lines));
    assert_eq!(refused(&[]), ("order.lines_missing", "lines".to_string()));
    assert_eq!(
        refused(&[("1", "1"), ("3", "1")]),
        ("order.line.unknown", "lines[1].line".to_string())
    );
    assert_eq!(
        refused(&[("1", "6"), ("1", "6")]),
        ("order.line.named_twice", "lines[1].line".to_string())
    );
    assert_eq!(
        refused(&[("1", "0")]),
        ("order.line.quantity_not_positive", "lines[0].quantity".to_string())
    );
    let vast = Arc::new(content(vec![line("1", "100000000000000000 C62", "0.01")]));
    assert_eq!(
        refusal(&[placed(&vast), confirmed()], &ship(&[("1", "0.5")])),
        ("order.line.quantity_too_fine", "lines[0].quantity".to_string())
    );
}

#[test]
fn a_cancellation_takes_what_is_open() {
    let content = two_lines();
    let untouched = [placed(&content), confirmed()];
    Given::new(Order::new(), &untouched).when(&cancel(), &facts()).then(&[cancelled("too late")]);
    let half = [placed(&content), confirmed(), shipped(&[("1", "7")])];
    Given::new(Order::new(), &half).when(&cancel(), &facts()).then(&[Event::RestCancelled {
        lines: quantities(&[("1", "3"), ("2", "4")]),
        reason: text("too late"),
        cancelled_on: facts().on,
    }]);
    Given::new(Order::new(), &half)
        .when(&cancel_line("1", None), &facts())
        .then(&[line_cancelled("1", "3")]);
    let done = [placed(&content), confirmed(), shipped(&[("2", "4")])];
    assert_eq!(
        refusal(&done, &cancel_line("2", None)),
        ("order.line.nothing_to_cancel", "line".to_string())
    );
}

#[test]
fn the_last_line_cancelled_takes_the_order_along() {
    let events = [placed(&two_lines()), confirmed(), line_cancelled("1", "10")];
    Given::new(Order::new(), &events)
        .when(&cancel_line("2", Some("3")), &facts())
        .then(&[line_cancelled("2", "3")]);
    Given::new(Order::new(), &events)
        .when(&cancel_line("2", None), &facts())
        .then(&[line_cancelled("2", "4"), cancelled("")]);
}

#[test]
fn on_the_ordered_basis_billing_comes_first_and_binds() {
    let content = on_ordered_basis();
    let events = [placed(&content), confirmed(), invoiced(&[("1", "8")])];
    assert_eq!(state(&events).to_invoice(0), Some(exact("2")));
    Given::new(Order::new(), &events).when(&cancel_line("1", Some("3")), &facts()).refused(
        &Rejection::QuantityInvoiced {
            path: Path::from("quantity"),
            line: id("1"),
            asked: exact("3"),
            cancellable: exact("2"),
            invoiced: exact("8"),
        },
    );
    Given::new(Order::new(), &events)
        .when(&cancel_line("1", None), &facts())
        .then(&[line_cancelled("1", "2")]);
}

#[test]
fn many_lines_in_any_order_are_found() {
    let keys: Vec<_> = (0..1_000).map(|key| format!("L{key}")).collect();
    let lines = keys.iter().map(|key| line(key, "1 C62", "1"));
    let content = Arc::new(content(lines.collect()));
    let backwards: Vec<_> = keys.iter().rev().map(|key| (key.as_str(), "1")).collect();
    let events = [placed(&content), confirmed()];
    Given::new(Order::new(), &events)
        .when(&ship(&backwards), &facts())
        .then(&[shipped(&backwards)]);
    let order = state(&[placed(&content), confirmed(), shipped(&backwards)]);
    assert_eq!(order.delivery(), Facet::Complete);
    let mut twice = backwards.clone();
    twice.push(("L500", "1"));
    assert_eq!(
        refusal(&events, &ship(&twice)),
        ("order.line.named_twice", "lines[1000].line".to_string())
    );
}

#[test]
fn a_history_that_was_not_decided_breaks() {
    let content = two_lines();
    for events in [
        vec![confirmed()],
        vec![placed(&content), placed(&content)],
        vec![placed(&content), shipped(&[("1", "1")])],
        vec![placed(&content), confirmed(), shipped(&[("9", "1")])],
        vec![placed(&content), confirmed(), shipped(&[("1", "1")]), cancelled("")],
    ] {
        assert!(crate::machine::replay(Order::new(), &events).is_err());
    }
}

#[test]
fn the_audit_sees_each_broken_invariant() {
    let figures = |cancelled, shipped, invoiced| {
        let mut order = state(&[placed(&two_lines()), confirmed()]);
        if let Order::Confirmed(confirmed) = &mut order {
            confirmed.lines[0] = Counters {
                cancelled: exact(cancelled),
                shipped: exact(shipped),
                invoiced: exact(invoiced),
                ..Counters::default()
            };
        }
        order.audit()
    };
    assert!(figures("3", "7", "7").is_ok());
    assert!(figures("4", "7", "7").is_err());
    assert!(figures("3", "7", "7.5").is_err());
    assert!(figures("11", "0", "0").is_err());
    assert!(figures("-1", "0", "0").is_err());
}

#[cfg(feature = "json")]
#[test]
fn commands_and_events_read_back_as_written() {
    let json = r#"{"record_shipped":{"lines":[["1","2.5"]]}}"#;
    let command: Command = serde_json::from_str(json).unwrap();
    assert_eq!(command, ship(&[("1", "2.5")]));
    assert_eq!(serde_json::to_string(&command).unwrap(), json);
    let event = placed(&two_lines());
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    let order = state(&[event, confirmed(), shipped(&[("1", "2")])]);
    let written = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<Order>(&written).unwrap(), order);
    assert!(serde_json::from_str::<Command>(r#"{"cancel":{"why":"x"}}"#).is_err());
}

/// Where a deposit's groups stand on both sides, a part may come to more than the whole: 33 of 18
/// here. Its value is in proportion, and the last part leaves nothing.
#[test]
fn a_part_of_a_deposit_may_come_to_more_than_the_whole() {
    let group = |vat: &str, base: &str| crate::tax::Group {
        vat: crate::tax::Vat::new(vat.parse().unwrap(), "0".parse().unwrap()).unwrap(),
        base: base.parse().unwrap(),
        amount: "0 JPY".parse().unwrap(),
    };
    let (back, on_top) = (group("E", "-33 JPY"), group("Z", "15 JPY"));
    let mut deposit = Deposit {
        document: "D1".parse().unwrap(),
        share: DepositShare::Amount("-18 JPY".parse().unwrap()),
        groups: alloc::vec![back, on_top],
        booked: "-0.11 EUR".parse().unwrap(),
        deductions: Vec::new(),
        credits: Vec::new(),
    };
    // 0.11 x 33 / 18 = 0.2016...
    let booked = deposit.booked_of(&[back]).unwrap();
    assert_eq!(booked, "-0.20 EUR".parse().unwrap());
    let document = "F1".parse().unwrap();
    deposit.deductions.push(DepositDeduction { document, groups: alloc::vec![back], booked });
    assert_eq!(deposit.booked_of(&[on_top]).unwrap(), "0.09 EUR".parse().unwrap());
}
