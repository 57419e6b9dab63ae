//! What a run reached: a generator that never reaches an edge proves nothing about it.

use o2c_core::calendar::Day;
use std::collections::BTreeSet;

/// The edges a run has reached, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Figures that lay exactly halfway between two amounts before they were rounded.
    pub ties: u64,
    /// Documents with a negative amount due.
    pub negative_documents: u64,
    /// Lines with a negative quantity or a negative net amount.
    pub negative_lines: u64,
    /// Amounts split over groups or instalments of which one weighed nothing.
    pub zero_weights: u64,
    /// Splits with a remainder to give away.
    pub remainders: u64,
    /// Days of trade at the end of a month.
    pub month_ends: u64,
    /// Days of trade that were a 29 February.
    pub leap_days: u64,
    /// The decimals of the currencies of documents.
    pub decimals: BTreeSet<u8>,
    /// Decisions that counted from a day before the one they became known on.
    pub back_dated: u64,
    /// Letters with a loss or a gain by exchange rates.
    pub exchange_differences: u64,
    /// Early discounts taken.
    pub discounts: u64,
    /// Letters dissolved.
    pub dissolved: u64,
    /// Partial letters.
    pub partial_letters: u64,
    /// Documents of more than one instalment.
    pub instalments: u64,
    /// Credit notes.
    pub credits: u64,
    /// Deposits deducted by an invoice.
    pub deductions: u64,
    /// VAT that was deferred, fell due or was taken back.
    pub vat_steps: u64,
    /// Items that fall due on another day because their document arrived.
    pub due_days_moved: u64,
    /// Differences that letters settled.
    pub differences: u64,
    /// Parts of items that customers keep back.
    pub kept_back: u64,
    /// Money paid back.
    pub refunds: u64,
    /// Payments that were not honoured.
    pub bounced: u64,
    /// Payments that moved to another account.
    pub reassigned: u64,
    /// Items that another customer took over.
    pub taken_over: u64,
    /// Cheques, cards and cash that came to the bank.
    pub cleared: u64,
    /// Disputes.
    pub disputes: u64,
    /// Disputes settled by a credit note.
    pub disputes_credited: u64,
    /// Disputes settled by giving up.
    pub disputes_given_up: u64,
    /// Disputes rejected or withdrawn.
    pub disputes_rejected: u64,
    /// Debts that became doubtful.
    pub doubtful: u64,
    /// Allowances set.
    pub allowances: u64,
    /// Bad debts written off.
    pub bad_debts: u64,
    /// Debts given up without a credit note.
    pub waivers: u64,
    /// Bad debts recovered.
    pub recoveries: u64,
    /// Debit notes over interest.
    pub interest: u64,
    /// Revaluations of foreign currency.
    pub revaluations: u64,
    /// Periods cut off.
    pub cut_offs: u64,
    /// Reminders written.
    pub letters: u64,
    /// Reminders above the first level.
    pub late_levels: u64,
    /// Notices before a due day.
    pub notices: u64,
    /// Blocks of reminders.
    pub blocks: u64,
    /// Promises to pay.
    pub promises: u64,
    /// Plans of instalments.
    pub plans: u64,
    /// Subscriptions that began.
    pub subscriptions: u64,
    /// Subscriptions billed, run by run.
    pub billings: u64,
    /// Billings that gave back more than they charged.
    pub given_back: u64,
    /// Changes of the price or number of a subscription.
    pub plan_changes: u64,
    /// Subscriptions that rested.
    pub pauses: u64,
    /// Uses told to subscriptions.
    pub uses: u64,
    /// Subscriptions cancelled.
    pub cancellations: u64,
    /// Goods kept for orders that were promised them.
    pub goods_promised: u64,
    /// Lines of which less was picked than was kept for them.
    pub short_picks: u64,
    /// Goods that came in after the day they were announced for.
    pub late_receipts: u64,
    /// Lines of which more left than was ordered, within their tolerance.
    pub beyond_order: u64,
    /// Lines that were closed short of what was ordered, within their tolerance.
    pub closed_short: u64,
    /// Confirmed orders that were amended.
    pub amended_late: u64,
    /// Answers to requests to cancel what has left in part.
    pub cancelled_late: u64,
    /// Goods that came back and were credited.
    pub returns_credited: u64,
    /// Of these, goods that had been paid for.
    pub returns_after_payment: u64,
    /// Limits given.
    pub limits: u64,
    /// Limits raised for a while.
    pub increases: u64,
    /// Orders held for want of credit.
    pub holds: u64,
    /// Orders held for want of a group's credit.
    pub group_holds: u64,
    /// Orders that pass after all.
    pub lifted: u64,
    /// Orders released by somebody who may.
    pub releases: u64,
    /// Orders rejected for want of credit.
    pub orders_rejected: u64,
    /// Deposits asked for and terms offered.
    pub other_rulings: u64,
}

