//! Taxes that are levied upon each other: each with what it is levied on.

use super::{Formula, Telling, figure, given, quotient};
use crate::error::Path;
use crate::invoice::{Draft, Figures, Rejection};
use crate::money::Exact;
use crate::tax::stack::{Levy, StackedTax, runs};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The rule that taxes upon each other follow.
const RULE: &str = "INV-22";
/// A formula of more parts than this explains nothing any more.
const MOST_PARTS: usize = 20_000;

/// What a tax stands on and what it comes to, as parts of sums.
#[derive(Default)]
struct Parts {
    base: Vec<Formula>,
    amount: Vec<Formula>,
    /// Whether some part is told by no formula: it is taken out of a price that holds the tax.
    is_incomplete: bool,
}

/// Explains the taxes of a document that lie beside VAT.
pub(super) fn tell(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
) -> Result<(), Rejection> {
    if !figures.has_stacked_taxes() {
        return Ok(());
    }
    let mut stacks: BTreeMap<&[StackedTax], Vec<usize>> = BTreeMap::new();
    for (index, line) in draft.lines.iter().enumerate().filter(|(_, one)| !one.taxes.is_empty()) {
        stacks.entry(&line.taxes).or_default().push(index);
    }
    let mut parts: BTreeMap<&StackedTax, Parts> = BTreeMap::new();
    for (taxes, lines) in stacks {
        // Each tax that raises others stands in the formula of every one of these.
        let size = 1_usize.checked_shl(u32::try_from(taxes.len()).unwrap_or(u32::MAX));
        let size = size.and_then(|size| size.checked_mul(lines.len()));
        if taxes.iter().any(|tax| tax.is_included) || size.is_none_or(|size| size > MOST_PARTS) {
            for tax in taxes {
                parts.entry(tax).or_default().is_incomplete = true;
            }
            continue;
        }
        let is_per_line = !draft.vat_rounding.is_per_category();
        let together = match is_per_line {
            true => lines.chunks(1).map(<[usize]>::to_vec).collect(),
            false => Vec::from([lines]),
        };
        for lines in together {
            levied(draft, &lines, taxes, is_per_line, &mut parts)?;
        }
    }
    let mut parts = parts.into_values();
    for (index, tax) in figures.taxes.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index("taxes", index);
        let (base, amount) = match parts.next() {
            Some(parts) if !parts.is_incomplete => {
                (Formula::Sum(parts.base), Formula::Sum(parts.amount))
            }
            Some(_) | None => (
                super::given_amount(at("base"), tax.base)?,
                super::given_amount(at("amount"), tax.amount)?,
            ),
        };
        telling.tell(at("base"), RULE, base, tax.base)?;
        telling.tell(at("amount"), RULE, amount, tax.amount)?;
    }
    Ok(())
}

/// The taxes on lines that are summed before they are taxed: all of a stack, or one by one, where
/// every tax is rounded before it raises another.
fn levied<'d>(
    draft: &'d Draft,
    lines: &[usize],
    taxes: &'d [StackedTax],
    is_per_line: bool,
    parts: &mut BTreeMap<&'d StackedTax, Parts>,
) -> Result<(), Rejection> {
    let at = |index: &usize, name: &str| Path::field(name).inside_index("lines", *index);
    let base: Vec<Formula> = lines.iter().map(|index| figure(at(index, "net"))).collect();
    let quantities = lines.iter().filter_map(|index| {
        let quantity = draft.lines.get(*index)?.quantity.figure();
        Some(given(at(index, "quantity").inside("draft"), quantity))
    });
    let mut quantities: Vec<Formula> = quantities.collect();
    let quantity = match quantities.pop() {
        Some(only) if quantities.is_empty() => only,
        last => Formula::Sum(quantities.into_iter().chain(last).collect()),
    };
    let first = lines.first().copied().unwrap_or(0);
    // What raises the taxes that follow: as they are levied, and as they are shown.
    let (mut raised, mut shown): (Vec<Formula>, Vec<Formula>) = Default::default();
    let mut position = 0_usize;
    let hundred = Exact::whole(100)?;
    for run in runs(taxes) {
        let is_raised = run.iter().any(|tax| tax.is_raised_by_previous);
        let on = |raising: &[Formula]| -> Vec<Formula> {
            let raising = if is_raised { raising } else { &[] };
            base.iter().chain(raising).cloned().collect()
        };
        let (own, mut stands_on) = (Formula::Sum(on(&raised)), on(&shown));
        let mut left = hundred;
        for tax in run {
            if let Levy::PercentOfPriceWithTax(rate) = tax.levy {
                left = left.checked_sub(rate.exact())?;
            }
        }
        let mut amounts = Vec::with_capacity(run.len());
        for tax in run {
            let levy = |name: &str| {
                let path = Path::field(name).inside("levy").inside_index("taxes", position);
                path.inside_index("lines", first).inside("draft")
            };
            let exact = match tax.levy {
                Levy::Percent(rate) => part_of(own.clone(), given(levy("percent"), rate.exact())),
                Levy::PerUnit(amount) => {
                    let amount = given(levy("per_unit"), amount);
                    Formula::Product(Vec::from([quantity.clone(), amount]))
                }
                Levy::PercentOfPriceWithTax(rate) => {
                    let hundred = Formula::Number(hundred);
                    let product = Formula::Product(Vec::from([own.clone(), hundred]));
                    let with_tax = quotient(product, Formula::Number(left));
                    part_of(with_tax, given(levy("percent_of_price_with_tax"), rate.exact()))
                }
            };
            let rounded = exact.clone().rounded();
            if tax.raises_following {
                raised.push(if is_per_line { rounded.clone() } else { exact });
                shown.push(rounded.clone());
            }
            if let Levy::PercentOfPriceWithTax(_) = tax.levy {
                stands_on.push(rounded.clone());
            }
            amounts.push(rounded);
            position = position.saturating_add(1); // At most a hundred taxes.
        }
        for (tax, amount) in run.iter().zip(amounts) {
            let parts = parts.entry(tax).or_default();
            parts.base.extend(stands_on.iter().cloned());
            parts.amount.push(amount);
        }
    }
    Ok(())
}

/// So many hundredths of it, not rounded.
fn part_of(of: Formula, percent: Formula) -> Formula {
    Formula::Percent { of: alloc::boxed::Box::new(of), percent: alloc::boxed::Box::new(percent) }
}
