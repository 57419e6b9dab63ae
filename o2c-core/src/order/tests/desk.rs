//! Stories of the order desk: offers, holds, amendments, requests to cancel, and the table of what
//! is possible.

use super::*;
use alloc::vec::Vec;

fn later(on: &str) -> Facts {
    Facts { on: day(on) }
}

fn quoted(valid_until: &str) -> Event {
    Event::Quoted {
        order: "O1".parse().unwrap(),
        content: two_lines(),
        quoted_on: facts().on,
        valid_until: day(valid_until),
    }
}

fn hold(kind: HoldKind, line: Option<&str>, until: Option<&str>) -> Hold {
    Hold {
        name: HoldName { kind, code: Text::default(), line: line.map(id) },
        reason: text("looked at"),
        by: text("desk"),
        set_on: facts().on,
        until: until.map(day),
    }
}

fn set(hold: &Hold) -> Command {
    Command::SetHold {
        hold: hold.name.clone(),
        reason: hold.reason.clone(),
        by: hold.by.clone(),
        until: hold.until,
    }
}

fn release(hold: &Hold) -> Command {
    Command::ReleaseHold { hold: hold.name.clone(), reason: text("seen"), by: text("desk") }
}

fn request(parts: &[(&str, &str, Option<&str>)]) -> Command {
    let part = |(part, line, quantity): &(&str, &str, Option<&str>)| RequestedPart {
        part: Some(id(part)),
        line: id(line),
        quantity: quantity.map(exact),
    };
    let parts = parts.iter().map(part).collect();
    Command::RequestCancellation { parts, reason: text("not needed") }
}

fn answer(part: &str, answer: CancellationAnswer) -> Command {
    Command::AnswerCancellation { part: id(part), answer }
}

/// The events of commands that are all accepted.
fn told(commands: &[Command]) -> Vec<Event> {
    let (mut order, mut events) = (Order::new(), vec![]);
    for command in commands {
        for event in order.decide(command, &facts()).unwrap() {
            order.evolve(&event).unwrap();
            events.push(event);
        }
    }
    order.audit().unwrap();
    events
}

fn milestone_credited() -> Command {
    let (milestone, document) = (id("1"), "F1".parse().unwrap());
    Command::RecordMilestoneCredited { milestone, document }
}

/// One command of every kind.
fn every_command() -> Vec<Command> {
    let content = two_lines();
    let credit = hold(HoldKind::Credit, None, None);
    let deposit = Deposit::new(
        "D1".parse().unwrap(),
        DepositShare::Amount("1.00 EUR".parse().unwrap()),
        vec![],
        "1.00 EUR".parse().unwrap(),
    );
    let deduction = DepositDeduction {
        document: "F1".parse().unwrap(),
        groups: vec![],
        booked: "1.00 EUR".parse().unwrap(),
    };
    let (d1, f1) = (|| "D1".parse().unwrap(), || "F1".parse().unwrap());
    let reason = || text("why");
    vec![
        place(&content),
        amend(&content),
        Command::Confirm,
        cancel_line("1", None),
        cancel_line("2", None),
        cancel(),
        ship(&[("1", "1")]),
        invoice(&[("1", "1")]),
        Command::RecordCredited { lines: quantities(&[("1", "1")]), is_returned: false },
        Command::RecordDeposit { deposit },
        Command::RecordDeducted { deposit: d1(), deduction },
        Command::RecordDepositReleased { deposit: d1(), document: f1() },
        Command::RecordDepositCredited { deposit: d1(), by: f1() },
        Command::PlanBilling { milestones: vec![] },
        Command::RecordMilestone { milestone: id("1"), document: f1() },
        milestone_credited(),
        Command::Quote {
            order: "O1".parse().unwrap(),
            content: content.clone(),
            valid_until: facts().on,
        },
        Command::ReviseQuote { content, valid_until: facts().on, reason: reason() },
        Command::AcceptQuote,
        Command::LoseQuote { reason: reason() },
        Command::Reject { reason: reason() },
        set(&credit),
        release(&credit),
        request(&[]),
        answer("1", CancellationAnswer::Refused),
        answer("1", CancellationAnswer::Accepted),
        Command::RecordReturned { lines: quantities(&[("1", "1")]) },
        Command::RecordDelivered { lines: quantities(&[("1", "1")]) },
        Command::RecordAccepted { lines: quantities(&[("1", "1")]), by: text("Anne") },
    ]
}

