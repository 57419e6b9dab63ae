//! The search for the fewest and then the cheapest sources, exact where it ends in time.

use super::Rejection;
use crate::id::ItemId;
use crate::money::{Currency, Rounding, UnitPrice};
use crate::stock::Grain;
use alloc::vec::Vec;

/// What is needed of an item, and what each source has of it at which cost.
struct Wanted {
    item: ItemId,
    needed: i128,
    offers: Vec<(i128, Option<UnitPrice>)>,
}

/// What is needed and offered, all counted in one step.
pub(super) struct Market {
    pub(super) grain: Grain,
    pub(super) shipment_costs: Vec<i128>,
    currency: Currency,
    sources: usize,
    wanted: Vec<Wanted>,
}

/// How much of an item is taken from a source.
#[derive(Clone)]
pub(super) struct Taken {
    pub(super) item: ItemId,
    pub(super) source: usize,
    pub(super) count: i128,
}

/// The sources chosen, ascending, and what is taken from them.
pub(super) struct Chosen {
    pub(super) sources: Vec<usize>,
    pub(super) taken: Vec<Taken>,
    pub(super) cost: i128,
    pub(super) is_exact: bool,
}

impl Market {
    pub(super) fn new(grain: Grain, currency: Currency, sources: usize) -> Self {
        let (shipment_costs, wanted) = (Vec::new(), Vec::new());
        Market { grain, shipment_costs, currency, sources, wanted }
    }

    /// No more of an item is wanted than all sources have: what nobody has waits.
    pub(super) fn add(
        &mut self,
        item: ItemId,
        needed: i128,
        offers: Vec<(i128, Option<UnitPrice>)>,
    ) {
        let all = offers.iter().fold(0_i128, |sum, (count, _)| sum.saturating_add(*count));
        self.wanted.push(Wanted { item, needed: needed.min(all), offers });
    }

    /// What a set of sources costs: of each item the cheapest comes first.
    fn filled(&self, sources: &[usize]) -> Result<(i128, Vec<Taken>), Rejection> {
        let of = |source: &usize| self.shipment_costs.get(*source).copied().unwrap_or(0);
        let mut cost = sources.iter().map(of).fold(0_i128, i128::saturating_add);
        let mut taken = Vec::new();
        for wanted in &self.wanted {
            let mut offers: Vec<(Option<UnitPrice>, usize, i128)> = sources
                .iter()
                .filter_map(|source| {
                    let (count, unit_cost) = wanted.offers.get(*source)?;
                    Some((*unit_cost, *source, *count))
                })
                .collect();
            offers.sort_by_key(|(unit_cost, source, _)| (*unit_cost, *source));
            let mut left = wanted.needed;
            for (unit_cost, source, available) in offers {
                let count = available.min(left);
                if count <= 0 {
                    continue;
                }
                left = left.saturating_sub(count);
                if let Some(unit_cost) = unit_cost {
                    let quantity = self.grain.figure(count)?;
                    let one = crate::money::Exact::ONE;
                    let mode = Rounding::HalfAwayFromZero;
                    let part = unit_cost.times(quantity, one, self.currency, mode)?;
                    cost = cost.saturating_add(i128::from(part.minor()));
                }
                taken.push(Taken { item: wanted.item.clone(), source, count });
            }
        }
        Ok((cost, taken))
    }

    /// What of an item's need a source covers at most.
    fn cover(&self, place: usize, source: usize) -> i128 {
        let wanted = self.wanted.get(place);
        let offer = wanted.and_then(|wanted| wanted.offers.get(source));
        offer.map_or(0, |(count, _)| *count)
    }

    fn needs(&self) -> Vec<i128> {
        self.wanted.iter().map(|wanted| wanted.needed).collect()
    }
}

/// Steps of a search; beyond them a rule of thumb decides.
const STEPS: usize = 2_000_000;

/// A search for the cheapest of all sets of one size that cover what is needed.
struct Search<'m> {
    market: &'m Market,
    /// What all sources from a place on have of each item.
    later: Vec<Vec<i128>>,
    left: Vec<i128>,
    path: Vec<usize>,
    best: Option<(i128, Vec<usize>)>,
    steps: usize,
}

