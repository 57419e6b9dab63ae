//! What the directory remembers of one key.

use super::{RecordKey, Rejection, Table};
use crate::calendar::Terms;
use crate::error::Path;
use crate::id::{Country, CustomerId, GroupId, ItemId, SiteId, TableId, Text};
use crate::machine::BrokenHistory;
use crate::party::Party;
use crate::quantity::Unit;
use alloc::format;

/// One record; see the room's state diagram.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Record {
    /// Nothing is registered under the key.
    #[default]
    Absent,
    /// A customer.
    Customer(Customer),
    /// An item.
    Item(Item),
    /// A site.
    Site(Site),
    /// A table of dated values.
    Table(Table),
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Customer {
    /// The key.
    pub id: CustomerId,
    /// Name, address and identifiers.
    pub party: Party,
    /// The terms agreed, where they differ from the firm's.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub terms: Option<Terms>,
    /// Whether business is done with the customer.
    pub status: CustomerStatus,
    /// The group it belongs to, where it does.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub group: Option<GroupId>,
}

/// Whether business is done with a customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum CustomerStatus {
    /// It is.
    #[default]
    Active,
    /// Not for now.
    Inactive {
        /// Why not.
        reason: Text,
    },
    /// Never again: the customer was registered twice.
    Merged {
        /// The customer that goes on.
        into: CustomerId,
    },
}

impl CustomerStatus {
    /// Refuses a customer with whom no business is done.
    ///
    /// # Errors
    /// `directory.customer_inactive`, `directory.customer_merged`.
    pub fn usable(&self, customer: &CustomerId) -> Result<(), Rejection> {
        match self {
            CustomerStatus::Active => Ok(()),
            CustomerStatus::Inactive { .. } => {
                Err(Rejection::CustomerInactive { path: Path::root(), customer: customer.clone() })
            }
            CustomerStatus::Merged { into } => Err(Rejection::CustomerMerged {
                path: Path::root(),
                customer: customer.clone(),
                into: into.clone(),
            }),
        }
    }
}

/// An item that is sold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Item {
    /// The key.
    pub id: ItemId,
    /// What it is called.
    pub name: Text,
    /// The unit in which it is sold; it never changes.
    pub unit: Unit,
    /// The table of its VAT.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub vat_class: Option<TableId>,
    /// Whether it is still sold.
    pub is_active: bool,
}

/// A site goods leave from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Site {
    /// The key.
    pub id: SiteId,
    /// What it is called.
    pub name: Text,
    /// Where it is.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub country: Option<Country>,
}

/// The customer under a key, if business is done with it.
///
/// ```
/// use o2c_core::directory::{Record, usable};
/// let no = usable(&Record::Absent, &"C1".parse()?).unwrap_err();
/// assert_eq!(no.to_string(), "the customer C1 is unknown");
/// # Ok::<(), o2c_core::id::Rejection>(())
/// ```
///
/// # Errors
/// `directory.customer_unknown`, `directory.customer_inactive`, `directory.customer_merged`.
pub fn usable<'a>(record: &'a Record, customer: &CustomerId) -> Result<&'a Customer, Rejection> {
    match record {
        Record::Customer(found) if found.id == *customer => {
            found.status.usable(customer).map(|()| found)
        }
        Record::Absent
        | Record::Customer(_)
        | Record::Item(_)
        | Record::Site(_)
        | Record::Table(_) => {
            Err(Rejection::CustomerUnknown { path: Path::root(), customer: customer.clone() })
        }
    }
}

/// The item under a key, if it is still sold.
///
/// # Errors
/// `directory.item_unknown`, `directory.item_inactive`.
pub fn usable_item<'a>(record: &'a Record, item: &ItemId) -> Result<&'a Item, Rejection> {
    match record {
        Record::Item(found) if found.id == *item && found.is_active => Ok(found),
        Record::Item(found) if found.id == *item => {
            Err(Rejection::ItemInactive { path: Path::root(), item: item.clone() })
        }
        Record::Absent
        | Record::Customer(_)
        | Record::Item(_)
        | Record::Site(_)
        | Record::Table(_) => {
            Err(Rejection::ItemUnknown { path: Path::root(), item: item.clone() })
        }
    }
}

/// The site under a key.
///
/// # Errors
/// `directory.site_unknown`.
pub fn known_site<'a>(record: &'a Record, site: &SiteId) -> Result<&'a Site, Rejection> {
    match record {
        Record::Site(found) if found.id == *site => Ok(found),
        Record::Absent
        | Record::Customer(_)
        | Record::Item(_)
        | Record::Site(_)
        | Record::Table(_) => {
            Err(Rejection::SiteUnknown { path: Path::root(), site: site.clone() })
        }
    }
}

impl Record {
    /// A record before anything was registered.
    pub const fn new() -> Self {
        Record::Absent
    }

    /// The kind of the record, as in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Record::Absent => "absent",
            Record::Customer(_) => "customer",
            Record::Item(_) => "item",
            Record::Site(_) => "site",
            Record::Table(_) => "table",
        }
    }

    /// Whether the record may stand under a key.
    pub fn fits(&self, key: &RecordKey) -> bool {
        match (self, key) {
            (Record::Absent, _) | (Record::Table(_), RecordKey::Table(_)) => true,
            (Record::Customer(customer), RecordKey::Customer(id)) => customer.id == *id,
            (Record::Item(item), RecordKey::Item(id)) => item.id == *id,
            (Record::Site(site), RecordKey::Site(id)) => site.id == *id,
            (
                Record::Customer(_) | Record::Item(_) | Record::Site(_) | Record::Table(_),
                RecordKey::Customer(_)
                | RecordKey::Item(_)
                | RecordKey::Site(_)
                | RecordKey::Table(_),
            ) => false,
        }
    }

    /// The first broken invariant of the state.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let broken = |reason: &str| Err(BrokenHistory::new("directory", reason));
        match self {
            Record::Customer(customer) => {
                if customer.status.usable(&customer.id)
                    == Err(Rejection::CustomerMerged {
                        path: Path::root(),
                        customer: customer.id.clone(),
                        into: customer.id.clone(),
                    })
                {
                    return broken("a customer is merged into itself");
                }
                customer
                    .party
                    .check()
                    .map_err(|no| BrokenHistory::new("directory", format!("{no}")))
            }
            Record::Item(item) if item.name.is_empty() => broken("an item has no name"),
            Record::Site(site) if site.name.is_empty() => broken("a site has no name"),
            // Dated tables are in order by construction.
            Record::Absent | Record::Item(_) | Record::Site(_) | Record::Table(_) => Ok(()),
        }
    }
}
