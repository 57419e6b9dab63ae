//! What became of the sales of a month, and how debts age from one month's end to the next: both
//! from columns, in one pass over items and settlements.

use super::kernel::{Flow, Places};
use super::{FlowColumns, FlowKind, Periods, Rejection, SettlementColumns};
use crate::error::Path;
use alloc::vec::Vec;

/// The last day overdue of each bucket but the last: not due, 1 to 30, 31 to 60, 61 to 90, more.
const BOUNDS: [i32; 4] = [0, 30, 60, 90];

/// How many buckets there are.
pub const AGE_BUCKETS: usize = 5;

/// The sales of one month and what was paid of them until the last day, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cohort {
    /// What was invoiced in the month.
    pub invoiced: i128,
    /// What money settled of that, in whatever month.
    pub recovered: i128,
}

/// What is open at the end of a month, by age: not due first, credits left out.
pub type AgedSums = [i128; AGE_BUCKETS];

/// Cohorts and aged balances of every segment and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortTable {
    width: usize,
    cohorts: Vec<Cohort>,
    aged: Vec<AgedSums>,
}

impl CohortTable {
    /// The cohort of a period, the first being 0.
    pub fn cohort(&self, segment: usize, period: usize) -> Cohort {
        self.cohorts.get(self.at(segment, period.saturating_add(1))).copied().unwrap_or_default()
    }

    /// What is open when a period begins and when it ends, by age.
    pub fn aged(&self, segment: usize, period: usize) -> (AgedSums, AgedSums) {
        let at = |place: usize| self.aged.get(self.at(segment, place)).copied().unwrap_or_default();
        (at(period), at(period.saturating_add(1)))
    }

    const fn at(&self, segment: usize, place: usize) -> usize {
        segment.saturating_mul(self.width).saturating_add(place)
    }
}

/// The cohort of every period by the day of the document, and what is open at its end by age.
///
/// ```
/// use o2c_core::reporting::{FlowColumns, FlowKind, Periods, SettlementColumns, cohort_sums};
/// // 100.00 invoiced on 10 January, due on 9 February; 40.00 of it is paid on 14 February.
/// let day = |text: &str| o2c_core::calendar::Day::parse(text).map(|day| day.number_since_1970());
/// let items = FlowColumns {
///     segment: &[0],
///     kind: &[FlowKind::Sale],
///     document_on: &[day("2026-01-10")?],
///     counted_on: &[day("2026-01-10")?],
///     due_on: &[day("2026-02-09")?],
///     minor: &[10_000],
/// };
/// let settled = SettlementColumns {
///     item: &[0],
///     on: &[day("2026-02-14")?],
///     minor: &[4_000],
///     is_paid: &[true],
/// };
/// let table = cohort_sums(&Periods::months("2026-02-28".parse()?, 2)?, 1, &items, &settled)?;
/// let january = table.cohort(0, 0);
/// assert_eq!((january.invoiced, january.recovered), (10_000, 4_000));
/// assert_eq!(table.aged(0, 1), ([10_000, 0, 0, 0, 0], [0, 6_000, 0, 0, 0]));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `columns.lengths_differ`, `columns.out_of_range`; `reporting.unknown_row` for a segment or an
/// item that is not there.
pub fn cohort_sums(
    periods: &Periods,
    segments: usize,
    items: &FlowColumns<'_>,
    settlements: &SettlementColumns<'_>,
) -> Result<CohortTable, Rejection> {
    items.check()?;
    settlements.check()?;
    let days: Vec<i32> = ends(periods);
    let (places, width) = (Places::new(periods), days.len());
    let mut table = CohortTable {
        width,
        cohorts: alloc::vec![Cohort::default(); segments.saturating_mul(width)],
        aged: alloc::vec![AgedSums::default(); segments.saturating_mul(width)],
    };
    let unknown = |name: &str, at: usize, row: u32, count: usize| Rejection::UnknownRow {
        path: Path::index(name, at),
        row,
        count,
    };
    for at in 0..items.minor.len() {
        let Some(item) = items.row(at) else { continue };
        let segment = usize::try_from(item.segment).unwrap_or(usize::MAX);
        if segment >= segments {
            return Err(unknown("segment", at, item.segment, segments));
        }
        table.add(&item, item.counted_on, item.minor, (&days, &places));
        if item.kind == FlowKind::Sale && item.minor > 0 {
            let place = places.of(item.document_on);
            if let Some(cohort) = table.cohort_of(&item, place) {
                cohort.invoiced = cohort.invoiced.saturating_add(item.minor.into());
            }
        }
    }
    let parts = settlements.item.iter().zip(settlements.on).zip(settlements.minor);
    for (at, (((row, on), minor), is_paid)) in parts.zip(settlements.is_paid).enumerate() {
        let item = usize::try_from(*row).ok().and_then(|row| items.row(row));
        let Some(item) = item else {
            return Err(unknown("item", at, *row, items.minor.len()));
        };
        let on = (*on).max(item.counted_on);
        table.add(&item, on, minor.saturating_neg(), (&days, &places));
        let is_by_the_end = days.last().is_some_and(|last| on <= *last);
        if *is_paid && is_by_the_end && item.kind == FlowKind::Sale && item.minor > 0 {
            let place = places.of(item.document_on);
            if let Some(cohort) = table.cohort_of(&item, place) {
                cohort.recovered = cohort.recovered.saturating_add((*minor).into());
            }
        }
    }
    Ok(table)
}

/// The last day before the periods, then that of each.
fn ends(periods: &Periods) -> Vec<i32> {
    let before = periods.iter().next().map(|one| one.from.number_since_1970().saturating_sub(1));
    before.into_iter().chain(periods.iter().map(|one| one.until.number_since_1970())).collect()
}

impl CohortTable {
    /// More is open of a debit from a day on: in the bucket of its age at each end of a period.
    fn add(&mut self, item: &Flow, on: i32, minor: i64, (days, places): (&[i32], &Places)) {
        if item.minor <= 0 {
            return;
        }
        let segment = usize::try_from(item.segment).unwrap_or(usize::MAX);
        let first = places.of(on);
        let from = self.at(segment, first);
        let rest = days.len().saturating_sub(first);
        let cells = self.aged.get_mut(from..from.saturating_add(rest)).unwrap_or_default();
        for (cell, day) in cells.iter_mut().zip(days.iter().skip(first)) {
            let age = day.saturating_sub(item.due_on);
            let bucket = BOUNDS.iter().filter(|bound| age > **bound).count();
            if let Some(sum) = cell.get_mut(bucket) {
                // Sums of amounts of 64 bits stay within 128.
                *sum = sum.saturating_add(minor.into());
            }
        }
    }

    fn cohort_of(&mut self, item: &Flow, place: usize) -> Option<&mut Cohort> {
        if place >= self.width {
            return None;
        }
        let at = self.at(usize::try_from(item.segment).ok()?, place);
        self.cohorts.get_mut(at)
    }
}
