//! What a draft comes to.

use super::decide::Shared;
use super::faults::{Faults, duplicates, faults_of};
use super::groups::{Conventions, Groups};
use super::stacked::levy;
use super::{Draft, Rejection};
use crate::bounds::DOCUMENT_LINES;
use crate::calendar::DiscountVat;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Percent, Rounding};
use crate::pricing::{
    Adjustment, AdjustmentKind, DocumentAdjustment, LineAmounts, Price, ResolvedAdjustment,
    line_amounts, resolve_document_adjustments,
};
use crate::tax::stack::TaxTotal;
use crate::tax::{AccountingVat, Bases, Breakdown, Group, Vat, VatAccounting};
use alloc::vec::Vec;

/// What a document comes to, each figure under its term of EN 16931 (rulebook 1.2). All in the
/// currency of the document; every identity is exact:
/// `line_total - allowance_total + charge_total = net`, `net + vat + taxes = gross`,
/// `gross - prepaid + rounding = due`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Figures {
    /// What each line comes to, in the order of the lines.
    pub lines: Vec<LineAmounts>,
    /// What the document's allowances and charges come to in each VAT group; behind them what an
    /// early discount takes off the taxable bases at issue, under the next number.
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
    /// The VAT in the currency in which it is declared, where that is another one (BT-111).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub vat_accounting: Option<AccountingVat>,
    /// Taxes that are levied upon each other, sorted by name, where lines bear such.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub taxes: Vec<TaxTotal>,
    /// Of a credit note on goods and services: what of its groups is services, a share of what the
    /// original has of them.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub services: Vec<Group>,
}

impl Figures {
    /// What each line comes to without VAT, in the order of the lines.
    pub fn nets(&self) -> impl Iterator<Item = Money> {
        self.lines.iter().map(|line| line.net)
    }

    /// Whether lines bear taxes other than VAT: EN 16931 has no place for such documents.
    pub fn has_stacked_taxes(&self) -> bool {
        !self.taxes.is_empty()
    }
}

impl Figures {
    /// The same figures with the VAT of its groups given, and what of them is services: shares of
    /// what an earlier document bears (rulebook G-07).
    ///
    /// # Errors
    /// `invoice.share_of_other_base` where a group is missing or its base is another;
    /// `money.out_of_range`.
    pub(super) fn with_vat(
        mut self,
        shared: Shared<'_>,
        declared: Declared,
    ) -> Result<Self, Rejection> {
        self.services = shared.services.to_vec();
        for group in &mut self.breakdown.groups {
            let share = shared.vat.iter().find(|share| share.vat == group.vat);
            let of = share.map_or(Money::zero(group.base.currency()), |share| share.base);
            match share {
                Some(share) if share.base == group.base => group.amount = share.amount,
                Some(_) | None => {
                    let (path, vat, base) = (Path::field("vat"), group.vat, group.base);
                    return Err(Rejection::ShareOfOtherBase { path, vat, base, shared: of });
                }
            }
        }
        self.vat = self.breakdown.vat_total()?;
        if !shared.taxes.is_empty() {
            self.taxes = shared.taxes.to_vec();
            self.taxes.retain(|tax| !tax.base.is_zero() || !tax.amount.is_zero());
        }
        let taxes = Money::sum(self.net.currency(), self.taxes.iter().map(|tax| tax.amount))?;
        self.gross = self.net.checked_add(self.vat)?.checked_add(taxes)?;
        self.due = self.gross.checked_sub(self.prepaid)?.checked_add(self.rounding)?;
        self.vat_accounting = declared.of(&self.breakdown, shared.before)?;
        Ok(self)
    }
}

