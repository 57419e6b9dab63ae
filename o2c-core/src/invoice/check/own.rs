//! A document of our own as it stands on paper: our documents are held to the rules that received
//! ones are held to.

use super::{
    ExpectedVat, Preceding, Stated, StatedAdjustment, StatedGroup, StatedLine, StatedNote,
    StatedPeriod, StatedTotals, Statement,
};
use crate::calendar::Period;
use crate::id::Text;
use crate::invoice::{Document, Draft, DraftLine, Figures, Rejection};
use crate::money::Money;
use crate::party::Party;
use crate::pricing::{
    Adjustment, AdjustmentKind, AdjustmentValue, LineAmounts, Price, ResolvedAdjustment,
    adjusted_amounts,
};
use crate::tax::stack::StackedTax;
use crate::tax::{Bases, Vat, VatCategory};
use alloc::vec::Vec;

impl Statement {
    /// An issued document as it stands on paper.
    ///
    /// # Errors
    /// Those of working the draft out: none for a document that was issued.
    pub fn of(document: &Document, seller: &Party, buyer: &Party) -> Result<Self, Rejection> {
        let due_on = document.instalments.last().map(|last| Stated::of(last.due_on));
        Ok(Statement {
            number: Some(Stated::of(&document.number)),
            issued_on: Some(Stated::of(document.issued_on)),
            due_on,
            expected_vat: shared_vat(document),
            ..Self::of_draft(&document.draft, &document.figures, seller, buyer)?
        })
    }

    /// A draft as it would stand on paper; number and days are given by issuing it.
    ///
    /// # Errors
    /// Those of working the draft out.
    pub fn of_draft(
        draft: &Draft,
        figures: &Figures,
        seller: &Party,
        buyer: &Party,
    ) -> Result<Self, Rejection> {
        let country = buyer.address.as_ref().and_then(|address| address.country.as_ref());
        let plain =
            (!draft.note.is_empty()).then(|| StatedNote { subject: None, text: text(&draft.note) });
        let notes = draft
            .notes
            .iter()
            .map(|note| StatedNote { subject: text(&note.subject), text: text(&note.text) });
        let preceding = draft.preceding.iter().map(|document| Preceding {
            number: Some(Stated::of(&document.number)),
            issued_on: Some(Stated::of(document.issued_on)),
        });
        let lines = draft.lines.iter().zip(&figures.lines);
        Ok(Statement {
            type_code: Some(Stated::of(draft.kind.type_code())),
            currency: Some(Stated::of(draft.currency)),
            vat_currency: figures
                .vat_accounting
                .as_ref()
                .map(|vat| Stated::of(vat.total.currency())),
            contract: text(&draft.contract),
            purchase_order: text(&draft.purchase_order),
            terms: Some(Stated::of(&draft.terms)),
            notes: plain.into_iter().chain(notes).collect(),
            process: draft.process.map(Stated::of),
            preceding: preceding.collect(),
            seller: Some(seller.clone()),
            buyer: Some(buyer.clone()),
            delivered_on: draft.delivered_on.map(Stated::of),
            delivery_country: country.map(Stated::of),
            period: draft.period.map(period),
            adjustments: adjustments(draft, figures)?,
            totals: totals(figures),
            breakdown: breakdown(draft, figures),
            lines: lines
                .map(|(one, amounts)| match draft.prices.is_without_vat() {
                    true => line(one, amounts),
                    false => line_with_vat(one, amounts),
                })
                .collect::<Result<_, _>>()?,
            ..Statement::default()
        })
    }
}

/// The VAT of a document that follows others was fixed as its share of theirs, that of a deposit or
/// a milestone as its share of the order's (rulebook G-07, INV-24): a deposit by an amount that
/// INV-34 does not reach bears the difference.
fn shared_vat(document: &Document) -> Vec<ExpectedVat> {
    if document.draft.preceding.is_empty() && document.draft.of_order.is_none() {
        return Vec::new();
    }
    let groups = document.figures.breakdown.groups.iter();
    let groups = groups.map(|group| ExpectedVat {
        vat_category: Some(Stated::of(group.vat.category())),
        vat_rate: rate(group.vat),
        amount: amount(group.amount),
    });
    groups.collect()
}

