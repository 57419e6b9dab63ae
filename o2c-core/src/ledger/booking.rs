//! How amounts of a document enter the books.

use super::Rejection;
use crate::error::Path;
use crate::money::{Currency, ExchangeRate, Money, Rounding};

/// The ledger's currency and the rate at which a document in another currency is booked.
///
/// ```
/// use o2c_core::ledger::Booking;
/// // rulebook EX-A: an invoice of 12.06 USD at 1.0850 is booked as 11.12 EUR.
/// let booking = Booking { ledger: "EUR".parse()?, rate: Some("EUR/USD 1.0850".parse()?) };
/// assert_eq!(booking.book("12.06 USD".parse()?)?.to_string(), "11.12 EUR");
/// assert_eq!(booking.book("12.06 EUR".parse()?)?.to_string(), "12.06 EUR");
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Booking {
    /// The currency the books are kept in.
    pub ledger: Currency,
    /// The rate between the document's currency and the ledger's, quoted either way; none where
    /// the document is in the ledger's currency.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rate: Option<ExchangeRate>,
}

impl Booking {
    /// Books in the ledger's own currency: nothing is converted.
    pub const fn domestic(ledger: Currency) -> Self {
        Booking { ledger, rate: None }
    }

    /// The amount in the ledger's currency: itself where it is already, else converted and rounded
    /// once, half away from zero (rulebook A-05, R-06c).
    ///
    /// # Errors
    /// `ledger.rate_missing`, `ledger.rate_of_other_pair`, `money.out_of_range`.
    pub fn book(&self, amount: Money) -> Result<Money, Rejection> {
        let (currency, ledger) = (amount.currency(), self.ledger);
        if currency == ledger {
            return Ok(amount);
        }
        let Some(rate) = self.rate else {
            return Err(Rejection::RateMissing {
                path: Path::field("exchange_rate"),
                currency,
                ledger,
            });
        };
        let pair = (rate.base(), rate.quote());
        if pair != (currency, ledger) && pair != (ledger, currency) {
            return Err(Rejection::RateOfOtherPair {
                path: Path::field("exchange_rate"),
                rate,
                currency,
                ledger,
            });
        }
        Ok(amount.converted(rate, Rounding::HalfAwayFromZero)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;

    #[test]
    fn a_rate_is_needed_and_must_fit() {
        let ledger = "EUR".parse().unwrap();
        let dollars: Money = "12.06 USD".parse().unwrap();
        let refused = Booking::domestic(ledger).book(dollars).unwrap_err();
        assert_eq!(refused.code(), "ledger.rate_missing");
        assert_eq!(refused.path().as_str(), "exchange_rate");
        let rate = Some("EUR/GBP 0.85".parse().unwrap());
        let refused = Booking { ledger, rate }.book(dollars).unwrap_err();
        assert_eq!(refused.code(), "ledger.rate_of_other_pair");
        let rate = Some("USD/GBP 0.85".parse().unwrap());
        let refused = Booking { ledger, rate }.book(dollars).unwrap_err();
        assert_eq!(refused.code(), "ledger.rate_of_other_pair");
    }

    #[test]
    fn the_invoice_is_converted_as_a_whole() {
        // rulebook EX-A fx invoice, parts converted alone: 11.12, 9.26, 1.85 do not balance.
        let booking = Booking {
            ledger: "EUR".parse().unwrap(),
            rate: Some("EUR/USD 1.0850".parse().unwrap()),
        };
        let booked = ["12.06 USD", "10.05 USD", "2.01 USD"]
            .map(|amount| booking.book(amount.parse().unwrap()).unwrap().figure());
        assert_eq!(booked, ["11.12", "9.26", "1.85"]);
    }
}
