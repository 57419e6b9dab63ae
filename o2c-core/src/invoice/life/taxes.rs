//! Taxes other than VAT that a credit gives back: what all that was given back of the lines bears
//! by itself, less what was given back before, so that the credits together end at the original.

use super::evolve::give_back;
use super::share::is_part;
use super::{Credit, CreditedLine, Life, LineLife};
use crate::calendar::Terms;
use crate::id::Text;
use crate::invoice::stacked::levy;
use crate::invoice::{Document, Draft, DraftLine, Rejection};
use crate::money::{Money, proportion};
use crate::pricing::LineAmounts;
use crate::quantity::Quantity;
use crate::tax::stack::{StackedTax, TaxTotal};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What taxes come to, by their names.
type ByName = BTreeMap<Text, TaxTotal>;

impl Life {
    /// What was given back of taxes other than VAT, sorted by name.
    pub fn taxes_credited(&self) -> &[TaxTotal] {
        &self.taxes
    }

    /// The taxes that a credit of these parts gives back, sorted by name; those that come to
    /// nothing too.
    pub(super) fn taxes_of(
        &self,
        document: &Document,
        lines: &[CreditedLine],
    ) -> Result<Vec<TaxTotal>, Rejection> {
        if !document.figures.has_stacked_taxes() {
            return Ok(Vec::new());
        }
        let mut then = self.clone();
        give_back(&mut then, &Credit { lines: lines.to_vec(), ..Credit::default() })?;
        let (now, then) = match then.is_exhausted(document)? {
            true => (None, None),
            // What amounts gave back of taxes is no longer what the lines bear by themselves.
            false if self.spread_since.is_some() => {
                (Some(self.levied(document)?), Some(then.levied(document)?))
            }
            false => (None, Some(then.levied(document)?)),
        };
        let nothing = Money::zero(document.draft.currency);
        let mut taxes = Vec::new();
        for (name, whole) in by_name(&document.figures.taxes)? {
            let zero = || TaxTotal { name: name.clone(), base: nothing, amount: nothing };
            let of = |taxes: &ByName| taxes.get(&name).cloned().unwrap_or_else(zero);
            let before = self.taxes.iter().find(|tax| tax.name == name);
            let before = before.cloned().unwrap_or_else(zero);
            let reached = then.as_ref().map_or(whole.clone(), of);
            let (base, amount) = match now.as_ref().map(of) {
                None => (
                    reached.base.checked_sub(before.base)?,
                    not_beyond(reached.amount, whole.amount).checked_sub(before.amount)?,
                ),
                Some(now) => (
                    rest_of([whole.base, before.base], now.base, reached.base)?,
                    rest_of([whole.amount, before.amount], now.amount, reached.amount)?,
                ),
            };
            taxes.push(TaxTotal { name, base, amount });
        }
        Ok(taxes)
    }

    /// What may still be given back of taxes other than VAT, sorted by name.
    pub(super) fn taxes_left(&self, document: &Document) -> Result<Vec<TaxTotal>, Rejection> {
        let mut left = Vec::new();
        for (name, whole) in by_name(&document.figures.taxes)? {
            let before = self.taxes.iter().find(|tax| tax.name == name);
            left.push(match before {
                Some(before) => TaxTotal {
                    name,
                    base: whole.base.checked_sub(before.base)?,
                    amount: whole.amount.checked_sub(before.amount)?,
                },
                None => whole,
            });
        }
        Ok(left)
    }

    /// Whether nothing is left of any line.
    fn is_exhausted(&self, document: &Document) -> Result<bool, Rejection> {
        let left = self.remaining(document)?.lines;
        Ok(left.iter().all(|line| line.quantity.is_zero() && line.amount.is_zero()))
    }

    /// What all that was given back of the lines bears by itself.
    fn levied(&self, document: &Document) -> Result<ByName, Rejection> {
        let original = &document.draft;
        let (customer, currency) = (original.customer.clone(), original.currency);
        let mut draft = Draft::new(customer, currency, Terms::net_days(0));
        draft.vat_rounding = original.vat_rounding;
        let nothing = Money::zero(currency);
        let untouched = LineLife::untouched(nothing);
        let mut amounts = Vec::with_capacity(original.lines.len());
        for line in &original.lines {
            let given = self.line(&line.id).unwrap_or(&untouched);
            let (goods, net) = (given.amount, given.amount);
            amounts.push(LineAmounts { goods, allowances: nothing, charges: nothing, net });
            draft.lines.push(DraftLine {
                quantity: Quantity::new(given.quantity, line.quantity.unit().clone()),
                taxes: on_top(&line.taxes),
                ..line.clone()
            });
        }
        by_name(&levy(&draft, &mut amounts)?)
    }
}

/// A cent that prices with and without their taxes disagree on stays with the last.
fn not_beyond(amount: Money, whole: Money) -> Money {
    if is_part(amount, whole) { amount } else { whole }
}

/// What falls to a step of what is left of a tax, `whole - given`, as far as the lines by
/// themselves move from `now` on the way to the whole.
fn rest_of([whole, given]: [Money; 2], now: Money, then: Money) -> Result<Money, Rejection> {
    let (now, then) = (not_beyond(now, whole), not_beyond(then, whole));
    let (step, way) = (then.checked_sub(now)?, whole.checked_sub(now)?);
    Ok(proportion(whole.checked_sub(given)?, step, way)?)
}

/// The same taxes on top of a price without them.
pub(super) fn on_top(taxes: &[StackedTax]) -> Vec<StackedTax> {
    let turned = |tax: &StackedTax| StackedTax { is_included: false, ..tax.clone() };
    taxes.iter().map(turned).collect()
}

fn by_name(taxes: &[TaxTotal]) -> Result<ByName, Rejection> {
    let mut named = ByName::new();
    for tax in taxes {
        match named.get_mut(&tax.name) {
            Some(sum) => {
                sum.base = sum.base.checked_add(tax.base)?;
                sum.amount = sum.amount.checked_add(tax.amount)?;
            }
            None => {
                named.insert(tax.name.clone(), tax.clone());
            }
        }
    }
    Ok(named)
}
