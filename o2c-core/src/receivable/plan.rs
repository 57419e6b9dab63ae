//! Plans of instalments (rulebook R-10): agreed days and amounts that take the place of the days on
//! which items fell due, until the plan is fulfilled, ended, or broken.

use super::promise::least;
use super::{Account, AccountEntry, Moment, Rejection};
use crate::calendar::Day;
use crate::id::{EntryId, PlanId, Text};
use crate::money::Money;
use alloc::vec::Vec;

/// An instalment of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct PlanInstalment {
    /// The day it falls due.
    pub due_on: Day,
    /// How much, above zero, in the account's currency.
    pub amount: Money,
}

/// An instalment as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct AskedInstalment {
    /// The day it falls due.
    pub due_on: Day,
    /// How much; instalments without an amount share what the others leave, equally.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub amount: Option<Money>,
}

/// What is asked of an account when a plan is agreed, or agreed anew.
///
/// Agreed interest is billed first, with a debit note of its own; the plan covers that item like
/// any other, so that its instalments sum to what is open, interest included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct AskedPlan {
    /// The caller's reference; that of a plan in force makes a new version of it.
    pub plan: PlanId,
    /// Debits with something open: what the plan covers.
    pub entries: Vec<EntryId>,
    /// The instalments, in the order of their days.
    pub instalments: Vec<AskedInstalment>,
    /// After how many days without payment of an instalment the whole falls due at once, above
    /// zero; never where nothing is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub default_after: Option<u16>,
    /// What was agreed besides.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub note: Text,
}

/// What a plan covers of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Covered {
    /// The item.
    pub entry: EntryId,
    /// What was open of it when the plan was agreed.
    pub amount: Money,
}

/// A version of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct PlanVersion {
    /// The plan.
    pub plan: PlanId,
    /// Which version, 1 first.
    pub version: u16,
    /// What it covers.
    pub covered: Vec<Covered>,
    /// Its instalments, which sum to what it covers.
    pub instalments: Vec<PlanInstalment>,
    /// After how many days without payment of an instalment the whole falls due at once.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub default_after: Option<u16>,
    /// What was agreed besides.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub note: Text,
}

/// What happened to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum PlanEvent {
    /// It was agreed, or agreed anew.
    Agreed(PlanVersion),
    /// It does not count any more: what it covers is due when it was before.
    Ended {
        /// Which plan.
        plan: PlanId,
    },
}

/// A plan on an account with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlanRecord {
    /// Its versions, oldest first, and since when each counts.
    pub versions: Vec<(PlanVersion, Moment)>,
    /// When it was ended.
    pub ended: Option<Moment>,
}

/// Where a plan stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum PlanStanding {
    /// It counts: its days take the place of the items' own.
    Running,
    /// All it covers is settled.
    Fulfilled,
    /// An instalment was not paid in time: the whole is due at once, since when it was before.
    Defaulted,
    /// It was ended.
    Ended,
}

/// An instalment as a day shows it. What settles the items fills the instalments in the order of
/// their days.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct InstalmentOnDay {
    /// The day it falls due.
    pub due_on: Day,
    /// How much.
    pub amount: Money,
    /// What is open of it.
    pub open: Money,
    /// Whether its day has passed and something is open of it.
    pub is_overdue: bool,
}

/// A plan as a day shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOnDay<'a> {
    /// The version that counts.
    pub version: &'a PlanVersion,
    /// Since when it counts.
    pub agreed: Moment,
    /// Where it stands.
    pub standing: PlanStanding,
    /// What it covers in all.
    pub covered: Money,
    /// What is open of it.
    pub open: Money,
    /// The day on which the whole fell due, because an instalment was not paid.
    pub defaulted_on: Option<Day>,
    /// The instalments.
    pub instalments: Vec<InstalmentOnDay>,
}

/// A part of an open item that falls due by a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPart<'a> {
    /// The item.
    pub entry: &'a EntryId,
    /// The plan.
    pub plan: &'a PlanId,
    /// The day on which the part falls due.
    pub due_on: Day,
    /// How much is open of it, above zero.
    pub amount: Money,
}

impl PlanRecord {
    /// Its name.
    pub fn plan(&self) -> Option<&PlanId> {
        self.versions.first().map(|(version, _)| &version.plan)
    }

    /// The version that counts at the end of `day`.
    fn version_on(&self, day: Day, known_at: Option<Day>) -> Option<(&PlanVersion, Moment)> {
        let seen = self.versions.iter().rev().find(|(_, agreed)| agreed.is_seen(day, known_at));
        seen.map(|(version, agreed)| (version, *agreed))
    }
}

