//! What a row of the figures stands for: everybody, a group, a customer, a class of risk, or
//! customers that are named, such as those of a collector.

use super::figures::FiguresQuery;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::credit::file_of_customer;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber, GroupId, Text};
use crate::invoice::DocumentKind;
use crate::money::{Exact, Ratio};
use crate::receivable::Holder;
use crate::reporting::percent;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// What a row of the figures stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FiguresBy {
    /// Everybody.
    #[default]
    Company,
    /// A group of customers; those of no group share a row.
    Group,
    /// A customer.
    Customer,
    /// A class of risk on the day of the report; those of no class share a row.
    RiskClass,
    /// The customers that the query names; those it does not name share a row.
    Segment,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Customers under a name: those of a collector, of a region.
    NamedCustomers {
        /// The name.
        name: Text,
        /// Which customers; one that is named twice counts where it is named first.
        customers: Vec<CustomerId>,
    }
}

/// What a row is: the company has no name at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Segment {
    pub(super) group: Option<GroupId>,
    pub(super) customer: Option<CustomerId>,
    pub(super) name: Option<Text>,
}

/// The rows, and the row of each customer.
pub(super) struct Segmented<'a> {
    rows: Vec<Segment>,
    places: BTreeMap<&'a CustomerId, usize>,
}

impl Segmented<'_> {
    /// The rows, sorted.
    pub(super) fn rows(&self) -> &[Segment] {
        &self.rows
    }

    /// The row of a customer.
    pub(super) fn place_of(&self, customer: &CustomerId) -> Option<usize> {
        self.places.get(customer).copied()
    }
}

/// The invoices of a month and how many of them were contested.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Issued {
    pub(super) issued: u32,
    disputed: u32,
}

impl Issued {
    pub(super) fn disputed_percent(self) -> Result<Option<Exact>, Rejection> {
        let whole = |count: u32| Ratio::whole(count.into());
        Ok(percent(whole(self.disputed), whole(self.issued))?)
    }
}

/// By row and the first day of the month.
pub(super) type InvoicesByMonth = BTreeMap<(usize, Day), Issued>;

impl Company {
    /// The rows of a query; everybody's is always there.
    pub(super) fn segmented(&self, query: &FiguresQuery) -> Segmented<'_> {
        let mut of: BTreeMap<&CustomerId, Segment> = BTreeMap::new();
        for (key, _) in self.state.accounts.iter() {
            if let Holder::Customer(customer) = &key.holder {
                of.entry(customer).or_insert_with(|| self.segment_of(customer, query));
            }
        }
        let mut rows: BTreeSet<Segment> = of.values().cloned().collect();
        if query.by == FiguresBy::Company {
            rows.insert(Segment::default());
        }
        let rows: Vec<Segment> = rows.into_iter().collect();
        let place = |segment: &Segment| rows.binary_search(segment).ok();
        let places = of.iter().filter_map(|(customer, of)| Some((*customer, place(of)?)));
        let places = places.collect();
        Segmented { rows, places }
    }

    fn segment_of(&self, customer: &CustomerId, query: &FiguresQuery) -> Segment {
        let nothing = Segment::default();
        match query.by {
            FiguresBy::Company => nothing,
            FiguresBy::Group => Segment { group: self.group_of(customer).cloned(), ..nothing },
            FiguresBy::Customer => Segment { customer: Some(customer.clone()), ..nothing },
            FiguresBy::RiskClass => {
                let name = file_of_customer(&self.state, customer)
                    .and_then(|file| file.assessment_on(query.as_of, query.known_at))
                    .map(|assessment| assessment.class.clone());
                Segment { name, ..nothing }
            }
            FiguresBy::Segment => {
                let mut named = query.segments.iter();
                let of = named.find(|of| of.customers.contains(customer));
                Segment { name: of.map(|of| of.name.clone()), ..nothing }
            }
        }
    }

    /// How many invoices each month of each row has, and how many of them were contested.
    pub(super) fn invoices_by_month(
        &self,
        segments: &Segmented<'_>,
        query: &FiguresQuery,
    ) -> InvoicesByMonth {
        let disputes = self.state.disputes.iter().filter_map(|(_, dispute)| dispute.claim());
        let seen = disputes.filter(|claim| claim.at.is_seen(query.as_of, query.known_at));
        let disputed: BTreeSet<&DocumentNumber> = seen.map(|claim| &claim.document).collect();
        let mut documents: BTreeSet<&DocumentNumber> = BTreeSet::new();
        for (_, account) in self.state.accounts.iter() {
            for entry in account.entries() {
                let is_seen = query.known_at.is_none_or(|known_at| entry.recorded_on() <= known_at);
                documents.extend(entry.item().kind.document().filter(|_| is_seen));
            }
        }
        let mut counted = InvoicesByMonth::new();
        for document in documents {
            let Some(document) = self.state.document(document) else { continue };
            let is_invoice =
                matches!(document.kind(), DocumentKind::Invoice | DocumentKind::Corrective);
            let on = document.issued_on;
            let back = 1_i64.saturating_sub(on.day_of_month().into());
            let (Ok(month), Some(place)) =
                (on.plus_days(back), segments.place_of(&document.draft.customer))
            else {
                continue;
            };
            if is_invoice && on <= query.as_of {
                let month = counted.entry((place, month)).or_default();
                month.issued = month.issued.saturating_add(1);
                let is_disputed = disputed.contains(&document.number);
                month.disputed = month.disputed.saturating_add(u32::from(is_disputed));
            }
        }
        counted
    }
}
