//! Taxes that are levied upon each other: each with what it is levied on, and what a price that
//! holds such taxes leaves without them.

use super::{
    Formula, Telling, by_sign, figure, given, given_amount, is_nothing, less, part_of, quotient,
    total,
};
use crate::error::Path;
use crate::id::Text;
use crate::invoice::stacked::same_taxes;
use crate::invoice::{Draft, Figures, Rejection};
use crate::money::{Exact, Money};
use crate::pricing::LineAmounts;
use crate::tax::stack::{Levy, RoundingPoint, StackedLine, StackedTax, first_alike, runs, stacked};
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
    /// Rounded line by line, or not yet where all are rounded once.
    amount: Vec<Formula>,
    /// Whether some part is told by no formula, since it would be too long.
    is_incomplete: bool,
}

/// The taxes of a document that lie beside VAT, each by its name and what it takes.
#[derive(Default)]
pub(super) struct Levied<'d>(BTreeMap<(&'d Text, Levy), Parts>);

/// Some lines and the taxes that all of them bear.
struct Stack<'d> {
    draft: &'d Draft,
    taxes: &'d [StackedTax],
    lines: Vec<(usize, StackedLine)>,
}

/// Explains the lines whose price holds taxes, and gathers what every tax of the document comes
/// to; `entered` are the lines as they were priced.
pub(super) fn lines<'d>(
    telling: &mut Telling,
    draft: &'d Draft,
    figures: &Figures,
    entered: &[LineAmounts],
) -> Result<Levied<'d>, Rejection> {
    let mut levied = Levied::default();
    if !figures.has_stacked_taxes() {
        return Ok(levied);
    }
    for (taxes, lines) in same_taxes(draft, entered)? {
        let stack = Stack { draft, taxes, lines };
        if stack.is_too_long() {
            for tax in taxes {
                levied.0.entry((&tax.name, tax.levy)).or_default().is_incomplete = true;
            }
            stack.nets(telling, figures, None)?;
        } else if draft.vat_rounding.is_per_category() {
            levied.once(telling, figures, &stack)?;
        } else {
            for line in &stack.lines {
                let alone = Stack { draft, taxes, lines: Vec::from([*line]) };
                levied.on_line(telling, figures, &alone)?;
            }
        }
    }
    Ok(levied)
}

/// Explains the taxes of a document that lie beside VAT.
pub(super) fn tell(
    telling: &mut Telling,
    draft: &Draft,
    figures: &Figures,
    levied: Levied<'_>,
) -> Result<(), Rejection> {
    let mut parts = levied.0.into_values();
    for (index, tax) in figures.taxes.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index("taxes", index);
        let (base, amount) = match parts.next() {
            Some(parts) if !parts.is_incomplete => {
                let amount = match draft.vat_rounding.is_per_category() {
                    true => total(parts.amount).rounded(),
                    false => total(parts.amount),
                };
                (total(parts.base), amount)
            }
            Some(_) | None => {
                (given_amount(at("base"), tax.base)?, given_amount(at("amount"), tax.amount)?)
            }
        };
        telling.tell(at("base"), RULE, base, tax.base)?;
        telling.tell(at("amount"), RULE, amount, tax.amount)?;
    }
    Ok(())
}

impl<'d> Levied<'d> {
    /// Taxes on lines that are summed before they are taxed. What falls to these lines of a tax
    /// that others bear too is what its rounded sum grows by.
    fn once(
        &mut self,
        telling: &mut Telling,
        figures: &Figures,
        stack: &Stack<'d>,
    ) -> Result<(), Rejection> {
        let quantity = stack.quantity();
        let base = stack.base_within(stack.price(), &quantity, stack.taxes)?;
        let mut shares = Vec::with_capacity(stack.taxes.len());
        for (tax, exact) in stack.taxes.iter().zip(stack.levied(&base, &quantity, stack.taxes)?) {
            let parts = self.0.entry((&tax.name, tax.levy)).or_default();
            let before = parts.amount.clone();
            parts.amount.push(exact);
            let upto = total(parts.amount.clone()).rounded();
            shares.push(match before.is_empty() {
                true => upto,
                false => less(upto, total(before).rounded()),
            });
        }
        stack.nets(telling, figures, Some(&shares))?;
        self.stand_on(stack, &shares);
        Ok(())
    }

