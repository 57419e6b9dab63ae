//! What a document is.

use crate::money::Money;

/// What a document is (rulebook INV-40). In a credit note every amount is positive: the kind
/// carries the sign (rulebook INV-35).
///
/// ```
/// use o2c_core::invoice::DocumentKind;
/// assert_eq!(DocumentKind::CreditNote.type_code(), 381);
/// let amount = "120.00 EUR".parse()?;
/// assert_eq!(DocumentKind::CreditNote.signed(amount).to_string(), "-120.00 EUR");
/// assert_eq!(DocumentKind::Invoice.signed(amount), amount);
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DocumentKind {
    /// A commercial invoice.
    #[default]
    Invoice,
    /// Gives back what an invoice claimed, or a part of it.
    CreditNote,
    /// Claims a part of the price before the sale is done.
    Deposit,
    /// Gives back what a deposit invoice claimed, or a part of it.
    DepositCreditNote,
    /// Takes the place of one earlier invoice.
    Corrective,
    /// Claims what is no price: interest, compensation, costs.
    DebitNote,
    /// Shows what an invoice would say; it claims nothing.
    ProForma,
}

impl DocumentKind {
    /// The type of the document in the code list UNTDID 1001 (BT-3).
    pub const fn type_code(self) -> u16 {
        match self {
            DocumentKind::Invoice => 380,
            DocumentKind::CreditNote => 381,
            DocumentKind::Deposit => 386,
            DocumentKind::DepositCreditNote => 503,
            DocumentKind::Corrective => 384,
            DocumentKind::DebitNote => 383,
            DocumentKind::ProForma => 325,
        }
    }

    /// Whether its amounts are owed to the customer.
    pub const fn is_credit(self) -> bool {
        match self {
            DocumentKind::CreditNote | DocumentKind::DepositCreditNote => true,
            DocumentKind::Invoice
            | DocumentKind::Deposit
            | DocumentKind::Corrective
            | DocumentKind::DebitNote
            | DocumentKind::ProForma => false,
        }
    }

    /// Whether it is posted, opens items and bills orders; a pro forma does none of it.
    pub const fn posts(self) -> bool {
        match self {
            DocumentKind::ProForma => false,
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Deposit
            | DocumentKind::DepositCreditNote
            | DocumentKind::Corrective
            | DocumentKind::DebitNote => true,
        }
    }

    /// Whether the rules of invoices hold for it: not for a pro forma, nor for a debit note, which
    /// is outside VAT and no electronic invoice (rulebook T-23).
    pub const fn is_invoice(self) -> bool {
        match self {
            DocumentKind::ProForma | DocumentKind::DebitNote => false,
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Deposit
            | DocumentKind::DepositCreditNote
            | DocumentKind::Corrective => true,
        }
    }

    /// An amount of the document as the customer's account sees it: debit positive (rulebook
    /// G-03).
    pub const fn signed(self, amount: Money) -> Money {
        if self.is_credit() { amount.negated() } else { amount }
    }

    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            DocumentKind::Invoice => "invoice",
            DocumentKind::CreditNote => "credit_note",
            DocumentKind::Deposit => "deposit",
            DocumentKind::DepositCreditNote => "deposit_credit_note",
            DocumentKind::Corrective => "corrective",
            DocumentKind::DebitNote => "debit_note",
            DocumentKind::ProForma => "pro_forma",
        }
    }
}

impl core::fmt::Display for DocumentKind {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.pad(self.name())
    }
}

/// What a line of a debit note claims: no price of a supply, so it bears no VAT (rulebook T-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ClaimKind {
    /// Interest for late payment.
    Interest,
    /// The flat compensation for recovery.
    Indemnity,
    /// Costs of recovery beyond it.
    Costs,
}
