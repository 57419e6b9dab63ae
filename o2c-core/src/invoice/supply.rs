//! What a document sells, goods or services: whose revenue it is, and which of its VAT waits for
//! the payment.

use super::books::Books;
use super::order_part::Deducted;
use super::{DeductedDeposit, Document, DocumentKind, DraftLine, Figures, Rejection};
use crate::ledger::{Booking, Chart};
use crate::money::{Currency, Money, proportion, split, telescope};
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

/// What of a deposit that a document shows stays with the deposit, whose VAT falls due as it is
/// paid itself: services, unless the seller owes their VAT when they are invoiced (rulebook V-02).
/// Unsigned, per VAT group.
///
/// # Errors
/// `money.out_of_range`.
pub(crate) fn kept_by_deposit(
    document: &Document,
    deducted: &DeductedDeposit,
    vat_on_debits: bool,
) -> Result<Vec<Group>, Rejection> {
    if !document.shows_deposits() {
        return Ok(Vec::new());
    }
    let of_lines = document.draft.lines.iter().zip(document.figures.nets());
    let of_lines = of_lines.filter(|(line, _)| {
        document.takes_off_deposit(line) && line.description.as_str() == deducted.deposit.as_str()
    });
    let mut kept = Sold::of(of_lines).services(&deducted.groups, document.draft.currency)?;
    kept.retain(|group| {
        let category = group.vat.category();
        let point = TaxPoint { category, supply: Supply::Services, vat_on_debits }.figures();
        point.falls_due == FallsDue::AtCollection
    });
    Ok(kept)
}

/// Groups less what stays with the deposits that a document shows.
///
/// # Errors
/// `money.out_of_range`.
pub(crate) fn less_kept(
    document: &Document,
    mut groups: Vec<Group>,
    vat_on_debits: bool,
) -> Result<Vec<Group>, Rejection> {
    for deducted in &document.draft.deducted {
        let kept = kept_by_deposit(document, deducted, vat_on_debits)?;
        for group in &mut groups {
            if let Some(kept) = kept.iter().find(|kept| kept.vat == group.vat) {
                group.base = group.base.checked_sub(kept.base)?;
                group.amount = group.amount.checked_sub(kept.amount)?;
            }
        }
    }
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
    /// What stays with deposits that the document shows, at what these are booked at.
    pub(super) kept: Money,
    pub(super) kept_booked: Money,
}

impl VatInBooks {
    /// All of it in the ledger's currency.
    pub(super) fn booked(&self) -> Result<Money, Rejection> {
        Ok(self.due_booked.checked_add(self.pending_booked)?.checked_add(self.kept_booked)?)
    }
}

/// The VAT of the sale: what is due at once, what waits for the payment, and what for that of
/// deposits that the document shows.
pub(super) fn vat_in_books(
    document: &Document,
    chart: &Chart,
    books: &mut Books<'_>,
) -> Result<VatInBooks, Rejection> {
    let mut vat = document.signed(document.figures.vat);
    if document.shows_deposits() {
        let taken = Deducted::of(document.draft.currency, &document.draft.deducted)?;
        vat = vat.checked_add(document.signed(taken.vat))?;
    }
    let mut pending = Money::zero(vat.currency());
    let (mut kept, mut kept_booked) = (pending, Money::zero(books.ledger()));
    // The seller may owe the VAT of services when they are invoiced.
    let waits = chart.vat_pending != chart.vat_collected;
    if waits {
        let groups = vat_on_collection(document, false)?;
        let of_services = Money::sum(vat.currency(), groups.iter().map(|group| group.amount))?;
        pending = document.signed(of_services);
        (kept, kept_booked) = kept_in_books(document, chart, books)?;
    }
    // What is no deposit's.
    let vat = vat.checked_sub(kept)?;
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
    Ok(VatInBooks { due, due_booked, pending, pending_booked, kept, kept_booked })
}

/// The VAT that stays with deposits that a document shows, as the customer's account sees it: it is
/// cleared on their account, at what they are booked at.
fn kept_in_books(
    document: &Document,
    chart: &Chart,
    books: &mut Books<'_>,
) -> Result<(Money, Money), Rejection> {
    let mut kept = Money::zero(document.draft.currency);
    let mut booked = Money::zero(books.ledger());
    for deducted in &document.draft.deducted {
        let groups = kept_by_deposit(document, deducted, false)?;
        let own = Money::sum(kept.currency(), groups.iter().map(|group| group.amount))?;
        if own.is_zero() {
            continue;
        }
        let mut gross = Money::zero(kept.currency());
        for group in &deducted.groups {
            gross = gross.checked_add(group.gross()?)?;
        }
        kept = kept.checked_add(own)?;
        booked = booked.checked_add(proportion(deducted.booked, own, gross)?)?;
    }
    let (kept, booked) = (document.signed(kept), document.signed(booked));
    Ok(match books {
        Books::GivingBack(_) if !kept.is_zero() => {
            (kept, books.credit(&chart.vat_on_deposits, kept)?)
        }
        Books::GivingBack(_) | Books::At(_) => (kept, booked),
    })
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
