//! Pricing an order: from lists and conditions to net amounts, margins, and the way each came
//! about.

use super::condition::Applied;
use super::{
    Adjustment, AdjustmentKind, AdjustmentValue, LineAmounts, MinimumOrder, OrderCondition, Price,
    PriceCondition, PriceEffect, PriceFinding, PriceList, Rejection, line_amounts,
};
use crate::body::bodies;
use crate::bounds::DOCUMENT_LINES;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, GroupId, ItemId, LineId, Text};
use crate::money::{self, Currency, Exact, Money, Rounding, UnitPrice, divide, split};
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A line to be priced.
    LineToPrice {
        /// The line's own id, unique within the order.
        id: LineId,
        /// What is sold.
        item: ItemId,
        /// How much; positive.
        quantity: Exact,
        /// A price agreed by hand for one unit, which takes the place of list and price condition.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        price: Option<UnitPrice>,
        /// What one unit costs the firm; without it there is no margin.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<UnitPrice>,
        /// The least net price of one unit, below which somebody must approve.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        floor: Option<UnitPrice>,
        /// Who approved a price below the floor.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        approved_by: Text,
    }
    /// An order to be priced, with all that prices depend on.
    PriceOrder {
        /// The currency of the order.
        currency: Currency,
        /// The day whose prices count.
        on: Day,
        /// Who buys.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// The groups the customer is of.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        groups: Vec<GroupId>,
        /// What is bought.
        lines: Vec<LineToPrice>,
        /// The price lists, the first that has an item decides.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        lists: Vec<PriceList>,
        /// The conditions on lines, in the order in which they apply.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        conditions: Vec<PriceCondition>,
        /// The conditions on the whole, in the order in which they apply.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        order_conditions: Vec<OrderCondition>,
        /// The least that the order comes to.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        minimum: Option<MinimumOrder>,
    }
}

/// What is left of a net amount once the goods are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Margin {
    /// What the goods cost, free goods included; rounded once, half away from zero.
    pub cost: Money,
    /// Net less cost.
    pub amount: Money,
    /// Of the net amount, in percent, at two decimals half away from zero; none of nothing.
    pub percent: Option<Exact>,
}

/// A part of a line, as a line of an order takes it: one quantity at one price.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PricedPart {
    /// How much.
    pub quantity: Exact,
    /// The price of the base quantity.
    pub price: Price,
    /// How many units the price is for.
    pub base_quantity: Exact,
    /// The allowances and charges, in the order in which they apply.
    pub adjustments: Vec<Adjustment>,
    /// What it comes to.
    pub amounts: LineAmounts,
    /// Whether it comes on top and free.
    pub is_free: bool,
}

/// A priced line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PricedLine {
    /// The line.
    pub id: LineId,
    /// Its parts: one, more where tiers are graduated, and one for free goods.
    pub parts: Vec<PricedPart>,
    /// What it comes to.
    pub net: Money,
    /// What is left of it, where its cost is known.
    pub margin: Option<Margin>,
}

/// One step of the way to a price. The steps of an order sum to its net amount.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PriceStep {
    /// Which line; none for the order as a whole.
    pub line: Option<LineId>,
    /// What did it: a list, a condition, `given` for a price by hand, `minimum` for the least.
    pub by: Text,
    /// What it added; negative where it took off.
    pub amount: Money,
}

/// A priced order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PricedOrder {
    /// The lines.
    pub lines: Vec<PricedLine>,
    /// What the lines come to.
    pub lines_net: Money,
    /// What the order comes to, without VAT.
    pub net: Money,
    /// What is left of it, where the cost of every line is known.
    pub margin: Option<Margin>,
    /// Whether nothing stands in the way: no floor undercut without approval, no minimum missed, no
    /// more taken off than there is.
    pub is_acceptable: bool,
    /// What somebody had better look at.
    pub findings: Vec<PriceFinding>,
    /// How the net amount came about.
    pub trace: Vec<PriceStep>,
}

