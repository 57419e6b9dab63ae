//! Promises to pay (rulebook R-09): what a customer said he would pay and by when, and whether he
//! did. Nothing of that is stored: kept and broken follow from the money received.

use super::{Account, AccountEntry, EntryKind, Rejection};
use crate::calendar::{Day, Moment};
use crate::id::{EntryId, PromiseId, Text};
use crate::money::Money;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What a customer promises to pay.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Promise {
    /// The caller's reference.
    pub promise: PromiseId,
    /// The items it is about, in the order in which they are to be paid.
    pub entries: Vec<EntryId>,
    /// How much, above zero, in the account's currency.
    pub amount: Money,
    /// The last day on which it is in time.
    pub pay_on: Day,
    /// How much less is still enough; nothing where it is not said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub tolerance: Option<Money>,
    /// What was said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub note: Text,
}

/// What is asked of an account when a promise is noted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct AskedPromise {
    /// The caller's reference.
    pub promise: PromiseId,
    /// Debits with something open, in the order in which they are to be paid.
    pub entries: Vec<EntryId>,
    /// How much; all that is open of the items where nothing is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub amount: Option<Money>,
    /// The last day on which it is in time.
    pub pay_on: Day,
    /// How much less is still enough; nothing where it is not said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub tolerance: Option<Money>,
    /// What was said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub note: Text,
}

/// What happened to a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum PromiseEvent {
    /// It was made.
    Made(Promise),
    /// It does not count any more: it was noted in error, or another one took its place.
    Withdrawn {
        /// Which promise.
        promise: PromiseId,
    },
}

/// A promise on an account with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PromiseRecord {
    /// The promise.
    pub promise: Promise,
    /// When it was made.
    pub made: Moment,
    /// When it was withdrawn.
    pub withdrawn: Option<Moment>,
}

/// Where a promise stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum PromiseStanding {
    /// Its day has not passed.
    Pending,
    /// As much as was promised came in by its day.
    Kept,
    /// Its day has passed and less came in.
    Broken,
    /// There was nothing left to pay by its day: the items were settled otherwise.
    Lapsed,
    /// It does not count any more.
    Withdrawn,
}

/// A promise as a day shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseOnDay<'a> {
    /// The promise with all that happened to it.
    pub record: &'a PromiseRecord,
    /// Where it stands.
    pub standing: PromiseStanding,
    /// What came in for it by its day, at most what was promised.
    pub received: Money,
    /// What is still to come while it is pending, at most what is open of its items.
    pub outstanding: Money,
}

/// What of each item is promised and still to come, part by part, with the day promised.
pub type PromisedParts<'a> = BTreeMap<&'a EntryId, Vec<(Day, Money)>>;

/// What earlier promises took of the money, so that nothing keeps two promises.
#[derive(Default)]
struct Taken<'a> {
    /// Of what settled the items of a promise.
    settled: Vec<(&'a Promise, i128)>,
    /// Of what settles nothing yet, payment by payment.
    unapplied: BTreeMap<&'a EntryId, i128>,
}

impl Account {
    /// Every promise ever noted, in the order in which it became known.
    pub fn promises(&self) -> &[PromiseRecord] {
        &self.promises
    }

