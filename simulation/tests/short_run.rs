//! A short run with every kind of command and fault: no finding, and every edge reached.

use simulation::{Dice, Outcome, Run, Simulation};

/// Two months around a leap day.
fn run(seed: u64, days: u32, moves: u32) -> Outcome {
    let from = "2028-01-25".parse().expect("a day");
    Simulation::seeded(seed, from).run(Run { days, moves })
}

#[test]
fn the_auditor_finds_nothing_and_every_edge_is_reached() {
    let outcome = run(42, 60, 60);
    assert_eq!(outcome.finding, None, "\n{outcome}");
    assert_eq!(outcome.coverage.missing(), Vec::<&str>::new(), "\n{outcome}");
    assert_eq!(outcome.commands, 60 * 60);
    assert!(outcome.faults.len() >= 18, "\n{outcome}");
    assert!(outcome.days_audited >= 3 * 60);
}

#[test]
fn the_same_seed_is_the_same_run() {
    assert_eq!(run(7, 20, 25), run(7, 20, 25));
    assert_ne!(run(7, 20, 25), run(8, 20, 25));
}

#[test]
fn other_seeds_find_nothing_either() {
    for seed in 0..6 {
        let outcome = run(seed, 30, 30);
        assert_eq!(outcome.finding, None, "seed {seed}\n{outcome}");
    }
}

#[test]
fn chances_given_as_bytes_end_the_run() {
    let bytes: Vec<u8> =
        (0..2_000_u32).map(|at| u8::try_from(at * 37 % 251).unwrap_or(0)).collect();
    let from = "2028-02-27".parse().expect("a day");
    let outcome = Simulation::of(Dice::of_bytes(&bytes), from).run(Run { days: 50, moves: 40 });
    assert_eq!(outcome.finding, None, "\n{outcome}");
    assert!(outcome.commands > 10 && outcome.commands < 2_000);
}
