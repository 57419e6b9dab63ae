//! Sourcing, a calculator: which site or supplier fulfils which part of an order (rulebook O-18).
//!
//! One source is preferred, then the fewest, then the least cost, then the sequence in which they
//! are given. Bundles and options become their components. The parts of a line sum to the line.

use super::Rejection;
use super::search::{self, Chosen, Market};
use crate::body::bodies;
use crate::error::Path;
use crate::id::{ItemId, LineId, SiteId};
use crate::money::{Currency, Exact, Money, UnitPrice};
use crate::stock::Grain;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

/// How a line is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Delivery {
    /// From a site or a supplier.
    #[default]
    Goods,
    /// Somebody comes and does it.
    Service,
    /// It is provisioned.
    Digital,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// How many of an item are in one of another.
    Component {
        /// The item.
        item: ItemId,
        /// How many, above zero.
        quantity: Exact,
    }
    /// An item that is sold as one and delivered as its components.
    Bundle {
        /// The item.
        item: ItemId,
        /// What it is made of; components may be bundles themselves.
        components: Vec<Component>,
    }
    /// A line to be fulfilled. A variant is an item of its own.
    SourcingLine {
        /// The line.
        line: LineId,
        /// The item.
        item: ItemId,
        /// How much, above zero.
        quantity: Exact,
        /// How it is delivered.
        #[cfg_attr(feature = "serde", serde(default))]
        delivery: Delivery,
        /// What was chosen besides: so many with each one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        options: Vec<Component>,
    }
    /// What a source has of an item.
    Offer {
        /// The item.
        item: ItemId,
        /// How much it can deliver.
        available: Exact,
        /// What one costs from there; nothing where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        unit_cost: Option<UnitPrice>,
    }
    /// A site or a supplier.
    SupplySource {
        /// Its id.
        source: SiteId,
        /// Whether it is a supplier who delivers to the customer himself.
        #[cfg_attr(feature = "serde", serde(default))]
        is_supplier: bool,
        /// What a shipment from there costs, whatever is in it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        shipment_cost: Option<Money>,
        /// What it has.
        offers: Vec<Offer>,
    }
    /// Lines and where they may come from.
    Sourcing {
        /// The currency of every cost.
        currency: Currency,
        /// What is to be fulfilled.
        lines: Vec<SourcingLine>,
        /// What bundles are made of.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        bundles: Vec<Bundle>,
        /// Where it may come from; of equal ones the first is taken.
        sources: Vec<SupplySource>,
    }
}

/// Where a part comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PartOrigin {
    /// From a site.
    Site(SiteId),
    /// From a supplier, to the customer.
    Supplier(SiteId),
    /// A service.
    Service,
    /// Provisioned.
    Digital,
    /// Nobody has it: it waits.
    Backorder,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SourcedPart {
    /// The line.
    pub line: LineId,
    /// The item: the line's own, or a component of it.
    pub item: ItemId,
    /// How much.
    pub quantity: Exact,
    /// Where it comes from.
    pub origin: PartOrigin,
}

/// How lines are fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Sourced {
    /// The parts, line by line.
    pub parts: Vec<SourcedPart>,
    /// The sources, in the order in which they were given.
    pub sources: Vec<SiteId>,
    /// What that costs.
    pub cost: Money,
    /// Whether no other choice is better; else it is a good one that was found by rule of thumb.
    pub is_exact: bool,
    /// Whether nothing waits.
    pub is_complete: bool,
}

/// Components of components end somewhere.
const DEPTH: usize = 16;
/// No order comes to more parts.
const PARTS: usize = crate::bounds::DOCUMENT_LINES;

/// How much of an item a line needs, and how it is delivered.
struct Need {
    line: LineId,
    item: ItemId,
    quantity: Exact,
    delivery: Delivery,
}

