//! Reminders, promises and plans (contract I15): a level rises by a late day alone and by one step
//! where the policy says so, never within an interval of the letter before; what is blocked,
//! promised or paid by instalments is not reminded of; the figures of a letter are its items'.

use super::accounts::AccountBook;
use super::cents::{Cents, cents};
use super::troubles::DisputeBooks;
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::calendar::Day;
use o2c_core::company::{PolicyOf, PolicySet};
use o2c_core::dunning::{
    self, Block, Delay, Escalation, IntervalOf, Letter, LetterItem, LetterStyle, Policy,
};
use o2c_core::id::{EntryId, PlanId, PromiseId, Text};
use o2c_core::receivable::{AccountKey, Holder, PlanEvent, PromiseEvent};
use std::collections::BTreeMap;

/// The level of an item, and the day of the letter that gave it.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    level: u8,
    written_on: Option<Day>,
}

/// What the customer said he pays: the items with what was open of each, the day he said so, and
/// the last day on which nothing of it is late.
#[derive(Debug, Clone)]
struct Arranged {
    items: BTreeMap<EntryId, Cents>,
    since: Day,
    until: Day,
}

/// What was written to an account.
#[derive(Debug, Clone, Default)]
struct ReminderBook {
    items: BTreeMap<EntryId, Standing>,
    letters: Vec<Day>,
    /// The notices of an item for a due day: the fewest days before it.
    noticed: BTreeMap<(EntryId, Day), u16>,
    blocks: BTreeMap<Text, Block>,
    promises: BTreeMap<PromiseId, Arranged>,
    plans: BTreeMap<PlanId, Arranged>,
}

/// What was written to all of them, and under which policies.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReminderBooks {
    policies: Vec<PolicySet>,
    accounts: BTreeMap<AccountKey, ReminderBook>,
}

impl ReminderBooks {
    /// Notes a policy.
    pub(super) fn set(&mut self, set: &PolicySet) {
        self.policies.push(set.clone());
    }

    /// The blocks that stand, with their accounts.
    pub(crate) fn standing(&self) -> Vec<(AccountKey, Text)> {
        self.each(|book| book.blocks.keys().cloned().collect())
    }

    /// The promises that were not withdrawn.
    pub(crate) fn promised(&self) -> Vec<(AccountKey, PromiseId)> {
        self.each(|book| book.promises.keys().cloned().collect())
    }

    /// The plans that were not ended.
    pub(crate) fn planned(&self) -> Vec<(AccountKey, PlanId)> {
        self.each(|book| book.plans.keys().cloned().collect())
    }

    fn each<T>(&self, of: impl Fn(&ReminderBook) -> Vec<T>) -> Vec<(AccountKey, T)> {
        let named = self
            .accounts
            .iter()
            .flat_map(|(key, book)| of(book).into_iter().map(move |one| (key.clone(), one)));
        named.collect()
    }

    /// Whether a letter ever raised an item.
    pub(crate) fn is_reminded(&self, key: &AccountKey, entry: &EntryId) -> bool {
        self.accounts.get(key).is_some_and(|book| book.items.contains_key(entry))
    }

    /// Follows what happened to the reminders of an account.
    pub(super) fn follow(
        &mut self,
        key: &AccountKey,
        event: &dunning::Event,
        (account, disputes): (Option<&AccountBook>, &DisputeBooks),
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        match event {
            dunning::Event::Written { letter, at } => {
                let policy = self.policy(key).cloned();
                let book = self.accounts.entry(key.clone()).or_default();
                let (Some(policy), Some(account)) = (policy, account) else {
                    return finding("I15", format!("{key} is reminded and nobody said so"));
                };
                let audit = Audit { key, policy: &policy, account, disputes, on: at.on };
                audit.letter(book, letter)?;
                coverage.letters += 1;
                coverage.late_levels += u64::from(letter.level > 1);
                book.write(letter, at.on);
            }
            dunning::Event::Blocked { block, .. } => {
                coverage.blocks += 1;
                let book = self.accounts.entry(key.clone()).or_default();
                book.blocks.insert(block.block.clone(), block.clone());
            }
            dunning::Event::Lifted { block, .. } => {
                let book = self.accounts.entry(key.clone()).or_default();
                if book.blocks.remove(block).is_none() {
                    return finding("I15", format!("{block} of {key} is lifted and never stood"));
                }
            }
            dunning::Event::Reset { entries, level, .. } => {
                let book = self.accounts.entry(key.clone()).or_default();
                for entry in entries {
                    let standing = book.items.entry(entry.clone()).or_default();
                    if *level >= standing.level {
                        let what = format!("{entry} falls from {} to {level}", standing.level);
                        return finding("I15", what);
                    }
                    standing.level = *level;
                }
            }
            dunning::Event::Notified { notices, at } => {
                coverage.notices += 1;
                let book = self.accounts.entry(key.clone()).or_default();
                for notice in notices {
                    let of = account.and_then(|account| account.items.get(&notice.entry));
                    let due_on = of.map(|own| own.due_as_of(at.on, None));
                    let ahead = at.on.days_until(notice.due_on);
                    let is_told = due_on == Some(notice.due_on)
                        && (1..=i32::from(notice.days_before)).contains(&ahead);
                    let before = (notice.entry.clone(), notice.due_on);
                    let given = book.noticed.insert(before, notice.days_before);
                    if !is_told || given.is_some_and(|given| given <= notice.days_before) {
                        return finding("I15", format!("{key} on {}: {notice:?}", at.on));
                    }
                }
            }
        }
        Ok(())
    }

