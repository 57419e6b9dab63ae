//! What one may ask of an account.

use super::{
    AccountKey, AskedPlan, AskedPromise, Difference, DiscountShare, DueMove, Item, LetterCode,
    Place, Reduction, Tolerance,
};
use crate::calendar::Day;
use crate::id::{DocumentNumber, EntryId, PaymentId, PlanId, PromiseId};
use crate::money::Money;
use alloc::vec::Vec;

/// What one may ask of an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Command {
    /// Put issued documents or opening balances on the account.
    OpenItems {
        /// Invoices and opening balances only.
        items: Vec<Item>,
    },
    /// Put money received on the account.
    Receive(Receipt),
    /// Put money received on the account that is not at the bank yet.
    ReceiveInto {
        /// The money.
        receipt: Receipt,
        /// Where it stands.
        held: Place,
    },
    /// Settle items against each other.
    Letter {
        /// The items, payments and invoices alike.
        lines: Vec<LetterLine>,
        /// Whether a shortfall may be settled by the discounts promised for early payment.
        #[cfg_attr(feature = "serde", serde(default))]
        take_discount: bool,
        /// What of the shortfall or the surplus is settled without money, and what of it the
        /// customer keeps back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        differences: Vec<Difference>,
    },
    /// Dissolve a letter: everything in it is open again.
    Unletter {
        /// The letter.
        letter: LetterCode,
    },
    /// Move a payment whose payer is now known off this account.
    TransferOut {
        /// The payment's item.
        entry: EntryId,
        /// The name of the counterpart to open here.
        counterpart: EntryId,
        /// The payer's account.
        to: AccountKey,
    },
    /// Put on this account a payment that stood on another.
    TransferIn {
        /// The payment with the figures it left with.
        receipt: Receipt,
        /// The account it stood on before.
        from: AccountKey,
    },
    /// Let items fall due on other days, because what their terms count from has become known.
    MoveDue {
        /// The items and their new days.
        moves: Vec<DueMove>,
    },
    /// Put on the account what follows from a payment, and what comes from or goes to another
    /// account.
    Carry {
        /// Money paid back or taken back, fees, and both ends of a transfer.
        item: Item,
    },
    /// Take what is open of items to the account of doubtful customers, or back.
    Reclassify {
        /// Debits with something open.
        entries: Vec<EntryId>,
        /// Whether they are doubtful from now on.
        is_doubtful: bool,
    },
    /// Take a part of a discount back with the credit note that gives back what it was granted on.
    TakeBackDiscount {
        /// The discount's item.
        discount: EntryId,
        /// How the part falls on price and tax, both positive.
        shares: Vec<DiscountShare>,
        /// The credit note.
        by: DocumentNumber,
    },
    /// Settle items by what is lost of them.
    WriteOff {
        /// The items and what is lost of each.
        losses: Vec<Loss>,
        /// Why.
        because: Reduction,
    },
    /// Note what the customer promises to pay.
    Promise(AskedPromise),
    /// Let a promise count no longer.
    WithdrawPromise {
        /// Which promise.
        promise: PromiseId,
    },
    /// Agree a plan of instalments, or another version of it.
    AgreePlan(AskedPlan),
    /// Let a plan count no longer.
    EndPlan {
        /// Which plan.
        plan: PlanId,
    },
}

/// Money received.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Receipt {
    /// The name of the item to open.
    pub entry: EntryId,
    /// The payment.
    pub payment: PaymentId,
    /// The day the funds were received; discounts are held against it.
    pub received_on: Day,
    /// The day it counts from.
    pub accounted_on: Day,
    /// What was received, positive, in the account's currency.
    pub amount: Money,
    /// The same in the ledger's currency, positive.
    pub booked: Money,
}

/// What is lost of one item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Loss {
    /// The item, a debit.
    pub entry: EntryId,
    /// How what is lost falls on price and tax; at most what is open of the item.
    pub shares: Vec<DiscountShare>,
}

/// One item of a letter and how much of it is settled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct LetterLine {
    /// The item.
    pub entry: EntryId,
    /// How much, with the item's sign; `None`: what is open, as far as the other side goes, in
    /// the order of the lines.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub amount: Option<Money>,
}

impl LetterLine {
    /// The item with all that is open of it, as far as the other side goes.
    pub const fn whole(entry: EntryId) -> Self {
        LetterLine { entry, amount: None }
    }

    /// A part of the item, with its sign.
    pub const fn part(entry: EntryId, amount: Money) -> Self {
        LetterLine { entry, amount: Some(amount) }
    }
}

/// What the account needs to know of the day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Facts {
    /// The day of the command.
    pub effective_on: Day,
    /// The day the command became known; never earlier than that of the command before.
    pub recorded_on: Day,
    /// The last day of the closed periods.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub closed_until: Option<Day>,
    /// The day that takes the place of one in a closed period.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub posting_on: Option<Day>,
    /// The differences that are accepted.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub tolerances: Vec<Tolerance>,
    /// The first code that is free where other accounts draw from the same sequence of letters.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next_code: Option<LetterCode>,
}

impl Facts {
    /// A day on which no period is closed, known the same day.
    pub const fn on(day: Day) -> Self {
        Facts {
            effective_on: day,
            recorded_on: day,
            closed_until: None,
            posting_on: None,
            tolerances: Vec::new(),
            next_code: None,
        }
    }
}
