//! What every document of a company says where its own draft does not: notes that the law asks of
//! each, the business process, reasons for not charging VAT.

use super::{BusinessProcess, DocumentKind, Draft, Note, Rejection, Sold, VatReason};
use crate::body::bodies;
use crate::id::{TableId, Text};
use crate::money::{Currency, ExchangeRate};
use crate::party::PartyKind;
use crate::tax::{Vat, VatAccounting};
use alloc::vec::Vec;
use core::fmt;

/// The notes of which every invoice between professionals has one each (BR-FR-05, BR-FR-06).
pub(crate) const BETWEEN_PROFESSIONALS: [&str; 3] = ["PMT", "PMD", DISCOUNT];
/// The subject of a discount for paying early, or of there being none.
const DISCOUNT: &str = "AAB";

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash, Default)
    /// What stands on every document a company issues, whatever it was made of, unless its own
    /// draft says it: an order, a shipment or an invoice that is credited has no place for it. A
    /// debit note of interest and costs is outside VAT and says none of it (rulebook T-23).
    StandingMentions {
        /// Notes; a draft's own note on the same subject takes their place. The penalties (`PMD`),
        /// the lump sum for recovery (`PMT`) and the discount (`AAB`) are told to professionals
        /// alone (rulebook INV-50, INV-51).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        notes: Vec<StandingNote>,
        /// What the note `AAB` says where the terms grant a discount for paying early. Where this
        /// is empty, such a document says nothing of discounts by itself: the note of one without
        /// a discount would be false.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        discount_note: Text,
        /// The business process (BT-23).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        process: Option<StandingProcess>,
        /// Why groups bear no VAT, for the groups that a document bears.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        vat_reasons: Vec<VatReason>,
        /// Whether a document in another currency says its VAT in the ledger's too, at the rate it
        /// is booked at (BT-6, BT-111; rulebook INV-32).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        vat_in_ledger_currency: bool,
    }

    /// A note that stands on every document.
    StandingNote {
        /// What it is about, in the code list UNTDID 4451, such as `PMT` (BT-21).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        subject: Text,
        /// What it says (BT-22), where its table says nothing.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        text: Text,
        /// The directory's table of legal references that says from which day on it says what,
        /// such as the rate of penalties; the day of issue counts.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        table: Option<TableId>,
    }
}

/// The business process of documents that name none.
///
/// ```
/// use o2c_core::invoice::StandingProcess;
/// assert_eq!("B1".parse::<StandingProcess>()?.to_string(), "B1");
/// assert_eq!("by_supply".parse(), Ok(StandingProcess::BySupply));
/// # Ok::<(), o2c_core::invoice::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandingProcess {
    /// Always the same one, such as `B1`.
    Always(BusinessProcess),
    /// That of an ordinary invoice of what the document sells: B1, S1 or M1; in text `by_supply`.
    BySupply,
}

const BY_SUPPLY: &str = "by_supply";

impl core::str::FromStr for StandingProcess {
    type Err = Rejection;

    fn from_str(text: &str) -> Result<Self, Rejection> {
        match text {
            BY_SUPPLY => Ok(StandingProcess::BySupply),
            process => process.parse().map(StandingProcess::Always),
        }
    }
}

