//! Stories of what leaves beside what was ordered, and of what comes back unbilled.

use super::*;

/// Ten of line 1 and four of line 2, on a basis, with a tolerance in percent.
fn told(basis: BillingBasis, over: &str, under: &str, commands: &[Command]) -> Order {
    let tolerance =
        DeliveryTolerance { over: over.parse().unwrap(), under: under.parse().unwrap() };
    let content = content(vec![line("1", "10 C62", "80.00"), line("2", "4 C62", "75.00")]);
    let handling = Handling { tolerance, ..Handling::default() };
    let mut order =
        state(&[placed(&Arc::new(Content { handling, billing: basis, ..content })), confirmed()]);
    for command in commands {
        for event in order.decide(command, &facts()).unwrap() {
            order.evolve(&event).unwrap();
        }
        order.audit().unwrap();
    }
    order
}

fn refused(order: &Order, command: &Command) -> (&'static str, String) {
    let no = order.decide(command, &facts()).unwrap_err();
    (no.code(), no.to_string())
}

fn counters(order: &Order) -> [Exact; 4] {
    let line = order.as_confirmed().unwrap().lines[0];
    [line.cancelled, line.shipped, line.invoiced, line.returned]
}

fn figures(figures: [&str; 4]) -> [Exact; 4] {
    figures.map(exact)
}

/// Rulebook O-10, O-11: 10 % of 10 may leave beyond them; then nothing is open, and what left is
/// billed.
#[test]
fn more_leaves_within_its_tolerance() {
    let order = told(BillingBasis::Shipped, "10", "0", &[ship(&[("1", "4")])]);
    assert_eq!(
        refused(&order, &ship(&[("1", "7.1")])),
        ("order.line.quantity_exceeds_open", "7.1 of line 1 asked, 7 open".to_string())
    );
    let order = told(BillingBasis::Shipped, "10", "0", &[ship(&[("1", "4")]), ship(&[("1", "7")])]);
    assert_eq!(order.open_to_ship(0), Some(Exact::ZERO));
    assert_eq!(order.to_invoice(0), Some(exact("11")));
    assert!(refused(&order, &ship(&[("1", "0.1")])).1.ends_with("0 open"));
    assert!(order.decide(&invoice(&[("1", "11")]), &facts()).is_ok());
    assert!(order.decide(&cancel_line("1", None), &facts()).is_err(), "nothing is open");
    // The tolerance is of what is not cancelled.
    let order = told(BillingBasis::Shipped, "10", "0", &[cancel_line("1", Some("5"))]);
    assert!(refused(&order, &ship(&[("1", "5.6")])).1.ends_with("5.5 open"));
    // Without one, nothing leaves beyond what was ordered.
    let order = told(BillingBasis::Shipped, "0", "0", &[]);
    assert!(refused(&order, &ship(&[("1", "10.1")])).1.ends_with("10 open"));
}

/// On the ordered basis what was delivered beyond the order is billed too, and may come back.
#[test]
fn what_left_beyond_the_order_is_billed_on_either_basis() {
    let back = Command::RecordReturned { lines: quantities(&[("1", "11")]) };
    for basis in [BillingBasis::Shipped, BillingBasis::Ordered] {
        let order = told(basis, "10", "0", &[ship(&[("1", "11")])]);
        assert_eq!(order.to_invoice(0), Some(exact("11")), "{basis:?}");
        let order = told(basis, "10", "0", &[ship(&[("1", "11")]), back.clone()]);
        assert_eq!(order.to_invoice(0), Some(Exact::ZERO), "{basis:?}");
    }
}

/// Rulebook O-13: once enough has left, the rest is not waited for.
#[test]
fn a_line_is_closed_short_within_its_tolerance() {
    let order = told(BillingBasis::Shipped, "0", "10", &[ship(&[("1", "8.9")])]);
    assert_eq!(counters(&order), figures(["0", "8.9", "0", "0"]), "a backorder");
    let order = told(BillingBasis::Shipped, "0", "10", &[ship(&[("1", "9")])]);
    assert_eq!(counters(&order), figures(["1", "9", "0", "0"]));
    assert_eq!(order.open_to_ship(0), Some(Exact::ZERO));
    // What was billed ahead is delivered.
    let ahead = [invoice(&[("1", "10")]), ship(&[("1", "9")])];
    let order = told(BillingBasis::Ordered, "0", "10", &ahead);
    assert_eq!(counters(&order), figures(["0", "9", "10", "0"]));
}

