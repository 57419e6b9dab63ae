//! The words of refusal: every "no" of this library carries a code, a number, a path and figures.
//!
//! A room declares its refusals with [`rejections!`](crate::rejections): one table that feeds the
//! Rust enum, the C header, the Python exceptions and the documentation. Numbers and codes are
//! append-only: a number that was once given out never means anything else.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// Where in the input the refused value stands, such as `lines[2].quantity`.
///
/// ```
/// use o2c_core::error::Path;
/// let path = Path::field("quantity").inside_index("lines", 2);
/// assert_eq!(path.to_string(), "lines[2].quantity");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Path(String);

impl Path {
    /// The whole input.
    pub const fn root() -> Self {
        Path(String::new())
    }

    /// One named field of the input.
    pub fn field(name: &str) -> Self {
        Path(name.to_string())
    }

    /// An element of a list, such as `lines[2]`.
    pub fn index(list: &str, index: usize) -> Self {
        Path(alloc::format!("{list}[{index}]"))
    }

    /// This path seen from one level further out: `outer.path`.
    #[must_use]
    pub fn inside(self, outer: &str) -> Self {
        if self.0.is_empty() {
            Path(outer.to_string())
        } else if outer.is_empty() {
            self
        } else {
            Path(alloc::format!("{outer}.{}", self.0))
        }
    }

    /// This path seen from the list that holds it: `list[index].path`.
    #[must_use]
    pub fn inside_index(self, list: &str, index: usize) -> Self {
        self.inside(&alloc::format!("{list}[{index}]"))
    }

    /// This path seen from inside `outer`; unchanged where it does not lead through it.
    #[must_use]
    pub fn within(self, outer: &str) -> Self {
        match self.0.strip_prefix(outer).and_then(|rest| rest.strip_prefix('.')) {
            Some(rest) => Path(rest.to_string()),
            None => self,
        }
    }

    /// The first field of the path and the place in its list, where it names one.
    ///
    /// ```
    /// use o2c_core::error::Path;
    /// let path = Path::field("quantity").inside_index("lines", 2);
    /// assert_eq!(path.place(), ("lines", Some(2)));
    /// assert_eq!(Path::field("prepaid").place(), ("prepaid", None));
    /// ```
    pub fn place(&self) -> (&str, Option<usize>) {
        let first = self.0.split('.').next().unwrap_or_default();
        match first.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse().ok()),
            None => (first, None),
        }
    }

    /// The path as text; empty for the whole input.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Path {
    fn from(name: &str) -> Self {
        Path::field(name)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// One row of the table of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Meaning {
    /// The append-only number.
    pub number: u32,
    /// The code, such as `money.currency_mismatch`.
    pub code: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

/// What every room's rejection can tell of itself.
pub trait Refusal: fmt::Display {
    /// The stable code, such as `order.line.quantity_exceeds_open`.
    fn code(&self) -> &'static str;
    /// The stable number of the code.
    fn number(&self) -> u32;
    /// Where in the input the refused value stands.
    fn path(&self) -> Path;
    /// The figures that explain the refusal, name and printed value.
    fn figures(&self) -> Vec<(&'static str, String)>;
    /// What else is refused of the same input, in its order; mostly nothing.
    fn also(&self) -> Further {
        Further::new()
    }
}

/// A refusal as the doors show it: the same for every room and every language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Error {
    /// The stable number of the code.
    pub number: u32,
    /// The stable code, such as `order.line.quantity_exceeds_open`.
    pub code: &'static str,
    /// Where in the input the refused value stands; empty for the whole input.
    pub path: String,
    /// One sentence for people; machines read code and figures.
    pub message: String,
    /// The figures that explain the refusal, name and printed value, in a fixed order.
    pub figures: Box<[(String, String)]>,
    /// The legs that led to the refusal, outermost first; empty when the command itself was
    /// refused.
    pub via: Box<[&'static str]>,
    /// What else is refused of the same input, in its order, where all of it is looked for.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "<[_]>::is_empty"))]
    pub also: Box<[Error]>,
}

impl Error {
    /// A room's rejection in the words of the doors.
    pub fn of(refusal: &dyn Refusal) -> Self {
        Error {
            number: refusal.number(),
            code: refusal.code(),
            path: refusal.path().to_string(),
            message: refusal.to_string(),
            figures: named(refusal.figures()).into(),
            via: Box::default(),
            also: refusal.also().into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.code, self.message)
    }
}

impl core::error::Error for Error {}

/// Declares a room's `Rejection`: one row a refusal with number, code, fields and sentence.
///
/// Every variant gets a `path` besides the fields named. `carries` lists the rejections of
/// upstream rooms that pass through unchanged.
///
/// ```
/// o2c_core::rejections! {
///     /// Why the shop says no.
///     pub enum Rejection {
///         /// The till is closed.
///         TillClosed = 9901 "shop.till_closed" { till: u32 } => "till {till} is closed",
///     }
///     carries { Money(o2c_core::money::Rejection) }
/// }
/// use o2c_core::error::{Path, Refusal};
/// let no = Rejection::TillClosed { path: Path::field("till"), till: 3 };
/// assert_eq!((no.number(), no.code()), (9901, "shop.till_closed"));
/// assert_eq!(no.to_string(), "till 3 is closed");
/// assert_eq!(no.figures(), [("till", "3".to_string())]);
/// ```
#[macro_export]
macro_rules! rejections {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $(
                #[doc = $meaning:literal]
                $variant:ident = $number:literal $code:literal
                { $( $field:ident : $ty:ty ),* $(,)? } => $message:literal
            ),* $(,)?
        }
        $( carries { $( $wrapped:ident ( $inner:path ) ),* $(,)? } )?
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, PartialEq, Eq, $crate::error::ThisError)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = $meaning]
                #[error($message)]
                #[allow(missing_docs)]
                $variant { path: $crate::error::Path, $( $field: $ty ),* },
            )*
            $( $(
                #[doc = "Refused by an upstream room."]
                #[error(transparent)]
                $wrapped(#[from] $inner),
            )* )?
        }

        impl $name {
            /// The refusals of this room alone, in order of precedence.
            pub const TABLE: &'static [$crate::error::Meaning] = &[
                $( $crate::error::Meaning {
                    number: $number, code: $code, meaning: $meaning.trim_ascii(),
                } ),*
            ];

            /// The same refusal with its path changed: one level's names are not another's.
            #[must_use]
            pub fn with_path(
                self,
                change: &dyn Fn($crate::error::Path) -> $crate::error::Path,
            ) -> Self {
                match self {
                    $( $name::$variant { path, $( $field ),* } =>
                        $name::$variant { path: change(path), $( $field ),* }, )*
                    $( $( $name::$wrapped(inner) =>
                        $name::$wrapped(inner.with_path(change)), )* )?
                }
            }

            /// The same refusal seen from one level further out: its path gets `outer` in front.
            #[must_use]
            pub fn inside(self, outer: &str) -> Self {
                self.with_path(&|path| path.inside(outer))
            }

            /// The same refusal seen from the list that holds it: `list[index].path`.
            #[must_use]
            pub fn inside_index(self, list: &str, index: usize) -> Self {
                self.inside($crate::error::Path::index(list, index).as_str())
            }
        }

        impl $crate::error::Refusal for $name {
            fn code(&self) -> &'static str {
                match self {
                    $( $name::$variant { .. } => $code, )*
                    $( $( $name::$wrapped(inner) => $crate::error::Refusal::code(inner), )* )?
                }
            }
            fn number(&self) -> u32 {
                match self {
                    $( $name::$variant { .. } => $number, )*
                    $( $( $name::$wrapped(inner) => $crate::error::Refusal::number(inner), )* )?
                }
            }
            fn path(&self) -> $crate::error::Path {
                match self {
                    $( $name::$variant { path, .. } => path.clone(), )*
                    $( $( $name::$wrapped(inner) => $crate::error::Refusal::path(inner), )* )?
                }
            }
            fn figures(&self) -> $crate::error::Figures {
                match self {
                    $( $name::$variant { path: _, $( $field ),* } =>
                        $crate::error::Figures::from([
                            $( (stringify!($field), $crate::error::print($field)) ),*
                        ]), )*
                    $( $( $name::$wrapped(inner) => $crate::error::Refusal::figures(inner), )* )?
                }
            }
            fn also(&self) -> $crate::error::Further {
                match self {
                    $( $name::$variant { .. } => $crate::error::Further::new(), )*
                    $( $( $name::$wrapped(inner) => $crate::error::Refusal::also(inner), )* )?
                }
            }
        }

        impl From<$name> for $crate::error::Error {
            fn from(rejection: $name) -> Self {
                $crate::error::Error::of(&rejection)
            }
        }
    };
}

