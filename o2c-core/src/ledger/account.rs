//! Account numbers and the chart that says which account is meant for what.

use super::Rejection;
use crate::bounds::ACCOUNT_CHARACTERS;
use crate::error::Path;
use crate::id::Text;
use core::fmt;
use smol_str::SmolStr;

/// The number of an account, such as `411`: 1 to 20 printable ASCII characters without blanks.
/// Cheap to clone; sorted as text, so that `411` stands before `44571` before `512`.
///
/// ```
/// use o2c_core::ledger::AccountNumber;
/// let vat: AccountNumber = "44571".parse()?;
/// assert!("411".parse::<AccountNumber>()? < vat);
/// assert!("".parse::<AccountNumber>().is_err());
/// # Ok::<(), o2c_core::ledger::Rejection>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountNumber(SmolStr);

impl AccountNumber {
    /// The account number of a text.
    ///
    /// # Errors
    /// `ledger.account_malformed`.
    pub fn new(text: &str) -> Result<Self, Rejection> {
        let is_within = (1..=ACCOUNT_CHARACTERS).contains(&text.len());
        if is_within && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Ok(AccountNumber(SmolStr::new(text)));
        }
        Err(Rejection::AccountMalformed {
            path: Path::root(),
            text: text.chars().take(ACCOUNT_CHARACTERS).collect(),
            longest: ACCOUNT_CHARACTERS,
        })
    }

    /// The text as given.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), out)
    }
}

