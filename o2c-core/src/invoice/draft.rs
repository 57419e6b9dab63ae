//! What is to be invoiced.

use super::life::CreditReason;
use super::{
    BusinessProcess, ClaimKind, DeductedDeposit, DocumentKind, Note, OrderPart, PrecedingDocument,
    Supply,
};
use crate::calendar::{Day, Period, Terms};
use crate::id::{CustomerId, ItemId, LineId, OrderId, Text};
use crate::ledger::TaxAccount;
use crate::money::{Currency, Exact, Money};
use crate::pricing::{Adjustment, DocumentAdjustment, Price, PriceBasis};
use crate::quantity::Quantity;
use crate::tax::stack::StackedTax;
use crate::tax::{Vat, VatAccounting, VatReason, VatRounding};
use alloc::vec::Vec;

/// The line of an order that a line invoices.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OrderReference {
    /// The order.
    pub order: OrderId,
    /// Its line.
    pub line: LineId,
}

/// A line to invoice (BG-25).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DraftLine {
    /// The line's id, unique in the document (BT-126).
    pub id: LineId,
    /// The item sold, if it has a key.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub item: Option<ItemId>,
    /// What it is (BT-153).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub description: Text,
    /// How much; negative where something is taken back (BT-129).
    pub quantity: Quantity,
    /// What one base quantity costs.
    pub price: Price,
    /// The quantity the price is for, in the unit of the quantity (BT-149).
    #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
    pub base_quantity: Exact,
    /// Allowances and charges of the line, in order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub adjustments: Vec<Adjustment>,
    /// The VAT the line bears.
    pub vat: Vat,
    /// The order line it invoices, if it does.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub order: Option<OrderReference>,
    /// Whether it sells goods, the default, or services.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Supply::is_goods"))]
    pub supply: Supply,
    /// The days it covers (BG-26).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub period: Option<Period>,
    /// What it claims, where it is no supply (rulebook T-23).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub claim: Option<ClaimKind>,
    /// The taxes of a seller who levies others than VAT, in their order; the line's category is
    /// then `O`, and no allowance or charge of the document falls on it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub taxes: Vec<StackedTax>,
}

/// A document to issue: everything but what issuing gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Draft {
    /// Who is invoiced.
    pub customer: CustomerId,
    /// The currency of every figure in the document.
    pub currency: Currency,
    /// The lines, at least one.
    pub lines: Vec<DraftLine>,
    /// Allowances and charges of the whole document, in order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub adjustments: Vec<DocumentAdjustment>,
    /// Why groups bear no VAT.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub vat_reasons: Vec<VatReason>,
    /// What was paid before, VAT included (BT-113).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub prepaid: Option<Money>,
    /// What rounds the amount due, up or down (BT-114).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rounding: Option<Money>,
    /// The multiple, such as 0.05, to which the amount due is rounded where it is paid in cash
    /// (rulebook INV-31, R-05c); not beside a `rounding`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cash_rounding: Option<Money>,
    /// Whether prices hold their VAT.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "PriceBasis::is_without_vat")
    )]
    pub prices: PriceBasis,
    /// Where VAT is rounded.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "VatRounding::is_per_category")
    )]
    pub vat_rounding: VatRounding,
    /// The currency in which VAT is declared, where it is not the document's (BT-6).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub vat_accounting: Option<VatAccounting>,
    /// The VAT in the currency in which it is declared, where it is said and not converted
    /// (BT-111); beside a rate it must be what the rate makes of it. What credits give back of it
    /// telescopes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub vat_accounted: Option<Money>,
    /// When the amount due falls due.
    pub terms: Terms,
    /// A note to the customer (BT-22).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub note: Text,
    /// What the document is (BT-3); an invoice where nothing is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_invoice"))]
    pub kind: DocumentKind,
    /// The earlier documents it gives back, replaces or relates to (BG-3).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub preceding: Vec<PrecedingDocument>,
    /// The days it covers (BG-14).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub period: Option<Period>,
    /// The day of the delivery (BT-72).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub delivered_on: Option<Day>,
    /// The customer's order number (BT-13).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub purchase_order: Text,
    /// The contract (BT-12).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub contract: Text,
    /// The business process (BT-23).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub process: Option<BusinessProcess>,
    /// Notes with a subject (BG-1).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub notes: Vec<Note>,
    /// Of a credit note: why it gives something back.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub credit_reason: Option<CreditReason>,
    /// What of an order the document is, where it bills none of its lines.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub of_order: Option<OrderPart>,
    /// The deposits it deducts.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deducted: Vec<DeductedDeposit>,
    /// The accounts of taxes on lines; a tax without one is booked as VAT collected.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub tax_accounts: Vec<TaxAccount>,
}

#[cfg(feature = "serde")]
fn is_invoice(kind: &DocumentKind) -> bool {
    *kind == DocumentKind::Invoice
}

impl Draft {
    /// A draft without lines.
    pub fn new(customer: CustomerId, currency: Currency, terms: Terms) -> Self {
        Draft {
            customer,
            currency,
            lines: Vec::new(),
            adjustments: Vec::new(),
            vat_reasons: Vec::new(),
            prepaid: None,
            rounding: None,
            cash_rounding: None,
            prices: PriceBasis::WithoutVat,
            vat_rounding: VatRounding::PerCategory,
            vat_accounting: None,
            vat_accounted: None,
            terms,
            note: Text::default(),
            kind: DocumentKind::Invoice,
            preceding: Vec::new(),
            period: None,
            delivered_on: None,
            purchase_order: Text::default(),
            contract: Text::default(),
            process: None,
            notes: Vec::new(),
            credit_reason: None,
            of_order: None,
            deducted: Vec::new(),
            tax_accounts: Vec::new(),
        }
    }
}

impl DraftLine {
    /// A line at a net price, without anything optional.
    pub fn new(id: LineId, quantity: Quantity, price: Price, vat: Vat) -> Self {
        DraftLine {
            id,
            item: None,
            description: Text::default(),
            quantity,
            price,
            base_quantity: Exact::ONE,
            adjustments: Vec::new(),
            vat,
            order: None,
            supply: Supply::Goods,
            period: None,
            claim: None,
            taxes: Vec::new(),
        }
    }
}
