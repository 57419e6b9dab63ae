//! Payments and open items as plain slices.

use super::kernel::{Account, MOST_COMPARED, Rules};
use crate::calendar::Day;
use crate::columns::{self, Rejection as OfColumns, refuse_days_of};
use crate::error::Path;
use crate::id::{EntryId, Text};
use crate::lettering::{Candidate, OfferedDiscount, Payment, Policy, Proposal, Rejection};
use crate::money::{Currency, Money};
use crate::receivable::Tolerance;
use crate::reference::CreditorReference;
use alloc::vec::Vec;

/// Open items as columns of one length, borrowed from whoever owns them.
#[derive(Debug, Clone, Copy)]
pub struct ItemColumns<'a> {
    /// The customers' dense numbers.
    pub customer: &'a [u32],
    /// The items' ids, each once within its customer and currency.
    pub item: &'a [&'a str],
    /// The numbers of their documents.
    pub number: &'a [&'a str],
    /// What is open in minor units: an invoice positive, a credit note negative.
    pub open_minor: &'a [i64],
    /// The currencies' places in the list that belongs to both tables.
    pub currency: &'a [u16],
    /// The due days, as days since 1970-01-01.
    pub due_on: &'a [i32],
    /// The days on the documents; the due days where there is no such column.
    pub document_on: Option<&'a [i32]>,
    /// Another number by which a payer may name the item; empty where there is none.
    pub other_number: Option<&'a [&'a str]>,
    /// The discount promised for early payment in minor units, 0 where there is none, and the last
    /// day on which funds are in time.
    pub discount: Option<(&'a [i64], &'a [i32])>,
}

/// Payments as columns of one length, borrowed from whoever owns them.
#[derive(Debug, Clone, Copy)]
pub struct PaymentColumns<'a> {
    /// The customers' dense numbers.
    pub customer: &'a [u32],
    /// The payments' ids, each once within its customer and currency.
    pub payment: &'a [&'a str],
    /// What was received in minor units, positive.
    pub amount_minor: &'a [i64],
    /// The currencies' places in the list that belongs to both tables.
    pub currency: &'a [u16],
    /// The days the funds were received, as days since 1970-01-01.
    pub received_on: &'a [i32],
    /// What the payers wrote.
    pub remittance: Option<&'a [&'a str]>,
    /// The structured creditor references that the payers quoted; empty where there is none.
    pub reference: Option<&'a [&'a str]>,
}

/// What payments settle of all that is open, one answer for each row of the payments: see
/// [the order in which they are settled](super). The same as of
/// [`letter_payments`](super::letter_payments), to the byte.
///
/// ```
/// use o2c_core::lettering::batch::{ItemColumns, PaymentColumns, letter_payment_columns};
/// use o2c_core::lettering::{Policy, Verdict};
/// let items = ItemColumns {
///     customer: &[0, 0, 1],
///     item: &["F-10010", "F-10011", "F-10012"],
///     number: &["F-10010", "F-10011", "F-10012"],
///     open_minor: &[81_211, 4_500, 81_211],
///     currency: &[0, 0, 0],
///     due_on: &[20_483, 20_490, 20_483],
///     document_on: None,
///     other_number: None,
///     discount: None,
/// };
/// let payments = PaymentColumns {
///     customer: &[0, 1],
///     payment: &["P1", "P2"],
///     amount_minor: &[85_711, 81_000],
///     currency: &[0, 0],
///     received_on: &[20_500, 20_500],
///     remittance: Some(&["F-10010 F-10011", ""]),
///     reference: None,
/// };
/// let currencies = ["EUR".parse()?];
/// let found = letter_payment_columns(&items, &payments, &currencies, &Policy::default(), &[])?;
/// assert_eq!(found[0].lines.len(), 2);
/// assert_eq!(found[1].verdict, Verdict::Nothing);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `columns.lengths_differ`, `columns.out_of_range`, `columns.day_out_of_range`,
/// `columns.unknown_currency`, `id.malformed`, `id.text_malformed`, `reference.malformed`,
/// `lettering.not_positive`, `lettering.item_twice`, `lettering.payment_twice`,
/// `money.out_of_range`, each with table, column and row.
pub fn letter_payment_columns(
    items: &ItemColumns<'_>,
    payments: &PaymentColumns<'_>,
    currencies: &[Currency],
    policy: &Policy,
    tolerances: &[Tolerance],
) -> Result<Vec<Proposal>, Rejection> {
    items.check(currencies).map_err(|no| no.inside("items"))?;
    payments.check(currencies).map_err(|no| no.inside("payments"))?;
    let item_rows = Sorted::of(items.customer, items.currency);
    let payment_rows = Sorted::of(payments.customer, payments.currency);
    let rules = Rules { policy, tolerances, most_compared: MOST_COMPARED };
    let mut found = Vec::with_capacity(payments.customer.len());
    let mut rest = item_rows.0.as_slice();
    for rows in payment_rows.0.chunk_by(|one, other| one.key() == other.key()) {
        let Some(key) = rows.first().map(Keyed::key) else { continue };
        let first = rest.partition_point(|item| item.key() < key);
        rest = rest.get(first..).unwrap_or_default();
        let count = rest.iter().take_while(|item| item.key() == key).count();
        let (own, others) = rest.split_at_checked(count).unwrap_or_default();
        rest = others;
        let mut account = Account {
            candidates: Vec::with_capacity(own.len()),
            payments: Vec::with_capacity(rows.len()),
        };
        for keyed in rows {
            let row = keyed.row;
            let payment = payments.row(row, currencies);
            account.payments.push((row, payment.map_err(|no| no.inside("payments"))?));
        }
        for keyed in own {
            let row = keyed.row;
            let item = items.row(row, currencies);
            account.candidates.push((row, item.map_err(|no| no.inside("items"))?));
        }
        account.letter(rules, &mut found).map_err(in_columns)?;
    }
    found.sort_unstable_by_key(|(row, _)| *row);
    Ok(found.into_iter().map(|(_, proposal)| proposal).collect())
}

