//! Any sequence of credits of any invoice ends exactly at the invoice (rulebook V-06), held
//! against a model that makes every figure again from the sums so far.

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
use o2c_core::pricing::{Adjustment, AdjustmentKind, AdjustmentValue, DocumentAdjustment, Price};
use o2c_core::tax::{Group, Vat};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const RATES: [&str; 3] = ["S 20", "S 5.5", "E 0"];

fn money(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

fn vat(at: usize) -> Vat {
    RATES[at % RATES.len()].parse().unwrap()
}

/// One line: pieces, price in cents, a fixed allowance, its rate.
type Line = (i64, i64, i64, usize);
/// What is asked of a document: which way, which line, how much.
type Step = (u8, usize, i64);

fn issued(lines: &[Line], adjustments: &[(bool, i64, usize)], rounding: i64) -> Arc<Document> {
    let mut draft = Draft::new("C1".parse().unwrap(), Currency::EUR, Terms::net_days(30));
    for (at, (pieces, price, allowance, rate)) in lines.iter().enumerate() {
        let price =
            Price::Net(Exact::new(i128::from(*price), 2).unwrap().to_string().parse().unwrap());
        let quantity = format!("{pieces} C62").parse().unwrap();
        let mut line = DraftLine::new(at.to_string().parse().unwrap(), quantity, price, vat(*rate));
        line.base_quantity = "3".parse().unwrap();
        if *allowance != 0 {
            line.adjustments.push(Adjustment::allowance(money(*allowance)));
        }
        draft.lines.push(line);
    }
    for (is_charge, minor, rate) in adjustments {
        draft.adjustments.push(DocumentAdjustment {
            kind: if *is_charge { AdjustmentKind::Charge } else { AdjustmentKind::Allowance },
            value: AdjustmentValue::Amount(money(*minor)),
            vat: Some(vat(*rate)),
            reason: Default::default(),
        });
    }
    draft.rounding = (rounding != 0).then(|| money(rounding));
    let command = Command::Issue { draft: draft.into(), issued_on: day() };
    match series().decide(&command, &Facts::default()).unwrap().pop() {
        Some(Event::Issued(document)) => document,
        other => panic!("{other:?}"),
    }
}

fn scope(document: &Document, (way, at, size): Step) -> CreditScope {
    let line = &document.draft.lines[at % document.draft.lines.len()];
    let id = line.id.clone();
    let sign = if line.quantity.figure().is_negative() { -1 } else { 1 };
    match way % 5 {
        0 | 1 => {
            let quantity = Exact::whole(sign * (size % 4 + 1)).unwrap();
            CreditScope::Lines(vec![LineCredit::of_quantity(id, quantity)])
        }
        2 => CreditScope::Lines(vec![LineCredit::of_amount(id, money(sign * size))]),
        3 => CreditScope::Amount(money(size)),
        _ => CreditScope::AmountWithVat(money(size)),
    }
}

/// Issues the credit note of a scope and follows it; none where it was refused.
fn give_back(life: &mut Life, document: &Arc<Document>, scope: &CreditScope) -> Option<Document> {
    let note = life::CreditNote {
        reason: CreditReason::Unbilled,
        note: Default::default(),
        terms: Terms::net_days(0),
    };
    let before = life.clone();
    let Ok((draft, credit)) = life.credit_note(document, scope, note) else {
        assert_eq!(*life, before);
        return None;
    };
    let vat = credit.groups.clone();
    let issue = Command::IssueShare {
        draft: draft.into(),
        vat,
        services: vec![],
        taxes: vec![],
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

fn sums(sum: &mut BTreeMap<Vat, (i64, i64)>, groups: &[Group]) {
    for group in groups {
        let (base, amount) = sum.entry(group.vat).or_default();
        *base += group.base.minor();
        *amount += group.amount.minor();
    }
}

fn round(total: i64, part: i64, whole: i64) -> i64 {
    let product = 2 * i128::from(total) * i128::from(part) * i128::from(whole.signum());
    let whole = i128::from(whole.abs());
    let half_up = |figure: i128| (figure + whole) / (2 * whole);
    let rounded = if product < 0 { -half_up(-product) } else { half_up(product) };
    i64::try_from(rounded).unwrap()
}

fn any_lines() -> impl Strategy<Value = Vec<Line>> {
    let pieces = prop_oneof![8 => 1_i64..9, 1 => -4_i64..0];
    prop::collection::vec((pieces, 0_i64..4_000, 0_i64..300, 0_usize..3), 1..5)
}

fn any_adjustments() -> impl Strategy<Value = Vec<(bool, i64, usize)>> {
    prop::collection::vec((any::<bool>(), 1_i64..500, 0_usize..3), 0..3)
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((any::<u8>(), 0_usize..5, 1_i64..3_000), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 600, ..Default::default()
    })]

    /// Invoice and credit notes net to zero, per category and rate, in lines and in quantities.
    #[test]
    fn any_sequence_ends_at_the_original(
        lines in any_lines(),
        adjustments in any_adjustments(),
        rounding in -2_i64..3,
        steps in any_steps(),
    ) {
        let document = issued(&lines, &adjustments, rounding);
        let (mut life, mut sum, mut due) = (Life::default(), BTreeMap::new(), 0);
        let scopes = steps.into_iter().map(|step| scope(&document, step));
        for scope in scopes.chain([CreditScope::Whole]) {
            if let Some(note) = give_back(&mut life, &document, &scope) {
                sums(&mut sum, &note.figures.breakdown.groups);
                due += note.figures.due.minor();
            }
        }
        let mut whole = BTreeMap::new();
        sums(&mut whole, &document.figures.breakdown.groups);
        for (vat, claimed) in &whole {
            prop_assert_eq!(sum.get(vat).copied().unwrap_or_default(), *claimed, "{}", vat);
        }
        if !document.figures.gross.is_zero() {
            prop_assert_eq!(due, document.figures.due.minor());
        }
        let remaining = life.remaining(&document).unwrap();
        prop_assert!(remaining.net.is_zero() && remaining.vat.is_zero());
        prop_assert!(remaining.lines.iter().all(|line| line.quantity.is_zero()));
        let more = give_back(&mut life, &document, &CreditScope::Whole);
        prop_assert!(more.is_none());
    }

    /// Quantities alone: every sum so far is the original's proportion, rounded once.
    #[test]
    fn every_sum_so_far_is_a_proportion_of_the_original(
        lines in any_lines(),
        steps in any_steps(),
    ) {
        let positive = |(p, price, a, r): &Line| (p.abs(), *price, *a % 2, *r);
        let lines: Vec<Line> = lines.iter().map(positive).collect();
        let document = issued(&lines, &[], 0);
        let figures = &document.figures;
        prop_assume!(figures.lines.iter().all(|line| !line.net.is_negative()));
        let (mut life, mut sum) = (Life::default(), BTreeMap::new());
        let mut pieces = vec![0_i64; lines.len()];
        for (_, at, size) in steps {
            let at = at % lines.len();
            let Some(note) = give_back(&mut life, &document, &scope(&document, (0, at, size)))
            else {
                prop_assert!(pieces[at] + size % 4 + 1 > lines[at].0, "refused without reason");
                continue;
            };
            pieces[at] += size % 4 + 1;
            sums(&mut sum, &note.figures.breakdown.groups);
            let mut bases: BTreeMap<Vat, i64> = BTreeMap::new();
            for (at, amounts) in figures.lines.iter().enumerate() {
                let share = round(amounts.net.minor(), pieces[at], lines[at].0);
                *bases.entry(vat(lines[at].3)).or_default() += share;
            }
            for (vat, (base, amount)) in &sum {
                let original = figures.breakdown.group(*vat).unwrap();
                prop_assert_eq!(*base, bases[vat]);
                let whole = original.base.minor();
                let own = if whole == 0 { 0 } else { round(original.amount.minor(), *base, whole) };
                prop_assert_eq!(*amount, own);
            }
        }
    }
}
