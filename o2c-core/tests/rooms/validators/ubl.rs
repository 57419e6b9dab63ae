//! Reads UBL invoices and credit notes, whole or in fragments, as statements.

use o2c_core::id::Text;
use o2c_core::invoice::check::{
    Preceding, Stated, StatedAdjustment, StatedGroup, StatedLine, StatedPeriod, StatedTotals,
    Statement,
};
use o2c_core::party::{Identifier, Party};
use o2c_core::pricing::AdjustmentKind;
use roxmltree::Node;

fn children<'a, 'x: 'a>(node: Node<'a, 'x>, name: &str) -> Vec<Node<'a, 'x>> {
    node.children().filter(|child| child.tag_name().name() == name).collect()
}

fn at<'a, 'x: 'a>(node: Node<'a, 'x>, way: &[&str]) -> Option<Node<'a, 'x>> {
    way.iter().try_fold(node, |node, name| children(node, name).first().copied())
}

fn text(node: Node<'_, '_>, way: &[&str]) -> Option<Stated> {
    at(node, way)?.text().map(|text| text.parse().unwrap())
}

fn adjustment(node: Node<'_, '_>) -> StatedAdjustment {
    let is_charge = text(node, &["ChargeIndicator"]).is_some_and(|flag| flag.as_str() == "true");
    let kind = if is_charge { AdjustmentKind::Charge } else { AdjustmentKind::Allowance };
    StatedAdjustment {
        amount: text(node, &["Amount"]),
        base: text(node, &["BaseAmount"]),
        percent: text(node, &["MultiplierFactorNumeric"]),
        vat_category: text(node, &["TaxCategory", "ID"]),
        vat_rate: text(node, &["TaxCategory", "Percent"]),
        reason: text(node, &["AllowanceChargeReason"]),
        reason_code: text(node, &["AllowanceChargeReasonCode"]),
        ..StatedAdjustment::new(kind)
    }
}

fn period(node: Node<'_, '_>) -> Option<StatedPeriod> {
    let node = at(node, &["InvoicePeriod"])?;
    Some(StatedPeriod { from: text(node, &["StartDate"]), through: text(node, &["EndDate"]) })
}

fn line(node: Node<'_, '_>) -> StatedLine {
    let quantity = if at(node, &["CreditedQuantity"]).is_some() {
        "CreditedQuantity"
    } else {
        "InvoicedQuantity"
    };
    StatedLine {
        id: text(node, &["ID"]),
        description: text(node, &["Item", "Name"]),
        quantity: text(node, &[quantity]),
        price: text(node, &["Price", "PriceAmount"]),
        base_quantity: text(node, &["Price", "BaseQuantity"]),
        adjustments: children(node, "AllowanceCharge").into_iter().map(adjustment).collect(),
        net: text(node, &["LineExtensionAmount"]),
        vat_category: text(node, &["Item", "ClassifiedTaxCategory", "ID"]),
        vat_rate: text(node, &["Item", "ClassifiedTaxCategory", "Percent"]),
        period: period(node),
        ..StatedLine::default()
    }
}

fn group(node: Node<'_, '_>) -> StatedGroup {
    StatedGroup {
        vat_category: text(node, &["TaxCategory", "ID"]),
        vat_rate: text(node, &["TaxCategory", "Percent"]),
        base: text(node, &["TaxableAmount"]),
        amount: text(node, &["TaxAmount"]),
        reason: text(node, &["TaxCategory", "TaxExemptionReason"]),
        reason_code: text(node, &["TaxCategory", "TaxExemptionReasonCode"]),
    }
}

fn party(node: Node<'_, '_>, role: &str) -> Option<Party> {
    let node = at(node, &[role, "Party"])?;
    let legal = text(node, &["PartyLegalEntity", "CompanyID"]);
    let vat_id = text(node, &["PartyTaxScheme", "CompanyID"]);
    Some(Party {
        name: name(text(node, &["PartyLegalEntity", "RegistrationName"])),
        identifiers: legal
            .map(|id| Identifier { scheme: "0002".parse().unwrap(), value: name(Some(id)) })
            .into_iter()
            .collect(),
        vat_id: vat_id.map(|id| name(Some(id))),
        ..Party::default()
    })
}

fn name(stated: Option<Stated>) -> Text {
    stated.map_or(Text::default(), |stated| stated.as_str().parse().unwrap())
}

/// The tax totals in the document's currency, and the one in the currency VAT is accounted for in.
fn tax_totals(node: Node<'_, '_>) -> (Vec<Stated>, Option<Stated>) {
    let document = text(node, &["DocumentCurrencyCode"]);
    let (mut vat, mut accounted) = (Vec::new(), None);
    for total in children(node, "TaxTotal") {
        let currency = at(total, &["TaxAmount"]).and_then(|one| one.attribute("currencyID"));
        let pair = document.as_ref().zip(currency);
        let is_other = pair.is_some_and(|(one, other)| one.as_str() != other);
        match is_other {
            true => accounted = text(total, &["TaxAmount"]),
            false => vat.extend(text(total, &["TaxAmount"])),
        }
    }
    (vat, accounted)
}

fn totals(node: Node<'_, '_>) -> StatedTotals {
    let (vat, vat_accounted) = tax_totals(node);
    let mut vat = vat.into_iter();
    let of = |name: &str| text(node, &["LegalMonetaryTotal", name]);
    StatedTotals {
        line_total: of("LineExtensionAmount"),
        allowance_total: of("AllowanceTotalAmount"),
        charge_total: of("ChargeTotalAmount"),
        net: of("TaxExclusiveAmount"),
        vat: vat.next(),
        further_vat: vat.collect(),
        vat_accounted,
        gross: of("TaxInclusiveAmount"),
        prepaid: of("PrepaidAmount"),
        rounding: of("PayableRoundingAmount"),
        due: of("PayableAmount"),
    }
}

/// An `Invoice` or a `CreditNote` as a statement.
pub(crate) fn statement(node: Node<'_, '_>) -> Statement {
    let mut lines = children(node, "InvoiceLine");
    lines.extend(children(node, "CreditNoteLine"));
    let groups = children(node, "TaxTotal").into_iter();
    let groups = groups.flat_map(|total| children(total, "TaxSubtotal"));
    let type_code = text(node, &["InvoiceTypeCode"]).or(text(node, &["CreditNoteTypeCode"]));
    Statement {
        number: text(node, &["ID"]),
        issued_on: text(node, &["IssueDate"]),
        type_code,
        currency: text(node, &["DocumentCurrencyCode"]),
        vat_currency: text(node, &["TaxCurrencyCode"]),
        tax_point_on: text(node, &["TaxPointDate"]),
        tax_point_code: text(node, &["InvoicePeriod", "DescriptionCode"]),
        due_on: text(node, &["DueDate"]),
        terms: text(node, &["PaymentTerms", "Note"]),
        preceding: children(node, "BillingReference")
            .into_iter()
            .map(|one| Preceding {
                number: text(one, &["InvoiceDocumentReference", "ID"]),
                issued_on: text(one, &["InvoiceDocumentReference", "IssueDate"]),
            })
            .collect(),
        seller: party(node, "AccountingSupplierParty"),
        buyer: party(node, "AccountingCustomerParty"),
        delivered_on: text(node, &["Delivery", "ActualDeliveryDate"]),
        period: period(node),
        adjustments: children(node, "AllowanceCharge").into_iter().map(adjustment).collect(),
        totals: totals(node),
        breakdown: groups.map(group).collect(),
        lines: lines.into_iter().map(line).collect(),
        ..Statement::default()
    }
}