    /// Follows a promise.
    pub(super) fn promise(
        &mut self,
        key: &AccountKey,
        event: &PromiseEvent,
        (account, coverage): (Option<&AccountBook>, &mut Coverage),
        since: Day,
    ) {
        let book = self.accounts.entry(key.clone()).or_default();
        match event {
            PromiseEvent::Made(promise) => {
                coverage.promises += 1;
                let items = open_of(account, promise.entries.iter());
                let arranged = Arranged { items, since, until: promise.pay_on };
                book.promises.insert(promise.promise.clone(), arranged);
            }
            PromiseEvent::Withdrawn { promise } => {
                book.promises.remove(promise);
            }
        }
    }

    /// Follows a plan: its instalments sum to what it covers.
    pub(super) fn plan(
        &mut self,
        key: &AccountKey,
        event: &PlanEvent,
        (account, coverage): (Option<&AccountBook>, &mut Coverage),
        since: Day,
    ) -> Result<(), Finding> {
        let book = self.accounts.entry(key.clone()).or_default();
        match event {
            PlanEvent::Agreed(version) => {
                coverage.plans += 1;
                let covered: Cents = version.covered.iter().map(|one| cents(one.amount)).sum();
                let parts: Cents = version.instalments.iter().map(|one| cents(one.amount)).sum();
                let items = open_of(account, version.covered.iter().map(|one| &one.entry));
                let open: Cents = items.values().sum();
                if covered != parts || covered != open {
                    let what = format!("{parts} in parts for {covered}, {open} is open");
                    return finding("I3", what);
                }
                let until = version.instalments.iter().map(|one| one.due_on).min();
                if let Some(until) = until {
                    book.plans.insert(version.plan.clone(), Arranged { items, since, until });
                }
            }
            PlanEvent::Ended { plan } => {
                book.plans.remove(plan);
            }
        }
        Ok(())
    }

    /// The closest policy: the customer's own, else everybody's.
    fn policy(&self, key: &AccountKey) -> Option<&Policy> {
        let Holder::Customer(customer) = &key.holder else { return None };
        let latest = |is_theirs: &dyn Fn(&PolicyOf) -> bool| {
            self.policies.iter().rev().find(|set| is_theirs(&set.of))?.policy.as_ref()
        };
        let own = latest(&|of| matches!(of, PolicyOf::Customer(one) if one == customer));
        own.or_else(|| latest(&|of| matches!(of, PolicyOf::Everybody)))
    }
}

/// What is open of items.
fn open_of<'a>(
    account: Option<&AccountBook>,
    entries: impl Iterator<Item = &'a EntryId>,
) -> BTreeMap<EntryId, Cents> {
    let open = |entry: &EntryId| {
        account.and_then(|account| account.items.get(entry)).map_or(0, super::ItemBook::open)
    };
    entries.map(|entry| (entry.clone(), open(entry))).collect()
}

impl ReminderBook {
    fn write(&mut self, letter: &Letter, on: Day) {
        for item in letter.items.iter().filter(|item| item.level != item.level_before) {
            let standing = Standing { level: item.level, written_on: Some(on) };
            self.items.insert(item.entry.clone(), standing);
        }
        self.letters.push(on);
    }

    /// Whether the whole of an item of which so much is open was blocked, promised or arranged. A
    /// promise may be kept, and over, by any money that came in since, settled or not.
    fn keeps(&self, entry: &EntryId, open: Cents, on: Day, account: &AccountBook) -> bool {
        let of_block = |block: &Block| {
            let holds = block.from <= on && block.until.is_none_or(|until| on <= until);
            let is_of = block.entry.as_ref().is_none_or(|of| of == entry);
            if holds && is_of { block.amount.map_or(open, cents) } else { 0 }
        };
        let blocked: Cents = self.blocks.values().map(of_block).sum();
        let is_arranged = |of: &Arranged| of.items.get(entry) == Some(&open) && on <= of.until;
        blocked >= open
            || self.promises.values().any(|of| is_arranged(of) && !account.has_received(of.since))
            || self.plans.values().any(is_arranged)
    }
}

