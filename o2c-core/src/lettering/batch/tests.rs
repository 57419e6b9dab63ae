//! Rows and columns find the same, in any order, and nothing when run again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use super::kernel::{Account, Rules};
use super::*;
use crate::error::Refusal;
use crate::lettering::{Candidate, Payment, Policy, Proposal, Rejection, Verdict, propose};
use crate::money::{Currency, Money};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

fn item(customer: &str, number: &str, open: &str) -> CustomerItem {
    let (document_on, due_on) = ("2026-01-05".parse().unwrap(), "2026-02-05".parse().unwrap());
    let (entry, text) = (number.parse().unwrap(), number.parse().unwrap());
    let item = Candidate::of(entry, text, open.parse().unwrap(), document_on, due_on);
    CustomerItem { customer: customer.parse().unwrap(), item }
}

fn paid(customer: &str, id: &str, amount: &str, text: &str) -> CustomerPayment {
    let received_on = "2026-02-10".parse().unwrap();
    let mut payment = Payment::of(id.parse().unwrap(), amount.parse().unwrap(), received_on);
    payment.remittance = text.parse().unwrap();
    CustomerPayment { customer: customer.parse().unwrap(), payment }
}

fn asked(items: Vec<CustomerItem>, payments: Vec<CustomerPayment>) -> LetterPayments {
    LetterPayments { items, payments, policy: Policy::default(), tolerances: Vec::new() }
}

fn told(proposal: &Proposal) -> String {
    let line = |line: &crate::lettering::ProposedLine| {
        alloc::format!("{} {}", line.entry, line.amount.figure())
    };
    let lines: Vec<String> = proposal.lines.iter().map(line).collect();
    alloc::format!("{:?} [{}] {}", proposal.verdict, lines.join(", "), proposal.rest.figure())
}

fn all(asked: &LetterPayments) -> Vec<String> {
    letter_payments(asked).unwrap().iter().map(|one| told(&one.proposal)).collect()
}

#[test]
fn the_surest_match_goes_first_and_the_rest_is_compared_with_what_is_left() {
    let items = vec![item("C-1", "F-10010", "60.00 EUR"), item("C-1", "F-10011", "60.00 EUR")];
    let payments = vec![
        paid("C-1", "P1", "60.00 EUR", "VIREMENT"),
        paid("C-1", "P2", "60.00 EUR", "F-10011"),
        paid("C-2", "P3", "60.00 EUR", "F-10010"),
    ];
    let expected = ["Apply [F-10010 60.00] 0.00", "Apply [F-10011 60.00] 0.00", "Nothing [] 60.00"];
    assert_eq!(all(&asked(items, payments)), expected);
}

#[test]
fn an_invoice_paid_in_two_parts_is_settled_by_both() {
    let items = vec![item("C-1", "F-10010", "100.00 EUR"), item("C-1", "F-10011", "70.00 EUR")];
    let payments = vec![
        paid("C-1", "P1", "30.00 EUR", "ACOMPTE F-10010"),
        paid("C-1", "P2", "70.00 EUR", "SOLDE"),
    ];
    // Once the part is settled, the rest is told by its word; before that the amount was unique.
    let found = all(&asked(items.clone(), payments));
    assert_eq!(found[0], "Apply [F-10010 30.00] 0.00");
    assert_eq!(found[1], "Apply [F-10010 70.00] 0.00");
    let payments = vec![
        paid("C-1", "P1", "30.00 EUR", "F-10010 1/2"),
        paid("C-1", "P2", "70.00 EUR", "F-10010 2/2"),
    ];
    let found = all(&asked(items[..1].to_vec(), payments));
    assert_eq!(found, ["Apply [F-10010 30.00] 0.00", "Apply [F-10010 70.00] 0.00"]);
}

#[test]
fn a_payment_made_twice_settles_once() {
    let items = vec![item("C-1", "F-10010", "60.00 EUR")];
    let payments =
        vec![paid("C-1", "P2", "60.00 EUR", "F-10010"), paid("C-1", "P1", "60.00 EUR", "F-10010")];
    assert_eq!(
        all(&asked(items, payments)),
        ["Nothing [] 60.00", "Apply [F-10010 60.00] 0.00"],
        "the lower id goes first"
    );
}

