//! Settling items against each other (rulebook L-01 to L-05, L-30, T-30).

use super::{difference::Differences, discount, expect_currency, fresh_code, open_day, unknown};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::EntryId;
use crate::money::Money;
use crate::receivable::{
    Account, AccountEntry, Applied, Difference, Event, ExchangeDifference, Facts, LetterCode,
    LetterLine, Lettered, Rejection,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use hashbrown::HashSet;

/// An item named, how much of it is asked, and, once settled, how much is applied: minor units.
pub(super) struct Line<'a> {
    pub(super) entry: &'a AccountEntry,
    asked: Option<i64>,
    pub(super) applied: i64,
    pub(super) discount: i64,
}

impl Line<'_> {
    pub(super) fn open(&self) -> i64 {
        self.entry.open.amount.minor()
    }

    pub(super) fn is_debit(&self) -> bool {
        self.open() > 0
    }

    pub(super) fn wanted(&self) -> i64 {
        self.asked.unwrap_or(self.open())
    }

    /// What of a credit is not applied yet, without its sign.
    pub(super) fn unused(&self) -> i64 {
        self.applied.saturating_sub(self.wanted())
    }
}

pub(super) fn letter(
    account: &Account,
    lines: &[LetterLine],
    take_discount: bool,
    differences: &[Difference],
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let mut lines = named(account, lines)?;
    let has_differences = !differences.is_empty();
    let differences = Differences::of(account, differences)?;
    let (debit, credit) = totals(&lines, &differences);
    // What is settled without money is settled of the items, not of another difference.
    let is_of_items = total(&lines, true) >= differences.short
        && total(&lines, false).saturating_neg() >= differences.over;
    if debit == 0 || credit == 0 || !is_of_items {
        return Err(Rejection::OneSided {
            path: Path::field("lines"),
            debit: Money::from_wide(debit, account.key.currency)?,
            credit: Money::from_wide(credit, account.key.currency)?,
        });
    }
    // Sums of 64-bit amounts stay within 128 bits.
    let shortfall = debit.saturating_sub(credit.saturating_abs());
    if take_discount && shortfall > 0 {
        discount::grant(account, &mut lines, shortfall, has_differences)?;
        refuse_rest(account, &lines, &differences, shortfall)?;
    } else {
        refuse_rest(account, &lines, &differences, 0)?;
        apply(account, &mut lines, &differences)?;
    }
    let mut left_open = left_open(&lines)?;
    let deductions = differences.deductions(&mut left_open)?;
    lines.retain(|line| line.applied != 0);
    let mut events = events(account, &lines, &differences, facts)?;
    if let Some(Event::Lettered(Lettered { effective_on, recorded_on, .. })) = events.last() {
        let (effective_on, recorded_on) = (*effective_on, *recorded_on);
        events.extend(deductions.into_iter().map(|(entry, deduction)| Event::Deducted {
            entry,
            deduction,
            effective_on,
            recorded_on,
        }));
    }
    Ok(events)
}