impl Margin {
    pub(super) fn of(net: Money, cost: Money) -> Result<Self, Rejection> {
        let amount = net.checked_sub(cost)?;
        let percent = match net.is_zero() {
            true => None,
            false => {
                // Amounts of 64 bits times ten thousand stay within 128.
                let part = i128::from(amount.minor()).saturating_mul(10_000);
                let share = divide(part, i128::from(net.minor()), Rounding::HalfAwayFromZero)?;
                Some(Exact::new(share, 2)?)
            }
        };
        Ok(Margin { cost, amount, percent })
    }
}

/// What each line and the whole come to, without VAT. Every part of a line is rounded as a line of
/// an invoice is (rulebook INV-03): goods, and each allowance and charge on its own, half away from
/// zero. A fixed amount on a line of several parts is split over their goods by largest remainder.
/// Floors are held against what lines come to less their share of what is taken off the whole, by
/// largest remainder over their net amounts.
///
/// # Errors
/// `pricing.nothing_to_price`, `pricing.too_many_lines`, `pricing.line_twice`,
/// `pricing.quantity_not_positive`,
/// `pricing.price_missing`, `pricing.tiers_not_rising`, `pricing.beyond_tiers`,
/// `pricing.free_goods_malformed` and whatever a line refuses; with the path of the line.
pub fn price_order(asked: &PriceOrder) -> Result<PricedOrder, Rejection> {
    let count = asked.lines.len();
    if count == 0 {
        return Err(Rejection::NothingToPrice { path: Path::field("lines") });
    }
    if count > DOCUMENT_LINES {
        let path = Path::field("lines");
        return Err(Rejection::TooManyLines { path, count, most: DOCUMENT_LINES });
    }
    let zero = Money::zero(asked.currency);
    let mut order = PricedOrder {
        lines: Vec::with_capacity(count),
        lines_net: zero,
        net: zero,
        margin: None,
        is_acceptable: true,
        findings: Vec::new(),
        trace: Vec::new(),
    };
    for (index, line) in asked.lines.iter().enumerate() {
        let priced =
            asked.price(line, &mut order.trace).map_err(|no| no.inside_index("lines", index))?;
        order.lines_net = order.lines_net.checked_add(priced.net)?;
        order.lines.push(priced);
    }
    asked.expect_each_once()?;
    order.net = order.lines_net;
    asked.apply_to_whole(&mut order)?;
    let below = asked.below(&order, Money::zero(asked.currency))?;
    order.is_acceptable &= below.iter().all(PriceFinding::is_approved);
    let whole = core::mem::replace(&mut order.findings, below);
    order.findings.extend(whole);
    let costs = order.lines.iter().map(|line| line.margin.map(|margin| margin.cost));
    if let Some(costs) = costs.collect::<Option<Vec<Money>>>() {
        order.margin = Some(Margin::of(order.net, Money::sum(asked.currency, costs)?)?);
    }
    Ok(order)
}

impl PriceOrder {
    /// Every line has an id of its own.
    fn expect_each_once(&self) -> Result<(), Rejection> {
        let mut ids = BTreeSet::new();
        match self.lines.iter().enumerate().find(|(_, line)| !ids.insert(&line.id)) {
            Some((index, line)) => {
                let (path, line) =
                    (Path::field("id").inside_index("lines", index), line.id.clone());
                Err(Rejection::LineTwice { path, line })
            }
            None => Ok(()),
        }
    }

    /// The conditions that fit a line, up to the first that stands alone.
    fn fitting<'a>(&'a self, line: &'a LineToPrice) -> impl Iterator<Item = &'a PriceCondition> {
        let applied = Applied {
            customer: self.customer.as_ref(),
            groups: &self.groups,
            item: &line.item,
            quantity: line.quantity,
            on: self.on,
        };
        let mut is_over = false;
        let fitting = self.conditions.iter().filter(move |condition| condition.fits(&applied));
        fitting
            .take_while(move |condition| !core::mem::replace(&mut is_over, condition.stands_alone))
    }