/// Histories that lead to every state, more than one to some: what is possible may depend on more
/// than the state, what is not possible may not.
fn every_state() -> Vec<(&'static str, Vec<Event>)> {
    let content = two_lines();
    let credit = Event::HoldSet { hold: hold(HoldKind::Credit, None, None) };
    let lost = Event::QuoteLost { reason: text("dear"), lost_on: facts().on };
    let rejected = Event::Rejected { reason: text("no"), rejected_on: facts().on };
    let to_last = [
        placed(&content),
        confirmed(),
        line_cancelled("1", "10"),
        Event::CancellationRequested {
            request: CancellationRequest {
                parts: vec![CancellationPart {
                    part: id("1"),
                    line: id("2"),
                    quantity: exact("4"),
                    answer: None,
                }],
                reason: text("all"),
                requested_on: facts().on,
            },
        },
    ];
    vec![
        ("unplaced", vec![]),
        ("quoted", vec![quoted("2026-01-31")]),
        ("lost", vec![quoted("2026-01-31"), lost]),
        ("placed", vec![placed(&content)]),
        ("placed", vec![placed(&content), credit.clone()]),
        ("rejected", vec![placed(&content), rejected]),
        ("confirmed", vec![placed(&content), confirmed()]),
        ("confirmed", vec![placed(&content), confirmed(), credit]),
        ("confirmed", vec![placed(&content), confirmed(), shipped(&[("1", "7")])]),
        ("confirmed", to_last.to_vec()),
        ("cancelled", vec![placed(&content), cancelled("")]),
    ]
}

/// Every pair of state and command is in the table or refused, and leads where the table says.
#[test]
fn every_pair_of_state_and_command_is_as_the_table_says() {
    let mut seen = alloc::collections::BTreeSet::new();
    for (state_name, events) in every_state() {
        let order = state(&events);
        assert_eq!(order.state(), state_name);
        for command in every_command() {
            let answer = order.decide(&command, &facts());
            let row = TRANSITIONS
                .iter()
                .find(|row| (row.from, row.command) == (state_name, command.name()));
            let refused = Rejection::not_possible(Path::root(), state_name, command.name());
            assert_eq!(answer != Err(refused), row.is_some(), "{command:?} {state_name}");
            let (Ok(events), Some(row)) = (answer, row) else { continue };
            let mut after = order.clone();
            for event in &events {
                after.evolve(event).unwrap();
            }
            assert!(row.to.contains(&after.state()), "{row:?}: {}", after.state());
            seen.insert((row.from, row.command, after.state()));
        }
    }
    let commands: Vec<_> = every_command().iter().map(Command::name).collect();
    let states: Vec<_> = every_state().iter().map(|(name, _)| *name).collect();
    assert!(COMMANDS.iter().all(|name| commands.contains(name)), "every command is tried");
    assert!(commands.iter().all(|name| COMMANDS.contains(name)), "every command has a place");
    assert!(STATES.iter().all(|name| states.contains(name)), "every state is tried");
    assert!(states.iter().all(|name| STATES.contains(name)), "every state has a place");
    for row in TRANSITIONS {
        assert!(commands.contains(&row.command), "{row:?}");
        let happens = |to: &&str| seen.contains(&(row.from, row.command, *to));
        let needs_more = ["record_credited", "record_deducted", "record_deposit_credited"];
        let needs_more = row.command.starts_with("record_deposit")
            || row.command.starts_with("record_milestone")
            || row.command == "record_invoiced"
            || needs_more.contains(&row.command);
        assert!(needs_more || row.to.iter().all(happens), "{row:?} never happened");
    }
}

