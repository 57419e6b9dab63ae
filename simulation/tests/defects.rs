//! Every defect planted in the core is found, and named by the sentence of the contract it breaks.
//!
//! `cargo test -p simulation --features planted-defects --test defects`
#![cfg(feature = "planted-defects")]

use o2c_core::defects::plant;
use simulation::{Outcome, Run, Simulation};

/// The sentences with a planted defect.
const PLANTED: [u32; 13] = [1, 3, 6, 7, 8, 9, 10, 11, 12, 13, 17, 18, 19];

fn run() -> Outcome {
    let from = "2028-01-25".parse().expect("a day");
    Simulation::seeded(42, from).run(Run { days: 75, moves: 60 })
}

/// One test, since a defect is planted in the whole process.
#[test]
fn every_planted_defect_is_found_and_named() {
    let mut wrong = Vec::new();
    for invariant in PLANTED {
        plant(invariant);
        match run().finding {
            Some((_, finding)) if finding.invariant == format!("I{invariant}") => {}
            Some((place, finding)) => {
                wrong.push(format!("I{invariant} at {}: {finding}", place.step));
            }
            None => wrong.push(format!("I{invariant} is not found")),
        }
    }
    plant(0);
    assert_eq!(run().finding, None, "without a defect nothing is found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