#[test]
fn what_comes_twice_and_what_is_no_receipt_is_refused_with_its_row() {
    let items = vec![item("C-1", "F-1", "60.00 EUR"), item("C-1", "F-1", "61.00 EUR")];
    let paid_once = paid("C-1", "P1", "60.00 EUR", "");
    let no = letter_payments(&asked(items.clone(), vec![paid_once.clone()])).unwrap_err();
    assert_eq!((no.code(), no.path().as_str()), ("lettering.item_twice", "items[1].item.entry"));
    let twice = vec![paid_once.clone(), paid_once.clone()];
    let no = letter_payments(&asked(Vec::new(), twice)).unwrap_err();
    assert_eq!(no.code(), "lettering.payment_twice");
    assert_eq!(no.path().as_str(), "payments[1].payment.entry");
    let back = vec![paid_once, paid("C-2", "P2", "-1.00 EUR", "")];
    let no = letter_payments(&asked(Vec::new(), back)).unwrap_err();
    assert_eq!(no.code(), "lettering.not_positive");
    assert_eq!(no.path().as_str(), "payments[1].payment.amount");
}

/// The columns of rows.
#[derive(Default)]
struct Table {
    customer: Vec<u32>,
    id: Vec<String>,
    text: Vec<String>,
    minor: Vec<i64>,
    currency: Vec<u16>,
    due_on: Vec<i32>,
    document_on: Vec<i32>,
}

fn currencies() -> [Currency; 2] {
    [Currency::EUR, "JPY".parse().unwrap()]
}

impl Table {
    fn push(&mut self, customer: &str, id: &str, text: &str, amount: Money, days: [i32; 2]) {
        self.customer.push(customer[2..].parse().unwrap());
        self.id.push(id.to_string());
        self.text.push(text.to_string());
        self.minor.push(amount.minor());
        let place = currencies().iter().position(|known| *known == amount.currency()).unwrap();
        self.currency.push(u16::try_from(place).unwrap());
        self.due_on.push(days[0]);
        self.document_on.push(days[1]);
    }
}

fn by_columns(asked: &LetterPayments) -> Result<Vec<Proposal>, crate::lettering::Rejection> {
    let (mut items, mut payments) = (Table::default(), Table::default());
    for CustomerItem { customer, item } in &asked.items {
        let days = [item.due_on, item.document_on].map(crate::calendar::Day::number_since_1970);
        let text = item.number.as_str();
        items.push(customer.as_str(), item.entry.as_str(), text, item.open, days);
    }
    for CustomerPayment { customer, payment } in &asked.payments {
        let days = [payment.received_on.number_since_1970(); 2];
        let text = payment.remittance.as_str();
        payments.push(customer.as_str(), payment.entry.as_str(), text, payment.amount, days);
    }
    let texts = |all: &[String]| all.iter().map(String::clone).collect::<Vec<_>>();
    let owned = [&items.id, &items.text, &payments.id, &payments.text].map(|all| texts(all));
    let borrowed: Vec<Vec<&str>> =
        owned.iter().map(|all| all.iter().map(String::as_str).collect()).collect();
    let item_columns = ItemColumns {
        customer: &items.customer,
        item: &borrowed[0],
        number: &borrowed[1],
        open_minor: &items.minor,
        currency: &items.currency,
        due_on: &items.due_on,
        document_on: Some(&items.document_on),
        other_number: None,
        discount: None,
    };
    let payment_columns = PaymentColumns {
        customer: &payments.customer,
        payment: &borrowed[2],
        amount_minor: &payments.minor,
        currency: &payments.currency,
        received_on: &payments.due_on,
        remittance: Some(&borrowed[3]),
        reference: None,
    };
    let (policy, tolerances) = (&asked.policy, asked.tolerances.as_slice());
    letter_payment_columns(&item_columns, &payment_columns, &currencies(), policy, tolerances)
}

