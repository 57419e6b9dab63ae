//! A machine, one per customer and currency: what is owed, what was paid, and what settles what.
//!
//! Invoices come as debits, payments as credits. A letter settles debits and credits against each
//! other, wholly or in part; its amounts sum to zero in the account's currency, and each item
//! releases its booked value in step, the last part emptying it. What is released on one side and
//! not on the other is the exchange difference of the letter. Nothing is ever taken back silently:
//! dissolving a letter is an event with a day of its own, and earlier days still see the letter.
//! What neither money nor a credit note settles is a difference, told by what it is: a bank fee, a
//! small write-off, tax withheld, the rounding of cash; what a customer keeps back stays open.
//! What a customer promises to pay, and the plans agreed with him, are kept beside the items;
//! whether he kept them follows from what came in.
//! Payments of unknown payers stand on the suspense account until someone knows whose they are.
//!
//! ```text
//!  an item     open ──letter──▶ partly lettered ──letter──▶ lettered
//!                ▲                     │                        │
//!                └──────── unletter ───┴────────────────────────┘
//!
//!  a letter    partial (aaa) ──letter──▶ balanced (AAA)
//!                 │    └─ taken in by an earlier partial letter
//!                 └──────── unletter ──────┴──▶ dissolved, its code is never used again
//! ```
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::machine::Machine;
//! use o2c_core::money::Currency;
//! use o2c_core::receivable::*;
//! # use o2c_core::error::Error;
//! # fn play(account: &mut Account, command: Command, on: &str) -> Result<(), Error> {
//! #     for event in account.decide(&command, &Facts::on(on.parse()?))? {
//! #         account.evolve(&event).unwrap();
//! #     }
//! #     Ok(())
//! # }
//! let eur = Currency::EUR;
//! let mut account = Account::new(AccountKey::of("ACME".parse()?, eur), eur);
//! let invoice = Item {
//!     id: "F1".parse()?,
//!     kind: EntryKind::Invoice { document: "F2026-00001".parse()?, instalment: 1 },
//!     document_on: "2026-01-15".parse()?,
//!     accounted_on: "2026-01-15".parse()?,
//!     due_on: "2026-02-14".parse()?,
//!     amount: "1000.00 EUR".parse()?,
//!     booked: "1000.00 EUR".parse()?,
//!     early_discount: None,
//! };
//! let payment = Receipt {
//!     entry: "P1".parse()?,
//!     payment: "BANK-7".parse()?,
//!     received_on: "2026-02-10".parse()?,
//!     accounted_on: "2026-02-10".parse()?,
//!     amount: "1000.00 EUR".parse()?,
//!     booked: "1000.00 EUR".parse()?,
//! };
//! play(&mut account, Command::OpenItems { items: vec![invoice] }, "2026-01-15")?;
//! play(&mut account, Command::Receive(payment), "2026-02-10")?;
//! let lines = vec![LetterLine::whole("P1".parse()?), LetterLine::whole("F1".parse()?)];
//! let command = Command::Letter { lines, take_discount: false, differences: vec![] };
//! play(&mut account, command, "2026-02-28")?;
//! // rulebook EX-L9: the letter counts from the latest accounting day among its items.
//! let open = |day: &str, known_at: Option<Day>| {
//!     let day: Day = day.parse()?;
//!     let open = account.open_items(day, known_at);
//!     let open = open.map(|open| (open.entry.id().to_string(), open.open.amount.to_string()));
//!     Ok::<Vec<_>, o2c_core::calendar::Rejection>(open.collect())
//! };
//! assert_eq!(open("2026-01-31", None)?, [("F1".to_string(), "1000.00 EUR".to_string())]);
//! assert_eq!(open("2026-02-15", None)?, []);
//! assert_eq!(open("2026-02-15", Some("2026-02-15".parse()?))?.len(), 2);
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod allocation;
mod command;
mod decide;
mod difference;
mod direct_debit;
mod event;
mod evolve;
mod item;
mod letter_code;
mod method;
mod offer;
mod pairs;
mod plan;
mod policy;
pub mod posting;
mod promise;
mod reduction;
mod rejection;
mod state;
#[cfg(test)]
mod tests;

pub use crate::calendar::Moment;
pub use allocation::{Allocate, Allocated, Allocation, Debt, DebtKind, allocate};
pub use command::{Command, Facts, LetterLine, Loss, Receipt};
pub use difference::{Deduction, Difference, DifferenceKind, Direction};
pub use direct_debit::{
    Amendment, BankAccount, CollectedItem, Collection, CollectionRecord, DebitEvent, DebitPolicy,
    Mandate, MandateCommand, MandateEvent, MandateFacts, RetryRule, Scheme, Sequence,
    SignedMandate,
};
pub use event::{Applied, DueMove, Event, ExchangeDifference, Lettered};
pub use item::{
    AccountEntry, AccountKey, Application, DueChange, EntryKind, Holder, Item, Move, Open,
    StandingChange,
};
pub use letter_code::{Alphabet, LetterCode, LetterCodes, LetterScope};
pub use method::{PaymentMethod, Place};
pub use offer::{DiscountOffer, DiscountShare};
pub use pairs::Pair;
pub use plan::{
    AskedInstalment, AskedPlan, Covered, InstalmentOnDay, PlanEvent, PlanInstalment, PlanOnDay,
    PlanRecord, PlanStanding, PlanVersion, PlannedPart,
};
pub use policy::{Cap, CapPeriod, Tolerance};
pub use promise::{
    AskedPromise, Promise, PromiseEvent, PromiseOnDay, PromiseRecord, PromiseStanding,
    PromisedParts,
};
pub use reduction::Reduction;
pub use rejection::Rejection;
pub use state::{Account, Letter, OpenEntry};
