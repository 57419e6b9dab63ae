//! The items of accounts with the state of each, and the letters that hold them: what settled what,
//! and when.

use super::balances::document_of;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::pairs::pairs_of;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber, EntryId};
use crate::money::{Currency, Money};
use crate::receivable::{
    Account, AccountEntry, EntryKind, ExchangeDifference, Holder, LetterCode, Move, Open, Pair,
};
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which accounts, on which day: of their items, or of their letters.
    OfAccounts {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// Only those in this currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        currency: Option<Currency>,
    }
}

/// How far an item is settled (rulebook L-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ItemState {
    /// Nothing of it is.
    Open,
    /// A part of it is.
    PartlyLettered,
    /// All of it is.
    Lettered,
}

/// An item of an account on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountItem {
    /// Whose item; none for a payment of an unknown payer.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer: Option<CustomerId>,
    /// The item.
    pub entry: EntryId,
    /// What it is, such as `invoice`, `credit_note`, `payment`, `refund` or `transfer`.
    pub kind: &'static str,
    /// The document it is an instalment of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// The instalment, 1 first.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub instalment: Option<u16>,
    /// What else it is known by: orders and the customer's own number of a document; the bank's
    /// reference and the remittance of a payment; the item that a transfer is of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub references: Vec<String>,
    /// The day of its document.
    pub document_on: Day,
    /// The day it counts from.
    pub accounted_on: Day,
    /// The day it became known.
    pub recorded_on: Day,
    /// The day it is due, as seen on the day of the report.
    pub due_on: Day,
    /// How much it was about: debit positive.
    pub amount: Money,
    /// The same in the ledger's currency.
    pub booked: Money,
    /// What of it was open, in both currencies.
    pub open: Open,
    /// How far it was settled.
    pub state: ItemState,
    /// The letter it stood in: in lower case while something of the set is open.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub letter: Option<String>,
    /// Whether it stood on the account of doubtful customers.
    pub is_doubtful: bool,
    /// What settled it, or what it settled, item by item: their sum is what is not open any more.
    pub settled: Vec<SettledWith>,
}

/// Another item that an item was settled with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SettledWith {
    /// The other item.
    pub entry: EntryId,
    /// What it is.
    pub kind: &'static str,
    /// The document it is an instalment of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// How much, above zero.
    pub amount: Money,
    /// The day it counts from.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
}

/// A letter of an account on a day: its lines sum to zero in the account's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LetterRow {
    /// Whose account; none for that of unknown payers.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer: Option<CustomerId>,
    /// Its currency.
    pub currency: Currency,
    /// Its code: in lower case while something of the set is open (rulebook L-03, L-05).
    pub letter: String,
    /// Whether nothing of the set was open.
    pub is_balanced: bool,
    /// The latest accounting day of its lines: the day it prints (rulebook L-04).
    pub lettered_on: Day,
    /// What it lost and gained by exchange rates, in the ledger's currency.
    pub exchange: ExchangeDifference,
    /// Its lines, in the order in which they came to the account.
    pub lines: Vec<LetteredLine>,
    /// What settled what.
    pub pairs: Vec<SettledPair>,
}

/// A line of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LetteredLine {
    /// The item.
    pub entry: EntryId,
    /// What it is.
    pub kind: &'static str,
    /// The document it is an instalment of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// How much of it is settled: debit positive.
    pub amount: Money,
    /// The booked value that this released.
    pub booked: Money,
    /// What of it is open.
    pub open: Money,
}

/// A debit and a credit that settle each other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SettledPair {
    /// The debit, such as an invoice.
    pub debit: EntryId,
    /// The credit, such as a payment.
    pub credit: EntryId,
    /// How much of each, above zero.
    pub amount: Money,
    /// The day it counts from.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
}

/// A letter as it is found again from what was applied: letters that share an item are one.
struct Set {
    code: LetterCode,
    members: Vec<usize>,
    is_balanced: bool,
}

impl Set {
    fn printed(&self) -> String {
        if self.is_balanced { self.code.to_string() } else { self.code.partial() }
    }
}

/// The day of a report, and what it sees.
#[derive(Clone, Copy)]
struct Seen {
    as_of: Day,
    known_at: Option<Day>,
}

impl Company {
    /// Every item that an account had on a day, open or not, with its state, its letter, and what
    /// settled it (rulebook L-02); by customer, currency, and in the order in which they came.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was.
    pub fn account_items(&self, query: &OfAccounts) -> Result<Vec<AccountItem>, Rejection> {
        let seen = Seen { as_of: query.as_of, known_at: query.known_at };
        let mut rows = Vec::new();
        for account in self.accounts_in(query.customer.as_ref(), query.currency)? {
            let mut settled: BTreeMap<&EntryId, Vec<SettledWith>> = BTreeMap::new();
            for pair in pairs_of(&self.state, account, seen.as_of, seen.known_at) {
                for (one, other) in [(pair.debit, pair.credit), (pair.credit, pair.debit)] {
                    settled.entry(one.id()).or_default().push(self.settled_with(other, &pair));
                }
            }
            let mut letters: BTreeMap<usize, String> = BTreeMap::new();
            for set in sets_of(account, seen) {
                let printed = set.printed();
                letters.extend(set.members.iter().map(|place| (*place, printed.clone())));
            }
            for (place, entry) in account.entries().iter().enumerate() {
                if seen.has(entry) {
                    let settled = settled.remove(entry.id()).unwrap_or_default();
                    rows.push(self.item_row(account, entry, seen, letters.remove(&place), settled));
                }
            }
        }
        Ok(rows)
    }

