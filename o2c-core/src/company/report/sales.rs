//! What was ordered and sold, by customer, group, item, channel or month.

use super::Span;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::sale::draft_of_all;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber, GroupId, ItemId, OrderId, Text};
use crate::invoice::compute::compute;
use crate::invoice::{Document, DocumentKind};
use crate::money::{Currency, Money};
use crate::order::Order;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which orders and sales.
    SalesQuery {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
        /// What a row stands for.
        #[cfg_attr(feature = "serde", serde(default))]
        by: SalesBy,
    }
}

/// What a row of orders and sales stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SalesBy {
    /// A customer.
    #[default]
    Customer,
    /// A group of customers; those of no group share a row.
    Group,
    /// An item; what is sold without one shares a row, with what is granted on whole documents.
    Item,
    /// The way in which orders came in; what was sold without an order shares a row.
    Channel,
    /// A month.
    Month,
}

/// What a row stands for: one of these, by what was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SalesKey {
    /// The customer.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer: Option<CustomerId>,
    /// The group.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub group: Option<GroupId>,
    /// The item.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub item: Option<ItemId>,
    /// The channel.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub channel: Option<Text>,
    /// The first day of the month.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub month: Option<Day>,
}

/// What was ordered and sold, without VAT, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SalesRow {
    /// What it stands for.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub key: SalesKey,
    /// The currency of its figures: currencies are never added.
    pub currency: Currency,
    /// How many orders were placed.
    pub orders: u32,
    /// What they come to as they stand.
    pub ordered: Money,
    /// How many invoices were issued.
    pub invoices: u32,
    /// What they come to.
    pub invoiced: Money,
    /// What credit notes gave back of it, zero or more.
    pub credited: Money,
    /// What was sold: invoiced less credited.
    pub sold: Money,
}

/// What a row holds while it is gathered.
#[derive(Default)]
struct Gathered<'a> {
    orders: BTreeSet<&'a OrderId>,
    invoices: BTreeSet<&'a DocumentNumber>,
    ordered: i128,
    invoiced: i128,
    credited: i128,
}

/// Rows by what they stand for and their currency.
type Rows<'a> = BTreeMap<(SalesKey, Currency), Gathered<'a>>;

/// Who bought what, how and when.
struct Bought<'a> {
    customer: &'a CustomerId,
    item: Option<&'a ItemId>,
    channel: Option<&'a Text>,
    on: Day,
}

impl Company {
    /// What was ordered and what was sold in a span of days, without VAT: orders by the day they
    /// were placed, at what they come to now; invoices and credit notes by their day of issue.
    /// Deposits, claims and invoices whose place another took by the last day are no sales.
    ///
    /// # Errors
    /// `company.days_reversed`, those of the figures of an order, `money.out_of_range`.
    pub fn sales(&self, query: &SalesQuery) -> Result<Vec<SalesRow>, Rejection> {
        Span { from: query.from, until: query.until, known_at: None }.check()?;
        let mut rows = Rows::new();
        let placed = self.placed_within(query);
        for (id, on) in &placed {
            self.gather_order(query.by, id, *on, &mut rows)?;
        }
        let mut replaced: BTreeSet<&DocumentNumber> = BTreeSet::new();
        let documents =
            || self.state.documents.iter().filter_map(|(_, document)| document.as_ref());
        for document in documents().filter(|one| one.issued_on <= query.until) {
            if document.kind() == DocumentKind::Corrective {
                replaced.extend(document.draft.preceding.iter().map(|of| &of.number));
            }
        }
        for document in documents() {
            let original = document.draft.preceding.first().map(|of| &of.number);
            let is_replaced = replaced.contains(&document.number)
                || (document.kind() == DocumentKind::CreditNote
                    && original.is_some_and(|number| replaced.contains(number)));
            if query.from <= document.issued_on && document.issued_on <= query.until && !is_replaced
            {
                self.gather_document(query.by, document, &mut rows)?;
            }
        }
        rows.into_iter().map(|((key, currency), row)| row.told(key, currency)).collect()
    }

    /// The orders placed in a span of days, with their days.
    fn placed_within(&self, query: &SalesQuery) -> Vec<(&OrderId, Day)> {
        let placed = self.state.orders.iter().filter_map(|(id, order)| {
            let on = match order {
                Order::Placed(placed) => placed.placed_on,
                Order::Confirmed(confirmed) => confirmed.placed_on,
                Order::Cancelled(cancelled) => cancelled.placed_on,
                Order::Unplaced | Order::Quoted(_) | Order::Lost(_) | Order::Rejected(_) => {
                    return None;
                }
            };
            (query.from <= on && on <= query.until).then_some((id, on))
        });
        placed.collect()
    }

