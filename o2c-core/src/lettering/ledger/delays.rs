//! The delay that explains what a party pays, where its amounts repeat themselves.
//!
//! One amount that comes each month tells its delay only up to a month: what is paid on the 20th
//! may be for this month's invoice or for the last one. What tells more: a line is *surprising*
//! where a delay expects its counterpart within the ledger and there is none. When a price
//! changes, a wrong delay is surprised twice. At both ends of the ledger nothing surprises, for
//! the counterpart may stand in another year; but a party that has no opening balance, where
//! others have, owed nothing before. Where several delays surprise as little, what other parties
//! of the account take decides.

use super::scope::{Scope, Way};
use alloc::vec::Vec;

/// Days by which a line may miss the day on which a delay expects it.
const EXPECTED_WITHIN: i32 = 8;
/// Delays that are closer to each other tell the same.
const SAME_DELAY: i32 = 12;
/// The longest delay that is looked at.
const LONGEST: i32 = 100;
/// Days a settlement may come before its document.
const EARLIEST: i32 = 5;
/// So many pairs tell a delay, and so many of a hundred pairs that there could be.
const FEWEST_PAIRS: usize = 3;
const PAIRS_OF_A_HUNDRED: usize = 70;
/// Surprises there may be for a hundred pairs.
const SURPRISES_OF_A_HUNDRED: usize = 60;
/// So many delays of other parties tell one of several, and so many times more than the next.
const OTHERS: usize = 3;
const OTHERS_AHEAD: usize = 2;

/// What is known of the ledger around the lines of one party.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// The first day from which all that concerns the party is in the ledger, and the last.
    pub(super) first_day: i32,
    pub(super) last_day: i32,
    /// The delays that are known of the account's parties, rising.
    pub(super) delays: &'a [i32],
}

impl Surroundings<'_> {
    /// Nothing is known.
    pub(super) const NONE: Surroundings<'static> =
        Surroundings { first_day: i32::MIN, last_day: i32::MAX, delays: &[] };

    /// Whether what is expected on a day would be in the ledger.
    fn holds(&self, day: i32) -> bool {
        day >= self.first_day.saturating_add(EXPECTED_WITHIN)
            && day <= self.last_day.saturating_sub(EXPECTED_WITHIN)
    }

    /// How many known delays are close to one.
    fn delays_near(&self, delay: i32) -> usize {
        let from = delay.saturating_sub(EXPECTED_WITHIN);
        let until = delay.saturating_add(EXPECTED_WITHIN);
        let begin = self.delays.partition_point(|known| *known < from);
        let end = self.delays.partition_point(|known| *known <= until);
        end.saturating_sub(begin)
    }
}

/// The days of the credits of one amount and those of its debits, rising.
type Class = (Vec<i32>, Vec<i32>);

/// What one delay explains.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    delay: i32,
    pairs: usize,
    surprises: usize,
    /// The days by which the pairs miss the delay, together.
    off: u64,
}

impl Fit {
    /// Of two fits the better one has the lower: surprises, hundredths of days off, delay.
    fn rank(&self) -> (usize, u64, u32) {
        let pairs = u64::try_from(self.pairs).unwrap_or(u64::MAX).max(1);
        let off = self.off.saturating_mul(100).checked_div(pairs).unwrap_or(u64::MAX);
        (self.surprises, off, self.delay.unsigned_abs())
    }

    fn is_far_from(&self, other: &Fit) -> bool {
        self.delay.saturating_sub(other.delay).saturating_abs() > SAME_DELAY
    }
}