/// Works a draft out (rulebook INV-01 to INV-30): lines one by one, allowances and charges of the
/// document per VAT group, VAT once per category and rate, half away from zero wherever a figure
/// is rounded. The order of the lines changes no total.
///
/// A draft may name other conventions: prices that hold their VAT (INV-34), VAT rounded per line
/// (V-08), an amount due rounded for cash (INV-31), VAT declared in another currency (INV-32).
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
/// `invoice.no_lines`, `invoice.too_many_lines`; otherwise every fault, the first as the refusal
/// and the others beside it ([`Refusal::also`](crate::error::Refusal::also)):
/// those of the lines (`invoice.line.duplicate_id`), of the document's adjustments, of what was
/// prepaid, of what is rounded (`invoice.rounding_twice`) and of the currency VAT is declared in.
/// The path names the place, such as `lines[2].quantity`.
pub fn compute(draft: &Draft) -> Result<Figures, Rejection> {
    check_count(draft.lines.len())?;
    // One fault seldom comes alone, and only a draft that is refused pays for the search.
    told_apart(draft).map_err(|first| Faults::together(faults_of(draft)).unwrap_or(first))
}

/// What a draft whose lines are told apart comes to; the first fault refuses it.
fn told_apart(draft: &Draft) -> Result<Figures, Rejection> {
    let mut priced = Priced::new(draft);
    priced.price(draft)?;
    priced.refuse_duplicates(draft)?;
    priced.close(draft)
}

/// What a draft comes to, whether its lines are told apart or not; the first fault refuses it.
pub(super) fn work_out(draft: &Draft) -> Result<Figures, Rejection> {
    let mut priced = Priced::new(draft);
    priced.price(draft)?;
    priced.close(draft)
}

/// The lines of a draft as they are priced, with what one look at each line tells besides.
struct Priced {
    computation: Computation,
    /// Whether each id stands above the one before, which proves that none stands twice.
    is_ascending: bool,
    /// Whether lines bear other taxes than VAT.
    has_other_taxes: bool,
}

impl Priced {
    fn new(draft: &Draft) -> Self {
        let mut computation = Computation::with_capacity(draft.currency, draft.lines.len());
        computation.discount_at_issue = draft
            .terms
            .early_discount
            .filter(|discount| discount.vat == DiscountVat::ReducedAtIssue)
            .map(|discount| discount.percent);
        computation.conventions =
            Conventions { prices: draft.prices, rounding: draft.vat_rounding };
        let has_other_taxes = !draft.tax_accounts.is_empty();
        Priced { computation, is_ascending: true, has_other_taxes }
    }

    fn price(&mut self, draft: &Draft) -> Result<(), Rejection> {
        let mut before = "";
        for (index, line) in draft.lines.iter().enumerate() {
            self.computation
                .line(
                    line.quantity.figure(),
                    &line.price,
                    line.base_quantity,
                    &line.adjustments,
                    line.vat,
                )
                .map_err(|refusal| refusal.inside_index("lines", index))?;
            let id = line.id.as_str();
            self.is_ascending &= (before.len(), before) < (id.len(), id);
            self.has_other_taxes |= !line.taxes.is_empty();
            before = id;
        }
        Ok(())
    }

    /// Refuses an id that stands twice. Lines are mostly numbered upwards; only other documents pay
    /// for a set of what was seen.
    fn refuse_duplicates(&self, draft: &Draft) -> Result<(), Rejection> {
        if self.is_ascending {
            return Ok(());
        }
        duplicates(&draft.lines).next().map_or(Ok(()), Err)
    }

    fn close(&mut self, draft: &Draft) -> Result<Figures, Rejection> {
        let taxes = match self.has_other_taxes {
            true => self.computation.levy(draft)?,
            false => Vec::new(),
        };
        self.computation.close(Closing {
            taxes,
            adjustments: &draft.adjustments,
            prepaid: draft.prepaid,
            rounding: draft.rounding,
            cash_rounding: draft.cash_rounding,
            declared: Declared::of_draft(draft),
        })
    }
}

