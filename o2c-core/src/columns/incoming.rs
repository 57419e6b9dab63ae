//! What comes into columns from outside: decimals made minor units, days and amounts looked at.

use super::Rejection;
use crate::calendar::Day;
use crate::error::Path;
use crate::money::{Currency, Exact, Money};
use alloc::vec::Vec;

/// Decimals of one scale as minor units, each in the currency whose place in the list stands
/// beside it. `first` is the number of the first row, for refusals.
///
/// ```
/// use o2c_core::columns::minor_units;
/// use o2c_core::error::Refusal;
/// let currencies = ["EUR".parse()?, "JPY".parse()?];
/// // 12.50 EUR and 900 JPY, both with three decimals.
/// assert_eq!(minor_units(&[12_500, 900_000], 3, &[0, 1], &currencies, 0)?, [1_250, 900]);
/// let refused = minor_units(&[12_505], 3, &[0], &currencies, 40).unwrap_err();
/// assert_eq!((refused.code(), refused.path().as_str()), ("money.too_many_decimals", "open[40]"));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `money.too_many_decimals`, `money.too_many_digits`, `money.out_of_range`, each with its row of
/// the column `open`.
pub fn minor_units(
    figures: &[i128],
    scale: u32,
    currency: &[u16],
    currencies: &[Currency],
    first: usize,
) -> Result<Vec<i64>, Rejection> {
    let steps: Vec<Option<Step>> = currencies.iter().map(|one| Step::of(scale, *one)).collect();
    let mut minors = Vec::with_capacity(figures.len());
    for (figures, places) in figures.chunks(BLOCK).zip(currency.chunks(BLOCK)) {
        let from = minors.len();
        let step = only_one(places).and_then(|place| steps.get(usize::from(place)).copied());
        if step.flatten().is_some_and(|step| step.takes_all(figures, &mut minors)) {
            continue;
        }
        minors.truncate(from);
        for (figure, place) in figures.iter().zip(places) {
            let place = usize::from(*place);
            let step = steps.get(place).copied().flatten();
            minors.push(match step.and_then(|step| step.taken(*figure)) {
                Some(minor) => minor,
                // The slow way knows why not.
                None => exactly(*figure, scale, currencies.get(place)).map_err(|no| {
                    let row = first.saturating_add(minors.len());
                    no.with_path(&|path| path.inside_index("open", row))
                })?,
            });
        }
    }
    super::refuse_out_of_range(&minors).map_err(|no| of_row(no, &minors, first))?;
    Ok(minors)
}

/// How many rows are taken at once.
const BLOCK: usize = 512;

/// The place that all rows have, where it is one.
pub(super) fn only_one(places: &[u16]) -> Option<u16> {
    let first = *places.first()?;
    // Looked at without a branch.
    let any_other = places.iter().fold(false, |any, place| any | (*place != first));
    (!any_other).then_some(first)
}

/// From decimals of a scale to minor units: one multiplication, or one division without a rest.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Same,
    Times(i64),
    By(i64),
}

impl Step {
    pub(super) fn of(scale: u32, currency: Currency) -> Option<Step> {
        let decimals = u32::from(currency.decimals());
        let ten = |power: Option<u32>| power.and_then(|power| 10_i64.checked_pow(power));
        match scale.cmp(&decimals) {
            core::cmp::Ordering::Equal => Some(Step::Same),
            core::cmp::Ordering::Less => ten(decimals.checked_sub(scale)).map(Step::Times),
            core::cmp::Ordering::Greater => ten(scale.checked_sub(decimals)).map(Step::By),
        }
    }

