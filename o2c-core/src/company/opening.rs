//! Opening balances: what was open in an earlier ledger is taken over item by item, against the
//! account of opening balances.

use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::sale::known_customer;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, EntryId, Text};
use crate::ledger::{Entry, EntryLine};
use crate::money::Money;
use crate::receivable::{self, AccountKey, EntryKind, Item};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Take over what was open in an earlier ledger, item by item. It counts from the command's
    /// effective day; earlier days do not see it.
    OpenBalances {
        /// The items, of any customers and currencies.
        items: Vec<OpeningBalance>,
    }
    /// An item taken over: an invoice, or with a negative amount a credit note or an advance.
    OpeningBalance {
        /// Whose item.
        customer: CustomerId,
        /// The number of its document: its name on the account, which payments refer to.
        document: EntryId,
        /// The day of its document, not after the day it is taken over.
        document_on: Day,
        /// The day it falls due; the document's where none is given (rulebook K-01).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        due_on: Option<Day>,
        /// What is open of it: debit positive, credit negative.
        amount: Money,
        /// The same in the ledger's currency, as the earlier ledger booked it; the amount itself
        /// where it is in that currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        booked: Option<Money>,
    }
}

/// Takes over items, each with an entry of its own.
pub(super) fn open_balances(
    decision: &mut Decision<'_>,
    asked: &OpenBalances,
) -> Result<(), Rejection> {
    if asked.items.is_empty() {
        return Err(receivable::Rejection::NothingNamed { path: Path::field("items") }.into());
    }
    for (index, one) in asked.items.iter().enumerate() {
        let at = |path: Path| path.inside_index("items", index);
        open_balance(decision, one).map_err(|no| no.with_path(&at))?;
    }
    Ok(())
}

fn open_balance(decision: &mut Decision<'_>, asked: &OpeningBalance) -> Result<(), Rejection> {
    let view = decision.before();
    let at = |no: Rejection| no.with_path(&|_| Path::field("customer"));
    let customer = known_customer(view, &asked.customer).map_err(at)?.id.clone();
    let settings = view.settings();
    let effective_on = decision.command.effective_on;
    if asked.document_on > effective_on {
        let (path, document_on) = (Path::field("document_on"), asked.document_on);
        return Err(Cause::OpenedAhead { path, document_on, effective_on }.into());
    }
    let booked = match asked.booked {
        Some(booked) => booked,
        None if asked.amount.currency() == settings.ledger_currency => asked.amount,
        None => {
            let (path, amount) = (Path::field("booked"), asked.amount);
            return Err(Cause::BookedMissing { path, amount }.into());
        }
    };
    let item = Item {
        id: asked.document.clone(),
        kind: EntryKind::Opening,
        document_on: asked.document_on,
        accounted_on: decision.accounted_on,
        due_on: asked.due_on.unwrap_or(asked.document_on),
        amount: asked.amount,
        booked,
        early_discount: None,
    };
    let (control, opening) = (&settings.chart.receivable, &settings.chart.opening_balance);
    let amount = asked.amount;
    let lines = Vec::from([
        EntryLine::new(control, Some(customer.clone()), amount, booked),
        EntryLine::new(opening, None, amount.negated(), booked.negated()),
    ]);
    let account = AccountKey::of(customer, amount.currency());
    let command = receivable::Command::OpenItems { items: Vec::from([item]) };
    decision.run(Leg::Receivable(account, command)).map_err(|no| no.with_path(&field))?;
    let (on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let document = Text::new(asked.document.as_str())?;
    if let Some(entry) = Entry::balanced_unless_zero(on, recorded_on, document, lines)? {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    Ok(())
}

/// Where a refusal of the account stands in what was asked.
fn field(path: Path) -> Path {
    let path = path.within("items[0]");
    match path.as_str() {
        "entry" | "id" => Path::field("document"),
        _ => path,
    }
}
