//! Milestones: an order shared over the invoices of its billing plan (rulebook G-07).
//!
//! ```
//! use o2c_core::invoice::milestone::milestones_of;
//! use o2c_core::money::Currency;
//! use o2c_core::order::MilestoneShare;
//! use o2c_core::tax::Group;
//! // rulebook EX-V5: three parts of 100.00 + 20.00, of which the last closes.
//! let order = [Group::of("S 20".parse()?, "100.00 EUR".parse()?)?];
//! let third = MilestoneShare::Percent("33.3333".parse()?);
//! let parts = milestones_of(Currency::EUR, &order, &[third, third, MilestoneShare::Rest])?;
//! let figures: Vec<String> = parts.iter()
//!     .map(|groups| format!("{} + {}", groups[0].base.figure(), groups[0].amount.figure()))
//!     .collect();
//! assert_eq!(figures, ["33.33 + 6.67", "33.34 + 6.66", "33.33 + 6.67"]);
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

use super::Rejection;
use crate::bounds::DOCUMENT_LINES;
use crate::error::Path;
use crate::money::{self, Currency, Exact, Money, split, telescope};
use crate::order::MilestoneShare;
use crate::tax::Group;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What each milestone bills, per VAT category and rate, groups of nothing left out.
///
/// The total without VAT telescopes over the shares, rounded half away from zero, and is split over
/// the groups by what is left of them, by largest remainder; the VAT of every group telescopes. So
/// the milestones are the order, base and VAT, whatever their number, and one over an amount
/// without VAT bills just that.
///
/// # Errors
/// `invoice.milestone.none`, `invoice.milestone.too_many`, `invoice.milestone.not_positive`,
/// `invoice.milestone.rest_not_last`, `invoice.milestone.not_whole` with the sum of the shares,
/// `invoice.milestone.nothing` where one rounds to nothing; `money.currency_mismatch`,
/// `money.out_of_range`.
pub fn milestones_of(
    currency: Currency,
    order: &[Group],
    shares: &[MilestoneShare],
) -> Result<Vec<Vec<Group>>, Rejection> {
    match shares.len() {
        0 => return Err(Rejection::NoMilestones { path: Path::field("milestones") }),
        1..=DOCUMENT_LINES => {}
        count => {
            let (path, most) = (Path::field("milestones"), DOCUMENT_LINES);
            return Err(Rejection::TooManyMilestones { path, count, most });
        }
    }
    let net = Money::sum(currency, order.iter().map(|group| group.base))?;
    let Steps { steps, whole } = Steps::of(net, shares)?;
    let mut before = 0_i128;
    let mut left: Vec<Money> = order.iter().map(|group| group.base).collect();
    let mut milestones = Vec::with_capacity(steps.len());
    for (index, step) in steps.into_iter().enumerate() {
        // The steps sum to the whole.
        let after = before.saturating_add(step);
        let step = (before, after, whole);
        let bases = bases_of(telescope(net, before, after, whole)?, order, &mut left, step)?;
        let mut groups = Vec::with_capacity(order.len());
        for (group, base) in order.iter().zip(bases) {
            let amount = telescope(group.amount, before, after, whole)?;
            if !(base.is_zero() && amount.is_zero()) {
                groups.push(Group { vat: group.vat, base, amount });
            }
        }
        if groups.is_empty() {
            return Err(Rejection::MilestoneOfNothing { path: Path::index("milestones", index) });
        }
        milestones.push(groups);
        before = after;
    }
    Ok(milestones)
}

/// The bases of one milestone: its amount, split by what is left of the groups. Groups of both
/// signs, which no amount can be split by, telescope each on its own.
fn bases_of(
    amount: Money,
    order: &[Group],
    left: &mut [Money],
    (before, after, whole): (i128, i128, i128),
) -> Result<Vec<Money>, Rejection> {
    let weights: Vec<i128> = left.iter().map(|rest| i128::from(rest.minor())).collect();
    let is_one_sided = weights.iter().all(|weight| *weight >= 0);
    if !is_one_sided || weights.iter().all(|weight| *weight == 0) {
        let bases = order.iter().map(|group| telescope(group.base, before, after, whole));
        return Ok(bases.collect::<Result<_, money::Rejection>>()?);
    }
    let bases = split(amount, &weights)?;
    for (rest, base) in left.iter_mut().zip(&bases) {
        *rest = rest.checked_sub(*base)?;
    }
    Ok(bases)
}

