//! Shortages across sites: what there is of an item is shared anew over all orders that wait for it
//! anywhere.
//!
//! ```text
//!  all that is kept at the sites named ──▶ free again, in thought
//!  each line, in the fixed sequence    ──▶ kept where it arrives first; at its own site where that
//!                                          is as good, then at the site named first
//! ```
//!
//! The sequence is that of one stock: priority, day promised, day of the order, id (rulebook O-15).

use super::decision::{Decision, Leg};
use super::rejection::Rejection;
use super::stock::facts;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{ItemId, SiteId};
use crate::stock::{Command, Facts, LineOfOrder, Reservation, Stock, StockKey};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Share what there is of an item anew over the orders that wait for it at several sites.
    ShareStock {
        /// The item.
        item: ItemId,
        /// The sites, the preferred ones first; one that is named again counts once.
        sites: Vec<SiteId>,
    }
}

/// A site as the sharing goes on.
struct Shared {
    key: StockKey,
    facts: Facts,
    stock: Stock,
}

/// A reservation and the place of the site where it is.
type Kept = (usize, Reservation);

/// Shares the stock of an item anew: what arrives earlier elsewhere is kept there.
pub(super) fn share_stock(
    decision: &mut Decision<'_>,
    asked: &ShareStock,
) -> Result<(), Rejection> {
    let mut sites = sites_of(decision, asked)?;
    let mut queue: Vec<Kept> = Vec::new();
    for (home, site) in sites.iter_mut().enumerate() {
        queue.extend(site.stock.reserved.drain(..).map(|kept| (home, kept)));
    }
    let lines: Vec<(usize, LineOfOrder)> =
        queue.iter().map(|(home, kept)| (*home, kept.of.clone())).collect();
    queue.sort_by(|(_, one), (_, other)| one.sequence().cmp(&other.sequence()));
    let mut moved = Vec::new();
    for (home, kept) in queue {
        let is_free = |place: usize| place == home || !lines.contains(&(place, kept.of.clone()));
        let place = serve(&mut sites, (home, &kept), is_free)?;
        if place != home {
            moved.push((home, place, kept));
        }
    }
    let key = |place: usize| sites.get(place).map(|site| site.key.clone());
    for (home, _, kept) in &moved {
        let release = Command::Release { of: kept.of.clone(), quantity: None };
        key(*home).map_or(Ok(()), |key| decision.run(Leg::Stock(key, release)))?;
    }
    let on = decision.command.effective_on;
    for (_, place, kept) in moved {
        let reserve = Command::Reserve {
            quantity: kept.quantity(),
            requested_on: kept.requested_on.map(|asked| asked.max(on)),
            of: kept.of,
            priority: kept.priority,
            ordered_on: kept.ordered_on,
        };
        key(place).map_or(Ok(()), |key| decision.run(Leg::Stock(key, reserve)))?;
    }
    for site in &sites {
        decision.run(Leg::Stock(site.key.clone(), Command::Reallocate))?;
    }
    Ok(())
}

fn sites_of(decision: &Decision<'_>, asked: &ShareStock) -> Result<Vec<Shared>, Rejection> {
    let (view, on) = (decision.before(), decision.command.effective_on);
    let mut sites: Vec<Shared> = Vec::with_capacity(asked.sites.len());
    for (index, site) in asked.sites.iter().enumerate() {
        if sites.iter().any(|known| known.key.site == *site) {
            continue;
        }
        let key = StockKey { item: asked.item.clone(), site: site.clone() };
        let facts = facts(view, &key, on).map_err(|no| {
            no.with_path(&|path| match path.as_str() {
                "site" => Path::index("sites", index),
                _ => path,
            })
        })?;
        let stock = view.stock(&key).cloned().unwrap_or_default();
        sites.push(Shared { key, facts, stock });
    }
    Ok(sites)
}

/// Keeps a line where it arrives first, and says where that is.
fn serve(
    sites: &mut [Shared],
    (home, kept): (usize, &Reservation),
    is_free: impl Fn(usize) -> bool,
) -> Result<usize, Rejection> {
    let mut best: Option<((Day, bool, usize), Reservation)> = None;
    for (place, site) in sites.iter().enumerate().filter(|(place, _)| is_free(*place)) {
        let requested_on = kept.requested_on.map(|asked| asked.max(site.facts.on));
        let facts = Facts { is_whole: kept.is_whole, ..site.facts.clone() };
        let promise = site.stock.promise(kept.quantity(), requested_on, &facts)?;
        let rank = (promise.arrives_on().unwrap_or(Day::MAX), place != home, place);
        if best.as_ref().is_none_or(|(before, _)| rank < *before) {
            best = Some((rank, Reservation { parts: promise.parts, ..kept.clone() }));
        }
    }
    let Some(((_, _, place), reservation)) = best else { return Ok(home) };
    if let Some(site) = sites.get_mut(place) {
        site.stock.reserved.push(reservation);
    }
    Ok(place)
}
