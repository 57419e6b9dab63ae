//! What a document sells, goods or services: which of its VAT waits for the payment.

use super::books::Books;
use super::{Document, DocumentKind, Rejection};
use crate::ledger::{Booking, Chart};
use crate::money::{Money, split, telescope};
use crate::tax::{FallsDue, Group, Supply, TaxPoint};
use alloc::vec::Vec;

/// The part of each VAT group whose VAT falls due as the document is paid: its services, and of a
/// deposit all of it (rulebook V-01, V-02). Unsigned, as the document's own figures; empty where
/// the VAT falls due with the document. In a group that sells both, allowances and charges of the
/// document fall on both in proportion.
///
/// # Errors
/// `money.out_of_range`.
pub fn vat_on_collection(
    document: &Document,
    vat_on_debits: bool,
) -> Result<Vec<Group>, Rejection> {
    let is_deposit = match document.kind() {
        DocumentKind::Deposit | DocumentKind::DepositCreditNote => true,
        DocumentKind::ProForma => return Ok(Vec::new()),
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Corrective
        | DocumentKind::DebitNote => false,
    };
    let lines = &document.draft.lines;
    if !is_deposit && lines.iter().all(|line| line.supply == Supply::Goods) {
        return Ok(Vec::new());
    }
    let mut pending = Vec::new();
    for group in &document.figures.breakdown.groups {
        let point =
            TaxPoint { category: group.vat.category(), supply: Supply::Services, vat_on_debits };
        let point = point.figures();
        if is_deposit && point.is_due_on_deposits {
            pending.push(*group);
        } else if !is_deposit && point.falls_due == FallsDue::AtCollection {
            pending.extend(services_of(document, group)?);
        }
    }
    Ok(pending)
}

/// The services of a group, if it sells any.
fn services_of(document: &Document, group: &Group) -> Result<Option<Group>, Rejection> {
    let (mut goods, mut services) = (0_i128, 0_i128);
    for (line, amounts) in document.draft.lines.iter().zip(&document.figures.lines) {
        if line.vat != group.vat {
            continue;
        }
        let sum = match line.supply {
            Supply::Goods => &mut goods,
            Supply::Services => &mut services,
        };
        // As many lines as fit in memory, of 64 bits each, stay within 128 bits.
        *sum = sum.saturating_add(i128::from(amounts.net.minor()));
    }
    if services == 0 {
        return Ok(None);
    }
    if goods == 0 {
        return Ok(Some(*group));
    }
    if goods.signum() != services.signum() {
        // One takes back what the other sells: each stands on its own.
        let base = Money::from_wide(services, document.draft.currency)?;
        return Ok(Some(Group::of(group.vat, base)?));
    }
    let weights = [services.saturating_abs(), goods.saturating_abs()];
    let first = |parts: Vec<Money>, whole: Money| parts.first().copied().unwrap_or(whole);
    let base = first(split(group.base, &weights)?, group.base);
    let amount = first(split(group.amount, &weights)?, group.amount);
    Ok(Some(Group { vat: group.vat, base, amount }))
}

/// The VAT of the sale in the books, in the document's currency and in the ledger's, as the
/// customer's account sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct VatInBooks {
    pub(super) due: Money,
    pub(super) due_booked: Money,
    pub(super) pending: Money,
    pub(super) pending_booked: Money,
}

impl VatInBooks {
    /// All of it in the ledger's currency.
    pub(super) fn booked(&self) -> Result<Money, Rejection> {
        Ok(self.due_booked.checked_add(self.pending_booked)?)
    }
}

/// The VAT of the sale: what is due at once and what waits for the payment.
pub(super) fn vat_in_books(
    document: &Document,
    vat: Money,
    chart: &Chart,
    books: &mut Books<'_>,
) -> Result<VatInBooks, Rejection> {
    let mut pending = Money::zero(vat.currency());
    // The seller may owe the VAT of services when they are invoiced.
    let waits = chart.vat_pending != chart.vat_collected;
    if waits {
        let groups = vat_on_collection(document, false)?;
        let of_services = Money::sum(vat.currency(), groups.iter().map(|group| group.amount))?;
        pending = document.signed(of_services);
    }
    let due = vat.checked_sub(pending)?;
    let (booked, pending_booked) = match books {
        Books::At(booking) => {
            let booked = declared(document, vat, booking)?;
            (booked, part_of(booked, pending, vat, booking)?)
        }
        Books::GivingBack(left) => {
            let pending_booked = match waits {
                true => left.pending(&chart.vat_pending, pending)?,
                false => Money::zero(left.ledger()),
            };
            let due_booked = books.credit(&chart.vat_collected, due)?;
            (due_booked.checked_add(pending_booked)?, pending_booked)
        }
    };
    let due_booked = booked.checked_sub(pending_booked)?;
    Ok(VatInBooks { due, due_booked, pending, pending_booked })
}

/// All VAT of the sale at a rate: as declared where the document declares all of it in the
/// ledger's currency.
fn declared(document: &Document, vat: Money, booking: &Booking) -> Result<Money, Rejection> {
    let is_declared = vat == document.signed(document.figures.vat);
    match &document.figures.vat_accounting {
        Some(declared) if is_declared && declared.total.currency() == booking.ledger => {
            Ok(document.signed(declared.total))
        }
        Some(_) | None => Ok(booking.book(vat)?),
    }
}

/// What of the booked VAT is of a part of it.
fn part_of(booked: Money, part: Money, vat: Money, booking: &Booking) -> Result<Money, Rejection> {
    match telescope(booked, 0, i128::from(part.minor()), i128::from(vat.minor())) {
        Ok(share) => Ok(share),
        Err(_) if part.is_zero() => Ok(Money::zero(booking.ledger)),
        // Beside VAT that is given back the part may exceed the whole.
        Err(_) => Ok(booking.book(part)?),
    }
}
