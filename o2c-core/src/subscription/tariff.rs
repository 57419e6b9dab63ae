//! What a quantity used comes to: by unit, by tiers, by package, and at least a commitment.

use super::{ProrationUnit, Rejection};
use crate::body::bodies;
use crate::calendar::Period;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Rounding, UnitPrice};
use alloc::vec::Vec;

/// How a quantity used is priced (rulebook S-08).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tariff {
    /// Every unit at one price.
    PerUnit(UnitPrice),
    /// Each slice at its own tier's price, and the flat fee of each tier entered.
    Graduated(Vec<Tier>),
    /// All units at the price of the tier they come to, and its flat fee.
    Volume(Vec<Tier>),
    /// Whole packages of what is beyond the free units.
    Package(Package),
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A tier: from the one before it up to its bound.
    Tier {
        /// The last quantity it holds, that included; the last tier has none.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        up_to: Option<Exact>,
        /// The price of a unit.
        price: UnitPrice,
        /// What is asked besides, as soon as something is used of it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        flat_fee: Option<Money>,
    }
    /// Units that are sold by the package.
    Package {
        /// How many units a package holds.
        size: Exact,
        /// How many units are free before the first package.
        #[cfg_attr(feature = "serde", serde(default))]
        free: Exact,
        /// The price of a package.
        price: UnitPrice,
    }
    /// A quantity used and how it is priced.
    Usage {
        /// How much was used; not negative.
        units: Exact,
        /// How it is priced.
        tariff: Tariff,
        /// The currency of every figure.
        currency: Currency,
    }
    /// A least amount of a period, and what was charged in it (rulebook S-09).
    MinimumCommitment {
        /// The least amount of a whole period.
        commitment: Money,
        /// What was charged, in the same currency.
        charges: Vec<Money>,
        /// The part of a period that it holds for; the whole where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        part: Option<PartOfPeriod>,
    }
    /// A part of a whole period.
    PartOfPeriod {
        /// The whole period.
        whole: Period,
        /// The part.
        part: Period,
        /// How it is measured.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: ProrationUnit,
    }
}

/// One line of what was used: quantity times price, rounded once.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UsageLine {
    /// The tier, counted from 0; 0 where there are none.
    pub tier: usize,
    /// How many units or packages; 1 for a flat fee.
    pub quantity: Exact,
    /// The price of each.
    pub price: UnitPrice,
    /// Whether it is the tier's flat fee.
    pub is_flat_fee: bool,
    /// What it comes to.
    pub amount: Money,
}

/// What a quantity used comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UsageFigures {
    /// One line for each tier entered and each flat fee; none where nothing was used.
    pub lines: Vec<UsageLine>,
    /// Their sum.
    pub total: Money,
}

impl Tariff {
    /// Refuses tiers that overlap or leave something without a price, and packages of nothing.
    ///
    /// # Errors
    /// `subscription.no_tiers`, `subscription.tiers_not_in_order`,
    /// `subscription.last_tier_bounded`, `subscription.package_size`, `money.currency_mismatch`.
    pub fn check(&self, currency: Currency) -> Result<(), Rejection> {
        match self {
            Tariff::PerUnit(_) => Ok(()),
            Tariff::Graduated(tiers) => check_tiers("graduated", tiers, currency),
            Tariff::Volume(tiers) => check_tiers("volume", tiers, currency),
            Tariff::Package(Package { size, free, .. }) => {
                if size.is_positive() && !free.is_negative() {
                    return Ok(());
                }
                let path = Path::field("package");
                Err(Rejection::PackageSize { path, size: *size, free: *free })
            }
        }
    }

    /// What a quantity comes to, line by line (rulebook S-08, INV-03).
    ///
    /// # Errors
    /// As [`Tariff::check`], `subscription.usage_negative`, `money.out_of_range`.
    pub fn lines(&self, units: Exact, currency: Currency) -> Result<Vec<UsageLine>, Rejection> {
        self.check(currency).map_err(|no| no.inside("tariff"))?;
        if units.is_negative() {
            return Err(Rejection::UsageNegative { path: Path::field("units"), units });
        }
        if units.is_zero() {
            return Ok(Vec::new());
        }
        let mut lines = Vec::new();
        match self {
            Tariff::PerUnit(price) => lines.push(line(0, units, *price, currency)?),
            Tariff::Graduated(tiers) => {
                let mut before = Exact::ZERO;
                for (at, tier) in tiers.iter().enumerate() {
                    if before >= units {
                        break;
                    }
                    let until = tier.up_to.map_or(units, |bound| bound.min(units));
                    lines.push(line(at, until.checked_sub(before)?, tier.price, currency)?);
                    lines.extend(tier.fee_line(at)?);
                    before = until;
                }
            }
            Tariff::Volume(tiers) => {
                let holds = |tier: &Tier| tier.up_to.is_none_or(|bound| units <= bound);
                if let Some((at, tier)) = tiers.iter().enumerate().find(|(_, tier)| holds(tier)) {
                    lines.push(line(at, units, tier.price, currency)?);
                    lines.extend(tier.fee_line(at)?);
                }
            }
            Tariff::Package(package) => {
                let packages = package.packages(units)?;
                if packages.is_positive() {
                    lines.push(line(0, packages, package.price, currency)?);
                }
            }
        }
        Ok(lines)
    }
}

