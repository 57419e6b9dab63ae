//! The one command of the workspace: everything is tested, shown and compared from here.
//!
//! Nothing of the trade is computed here: figures come from the core and are passed on.

mod cases;
mod collection;
mod commands;
mod company;
mod demo;
mod golden;
mod intake;
mod languages;
mod letter;
mod promises;
mod replay;
mod reports;
mod simulate;
mod test;
mod tools;
mod truth;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The one command of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Test everything: Rust, C, C++, Python, the golden cases, the simulated company.
    Test {
        /// Print the names of the steps and stop.
        #[arg(long)]
        list: bool,
        /// Run only the steps of these names.
        #[arg(long, value_name = "NAME")]
        only: Vec<String>,
    },
    /// Run a trading year from order to cash and compare it with the answers beside it.
    Demo {
        /// The directory of the CSV files.
        #[arg(default_value = "examples/data")]
        directory: PathBuf,
        /// Print exactly one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Run golden cases in Rust alone; the golden step of test runs them in every language.
    Golden {
        /// Run only the cases whose file name contains one of these, such as EX-T or invoice/.
        names: Vec<String>,
    },
    /// Run acceptance cases with expected figures.
    Cases {
        /// JSON files of invoices or of splits.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Letter ledgers that people have lettered already, and say how much of it is found again.
    Letter {
        /// A JSON file: a list of ledgers, each with its lines and their letters.
        file: PathBuf,
        /// Print exactly one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Tell the log of a firm's orders to the order machine, and say what it refuses.
    Replay {
        /// A packed CSV file, one row an event.
        file: PathBuf,
        /// Print exactly one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Promise a firm's orders from its stock, and hold the promises against what was asked for and
    /// what happened.
    Promises {
        /// The directory of the CSV files.
        #[arg(default_value = "examples/data")]
        directory: PathBuf,
        /// What every chance follows from that is made up of how goods come in.
        #[arg(long, default_value_t = 42)]
        seed: u64,
        /// Print exactly one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Let the simulated company trade for years while its auditor recomputes everything.
    Simulate {
        /// What every chance follows from: the same seed is the same run.
        #[arg(long, default_value_t = 42)]
        seed: u64,
        /// How many years.
        #[arg(long, default_value_t = 3)]
        years: u32,
        /// How many orders a day, with all that follows from them.
        #[arg(long, default_value_t = 8)]
        orders_per_day: u32,
    },
}

/// The directory of the workspace: cargo says it at run time, so no path is compiled in.
pub(crate) fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let parent = own.and_then(|own| own.parent().map(PathBuf::from));
    parent.unwrap_or_else(|| PathBuf::from("."))
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Test { list, only } => test::run(list, &only),
        Command::Demo { directory, json } => demo::run(&directory, json),
        Command::Golden { names } => golden::run_named(&names),
        Command::Cases { files } => cases::run(&files),
        Command::Replay { file, json } => replay::run(&file, json),
        Command::Promises { directory, seed, json } => promises::run(&directory, seed, json),
        Command::Letter { file, json } => letter::run(&file, json),
        Command::Simulate { seed, years, orders_per_day } => {
            simulate::run(seed, years, orders_per_day)
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
