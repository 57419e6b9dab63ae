//! What a run proposes: a pure function of the account on a day and the policy.

use super::Rejection;
use super::item::{Accrued, Block, BlockReason, Case, OpenItem};
use super::letter::{Held, Letter, LetterItem, Notice};
use super::policy::{Escalation, IntervalOf, LetterStyle, Policy, PreDueNotice, amount_in};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{EntryId, Text};
use crate::interest::{self, LateItem};
use crate::money::Money;
use alloc::vec::Vec;

/// What a run proposes for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Proposal {
    /// The day of the run.
    pub as_of: Day,
    /// The letters to write; none where nothing rises.
    pub letters: Vec<Letter>,
    /// Notices of what falls due soon.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub notices: Vec<Notice>,
    /// Where each debit stands and why, in the order of the items.
    pub steps: Vec<Step>,
    /// Why nothing is written although something would rise.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub held: Option<Held>,
    /// The first day on which a run would raise something, as things stand; none where no day
    /// would.
    pub changes_on: Option<Day>,
}

/// Where an item stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Step {
    /// The item.
    pub entry: EntryId,
    /// How many days it is late, none or less where it is not.
    pub days_late: i32,
    /// The level it has.
    pub level: u8,
    /// The highest level whose delay is reached.
    pub reached: u8,
    /// The level it would have after this run's letters.
    pub next: u8,
    /// How much of it may be reminded of.
    pub dunned: Money,
    /// Why it rises or does not.
    pub why: Why,
    /// The first day on which a run would raise it, as things stand.
    pub changes_on: Option<Day>,
}

/// Why an item rises or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Why {
    /// It is not late, or within the days of grace.
    NotLate,
    /// The delay of the next level is not over.
    DelayNotOver,
    /// The last letter is too recent.
    TooSoon,
    /// The last level was reached before.
    LastLevel,
    /// Something stands in the way.
    Blocked(BlockReason),
    /// It rises.
    Rises,
    /// Its delay is over and no letter is written: credits cover what is late, or it is less than
    /// the least amount.
    Held,
}

/// What a run proposes on a day (rulebook R-02 to R-06). The same facts give the same proposal,
/// and what was written is proposed no more.
///
/// ```
/// use o2c_core::calendar::Day;
/// use o2c_core::dunning::{Case, OpenItem, Policy, propose};
/// use o2c_core::money::Currency;
/// let policy = Policy::after_due(&[5, 15, 30, 45]);
/// let next = |as_of: &str, level, reminded_on: Option<&str>| {
///     let reminded_on = reminded_on.map(Day::parse).transpose()?;
///     let item = OpenItem {
///         entry: "F1".parse()?,
///         document: Default::default(),
///         open: "1200.00 EUR".parse()?,
///         due_on: Day::parse("2026-03-31")?,
///         level,
///         reminded_on,
///         bears_no_interest: false,
///         noticed: None,
///     };
///     let case = Case {
///         currency: Currency::EUR,
///         as_of: Day::parse(as_of)?,
///         items: vec![item],
///         blocks: vec![],
///         reminded_on,
///         accrued: None,
///         bearing: None,
///     };
///     Ok::<_, o2c_core::error::Error>(propose(&policy, &case)?.steps[0].next)
/// };
/// // rulebook EX-R1
/// assert_eq!(next("2026-04-04", 0, None)?, 0);
/// assert_eq!(next("2026-04-05", 0, None)?, 1);
/// assert_eq!(next("2026-04-30", 0, None)?, 1, "one level at a time");
/// assert_eq!(next("2026-05-03", 1, Some("2026-04-30"))?, 1, "within a week");
/// assert_eq!(next("2026-05-08", 1, Some("2026-04-30"))?, 2);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// Those of [`Policy::check`], `dunning.item_twice`, `dunning.amount_of_account`,
/// `dunning.block_ends_before`, `money.currency_mismatch`, those of the interest.
pub fn propose(policy: &Policy, case: &Case) -> Result<Proposal, Rejection> {
    let mut proposal = proposed(policy, case)?;
    case.look_ahead(policy, &mut proposal)?;
    Ok(proposal)
}

/// What is to be written on the day: the days on which that would change are those of delays,
/// intervals and blocks alone.
pub(super) fn proposed(policy: &Policy, case: &Case) -> Result<Proposal, Rejection> {
    policy.check().map_err(|no| no.inside("policy"))?;
    case.check()?;
    let steps = case.steps(policy)?;
    let mut proposal = Proposal {
        as_of: case.as_of,
        letters: Vec::new(),
        notices: case.notices(policy)?,
        changes_on: steps.iter().filter_map(|step| step.changes_on).min(),
        steps,
        held: None,
    };
    if proposal.steps.iter().any(|step| step.next > step.level) {
        match case.letters(policy, &proposal.steps)? {
            Ok(letters) => proposal.letters = letters,
            Err(held) => {
                proposal.held = Some(held);
                for step in proposal.steps.iter_mut().filter(|step| step.why == Why::Rises) {
                    (step.next, step.why) = (step.level, Why::Held);
                }
            }
        }
    }
    Ok(proposal)
}

