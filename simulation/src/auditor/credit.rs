//! Credit: every exposure against its limit, which orders are held and who released them
//! (contract I14).

use super::Finding;
use super::accounts::AccountBook;
use super::cents::Cents;
use super::exposure::{ExposedOrder, RateBook, converted, kind_of};
use o2c_core::calendar::Day;
use o2c_core::company::Settings;
use o2c_core::credit::{ExposedKind, FileHolder, Hold, Policy, Ruling};
use o2c_core::directory::{self, RecordKey, TableValue};
use o2c_core::id::{CustomerId, GroupId, OrderId};
use o2c_core::money::Currency;
use o2c_core::receivable::{AccountKey, EntryKind, Holder};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Accounts = BTreeMap<AccountKey, AccountBook>;

/// A credit file.
#[derive(Debug, Clone, Default)]
pub(super) struct FileBook {
    pub(super) currency: Option<Currency>,
    /// How much, none for unlimited; from when, until when.
    pub(super) limits: Vec<(Option<Cents>, Day, Option<Day>)>,
    pub(super) increases: Vec<(Cents, Day, Option<Day>)>,
}

impl FileBook {
    /// What holds on a day: no file, unlimited, or an amount.
    fn limit_on(&self, day: Day) -> Option<Option<Cents>> {
        let begun = self.limits.iter().filter(|row| row.1 <= day);
        let (limit, _, until) = begun.max_by_key(|row| row.1)?;
        if until.is_some_and(|until| until < day) {
            return None;
        }
        let holds = |row: &&(Cents, Day, Option<Day>)| {
            row.1 <= day && row.2.is_none_or(|until| day <= until)
        };
        let more: Cents = self.increases.iter().filter(holds).map(|row| row.0).sum();
        Some(limit.map(|limit| limit + more))
    }
}

/// What is exposed with a customer on a day, in the currency of its limit.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnExposure {
    /// Document by document: what it is, what it is called, how much.
    pub(crate) documents: Vec<(ExposedKind, String, Cents)>,
    pub(crate) not_due: Cents,
    /// Up to 30, 60 and 90 days overdue, and beyond.
    pub(crate) overdue: [Cents; 4],
}

impl OwnExposure {
    pub(crate) fn total(&self) -> Cents {
        self.documents.iter().map(|(_, _, value)| value).sum()
    }

    /// One component of it.
    pub(crate) fn of(&self, kind: ExposedKind) -> Cents {
        let of_kind = self.documents.iter().filter(|(other, _, _)| *other == kind);
        of_kind.map(|(_, _, value)| value).sum()
    }
}

/// What the auditor knows of credit.
#[derive(Debug, Clone)]
pub(crate) struct CreditBooks {
    pub(super) policy: Policy,
    ledger: Currency,
    pub(super) files: BTreeMap<FileHolder, FileBook>,
    pub(super) orders: BTreeMap<OrderId, ExposedOrder>,
    pub(super) orders_of: BTreeMap<CustomerId, Vec<OrderId>>,
    /// Every hold of an order, the last one last.
    pub(super) holds: BTreeMap<OrderId, Vec<Hold>>,
    /// Orders whose hold lasts.
    pub(super) lasting: BTreeSet<OrderId>,
    groups: BTreeMap<CustomerId, Vec<(Day, Option<GroupId>)>>,
    rates: Vec<RateBook>,
}

impl CreditBooks {
    pub(super) fn new(settings: &Settings) -> Self {
        CreditBooks {
            policy: settings.credit.clone(),
            ledger: settings.ledger_currency,
            files: BTreeMap::new(),
            orders: BTreeMap::new(),
            orders_of: BTreeMap::new(),
            holds: BTreeMap::new(),
            lasting: BTreeSet::new(),
            groups: BTreeMap::new(),
            rates: Vec::new(),
        }
    }

    /// The orders that are held or released, and not lifted.
    pub(crate) fn lasting(&self) -> impl Iterator<Item = &OrderId> {
        self.lasting.iter()
    }

