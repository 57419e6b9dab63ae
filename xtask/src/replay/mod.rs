//! The log of a firm's orders, told to the order machine line by line.
//!
//! Every event is told and nothing is dropped. A line is told strictly, or by a convention that has
//! a name, or the machine refuses something of it, which is counted by the rule.

mod log;
mod told;

use anyhow::{Result, ensure};
use o2c_core::calendar::Day;
use o2c_core::order::{Flow, Timeline, flow};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use told::{Convention, Outcome, tell};

/// What the whole log came to.
struct Summary {
    lines: usize,
    strictly: usize,
    by_convention: usize,
    refused: usize,
    events: usize,
    decided: usize,
    conventions: BTreeMap<Convention, (usize, usize)>,
    rules: BTreeMap<&'static str, (usize, usize)>,
    states: BTreeMap<&'static str, usize>,
}

impl Summary {
    fn of(outcomes: &[Outcome]) -> Self {
        let is_refused = |outcome: &&Outcome| !outcome.refused.is_empty();
        let is_taken = |outcome: &&Outcome| !outcome.conventions.is_empty();
        let refused = outcomes.iter().filter(is_refused).count();
        let by_convention =
            outcomes.iter().filter(|line| is_taken(line) && !is_refused(line)).count();
        let mut summary = Summary {
            lines: outcomes.len(),
            strictly: outcomes.len() - refused - by_convention,
            by_convention,
            refused,
            events: outcomes.iter().map(|outcome| outcome.told).sum(),
            decided: outcomes.iter().map(|outcome| outcome.decided).sum(),
            conventions: BTreeMap::new(),
            rules: BTreeMap::new(),
            states: BTreeMap::new(),
        };
        for outcome in outcomes {
            *summary.states.entry(outcome.state).or_default() += 1;
            for (convention, times) in &outcome.conventions {
                let counted = summary.conventions.entry(*convention).or_default();
                *counted = (counted.0 + 1, counted.1 + times);
            }
            for (rule, times) in &outcome.refused {
                let counted = summary.rules.entry(rule).or_default();
                *counted = (counted.0 + 1, counted.1 + times);
            }
        }
        summary
    }
}

/// Replays a log: false where an event was dropped or a history broke.
pub(crate) fn run(file: &Path, as_json: bool) -> Result<bool> {
    let (lines, mended) = log::read(file)?;
    let begun = Instant::now();
    let mut outcomes = Vec::with_capacity(lines.len());
    for line in &lines {
        outcomes.push(tell(line)?);
    }
    let taken = begun.elapsed();
    let last = lines.iter().flat_map(|line| &line.events).map(|event| event.on).max();
    let summary = Summary::of(&outcomes);
    ensure!(summary.events == mended.events, "an event was dropped");
    let lives: Vec<Timeline> = outcomes.into_iter().map(|outcome| outcome.timeline).collect();
    let flow = flow(&lives, last.unwrap_or(Day::MAX));
    if as_json {
        println!("{}", told_as_json(&summary, &mended, &flow, taken)?);
    } else {
        print_summary(&summary, &mended, taken);
        print_flow(&flow);
    }
    Ok(!summary.rules.contains_key("history.broken"))
}

fn told_as_json(
    summary: &Summary,
    mended: &log::Mended,
    flow: &Flow,
    taken: Duration,
) -> Result<Value> {
    let conventions = Convention::ALL.into_iter().map(|convention| {
        let (lines, times) = summary.conventions.get(&convention).copied().unwrap_or_default();
        json!({"name": convention.name(), "meaning": convention.meaning(), "lines": lines,
            "times": times})
    });
    let rules = summary
        .rules
        .iter()
        .map(|(rule, (lines, events))| json!({"rule": rule, "lines": lines, "events": events}));
    Ok(json!({
        "lines": summary.lines, "events": summary.events, "decided": summary.decided,
        "told_strictly": summary.strictly, "told_by_convention": summary.by_convention,
        "refused": summary.refused, "conventions": conventions.collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(), "states": summary.states,
        "days": {"swapped": mended.swapped, "proved": mended.proved,
            "raw_wrong": mended.raw_wrong, "still_wrong": mended.still_wrong},
        "flow": serde_json::to_value(flow)?, "milliseconds": taken.as_millis(),
    }))
}

fn print_summary(summary: &Summary, mended: &log::Mended, taken: Duration) {
    println!("{} order lines, {} events, all told", summary.lines, summary.events);
    println!("  {} told strictly", summary.strictly);
    println!("  {} told by a named convention", summary.by_convention);
    println!("  {} of which the machine refused something", summary.refused);
    println!("conventions");
    for (convention, (lines, times)) in &summary.conventions {
        println!(
            "  {:16} {lines:6} lines {times:6} times: {}",
            convention.name(),
            convention.meaning()
        );
    }
    println!("refused, by rule");
    for (rule, (lines, events)) in &summary.rules {
        println!("  {rule:34} {lines:6} lines {events:6} events");
    }
    println!("left as");
    for (state, lines) in &summary.states {
        println!("  {state:16} {lines:6} lines");
    }
    println!(
        "days: {} had day and month swapped; of {} goods issues {} stood on a wrong day, {} do now",
        mended.swapped, mended.proved, mended.raw_wrong, mended.still_wrong
    );
    println!("{} decisions in {} ms", summary.decided, taken.as_millis());
}

fn print_flow(flow: &Flow) {
    println!("durations in days (count, least, median, nine of ten, most)");
    for (step, days) in &flow.steps {
        let step = format!("{step:?}");
        println!(
            "  {step:24} {:6} {:5} {:5} {:5} {:5}",
            days.count, days.least, days.median, days.ninth_decile, days.most
        );
    }
    println!(
        "rework: {} lines amended {} times; {} left in more than one shipment",
        flow.amended.0, flow.amended.1, flow.in_parts
    );
    println!("{} lines were held", flow.held);
    for hold in &flow.holds {
        let days = hold.days.unwrap_or_default();
        let busiest = hold.released_by.first().map_or("nobody", |(role, _)| role.as_str());
        println!(
            "  {:11} {:22} {:6} set, {:6} from the start, {:4} standing, {:3} days median, \
             {:4} nine of ten; most released by {busiest}",
            hold.kind.to_string(),
            hold.code.to_string(),
            hold.set,
            hold.from_the_start,
            hold.standing,
            days.median,
            days.ninth_decile
        );
    }
}
