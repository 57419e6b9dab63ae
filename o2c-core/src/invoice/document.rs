//! An issued document: what never changes any more.

use super::{DiscountOffer, DocumentKind, Draft, DraftLine, Figures, Rejection};
use crate::calendar::{AnchorDays, Day, Holidays, Instalment};
use crate::error::Path;
use crate::id::{DocumentNumber, SeriesId};
use crate::money::Money;
use crate::tax::{Vat, VatCategory};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// An issued invoice or credit note: its number, its day, the draft it was made of and what that
/// comes to. Corrections are documents of their own (rulebook G-08).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Document {
    /// The number, unique and gapless in its series (BT-1).
    pub number: DocumentNumber,
    /// The series.
    pub series: SeriesId,
    /// The day of issue (BT-2).
    pub issued_on: Day,
    /// What was asked to be invoiced.
    pub draft: Arc<Draft>,
    /// What it comes to.
    pub figures: Figures,
    /// What falls due when: sums to the amount due; empty where nothing is due.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub instalments: Vec<Instalment>,
    /// The discount for paying early, if the terms grant one on the whole.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub early_discount: Option<DiscountOffer>,
    /// The discounts that instalments have of their own, in the order of the instalments: each of
    /// its amount and until its day, of nothing where one has none. Empty where the terms grant no
    /// discount by instalment.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub instalment_discounts: Vec<DiscountOffer>,
}

/// Why a document that shows its deposits is not given back by their lines.
pub(super) const DEPOSITS_SHOWN: &str = "deposits stand on it as lines below zero";

impl Document {
    /// The document that issuing a draft under a number makes, with the draft's figures.
    pub(super) fn of(
        number: DocumentNumber,
        series: SeriesId,
        issued_on: Day,
        draft: &Arc<Draft>,
        figures: Figures,
        holidays: &Holidays,
    ) -> Result<Self, Rejection> {
        let in_terms = |refusal: crate::calendar::Rejection| refusal.inside("terms");
        let instalments = if figures.due.is_zero() {
            Vec::new()
        } else {
            let delivered_on = draft.delivered_on;
            let days = AnchorDays { delivered_on, ..AnchorDays::issued(issued_on) };
            draft.terms.schedule_on(figures.due, &days, holidays).map_err(in_terms)?
        };
        let early_discount = match draft.terms.early_discount {
            // Nobody pays a credit note early.
            Some(terms) if !draft.kind.is_credit() => {
                DiscountOffer::on(&figures, terms, issued_on)?
            }
            Some(_) | None => None,
        };
        let instalment_discounts = match draft.kind.is_credit() {
            false if draft.terms.has_discounts_by_instalment() => {
                DiscountOffer::by_instalment(&figures, &draft.terms, &instalments, issued_on)?
            }
            true | false => Vec::new(),
        };
        Ok(Document {
            number,
            series,
            issued_on,
            draft: Arc::clone(draft),
            figures,
            instalments,
            early_discount,
            instalment_discounts,
        })
    }

    /// What the document is.
    pub fn kind(&self) -> DocumentKind {
        self.draft.kind
    }

    /// A figure of the document as the customer's account sees it: debit positive, so that what a
    /// credit note gives back is negative (rulebook G-03, INV-35). Whoever adds up figures of
    /// several documents reads them through this.
    pub fn signed(&self, amount: Money) -> Money {
        self.draft.kind.signed(amount)
    }

    /// The discount of each instalment, in their order; empty where none is offered.
    ///
    /// # Errors
    /// As [`DiscountOffer::over`].
    pub fn discounts_by_instalment(&self) -> Result<Vec<DiscountOffer>, Rejection> {
        match &self.early_discount {
            Some(offer) => offer.over(&self.instalments),
            None if self.kind().is_credit() => Ok(Vec::new()),
            None if self.draft.terms.has_discounts_by_instalment() => DiscountOffer::by_instalment(
                &self.figures,
                &self.draft.terms,
                &self.instalments,
                self.issued_on,
            ),
            None => Ok(Vec::new()),
        }
    }

