//! Amounts given back of documents whose lines bear taxes other than VAT: while only amounts are
//! given back every tax is its exact share of all of them so far; whatever else comes between, the
//! last credit ends exactly at the original.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::sales_series::{day, series};
use o2c_core::calendar::Terms;
use o2c_core::invoice::life::{self, CreditReason, CreditScope, Life, LineCredit};
use o2c_core::invoice::{Command, Document, Draft, DraftLine, Event, Facts};
use o2c_core::machine::Machine;
use o2c_core::money::{Currency, Exact, Money};
use o2c_core::pricing::Price;
use o2c_core::tax::stack::{Levy, StackedTax};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

fn money(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

/// A levy per unit that raises what follows, a percentage, a tax withheld, and a price with VAT.
fn taxes(which: usize) -> Vec<StackedTax> {
    let tax = |name: &str, levy| StackedTax {
        raises_following: true,
        is_raised_by_previous: true,
        ..StackedTax::new(name.parse().unwrap(), levy)
    };
    let eco = tax("eco", Levy::PerUnit("1.25".parse().unwrap()));
    let gst = tax("gst", Levy::Percent("5".parse().unwrap()));
    let withheld = tax("withheld", Levy::Percent("-1.5".parse().unwrap()));
    match which {
        0 => vec![gst],
        1 => vec![eco, gst],
        2 => vec![eco, gst, withheld],
        _ => vec![],
    }
}

/// One line: pieces, price in cents, its taxes; the last kind bears VAT instead.
type Line = (i64, i64, usize);

/// With a discount that lowers the VAT at issue some VAT groups are not what their lines are.
fn issued(lines: &[Line], is_included: bool, is_discounted: bool) -> Option<Arc<Document>> {
    let mut draft = Draft::new("C1".parse().unwrap(), Currency::EUR, Terms::net_days(30));
    if is_discounted {
        draft.terms = "2% 10 (vat reduced at issue) net 30".parse().unwrap();
    }
    for (at, (pieces, price, which)) in lines.iter().enumerate() {
        let price =
            Price::Net(Exact::new(i128::from(*price), 2).unwrap().to_string().parse().unwrap());
        let quantity = format!("{pieces} C62").parse().unwrap();
        let vat = if *which == 3 { "S 20" } else { "O" }.parse().unwrap();
        let mut line = DraftLine::new(at.to_string().parse().unwrap(), quantity, price, vat);
        line.taxes = taxes(*which);
        line.taxes.iter_mut().for_each(|tax| tax.is_included = is_included);
        draft.lines.push(line);
    }
    let command = Command::Issue { draft: draft.into(), issued_on: day() };
    match series().decide(&command, &Facts::default()).unwrap().pop() {
        Some(Event::Issued(document)) => Some(document),
        _ => None,
    }
}

/// Issues the credit note of a scope and follows it; none where it was refused.
fn give_back(life: &mut Life, document: &Arc<Document>, scope: &CreditScope) -> Option<Document> {
    let note = life::CreditNote {
        reason: CreditReason::Rebate,
        note: Default::default(),
        terms: Terms::net_days(0),
    };
    let (draft, credit) = life.credit_note(document, scope, note).ok()?;
    let issue = Command::IssueShare {
        draft: draft.into(),
        vat: credit.groups.clone(),
        services: vec![],
        taxes: credit.taxes.clone(),
        vat_before: None,
        issued_on: day(),
    };
    let events = series().decide(&issue, &Facts::default()).expect("what was worked out is issued");
    let [Event::Issued(note)] = events.as_slice() else { panic!("{events:?}") };
    let command = life::Command::Credit { by: note.number.clone(), issued_on: day(), credit };
    let facts = life::Facts { document: Arc::clone(document) };
    for event in life.decide(&command, &facts).expect("what was worked out is recorded") {
        life.evolve(&event).unwrap();
    }
    Some(Document::clone(note))
}

/// Base, VAT, and every tax by its name, in cents.
fn figures(document: &Document) -> BTreeMap<String, i64> {
    let figures = &document.figures;
    let mut all = BTreeMap::new();
    for tax in &figures.taxes {
        *all.entry(tax.name.to_string()).or_default() += tax.amount.minor();
    }
    let (net, vat, gross) = (figures.net, figures.vat, figures.gross);
    for (name, figure) in [("net", net), ("vat", vat), ("gross", gross)] {
        all.insert(name.to_owned(), figure.minor());
    }
    assert_eq!(figures.due, figures.gross);
    all
}

fn add(sums: &mut BTreeMap<String, i64>, note: &Document) {
    for (name, figure) in figures(note) {
        *sums.entry(name).or_default() += figure;
    }
    sums.retain(|_, figure| *figure != 0);
}

/// `total * part / whole`, half away from zero.
fn share(total: i64, part: i64, whole: i64) -> i64 {
    let (product, whole) = (i128::from(total) * i128::from(part), i128::from(whole));
    let half_up = |figure: i128| (2 * figure + whole) / (2 * whole);
    let rounded = if product < 0 { -half_up(-product) } else { half_up(product) };
    i64::try_from(rounded).unwrap()
}

fn any_lines(kinds: usize) -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec((1_i64..9, 1_i64..4000, 0..kinds), 1..5)
}

