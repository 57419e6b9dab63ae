//! The simulated company with its chances taken from the input: the auditor finds nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use simulation::{Dice, Run, Simulation};

fuzz_target!(|bytes: &[u8]| {
    let from = "2028-02-20".parse().expect("a day");
    let outcome = Simulation::of(Dice::of_bytes(bytes), from).run(Run { days: 40, moves: 30 });
    assert!(outcome.finding.is_none(), "{outcome}");
});
