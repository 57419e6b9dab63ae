//! Every defect planted in the core is found, and named by the sentence of the contract it breaks.
//!
//! `cargo test -p simulation --features planted-defects --test defects`
#![cfg(feature = "planted-defects")]

use o2c_core::defects::plant;
use simulation::{Outcome, Run, Simulation};

/// The sentences with a planted defect.
const PLANTED: [u32; 18] = [1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

/// Further defects: what is cancelled stays kept for its order, more leaves than is there, and an
/// order is confirmed beyond its limit.
const BESIDE: [u32; 3] = [130, 131, 140];

/// The sentence that a defect breaks.
fn sentence(planted: u32) -> u32 {
    if planted < 100 { planted } else { planted / 10 }
}

/// Where the first run meets another sentence's check before, one of the next meets its own.
const SEEDS: [u64; 5] = [42, 1, 2, 3, 4];

fn run(seed: u64) -> Outcome {
    let from = "2028-01-25".parse().expect("a day");
    Simulation::seeded(seed, from).run(Run { days: 75, moves: 60 })
}

/// What the runs found until one of them named the sentence; nothing where one did.
fn unnamed(planted: u32) -> Option<String> {
    let invariant = sentence(planted);
    let mut found = Vec::new();
    for seed in SEEDS {
        match run(seed).finding {
            Some((_, finding)) if finding.invariant == format!("I{invariant}") => return None,
            Some((place, finding)) => found.push(format!("{seed} at {}: {finding}", place.step)),
            None => found.push(format!("{seed}: nothing")),
        }
    }
    Some(format!("{planted}: I{invariant} is not named: {}", found.join("; ")))
}

/// One test, since a defect is planted in the whole process.
#[test]
fn every_planted_defect_is_found_and_named() {
    let mut wrong = Vec::new();
    for planted in PLANTED.into_iter().chain(BESIDE) {
        plant(planted);
        wrong.extend(unnamed(planted));
    }
    plant(0);
    assert_eq!(run(42).finding, None, "without a defect nothing is found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
