//! The credit note of a credit: a draft whose own figures are what telescopes.

use super::credit::{Shared, Worked};
use super::taxes::on_top;
use super::{Credit, CreditReason, CreditScope, CreditedLine, Goodwill, Life};
use crate::calendar::{Holidays, Terms};
use crate::id::{LineId, Text};
use crate::invoice::decide::{Shared as Share, figures_of};
use crate::invoice::{
    Document, DocumentKind, Draft, DraftLine, PrecedingDocument, Rejection, Supply,
};
use crate::money::{Exact, Money, UnitPrice, proportion};
use crate::pricing::{
    Adjustment, AdjustmentKind, AdjustmentValue, DocumentAdjustment, Price, PriceBasis,
    line_amounts,
};
use crate::quantity::Quantity;
use crate::tax::{Group, Vat};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What a credit note says besides its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditNote {
    /// Why something is given back.
    pub reason: CreditReason,
    /// A note to the customer.
    pub note: Text,
    /// When it falls due.
    pub terms: Terms,
}

/// Why the part of a line is not its quantity times its price: allowances, charges and values
/// given back before have their share in it.
const OF_LINE: &str = "Share of the line's allowances and charges";
/// What a line is that gives back an amount of no line in particular.
const GRANTED: &str = "Price reduction";
/// Why a line credit is less where an amount was given back before.
const GRANTED_BEFORE: &str = "Share of what was credited before";

impl Life {
    /// The draft of the credit note that gives a part of a document back, and what it gives back.
    /// Its quantities and prices are the original's; what these do not come to by themselves
    /// stands on the line as an allowance or a charge.
    ///
    /// # Errors
    /// As [`Life::credit`].
    pub fn credit_note(
        &self,
        document: &Document,
        scope: &CreditScope,
        note: CreditNote,
    ) -> Result<(Draft, Credit), Rejection> {
        let Worked { credit, shared, rounding } = self.work_out(document, scope)?;
        let original = &document.draft;
        let mut draft = Draft::new(original.customer.clone(), original.currency, note.terms);
        draft.kind = match document.kind() {
            DocumentKind::Deposit => DocumentKind::DepositCreditNote,
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::DepositCreditNote
            | DocumentKind::Corrective
            | DocumentKind::DebitNote
            | DocumentKind::ProForma => DocumentKind::CreditNote,
        };
        draft.preceding = Vec::from([PrecedingDocument {
            number: document.number.clone(),
            issued_on: document.issued_on,
        }]);
        draft.purchase_order = original.purchase_order.clone();
        draft.contract = original.contract.clone();
        draft.process = original.process;
        draft.period = original.period;
        draft.vat_accounting = original.vat_accounting;
        draft.vat_accounted = self.accounted(document, &credit)?;
        draft.note = note.note;
        draft.take_notes_of(original);
        draft.credit_reason = Some(note.reason);
        draft.rounding = Some(rounding).filter(|rounding| !rounding.is_zero());
        draft.lines = lines_of(document, &credit)?;
        if *scope == CreditScope::Whole
            && note.reason != CreditReason::Rebate
            && document.shows_deposits()
        {
            // Of a sale that is given back the deposits are what they were before it.
            draft.deducted = original.deducted.clone();
        }
        for share in shared {
            draft.adjustments.push(adjustment_of(document, share)?);
        }
        let bears = |vat: Vat| credit.groups.iter().any(|group| group.vat == vat);
        let reasons = original.vat_reasons.iter().filter(|reason| bears(reason.vat));
        draft.vat_reasons = reasons.cloned().collect();
        if document.figures.has_stacked_taxes() {
            let is_untouched = self.lines.is_empty() && self.goodwill.is_empty();
            match *scope == CreditScope::Whole && is_untouched {
                true => as_issued(&mut draft, original),
                false => of_stacks(&mut draft, original),
            }
        }
        Ok((draft, credit))
    }

    /// What a credit gives back of VAT that was said in the currency of its declaration, where no
    /// rate says it: it telescopes on the VAT.
    fn accounted(&self, document: &Document, credit: &Credit) -> Result<Option<Money>, Rejection> {
        let draft = &document.draft;
        let (Some(said), None) = (draft.vat_accounted, draft.vat_accounting) else {
            return Ok(None);
        };
        let (whole, before) = (document.figures.vat, self.vat_credited(document)?);
        let given = credit.groups.iter().map(|group| group.amount);
        let after = before.checked_add(Money::sum(draft.currency, given)?)?;
        let upto = |vat| proportion(said, vat, whole);
        Ok(Some(upto(after)?.checked_sub(upto(before)?)?))
    }