/// What leaves whole leaves whole within its tolerance too.
#[test]
fn a_complete_line_may_be_short_within_its_tolerance() {
    let content = content(vec![line("1", "10 C62", "80.00")]);
    let tolerance = DeliveryTolerance { under: "10".parse().unwrap(), ..Default::default() };
    let handling =
        Handling { delivery: DeliveryRule::CompleteLine, tolerance, ..Handling::default() };
    let order = state(&[placed(&Arc::new(Content { handling, ..content })), confirmed()]);
    assert_eq!(refused(&order, &ship(&[("1", "8")])).0, "order.delivery.line_incomplete");
    assert!(order.decide(&ship(&[("1", "9")]), &facts()).is_ok());
}

#[test]
fn a_tolerance_is_at_most_the_whole_and_may_be_of_one_line() {
    let own = DeliveryTolerance { over: "101".parse().unwrap(), ..Default::default() };
    let mut wrong = content(vec![line("1", "10 C62", "80.00")]);
    wrong.handling.tolerance = own;
    let no = Order::new().decide(&place(&Arc::new(wrong)), &facts()).unwrap_err();
    assert_eq!(
        (no.code(), no.path().as_str()),
        ("money.above_hundred", "content.handling.tolerance.over")
    );
    let mut wrong = content(vec![line("1", "10 C62", "80.00")]);
    wrong.lines[0].delivery.tolerance = Some(own);
    let no = Order::new().decide(&place(&Arc::new(wrong)), &facts()).unwrap_err();
    assert_eq!(no.path().as_str(), "content.lines[0].delivery.tolerance.over");
    let mut one = content(vec![line("1", "10 C62", "80.00"), line("2", "4 C62", "75.00")]);
    one.lines[1].delivery.tolerance =
        Some(DeliveryTolerance { over: "50".parse().unwrap(), ..Default::default() });
    let order = state(&[placed(&Arc::new(one)), confirmed()]);
    assert!(order.decide(&ship(&[("2", "6")]), &facts()).is_ok());
    assert!(order.decide(&ship(&[("1", "10.1")]), &facts()).is_err());
}

/// An amendment does not take back the tolerance by which goods have left.
#[test]
fn an_amendment_leaves_room_for_what_has_left() {
    let order = told(BillingBasis::Shipped, "10", "0", &[ship(&[("1", "11")])]);
    let content = (**order.content().unwrap()).clone();
    assert!(order.decide(&amend(&Arc::new(content.clone())), &facts()).is_ok());
    let strict = Content { handling: Handling::default(), ..content };
    let no = order.decide(&amend(&Arc::new(strict)), &facts()).unwrap_err();
    assert_eq!(no.code(), "order.amendment.quantity_below");
}

/// What comes back before it is billed is not billed any more; what was billed is credited.
#[test]
fn what_was_not_billed_is_taken_back() {
    let back = |figure: &str| Command::RecordReturned { lines: quantities(&[("1", figure)]) };
    let so_far = [ship(&[("1", "7")]), invoice(&[("1", "4")])];
    let order = told(BillingBasis::Shipped, "0", "0", &so_far);
    assert_eq!(refused(&order, &back("8")).0, "order.line.quantity_exceeds_shipped");
    assert_eq!(
        refused(&order, &back("4")),
        ("order.line.quantity_exceeds_billable", "4 of line 1 asked, 3 to invoice".to_string())
    );
    let order = told(BillingBasis::Shipped, "0", "0", &[&so_far[..], &[back("3")]].concat());
    assert_eq!(counters(&order), figures(["0", "7", "4", "3"]));
    assert_eq!(order.to_invoice(0), Some(Exact::ZERO));
    let events = order.decide(&ship(&[("1", "3")]), &facts()).unwrap();
    let movements: Vec<Movement> =
        [Event::Returned { lines: quantities(&[("1", "3")]), returned_on: facts().on }]
            .iter()
            .chain(&events)
            .flat_map(Event::movements)
            .collect();
    let told = Counters::as_of(&movements, &id("1"), facts().on).unwrap();
    assert_eq!((told.returned, told.credited, told.shipped), (exact("3"), Exact::ZERO, exact("3")));
}

fn arrive(lines: &[(&str, &str)]) -> Command {
    Command::RecordDelivered { lines: quantities(lines) }
}

fn accept(lines: &[(&str, &str)]) -> Command {
    Command::RecordAccepted { lines: quantities(lines), by: Text::default() }
}

