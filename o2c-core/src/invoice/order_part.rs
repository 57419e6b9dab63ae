//! What a document has to do with an order as a whole, beside the lines it bills.

use super::{Document, DocumentKind, DraftLine, Rejection};
use crate::id::{DocumentNumber, LineId, OrderId};
use crate::money::{Currency, Money};
use crate::order::DepositShare;
use crate::tax::Group;
use alloc::vec::Vec;

/// What of an order a document is, where it bills none of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum OrderPart {
    /// A deposit on it.
    Deposit {
        /// The order.
        order: OrderId,
        /// How it was asked for.
        share: DepositShare,
    },
    /// What no invoice deducted of a deposit, given back.
    DepositCredit {
        /// The order.
        order: OrderId,
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// What was left of it, as it is booked with VAT, in the ledger's currency.
        booked: Money,
    },
    /// A milestone of its billing plan.
    Milestone {
        /// The order.
        order: OrderId,
        /// The milestone.
        milestone: LineId,
    },
}

impl OrderPart {
    /// The order.
    pub const fn order(&self) -> &OrderId {
        match self {
            OrderPart::Deposit { order, .. }
            | OrderPart::DepositCredit { order, .. }
            | OrderPart::Milestone { order, .. } => order,
        }
    }
}

/// What a document deducts of a deposit (rulebook INV-33). Where the document says that this was
/// paid before (BT-113), its totals are those of the full invoice; else its lines and its VAT have
/// the deposit taken off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DeductedDeposit {
    /// The order that the deposit is on.
    pub order: OrderId,
    /// The deposit's invoice.
    pub deposit: DocumentNumber,
    /// How much is deducted, per VAT category and rate.
    pub groups: Vec<Group>,
    /// What that is booked at with VAT, in the ledger's currency.
    pub booked: Money,
}

impl Document {
    /// Whether deposits stand on it as lines below zero, so that its totals are what they leave of
    /// the sale (rulebook INV-33).
    pub(crate) fn shows_deposits(&self) -> bool {
        !self.draft.deducted.is_empty() && self.draft.prepaid.is_none()
    }

    /// Whether a line takes a deposit off: it bears the deposit's number and bills no line of an
    /// order.
    pub(crate) fn takes_off_deposit(&self, line: &DraftLine) -> bool {
        let is_named =
            |deducted: &DeductedDeposit| line.description.as_str() == deducted.deposit.as_str();
        let is_apart = line.order.is_none() && line.id.as_str().starts_with(DeductedDeposit::LINE);
        is_apart && self.shows_deposits() && self.draft.deducted.iter().any(is_named)
    }

    /// Groups of the document with what deposits that it shows have taken off them: what it sells.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub(crate) fn before_deposits(&self, groups: &[Group]) -> Result<Vec<Group>, Rejection> {
        let mut sold = groups.to_vec();
        let deducted = self.draft.deducted.iter().filter(|_| self.shows_deposits());
        for taken in deducted.flat_map(|deposit| &deposit.groups) {
            match sold.iter_mut().find(|group| group.vat == taken.vat) {
                Some(group) => {
                    group.base = group.base.checked_add(taken.base)?;
                    group.amount = group.amount.checked_add(taken.amount)?;
                }
                None => sold.push(*taken),
            }
        }
        Ok(sold)
    }
}

impl DeductedDeposit {
    /// What the ids of lines that take a deposit off begin with.
    pub(crate) const LINE: &str = "deposit-";
}

/// What all deposits together take off a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deducted {
    /// Without VAT, in the document's currency.
    pub(super) net: Money,
    /// The VAT of it.
    pub(super) vat: Money,
    /// With VAT.
    pub(super) gross: Money,
    /// What it is booked at with VAT; none where nothing is deducted.
    pub(super) booked: Option<Money>,
}

impl Deducted {
    /// The same as the customer's account sees it: what gives an invoice back gives the deposits
    /// back to themselves.
    pub(super) fn signed(self, kind: DocumentKind) -> Self {
        Deducted {
            net: kind.signed(self.net),
            vat: kind.signed(self.vat),
            gross: kind.signed(self.gross),
            booked: self.booked.map(|booked| kind.signed(booked)),
        }
    }

    pub(super) fn of(currency: Currency, deposits: &[DeductedDeposit]) -> Result<Self, Rejection> {
        let groups = || deposits.iter().flat_map(|deposit| &deposit.groups);
        let net = Money::sum(currency, groups().map(|group| group.base))?;
        let vat = Money::sum(currency, groups().map(|group| group.amount))?;
        let booked = match deposits.first() {
            Some(first) => {
                let booked = deposits.iter().map(|deposit| deposit.booked);
                Some(Money::sum(first.booked.currency(), booked)?)
            }
            None => None,
        };
        Ok(Deducted { net, vat, gross: net.checked_add(vat)?, booked })
    }
}
