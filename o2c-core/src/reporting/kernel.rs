//! The balances and flows of many periods from columns, in one pass over items and settlements.

use super::{Periods, Rejection, Span};
use crate::columns;
use crate::error::Path;
use alloc::vec::Vec;

/// What an item is to the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum FlowKind {
    /// An invoice or what gives it back: sales.
    Sale,
    /// Money that came or went.
    Cash,
    /// What nobody pays: a loss, a difference.
    Loss,
    /// Anything else, such as an opening balance.
    Other,
}

/// Items of one currency as columns of one length. Days count since 1970-01-01, amounts are minor
/// units, debit positive.
#[derive(Debug, Clone, Copy)]
pub struct FlowColumns<'a> {
    /// The segment an item counts in, such as its customer's dense number.
    pub segment: &'a [u32],
    /// What it is.
    pub kind: &'a [FlowKind],
    /// The day of its document.
    pub document_on: &'a [i32],
    /// The day it counts from.
    pub counted_on: &'a [i32],
    /// The day it is due.
    pub due_on: &'a [i32],
    /// Its amount.
    pub minor: &'a [i64],
}

/// What settled those items, part by part, as columns of one length.
#[derive(Debug, Clone, Copy)]
pub struct SettlementColumns<'a> {
    /// The row of the item.
    pub item: &'a [u32],
    /// The day it counts from.
    pub on: &'a [i32],
    /// The part, with the item's sign; the other sign where it is given back.
    pub minor: &'a [i64],
    /// Whether money settled it.
    pub is_paid: &'a [bool],
}

/// The sums of one segment and period, in minor units. Balances stand at the end of the period's
/// last day; the balances partition: receivables = not due + overdue + credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PeriodSums {
    /// What is open, debits less credits.
    pub receivables: i128,
    /// The open debits that are not due; due on the last day is not due yet (rulebook K-01).
    pub not_due: i128,
    /// The open debits that are due.
    pub overdue: i128,
    /// The open credits, below zero.
    pub credits: i128,
    /// What was sold in the period.
    pub sales: i128,
    /// What came in less what went back.
    pub collected: i128,
    /// What nobody will pay.
    pub lost: i128,
    /// What was paid of invoices.
    pub paid: i128,
    /// The same times the days since their documents.
    pub paid_days: i128,
    /// The same times the days since they were due.
    pub paid_days_beyond: i128,
}

/// The sums of every segment and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodTable {
    periods: Periods,
    rows: Vec<PeriodSums>,
}

impl PeriodTable {
    /// The periods of the table.
    pub const fn periods(&self) -> &Periods {
        &self.periods
    }

    /// The sums of a segment before the first period: its balances alone mean something.
    pub fn opening(&self, segment: usize) -> PeriodSums {
        self.row(segment).first().copied().unwrap_or_default()
    }

    /// The periods of a segment with their sums, oldest first.
    pub fn of(&self, segment: usize) -> impl Iterator<Item = (Span, PeriodSums)> + '_ {
        self.periods.iter().zip(self.row(segment).iter().skip(1).copied())
    }

    fn row(&self, segment: usize) -> &[PeriodSums] {
        let width = width(&self.periods);
        let from = segment.saturating_mul(width);
        self.rows.get(from..from.saturating_add(width)).unwrap_or_default()
    }
}

/// One place before the first period, then the periods.
fn width(periods: &Periods) -> usize {
    periods.len().saturating_add(1)
}

/// Days as places in the table, looked up instead of searched.
pub(super) struct Places {
    first: i32,
    of_day: Vec<u16>,
    after: usize,
}

impl Places {
    pub(super) fn new(periods: &Periods) -> Self {
        let day = |day: crate::calendar::Day| day.number_since_1970();
        let first = periods.iter().next().map_or(0, |one| day(one.from));
        let last = periods.iter().next_back().map_or(0, |one| day(one.until));
        let place = |day: i32| u16::try_from(periods.place_of(day)).unwrap_or(u16::MAX);
        Places { first, of_day: (first..=last).map(place).collect(), after: width(periods) }
    }

