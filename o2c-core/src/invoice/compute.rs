//! What a draft comes to.

use super::{Draft, DraftLine, Rejection};
use crate::bounds::DOCUMENT_LINES;
use crate::error::Path;
use crate::money::{Currency, Money};
use crate::pricing::{
    AdjustmentKind, LineAmounts, ResolvedAdjustment, line_amounts, resolve_document_adjustments,
};
use crate::tax::{Bases, Breakdown};
use alloc::vec::Vec;
use hashbrown::HashSet;

/// What a document comes to, each figure under its term of EN 16931 (rulebook 1.2). All in the
/// currency of the document; every identity is exact:
/// `line_total - allowance_total + charge_total = net`, `net + vat = gross`,
/// `gross - prepaid + rounding = due`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Figures {
    /// What each line comes to, in the order of the lines.
    pub lines: Vec<LineAmounts>,
    /// What the document's allowances and charges come to in each VAT group.
    pub adjustments: Vec<ResolvedAdjustment>,
    /// The VAT per category and rate (BG-23).
    pub breakdown: Breakdown,
    /// The sum of the lines' net amounts (BT-106).
    pub line_total: Money,
    /// The sum of the document's allowances (BT-107).
    pub allowance_total: Money,
    /// The sum of the document's charges (BT-108).
    pub charge_total: Money,
    /// The total without VAT (BT-109).
    pub net: Money,
    /// The VAT (BT-110).
    pub vat: Money,
    /// The total with VAT (BT-112).
    pub gross: Money,
    /// What was paid before (BT-113).
    pub prepaid: Money,
    /// What rounds the amount due (BT-114).
    pub rounding: Money,
    /// The amount due (BT-115); zero or negative where nothing is left to pay.
    pub due: Money,
}

/// Works a draft out (rulebook INV-01 to INV-30): lines one by one, allowances and charges of the
/// document per VAT group, VAT once per category and rate, half away from zero wherever a figure
/// is rounded. The order of the lines changes no total.
///
/// ```
/// use o2c_core::calendar::Terms;
/// use o2c_core::invoice::{Draft, DraftLine, compute::compute};
/// use o2c_core::money::Currency;
/// use o2c_core::pricing::Price;
/// // rulebook EX-I3: three lines of 0.33 at 20 %.
/// let mut draft = Draft::new("C1".parse()?, Currency::EUR, Terms::net_days(30));
/// for id in ["1", "2", "3"] {
///     let price = Price::Net("0.33".parse()?);
///     draft.lines.push(DraftLine::new(id.parse()?, "1 C62".parse()?, price, "S 20".parse()?));
/// }
/// let figures = compute(&draft)?;
/// assert_eq!(figures.net.to_string(), "0.99 EUR");
/// assert_eq!(figures.vat.to_string(), "0.20 EUR");
/// assert_eq!(figures.due.to_string(), "1.19 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// `invoice.no_lines`, `invoice.too_many_lines`, `invoice.line.duplicate_id`, then the first fault
/// in the order of the lines, of the document's adjustments, of what was prepaid and of what is
/// rounded; the path names the place, such as `lines[2].quantity`.
pub fn compute(draft: &Draft) -> Result<Figures, Rejection> {
    check_lines(&draft.lines)?;
    let currency = draft.currency;
    let mut bases = Bases::new(currency);
    let mut lines = Vec::with_capacity(draft.lines.len());
    for (index, line) in draft.lines.iter().enumerate() {
        let amounts = line_amounts(
            line.quantity.figure(),
            &line.price,
            line.base_quantity,
            &line.adjustments,
            currency,
        )
        .map_err(|refusal| Rejection::from(refusal.inside_index("lines", index)))?;
        bases.add(line.vat, amounts.net)?;
        lines.push(amounts);
    }
    let line_total = Money::sum(currency, lines.iter().map(|line| line.net))?;
    let adjustments = resolve_document_adjustments(currency, &draft.adjustments, &bases.totals()?)?;
    for adjustment in &adjustments {
        let signed = match adjustment.kind {
            AdjustmentKind::Allowance => adjustment.amount.negated(),
            AdjustmentKind::Charge => adjustment.amount,
        };
        bases.add(adjustment.vat, signed)?;
    }
    let allowance_total = total_of(AdjustmentKind::Allowance, &adjustments, currency)?;
    let charge_total = total_of(AdjustmentKind::Charge, &adjustments, currency)?;
    let breakdown = bases.breakdown()?;
    let net = line_total.checked_sub(allowance_total)?.checked_add(charge_total)?;
    let vat = breakdown.vat_total()?;
    let gross = net.checked_add(vat)?;
    let prepaid = given(draft.prepaid, "prepaid", currency)?;
    let rounding = given(draft.rounding, "rounding", currency)?;
    Ok(Figures {
        lines,
        adjustments,
        breakdown,
        line_total,
        allowance_total,
        charge_total,
        net,
        vat,
        gross,
        prepaid,
        rounding,
        due: gross.checked_sub(prepaid)?.checked_add(rounding)?,
    })
}

fn total_of(
    kind: AdjustmentKind,
    adjustments: &[ResolvedAdjustment],
    currency: Currency,
) -> Result<Money, Rejection> {
    let of_kind = adjustments.iter().filter(|adjustment| adjustment.kind == kind);
    Ok(Money::sum(currency, of_kind.map(|adjustment| adjustment.amount))?)
}

fn given(amount: Option<Money>, field: &str, currency: Currency) -> Result<Money, Rejection> {
    let amount = amount.unwrap_or(Money::zero(currency));
    Money::zero(currency)
        .expect(amount.currency())
        .map_err(|refusal| Rejection::from(refusal.inside(field)))?;
    Ok(amount)
}

fn check_lines(lines: &[DraftLine]) -> Result<(), Rejection> {
    if lines.is_empty() {
        return Err(Rejection::NoLines { path: Path::field("lines") });
    }
    if lines.len() > DOCUMENT_LINES {
        return Err(Rejection::TooManyLines {
            path: Path::field("lines"),
            count: lines.len(),
            most: DOCUMENT_LINES,
        });
    }
    match first_duplicate(lines) {
        Some((index, line)) => Err(Rejection::DuplicateLine {
            path: Path::field("id").inside_index("lines", index),
            line: line.id.clone(),
        }),
        None => Ok(()),
    }
}

/// The first line whose id stood before. Lines are mostly numbered upwards, which one pass
/// proves; only other documents pay for a set of what was seen.
fn first_duplicate(lines: &[DraftLine]) -> Option<(usize, &DraftLine)> {
    let rank = |line: &DraftLine| line.id.as_str().len();
    let is_ascending = lines.windows(2).all(|pair| match pair {
        [one, next] => (rank(one), one.id.as_str()) < (rank(next), next.id.as_str()),
        _ => true,
    });
    if is_ascending {
        return None;
    }
    let mut seen = HashSet::with_capacity(lines.len());
    lines.iter().enumerate().find(|(_, line)| !seen.insert(line.id.as_str()))
}
