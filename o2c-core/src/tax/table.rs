//! Which VAT a class of items bears on which day.

use super::Vat;
use crate::calendar::{DatedTable, Day};
use crate::id::TableId;
use alloc::collections::BTreeMap;

/// VAT by class and day: rates are data with the day from which they hold (rulebook G-01).
///
/// ```
/// use o2c_core::calendar::{DatedTable, Day};
/// use o2c_core::tax::{Vat, VatTable};
/// let mut standard = DatedTable::new();
/// standard.insert(Day::parse("2000-04-01")?, "S 19.6".parse::<Vat>()?)?;
/// standard.insert(Day::parse("2014-01-01")?, "S 20".parse::<Vat>()?)?;
/// let mut table = VatTable::default();
/// table.set("standard".parse()?, standard);
/// let on = |day| Ok::<_, Box<dyn std::error::Error>>(
///     table.vat_on(&"standard".parse()?, Day::parse(day)?).map(|vat| vat.to_string()),
/// );
/// assert_eq!(on("2013-12-31")?.as_deref(), Some("S 19.6"));
/// assert_eq!(on("2014-01-01")?.as_deref(), Some("S 20"));
/// assert_eq!(on("1999-12-31")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct VatTable {
    classes: BTreeMap<TableId, DatedTable<Vat>>,
}

impl VatTable {
    /// Sets the rows of a class, in place of what it had.
    pub fn set(&mut self, class: TableId, rows: DatedTable<Vat>) {
        self.classes.insert(class, rows);
    }

    /// The VAT of a class on a day, if the table reaches that far back.
    pub fn vat_on(&self, class: &TableId, day: Day) -> Option<Vat> {
        self.classes.get(class)?.at(day).copied()
    }
}