/// The working out of a document line by line, for those who have no draft: a program that prices
/// many documents from its own rows.
///
/// ```
/// use o2c_core::invoice::compute::Computation;
/// use o2c_core::money::{Currency, Exact};
/// use o2c_core::pricing::Price;
/// // rulebook EX-I8: 2 units at 10.00 taken back, 20 % VAT.
/// let mut computation = Computation::with_capacity(Currency::EUR, 1);
/// let price = Price::Net("10.00".parse()?);
/// computation.line("-2".parse()?, &price, Exact::ONE, &[], "S 20".parse()?)?;
/// let figures = computation.finish(&[], None, None)?;
/// assert_eq!(figures.vat.to_string(), "-4.00 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Computation {
    currency: Currency,
    bases: Bases,
    lines: Vec<LineAmounts>,
    discount_at_issue: Option<Percent>,
    conventions: Conventions,
    /// The VAT of each line, where the conventions ask for it again.
    vats: Vec<Vat>,
}

/// What a document has besides its lines.
struct Closing<'a> {
    taxes: Vec<TaxTotal>,
    adjustments: &'a [DocumentAdjustment],
    prepaid: Option<Money>,
    rounding: Option<Money>,
    cash_rounding: Option<Money>,
    declared: Declared,
}

/// How the VAT comes to be in the currency in which it is declared: converted, or as it is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Declared {
    accounting: Option<VatAccounting>,
    said: Option<Money>,
}

impl Declared {
    pub(super) const fn of_draft(draft: &Draft) -> Self {
        Declared { accounting: draft.vat_accounting, said: draft.vat_accounted }
    }

    /// The VAT of a breakdown as it is declared; what is said is held against the rate, or at least
    /// against the sign of the VAT.
    fn of(
        self,
        breakdown: &Breakdown,
        before: Option<Money>,
    ) -> Result<Option<AccountingVat>, Rejection> {
        let converted = self.accounting.map(|accounting| accounting.of_share(breakdown, before));
        let converted = converted.transpose().map_err(|no| no.inside("vat_accounting"))?;
        let Some(said) = self.said else { return Ok(converted) };
        let vat = breakdown.vat_total()?;
        let turns = said.minor().signum().saturating_mul(vat.minor().signum()) < 0;
        let expected = match &converted {
            Some(converted) => converted.total,
            None if said.currency() == vat.currency() => vat,
            None if turns => said.negated(),
            None if vat.is_zero() => Money::zero(said.currency()),
            None => said,
        };
        if said != expected {
            let path = Path::field("vat_accounted");
            return Err(Rejection::VatAccountedOtherwise { path, said, vat, expected });
        }
        Ok(Some(AccountingVat::said(said, breakdown)?))
    }
}

impl Computation {
    /// A document without lines, with room for some.
    pub fn with_capacity(currency: Currency, lines: usize) -> Self {
        Computation {
            currency,
            bases: Bases::new(currency),
            lines: Vec::with_capacity(lines),
            discount_at_issue: None,
            conventions: Conventions::default(),
            vats: Vec::new(),
        }
    }

    /// Adds a line: its amounts, and its net to the base of its VAT group (rulebook INV-03,
    /// INV-21).
    ///
    /// # Errors
    /// As [`line_amounts`].
    #[inline]
    pub fn line(
        &mut self,
        quantity: Exact,
        price: &Price,
        base_quantity: Exact,
        adjustments: &[Adjustment],
        vat: Vat,
    ) -> Result<(), Rejection> {
        let amounts = line_amounts(quantity, price, base_quantity, adjustments, self.currency)?;
        self.bases.add(vat, amounts.net)?;
        self.lines.push(amounts);
        if !self.conventions.needs_no_lines() {
            self.vats.push(vat);
        }
        Ok(())
    }