impl core::str::FromStr for AccountNumber {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        AccountNumber::new(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for AccountNumber {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

crate::serde_from_text!(AccountNumber, "an account number such as \"411\"");

/// The account of a tax that is levied upon others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TaxAccount {
    /// What the tax is called.
    pub name: Text,
    /// Where it is booked.
    pub account: AccountNumber,
}

/// Declares the chart: what each account is for, its field and its French number.
macro_rules! chart {
    ($( $(#[doc = $purpose:literal])+ $field:ident = $number:literal ),* $(,)?) => {
        /// Which account is used for what. Every number is the firm's to choose; those not chosen
        /// are the French ones (rulebook 5.1, A-00, A-01).
        ///
        /// ```
        /// use o2c_core::ledger::Chart;
        /// let chart = Chart { sales: "707100".parse()?, ..Chart::french() };
        /// assert_eq!(chart.receivable.as_str(), "411");
        /// # Ok::<(), o2c_core::ledger::Rejection>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        pub struct Chart {
            $( $(#[doc = $purpose])+ pub $field: AccountNumber, )*
        }

        impl Chart {
            /// The accounts of the French general chart in force from 2025 (rulebook 5.1).
            pub fn french() -> Self {
                Chart { $( $field: AccountNumber(SmolStr::new_static($number)), )* }
            }

            /// Every purpose by its name, and its account.
            pub fn accounts(
                &self,
            ) -> impl ExactSizeIterator<Item = (&'static str, &AccountNumber)> {
                [ $( (stringify!($field), &self.$field), )* ].into_iter()
            }
        }
    };
}

chart! {
    /// Goods in stock, where their cost is posted as they move.
    stock = "37",
    /// What customers owe.
    receivable = "411",
    /// Customers of doubtful solvency (rulebook A-03).
    doubtful = "416",
    /// Delivered, invoice to be issued.
    invoices_to_issue = "4181",
    /// Latent exchange gains at the end of a period.
    latent_exchange_gain = "477",
    /// Latent exchange losses at the end of a period.
    latent_exchange_loss = "476",
    /// Provision for latent exchange losses.
    exchange_provision = "1515",
    /// Charge to the provision for latent exchange losses.
    exchange_provision_charge = "6865",
    /// Release of the provision for latent exchange losses.
    exchange_provision_release = "7865",
    /// Deposits received from customers.
    deposits = "4191",
    /// Rebates to grant, credit note to be issued.
    rebates_to_grant = "4198",
    /// Tax that customers withheld and paid to the state in our place.
    tax_withheld = "444",
    /// VAT collected, due to the state.
    vat_collected = "44571",
    /// VAT of services that falls due on collection only.
    vat_pending = "4458",
    /// VAT already paid on deposits.
    vat_on_deposits = "44584",
    /// VAT on invoices to be issued.
    vat_on_invoices_to_issue = "44587",
    /// Money received whose sender is not identified.
    suspense = "471",
    /// Income of later periods.
    deferred_income = "487",
    /// Value allowance on receivables.
    allowance = "491",
    /// Cheques to be cashed.
    cheques = "5112",
    /// Card payments that the bank has not paid yet.
    cards = "5115",
    /// The bank.
    bank = "512",
    /// The till.
    till = "53",
    /// What stock changes cost, where they are posted as they happen.
    stock_change = "6037",
    /// What banks charge.
    bank_fees = "627",
    /// Bad debts that became irrecoverable in the year of the sale.
    bad_debts_of_this_year = "6541",
    /// Bad debts of earlier years.
    bad_debts_of_earlier_years = "6544",
    /// Exchange losses on trade receivables.
    exchange_loss = "656",
    /// Small differences lost on payments.
    difference_loss = "658",
    /// Rounding of documents that costs.
    rounding_loss = "658",
    /// Discounts granted for early payment.
    discount_granted = "665",
    /// Charge to the value allowance.
    allowance_charge = "68174",
    /// Services sold.
    services = "706",
    /// Goods sold.
    sales = "707",
    /// Freight charged to customers.
    freight = "7085",
    /// Rebates granted off the invoice (rulebook A-02).
    rebates_granted = "709",
    /// Exchange gains on trade receivables.
    exchange_gain = "756",
    /// Small differences won on payments.
    difference_gain = "758",
    /// Rounding of documents that gains.
    rounding_gain = "758",
    /// The flat compensation for recovery, and penalties received.
    compensation = "7581",
    /// What came in on debts already written off.
    recovery = "7583",
    /// Interest for late payment.
    interest = "7631",
    /// Release of the value allowance.
    allowance_release = "78174",
    /// What is taken over from an earlier ledger.
    opening_balance = "890",
}

impl Default for Chart {
    fn default() -> Self {
        Chart::french()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_french_chart_avoids_the_accounts_of_the_past() {
        // rulebook A-00: financial exchange, trust accounts, sub-accounts that are no numbers of
        // the chart, and accounts renumbered or removed.
        let gone = [
            "666", "766", "6588", "7588", "44574", "445800", "7711", "7714", "6711", "791", "796",
            "797",
        ];
        let chart = Chart::french();
        for (purpose, account) in chart.accounts() {
            assert!(!gone.contains(&account.as_str()), "{purpose} is {account}");
            assert_eq!(AccountNumber::new(account.as_str()).as_ref(), Ok(account));
        }
        assert_eq!(chart.exchange_loss.as_str(), "656");
        assert_eq!(chart.exchange_gain.as_str(), "756");
        assert_eq!(chart.compensation.as_str(), "7581");
        assert_eq!(chart.recovery.as_str(), "7583");
    }

    #[test]
    fn account_numbers_are_short_and_plain() {
        for good in ["4", "411", "12345678901234567890", "1200-01", "411.DUPONT"] {
            assert_eq!(AccountNumber::new(good).unwrap().as_str(), good);
        }
        for bad in ["", " 411", "4 11", "411\n", "123456789012345678901", "41é"] {
            let refused = crate::error::Error::from(AccountNumber::new(bad).unwrap_err());
            assert_eq!(refused.code, "ledger.account_malformed");
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_chart_names_only_what_differs() {
        let chart: Chart = serde_json::from_str(r#"{"bank":"512100"}"#).unwrap();
        assert_eq!((chart.bank.as_str(), chart.sales.as_str()), ("512100", "707"));
        assert!(serde_json::from_str::<Chart>(r#"{"banque":"512"}"#).is_err());
        assert!(serde_json::from_str::<Chart>(r#"{"bank":512}"#).is_err());
    }
}
