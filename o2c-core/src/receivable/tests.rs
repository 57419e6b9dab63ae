//! The rulebook's figures.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod differences;
mod doubtful;

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::id::EntryId;
use crate::ledger::{Chart, Entry, Journal};
use crate::machine::{Machine, replay};
use crate::money::{Currency, Money};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

fn customer(currency: Currency) -> Account {
    Account::new(AccountKey::of("ACME".parse().unwrap(), currency), Currency::EUR)
}

/// Plays commands and keeps what happened, so that the end can be rebuilt.
struct Story {
    account: Account,
    events: Vec<Event>,
    journal: Vec<Entry>,
}

impl Story {
    fn of(account: Account) -> Self {
        Story { account, events: Vec::new(), journal: Vec::new() }
    }

    fn play(&mut self, command: &Command, facts: Facts) -> Result<Vec<Event>, Rejection> {
        let events = self.account.decide(command, &facts)?;
        for event in &events {
            self.account.evolve(event).unwrap();
            let entry = self.account.entry_of(event, &Chart::french()).unwrap();
            self.journal.extend(entry);
        }
        self.account.audit().unwrap();
        self.events.extend(events.iter().cloned());
        let fresh = Account::new(self.account.key().clone(), self.account.ledger());
        assert_eq!(replay(fresh, &self.events).unwrap(), self.account);
        Ok(events)
    }

    fn invoice(&mut self, name: &str, on: &str, amount: &str, booked: &str) {
        self.open(invoice(name, on, amount, booked), on);
    }

    fn open(&mut self, item: Item, on: &str) {
        let items = vec![item];
        self.play(&Command::OpenItems { items }, Facts::on(day(on))).unwrap();
    }

    fn payment(&mut self, name: &str, on: &str, amount: &str, booked: &str) {
        let receipt = receipt(name, on, amount, booked);
        self.play(&Command::Receive(receipt), Facts::on(day(on))).unwrap();
    }