impl Sourcing {
    /// Which source fulfils which part.
    ///
    /// ```
    /// use o2c_core::fulfilment::Sourcing;
    /// # #[cfg(feature = "json")] {
    /// let asked: Sourcing = serde_json::from_str(r#"{"currency": "EUR",
    ///     "lines": [{"line": "1", "item": "DESK", "quantity": "10"}],
    ///     "sources": [
    ///         {"source": "LYON", "offers": [{"item": "DESK", "available": "6"}]},
    ///         {"source": "PARIS", "offers": [{"item": "DESK", "available": "12"}]}]}"#)?;
    /// let found = asked.fulfil()?;
    /// assert_eq!(found.sources, ["PARIS".parse()?]);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `fulfilment.line.quantity_not_positive`, `fulfilment.line.duplicate`,
    /// `fulfilment.sourcing.*`, `money.*`.
    pub fn fulfil(&self) -> Result<Sourced, Rejection> {
        self.check_bundles()?;
        let needs = self.needs()?;
        self.check_sources()?;
        let market = self.market(&needs)?;
        let chosen = search::choose(&market)?;
        self.told(needs, &market, &chosen)
    }

    /// A bundle is told once, and of nothing there is no part that a line could be.
    fn check_bundles(&self) -> Result<(), Rejection> {
        let mut items = BTreeSet::new();
        for (index, bundle) in self.bundles.iter().enumerate() {
            let item = || bundle.item.clone();
            let no = if bundle.components.is_empty() {
                Rejection::BundleEmpty { path: Path::field("components"), item: item() }
            } else if !items.insert(&bundle.item) {
                Rejection::BundleTwice { path: Path::field("item"), item: item() }
            } else {
                continue;
            };
            return Err(no.inside_index("bundles", index));
        }
        Ok(())
    }