impl Coverage {
    /// Counts a day of trade.
    pub(crate) fn see_day(&mut self, day: Day) {
        if day == day.end_of_month() {
            self.month_ends += 1;
        }
        if day.month() == 2 && day.day_of_month() == 29 {
            self.leap_days += 1;
        }
    }

    /// The edges that were not reached.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let counted = [
            (self.ties, "ties"),
            (self.negative_documents, "negative documents"),
            (self.negative_lines, "negative lines"),
            (self.zero_weights, "zero weights"),
            (self.remainders, "remainders"),
            (self.month_ends, "month ends"),
            (self.leap_days, "leap days"),
            (self.back_dated, "back-dated decisions"),
            (self.exchange_differences, "exchange differences"),
            (self.discounts, "early discounts"),
            (self.dissolved, "dissolved letters"),
            (self.partial_letters, "partial letters"),
            (self.instalments, "instalments"),
            (self.credits, "credit notes"),
            (self.deductions, "deductions of deposits"),
            (self.vat_steps, "VAT on collection"),
            (self.due_days_moved, "due days moved by a receipt"),
            (self.differences, "differences settled"),
            (self.kept_back, "deductions by customers"),
            (self.refunds, "refunds"),
            (self.bounced, "payments that bounced"),
            (self.reassigned, "payments reassigned"),
            (self.taken_over, "items taken over"),
            (self.cleared, "payments cleared"),
            (self.disputes, "disputes"),
            (self.disputes_credited, "disputes credited"),
            (self.disputes_given_up, "disputes given up"),
            (self.disputes_rejected, "disputes rejected"),
            (self.doubtful, "doubtful debts"),
            (self.allowances, "allowances"),
            (self.bad_debts, "bad debts"),
            (self.waivers, "debts given up"),
            (self.recoveries, "recoveries"),
            (self.interest, "interest billed"),
            (self.revaluations, "revaluations"),
            (self.cut_offs, "cut-offs"),
            (self.letters, "reminders"),
            (self.late_levels, "reminders above the first level"),
            (self.notices, "notices before a due day"),
            (self.blocks, "blocks of reminders"),
            (self.promises, "promises"),
            (self.plans, "plans of instalments"),
            (self.subscriptions, "subscriptions"),
            (self.billings, "billings of subscriptions"),
            (self.given_back, "billings that give back"),
            (self.plan_changes, "changes of subscriptions"),
            (self.pauses, "pauses"),
            (self.uses, "usage"),
            (self.cancellations, "cancellations of subscriptions"),
            (self.goods_promised, "goods promised"),
            (self.short_picks, "short picks"),
            (self.late_receipts, "late receipts of goods"),
            (self.beyond_order, "deliveries beyond what was ordered"),
            (self.closed_short, "lines closed short"),
            (self.amended_late, "amendments after confirmation"),
            (self.cancelled_late, "cancellations while shipping"),
            (self.returns_credited, "returns credited"),
            (self.returns_after_payment, "returns after payment"),
            (self.limits, "limits"),
            (self.increases, "limits raised for a while"),
            (self.holds, "orders held"),
            (self.group_holds, "orders held for a group's limit"),
            (self.lifted, "orders that pass after all"),
            (self.releases, "orders released"),
            (self.orders_rejected, "orders rejected for want of credit"),
            (self.other_rulings, "deposits asked for and terms offered"),
        ];
        missing.extend(counted.iter().filter(|(count, _)| *count == 0).map(|(_, name)| *name));
        for (decimals, name) in [
            (0, "a currency without decimals"),
            (2, "a currency of two decimals"),
            (3, "a currency of three decimals"),
        ] {
            if !self.decimals.contains(&decimals) {
                missing.push(name);
            }
        }
        missing
    }
}