/// The shares as whole numbers of one unit, and what they sum to.
struct Steps {
    steps: Vec<i128>,
    whole: i128,
}

impl Steps {
    /// Percentages alone are counted in their own unit; beside amounts they are percentages of the
    /// total without VAT, and everything is counted in parts of its minor unit.
    fn of(net: Money, shares: &[MilestoneShare]) -> Result<Self, Rejection> {
        let at = |index: usize| Path::field("share").inside_index("milestones", index);
        let places = shares.iter().map(places_of).max().unwrap_or(0);
        let hundred = 10_i128.saturating_pow(places.saturating_add(2));
        let has_amounts = shares.iter().any(|share| matches!(share, MilestoneShare::Amount(_)));
        let total = if has_amounts { i128::from(net.minor()) } else { 1 };
        let whole = times(total, hundred)?;
        let (mut steps, mut sum) = (Vec::with_capacity(shares.len()), 0_i128);
        for (index, share) in shares.iter().enumerate() {
            let step = match share {
                MilestoneShare::Percent(percent) => {
                    let finer = places.saturating_sub(places_of(share));
                    let mantissa = i128::from(percent.exact().mantissa());
                    times(total, mantissa.saturating_mul(10_i128.saturating_pow(finer)))?
                }
                MilestoneShare::Amount(amount) => {
                    let in_amount = |no: money::Rejection| no.inside(at(index).as_str());
                    net.expect(amount.currency()).map_err(in_amount)?;
                    times(i128::from(amount.minor()), hundred)?
                }
                MilestoneShare::Rest if index.saturating_add(1) < shares.len() => {
                    return Err(Rejection::RestNotLast { path: at(index) });
                }
                MilestoneShare::Rest => whole.saturating_sub(sum),
            };
            if step <= 0 {
                return Err(Rejection::MilestoneNotPositive { path: at(index) });
            }
            // A thousand products of two 64-bit figures stay below 2^127.
            sum = sum.saturating_add(step);
            steps.push(step);
        }
        if sum == whole {
            return Ok(Steps { steps, whole });
        }
        let path = Path::field("milestones");
        let (sum, whole) = if has_amounts {
            let sum = money::divide(sum, hundred, money::Rounding::HalfAwayFromZero)?;
            (Money::from_wide(sum, net.currency())?.to_string(), net.to_string())
        } else {
            (Exact::new(sum, places)?.to_string(), String::from("100"))
        };
        Err(Rejection::MilestonesNotWhole { path, sum, whole })
    }
}

/// How many decimals a percentage has.
fn places_of(share: &MilestoneShare) -> u32 {
    match share {
        MilestoneShare::Percent(percent) => u32::from(percent.exact().places()),
        MilestoneShare::Amount(_) | MilestoneShare::Rest => 0,
    }
}

fn times(one: i128, other: i128) -> Result<i128, Rejection> {
    one.checked_mul(other).ok_or_else(|| {
        let figure = alloc::format!("{one} x {other}");
        money::Rejection::OutOfRange { path: Path::root(), figure }.into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 40.00 of an order over 50.01 at 10 % and 99.99 at 20 % are 40.00, whatever came before.
    #[test]
    fn an_amount_over_several_rates_is_billed_to_the_cent() {
        let group =
            |vat: &str, base: &str| Group::of(vat.parse().unwrap(), base.parse().unwrap()).unwrap();
        let order = [group("S 10", "50.01 EUR"), group("S 20", "99.99 EUR")];
        let shares = [
            MilestoneShare::Percent("33.33".parse().unwrap()),
            MilestoneShare::Amount("40.00 EUR".parse().unwrap()),
            MilestoneShare::Rest,
        ];
        let parts = milestones_of(Currency::EUR, &order, &shares).unwrap();
        let nets: Vec<i64> = parts
            .iter()
            .map(|groups| groups.iter().map(|group| group.base.minor()).sum())
            .collect();
        // 33.33 % of 150.00 are 49.995.
        assert_eq!(nets, [5000, 4000, 6000]);
        for (at, whole) in order.iter().enumerate() {
            let of_group = |figure: fn(&Group) -> Money| -> i64 {
                parts.iter().map(|groups| figure(&groups[at]).minor()).sum()
            };
            assert_eq!(of_group(|group| group.base), whole.base.minor());
            assert_eq!(of_group(|group| group.amount), whole.amount.minor());
        }
    }
}
