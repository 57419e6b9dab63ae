//! What a document comes to, figure by figure.

use super::{Formula, Telling, declared, figure, given, given_amount, quotient, stacks, with_vat};
use crate::error::Path;
use crate::invoice::{Draft, DraftLine, Figures, Rejection};
use crate::money::{Exact, Money};
use crate::pricing::{
    AdjustmentKind, AdjustmentValue, LineAmounts, Price, PriceBasis, ResolvedAdjustment,
    adjusted_amounts, line_amounts,
};
use crate::tax::{Group, Vat};
use alloc::vec::Vec;

/// Explains the figures of a draft in the order in which they come about.
pub(super) fn tell(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
) -> Result<(), Rejection> {
    let entered = entered(draft)?;
    match draft.prices {
        PriceBasis::WithoutVat => {
            for (index, (one, amounts)) in draft.lines.iter().zip(&entered).enumerate() {
                let holds_taxes = one.taxes.iter().any(|tax| tax.is_included);
                let heading = if holds_taxes { "entered" } else { "" };
                line(telling, index, one, amounts, heading)?;
            }
        }
        PriceBasis::WithVat { difference } => {
            with_vat::lines(telling, draft, figures, &entered, difference)?;
        }
    }
    let levied = stacks::lines(telling, draft, figures, &entered)?;
    let lines = (0..figures.lines.len()).map(net_of_line).collect();
    telling.tell("line_total", "BR-CO-10", Formula::Sum(lines), figures.line_total)?;
    for index in 0..figures.adjustments.len() {
        adjustment(telling, draft, figures, index)?;
    }
    groups(telling, draft, figures)?;
    totals(telling, draft, figures, levied)
}

/// The lines as they were priced, with what their price holds.
fn entered(draft: &Draft) -> Result<Vec<LineAmounts>, Rejection> {
    let entered = draft.lines.iter().map(|line| {
        line_amounts(
            line.quantity.figure(),
            &line.price,
            line.base_quantity,
            &line.adjustments,
            draft.currency,
        )
    });
    Ok(entered.collect::<Result<_, _>>()?)
}

fn at_line(index: usize, name: &str) -> Path {
    Path::field(name).inside_index("lines", index)
}

fn net_of_line(index: usize) -> Formula {
    figure(at_line(index, "net"))
}

/// A part of a sum, with the sign of its kind.
pub(super) fn signed(kind: AdjustmentKind, formula: Formula) -> Formula {
    match kind {
        AdjustmentKind::Allowance => formula.negative(),
        AdjustmentKind::Charge => formula,
    }
}

/// A line as it was priced (rulebook INV-01 to INV-04), its figures under a heading.
pub(super) fn line(
    telling: &mut Telling,
    index: usize,
    line: &DraftLine,
    amounts: &LineAmounts,
    heading: &str,
) -> Result<(), Rejection> {
    let under = |name: &str| Path::field(name).inside(heading).inside_index("lines", index);
    let in_draft = |name: &str| at_line(index, name).inside("draft");
    let price = match line.price {
        Price::Net(net) => given(in_draft("price.net"), net.exact()),
        Price::Gross { gross, discount } => Formula::Sum(Vec::from([
            given(in_draft("price.gross.gross"), gross.exact()),
            given(in_draft("price.gross.discount"), discount.exact()).negative(),
        ])),
    };
    let quantity = given(in_draft("quantity"), line.quantity.figure());
    let product = Formula::Product(Vec::from([quantity, price]));
    let goods = match line.base_quantity == Exact::ONE {
        true => product,
        false => quotient(product, given(in_draft("base_quantity"), line.base_quantity)),
    };
    telling.tell(under("goods"), "INV-03", goods.rounded(), amounts.goods)?;
    let mut net = Vec::from([figure(under("goods"))]);
    let adjusted = adjusted_amounts(amounts.goods, &line.adjustments)?;
    for (position, (one, adjusted)) in line.adjustments.iter().zip(adjusted).enumerate() {
        let name = Path::index("adjustments", position);
        let (path, place) = (under(name.as_str()), in_draft(name.as_str()));
        let rest = Formula::Sum(net.clone());
        let formula = value(&place, &one.value, figure(under("goods")), rest)?;
        net.push(signed(one.kind, figure(path.clone())));
        telling.tell(path, "INV-04", formula, adjusted.amount)?;
    }
    telling.tell(under("net"), "INV-03", Formula::Sum(net), amounts.net)
}

