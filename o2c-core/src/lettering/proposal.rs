//! What goes into the comparison and what comes out, as data.

use crate::calendar::Day;
use crate::id::{CustomerId, EntryId, Text};
use crate::money::Money;
use crate::receivable::{Command, LetterLine};
use alloc::vec::Vec;

/// Money received, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Payment {
    /// Its item on the account.
    pub entry: EntryId,
    /// What was received, positive.
    pub amount: Money,
    /// The day the funds were received; discounts are held against it.
    pub received_on: Day,
    /// Who paid, as the bank tells it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub payer: Text,
    /// What the payer wrote.
    #[cfg_attr(feature = "serde", serde(default))]
    pub remittance: Text,
}

/// A discount that a candidate promises for early payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OfferedDiscount {
    /// The last day on which funds are in time.
    pub until: Day,
    /// The discount, positive.
    pub amount: Money,
}

/// An open item that a payment may settle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Candidate {
    /// The item.
    pub entry: EntryId,
    /// The number of its document; several instalments have one number.
    pub number: Text,
    /// What is open: an invoice positive, a credit note negative.
    pub open: Money,
    /// The day it falls due.
    pub due_on: Day,
    /// The day on its document.
    pub document_on: Day,
    /// The discount promised for early payment.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub early_discount: Option<OfferedDiscount>,
}

/// What a firm lets the comparison apply by itself; what is off is proposed instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Policy {
    /// A payment short of the one document it names settles a part of it.
    pub applies_part_payments: bool,
    /// A payment beyond the documents it names settles them; the rest stays on account.
    pub applies_overpayments: bool,
    /// A payment of the whole balance, or of all that is due, settles it.
    pub applies_whole_balance: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            applies_part_payments: true,
            applies_overpayments: true,
            applies_whole_balance: true,
        }
    }
}

/// The rule that found a match, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Rule {
    /// The text names documents (rulebook 4.2 step 2).
    DocumentNumber,
    /// One item has exactly the amount (rulebook 4.2 steps 4 and 7).
    ExactAmount,
    /// The amount is the whole balance, or all that is due (rulebook 4.2 step 5).
    WholeBalance,
}

/// What to do with a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// It is unique: apply it.
    Apply,
    /// It is doubtful: someone decides.
    Propose,
    /// Nothing matches: the payment stays on account.
    Nothing,
}

/// One item and how much of it the payment settles, a discount taken included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ProposedLine {
    /// The item.
    pub entry: EntryId,
    /// How much, with the item's sign.
    pub amount: Money,
}

/// Why a match is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Evidence {
    /// The text names the item's document.
    NumberNamed {
        /// The item.
        entry: EntryId,
    },
    /// The text holds the last digits of the document's number.
    NumberBarelyNamed {
        /// The item.
        entry: EntryId,
    },
    /// The payment is what the items sum to, less the discount.
    AmountMatches {
        /// What the items sum to.
        open: Money,
        /// The discount earned by early payment.
        discount: Money,
    },
    /// The payment is short of what the items sum to.
    Short {
        /// By how much.
        by: Money,
    },
    /// The payment is beyond what the items sum to.
    Beyond {
        /// By how much.
        by: Money,
    },
    /// Another item than those named has exactly the payment's amount.
    AnotherHasTheAmount {
        /// The other item.
        entry: EntryId,
    },
    /// The payer's name is the customer's.
    NameMatches {
        /// The customer.
        customer: CustomerId,
    },
}

/// Another match that is possible.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Alternative {
    /// The rule that finds it.
    pub rule: Rule,
    /// The items.
    pub lines: Vec<ProposedLine>,
    /// Whether discounts are taken.
    pub takes_discount: bool,
}

/// What the comparison finds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Proposal {
    /// What to do.
    pub verdict: Verdict,
    /// The rule that decided; none where nothing matches.
    pub rule: Option<Rule>,
    /// The items to settle; empty unless the verdict is to apply.
    pub lines: Vec<ProposedLine>,
    /// Whether discounts are taken.
    pub takes_discount: bool,
    /// What of the payment stays on account.
    pub rest: Money,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// What is possible where the verdict is to propose.
    pub alternatives: Vec<Alternative>,
}

impl Proposal {
    /// The command that confirms the proposal, where it is to be applied.
    pub fn command(&self, payment: &Payment) -> Option<Command> {
        match self.verdict {
            Verdict::Apply => {
                let lines = self.lines.iter();
                let lines = lines.map(|line| LetterLine::part(line.entry.clone(), line.amount));
                let payment = LetterLine::whole(payment.entry.clone());
                Some(Command::Letter {
                    lines: core::iter::once(payment).chain(lines).collect(),
                    take_discount: self.takes_discount,
                    differences: Vec::new(),
                })
            }
            Verdict::Propose | Verdict::Nothing => None,
        }
    }
}
