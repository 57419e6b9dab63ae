//! Balances of a day, and the statement of an account: what stood on it, what moved, what stands.

use super::balances::document_of;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Cause, Company, Rejection};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId, Text};
use crate::money::{Currency, Money};
use crate::receivable::{Account, AccountEntry, Holder, LetterCode, Open};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which balances.
    BalancesQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
    /// Which statement.
    StatementQuery {
        /// Whose.
        customer: CustomerId,
        /// The first day: the opening balance is that of the evening before.
        from: Day,
        /// The last day: the closing balance is that of its evening.
        until: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only the account in this currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        currency: Option<Currency>,
    }
}

/// The balance of one account on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountBalance {
    /// Whose account; none for payments of unknown payers.
    pub customer: Option<CustomerId>,
    /// Its currency.
    pub currency: Currency,
    /// How many items were open.
    pub items: usize,
    /// What was open in all, debit positive.
    pub balance: Money,
    /// The same in the ledger's currency.
    pub booked: Money,
}

/// A customer's statement over a span of days: one account for each currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountStatement {
    /// Whose.
    pub customer: CustomerId,
    /// The customer's name now.
    pub name: Text,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Up to which day things were known; none for all that is known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub known_at: Option<Day>,
    /// The accounts, by currency.
    pub accounts: Vec<StatedAccount>,
}

/// One account of a statement. Opening balance and movements make the closing balance, in both
/// currencies.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StatedAccount {
    /// Its currency.
    pub currency: Currency,
    /// What was open before the first day.
    pub opening: Open,
    /// What moved, by day, then in the order in which it came.
    pub movements: Vec<Movement>,
    /// The sum of the debits among the movements, in the account's currency.
    pub debits: Money,
    /// The sum of the credits, negative.
    pub credits: Money,
    /// What is open at the end of the last day.
    pub closing: Open,
}

/// A movement of an account: an item that came to it, or the exchange difference of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Movement {
    /// The day it counts from.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
    /// What it is, such as `invoice`, `payment` or `exchange_difference`.
    pub kind: &'static str,
    /// The item.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub entry: Option<EntryId>,
    /// The document it is an instalment of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// The instalment, 1 first.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub instalment: Option<u16>,
    /// The letter of an exchange difference.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub letter: Option<LetterCode>,
    /// The day the item falls due, as seen on the last day.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub due_on: Option<Day>,
    /// How much, in the account's currency: debit positive.
    pub amount: Money,
    /// The same in the ledger's currency.
    pub booked: Money,
    /// The balance after it, in the account's currency.
    pub balance: Money,
    /// What is open of the item at the end of the last day.
    pub open: Money,
}

/// Both days of a report, and what it sees.
#[derive(Clone, Copy)]
struct Seen {
    until: Day,
    known_at: Option<Day>,
}

impl Seen {
    fn is_known(self, recorded_on: Day) -> bool {
        self.known_at.is_none_or(|known_at| recorded_on <= known_at)
    }
}

impl Company {
    /// The balances of a day, account by account: what was open then (rulebook L-20, L-21).
    /// Accounts on which nothing was open are left out.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn balances(&self, query: &BalancesQuery) -> Result<Vec<AccountBalance>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let mut accounts: Vec<&Account> = self.state.accounts.iter().map(|row| row.1).collect();
        accounts.sort_by(|one, other| one.key().cmp(other.key()));
        let mut balances = Vec::new();
        for account in accounts {
            let customer = match &account.key().holder {
                Holder::Customer(customer) => Some(customer),
                Holder::Suspense => None,
            };
            if query.customer.is_some() && query.customer.as_ref() != customer {
                continue;
            }
            let items = account.open_items(query.as_of, query.known_at).count();
            if items > 0 {
                let open = account.balance(query.as_of, query.known_at)?;
                balances.push(AccountBalance {
                    customer: customer.cloned(),
                    currency: account.key().currency,
                    items,
                    balance: open.amount,
                    booked: open.booked,
                });
            }
        }
        Ok(balances)
    }

    /// A customer's statement: the opening balance, every movement, the closing balance. What was
    /// settled against each other stands on it all the same; `open` says what is left of it.
    ///
    /// # Errors
    /// `directory.customer_unknown`, `company.days_reversed`, `company.unknown_account` for a
    /// currency in which the customer has none, `money.out_of_range`.
    pub fn account_statement(&self, query: &StatementQuery) -> Result<AccountStatement, Rejection> {
        let customer = self.customer(&query.customer)?;
        if query.from > query.until {
            let path = Path::field("from");
            let (from, until) = (query.from, query.until);
            return Err(Cause::DayOutOfOrder { path, from, until }.into());
        }
        let is_asked = |account: &&Account| {
            let key = account.key();
            key.holder == Holder::Customer(query.customer.clone())
                && query.currency.is_none_or(|currency| key.currency == currency)
        };
        let accounts = self.state.accounts.iter().map(|row| row.1);
        let mut accounts: Vec<&Account> = accounts.filter(is_asked).collect();
        if let (true, Some(currency)) = (accounts.is_empty(), query.currency) {
            let (path, customer) = (Path::field("currency"), query.customer.clone());
            return Err(Cause::UnknownAccount { path, customer, currency }.into());
        }
        accounts.sort_by_key(|account| account.key().currency);
        let accounts = accounts.into_iter().map(|account| stated(account, query));
        Ok(AccountStatement {
            customer: query.customer.clone(),
            name: customer.party.name,
            from: query.from,
            until: query.until,
            known_at: query.known_at,
            accounts: accounts.collect::<Result<_, _>>()?,
        })
    }
}