/// One letter held against the account.
struct Audit<'a> {
    key: &'a AccountKey,
    policy: &'a Policy,
    account: &'a AccountBook,
    disputes: &'a DisputeBooks,
    on: Day,
}

impl Audit<'_> {
    fn letter(&self, book: &ReminderBook, letter: &Letter) -> Result<(), Finding> {
        let (key, on) = (self.key, self.on);
        for item in &letter.items {
            self.item(book, item)?;
        }
        if letter.items.iter().all(|item| item.level == item.level_before) {
            return finding("I15", format!("the letter to {key} on {on} raises nothing"));
        }
        let dunned: Cents = letter.items.iter().map(|item| cents(item.dunned)).sum();
        let charges = cents(letter.interest) + cents(letter.compensation) + cents(letter.fee);
        let net = dunned + cents(letter.credits);
        let told = [letter.overdue, letter.net, letter.charges, letter.total].map(cents);
        if told != [dunned, net, charges, net + charges] {
            return finding("I15", format!("the letter to {key} on {on} does not add up"));
        }
        let open = self.account.items.values().map(|item| item.left_on(on, None).0);
        let credits: Cents = open.filter(|open| *open < 0).sum();
        let is_one = self.policy.letters == LetterStyle::OneLetter;
        if is_one && cents(letter.credits) != credits {
            let what = format!("the letter to {key} nets {}, {credits} is open", letter.credits);
            return finding("I15", what);
        }
        Ok(())
    }

    /// An item of a letter: what is open and late of it, and why its level is what it is.
    fn item(&self, book: &ReminderBook, item: &LetterItem) -> Result<(), Finding> {
        let Some(own) = self.account.items.get(&item.entry) else {
            return finding("I15", format!("{} is reminded of and not there", item.entry));
        };
        let (entry, on) = (&item.entry, self.on);
        let broken = |what: &str| finding("I15", format!("{entry} on {on}: {what}: {item:?}"));
        let open = own.left_on(on, None).0;
        let disputed = self.disputes.held(self.key, entry).clamp(0, open.max(0));
        if cents(item.open) != open || cents(item.dunned) > open - disputed {
            return broken(&format!("{open} is open, {disputed} contested"));
        }
        let late = own.due_as_of(on, None).days_until(on);
        if late <= i32::from(self.policy.grace_days) {
            return broken("it is not late");
        }
        if u32::try_from(late) != Ok(item.days_late) {
            return broken(&format!("it is {late} days late"));
        }
        if book.keeps(entry, open, on, self.account) {
            return broken("it is blocked");
        }
        let before = book.items.get(entry).copied().unwrap_or_default();
        if item.level_before != before.level || item.level < before.level {
            return broken(&format!("its level was {}", before.level));
        }
        if item.level > before.level {
            self.rises(book, (item, before), late)?;
        }
        Ok(())
    }

    /// A level that rises: by one step, after its delay, and not within the interval.
    fn rises(
        &self,
        book: &ReminderBook,
        (item, before): (&LetterItem, Standing),
        late: i32,
    ) -> Result<(), Finding> {
        let (entry, on) = (&item.entry, self.on);
        let broken = |what: &str| finding("I15", format!("{entry} on {on}: {what}: {item:?}"));
        let steps = item.level - before.level;
        if self.policy.escalation == Escalation::OneStep && steps > 1 {
            return broken("a level is skipped");
        }
        let Some(level) = self.policy.levels.get(usize::from(item.level) - 1) else {
            return broken("there is no such level");
        };
        match level.delay {
            Delay::AfterDue(days) if late < i32::from(days) => return broken("its delay runs"),
            Delay::AfterDue(_) | Delay::AfterEndOfMonth(_) | Delay::AfterPrevious(_) => {}
        }
        let latest = match self.policy.interval_of {
            IntervalOf::Account => book.letters.iter().filter(|day| **day < on).max().copied(),
            IntervalOf::Item => before.written_on,
        };
        let interval = level.interval.unwrap_or(self.policy.interval);
        if latest.is_some_and(|latest| latest.days_until(on) < i32::from(interval)) {
            return broken(&format!("the letter of {latest:?} is too recent"));
        }
        Ok(())
    }
}