impl Package {
    /// How many packages hold what is beyond the free units.
    fn packages(&self, units: Exact) -> Result<Exact, Rejection> {
        let [beyond, size] = Exact::in_one_unit([units.checked_sub(self.free)?, self.size]);
        if beyond <= 0 {
            return Ok(Exact::ZERO);
        }
        let whole = beyond.checked_div(size).unwrap_or(0);
        let is_broken = beyond.checked_rem(size).is_some_and(|rest| rest > 0);
        // A quotient of figures below 10^28.
        Ok(Exact::new(whole.saturating_add(is_broken.into()), 0)?)
    }
}

impl Tier {
    fn fee_line(&self, tier: usize) -> Result<Option<UsageLine>, Rejection> {
        let Some(amount) = self.flat_fee.filter(|fee| !fee.is_zero()) else { return Ok(None) };
        let price = UnitPrice::from_decimal(amount.to_decimal())?;
        Ok(Some(UsageLine { tier, quantity: Exact::ONE, price, is_flat_fee: true, amount }))
    }
}

fn line(
    tier: usize,
    quantity: Exact,
    price: UnitPrice,
    currency: Currency,
) -> Result<UsageLine, Rejection> {
    let amount = price.times(quantity, Exact::ONE, currency, Rounding::HalfAwayFromZero)?;
    Ok(UsageLine { tier, quantity, price, is_flat_fee: false, amount })
}

/// Tiers follow one another upwards, and the last has no bound.
fn check_tiers(list: &str, tiers: &[Tier], currency: Currency) -> Result<(), Rejection> {
    let mut before = Exact::ZERO;
    for (index, tier) in tiers.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index(list, index);
        let is_last = index.saturating_add(1) == tiers.len();
        match tier.up_to {
            Some(up_to) if is_last => {
                return Err(Rejection::LastTierBounded { path: at("up_to"), up_to });
            }
            None if !is_last => {
                return Err(Rejection::TierWithoutBound { path: at("up_to") });
            }
            Some(up_to) if up_to <= before => {
                return Err(Rejection::TiersNotInOrder { path: at("up_to"), before, up_to });
            }
            Some(up_to) => before = up_to,
            None => {}
        }
        if let Some(fee) = tier.flat_fee {
            Money::zero(currency)
                .expect(fee.currency())
                .map_err(|no| Rejection::from(no.inside("flat_fee").inside_index(list, index)))?;
            if fee.is_negative() {
                return Err(Rejection::AmountNegative { path: at("flat_fee"), amount: fee });
            }
        }
    }
    if tiers.is_empty() { Err(Rejection::NoTiers { path: Path::field(list) }) } else { Ok(()) }
}

impl Usage {
    /// What was used, line by line, and its sum.
    ///
    /// ```
    /// use o2c_core::money::Currency;
    /// use o2c_core::subscription::{Tariff, Tier, Usage};
    /// let tier = |up_to: Option<&str>, price: &str| {
    ///     let up_to = up_to.map(str::parse).transpose()?;
    ///     Ok::<_, o2c_core::error::Error>(Tier { up_to, price: price.parse()?, flat_fee: None })
    /// };
    /// let tiers = vec![tier(Some("10"), "1.00")?, tier(Some("20"), "0.80")?, tier(None, "0.50")?];
    /// let of = |units: &str, tariff| {
    ///     let used = Usage { units: units.parse()?, tariff, currency: Currency::EUR };
    ///     Ok::<_, o2c_core::error::Error>(used.figures()?.total.figure())
    /// };
    /// // rulebook EX-S6
    /// assert_eq!(of("25", Tariff::Graduated(tiers.clone()))?, "20.50");
    /// assert_eq!(of("20", Tariff::Volume(tiers.clone()))?, "16.00");
    /// assert_eq!(of("21", Tariff::Volume(tiers))?, "10.50");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Tariff::lines`].
    pub fn figures(&self) -> Result<UsageFigures, Rejection> {
        let lines = self.tariff.lines(self.units, self.currency)?;
        let total = Money::sum(self.currency, lines.iter().map(|line| line.amount))?;
        Ok(UsageFigures { lines, total })
    }
}

impl MinimumCommitment {
    /// What is asked besides the charges: nothing where they reach the commitment.
    ///
    /// ```
    /// use o2c_core::subscription::MinimumCommitment;
    /// let asked = MinimumCommitment {
    ///     commitment: "100.00 EUR".parse()?,
    ///     charges: vec!["60.00 EUR".parse()?, "15.00 EUR".parse()?],
    ///     part: None,
    /// };
    /// assert_eq!(asked.missing()?.to_string(), "25.00 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `subscription.amount_negative`, `subscription.outside_period`,
    /// `subscription.no_units`.
    pub fn missing(&self) -> Result<Money, Rejection> {
        let currency = self.commitment.currency();
        if self.commitment.is_negative() {
            let (path, amount) = (Path::field("commitment"), self.commitment);
            return Err(Rejection::AmountNegative { path, amount });
        }
        let mut charged = Money::zero(currency);
        for (index, charge) in self.charges.iter().enumerate() {
            charged = charged
                .checked_add(*charge)
                .map_err(|no| Rejection::from(no.inside_index("charges", index)))?;
        }
        let least = match &self.part {
            None => self.commitment,
            Some(PartOfPeriod { whole, part, unit }) => {
                if whole.intersection(*part) != Some(*part) {
                    let (path, on, period) = (Path::field("part"), part.from(), *whole);
                    return Err(Rejection::OutsidePeriod { path, on, period });
                }
                unit.share(self.commitment, *whole, *part)?
            }
        };
        let missing = least.checked_sub(charged)?;
        Ok(if missing.is_negative() { Money::zero(currency) } else { missing })
    }
}
