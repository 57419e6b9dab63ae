//! Payment terms: in how many instalments, of what share each, due when, with what discount.

use super::{Anchor, AnchorDays, Day, DiscountVat, DueRule, EarlyDiscount, Holidays, Rejection};
use crate::bounds::INSTALMENTS;
use crate::error::Path;
use crate::money::{Exact, Money, Percent, Rounding, UnitPrice, split};
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

/// What one instalment takes of the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Share {
    /// A percentage of the total.
    Percent(Percent),
    /// So many parts, where all instalments are parts: three times one part are three thirds.
    Parts(u32),
    /// An amount in the currency of the total, with its sign.
    Fixed(UnitPrice),
    /// A percentage of what the instalments before leave.
    PercentOfRest(Percent),
    /// What the instalments before leave; only the last one.
    Rest,
}

/// One instalment: what it takes and when it falls due.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct InstalmentRule {
    /// What it takes of the total.
    pub share: Share,
    /// When it falls due.
    pub due: DueRule,
    /// The discount for paying this instalment early, where the terms grant none as a whole.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub early_discount: Option<EarlyDiscount>,
}

impl InstalmentRule {
    /// An instalment without a discount of its own.
    pub const fn new(share: Share, due: DueRule) -> Self {
        InstalmentRule { share, due, early_discount: None }
    }
}

/// An amount that falls due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Instalment {
    /// The day on which it falls due.
    pub due_on: Day,
    /// What falls due; negative on a credit note.
    pub amount: Money,
    /// The day that is still unknown and that the due day will count from; until it is known, the
    /// due day is provisional and counts from the issue.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub awaits: Option<Anchor>,
}

impl Instalment {
    /// An amount on a day that is certain.
    pub const fn new(due_on: Day, amount: Money) -> Self {
        Instalment { due_on, amount, awaits: None }
    }
}

/// The payment terms of a contract (rulebook T-01, T-10).
///
/// Written and read as text, one spelling each: `net 30`, `2% 10 net 30`,
/// `45 days then end of month`, `end of month then 45 days`, `30%: net 0; rest: net 30`.
/// "45 days end of month" is refused: it has two legal readings (rulebook T-04). A rule that
/// counts from another day than the issue says so, `net 30 from receipt`; an instalment may have
/// its own discount, `30%: net 0; rest: 2% 10 net 30`; and a discount says where it differs from
/// the usual one, `2% 10 (vat unchanged, proportional) net 30`.
///
/// ```
/// use o2c_core::calendar::{Day, Holidays, Terms};
/// let terms: Terms = "1 part: net 30; 1 part: net 60; 1 part: net 90".parse()?;
/// let issued_on = Day::parse("2026-01-15")?;
/// // rulebook EX-T10
/// let plan = terms.schedule("1000.00 EUR".parse()?, issued_on, &Holidays::none())?;
/// assert_eq!(plan[0].amount.to_string(), "333.34 EUR");
/// assert_eq!(plan[1].amount.to_string(), "333.33 EUR");
/// assert_eq!(plan[1].due_on.to_string(), "2026-03-16");
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Terms {
    /// The instalments in their order.
    pub instalments: Vec<InstalmentRule>,
    /// The discount for paying early, if one is granted on the whole.
    pub early_discount: Option<EarlyDiscount>,
}

impl Terms {
    /// Terms of several instalments, checked.
    ///
    /// # Errors
    /// As [`Terms::check`].
    pub fn new(
        instalments: Vec<InstalmentRule>,
        early_discount: Option<EarlyDiscount>,
    ) -> Result<Self, Rejection> {
        let terms = Terms { instalments, early_discount };
        terms.check()?;
        Ok(terms)
    }

    /// Everything at once, so many days after issue.
    pub fn net_days(days: u16) -> Self {
        Self::single(DueRule::net_days(days))
    }

    /// Everything at once, by a rule.
    pub fn single(due: DueRule) -> Self {
        Terms { instalments: vec![InstalmentRule::new(Share::Rest, due)], early_discount: None }
    }

