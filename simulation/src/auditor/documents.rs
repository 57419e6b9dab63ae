//! Documents: every figure made again from the lines (contract I1, I3, I5).

use super::cents::{Cents, Fraction, cents, is_fair_split, ten_to, units};
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::calendar::Share;
use o2c_core::invoice::{Document, DraftLine};
use o2c_core::money::{Exact, Percent};
use o2c_core::pricing::{Adjustment, AdjustmentKind, AdjustmentValue, DocumentAdjustment, Price};
use o2c_core::tax::Vat;
use std::collections::BTreeMap;

/// Makes the figures of a document again and holds them against those it was issued with.
pub(super) fn audit(document: &Document, coverage: &mut Coverage) -> Result<(), Finding> {
    let mut own = Own { document, coverage, decimals: document.draft.currency.decimals() };
    own.coverage.decimals.insert(own.decimals);
    let totals = own.lines()?;
    let groups = own.adjustments(&totals)?;
    own.breakdown(&groups)?;
    own.totals(&totals)?;
    own.instalments()
}

struct Own<'a> {
    document: &'a Document,
    coverage: &'a mut Coverage,
    decimals: u8,
}

impl Own<'_> {
    fn expect(
        &self,
        rule: &'static str,
        what: &str,
        own: Cents,
        told: Cents,
    ) -> Result<(), Finding> {
        if own == told {
            return Ok(());
        }
        let number = &self.document.number;
        finding(rule, format!("{number}: {what} is {own} made again, but {told} was issued"))
    }

    fn round(&mut self, figure: Fraction) -> Cents {
        self.coverage.ties += u64::from(figure.is_tie());
        figure.rounded()
    }

    /// A percentage of an amount.
    fn percent(&mut self, percent: Percent, base: Cents) -> Cents {
        self.round(part(percent, base))
    }

    /// The line totals by VAT, each line held against the one issued.
    fn lines(&mut self) -> Result<BTreeMap<Vat, Cents>, Finding> {
        let (draft, figures) = (&self.document.draft, &self.document.figures);
        if draft.lines.len() != figures.lines.len() {
            return finding("I1", format!("{}: lines are missing", self.document.number));
        }
        let mut totals = BTreeMap::new();
        for (line, told) in draft.lines.iter().zip(&figures.lines) {
            let goods = self.goods(line);
            let net = self.line_net(&line.adjustments, goods);
            self.expect("I1", "the goods amount of a line", goods, cents(told.goods))?;
            self.expect("I1", "the net amount of a line", net, cents(told.net))?;
            let is_negative = net < 0 || line.quantity.figure().is_negative();
            self.coverage.negative_lines += u64::from(is_negative);
            *totals.entry(line.vat).or_insert(0) += net;
        }
        Ok(totals)
    }

    fn goods(&mut self, line: &DraftLine) -> Cents {
        let quantity = line.quantity.figure();
        self.round(goods(line.price, quantity, line.base_quantity, self.decimals))
    }

    fn line_net(&mut self, adjustments: &[Adjustment], goods: Cents) -> Cents {
        let mut net = goods;
        for adjustment in adjustments {
            let amount = self.value(&adjustment.value, goods, net);
            net += signed(adjustment.kind, amount);
        }
        net
    }

    fn value(&mut self, value_of: &AdjustmentValue, base: Cents, rest: Cents) -> Cents {
        self.round(value(value_of, base, rest))
    }

    /// The taxable base of each group: its lines and its shares of the document's adjustments.
    fn adjustments(
        &mut self,
        totals: &BTreeMap<Vat, Cents>,
    ) -> Result<BTreeMap<Vat, Cents>, Finding> {
        let mut groups = totals.clone();
        let mut rests = totals.clone();
        for (index, adjustment) in self.document.draft.adjustments.iter().enumerate() {
            let resolved = self.document.figures.adjustments.iter();
            let told: BTreeMap<Vat, Cents> = resolved
                .filter(|resolved| resolved.adjustment == index)
                .map(|resolved| (resolved.vat, cents(resolved.amount)))
                .collect();
            self.resolved(adjustment, totals, &rests, &told)?;
            for (vat, amount) in told {
                let amount = signed(adjustment.kind, amount);
                *groups.entry(vat).or_insert(0) += amount;
                *rests.entry(vat).or_insert(0) += amount;
            }
        }
        Ok(groups)
    }

    /// Holds the shares of one adjustment against its value.
    fn resolved(
        &mut self,
        adjustment: &DocumentAdjustment,
        totals: &BTreeMap<Vat, Cents>,
        rests: &BTreeMap<Vat, Cents>,
        told: &BTreeMap<Vat, Cents>,
    ) -> Result<(), Finding> {
        let of = |map: &BTreeMap<Vat, Cents>, vat: &Vat| map.get(vat).copied().unwrap_or(0);
        let is_shared = matches!(
            adjustment.value,
            AdjustmentValue::Amount(_) | AdjustmentValue::PercentOf { .. }
        );
        if let Some(vat) = adjustment.vat {
            let own = self.value(&adjustment.value, of(totals, &vat), of(rests, &vat));
            return self.expect("I1", "an adjustment of the document", own, of(told, &vat));
        }
        if !is_shared {
            for vat in totals.keys() {
                let own = self.value(&adjustment.value, of(totals, vat), of(rests, vat));
                self.expect("I1", "a percentage of a VAT group", own, of(told, vat))?;
            }
            return Ok(());
        }
        let whole = self.value(&adjustment.value, 0, 0);
        let weights: Vec<i128> = totals.values().copied().collect();
        let parts: Vec<Cents> = totals.keys().map(|vat| of(told, vat)).collect();
        self.coverage.zero_weights += u64::from(weights.contains(&0));
        if whole == 0 && parts.iter().all(|part| *part == 0) {
            return Ok(());
        }
        if !is_fair_split(whole, &weights, &parts) {
            let number = &self.document.number;
            let what = format!("{number}: {whole} over the groups {weights:?} became {parts:?}");
            return finding("I3", what);
        }
        let total: i128 = weights.iter().sum();
        let has_rest = weights.iter().any(|weight| (whole * weight) % total != 0);
        self.coverage.remainders += u64::from(has_rest);
        Ok(())
    }

    /// Whether its VAT is a share of another document's or of an order's, which is followed there.
    fn has_shares(&self) -> bool {
        self.document.kind().is_credit() || self.document.draft.of_order.is_some()
    }

    /// VAT once per group (rulebook INV-20 to INV-22).
    fn breakdown(&mut self, groups: &BTreeMap<Vat, Cents>) -> Result<(), Finding> {
        let told = &self.document.figures.breakdown.groups;
        for group in told {
            let base = groups.get(&group.vat).copied().unwrap_or(0);
            let amount = self.percent(group.vat.rate(), base);
            self.expect("I1", "the base of a VAT group", base, cents(group.base))?;
            if !self.has_shares() {
                self.expect("I1", "the VAT of a group", amount, cents(group.amount))?;
            }
        }
        let is_told = |vat: &Vat| told.iter().any(|group| group.vat == *vat);
        match groups.iter().find(|(vat, base)| **base != 0 && !is_told(vat)) {
            Some((vat, base)) => {
                finding("I1", format!("{}: {base} at {vat} is missing", self.document.number))
            }
            None => Ok(()),
        }
    }

    /// lines - allowances + charges + VAT = total; total - paid + rounding = due.
    fn totals(&mut self, totals: &BTreeMap<Vat, Cents>) -> Result<(), Finding> {
        let figures = &self.document.figures;
        let of_kind = |kind: AdjustmentKind| -> Cents {
            let resolved = figures.adjustments.iter().filter(|resolved| resolved.kind == kind);
            resolved.map(|resolved| cents(resolved.amount)).sum()
        };
        let lines: Cents = totals.values().sum();
        let allowances = of_kind(AdjustmentKind::Allowance);
        let charges = of_kind(AdjustmentKind::Charge);
        let net = lines - allowances + charges;
        let vat: Cents = figures.breakdown.groups.iter().map(|group| cents(group.amount)).sum();
        let draft = &self.document.draft;
        let due = net + vat - draft.prepaid.map_or(0, cents) + draft.rounding.map_or(0, cents);
        self.coverage.negative_documents += u64::from(due < 0);
        self.expect("I1", "the sum of the lines", lines, cents(figures.line_total))?;
        self.expect("I1", "the sum of allowances", allowances, cents(figures.allowance_total))?;
        self.expect("I1", "the sum of charges", charges, cents(figures.charge_total))?;
        self.expect("I1", "the net total", net, cents(figures.net))?;
        self.expect("I1", "the VAT total", vat, cents(figures.vat))?;
        self.expect("I1", "the total", net + vat, cents(figures.gross))?;
        self.expect("I1", "the amount due", due, cents(figures.due))
    }

    /// Instalments sum to the amount due and are never due before the issue.
    fn instalments(&mut self) -> Result<(), Finding> {
        let document = self.document;
        self.shares()?;
        let sum: Cents = document.instalments.iter().map(|part| cents(part.amount)).sum();
        self.coverage.instalments += u64::from(document.instalments.len() > 1);
        self.expect("I5", "the sum of the instalments", cents(document.figures.due), sum)?;
        match document.instalments.iter().find(|part| part.due_on < document.issued_on) {
            Some(part) => {
                let (number, issued_on) = (&document.number, document.issued_on);
                let due_on = part.due_on;
                finding("I5", format!("{number} of {issued_on} is due before, on {due_on}"))
            }
            None => Ok(()),
        }
    }
}

