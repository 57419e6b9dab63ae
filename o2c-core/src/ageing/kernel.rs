//! The fast path: open items as columns, aged in one pass.

use super::report::in_money;
use super::{AccountAgeing, Ageing, Buckets, CreditPolicy, Rejection};
use crate::bounds::{AGEING_CELLS, MINOR_UNITS};
use crate::calendar::Day;
use crate::columns::{Interner, OpenItems};
use crate::error::Path;
use crate::id::CustomerId;
use crate::money::{self, Currency};
use alloc::vec::Vec;

/// The ageing of columns: one row of bare figures for every customer number and currency place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnAgeing {
    as_of: Day,
    buckets: Buckets,
    policy: CreditPolicy,
    currencies: usize,
    width: usize,
    cells: Vec<i64>,
}

/// Ages columns of open items: the same figures as [`age_rows`](super::age_rows), for volume.
///
/// ```
/// use o2c_core::ageing::{Buckets, CreditPolicy, age_columns};
/// use o2c_core::calendar::Day;
/// use o2c_core::columns::OpenItems;
/// let as_of: Day = "2026-03-31".parse()?;
/// let today = as_of.number_since_1970();
/// let due_on = [today - 30, today, today - 91, today - 11];
/// let items = OpenItems::new(&[0, 0, 2, 2], &due_on, &[700, 500, 200, -150], &[0; 4])?;
/// let ageing = age_columns(&items, as_of, &Buckets::default(), CreditPolicy::Separate)?;
/// // Not due, 1-30, 31-60, 61-90, beyond 90, credits, total.
/// assert_eq!(ageing.row(0, 0), Some(&[500, 700, 0, 0, 0, 0, 1200][..]));
/// assert_eq!(ageing.row(2, 0), Some(&[0, 0, 0, 0, 200, -150, 50][..]));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `ageing.too_many_cells` where customers are not numbered densely; `money.out_of_range`.
pub fn age_columns(
    items: &OpenItems<'_>,
    as_of: Day,
    buckets: &Buckets,
    policy: CreditPolicy,
) -> Result<ColumnAgeing, Rejection> {
    let chunks = core::slice::from_ref(items);
    let plan = AgeingPlan::new(chunks, as_of, buckets, policy)?;
    plan.aged(Vec::from([plan.sums(chunks)]))
}

/// An ageing in steps, for items in chunks: each chunk is added up by itself, on a thread of the
/// caller's if it likes, and the sums become one ageing, the same whatever the chunks.
///
/// ```
/// use o2c_core::ageing::{AgeingPlan, Buckets, CreditPolicy};
/// use o2c_core::columns::OpenItems;
/// let chunks = [
///     OpenItems::new(&[0, 1], &[20_000, 20_483], &[700, 500], &[0, 0])?,
///     OpenItems::new(&[0], &[20_483], &[-200], &[0])?,
/// ];
/// let (as_of, buckets) = ("2026-03-31".parse()?, Buckets::default());
/// let plan = AgeingPlan::new(&chunks, as_of, &buckets, CreditPolicy::OldestFirst)?;
/// let sums = chunks.chunks(1).map(|chunk| plan.sums(chunk)).collect();
/// assert_eq!(plan.aged(sums)?.row(0, 0), Some(&[0, 0, 0, 0, 500, 0, 500][..]));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
pub struct AgeingPlan<'a> {
    chunks: &'a [OpenItems<'a>],
    as_of: Day,
    buckets: Buckets,
    policy: CreditPolicy,
    layout: Layout,
}

/// What some chunks of items come to, cell by cell.
#[derive(Debug)]
pub struct ChunkSums {
    /// None where a sum left 64 bits on the way.
    cells: Option<Vec<i64>>,
}