fn text(text: &Text) -> Option<Stated> {
    (!text.is_empty()).then(|| Stated::of(text))
}

fn amount(amount: Money) -> Option<Stated> {
    Some(Stated::of(amount.figure()))
}

/// The rate as it stands on paper: none beside what is not subject to VAT.
fn rate(vat: Vat) -> Option<Stated> {
    (vat.category() != VatCategory::O).then(|| Stated::of(vat.rate()))
}

fn period(period: Period) -> StatedPeriod {
    let last = period.until().plus_days(-1).unwrap_or(period.from());
    StatedPeriod { from: Some(Stated::of(period.from())), through: Some(Stated::of(last)) }
}

fn totals(figures: &Figures) -> StatedTotals {
    StatedTotals {
        line_total: amount(figures.line_total),
        allowance_total: amount(figures.allowance_total),
        charge_total: amount(figures.charge_total),
        net: amount(figures.net),
        vat: amount(figures.vat),
        further_vat: Vec::new(),
        vat_accounted: figures.vat_accounting.as_ref().and_then(|vat| amount(vat.total)),
        gross: amount(figures.gross),
        prepaid: amount(figures.prepaid),
        rounding: amount(figures.rounding),
        due: amount(figures.due),
    }
}

fn breakdown(draft: &Draft, figures: &Figures) -> Vec<StatedGroup> {
    let groups = figures.breakdown.groups.iter();
    let groups = groups.map(|group| StatedGroup {
        vat_category: Some(Stated::of(group.vat.category())),
        vat_rate: rate(group.vat),
        base: amount(group.base),
        amount: amount(group.amount),
        reason: draft
            .vat_reasons
            .iter()
            .find(|reason| reason.vat == group.vat)
            .and_then(|reason| text(&reason.reason)),
        reason_code: None,
    });
    groups.collect()
}

fn line(line: &DraftLine, amounts: &LineAmounts) -> Result<StatedLine, Rejection> {
    let (gross_price, price_discount) = match line.price {
        Price::Net(_) => (None, None),
        Price::Gross { gross, discount } => (Some(Stated::of(gross)), Some(Stated::of(discount))),
    };
    let unit = Stated::of(line.quantity.unit());
    Ok(StatedLine {
        id: Some(Stated::of(&line.id)),
        description: text(&line.description),
        quantity: Some(Stated::of(line.quantity.figure())),
        unit: Some(unit.clone()),
        price: Some(Stated::of(line.price.net()?)),
        gross_price,
        price_discount,
        base_quantity: Some(Stated::of(line.base_quantity)),
        base_unit: Some(unit),
        adjustments: of_line(&line.adjustments, amounts.goods)?,
        net: amount(amounts.net),
        vat_category: Some(Stated::of(line.vat.category())),
        vat_rate: rate(line.vat),
        period: line.period.map(period),
        other_taxes: line.taxes.iter().map(other_tax).collect(),
        ..StatedLine::default()
    })
}

fn other_tax(tax: &StackedTax) -> Stated {
    if tax.name.is_empty() { Stated::of("a tax without a name") } else { Stated::of(&tax.name) }
}

/// A line whose prices hold their VAT: what it comes to without VAT is no multiple of a price, so
/// the goods amount is stated as the price of the whole quantity.
fn line_with_vat(one: &DraftLine, amounts: &LineAmounts) -> Result<StatedLine, Rejection> {
    let quantity = one.quantity.figure();
    let (price, base_quantity) = match quantity.is_negative() {
        true => (amounts.goods.negated(), quantity.negated()),
        false => (amounts.goods, quantity),
    };
    let mut adjustments = Vec::new();
    for (kind, sum) in
        [(AdjustmentKind::Allowance, amounts.allowances), (AdjustmentKind::Charge, amounts.charges)]
    {
        let mut of_kind = one.adjustments.iter().filter(|adjustment| adjustment.kind == kind);
        if let Some(first) = of_kind.next() {
            adjustments.push(StatedAdjustment {
                amount: amount(sum),
                reason: text(&first.reason),
                ..StatedAdjustment::new(kind)
            });
        }
    }
    Ok(StatedLine {
        price: amount(price),
        gross_price: None,
        price_discount: None,
        base_quantity: (!quantity.is_zero()).then(|| Stated::of(base_quantity)),
        adjustments,
        ..line(one, amounts)?
    })
}

