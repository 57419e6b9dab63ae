//! What a document sells, goods or services: whose revenue it is, and which of its VAT waits for
//! the payment.

use super::books::Books;
use super::{Document, DocumentKind, DraftLine, Figures, Rejection};
use crate::ledger::{Booking, Chart};
use crate::money::{Currency, Money, split, telescope};
use crate::tax::{FallsDue, Group, Supply, TaxPoint, Vat};
use alloc::collections::BTreeMap;
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
    let mut groups = match is_deposit {
        true => document.figures.breakdown.groups.clone(),
        false => services(&document.draft.lines, &document.figures)?,
    };
    groups.retain(|group| {
        let category = group.vat.category();
        let point = TaxPoint { category, supply: Supply::Services, vat_on_debits }.figures();
        match is_deposit {
            true => point.is_due_on_deposits,
            false => point.falls_due == FallsDue::AtCollection,
        }
    });
    Ok(groups)
}

/// The services of each VAT group that sells any, with their VAT; unsigned, as the figures are. A
/// credit note gives back what its original has of them (rulebook G-07).
pub(crate) fn services(lines: &[DraftLine], figures: &Figures) -> Result<Vec<Group>, Rejection> {
    if !figures.services.is_empty() {
        return Ok(figures.services.clone());
    }
    Sold::of(lines.iter().zip(figures.nets()))
        .services(&figures.breakdown.groups, figures.net.currency())
}

/// What lines sell of goods and of services, by VAT group and in all.
#[derive(Debug, Default)]
pub(super) struct Sold {
    groups: BTreeMap<Vat, Supplied>,
    /// By magnitude.
    all: Supplied,
    lines: Supplied,
}

/// Minor units of goods and of services, or lines of them.
#[derive(Debug, Default, Clone, Copy)]
struct Supplied {
    goods: i128,
    services: i128,
}

impl Supplied {
    fn add(&mut self, supply: Supply, figure: i128) {
        let sum = match supply {
            Supply::Goods => &mut self.goods,
            Supply::Services => &mut self.services,
        };
        // As many lines as fit in memory, of 64 bits each, stay within 128 bits.
        *sum = sum.saturating_add(figure);
    }

    fn is_nothing(self) -> bool {
        self.goods == 0 && self.services == 0
    }
}

impl Sold {
    /// What lines sell, each with what it comes to without VAT; claims sell nothing.
    pub(super) fn of<'l>(lines: impl IntoIterator<Item = (&'l DraftLine, Money)>) -> Self {
        let mut sold = Sold::default();
        for (line, net) in lines.into_iter().filter(|(line, _)| line.claim.is_none()) {
            let net = i128::from(net.minor());
            sold.groups.entry(line.vat).or_default().add(line.supply, net);
            sold.all.add(line.supply, net.saturating_abs());
            sold.lines.add(line.supply, 1);
        }
        sold
    }

    /// Whether there are both goods and services.
    pub(super) fn is_mixed(&self) -> bool {
        self.lines.goods > 0 && self.lines.services > 0
    }

    /// The services of groups with all their allowances and charges.
    pub(super) fn services(
        &self,
        groups: &[Group],
        currency: Currency,
    ) -> Result<Vec<Group>, Rejection> {
        let mut services = Vec::new();
        for group in groups.iter().filter(|_| self.lines.services > 0) {
            services.extend(self.services_of(group, currency)?);
        }
        Ok(services)
    }

    /// The services of a group, if it sells any: in proportion to its lines. What stands in a
    /// group whose lines come to nothing goes with all lines, by number where these come to
    /// nothing too.
    fn services_of(&self, group: &Group, currency: Currency) -> Result<Option<Group>, Rejection> {
        let own = self.groups.get(&group.vat).copied().unwrap_or_default();
        let with = [own, self.all, self.lines];
        let with = with.into_iter().find(|sold| !sold.is_nothing()).unwrap_or_default();
        let Supplied { goods, services } = with;
        if services == 0 {
            return Ok(None);
        }
        if goods == 0 {
            return Ok(Some(*group));
        }
        if goods.signum() != services.signum() {
            // One takes back what the other sells: each stands on its own.
            let base = Money::from_wide(services, currency)?;
            return Ok(Some(Group::of(group.vat, base)?));
        }
        let weights = [services.saturating_abs(), goods.saturating_abs()];
        let first = |parts: Vec<Money>, whole: Money| parts.first().copied().unwrap_or(whole);
        let base = first(split(group.base, &weights)?, group.base);
        let amount = first(split(group.amount, &weights)?, group.amount);
        Ok(Some(Group { vat: group.vat, base, amount }))
    }
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
