//! How money comes in, and where it stands until the bank has it.

/// How a payment was made.
///
/// ```
/// use o2c_core::receivable::{PaymentMethod, Place};
/// assert_eq!(PaymentMethod::Cheque.place(), Place::Cheques);
/// assert_eq!(PaymentMethod::default().place(), Place::Bank);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum PaymentMethod {
    /// By a transfer to the bank.
    #[default]
    Transfer,
    /// By a direct debit, which the bank has collected.
    DirectDebit,
    /// By a cheque, which the bank cashes later.
    Cheque,
    /// By card: the bank pays a batch of them later, less its fee.
    Card,
    /// In coins and notes.
    Cash,
}

impl PaymentMethod {
    /// Where the money stands when it has come in.
    pub const fn place(self) -> Place {
        match self {
            PaymentMethod::Transfer | PaymentMethod::DirectDebit => Place::Bank,
            PaymentMethod::Cheque => Place::Cheques,
            PaymentMethod::Card => Place::Cards,
            PaymentMethod::Cash => Place::Till,
        }
    }

    /// Whether it is a transfer, which is not said.
    pub const fn is_transfer(&self) -> bool {
        matches!(self, PaymentMethod::Transfer)
    }
}

/// Where money stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Place {
    /// At the bank.
    #[default]
    Bank,
    /// In cheques to be cashed.
    Cheques,
    /// In card payments that the bank has not paid yet.
    Cards,
    /// In the till.
    Till,
}

impl Place {
    /// Whether it is the bank, which is not said.
    pub const fn is_bank(&self) -> bool {
        matches!(self, Place::Bank)
    }
}

impl core::fmt::Display for Place {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.pad(match self {
            Place::Bank => "bank",
            Place::Cheques => "cheques",
            Place::Cards => "cards",
            Place::Till => "till",
        })
    }
}