    /// The letters that stood on a day, partial and balanced, with the pairs inside (contract I10);
    /// by customer, currency and code.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn letters(&self, query: &OfAccounts) -> Result<Vec<LetterRow>, Rejection> {
        let seen = Seen { as_of: query.as_of, known_at: query.known_at };
        let mut rows = Vec::new();
        for account in self.accounts_in(query.customer.as_ref(), query.currency)? {
            let pairs = pairs_of(&self.state, account, seen.as_of, seen.known_at);
            // A pair lies in the set of its debit.
            let mut of_debit: BTreeMap<&EntryId, Vec<&Pair<'_>>> = BTreeMap::new();
            for pair in &pairs {
                of_debit.entry(pair.debit.id()).or_default().push(pair);
            }
            for set in sets_of(account, seen) {
                rows.push(self.letter_row(account, &set, seen, &mut of_debit)?);
            }
        }
        Ok(rows)
    }

    /// The accounts of one customer or of all, in one currency or in all, in order.
    fn accounts_in(
        &self,
        customer: Option<&CustomerId>,
        currency: Option<Currency>,
    ) -> Result<Vec<&Account>, Rejection> {
        if let Some(customer) = customer {
            self.customer(customer)?;
        }
        let is_asked = |account: &&Account| {
            let key = account.key();
            customer.is_none_or(|customer| key.holder == Holder::Customer(customer.clone()))
                && currency.is_none_or(|currency| key.currency == currency)
        };
        let mut accounts: Vec<&Account> =
            self.state.accounts.iter().map(|row| row.1).filter(is_asked).collect();
        accounts.sort_by(|one, other| one.key().cmp(other.key()));
        Ok(accounts)
    }

    fn item_row(
        &self,
        account: &Account,
        entry: &AccountEntry,
        seen: Seen,
        letter: Option<String>,
        settled: Vec<SettledWith>,
    ) -> AccountItem {
        let item = entry.item();
        let open = entry.open_as_of(seen.as_of, seen.known_at);
        let (document, instalment) = document_of(item);
        AccountItem {
            customer: customer_of(account),
            entry: item.id.clone(),
            kind: kind_of(&self.state, &item.kind),
            document,
            instalment,
            references: references_of(&self.state, &item.kind),
            document_on: item.document_on,
            accounted_on: item.accounted_on,
            recorded_on: entry.recorded_on(),
            due_on: entry.due_as_of(seen.as_of, seen.known_at),
            amount: item.amount,
            booked: item.booked,
            open,
            state: match open.amount {
                open if open == item.amount => ItemState::Open,
                open if open.is_zero() => ItemState::Lettered,
                _ => ItemState::PartlyLettered,
            },
            letter,
            is_doubtful: entry.is_doubtful_as_of(seen.as_of, seen.known_at),
            settled,
        }
    }

    fn settled_with(&self, other: &AccountEntry, pair: &Pair<'_>) -> SettledWith {
        let kind = &other.item().kind;
        SettledWith {
            entry: other.id().clone(),
            kind: kind_of(&self.state, kind),
            document: kind.document().cloned(),
            amount: pair.amount,
            on: pair.effective_on,
            recorded_on: pair.recorded_on,
        }
    }

    fn letter_row(
        &self,
        account: &Account,
        set: &Set,
        seen: Seen,
        of_debit: &mut BTreeMap<&EntryId, Vec<&Pair<'_>>>,
    ) -> Result<LetterRow, Rejection> {
        let (mut lines, mut pairs, mut lettered_on) = (Vec::new(), Vec::new(), Day::MIN);
        for entry in set.members.iter().filter_map(|place| account.entries().get(*place)) {
            let (item, open) = (entry.item(), entry.open_as_of(seen.as_of, seen.known_at));
            lettered_on = lettered_on.max(item.accounted_on);
            lines.push(LetteredLine {
                entry: item.id.clone(),
                kind: kind_of(&self.state, &item.kind),
                document: item.kind.document().cloned(),
                amount: item.amount.checked_sub(open.amount)?,
                booked: item.booked.checked_sub(open.booked)?,
                open: open.amount,
            });
            pairs.extend(of_debit.remove(&item.id).unwrap_or_default().into_iter().map(|pair| {
                SettledPair {
                    debit: pair.debit.id().clone(),
                    credit: pair.credit.id().clone(),
                    amount: pair.amount,
                    on: pair.effective_on,
                    recorded_on: pair.recorded_on,
                }
            }));
        }
        let released = lines.iter().map(|line: &LetteredLine| line.booked);
        Ok(LetterRow {
            customer: customer_of(account),
            currency: account.key().currency,
            letter: set.printed(),
            is_balanced: set.is_balanced,
            lettered_on,
            exchange: ExchangeDifference::of(Money::sum(account.ledger(), released)?),
            lines,
            pairs,
        })
    }
}

