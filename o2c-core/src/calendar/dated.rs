//! Figures that change over time: parameters are data, each valid from a day (rulebook G-01).

use super::{Day, Rejection};
use crate::error::Path;
use alloc::vec::Vec;

/// A value and the day from which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DatedRow<V> {
    /// The first day on which the value holds.
    pub valid_from: Day,
    /// What holds until the next row's day.
    pub value: V,
}

/// Values over time: each holds from its day on until the next one's. Before the first there is
/// none. In JSON it is the list of its rows.
///
/// ```
/// use o2c_core::calendar::{DatedTable, Day};
/// let mut rates = DatedTable::new();
/// rates.insert(Day::parse("2026-01-01")?, "12.15")?;
/// rates.insert(Day::parse("2026-07-01")?, "12.40")?;
/// assert_eq!(rates.at(Day::parse("2026-06-30")?), Some(&"12.15"));
/// assert_eq!(rates.at(Day::parse("2026-07-01")?), Some(&"12.40"));
/// assert_eq!(rates.at(Day::parse("2025-12-31")?), None);
/// assert!(rates.insert(Day::parse("2026-07-01")?, "12.50").is_err());
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct DatedTable<V> {
    rows: Vec<DatedRow<V>>,
}

impl<V> Default for DatedTable<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> DatedTable<V> {
    /// A table without values.
    pub const fn new() -> Self {
        DatedTable { rows: Vec::new() }
    }

    /// A table of rows in strictly increasing order of their days.
    ///
    /// # Errors
    /// `calendar.valid_from_taken`, `calendar.valid_from_not_increasing`, each with its index.
    pub fn from_rows(rows: Vec<DatedRow<V>>) -> Result<Self, Rejection> {
        for (index, (one, next)) in rows.iter().zip(rows.iter().skip(1)).enumerate() {
            let (before, valid_from) = (one.valid_from, next.valid_from);
            let path = Path::field("valid_from").inside_index("rows", index.saturating_add(1));
            if before == valid_from {
                return Err(Rejection::ValidFromTaken { path, valid_from });
            }
            if before > valid_from {
                return Err(Rejection::ValidFromNotIncreasing { path, before, valid_from });
            }
        }
        Ok(DatedTable { rows })
    }

    /// Adds a value that holds from a day on, before or after those already there.
    ///
    /// # Errors
    /// `calendar.valid_from_taken`; the table stays as it was.
    pub fn insert(&mut self, valid_from: Day, value: V) -> Result<(), Rejection> {
        match self.rows.binary_search_by(|row| row.valid_from.cmp(&valid_from)) {
            Ok(_) => Err(Rejection::ValidFromTaken { path: Path::field("valid_from"), valid_from }),
            Err(place) => {
                self.rows.insert(place, DatedRow { valid_from, value });
                Ok(())
            }
        }
    }

    /// The value that holds on a day; none before the first row.
    pub fn at(&self, day: Day) -> Option<&V> {
        self.row_at(day).map(|row| &row.value)
    }

    /// The row that holds on a day, for explanations that name since when.
    pub fn row_at(&self, day: Day) -> Option<&DatedRow<V>> {
        let after = self.rows.partition_point(|row| row.valid_from <= day);
        self.rows.get(after.checked_sub(1)?)
    }

    /// The rows in order of time.
    pub fn rows(&self) -> &[DatedRow<V>] {
        &self.rows
    }
}

#[cfg(feature = "serde")]
impl<'de, V: serde::Deserialize<'de>> serde::Deserialize<'de> for DatedTable<V> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        Self::from_rows(Vec::deserialize(input)?)
            .map_err(|refusal| D::Error::custom(crate::error::in_serde(&refusal)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use alloc::string::ToString;
    use alloc::vec;

    fn row(valid_from: &str, value: u8) -> DatedRow<u8> {
        let valid_from = Day::parse(valid_from).unwrap();
        DatedRow { valid_from, value }
    }

    #[test]
    fn rows_are_inserted_in_any_order() {
        let mut table = DatedTable::new();
        for row in [row("2026-07-01", 2), row("2026-01-01", 1), row("2027-01-01", 3)] {
            table.insert(row.valid_from, row.value).unwrap();
        }
        let sorted = vec![row("2026-01-01", 1), row("2026-07-01", 2), row("2027-01-01", 3)];
        assert_eq!(table, DatedTable::from_rows(sorted).unwrap());
        assert_eq!(table.at(Day::MIN), None);
        assert_eq!(table.at(Day::MAX), Some(&3));
        let before = table.clone();
        let taken = table.insert(Day::parse("2026-07-01").unwrap(), 9).unwrap_err();
        assert_eq!(taken.code(), "calendar.valid_from_taken");
        assert_eq!(table, before);
    }

    #[test]
    fn unordered_rows_are_refused_with_their_place() {
        let rows = vec![row("2026-01-01", 1), row("2026-07-01", 2), row("2026-03-01", 3)];
        let refused = DatedTable::from_rows(rows).unwrap_err();
        assert_eq!(refused.code(), "calendar.valid_from_not_increasing");
        assert_eq!(refused.path().to_string(), "rows[2].valid_from");
        let rows = vec![row("2026-01-01", 1), row("2026-01-01", 2)];
        let refused = DatedTable::from_rows(rows).unwrap_err();
        assert_eq!(refused.code(), "calendar.valid_from_taken");
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_is_the_list_of_rows() {
        let text = r#"[{"valid_from":"2026-01-01","value":1}]"#;
        let table: DatedTable<u8> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&table).unwrap(), text);
        let twice =
            r#"[{"valid_from":"2026-01-01","value":1},{"valid_from":"2026-01-01","value":2}]"#;
        assert!(serde_json::from_str::<DatedTable<u8>>(twice).is_err());
    }
}