    /// Whose credit an order takes.
    pub(crate) fn payer(&self, order: &OrderId) -> Option<&CustomerId> {
        self.orders.get(order)?.customer()
    }

    /// The customers that ever bought or have a file.
    pub(crate) fn customers(&self) -> impl Iterator<Item = &CustomerId> {
        self.files.keys().filter_map(|holder| match holder {
            FileHolder::Customer(customer) => Some(customer),
            FileHolder::Group(_) | FileHolder::Segment { .. } => None,
        })
    }

    pub(crate) fn currency_of(&self, customer: &CustomerId) -> Currency {
        self.currency_of_file(&FileHolder::Customer(customer.clone()))
    }

    /// What a file says of a day: no limit at all, unlimited, or an amount.
    pub(crate) fn limit_on(&self, file: &FileHolder, day: Day) -> Option<Option<Cents>> {
        self.files.get(file)?.limit_on(day)
    }

    /// The currency in which a file is kept.
    pub(crate) fn currency_of_file(&self, file: &FileHolder) -> Currency {
        self.files.get(file).and_then(|file| file.currency).unwrap_or(self.ledger)
    }

    /// The group a customer belongs to on a day.
    pub(crate) fn group_on(&self, customer: &CustomerId, day: Day) -> Option<&GroupId> {
        let said = self.groups.get(customer)?.iter().rev().find(|(from, _)| *from <= day);
        said.and_then(|(_, group)| group.as_ref())
    }

    pub(super) fn in_currency(
        &self,
        amount: Cents,
        from: Currency,
        into: Currency,
        day: Day,
    ) -> Result<Cents, Finding> {
        let missing = || Finding {
            invariant: "I14",
            what: format!("{amount} {from} count without a rate to {into} on {day}"),
        };
        converted(amount, from, into, &self.rates, day).ok_or_else(missing)
    }

    /// Whether an order is not to be delivered on a day.
    fn is_kept_back(&self, order: &OrderId, day: Day) -> bool {
        let holds = self.holds.get(order).into_iter().flatten().rev();
        let Some(hold) = holds.into_iter().find(|hold| hold.on <= day) else { return false };
        if hold.lifted.is_some_and(|lifted| lifted.on <= day) {
            return false;
        }
        let last = hold.rulings.iter().rev().find(|ruled| ruled.on <= day);
        let until = last.and_then(|ruled| match ruled.ruling {
            Ruling::Release { until, .. } => Some(until),
            Ruling::Reject { .. } | Ruling::AskDeposit { .. } | Ruling::ChangeTerms { .. } => None,
        });
        until.is_none_or(|until| until < day)
    }

    /// What an order comes to on a day, in the currency of its customer's limit: never below zero.
    pub(crate) fn value_on(&self, order: &OrderId, day: Day) -> Result<Cents, Finding> {
        let Some(book) = self.orders.get(order) else { return Ok(0) };
        let Some(customer) = book.customer() else { return Ok(0) };
        let into = self.currency_of(customer);
        let mut value = 0;
        for (_, amount) in book.parts(day) {
            value += self.in_currency(amount, book.currency(), into, day)?;
        }
        Ok(value.max(0))
    }

