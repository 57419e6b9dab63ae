//! What every action is called, and the exchange rate that it names.

use super::Action;
use crate::money::ExchangeRate;

impl Action {
    /// The action's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Action::Directory(_) => "directory",
            Action::PlaceOrder(_) => "place_order",
            Action::AmendOrder(_) => "amend_order",
            Action::ConfirmOrder(_) => "confirm_order",
            Action::CancelOrderLine(_) => "cancel_order_line",
            Action::CancelOrder(_) => "cancel_order",
            Action::Ship(_) => "ship",
            Action::Deliver(_) => "deliver",
            Action::OpenSeries(_) => "open_series",
            Action::InvoiceOrder(_) => "invoice_order",
            Action::IssueInvoice(_) => "issue_invoice",
            Action::ReceivePayment(_) => "receive_payment",
            Action::IdentifyPayment(_) => "identify_payment",
            Action::Letter(_) => "letter",
            Action::LetterAutomatically(_) => "letter_automatically",
            Action::LetterAsProposed(_) => "letter_as_proposed",
            Action::Unletter(_) => "unletter",
            Action::ClosePeriod(_) => "close_period",
            Action::DispatchDocument(_) => "dispatch_document",
            Action::RecordDispatch(_) => "record_dispatch",
            Action::RecordStatus(_) => "record_status",
            Action::IssueCreditNote(_) => "issue_credit_note",
            Action::IssueDeposit(_) => "issue_deposit",
            Action::CreditDeposit(_) => "credit_deposit",
            Action::PlanBilling(_) => "plan_billing",
            Action::InvoiceMilestone(_) => "invoice_milestone",
            Action::InvoiceOrders(_) => "invoice_orders",
            Action::InvoiceShipments(_) => "invoice_shipments",
            Action::CutOff(_) => "cut_off",
            Action::CorrectInvoice(_) => "correct_invoice",
            Action::IssueDebitNote(_) => "issue_debit_note",
            Action::BillInterest(_) => "bill_interest",
            Action::OpenDispute(_) => "open_dispute",
            Action::ReviewDispute(_) => "review_dispute",
            Action::AcceptDispute(_) => "accept_dispute",
            Action::RejectDispute(_) => "reject_dispute",
            Action::Refund(_) => "refund",
            Action::BouncePayment(_) => "bounce_payment",
            Action::ReassignPayment(_) => "reassign_payment",
            Action::TransferItem(_) => "transfer_item",
            Action::MakeDoubtful(_) => "make_doubtful",
            Action::RestoreDoubtful(_) => "restore_doubtful",
            Action::SetAllowance(_) => "set_allowance",
            Action::WriteOffBadDebt(_) => "write_off_bad_debt",
            Action::RecordRecovery(_) => "record_recovery",
            Action::Revalue(_) => "revalue",
            Action::ClearPayments(_) => "clear_payments",
            Action::AllocatePayment(_) => "allocate_payment",
            Action::OpenBalances(_) => "open_balances",
            Action::PromisePayment(_) => "promise_payment",
            Action::WithdrawPromise(_) => "withdraw_promise",
            Action::AgreeInstalmentPlan(_) => "agree_instalment_plan",
            Action::EndInstalmentPlan(_) => "end_instalment_plan",
            Action::Stock(_) => "stock",
            Action::TransferStock(_) => "transfer_stock",
            Action::QuoteOrder(_) => "quote_order",
            Action::ReviseQuote(_) => "revise_quote",
            Action::AcceptQuote(_) => "accept_quote",
            Action::LoseQuote(_) => "lose_quote",
            Action::RejectOrder(_) => "reject_order",
            Action::HoldOrder(_) => "hold_order",
            Action::ReleaseHold(_) => "release_hold",
            Action::RequestCancellation(_) => "request_cancellation",
            Action::AnswerCancellation(_) => "answer_cancellation",
            Action::Subscription(_) => "subscription",
            Action::BillSubscriptions(_) => "bill_subscriptions",
            Action::SetDunningPolicy(_) => "set_dunning_policy",
            Action::RunDunning(_) => "run_dunning",
            Action::Reminders(_) => "reminders",
            Action::ChangeCredit(_) => "change_credit",
            Action::RuleOnHold(_) => "rule_on_hold",
            Action::CheckCredit(_) => "check_credit",
            Action::SignMandate(_) => "sign_mandate",
            Action::AmendMandate(_) => "amend_mandate",
            Action::RevokeMandate(_) => "revoke_mandate",
            Action::RunDirectDebits(_) => "run_direct_debits",
            Action::ReceiveDirectDebits(_) => "receive_direct_debits",
            Action::ReturnDirectDebit(_) => "return_direct_debit",
            Action::RemitCheques(_) => "remit_cheques",
            Action::FulfilmentPlan(_) => "fulfilment_plan",
            Action::AcceptDelivery(_) => "accept_delivery",
            Action::ShareStock(_) => "share_stock",
            Action::GoodsReturn(_) => "goods_return",
        }
    }

    /// The exchange rate that an action names, if it does.
    pub(super) const fn exchange_rate(&self) -> Option<ExchangeRate> {
        match self {
            Action::InvoiceOrder(invoice) => invoice.exchange_rate,
            Action::IssueInvoice(invoice) => invoice.exchange_rate,
            Action::ReceivePayment(payment) => payment.exchange_rate,
            Action::Refund(refund) => refund.exchange_rate,
            Action::BouncePayment(bounce) => bounce.exchange_rate,
            Action::IssueCreditNote(note) => note.exchange_rate,
            Action::IssueDeposit(deposit) => deposit.exchange_rate,
            Action::InvoiceMilestone(milestone) => milestone.exchange_rate,
            Action::InvoiceOrders(orders) => orders.exchange_rate,
            Action::InvoiceShipments(shipments) => shipments.exchange_rate,
            Action::CorrectInvoice(invoice) => invoice.exchange_rate,
            Action::IssueDebitNote(note) => note.exchange_rate,
            Action::BillInterest(asked) => asked.exchange_rate,
            Action::AcceptDispute(asked) => asked.exchange_rate,
            Action::RecordRecovery(asked) => asked.exchange_rate,
            Action::Directory(_)
            | Action::PlaceOrder(_)
            | Action::AmendOrder(_)
            | Action::ConfirmOrder(_)
            | Action::CancelOrderLine(_)
            | Action::CancelOrder(_)
            | Action::Ship(_)
            | Action::Deliver(_)
            | Action::AcceptDelivery(_)
            | Action::ShareStock(_)
            | Action::OpenSeries(_)
            | Action::IdentifyPayment(_)
            | Action::Letter(_)
            | Action::LetterAutomatically(_)
            | Action::LetterAsProposed(_)
            | Action::Unletter(_)
            | Action::CreditDeposit(_)
            | Action::PlanBilling(_)
            | Action::ClosePeriod(_)
            | Action::DispatchDocument(_)
            | Action::RecordDispatch(_)
            | Action::RecordStatus(_)
            | Action::ReassignPayment(_)
            | Action::TransferItem(_)
            | Action::ClearPayments(_)
            | Action::AllocatePayment(_)
            | Action::OpenBalances(_)
            | Action::PromisePayment(_)
            | Action::WithdrawPromise(_)
            | Action::AgreeInstalmentPlan(_)
            | Action::EndInstalmentPlan(_)
            | Action::Stock(_)
            | Action::TransferStock(_)
            | Action::QuoteOrder(_)
            | Action::ReviseQuote(_)
            | Action::AcceptQuote(_)
            | Action::LoseQuote(_)
            | Action::RejectOrder(_)
            | Action::HoldOrder(_)
            | Action::ReleaseHold(_)
            | Action::RequestCancellation(_)
            | Action::AnswerCancellation(_)
            | Action::Subscription(_)
            | Action::BillSubscriptions(_)
            | Action::SetDunningPolicy(_)
            | Action::RunDunning(_)
            | Action::Reminders(_)
            | Action::SignMandate(_)
            | Action::AmendMandate(_)
            | Action::RevokeMandate(_)
            | Action::RunDirectDebits(_)
            | Action::ReceiveDirectDebits(_)
            | Action::ReturnDirectDebit(_)
            | Action::RemitCheques(_)
            | Action::FulfilmentPlan(_)
            | Action::GoodsReturn(_)
            | Action::CutOff(_)
            | Action::OpenDispute(_)
            | Action::ReviewDispute(_)
            | Action::MakeDoubtful(_)
            | Action::RestoreDoubtful(_)
            | Action::SetAllowance(_)
            | Action::WriteOffBadDebt(_)
            | Action::Revalue(_)
            | Action::ChangeCredit(_)
            | Action::RuleOnHold(_)
            | Action::CheckCredit(_)
            | Action::RejectDispute(_) => None,
        }
    }
}
