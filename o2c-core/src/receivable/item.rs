//! What stands on an account: items, what was applied to them, and what is open of them.

use super::{
    Deduction, DifferenceKind, DiscountOffer, DiscountShare, LetterCode, Place, Reduction,
};
use crate::calendar::Day;
use crate::id::{CustomerId, DocumentNumber, EntryId, PaymentId, Text};
use crate::money::{Currency, Money, telescope};
use alloc::vec::Vec;

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Holder {
    /// A customer.
    Customer(CustomerId),
    /// Payments whose payer is not known yet.
    Suspense,
}

/// Which account: one per holder and currency (rulebook L-01).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct AccountKey {
    /// Whose account it is.
    pub holder: Holder,
    /// The currency of every item on it.
    pub currency: Currency,
}

impl AccountKey {
    /// A customer's account in a currency.
    pub const fn of(customer: CustomerId, currency: Currency) -> Self {
        AccountKey { holder: Holder::Customer(customer), currency }
    }

    /// The account of the payments in a currency whose payer is not known yet.
    pub const fn suspense(currency: Currency) -> Self {
        AccountKey { holder: Holder::Suspense, currency }
    }
}

impl core::fmt::Display for AccountKey {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match &self.holder {
            Holder::Customer(customer) => write!(out, "{customer} in {}", self.currency),
            Holder::Suspense => write!(out, "suspense in {}", self.currency),
        }
    }
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum EntryKind {
    /// An instalment of an issued document; a credit note's amount is negative.
    Invoice {
        /// The document.
        document: DocumentNumber,
        /// The instalment, 1 first; 0 takes back what was left of the document replaced.
        instalment: u16,
    },
    /// Taken over from an earlier ledger.
    Opening,
    /// Money received.
    Payment {
        /// The payment.
        payment: PaymentId,
        /// Where the money stood when it came in.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Place::is_bank"))]
        held: Place,
    },
    /// Money that was received from an unknown payer and now is known to be this customer's.
    Identified {
        /// The payment.
        payment: PaymentId,
        /// The account it stood on before.
        from: AccountKey,
    },
    /// The counterpart of a payment that moved to its payer's account.
    Transfer {
        /// The payment's item here.
        of: EntryId,
        /// The account it moved to.
        to: AccountKey,
    },
    /// A part of an invoice that nobody pays: the discount it got for early payment, or a loss.
    Discount {
        /// The invoice's item.
        of: EntryId,
        /// How it falls on price and tax.
        shares: Vec<DiscountShare>,
        /// Why it is not paid.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Reduction::is_first"))]
        because: Reduction,
    },
    /// A discount or a loss taken back because its letter was dissolved, or a discount in part
    /// because a credit note gives back what it was granted on.
    DiscountReversal {
        /// The discount's item; or that of a part taken back, where the discount's letter was
        /// dissolved later.
        of: EntryId,
        /// How it falls on price and tax.
        shares: Vec<DiscountShare>,
        /// The credit note; none where a letter was dissolved.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        by: Option<DocumentNumber>,
        /// Why it was not paid.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Reduction::is_first"))]
        because: Reduction,
    },
    /// A difference that a letter settled without money.
    Difference {
        /// What it is.
        kind: DifferenceKind,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// A difference taken back because its letter was dissolved.
    DifferenceReversal {
        /// The difference's item.
        of: EntryId,
        /// What it was.
        kind: DifferenceKind,
    },
    /// Money that went another way than from the customer to us.
    Moved {
        /// Which way.
        by: Move,
    },
}

/// Ways of money other than from the customer to us.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Move {
    /// Paid back to the customer.
    Refund {
        /// The money that left.
        refund: PaymentId,
    },
    /// A payment that was not honoured.
    Return {
        /// The payment.
        payment: PaymentId,
        /// Its item here.
        of: EntryId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// Where the money stood.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Place::is_bank"))]
        held: Place,
    },
    /// What the bank took for a payment that was not honoured, borne by the customer.
    Fee {
        /// The payment.
        payment: PaymentId,
    },
    /// What was open of an item of another account, taken over here.
    Transfer {
        /// Its item there.
        of: EntryId,
        /// The account it stood on.
        from: AccountKey,
    },
}