    /// What is exposed with a customer at the end of a day, but for an order.
    pub(crate) fn exposure_on(
        &self,
        accounts: &Accounts,
        customer: &CustomerId,
        into: Currency,
        day: Day,
        besides: Option<&OrderId>,
    ) -> Result<OwnExposure, Finding> {
        let mut own = OwnExposure::default();
        for order in self.orders_of.get(customer).into_iter().flatten() {
            let Some(book) = self.orders.get(order).filter(|_| besides != Some(order)) else {
                continue;
            };
            let parts = book.parts(day);
            let is_kept_back = !parts.is_empty() && self.is_kept_back(order, day);
            let delivered =
                parts.iter().find(|(kind, _)| *kind == ExposedKind::DeliveredNotInvoiced);
            let delivered = delivered.map_or(0, |(_, amount)| *amount);
            for (kind, amount) in parts {
                let amount = match kind {
                    ExposedKind::OpenOrder if is_kept_back => 0,
                    ExposedKind::Deposit if is_kept_back => amount.max(-delivered),
                    _ => amount,
                };
                if amount != 0 {
                    let value = self.in_currency(amount, book.currency(), into, day)?;
                    own.documents.push((kind, order.to_string(), value));
                }
            }
        }
        let of_customer = Holder::Customer(customer.clone());
        for (key, account) in accounts.iter().filter(|(key, _)| key.holder == of_customer) {
            for item in account.items.values() {
                let (open, _) = item.left_on(day, None);
                if open == 0 {
                    continue;
                }
                let is_invoice = matches!(item.item.kind, EntryKind::Invoice { .. });
                let kind = kind_of(is_invoice, open);
                let value = self.in_currency(open, key.currency, into, day)?;
                let document = item.item.kind.document().map(ToString::to_string);
                let document = document.unwrap_or_else(|| item.item.id.to_string());
                own.documents.push((kind, document, value));
                if kind == ExposedKind::Invoiced {
                    let late = item.due_as_of(day, None).days_until(day);
                    match late {
                        ..=0 => own.not_due += value,
                        1..=30 => own.overdue[0] += value,
                        31..=60 => own.overdue[1] += value,
                        61..=90 => own.overdue[2] += value,
                        _ => own.overdue[3] += value,
                    }
                }
            }
        }
        Ok(own)
    }

    /// Whether an order fits within the limits of its customer and of the group, beside all else
    /// that is exposed on a day.
    pub(crate) fn fits(
        &self,
        accounts: &Accounts,
        order: &OrderId,
        day: Day,
    ) -> Result<bool, Finding> {
        let Some(customer) = self.payer(order).cloned() else { return Ok(true) };
        let into = self.currency_of(&customer);
        let value = self.value_on(order, day)?;
        let Some(limit) = self.limit_on(&FileHolder::Customer(customer.clone()), day) else {
            return Ok(false);
        };
        let own = self.exposure_on(accounts, &customer, into, day, Some(order))?.total();
        if limit.is_some_and(|limit| own + value > limit) {
            return Ok(false);
        }
        let Some(group) = self.group_on(&customer, day) else { return Ok(true) };
        let file = FileHolder::Group(group.clone());
        let Some(Some(limit)) = self.limit_on(&file, day) else { return Ok(true) };
        let limit = self.in_currency(limit, self.currency_of_file(&file), into, day)?;
        let counted = self.group_exposure(accounts, group, into, day, Some(order))?;
        Ok(counted + value <= limit)
    }

    /// What the members of a group are exposed with together.
    pub(crate) fn group_exposure(
        &self,
        accounts: &Accounts,
        group: &GroupId,
        into: Currency,
        day: Day,
        besides: Option<&OrderId>,
    ) -> Result<Cents, Finding> {
        let mut counted = 0;
        for customer in self.groups.keys().filter(|one| self.group_on(one, day) == Some(group)) {
            counted += self.exposure_on(accounts, customer, into, day, besides)?.total();
        }
        Ok(counted)
    }

    /// Follows what the directory says of groups and rates.
    pub(super) fn follow_record(&mut self, record: &RecordKey, event: &directory::Event) {
        match (record, event) {
            (
                RecordKey::Customer(customer),
                directory::Event::CustomerGrouped { group, grouped_on },
            ) => {
                let rows = self.groups.entry(customer.clone()).or_default();
                rows.push((*grouped_on, group.clone()));
            }
            (
                _,
                directory::Event::TableValueSet {
                    valid_from,
                    value: TableValue::ExchangeRate(rate),
                    ..
                },
            ) => {
                self.rates.push(RateBook { from: *valid_from, rate: *rate });
            }
            _ => {}
        }
    }
}
