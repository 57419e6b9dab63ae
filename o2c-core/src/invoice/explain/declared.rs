//! The VAT in the currency in which it is declared (BT-111, rulebook INV-32).

use super::{Formula, Telling, figure, given, given_amount, quotient};
use crate::error::Path;
use crate::invoice::{Draft, Figures, Rejection};
use crate::money::{Currency, ExchangeRate, Money};
use crate::tax::AccountingVat;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Explains the VAT in another currency and the share of each VAT group.
pub(super) fn tell(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
) -> Result<(), Rejection> {
    let Some(declared) = &figures.vat_accounting else { return Ok(()) };
    let total = match (draft.vat_accounted, draft.vat_accounting) {
        (Some(said), _) => given_amount("draft.vat_accounted", said)?,
        (None, Some(accounting)) => converted(figure("vat"), accounting.rate, draft.currency),
        (None, None) => given_amount("vat_accounting.total", declared.total)?,
    };
    telling.tell(TOTAL, "INV-32", total, declared.total)?;
    let rate = draft.vat_accounting.map(|accounting| accounting.rate);
    groups(telling, draft.currency, figures, declared, rate)
}

const TOTAL: &str = "vat_accounting.total";

/// An amount at a rate, rounded once; the rate is never inverted (rulebook R-06c).
fn converted(amount: Formula, rate: ExchangeRate, from: Currency) -> Formula {
    let rated = given("draft.vat_accounting.rate", rate.figure());
    match rate.base() == from {
        true => Formula::Product(Vec::from([amount, rated])),
        false => quotient(amount, rated),
    }
    .rounded()
}

/// The groups take largest-remainder shares of the total by their VAT; beside VAT of both signs the
/// side of less is worked out by itself, and the other side takes the rest.
fn groups(
    telling: &mut Telling,
    currency: Currency,
    figures: &Figures,
    declared: &AccountingVat,
    rate: Option<ExchangeRate>,
) -> Result<(), Rejection> {
    let vat = |index: usize| figure(Path::field("amount").inside_index("breakdown.groups", index));
    let amounts: Vec<Money> = figures.breakdown.groups.iter().map(|group| group.amount).collect();
    let side = |is_on_it: fn(Money) -> bool| -> Vec<usize> {
        let amounts = amounts.iter().enumerate();
        amounts.filter(|(_, amount)| is_on_it(**amount)).map(|(index, _)| index).collect()
    };
    let sum = |side: &[usize]| {
        let amounts = side.iter().filter_map(|index| amounts.get(*index));
        // A document has far fewer groups than 128 bits hold amounts.
        amounts.fold(0_i128, |sum, one| sum.saturating_add(i128::from(one.magnitude().minor())))
    };
    let (up, down) = (side(Money::is_positive), side(Money::is_negative));
    let (more, less) = if sum(&down) > sum(&up) { (&down, &up) } else { (&up, &down) };
    let whole = figure(TOTAL);
    let of_less = Formula::Sum(less.iter().map(|index| vat(*index)).collect());
    let of_less = match rate {
        Some(rate) => converted(of_less, rate, currency),
        // What is said is shared in proportion, and of no VAT nothing is.
        None if figures.vat.is_zero() => Formula::Sum(Vec::new()),
        None => {
            let product = Formula::Product(Vec::from([whole.clone(), of_less]));
            quotient(product, figure("vat")).rounded()
        }
    };
    for (index, share) in declared.groups.iter().enumerate() {
        let place = |side: &[usize]| side.iter().position(|place| *place == index);
        let part = |of: Formula, side: &[usize], index: usize| Formula::Share {
            of: Box::new(of),
            weights: side.iter().map(|at| Formula::Magnitude(Box::new(vat(*at)))).collect(),
            index,
        };
        let formula = match (place(more), place(less)) {
            (Some(at), _) if less.is_empty() => part(whole.clone(), more, at),
            (Some(at), _) => {
                let rest = Vec::from([whole.clone(), of_less.clone().negative()]);
                part(Formula::Sum(rest), more, at)
            }
            (None, Some(at)) => part(of_less.clone(), less, at),
            (None, None) => Formula::Sum(Vec::new()),
        };
        telling.tell(Path::index("vat_accounting.groups", index), "INV-32", formula, *share)?;
    }
    Ok(())
}
