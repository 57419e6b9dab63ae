//! What became of a document: what followed it, what is left of it, what the chain nets to.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::DocumentNumber;
use crate::invoice::life::{Credit, CreditedLine, Life, Remaining, Successor};
use crate::invoice::{Document, DocumentKind, DraftLine, OrderPart};
use crate::money::{Exact, Money};
use crate::order::Order;
use crate::pricing::LineAmounts;
use crate::tax::{Group, Vat};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which document's chain.
    ChainQuery {
        /// The document.
        invoice: DocumentNumber,
    }
}

/// A document and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DocumentChain {
    /// The document.
    pub document: DocumentNumber,
    /// What it is.
    pub kind: DocumentKind,
    /// Its day of issue.
    pub issued_on: Day,
    /// The documents that followed it, oldest first.
    pub successors: Vec<Successor>,
    /// The corrective invoice that took its place.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub replaced_by: Option<DocumentNumber>,
    /// What may still be given back of it, line by line and by VAT group.
    pub remaining: Remaining,
    /// What the chain comes to, by VAT group: what remains of the document, and where another took
    /// its place what that one's chain comes to. Debit positive.
    pub net: Vec<Group>,
    /// The same with VAT and other taxes, in all.
    pub total: Money,
}

impl Company {
    /// What became of a document.
    ///
    /// # Errors
    /// `company.unknown_document`, `money.out_of_range`.
    pub fn document_chain(&self, query: &ChainQuery) -> Result<DocumentChain, Rejection> {
        let document = self.document(&query.invoice).map_err(|no| renamed(no, "invoice"))?;
        let life = self.life_of(&document)?;
        let mut net: BTreeMap<Vat, Group> = BTreeMap::new();
        let mut link = alloc::sync::Arc::clone(&document);
        let mut total = Money::zero(document.draft.currency);
        loop {
            let life = self.life_of(&link)?;
            let remaining = life.remaining(&link)?;
            for tax in remaining.taxes {
                total = total.checked_add(link.signed(tax.amount))?;
            }
            for group in remaining.groups {
                let (base, amount) = (link.signed(group.base), link.signed(group.amount));
                match net.get_mut(&group.vat) {
                    Some(sum) => {
                        sum.base = sum.base.checked_add(base)?;
                        sum.amount = sum.amount.checked_add(amount)?;
                    }
                    None => {
                        net.insert(group.vat, Group { vat: group.vat, base, amount });
                    }
                }
            }
            // A corrective invoice is issued after what it replaces: the chain ends.
            match life.replaced_by() {
                Some(next) => link = self.document(next)?,
                None => break,
            }
        }
        let net: Vec<Group> = net.into_values().collect();
        for group in &net {
            total = total.checked_add(group.gross()?)?;
        }
        Ok(DocumentChain {
            document: document.number.clone(),
            kind: document.kind(),
            issued_on: document.issued_on,
            successors: life.successors().to_vec(),
            replaced_by: life.replaced_by().cloned(),
            remaining: life.remaining(&document)?,
            net,
            total,
        })
    }

    /// The life of a document. What a deposit gives back its order remembers, which deducts it.
    fn life_of(&self, document: &Document) -> Result<Life, Rejection> {
        let mut life = self.state.life(&document.number).cloned().unwrap_or_default();
        let Some(OrderPart::Deposit { order, .. }) = &document.draft.of_order else {
            return Ok(life);
        };
        let deposits = self.state.order(order).map_or(&[][..], Order::deposits);
        let credits = deposits
            .iter()
            .find(|deposit| deposit.document == document.number)
            .map_or(&[][..], |deposit| &deposit.credits);
        for credit in credits {
            let by = self.document(&credit.document)?;
            life = life.after(&by, &of_deposit(document, &credit.groups))?;
        }
        Ok(life)
    }
}

/// What a credit note gives back of a deposit: its lines are one for each VAT group.
fn of_deposit(document: &Document, groups: &[Group]) -> Credit {
    let of_line = |(line, amounts): (&DraftLine, &LineAmounts)| {
        let group = groups.iter().find(|group| group.vat == line.vat)?;
        let is_whole = group.base == amounts.net;
        let quantity = if is_whole { line.quantity.figure() } else { Exact::ZERO };
        Some(CreditedLine { line: line.id.clone(), quantity, amount: group.base })
    };
    let lines = document.draft.lines.iter().zip(&document.figures.lines).filter_map(of_line);
    Credit {
        lines: lines.collect(),
        goodwill: Vec::new(),
        groups: groups.to_vec(),
        services: Vec::new(),
        taxes: Vec::new(),
        is_spread: false,
    }
}

fn renamed(rejection: Rejection, field: &str) -> Rejection {
    rejection.with_path(&|_| crate::error::Path::field(field))
}
