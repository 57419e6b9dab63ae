//! The simulated company: years of trade in seconds, and an auditor who believes nothing.
//!
//! A seeded [`Workload`] brings customers, orders, deliveries, invoices and payments day by day,
//! and what goes wrong with them: retries, duplicate payments, missing references, cents that
//! differ, news that come late. The company decides. The [`Auditor`] reads the events of every
//! decision, keeps books of his own in whole cents, and says which sentence of the contract is
//! broken. The same seed gives the same run on every machine.
//!
//! ```
//! use simulation::{Run, Simulation};
//! let outcome = Simulation::seeded(42, "2028-02-20".parse()?).run(Run { days: 12, moves: 20 });
//! assert_eq!(outcome.finding, None);
//! # Ok::<(), o2c_core::calendar::Rejection>(())
//! ```

mod auditor;
mod coverage;
mod dice;
mod exposures;
mod outcome;
mod probes;
mod workload;

pub use auditor::{Auditor, DayFigures, Finding};
pub use coverage::Coverage;
pub use dice::Dice;
pub use outcome::{Outcome, Place};
pub use workload::{Expected, Fault, Planned, Workload};

use auditor::finding;
use o2c_core::calendar::Day;
use o2c_core::company::{Cause, Command, Company, Event, Receipt, Rejection, Settings};
use o2c_core::credit::{Check, CheckRule, Consequence, Limit, ReleaseRight};
use o2c_core::error::Refusal;
use o2c_core::money::{Currency, Money};
use o2c_core::receivable::{DifferenceKind, Tolerance};

/// How long a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// How many days of trade.
    pub days: u32,
    /// How many commands a day, beside those that follow from others.
    pub moves: u32,
}

/// A company, its workload and its auditor.
#[derive(Debug)]
pub struct Simulation {
    company: Company,
    workload: Workload,
    auditor: Auditor,
    /// The chances of the auditor's own choices: which days, which retries.
    audits: Dice,
    /// The company as it was at the last replay, and every command since then.
    before: Company,
    since: Vec<Command>,
    from: Day,
    today: Day,
    outcome: Outcome,
}

impl Simulation {
    /// A company founded on a day, whose trade follows from a seed.
    pub fn seeded(seed: u64, from: Day) -> Self {
        Self::of(Dice::seeded(seed), from)
    }

    /// A company founded on a day, whose trade follows from chances.
    pub fn of(dice: Dice, from: Day) -> Self {
        let settings = settings();
        Simulation {
            auditor: Auditor::new(&settings),
            before: Company::found(settings.clone()),
            company: Company::found(settings),
            since: Vec::new(),
            workload: Workload::new(dice, from),
            audits: Dice::seeded(7),
            from,
            today: from,
            outcome: Outcome::default(),
        }
    }

    /// Runs until the end, the first finding, or the last of the chances given.
    pub fn run(mut self, run: Run) -> Outcome {
        let found = self.days(run).err();
        self.outcome.coverage = self.auditor.coverage.clone();
        self.outcome.finding = found.map(|finding| {
            let step = self.outcome.commands;
            (Place { step, on: self.today }, finding)
        });
        self.outcome
    }

    fn days(&mut self, run: Run) -> Result<(), Finding> {
        for day in 0..run.days {
            self.today = self.from.plus_days(day.into()).unwrap_or(self.today);
            self.auditor.coverage.see_day(self.today);
            self.workload.begin(self.today);
            for _ in 0..run.moves {
                if self.workload.is_exhausted() {
                    break;
                }
                let planned = self.workload.next(&self.auditor);
                self.step(&planned)?;
            }
            self.audit_day()?;
            if self.workload.is_exhausted() {
                break;
            }
            if self.today == self.today.end_of_month() {
                self.audit_month()?;
            }
        }
        self.audit_month()
    }

    /// One command: decided twice, executed, followed, and held against what was expected of it.
    fn step(&mut self, planned: &Planned) -> Result<(), Finding> {
        let command = &planned.command;
        self.outcome.commands += 1;
        if let Some(fault) = planned.fault {
            *self.outcome.faults.entry(fault).or_insert(0) += 1;
        }
        let decided = self.company.decide(command);
        if decided != self.company.decide(command) {
            return finding("I17", format!("{command:?} is decided in two ways"));
        }
        let before = self.company.history().len();
        let done = self.company.execute(command);
        self.since.push(command.clone());
        let history = self.company.history();
        let decision: Vec<Event> = history.get(before..).unwrap_or_default().to_vec();
        match &done {
            Ok(receipt) if receipt.is_replayed => self.outcome.replayed += 1,
            Ok(_) => self.outcome.executed += 1,
            Err(refusal) => {
                *self.outcome.refused.entry(refusal.code()).or_insert(0) += 1;
            }
        }
        self.refuse_broken(planned, &decided, &done)?;
        let is_told = match (&decided, &done) {
            (Ok(events), Ok(_)) => *events == decision,
            (Err(decided), Err(done)) => decided == done && decision.is_empty(),
            _ => false,
        };
        if !is_told {
            return finding("I17", format!("{command:?} is executed as it was not decided"));
        }
        self.expect(planned, &done, &decision)?;
        if decision.is_empty() {
            return Ok(());
        }
        self.auditor.follow(&decision)?;
        self.workload.learn(command, &decision);
        self.probe_decision(command, &decision)
    }