    fn letter(&mut self, lines: &[(&str, Option<&str>)], on: &str) -> Lettered {
        let events = self.play(&letter(lines, false), Facts::on(day(on))).unwrap();
        match events.last() {
            Some(Event::Lettered(lettered)) => lettered.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn open_on(&self, on: &str, known_at: Option<&str>) -> Vec<(String, String)> {
        let open = self.account.open_items(day(on), known_at.map(day));
        open.map(|open| (open.entry.id().to_string(), open.open.amount.to_string())).collect()
    }

    /// What the journal shows on an account of the chart.
    fn posted(&self, number: &str) -> String {
        let mut journal = Journal::new(self.account.ledger());
        for entry in &self.journal {
            journal.append(entry.clone()).unwrap();
        }
        let number = number.parse().unwrap();
        let balance = journal.balance(&number, Day::MAX, None);
        balance.unwrap().to_string()
    }
}

fn invoice(name: &str, on: &str, amount: &str, booked: &str) -> Item {
    Item {
        id: id(name),
        kind: EntryKind::Invoice { document: name.parse().unwrap(), instalment: 1 },
        document_on: day(on),
        accounted_on: day(on),
        due_on: day(on),
        amount: money(amount),
        booked: money(booked),
        early_discount: None,
    }
}

fn receipt(name: &str, on: &str, amount: &str, booked: &str) -> Receipt {
    Receipt {
        entry: id(name),
        payment: name.parse().unwrap(),
        received_on: day(on),
        accounted_on: day(on),
        amount: money(amount),
        booked: money(booked),
    }
}

fn letter(lines: &[(&str, Option<&str>)], take_discount: bool) -> Command {
    let line = |(name, amount): &(&str, Option<&str>)| LetterLine {
        entry: id(name),
        amount: amount.map(money),
    };
    let lines = lines.iter().map(line).collect();
    Command::Letter { lines, take_discount, differences: vec![] }
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, amount): &(&str, &str)| (name.to_string(), amount.to_string());
    expected.iter().map(own).collect()
}

fn booked(lettered: &Lettered) -> Vec<String> {
    let booked = lettered.applications.iter().map(|applied| applied.booked);
    booked.map(|booked| booked.figure()).collect()
}

/// rulebook EX-L5
#[test]
fn a_dollar_paid_at_another_rate_gains_the_difference() {
    let mut story = Story::of(customer(Currency::USD));
    story.invoice("F1", "2026-01-15", "1000.00 USD", "909.09 EUR");
    story.payment("P1", "2026-02-10", "1000.00 USD", "952.38 EUR");
    let lettered = story.letter(&[("F1", None), ("P1", None)], "2026-02-10");
    assert_eq!(lettered.exchange.gain, money("43.29 EUR"));
    assert!(lettered.exchange.loss.is_zero());
    assert_eq!(story.posted("756"), "-43.29 EUR");
    // The invoice itself is posted elsewhere: 909.09.
    assert_eq!(story.posted("411"), "-909.09 EUR");
    assert!(story.account.entry(&id("P1")).unwrap().is_closed());
}

/// rulebook EX-L6
#[test]
fn parts_release_booked_value_in_step_and_the_last_empties_it() {
    let mut story = Story::of(customer(Currency::USD));
    story.invoice("F1", "2026-01-15", "1000.00 USD", "909.09 EUR");
    story.payment("P1", "2026-02-10", "400.00 USD", "380.95 EUR");
    story.payment("P2", "2026-03-10", "600.00 USD", "535.71 EUR");
    let first = story.letter(&[("P1", None), ("F1", None)], "2026-03-10");
    assert_eq!(first.effective_on, day("2026-02-10"));
    assert_eq!(booked(&first), ["-380.95", "363.64"]);
    assert_eq!(first.exchange.gain, money("17.31 EUR"));
    let code = first.letter;
    assert!(!story.account.letter(code).unwrap().is_balanced);
    let last = story.letter(&[("P2", None), ("F1", None)], "2026-03-10");
    assert_eq!(booked(&last), ["-535.71", "545.45"]);
    assert_eq!(last.exchange.loss, money("9.74 EUR"));
    let letter = story.account.letter(code).unwrap();
    assert!(letter.is_balanced, "the same letter, balanced");
    assert_eq!((letter.members.len(), letter.lettered_on), (3, day("2026-03-10")));
    assert_eq!(story.posted("756"), "-17.31 EUR");
    assert_eq!(story.posted("656"), "9.74 EUR");
    // Dissolved, both come back to nothing.
    let unletter = Command::Unletter { letter: code };
    story.play(&unletter, Facts::on(day("2026-04-01"))).unwrap();
    assert_eq!(story.posted("756"), "0.00 EUR");
    assert_eq!(story.posted("656"), "0.00 EUR");
}

/// rulebook EX-L10
#[test]
fn a_payment_releases_its_booked_value_over_two_invoices() {
    let mut story = Story::of(customer(Currency::USD));
    story.invoice("F1", "2026-01-15", "1000.00 USD", "909.09 EUR");
    story.invoice("F2", "2026-01-16", "2000.00 USD", "1785.71 EUR");
    story.payment("P1", "2026-02-10", "1000.00 USD", "952.38 EUR");
    let first =
        story.letter(&[("P1", Some("-400.00 USD")), ("F1", Some("400.00 USD"))], "2026-02-10");
    assert_eq!(booked(&first), ["-380.95", "363.64"]);
    assert_eq!(first.exchange.gain, money("17.31 EUR"));
    let second = story.letter(&[("P1", None), ("F2", None)], "2026-02-10");
    assert_eq!(booked(&second), ["-571.43", "535.71"]);
    // 571.43 - 535.71; the rulebook prints the same 35.72.
    assert_eq!(second.exchange.gain, money("35.72 EUR"));
}

/// rulebook EX-L9, EX-L12
#[test]
fn a_letter_counts_from_its_day_and_un_lettering_from_its_own() {
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "1000.00 EUR", "1000.00 EUR");
    story.payment("P1", "2026-02-10", "1000.00 EUR", "1000.00 EUR");
    let lettered = story.letter(&[("F1", None), ("P1", None)], "2026-02-28");
    assert_eq!(lettered.effective_on, day("2026-02-10"));
    let both = pairs(&[("F1", "1000.00 EUR"), ("P1", "-1000.00 EUR")]);
    assert_eq!(story.open_on("2026-01-31", None), both[..1]);
    assert_eq!(story.open_on("2026-02-15", None), []);
    assert_eq!(story.open_on("2026-02-15", Some("2026-02-15")), both);
    let unletter = Command::Unletter { letter: lettered.letter };
    story.play(&unletter, Facts::on(day("2026-03-05"))).unwrap();
    assert_eq!(story.open_on("2026-03-01", None), []);
    assert_eq!(story.open_on("2026-03-10", None), both);
    assert_eq!(story.open_on("2026-03-10", Some("2026-03-04")), []);
    // Settled again: from the day it was set free, and under a new code.
    let again = story.letter(&[("F1", None), ("P1", None)], "2026-03-20");
    assert_eq!(again.effective_on, day("2026-03-05"));
    assert_eq!(again.letter.to_string(), "AAB");
    assert_eq!(story.open_on("2026-03-01", None), []);
}

