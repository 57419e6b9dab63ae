//! Quantities: an exact decimal of a unit of measure.

use crate::error::Path;
use crate::money::Exact;
use alloc::string::String;
use core::fmt;
use smol_str::SmolStr;

crate::rejections! {
    /// Why a quantity is refused: numbers 300 to 319.
    pub enum Rejection {
        /// The unit of measure is not 1 to 8 letters, digits or slashes.
        UnitMalformed = 301 "quantity.unit_malformed" { text: String }
            => "{text:?} is no unit of measure",
        /// Quantities of two units never add or compare.
        UnitMismatch = 302 "quantity.unit_mismatch" { expected: Unit, found: Unit }
            => "expected a quantity in {expected}, found {found}",
        /// The text is not a figure followed by a unit.
        NotAQuantity = 303 "quantity.not_a_quantity" { text: String }
            => "{text:?} is not a figure and a unit",
    }
    carries { Money(crate::money::Rejection) }
}

/// A unit of measure by its code, such as `C62` (piece), `KGM` or `HUR` of UN/ECE Rec 20, or the
/// caller's own.
///
/// ```
/// use o2c_core::quantity::Unit;
/// assert_eq!(Unit::PIECE.to_string(), "C62");
/// assert!(Unit::parse("").is_err());
/// # Ok::<(), o2c_core::quantity::Rejection>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unit(SmolStr);

impl Unit {
    /// One piece.
    pub const PIECE: Unit = Unit(SmolStr::new_static("C62"));

    /// The unit of a code.
    ///
    /// # Errors
    /// `quantity.unit_malformed`.
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let fits = (1..=8).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'/');
        if !fits {
            return Err(Rejection::UnitMalformed {
                path: Path::field("unit"),
                text: text.chars().take(40).collect(),
            });
        }
        Ok(Unit(SmolStr::new(text)))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Default for Unit {
    fn default() -> Self {
        Unit::PIECE
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl core::str::FromStr for Unit {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        Unit::parse(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

crate::serde_from_text!(Unit, "a unit of measure such as \"C62\"");

/// How much of something: an exact figure, which may be negative where the place allows it, and
/// its unit. Printed and read as `12.5 KGM`.
///
/// ```
/// use o2c_core::quantity::Quantity;
/// let ordered: Quantity = "10 C62".parse()?;
/// let shipped: Quantity = "7.0 C62".parse()?;
/// assert_eq!(ordered.checked_sub(&shipped)?.to_string(), "3 C62");
/// assert!(ordered.checked_sub(&"1 KGM".parse()?).is_err());
/// # Ok::<(), o2c_core::quantity::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity {
    figure: Exact,
    unit: Unit,
}

impl Quantity {
    /// A figure of a unit.
    pub const fn new(figure: Exact, unit: Unit) -> Self {
        Quantity { figure, unit }
    }

    /// The figure.
    #[inline]
    pub const fn figure(&self) -> Exact {
        self.figure
    }

    /// The unit of measure.
    pub const fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The exact sum.
    ///
    /// # Errors
    /// `quantity.unit_mismatch`, `money.too_many_digits`.
    pub fn checked_add(&self, other: &Quantity) -> Result<Quantity, Rejection> {
        self.expect(other)?;
        Ok(Quantity::new(self.figure.checked_add(other.figure)?, self.unit.clone()))
    }

    /// The exact difference.
    ///
    /// # Errors
    /// `quantity.unit_mismatch`, `money.too_many_digits`.
    pub fn checked_sub(&self, other: &Quantity) -> Result<Quantity, Rejection> {
        self.expect(other)?;
        Ok(Quantity::new(self.figure.checked_sub(other.figure)?, self.unit.clone()))
    }

    /// Refuses another unit than this quantity's.
    ///
    /// # Errors
    /// `quantity.unit_mismatch`.
    pub fn expect(&self, other: &Quantity) -> Result<(), Rejection> {
        if self.unit == other.unit {
            Ok(())
        } else {
            Err(Rejection::UnitMismatch {
                path: Path::root(),
                expected: self.unit.clone(),
                found: other.unit.clone(),
            })
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.figure, self.unit)
    }
}

impl core::str::FromStr for Quantity {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        match text.split_once(' ') {
            Some((figure, unit)) => Ok(Quantity::new(Exact::parse(figure)?, Unit::parse(unit)?)),
            None => Err(Rejection::NotAQuantity {
                path: Path::root(),
                text: text.chars().take(40).collect(),
            }),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(Quantity, "a quantity such as \"12.5 KGM\"");