fn of_line(adjustments: &[Adjustment], goods: Money) -> Result<Vec<StatedAdjustment>, Rejection> {
    let amounts = adjusted_amounts(goods, adjustments)?;
    let stated = adjustments.iter().zip(amounts).map(|(adjustment, adjusted)| {
        let (base, percent) = taken_of(&adjustment.value, goods, adjusted.rest);
        StatedAdjustment {
            amount: amount(adjusted.amount),
            base,
            percent,
            reason: text(&adjustment.reason),
            ..StatedAdjustment::new(adjustment.kind)
        }
    });
    Ok(stated.collect())
}

/// Base and percentage as they stand beside an amount.
fn taken_of(
    value: &AdjustmentValue,
    whole: Money,
    rest: Money,
) -> (Option<Stated>, Option<Stated>) {
    match value.taken_of(whole, rest) {
        Some((percent, base)) => (amount(base), Some(Stated::of(percent))),
        None => (None, None),
    }
}

/// The document's allowances and charges, one for each VAT group they concern.
fn adjustments(draft: &Draft, figures: &Figures) -> Result<Vec<StatedAdjustment>, Rejection> {
    let mut bases = Bases::new(draft.currency);
    for (line, amounts) in draft.lines.iter().zip(&figures.lines) {
        bases.add(line.vat, amounts.net)?;
    }
    let line_totals = bases.totals()?;
    let whole_of = |vat: Vat| {
        let total = line_totals.iter().find(|(group, _)| *group == vat);
        total.map_or(Money::zero(draft.currency), |(_, total)| *total)
    };
    let mut stated = Vec::with_capacity(figures.adjustments.len());
    for (index, resolved) in figures.adjustments.iter().enumerate() {
        let before = figures.adjustments.iter().take(index);
        // The adjustments of one document take their rests of what earlier ones left, not of
        // their own shares: an adjustment has one share in a group.
        let mut before = before.filter(|one| one.vat == resolved.vat);
        let whole = whole_of(resolved.vat);
        let rest = before.try_fold(whole, left_of)?;
        let (base, percent, reason) = match draft.adjustments.get(resolved.adjustment) {
            Some(adjustment) => {
                let (base, percent) = taken_of(&adjustment.value, whole, rest);
                // A named base that is split over several groups stands beside none of its shares.
                let shares = figures.adjustments.iter();
                let shares = shares.filter(|one| one.adjustment == resolved.adjustment).count();
                let names_base = matches!(adjustment.value, AdjustmentValue::PercentOf { .. });
                match names_base && shares > 1 {
                    true => (None, None, text(&adjustment.reason)),
                    false => (base, percent, text(&adjustment.reason)),
                }
            }
            // What an early discount takes off the bases stands behind what the draft gives.
            None => (None, None, Some(Stated::of("early discount"))),
        };
        stated.push(StatedAdjustment {
            amount: amount(resolved.amount),
            base,
            percent,
            vat_category: Some(Stated::of(resolved.vat.category())),
            vat_rate: rate(resolved.vat),
            reason,
            ..StatedAdjustment::new(resolved.kind)
        });
    }
    Ok(stated)
}

fn left_of(rest: Money, adjustment: &ResolvedAdjustment) -> Result<Money, Rejection> {
    Ok(match adjustment.kind {
        AdjustmentKind::Allowance => rest.checked_sub(adjustment.amount)?,
        AdjustmentKind::Charge => rest.checked_add(adjustment.amount)?,
    })
}
