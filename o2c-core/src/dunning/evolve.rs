//! How reminders follow what happened. No rule of their own.

use super::{Event, GivenNotice, LevelChange, Reminders, StandingBlock, Written};
use crate::machine::BrokenHistory;

pub(super) fn evolve(reminders: &mut Reminders, event: &Event) -> Result<(), BrokenHistory> {
    let at = event.at();
    match event {
        Event::Written { letter, .. } => {
            for item in letter.items.iter().filter(|item| item.level != item.level_before) {
                let change = LevelChange { level: item.level, is_written: true, at };
                reminders.levels.entry(item.entry.clone()).or_default().push(change);
            }
            reminders.letters.push(Written { letter: (**letter).clone(), at });
        }
        Event::Blocked { block, .. } => {
            reminders.blocks.push(StandingBlock { block: block.clone(), at, lifted: None });
        }
        Event::Lifted { block, .. } => {
            let stands = |of: &&mut StandingBlock| of.lifted.is_none() && of.block.block == *block;
            let Some(of) = reminders.blocks.iter_mut().find(stands) else {
                return Err(BrokenHistory::new(
                    "dunning",
                    alloc::format!("no block {block} stands"),
                ));
            };
            of.lifted = Some(at);
        }
        Event::Reset { entries, level, .. } => {
            for entry in entries {
                let change = LevelChange { level: *level, is_written: false, at };
                reminders.levels.entry(entry.clone()).or_default().push(change);
            }
        }
        Event::Notified { notices, .. } => {
            let given = notices.iter().map(|notice| GivenNotice { notice: notice.clone(), at });
            reminders.notices.extend(given);
        }
    }
    Ok(())
}