    /// Takes figures of one currency without a branch; whether each of them could be.
    fn takes_all(self, figures: &[i128], minors: &mut Vec<i64>) -> bool {
        let mut any_beyond = false;
        // The lower half of a figure is the figure, or this is none of 64 bits.
        let mut narrow = |figure: &i128| {
            let low = *figure as i64;
            any_beyond |= i128::from(low) != *figure;
            low
        };
        match self {
            Step::Same => minors.extend(figures.iter().map(narrow)),
            Step::Times(factor) => {
                let mut any_wrapped = false;
                minors.extend(figures.iter().map(|figure| {
                    let (minor, is_wrapped) = narrow(figure).overflowing_mul(factor);
                    any_wrapped |= is_wrapped;
                    minor
                }));
                any_beyond |= any_wrapped;
            }
            Step::By(divisor) => {
                let mut any_rest = false;
                minors.extend(figures.iter().map(|figure| {
                    let low = narrow(figure);
                    let whole = low.checked_div(divisor).unwrap_or(0);
                    any_rest |= whole.wrapping_mul(divisor) != low;
                    whole
                }));
                any_beyond |= any_rest;
            }
        }
        !any_beyond
    }

    #[inline]
    fn taken(self, figure: i128) -> Option<i64> {
        let figure = i64::try_from(figure).ok()?;
        match self {
            Step::Same => Some(figure),
            Step::Times(factor) => figure.checked_mul(factor),
            Step::By(divisor) if figure.checked_rem(divisor) == Some(0) => {
                figure.checked_div(divisor)
            }
            Step::By(_) => None,
        }
    }

    /// The way back: minor units as a decimal, where they are a whole number of its units.
    #[inline]
    pub(super) fn undone(self, minor: i64) -> Option<i128> {
        match self {
            Step::Same => Some(i128::from(minor)),
            Step::Times(factor) if minor.checked_rem(factor) == Some(0) => {
                minor.checked_div(factor).map(i128::from)
            }
            Step::Times(_) => None,
            // Two figures of 64 bits never fill 128.
            Step::By(divisor) => i128::from(minor).checked_mul(i128::from(divisor)),
        }
    }
}

fn exactly(
    figure: i128,
    scale: u32,
    currency: Option<&Currency>,
) -> Result<i64, crate::money::Rejection> {
    let exact = Exact::new(figure, scale)?;
    // A place without a currency is refused by whoever made the list.
    currency.map_or(Ok(0), |currency| Ok(Money::from_exact(exact, *currency)?.minor()))
}

/// Refuses amounts beyond the range of money, with their row of the column `open`; `first` is the
/// number of the first row.
///
/// # Errors
/// `columns.out_of_range`.
pub fn refuse_amounts(open_minor: &[i64], first: usize) -> Result<(), Rejection> {
    super::refuse_out_of_range(open_minor).map_err(|no| of_row(no, open_minor, first))
}

fn of_row(no: Rejection, open_minor: &[i64], first: usize) -> Rejection {
    let is_first = |minor: &i64| super::refuse_out_of_range(&[*minor]).is_err();
    let row = open_minor.iter().position(is_first).unwrap_or(0);
    no.with_path(&|_| Path::index("open", first.saturating_add(row)))
}

/// Refuses days that no calendar here has, with their row of the column `due_on`; `first` is the
/// number of the first row.
///
/// ```
/// use o2c_core::columns::refuse_days;
/// use o2c_core::error::Refusal;
/// assert!(refuse_days(&[20_483, -719_162], 0).is_ok());
/// let refused = refuse_days(&[20_483, i32::MAX], 7).unwrap_err();
/// assert_eq!(refused.code(), "columns.day_out_of_range");
/// assert_eq!(refused.path().as_str(), "due_on[8]");
/// ```
///
/// # Errors
/// `columns.day_out_of_range`.
pub fn refuse_days(due_on: &[i32], first: usize) -> Result<(), Rejection> {
    refuse_days_of("due_on", due_on, first)
}