/// rulebook EX-L11
#[test]
fn an_invoice_recorded_late_is_absent_from_what_was_known() {
    let mut story = Story::of(customer(Currency::EUR));
    let item = invoice("F2", "2026-01-20", "300.00 EUR", "300.00 EUR");
    story.open(item, "2026-02-05");
    assert_eq!(story.open_on("2026-01-31", Some("2026-01-31")), []);
    let expected = pairs(&[("F2", "300.00 EUR")]);
    assert_eq!(story.open_on("2026-01-31", None), expected);
}

fn discounted() -> Item {
    Item {
        early_discount: Some(DiscountOffer {
            until: day("2026-01-25"),
            amount: money("24.00 EUR"),
            shares: vec![DiscountShare {
                vat: crate::tax::Vat::new(crate::tax::VatCategory::S, "20".parse().unwrap())
                    .unwrap(),
                net: money("20.00 EUR"),
                tax: money("4.00 EUR"),
            }],
            policy: crate::calendar::DiscountPolicy::FullOnly,
            percent: None,
        }),
        ..invoice("F1", "2026-01-15", "1200.00 EUR", "1200.00 EUR")
    }
}

/// rulebook EX-T7: 1,200.00 less 2 % is 1,176.00, the 24.00 are 20.00 and 4.00 of tax.
#[test]
fn a_discount_earned_settles_the_shortfall_and_comes_back_when_dissolved() {
    let mut story = Story::of(customer(Currency::EUR));
    story.open(discounted(), "2026-01-15");
    story.payment("P1", "2026-01-25", "1176.00 EUR", "1176.00 EUR");
    let command = letter(&[("P1", None), ("F1", None)], true);
    let events = story.play(&command, Facts::on(day("2026-01-26"))).unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(story.account.open_now().count(), 0);
    let posted = ["411", "512", "665", "44571"].map(|number| story.posted(number));
    assert_eq!(posted, ["-1200.00 EUR", "1176.00 EUR", "20.00 EUR", "4.00 EUR"]);
    let unletter = Command::Unletter { letter: LetterCode::FIRST };
    story.play(&unletter, Facts::on(day("2026-02-01"))).unwrap();
    let expected = pairs(&[("F1", "1200.00 EUR"), ("P1", "-1176.00 EUR")]);
    assert_eq!(story.open_on("2026-02-01", None), expected);
    assert_eq!(story.open_on("2026-01-31", None), []);
    let posted = ["411", "665", "44571"].map(|number| story.posted(number));
    assert_eq!(posted, ["-1176.00 EUR", "0.00 EUR", "0.00 EUR"]);
    // What took the discount back is final.
    let fixed = Command::Unletter { letter: "AAB".parse().unwrap() };
    let refused = story.play(&fixed, Facts::on(day("2026-02-02"))).unwrap_err();
    assert_eq!(refused.code(), "receivable.letter_final");
}

