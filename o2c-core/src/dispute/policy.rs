//! What a firm may set: what a dispute changes for dunning, for discounts and for credit.

use crate::money::Money;

/// What is not dunned while a dispute lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DunningBlock {
    /// The amount in dispute (rulebook R-06).
    #[default]
    DisputedPart,
    /// All that is open of the invoice.
    WholeDocument,
    /// Nothing: the dispute is told, and all is dunned.
    Nothing,
}

/// What disputes change; the default is the rulebook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Policy {
    /// What is not dunned.
    pub dunning: DunningBlock,
    /// Whether the discount for early payment waits for the end of the dispute.
    pub holds_discount: bool,
    /// Whether the amount in dispute is taken out of what a credit limit is held against. It stays
    /// owed, so by default it is not.
    pub frees_credit: bool,
}

/// What a dispute changes on a day, as data for dunning, discounts and credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Effects {
    /// How much is not dunned.
    pub not_dunned: Money,
    /// Whether the discount for early payment waits.
    pub is_discount_held: bool,
    /// How much of what is owed no insurer covers: disputed claims are not insured (C-04).
    pub not_insured: Money,
    /// How much does not count against the credit limit.
    pub not_exposed: Money,
}

impl Policy {
    /// What a dispute changes while `disputed` of the `open` amount of its invoice is in it.
    ///
    /// ```
    /// use o2c_core::dispute::{DunningBlock, Policy};
    /// let (disputed, open) = ("120.00 EUR".parse()?, "1200.00 EUR".parse()?);
    /// let effects = Policy::default().effects(disputed, open);
    /// assert_eq!(effects.not_dunned, disputed);
    /// assert!(effects.not_exposed.is_zero(), "what is disputed stays owed");
    /// let whole = Policy { dunning: DunningBlock::WholeDocument, ..Policy::default() };
    /// assert_eq!(whole.effects(disputed, open).not_dunned, open);
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    pub const fn effects(self, disputed: Money, open: Money) -> Effects {
        let nothing = Money::zero(disputed.currency());
        let is_over = disputed.is_zero();
        Effects {
            not_dunned: match self.dunning {
                DunningBlock::Nothing => nothing,
                DunningBlock::WholeDocument if !is_over => open,
                DunningBlock::WholeDocument | DunningBlock::DisputedPart => disputed,
            },
            is_discount_held: self.holds_discount && !is_over,
            not_insured: disputed,
            not_exposed: if self.frees_credit { disputed } else { nothing },
        }
    }
}
