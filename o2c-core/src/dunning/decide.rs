//! The rules of reminders: one function a command.

use super::propose::proposed;
use super::{Block, Command, Event, Facts, Rejection, Reminders};
use crate::calendar::Moment;
use crate::error::Path;
use crate::id::{EntryId, Text};
use alloc::boxed::Box;
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(reminders: &Reminders, command: &Command, facts: &Facts) -> Decision {
    match command {
        Command::Write {} => write(reminders, facts),
        Command::Block(block) => stand(reminders, block, facts),
        Command::Lift { block } => lift(reminders, block, facts),
        Command::Reset { entries, level } => reset(reminders, entries, *level, facts),
    }
}

const fn moment(facts: &Facts) -> Moment {
    Moment { on: facts.on, recorded_on: facts.recorded_on }
}

/// Writes what is proposed; nothing where nothing is.
fn write(reminders: &Reminders, facts: &Facts) -> Decision {
    let Some(run) = &facts.run else { return Ok(Vec::new()) };
    let (policy, case) = &**run;
    let written = reminders.letters.iter().map(|written| written.at.on);
    let latest = written.chain(reminders.notices.iter().map(|given| given.at.on)).max();
    if let Some(latest) = latest.filter(|latest| facts.on < *latest) {
        return Err(Rejection::Earlier { path: Path::root(), on: facts.on, latest });
    }
    let proposal = proposed(policy, &reminders.known(case.clone(), None))?;
    let (at, notices) = (moment(facts), proposal.notices);
    let written = |letter| Event::Written { letter: Box::new(letter), at };
    let notified = (!notices.is_empty()).then_some(Event::Notified { notices, at });
    Ok(proposal.letters.into_iter().map(written).chain(notified).collect())
}

fn stand(reminders: &Reminders, block: &Block, facts: &Facts) -> Decision {
    block.check()?;
    if reminders.blocks.iter().any(|of| of.lifted.is_none() && of.block.block == block.block) {
        let path = Path::field("block");
        return Err(Rejection::BlockTwice { path, block: block.block.clone() });
    }
    Ok(Vec::from([Event::Blocked { block: block.clone(), at: moment(facts) }]))
}

fn lift(reminders: &Reminders, block: &Text, facts: &Facts) -> Decision {
    if !reminders.blocks.iter().any(|of| of.lifted.is_none() && of.block.block == *block) {
        return Err(Rejection::UnknownBlock { path: Path::field("block"), block: block.clone() });
    }
    Ok(Vec::from([Event::Lifted { block: block.clone(), at: moment(facts) }]))
}

fn reset(reminders: &Reminders, entries: &[EntryId], level: u8, facts: &Facts) -> Decision {
    for (index, entry) in entries.iter().enumerate() {
        let path = Path::index("entries", index);
        if !reminders.levels.contains_key(entry) {
            return Err(Rejection::UnknownItem { path, entry: entry.clone() });
        }
        if entries.iter().take(index).any(|other| other == entry) {
            return Err(Rejection::ItemTwice { path, entry: entry.clone() });
        }
    }
    let is_above = |entry: &&EntryId| reminders.level_on(entry, facts.on, None).0 > level;
    let entries: Vec<EntryId> = entries.iter().filter(is_above).cloned().collect();
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Vec::from([Event::Reset { entries, level, at: moment(facts) }]))
}