    /// The same terms with a discount for paying within so many days of issue.
    ///
    /// # Errors
    /// `money.above_hundred`.
    pub fn with_early_discount(self, percent: Percent, days: u16) -> Result<Self, Rejection> {
        Self::new(self.instalments, Some(EarlyDiscount::new(percent, days)))
    }

    /// Refuses terms that split no total.
    ///
    /// # Errors
    /// `calendar.no_instalments`, `calendar.too_many_instalments`, `calendar.rest_not_last`,
    /// `calendar.shares_mixed`,
    /// `calendar.shares_not_whole`, `calendar.rest_missing`, `money.zero_weights`,
    /// `money.above_hundred`, `calendar.discount_granted_twice`,
    /// `calendar.discount_at_issue_in_part`.
    pub fn check(&self) -> Result<(), Rejection> {
        if self.instalments.is_empty() {
            return Err(Rejection::NoInstalments { path: Path::field("instalments") });
        }
        let count = self.instalments.len();
        if count > INSTALMENTS {
            return Err(Rejection::TooManyInstalments {
                path: Path::field("instalments"),
                count,
                most: INSTALMENTS,
            });
        }
        for (index, rule) in self.instalments.iter().enumerate() {
            if rule.share == Share::Rest && index.saturating_add(1) < count {
                return Err(Rejection::RestNotLast { path: share_path(index), instalments: count });
            }
        }
        self.weights()?;
        self.check_discounts()
    }

    /// Every discount is at most the whole; the terms grant it, or their instalments do. Only a
    /// discount on the whole can lower the VAT when the invoice is issued.
    fn check_discounts(&self) -> Result<(), Rejection> {
        if let Some(discount) = self.early_discount {
            discount.check().map_err(|refused| refused.inside("early_discount"))?;
        }
        for (index, rule) in self.instalments.iter().enumerate() {
            let Some(discount) = rule.early_discount else {
                continue;
            };
            let path = Path::root();
            let refused = match discount.check() {
                Err(refused) => refused,
                Ok(()) if self.early_discount.is_some() => Rejection::DiscountGrantedTwice { path },
                Ok(()) if discount.vat == DiscountVat::ReducedAtIssue => {
                    Rejection::DiscountAtIssueInPart { path }
                }
                Ok(()) => continue,
            };
            return Err(refused.inside("early_discount").inside_index("instalments", index));
        }
        Ok(())
    }

    /// Whether instalments have discounts of their own.
    pub fn has_discounts_by_instalment(&self) -> bool {
        self.instalments.iter().any(|rule| rule.early_discount.is_some())
    }

    fn first(&self, wanted: impl Fn(Share) -> bool) -> Option<(usize, &InstalmentRule)> {
        let mut rules = self.instalments.iter().enumerate();
        rules.find(|(_, rule)| wanted(rule.share))
    }

    /// The weights by which the total is split: parts, or percentages that make 100 together
    /// with the rest. None where amounts are taken one after the other.
    fn weights(&self) -> Result<Option<Vec<i128>>, Rejection> {
        if let Some(parts) = self.parts()? {
            return Ok(Some(parts));
        }
        let takes_rest = self.instalments.last().map(|rule| rule.share) == Some(Share::Rest);
        let in_turn = |share| matches!(share, Share::Fixed(_) | Share::PercentOfRest(_));
        match self.first(in_turn) {
            Some(_) if takes_rest => return Ok(None),
            Some((index, rule)) => {
                return Err(Rejection::RestMissing {
                    path: share_path(index),
                    share: rule.share.to_string(),
                });
            }
            None => {}
        }
        let hundred = Exact::whole(100)?;
        let percents = self.instalments.iter().filter_map(|rule| match rule.share {
            Share::Percent(percent) => Some(percent.exact()),
            Share::Parts(_) | Share::Fixed(_) | Share::PercentOfRest(_) | Share::Rest => None,
        });
        let sum = percents.clone().try_fold(Exact::ZERO, Exact::checked_add)?;
        if sum > hundred || (sum < hundred && !takes_rest) {
            return Err(Rejection::SharesNotWhole {
                path: Path::field("instalments"),
                sum: sum.to_string(),
            });
        }
        // One unit for all: the most decimals any percentage has.
        let finest = Exact::new(1, percents.clone().map(|p| p.places().into()).max().unwrap_or(0))?;
        let rest = takes_rest.then_some(hundred.checked_sub(sum)?);
        let weights = percents.chain(rest).map(|percent| percent.common(finest).0);
        Ok(Some(weights.collect()))
    }

