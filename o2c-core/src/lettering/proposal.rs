//! What goes into the comparison and what comes out, as data.

use crate::calendar::{Day, DiscountByParts};
use crate::id::{CustomerId, EntryId, Text};
use crate::money::Money;
use crate::receivable::{Command, Difference, DifferenceKind, LetterLine};
use crate::reference::CreditorReference;
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
    /// The structured creditor reference that the payer quoted, where there is one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub structured_reference: Option<CreditorReference>,
    /// What payer and bank call the transaction from end to end.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub end_to_end_id: Text,
    /// The account it was paid from, such as an IBAN.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub payer_account: Text,
}

impl Payment {
    /// A payment of which the bank tells no more than day and amount.
    pub fn of(entry: EntryId, amount: Money, received_on: Day) -> Self {
        Payment {
            entry,
            amount,
            received_on,
            payer: Text::default(),
            remittance: Text::default(),
            structured_reference: None,
            end_to_end_id: Text::default(),
            payer_account: Text::default(),
        }
    }
}

/// A discount that a candidate promises for early payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OfferedDiscount {
    /// The last day on which funds are in time.
    pub until: Day,
    /// The discount, positive: what settling the item earns.
    pub amount: Money,
    /// How it is earned by a payment of a part; none where only settling the item earns it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by_parts: Option<DiscountByParts>,
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
    /// Other numbers by which a payer may name it: the order's, the customer's own.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub other_numbers: Vec<Text>,
    /// Whether a part of it was settled before.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
    pub is_part_settled: bool,
}

impl Candidate {
    /// An item without discount that is known by one number and of which nothing was settled.
    pub fn of(entry: EntryId, number: Text, open: Money, document_on: Day, due_on: Day) -> Self {
        Candidate {
            entry,
            number,
            open,
            due_on,
            document_on,
            early_discount: None,
            other_numbers: Vec::new(),
            is_part_settled: false,
        }
    }
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
    /// The least score of a match that is applied, in thousandths.
    pub applies_from: u16,
    /// Of several items that have the amount, the only one that falls due nearest to the payment,
    /// at most so many days away, is taken; none: someone decides.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub takes_nearest_within: Option<u16>,
    /// A payment that nothing explains settles what is oldest (rulebook L-07).
    pub applies_oldest_first: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            applies_part_payments: true,
            applies_overpayments: true,
            applies_whole_balance: true,
            applies_from: 800,
            takes_nearest_within: None,
            applies_oldest_first: false,
        }
    }
}

/// The rule that found a match.
///
/// They are tried in this order: structured reference, document number, order number, exact
/// amount, whole balance, statement, subset, oldest first.
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
    /// The payer quotes a document's structured reference (rulebook 4.2 step 1).
    StructuredReference,
    /// The text names orders, or the customer's own numbers (rulebook 4.2 step 3).
    OrderNumber,
    /// The amount is all that was issued or falls due until a day (rulebook 4.2 step 5).
    Statement,
    /// The amount is the sum of some items and of no others (rulebook 4.2 step 6).
    Subset,
    /// Nothing explains the amount: it settles what is oldest (rulebook 4.2 step 10).
    OldestFirst,
    /// The host proposed it.
    Host,
}