impl Scope<'_> {
    /// The delay from debit to credit that explains the equal amounts better than any other; none
    /// where several explain them as well.
    pub(super) fn fitted_delay(&mut self) -> Option<i32> {
        let days = |lines: &[usize]| lines.iter().map(|line| self.day(*line)).collect();
        let classes: Vec<Class> =
            self.equal_classes().iter().map(|(one, other)| (days(one), days(other))).collect();
        let possible = classes.iter().map(|(one, other)| one.len().min(other.len()));
        let possible = possible.fold(0, usize::saturating_add);
        if possible < FEWEST_PAIRS {
            return None;
        }
        let delays = match self.way_of_account() {
            Way::DebitsFirst => EARLIEST.saturating_neg()..=LONGEST,
            Way::CreditsFirst => LONGEST.saturating_neg()..=EARLIEST,
            Way::Unknown => LONGEST.saturating_neg()..=LONGEST,
        };
        let fits: Vec<Fit> = delays.map(|delay| self.fit(&classes, delay)).collect();
        self.work = self.work.saturating_add(possible.saturating_mul(fits.len()));
        let is_telling = |fit: &&Fit| fit.pairs >= FEWEST_PAIRS;
        let best = *fits.iter().filter(is_telling).min_by_key(|fit| fit.rank())?;
        let share = |part: usize, of_a_hundred: usize| {
            part.saturating_mul(100).cmp(&possible.saturating_mul(of_a_hundred))
        };
        if share(best.pairs, PAIRS_OF_A_HUNDRED).is_lt()
            || share(best.surprises, SURPRISES_OF_A_HUNDRED).is_gt()
        {
            return None;
        }
        let is_rival = |fit: &&Fit| fit.is_far_from(&best) && fit.surprises <= best.surprises;
        let mut tied: Vec<Fit> = fits.iter().filter(is_rival).copied().collect();
        if tied.is_empty() {
            return Some(best.delay);
        }
        tied.push(best);
        self.is_told_by_others = true;
        self.as_others_take(&tied)
    }

    /// The one of several delays that other parties of the account take.
    fn as_others_take(&self, tied: &[Fit]) -> Option<i32> {
        let near = |fit: &Fit| self.surroundings().delays_near(fit.delay);
        let most = tied.iter().max_by_key(|fit| near(fit))?;
        let others = tied.iter().filter(|fit| fit.is_far_from(most)).map(near).max().unwrap_or(0);
        let is_told =
            near(most) >= OTHERS && near(most) >= others.max(1).saturating_mul(OTHERS_AHEAD);
        let own = tied.iter().filter(|fit| !fit.is_far_from(most));
        own.min_by_key(|fit| fit.rank()).filter(|_| is_told).map(|fit| fit.delay)
    }

    /// What a delay explains: credits and debits meet in the order of their days.
    fn fit(&self, classes: &[Class], delay: i32) -> Fit {
        let mut fit = Fit { delay, ..Fit::default() };
        let surprises = |day: i32| usize::from(self.surroundings().holds(day));
        for (credits, debits) in classes {
            let (mut credits, mut debits) = (credits.as_slice(), debits.as_slice());
            loop {
                // The days on which the other side is expected.
                let credit = credits.first().map(|day| day.saturating_sub(delay));
                let debit = debits.first().copied();
                let Some(earlier) = credit.into_iter().chain(debit).min() else { break };
                let off = credit.zip(debit).map(|(one, other)| one.saturating_sub(other));
                let met = off.filter(|off| off.saturating_abs() <= EXPECTED_WITHIN);
                if let Some(off) = met {
                    fit.pairs = fit.pairs.saturating_add(1);
                    fit.off = fit.off.saturating_add(u64::from(off.unsigned_abs()));
                } else if credit == Some(earlier) {
                    fit.surprises = fit.surprises.saturating_add(surprises(earlier));
                } else {
                    let expected = earlier.saturating_add(delay);
                    fit.surprises = fit.surprises.saturating_add(surprises(expected));
                }
                if met.is_some() || credit == Some(earlier) {
                    credits = credits.get(1..).unwrap_or_default();
                }
                if met.is_some() || credit != Some(earlier) {
                    debits = debits.get(1..).unwrap_or_default();
                }
            }
        }
        fit
    }
}
