//! The end of a period: what is posted at its end is reversed at the opening of the next one, and
//! receivables in other currencies are made again at the rates of the day (contract I7).

use super::cents::{Cents, cents};
use super::{Auditor, Finding, finding};
use o2c_core::calendar::Day;
use o2c_core::company::{Event, Revalued};
use o2c_core::ledger::{AccountNumber, Entry};
use std::collections::BTreeMap;

impl Auditor {
    /// What a decision posts at the end of a period it takes back on the day of the reversal;
    /// only the provision for latent losses stays, at what the last revaluation found.
    pub(super) fn period_is_reversed(&mut self, decision: &[Event]) -> Result<(), Finding> {
        for event in decision {
            let (until, reverse_on, revalued) = match event {
                Event::CutOff(period) => (period.until, period.reverse_on, None),
                Event::Revalued(revalued) => (revalued.until, revalued.reverse_on, Some(revalued)),
                _ => continue,
            };
            let mut left: BTreeMap<&AccountNumber, Cents> = BTreeMap::new();
            let provision = [
                &self.chart.exchange_provision,
                &self.chart.exchange_provision_charge,
                &self.chart.exchange_provision_release,
            ];
            for entry in entries(decision) {
                if ![until, reverse_on].contains(&entry.accounted_on()) {
                    let what = format!("an entry on {}", entry.accounted_on());
                    return finding("I12", format!("{what} is in no period until {until}"));
                }
                for line in entry.lines().iter().filter(|line| !provision.contains(&&line.account))
                {
                    *left.entry(&line.account).or_insert(0) += cents(line.booked);
                }
            }
            if let Some((account, left)) = left.into_iter().find(|(_, left)| *left != 0) {
                return finding(
                    "I12",
                    format!("the period until {until} leaves {left} on {account}"),
                );
            }
            match revalued {
                Some(revalued) => {
                    self.coverage.revaluations += u64::from(!is_nothing(revalued));
                    self.revalued(revalued, decision)?;
                }
                None => self.coverage.cut_offs += u64::from(entries(decision).next().is_some()),
            }
        }
        Ok(())
    }

    /// What is posted at the end of the period is what was told, and the provision is the loss.
    fn revalued(&self, revalued: &Revalued, decision: &[Event]) -> Result<(), Finding> {
        let at = |account: &AccountNumber, on: Day| -> Cents {
            let of_day = entries(decision).filter(|entry| entry.accounted_on() == on);
            let lines = of_day.flat_map(Entry::lines).filter(|line| line.account == *account);
            lines.map(|line| cents(line.booked)).sum()
        };
        let told = (cents(revalued.loss), cents(revalued.gain));
        let (until, chart) = (revalued.until, &self.chart);
        let posted =
            (at(&chart.latent_exchange_loss, until), -at(&chart.latent_exchange_gain, until));
        let provided = -self.journal.balance(&chart.exchange_provision);
        if posted != told || provided != told.0 {
            let what = format!("told {told:?}, posted {posted:?}, provided {provided}");
            return finding("I7", format!("the revaluation of {until}: {what}"));
        }
        Ok(())
    }
}

fn is_nothing(revalued: &Revalued) -> bool {
    revalued.loss.is_zero() && revalued.gain.is_zero()
}

fn entries(decision: &[Event]) -> impl Iterator<Item = &Entry> {
    decision.iter().filter_map(|event| match event {
        Event::Posted(entry) => Some(entry.as_ref()),
        _ => None,
    })
}