impl EntryKind {
    /// The kind's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            EntryKind::Invoice { .. } => "invoice",
            EntryKind::Opening => "opening",
            EntryKind::Payment { .. } => "payment",
            EntryKind::Identified { .. } => "identified",
            EntryKind::Transfer { .. } => "transfer",
            EntryKind::Discount { because, .. } => match because {
                Reduction::EarlyDiscount => "discount",
                Reduction::BadDebtOfThisYear | Reduction::BadDebtOfEarlierYears => "bad_debt",
                Reduction::Waiver => "waiver",
            },
            EntryKind::DiscountReversal { because, .. } => match because {
                Reduction::EarlyDiscount => "discount_reversal",
                Reduction::BadDebtOfThisYear | Reduction::BadDebtOfEarlierYears => {
                    "bad_debt_reversal"
                }
                Reduction::Waiver => "waiver_reversal",
            },
            EntryKind::Difference { .. } => "difference",
            EntryKind::DifferenceReversal { .. } => "difference_reversal",
            EntryKind::Moved { .. } => "moved",
        }
    }

    /// The issued document that an item is an instalment of, where it is one.
    pub const fn document(&self) -> Option<&DocumentNumber> {
        match self {
            EntryKind::Invoice { document, .. } => Some(document),
            EntryKind::Opening
            | EntryKind::Payment { .. }
            | EntryKind::Identified { .. }
            | EntryKind::Transfer { .. }
            | EntryKind::Discount { .. }
            | EntryKind::DiscountReversal { .. }
            | EntryKind::Difference { .. }
            | EntryKind::DifferenceReversal { .. }
            | EntryKind::Moved { .. } => None,
        }
    }
}

/// An item as it came to the account; nothing of it ever changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Item {
    /// Its name, unique on the account.
    pub id: EntryId,
    /// What it is.
    pub kind: EntryKind,
    /// The day on the document; of a payment, the day the funds were received.
    pub document_on: Day,
    /// The day it counts from.
    pub accounted_on: Day,
    /// The day it falls due.
    pub due_on: Day,
    /// In the account's currency: debit positive, credit negative (rulebook G-03).
    pub amount: Money,
    /// In the ledger's currency, the same sign.
    pub booked: Money,
    /// The discount promised for early payment.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub early_discount: Option<DiscountOffer>,
}

/// A part of an item settled by a letter, or, with the opposite sign, given back when the letter
/// was dissolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Application {
    /// The letter it was made under.
    pub letter: LetterCode,
    /// The part, in the account's currency; the item's sign.
    pub amount: Money,
    /// The booked value it released, in the ledger's currency (rulebook L-30).
    pub booked: Money,
    /// When it counts.
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
    /// Which lettering of the account it was, 1 first: what it was applied together with.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) step: u32,
}

/// Another day on which an item falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DueChange {
    /// The day on which it falls due.
    pub due_on: Day,
    /// When it counts.
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
}

/// Another place in the books: with the doubtful customers, or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StandingChange {
    /// Whether it is doubtful.
    pub is_doubtful: bool,
    /// When it counts.
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
}

/// What is open, in both currencies; debit positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Open {
    /// In the account's currency.
    pub amount: Money,
    /// In the ledger's currency.
    pub booked: Money,
}

impl Open {
    /// Whether nothing is open, in either currency.
    pub const fn is_zero(self) -> bool {
        self.amount.is_zero() && self.booked.is_zero()
    }
}

/// An item on an account with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountEntry {
    pub(super) item: Item,
    pub(super) recorded_on: Day,
    pub(super) applications: Vec<Application>,
    pub(super) open: Open,
    pub(super) letter: Option<LetterCode>,
    pub(super) free_from: Option<Day>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) due_changes: Vec<DueChange>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) deductions: Vec<Deduction>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) standings: Vec<StandingChange>,
}

impl AccountEntry {
    pub(super) fn new(item: Item, recorded_on: Day) -> Self {
        let open = Open { amount: item.amount, booked: item.booked };
        AccountEntry {
            item,
            recorded_on,
            applications: Vec::new(),
            open,
            letter: None,
            free_from: None,
            due_changes: Vec::new(),
            deductions: Vec::new(),
            standings: Vec::new(),
        }
    }

    /// The item as it came.
    pub const fn item(&self) -> &Item {
        &self.item
    }

    /// Its name.
    pub const fn id(&self) -> &EntryId {
        &self.item.id
    }

    /// The day it became known.
    pub const fn recorded_on(&self) -> Day {
        self.recorded_on
    }