#[test]
fn a_discount_not_earned_is_refused_with_its_figures() {
    for (on, amount, missing, earned) in [
        ("2026-01-26", "1176.00 EUR", "24.00 EUR", "0.00 EUR"),
        ("2026-01-25", "1175.99 EUR", "24.01 EUR", "24.00 EUR"),
    ] {
        let mut story = Story::of(customer(Currency::EUR));
        story.open(discounted(), "2026-01-15");
        story.payment("P1", on, amount, amount);
        let command = letter(&[("P1", None), ("F1", None)], true);
        let refused = story.play(&command, Facts::on(day(on))).unwrap_err();
        let expected = Rejection::DiscountTooSmall {
            path: "take_discount".into(),
            shortfall: money(missing),
            discount: money(earned),
        };
        assert_eq!(refused, expected);
    }
}

/// 1,190.00 of 1,200.00 were paid in time: what is left is less than the 24.00 promised, and it is
/// all that the discount can be, though money for another invoice lies beside it.
#[test]
fn a_discount_is_never_more_than_what_is_left_of_its_invoice() {
    let mut story = Story::of(customer(Currency::EUR));
    story.open(discounted(), "2026-01-15");
    story.invoice("F2", "2026-01-15", "500.00 EUR", "500.00 EUR");
    story.payment("P1", "2026-01-20", "1190.00 EUR", "1190.00 EUR");
    story.letter(&[("P1", None), ("F1", None)], "2026-01-20");
    story.payment("P2", "2026-01-25", "100.00 EUR", "100.00 EUR");
    let command = letter(&[("P2", None), ("F1", None), ("F2", None)], true);
    story.play(&command, Facts::on(day("2026-01-25"))).unwrap();
    assert_eq!(story.open_on("2026-01-25", None), pairs(&[("F2", "400.00 EUR")]));
    let posted = ["411", "665", "44571"].map(|number| story.posted(number));
    assert_eq!(posted, ["-1300.00 EUR", "8.33 EUR", "1.67 EUR"]);
}

#[test]
fn the_smaller_side_is_applied_in_the_order_given() {
    // rulebook EX-L4: 1,000 on 400, 500 and 300.
    let mut story = Story::of(customer(Currency::EUR));
    for (name, amount) in [("F1", "400.00 EUR"), ("F2", "500.00 EUR"), ("F3", "300.00 EUR")] {
        story.invoice(name, "2026-01-15", amount, amount);
    }
    story.payment("P1", "2026-02-10", "1000.00 EUR", "1000.00 EUR");
    let all = [("P1", None), ("F1", None), ("F2", None), ("F3", None)];
    let lettered = story.letter(&all, "2026-02-10");
    assert_eq!(booked(&lettered), ["-1000.00", "400.00", "500.00", "100.00"]);
    assert_eq!(story.open_on("2026-02-10", None), pairs(&[("F3", "200.00 EUR")]));
    assert_eq!(lettered.letter.partial(), "aaa");
}

#[test]
fn joining_partial_letters_keeps_the_earliest_code() {
    let mut story = Story::of(customer(Currency::EUR));
    for name in ["F1", "F2"] {
        story.invoice(name, "2026-01-15", "100.00 EUR", "100.00 EUR");
    }
    for name in ["P1", "P2"] {
        story.payment(name, "2026-02-10", "50.00 EUR", "50.00 EUR");
    }
    story.payment("P3", "2026-02-11", "100.00 EUR", "100.00 EUR");
    story.letter(&[("P1", None), ("F1", None)], "2026-02-11");
    let second = story.letter(&[("P2", None), ("F2", None)], "2026-02-11");
    assert_eq!(second.letter.to_string(), "AAB");
    let joined = story.letter(&[("P3", None), ("F2", None), ("F1", None)], "2026-02-11");
    assert_eq!(joined.letter, LetterCode::FIRST);
    assert_eq!(joined.taken_in, [second.letter]);
    let letters: Vec<Letter> = story.account.letters().collect();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].is_balanced);
    let unletter = Command::Unletter { letter: second.letter };
    let refused = story.play(&unletter, Facts::on(day("2026-03-01"))).unwrap_err();
    assert_eq!(refused.code(), "receivable.letter_unknown");
}