    fn gather_order<'a>(
        &'a self,
        by: SalesBy,
        id: &'a OrderId,
        on: Day,
        rows: &mut Rows<'a>,
    ) -> Result<(), Rejection> {
        let Some(content) = self.state.order(id).and_then(|order| order.content()) else {
            return Ok(());
        };
        let figures = compute(&draft_of_all(id, content)?)?;
        let channel = Some(&content.handling.channel).filter(|channel| !channel.is_empty());
        let customer = &content.customer;
        let mut rest = i128::from(figures.net.minor());
        for (line, of) in content.lines.iter().zip(&figures.lines) {
            let bought = Bought { customer, item: line.item.as_ref(), channel, on };
            let row = rows.entry((self.key(by, &bought), content.currency)).or_default();
            row.orders.insert(id);
            let net = i128::from(of.net.minor());
            // Sums of amounts of 64 bits stay within 128.
            row.ordered = row.ordered.saturating_add(net);
            rest = rest.saturating_sub(net);
        }
        if rest != 0 {
            let bought = Bought { customer, item: None, channel, on };
            let row = rows.entry((self.key(by, &bought), content.currency)).or_default();
            row.ordered = row.ordered.saturating_add(rest);
        }
        Ok(())
    }

    fn gather_document<'a>(
        &'a self,
        by: SalesBy,
        document: &'a Document,
        rows: &mut Rows<'a>,
    ) -> Result<(), Rejection> {
        let is_credit = match document.kind() {
            DocumentKind::Invoice | DocumentKind::Corrective => false,
            DocumentKind::CreditNote => true,
            DocumentKind::Deposit
            | DocumentKind::DepositCreditNote
            | DocumentKind::DebitNote
            | DocumentKind::ProForma => return Ok(()),
        };
        let draft = &document.draft;
        let mut rest = i128::from(document.figures.net.minor());
        let mut first = None;
        for (line, of) in draft.lines.iter().zip(&document.figures.lines) {
            let order = line.order.as_ref().and_then(|of| self.state.order(&of.order));
            let channel = order.and_then(|order| order.content()).map(|of| &of.handling.channel);
            let channel = channel.filter(|channel| !channel.is_empty());
            first = first.or(channel);
            let (customer, on) = (&draft.customer, document.issued_on);
            let bought = Bought { customer, item: line.item.as_ref(), channel, on };
            let row = rows.entry((self.key(by, &bought), draft.currency)).or_default();
            let net = i128::from(of.net.minor());
            row.add(&document.number, net, is_credit);
            rest = rest.saturating_sub(net);
        }
        if rest != 0 {
            let (customer, on) = (&draft.customer, document.issued_on);
            let bought = Bought { customer, item: None, channel: first, on };
            let row = rows.entry((self.key(by, &bought), draft.currency)).or_default();
            row.add(&document.number, rest, is_credit);
        }
        Ok(())
    }

    fn key(&self, by: SalesBy, bought: &Bought<'_>) -> SalesKey {
        let nothing = SalesKey::default();
        match by {
            SalesBy::Customer => SalesKey { customer: Some(bought.customer.clone()), ..nothing },
            SalesBy::Group => {
                SalesKey { group: self.group_of(bought.customer).cloned(), ..nothing }
            }
            SalesBy::Item => SalesKey { item: bought.item.cloned(), ..nothing },
            SalesBy::Channel => SalesKey { channel: bought.channel.cloned(), ..nothing },
            SalesBy::Month => {
                let day = i64::from(bought.on.day_of_month());
                let first = bought.on.plus_days(1_i64.saturating_sub(day));
                SalesKey { month: first.ok(), ..nothing }
            }
        }
    }
}

impl<'a> Gathered<'a> {
    /// Sums of amounts of 64 bits stay within 128.
    fn add(&mut self, number: &'a DocumentNumber, net: i128, is_credit: bool) {
        if is_credit {
            self.credited = self.credited.saturating_add(net);
        } else {
            self.invoices.insert(number);
            self.invoiced = self.invoiced.saturating_add(net);
        }
    }

    fn told(self, key: SalesKey, currency: Currency) -> Result<SalesRow, Rejection> {
        let money = |minor: i128| Money::from_wide(minor, currency);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(SalesRow {
            key,
            currency,
            orders: count(self.orders.len()),
            ordered: money(self.ordered)?,
            invoices: count(self.invoices.len()),
            invoiced: money(self.invoiced)?,
            credited: money(self.credited)?,
            sold: money(self.invoiced.saturating_sub(self.credited))?,
        })
    }
}