    /// The parts, where the instalments are parts of the whole: all of them, or none.
    fn parts(&self) -> Result<Option<Vec<i128>>, Rejection> {
        let is_parts = |share| matches!(share, Share::Parts(_));
        if self.first(is_parts).is_none() {
            return Ok(None);
        }
        let mut weights: Vec<i128> = Vec::with_capacity(self.instalments.len());
        for (index, rule) in self.instalments.iter().enumerate() {
            match rule.share {
                Share::Parts(parts) => weights.push(parts.into()),
                Share::Percent(_) | Share::Fixed(_) | Share::PercentOfRest(_) | Share::Rest => {
                    return Err(Rejection::SharesMixed {
                        path: share_path(index),
                        share: rule.share.to_string(),
                    });
                }
            }
        }
        if weights.iter().all(|weight| *weight == 0) {
            return Err(Rejection::Money(crate::money::Rejection::ZeroWeights {
                path: Path::field("instalments"),
                count: weights.len(),
            }));
        }
        Ok(Some(weights))
    }

    /// What falls due when, counted from the issue.
    ///
    /// The instalments sum exactly to the total and have its sign. Parts and percentages split it
    /// by the largest remainder, a last rest being the percentage that is missing. Beside fixed
    /// amounts and percentages of the rest, each share is rounded half away from zero in turn
    /// and the last takes what is left (rulebook T-10). A credit note mirrors it.
    ///
    /// # Errors
    /// As [`Terms::check`]; `calendar.rest_changes_sign` where instalments exceed the total,
    /// `money.too_many_decimals` for a fixed amount finer than the currency,
    /// `calendar.out_of_range`.
    pub fn schedule(
        &self,
        total: Money,
        issued_on: Day,
        holidays: &Holidays,
    ) -> Result<Vec<Instalment>, Rejection> {
        self.schedule_on(total, &AnchorDays::issued(issued_on), holidays)
    }

    /// [`Terms::schedule`] where more days are known than the issue: each rule counts from its own
    /// anchor (rulebook T-01). An anchor nobody knows yet leaves its instalment provisional: it
    /// counts from the issue and says what it awaits. A shift back stops at the issue.
    ///
    /// ```
    /// use o2c_core::calendar::{Anchor, AnchorDays, Day, Holidays, Terms};
    /// let terms: Terms = "net 30 from receipt".parse()?;
    /// let (total, none) = ("100.00 EUR".parse()?, Holidays::none());
    /// let mut days = AnchorDays::issued(Day::parse("2026-01-15")?);
    /// let provisional = terms.schedule_on(total, &days, &none)?;
    /// assert_eq!(provisional[0].due_on.to_string(), "2026-02-14");
    /// assert_eq!(provisional[0].awaits, Some(Anchor::Receipt));
    /// days.received_on = Some(Day::parse("2026-01-19")?);
    /// let certain = terms.schedule_on(total, &days, &none)?;
    /// assert_eq!(certain[0].due_on.to_string(), "2026-02-18");
    /// assert_eq!(certain[0].awaits, None);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// As [`Terms::schedule`]; `calendar.due_before_issue`.
    pub fn schedule_on(
        &self,
        total: Money,
        days: &AnchorDays,
        holidays: &Holidays,
    ) -> Result<Vec<Instalment>, Rejection> {
        self.check()?;
        let amounts = self.amounts(total)?;
        let due = self.due_days(days, holidays)?.into_iter().zip(amounts);
        Ok(due.map(|((due_on, awaits), amount)| Instalment { due_on, amount, awaits }).collect())
    }

