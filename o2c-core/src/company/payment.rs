//! What one may ask about payments: that they came, whose they are, and what they settle.

use crate::body::bodies;
use crate::id::{CustomerId, PaymentId, Text};
use crate::lettering::HostProposal;
use crate::money::{Currency, ExchangeRate, Money};
use crate::receivable::{Difference, LetterCode, LetterLine, PaymentMethod};
use crate::reference::CreditorReference;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Money has arrived; it counts from the command's effective day (rulebook INV-52).
    ReceivePayment {
        /// The bank's or the caller's reference.
        payment: PaymentId,
        /// How it was made.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "PaymentMethod::is_transfer")
        )]
        method: PaymentMethod,
        /// Whom it came from, where that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        payer: Option<CustomerId>,
        /// The payer's name as the bank shows it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        payer_name: Text,
        /// What the payer wrote.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        remittance: Text,
        /// The structured creditor reference that the payer quoted.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        structured_reference: Option<CreditorReference>,
        /// What payer and bank call the transaction from end to end.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        end_to_end_id: Text,
        /// The account it was paid from; a customer's are its identifiers of the scheme `IBAN`.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        payer_account: Text,
        /// How much, above zero.
        amount: Money,
        /// The rate to the ledger's currency, for a payment in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// Whom a payment in suspense came from.
    IdentifyPayment {
        /// Which payment.
        payment: PaymentId,
        /// Who paid it.
        customer: CustomerId,
    }
    /// Something asked of one payment.
    OnPayment {
        /// Which payment.
        payment: PaymentId,
    }
    /// Matches of one payment that the host proposes: the surest is applied where the least score
    /// of the policy lets it and no other is as sure; otherwise they are kept as proposals.
    LetterAsProposed {
        /// Which payment.
        payment: PaymentId,
        /// The matches, in any order.
        proposals: Vec<HostProposal>,
    }
    /// Letter items of one account.
    Letter {
        /// Whose account.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// The items and how much of each.
        lines: Vec<LetterLine>,
        /// Whether the early discount on offer is taken by this payment.
        #[cfg_attr(feature = "serde", serde(default))]
        take_discount: bool,
        /// What is settled without money, within the tolerances of the settings, and what the
        /// customer keeps back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        differences: Vec<Difference>,
    }
    /// Dissolve a letter: its items are open again from the effective day on.
    Unletter {
        /// Whose account.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// Which letter.
        letter: LetterCode,
    }
}
