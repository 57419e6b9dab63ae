//! What is ordered: the lines, their prices and the conditions, shared and never copied.

use super::{BillingBasis, DeliveryRule, DeliveryTolerance, Handling, LineDelivery, Rejection};
use crate::bounds::DOCUMENT_LINES;
use crate::calendar::{Day, Period, Terms};
use crate::error::Path;
use crate::id::{CustomerId, ItemId, LineId, Text};
use crate::ledger::TaxAccount;
use crate::money::{Currency, Exact, Money, split};
use crate::pricing::{
    Adjustment, DocumentAdjustment, Price, PriceBasis, line_amounts, resolve_document_adjustments,
};
use crate::quantity::Quantity;
use crate::tax::stack::{RoundingPoint, StackedLine, StackedTax, stacked};
use crate::tax::{Supply, Vat, VatReason, VatRounding};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// One line of an order. It is known by its own id: two lines may sell one item at two prices.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OrderLine {
    /// The line's key, unique within the order.
    pub id: LineId,
    /// The item sold; none for a line of free text.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub item: Option<ItemId>,
    /// What is sold, in words.
    #[cfg_attr(feature = "serde", serde(default))]
    pub description: Text,
    /// How much, in which unit; positive.
    pub quantity: Quantity,
    /// The price of `base_quantity` units.
    pub price: Price,
    /// How many units the price is for; positive, one unless given.
    #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
    pub base_quantity: Exact,
    /// Allowances and charges of the line.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub adjustments: Vec<Adjustment>,
    /// The VAT category and rate.
    pub vat: Vat,
    /// Whether it sells goods, the default, or services.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Supply::is_goods"))]
    pub supply: Supply,
    /// When it is wanted, and with which other lines it leaves.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "LineDelivery::is_plain"))]
    pub delivery: LineDelivery,
    /// The days it covers, as its invoices say.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub period: Option<Period>,
    /// The taxes of a seller who levies others than VAT, in their order; the line's category is
    /// then `O`, and no allowance or charge of the order falls on it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub taxes: Vec<StackedTax>,
}

/// The whole of what a customer orders: fixed at confirmation (rulebook O-17).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Content {
    /// Who orders.
    pub customer: CustomerId,
    /// The currency of every price and amount.
    pub currency: Currency,
    /// The lines, in the order in which they are printed; never empty.
    pub lines: Vec<OrderLine>,
    /// Allowances and charges of the whole order: discount, freight.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub adjustments: Vec<DocumentAdjustment>,
    /// When its invoices are to be paid.
    pub terms: Terms,
    /// What its invoices follow.
    #[cfg_attr(feature = "serde", serde(default))]
    pub billing: BillingBasis,
    /// The day on which the customer wants the goods.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub required_on: Option<Day>,
    /// The customer's own reference.
    #[cfg_attr(feature = "serde", serde(default))]
    pub reference: Text,
    /// Why groups bear no VAT, as its documents say.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub vat_reasons: Vec<VatReason>,
    /// How it came in, who pays and who gets the goods, and what may leave at once.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Handling::is_plain"))]
    pub handling: Handling,
    /// Whether prices hold their VAT, in the order as on its invoices.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "PriceBasis::is_without_vat")
    )]
    pub prices: PriceBasis,
    /// Where its invoices round VAT.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "VatRounding::is_per_category")
    )]
    pub vat_rounding: VatRounding,
    /// The multiple to which the amount due of its invoices is rounded where it is paid in cash.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cash_rounding: Option<Money>,
    /// The accounts of taxes on lines; a tax without one is booked as VAT collected.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub tax_accounts: Vec<TaxAccount>,
}

impl Content {
    /// Whether its invoices are worked out as any other: prices without VAT, VAT alone and once
    /// per category and rate, nothing rounded for cash.
    pub fn is_plain(&self) -> bool {
        self.prices.is_without_vat()
            && self.vat_rounding.is_per_category()
            && self.cash_rounding.is_none()
            && self.tax_accounts.is_empty()
            && self.lines.iter().all(|line| line.taxes.is_empty())
    }

    /// The line of an id, and its position.
    pub fn line(&self, id: &LineId) -> Option<(usize, &OrderLine)> {
        Lookup::new(self).find(id)
    }

    /// Who is billed.
    pub fn payer(&self) -> &CustomerId {
        self.handling.bill_to.as_ref().unwrap_or(&self.customer)
    }

    /// Who gets the goods.
    pub fn recipient(&self) -> &CustomerId {
        self.handling.deliver_to.as_ref().unwrap_or(&self.customer)
    }