#[doc(hidden)]
pub use thiserror::Error as ThisError;

/// Refusals that stand beside the first of the same input.
pub type Further = Vec<Error>;

/// Named figures of a refusal, in a fixed order.
pub type Figures = Vec<(&'static str, String)>;

fn named(figures: Figures) -> Vec<(String, String)> {
    figures.into_iter().map(|(name, figure)| (name.to_string(), figure)).collect()
}

/// Prints one figure; used by [`rejections!`](crate::rejections).
#[doc(hidden)]
pub fn print(figure: &dyn fmt::Display) -> String {
    figure.to_string()
}

/// What separates the parts of a refusal that travels inside a serde error.
const UNIT: char = '\u{1f}';

/// A refusal as the text of a serde error, from which the JSON door makes it whole again.
#[doc(hidden)]
pub fn in_serde(refusal: &dyn Refusal) -> String {
    let message = unseparated(refusal.to_string());
    let mut text = alloc::format!("{UNIT}{}{UNIT}{message}", refusal.number());
    for (name, figure) in refusal.figures() {
        text.push(UNIT);
        text.push_str(name);
        text.push('=');
        text.push_str(&unseparated(figure));
    }
    text.push(UNIT);
    text
}

/// What the caller wrote must not look like a separator.
fn unseparated(text: String) -> String {
    if text.contains(UNIT) { text.replace(UNIT, "\u{fffd}") } else { text }
}

/// The number, sentence and figures of a refusal that travelled inside a serde error.
#[doc(hidden)]
pub type Carried = (u32, String, Vec<(String, String)>);

/// The refusal that [`in_serde`] packed into a serde error, if it did.
#[doc(hidden)]
pub fn from_serde(text: &str) -> Option<Carried> {
    let mut parts = text.split(UNIT).skip(1);
    let number = parts.next()?.parse().ok()?;
    let message = parts.next()?.to_string();
    let figures = parts
        .filter_map(|part| part.split_once('='))
        .map(|(name, figure)| (name.to_string(), figure.to_string()))
        .collect();
    Some((number, message, figures))
}

/// Reads a type from its text form in serde: a number, a map or a list is refused, so that no
/// amount ever passes through a float.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_from_text {
    ($name:ty, $expects:literal) => {
        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                struct TextVisitor;
                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $name;
                    fn expecting(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        out.write_str($expects)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(|refusal| E::custom($crate::error::in_serde(&refusal)))
                    }
                }
                input.deserialize_str(TextVisitor)
            }
        }
    };
}
