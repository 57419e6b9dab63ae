//! A document as it stands on paper.

use super::Stated;
use crate::party::Party;
use crate::pricing::AdjustmentKind;
use crate::tax::VatCategory;
use alloc::vec::Vec;

/// Declares structs whose every field may be left out of what is read.
macro_rules! stated {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $(#[$field_doc:meta])* $field:ident : $ty:ty ),* $(,)? }
    )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        pub struct $name { $( $(#[$field_doc])* pub $field: $ty, )* }
    )* };
}

stated! {
    /// A document with every figure as its issuer states it, whoever that is (EN 16931). All
    /// amounts are in the document's currency unless said; every field may be missing. The order
    /// of the fields is the order of findings.
    Statement {
        /// The number (BT-1).
        number: Option<Stated>,
        /// The day of issue (BT-2).
        issued_on: Option<Stated>,
        /// The type code (BT-3), such as `380` for an invoice, `381` for a credit note.
        type_code: Option<Stated>,
        /// The currency (BT-5).
        currency: Option<Stated>,
        /// The currency in which the VAT is accounted for (BT-6).
        vat_currency: Option<Stated>,
        /// The day VAT falls due (BT-7).
        tax_point_on: Option<Stated>,
        /// The code of the day VAT falls due (BT-8).
        tax_point_code: Option<Stated>,
        /// The day payment falls due (BT-9).
        due_on: Option<Stated>,
        /// The contract (BT-12).
        contract: Option<Stated>,
        /// The purchase order (BT-13).
        purchase_order: Option<Stated>,
        /// The payment terms in words (BT-20).
        terms: Option<Stated>,
        /// Notes (BG-1).
        notes: Vec<StatedNote>,
        /// The business process (BT-23): the French frame, such as `B1`.
        process: Option<Stated>,
        /// The documents this one corrects or credits (BG-3).
        preceding: Vec<Preceding>,
        /// The seller (BG-4).
        seller: Option<Party>,
        /// The buyer (BG-7).
        buyer: Option<Party>,
        /// Who represents the seller for VAT (BG-11).
        tax_representative: Option<Party>,
        /// The day of delivery (BT-72).
        delivered_on: Option<Stated>,
        /// The country goods are delivered to (BT-80).
        delivery_country: Option<Stated>,
        /// The period that is invoiced (BG-14).
        period: Option<StatedPeriod>,
        /// The code of the means of payment (BT-81), such as `59` for a direct debit.
        payment_means: Option<Stated>,
        /// Allowances and charges of the document (BG-20, BG-21).
        adjustments: Vec<StatedAdjustment>,
        /// The totals (BG-22).
        totals: StatedTotals,
        /// The VAT breakdown (BG-23).
        breakdown: Vec<StatedGroup>,
        /// The lines (BG-25).
        lines: Vec<StatedLine>,
        /// What the VAT of groups is expected to be where the document shares an original with
        /// others, as deposits and credit notes do: no statement of the paper, but of who checks
        /// it (rulebook G-07, INV-24).
        expected_vat: Vec<ExpectedVat>,
    }

    /// A note with the code of what it is about (BT-21, BT-22).
    StatedNote {
        /// The subject code, such as `PMT`.
        subject: Option<Stated>,
        /// The note.
        text: Option<Stated>,
    }

    /// A document that came before (BG-3).
    Preceding {
        /// Its number (BT-25).
        number: Option<Stated>,
        /// Its day of issue (BT-26).
        issued_on: Option<Stated>,
    }

    /// A period with its last day (BG-14, BG-26).
    StatedPeriod {
        /// The first day.
        from: Option<Stated>,
        /// The last day.
        through: Option<Stated>,
    }

    /// A line (BG-25).
    StatedLine {
        /// The id (BT-126).
        id: Option<Stated>,
        /// What it is (BT-153).
        description: Option<Stated>,
        /// How much (BT-129).
        quantity: Option<Stated>,
        /// The unit (BT-130).
        unit: Option<Stated>,
        /// The net price (BT-146).
        price: Option<Stated>,
        /// The price before its discount (BT-148).
        gross_price: Option<Stated>,
        /// The discount on the price (BT-147).
        price_discount: Option<Stated>,
        /// The quantity the price is for (BT-149).
        base_quantity: Option<Stated>,
        /// The unit of the quantity the price is for (BT-150).
        base_unit: Option<Stated>,
        /// Allowances and charges (BG-27, BG-28).
        adjustments: Vec<StatedAdjustment>,
        /// The net amount (BT-131).
        net: Option<Stated>,
        /// The VAT category (BT-151).
        vat_category: Option<Stated>,
        /// The VAT rate in percent (BT-152).
        vat_rate: Option<Stated>,
        /// Taxes besides VAT, by name: no EN 16931 document can carry them.
        other_taxes: Vec<Stated>,
        /// The period that is invoiced (BG-26).
        period: Option<StatedPeriod>,
        /// The documents the line corrects or credits.
        preceding: Vec<Preceding>,
        /// The type code of the object the line refers to (Peppol R101).
        object_type: Option<Stated>,
    }

    /// A VAT group (BG-23).
    StatedGroup {
        /// The category (BT-118).
        vat_category: Option<Stated>,
        /// The rate in percent (BT-119).
        vat_rate: Option<Stated>,
        /// The taxable base (BT-116).
        base: Option<Stated>,
        /// The VAT (BT-117).
        amount: Option<Stated>,
        /// Why no VAT is charged (BT-120).
        reason: Option<Stated>,
        /// The code of the reason (BT-121).
        reason_code: Option<Stated>,
    }

    /// The totals (BG-22).
    StatedTotals {
        /// The sum of the lines' net amounts (BT-106).
        line_total: Option<Stated>,
        /// The sum of the allowances (BT-107).
        allowance_total: Option<Stated>,
        /// The sum of the charges (BT-108).
        charge_total: Option<Stated>,
        /// The total without VAT (BT-109).
        net: Option<Stated>,
        /// The VAT (BT-110).
        vat: Option<Stated>,
        /// Further totals of VAT in the document's currency: a document has one, and each that
        /// stands there is held to the total with VAT (BR-CO-15).
        further_vat: Vec<Stated>,
        /// The VAT in the currency it is accounted for in (BT-111).
        vat_accounted: Option<Stated>,
        /// The total with VAT (BT-112).
        gross: Option<Stated>,
        /// What was paid before (BT-113).
        prepaid: Option<Stated>,
        /// What rounds the amount due (BT-114).
        rounding: Option<Stated>,
        /// The amount due (BT-115).
        due: Option<Stated>,
    }

    /// What the VAT of a group is expected to be.
    ExpectedVat {
        /// The category.
        vat_category: Option<Stated>,
        /// The rate in percent.
        vat_rate: Option<Stated>,
        /// The VAT.
        amount: Option<Stated>,
    }
}

/// An allowance or a charge of a line or of the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StatedAdjustment {
    /// Whether it takes off or adds.
    pub kind: AdjustmentKind,
    /// The amount (BT-92, BT-99, BT-136, BT-141).
    #[cfg_attr(feature = "serde", serde(default))]
    pub amount: Option<Stated>,
    /// What the percentage is of (BT-93, BT-100, BT-137, BT-142).
    #[cfg_attr(feature = "serde", serde(default))]
    pub base: Option<Stated>,
    /// The percentage (BT-94, BT-101, BT-138, BT-143).
    #[cfg_attr(feature = "serde", serde(default))]
    pub percent: Option<Stated>,
    /// The VAT category, on a document (BT-95, BT-102).
    #[cfg_attr(feature = "serde", serde(default))]
    pub vat_category: Option<Stated>,
    /// The VAT rate in percent, on a document (BT-96, BT-103).
    #[cfg_attr(feature = "serde", serde(default))]
    pub vat_rate: Option<Stated>,
    /// Why (BT-97, BT-104, BT-139, BT-144).
    #[cfg_attr(feature = "serde", serde(default))]
    pub reason: Option<Stated>,
    /// The code of the reason (BT-98, BT-105, BT-140, BT-145).
    #[cfg_attr(feature = "serde", serde(default))]
    pub reason_code: Option<Stated>,
}

impl StatedAdjustment {
    /// An allowance or charge of which nothing is said yet.
    pub const fn new(kind: AdjustmentKind) -> Self {
        StatedAdjustment {
            kind,
            amount: None,
            base: None,
            percent: None,
            vat_category: None,
            vat_rate: None,
            reason: None,
            reason_code: None,
        }
    }
}

/// The VAT category that is said in a place, where it is one of EN 16931.
pub(super) fn category(stated: &Option<Stated>) -> Option<VatCategory> {
    stated.as_ref()?.as_str().parse().ok()
}