/// What an allowance or charge comes to, on a whole of which a rest is left.
fn value(
    path: &Path,
    value: &AdjustmentValue,
    whole: Formula,
    rest: Formula,
) -> Result<Formula, Rejection> {
    let at = |name: &str| Path::field(name).inside("value").inside(path.as_str());
    Ok(match value {
        AdjustmentValue::Amount(amount) => given_amount(at("amount"), *amount)?,
        AdjustmentValue::Percent(percent) => whole.percent(given(at("percent"), percent.exact())),
        AdjustmentValue::PercentOf { percent, base } => given_amount(at("percent_of.base"), *base)?
            .percent(given(at("percent_of.percent"), percent.exact())),
        AdjustmentValue::PercentOfRest(percent) => {
            rest.percent(given(at("percent_of_rest"), percent.exact()))
        }
    })
}

/// The net amounts of the lines of a VAT group.
fn lines_of(draft: &Draft, vat: Vat) -> Vec<Formula> {
    let lines = draft.lines.iter().enumerate().filter(|(_, line)| line.vat == vat);
    lines.map(|(index, _)| net_of_line(index)).collect()
}

/// The adjustments of a VAT group, signed, of the first so many.
fn adjustments_of(adjustments: &[ResolvedAdjustment], vat: Vat) -> Vec<Formula> {
    let adjustments = adjustments.iter().enumerate().filter(|(_, one)| one.vat == vat);
    adjustments
        .map(|(index, one)| signed(one.kind, figure(Path::index("adjustments", index))))
        .collect()
}

/// An allowance or charge of the document in one VAT group (rulebook INV-12).
fn adjustment(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
    index: usize,
) -> Result<(), Rejection> {
    let Some(resolved) = figures.adjustments.get(index) else { return Ok(()) };
    let path = Path::index("adjustments", index);
    let before = figures.adjustments.get(..index).unwrap_or_default();
    let lines = lines_of(draft, resolved.vat);
    let mut rest = lines.clone();
    rest.extend(adjustments_of(before, resolved.vat));
    let Some(asked) = draft.adjustments.get(resolved.adjustment) else {
        return at_issue(telling, draft, figures, index);
    };
    let place = Path::index("adjustments", resolved.adjustment).inside("draft");
    let formula = value(&place, &asked.value, Formula::Sum(lines), Formula::Sum(rest))?;
    let is_fixed = match asked.value {
        AdjustmentValue::Amount(_) | AdjustmentValue::PercentOf { .. } => true,
        AdjustmentValue::Percent(_) | AdjustmentValue::PercentOfRest(_) => false,
    };
    let formula = match asked.vat.is_none() && is_fixed {
        true => {
            let groups = line_groups(draft);
            let group = groups.iter().position(|vat| *vat == resolved.vat);
            let weights = groups.iter().map(|vat| Formula::Sum(lines_of(draft, *vat)));
            Formula::Share {
                of: alloc::boxed::Box::new(formula),
                weights: weights
                    .map(|lines| Formula::Magnitude(alloc::boxed::Box::new(lines)))
                    .collect(),
                index: group.unwrap_or(0),
            }
        }
        false => formula,
    };
    telling.tell(path, "INV-12", formula, resolved.amount)
}

/// The VAT groups of the lines, sorted as the breakdown is.
fn line_groups(draft: &Draft) -> Vec<Vat> {
    let mut groups: Vec<Vat> = draft.lines.iter().map(|line| line.vat).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// What an early discount takes off a VAT group when the document is issued, and charges again
/// exempt from VAT (rulebook T-31).
fn at_issue(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
    index: usize,
) -> Result<(), Rejection> {
    let Some(resolved) = figures.adjustments.get(index) else { return Ok(()) };
    let path = Path::index("adjustments", index);
    let formula = match (resolved.kind, draft.terms.early_discount) {
        (AdjustmentKind::Charge, _) => figure(Path::index("adjustments", index.saturating_sub(1))),
        (AdjustmentKind::Allowance, Some(discount)) => {
            let given_by_draft = figures.adjustments.iter();
            let given_by_draft =
                given_by_draft.take_while(|one| one.adjustment < draft.adjustments.len()).count();
            let before = figures.adjustments.get(..given_by_draft).unwrap_or_default();
            let mut base = lines_of(draft, resolved.vat);
            base.extend(adjustments_of(before, resolved.vat));
            let place = Path::field("percent").inside("draft.terms.early_discount");
            Formula::Sum(base).percent(given(place, discount.percent.exact()))
        }
        (AdjustmentKind::Allowance, None) => given_amount(path.clone(), resolved.amount)?,
    };
    telling.tell(path, "T-31", formula, resolved.amount)
}

/// The VAT groups (rulebook INV-21, INV-22).
fn groups(telling: &mut Telling, draft: &Draft, figures: &Figures) -> Result<(), Rejection> {
    for (index, group) in figures.breakdown.groups.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index("breakdown.groups", index);
        let mut base = lines_of(draft, group.vat);
        base.extend(adjustments_of(&figures.adjustments, group.vat));
        telling.tell(at("base"), "INV-21", Formula::Sum(base), group.base)?;
        let (rule, formula) = vat(draft, figures, group, figure(at("base")))?;
        telling.tell(at("amount"), rule, formula, group.amount)?;
    }
    Ok(())
}

