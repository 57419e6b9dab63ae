//! What every document of an order takes from it.

use crate::calendar::Terms;
use crate::invoice::Draft;
use crate::order::Content;
use crate::tax::Vat;

/// A draft without lines for who pays for an order, in its currency, with the customer's own
/// reference (BT-13).
pub(super) fn draft_for(content: &Content, terms: Terms) -> Draft {
    let mut draft = Draft::new(content.payer().clone(), content.currency, terms);
    draft.purchase_order = content.reference.clone();
    draft
}

/// Says why groups bear no VAT, of the groups that the draft bears and that have no reason yet.
pub(super) fn give_reasons(draft: &mut Draft, content: &Content) {
    for reason in &content.vat_reasons {
        let is_borne = |vat: Vat| {
            let is_on_line = draft.lines.iter().any(|line| line.vat == vat);
            is_on_line || draft.adjustments.iter().any(|adjustment| adjustment.vat == Some(vat))
        };
        let is_given = draft.vat_reasons.iter().any(|given| given.vat == reason.vat);
        if !is_given && is_borne(reason.vat) {
            draft.vat_reasons.push(reason.clone());
        }
    }
}
