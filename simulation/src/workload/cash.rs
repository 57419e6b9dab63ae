//! Money received, applied, set free again, and found to be somebody's.

use super::spelling::amount;
use super::{Expected, Fault, Workload};
use crate::Auditor;
use crate::auditor::{AccountBook, ItemBook};
use o2c_core::id::{CustomerId, EntryId, PaymentId};
use o2c_core::receivable::{AccountKey, EntryKind, Holder, LetterCode, Move};
use serde_json::{Value, json};

/// What a payer writes who names no document.
const NO_NUMBER: &str = "with thanks";

impl Workload {
    /// An open item that somebody may pay.
    fn claim<'b>(&mut self, books: &'b Auditor) -> Option<(AccountKey, &'b ItemBook)> {
        for _ in 0..20 {
            let place = self.dice.place(self.claims.len())?;
            let (key, entry) = self.claims.get(place)?.clone();
            let item = books.book(&key).and_then(|book| book.items.get(&entry))?;
            if item.open() > 0 && self.is_active(&key) {
                return Some((key, item));
            }
            if item.open() == 0 && self.dice.chance(90) {
                self.claims.swap_remove(place);
            }
        }
        None
    }

    fn is_active(&self, key: &AccountKey) -> bool {
        let Holder::Customer(customer) = &key.holder else { return false };
        self.buyers.iter().any(|buyer| buyer.is_active && buyer.id == customer.as_str())
    }

    /// A customer pays: as asked, a cent less, too much, half, or less his discount; with the
    /// number of the invoice, with a wrong one, with none, or without saying who he is.
    pub(super) fn receive_payment(&mut self, books: &Auditor) -> Option<()> {
        let (key, item) = self.claim(books)?;
        let Holder::Customer(customer) = &key.holder else { return None };
        let open = item.open();
        let offer = item.item.early_discount.as_ref();
        let discount = offer.map_or(0, |offer| i128::from(offer.amount.minor()));
        let (paid, mut fault) = match self.dice.below(12) {
            0 if open > 1 => (open - 1, Some(Fault::CentDifference)),
            1 => (open + 1, Some(Fault::CentDifference)),
            2 => (open + open / 3 + 5, Some(Fault::Overpayment)),
            3 | 4 if open > 1 => (open / 2, None),
            5..=8 if discount > 0 && open > discount => (open - discount, None),
            _ => (open, None),
        };
        let document = match &item.item.kind {
            EntryKind::Invoice { document, .. } => document.to_string(),
            _ => String::new(),
        };
        let remittance = match self.dice.below(6) {
            0 | 1 => {
                fault = fault.or(Some(Fault::MissingReference));
                NO_NUMBER.to_owned()
            }
            2 => {
                fault = fault.or(Some(Fault::MistypedReference));
                document.replace("F20", "F02")
            }
            _ => format!("invoice {document}"),
        };
        let payment = self.name("P");
        let mut receive = json!({
            "payment": payment, "remittance": remittance, "method": self.method(),
            "amount": amount(paid, key.currency.code()),
        });
        if self.dice.chance(15) {
            fault = fault.or(Some(Fault::UnknownPayer));
            receive["payer_name"] = json!(format!("CUSTOMER {customer}"));
        } else {
            receive["payer"] = json!(customer);
        }
        if let Some(rate) = self.exchange_rate(key.currency.code()) {
            receive["exchange_rate"] = json!(rate);
        }
        self.receive(books, &receive, fault)?;
        // A number with two digits in the wrong order still tells which of two equal amounts.
        let is_blind = remittance == NO_NUMBER && receive.get("payer").is_some();
        let alike = books.book(&key).map_or(0, |book| alike(books, (&key, book), paid));
        let expected = if is_blind && alike > 1 { Expected::Unsettled } else { Expected::Open };
        if self.dice.chance(75) {
            self.plan(expected, &json!({"letter_automatically": {"payment": payment}}));
        }
        Some(())
    }

    /// Money becomes known on the day, or days later.
    fn receive(&mut self, books: &Auditor, receive: &Value, fault: Option<Fault>) -> Option<()> {
        let is_late = self.dice.chance(20);
        let day = if is_late { self.late_day(books, 9) } else { self.today };
        let fault = if day < self.today { fault.or(Some(Fault::Late)) } else { fault };
        self.plan_on(day, Expected::Accepted, &json!({"receive_payment": receive}))?;
        self.queue.back_mut()?.fault = fault;
        Some(())
    }

    /// A payment with something left of it.
    pub(super) fn payment<'b>(
        &mut self,
        books: &'b Auditor,
    ) -> Option<(AccountKey, &'b ItemBook, PaymentId)> {
        for _ in 0..20 {
            let place = self.dice.place(self.payments.len())?;
            let (key, entry, payment) = self.payments.get(place)?.clone();
            let item = books.book(&key).and_then(|book| book.items.get(&entry))?;
            if item.open() < 0 {
                return Some((key, item, payment));
            }
            if self.dice.chance(70) {
                self.payments.swap_remove(place);
            }
        }
        None
    }

    /// A person letters a payment with what is open, wholly, partly, or with the discount.
    pub(super) fn letter(&mut self, books: &Auditor) -> Option<()> {
        let (key, paid, payment) = self.payment(books)?;
        if self.dice.chance(25) {
            let action = json!({"letter_automatically": {"payment": payment}});
            return self.plan(Expected::Open, &action);
        }
        let debits: Vec<&ItemBook> =
            books.book(&key)?.items.values().filter(|item| item.open() > 0).collect();
        let first = *self.dice.pick(&debits)?;
        let mut lines = vec![json!({"entry": paid.item.id}), json!({"entry": first.item.id})];
        let mut chosen = vec![paid, first];
        match self.dice.below(4) {
            0 => {
                let part = (first.open().min(-paid.open()) / 2).max(1);
                lines[1]["amount"] = json!(amount(part, key.currency.code()));
            }
            1 => {
                let others = debits.iter().filter(|item| item.item.id != first.item.id).take(2);
                for other in others {
                    lines.push(json!({"entry": other.item.id}));
                    chosen.push(other);
                }
            }
            _ => {}
        }
        let take_discount = self.dice.chance(30);
        let is_free = |day| books.closed_until.is_none_or(|closed_until| day > closed_until);
        let free = chosen.iter().filter(|item| is_free(item.counts_from())).count();
        let is_contested = chosen.iter().any(|item| books.disputes.blocks(&key, &item.item.id));
        let expected = match free {
            _ if is_contested => Expected::Refused("company.disputed_item"),
            _ if take_discount => Expected::Open,
            0 => Expected::Refused("receivable.period_closed"),
            // Of three lines or more, those that get nothing do not count.
            free if free == chosen.len() || chosen.len() == 2 => Expected::Accepted,
            _ => Expected::Open,
        };
        let Holder::Customer(customer) = &key.holder else { return None };
        let action = json!({"letter": {
            "customer": customer, "currency": key.currency, "lines": lines,
            "take_discount": take_discount,
        }});
        if self.dice.chance(50) {
            return self.plan(expected, &action);
        }
        let posted = match expected {
            Expected::Refused("company.disputed_item") => expected,
            _ if take_discount => Expected::Open,
            _ => Expected::Accepted,
        };
        self.plan_posted(posted, &action)
    }

    /// Plans an action that names today as the posting day for what lies in a closed period.
    fn plan_posted(&mut self, expected: Expected, action: &Value) -> Option<()> {
        self.plan(expected, action)?;
        self.queue.back_mut()?.command.posting_on = Some(self.today);
        Some(())
    }

    /// A letter is dissolved; letters that took back a discount are final.
    pub(super) fn unletter(&mut self, books: &Auditor) -> Option<()> {
        let keys: Vec<&AccountKey> = books
            .accounts
            .iter()
            .filter(|(key, book)| !book.letters.is_empty() && is_customer(key))
            .map(|(key, _)| key)
            .collect();
        let key = *self.dice.pick(&keys)?;
        let book = books.book(key)?;
        let codes: Vec<LetterCode> = book.letters.keys().copied().collect();
        let code = *self.dice.pick(&codes)?;
        let members = || book.items.values().filter(|item| item.letter == Some(code));
        let is_final = members().any(|item| match &item.item.kind {
            // Beside a credit note it is settled as any item is.
            EntryKind::DiscountReversal { of, .. } => members().any(|other| other.item.id == *of),
            EntryKind::DifferenceReversal { .. }
            | EntryKind::Transfer { .. }
            | EntryKind::Moved { by: Move::Return { .. } } => true,
            _ => false,
        });
        let Holder::Customer(customer) = &key.holder else { return None };
        let action = json!({"unletter": {
            "customer": customer, "currency": key.currency, "letter": code,
        }});
        if self.dice.chance(15) {
            let day = self.late_day(books, 4);
            return self.plan_on(day, Expected::Open, &action);
        }
        let refused = Expected::Refused("receivable.letter_final");
        self.plan(if is_final { refused } else { Expected::Accepted }, &action)
    }

    /// Somebody finds out whom a payment came from, and it is lettered.
    pub(super) fn identify(&mut self) -> Option<()> {
        let place = self.dice.place(self.suspense.len())?;
        let payment = self.suspense.swap_remove(place);
        let buyer = self.buyer()?;
        let action = json!({"identify_payment": {"payment": payment, "customer": buyer.id}});
        self.plan(Expected::Open, &action)?;
        let action = json!({"letter_automatically": {"payment": payment}});
        self.plan(Expected::Open, &action)
    }

    /// An entry of a customer with its account, for faults.
    pub(super) fn any_claim(&mut self, books: &Auditor) -> Option<(AccountKey, EntryId, i128)> {
        let (key, item) = self.claim(books)?;
        Some((key, item.item.id.clone(), item.open()))
    }
}

pub(super) fn is_customer(key: &AccountKey) -> bool {
    matches!(key.holder, Holder::Customer(_))
}

/// The customer of an account.
pub(super) const fn customer_of(key: &AccountKey) -> Option<&CustomerId> {
    match &key.holder {
        Holder::Customer(customer) => Some(customer),
        Holder::Suspense => None,
    }
}

/// How many open items of invoices are exactly of an amount and may be matched.
fn alike(books: &Auditor, (key, book): (&AccountKey, &AccountBook), amount: i128) -> usize {
    let claims = book.items.values().filter(|item| item.item.kind.document().is_some());
    let items = claims.filter(|item| item.open() == amount);
    items.filter(|item| !books.disputes.blocks(key, &item.item.id)).count()
}