    /// The day each instalment falls due, and the anchor it awaits where the day is provisional.
    ///
    /// # Errors
    /// `calendar.due_before_issue`, `calendar.out_of_range`.
    pub fn due_days(
        &self,
        days: &AnchorDays,
        holidays: &Holidays,
    ) -> Result<Vec<(Day, Option<Anchor>)>, Rejection> {
        let issued_on = days.issued_on;
        let mut due = Vec::with_capacity(self.instalments.len());
        for (index, rule) in self.instalments.iter().enumerate() {
            let at = |refused: Rejection| refused.inside_index("instalments", index);
            let known = days.of(rule.due.anchor);
            let anchor = known.unwrap_or(issued_on);
            let due_on = rule.due.unshifted(anchor).map_err(at)?;
            if due_on < issued_on {
                return Err(at(Rejection::DueBeforeIssue {
                    path: Path::field("due"),
                    due_on,
                    issued_on,
                }));
            }
            let not_before = anchor.max(issued_on);
            let shifted = rule.due.shift.shift(due_on, not_before, holidays);
            let awaits = if known.is_none() { Some(rule.due.anchor) } else { None };
            due.push((shifted.map_err(at)?, awaits));
        }
        Ok(due)
    }

    fn amounts(&self, total: Money) -> Result<Vec<Money>, Rejection> {
        match self.weights()? {
            Some(weights) => Ok(split(total, &weights)?),
            None => self.amounts_in_turn(total),
        }
    }

    /// Each instalment in turn from the whole or from what is left; the last takes the rest.
    fn amounts_in_turn(&self, total: Money) -> Result<Vec<Money>, Rejection> {
        let mode = Rounding::HalfAwayFromZero;
        let mut rest = total;
        let mut amounts = Vec::with_capacity(self.instalments.len());
        for (index, rule) in self.instalments.iter().enumerate() {
            let taken = match rule.share {
                Share::Percent(percent) => total.percent(percent, mode),
                Share::PercentOfRest(percent) => rest.percent(percent, mode),
                Share::Fixed(figure) => figure
                    .amount(total.currency())
                    .map(|fixed| if total.is_negative() { fixed.negated() } else { fixed }),
                // Parts never stand beside a rest.
                Share::Rest | Share::Parts(_) => Ok(rest),
            };
            let at =
                |refused: Rejection| refused.inside("share").inside_index("instalments", index);
            let taken = taken.map_err(|refused| at(refused.into()))?;
            rest = rest.checked_sub(taken).map_err(|refused| at(refused.into()))?;
            if !rest.is_zero() && rest.minor().signum() != total.minor().signum() {
                return Err(at(Rejection::RestChangesSign { path: Path::root(), total, rest }));
            }
            amounts.push(taken);
        }
        Ok(amounts)
    }
}

fn share_path(index: usize) -> Path {
    Path::field("share").inside_index("instalments", index)
}

/// Terms come in as their text or as their structure; both are checked. They go out as structure.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Terms {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use crate::error::in_serde;
        use serde::Deserialize;
        use serde::de::{Error, MapAccess, Visitor, value::MapAccessDeserializer};
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, rename = "Terms")]
        struct Form {
            instalments: Vec<InstalmentRule>,
            #[serde(default)]
            early_discount: Option<EarlyDiscount>,
        }
        struct TermsVisitor;
        impl<'de> Visitor<'de> for TermsVisitor {
            type Value = Terms;
            fn expecting(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                out.write_str("payment terms: a text such as `net 30`, or instalments")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Terms, E> {
                text.parse().map_err(|refusal: Rejection| E::custom(in_serde(&refusal)))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Terms, A::Error> {
                let form = Form::deserialize(MapAccessDeserializer::new(map))?;
                Terms::new(form.instalments, form.early_discount)
                    .map_err(|refusal| A::Error::custom(in_serde(&refusal)))
            }
        }
        input.deserialize_any(TermsVisitor)
    }
}