/// The VAT of a group: once on its base (rulebook INV-22), once on each line (V-08), or taken out
/// of the total that was entered (INV-34).
fn vat(
    draft: &Draft,
    figures: &Figures,
    group: &Group,
    base: Formula,
) -> Result<(&'static str, Formula), Rejection> {
    let vat = group.vat;
    let rate = || given("vat.rate", vat.rate().exact());
    if !draft.vat_rounding.is_per_category() {
        let lines = draft.lines.iter().enumerate().filter(|(_, line)| line.vat == vat);
        let of_line = |index| match draft.prices {
            PriceBasis::WithoutVat => Ok(net_of_line(index).percent(rate())),
            PriceBasis::WithVat { difference } => {
                let entered = figure(with_vat::entered_net(index));
                with_vat::vat_of(entered, net_of_line(index), vat, difference)
            }
        };
        let mut parts: Vec<Formula> =
            lines.map(|(index, _)| of_line(index)).collect::<Result<_, Rejection>>()?;
        let adjustments = adjustments_of(&figures.adjustments, vat).into_iter();
        parts.extend(adjustments.map(|one| one.percent(rate())));
        return Ok(("V-08", Formula::Sum(parts)));
    }
    let is_adjusted = figures.adjustments.iter().any(|one| one.vat == vat && !one.amount.is_zero());
    let has_lines = draft.lines.iter().any(|line| line.vat == vat);
    Ok(match draft.prices {
        PriceBasis::WithVat { difference } if has_lines && !is_adjusted => {
            let entered = with_vat::entered_of(draft, vat);
            ("INV-34", with_vat::vat_of(entered, base, vat, difference)?)
        }
        PriceBasis::WithVat { .. } | PriceBasis::WithoutVat => ("INV-22", base.percent(rate())),
    })
}

/// The totals (rulebook 1.2).
fn totals(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
    levied: stacks::Levied<'_>,
) -> Result<(), Rejection> {
    for (name, rule, kind, total) in [
        ("allowance_total", "BR-CO-11", AdjustmentKind::Allowance, figures.allowance_total),
        ("charge_total", "BR-CO-12", AdjustmentKind::Charge, figures.charge_total),
    ] {
        let of_kind = figures.adjustments.iter().enumerate().filter(|(_, one)| one.kind == kind);
        let parts = of_kind.map(|(index, _)| figure(Path::index("adjustments", index)));
        telling.tell(name, rule, Formula::Sum(parts.collect()), total)?;
    }
    let net = [figure("line_total"), figure("allowance_total").negative(), figure("charge_total")];
    telling.tell("net", "BR-CO-13", Formula::Sum(net.into()), figures.net)?;
    let groups = 0..figures.breakdown.groups.len();
    let groups =
        groups.map(|at| figure(Path::field("amount").inside_index("breakdown.groups", at)));
    telling.tell("vat", "BR-CO-14", Formula::Sum(groups.collect()), figures.vat)?;
    declared::tell(telling, draft, figures)?;
    stacks::tell(telling, draft, figures, levied)?;
    let mut gross = Vec::from([figure("net"), figure("vat")]);
    let taxes = 0..figures.taxes.len();
    gross.extend(taxes.map(|at| figure(Path::field("amount").inside_index("taxes", at))));
    telling.tell("gross", "BR-CO-15", Formula::Sum(gross), figures.gross)?;
    let asked = |name: &str, amount: Option<Money>| match amount {
        Some(amount) => given_amount(Path::field(name).inside("draft"), amount),
        None => Ok(Formula::Number(Exact::ZERO)),
    };
    let prepaid = asked("prepaid", draft.prepaid)?;
    telling.tell("prepaid", "INV-30", prepaid, figures.prepaid)?;
    let missing = match draft.prices {
        PriceBasis::WithVat { difference } => with_vat::missing(draft, figures, difference)?,
        PriceBasis::WithoutVat => Vec::new(),
    };
    let rounding = match draft.cash_rounding {
        None => asked("rounding", draft.rounding)?,
        Some(step) => {
            let mut payable = Vec::from([figure("gross"), figure("prepaid").negative()]);
            payable.extend(missing.iter().cloned());
            with_vat::cash(Formula::Sum(payable), step)?
        }
    };
    let rounding = match missing.is_empty() {
        true => rounding,
        false => Formula::Sum(missing.into_iter().chain([rounding]).collect()),
    };
    telling.tell("rounding", "INV-31", rounding, figures.rounding)?;
    let due = [figure("gross"), figure("prepaid").negative(), figure("rounding")];
    telling.tell("due", "BR-CO-16", Formula::Sum(due.into()), figures.due)
}
