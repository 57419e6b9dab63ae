//! What is asked of the company itself: its reports, its replay, its retries (contract I8, I9,
//! I17, I18, I19).

use crate::auditor::{Chain, finding};
use crate::{Finding, Simulation};
use o2c_core::ageing::{Basis, Buckets, CreditPolicy};
use o2c_core::calendar::Day;
use o2c_core::company::{Action, AgeingQuery, AgeingValue, Command, Company, Event, OfOrder};
use o2c_core::invoice::life::CreditScope;
use o2c_core::order::{Counters, Order};
use o2c_core::receivable;

/// Whether a decision settles anything of a customer.
pub(crate) fn settles(decision: &[Event]) -> bool {
    decision.iter().any(|event| {
        matches!(event, Event::Receivable { event: receivable::Event::Lettered(_), .. })
    })
}

impl Simulation {
    /// What is checked after every accepted command.
    pub(crate) fn probe_decision(
        &mut self,
        command: &Command,
        decision: &[Event],
    ) -> Result<(), Finding> {
        self.orders_agree(decision)?;
        self.whole_is_whole(command)?;
        if self.audits.chance(10) {
            self.retry(command)?;
        }
        self.run_is_done(command)?;
        self.lettering_is_done(command)
    }

    /// A run of reminders or of billing that ran finds nothing the second time.
    fn run_is_done(&self, command: &Command) -> Result<(), Finding> {
        let invariant = match &command.action {
            Action::RunDunning(_) => "I15",
            Action::BillSubscriptions(_) => "I16",
            _ => return Ok(()),
        };
        let mut again = command.clone();
        let Ok(id) = format!("{} again", command.id).parse() else { return Ok(()) };
        again.id = id;
        match self.company.decide(&again) {
            Ok(events) if events.len() == 1 => Ok(()),
            other => finding(invariant, format!("a second run finds {other:?}")),
        }
    }

    /// Nothing remains of a document that was given back whole.
    fn whole_is_whole(&self, command: &Command) -> Result<(), Finding> {
        let Action::IssueCreditNote(asked) = &command.action else { return Ok(()) };
        let chain = self.auditor.chains.get(&asked.invoice);
        if asked.scope == CreditScope::Whole && !chain.is_some_and(Chain::is_over) {
            return finding("I1", format!("{} is given back whole, yet {chain:?}", asked.invoice));
        }
        Ok(())
    }

    /// The state of every order touched is what its events made of it.
    fn orders_agree(&self, decision: &[Event]) -> Result<(), Finding> {
        for event in decision {
            let Event::Order { order, .. } = event else { continue };
            let Ok(report) =
                self.company.order_report(&OfOrder { order: order.clone(), as_of: None })
            else {
                return finding("I17", format!("the order {order} is not there"));
            };
            let Order::Confirmed(confirmed) = &report.state else { continue };
            let Some(book) = self.auditor.orders.get(order) else { continue };
            for (at, line) in confirmed.lines.iter().enumerate() {
                let Counters { cancelled, shipped, invoiced, credited, .. } = *line;
                let Counters { returned, delivered, accepted, .. } = *line;
                let told = [cancelled, shipped, invoiced, credited, returned, delivered, accepted];
                if !book.agrees(at, told) {
                    let own = book.lines.get(at);
                    return finding(
                        "I17",
                        format!("{order}: the state has {line:?}, events {own:?}"),
                    );
                }
            }
        }
        Ok(())
    }

    /// The same command again changes nothing, with other content it is a conflict.
    fn retry(&mut self, command: &Command) -> Result<(), Finding> {
        let before = self.company.history().len();
        let again = self.company.execute(command);
        if !again.is_ok_and(|receipt| receipt.is_replayed) || self.company.history().len() != before
        {
            return finding("I18", format!("a retry changed something: {command:?}"));
        }
        let mut other = command.clone();
        other.effective_on = command.effective_on.plus_days(1).unwrap_or(command.effective_on);
        if self.company.execute(&other).is_ok() || self.company.history().len() != before {
            return finding("I18", format!("other content under one id: {other:?}"));
        }
        Ok(())
    }

    /// Automatic lettering that ran finds nothing the second time.
    fn lettering_is_done(&self, command: &Command) -> Result<(), Finding> {
        let Action::LetterAutomatically(_) = &command.action else { return Ok(()) };
        let mut again = command.clone();
        let Ok(id) = format!("{} again", command.id).parse() else { return Ok(()) };
        again.id = id;
        match self.company.decide(&again) {
            Ok(events) if settles(&events) => {
                finding("I19", format!("a second run settles more: {command:?}"))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Today and two days of the past, one of them as it was known then.
    pub(crate) fn audit_day(&mut self) -> Result<(), Finding> {
        let (past, known_at) = (self.past_day(), self.past_day());
        self.audit_figures(self.today, None)?;
        self.audit_figures(past, None)?;
        self.audit_exposure(self.today)?;
        self.audit_exposure(past)?;
        self.audit_figures(past, Some(known_at))
    }

    /// A day since the founding, a recent one every second time.
    fn past_day(&mut self) -> Day {
        let days = i64::from(self.from.days_until(self.today));
        let most = if self.audits.chance(50) { days.min(20) } else { days };
        let back = self.audits.between(0, most);
        self.today.plus_days(-back).unwrap_or(self.today)
    }

    /// Open items, ageing and control account of a day are one figure.
    fn audit_figures(&mut self, as_of: Day, known_at: Option<Day>) -> Result<(), Finding> {
        self.outcome.days_audited += 1;
        let own = self.auditor.figures_on(as_of, known_at)?;
        let query = AgeingQuery {
            as_of,
            known_at,
            basis: Basis::DueDate,
            buckets: Buckets::default(),
            credits: CreditPolicy::Separate,
            value: AgeingValue::Booked,
        };
        match self.company.ageing(&query) {
            Ok(ageing) => own.agree_with(&ageing),
            Err(refusal) => finding("I9", format!("no ageing of {as_of}: {refusal}")),
        }
    }

    /// The whole history leads to the same company, so do the commands of the month in one batch,
    /// and a refused command leaves it as it was.
    pub(crate) fn audit_month(&mut self) -> Result<(), Finding> {
        self.outcome.replays += 1;
        let replayed = Company::replay(self.company.history().to_vec());
        if replayed.as_ref() != Ok(&self.company) {
            return finding("I17", "the history leads to another company".to_owned());
        }
        let batch = std::mem::take(&mut self.since);
        let _ = self.before.execute_all(&batch);
        if self.before != self.company {
            return finding("I17", "a batch leads elsewhere than one by one".to_owned());
        }
        let Some(Event::Accepted(last)) = self.last_head() else { return Ok(()) };
        let refused = Command {
            id: "refused".parse().unwrap_or_else(|_| last.command.clone()),
            effective_on: self.today,
            recorded_on: last.recorded_on,
            posting_on: None,
            action: Action::ClosePeriod(o2c_core::company::ClosePeriod { until: Day::MIN }),
        };
        let before = self.company.clone();
        let done = self.company.execute(&refused);
        if self.auditor.closed_until.is_some() && (done.is_ok() || before != self.company) {
            return finding("I17", "a refused command left a trace".to_owned());
        }
        self.company = before;
        Ok(())
    }

    fn last_head(&self) -> Option<&Event> {
        let history = self.company.history();
        history.iter().rev().find(|event| matches!(event, Event::Accepted(_)))
    }
}