/// What the letter leaves open of its debits, in the order of the lines.
fn left_open(lines: &[Line<'_>]) -> Result<Vec<(EntryId, Money)>, Rejection> {
    let mut left_open = Vec::new();
    for line in lines.iter().filter(|line| line.is_debit()) {
        let open = line.entry.open.amount;
        let applied = Money::from_minor(line.applied, open.currency())?;
        left_open.push((line.entry.id().clone(), open.checked_sub(applied)?));
    }
    Ok(left_open)
}

/// Where something is written off, nothing is left beside it: the sides are equal, discounts
/// granted included, and what is paid short or over is settled wholly.
fn refuse_rest(
    account: &Account,
    lines: &[Line<'_>],
    differences: &Differences<'_>,
    discount: i128,
) -> Result<(), Rejection> {
    let (closes_debits, closes_credits) = differences.close();
    let (debit, credit) = totals(lines, differences);
    let credit = credit.saturating_sub(discount);
    let is_left = |line: &Line<'_>| {
        let closes = if line.is_debit() { closes_debits } else { closes_credits };
        closes && line.wanted() != line.open()
    };
    let is_unequal = (closes_debits || closes_credits) && debit != credit.saturating_neg();
    if is_unequal || lines.iter().any(is_left) {
        return Err(Rejection::NotTheResidual {
            path: Path::field("differences"),
            debit: Money::from_wide(debit, account.key.currency)?,
            credit: Money::from_wide(credit, account.key.currency)?,
        });
    }
    Ok(())
}

/// The lines with their items; each open, named once, and asked for within what is open.
fn named<'a>(account: &'a Account, lines: &[LetterLine]) -> Result<Vec<Line<'a>>, Rejection> {
    if lines.is_empty() {
        return Err(Rejection::NothingNamed { path: Path::field("lines") });
    }
    // Asked only, never iterated: the order of a hash table is no order.
    let mut seen: HashSet<usize> = HashSet::with_capacity(lines.len());
    let mut found = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let path = || Path::field("entry").inside_index("lines", index);
        let Some((position, entry)) = account.positioned(&line.entry) else {
            return Err(unknown(account, &line.entry, path()));
        };
        if !seen.insert(position) {
            return Err(Rejection::EntryTwice { path: path(), entry: line.entry.clone() });
        }
        if entry.is_closed() {
            return Err(Rejection::NothingOpen { path: path(), entry: line.entry.clone() });
        }
        if let Some(asked) = line.amount {
            entry
                .expect_open(asked)
                .map_err(|no| no.inside("amount").inside_index("lines", index))?;
        }
        found.push(Line { entry, asked: line.amount.map(Money::minor), applied: 0, discount: 0 });
    }
    Ok(found)
}

impl AccountEntry {
    /// Refuses more than is open of the item, and what has not its sign.
    ///
    /// # Errors
    /// `receivable.currency_differs`, `receivable.beyond_open`.
    pub(crate) fn expect_open(&self, asked: Money) -> Result<(), Rejection> {
        let open = self.open.amount;
        expect_currency(asked, open.currency())?;
        let is_within = asked.minor().signum() == open.minor().signum()
            && asked.minor().unsigned_abs() <= open.minor().unsigned_abs();
        if is_within {
            return Ok(());
        }
        Err(Rejection::BeyondOpen { path: Path::root(), entry: self.id().clone(), asked, open })
    }
}