#[test]
fn a_refused_transition_says_what_would_be_allowed() {
    let no = state(&[placed(&two_lines())]).decide(&ship(&[("1", "1")]), &facts()).unwrap_err();
    assert_eq!(no.figures()[0], ("state", "placed".to_string()));
    assert_eq!(no.figures()[1], ("command", "record_shipped".to_string()));
    let allowed =
        "amend, confirm, reject, cancel, set_hold, release_hold, record_milestone_credited";
    assert_eq!(no.figures()[2], ("allowed", allowed.to_string()));
}

#[test]
fn an_offer_is_taken_while_it_is_valid() {
    let offered = [quoted("2026-01-31")];
    assert_eq!(state(&offered).decide(&Command::AcceptQuote, &later("2026-01-31")).iter().len(), 1);
    let no = state(&offered).decide(&Command::AcceptQuote, &later("2026-02-01")).unwrap_err();
    assert_eq!(no.code(), "order.quote.expired");
    // A revision makes it valid anew, and an order of the day it is taken.
    let revise = Command::ReviseQuote {
        content: on_ordered_basis(),
        valid_until: day("2026-02-28"),
        reason: text("one line less"),
    };
    let mut order = state(&offered);
    for (command, on) in [(revise, "2026-02-02"), (Command::AcceptQuote, "2026-02-03")] {
        for event in order.decide(&command, &later(on)).unwrap() {
            order.evolve(&event).unwrap();
        }
    }
    let placed = order.as_placed().unwrap();
    assert_eq!((placed.placed_on, placed.content.lines.len()), (day("2026-02-03"), 1));
    let early = Command::ReviseQuote {
        content: two_lines(),
        valid_until: day("2026-01-14"),
        reason: text(""),
    };
    assert_eq!(refusal(&offered, &early), ("order.quote.validity_over", "valid_until".to_string()));
}

#[test]
fn a_hold_stops_delivery_and_nothing_else() {
    let credit = hold(HoldKind::Credit, None, None);
    let held = told(&[place(&on_ordered_basis()), set(&credit), Command::Confirm]);
    assert_eq!(refusal(&held, &ship(&[("1", "1")])), ("order.on_hold", String::new()));
    assert_eq!(state(&held).progress(facts().on), Some(Progress::Held));
    assert!(state(&held).decide(&invoice(&[("1", "1")]), &facts()).is_ok());
    assert_eq!(refusal(&held, &set(&credit)), ("order.hold.stands", "hold".to_string()));
    let mut events = held.clone();
    events.extend(state(&held).decide(&release(&credit), &facts()).unwrap());
    assert!(state(&events).decide(&ship(&[("1", "1")]), &facts()).is_ok());
    assert_eq!(refusal(&events, &release(&credit)), ("order.hold.unknown", "hold".to_string()));
    assert_eq!(state(&events).progress(facts().on), Some(Progress::InProgress));
}

#[test]
fn a_hold_of_a_line_holds_the_line_alone_and_ends_with_its_last_day() {
    let stock = hold(HoldKind::Stock, Some("2"), Some("2026-01-20"));
    let events = told(&[place(&two_lines()), Command::Confirm, set(&stock)]);
    assert!(state(&events).decide(&ship(&[("1", "1")]), &facts()).is_ok());
    let both = ship(&[("1", "1"), ("2", "1")]);
    assert_eq!(refusal(&events, &both), ("order.on_hold", "lines[1].line".to_string()));
    assert!(state(&events).decide(&both, &later("2026-01-21")).is_ok());
    // What is over may be set anew, and makes room.
    let again =
        state(&events).decide(&set(&hold(HoldKind::Stock, Some("2"), None)), &later("2026-01-21"));
    let mut events = events;
    events.extend(again.unwrap());
    assert_eq!(state(&events).holds().len(), 1);
    let unknown = hold(HoldKind::Stock, Some("9"), None);
    assert_eq!(refusal(&events, &set(&unknown)), ("order.line.unknown", "hold.line".to_string()));
    let over = hold(HoldKind::Fraud, None, Some("2026-01-14"));
    assert_eq!(refusal(&events, &set(&over)), ("order.hold.over", "until".to_string()));
}

