//! Identifiers: the caller's own texts, typed by what they name.
//!
//! Ids come from outside (an ERP's keys, a bank's references) and go out unchanged. Only document
//! numbers are made here, by a gapless series that is part of the state.

use crate::bounds::ID_CHARACTERS;
use crate::error::Path;
use alloc::string::String;
use core::fmt;
use smol_str::SmolStr;

crate::rejections! {
    /// Why an identifier or a text is refused: numbers 20 to 39.
    pub enum Rejection {
        /// The identifier is empty, too long, or has a blank at an end or a control character.
        Malformed = 21 "id.malformed" { text: String, longest: usize }
            => "{text:?} is no identifier: 1 to {longest} characters, no control characters, no blank at the ends",
        /// The text is longer than allowed or has a control character other than a line break.
        TextMalformed = 22 "id.text_malformed" { characters: usize, longest: usize }
            => "the text of {characters} characters is too long (at most {longest}) or has control characters",
        /// The country is not two capital letters.
        CountryMalformed = 23 "id.country_malformed" { text: String }
            => "{text:?} is no country code of two capital letters",
    }
}

fn checked(text: &str) -> Result<SmolStr, Rejection> {
    // Short ASCII ids, the common case, are settled without decoding characters.
    let plain = !text.is_empty()
        && text.len() <= ID_CHARACTERS
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    if plain || is_identifier(text) {
        return Ok(SmolStr::new(text));
    }
    Err(Rejection::Malformed {
        path: Path::root(),
        text: text.chars().take(ID_CHARACTERS).collect(),
        longest: ID_CHARACTERS,
    })
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().count() <= ID_CHARACTERS
        && !text.chars().any(char::is_control)
}

/// Declares a typed identifier around the caller's text.
macro_rules! typed_id {
    ($( $(#[$doc:meta])* $name:ident ),* $(,)?) => { $(
        $(#[$doc])*
        ///
        /// 1 to 64 characters, no control characters, no blank at the ends. Cheap to clone.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(SmolStr);

        impl $name {
            /// The identifier of a text.
            ///
            /// # Errors
            /// `id.malformed`.
            pub fn new(text: &str) -> Result<Self, Rejection> {
                checked(text).map($name)
            }

            /// The caller's text.
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.as_str(), out)
            }
        }

        impl core::str::FromStr for $name {
            type Err = Rejection;
            fn from_str(text: &str) -> Result<Self, Rejection> {
                Self::new(text)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.as_str())
            }
        }

        crate::serde_from_text!($name, "an identifier in a string");
    )* };
}

typed_id! {
    /// One command; the same id with the same content is the same command.
    CommandId,
    /// A customer.
    CustomerId,
    /// An item that is sold.
    ItemId,
    /// A site goods leave from.
    SiteId,
    /// An order.
    OrderId,
    /// A line of a document, unique within it; never the product's key.
    LineId,
    /// A shipment.
    ShipmentId,
    /// A parcel of a shipment.
    ParcelId,
    /// A series of document numbers.
    SeriesId,
    /// The number of an issued document, such as `F2026-00017`.
    DocumentNumber,
    /// An entry of a customer's account: an invoice's instalment, a payment, a discount.
    EntryId,
    /// A payment received, by the bank's or the caller's reference.
    PaymentId,
    /// A dispute, by the caller's reference.
    DisputeId,
    /// A promise to pay, by the caller's reference; unique on its account.
    PromiseId,
    /// A mandate for direct debits: its unique reference.
    MandateId,
    /// A run of direct debits, by the caller's reference.
    DebitRunId,
    /// A plan of instalments, by the caller's reference; unique on its account.
    PlanId,
    /// A named table of dated values, such as a holiday calendar.
    TableId,
    /// A receipt of goods that is expected, by the purchase order's or the transfer's reference.
    ReceiptId,
    /// A task that helps to fulfil an order.
    TaskId,
    /// Goods that come back, by the caller's reference.
    ReturnId,
    /// A group of customers, such as the companies of one concern.
    GroupId,
    /// A subscription, by the caller's reference.
    SubscriptionId,
}

/// A free text from outside: a name, a reason, a remittance text. At most 2,000 characters; no
/// control characters except line breaks and tabs. Kept as given.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text(SmolStr);

impl Text {
    /// A checked text; it may be empty.
    ///
    /// # Errors
    /// `id.text_malformed`.
    pub fn new(text: &str) -> Result<Self, Rejection> {
        // Short ASCII texts, the common case, are settled without decoding characters.
        let plain = text.len() <= crate::bounds::TEXT_CHARACTERS
            && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if plain {
            return Ok(Text(SmolStr::new(text)));
        }
        let characters = text.chars().count();
        let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if characters > crate::bounds::TEXT_CHARACTERS || text.chars().any(stray) {
            return Err(Rejection::TextMalformed {
                path: Path::root(),
                characters,
                longest: crate::bounds::TEXT_CHARACTERS,
            });
        }
        Ok(Text(SmolStr::new(text)))
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), out)
    }
}

impl core::str::FromStr for Text {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        Text::new(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

crate::serde_from_text!(Text, "a text");

/// A country: two capital letters of ISO 3166-1, checked by form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of a code such as `FR`.
    ///
    /// # Errors
    /// `id.country_malformed`.
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        match <[u8; 2]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Country(code)),
            _ => Err(Rejection::CountryMalformed {
                path: Path::root(),
                text: text.chars().take(ID_CHARACTERS).collect(),
            }),
        }
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        // Two ASCII letters by construction.
        core::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl core::str::FromStr for Country {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        Country::parse(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(Country, "a country code such as \"FR\"");
