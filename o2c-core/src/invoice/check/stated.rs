//! A figure, a day or a code as its issuer wrote it.

use crate::calendar::{self, Day};
use crate::id::{self, Text};
use crate::money::{self, Exact};
use alloc::format;
use alloc::string::ToString;
use core::fmt;
use smol_str::SmolStr;

/// What stands in a place of a document, letter by letter: a received document is read whole, and
/// what is wrong in it is found, not refused. At most 2,000 characters.
///
/// ```
/// use o2c_core::invoice::check::Stated;
/// let stated: Stated = "12.30".parse()?;
/// assert_eq!(stated.decimals(), 2, "as written");
/// assert_eq!(stated.exact()?.to_string(), "12.3");
/// assert_eq!(".50".parse::<Stated>()?.exact()?.to_string(), "0.5");
/// assert!("12,30".parse::<Stated>()?.exact().is_err());
/// assert!("2026-02-30".parse::<Stated>()?.day().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Stated(SmolStr);

impl Stated {
    /// What stands there.
    ///
    /// # Errors
    /// As [`Text::new`].
    pub fn new(text: &str) -> Result<Self, id::Rejection> {
        Text::new(text).map(|text| Stated(SmolStr::new(text.as_str())))
    }

    /// A word of this library as it is printed.
    pub(crate) fn of(word: impl fmt::Display) -> Self {
        Stated(SmolStr::new(word.to_string()))
    }

    /// The text without the blanks around it.
    pub fn as_str(&self) -> &str {
        self.0.trim()
    }

    /// Whether nothing but blanks stands there.
    pub fn is_blank(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The figure, as XML Schema reads decimals: `+1`, `.5` and `5.` are figures.
    ///
    /// # Errors
    /// As [`Exact::parse`].
    pub fn exact(&self) -> Result<Exact, money::Rejection> {
        let text = self.as_str();
        let text = text.strip_prefix('+').unwrap_or(text);
        let text = text.strip_suffix('.').unwrap_or(text);
        match text.strip_prefix('-').unwrap_or(text).strip_prefix('.') {
            Some(fraction) if text.starts_with('-') => Exact::parse(&format!("-0.{fraction}")),
            Some(fraction) => Exact::parse(&format!("0.{fraction}")),
            None => Exact::parse(text),
        }
    }

    /// How many digits stand behind the point, trailing zeros and all.
    pub fn decimals(&self) -> usize {
        self.as_str().split_once('.').map_or(0, |(_, fraction)| fraction.len())
    }

    /// The day.
    ///
    /// # Errors
    /// As [`Day::parse`].
    pub fn day(&self) -> Result<Day, calendar::Rejection> {
        Day::parse(self.as_str())
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.0.as_str())
    }
}

impl fmt::Debug for Stated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0.as_str(), out)
    }
}

impl core::str::FromStr for Stated {
    type Err = id::Rejection;
    fn from_str(text: &str) -> Result<Self, id::Rejection> {
        Self::new(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Stated {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.0.as_str())
    }
}

crate::serde_from_text!(Stated, "a figure, a day or a code in a string");

/// What is said in a place: a blank says nothing.
pub(super) fn said(stated: &Option<Stated>) -> Option<&str> {
    stated.as_ref().map(Stated::as_str).filter(|text| !text.is_empty())
}

/// The figure in a place; none where nothing, or no figure, stands there.
pub(super) fn figure(stated: &Option<Stated>) -> Option<Exact> {
    stated.as_ref().filter(|stated| !stated.is_blank())?.exact().ok()
}

/// The day in a place; none where nothing, or no day, stands there.
pub(super) fn day(stated: &Option<Stated>) -> Option<Day> {
    stated.as_ref()?.day().ok()
}