/// What letters are written of.
pub(super) struct ToWrite<'s> {
    /// The highest level that something rises to.
    highest: u8,
    /// What is late.
    late: Vec<&'s Step>,
    /// The open credits, zero or below.
    credits: Money,
}

impl Case {
    fn check(&self) -> Result<(), Rejection> {
        let ours = Money::zero(self.currency);
        let mut seen = alloc::collections::BTreeSet::new();
        for (index, item) in self.items.iter().enumerate() {
            let at = |name: &str| Path::field(name).inside_index("items", index);
            ours.expect(item.open.currency())
                .map_err(|no| Rejection::from(no.inside(at("open").as_str())))?;
            if !seen.insert(&item.entry) {
                let (path, entry) = (at("entry"), item.entry.clone());
                return Err(Rejection::ItemTwice { path, entry });
            }
        }
        for (index, block) in self.blocks.iter().enumerate() {
            let at = |name: &str| Path::field(name).inside_index("blocks", index);
            block.check().map_err(|no| no.inside_index("blocks", index))?;
            if let Some(amount) = block.amount {
                ours.expect(amount.currency())
                    .map_err(|no| Rejection::from(no.inside(at("amount").as_str())))?;
            }
        }
        Ok(())
    }

    /// How much of an item may be reminded of, and what stands in the way of the rest.
    fn dunned(&self, item: &OpenItem, day: Day) -> Result<(Money, Option<&Block>), Rejection> {
        let mut left = item.open;
        let mut in_the_way = None;
        let holds = |block: &&Block| block.is_of(&item.entry) && block.holds_on(day);
        for block in self.blocks.iter().filter(holds) {
            let blocked = block.amount.unwrap_or(item.open);
            left = left.checked_sub(blocked)?;
            in_the_way = in_the_way.or(Some(block));
        }
        if left.is_positive() {
            return Ok((left, None));
        }
        Ok((Money::zero(self.currency), in_the_way))
    }

    /// The day of the letter that an interval is counted from.
    pub(super) fn letter_before(&self, policy: &Policy, item: &OpenItem) -> Option<Day> {
        match policy.interval_of {
            IntervalOf::Account => {
                let others = self.items.iter().map(|item| item.reminded_on);
                others.chain([self.reminded_on]).flatten().max()
            }
            IntervalOf::Item => item.reminded_on,
        }
    }

    /// Where each debit stands, in the order of the items.
    pub(super) fn steps(&self, policy: &Policy) -> Result<Vec<Step>, Rejection> {
        let debits = self.items.iter().filter(|item| item.open.is_positive());
        debits.map(|item| self.step(policy, item)).collect()
    }

    /// Where an item stands (rulebook R-02).
    fn step(&self, policy: &Policy, item: &OpenItem) -> Result<Step, Rejection> {
        let most = u8::try_from(policy.levels.len()).unwrap_or(u8::MAX);
        let last = item.reminded_on.map(|on| (item.level, on));
        let before = self.letter_before(policy, item);
        let (mut reached, mut next, mut too_soon) = (0, item.level, false);
        let mut changes_on: Option<Day> = None;
        for number in 1..=most {
            let Some(on) = policy.reached_on(number, item.due_on, last)? else { continue };
            if on <= self.as_of {
                reached = number;
            }
            if number <= item.level {
                continue;
            }
            let target = match policy.escalation {
                Escalation::OneStep => item.level.saturating_add(1),
                Escalation::HighestReached => number,
            };
            let interval = i64::from(policy.interval_of(target));
            #[cfg(feature = "planted-defects")]
            let interval = if crate::defects::is_planted(15) { 1 } else { interval };
            let free_on = before.map(|before| before.plus_days(interval)).transpose()?;
            let rises_on = free_on.map_or(on, |free_on| free_on.max(on)).max(self.as_of);
            if rises_on == self.as_of {
                next = next.max(target);
            } else if on <= self.as_of {
                too_soon = true;
            }
            changes_on = Some(changes_on.map_or(rises_on, |earlier| earlier.min(rises_on)));
        }
        let changes_on = self.after_block(item, changes_on)?;
        let (dunned, block) = self.dunned(item, self.as_of)?;
        let days_late = item.due_on.days_until(self.as_of);
        let why = if let Some(block) = block {
            next = item.level;
            Why::Blocked(block.reason)
        } else if next > item.level {
            Why::Rises
        } else if item.level >= most {
            Why::LastLevel
        } else if days_late <= i32::from(policy.grace_days) {
            Why::NotLate
        } else if too_soon {
            Why::TooSoon
        } else {
            Why::DelayNotOver
        };
        let (entry, level) = (item.entry.clone(), item.level);
        Ok(Step { entry, days_late, level, reached, next, dunned, why, changes_on })
    }

