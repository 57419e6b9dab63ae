//! Taxes upon each other in a document whose seller levies other taxes than VAT.

use super::{Draft, Rejection};
use crate::error::Path;
use crate::id::Text;
use crate::money::{Exact, Money, split};
use crate::pricing::{DocumentAdjustment, LineAmounts};
use crate::tax::stack::{
    Levy, RoundedOnce, RoundingPoint, StackedLine, StackedTax, TaxTotal, stacked,
};
use crate::tax::{VatCategory, VatRounding, share_out};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The lines of each stack of taxes, by their places.
type Stacks<'a> = BTreeMap<&'a [StackedTax], Vec<(usize, StackedLine)>>;

/// The taxes of a draft's lines, sorted by name: each rounded once for all lines that bear it,
/// whatever else they bear, or on each line. Lines whose price holds taxes are brought to amounts
/// without them.
pub(super) fn levy(draft: &Draft, lines: &mut [LineAmounts]) -> Result<Vec<TaxTotal>, Rejection> {
    check(draft)?;
    let mut together = RoundedOnce::new(draft.currency);
    let mut totals: BTreeMap<(&Text, Levy), TaxTotal> = BTreeMap::new();
    for (taxes, of_stack) in same_taxes(draft, lines)? {
        let first = of_stack.first().map_or(0, |(index, _)| *index);
        let sold: Vec<StackedLine> = of_stack.iter().map(|(_, line)| *line).collect();
        let figures = match draft.vat_rounding {
            VatRounding::PerCategory => together.add(&sold, taxes),
            VatRounding::PerLine => stacked(draft.currency, &sold, taxes, RoundingPoint::EachLine),
        };
        let figures = figures.map_err(|refusal| refusal.inside_index("lines", first))?;
        if taxes.iter().any(|tax| tax.is_included) {
            let nets = nets(draft, &sold, taxes, figures.untaxed)?;
            for ((index, _), net) in of_stack.iter().zip(nets) {
                if let Some(line) = lines.get_mut(*index) {
                    line.goods = net.checked_add(line.allowances)?.checked_sub(line.charges)?;
                    line.net = net;
                }
            }
        }
        for (tax, levied) in taxes.iter().zip(figures.taxes) {
            let zero = Money::zero(draft.currency);
            let total = totals.entry((&tax.name, tax.levy)).or_insert_with(|| TaxTotal {
                name: tax.name.clone(),
                base: zero,
                amount: zero,
            });
            total.base = total.base.checked_add(levied.base)?;
            total.amount = total.amount.checked_add(levied.amount)?;
        }
    }
    Ok(totals.into_values().collect())
}

/// The lines of each stack of taxes. The stacks stand in an order of their own, so that no figure
/// depends on the order of the lines.
pub(super) fn same_taxes<'a>(
    draft: &'a Draft,
    lines: &[LineAmounts],
) -> Result<Stacks<'a>, Rejection> {
    let mut found = Stacks::new();
    for (index, (line, amounts)) in draft.lines.iter().zip(lines).enumerate() {
        if line.taxes.is_empty() {
            continue;
        }
        let decimals = u32::from(draft.currency.decimals());
        let amount = Exact::new(i128::from(amounts.net.minor()), decimals)?;
        let sold = StackedLine { amount, quantity: line.quantity.figure() };
        found.entry(line.taxes.as_slice()).or_default().push((index, sold));
    }
    Ok(found)
}

/// The net of each line: shares of the untaxed amount by what each line comes to by itself; equal
/// shares where by itself each is all tax.
fn nets(
    draft: &Draft,
    sold: &[StackedLine],
    taxes: &[StackedTax],
    untaxed: Money,
) -> Result<Vec<Money>, Rejection> {
    let mut own = Vec::with_capacity(sold.len());
    for line in sold {
        let figures = stacked(draft.currency, &[*line], taxes, RoundingPoint::EachLine)?;
        own.push(figures.untaxed);
    }
    if own.iter().all(|net| net.is_zero()) {
        let equal: Vec<i128> = own.iter().map(|_| 1).collect();
        return Ok(split(untaxed, &equal)?);
    }
    Ok(share_out(untaxed, &own, Ok)?)
}

/// Taxes stand on lines outside VAT, in documents of whose own allowances and charges none falls on
/// them, and every account is one of a tax.
fn check(draft: &Draft) -> Result<(), Rejection> {
    for (index, line) in draft.lines.iter().enumerate() {
        if !line.taxes.is_empty() && line.vat.category() != VatCategory::O {
            return Err(Rejection::TaxesBesideVat {
                path: Path::field("taxes").inside_index("lines", index),
                line: line.id.clone(),
                vat: line.vat,
            });
        }
    }
    let has_taxes = draft.lines.iter().any(|line| !line.taxes.is_empty());
    let falls_on_lines =
        |one: &DocumentAdjustment| one.vat.is_none_or(|vat| vat.category() == VatCategory::O);
    if has_taxes && draft.adjustments.iter().any(falls_on_lines) {
        return Err(Rejection::TaxesBesideAdjustments { path: Path::field("adjustments") });
    }
    for (index, entry) in draft.tax_accounts.iter().enumerate() {
        let path = Path::field("name").inside_index("tax_accounts", index);
        let (tax, mut before) = (entry.name.clone(), draft.tax_accounts.iter().take(index));
        if before.any(|one| one.name == entry.name) {
            return Err(Rejection::TaxAccountTwice { path, tax });
        }
        if !draft.lines.iter().any(|line| line.taxes.iter().any(|tax| tax.name == entry.name)) {
            return Err(Rejection::TaxAccountWithoutTax { path, tax });
        }
    }
    Ok(())
}