#[test]
fn columns_are_refused_with_table_column_and_row() {
    let items = ItemColumns {
        customer: &[0, 0],
        item: &["F-1", "F-2"],
        number: &["F-1", "F-2"],
        open_minor: &[1, 1],
        currency: &[0, 0],
        due_on: &[20_000, 20_000],
        document_on: None,
        other_number: None,
        discount: None,
    };
    let payments = PaymentColumns {
        customer: &[0],
        payment: &["P-1"],
        amount_minor: &[5],
        currency: &[0],
        received_on: &[20_000],
        remittance: None,
        reference: None,
    };
    let no = |items: &ItemColumns<'_>, payments: &PaymentColumns<'_>| {
        let policy = Policy::default();
        let no = letter_payment_columns(items, payments, &[Currency::EUR], &policy, &[]);
        no.map_err(|no| alloc::format!("{} {}", no.code(), no.path())).unwrap_err()
    };
    let beyond = 1_000_000_000_000_000_000;
    for (changed, expected) in [
        (ItemColumns { open_minor: &[1], ..items }, "columns.lengths_differ items.open"),
        (ItemColumns { open_minor: &[1, beyond], ..items }, "columns.out_of_range items.open[1]"),
        (
            ItemColumns { discount: Some((&[0, beyond], &[0, 0])), ..items },
            "columns.out_of_range items.discount[1]",
        ),
        (ItemColumns { currency: &[0, 1], ..items }, "columns.unknown_currency items.currency[1]"),
        (
            ItemColumns { document_on: Some(&[0, i32::MAX]), ..items },
            "columns.day_out_of_range items.document_on[1]",
        ),
        (ItemColumns { item: &["F-1", ""], ..items }, "id.malformed items.item[1]"),
        (ItemColumns { item: &["F-1", "F-1"], ..items }, "lettering.item_twice items.item[1]"),
    ] {
        assert_eq!(no(&changed, &payments), expected);
    }
    for (changed, expected) in [
        (
            PaymentColumns { amount_minor: &[0], ..payments },
            "lettering.not_positive payments.amount[0]",
        ),
        (
            PaymentColumns { reference: Some(&["RF00X"]), ..payments },
            "reference.malformed payments.reference[0]",
        ),
        (
            PaymentColumns { received_on: &[i32::MIN], ..payments },
            "columns.day_out_of_range payments.received_on[0]",
        ),
        (
            PaymentColumns { remittance: Some(&["\u{1}"]), ..payments },
            "id.text_malformed payments.remittance[0]",
        ),
    ] {
        assert_eq!(no(&items, &changed), expected);
    }
}