    fn price(
        &self,
        line: &LineToPrice,
        trace: &mut Vec<PriceStep>,
    ) -> Result<PricedLine, Rejection> {
        if !line.quantity.is_positive() {
            let (path, quantity) = (Path::field("quantity"), line.quantity);
            return Err(Rejection::QuantityNotPositive { path, quantity });
        }
        let (by, base_quantity, parts) = self.base_price(line)?;
        let mut parts = parts
            .into_iter()
            .map(|(quantity, price)| self.part(quantity, price, base_quantity))
            .collect::<Result<Vec<PricedPart>, Rejection>>()?;
        let sum = |parts: &[PricedPart]| {
            Money::sum(self.currency, parts.iter().map(|part| part.amounts.net))
        };
        let mut net = sum(&parts)?;
        let step = |by: &Text, amount: Money| PriceStep {
            line: Some(line.id.clone()),
            by: by.clone(),
            amount,
        };
        trace.push(step(&by, net));
        let mut free = Vec::new();
        for condition in self.fitting(line) {
            match &condition.effect {
                PriceEffect::Price { .. } => continue,
                PriceEffect::Allowance(value) => {
                    let taken = (AdjustmentKind::Allowance, value);
                    self.adjust(&mut parts, taken, &condition.id)?;
                }
                PriceEffect::Charge(value) => {
                    self.adjust(&mut parts, (AdjustmentKind::Charge, value), &condition.id)?;
                }
                PriceEffect::FreeGoods { for_each, free: of } => {
                    free.extend(self.free_part(line, &parts, (*for_each, *of))?);
                }
            }
            let after = sum(&parts)?;
            trace.push(step(&condition.id, after.checked_sub(net)?));
            net = after;
        }
        parts.extend(free);
        let margin = match line.cost {
            Some(cost) => Some(Margin::of(net, self.at(cost, &parts)?)?),
            None => None,
        };
        Ok(PricedLine { id: line.id.clone(), parts, net, margin })
    }

    /// What all that leaves the house of a line comes to at a price of one unit.
    pub(super) fn at(&self, price: UnitPrice, parts: &[PricedPart]) -> Result<Money, Rejection> {
        let mut quantity = Exact::ZERO;
        for part in parts {
            quantity = quantity.checked_add(part.quantity)?;
        }
        Ok(price.times(quantity, Exact::ONE, self.currency, Rounding::HalfAwayFromZero)?)
    }

    /// By hand, by the first price condition that fits, or from the first list that has the item.
    fn base_price(&self, line: &LineToPrice) -> Result<BasePrice, Rejection> {
        if let Some(price) = line.price {
            let given = Text::new("given").unwrap_or_default();
            return Ok((given, Exact::ONE, Vec::from([(line.quantity, price)])));
        }
        for condition in self.fitting(line) {
            if let PriceEffect::Price { price, base_quantity } = condition.effect {
                let parts = Vec::from([(line.quantity, price)]);
                return Ok((condition.id.clone(), base_quantity, parts));
            }
        }
        for list in &self.lists {
            if let Some(listed) = list.price_of(&line.item, self.currency, self.on) {
                let parts = listed.parts(line.quantity)?.into_iter();
                let parts = parts.map(|part| (part.quantity, part.price)).collect();
                return Ok((list.id.clone(), listed.base_quantity, parts));
            }
        }
        let (path, item) = (Path::field("item"), line.item.clone());
        Err(Rejection::PriceMissing { path, item, on: self.on })
    }

    fn part(
        &self,
        quantity: Exact,
        price: UnitPrice,
        base_quantity: Exact,
    ) -> Result<PricedPart, Rejection> {
        let price = Price::Net(price);
        let amounts = line_amounts(quantity, &price, base_quantity, &[], self.currency)?;
        let adjustments = Vec::new();
        Ok(PricedPart { quantity, price, base_quantity, adjustments, amounts, is_free: false })
    }

