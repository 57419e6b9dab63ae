//! The log as it was exported: read, and its days mended.

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use o2c_core::calendar::Day;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// A row of the log, by the names of its columns.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Date")]
    date: String,
    #[serde(rename = "Role")]
    role: String,
    #[serde(rename = "Activity")]
    activity: String,
    #[serde(rename = "Good_Issue_Date")]
    issued: String,
}

/// One event of an order line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Logged {
    /// Its day, mended.
    pub(super) on: Day,
    /// The time of the day, as it stands.
    pub(super) time: String,
    /// What happened.
    pub(super) activity: String,
    /// The role of whoever did it.
    pub(super) role: String,
}

/// An order line with its events, in the order in which they happened.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) events: Vec<Logged>,
}

/// What was mended, and how the mending is proved.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// Events in all.
    pub(super) events: usize,
    /// Events whose day and month were swapped; where both are one number nothing changes.
    pub(super) swapped: usize,
    /// Goods issues, whose day stands in a second column.
    pub(super) proved: usize,
    /// Of these, how many had the raw day more than a day away from it.
    pub(super) raw_wrong: usize,
    /// And how many have it after mending.
    pub(super) still_wrong: usize,
}

/// Reads a log, mends its days and sorts each line's events.
pub(super) fn read(file: &Path) -> Result<(Vec<Line>, Mended)> {
    let log = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut rows = csv::Reader::from_reader(GzDecoder::new(log));
    let (mut lines, mut places) = (Vec::<Line>::new(), HashMap::new());
    let mut mended = Mended::default();
    for (index, row) in rows.deserialize().enumerate() {
        let row: Row = row.with_context(|| format!("row {index} of the log"))?;
        let on = mended.day(&row).with_context(|| format!("row {index} of the log"))?;
        let time = row.date.get(11..).unwrap_or_default().to_owned();
        let activity = row.activity.trim().to_owned();
        let place = *places.entry(row.key.clone()).or_insert_with(|| {
            lines.push(Line { key: row.key, events: Vec::new() });
            lines.len() - 1
        });
        lines[place].events.push(Logged { on, time, activity, role: row.role });
    }
    for line in &mut lines {
        // What happened at one moment is told in the order in which it can follow.
        line.events.sort_by(|one, other| {
            let key = |event: &Logged| (event.on, event.time.clone(), rank(&event.activity));
            key(one).cmp(&key(other))
        });
    }
    ensure!(mended.still_wrong == 0, "{} days are wrong after mending", mended.still_wrong);
    Ok((lines, mended))
}

/// Creation, then holds set and released, then changes, then goods.
fn rank(activity: &str) -> u8 {
    match activity {
        "Line Creation" => 0,
        "Sched.Line Changed Delivery Date" => 3,
        "Schedule Line Rejected" => 4,
        "Delivery" => 5,
        "Good Issue" => 6,
        set if set.ends_with(" Set") || set.starts_with("Document blocked") => 1,
        _ => 2,
    }
}

impl Mended {
    /// The day of a row: where the day of the month is 12 or less, it stands in the month's place.
    fn day(&mut self, row: &Row) -> Result<Day> {
        let raw: Day = row.date.get(..10).context("the day is cut off")?.parse()?;
        let is_swapped = raw.day_of_month() <= 12;
        let on = match is_swapped {
            true => Day::new(raw.year(), raw.day_of_month(), raw.month())?,
            false => raw,
        };
        self.events += 1;
        self.swapped += usize::from(is_swapped);
        if row.activity == "Good Issue" {
            let milliseconds = row.issued.split('.').next().unwrap_or_default();
            let issued: i64 = milliseconds.parse().context("the day of issue is no number")?;
            // The log counts in local time, the column from midnight of Greenwich.
            let wrong = |day: Day| {
                let days = i64::from(day.number_since_1970()) - issued.div_euclid(86_400_000);
                usize::from(!(0..=1).contains(&days))
            };
            self.proved += 1;
            self.raw_wrong += wrong(raw);
            self.still_wrong += wrong(on);
        }
        Ok(on)
    }
}
