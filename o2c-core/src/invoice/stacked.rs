//! Taxes upon each other in a document whose seller levies other taxes than VAT.

use super::{Draft, Rejection};
use crate::error::Path;
use crate::money::{Exact, Money, split};
use crate::pricing::LineAmounts;
use crate::tax::stack::{RoundingPoint, StackedLine, StackedTax, TaxTotal, stacked};
use crate::tax::{VatCategory, VatRounding, share_out};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use hashbrown::HashMap;

/// Lines that bear the same taxes, which are levied on them together.
struct SameTaxes<'a> {
    taxes: &'a [StackedTax],
    lines: Vec<(usize, StackedLine)>,
}

/// The taxes of a draft's lines, sorted by name: rounded once for all lines that bear the same
/// taxes, or on each line. Lines whose price holds taxes are brought to amounts without them.
pub(super) fn levy(draft: &Draft, lines: &mut [LineAmounts]) -> Result<Vec<TaxTotal>, Rejection> {
    check(draft)?;
    let rounding = match draft.vat_rounding {
        VatRounding::PerCategory => RoundingPoint::Document,
        VatRounding::PerLine => RoundingPoint::EachLine,
    };
    let mut totals: BTreeMap<&StackedTax, TaxTotal> = BTreeMap::new();
    for same in same_taxes(draft, lines)? {
        let first = same.lines.first().map_or(0, |(index, _)| *index);
        let sold: Vec<StackedLine> = same.lines.iter().map(|(_, line)| *line).collect();
        let figures = stacked(draft.currency, &sold, same.taxes, rounding)
            .map_err(|refusal| refusal.inside_index("lines", first))?;
        if same.taxes.iter().any(|tax| tax.is_included) {
            let nets = nets(draft, &sold, same.taxes, figures.untaxed)?;
            for ((index, _), net) in same.lines.iter().zip(nets) {
                if let Some(line) = lines.get_mut(*index) {
                    line.goods = net.checked_add(line.allowances)?.checked_sub(line.charges)?;
                    line.net = net;
                }
            }
        }
        for (tax, levied) in same.taxes.iter().zip(figures.taxes) {
            let zero = Money::zero(draft.currency);
            let total = totals.entry(tax).or_insert_with(|| TaxTotal {
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

/// The lines of each stack of taxes, in the order in which it first comes.
fn same_taxes<'a>(
    draft: &'a Draft,
    lines: &[LineAmounts],
) -> Result<Vec<SameTaxes<'a>>, Rejection> {
    let mut places: HashMap<&[StackedTax], usize> = HashMap::new();
    let mut found: Vec<SameTaxes<'a>> = Vec::new();
    for (index, (line, amounts)) in draft.lines.iter().zip(lines).enumerate() {
        if line.taxes.is_empty() {
            continue;
        }
        let decimals = u32::from(draft.currency.decimals());
        let amount = Exact::new(i128::from(amounts.net.minor()), decimals)?;
        let sold = StackedLine { amount, quantity: line.quantity.figure() };
        let place = *places.entry(&line.taxes).or_insert(found.len());
        match found.get_mut(place) {
            Some(same) => same.lines.push((index, sold)),
            None => {
                found.push(SameTaxes { taxes: &line.taxes, lines: Vec::from([(index, sold)]) });
            }
        }
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

/// Taxes stand on lines outside VAT, in documents without allowances or charges of their own, and
/// every account is one of a tax.
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
    if has_taxes && !draft.adjustments.is_empty() {
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
