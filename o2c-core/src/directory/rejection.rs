//! Why the directory says no.

use super::RecordKey;
use crate::id::{CustomerId, ItemId, SiteId};
use crate::money::Currency;

crate::rejections! {
    /// Why the directory says no: numbers 1000 to 1099, in order of precedence.
    pub enum Rejection {
        /// The command names another record than the one it is put to.
        NotThisRecord = 1001 "directory.not_this_record" { asked: RecordKey, kind: &'static str }
            => "{asked} is asked of another record of kind {kind}",
        /// The key is taken.
        AlreadyRegistered = 1002 "directory.already_registered" { key: RecordKey }
            => "{key} is registered already",
        /// Nobody registered the customer.
        CustomerUnknown = 1003 "directory.customer_unknown" { customer: CustomerId }
            => "the customer {customer} is unknown",
        /// The customer is deactivated.
        CustomerInactive = 1004 "directory.customer_inactive" { customer: CustomerId }
            => "the customer {customer} is inactive",
        /// The customer was merged into another.
        CustomerMerged = 1005 "directory.customer_merged" { customer: CustomerId, into: CustomerId }
            => "the customer {customer} was merged into {into}",
        /// Only an inactive customer is reactivated.
        CustomerActive = 1006 "directory.customer_active" { customer: CustomerId }
            => "the customer {customer} is active",
        /// A customer is merged into another one.
        MergedIntoItself = 1007 "directory.merged_into_itself" { customer: CustomerId }
            => "the customer {customer} cannot be merged into itself",
        /// Nobody registered the item.
        ItemUnknown = 1008 "directory.item_unknown" { item: ItemId }
            => "the item {item} is unknown",
        /// The item is not sold any more.
        ItemInactive = 1009 "directory.item_inactive" { item: ItemId }
            => "the item {item} is inactive",
        /// Items and sites have a name.
        NameMissing = 1010 "directory.name_missing" {} => "a name is missing",
        /// A table holds values of one kind.
        AnotherKindOfTable = 1011 "directory.another_kind_of_table"
            { expected: &'static str, found: &'static str }
            => "the table holds {expected}, not {found}",
        /// A table of exchange rates holds rates of one pair of currencies.
        AnotherPair = 1012 "directory.another_pair"
            { base: Currency, quote: Currency, found_base: Currency, found_quote: Currency }
            => "the table holds {base} to {quote}, not {found_base} to {found_quote}",
        /// Nobody registered the site.
        SiteUnknown = 1013 "directory.site_unknown" { site: SiteId }
            => "the site {site} is unknown",
    }
    carries {
        Party(crate::party::Rejection),
        Calendar(crate::calendar::Rejection),
        Money(crate::money::Rejection),
    }
}