/// A path of the rows, `payments[3].payment.entry`, as one of the columns, `payments.payment[3]`.
fn in_columns(no: Rejection) -> Rejection {
    no.with_path(&|path| {
        let parts = path.as_str().split_once('[').and_then(|(table, rest)| {
            let (row, rest) = rest.split_once("].")?;
            Some((table, row.parse().ok()?, rest.split('.').next()?))
        });
        match parts {
            Some((table, row, column)) => Path::index(column, row).inside(table),
            None => path,
        }
    })
}

/// A row with what it is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Keyed {
    customer: u32,
    currency: u16,
    row: usize,
}

impl Keyed {
    const fn key(&self) -> (u32, u16) {
        (self.customer, self.currency)
    }
}

/// The rows of a table by customer and currency.
struct Sorted(Vec<Keyed>);

impl Sorted {
    fn of(customers: &[u32], currencies: &[u16]) -> Self {
        let rows = customers.iter().zip(currencies).enumerate();
        let keyed = |(row, (customer, currency)): (usize, (&u32, &u16))| Keyed {
            customer: *customer,
            currency: *currency,
            row,
        };
        let mut rows: Vec<Keyed> = rows.map(keyed).collect();
        rows.sort_unstable();
        Sorted(rows)
    }
}

impl ItemColumns<'_> {
    fn check(&self, currencies: &[Currency]) -> Result<(), Rejection> {
        let of = |column: &'static str, found: Option<usize>| (column, found);
        let expected = self.customer.len();
        lengths(
            expected,
            &[
                of("item", Some(self.item.len())),
                of("number", Some(self.number.len())),
                of("open", Some(self.open_minor.len())),
                of("currency", Some(self.currency.len())),
                of("due_on", Some(self.due_on.len())),
                of("document_on", self.document_on.map(<[i32]>::len)),
                of("other_number", self.other_number.map(<[&str]>::len)),
                of("discount", self.discount.map(|discount| discount.0.len())),
                of("discount_until", self.discount.map(|discount| discount.1.len())),
            ],
        )?;
        columns::refuse_amounts(self.open_minor, 0)?;
        columns::refuse_currencies(self.currency, currencies.len())?;
        refuse_days_of("due_on", self.due_on, 0)?;
        refuse_days_of("document_on", self.document_on.unwrap_or_default(), 0)?;
        if let Some((discounts, until)) = self.discount {
            columns::refuse_amounts(discounts, 0)
                .map_err(|no| no.with_path(&|path| renamed(&path, "discount")))?;
            refuse_days_of("discount_until", until, 0)?;
        }
        Ok(())
    }

    /// A row as the rules compare it. All columns are of one length.
    fn row(&self, row: usize, currencies: &[Currency]) -> Result<Candidate, Rejection> {
        let currency = currency_at(self.currency, row, currencies);
        let number = text_at("number", Some(self.number), row)?;
        let entry = entry_at("item", self.item, row)?;
        let open = money_at("open", self.open_minor, row, currency)?;
        let due_on = day_at("due_on", self.due_on, row)?;
        let document_on = match self.document_on {
            Some(days) => day_at("document_on", days, row)?,
            None => due_on,
        };
        let mut candidate = Candidate::of(entry, number, open, document_on, due_on);
        let other = text_at("other_number", self.other_number, row)?;
        if !other.is_empty() {
            candidate.other_numbers.push(other);
        }
        if let Some((discounts, until)) = self.discount {
            let amount = money_at("discount", discounts, row, currency)?;
            if !amount.is_zero() {
                let until = day_at("discount_until", until, row)?;
                candidate.early_discount = Some(OfferedDiscount { until, amount, by_parts: None });
            }
        }
        Ok(candidate)
    }
}

