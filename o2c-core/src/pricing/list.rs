//! Price lists: what an item costs on a day, by how much of it is bought.

use super::Rejection;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{ItemId, Text};
use crate::money::{Currency, Exact, UnitPrice};
use alloc::vec::Vec;

/// How the tiers of a price count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TierMode {
    /// The whole quantity costs what its tier costs.
    #[default]
    Volume,
    /// Each part of the quantity costs what its own tier costs.
    Graduated,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A tier of a price: up to a quantity, that quantity included.
    Tier {
        /// The last quantity of the tier; the last tier has none.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        up_to: Option<Exact>,
        /// The price of the base quantity.
        price: UnitPrice,
    }
    /// What an item costs.
    ListedItem {
        /// The item.
        item: ItemId,
        /// How many units the price is for; positive, one unless given.
        #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
        base_quantity: Exact,
        /// The tiers, rising; a single one without end where the quantity does not matter.
        tiers: Vec<Tier>,
        /// How the tiers count.
        #[cfg_attr(feature = "serde", serde(default))]
        mode: TierMode,
    }
    /// A price list: of one currency, valid from a day and maybe until a day.
    PriceList {
        /// What the firm calls it.
        id: Text,
        /// The currency of its prices.
        currency: Currency,
        /// The first day it is valid.
        valid_from: Day,
        /// The last day it is valid.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        valid_until: Option<Day>,
        /// What is on it.
        items: Vec<ListedItem>,
    }
}

/// A part of a quantity and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TieredPart {
    /// How much.
    pub quantity: Exact,
    /// The price of the base quantity.
    pub price: UnitPrice,
}

impl PriceList {
    /// The price of an item, where the list has it in this currency on this day.
    pub fn price_of(&self, item: &ItemId, currency: Currency, on: Day) -> Option<&ListedItem> {
        let is_valid = self.currency == currency
            && self.valid_from <= on
            && self.valid_until.is_none_or(|until| on <= until);
        self.items.iter().filter(|_| is_valid).find(|listed| listed.item == *item)
    }
}

impl ListedItem {
    /// The parts of a quantity by tier: one part in the volume mode; in the graduated mode as many
    /// as the quantity reaches, which sum to it.
    ///
    /// ```
    /// use o2c_core::money::Exact;
    /// use o2c_core::pricing::{ListedItem, Tier, TierMode};
    /// let tier = |up_to: Option<&str>, price: &str| Ok::<_, o2c_core::money::Rejection>(Tier {
    ///     up_to: up_to.map(str::parse).transpose()?,
    ///     price: price.parse()?,
    /// });
    /// let listed = ListedItem {
    ///     item: "SEAT".parse()?,
    ///     base_quantity: Exact::ONE,
    ///     tiers: vec![tier(Some("5"), "7")?, tier(Some("10"), "6.5")?, tier(None, "6")?],
    ///     mode: TierMode::Graduated,
    /// };
    /// let parts = listed.parts("6".parse()?)?;
    /// assert_eq!(parts.len(), 2);
    /// assert_eq!(parts[1].quantity, Exact::ONE);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `pricing.tiers_not_rising`, `pricing.beyond_tiers`, `money.too_many_digits`.
    pub fn parts(&self, quantity: Exact) -> Result<Vec<TieredPart>, Rejection> {
        self.check()?;
        let (mut parts, mut before) = (Vec::new(), Exact::ZERO);
        for tier in &self.tiers {
            let is_last = tier.up_to.is_none_or(|up_to| quantity <= up_to);
            match self.mode {
                TierMode::Volume if is_last => {
                    return Ok(Vec::from([TieredPart { quantity, price: tier.price }]));
                }
                TierMode::Volume => {}
                TierMode::Graduated => {
                    let until = tier.up_to.map_or(quantity, |up_to| up_to.min(quantity));
                    let part = until.checked_sub(before)?;
                    parts.push(TieredPart { quantity: part, price: tier.price });
                    before = until;
                    if is_last {
                        return Ok(parts);
                    }
                }
            }
        }
        Err(Rejection::BeyondTiers { path: Path::field("tiers"), quantity })
    }

    /// Tiers rise, and only the last has no end.
    fn check(&self) -> Result<(), Rejection> {
        let mut before = Some(Exact::ZERO);
        for (index, tier) in self.tiers.iter().enumerate() {
            let is_rising = match (before, tier.up_to) {
                (None, _) => false,
                (Some(before), Some(up_to)) => before < up_to,
                (Some(_), None) => true,
            };
            if !is_rising {
                let path = Path::field("up_to").inside_index("tiers", index);
                return Err(Rejection::TiersNotRising { path });
            }
            before = tier.up_to;
        }
        Ok(())
    }
}