    /// Adds an allowance or a charge to every part; a fixed amount is split over them.
    fn adjust(
        &self,
        parts: &mut [PricedPart],
        (kind, value): (AdjustmentKind, &AdjustmentValue),
        id: &Text,
    ) -> Result<(), Rejection> {
        let values = match value.fixed(kind, self.currency)? {
            Some(amount) if parts.len() > 1 => {
                let goods = parts.iter().map(|part| i128::from(part.amounts.goods.minor()));
                let shares = split(amount, &goods.collect::<Vec<i128>>())?;
                shares.into_iter().map(AdjustmentValue::Amount).collect()
            }
            Some(_) | None => alloc::vec![*value; parts.len()],
        };
        for (part, value) in parts.iter_mut().zip(values) {
            part.adjustments.push(Adjustment { kind, value, reason: id.clone() });
            part.amounts = line_amounts(
                part.quantity,
                &part.price,
                part.base_quantity,
                &part.adjustments,
                self.currency,
            )?;
        }
        Ok(())
    }

    /// The goods that come on top: as often as the quantity holds what they come for. They bear
    /// the line's first price, and the whole of it is taken off.
    fn free_part(
        &self,
        line: &LineToPrice,
        parts: &[PricedPart],
        (for_each, free): (Exact, Exact),
    ) -> Result<Option<PricedPart>, Rejection> {
        if !for_each.is_positive() || !free.is_positive() {
            let path = Path::field("effect.free_goods").inside("conditions");
            return Err(Rejection::FreeGoodsMalformed { path, for_each, free });
        }
        let (bought, step) = line.quantity.common(for_each);
        let times = Exact::new(bought.checked_div(step).unwrap_or(0), 0)?;
        let quantity = times.checked_mul(free)?;
        let Some(first) = parts.first().filter(|_| quantity.is_positive()) else {
            return Ok(None);
        };
        let whole = Adjustment::allowance_percent(crate::money::Percent::new(Exact::whole(100)?)?);
        let (price, base_quantity, adjustments) =
            (first.price, first.base_quantity, Vec::from([whole]));
        let amounts = line_amounts(quantity, &price, base_quantity, &adjustments, self.currency)?;
        Ok(Some(PricedPart { quantity, price, base_quantity, adjustments, amounts, is_free: true }))
    }

    /// The conditions on the whole, and the least that it comes to.
    fn apply_to_whole(&self, order: &mut PricedOrder) -> Result<(), Rejection> {
        let lines_net = order.lines_net;
        for (index, condition) in self.order_conditions.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("order_conditions", index);
            if let Some(least) = condition.from_net {
                lines_net.expect(least.currency()).map_err(|no| at(no.into()))?;
                if lines_net.minor() < least.minor() {
                    continue;
                }
            }
            let kind = condition.kind;
            let amount =
                condition.value.amount(kind, self.currency, lines_net, order.net).map_err(at)?;
            let amount = match kind {
                AdjustmentKind::Allowance => amount.negated(),
                AdjustmentKind::Charge => amount,
            };
            order.add(&condition.id, amount)?;
        }
        let Some(minimum) = &self.minimum else { return Ok(()) };
        let least = minimum.least;
        lines_net.expect(least.currency()).map_err(|no| Rejection::from(no).inside("minimum"))?;
        if lines_net.minor() >= least.minor() {
            return Ok(());
        }
        match minimum.charge {
            Some(charge) => {
                let at =
                    |no: money::Rejection| Rejection::from(no).inside("charge").inside("minimum");
                order.net.expect(charge.currency()).map_err(at)?;
                if charge.is_negative() {
                    let (path, figure) = (Path::root(), charge.to_string());
                    return Err(at(money::Rejection::Negative { path, figure }));
                }
                order.add(&Text::new("minimum").unwrap_or_default(), charge)
            }
            None => {
                order.is_acceptable = false;
                order.findings.push(PriceFinding::BelowMinimum { net: lines_net, least });
                Ok(())
            }
        }
    }
}

/// What gave the price, the quantity it is for, and the parts with their prices.
type BasePrice = (Text, Exact, Vec<(Exact, UnitPrice)>);

impl PricedOrder {
    fn add(&mut self, by: &Text, amount: Money) -> Result<(), Rejection> {
        self.net = self.net.checked_add(amount)?;
        self.trace.push(PriceStep { line: None, by: by.clone(), amount });
        Ok(())
    }
}