    /// Taxes on one line by itself: every tax is rounded before it raises another.
    fn on_line(
        &mut self,
        telling: &mut Telling,
        figures: &Figures,
        stack: &Stack<'d>,
    ) -> Result<(), Rejection> {
        for (index, line) in &stack.lines {
            let mut told = stack.taken_out(telling, *index, *line, "")?;
            let held = stack.taxes.iter().zip(&told).filter_map(|(_, told)| told.clone());
            let rest = core::iter::once(stack.price()).chain(held.map(Formula::negative));
            let amounts =
                stack.beside(&told, &total(rest.collect()), &stack.quantity(), stack.taxes)?;
            let by_itself = stack.by_itself(*line)?;
            for (position, (amount, value)) in amounts.into_iter().zip(by_itself).enumerate() {
                let path = tax_of(*index, position, "");
                if let Some(told @ None) = told.get_mut(position) {
                    telling.tell(path.clone(), RULE, amount, value)?;
                    *told = Some(figure(path));
                }
            }
            let amounts: Vec<Formula> = told.into_iter().flatten().collect();
            stack.nets(telling, figures, Some(&amounts))?;
            for (tax, amount) in stack.taxes.iter().zip(&amounts) {
                self.0.entry((&tax.name, tax.levy)).or_default().amount.push(amount.clone());
            }
            self.stand_on(stack, &amounts);
        }
        Ok(())
    }

    /// What each tax is levied on: the lines without tax, raised by the taxes before it where it
    /// is; for a percentage of the price with tax that price.
    fn stand_on(&mut self, stack: &Stack<'d>, shares: &[Formula]) {
        let untaxed: Vec<Formula> =
            stack.lines.iter().map(|(index, _)| figure(at_line(*index, "net"))).collect();
        let (mut raised, mut shares): (Vec<Formula>, _) = (Vec::new(), shares.iter());
        for run in runs(stack.taxes) {
            let is_raised = run.iter().any(|tax| tax.is_raised_by_previous);
            let mut base = untaxed.clone();
            if is_raised {
                base.extend(raised.iter().cloned());
            }
            for (tax, share) in run.iter().zip(shares.by_ref()) {
                if let Levy::PercentOfPriceWithTax(_) = tax.levy {
                    base.push(share.clone());
                }
                if tax.raises_following {
                    raised.push(share.clone());
                }
            }
            for tax in run {
                let parts = self.0.entry((&tax.name, tax.levy)).or_default();
                parts.base.extend(base.iter().cloned());
            }
        }
    }
}

fn at_line(index: usize, name: &str) -> Path {
    Path::field(name).inside_index("lines", index)
}

/// Where a tax of a line stands, under a heading.
fn tax_of(line: usize, position: usize, heading: &str) -> Path {
    Path::index("taxes", position).inside(heading).inside_index("lines", line)
}

/// Where stands what a line comes to by itself, where its tax is rounded with that of others.
const BY_ITSELF: &str = "by_itself";