impl fmt::Display for StandingProcess {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StandingProcess::Always(process) => process.fmt(out),
            StandingProcess::BySupply => out.write_str(BY_SUPPLY),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for StandingProcess {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(StandingProcess, "a business process such as \"B1\", or \"by_supply\"");

impl StandingMentions {
    /// Whether nothing stands on every document.
    pub fn is_silent(&self) -> bool {
        *self == StandingMentions::default()
    }

    /// Says in a draft what it does not say itself. The buyer's kind decides what the law asks;
    /// `table` is what a table of the directory says on the day of issue.
    ///
    /// ```
    /// use o2c_core::calendar::Terms;
    /// use o2c_core::invoice::{Draft, StandingMentions, StandingNote};
    /// use o2c_core::money::Currency;
    /// use o2c_core::party::PartyKind;
    /// let note = |subject: &str, text: &str| -> Result<_, o2c_core::id::Rejection> {
    ///     Ok(StandingNote { subject: subject.parse()?, text: text.parse()?, table: None })
    /// };
    /// let mentions = StandingMentions {
    ///     notes: vec![note("PMT", "EUR 40 for recovery")?, note("", "RCS Lyon")?],
    ///     ..StandingMentions::default()
    /// };
    /// let mut draft = Draft::new("C1".parse()?, Currency::EUR, Terms::net_days(30));
    /// let mut told = draft.clone();
    /// mentions.complete(&mut told, PartyKind::Professional, |_| None);
    /// assert_eq!(told.notes.len(), 2);
    /// mentions.complete(&mut draft, PartyKind::Consumer, |_| None);
    /// assert_eq!(draft.notes.len(), 1, "a consumer owes no lump sum");
    /// # Ok::<(), o2c_core::id::Rejection>(())
    /// ```
    pub fn complete(
        &self,
        draft: &mut Draft,
        buyer: PartyKind,
        table: impl Fn(&TableId) -> Option<Text>,
    ) {
        if draft.kind == DocumentKind::DebitNote {
            return;
        }
        for standing in &self.notes {
            if buyer == PartyKind::Consumer
                && BETWEEN_PROFESSIONALS.contains(&standing.subject.as_str())
            {
                continue;
            }
            let said = match standing.subject.as_str() == DISCOUNT && grants_discount(draft) {
                true => self.discount_note.clone(),
                false => {
                    let dated = standing.table.as_ref().and_then(&table);
                    dated.unwrap_or_else(|| standing.text.clone())
                }
            };
            say(&mut draft.notes, &standing.subject, said);
        }
        if buyer == PartyKind::Professional && grants_discount(draft) {
            // No note of one without a discount needs to stand there for this one to be said.
            if let Ok(subject) = Text::new(DISCOUNT) {
                say(&mut draft.notes, &subject, self.discount_note.clone());
            }
        }
        if draft.process.is_none() {
            draft.process = self.process.map(|process| match process {
                StandingProcess::Always(process) => process,
                StandingProcess::BySupply => BusinessProcess::ordinary(Sold::by(&draft.lines)),
            });
        }
        draft.give_reasons(&self.vat_reasons);
    }

    /// Says the VAT of a draft in the ledger's currency, where that stands and the draft says it
    /// in none.
    pub fn declare(&self, draft: &mut Draft, ledger: Currency, rate: Option<ExchangeRate>) {
        let is_said = draft.vat_accounting.is_some() || draft.vat_accounted.is_some();
        let is_due = draft.kind != DocumentKind::DebitNote && draft.currency != ledger;
        if self.vat_in_ledger_currency && is_due && !is_said {
            draft.vat_accounting = rate.map(|rate| VatAccounting { currency: ledger, rate });
        }
    }
}

/// Whether paying early earns a discount, on the whole or on an instalment.
fn grants_discount(draft: &Draft) -> bool {
    let mut instalments = draft.terms.instalments.iter();
    draft.terms.early_discount.is_some()
        || instalments.any(|instalment| instalment.early_discount.is_some())
}

/// Adds a note unless one on its subject stands there, or the same one without a subject.
fn say(notes: &mut Vec<Note>, subject: &Text, text: Text) {
    let is_said =
        |note: &Note| note.subject == *subject && (!subject.is_empty() || note.text == text);
    if !text.is_empty() && !notes.iter().any(is_said) {
        notes.push(Note { subject: subject.clone(), text });
    }
}

impl Draft {
    /// What was told to a professional on the document that this one gives back stands on it too.
    pub(crate) fn take_notes_of(&mut self, original: &Draft) {
        let is_due = |note: &&Note| BETWEEN_PROFESSIONALS.contains(&note.subject.as_str());
        self.notes.extend(original.notes.iter().filter(is_due).cloned());
    }

    /// Says why groups bear no VAT, of the groups that the draft bears and that have no reason yet.
    pub(crate) fn give_reasons(&mut self, reasons: &[VatReason]) {
        for reason in reasons {
            let is_borne = |vat: Vat| {
                let is_on_line = self.lines.iter().any(|line| line.vat == vat);
                is_on_line || self.adjustments.iter().any(|adjustment| adjustment.vat == Some(vat))
            };
            let is_given = self.vat_reasons.iter().any(|given| given.vat == reason.vat);
            if !is_given && is_borne(reason.vat) {
                self.vat_reasons.push(reason.clone());
            }
        }
    }
}
