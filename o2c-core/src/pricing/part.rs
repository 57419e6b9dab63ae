//! The part of an order's fixed amounts that belongs to each of its invoices (rulebook INV-06).
//!
//! A percentage needs no sharing: it is taken of what each invoice bills. A fixed amount of a line
//! telescopes on the quantity invoiced, a fixed amount of the document on the value invoiced of
//! its VAT group, so that the parts sum to the whole however many there are.

use super::{
    Adjustment, AdjustmentValue, DocumentAdjustment, Price, Rejection, line_amounts,
    resolve_document_adjustments,
};
use crate::error::Path;
use crate::money::{Currency, Exact, Money, telescope, telescope_minor};
use crate::tax::{Bases, Vat};
use alloc::vec::Vec;

/// A line of an order, as far as pricing looks at it.
#[derive(Debug, Clone, Copy)]
pub struct OrderedLine<'a> {
    /// What was ordered; above zero.
    pub quantity: Exact,
    /// The most that may be billed: what was ordered, or more where more may be delivered.
    pub most: Exact,
    /// What one base quantity costs.
    pub price: &'a Price,
    /// The quantity the price is for.
    pub base_quantity: Exact,
    /// The line's allowances and charges.
    pub adjustments: &'a [Adjustment],
    /// The VAT it bears.
    pub vat: Vat,
    /// What was invoiced of it before.
    pub invoiced: Exact,
    /// What is billed of it now; zero where it stays out of this invoice.
    pub billed: Exact,
}

/// The allowances and charges of one invoice of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Those of each line of the order, in its order; empty where nothing is billed.
    pub lines: Vec<Vec<Adjustment>>,
    /// Those of the document.
    pub adjustments: Vec<DocumentAdjustment>,
}

/// The allowances and charges of the invoice that bills a part of an order.
///
/// The parts of any sequence of invoices sum to the order's fixed amounts once everything is
/// billed; an order billed in one go keeps its own. The whole is the quantity ordered: what is
/// cancelled later takes its share of the fixed amounts with it.
///
/// A fixed amount of the document telescopes on the value invoiced of its VAT group; where that
/// group has no lines of value (freight at another rate than the goods), on that of the whole
/// order; where the order has no value, all lines weigh alike.
///
/// ```
/// use o2c_core::money::Currency;
/// use o2c_core::pricing::*;
/// # use o2c_core::money::Exact;
/// // Three chairs, 10.00 off the line: 3.33, then 3.34, then 3.33 (rulebook EX-M5).
/// let price = Price::Net("80.00".parse()?);
/// let off = [Adjustment::allowance("10.00 EUR".parse()?)];
/// let off_of = |invoiced: &str, billed: &str| {
///     let line = OrderedLine {
///         quantity: "3".parse()?, most: "3".parse()?, price: &price, base_quantity: "1".parse()?,
///         adjustments: &off, vat: "S 20".parse()?,
///         invoiced: invoiced.parse()?, billed: billed.parse()?,
///     };
///     let part = part_of_order(Currency::EUR, &[line], &[])?;
///     match part.lines[0][0].value {
///         AdjustmentValue::Amount(amount) => Ok::<_, Rejection>(amount.to_string()),
///         ref other => panic!("{other:?}"),
///     }
/// };
/// assert_eq!(off_of("0", "1")?, "3.33 EUR");
/// assert_eq!(off_of("1", "1")?, "3.34 EUR");
/// assert_eq!(off_of("0", "3")?, "10.00 EUR");
/// # Ok::<(), o2c_core::pricing::Rejection>(())
/// ```
///
/// # Errors
/// `pricing.beyond_ordered` where more is billed than is left or a quantity is negative,
/// `pricing.ordered_not_positive`, and as [`line_amounts`] and [`resolve_document_adjustments`].
pub fn part_of_order(
    currency: Currency,
    lines: &[OrderedLine],
    adjustments: &[DocumentAdjustment],
) -> Result<Part, Rejection> {
    let mut parts = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let part = line.check().and_then(|()| line.part(currency));
        parts.push(part.map_err(|refusal| refusal.inside_index("lines", index))?);
    }
    let is_whole = |line: &OrderedLine| line.invoiced.is_zero() && line.billed >= line.quantity;
    if adjustments.is_empty() || lines.iter().all(is_whole) {
        return Ok(Part { lines: parts, adjustments: adjustments.to_vec() });
    }
    let progress = Progress::of(currency, lines)?;
    // What the order itself could not resolve is refused with its own place.
    resolve_document_adjustments(currency, adjustments, &progress.totals)?;
    let mut shared = Vec::with_capacity(adjustments.len());
    for adjustment in adjustments {
        progress.share(currency, adjustment, &mut shared)?;
    }
    Ok(Part { lines: parts, adjustments: shared })
}