fn total(lines: &[Line<'_>], is_debit: bool) -> i128 {
    let of_side = lines.iter().filter(|line| line.is_debit() == is_debit);
    of_side.map(|line| i128::from(line.wanted())).fold(0, i128::saturating_add)
}

/// Debits and credits with what the differences add to them; credits are negative.
fn totals(lines: &[Line<'_>], differences: &Differences<'_>) -> (i128, i128) {
    (
        total(lines, true).saturating_add(differences.over),
        total(lines, false).saturating_sub(differences.short),
    )
}

/// What each line gets: what it asks for; on the larger side, lines that ask for nothing in
/// particular get what the smaller side leaves, in the order given.
fn apply(
    account: &Account,
    lines: &mut [Line<'_>],
    differences: &Differences<'_>,
) -> Result<(), Rejection> {
    let (debit, credit) = totals(lines, differences);
    let is_debit_larger = debit > credit.saturating_abs();
    let smaller = if is_debit_larger { credit } else { debit }.unsigned_abs();
    let settled_besides = if is_debit_larger { differences.over } else { differences.short };
    let is_cut = |line: &Line<'_>| line.is_debit() == is_debit_larger;
    let fixed = lines.iter().filter(|line| is_cut(line));
    let fixed = fixed
        .filter_map(|line| line.asked)
        .map(|asked| u128::from(asked.unsigned_abs()))
        .fold(settled_besides.unsigned_abs(), u128::saturating_add);
    let Some(mut left) = smaller.checked_sub(fixed) else {
        return Err(Rejection::Unbalanced {
            path: Path::field("lines"),
            debit: Money::from_wide(debit, account.key.currency)?,
            credit: Money::from_wide(credit, account.key.currency)?,
        });
    };
    for line in lines {
        line.applied = if line.asked.is_some() || !is_cut(line) {
            line.wanted()
        } else {
            let open = line.open();
            let part = left.min(u128::from(open.unsigned_abs()));
            #[cfg(feature = "planted-defects")]
            let part = match crate::defects::is_planted(10) {
                true => u128::from(open.unsigned_abs()),
                false => part,
            };
            left = left.saturating_sub(part);
            // At most what is open, which fits.
            let part = i64::try_from(part).unwrap_or(i64::MAX);
            part.saturating_mul(open.signum())
        };
    }
    Ok(())
}

fn events(
    account: &Account,
    lines: &[Line<'_>],
    differences: &Differences<'_>,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let days = lines.iter().map(|line| {
        // An item set free is settled again from that day on: earlier days keep what was.
        line.entry.settles_from()
    });
    let day = days.max().unwrap_or(facts.effective_on);
    let day = open_day(day, facts).map_err(|no| no.inside("lines"))?;
    let letters: BTreeSet<LetterCode> = lines.iter().filter_map(|line| line.entry.letter).collect();
    refuse_beyond(account, lines, differences, (&letters, day), facts)?;
    let mut letters = letters.into_iter();
    let code = letters.next().unwrap_or_else(|| fresh_code(account, facts));
    let mut events = Vec::with_capacity(1);
    let mut applications = Vec::with_capacity(lines.len());
    for line in lines {
        applications.push(applied(line)?);
    }
    let items = differences.items(account, &applications, (code, 1), day)?;
    for line in lines.iter().filter(|line| line.discount != 0) {
        let number = applications.len();
        let item = discount::item_of(account, line, (code, number), day)?;
        applications.push(Applied {
            entry: item.id.clone(),
            amount: item.amount,
            booked: item.booked,
        });
        events.push(Event::Opened { item, recorded_on: facts.recorded_on });
    }
    for item in items {
        applications.push(Applied {
            entry: item.id.clone(),
            amount: item.amount,
            booked: item.booked,
        });
        events.push(Event::Opened { item, recorded_on: facts.recorded_on });
    }
    let released = applications.iter().map(|applied| applied.booked);
    #[cfg(feature = "planted-defects")]
    let released = released.filter(|_| !crate::defects::is_planted(7));

    events.push(Event::Lettered(Lettered {
        letter: code,
        taken_in: letters.collect(),
        exchange: ExchangeDifference::of(Money::sum(account.ledger, released)?),
        doubtful: lines
            .iter()
            .filter(|line| line.entry.is_doubtful())
            .map(|line| line.entry.id().clone())
            .collect(),
        applications,
        effective_on: day,
        recorded_on: facts.recorded_on,
    }));
    Ok(events)
}

/// The whole set is what the lines name, with all that stands in the letters they join.
fn refuse_beyond(
    account: &Account,
    lines: &[Line<'_>],
    differences: &Differences<'_>,
    (joined, day): (&BTreeSet<LetterCode>, Day),
    facts: &Facts,
) -> Result<(), Rejection> {
    let members = joined.iter().filter_map(|code| account.letters.get(code));
    let members = members.flat_map(|members| &members.positions);
    let mut set: Vec<&AccountEntry> =
        members.filter_map(|position| account.entries.get(*position)).collect();
    set.extend(lines.iter().map(|line| line.entry).filter(|entry| entry.letter.is_none()));
    differences.refuse_beyond(account, &set, day, facts)
}

/// The booked value is released in step with the amount, so that the last part empties it
/// (rulebook L-30).
fn applied(line: &Line<'_>) -> Result<Applied, Rejection> {
    let item = &line.entry.item;
    let amount = Money::from_minor(line.applied, item.amount.currency())?;
    let booked = line.entry.released(amount)?;
    #[cfg(feature = "planted-defects")]
    let booked = match crate::defects::is_planted(6) && booked != item.booked {
        true => Money::zero(booked.currency()),
        false => booked,
    };
    Ok(Applied { entry: item.id.clone(), amount, booked })
}