    /// The lines with their options and without bundles.
    fn needs(&self) -> Result<Vec<Need>, Rejection> {
        let (mut needs, mut lines) = (Vec::new(), BTreeSet::new());
        for (index, line) in self.lines.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("lines", index);
            if !lines.insert(&line.line) {
                let (path, line) = (Path::field("line"), line.line.clone());
                return Err(at(Rejection::DuplicateLine { path, line }));
            }
            positive(&line.line, line.quantity).map_err(at)?;
            match line.delivery {
                Delivery::Goods => {
                    self.expand(line, &line.item, line.quantity, 0, &mut needs).map_err(at)?;
                    for (index, option) in line.options.iter().enumerate() {
                        let at = |no: Rejection| at(no.inside_index("options", index));
                        positive(&line.line, option.quantity).map_err(at)?;
                        let quantity = line.quantity.checked_mul(option.quantity)?;
                        self.expand(line, &option.item, quantity, 0, &mut needs).map_err(at)?;
                    }
                }
                Delivery::Service | Delivery::Digital => needs.push(Need {
                    line: line.line.clone(),
                    item: line.item.clone(),
                    quantity: line.quantity,
                    delivery: line.delivery,
                }),
            }
        }
        Ok(needs)
    }

    /// An item as it is delivered: itself, or the components of a bundle.
    fn expand(
        &self,
        line: &SourcingLine,
        item: &ItemId,
        quantity: Exact,
        depth: usize,
        needs: &mut Vec<Need>,
    ) -> Result<(), Rejection> {
        let Some(bundle) = self.bundles.iter().find(|bundle| bundle.item == *item) else {
            if needs.len() >= PARTS {
                let (path, count) = (Path::root(), needs.len());
                return Err(Rejection::TooManyParts { path, count, most: PARTS });
            }
            needs.push(Need {
                line: line.line.clone(),
                item: item.clone(),
                quantity,
                delivery: Delivery::Goods,
            });
            return Ok(());
        };
        if depth >= DEPTH {
            return Err(Rejection::BundleWithoutEnd {
                path: Path::field("item"),
                item: item.clone(),
            });
        }
        for component in &bundle.components {
            positive(&line.line, component.quantity)?;
            let quantity = quantity.checked_mul(component.quantity)?;
            self.expand(line, &component.item, quantity, depth.saturating_add(1), needs)?;
        }
        Ok(())
    }

    /// Sources are named once, and what they have and cost is not below zero.
    fn check_sources(&self) -> Result<(), Rejection> {
        for (index, source) in self.sources.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("sources", index);
            let before = self.sources.get(..index).unwrap_or_default();
            if before.iter().any(|other| other.source == source.source) {
                let (path, source_id) = (Path::field("source"), source.source.clone());
                return Err(at(Rejection::SourceTwice { path, source_id }));
            }
            if let Some(cost) = source.shipment_cost {
                let here = |no: crate::money::Rejection| at(no.inside("shipment_cost").into());
                Money::zero(self.currency).expect(cost.currency()).map_err(here)?;
                if cost.is_negative() {
                    let (path, figure) = (Path::root(), cost.to_string());
                    return Err(here(crate::money::Rejection::Negative { path, figure }));
                }
            }
            for (index, offer) in source.offers.iter().enumerate() {
                if offer.available.is_negative() {
                    let path = Path::field("available").inside_index("offers", index);
                    let quantity = offer.available;
                    return Err(at(Rejection::OfferNegative { path, quantity }));
                }
            }
        }
        Ok(())
    }

    /// What is needed of each item and what each source has of it, counted in one step.
    fn market(&self, needs: &[Need]) -> Result<Market, Rejection> {
        let is_goods = |need: &&Need| need.delivery == Delivery::Goods;
        let offers = || self.sources.iter().flat_map(|source| &source.offers);
        let figures = needs.iter().map(|need| need.quantity);
        let grain = Grain::of(figures.chain(offers().map(|offer| offer.available)))?;
        let mut items: Vec<ItemId> =
            needs.iter().filter(is_goods).map(|need| need.item.clone()).collect();
        items.sort_unstable();
        items.dedup();
        let mut market = Market::new(grain, self.currency, self.sources.len());
        for item in items {
            let of_item = needs.iter().filter(is_goods).filter(|need| need.item == item);
            let counts = of_item.map(|need| grain.count(need.quantity));
            let needed = counts.fold(0_i128, i128::saturating_add);
            let of_source = |source: &SupplySource| {
                let offers = source.offers.iter().filter(|offer| offer.item == item);
                let found = offers.map(|offer| (grain.count(offer.available), offer.unit_cost));
                found.fold((0_i128, None), |(sum, cost), (count, unit_cost)| {
                    (sum.saturating_add(count), cost.or(unit_cost))
                })
            };
            let offered = self.sources.iter().map(of_source).collect();
            market.add(item, needed, offered);
        }
        let costs = self.sources.iter().map(|source| source.shipment_cost);
        market.shipment_costs =
            costs.map(|cost| cost.map_or(0, |cost| i128::from(cost.minor()))).collect();
        Ok(market)
    }

    /// The parts of the lines, served in their order from what was chosen.
    fn told(
        &self,
        needs: Vec<Need>,
        market: &Market,
        chosen: &Chosen,
    ) -> Result<Sourced, Rejection> {
        let mut left = chosen.taken.clone();
        let mut parts = Vec::new();
        let mut is_complete = true;
        for need in needs {
            let mut part = |quantity: Exact, origin: PartOrigin| {
                let (line, item) = (need.line.clone(), need.item.clone());
                parts.push(SourcedPart { line, item, quantity, origin });
            };
            match need.delivery {
                Delivery::Service => part(need.quantity, PartOrigin::Service),
                Delivery::Digital => part(need.quantity, PartOrigin::Digital),
                Delivery::Goods => {
                    let mut open = market.grain.count(need.quantity);
                    let of_item = left.iter_mut().filter(|taken| taken.item == need.item);
                    for taken in of_item {
                        let count = taken.count.min(open);
                        let Some(source) = self.sources.get(taken.source) else { continue };
                        if count <= 0 {
                            continue;
                        }
                        taken.count = taken.count.saturating_sub(count);
                        open = open.saturating_sub(count);
                        let id = source.source.clone();
                        let origin = if source.is_supplier {
                            PartOrigin::Supplier(id)
                        } else {
                            PartOrigin::Site(id)
                        };
                        part(market.grain.figure(count)?, origin);
                    }
                    if open > 0 {
                        is_complete = false;
                        part(market.grain.figure(open)?, PartOrigin::Backorder);
                    }
                }
            }
        }
        let sources = chosen.sources.iter().filter_map(|source| self.sources.get(*source));
        Ok(Sourced {
            parts,
            sources: sources.map(|source| source.source.clone()).collect(),
            cost: Money::from_wide(chosen.cost, self.currency)?,
            is_exact: chosen.is_exact,
            is_complete,
        })
    }
}

fn positive(line: &LineId, quantity: Exact) -> Result<(), Rejection> {
    if quantity.is_positive() {
        return Ok(());
    }
    let (path, line) = (Path::field("quantity"), line.clone());
    Err(Rejection::QuantityNotPositive { path, line, quantity })
}
