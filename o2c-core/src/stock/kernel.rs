//! The promise of many lines at once, on plain columns.

use super::{Horizon, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use alloc::vec::Vec;

/// What moves the stock of many items: three columns of one length.
#[derive(Debug, Clone, Copy)]
pub struct Moves<'a> {
    /// Which item, by its number from zero on.
    pub items: &'a [u32],
    /// On which day.
    pub days: &'a [Day],
    /// How much, in whole numbers of the item's unit: supply above zero, demand below.
    pub quantities: &'a [i64],
}

/// Lines that ask for a promise, in the order in which they are served: three columns of one
/// length.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Which item, by its number from zero on.
    pub items: &'a [u32],
    /// The earliest day wanted.
    pub not_before: &'a [Day],
    /// How much, above zero, in whole numbers of the item's unit.
    pub quantities: &'a [i64],
}

fn same_length(items: usize, days: usize, quantities: usize) -> Result<(), Rejection> {
    if items == days && days == quantities {
        return Ok(());
    }
    Err(Rejection::ColumnsDiffer { path: Path::root(), items, days, quantities })
}

/// The earliest day for which each line may be promised, none where nothing known covers it. Each
/// promise is kept: it reduces what the lines after it may be promised (rulebook O-14).
///
/// ```
/// use o2c_core::calendar::Day;
/// use o2c_core::stock::{Asked, Moves, promise_lines};
/// let (now, later) = (Day::parse("2026-05-01")?, Day::parse("2026-05-20")?);
/// let moves = Moves { items: &[0, 0], days: &[now, later], quantities: &[10, 5] };
/// let asked = Asked { items: &[0; 3], not_before: &[now; 3], quantities: &[8, 4, 4] };
/// assert_eq!(promise_lines(moves, asked)?, [Some(now), Some(later), None]);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `stock.columns_differ`; `stock.quantity_not_positive` with the line.
pub fn promise_lines(moves: Moves<'_>, asked: Asked<'_>) -> Result<Vec<Option<Day>>, Rejection> {
    same_length(moves.items.len(), moves.days.len(), moves.quantities.len())
        .map_err(|no| no.inside("moves"))?;
    same_length(asked.items.len(), asked.not_before.len(), asked.quantities.len())
        .map_err(|no| no.inside("asked"))?;
    let mut horizons = horizons(moves);
    let lines = asked.items.iter().zip(asked.not_before).zip(asked.quantities);
    let mut promised = Vec::with_capacity(asked.items.len());
    for (index, ((item, not_before), quantity)) in lines.enumerate() {
        if *quantity <= 0 {
            let path = Path::index("quantities", index).inside("asked");
            let quantity = crate::money::Exact::new(i128::from(*quantity), 0)?;
            return Err(Rejection::QuantityNotPositive { path, quantity });
        }
        let found = horizons.binary_search_by_key(item, |(item, _)| *item);
        let Some((_, horizon)) = found.ok().and_then(|place| horizons.get_mut(place)) else {
            promised.push(None);
            continue;
        };
        let quantity = i128::from(*quantity);
        let day = horizon.first_day(quantity, *not_before);
        if let Some(day) = day {
            horizon.take(day, quantity);
        }
        promised.push(day);
    }
    Ok(promised)
}

/// The items that move, ascending, each with its step function.
fn horizons(moves: Moves<'_>) -> Vec<(u32, Horizon)> {
    let columns = moves.items.iter().zip(moves.days).zip(moves.quantities);
    let mut rows: Vec<(u32, Day, i64)> =
        columns.map(|((item, day), quantity)| (*item, *day, *quantity)).collect();
    rows.sort_unstable();
    rows.chunk_by(|one, next| one.0 == next.0)
        .filter_map(|of_item| {
            let (item, ..) = of_item.first()?;
            let moved = of_item.iter().map(|(_, day, quantity)| (*day, i128::from(*quantity)));
            Some((*item, Horizon::new(moved)))
        })
        .collect()
}