impl Seen {
    /// Whether an item counted by the day, and was known.
    fn has(self, entry: &AccountEntry) -> bool {
        let is_known = self.known_at.is_none_or(|known_at| entry.recorded_on() <= known_at);
        entry.item().accounted_on <= self.as_of && is_known
    }
}

/// The sets of an account that were lettered on a day, in the order of their codes. The code of a
/// set is its oldest: letters that were joined share an item.
fn sets_of(account: &Account, seen: Seen) -> Vec<Set> {
    // Of each code the code that took it in, perhaps over others; older codes come first.
    let mut taken_in: BTreeMap<LetterCode, LetterCode> = BTreeMap::new();
    let mut codes: Vec<(usize, LetterCode)> = Vec::new();
    for (place, entry) in account.entries().iter().enumerate() {
        let standing = entry.standing(seen.as_of, seen.known_at);
        let of_entry = standing.iter().map(|one| root(&taken_in, one.letter));
        let roots: Vec<LetterCode> = of_entry.collect();
        let Some(oldest) = roots.iter().min().copied() else { continue };
        for code in roots.into_iter().filter(|code| *code != oldest) {
            taken_in.insert(code, oldest);
        }
        codes.push((place, oldest));
    }
    let mut sets: BTreeMap<LetterCode, Set> = BTreeMap::new();
    for (place, code) in codes {
        let code = root(&taken_in, code);
        let none = || Set { code, members: Vec::new(), is_balanced: true };
        let set = sets.entry(code).or_insert_with(none);
        set.members.push(place);
        let entry = account.entries().get(place);
        let open = entry.map(|entry| entry.open_as_of(seen.as_of, seen.known_at));
        set.is_balanced &= open.is_none_or(Open::is_zero);
    }
    sets.into_values().collect()
}

/// The code under which a set stands that began under another.
fn root(taken_in: &BTreeMap<LetterCode, LetterCode>, code: LetterCode) -> LetterCode {
    let mut code = code;
    // Each step leads to an older code: the walk ends.
    while let Some(older) = taken_in.get(&code) {
        code = *older;
    }
    code
}

fn customer_of(account: &Account) -> Option<CustomerId> {
    match &account.key().holder {
        Holder::Customer(customer) => Some(customer.clone()),
        Holder::Suspense => None,
    }
}

/// What an item is, by the kind of its document or the way its money went.
fn kind_of(view: &dyn View, kind: &EntryKind) -> &'static str {
    match kind {
        EntryKind::Invoice { document, .. } => {
            view.document(document).map_or(kind.name(), |document| document.kind().name())
        }
        EntryKind::Moved { by } => match by {
            Move::Refund { .. } => "refund",
            Move::Return { .. } => "return",
            Move::Fee { .. } => "fee",
            Move::Transfer { .. } => "transfer",
        },
        EntryKind::Difference { kind, .. } => kind.code(),
        EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::DifferenceReversal { .. } => kind.name(),
    }
}

/// What an item is known by besides its document.
fn references_of(view: &dyn View, kind: &EntryKind) -> Vec<String> {
    let mut references: Vec<String> = Vec::new();
    let mut push = |text: &str| {
        if !text.is_empty() && references.iter().all(|known| known != text) {
            references.push(text.to_string());
        }
    };
    match kind {
        EntryKind::Invoice { document, .. } => {
            if let Some(document) = view.document(document) {
                let orders = document.draft.lines.iter().filter_map(|line| line.order.as_ref());
                orders.for_each(|order| push(order.order.as_str()));
                push(document.draft.purchase_order.as_str());
            }
        }
        EntryKind::Payment { payment, .. } | EntryKind::Identified { payment, .. } => {
            push(payment.as_str());
            if let Some(receipt) = view.receipt(payment) {
                let reference = receipt.structured_reference.as_ref();
                push(reference.map_or("", |reference| reference.as_str()));
                push(receipt.end_to_end_id.as_str());
                push(receipt.remittance.as_str());
            }
        }
        EntryKind::Moved { by } => match by {
            Move::Refund { refund } => push(refund.as_str()),
            Move::Return { payment, reason, .. } => {
                push(payment.as_str());
                push(reason.as_str());
            }
            Move::Fee { payment } => push(payment.as_str()),
            Move::Transfer { of, from } => {
                push(of.as_str());
                let item = view.account(from).and_then(|account| account.entry(of));
                let document = item.and_then(|entry| entry.item().kind.document());
                push(document.map_or("", DocumentNumber::as_str));
            }
        },
        EntryKind::Transfer { of, .. }
        | EntryKind::Discount { of, .. }
        | EntryKind::DiscountReversal { of, .. }
        | EntryKind::DifferenceReversal { of, .. } => push(of.as_str()),
        EntryKind::Difference { reason, .. } => push(reason.as_str()),
        EntryKind::Opening => {}
    }
    references
}