    /// What takes back all that remains of a document when a corrective invoice takes its place:
    /// the credit, and the document it would be, under the corrective invoice's number. It is never
    /// issued; the books and the account follow it as they follow a credit note.
    ///
    /// # Errors
    /// As [`Life::credit`].
    pub fn reversal(
        &self,
        document: &Document,
        by: &Document,
    ) -> Result<(Document, Credit), Rejection> {
        let note = CreditNote {
            reason: CreditReason::Unbilled,
            note: Text::default(),
            terms: Terms::net_days(0),
        };
        let (draft, credit) = self.credit_note(document, &CreditScope::Whole, note)?;
        let before = Some(self.vat_credited(document)?);
        let (vat, services, taxes) = (&credit.groups, &credit.services, &credit.taxes);
        let shared = Share { vat, services, taxes, before };
        let figures = figures_of(&draft, Some(shared))?;
        let (number, series) = (by.number.clone(), by.series.clone());
        let (draft, none) = (Arc::new(draft), Holidays::none());
        let reversal = Document::of(number, series, by.issued_on, &draft, figures, &none)?;
        Ok((reversal, credit))
    }
}

/// Lines of which parts are given back bear the same taxes on top of what they come to without.
fn of_stacks(draft: &mut Draft, original: &Draft) {
    draft.vat_rounding = original.vat_rounding;
    for line in &mut draft.lines {
        line.taxes = on_top(&line.taxes);
    }
    let bears = |name: &Text| {
        let mut taxes = draft.lines.iter().flat_map(|line| &line.taxes);
        taxes.any(|tax| tax.name == *name)
    };
    let accounts = original.tax_accounts.iter().filter(|entry| bears(&entry.name));
    draft.tax_accounts = accounts.cloned().collect();
}

/// What the same lines came to when they were issued they come to again, with taxes other than
/// VAT.
fn as_issued(draft: &mut Draft, original: &Draft) {
    draft.lines = original.lines.clone();
    draft.tax_accounts = original.tax_accounts.clone();
    draft.prices = original.prices;
    draft.vat_rounding = original.vat_rounding;
    draft.rounding = original.rounding;
    draft.cash_rounding = original.cash_rounding;
}

fn lines_of(document: &Document, credit: &Credit) -> Result<Vec<DraftLine>, Rejection> {
    let mut lines = Vec::with_capacity(credit.lines.len().max(credit.goodwill.len()));
    let mut originals = document.draft.lines.iter();
    let original_prices = document.draft.prices;
    for part in &credit.lines {
        if let Some(line) = originals.find(|line| line.id == part.line) {
            lines.push(if part.quantity.is_zero() {
                priced(line.clone(), part.amount)?
            } else {
                match original_prices {
                    PriceBasis::WithoutVat if line.taxes.iter().all(|tax| !tax.is_included) => {
                        quantified(line.clone(), part)?
                    }
                    PriceBasis::WithoutVat | PriceBasis::WithVat { .. } => {
                        without_vat(line.clone(), part)?
                    }
                }
            });
        }
    }
    let granted = credit.goodwill.iter().map(|granted| by_supply(document, credit, granted));
    let granted = granted.collect::<Result<Vec<_>, Rejection>>()?.into_iter().flatten();
    let mut number = 0_u32;
    for (vat, supply, amount) in granted {
        let id = unused_id(&lines, &mut number)?;
        let one = Quantity::new(Exact::ONE, "C62".parse()?);
        let line = DraftLine::new(id, one, price_of(amount)?, vat);
        // What is given back of lines that cover the same days covers these.
        let of_group = || document.draft.lines.iter().filter(|line| line.vat == vat);
        let is_alike = |line: &&DraftLine| line.supply == supply;
        let period = of_group().find(is_alike).and_then(|line| line.period);
        let period = period
            .filter(|days| of_group().filter(is_alike).all(|line| line.period == Some(*days)));
        let description = Text::new(GRANTED)?;
        lines.push(priced(DraftLine { description, supply, period, ..line }, amount)?);
    }
    Ok(lines)
}

