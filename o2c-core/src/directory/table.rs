//! Tables of values that change over time: parameters are data (rulebook G-01).

use super::Rejection;
use crate::calendar::{DatedTable, Day, Holidays};
use crate::error::Path;
use crate::id::Text;
use crate::money::{Currency, Exact, ExchangeRate, UnitPrice};
use crate::tax::Vat;
use core::hash::{Hash, Hasher};

/// What an item costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ItemPrice {
    /// The net price of `base_quantity` units.
    pub price: UnitPrice,
    /// Its currency.
    pub currency: Currency,
    /// How many units the price is for; positive, one unless given.
    #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
    pub base_quantity: Exact,
    /// The least net price of `base_quantity` units: whoever sells below it needs approval.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub floor: Option<UnitPrice>,
}

// What says nothing adds nothing to the fingerprint of a command, so that commands given before
// there were floors are known again.
impl Hash for ItemPrice {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.price, self.currency, self.base_quantity).hash(state);
        if let Some(floor) = self.floor {
            floor.hash(state);
        }
    }
}

/// A value for a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TableValue {
    /// The VAT of a class of items.
    VatRate(Vat),
    /// The price of an item.
    Price(ItemPrice),
    /// A reference to the law, as printed (rulebook G-09).
    LegalReference(Text),
    /// The rate of one currency in another.
    ExchangeRate(ExchangeRate),
}

impl TableValue {
    /// The kind of table that holds such values.
    pub const fn kind(&self) -> &'static str {
        match self {
            TableValue::VatRate(_) => "vat_rates",
            TableValue::Price(_) => "prices",
            TableValue::LegalReference(_) => "legal_references",
            TableValue::ExchangeRate(_) => "exchange_rates",
        }
    }

    pub(super) fn check(&self) -> Result<(), Rejection> {
        match self {
            TableValue::Price(price) if !price.base_quantity.is_positive() => {
                let refusal = crate::money::Rejection::NotPositive {
                    path: Path::field("base_quantity"),
                    figure: alloc::format!("{}", price.base_quantity),
                };
                Err(Rejection::from(refusal))
            }
            TableValue::VatRate(_)
            | TableValue::Price(_)
            | TableValue::LegalReference(_)
            | TableValue::ExchangeRate(_) => Ok(()),
        }
    }
}

/// A table of one kind of values. Each value holds from its day on until the next one's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Table {
    /// The days on which nobody works.
    Holidays(Holidays),
    /// The VAT of a class of items.
    VatRates(DatedTable<Vat>),
    /// The prices of an item.
    Prices(DatedTable<ItemPrice>),
    /// References to the law.
    LegalReferences(DatedTable<Text>),
    /// The rates of one currency in another.
    ExchangeRates(DatedTable<ExchangeRate>),
}

impl Table {
    /// What a table of holidays holds.
    pub(super) const HOLIDAYS: &'static str = "holidays";

    /// The empty table that holds such values.
    pub(super) fn for_value(value: &TableValue) -> Table {
        match value {
            TableValue::VatRate(_) => Table::VatRates(DatedTable::new()),
            TableValue::Price(_) => Table::Prices(DatedTable::new()),
            TableValue::LegalReference(_) => Table::LegalReferences(DatedTable::new()),
            TableValue::ExchangeRate(_) => Table::ExchangeRates(DatedTable::new()),
        }
    }

    /// The kind of values, as in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Table::Holidays(_) => Self::HOLIDAYS,
            Table::VatRates(_) => "vat_rates",
            Table::Prices(_) => "prices",
            Table::LegalReferences(_) => "legal_references",
            Table::ExchangeRates(_) => "exchange_rates",
        }
    }

    /// Adds a value that holds from a day on.
    pub(super) fn insert(&mut self, valid_from: Day, value: &TableValue) -> Result<(), Rejection> {
        match (&mut *self, value) {
            (Table::VatRates(table), TableValue::VatRate(vat)) => table.insert(valid_from, *vat)?,
            (Table::Prices(table), TableValue::Price(price)) => table.insert(valid_from, *price)?,
            (Table::LegalReferences(table), TableValue::LegalReference(text)) => {
                table.insert(valid_from, text.clone())?;
            }
            (Table::ExchangeRates(table), TableValue::ExchangeRate(rate)) => {
                same_pair(table, *rate)?;
                table.insert(valid_from, *rate)?;
            }
            (
                Table::Holidays(_)
                | Table::VatRates(_)
                | Table::Prices(_)
                | Table::LegalReferences(_)
                | Table::ExchangeRates(_),
                value,
            ) => {
                return Err(Rejection::AnotherKindOfTable {
                    path: Path::field("value"),
                    expected: self.kind(),
                    found: value.kind(),
                });
            }
        }
        Ok(())
    }

    /// The holidays, if this is a table of holidays.
    pub const fn holidays(&self) -> Option<&Holidays> {
        if let Table::Holidays(holidays) = self { Some(holidays) } else { None }
    }

    /// The VAT on a day, if this is a table of VAT that reaches back to it.
    pub fn vat_on(&self, day: Day) -> Option<Vat> {
        if let Table::VatRates(table) = self { table.at(day).copied() } else { None }
    }

    /// The price on a day, if this is a table of prices that reaches back to it.
    pub fn price_on(&self, day: Day) -> Option<ItemPrice> {
        if let Table::Prices(table) = self { table.at(day).copied() } else { None }
    }

    /// The reference to the law on a day, if this is a table of them that reaches back to it.
    pub fn legal_reference_on(&self, day: Day) -> Option<&Text> {
        if let Table::LegalReferences(table) = self { table.at(day) } else { None }
    }

    /// The exchange rate on a day, if this is a table of rates that reaches back to it.
    pub fn exchange_rate_on(&self, day: Day) -> Option<ExchangeRate> {
        if let Table::ExchangeRates(table) = self { table.at(day).copied() } else { None }
    }
}

/// All rates of a table lead from one currency to one other.
fn same_pair(table: &DatedTable<ExchangeRate>, rate: ExchangeRate) -> Result<(), Rejection> {
    let pair = |rate: ExchangeRate| (rate.base(), rate.quote());
    match table.rows().first() {
        Some(row) if pair(row.value) != pair(rate) => Err(Rejection::AnotherPair {
            path: Path::field("value"),
            base: row.value.base(),
            quote: row.value.quote(),
            found_base: rate.base(),
            found_quote: rate.quote(),
        }),
        Some(_) | None => Ok(()),
    }
}
