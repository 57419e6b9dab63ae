//! Who must be named how.

use super::Statement;
use crate::party::Party;
use crate::tax::VatCategory;
use alloc::format;
use alloc::string::String;

/// The scheme of a seller's tax registration other than VAT (BT-32).
const TAX_REGISTRATION: &str = "FC";

fn has_vat_id(party: Option<&Party>) -> bool {
    party.and_then(|party| party.vat_id.as_ref()).is_some_and(|id| !id.is_empty())
}

/// What a VAT category asks of the parties and does not find (rules 02 to 04 of the category).
pub(super) fn fault(
    statement: &Statement,
    category: VatCategory,
) -> Option<(&'static str, String)> {
    let (seller, buyer) = (statement.seller.as_ref(), statement.buyer.as_ref());
    let is_represented = has_vat_id(statement.tax_representative.as_ref());
    let has_seller_vat_id = has_vat_id(seller) || is_represented;
    let is_registered = has_seller_vat_id
        || seller.is_some_and(|seller| seller.identifier(TAX_REGISTRATION).is_some());
    let (is_met, expected) = match category {
        VatCategory::S | VatCategory::Z | VatCategory::E | VatCategory::L | VatCategory::M => {
            (is_registered, "the seller's VAT id or tax registration")
        }
        VatCategory::AE => {
            let is_known = buyer.is_some_and(|buyer| !buyer.identifiers.is_empty());
            let expected =
                "the seller's VAT id or tax registration, the buyer's VAT id or registration";
            (is_registered && (has_vat_id(buyer) || is_known), expected)
        }
        VatCategory::K => {
            (has_seller_vat_id && has_vat_id(buyer), "the VAT ids of seller and buyer")
        }
        VatCategory::G => (has_seller_vat_id, "the seller's VAT id"),
        VatCategory::O => {
            (!has_seller_vat_id && !has_vat_id(buyer), "no VAT id of seller or buyer")
        }
    };
    (!is_met).then(|| (expected, format!("seller: {}, buyer: {}", shown(seller), shown(buyer))))
}

fn shown(party: Option<&Party>) -> &str {
    let vat_id = party.and_then(|party| party.vat_id.as_ref());
    vat_id.map_or("no VAT id", |id| id.as_str())
}
