//! What a document mentions besides its lines: earlier documents, its process, its notes.

use super::{DraftLine, Rejection, Supply};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{DocumentNumber, Text};
use core::fmt;

/// An earlier document that a document refers to (BG-3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PrecedingDocument {
    /// Its number (BT-25).
    pub number: DocumentNumber,
    /// Its day of issue (BT-26).
    pub issued_on: Day,
}

/// A note on a document (BG-1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Note {
    /// What it is about, in the code list UNTDID 4451, such as `PMT` (BT-21).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub subject: Text,
    /// What it says (BT-22).
    pub text: Text,
}

/// The business process of a document (BT-23): a letter for what is sold and a digit for how it
/// is billed (rulebook INV-43).
///
/// ```
/// use o2c_core::invoice::BusinessProcess;
/// let process: BusinessProcess = "B1".parse()?;
/// assert_eq!(process.to_string(), "B1");
/// assert!("B3".parse::<BusinessProcess>().is_err(), "subcontracting is of services");
/// # Ok::<(), o2c_core::invoice::Rejection>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BusinessProcess {
    sold: Sold,
    digit: u8,
}

/// What a business process sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sold {
    /// Goods: `B`.
    Goods,
    /// Services: `S`.
    Services,
    /// Both: `M`.
    Both,
}

impl Sold {
    /// What lines sell; nothing but services is services.
    pub(crate) fn by(lines: &[DraftLine]) -> Self {
        let sells = |supply: Supply| lines.iter().any(|line| line.supply == supply);
        match (sells(Supply::Goods), sells(Supply::Services)) {
            (true, true) => Sold::Both,
            (false, true) => Sold::Services,
            (true | false, false) => Sold::Goods,
        }
    }
}

impl BusinessProcess {
    /// What is sold.
    pub const fn sold(self) -> Sold {
        self.sold
    }

    /// That of a document which bills the rest of a sale after deposits: B4, S4 or M4.
    pub const fn final_after_deposit(sold: Sold) -> Self {
        BusinessProcess { sold, digit: 4 }
    }

    /// That of an ordinary invoice: B1, S1 or M1.
    pub const fn ordinary(sold: Sold) -> Self {
        BusinessProcess { sold, digit: 1 }
    }

    /// Whether the document was paid before it is issued.
    pub const fn is_paid_before(self) -> bool {
        self.digit == 2
    }

    /// Whether it bills the rest of a sale after deposits.
    pub const fn is_final_after_deposit(self) -> bool {
        self.digit == 4
    }
}

impl core::str::FromStr for BusinessProcess {
    type Err = Rejection;

    fn from_str(text: &str) -> Result<Self, Rejection> {
        let process = match text.as_bytes() {
            [letter, digit @ b'1'..=b'9'] => {
                let sold = match letter {
                    b'B' => Some(Sold::Goods),
                    b'S' => Some(Sold::Services),
                    b'M' => Some(Sold::Both),
                    _ => None,
                };
                // Subcontractors and co-contractors render services.
                let fits = |sold: &Sold| *sold == Sold::Services || !b"356".contains(digit);
                let digit = digit.saturating_sub(b'0');
                sold.filter(fits).map(|sold| BusinessProcess { sold, digit })
            }
            _ => None,
        };
        process.ok_or_else(|| Rejection::ProcessUnknown {
            path: Path::root(),
            process: text.chars().take(10).collect(),
        })
    }
}

impl fmt::Display for BusinessProcess {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.sold {
            Sold::Goods => 'B',
            Sold::Services => 'S',
            Sold::Both => 'M',
        };
        write!(out, "{letter}{}", self.digit)
    }
}

impl fmt::Debug for BusinessProcess {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for BusinessProcess {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(BusinessProcess, "a business process such as \"B1\"");
