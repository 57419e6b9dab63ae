//! Currencies: the ISO 4217 table as data.

use super::Rejection;
use crate::error::Path;
use core::fmt;

/// A currency of ISO 4217 with the number of decimals of its minor unit.
///
/// ```
/// use o2c_core::money::Currency;
/// assert_eq!(Currency::parse("EUR")?.decimals(), 2);
/// assert_eq!(Currency::parse("JPY")?.decimals(), 0);
/// assert_eq!(Currency::parse("KWD")?.decimals(), 3);
/// assert!(Currency::parse("eur").is_err());
/// assert!(Currency::parse("XAU").is_err(), "gold has no minor unit");
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(align(4))] // Copied and compared as one word: every amount holds one.
pub struct Currency {
    code: [u8; 3],
    decimals: u8,
}

/// One row of the table: code and decimals of the minor unit.
pub type CurrencyRow = (&'static str, u8);

impl Currency {
    /// The euro.
    pub const EUR: Currency = Currency { code: *b"EUR", decimals: 2 };
    /// The US dollar.
    pub const USD: Currency = Currency { code: *b"USD", decimals: 2 };

    /// The currency of a three-letter code in capitals.
    ///
    /// # Errors
    /// `money.unknown_currency` for anything that is not in [`TABLE`].
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let refused = || Rejection::UnknownCurrency {
            path: Path::root(),
            text: text.chars().take(40).collect(),
        };
        let code = <[u8; 3]>::try_from(text.as_bytes()).map_err(|_| refused())?;
        let row = TABLE.binary_search_by(|row| row.0.cmp(text)).map_err(|_| refused())?;
        TABLE.get(row).map(|row| Currency { code, decimals: row.1 }).ok_or_else(refused)
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        // The letters come from the table and are ASCII.
        core::str::from_utf8(&self.code).unwrap_or("???")
    }

    /// How many decimals the minor unit has: 2 for cents.
    #[inline]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl core::str::FromStr for Currency {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        Currency::parse(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

crate::serde_from_text!(Currency, "a currency code such as \"EUR\"");

/// The currencies known, sorted by code, with the decimals of their minor unit (rulebook R-01c).
/// Codes without a minor unit (metals, drawing rights, tests) are no money and not listed; HRK
/// and BGN stay readable for documents older than their change to the euro.
pub const TABLE: &[CurrencyRow] = &[
    ("AED", 2),
    ("AFN", 2),
    ("ALL", 2),
    ("AMD", 2),
    ("ANG", 2),
    ("AOA", 2),
    ("ARS", 2),
    ("AUD", 2),
    ("AWG", 2),
    ("AZN", 2),
    ("BAM", 2),
    ("BBD", 2),
    ("BDT", 2),
    ("BGN", 2),
    ("BHD", 3),
    ("BIF", 0),
    ("BMD", 2),
    ("BND", 2),
    ("BOB", 2),
    ("BOV", 2),
    ("BRL", 2),
    ("BSD", 2),
    ("BTN", 2),
    ("BWP", 2),
    ("BYN", 2),
    ("BZD", 2),
    ("CAD", 2),
    ("CDF", 2),
    ("CHE", 2),
    ("CHF", 2),
    ("CHW", 2),
    ("CLF", 4),
    ("CLP", 0),
    ("CNY", 2),
    ("COP", 2),
    ("COU", 2),
    ("CRC", 2),
    ("CUP", 2),
    ("CVE", 2),
    ("CZK", 2),
    ("DJF", 0),
    ("DKK", 2),
    ("DOP", 2),
    ("DZD", 2),
    ("EGP", 2),
    ("ERN", 2),
    ("ETB", 2),
    ("EUR", 2),
    ("FJD", 2),
    ("FKP", 2),
    ("GBP", 2),
    ("GEL", 2),
    ("GHS", 2),
    ("GIP", 2),
    ("GMD", 2),
    ("GNF", 0),
    ("GTQ", 2),
    ("GYD", 2),
    ("HKD", 2),
    ("HNL", 2),
    ("HRK", 2),
    ("HTG", 2),
    ("HUF", 2),
    ("IDR", 2),
    ("ILS", 2),
    ("INR", 2),
    ("IQD", 3),
    ("IRR", 2),
    ("ISK", 0),
    ("JMD", 2),
    ("JOD", 3),
    ("JPY", 0),
    ("KES", 2),
    ("KGS", 2),
    ("KHR", 2),
    ("KMF", 0),
    ("KPW", 2),
    ("KRW", 0),
    ("KWD", 3),
    ("KYD", 2),
    ("KZT", 2),
    ("LAK", 2),
    ("LBP", 2),
    ("LKR", 2),
    ("LRD", 2),
    ("LSL", 2),
    ("LYD", 3),
    ("MAD", 2),
    ("MDL", 2),
    ("MGA", 2),
    ("MKD", 2),
    ("MMK", 2),
    ("MNT", 2),
    ("MOP", 2),
    ("MRU", 2),
    ("MUR", 2),
    ("MVR", 2),
    ("MWK", 2),
    ("MXN", 2),
    ("MXV", 2),
    ("MYR", 2),
    ("MZN", 2),
    ("NAD", 2),
    ("NGN", 2),
    ("NIO", 2),
    ("NOK", 2),
    ("NPR", 2),
    ("NZD", 2),
    ("OMR", 3),
    ("PAB", 2),
    ("PEN", 2),
    ("PGK", 2),
    ("PHP", 2),
    ("PKR", 2),
    ("PLN", 2),
    ("PYG", 0),
    ("QAR", 2),
    ("RON", 2),
    ("RSD", 2),
    ("RUB", 2),
    ("RWF", 0),
    ("SAR", 2),
    ("SBD", 2),
    ("SCR", 2),
    ("SDG", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("SHP", 2),
    ("SLE", 2),
    ("SOS", 2),
    ("SRD", 2),
    ("SSP", 2),
    ("STN", 2),
    ("SVC", 2),
    ("SYP", 2),
    ("SZL", 2),
    ("THB", 2),
    ("TJS", 2),
    ("TMT", 2),
    ("TND", 3),
    ("TOP", 2),
    ("TRY", 2),
    ("TTD", 2),
    ("TWD", 2),
    ("TZS", 2),
    ("UAH", 2),
    ("UGX", 0),
    ("USD", 2),
    ("USN", 2),
    ("UYI", 0),
    ("UYU", 2),
    ("UYW", 4),
    ("UZS", 2),
    ("VED", 2),
    ("VES", 2),
    ("VND", 0),
    ("VUV", 0),
    ("WST", 2),
    ("XAF", 0),
    ("XCD", 2),
    ("XCG", 2),
    ("XOF", 0),
    ("XPF", 0),
    ("YER", 2),
    ("ZAR", 2),
    ("ZMW", 2),
    ("ZWG", 2),
];