impl Search<'_> {
    /// Looks at every set that takes `more` further sources from a place on.
    fn look(&mut self, from: usize, more: usize) -> Result<(), Rejection> {
        if more == 0 {
            if self.left.iter().all(|left| *left <= 0) {
                let (cost, _) = self.market.filled(&self.path)?;
                // The first of equal ones stands: sets are looked at in the order of the sources.
                if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    self.best = Some((cost, self.path.clone()));
                }
            }
            return Ok(());
        }
        let last = self.market.sources.saturating_sub(more);
        for source in from..=last {
            self.steps = self.steps.saturating_add(1);
            let reachable = self.later.get(source);
            let is_reachable = reachable
                .is_some_and(|later| self.left.iter().zip(later).all(|(left, all)| left <= all));
            if !is_reachable || self.steps > STEPS {
                return Ok(());
            }
            self.shift(source, i128::saturating_sub);
            self.path.push(source);
            self.look(source.saturating_add(1), more.saturating_sub(1))?;
            self.path.pop();
            self.shift(source, i128::saturating_add);
        }
        Ok(())
    }

    fn shift(&mut self, source: usize, by: fn(i128, i128) -> i128) {
        let market = self.market;
        for (place, left) in self.left.iter_mut().enumerate() {
            *left = by(*left, market.cover(place, source));
        }
    }
}

/// The fewest sources that cover what is needed, of them the cheapest set, of those the first.
pub(super) fn choose(market: &Market) -> Result<Chosen, Rejection> {
    if market.needs().iter().all(|needed| *needed <= 0) {
        return Ok(Chosen { sources: Vec::new(), taken: Vec::new(), cost: 0, is_exact: true });
    }
    let mut later = Vec::from([market.needs().iter().map(|_| 0).collect::<Vec<i128>>()]);
    for source in (0..market.sources).rev() {
        let after = later.last().cloned().unwrap_or_default();
        let sums = after.iter().enumerate();
        let sums = sums.map(|(place, sum)| sum.saturating_add(market.cover(place, source)));
        later.push(sums.collect());
    }
    later.reverse();
    let (left, path, best, steps) = (market.needs(), Vec::new(), None, 0);
    let mut search = Search { market, later, left, path, best, steps };
    for size in 1..=market.sources {
        search.look(0, size)?;
        if search.best.is_some() || search.steps > STEPS {
            break;
        }
    }
    let is_exact = search.steps <= STEPS;
    let sources = match search.best {
        Some((_, sources)) => sources,
        None => by_thumb(market),
    };
    let (cost, taken) = market.filled(&sources)?;
    Ok(Chosen { sources, taken, cost, is_exact })
}

/// The source that covers most of what is left, again and again; then those that are not needed
/// any more go, the last first.
fn by_thumb(market: &Market) -> Vec<usize> {
    let mut left = market.needs();
    let mut chosen: Vec<usize> = Vec::new();
    let covered = |left: &[i128], source: usize| {
        let parts = left.iter().enumerate();
        let parts = parts.map(|(place, left)| market.cover(place, source).min((*left).max(0)));
        parts.fold(0_i128, i128::saturating_add)
    };
    while left.iter().any(|left| *left > 0) {
        let free = (0..market.sources).filter(|source| !chosen.contains(source));
        let Some(best) = free.rev().max_by_key(|source| covered(&left, *source)) else {
            break;
        };
        for (place, left) in left.iter_mut().enumerate() {
            *left = left.saturating_sub(market.cover(place, best));
        }
        chosen.push(best);
    }
    for source in chosen.clone().into_iter().rev() {
        let spare = left.iter().enumerate();
        let mut spare = spare.map(|(place, left)| left.saturating_add(market.cover(place, source)));
        if spare.all(|left| left <= 0) {
            for (place, left) in left.iter_mut().enumerate() {
                *left = left.saturating_add(market.cover(place, source));
            }
            chosen.retain(|other| *other != source);
        }
    }
    chosen.sort_unstable();
    chosen
}