    pub(super) fn of(&self, day: i32) -> usize {
        match usize::try_from(day.saturating_sub(self.first)) {
            Err(_) => 0,
            Ok(offset) => self.of_day.get(offset).map_or(self.after, |place| usize::from(*place)),
        }
    }

    /// The first place at whose end an item that is due on the day is overdue.
    fn overdue_from(&self, due_on: i32) -> usize {
        self.of(due_on.saturating_add(1))
    }
}

/// The balances and flows of every segment in every period: one pass over the items, one over what
/// settled them, one over the table.
///
/// ```
/// use o2c_core::reporting::{FlowColumns, FlowKind, Periods, SettlementColumns, period_sums};
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
/// let periods = Periods::months("2026-02-28".parse()?, 2)?;
/// let table = period_sums(periods, 1, &items, &settled)?;
/// let told: Vec<_> = table.of(0).map(|(_, sums)| (sums.not_due, sums.overdue)).collect();
/// assert_eq!(told, [(10_000, 0), (0, 6_000)]);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `columns.lengths_differ`, `columns.out_of_range`; `reporting.unknown_row` for a segment or an
/// item that is not there.
pub fn period_sums(
    periods: Periods,
    segments: usize,
    items: &FlowColumns<'_>,
    settlements: &SettlementColumns<'_>,
) -> Result<PeriodTable, Rejection> {
    items.check()?;
    settlements.check()?;
    let (places, width) = (Places::new(&periods), width(&periods));
    let mut table = Table { rows: Vec::new(), width };
    table.rows.resize(segments.saturating_mul(width), PeriodSums::default());
    for row in 0..items.minor.len() {
        let Some(item) = items.row(row) else { continue };
        if usize::try_from(item.segment).map_or(true, |segment| segment >= segments) {
            return Err(unknown("segment", row, item.segment, segments));
        }
        table.add_item(&item, &places);
    }
    let columns = settlements.item.iter().zip(settlements.on).zip(settlements.minor);
    let columns = columns.zip(settlements.is_paid).enumerate();
    for (row, (((of, on), minor), is_paid)) in columns {
        let item = usize::try_from(*of).ok().and_then(|of| items.row(of));
        let item = item.ok_or_else(|| unknown("item", row, *of, items.minor.len()))?;
        let part = Part { on: *on, minor: *minor, is_paid: *is_paid };
        table.settle(&item, part, &places);
    }
    table.carry_forward();
    Ok(PeriodTable { periods, rows: table.rows })
}

fn unknown(column: &'static str, at: usize, row: u32, count: usize) -> Rejection {
    Rejection::UnknownRow { path: Path::index(column, at), row, count }
}

/// A row of the items.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    pub(super) segment: u32,
    pub(super) kind: FlowKind,
    pub(super) document_on: i32,
    pub(super) counted_on: i32,
    pub(super) due_on: i32,
    pub(super) minor: i64,
}

/// A part that settles an item.
#[derive(Clone, Copy)]
struct Part {
    on: i32,
    minor: i64,
    is_paid: bool,
}

impl FlowColumns<'_> {
    pub(super) fn check(&self) -> Result<(), Rejection> {
        lengths(
            self.segment.len(),
            &[
                ("kind", self.kind.len()),
                ("document_on", self.document_on.len()),
                ("counted_on", self.counted_on.len()),
                ("due_on", self.due_on.len()),
                ("minor", self.minor.len()),
            ],
        )?;
        Ok(columns::refuse_out_of_range(self.minor)?)
    }

    pub(super) fn row(&self, row: usize) -> Option<Flow> {
        Some(Flow {
            segment: *self.segment.get(row)?,
            kind: *self.kind.get(row)?,
            document_on: *self.document_on.get(row)?,
            counted_on: *self.counted_on.get(row)?,
            due_on: *self.due_on.get(row)?,
            minor: *self.minor.get(row)?,
        })
    }
}

