//! What every document of an order takes from it.

use crate::calendar::Terms;
use crate::invoice::{Draft, DraftLine};
use crate::order::Content;

/// A draft without lines for who pays for an order, in its currency, with the customer's own
/// reference (BT-13).
pub(super) fn draft_for(content: &Content, terms: Terms) -> Draft {
    let mut draft = Draft::new(content.payer().clone(), content.currency, terms);
    draft.purchase_order = content.reference.clone();
    draft
}

/// Says why groups bear no VAT, of the groups that the draft bears and that have no reason yet.
pub(super) fn give_reasons(draft: &mut Draft, content: &Content) {
    draft.give_reasons(&content.vat_reasons);
}

/// Works a draft out as the order says: whether its prices hold VAT, where VAT is rounded, and what
/// is paid in cash.
pub(super) fn work_out_as(draft: &mut Draft, content: &Content) {
    draft.prices = content.prices;
    draft.vat_rounding = content.vat_rounding;
    draft.cash_rounding = content.cash_rounding;
}

/// Names the accounts of the taxes that the draft bears and that have no account yet.
pub(super) fn book_taxes(draft: &mut Draft, content: &Content) {
    for account in &content.tax_accounts {
        let is_borne = |line: &DraftLine| line.taxes.iter().any(|tax| tax.name == account.name);
        if draft.lines.iter().any(is_borne) && !draft.tax_accounts.contains(account) {
            draft.tax_accounts.push(account.clone());
        }
    }
}