proptest! {
    /// Amounts alone: all of a tax that was given back is its share of the amounts, to the cent,
    /// and what is no tax is the rest.
    #[test]
    fn each_tax_is_its_share_of_the_amounts(
        lines in any_lines(3),
        is_included: bool,
        is_with_taxes: bool,
        steps in prop::collection::vec(1_i64..3000, 1..12),
    ) {
        // What prices hold must leave something.
        prop_assume!(!is_included || lines.iter().all(|(_, price, _)| *price > 500));
        let document = issued(&lines, is_included, false).unwrap();
        let whole = figures(&document);
        let measure = if is_with_taxes { "gross" } else { "net" };
        let scope = |minor: i64| match is_with_taxes {
            true => CreditScope::AmountWithVat(money(minor)),
            false => CreditScope::Amount(money(minor)),
        };
        let (mut life, mut sums, mut given) = (Life::default(), BTreeMap::new(), 0);
        for step in steps {
            let left = whole[measure] - given;
            if step > left {
                prop_assert!(give_back(&mut life, &document, &scope(step)).is_none());
                continue;
            }
            let note = give_back(&mut life, &document, &scope(step)).unwrap();
            given += step;
            prop_assert_eq!(figures(&note)[measure], step);
            add(&mut sums, &note);
            for (name, total) in &whole {
                if !["net", "vat", "gross"].contains(&name.as_str()) {
                    let upto = share(*total, given, whole[measure]);
                    let found = sums.get(name).copied().unwrap_or_default();
                    // Where the base has no room for a cent of its own, it lies on a tax.
                    prop_assert!((found - upto).abs() <= i64::from(is_with_taxes), "{name}");
                    prop_assert!(is_with_taxes || found == upto);
                }
            }
        }
        let left = whole[measure] - given;
        if left > 0 {
            add(&mut sums, &give_back(&mut life, &document, &scope(left)).unwrap());
        }
        let mut whole = whole;
        whole.retain(|_, figure| *figure != 0);
        prop_assert_eq!(sums, whole);
    }

    /// Amounts, values and quantities of lines in any order, VAT beside: the last credit ends
    /// exactly at the original, and nothing passes it on the way.
    #[test]
    fn any_sequence_ends_at_the_original(
        lines in any_lines(4),
        is_included: bool,
        is_discounted: bool,
        steps in prop::collection::vec((0_u8..4, 0_usize..5, 1_i64..2500), 0..14),
    ) {
        prop_assume!(!is_included || lines.iter().all(|(_, price, _)| *price > 500));
        let document = issued(&lines, is_included, is_discounted).unwrap();
        let whole = figures(&document);
        let (mut life, mut sums) = (Life::default(), BTreeMap::new());
        for (way, at, size) in steps {
            let line = document.draft.lines[at % lines.len()].id.clone();
            let scope = match way {
                0 => CreditScope::Amount(money(size)),
                1 => CreditScope::AmountWithVat(money(size)),
                2 => CreditScope::Lines(vec![LineCredit::of_amount(line, money(size))]),
                _ => {
                    let quantity = Exact::whole(size % 3 + 1).unwrap();
                    CreditScope::Lines(vec![LineCredit::of_quantity(line, quantity)])
                }
            };
            if let Some(note) = give_back(&mut life, &document, &scope) {
                match scope {
                    CreditScope::Amount(asked) => prop_assert_eq!(note.figures.net, asked),
                    CreditScope::AmountWithVat(asked) => {
                        prop_assert_eq!(note.figures.gross, asked);
                    }
                    CreditScope::Lines(_) | CreditScope::Whole => {}
                }
                add(&mut sums, &note);
            }
            for (name, total) in whole.iter().filter(|(name, _)| name.as_str() != "gross") {
                let found = sums.get(name).copied().unwrap_or_default();
                prop_assert!(found.abs() <= total.abs() && found * total >= 0, "{name} {found}");
            }
        }
        if let Some(note) = give_back(&mut life, &document, &CreditScope::Whole) {
            add(&mut sums, &note);
        }
        let mut whole = whole;
        whole.retain(|_, figure| *figure != 0);
        prop_assert_eq!(sums, whole);
        let left = life.remaining(&document).unwrap();
        prop_assert!(left.net.is_zero() && left.vat.is_zero());
        prop_assert!(left.taxes.iter().all(|tax| tax.amount.is_zero() && tax.base.is_zero()));
    }
}

/// 100.00 at 20 % less 2 % are 98.00 with 19.60 of VAT and 2.00 exempt; beside them 100.00 outside
/// VAT with 5.00 of GST. Half of all without taxes is 50.00 of each side, and 2.50 of GST: of the
/// side with VAT 49.00 + 9.80 and 1.00.
#[test]
fn an_amount_beside_a_discount_at_issue() {
    let document = issued(&[(1, 10_000, 3), (1, 10_000, 0)], false, true).unwrap();
    assert_eq!(figures(&document)["gross"], 22_460);
    let mut life = Life::default();
    let note = give_back(&mut life, &document, &CreditScope::Amount(money(10_000))).unwrap();
    let shown =
        |group: &o2c_core::tax::Group| format!("{} {} {}", group.vat, group.base, group.amount);
    let groups: Vec<String> = note.figures.breakdown.groups.iter().map(shown).collect();
    assert_eq!(
        groups,
        ["S 20 49.00 EUR 9.80 EUR", "E 0 1.00 EUR 0.00 EUR", "O 0 50.00 EUR 0.00 EUR"]
    );
    assert_eq!((figures(&note)["gst"], figures(&note)["gross"]), (250, 11_230));
    // The line at 20 % is given back less what was: the rest of its group. Of the 2.00 exempt,
    // which no line bears, 0.50 went with the line outside VAT and 0.50 with none: half of the
    // lines bring 1.00, less two thirds of 0.50.
    let line = CreditScope::Lines(vec![LineCredit::of_quantity("0".parse().unwrap(), Exact::ONE)]);
    let note = give_back(&mut life, &document, &line).unwrap();
    assert_eq!((figures(&note)["net"], figures(&note)["vat"]), (4_967, 980));
    let rest = give_back(&mut life, &document, &CreditScope::Whole).unwrap();
    assert_eq!(figures(&rest)["gross"], 22_460 - 11_230 - 5_947);
}
