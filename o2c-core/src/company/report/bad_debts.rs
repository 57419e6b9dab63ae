//! What may not be paid and what was not: doubtful debts, allowances, losses, recoveries.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::bad_debt::{Recovered, allowance_on, lost_of, rest_of};
use crate::company::view::View;
use crate::company::{Company, Event, Rejection, broken_history};
use crate::id::{CustomerId, DocumentNumber};
use crate::invoice::Document;
use crate::invoice::life::Life;
use crate::machine::Machine;
use crate::money::Money;
use crate::receivable::DiscountShare;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which bad and doubtful debts.
    BadDebtsQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

/// A document that is doubtful, has an allowance, or was written off.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BadDebtRow {
    /// The document.
    pub document: DocumentNumber,
    /// Whose.
    pub customer: CustomerId,
    /// The day of its issue.
    pub issued_on: Day,
    /// Whether it stands on the account of doubtful customers.
    pub is_doubtful: bool,
    /// What is open, VAT included.
    pub open: Money,
    /// What of it is price.
    pub net: Money,
    /// What is open without VAT in the ledger's currency: the most that the allowance may be.
    pub base: Money,
    /// What the allowance stands at, in the ledger's currency.
    pub allowance: Money,
    /// What was written off, rate by rate.
    pub lost: Vec<DiscountShare>,
    /// The price that was written off.
    pub lost_net: Money,
    /// The VAT that was written off.
    pub lost_vat: Money,
    /// What came in on it since, VAT included.
    pub recovered: Money,
    /// The mention on the duplicate by which the VAT comes back (rulebook V-07); none where
    /// nothing was written off.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mention: Option<String>,
}

impl Company {
    /// Every document that is doubtful on a day, has an allowance, or was written off by then, in
    /// the order of their issue.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn bad_debts(&self, query: &BadDebtsQuery) -> Result<Vec<BadDebtRow>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let (mut rows, lives) = (Vec::new(), self.lives_on(query)?);
        for (_, document) in self.state.documents.iter() {
            let Some(document) = document else { continue };
            if query.customer.as_ref().is_none_or(|asked| *asked == document.draft.customer) {
                rows.extend(self.bad_debt(document, &lives, query)?);
            }
        }
        Ok(rows)
    }

    /// What had become of documents by a day, as one knew it: credit notes of later days, and those
    /// that were not known yet, have given nothing back.
    fn lives_on(&self, query: &BadDebtsQuery) -> Result<BTreeMap<DocumentNumber, Life>, Rejection> {
        let mut lives: BTreeMap<DocumentNumber, Life> = BTreeMap::new();
        let mut is_known = false;
        for (at, event) in self.history().iter().enumerate() {
            if let Event::Accepted(accepted) = event {
                let recorded_on = accepted.recorded_on;
                is_known = query.known_at.is_none_or(|known_at| recorded_on <= known_at);
            } else if let Event::Document { document, event } = event
                && is_known
                && event.issued_on() <= query.as_of
            {
                let life = lives.entry(document.clone()).or_default();
                life.evolve(event).map_err(|broken| broken_history(at, &broken))?;
            }
        }
        Ok(lives)
    }

    fn bad_debt(
        &self,
        document: &Document,
        lives: &BTreeMap<DocumentNumber, Life>,
        query: &BadDebtsQuery,
    ) -> Result<Option<BadDebtRow>, Rejection> {
        let (day, known_at, number) = (query.as_of, query.known_at, &document.number);
        let untouched = Life::default();
        let life = lives.get(number).unwrap_or(&untouched);
        let rest = rest_of(&self.state, document, life, (day, known_at))?;
        let allowance = allowance_on(&self.state, number, day, known_at);
        let lost = lost_of(&self.state, document, day, known_at)?;
        if !rest.is_doubtful && allowance.is_zero() && lost.is_empty() {
            return Ok(None);
        }
        let currency = document.draft.currency;
        let is_seen = |one: &&Recovered| {
            one.effective_on <= day && known_at.is_none_or(|known_at| one.recorded_on <= known_at)
        };
        let recoveries = self.state.recoveries(number).iter().filter(is_seen);
        let recovered = recoveries.flat_map(|one| &one.shares);
        let recovered = recovered.flat_map(|share| [share.net, share.tax]);
        let lost_net = Money::sum(currency, lost.iter().map(|share| share.net))?;
        let lost_vat = Money::sum(currency, lost.iter().map(|share| share.tax))?;
        Ok(Some(BadDebtRow {
            document: number.clone(),
            customer: document.draft.customer.clone(),
            issued_on: document.issued_on,
            is_doubtful: rest.is_doubtful,
            open: rest.open,
            net: rest.net()?,
            base: rest.booked_net()?,
            allowance,
            recovered: Money::sum(currency, recovered)?,
            mention: (!lost.is_empty()).then(|| mention(lost_net, lost_vat)),
            lost,
            lost_net,
            lost_vat,
        }))
    }
}

/// The mention as the tax office words it (rulebook V-07).
fn mention(net: Money, vat: Money) -> String {
    let price = |amount: Money| {
        let figure = amount.figure().to_string().replace('.', ",");
        match amount.currency().code() {
            "EUR" => alloc::format!("{figure} €"),
            code => alloc::format!("{figure} {code}"),
        }
    };
    alloc::format!(
        "Facture demeurée impayée pour la somme de {} (prix net) et pour la somme de {} (TVA \
         correspondante) qui ne peut faire l'objet d'une déduction (article 272 du CGI)",
        price(net),
        price(vat),
    )
}