    /// The figures of the document: its allowances and charges per VAT group, VAT once per
    /// category and rate, and the totals.
    ///
    /// # Errors
    /// The first fault in the order of the adjustments, of what was prepaid and of what is
    /// rounded; `invoice.no_lines`, `invoice.too_many_lines`.
    pub fn finish(
        mut self,
        adjustments: &[DocumentAdjustment],
        prepaid: Option<Money>,
        rounding: Option<Money>,
    ) -> Result<Figures, Rejection> {
        self.close(Closing {
            taxes: Vec::new(),
            adjustments,
            prepaid,
            rounding,
            cash_rounding: None,
            declared: Declared::default(),
        })
    }

    /// Levies the taxes of lines that bear other taxes than VAT; what their price holds of them
    /// leaves the base of their group.
    fn levy(&mut self, draft: &Draft) -> Result<Vec<TaxTotal>, Rejection> {
        let priced: Vec<Money> = self.lines.iter().map(|line| line.net).collect();
        let taxes = levy(draft, &mut self.lines)?;
        for ((line, amounts), priced) in draft.lines.iter().zip(&self.lines).zip(priced) {
            self.bases.add(line.vat, amounts.net.checked_sub(priced)?)?;
        }
        Ok(taxes)
    }

    /// The figures; what was gathered goes into them.
    fn close(&mut self, closing: Closing<'_>) -> Result<Figures, Rejection> {
        let currency = self.currency;
        check_count(self.lines.len())?;
        let mut lines = core::mem::take(&mut self.lines);
        let mut groups =
            Groups::of(currency, &mut lines, &self.vats, &mut self.bases, self.conventions)?;
        // The groups hold what the lines come to, each line once.
        let line_total = Money::sum(currency, groups.totals().iter().map(|(_, total)| *total))?;
        let mut adjustments =
            resolve_document_adjustments(currency, closing.adjustments, groups.totals())?;
        groups.adjust(&adjustments)?;
        if let Some(percent) = self.discount_at_issue {
            adjustments.extend(groups.lower(percent, closing.adjustments.len())?);
        }
        let allowance_total = total_of(AdjustmentKind::Allowance, &adjustments, currency)?;
        let charge_total = total_of(AdjustmentKind::Charge, &adjustments, currency)?;
        let (breakdown, missing) = groups.breakdown()?;
        let net = line_total.checked_sub(allowance_total)?.checked_add(charge_total)?;
        let vat = breakdown.vat_total()?;
        let taxes = Money::sum(currency, closing.taxes.iter().map(|tax| tax.amount))?;
        let gross = net.checked_add(vat)?.checked_add(taxes)?;
        let prepaid = given(closing.prepaid, "prepaid", currency)?;
        let payable = gross.checked_sub(prepaid)?.checked_add(missing)?;
        let rounding = missing.checked_add(closing.rounding_of(payable)?)?;
        let vat_accounting = closing.declared.of(&breakdown, None)?;
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
            vat_accounting,
            taxes: closing.taxes,
            services: Vec::new(),
        })
    }
}

impl Closing<'_> {
    /// What brings an amount to the one to be paid: the rounding given, or what cash needs.
    fn rounding_of(&self, payable: Money) -> Result<Money, Rejection> {
        match (self.rounding, self.cash_rounding) {
            (rounding, None) => given(rounding, "rounding", payable.currency()),
            (Some(rounding), Some(cash_rounding)) => Err(Rejection::RoundingTwice {
                path: Path::field("cash_rounding"),
                rounding,
                cash_rounding,
            }),
            (None, Some(step)) => {
                let rounded = payable
                    .rounded_to(step, Rounding::HalfAwayFromZero)
                    .map_err(|refusal| Rejection::from(refusal.inside("cash_rounding")))?;
                Ok(rounded.checked_sub(payable)?)
            }
        }
    }
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

/// A document has at least one line, and not more than the bounds allow.
fn check_count(count: usize) -> Result<(), Rejection> {
    let path = || Path::field("lines");
    match count {
        0 => Err(Rejection::NoLines { path: path() }),
        1..=DOCUMENT_LINES => Ok(()),
        _ => Err(Rejection::TooManyLines { path: path(), count, most: DOCUMENT_LINES }),
    }
}
