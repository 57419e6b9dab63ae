//! What is settled once for a company.

use crate::credit;
use crate::dispute;
use crate::id::TableId;
use crate::invoice::StandingMentions;
use crate::invoice::check::Profile;
use crate::invoice::deposit::Deduction;
use crate::ledger::Chart;
use crate::lettering;
use crate::money::Currency;
use crate::party::Party;
use crate::receivable::{DebitPolicy, LetterCodes, Tolerance};
use crate::stock;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// The company's settings, given when it is founded and part of its history.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Settings {
    /// The legal entity as its documents name it: the seller.
    #[cfg_attr(feature = "serde", serde(default))]
    pub party: Party,
    /// The currency of the books.
    pub ledger_currency: Currency,
    /// The accounts that entries go to; the French chart where none is given.
    #[cfg_attr(feature = "serde", serde(default))]
    pub chart: Chart,
    /// What the lettering rules may apply by themselves.
    #[cfg_attr(feature = "serde", serde(default))]
    pub lettering: lettering::Policy,
    /// Whether the VAT of services is owed when they are invoiced, by the seller's choice, and not
    /// when they are paid (rulebook V-01).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
    pub vat_on_debits: bool,
    /// The directory's table of holidays that due dates are shifted by, where one is named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub holidays: Option<TableId>,
    /// How invoices show the deposits they deduct (rulebook INV-33).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_prepaid"))]
    pub deposit_deduction: Deduction,
    /// Which differences between what is owed and what is paid a letter may settle.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub tolerances: Vec<Tolerance>,
    /// How the codes of letters are made.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "LetterCodes::is_by_default")
    )]
    pub letters: LetterCodes,
    /// How direct debits are collected.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "DebitPolicy::is_by_default")
    )]
    pub direct_debits: DebitPolicy,
    /// What disputes change for dunning, discounts and credit.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_by_default"))]
    pub disputes: dispute::Policy,
    /// What the company's own documents are held against when they are issued, if anything: one
    /// that breaks a rule fatally is refused, and all it breaks is told at once. Debit notes of
    /// interest and costs, which are outside VAT (rulebook T-23), and pro formas are no invoices:
    /// they are held against nothing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub issue_profile: Option<Box<Profile>>,
    /// What every document the company issues says where its own draft does not, such as the
    /// mentions its profile asks for.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "StandingMentions::is_silent")
    )]
    pub mentions: StandingMentions,
    /// How the company promises from its stock; by default its orders reserve nothing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "promises_nothing"))]
    pub stock: stock::Policy,
    /// How credit is looked at; by default it is not.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "credit::Policy::is_by_default")
    )]
    pub credit: credit::Policy,
}

#[cfg(feature = "serde")]
fn promises_nothing(stock: &stock::Policy) -> bool {
    *stock == stock::Policy::default()
}

#[cfg(feature = "serde")]
fn is_by_default(disputes: &dispute::Policy) -> bool {
    *disputes == dispute::Policy::default()
}

#[cfg(feature = "serde")]
fn is_prepaid(deduction: &Deduction) -> bool {
    *deduction == Deduction::Prepaid
}

impl Settings {
    /// A company with the French chart of accounts and no holidays.
    ///
    /// ```
    /// use o2c_core::company::Settings;
    /// use o2c_core::money::Currency;
    /// assert_eq!(Settings::new(Currency::EUR).ledger_currency.code(), "EUR");
    /// ```
    pub fn new(ledger_currency: Currency) -> Self {
        Settings {
            party: Party::default(),
            ledger_currency,
            chart: Chart::default(),
            lettering: lettering::Policy::default(),
            vat_on_debits: false,
            holidays: None,
            deposit_deduction: Deduction::Prepaid,
            tolerances: Vec::new(),
            letters: LetterCodes::default(),
            direct_debits: DebitPolicy::default(),
            disputes: dispute::Policy::default(),
            issue_profile: None,
            mentions: StandingMentions::default(),
            stock: stock::Policy::default(),
            credit: credit::Policy::default(),
        }
    }
}