impl PaymentColumns<'_> {
    fn check(&self, currencies: &[Currency]) -> Result<(), Rejection> {
        lengths(
            self.customer.len(),
            &[
                ("payment", Some(self.payment.len())),
                ("amount", Some(self.amount_minor.len())),
                ("currency", Some(self.currency.len())),
                ("received_on", Some(self.received_on.len())),
                ("remittance", self.remittance.map(<[&str]>::len)),
                ("reference", self.reference.map(<[&str]>::len)),
            ],
        )?;
        columns::refuse_amounts(self.amount_minor, 0)
            .map_err(|no| no.with_path(&|path| renamed(&path, "amount")))?;
        columns::refuse_currencies(self.currency, currencies.len())?;
        refuse_days_of("received_on", self.received_on, 0)?;
        if let Some((row, minor)) = self.amount_minor.iter().enumerate().find(|row| *row.1 <= 0) {
            let currency = currency_at(self.currency, row, currencies);
            let amount = Money::from_minor(*minor, currency)?;
            return Err(Rejection::NotPositive { path: Path::index("amount", row), amount });
        }
        Ok(())
    }

    /// A row as the rules compare it. All columns are of one length.
    fn row(&self, row: usize, currencies: &[Currency]) -> Result<Payment, Rejection> {
        let currency = currency_at(self.currency, row, currencies);
        let entry = entry_at("payment", self.payment, row)?;
        let amount = money_at("amount", self.amount_minor, row, currency)?;
        let mut payment = Payment::of(entry, amount, day_at("received_on", self.received_on, row)?);
        payment.remittance = text_at("remittance", self.remittance, row)?;
        let quoted = self.reference.and_then(|all| all.get(row).copied()).unwrap_or_default();
        if !quoted.is_empty() {
            let read = quoted.parse::<CreditorReference>();
            let read = read.map_err(|no| no.with_path(&|_| Path::index("reference", row)))?;
            payment.structured_reference = Some(read);
        }
        Ok(payment)
    }
}

/// Refuses columns of different length.
fn lengths(expected: usize, columns: &[(&'static str, Option<usize>)]) -> Result<(), Rejection> {
    for (column, found) in columns {
        match found {
            Some(found) if *found != expected => {
                let (path, found) = (Path::field(column), *found);
                return Err(OfColumns::LengthsDiffer { path, column, expected, found }.into());
            }
            Some(_) | None => {}
        }
    }
    Ok(())
}

/// The same row of a column of another name.
fn renamed(path: &Path, column: &str) -> Path {
    match path.as_str().split_once('[').and_then(|(_, row)| row.trim_end_matches(']').parse().ok())
    {
        Some(row) => Path::index(column, row),
        None => Path::field(column),
    }
}

/// The currency of a row, whose place was looked at before.
fn currency_at(places: &[u16], row: usize, currencies: &[Currency]) -> Currency {
    let place = places.get(row).map(|place| usize::from(*place));
    place.and_then(|place| currencies.get(place)).copied().unwrap_or(Currency::EUR)
}

fn money_at(
    column: &str,
    minors: &[i64],
    row: usize,
    currency: Currency,
) -> Result<Money, Rejection> {
    let minor = minors.get(row).copied().unwrap_or_default();
    let money = Money::from_minor(minor, currency);
    Ok(money.map_err(|no| no.with_path(&|_| Path::index(column, row)))?)
}

fn day_at(column: &str, days: &[i32], row: usize) -> Result<Day, Rejection> {
    let days_since_1970 = days.get(row).copied().unwrap_or_default();
    Day::from_number_since_1970(days_since_1970).map_err(|_| {
        OfColumns::DayOutOfRange { path: Path::index(column, row), days_since_1970 }.into()
    })
}

fn entry_at(column: &str, texts: &[&str], row: usize) -> Result<EntryId, Rejection> {
    let entry = EntryId::new(texts.get(row).copied().unwrap_or_default());
    Ok(entry.map_err(|no| no.with_path(&|_| Path::index(column, row)))?)
}

fn text_at(column: &str, texts: Option<&[&str]>, row: usize) -> Result<Text, Rejection> {
    let text = Text::new(texts.and_then(|all| all.get(row).copied()).unwrap_or_default());
    Ok(text.map_err(|no| no.with_path(&|_| Path::index(column, row)))?)
}