fn stated(account: &Account, query: &StatementQuery) -> Result<StatedAccount, Rejection> {
    let currency = account.key().currency;
    let opening = match query.from.plus_days(-1) {
        Ok(before) => account.balance(before, query.known_at)?,
        // Nothing counts before the first day there is.
        Err(_) => Open { amount: Money::zero(currency), booked: Money::zero(account.ledger()) },
    };
    let seen = Seen { until: query.until, known_at: query.known_at };
    let mut movements: Vec<Movement> = account
        .entries()
        .iter()
        .filter(|entry| seen.is_known(entry.recorded_on()))
        .map(|entry| movement_of(entry, seen))
        .chain(exchange_differences(account, seen)?)
        .filter(|movement| query.from <= movement.on && movement.on <= query.until)
        .collect();
    // A stable sort: on one day things stand in the order in which they came.
    movements.sort_by_key(|movement| (movement.on, movement.recorded_on));
    let mut balance = opening.amount;
    for movement in &mut movements {
        balance = balance.checked_add(movement.amount)?;
        movement.balance = balance;
    }
    let sum_of = |is_counted: fn(&Money) -> bool| {
        let amounts = movements.iter().map(|movement| movement.amount);
        Money::sum(currency, amounts.filter(is_counted))
    };
    Ok(StatedAccount {
        currency,
        opening,
        debits: sum_of(|amount| amount.is_positive())?,
        credits: sum_of(|amount| amount.is_negative())?,
        closing: account.balance(query.until, query.known_at)?,
        movements,
    })
}

/// An item as the movement that it was; its balance is still to come.
fn movement_of(entry: &AccountEntry, seen: Seen) -> Movement {
    let item = entry.item();
    let (document, instalment) = document_of(item);
    Movement {
        on: item.accounted_on,
        recorded_on: entry.recorded_on(),
        kind: item.kind.name(),
        entry: Some(item.id.clone()),
        document,
        instalment,
        letter: None,
        due_on: Some(entry.due_as_of(seen.until, seen.known_at)),
        amount: item.amount,
        booked: item.booked,
        balance: item.amount,
        open: entry.open_as_of(seen.until, seen.known_at).amount,
    }
}

/// What letters released more on one side than on the other, in the ledger's currency: they move
/// that balance alone (rulebook L-30). Letters dissolved give it back on a day of their own.
fn exchange_differences(account: &Account, seen: Seen) -> Result<Vec<Movement>, Rejection> {
    let mut released: BTreeMap<(Day, Day, LetterCode), i128> = BTreeMap::new();
    for application in account.entries().iter().flat_map(AccountEntry::applications) {
        if seen.is_known(application.recorded_on) {
            let days = (application.effective_on, application.recorded_on);
            let sum = released.entry((days.0, days.1, application.letter)).or_default();
            // 10^20 applications would have to be added before 128 bits are full.
            *sum = sum.saturating_add(i128::from(application.booked.minor()));
        }
    }
    let nothing = Money::zero(account.key().currency);
    let differences = released.into_iter().filter(|(_, minor)| *minor != 0);
    let differences = differences.map(|((on, recorded_on, letter), minor)| {
        Ok(Movement {
            on,
            recorded_on,
            kind: "exchange_difference",
            entry: None,
            document: None,
            instalment: None,
            letter: Some(letter),
            due_on: None,
            amount: nothing,
            booked: Money::from_wide(minor.saturating_neg(), account.ledger())?,
            balance: nothing,
            open: nothing,
        })
    });
    differences.collect()
}
