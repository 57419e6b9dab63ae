//! What is open of a document, and how it falls on price and tax.

use crate::calendar::Day;
use crate::company::rejection::Rejection;
use crate::company::view::View;
use crate::id::EntryId;
use crate::invoice::Document;
use crate::invoice::life::{CreditScope, Life};
use crate::money::{Money, telescope};
use crate::receivable::{AccountKey, DiscountShare};
use crate::tax::{BadDebt, Group};
use alloc::vec::Vec;

/// What is open of a document.
pub(in super::super) struct Rest {
    /// The account it stands on.
    pub(in super::super) account: AccountKey,
    /// Its items with something open, and how much.
    pub(in super::super) items: Vec<(EntryId, Money)>,
    /// What is open in all, VAT included.
    pub(in super::super) open: Money,
    /// The same as it is booked, in the ledger's currency.
    pub(in super::super) booked: Money,
    /// How what is open falls on price and tax, rate by rate; the shares sum to it.
    pub(in super::super) shares: Vec<DiscountShare>,
    /// Whether some of it stands on the account of doubtful customers.
    pub(in super::super) is_doubtful: bool,
}

impl Rest {
    /// What is open without VAT.
    pub(in super::super) fn net(&self) -> Result<Money, crate::money::Rejection> {
        Money::sum(self.open.currency(), self.shares.iter().map(|share| share.net))
    }

    /// What is open without VAT, in step with what is booked: the most that an allowance may be
    /// (rulebook A-03).
    pub(in super::super) fn booked_net(&self) -> Result<Money, crate::money::Rejection> {
        if self.open.is_zero() {
            return Ok(Money::zero(self.booked.currency()));
        }
        let (net, open) = (i128::from(self.net()?.minor()), i128::from(self.open.minor()));
        telescope(self.booked, 0, net, open)
    }
}

/// What was open of a document at the end of a day; with `known_at`, as one knew it at the end of
/// that day. How it falls on price and tax is told by what its credit notes left of it, as `life`
/// has them: what was settled is shared over that as a collection is (rulebook V-03).
///
/// # Errors
/// `money.out_of_range`, and those of [`BadDebt::relief`].
pub(in super::super) fn rest_of(
    view: &dyn View,
    document: &Document,
    life: &Life,
    (day, known_at): (Day, Option<Day>),
) -> Result<Rest, Rejection> {
    let account = AccountKey::of(document.draft.customer.clone(), document.draft.currency);
    let nothing = Money::zero(document.draft.currency);
    let mut rest = Rest {
        account,
        items: Vec::new(),
        open: nothing,
        booked: Money::zero(view.settings().ledger_currency),
        shares: Vec::new(),
        is_doubtful: false,
    };
    let entries = view.account(&rest.account).into_iter().flat_map(|account| account.entries());
    for entry in entries {
        let open = entry.open_as_of(day, known_at);
        if entry.item().kind.document() != Some(&document.number) || !open.amount.is_positive() {
            continue;
        }
        rest.items.push((entry.id().clone(), open.amount));
        rest.open = rest.open.checked_add(open.amount)?;
        rest.booked = rest.booked.checked_add(open.booked)?;
        rest.is_doubtful |= entry.is_doubtful_as_of(day, known_at);
    }
    if rest.open.is_positive() {
        rest.shares = shares_of(document, life, rest.open)?;
    }
    Ok(rest)
}

/// What is open of a document after all that is known.
///
/// # Errors
/// As [`rest_of`].
pub(in super::super) fn rest_now(view: &dyn View, document: &Document) -> Result<Rest, Rejection> {
    let untouched = Life::default();
    let life = view.life(&document.number).unwrap_or(&untouched);
    rest_of(view, document, life, (Day::MAX, None))
}

fn shares_of(
    document: &Document,
    life: &Life,
    open: Money,
) -> Result<Vec<DiscountShare>, Rejection> {
    let groups = match life.credit(document, &CreditScope::Whole) {
        Ok(left) => left.groups,
        Err(_) => document.figures.breakdown.groups.clone(),
    };
    let mut whole = Money::zero(open.currency());
    for group in &groups {
        whole = whole.checked_add(group.gross()?)?;
    }
    let settled = whole.checked_sub(open)?;
    let received = if settled.is_negative() { Money::zero(open.currency()) } else { settled };
    let debt = BadDebt { groups, received, is_due_on_collection: false };
    let share =
        |group: &Group| DiscountShare { vat: group.vat, net: group.base, tax: group.amount };
    let mut shares: Vec<DiscountShare> = debt.relief()?.groups.iter().map(share).collect();
    let mut beside = open;
    for share in &shares {
        beside = beside.checked_sub(share.net)?.checked_sub(share.tax)?;
    }
    // What the total was rounded by, or a credit note that is not lettered yet, bears no tax.
    if let Some(largest) = shares.iter_mut().max_by_key(|share| share.net.magnitude().minor()) {
        largest.net = largest.net.checked_add(beside)?;
    }
    shares.retain(|share| !(share.net.is_zero() && share.tax.is_zero()));
    Ok(shares)
}
