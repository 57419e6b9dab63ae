//! What part of a figure a credit may take, and what VAT it bears.

use crate::invoice::Rejection;
use crate::money::{Money, proportion};
use crate::tax::Group;

/// Whether an amount lies between zero and a whole.
pub(super) fn is_part(amount: Money, whole: Money) -> bool {
    let (amount, whole) = (amount.minor(), whole.minor());
    amount == 0
        || (amount.signum() == whole.signum() && amount.unsigned_abs() <= whole.unsigned_abs())
}

/// The VAT of a group once so much of it is credited: it telescopes on the whole of the original.
/// What is credited beyond that whole, since lines of both signs stand in the group, bears the rate
/// itself: a proportion of a small whole would blow its rounding up.
pub(super) fn vat_upto(
    original: &Group,
    reached: Money,
    whole: Money,
    vat_of: impl Fn(Money) -> Result<Money, Rejection>,
) -> Result<Money, Rejection> {
    if reached == whole {
        return Ok(original.amount);
    }
    if is_part(reached, whole) {
        return Ok(proportion(original.amount, reached, whole)?);
    }
    let nothing = Money::zero(whole.currency());
    let is_above = reached.minor().signum() == whole.minor().signum();
    let (bound, at_bound) = if is_above { (whole, original.amount) } else { (nothing, nothing) };
    Ok(at_bound.checked_add(vat_of(reached.checked_sub(bound)?)?)?)
}

/// A share that neither turns its sign nor exceeds its rest, where what it is taken of is part of
/// what is left: a cent that totals with and without VAT disagree on stays with the last.
pub(super) fn within(share: Money, rest: Money, taken: Money, left: Money) -> Money {
    if !is_part(taken, left) {
        return share;
    }
    if is_part(share, rest) {
        share
    } else if share.minor().signum() == rest.minor().signum() {
        rest
    } else {
        Money::zero(rest.currency())
    }
}