    /// The day on which a line is wanted: its own, or that of the order.
    pub fn required_on(&self, line: &OrderLine) -> Option<Day> {
        line.delivery.required_on.or(self.required_on)
    }

    /// Whether what leaves of a line leaves whole: the line, its group or the order (rulebook
    /// O-13).
    pub fn leaves_whole(&self, line: &OrderLine) -> bool {
        match self.handling.delivery {
            DeliveryRule::CompleteLine | DeliveryRule::CompleteOrder => true,
            DeliveryRule::PartialAllowed => !line.delivery.group.is_empty(),
        }
    }

    /// Whether two lines leave on one day: they are of one group, or the order leaves whole.
    pub fn leave_together(&self, one: &OrderLine, other: &OrderLine) -> bool {
        match self.handling.delivery {
            DeliveryRule::CompleteOrder => true,
            DeliveryRule::PartialAllowed | DeliveryRule::CompleteLine => {
                one.id == other.id
                    || (!one.delivery.group.is_empty()
                        && one.delivery.group == other.delivery.group)
            }
        }
    }

    /// How far what leaves of a line may stray from what was ordered.
    pub fn tolerance(&self, line: &OrderLine) -> DeliveryTolerance {
        line.delivery.tolerance.unwrap_or(self.handling.tolerance)
    }

    /// The most that may leave of a line of which nothing is cancelled.
    ///
    /// # Errors
    /// `money.too_many_digits`; never for a line that could be ordered.
    pub fn most_of(&self, line: &OrderLine) -> Result<Exact, crate::money::Rejection> {
        let (ordered, tolerance) = (line.quantity.figure(), self.tolerance(line));
        if tolerance.is_none() { Ok(ordered) } else { tolerance.most(ordered) }
    }

    /// Holds the content against what an order may be.
    ///
    /// # Errors
    /// `order.lines_missing`, `order.too_many_lines`, `order.line.quantity_not_positive`,
    /// `order.line.duplicate_id`, and whatever pricing refuses: what cannot be priced cannot be
    /// ordered. Each with its path inside the content.
    pub fn check(&self) -> Result<(), Rejection> {
        if self.lines.is_empty() {
            return Err(Rejection::LinesMissing { path: Path::field("lines") });
        }
        if self.lines.len() > DOCUMENT_LINES {
            return Err(Rejection::TooManyLines {
                path: Path::field("lines"),
                count: self.lines.len(),
                most: DOCUMENT_LINES,
            });
        }
        let tolerance = self.handling.tolerance.check(Exact::ONE);
        tolerance.map_err(|no| no.inside("tolerance").inside("handling"))?;
        let mut totals = BTreeMap::new();
        for (index, line) in self.lines.iter().enumerate() {
            let net = self.check_line(line).map_err(|no| no.inside_index("lines", index))?;
            if !self.adjustments.is_empty() {
                let total = totals.entry(line.vat).or_insert(Money::zero(self.currency));
                *total = total.checked_add(net)?;
            }
        }
        if !self.adjustments.is_empty() {
            let totals: Vec<(Vat, Money)> = totals.into_iter().collect();
            resolve_document_adjustments(self.currency, &self.adjustments, &totals)?;
        }
        self.check_ids()
    }

    /// An amount of a VAT group as goods and services, as the lines of the group sell them: by
    /// largest remainder where they sell both. A group that no line bears is goods.
    ///
    /// # Errors
    /// Whatever pricing refuses.
    pub fn by_supply(&self, vat: Vat, amount: Money) -> Result<Vec<(Supply, Money)>, Rejection> {
        let (mut goods, mut services) = (0_i128, 0_i128);
        for line in self.lines.iter().filter(|line| line.vat == vat) {
            let sum = match line.supply {
                Supply::Goods => &mut goods,
                Supply::Services => &mut services,
            };
            let net = self.check_line(line)?.magnitude();
            // As many lines as fit in memory, of 64 bits each, stay within 128 bits.
            *sum = sum.saturating_add(i128::from(net.minor()));
        }
        if services == 0 {
            return Ok(Vec::from([(Supply::Goods, amount)]));
        }
        if goods == 0 {
            return Ok(Vec::from([(Supply::Services, amount)]));
        }
        let parts = split(amount, &[goods, services])?;
        let parts = [Supply::Goods, Supply::Services].into_iter().zip(parts);
        Ok(parts.filter(|(_, part)| !part.is_zero() || amount.is_zero()).collect())
    }

