//! The invariants of the whole, recomputed.

use super::Company;
use super::credit::audit_exposure;
use super::view::View;
use crate::machine::BrokenHistory;
use crate::money::Money;
use crate::receivable::Holder;
use alloc::string::ToString;
use alloc::vec::Vec;

impl Company {
    /// Recomputes the invariants of every room and of the whole, and names the first that does not
    /// hold: each aggregate's own, entries that balance (contract I12), control account = sum of
    /// open items (I9), and what is exposed is that of a walk over everything (I14).
    ///
    /// # Errors
    /// The machine and what does not hold in it.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let state = &self.state;
        for (_, order) in state.orders.iter() {
            order.audit()?;
        }
        for (_, shipment) in state.shipments.iter() {
            shipment.audit()?;
        }
        for (_, goods_return) in state.returns.iter() {
            goods_return.audit()?;
        }
        for (_, stock) in state.stocks.iter() {
            stock.audit()?;
        }
        for (_, series) in state.series.iter() {
            series.audit().map_err(|reason| BrokenHistory::new("invoice", reason))?;
        }
        self.audit_numbering()?;
        for (_, outbox) in state.outboxes.iter() {
            outbox.audit()?;
        }
        for (_, lifecycle) in state.lifecycles.iter() {
            lifecycle.audit()?;
        }
        for (_, account) in state.accounts.iter() {
            account.audit()?;
        }
        for (_, reminders) in state.reminders.iter() {
            if let Some(reason) = reminders.audit() {
                return Err(BrokenHistory::new("dunning", reason).against("I15"));
            }
        }
        for (_, file) in state.credit.files.iter() {
            file.audit()?;
        }
        audit_exposure(state)?;
        for (_, dispute) in state.disputes.iter() {
            dispute.audit()?;
        }
        let broken = |reason: &dyn ToString| BrokenHistory::new("ledger", reason.to_string());
        state.journal.audit().map_err(|no| broken(&no))?;
        self.audit_control().map_err(|reason| broken(&reason))
    }

    fn audit_control(&self) -> Result<(), alloc::string::String> {
        let Some(last) =
            self.state.journal.entries().iter().map(|entry| entry.accounted_on()).max()
        else {
            return Ok(());
        };
        let mut open: Vec<Money> = Vec::new();
        self.state.each_account(&mut |key, account| {
            if matches!(key.holder, Holder::Customer(_)) {
                open.extend(account.entries().iter().map(|entry| entry.open().booked));
            }
        });
        let ledger = self.settings().ledger_currency;
        let items = Money::sum(ledger, open).map_err(|no| no.to_string())?;
        let chart = &self.settings().chart;
        let balance =
            |account| self.state.journal.balance(account, last, None).map_err(|no| no.to_string());
        let (control, doubtful) = (balance(&chart.receivable)?, balance(&chart.doubtful)?);
        let control = control.checked_add(doubtful).map_err(|no| no.to_string())?;
        if items == control {
            return Ok(());
        }
        Err(alloc::format!("open items of {items} against a control account of {control}"))
    }
}