    /// What was applied to it and given back, in the order it was recorded.
    pub fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// The day on which it falls due, after all that is known.
    pub fn due_on(&self) -> Day {
        self.due_changes.last().map_or(self.item.due_on, |last| last.due_on)
    }

    /// The day on which it fell due as seen at the end of `day`; with `known_at`, as one knew it
    /// at the end of that day.
    pub fn due_as_of(&self, day: Day, known_at: Option<Day>) -> Day {
        let is_seen = |change: &&DueChange| {
            change.effective_on <= day
                && known_at.is_none_or(|known_at| change.recorded_on <= known_at)
        };
        let change = self.due_changes.iter().rev().find(is_seen);
        change.map_or(self.item.due_on, |change| change.due_on)
    }

    /// Whether it stands on the account of doubtful customers, after all that is known.
    pub fn is_doubtful(&self) -> bool {
        self.standings.last().is_some_and(|last| last.is_doubtful)
    }

    /// Whether it stood on the account of doubtful customers at the end of `day`; with `known_at`,
    /// as one knew it at the end of that day.
    pub fn is_doubtful_as_of(&self, day: Day, known_at: Option<Day>) -> bool {
        let is_seen = |change: &&StandingChange| {
            change.effective_on <= day
                && known_at.is_none_or(|known_at| change.recorded_on <= known_at)
        };
        self.standings.iter().rev().find(is_seen).is_some_and(|change| change.is_doubtful)
    }

    /// The first day on which it may be settled: it counts, a letter it stood in is dissolved, and
    /// it stands where it stands.
    pub(super) fn settles_from(&self) -> Day {
        let counts = self.item.accounted_on;
        let stands = self.standings.last().map_or(counts, |last| last.effective_on);
        counts.max(self.free_from.unwrap_or(counts)).max(stands)
    }

    /// What the customer keeps back of it, in the order in which it was told.
    pub fn deductions(&self) -> &[Deduction] {
        &self.deductions
    }

    /// What a part of what is open is booked at: in step with the amount, so that the last part
    /// empties it (rulebook L-30). The part has the item's sign.
    ///
    /// # Errors
    /// `money.beyond_whole` for more than is open, `money.out_of_range`.
    pub fn released(&self, part: Money) -> Result<Money, crate::money::Rejection> {
        part.expect(self.item.amount.currency())?;
        let whole = i128::from(self.item.amount.minor());
        // Both lie between zero and the item's amount.
        let before = whole.saturating_sub(i128::from(self.open.amount.minor()));
        let after = before.saturating_add(i128::from(part.minor()));
        telescope(self.item.booked, before, after, whole)
    }

    /// The letter it sits in, partial or balanced.
    pub const fn letter(&self) -> Option<LetterCode> {
        self.letter
    }

    /// What is open after all that is known.
    pub const fn open(&self) -> Open {
        self.open
    }

    /// Whether nothing is open any more, in either currency (contract I6).
    pub const fn is_closed(&self) -> bool {
        self.open.is_zero()
    }

    /// What was open at the end of `day`; with `known_at`, as one knew it at the end of that day
    /// (rulebook L-20). Nothing is open of an item that did not exist yet, or was not known.
    pub fn open_as_of(&self, day: Day, known_at: Option<Day>) -> Open {
        let is_known = |recorded_on: Day| known_at.is_none_or(|known_at| recorded_on <= known_at);
        let (amount, booked) = (self.item.amount, self.item.booked);
        if self.item.accounted_on > day || !is_known(self.recorded_on) {
            return Open {
                amount: Money::zero(amount.currency()),
                booked: Money::zero(booked.currency()),
            };
        }
        let (mut open_amount, mut open_booked) = (amount.minor(), booked.minor());
        for application in &self.applications {
            if application.effective_on <= day && is_known(application.recorded_on) {
                // What is open stays between zero and the item's amount: nothing saturates.
                open_amount = open_amount.saturating_sub(application.amount.minor());
                open_booked = open_booked.saturating_sub(application.booked.minor());
            }
        }
        Open { amount: within(open_amount, amount), booked: within(open_booked, booked) }
    }
}

/// Minor units between zero and an amount, in its currency.
pub(super) fn within(minor: i64, whole: Money) -> Money {
    Money::from_minor(minor, whole.currency()).unwrap_or(whole)
}