#[test]
fn what_leaves_whole_leaves_whole() {
    let rule = |delivery: DeliveryRule| {
        let content = content(vec![line("1", "10 C62", "80.00"), line("2", "4 C62", "75.00")]);
        let handling = Handling { delivery, ..Handling::default() };
        told(&[place(&Arc::new(Content { handling, ..content })), Command::Confirm])
    };
    let lines = rule(DeliveryRule::CompleteLine);
    assert_eq!(
        refusal(&lines, &ship(&[("1", "9")])),
        ("order.delivery.line_incomplete", "lines[0].quantity".to_string())
    );
    assert!(state(&lines).decide(&ship(&[("1", "10")]), &facts()).is_ok());
    let whole = rule(DeliveryRule::CompleteOrder);
    assert_eq!(
        refusal(&whole, &ship(&[("1", "10")])),
        ("order.delivery.order_incomplete", "lines".to_string())
    );
    assert!(state(&whole).decide(&ship(&[("1", "10"), ("2", "4")]), &facts()).is_ok());
    let mut grouped = content(vec![
        line("1", "10 C62", "80.00"),
        line("2", "4 C62", "75.00"),
        line("3", "1 C62", "5.00"),
    ]);
    for line in &mut grouped.lines[..2] {
        line.delivery.group = text("set");
    }
    let events = told(&[place(&Arc::new(grouped)), Command::Confirm]);
    assert!(state(&events).decide(&ship(&[("3", "1")]), &facts()).is_ok());
    assert_eq!(
        refusal(&events, &ship(&[("1", "10"), ("3", "1")])),
        ("order.delivery.group_incomplete", "lines".to_string())
    );
    assert!(state(&events).decide(&ship(&[("1", "10"), ("2", "4")]), &facts()).is_ok());
}

#[test]
fn after_confirmation_an_amendment_moves_within_what_is_open() {
    let events = [
        placed(&two_lines()),
        confirmed(),
        shipped(&[("1", "7")]),
        line_cancelled("1", "1"),
        invoiced(&[("1", "6")]),
    ];
    let with = |lines: Vec<OrderLine>| amend(&Arc::new(content(lines)));
    let billed = || line("1", "10 C62", "80.00");
    // The second line grows at another price, a third is new: a version of its own.
    let wider = with(vec![billed(), line("3", "1 C62", "5.00"), line("2", "6 C62", "70.00")]);
    let mut after = events.to_vec();
    after.extend(state(&events).decide(&wider, &facts()).unwrap());
    let order = state(&after);
    assert_eq!(order.as_confirmed().unwrap().version, 2);
    assert_eq!([0, 1, 2].map(|at| order.open_to_ship(at).unwrap()), ["2", "1", "6"].map(exact));
    assert_eq!(order.to_invoice(0), Some(exact("1")));
    for (lines, code, path) in [
        (vec![line("1", "9 C62", "80.00")], "order.amendment.line_billed", "content.lines[0]"),
        (vec![line("1", "10 C62", "81.00")], "order.amendment.line_billed", "content.lines[0]"),
        (vec![line("2", "4 C62", "75.00")], "order.amendment.line_moved", "content.lines"),
    ] {
        assert_eq!(refusal(&events, &with(lines)), (code, path.to_string()));
    }
    // Before it is billed the price may change, the quantity not below what moved.
    let unbilled = &events[..4];
    assert!(state(unbilled).decide(&with(vec![line("1", "8 C62", "81.00")]), &facts()).is_ok());
    assert_eq!(
        refusal(unbilled, &with(vec![line("1", "7 C62", "80.00")])),
        ("order.amendment.quantity_below", "content.lines[0].quantity".to_string())
    );
    assert_eq!(
        refusal(unbilled, &with(vec![line("1", "8 KGM", "80.00")])),
        ("order.amendment.line_moved", "content.lines[0]".to_string())
    );
    let other = Content { customer: "C2".parse().unwrap(), ..content(vec![billed()]) };
    assert_eq!(
        refusal(&events, &amend(&Arc::new(other))),
        ("order.amendment.fixed", "content.customer".to_string())
    );
    let away = [placed(&two_lines()), confirmed(), line_cancelled("1", "10")];
    assert_eq!(
        refusal(&away, &with(vec![billed()])),
        ("order.amendment.nothing_left", "content.lines".to_string())
    );
}

