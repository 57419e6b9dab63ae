//! Prices that hold their VAT: it is taken out once per VAT group, or once per line (rulebook
//! INV-34).

use super::{Formula, Telling, by_sign, exact, figure, given, less, quotient};
use crate::error::Path;
use crate::invoice::{Draft, Figures, Rejection};
use crate::money::{Exact, Money};
use crate::pricing::{AdjustmentKind, LineAmounts};
use crate::tax::{IncludedVat, Vat};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

/// What a line was entered as, with its VAT.
pub(super) fn entered_net(index: usize) -> Path {
    Path::field("net").inside("entered").inside_index("lines", index)
}

/// `amount × over / (100 + r)`, rounded once.
fn part(amount: Formula, over: Exact, vat: Vat) -> Result<Formula, Rejection> {
    let hundred = Exact::whole(100)?;
    let whole = hundred.checked_add(vat.rate().exact())?;
    let product = Formula::Product(Vec::from([amount, Formula::Number(over)]));
    Ok(quotient(product, Formula::Number(whole)).rounded())
}

fn net_within(amount: Formula, vat: Vat) -> Result<Formula, Rejection> {
    part(amount, Exact::whole(100)?, vat)
}

fn vat_within(amount: Formula, vat: Vat) -> Result<Formula, Rejection> {
    part(amount, vat.rate().exact(), vat)
}

/// The base of a total that was entered with VAT.
pub(super) fn base_of(
    entered: Formula,
    vat: Vat,
    difference: IncludedVat,
) -> Result<Formula, Rejection> {
    match difference {
        IncludedVat::Rounding | IncludedVat::VatByDifference => net_within(entered, vat),
        IncludedVat::NetByDifference => Ok(less(entered.clone(), vat_within(entered, vat)?)),
    }
}

/// The VAT of a total that was entered with VAT, beside its base.
pub(super) fn vat_of(
    entered: Formula,
    base: Formula,
    vat: Vat,
    difference: IncludedVat,
) -> Result<Formula, Rejection> {
    match difference {
        IncludedVat::Rounding => Ok(base.percent(given("vat.rate", vat.rate().exact()))),
        IncludedVat::VatByDifference => Ok(less(entered, base)),
        IncludedVat::NetByDifference => vat_within(entered, vat),
    }
}

/// The lines of a VAT group, by their places.
fn lines_of(draft: &Draft, vat: Vat) -> Vec<usize> {
    let lines = draft.lines.iter().enumerate().filter(|(_, line)| line.vat == vat);
    lines.map(|(index, _)| index).collect()
}

/// What a VAT group was entered as.
pub(super) fn entered_of(draft: &Draft, vat: Vat) -> Formula {
    let lines = lines_of(draft, vat).into_iter();
    Formula::Sum(lines.map(|index| figure(entered_net(index))).collect())
}

/// The net amounts of the lines of a VAT group, in their order: shares of the base of the group.
fn shares_of_base(
    draft: &Draft,
    entered: &[LineAmounts],
    vat: Vat,
    difference: IncludedVat,
) -> Result<Vec<Formula>, Rejection> {
    let amounts = lines_of(draft, vat)
        .into_iter()
        .filter_map(|place| Some((figure(entered_net(place)), entered.get(place)?.net)));
    let amounts: Vec<(Formula, Money)> = amounts.collect();
    let base = base_of(entered_of(draft, vat), vat, difference)?;
    by_sign(&base, &amounts, |less| net_within(less, vat))
}

/// Tells the lines without VAT, behind what they were entered as.
pub(super) fn lines(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
    entered: &[LineAmounts],
    difference: IncludedVat,
) -> Result<(), Rejection> {
    for (index, (line, amounts)) in draft.lines.iter().zip(entered).enumerate() {
        super::document::line(telling, index, line, amounts, "entered")?;
    }
    let mut shares = BTreeMap::new();
    for (index, (line, amounts)) in draft.lines.iter().zip(&figures.lines).enumerate() {
        let at = |name: &str| Path::field(name).inside_index("lines", index);
        let net = match draft.vat_rounding.is_per_category() {
            true => {
                let of_group = match shares.entry(line.vat) {
                    Entry::Occupied(found) => found.into_mut(),
                    Entry::Vacant(place) => {
                        let of_group = shares_of_base(draft, entered, line.vat, difference)?;
                        place.insert(of_group.into_iter())
                    }
                };
                of_group.next().unwrap_or(Formula::Number(Exact::ZERO))
            }
            false => base_of(figure(entered_net(index)), line.vat, difference)?,
        };
        telling.tell(at("net"), "INV-34", net, amounts.net)?;
        let mut goods = Vec::from([figure(at("net"))]);
        for (name, kind, amount) in [
            ("allowances", AdjustmentKind::Allowance, amounts.allowances),
            ("charges", AdjustmentKind::Charge, amounts.charges),
        ] {
            let of_kind = line.adjustments.iter().enumerate().filter(|(_, one)| one.kind == kind);
            let of_kind = of_kind.map(|(position, _)| {
                let path = Path::index("adjustments", position).inside("entered");
                figure(path.inside_index("lines", index))
            });
            let within = net_within(Formula::Sum(of_kind.collect()), line.vat)?;
            telling.tell(at(name), "INV-34", within, amount)?;
            goods.push(match kind {
                AdjustmentKind::Allowance => figure(at(name)),
                AdjustmentKind::Charge => figure(at(name)).negative(),
            });
        }
        telling.tell(at("goods"), "INV-34", Formula::Sum(goods), amounts.goods)?;
    }
    Ok(())
}

/// What base and VAT miss of what was entered: it rounds the amount due.
pub(super) fn missing(
    draft: &Draft,
    figures: &Figures,
    difference: IncludedVat,
) -> Result<Vec<Formula>, Rejection> {
    let mut missing = Vec::new();
    if difference != IncludedVat::Rounding {
        return Ok(missing);
    }
    if draft.vat_rounding.is_per_category() {
        for group in &figures.breakdown.groups {
            let is_adjusted =
                figures.adjustments.iter().any(|one| one.vat == group.vat && !one.amount.is_zero());
            if !is_adjusted {
                missing.push(miss(entered_of(draft, group.vat), group.vat)?);
            }
        }
        return Ok(missing);
    }
    for (index, line) in draft.lines.iter().enumerate() {
        missing.push(miss(figure(entered_net(index)), line.vat)?);
    }
    Ok(missing)
}

/// What net and VAT miss of an amount with VAT.
fn miss(entered: Formula, vat: Vat) -> Result<Formula, Rejection> {
    let base = net_within(entered.clone(), vat)?;
    let tax = base.clone().percent(given("vat.rate", vat.rate().exact()));
    Ok(Formula::Sum(Vec::from([entered, base.negative(), tax.negative()])))
}

/// What cash needs beside the amount to be paid (rulebook INV-31).
pub(super) fn cash(payable: Formula, step: Money) -> Result<Formula, Rejection> {
    let multiple = given("draft.cash_rounding", exact(step)?);
    let rounded =
        Formula::ToMultiple { of: Box::new(payable.clone()), multiple: Box::new(multiple) };
    Ok(less(rounded, payable))
}