    /// The instalments as they fall due once it is known when the customer received the invoice:
    /// those that count from the receipt move, the others stay (rulebook T-01). The document
    /// itself never changes.
    ///
    /// # Errors
    /// `calendar.due_before_issue`, `calendar.out_of_range`.
    pub fn instalments_received(
        &self,
        received_on: Day,
        holidays: &Holidays,
    ) -> Result<Vec<Instalment>, Rejection> {
        let (issued_on, delivered_on) = (self.issued_on, self.draft.delivered_on);
        let days = AnchorDays { issued_on, delivered_on, received_on: Some(received_on) };
        let due = self.draft.terms.due_days(&days, holidays)?.into_iter().zip(&self.instalments);
        let moved = |((due_on, awaits), part): (_, &Instalment)| {
            let amount = part.amount;
            Instalment { due_on, amount, awaits }
        };
        Ok(due.map(moved).collect())
    }
}

/// Everything, apart from its figures, that keeps a draft from being issued on a day.
pub(super) fn faults_on(draft: &Draft, issued_on: Day) -> Vec<Rejection> {
    let mut faults: Vec<Rejection> = check_preceding(draft, issued_on).err().into_iter().collect();
    faults.extend(claims_with_vat(draft));
    if draft.credit_reason.is_some() && !draft.kind.is_credit() {
        let (path, kind) = (Path::field("credit_reason"), draft.kind);
        faults.push(Rejection::ReasonOfNoCredit { path, kind });
    }
    let is_nothing = |line: &DraftLine| line.quantity.figure().is_zero();
    let nothing = draft.lines.iter().enumerate().filter(|(_, line)| is_nothing(line));
    faults.extend(nothing.map(|(index, line)| Rejection::QuantityZero {
        path: Path::field("quantity").inside_index("lines", index),
        line: line.id.clone(),
    }));
    let terms = draft.terms.check();
    faults.extend(terms.err().map(|fault| Rejection::from(fault.inside("terms"))));
    faults
}

/// A document that gives back or replaces names what (rulebook INV-41), and none follows up what
/// is issued later than itself.
fn check_preceding(draft: &Draft, issued_on: Day) -> Result<(), Rejection> {
    let named = draft.preceding.len();
    let (is_enough, follows_up) = match draft.kind {
        DocumentKind::Corrective => (named == 1, true),
        DocumentKind::CreditNote | DocumentKind::DepositCreditNote => (named > 0, true),
        DocumentKind::DebitNote => (true, true),
        DocumentKind::Invoice | DocumentKind::Deposit | DocumentKind::ProForma => (true, false),
    };
    if !is_enough {
        let (path, kind) = (Path::field("preceding"), draft.kind);
        return Err(Rejection::PrecedingMissing { path, kind, named });
    }
    let mut preceding = draft.preceding.iter().enumerate().filter(|_| follows_up);
    match preceding.find(|(_, preceding)| preceding.issued_on > issued_on) {
        Some((index, preceding)) => Err(Rejection::BeforeIssue {
            path: Path::field("issued_on").inside_index("preceding", index),
            issued_on: preceding.issued_on,
            on: issued_on,
        }),
        None => Ok(()),
    }
}

/// What is outside the scope of VAT stands alone: neither lines nor allowances and charges of
/// other categories beside it (rulebook INV-25, BR-O-11 to BR-O-14).
pub(crate) fn not_subject_beside_others(draft: &Draft) -> Option<Rejection> {
    let of_lines = draft.lines.iter().enumerate().map(|(index, line)| ("lines", index, line.vat));
    let adjustments = draft.adjustments.iter().enumerate();
    let of_document = adjustments.filter_map(|(index, one)| Some(("adjustments", index, one.vat?)));
    let is_not_subject = |vat: Vat| vat.category() == VatCategory::O;
    let mut all = of_lines.chain(of_document);
    let (_, _, first) = all.next()?;
    let (field, index, other) =
        all.find(|(_, _, vat)| is_not_subject(*vat) != is_not_subject(first))?;
    let beside = if is_not_subject(first) { other } else { first };
    let path = Path::field("vat").inside_index(field, index);
    Some(Rejection::NotSubjectBesideOthers { path, beside })
}

/// What is claimed bears no VAT: no line of a debit note does, nor any line that is a claim
/// (rulebook T-23).
fn claims_with_vat(draft: &Draft) -> impl Iterator<Item = Rejection> {
    let is_claimed = |line: &DraftLine| {
        (draft.kind == DocumentKind::DebitNote || line.claim.is_some())
            && line.vat.category() != VatCategory::O
    };
    let claimed = draft.lines.iter().enumerate().filter(move |(_, line)| is_claimed(line));
    claimed.map(|(index, line)| Rejection::ClaimBearsVat {
        path: Path::field("vat").inside_index("lines", index),
        line: line.id.clone(),
        vat: line.vat,
    })
}
