//! What the firm accepts as a difference without asking further.

use super::{DifferenceKind, Direction};
use crate::calendar::Day;
use crate::money::{Currency, Money, Percent, Rejection, Rounding};

/// How much of a kind of difference is accepted in one set (rulebook 4.2, rule 9): the lesser of
/// an amount and a percentage of the set's invoices, and no more over a period than a cap. A kind
/// and direction without a tolerance is not accepted at all; a deduction settles nothing and needs
/// none.
///
/// ```
/// use o2c_core::receivable::{DifferenceKind, Direction, Tolerance};
/// let tolerance = Tolerance::of(DifferenceKind::WriteOff, "5.00 EUR".parse()?);
/// assert_eq!((tolerance.direction, tolerance.percent), (Direction::Short, None));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Tolerance {
    /// Which kind of difference.
    pub kind: DifferenceKind,
    /// In which direction.
    #[cfg_attr(feature = "serde", serde(default))]
    pub direction: Direction,
    /// The most that is accepted, above zero; its currency is that of the accounts it is for.
    pub absolute: Money,
    /// The most that is accepted of the amounts of the set's invoices, rounded half away from
    /// zero.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub percent: Option<Percent>,
    /// The most that is accepted of one customer over a period.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cap: Option<Cap>,
}

impl Tolerance {
    /// A tolerance by the amount alone, of what was paid short.
    pub const fn of(kind: DifferenceKind, absolute: Money) -> Self {
        Tolerance { kind, direction: Direction::Short, absolute, percent: None, cap: None }
    }

    /// The tolerance for a kind and direction of difference in a currency, if the firm has one.
    pub fn among(
        tolerances: &[Tolerance],
        kind: DifferenceKind,
        direction: Direction,
        currency: Currency,
    ) -> Option<&Tolerance> {
        tolerances.iter().find(|tolerance| {
            tolerance.kind == kind
                && tolerance.direction == direction
                && tolerance.absolute.currency() == currency
        })
    }

    /// The most that is accepted beside invoices of so much in all: the lesser of the amount and
    /// the percentage.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn limit(&self, invoiced: Money) -> Result<Money, Rejection> {
        let Some(percent) = self.percent else {
            return Ok(self.absolute);
        };
        let share = invoiced.percent(percent, Rounding::HalfAwayFromZero)?;
        Ok(if share.minor() < self.absolute.minor() { share } else { self.absolute })
    }
}

/// The most that is accepted of one customer over a period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Cap {
    /// How much, in the currency of the tolerance.
    pub amount: Money,
    /// Over which period.
    pub every: CapPeriod,
}

/// A period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum CapPeriod {
    /// The month.
    Month,
    /// The quarter.
    Quarter,
    /// The year.
    Year,
}

impl CapPeriod {
    /// Whether two days lie in one period.
    pub(super) fn holds_both(self, one: Day, other: Day) -> bool {
        let months = match self {
            CapPeriod::Month => 1,
            CapPeriod::Quarter => 3,
            CapPeriod::Year => 12,
        };
        // Months are 1 to 12.
        let number = |day: Day| day.month().saturating_sub(1).checked_div(months);
        one.year() == other.year() && number(one) == number(other)
    }
}