impl Account {
    /// Every plan ever agreed, in the order in which it became known.
    pub fn plans(&self) -> &[PlanRecord] {
        &self.plans
    }

    /// The plans that had been agreed at the end of `day`, in the order in which they were; with
    /// `known_at`, as one knew it at the end of that day.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn plans_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Vec<PlanOnDay<'_>>, Rejection> {
        let mut plans = Vec::new();
        for record in &self.plans {
            let Some((version, agreed)) = record.version_on(day, known_at) else { continue };
            let covered = Money::sum(self.key.currency, amounts(version))?;
            let open = self.open_of(version, day, known_at)?;
            let defaulted_on = self.defaulted_on(version, day, known_at)?;
            let standing = if record.ended.is_some_and(|ended| ended.is_seen(day, known_at)) {
                PlanStanding::Ended
            } else if open.is_zero() {
                PlanStanding::Fulfilled
            } else if defaulted_on.is_some() {
                PlanStanding::Defaulted
            } else {
                PlanStanding::Running
            };
            let mut paid = covered.checked_sub(open)?;
            let mut instalments = Vec::with_capacity(version.instalments.len());
            for one in &version.instalments {
                let part = least(paid, one.amount);
                paid = paid.checked_sub(part)?;
                let open = one.amount.checked_sub(part)?;
                let is_overdue = one.due_on < day && !open.is_zero();
                let (due_on, amount) = (one.due_on, one.amount);
                instalments.push(InstalmentOnDay { due_on, amount, open, is_overdue });
            }
            plans.push(PlanOnDay {
                version,
                agreed,
                standing,
                covered,
                open,
                defaulted_on,
                instalments,
            });
        }
        Ok(plans)
    }

    /// What is open of what a plan covers.
    fn open_of(
        &self,
        version: &PlanVersion,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Money, Rejection> {
        let open = version.covered.iter().filter_map(|covered| {
            let open = self.entry(&covered.entry)?.open_as_of(day, known_at).amount;
            Some(least(open, covered.amount))
        });
        Ok(Money::sum(self.key.currency, open)?)
    }

    /// The first day at the end of which an instalment had gone unpaid for as long as was agreed.
    fn defaulted_on(
        &self,
        version: &PlanVersion,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Option<Day>, Rejection> {
        let Some(after) = version.default_after else { return Ok(None) };
        let covered = Money::sum(self.key.currency, amounts(version))?;
        let mut asked = Money::zero(self.key.currency);
        for one in &version.instalments {
            asked = asked.checked_add(one.amount)?;
            // Beyond the last day there is no default.
            let Ok(late_on) = one.due_on.plus_days(i64::from(after)) else { return Ok(None) };
            if late_on > day {
                return Ok(None);
            }
            let paid = covered.checked_sub(self.open_of(version, late_on, known_at)?)?;
            if paid.minor() < asked.minor() {
                return Ok(Some(late_on));
            }
        }
        Ok(None)
    }

    /// The parts of open items that fall due by plans running at the end of `day`; with
    /// `known_at`, as one knew it at the end of that day. The item due first is paid first.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn planned_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Vec<PlannedPart<'_>>, Rejection> {
        let mut parts = Vec::new();
        for plan in self.plans_on(day, known_at)? {
            if plan.standing != PlanStanding::Running {
                continue;
            }
            let version = plan.version;
            let mut items: Vec<(&AccountEntry, Money)> = Vec::new();
            for covered in &version.covered {
                let Some(entry) = self.entry(&covered.entry) else { continue };
                let open = least(entry.open_as_of(day, known_at).amount, covered.amount);
                items.push((entry, open));
            }
            items.sort_by_key(|(entry, _)| {
                (entry.due_as_of(day, known_at), entry.item.document_on, &entry.item.id)
            });
            let mut rests = plan.instalments.iter().map(|one| (one.due_on, one.open));
            let mut rest = rests.next();
            for (entry, mut open) in items {
                while open.is_positive() {
                    let Some((due_on, left)) = rest else { break };
                    let part = least(open, left);
                    if part.is_positive() {
                        let (entry, plan) = (&entry.item.id, &version.plan);
                        parts.push(PlannedPart { entry, plan, due_on, amount: part });
                    }
                    open = open.checked_sub(part)?;
                    let left = left.checked_sub(part)?;
                    rest = if left.is_positive() { Some((due_on, left)) } else { rests.next() };
                }
            }
        }
        Ok(parts)
    }
}

fn amounts(version: &PlanVersion) -> impl Iterator<Item = Money> {
    version.covered.iter().map(|covered| covered.amount)
}
