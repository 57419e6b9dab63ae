//! Items that move between the account of receivables and that of doubtful customers (rulebook
//! A-03, 5.2): the item stays what it is and where it is, only its place in the books changes.

use super::{open_day, unknown};
use crate::error::Path;
use crate::id::EntryId;
use crate::receivable::{Account, Applied, Event, Facts, Rejection};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// What is open of the items moves, tax included, on the day of the command or the first day after
/// all that happened to them.
pub(super) fn reclassify(
    account: &Account,
    entries: &[EntryId],
    is_doubtful: bool,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    if entries.is_empty() {
        return Err(Rejection::NothingNamed { path: Path::field("entries") });
    }
    let mut named = BTreeSet::new();
    let mut items = Vec::with_capacity(entries.len());
    let mut day = facts.effective_on;
    for (index, id) in entries.iter().enumerate() {
        let path = || Path::index("entries", index);
        let Some(entry) = account.entry(id) else {
            return Err(unknown(account, id, path()));
        };
        if !named.insert(id) {
            return Err(Rejection::EntryTwice { path: path(), entry: id.clone() });
        }
        if entry.is_closed() {
            return Err(Rejection::NothingOpen { path: path(), entry: id.clone() });
        }
        if entry.item.amount.is_negative() || entry.is_doubtful() == is_doubtful {
            return Err(Rejection::NotReclassified { path: path(), entry: id.clone() });
        }
        let settled = entry.applications.iter().map(|application| application.effective_on);
        day = day.max(entry.settles_from()).max(settled.max().unwrap_or(day));
        let open = entry.open;
        items.push(Applied { entry: id.clone(), amount: open.amount, booked: open.booked });
    }
    let effective_on = open_day(day, facts).map_err(|no| no.inside("effective_on"))?;
    let recorded_on = facts.recorded_on;
    Ok(vec![Event::Reclassified { items, is_doubtful, effective_on, recorded_on }])
}
