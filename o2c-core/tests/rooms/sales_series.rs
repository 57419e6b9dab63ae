//! A series of invoices, opened, and the day on which documents are issued in it.

#![allow(clippy::unwrap_used)]

use o2c_core::calendar::Day;
use o2c_core::invoice::{Command, Facts, Series};
use o2c_core::machine::Machine;

pub(crate) fn day() -> Day {
    Day::parse("2026-01-15").unwrap()
}

pub(crate) fn series() -> Series {
    let mut series = Series::new();
    let (id, prefix) = ("sales".parse().unwrap(), "F".into());
    let open = Command::Open { series: id, prefix, yearly: true, digits: 5 };
    for event in series.decide(&open, &Facts::default()).unwrap() {
        series.evolve(&event).unwrap();
    }
    series
}