/// [`refuse_days`] of a column of another name.
///
/// # Errors
/// `columns.day_out_of_range`.
pub fn refuse_days_of(column: &str, numbers: &[i32], first: usize) -> Result<(), Rejection> {
    let days = Day::MIN.number_since_1970()..=Day::MAX.number_since_1970();
    // Looked at without a branch first.
    let is_beyond = |day: &i32| (day < days.start()) | (day > days.end());
    if !numbers.iter().fold(false, |beyond, day| beyond | is_beyond(day)) {
        return Ok(());
    }
    match numbers.iter().enumerate().find(|row| is_beyond(row.1)) {
        None => Ok(()),
        Some((row, day)) => Err(Rejection::DayOutOfRange {
            path: Path::index(column, first.saturating_add(row)),
            days_since_1970: *day,
        }),
    }
}

/// The days of moments that are counted in parts of a day since 1970-01-01, as some libraries keep
/// days; of the first that is no midnight its row. A day beyond 32 bits stays beyond the calendar.
///
/// ```
/// use o2c_core::columns::days_of_moments;
/// assert_eq!(days_of_moments(&[0, 172_800, -86_400], 86_400), Ok(vec![0, 2, -1]));
/// assert_eq!(days_of_moments(&[86_400, 3_600], 86_400), Err(1));
/// ```
///
/// # Errors
/// The row of the first moment within a day.
pub fn days_of_moments(moments: &[i64], parts_of_a_day: i64) -> Result<Vec<i32>, usize> {
    let day = |(row, moment): (usize, &i64)| match moment.checked_rem_euclid(parts_of_a_day) {
        Some(0) => {
            let day = moment.checked_div_euclid(parts_of_a_day);
            Ok(day.and_then(|day| i32::try_from(day).ok()).unwrap_or(i32::MAX))
        }
        Some(_) | None => Err(row),
    };
    moments.iter().enumerate().map(day).collect()
}

/// Refuses places that are beyond a list of so many currencies.
pub(crate) fn refuse_currencies(places: &[u16], count: usize) -> Result<(), Rejection> {
    match places.iter().enumerate().find(|row| usize::from(*row.1) >= count) {
        None => Ok(()),
        Some((row, place)) => Err(Rejection::UnknownCurrency {
            path: Path::index("currency", row),
            place: *place,
            count,
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]

    use super::*;
    use crate::columns::Decimals;
    use proptest::prelude::*;

    /// Blocks of one currency and of several, with a figure somewhere that fits no column.
    fn figures() -> impl Strategy<Value = (Vec<i128>, Vec<u16>)> {
        let figure = (-10_i128.pow(11)..10_i128.pow(11)).prop_map(|cents| cents * 1_000);
        let figures = prop::collection::vec(figure, 1..2 * BLOCK);
        (figures, 0..3_u16, 0..4_usize, any::<usize>()).prop_map(|(mut figures, place, odd, at)| {
            let mut places = alloc::vec![place; figures.len()];
            let at = at % figures.len();
            match odd {
                0 => places[at] = (place + 1) % 3,
                1 => figures[at] += 1,
                2 => figures[at] <<= 70,
                _ => {}
            }
            (figures, places)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn blocks_are_taken_as_one_by_one((figures, places) in figures(), scale in 0..7_u32) {
            let currencies = ["EUR", "JPY", "KWD"].map(|code| code.parse().unwrap());
            let one = |(figure, place): (&i128, &u16)| {
                exactly(*figure, scale, currencies.get(usize::from(*place)))
            };
            let alone: Vec<_> = figures.iter().zip(&places).map(one).collect();
            match minor_units(&figures, scale, &places, &currencies, 40) {
                Ok(minors) => {
                    let expected: Result<Vec<i64>, _> = alone.into_iter().collect();
                    prop_assert_eq!(&expected.unwrap(), &minors);
                    let back = Decimals::of(scale, &currencies).unwrap();
                    prop_assert_eq!(back.figures(&minors, &places), Some(figures));
                }
                Err(no) => {
                    let row = alone.iter().position(Result::is_err).unwrap();
                    let told = alone[row].clone().unwrap_err();
                    let expected = told.with_path(&|path| path.inside_index("open", row + 40));
                    prop_assert_eq!(no, Rejection::Money(expected));
                }
            }
        }
    }
}