#[test]
fn each_part_answers_a_request_to_cancel() {
    let asked = [
        place(&two_lines()),
        Command::Confirm,
        ship(&[("1", "3")]),
        request(&[("A", "1", Some("5")), ("B", "1", None), ("C", "2", None)]),
    ];
    let events = told(&asked);
    let parts = &state(&events).cancellation().unwrap().parts.clone();
    let quantities: Vec<_> = parts.iter().map(|part| part.quantity.to_string()).collect();
    assert_eq!(quantities, ["5", "2", "4"]);
    assert_eq!(refusal(&events, &request(&[])), ("order.cancellation.pending", String::new()));
    assert_eq!(
        refusal(&events, &answer("D", CancellationAnswer::Refused)),
        ("order.cancellation.part_unknown", "part".to_string())
    );
    let mut commands = asked.to_vec();
    commands.push(answer("A", CancellationAnswer::Accepted));
    commands.push(answer("B", CancellationAnswer::TooLate));
    assert_eq!(
        refusal(&told(&commands), &answer("A", CancellationAnswer::Refused)),
        ("order.cancellation.answered", "part".to_string())
    );
    commands.push(answer("C", CancellationAnswer::Refused));
    let order = state(&told(&commands));
    assert_eq!(order.cancellation(), None);
    assert_eq!([0, 1].map(|at| order.open_to_ship(at).unwrap()), ["2", "4"].map(exact));
    // What left in the meantime cannot be accepted any more: it is too late.
    let mut late = asked.to_vec();
    late.push(ship(&[("2", "1")]));
    assert_eq!(
        refusal(&told(&late), &answer("C", CancellationAnswer::Accepted)),
        ("order.line.quantity_exceeds_open", "quantity".to_string())
    );
    assert!(
        state(&told(&late)).decide(&answer("C", CancellationAnswer::TooLate), &facts()).is_ok()
    );
    let too_much = request(&[("A", "1", Some("6")), ("B", "1", Some("2"))]);
    assert_eq!(
        refusal(&told(&asked[..3]), &too_much),
        ("order.line.quantity_invoiced", "parts[1].quantity".to_string())
    );
}

#[test]
fn the_whole_follows_from_the_lines() {
    let progress = |events: &[Event]| state(events).progress(facts().on).unwrap();
    let base = [placed(&two_lines()), confirmed()];
    let with = |more: &[Event]| progress(&[&base[..], more].concat());
    assert_eq!(progress(&base[..1]), Progress::Placed);
    assert_eq!(with(&[]), Progress::InProgress);
    let first = [shipped(&[("1", "10")]), invoiced(&[("1", "10")])];
    assert_eq!(with(&first), Progress::InProgress);
    let second = [shipped(&[("2", "4")]), invoiced(&[("2", "4")])];
    assert_eq!(with(&[&first[..], &second[..]].concat()), Progress::Completed);
    let rest = [line_cancelled("2", "4")];
    assert_eq!(with(&[&first[..], &rest[..]].concat()), Progress::Partial);
    let held = [Event::HoldSet { hold: hold(HoldKind::Stock, Some("2"), None) }];
    assert_eq!(with(&[&first[..], &held[..]].concat()), Progress::Held);
    assert_eq!(with(&held), Progress::InProgress);
    assert_eq!(with(&[cancelled("all")]), Progress::Cancelled);
}