#[test]
fn nothing_takes_effect_in_a_closed_period_unless_a_posting_day_is_named() {
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "100.00 EUR", "100.00 EUR");
    story.payment("P1", "2026-01-20", "100.00 EUR", "100.00 EUR");
    let command = letter(&[("P1", None), ("F1", None)], false);
    let closed = Facts { closed_until: Some(day("2026-01-31")), ..Facts::on(day("2026-02-03")) };
    let refused = story.play(&command, closed.clone()).unwrap_err();
    let expected = Rejection::PeriodClosed {
        path: "lines".into(),
        day: day("2026-01-20"),
        closed_until: day("2026-01-31"),
    };
    assert_eq!(refused, expected);
    let posted = Facts { posting_on: Some(day("2026-02-01")), ..closed };
    story.play(&command, posted).unwrap();
    assert_eq!(story.open_on("2026-01-31", None).len(), 2);
    assert_eq!(story.open_on("2026-02-01", None), []);
}

#[test]
fn refusals_carry_what_was_asked_and_what_is_open() {
    let mut story = Story::of(customer(Currency::EUR));
    story.invoice("F1", "2026-01-15", "100.00 EUR", "100.00 EUR");
    story.invoice("F2", "2026-01-15", "80.00 EUR", "80.00 EUR");
    story.payment("P1", "2026-01-20", "70.00 EUR", "70.00 EUR");
    for (lines, code, path) in [
        (vec![("F9", None)], "receivable.entry_unknown", "lines[0].entry"),
        (vec![("F1", None), ("F1", None)], "receivable.entry_twice", "lines[1].entry"),
        (
            vec![("P1", None), ("F1", Some("100.01 EUR"))],
            "receivable.beyond_open",
            "lines[1].amount",
        ),
        (
            vec![("P1", None), ("F1", Some("-1.00 EUR"))],
            "receivable.beyond_open",
            "lines[1].amount",
        ),
        (
            vec![("P1", None), ("F1", Some("1.00 USD"))],
            "receivable.currency_differs",
            "lines[1].amount",
        ),
        (vec![("F1", None), ("F2", None)], "receivable.one_sided", "lines"),
        (vec![("P1", None), ("F1", Some("71.00 EUR"))], "receivable.unbalanced", "lines"),
        (vec![], "receivable.nothing_named", "lines"),
    ] {
        let refused = story.play(&letter(&lines, false), Facts::on(day("2026-02-01"))).unwrap_err();
        assert_eq!((refused.code(), refused.path().as_str()), (code, path));
    }
    let late = story.play(&letter(&[("P1", None)], false), Facts::on(day("2026-01-19")));
    assert_eq!(late.unwrap_err().code(), "receivable.recorded_earlier");
}

#[test]
fn an_identified_payment_leaves_suspense_for_its_payer() {
    let eur = Currency::EUR;
    let mut suspense = Story::of(Account::new(AccountKey::suspense(eur), eur));
    suspense.payment("P1", "2026-02-10", "100.00 EUR", "100.00 EUR");
    assert_eq!(suspense.posted("471"), "-100.00 EUR");
    let mut customer = Story::of(customer(eur));
    let out = Command::TransferOut {
        entry: id("P1"),
        counterpart: id("P1-out"),
        to: customer.account.key().clone(),
    };
    suspense.play(&out, Facts::on(day("2026-02-15"))).unwrap();
    assert_eq!(suspense.posted("471"), "0.00 EUR");
    assert_eq!(suspense.posted("411"), "-100.00 EUR");
    assert_eq!(suspense.account.open_now().count(), 0);
    let into = Command::TransferIn {
        receipt: Receipt {
            accounted_on: day("2026-02-15"),
            ..receipt("P1", "2026-02-10", "100.00 EUR", "100.00 EUR")
        },
        from: suspense.account.key().clone(),
    };
    let events = customer.play(&into, Facts::on(day("2026-02-15"))).unwrap();
    assert_eq!(events.len(), 1);
    assert!(customer.journal.is_empty(), "posted where it left");
    let again = suspense.play(&out, Facts::on(day("2026-02-16"))).unwrap_err();
    assert_eq!(again.code(), "receivable.entry_known");
}