    /// A decision that the company's own history refuses: what was certain of it or the auditor
    /// names the sentence from its events, and where neither can, the refusal names it itself.
    fn refuse_broken(
        &self,
        planned: &Planned,
        decided: &Result<Vec<Event>, Rejection>,
        done: &Result<Receipt, Rejection>,
    ) -> Result<(), Finding> {
        let Err(Rejection { cause: Cause::BrokenHistory { invariant, .. }, .. }) = done else {
            return Ok(());
        };
        let events = decided.as_deref().unwrap_or_default();
        if !matches!(planned.expected, Expected::Accepted) {
            self.expect(planned, done, events)?;
        }
        if !events.is_empty() {
            self.auditor.clone().follow(events)?;
        }
        let why = done.as_ref().err().map_or(String::new(), ToString::to_string);
        finding(invariant, why)
    }

    /// Holds what happened against what was certain.
    fn expect(
        &self,
        planned: &Planned,
        done: &Result<Receipt, Rejection>,
        decision: &[Event],
    ) -> Result<(), Finding> {
        let told = match done {
            Ok(receipt) if receipt.is_replayed => "replayed",
            Ok(_) => "accepted",
            Err(refusal) => refusal.code(),
        };
        let (invariant, is_as_expected) = match planned.expected {
            Expected::Accepted => ("I21", told == "accepted"),
            Expected::Refused(code) => (guarded_by(code), told == code),
            Expected::Replayed => ("I18", told == "replayed" && decision.is_empty()),
            Expected::Unsettled => ("I19", !probes::settles(decision)),
            Expected::Open => ("I21", true),
        };
        if is_as_expected {
            return Ok(());
        }
        let why = done.as_ref().err().map_or(String::new(), |refusal| format!(" ({refusal})"));
        let (expected, command) = (planned.expected, &planned.command);
        finding(invariant, format!("expected {expected:?}, told {told}{why}: {command:?}"))
    }
}

/// The settings of the simulated company: French accounts, and what it accepts as differences.
fn settings() -> Settings {
    let mut settings = Settings::new(Currency::EUR);
    let kinds = [DifferenceKind::BankFee, DifferenceKind::WriteOff, DifferenceKind::Withholding];
    for accepted in ["30.00 EUR", "30.00 USD", "3000 JPY", "9.000 BHD", "25.00 GBP"] {
        let Ok(accepted) = accepted.parse::<Money>() else { continue };
        settings.tolerances.extend(kinds.map(|kind| Tolerance::of(kind, accepted)));
    }
    settings.stock.site = workload::SITE.parse().ok();
    let credit = &mut settings.credit;
    let rule = |check, otherwise| vec![CheckRule { check, otherwise }];
    credit.at_order = rule(Check::Limit, Consequence::Block);
    credit.at_shipment = rule(Check::OldestOverdue { days: 60 }, Consequence::Warn);
    credit.at_renewal = rule(Check::Limit, Consequence::Warn);
    credit.rates = workload::rate_tables().filter_map(|table| table.parse().ok()).collect();
    for (who, up_to) in [("desk", Some("9000.00 EUR")), ("head", None)] {
        let up_to = up_to.and_then(|up_to| up_to.parse::<Money>().ok());
        let up_to = up_to.map_or(Limit::Unlimited, Limit::UpTo);
        let Ok(who) = who.parse() else { continue };
        credit.rights.push(ReleaseRight { who, up_to });
    }
    settings
}

/// The sentence of the contract that a refusal guards.
fn guarded_by(code: &str) -> &'static str {
    match code {
        "company.command_conflict" | "company.payment_known" => "I18",
        "company.period_closed" | "receivable.period_closed" => "I12",
        "order.line.quantity_exceeds_open"
        | "order.nothing_to_invoice"
        | "order.plan.bills"
        | "stock.not_on_hand" => "I13",
        "receivable.beyond_open" => "I10",
        _ => "I21",
    }
}