impl<'a> AgeingPlan<'a> {
    /// A plan for items in chunks.
    ///
    /// # Errors
    /// `ageing.too_many_cells` where customers are not numbered densely.
    pub fn new(
        chunks: &'a [OpenItems<'a>],
        as_of: Day,
        buckets: &Buckets,
        policy: CreditPolicy,
    ) -> Result<Self, Rejection> {
        let layout = Layout::of(chunks, as_of, buckets, policy)?;
        Ok(AgeingPlan { chunks, as_of, buckets: buckets.clone(), policy, layout })
    }

    /// Adds up some of the plan's chunks.
    pub fn sums(&self, chunks: &[OpenItems<'_>]) -> ChunkSums {
        ChunkSums { cells: accumulate(chunks, &self.layout) }
    }

    /// The ageing that sums make, which are those of all chunks, each in one of them.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn aged(&self, parts: Vec<ChunkSums>) -> Result<ColumnAgeing, Rejection> {
        let width = self.buckets.count().saturating_add(3);
        // Sums of a company fit 64 bits; where one ever does not, all are made again in 128.
        let narrow = match (together(parts), self.policy) {
            (Some(sums), CreditPolicy::OldestFirst) => Some(completed(&sums, width, self.policy)?),
            (Some(sums), CreditPolicy::Separate | CreditPolicy::OwnDate) => totalled(sums, width),
            (None, _) => None,
        };
        let cells = match narrow {
            Some(cells) => cells,
            None => {
                let sums = accumulate::<i128>(self.chunks, &self.layout).unwrap_or_default();
                completed(&sums, width, self.policy)?
            }
        };
        Ok(ColumnAgeing {
            as_of: self.as_of,
            buckets: self.buckets.clone(),
            policy: self.policy,
            currencies: usize::try_from(self.layout.currencies).unwrap_or(usize::MAX),
            width,
            cells,
        })
    }
}

/// The sums of parts as one; none where one left its range.
fn together(parts: Vec<ChunkSums>) -> Option<Vec<i64>> {
    let mut parts = parts.into_iter();
    let mut sums = parts.next().map_or_else(|| Some(Vec::new()), |first| first.cells)?;
    let mut any_beyond = false;
    for part in parts {
        for (sum, more) in sums.iter_mut().zip(part.cells?) {
            any_beyond |= sum.adds_too_much(more);
        }
    }
    (!any_beyond).then_some(sums)
}

/// How many items are placed at once: plain loops over short lists, which compilers make parallel.
const BLOCK: usize = 512;

/// Where each item's amount goes.
struct Layout {
    /// An item stands one place further for each of these days that it was due before: the day
    /// of the report and the last due days of the buckets.
    due_before: Vec<i32>,
    /// The place of credits, where they stand apart.
    credits: Option<u32>,
    currencies: u32,
    width: u32,
    cells: usize,
}