impl SettlementColumns<'_> {
    pub(super) fn check(&self) -> Result<(), Rejection> {
        lengths(
            self.item.len(),
            &[("on", self.on.len()), ("minor", self.minor.len()), ("is_paid", self.is_paid.len())],
        )?;
        Ok(columns::refuse_out_of_range(self.minor)?)
    }
}

fn lengths(expected: usize, columns: &[(&'static str, usize)]) -> Result<(), columns::Rejection> {
    match columns.iter().find(|(_, found)| *found != expected) {
        None => Ok(()),
        Some((column, found)) => {
            let (path, found) = (Path::field(column), *found);
            Err(columns::Rejection::LengthsDiffer { path, column, expected, found })
        }
    }
}

/// The table while it holds what each period changes; sums of 10^18 minor units cannot leave 128
/// bits, whatever the number of rows.
struct Table {
    rows: Vec<PeriodSums>,
    width: usize,
}

impl Table {
    /// The cell of a segment and place; none for what lies after the last period.
    fn cell(&mut self, segment: u32, place: usize) -> Option<&mut PeriodSums> {
        if place >= self.width {
            return None;
        }
        let segment = usize::try_from(segment).ok()?;
        self.rows.get_mut(segment.saturating_mul(self.width).saturating_add(place))
    }

    fn add_item(&mut self, item: &Flow, places: &Places) {
        let place = places.of(item.counted_on);
        let minor = i128::from(item.minor);
        let Some(cell) = self.cell(item.segment, place) else { return };
        match item.kind {
            FlowKind::Sale => cell.sales = cell.sales.saturating_add(minor),
            FlowKind::Cash => cell.collected = cell.collected.saturating_sub(minor),
            FlowKind::Loss => cell.lost = cell.lost.saturating_sub(minor),
            FlowKind::Other => {}
        }
        self.open(item, place, minor, places);
    }

    fn settle(&mut self, item: &Flow, part: Part, places: &Places) {
        // Nothing settles an item before it counts.
        let place = places.of(part.on.max(item.counted_on));
        let minor = i128::from(part.minor);
        if part.is_paid && item.kind == FlowKind::Sale && item.minor > 0 {
            let Some(cell) = self.cell(item.segment, place) else { return };
            let since = |day: i32| minor.saturating_mul(part.on.saturating_sub(day).into());
            cell.paid = cell.paid.saturating_add(minor);
            cell.paid_days = cell.paid_days.saturating_add(since(item.document_on));
            cell.paid_days_beyond = cell.paid_days_beyond.saturating_add(since(item.due_on));
        }
        self.open(item, place, minor.saturating_neg(), places);
    }

    /// More is open of an item from a place on.
    fn open(&mut self, item: &Flow, place: usize, minor: i128, places: &Places) {
        let Some(cell) = self.cell(item.segment, place) else { return };
        cell.receivables = cell.receivables.saturating_add(minor);
        if item.minor < 0 {
            cell.credits = cell.credits.saturating_add(minor);
            return;
        }
        let overdue_from = places.overdue_from(item.due_on);
        if overdue_from <= place {
            return;
        }
        cell.not_due = cell.not_due.saturating_add(minor);
        if let Some(cell) = self.cell(item.segment, overdue_from) {
            cell.not_due = cell.not_due.saturating_sub(minor);
        }
    }

    /// What each period changes becomes what stands at its end.
    fn carry_forward(&mut self) {
        for row in self.rows.chunks_mut(self.width.max(1)) {
            let mut before = PeriodSums::default();
            for cell in row {
                cell.receivables = cell.receivables.saturating_add(before.receivables);
                cell.not_due = cell.not_due.saturating_add(before.not_due);
                cell.credits = cell.credits.saturating_add(before.credits);
                cell.overdue =
                    cell.receivables.saturating_sub(cell.not_due).saturating_sub(cell.credits);
                before = *cell;
            }
        }
    }
}
