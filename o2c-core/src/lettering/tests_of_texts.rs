//! What payers write, and what may be made of it.

#![allow(clippy::unwrap_used)]

use super::tests_of_rules::{found, items, of_alternatives, paid, told};
use super::*;

#[test]
fn a_mangled_number_is_recovered_where_one_item_of_the_amount_explains_it() {
    let open = items(&[("F2026-00032", "350.00 EUR"), ("F2026-00099", "350.00 EUR")]);
    for text in ["F2026-00023", "F2O26-OOO32", "FACT 2026-0032", "F2026-000322", "REFF2026-00032X"]
    {
        let proposal = found(&paid("350.00 EUR", text), &open, &Policy::default());
        let expected = "Apply DocumentNumber [F2026-00032 350.00] 0.00";
        assert_eq!(told(&proposal), expected, "{text}");
        let mangled = Evidence::NumberMangled { entry: "F2026-00032".parse().unwrap() };
        assert!(proposal.evidence.contains(&mangled), "{text}");
        assert_eq!(of_alternatives(&proposal), ["F2026-00099"]);
    }
}

#[test]
fn a_mangled_number_that_explains_two_items_or_none_decides_nothing() {
    // One digit too few is missing in both.
    let open = items(&[("F2026-00132", "350.00 EUR"), ("F2026-00312", "350.00 EUR")]);
    let proposal = found(&paid("350.00 EUR", "F2026-0012"), &open, &Policy::default());
    assert_eq!(told(&proposal), "Propose ExactAmount [] 350.00");
    let proposal = found(&paid("350.00 EUR", "F2026-003112"), &open, &Policy::default());
    assert_eq!(told(&proposal), "Apply DocumentNumber [F2026-00312 350.00] 0.00");
    // Another digit in its place is another invoice, perhaps one that is paid already.
    let open = items(&[("F2026-00032", "350.00 EUR"), ("F2026-00099", "350.00 EUR")]);
    let proposal = found(&paid("350.00 EUR", "F2026-00033"), &open, &Policy::default());
    assert_eq!(told(&proposal), "Propose ExactAmount [] 350.00");
    // Without the amount a slip is no proof.
    let proposal = found(&paid("100.00 EUR", "F2026-00023"), &open, &Policy::default());
    assert_eq!(told(&proposal), "Nothing  [] 100.00");
}

#[test]
fn several_numbers_by_their_last_digits_are_taken_where_they_are_the_amount() {
    let open = items(&[
        ("F2026-00030", "100.00 EUR"),
        ("F2026-00031", "200.00 EUR"),
        ("F2026-00032", "350.00 EUR"),
        ("F2026-00130", "100.00 EUR"),
        ("F2026-00140", "300.00 EUR"),
    ]);
    for (amount, text, expected) in [
        ("300.00 EUR", "factures 30 et 31", "F2026-00030 100.00, F2026-00031 200.00"),
        ("300.00 EUR", "F2026-00030 / 31", "F2026-00030 100.00, F2026-00031 200.00"),
        ("450.00 EUR", "00030, 00032", "F2026-00030 100.00, F2026-00032 350.00"),
        // Of three that are listed two are paid.
        ("550.00 EUR", "30 31 32", "F2026-00031 200.00, F2026-00032 350.00"),
        ("300.00 EUR", "F2026-00031 F2026-00013 130", "F2026-00031 200.00, F2026-00130 100.00"),
    ] {
        let proposal = found(&paid(amount, text), &open, &Policy::default());
        let expected = alloc::format!("Apply DocumentNumber [{expected}] 0.00");
        assert_eq!(told(&proposal), expected, "{text}");
    }
}

#[test]
fn numbers_from_one_to_another_are_all_between_them() {
    let open = items(&[
        ("F2026-00030", "100.00 EUR"),
        ("F2026-00031", "200.00 EUR"),
        ("F2026-00032", "350.00 EUR"),
        ("F2026-00140", "777.00 EUR"),
        ("A2026-00031", "-5.00 EUR"),
    ]);
    let text = "F2026-00030 à F2026-00032";
    let proposal = found(&paid("650.00 EUR", text), &open, &Policy::default());
    let expected =
        "Apply DocumentNumber [F2026-00030 100.00, F2026-00031 200.00, F2026-00032 350.00] 0.00";
    assert_eq!(told(&proposal), expected);
    let between = Evidence::NumberBetween { entry: "F2026-00031".parse().unwrap() };
    assert!(proposal.evidence.contains(&between));
    // Where the amount is not that of all of them, only those that are named are.
    let proposal = found(&paid("660.00 EUR", text), &open, &Policy::default());
    let expected = "Apply DocumentNumber [F2026-00030 100.00, F2026-00032 350.00] 210.00";
    assert_eq!(told(&proposal), expected);
}