impl Rule {
    /// The rule in words, as it travels: `document_number`.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::DocumentNumber => "document_number",
            Rule::ExactAmount => "exact_amount",
            Rule::WholeBalance => "whole_balance",
            Rule::StructuredReference => "structured_reference",
            Rule::OrderNumber => "order_number",
            Rule::Statement => "statement",
            Rule::Subset => "subset",
            Rule::OldestFirst => "oldest_first",
            Rule::Host => "host",
        }
    }
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
    /// The payer quotes the structured reference of the item's document.
    ReferenceQuoted {
        /// The item.
        entry: EntryId,
    },
    /// The text names the item's order, or another of its numbers.
    OtherNumberNamed {
        /// The item.
        entry: EntryId,
    },
    /// The text speaks of a rest, and of the items that have the amount only this one was settled
    /// in part before.
    RestOfPart {
        /// The item.
        entry: EntryId,
    },
    /// Of the items that have the amount only this one falls due nearest to the payment.
    NearestDue {
        /// The item.
        entry: EntryId,
        /// How many days lie between.
        days: u32,
    },
    /// The items are all that was issued, or fell due, until a day.
    AllUntil {
        /// The day.
        day: Day,
    },
    /// No other set of the open items sums to the amount.
    OnlySubset {
        /// How many items are open.
        items: usize,
        /// How many sets are as simple as this one: the more, the likelier is chance.
        as_simple: u64,
    },
    /// Besides the items named, only these make up the amount.
    Completes {
        /// How many sets of the other items are as simple.
        as_simple: u64,
    },
    /// What is missing or left is within what the firm accepts as a difference of this kind.
    Tolerated {
        /// Which kind.
        kind: DifferenceKind,
        /// How much: below zero where too much was paid.
        by: Money,
    },
    /// The payer's bank account is the customer's.
    AccountMatches {
        /// The customer.
        customer: CustomerId,
    },
    /// The payer's name is the customer's.
    NameMatches {
        /// The customer.
        customer: CustomerId,
    },
    /// The text holds the number of the item's document with a slip of the pen: a digit too few or
    /// too many, two in the wrong order, letters for digits, or other words glued to it.
    NumberMangled {
        /// The item.
        entry: EntryId,
    },
    /// The number of the item's document lies between two that the text names.
    NumberBetween {
        /// The item.
        entry: EntryId,
    },
    /// The host says so.
    Told {
        /// Why, in its words.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
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
    /// What is settled besides, without money.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub differences: Vec<Difference>,
    /// How sure it is, in thousandths.
    #[cfg_attr(feature = "serde", serde(default))]
    pub score: u16,
}

impl Alternative {
    /// The command by which a person chooses it: the same as where a rule does.
    pub fn command(&self, payment: &Payment) -> Command {
        letter(payment, &self.lines, self.takes_discount, &self.differences)
    }
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
    /// What is settled besides, without money, each a leg of its own.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub differences: Vec<Difference>,
    /// What of the payment stays on account.
    pub rest: Money,
    /// How sure the match is, in thousandths: what the policy's least score is held against.
    #[cfg_attr(feature = "serde", serde(default))]
    pub score: u16,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// What is possible where the verdict is to propose, the likeliest first; what was rejected
    /// where it is to apply.
    pub alternatives: Vec<Alternative>,
}

impl Proposal {
    /// The command that confirms the proposal, where it is to be applied.
    pub fn command(&self, payment: &Payment) -> Option<Command> {
        match self.verdict {
            Verdict::Apply => {
                Some(letter(payment, &self.lines, self.takes_discount, &self.differences))
            }
            Verdict::Propose | Verdict::Nothing => None,
        }
    }

    /// The same match as one that someone decides, because the account refuses it today.
    pub fn left_to_a_person(self, payment: &Payment) -> Proposal {
        let (Verdict::Apply, Some(rule)) = (self.verdict, self.rule) else {
            return self;
        };
        Proposal {
            verdict: Verdict::Propose,
            rule: Some(rule),
            lines: Vec::new(),
            takes_discount: false,
            differences: Vec::new(),
            rest: payment.amount,
            score: self.score,
            evidence: self.evidence,
            alternatives: alloc::vec![Alternative {
                rule,
                lines: self.lines,
                takes_discount: self.takes_discount,
                differences: self.differences,
                score: self.score,
            }],
        }
    }
}

/// The payment beside what it settles.
fn letter(
    payment: &Payment,
    lines: &[ProposedLine],
    take_discount: bool,
    differences: &[Difference],
) -> Command {
    let lines = lines.iter();
    let lines = lines.map(|line| LetterLine::part(line.entry.clone(), line.amount));
    let payment = LetterLine::whole(payment.entry.clone());
    Command::Letter {
        lines: core::iter::once(payment).chain(lines).collect(),
        take_discount,
        differences: differences.to_vec(),
    }
}