/// Billed as it arrives: seven left, four of them arrived, four are to invoice; what never arrived
/// comes back without a credit note, and no more.
#[test]
fn what_arrived_is_billed() {
    let told = |commands: &[Command]| told(BillingBasis::Delivered, "0", "0", commands);
    let order = told(&[ship(&[("1", "7")])]);
    assert_eq!(order.to_invoice(0), Some(Exact::ZERO));
    let no = refused(&order, &invoice(&[("1", "1")]));
    assert_eq!(no.0, "order.line.quantity_exceeds_billable");
    let order = told(&[ship(&[("1", "7")]), arrive(&[("1", "4")])]);
    assert_eq!(order.to_invoice(0), Some(exact("4")));
    assert_eq!(
        refused(&order, &arrive(&[("1", "4")])),
        (
            "order.line.quantity_exceeds_under_way",
            "4 of line 1 arrive or are accepted, 3 left for it".to_string()
        )
    );
    let billed = [ship(&[("1", "7")]), arrive(&[("1", "4")]), invoice(&[("1", "4")])];
    let order = told(&billed);
    let back = |figure: &str| Command::RecordReturned { lines: quantities(&[("1", figure)]) };
    assert!(order.decide(&back("3"), &facts()).is_ok(), "the three on their way come back");
    assert!(order.decide(&back("3.1"), &facts()).is_err(), "what is billed needs a credit note");
    assert_eq!(order.billing(), Facet::Partial);
}

/// Billed as it is accepted; the goods that came back are not accepted any more.
#[test]
fn what_was_accepted_is_billed() {
    let told = |commands: &[Command]| told(BillingBasis::Accepted, "0", "0", commands);
    let order = told(&[ship(&[("1", "7"), ("2", "4")]), accept(&[("1", "2")])]);
    assert_eq!((order.to_invoice(0), order.to_invoice(1)), (Some(exact("2")), Some(Exact::ZERO)));
    assert_eq!(order.to_accept().unwrap(), quantities(&[("1", "5"), ("2", "4")]));
    let back = Command::RecordReturned { lines: quantities(&[("2", "4")]) };
    let order = told(&[ship(&[("1", "7"), ("2", "4")]), back, accept(&[("1", "7")])]);
    assert_eq!(order.to_accept().unwrap_err().code(), "order.nothing_to_accept");
    assert_eq!(refused(&order, &accept(&[("2", "1")])).0, "order.line.quantity_exceeds_under_way");
    assert_eq!(order.billable().unwrap(), quantities(&[("1", "7")]));
    let placed = state(&[placed(&two_lines())]);
    assert_eq!(placed.to_accept().unwrap_err().code(), "order.not_possible");
}

/// A line is found by its id, however an order numbers its lines and in whatever sequence they are
/// asked for.
#[test]
fn lines_are_found_by_their_ids() {
    let from_one: fn(usize) -> String = |index| (index + 1).to_string();
    let numbered: [fn(usize) -> String; 5] = [
        from_one,
        |index| index.to_string(),
        |index| ((index + 1) * 10).to_string(),
        |index| alloc::format!("{:03}", 40 - index),
        |index| alloc::format!("line {}", index * 7 % 41),
    ];
    for name in numbered {
        let lines = (0..40).map(|index| line(&name(index), "10 C62", "1.00")).collect();
        let content = content(lines);
        for index in (0..40).rev().chain(0..40) {
            let found = content.line(&id(&name(index))).map(|(position, _)| position);
            assert_eq!(found, Some(index), "{}", name(index));
        }
        assert!(content.line(&id("41 or so")).is_none());
        assert!(content.line(&id("999999")).is_none());
    }
}

/// Of many lines in groups each group leaves whole, in whatever sequence its lines are named.
#[test]
fn groups_of_many_lines_leave_whole() {
    let in_group = |index: usize| {
        let mut line = line(&index.to_string(), "2 C62", "1.00");
        line.delivery.group = text(&alloc::format!("group {}", index % 3));
        line
    };
    let content = Arc::new(content((0..30).map(in_group).collect()));
    let order = state(&[placed(&content), confirmed()]);
    let all = |index: &usize| (id(&index.to_string()), exact("2"));
    let group: Vec<_> = (0..30).rev().filter(|index| index % 3 == 1).collect();
    let whole = Command::RecordShipped { lines: group.iter().map(all).collect() };
    assert!(order.decide(&whole, &facts()).is_ok());
    let but_one = Command::RecordShipped { lines: group[1..].iter().map(all).collect() };
    let told = refused(&order, &but_one);
    assert_eq!(told.0, "order.delivery.group_incomplete");
    assert!(told.1.contains("28"), "{told:?}");
}