/// The next number that no line has.
fn unused_id(lines: &[DraftLine], number: &mut u32) -> Result<LineId, Rejection> {
    loop {
        // A document has far fewer lines than 32 bits count.
        *number = number.saturating_add(1);
        let id = LineId::new(&alloc::format!("{number}"))?;
        if lines.iter().all(|line| line.id != id) {
            return Ok(id);
        }
    }
}

/// What is given back of a VAT group and of no line in particular, as goods and as services.
fn by_supply(
    document: &Document,
    credit: &Credit,
    granted: &Goodwill,
) -> Result<Vec<(Vat, Supply, Money)>, Rejection> {
    let (vat, amount) = (granted.vat, granted.amount);
    let services = credit.services.iter().find(|group| group.vat == vat);
    let Some(Group { base: services, amount: of_services, .. }) = services.copied() else {
        let of_group = document.draft.lines.iter().find(|line| line.vat == vat);
        let any = of_group.or(document.draft.lines.first());
        let supply = any.map_or(Supply::Goods, |line| line.supply);
        return Ok(Vec::from([(vat, supply, amount)]));
    };
    let goods = amount.checked_sub(services)?;
    let mut parts = Vec::from([(vat, Supply::Goods, goods), (vat, Supply::Services, services)]);
    parts.retain(|(_, _, amount)| !amount.is_zero());
    if parts.is_empty() {
        // A cent of VAT alone is given back: its group stands on the note all the same.
        let supply = if of_services.is_zero() { Supply::Goods } else { Supply::Services };
        parts.push((vat, supply, amount));
    }
    Ok(parts)
}

/// A line that gives back a value: one piece at that price.
fn priced(line: DraftLine, amount: Money) -> Result<DraftLine, Rejection> {
    let one = if amount.is_negative() { Exact::ONE.negated() } else { Exact::ONE };
    Ok(DraftLine {
        quantity: Quantity::new(one, line.quantity.unit().clone()),
        price: price_of(amount)?,
        base_quantity: Exact::ONE,
        adjustments: Vec::new(),
        ..line
    })
}

/// The magnitude of an amount as a price.
fn price_of(amount: Money) -> Result<Price, Rejection> {
    let decimals = u32::from(amount.currency().decimals());
    let figure = Exact::new(i128::from(amount.magnitude().minor()), decimals)?;
    Ok(Price::Net(UnitPrice::new(figure)?))
}

/// A line of prices that hold their VAT: what is given back without it is the price of the
/// quantity.
fn without_vat(line: DraftLine, part: &CreditedLine) -> Result<DraftLine, Rejection> {
    let is_turned = part.amount.is_negative() != part.quantity.is_negative();
    if is_turned && !part.amount.is_zero() {
        return priced(line, part.amount);
    }
    let base_quantity =
        if part.quantity.is_negative() { part.quantity.negated() } else { part.quantity };
    let quantity = Quantity::new(part.quantity, line.quantity.unit().clone());
    let (price, adjustments) = (price_of(part.amount)?, Vec::new());
    Ok(DraftLine { quantity, price, base_quantity, adjustments, ..line })
}

/// A line that gives back a quantity at its price, with what makes the value telescope.
fn quantified(line: DraftLine, part: &CreditedLine) -> Result<DraftLine, Rejection> {
    let currency = part.amount.currency();
    let own = line_amounts(part.quantity, &line.price, line.base_quantity, &[], currency)?;
    let difference = own.goods.checked_sub(part.amount)?;
    let mut adjustments = Vec::new();
    if !difference.is_zero() {
        let kind = match difference.is_negative() {
            true => AdjustmentKind::Charge,
            false => AdjustmentKind::Allowance,
        };
        let value = AdjustmentValue::Amount(difference.magnitude());
        adjustments.push(Adjustment { kind, value, reason: Text::new(OF_LINE)? });
    }
    let quantity = Quantity::new(part.quantity, line.quantity.unit().clone());
    Ok(DraftLine { quantity, adjustments, ..line })
}

fn adjustment_of(document: &Document, share: Shared) -> Result<DocumentAdjustment, Rejection> {
    let original = share.adjustment.and_then(|at| document.draft.adjustments.get(at));
    let reason = match original {
        Some(adjustment) => adjustment.reason.clone(),
        None => Text::new(GRANTED_BEFORE)?,
    };
    let value = AdjustmentValue::Amount(share.amount);
    Ok(DocumentAdjustment { kind: share.kind, value, vat: Some(share.vat), reason })
}