    /// The promises that had been made at the end of `day`, in the order of the days promised;
    /// with `known_at`, as one knew it at the end of that day.
    ///
    /// Money counts that was received from the day of the promise to the day promised: what of it
    /// settled the items promised, and what of it settles nothing yet. It keeps the promise of the
    /// earliest day first, and no two of them. A credit note pays nothing; where it leaves nothing
    /// to pay, the promise has lapsed.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn promises_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Vec<PromiseOnDay<'_>>, Rejection> {
        let is_made = |record: &&PromiseRecord| record.made.is_seen(day, known_at);
        let mut made: Vec<&PromiseRecord> = self.promises.iter().filter(is_made).collect();
        // Stable: promises of one day stay in the order in which they were made.
        made.sort_by_key(|record| record.promise.pay_on);
        let mut taken = Taken::default();
        made.into_iter().map(|record| self.promise_on(record, day, known_at, &mut taken)).collect()
    }

    fn promise_on<'a>(
        &'a self,
        record: &'a PromiseRecord,
        day: Day,
        known_at: Option<Day>,
        taken: &mut Taken<'a>,
    ) -> Result<PromiseOnDay<'a>, Rejection> {
        let promise = &record.promise;
        let nothing = Money::zero(self.key.currency);
        let is_withdrawn =
            record.withdrawn.is_some_and(|withdrawn| withdrawn.is_seen(day, known_at));
        if is_withdrawn {
            let standing = PromiseStanding::Withdrawn;
            return Ok(PromiseOnDay { record, standing, received: nothing, outstanding: nothing });
        }
        let received = self.received(record, (day, known_at), taken);
        let received = Money::from_wide(received, self.key.currency)?;
        let missing = promise.amount.checked_sub(received)?;
        let enough = promise.tolerance.unwrap_or(nothing);
        let open_by = |day: Day| {
            let open = |entry: &EntryId| {
                self.entry(entry).map(|entry| entry.open_as_of(day, known_at).amount)
            };
            Money::sum(self.key.currency, promise.entries.iter().filter_map(open))
        };
        let standing = if missing.minor() <= enough.minor() {
            PromiseStanding::Kept
        } else if open_by(day.min(promise.pay_on))?.is_zero() {
            PromiseStanding::Lapsed
        } else if promise.pay_on < day {
            PromiseStanding::Broken
        } else {
            PromiseStanding::Pending
        };
        let outstanding = match standing {
            PromiseStanding::Pending => least(missing, open_by(day)?),
            PromiseStanding::Kept
            | PromiseStanding::Broken
            | PromiseStanding::Lapsed
            | PromiseStanding::Withdrawn => nothing,
        };
        Ok(PromiseOnDay { record, standing, received, outstanding })
    }

    /// What of the promise came in by its day, at most what was promised and without what an
    /// earlier promise took.
    fn received<'a>(
        &'a self,
        record: &'a PromiseRecord,
        (day, known_at): (Day, Option<Day>),
        taken: &mut Taken<'a>,
    ) -> i128 {
        let promise = &record.promise;
        let wanted = i128::from(promise.amount.minor());
        let until = day.min(promise.pay_on);
        let is_receipt = |entry: &AccountEntry| {
            let is_money = is_money(&entry.item.kind);
            is_money && (record.made.on..=until).contains(&entry.item.document_on)
        };
        let mut letters: BTreeMap<_, (i128, i128)> = BTreeMap::new();
        let mut receipts = Vec::new();
        // Sums of 64-bit amounts stay within 128 bits, here and below.
        for entry in &self.entries {
            let (is_receipt, is_promised) =
                (is_receipt(entry), promise.entries.contains(&entry.item.id));
            if is_receipt {
                receipts.push(entry);
            } else if !is_promised {
                continue;
            }
            for one in &entry.applications {
                let moment = Moment { on: one.effective_on, recorded_on: one.recorded_on };
                if moment.is_seen(day, known_at) {
                    let sums = letters.entry(one.letter).or_insert((0, 0));
                    let side = if is_receipt { &mut sums.0 } else { &mut sums.1 };
                    *side = side.saturating_add(i128::from(one.amount.minor()));
                }
            }
        }
        // Of a letter as much is paid as there is of both sides; a dissolved letter takes it back.
        let paid = letters.values().fold(0_i128, |sum, (money, items)| {
            let (money, items) = (money.saturating_neg(), *items);
            let both = if money > 0 { money.min(items).max(0) } else { money.max(items).min(0) };
            sum.saturating_add(both)
        });
        let shares =
            |other: &Promise| other.entries.iter().any(|entry| promise.entries.contains(entry));
        let before = taken.settled.iter().filter(|(other, _)| shares(other));
        let before = before.fold(0_i128, |sum, (_, part)| sum.saturating_add(*part));
        let mut received = paid.saturating_sub(before).clamp(0, wanted);
        taken.settled.push((promise, received));
        for receipt in receipts {
            let open = receipt.open_as_of(day, known_at).amount.magnitude();
            let used = taken.unapplied.entry(&receipt.item.id).or_insert(0);
            let left = i128::from(open.minor()).saturating_sub(*used);
            let part = left.min(wanted.saturating_sub(received)).max(0);
            *used = used.saturating_add(part);
            received = received.saturating_add(part);
        }
        received
    }

    /// How much of each open item is promised at the end of `day` and still to come; with
    /// `known_at`, as one knew it at the end of that day. Never more than is open of it.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn promised_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<BTreeMap<&EntryId, Money>, Rejection> {
        let parts = self.promised_parts_on(day, known_at)?.into_iter();
        let sums = parts.map(|(entry, parts)| {
            let amounts = parts.into_iter().map(|(_, amount)| amount);
            Ok((entry, Money::sum(self.key.currency, amounts)?))
        });
        sums.collect()
    }

    /// The same part by part, each with the day it is promised for, the earliest first.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn promised_parts_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<PromisedParts<'_>, Rejection> {
        let mut promised = PromisedParts::new();
        if self.promises.is_empty() {
            return Ok(promised);
        }
        for one in self.promises_on(day, known_at)? {
            let mut rest = one.outstanding;
            for id in &one.record.promise.entries {
                let Some(entry) = self.entry(id) else { continue };
                let parts = promised.entry(id).or_default();
                let marked = parts.iter().map(|(_, amount)| *amount);
                let marked = Money::sum(self.key.currency, marked)?;
                let open = entry.open_as_of(day, known_at).amount.checked_sub(marked)?;
                let part = least(rest, open);
                if part.is_positive() {
                    parts.push((one.record.promise.pay_on, part));
                    rest = rest.checked_sub(part)?;
                }
            }
        }
        Ok(promised)
    }
}

/// The smaller of two amounts of one currency.
pub(super) const fn least(one: Money, other: Money) -> Money {
    if one.minor() < other.minor() { one } else { other }
}

/// Whether an item is money received.
const fn is_money(kind: &EntryKind) -> bool {
    match kind {
        EntryKind::Payment { .. } | EntryKind::Identified { .. } => true,
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => false,
    }
}