impl Layout {
    fn of(
        chunks: &[OpenItems<'_>],
        as_of: Day,
        buckets: &Buckets,
        policy: CreditPolicy,
    ) -> Result<Layout, Rejection> {
        let any = u32::from(chunks.iter().any(|items| !items.is_empty()));
        let highest = |items: &OpenItems<'_>| items.customers().iter().copied().fold(0, u32::max);
        let last = chunks.iter().map(highest).fold(0, u32::max);
        let customers = u64::from(last).saturating_add(u64::from(any));
        let highest = |items: &OpenItems<'_>| items.currencies().iter().copied().fold(0, u16::max);
        let last = chunks.iter().map(highest).fold(0, u16::max);
        let currencies = u32::from(last).saturating_add(any);
        let width = buckets.count().saturating_add(3);
        let cells = usize::try_from(customers)
            .ok()
            .and_then(|rows| rows.checked_mul(usize::try_from(currencies).ok()?))
            .and_then(|rows| rows.checked_mul(width))
            .filter(|cells| *cells <= AGEING_CELLS);
        let Some(cells) = cells else {
            return Err(Rejection::TooManyCells {
                path: Path::field("customer"),
                customers,
                currencies,
                most: AGEING_CELLS,
            });
        };
        // A day's number and a bound of at most a century are far from the ends of 32 bits.
        let today = as_of.number_since_1970();
        let days = |bound: &u32| today.saturating_sub_unsigned(*bound);
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        Ok(Layout {
            due_before: core::iter::once(today).chain(buckets.bounds().iter().map(days)).collect(),
            credits: match policy {
                CreditPolicy::Separate | CreditPolicy::OldestFirst => Some(width.saturating_sub(2)),
                CreditPolicy::OwnDate => None,
            },
            currencies,
            width,
            cells,
        })
    }

    /// Writes the place of each item of a block in its row, as if it were a debit.
    fn place(&self, places: &mut [u32; BLOCK], due_on: &[i32]) {
        places.fill(0);
        for before in &self.due_before {
            for (place, due_on) in places.iter_mut().zip(due_on) {
                // Nothing wraps: a row has few places.
                *place = place.wrapping_add(u32::from(due_on < before));
            }
        }
    }
}

/// A sum of amounts that tells when it left its range.
trait Sum: Copy + Default + Into<i128> {
    /// Adds; whether the sum overflowed.
    fn adds_too_much(&mut self, minor: i64) -> bool;
}

impl Sum for i64 {
    #[inline]
    fn adds_too_much(&mut self, minor: i64) -> bool {
        let (sum, is_beyond) = self.overflowing_add(minor);
        *self = sum;
        is_beyond
    }
}

impl Sum for i128 {
    #[inline]
    fn adds_too_much(&mut self, minor: i64) -> bool {
        // 10^20 items would have to be added before 128 bits are full.
        *self = self.saturating_add(i128::from(minor));
        false
    }
}

/// One pass over the items; none where a sum overflowed on the way.
fn accumulate<S: Sum>(chunks: &[OpenItems<'_>], layout: &Layout) -> Option<Vec<S>> {
    let mut sums = alloc::vec![S::default(); layout.cells];
    let mut any_beyond = false;
    for items in chunks {
        let customers = items.customers().iter();
        if layout.currencies == 1 {
            any_beyond |= accumulate_rows(customers.copied(), items, layout, &mut sums);
            continue;
        }
        // Nothing wraps: there are fewer rows than cells.
        let rows = customers.zip(items.currencies()).map(|(customer, currency)| {
            customer.wrapping_mul(layout.currencies).wrapping_add(u32::from(*currency))
        });
        any_beyond |= accumulate_rows(rows, items, layout, &mut sums);
    }
    (!any_beyond).then_some(sums)
}

/// [`accumulate`], each item in the row that comes with it; whether a sum overflowed. Ages are
/// placed block by block first, so that the loop that adds is short: the next items' sums are
/// fetched while it waits for one.
fn accumulate_rows<S: Sum>(
    mut rows: impl Iterator<Item = u32>,
    items: &OpenItems<'_>,
    layout: &Layout,
    sums: &mut [S],
) -> bool {
    let mut any_beyond = false;
    let mut places = [0_u32; BLOCK];
    let blocks = items.due_on().chunks(BLOCK).zip(items.open_minor().chunks(BLOCK));
    for (due_on, open) in blocks {
        layout.place(&mut places, due_on);
        // The rows come last: where a block ends, none is taken too many.
        for ((place, open), row) in places.iter().zip(open).zip(&mut rows) {
            let place = layout.credits.filter(|_| *open < 0).unwrap_or(*place);
            // Nothing wraps: cells are below [`AGEING_CELLS`].
            let cell = row.wrapping_mul(layout.width).wrapping_add(place);
            if let Some(sum) = sums.get_mut(usize::try_from(cell).unwrap_or(usize::MAX)) {
                any_beyond |= sum.adds_too_much(*open);
            }
        }
    }
    any_beyond
}

/// Rows of 64-bit sums totalled in place; none where a figure is beyond the range of money.
fn totalled(mut cells: Vec<i64>, width: usize) -> Option<Vec<i64>> {
    let mut any_beyond = false;
    for row in cells.chunks_exact_mut(width) {
        let Some((total, parts)) = row.split_last_mut() else {
            continue;
        };
        for part in parts.iter() {
            any_beyond |= total.adds_too_much(*part);
        }
        for figure in row.iter() {
            any_beyond |= figure.unsigned_abs() >= MINOR_UNITS.unsigned_abs();
        }
    }
    (!any_beyond).then_some(cells)
}

/// The sums with the policy applied to credits and every row totalled, each figure in range.
fn completed<S: Sum>(
    sums: &[S],
    width: usize,
    policy: CreditPolicy,
) -> Result<Vec<i64>, Rejection> {
    let mut cells = Vec::with_capacity(sums.len());
    let mut row: Vec<i128> = Vec::with_capacity(width);
    for sums in sums.chunks_exact(width) {
        row.clear();
        row.extend(sums.iter().map(|sum| (*sum).into()));
        let total = row.iter().fold(0_i128, |sum, cell| sum.saturating_add(*cell));
        if let Some((last, rest)) = row.split_last_mut() {
            *last = total;
            if policy == CreditPolicy::OldestFirst {
                take_off_the_oldest(rest);
            }
        }
        for figure in &row {
            cells.push(in_range(*figure)?);
        }
    }
    Ok(cells)
}

/// Takes credits, which stand behind the oldest debits, off the oldest first.
fn take_off_the_oldest(row: &mut [i128]) {
    let Some((credits, debits)) = row.split_last_mut() else {
        return;
    };
    for debit in debits.iter_mut().rev() {
        let used = (*debit).min(credits.saturating_neg());
        *debit = debit.saturating_sub(used);
        *credits = credits.saturating_add(used);
    }
}

/// The figure where money may hold it.
fn in_range(figure: i128) -> Result<i64, Rejection> {
    match i64::try_from(figure) {
        Ok(minor) if minor.unsigned_abs() < MINOR_UNITS.unsigned_abs() => Ok(minor),
        Ok(_) | Err(_) => Err(Rejection::Money(money::Rejection::OutOfRange {
            path: Path::root(),
            figure: alloc::format!("{figure} minor units"),
        })),
    }
}

impl ColumnAgeing {
    /// The day ages are counted to.
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The buckets.
    pub const fn buckets(&self) -> &Buckets {
        &self.buckets
    }

    /// How many figures a row has: not due, the buckets, credits, total.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// All figures in minor units, row after row: customers in the order of their numbers, and
    /// of each customer one row for every currency place.
    pub fn cells(&self) -> &[i64] {
        &self.cells
    }

    /// The figures of a customer in a currency, in minor units: not due, the buckets from the
    /// youngest, credits, total.
    pub fn row(&self, customer: u32, currency: u16) -> Option<&[i64]> {
        let currency = Some(usize::from(currency)).filter(|place| *place < self.currencies)?;
        let first = usize::try_from(customer)
            .ok()?
            .checked_mul(self.currencies)?
            .checked_add(currency)?
            .checked_mul(self.width)?;
        self.cells.get(first..first.checked_add(self.width)?)
    }

    /// The rows of which a figure is not zero: customer number, currency place, figures.
    pub fn rows(&self) -> impl Iterator<Item = (u32, u16, &[i64])> {
        let place = |row: usize| {
            let customer = u32::try_from(row.checked_div(self.currencies)?).ok()?;
            let currency = u16::try_from(row.checked_rem(self.currencies)?).ok()?;
            Some((customer, currency))
        };
        let rows = self.cells.chunks_exact(self.width).enumerate();
        rows.filter(|(_, figures)| figures.iter().any(|figure| *figure != 0)).filter_map(
            move |(row, figures)| {
                place(row).map(|(customer, currency)| (customer, currency, figures))
            },
        )
    }

    /// The report, with the customers' names and the currencies of the columns: equal to that of
    /// [`age_rows`](super::age_rows) to the byte.
    ///
    /// # Errors
    /// `ageing.unknown_customer`, `ageing.unknown_currency`, `id.malformed` for a name that is no
    /// identifier, `money.out_of_range`.
    pub fn named(
        &self,
        customers: &Interner,
        currencies: &[Currency],
    ) -> Result<Ageing, Rejection> {
        let mut accounts = Vec::new();
        for (number, place, figures) in self.rows() {
            let name = customers.text_of(number).ok_or(Rejection::UnknownCustomer {
                path: Path::field("customer"),
                customer: number,
            })?;
            let currency =
                *currencies.get(usize::from(place)).ok_or_else(|| Rejection::UnknownCurrency {
                    path: Path::field("currency"),
                    place,
                    count: currencies.len(),
                })?;
            let figures = figures.iter().map(|minor| i128::from(*minor));
            let (not_due, buckets, credits, total) = in_money(currency, figures)?;
            accounts.push(AccountAgeing {
                customer: CustomerId::new(name)?,
                currency,
                not_due,
                buckets,
                credits,
                total,
            });
        }
        accounts.sort_by(|one, other| {
            let by_customer = one.customer.cmp(&other.customer);
            by_customer.then(one.currency.cmp(&other.currency))
        });
        Ageing::of(self.as_of, &self.buckets, self.policy, accounts)
    }
}
