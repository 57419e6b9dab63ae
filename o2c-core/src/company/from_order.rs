//! What every document of an order takes from it.

use crate::calendar::Terms;
use crate::invoice::Draft;
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