impl Stack<'_> {
    /// Whether the price holds some of the taxes.
    fn holds_taxes(&self) -> bool {
        self.taxes.iter().any(|tax| tax.is_included)
    }

    /// Each tax that raises others stands in the formula of every one of these, and what a price
    /// is without its taxes stands in the formula of each.
    fn is_too_long(&self) -> bool {
        let doublings = if self.holds_taxes() { 2 } else { 1 };
        let height = self.taxes.len().saturating_mul(doublings);
        let size = 1_usize.checked_shl(u32::try_from(height).unwrap_or(u32::MAX));
        size.and_then(|size| size.checked_mul(self.lines.len())).is_none_or(|all| all > MOST_PARTS)
    }

    /// What the lines cost, with what their price holds.
    fn price(&self) -> Formula {
        let of_line = |index: usize| match self.holds_taxes() {
            true => figure(super::with_vat::entered_net(index)),
            false => figure(at_line(index, "net")),
        };
        total(self.lines.iter().map(|(index, _)| of_line(*index)).collect())
    }

    fn quantity(&self) -> Formula {
        let quantities = self
            .lines
            .iter()
            .map(|(index, line)| given(at_line(*index, "quantity").inside("draft"), line.quantity));
        total(quantities.collect())
    }

    /// Where what a tax takes stands in the draft.
    fn levy(&self, position: usize, name: &str) -> Path {
        let first = self.lines.first().map_or(0, |(index, _)| *index);
        let path = Path::field(name).inside("levy").inside_index("taxes", position);
        path.inside_index("lines", first).inside("draft")
    }

    /// The amount of each tax on a base, not rounded.
    fn levied(
        &self,
        base: &Formula,
        quantity: &Formula,
        taxes: &[StackedTax],
    ) -> Result<Vec<Formula>, Rejection> {
        self.on(&[], base, quantity, taxes, |exact| exact)
    }

    /// The amount of each tax on a base, each rounded, where some are known.
    fn beside(
        &self,
        known: &[Option<Formula>],
        base: &Formula,
        quantity: &Formula,
        taxes: &[StackedTax],
    ) -> Result<Vec<Formula>, Rejection> {
        self.on(known, base, quantity, taxes, Formula::rounded)
    }

    fn on(
        &self,
        known: &[Option<Formula>],
        base: &Formula,
        quantity: &Formula,
        taxes: &[StackedTax],
        settle: impl Fn(Formula) -> Formula,
    ) -> Result<Vec<Formula>, Rejection> {
        let hundred = Exact::whole(100)?;
        let mut amounts: Vec<Formula> = Vec::with_capacity(taxes.len());
        let mut raised: Vec<Formula> = Vec::new();
        for run in runs(taxes) {
            let is_raised = run.iter().any(|tax| tax.is_raised_by_previous);
            let raising = if is_raised { raised.clone() } else { Vec::new() };
            let own = total(core::iter::once(base.clone()).chain(raising).collect());
            let mut left = hundred;
            for tax in run {
                if let Levy::PercentOfPriceWithTax(rate) = tax.levy {
                    left = left.checked_sub(rate.exact())?;
                }
            }
            for tax in run {
                let position = amounts.len();
                let at = |name: &str| self.levy(position, name);
                let exact = match (known.get(position), tax.levy) {
                    (Some(Some(known)), _) => known.clone(),
                    (Some(None) | None, Levy::Percent(rate)) => {
                        settle(part_of(own.clone(), given(at("percent"), rate.exact())))
                    }
                    (Some(None) | None, Levy::PerUnit(amount)) => {
                        settle(times(quantity.clone(), given(at("per_unit"), amount)))
                    }
                    (Some(None) | None, Levy::PercentOfPriceWithTax(rate)) => {
                        let product = times(own.clone(), Formula::Number(hundred));
                        let with_tax = match is_nothing(&product) {
                            true => product,
                            false => quotient(product, Formula::Number(left)),
                        };
                        let rate = given(at("percent_of_price_with_tax"), rate.exact());
                        settle(part_of(with_tax, rate))
                    }
                };
                if tax.raises_following {
                    raised.push(exact.clone());
                }
                amounts.push(exact);
            }
        }
        Ok(amounts)
    }

    /// The base within a price that holds taxes: the price less what they are on nothing, divided
    /// by one and what they are on one.
    fn base_within(
        &self,
        price: Formula,
        quantity: &Formula,
        taxes: &[StackedTax],
    ) -> Result<Formula, Rejection> {
        if !taxes.iter().any(|tax| tax.is_included) {
            return Ok(price);
        }
        let (nothing, one) = (Formula::Number(Exact::ZERO), Formula::Number(Exact::ONE));
        let held = |amounts: Vec<Formula>| {
            let held = taxes.iter().zip(amounts).filter(|(tax, _)| tax.is_included);
            total(held.map(|(_, amount)| amount).collect())
        };
        let fixed = held(self.levied(&nothing, quantity, taxes)?);
        let share = held(self.levied(&one, &nothing, taxes)?);
        let rest = if is_nothing(&fixed) { price } else { less(price, fixed) };
        Ok(match is_nothing(&share) {
            true => rest,
            false => quotient(rest, total(Vec::from([one, share]))),
        })
    }

    /// What each tax comes to on a line by itself.
    fn by_itself(&self, line: StackedLine) -> Result<Vec<Money>, Rejection> {
        let alone = stacked(self.draft.currency, &[line], self.taxes, RoundingPoint::EachLine)?;
        Ok(alone.taxes.into_iter().map(|tax| tax.amount).collect())
    }

    /// Tells, under a heading, what is taken out of the price of one line: from the last tax to
    /// the first, each rounded, since the last one stands on all the others.
    fn taken_out(
        &self,
        telling: &mut Telling,
        index: usize,
        line: StackedLine,
        heading: &str,
    ) -> Result<Vec<Option<Formula>>, Rejection> {
        let values = self.by_itself(line)?;
        let quantity = given(at_line(index, "quantity").inside("draft"), line.quantity);
        let mut rest = Vec::from([figure(super::with_vat::entered_net(index))]);
        let mut known: Vec<Option<Formula>> = self.taxes.iter().map(|_| None).collect();
        let mut upto = self.taxes;
        while let Some(last) = upto.iter().rposition(|tax| tax.is_included) {
            let (held, _) = upto.split_at(last.saturating_add(1));
            let base = self.base_within(total(rest.clone()), &quantity, held)?;
            let exact = self.levied(&base, &quantity, held)?;
            let first = first_alike(held);
            for (position, (tax, amount)) in held.iter().zip(exact).enumerate().skip(first) {
                let (Some(value), Some(known)) = (values.get(position), known.get_mut(position))
                else {
                    continue;
                };
                if tax.is_included {
                    let path = tax_of(index, position, heading);
                    telling.tell(path.clone(), RULE, amount.rounded(), *value)?;
                    rest.push(figure(path.clone()).negative());
                    *known = Some(figure(path));
                }
            }
            (upto, _) = upto.split_at(first);
        }
        Ok(known)
    }

    /// Tells the lines without the taxes that their price holds: what the taxes leave, shared out
    /// by what each line comes to by itself. Without shares of the taxes the lines stay as given.
    fn nets(
        &self,
        telling: &mut Telling,
        figures: &Figures,
        shares: Option<&[Formula]>,
    ) -> Result<(), Rejection> {
        if !self.holds_taxes() {
            return Ok(());
        }
        let nets = match shares {
            None => Vec::new(),
            Some(shares) => {
                let held = self.taxes.iter().zip(shares).filter(|(tax, _)| tax.is_included);
                let held = held.map(|(_, share)| share.clone().negative());
                let untaxed = total(core::iter::once(self.price()).chain(held).collect());
                match self.lines.as_slice() {
                    [_] => Vec::from([untaxed]),
                    _ => self.shared_out(telling, untaxed)?,
                }
            }
        };
        let mut nets = nets.into_iter();
        for (index, _) in &self.lines {
            let Some(amounts) = figures.lines.get(*index) else { continue };
            let net = match nets.next() {
                Some(net) => net,
                None => given_amount(at_line(*index, "net"), amounts.net)?,
            };
            telling.tell(at_line(*index, "net"), RULE, net, amounts.net)?;
            let mut goods = Vec::from([figure(at_line(*index, "net"))]);
            let adjustments = self.draft.lines.get(*index).map(|line| line.adjustments.as_slice());
            for (position, one) in adjustments.unwrap_or_default().iter().enumerate() {
                let path = Path::index("adjustments", position).inside("entered");
                let amount = figure(path.inside_index("lines", *index));
                goods.push(super::document::signed(one.kind, amount).negative());
            }
            telling.tell(at_line(*index, "goods"), RULE, Formula::Sum(goods), amounts.goods)?;
        }
        Ok(())
    }

    /// The shares of the lines in what the taxes leave.
    fn shared_out(
        &self,
        telling: &mut Telling,
        untaxed: Formula,
    ) -> Result<Vec<Formula>, Rejection> {
        let mut own = Vec::with_capacity(self.lines.len());
        for (index, line) in &self.lines {
            let held = self.taken_out(telling, *index, *line, BY_ITSELF)?;
            let entered = core::iter::once(figure(super::with_vat::entered_net(*index)));
            let held = held.into_iter().flatten().map(Formula::negative);
            let net = Path::field("net").inside(BY_ITSELF).inside_index("lines", *index);
            let alone =
                stacked(self.draft.currency, &[*line], self.taxes, RoundingPoint::EachLine)?;
            telling.tell(net.clone(), RULE, total(entered.chain(held).collect()), alone.untaxed)?;
            own.push((figure(net), alone.untaxed));
        }
        if own.iter().all(|(_, net)| net.is_zero()) {
            let weights: Vec<Formula> = own.iter().map(|_| Formula::Number(Exact::ONE)).collect();
            let share = |index| Formula::Share {
                of: alloc::boxed::Box::new(untaxed.clone()),
                weights: weights.clone(),
                index,
            };
            return Ok((0..own.len()).map(share).collect());
        }
        by_sign(&untaxed, &own, Ok)
    }
}

/// The product; nothing of nothing.
fn times(one: Formula, other: Formula) -> Formula {
    if is_nothing(&one) { one } else { Formula::Product(Vec::from([one, other])) }
}