    /// The first day from `on` on which no block keeps the item from rising.
    fn after_block(&self, item: &OpenItem, on: Option<Day>) -> Result<Option<Day>, Rejection> {
        let Some(mut day) = on else { return Ok(None) };
        // Each round passes the end of one block at least.
        for _ in 0..=self.blocks.len() {
            if self.dunned(item, day)?.1.is_none() {
                return Ok(Some(day));
            }
            let holds = |block: &&Block| block.is_of(&item.entry) && block.holds_on(day);
            let ends = self.blocks.iter().filter(holds).filter_map(|block| block.until);
            match ends.min() {
                Some(until) => day = until.plus_days(1)?,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// The notices of what falls due soon: of each item the last whose day has come, where it was
    /// not given before.
    fn notices(&self, policy: &Policy) -> Result<Vec<Notice>, Rejection> {
        let mut notices = Vec::new();
        if policy.notices.is_empty() {
            return Ok(notices);
        }
        for item in self.items.iter().filter(|item| item.due_on > self.as_of) {
            let ahead = self.as_of.days_until(item.due_on);
            let has_come = |notice: &&PreDueNotice| ahead <= i32::from(notice.days_before);
            let come = policy.notices.iter().filter(has_come);
            let Some(notice) = come.min_by_key(|notice| notice.days_before) else { continue };
            let is_given = item.noticed.is_some_and(|given| given <= notice.days_before);
            if !is_given && self.dunned(item, self.as_of)?.0.is_positive() {
                notices.push(Notice {
                    entry: item.entry.clone(),
                    days_before: notice.days_before,
                    due_on: item.due_on,
                    open: item.open,
                    channel: notice.channel,
                    template: notice.template.clone(),
                });
            }
        }
        Ok(notices)
    }

    /// The letters over the items that are late, or why there are none (rulebook R-03, R-04).
    fn letters(
        &self,
        policy: &Policy,
        steps: &[Step],
    ) -> Result<Result<Vec<Letter>, Held>, Rejection> {
        let ToWrite { highest, late, credits } = match self.to_write(policy, steps)? {
            Ok(to_write) => to_write,
            Err(held) => return Ok(Err(held)),
        };
        let mut letters = Vec::new();
        match policy.letters {
            LetterStyle::OneLetter => letters.push(self.letter(policy, highest, &late, credits)?),
            LetterStyle::PerLevel => {
                for number in (1..=highest).rev() {
                    let of: Vec<&Step> =
                        late.iter().copied().filter(|step| step.next == number).collect();
                    if of.iter().any(|step| step.next > step.level) {
                        let credits = if letters.is_empty() { credits } else { self.nothing() };
                        letters.push(self.letter(policy, number, &of, credits)?);
                    }
                }
            }
            LetterStyle::PerItem => {
                for step in late.iter().filter(|step| step.next > step.level) {
                    let credits = if letters.is_empty() { credits } else { self.nothing() };
                    letters.push(self.letter(policy, step.next, &[step], credits)?);
                }
            }
        }
        Ok(Ok(letters))
    }

    /// What is late and the highest level that something of it rises to, or why nothing is written
    /// of it.
    pub(super) fn to_write<'s>(
        &self,
        policy: &Policy,
        steps: &'s [Step],
    ) -> Result<Result<ToWrite<'s>, Held>, Rejection> {
        let credits = self.items.iter().map(|item| item.open).filter(|open| open.is_negative());
        let credits = Money::sum(self.currency, credits)?;
        let late = |step: &&Step| step.days_late > i32::from(policy.grace_days);
        let late: Vec<&'s Step> =
            steps.iter().filter(late).filter(|step| step.dunned.is_positive()).collect();
        let overdue = Money::sum(self.currency, late.iter().map(|step| step.dunned))?;
        let net = overdue.checked_add(credits)?;
        if !net.is_positive() {
            return Ok(Err(Held::NothingOwed { overdue, credits }));
        }
        let highest = late.iter().filter(|step| step.next > step.level).map(|step| step.next).max();
        let Some(highest) = highest else { return Ok(Err(Held::NothingOwed { overdue, credits })) };
        let least =
            policy.level(highest).and_then(|level| amount_in(&level.minimum, self.currency));
        let least = least.or(amount_in(&policy.minimum, self.currency));
        if let Some(minimum) = least.filter(|least| net.minor() < least.minor()) {
            return Ok(Err(Held::BelowMinimum { net, minimum }));
        }
        Ok(Ok(ToWrite { highest, late, credits }))
    }

    const fn nothing(&self) -> Money {
        Money::zero(self.currency)
    }

    fn letter(
        &self,
        policy: &Policy,
        number: u8,
        steps: &[&Step],
        credits: Money,
    ) -> Result<Letter, Rejection> {
        let items: Vec<LetterItem> = steps.iter().filter_map(|step| self.listed(step)).collect();
        let overdue = Money::sum(self.currency, items.iter().map(|item| item.dunned))?;
        let net = overdue.checked_add(credits)?;
        let level = policy.level(number);
        let accrued = match level {
            Some(level) if level.shows_interest => self.accrued_on(&items)?,
            Some(_) | None => Accrued { interest: self.nothing(), compensation: self.nothing() },
        };
        let fee = level.and_then(|level| amount_in(&level.fee, self.currency));
        let fee = fee.unwrap_or(self.nothing());
        let charges = accrued.interest.checked_add(accrued.compensation)?.checked_add(fee)?;
        let pay_by = level.and_then(|level| level.days_to_pay);
        let not_due = self.items.iter().filter(|item| item.due_on >= self.as_of);
        Ok(Letter {
            level: number,
            name: level.map(|level| level.name.clone()).unwrap_or_default(),
            channel: level.map(|level| level.channel).unwrap_or_default(),
            template: level.map(|level| level.template.clone()).unwrap_or_default(),
            actions: level.map(|level| level.actions.clone()).unwrap_or_default(),
            pay_by: pay_by.map(|days| self.as_of.plus_days(days.into())).transpose()?,
            items,
            not_due: not_due.filter(|item| item.open.is_positive()).map(LetterItem::of).collect(),
            overdue,
            credits,
            net,
            interest: accrued.interest,
            compensation: accrued.compensation,
            fee,
            charges,
            total: net.checked_add(charges)?,
        })
    }

    fn listed(&self, step: &Step) -> Option<LetterItem> {
        let item = self.items.iter().find(|item| item.entry == step.entry)?;
        let listed = LetterItem::of(item);
        let days_late = u32::try_from(step.days_late).unwrap_or(0);
        Some(LetterItem { days_late, dunned: step.dunned, level: step.next, ..listed })
    }

    /// What the items of a letter bear up to its day (rulebook R-05).
    fn accrued_on(&self, items: &[LetterItem]) -> Result<Accrued, Rejection> {
        let nothing = self.nothing();
        if let Some(accrued) = &self.accrued {
            return Ok(accrued.clone());
        }
        let Some(bearing) = &self.bearing else {
            return Ok(Accrued { interest: nothing, compensation: nothing });
        };
        let mut late = Vec::with_capacity(items.len());
        for item in items {
            let is_free = |of: &OpenItem| of.entry == item.entry && of.bears_no_interest;
            if self.items.iter().any(is_free) {
                continue;
            }
            let invoice = if item.document.is_empty() {
                Text::new(item.entry.as_str()).unwrap_or_default()
            } else {
                item.document.clone()
            };
            late.push(LateItem::new(invoice, item.dunned, item.due_on));
        }
        if late.is_empty() {
            return Ok(Accrued { interest: nothing, compensation: nothing });
        }
        let figures = interest::claim(&interest::Claim {
            items: late,
            until: self.as_of,
            terms: bearing.terms.clone(),
            fixed_fee: bearing.fixed_fee.clone(),
            is_professional: bearing.is_professional,
        })
        .map_err(|no| Rejection::from(no.inside("bearing")))?;
        Ok(Accrued { interest: figures.interest, compensation: figures.fee_total })
    }
}

impl Block {
    /// Refuses a block that ends before it begins, and an amount of no item.
    pub(super) fn check(&self) -> Result<(), Rejection> {
        if let Some(until) = self.until.filter(|until| *until < self.from) {
            let path = Path::field("until");
            return Err(Rejection::BlockEndsBefore { path, from: self.from, until });
        }
        let Some(amount) = self.amount else { return Ok(()) };
        let path = Path::field("amount");
        if self.entry.is_none() {
            return Err(Rejection::AmountOfAccount { path, amount });
        }
        if amount.is_negative() {
            return Err(Rejection::AmountNegative { path, amount });
        }
        Ok(())
    }
}
