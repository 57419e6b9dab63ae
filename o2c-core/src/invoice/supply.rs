//! What a document sells, goods or services: which of its VAT waits for the payment.

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

/// The VAT that waits for the payment, in the document's currency and, as a part of all its VAT,
/// in the ledger's: both as the customer's account sees them.
pub(super) fn pending_in_books(
    document: &Document,
    chart: &Chart,
    booking: &Booking,
    (vat, vat_booked): (Money, Money),
) -> Result<(Money, Money), Rejection> {
    let nothing = (Money::zero(vat.currency()), Money::zero(vat_booked.currency()));
    if chart.vat_pending == chart.vat_collected {
        return Ok(nothing); // The seller owes the VAT of services when they are invoiced.
    }
    let groups = vat_on_collection(document, false)?;
    let pending = Money::sum(vat.currency(), groups.iter().map(|group| group.amount))?;
    let pending = document.signed(pending);
    let (part, whole) = (i128::from(pending.minor()), i128::from(vat.minor()));
    let booked = match telescope(vat_booked, 0, part, whole) {
        Ok(booked) => booked,
        // Beside VAT that is given back the part may exceed the whole.
        Err(_) => booking.book(pending)?,
    };
    Ok((pending, booked))
}
