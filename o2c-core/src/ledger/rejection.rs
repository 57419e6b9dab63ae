//! Why accounts, entries and journals are refused.

use crate::money::{Currency, ExchangeRate, Money};
use alloc::string::String;

crate::rejections! {
    /// Why the ledger says no: numbers 400 to 499, in order of precedence.
    pub enum Rejection {
        /// The account number is empty, too long, or has other characters than printable ASCII without blanks.
        AccountMalformed = 401 "ledger.account_malformed" { text: String, longest: usize }
            => "{text:?} is no account number: 1 to {longest} printable ASCII characters without blanks",
        /// An entry has at least one line that is not zero.
        EntryEmpty = 402 "ledger.entry.empty" {} => "an entry without amounts books nothing",
        /// The lines of an entry are booked in one ledger currency.
        TwoLedgers = 403 "ledger.entry.two_ledgers" { expected: Currency, found: Currency }
            => "the line is booked in {found}, the entry in {expected}",
        /// A line in the ledger's own currency is booked as it stands.
        BookedDiffers = 404 "ledger.entry.booked_differs" { amount: Money, booked: Money }
            => "{amount} is booked as {booked} though both are in the ledger's currency",
        /// Debits and credits differ in a currency of the document.
        Unbalanced = 405 "ledger.entry.unbalanced"
            { debit: Money, credit: Money, difference: Money }
            => "debits of {debit} and credits of {credit} differ by {difference}",
        /// Debits and credits differ in the ledger's currency.
        UnbalancedInLedger = 406 "ledger.entry.unbalanced_in_ledger"
            { debit: Money, credit: Money, difference: Money }
            => "booked debits of {debit} and credits of {credit} differ by {difference}",
        /// An amount in a foreign currency cannot be booked without an exchange rate.
        RateMissing = 407 "ledger.rate_missing" { currency: Currency, ledger: Currency }
            => "no exchange rate from {currency} to {ledger} is given",
        /// The exchange rate does not lead from the amount's currency to the ledger's.
        RateOfOtherPair = 408 "ledger.rate_of_other_pair"
            { rate: ExchangeRate, currency: Currency, ledger: Currency }
            => "the rate {rate} does not lead from {currency} to {ledger}",
        /// A journal takes entries of its own ledger currency only.
        OtherLedger = 409 "ledger.journal.other_ledger" { expected: Currency, found: Currency }
            => "the journal is kept in {expected}, the entry is booked in {found}",
    }
    carries { Money(crate::money::Rejection) }
}