/// A few customers with few amounts, so that much is ambiguous; some texts name an invoice.
fn statements() -> impl Strategy<Value = LetterPayments> {
    let amount = (1_i64..6, any::<bool>());
    let money = |(minor, is_yen): (i64, bool)| {
        Money::from_minor(minor * 1_000 + minor, currencies()[usize::from(is_yen)]).unwrap()
    };
    let item_of = (0_u32..3, amount.clone(), 0_i64..4);
    let paid_of = (0_u32..3, amount, 1_i64..3, 0_usize..14, 0_i64..3);
    let items = prop::collection::vec(item_of, 0..9);
    let payments = prop::collection::vec(paid_of, 0..8);
    (items, payments, any::<bool>()).prop_map(move |(items, payments, is_oldest_first)| {
        let number = |index: usize| alloc::format!("F-{}", 10_010 + index);
        let items = items.into_iter().enumerate().map(|(index, (customer, open, days))| {
            let mut one = item(&alloc::format!("C-{customer}"), &number(index), "1.00 EUR");
            one.item.open = money(open);
            one.item.due_on = one.item.due_on.plus_days(days).unwrap();
            one
        });
        let payments = payments.into_iter().enumerate();
        let payments = payments.map(|(index, (customer, amount, times, named, days))| {
            let text = if named < 9 { number(named) } else { String::new() };
            let (customer, id) = (alloc::format!("C-{customer}"), alloc::format!("P{index}"));
            let mut one = paid(&customer, &id, "1.00 EUR", &text);
            let amount = money(amount);
            one.payment.amount =
                Money::from_minor(amount.minor() * times, amount.currency()).unwrap();
            one.payment.received_on = one.payment.received_on.plus_days(days).unwrap();
            one
        });
        let mut asked = asked(items.collect(), payments.collect());
        asked.policy.applies_oldest_first = is_oldest_first;
        asked
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn rows_and_columns_find_the_same(asked in statements()) {
        let rows: Vec<Proposal> =
            letter_payments(&asked).unwrap().into_iter().map(|one| one.proposal).collect();
        prop_assert_eq!(by_columns(&asked).unwrap(), rows);
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(
        (asked, turn) in (statements(), 0_usize..8),
    ) {
        let mut turned = asked.clone();
        turned.items.reverse();
        let count = turned.payments.len().max(1);
        turned.payments.rotate_left(turn % count);
        let mut found = letter_payments(&asked).unwrap();
        let mut others = letter_payments(&turned).unwrap();
        found.sort_by(|one, other| one.payment.cmp(&other.payment));
        others.sort_by(|one, other| one.payment.cmp(&other.payment));
        prop_assert_eq!(found, others);
    }

    /// Nothing is settled beyond what is open; what is left finds nothing more (I10, I19).
    #[test]
    fn running_it_again_finds_nothing(asked in statements()) {
        let found = letter_payments(&asked).unwrap();
        let mut left = asked.clone();
        left.payments.clear();
        for (one, paid) in found.iter().zip(&asked.payments) {
            if one.proposal.verdict != Verdict::Apply {
                left.payments.push(paid.clone());
                continue;
            }
            let mut settled = one.proposal.rest;
            for line in &one.proposal.lines {
                let own = left.items.iter_mut().find(|item| {
                    item.customer == paid.customer && item.item.entry == line.entry
                });
                let own = &mut own.unwrap().item;
                own.open = own.open.checked_sub(line.amount).unwrap();
                own.is_part_settled = true;
                prop_assert!(!own.open.is_negative());
                settled = settled.checked_add(line.amount).unwrap();
            }
            prop_assert_eq!(settled, paid.payment.amount);
        }
        let again = letter_payments(&left).unwrap();
        prop_assert!(again.iter().all(|one| one.proposal.verdict != Verdict::Apply));
        // What is proposed is what the rules say to what is left.
        for (one, paid) in again.iter().zip(&left.payments) {
            let own = left.items.iter().filter(|item| {
                item.customer == paid.customer
                    && item.item.open.currency() == paid.payment.amount.currency()
            });
            let own: Vec<Candidate> = own.map(|item| item.item.clone()).collect();
            let alone = propose(&paid.payment, &own, &left.policy, &[]).unwrap();
            prop_assert_eq!(&one.proposal, &alone);
        }
    }
}

#[test]
fn beyond_the_bound_of_the_rounds_what_waits_is_left_to_a_person() {
    let open = |number| item("C-1", number, "60.00 EUR").item;
    let paid = |id, text| paid("C-1", id, "60.00 EUR", text).payment;
    let letter = |most_compared| {
        let account = Account {
            candidates: vec![(0, open("F-10010")), (1, open("F-10011"))],
            payments: vec![(0, paid("P1", "VIREMENT")), (1, paid("P2", "F-10011"))],
        };
        let policy = Policy::default();
        let mut found = Vec::new();
        account.letter(Rules { policy: &policy, tolerances: &[], most_compared }, &mut found)?;
        found.sort_unstable_by_key(|(row, _)| *row);
        Ok::<Vec<String>, Rejection>(found.iter().map(|(_, one)| told(one)).collect())
    };
    let settled = "Apply [F-10011 60.00] 0.00";
    // Two payments beside two items: a round compares four times.
    assert_eq!(letter(5).unwrap(), ["Apply [F-10010 60.00] 0.00", settled]);
    assert_eq!(letter(4).unwrap(), ["Propose [] 60.00", settled]);
}