impl Own<'_> {
    /// Instalments that are parts or percentages of the whole are split fairly.
    fn shares(&mut self) -> Result<(), Finding> {
        let document = self.document;
        let whole = cents(document.figures.due);
        let rules = &document.draft.terms.instalments;
        let hundred = units(Exact::ONE) * 100;
        let mut weights: Vec<i128> = Vec::new();
        for rule in rules {
            let before: i128 = weights.iter().sum();
            weights.push(match rule.share {
                Share::Parts(parts) => parts.into(),
                Share::Percent(percent) => units(percent.exact()),
                Share::Rest => hundred - before,
                Share::Fixed(_) | Share::PercentOfRest(_) => return Ok(()),
            });
        }
        let parts: Vec<Cents> =
            document.instalments.iter().map(|part| cents(part.amount)).collect();
        if whole == 0 || is_fair_split(whole, &weights, &parts) {
            return Ok(());
        }
        let number = &document.number;
        finding("I3", format!("{number}: {whole} in instalments {weights:?} became {parts:?}"))
    }
}

/// A percentage of an amount.
pub(super) fn part(percent: Percent, of: Cents) -> Fraction {
    Fraction { over: of, under: 100 }.times(Fraction::of(percent.exact()))
}

/// Price times quantity, in minor units.
pub(super) fn goods(price: Price, quantity: Exact, base: Exact, decimals: u8) -> Fraction {
    let price = match price {
        Price::Net(net) => Fraction::of(net.exact()),
        Price::Gross { gross, discount } => {
            Fraction::of(gross.exact()).less(Fraction::of(discount.exact()))
        }
    };
    let minor = Fraction { over: ten_to(decimals), under: 1 };
    let one = Fraction { over: 1, under: 1 };
    let base = if base == Exact::ONE { one } else { Fraction::of(base) };
    price.times(Fraction::of(quantity)).times(minor).by(base)
}

/// What an allowance or a charge comes to of a base and of what is left of it.
pub(super) fn value(value: &AdjustmentValue, base: Cents, rest: Cents) -> Fraction {
    match value {
        AdjustmentValue::Amount(amount) => Fraction { over: cents(*amount), under: 1 },
        AdjustmentValue::Percent(percent) => part(*percent, base),
        AdjustmentValue::PercentOf { percent, base } => part(*percent, cents(*base)),
        AdjustmentValue::PercentOfRest(percent) => part(*percent, rest),
    }
}

/// An allowance takes off, a charge adds.
pub(super) fn signed(kind: AdjustmentKind, amount: Cents) -> Cents {
    match kind {
        AdjustmentKind::Allowance => -amount,
        AdjustmentKind::Charge => amount,
    }
}