    /// What a line by itself comes to without VAT and other taxes.
    pub(crate) fn net_of(&self, line: &OrderLine) -> Result<Money, Rejection> {
        let mut net = self.check_line(line)?;
        if line.taxes.iter().any(|tax| tax.is_included) {
            let amount = Exact::new(i128::from(net.minor()), u32::from(self.currency.decimals()))?;
            let sold = StackedLine { amount, quantity: line.quantity.figure() };
            let rounding = RoundingPoint::EachLine;
            net = stacked(self.currency, &[sold], &line.taxes, rounding)?.untaxed;
        }
        match self.prices {
            PriceBasis::WithoutVat => Ok(net),
            PriceBasis::WithVat { .. } => Ok(line.vat.net_within(net)?),
        }
    }

    /// What a line is priced at, where it can be: with VAT where prices hold it.
    pub(crate) fn check_line(&self, line: &OrderLine) -> Result<Money, Rejection> {
        self.tolerance(line)
            .check(line.quantity.figure())
            .map_err(|no| no.inside("tolerance").inside("delivery"))?;
        if !line.quantity.figure().is_positive() {
            return Err(Rejection::QuantityNotPositive {
                path: Path::field("quantity"),
                quantity: line.quantity.figure(),
            });
        }
        let amounts = line_amounts(
            line.quantity.figure(),
            &line.price,
            line.base_quantity,
            &line.adjustments,
            self.currency,
        )?;
        Ok(amounts.net)
    }

    /// Few lines are compared pair by pair; many are sorted first.
    fn check_ids(&self) -> Result<(), Rejection> {
        let repeated = if self.lines.len() <= FEW {
            self.lines.iter().enumerate().find_map(|(index, line)| {
                let before = self.lines.get(..index).unwrap_or_default();
                before.iter().any(|other| other.id == line.id).then_some(index)
            })
        } else {
            let sorted = sorted_positions(&self.lines);
            let id = |position: &usize| self.lines.get(*position).map(|line| &line.id);
            sorted
                .iter()
                .zip(sorted.iter().skip(1))
                .filter_map(|(one, next)| (id(one) == id(next)).then_some(*next))
                .min()
        };
        match repeated.and_then(|index| Some((index, self.lines.get(index)?))) {
            None => Ok(()),
            Some((index, line)) => Err(Rejection::DuplicateId {
                path: Path::field("id").inside_index("lines", index),
                id: line.id.clone(),
            }),
        }
    }
}

/// Up to this many, looking through a list beats sorting it.
pub(super) const FEW: usize = 16;

/// The positions of the lines in order of their ids, and of their positions where ids repeat.
fn sorted_positions(lines: &[OrderLine]) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..lines.len()).collect();
    positions.sort_by_key(|position| (lines.get(*position).map(|line| &line.id), *position));
    positions
}

/// Where lines of an id stand that is a number, in orders that number their lines from one, from
/// zero or in tens.
fn numbered(id: &LineId) -> [Option<usize>; 3] {
    let digits = id.as_str();
    // A document has less lines than six digits count.
    let is_number = digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<usize> = if is_number { digits.parse().ok() } else { None };
    let tens = number.and_then(|number| number.checked_div(10));
    [number.and_then(before), number, tens.and_then(before)]
}

const fn before(number: usize) -> Option<usize> {
    number.checked_sub(1)
}

/// Finds lines by id. Asked in the order of the lines, or by the lines' numbers, it finds each at
/// once; otherwise it looks through them, and sorts them once that has happened too often.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    lines: &'a [OrderLine],
    next: usize,
    searches: usize,
    sorted: Vec<usize>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(content: &'a Content) -> Self {
        Lookup { lines: &content.lines, next: 0, searches: 0, sorted: Vec::new() }
    }

    /// The position of the line and the line.
    pub(super) fn find(&mut self, id: &LineId) -> Option<(usize, &'a OrderLine)> {
        let position = match self.lines.get(self.next) {
            Some(line) if line.id == *id => self.next,
            Some(_) | None => self.by_number(id).or_else(|| self.search(id))?,
        };
        self.next = position.saturating_add(1);
        Some((position, self.lines.get(position)?))
    }

    fn by_number(&self, id: &LineId) -> Option<usize> {
        let is_there = |at: &usize| self.lines.get(*at).is_some_and(|line| line.id == *id);
        numbered(id).into_iter().flatten().find(is_there)
    }

    fn search(&mut self, id: &LineId) -> Option<usize> {
        self.searches = self.searches.saturating_add(1);
        if self.lines.len() <= FEW || self.searches <= FEW {
            return self.lines.iter().position(|line| line.id == *id);
        }
        if self.sorted.is_empty() {
            self.sorted = sorted_positions(self.lines);
        }
        let key = |position: &usize| self.lines.get(*position).map(|line| &line.id);
        let found = self.sorted.binary_search_by_key(&Some(id), key).ok()?;
        self.sorted.get(found).copied()
    }
}