impl OrderedLine<'_> {
    fn check(&self) -> Result<(), Rejection> {
        if !self.quantity.is_positive() {
            return Err(Rejection::OrderedNotPositive {
                path: Path::field("quantity"),
                ordered: self.quantity,
            });
        }
        let is_negative = self.invoiced.is_negative() || self.billed.is_negative();
        if is_negative || self.after()? > self.most {
            return Err(Rejection::BeyondOrdered {
                path: Path::field("billed"),
                ordered: self.quantity,
                invoiced: self.invoiced,
                billed: self.billed,
            });
        }
        Ok(())
    }

    /// What will have been invoiced.
    fn after(&self) -> Result<Exact, Rejection> {
        Ok(self.invoiced.checked_add(self.billed)?)
    }

    /// Invoiced before, invoiced after, ordered: as whole numbers of one unit. What is billed
    /// beyond the order bears no more of what is fixed for it.
    fn steps(&self) -> Result<(i128, i128, i128), Rejection> {
        let after = self.after()?;
        let [before, after, whole] = Exact::in_one_unit([self.invoiced, after, self.quantity]);
        Ok((before.min(whole), after.min(whole), whole))
    }

    /// The line's allowances and charges in this invoice.
    fn part(&self, currency: Currency) -> Result<Vec<Adjustment>, Rejection> {
        if self.billed.is_zero() {
            return Ok(Vec::new());
        }
        if self.invoiced.is_zero() && self.billed >= self.quantity {
            return Ok(self.adjustments.to_vec());
        }
        let (before, after, whole) = self.steps()?;
        let mut part = Vec::with_capacity(self.adjustments.len());
        for (index, adjustment) in self.adjustments.iter().enumerate() {
            let mut share = adjustment.clone();
            let at = |refusal: Rejection| refusal.inside_index("adjustments", index);
            if let Some(fixed) = adjustment.value.fixed(adjustment.kind, currency).map_err(at)? {
                let amount = telescope(fixed, before, after, whole)
                    .map_err(|refusal| at(Rejection::from(refusal)))?;
                share.value = AdjustmentValue::Amount(amount);
            }
            part.push(share);
        }
        Ok(part)
    }

    /// What the whole line comes to without VAT.
    fn net(&self, currency: Currency) -> Result<Money, Rejection> {
        let whole = line_amounts(
            self.quantity,
            self.price,
            self.base_quantity,
            self.adjustments,
            currency,
        )?;
        Ok(whole.net)
    }
}

/// How far a VAT group, or a whole order, has been invoiced.
#[derive(Debug, Clone, Copy, Default)]
struct Steps {
    before: i128,
    after: i128,
    whole: i128,
}

impl Steps {
    /// Adds a line of a weight. Lines below zero weigh by their magnitude, so that what is
    /// invoiced never runs backwards.
    fn add(&mut self, line: &OrderedLine, weight: i64) -> Result<(), Rejection> {
        let (before, after, whole) = line.steps()?;
        let upto = |part| telescope_minor(weight, 0, part, whole).map(i128::from);
        // Weights are below 10^18, and a document has far fewer than 10^20 lines.
        self.before = self.before.saturating_add(upto(before)?);
        self.after = self.after.saturating_add(upto(after)?);
        self.whole = self.whole.saturating_add(i128::from(weight));
        Ok(())
    }
}

/// How far an order has been invoiced, by VAT group and as a whole.
#[derive(Debug)]
struct Progress {
    totals: Vec<(Vat, Money)>,
    groups: Vec<(Vat, Steps)>,
    order: Steps,
}

/// What a line of an order without value weighs.
const ALIKE: i64 = 1_000_000;

impl Progress {
    fn of(currency: Currency, lines: &[OrderedLine]) -> Result<Self, Rejection> {
        let mut nets = Vec::with_capacity(lines.len());
        let mut bases = Bases::new(currency);
        for (index, line) in lines.iter().enumerate() {
            let net = line.net(currency).map_err(|refusal| refusal.inside_index("lines", index))?;
            bases.add(line.vat, net)?;
            nets.push(net);
        }
        let totals = bases.totals()?;
        let is_worthless = nets.iter().all(|net| net.is_zero());
        let mut groups: Vec<(Vat, Steps)> =
            totals.iter().map(|(vat, _)| (*vat, Steps::default())).collect();
        let mut order = Steps::default();
        for (line, net) in lines.iter().zip(nets) {
            let weight = if is_worthless { ALIKE } else { net.magnitude().minor() };
            order.add(line, weight)?;
            // The groups are sorted by VAT, and every line's is among them.
            if let Ok(at) = groups.binary_search_by(|(vat, _)| vat.cmp(&line.vat))
                && let Some((_, steps)) = groups.get_mut(at)
            {
                steps.add(line, weight)?;
            }
        }
        Ok(Progress { totals, groups, order })
    }

    /// How far what bears a VAT has been invoiced.
    fn steps(&self, vat: Vat) -> Steps {
        self.groups
            .iter()
            .find(|(group, steps)| *group == vat && steps.whole > 0)
            .map_or(self.order, |(_, steps)| *steps)
    }

    /// Adds what an allowance or charge of the order comes to in this invoice.
    fn share(
        &self,
        currency: Currency,
        adjustment: &DocumentAdjustment,
        shared: &mut Vec<DocumentAdjustment>,
    ) -> Result<(), Rejection> {
        if adjustment.value.fixed(adjustment.kind, currency)?.is_none() {
            shared.push(adjustment.clone());
            return Ok(());
        }
        let whole = core::slice::from_ref(adjustment);
        let resolved = resolve_document_adjustments(currency, whole, &self.totals)?;
        for group in resolved {
            let Steps { before, after, whole } = self.steps(group.vat);
            let amount = telescope(group.amount, before, after, whole)?;
            if !amount.is_zero() {
                shared.push(DocumentAdjustment {
                    kind: adjustment.kind,
                    value: AdjustmentValue::Amount(amount),
                    vat: Some(group.vat),
                    reason: adjustment.reason.clone(),
                });
            }
        }
        Ok(())
    }
}
