//! What is exposed against which limit, which orders are held, and what would let them pass.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::credit::{
    exposure_on, file_of_customer, from_scratch, group_exposure, is_to_leave, kept_back,
    verdict_for, verdict_on,
};
use crate::company::overlay::Overlay;
use crate::company::view::View;
use crate::company::{Cause, Command, Company, Event, Fork, Rejection};
use crate::credit::{
    Assessment, Check, CreditFile, CreditStanding, CreditTerms, Exposure, FileHolder, HoldStatus,
    Limit, Ruled, Verdict,
};
use crate::error::Path;
use crate::id::{CustomerId, GroupId, OrderId, Text};
use crate::money::Money;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Whose credit, on which day.
    CreditQuery {
        /// Whose.
        file: FileHolder,
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
    /// Which orders are held on a day.
    HeldOrdersQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// What is supposed to happen before: a payment, a higher limit. None of it is kept.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        supposing: Vec<Command>,
    }
    /// An order of which a verdict is asked.
    CreditVerdictQuery {
        /// Which order.
        order: OrderId,
        /// The day.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// What is supposed to happen before. None of it is kept.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        supposing: Vec<Command>,
    }
    /// A customer who would buy for so much more, whatever it is.
    CreditCheckQuery {
        /// Who.
        customer: CustomerId,
        /// For how much, VAT included, in the currency of its credit.
        value: Money,
        /// The day.
        as_of: Day,
    }
}

/// The credit of a customer or a group on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CreditReport {
    /// Whose.
    pub file: FileHolder,
    /// The credit that holds; none without a file.
    pub terms: Option<CreditTerms>,
    /// What was last made of the customer.
    pub assessment: Option<Assessment>,
    /// The exposure against the limit; of a group, that of its customers together.
    pub standing: Option<CreditStanding>,
    /// What is exposed; none for a group.
    pub exposure: Option<Exposure>,
    /// What of the customer's orders is held and takes no part in the exposure; nothing of a group
    /// or a segment, whose orders their customers hold.
    pub held: Money,
}

/// How credit holds an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CreditHold {
    /// How it stands: held, released, rejected, or what was asked for.
    pub status: HoldStatus,
    /// Since when.
    pub held_on: Day,
    /// What did not pass then.
    pub reasons: Vec<Check>,
    /// What the order came to then, VAT included, in the currency of the limit.
    pub value: Money,
    /// Who decided what last, and on which day; a release says until when.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub ruled: Option<Ruled>,
}

/// An order that is held, or was and is released; not once it was cancelled or all of it left.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HeldOrder {
    /// The order.
    pub order: OrderId,
    /// Whose.
    pub customer: CustomerId,
    /// How it stands.
    pub status: HoldStatus,
    /// What did not pass when it was held.
    pub reasons: Vec<Check>,
    /// What it came to then.
    pub value: Money,
    /// Since when it is held.
    pub held_on: Day,
    /// For how many days.
    pub days: i32,
    /// Who decided last, where somebody did.
    pub ruled_by: Option<Text>,
    /// What would be said of it now.
    pub verdict: Option<Verdict>,
}

impl Company {
    /// The credit of a customer, a segment or a group on a day, with its exposure down to the
    /// document.
    ///
    /// # Errors
    /// `directory.customer_unknown`, `company.unknown_group`, `credit.unknown_segment`,
    /// `credit.rate_missing`, `money.out_of_range`.
    pub fn credit(&self, query: &CreditQuery) -> Result<CreditReport, Rejection> {
        if let Some(known_at) = query.known_at {
            return self
                .known_at(known_at)?
                .credit(&CreditQuery { known_at: None, ..query.clone() });
        }
        let (view, day): (&dyn View, Day) = (&self.state, query.as_of);
        let file = view.credit_file(&query.file);
        let terms = terms_of(file, day)?;
        let ledger = self.settings().ledger_currency;
        let currency = file.and_then(|file| file.currency).unwrap_or(ledger);
        let (standing, exposure) = match &query.file {
            FileHolder::Customer(customer) => {
                self.customer(customer)?;
                let exposure = exposure_on(view, customer, None, day)?.exposure()?;
                let standing = terms.as_ref().map(|terms| terms.standing(&exposure));
                (standing.transpose()?, Some(exposure))
            }
            FileHolder::Segment { customer, segment } => {
                self.customer(customer)?;
                self.settings().credit.expect_segment(segment).map_err(|no| no.inside("file"))?;
                let mut asked = exposure_on(view, customer, Some(currency), day)?;
                asked.items.retain(|item| item.segment == *segment);
                let exposure = asked.exposure()?;
                let standing = terms.as_ref().map(|terms| terms.standing(&exposure));
                (standing.transpose()?, Some(exposure))
            }
            FileHolder::Group(group) => {
                (self.group_standing(group, terms.as_ref(), currency, day)?, None)
            }
        };
        Ok(CreditReport {
            file: query.file.clone(),
            terms,
            assessment: file.and_then(|file| file.assessment_on(day, None)).cloned(),
            standing,
            exposure,
            held: held_back(view, file, currency, day)?,
        })
    }

    /// How credit holds an order on a day; none where it does not.
    ///
    /// # Errors
    /// As [`Company::credit`].
    pub(super) fn credit_hold(
        &self,
        order: &OrderId,
        day: Day,
    ) -> Result<Option<CreditHold>, Rejection> {
        let content = self.state.order(order).and_then(crate::order::Order::content);
        let file = content.and_then(|content| file_of_customer(&self.state, content.payer()));
        let Some((hold, status)) = file.and_then(|file| file.held_on(order, day, None)) else {
            return Ok(None);
        };
        if status == HoldStatus::Lifted || !is_to_leave(&self.state, order, day)? {
            return Ok(None);
        }
        let ruled = hold.ruled_on(day, None).cloned();
        let (value, held_on, reasons) = (hold.value, hold.on, hold.reasons.clone());
        Ok(Some(CreditHold { status, held_on, reasons, value, ruled }))
    }

    fn group_standing(
        &self,
        group: &GroupId,
        terms: Option<&CreditTerms>,
        currency: crate::money::Currency,
        day: Day,
    ) -> Result<Option<CreditStanding>, Rejection> {
        if self.state.members_of(group).is_empty() {
            let path = Path::field("file.group");
            return Err(Cause::UnknownGroup { path, group: group.clone() }.into());
        }
        let counted = group_exposure(&self.state, group, currency, day)?;
        let nothing = Money::zero(currency);
        let Some(terms) = terms else { return Ok(None) };
        let limit = match terms.limit {
            Limit::Unlimited => None,
            Limit::UpTo(limit) => Some(limit),
        };
        let available = limit.map(|limit| limit.checked_sub(counted)).transpose()?;
        let (covered, guaranteed) = (nothing, nothing);
        let exposure = counted;
        Ok(Some(CreditStanding { exposure, covered, guaranteed, counted, limit, available }))
    }

    /// The exposure of a customer found by walking every order and every account, for audits: it is
    /// what [`Company::credit`] says.
    ///
    /// # Errors
    /// As [`Company::credit`].
    pub fn exposure_from_scratch(
        &self,
        customer: &CustomerId,
        as_of: Day,
    ) -> Result<Exposure, Rejection> {
        let file = file_of_customer(&self.state, customer);
        let currency = file.and_then(|file| file.currency);
        let currency = currency.unwrap_or(self.settings().ledger_currency);
        Ok(from_scratch(&self.state, customer, currency, as_of)?.exposure()?)
    }

    /// The orders that are held on a day, those first that are held for longest, each with what
    /// would be said of it now; supposing that something happens before.
    ///
    /// # Errors
    /// The refusal of what is supposed; as [`Company::credit`].
    pub fn held_orders(&self, query: &HeldOrdersQuery) -> Result<Vec<HeldOrder>, Rejection> {
        if let Some(known_at) = query.known_at {
            let asked = HeldOrdersQuery { known_at: None, ..query.clone() };
            return self.known_at(known_at)?.held_orders(&asked);
        }
        let fork = self.supposing(&query.supposing)?;
        let mut rows = Vec::new();
        for (holder, file) in self.state.credit.files.iter() {
            let FileHolder::Customer(customer) = holder else { continue };
            if query.customer.as_ref().is_some_and(|asked| asked != customer) {
                continue;
            }
            let file = fork.credit_file(holder).unwrap_or(file);
            for hold in &file.holds {
                let status = hold.status_on(query.as_of, None);
                let Some(status) = status.filter(|status| *status != HoldStatus::Lifted) else {
                    continue;
                };
                if !is_to_leave(&fork, &hold.order, query.as_of)? {
                    continue;
                }
                let last = hold.ruled_on(query.as_of, None);
                rows.push(HeldOrder {
                    order: hold.order.clone(),
                    customer: customer.clone(),
                    status,
                    reasons: hold.reasons.clone(),
                    value: hold.value,
                    held_on: hold.on,
                    days: hold.on.days_until(query.as_of),
                    ruled_by: last.map(|ruled| ruled.by.clone()),
                    verdict: verdict_on(&fork, &hold.order, query.as_of)?,
                });
            }
        }
        rows.sort_by_key(|row| row.held_on);
        Ok(rows)
    }

    /// What credit says of an order that is confirmed, supposing that something happens before;
    /// none where it is not confirmed.
    ///
    /// # Errors
    /// `company.unknown_order`, the refusal of what is supposed; as [`Company::credit`].
    pub fn credit_verdict(&self, query: &CreditVerdictQuery) -> Result<Option<Verdict>, Rejection> {
        if let Some(known_at) = query.known_at {
            let asked = CreditVerdictQuery { known_at: None, ..query.clone() };
            return self.known_at(known_at)?.credit_verdict(&asked);
        }
        let fork = self.supposing(&query.supposing)?;
        super::super::sale::known_order(&fork, &query.order)?;
        verdict_on(&fork, &query.order, query.as_of)
    }

    /// Whether a customer may buy for so much more on a day, before there is an order. What it
    /// costs depends on the due days of what is open, not on all that the customer ever bought: of
    /// days after which nothing counts the answer is told in sums, without the documents.
    ///
    /// # Errors
    /// `directory.customer_unknown`, `credit.amount_negative`, `money.currency_mismatch`; as
    /// [`Company::credit`].
    pub fn credit_check(&self, query: &CreditCheckQuery) -> Result<Verdict, Rejection> {
        super::super::sale::known_customer(&self.state, &query.customer)?;
        verdict_for(&self.state, &query.customer, query.value, query.as_of)
    }

    /// The company as it knew itself at the end of a day: what became known is recorded in its
    /// order, so that is what the beginning of the history leads to.
    ///
    /// # Errors
    /// As [`Company::replay`].
    pub fn known_at(&self, day: Day) -> Result<Company, Rejection> {
        let is_later =
            |event: &Event| matches!(event, Event::Accepted(told) if told.recorded_on > day);
        let known = self.history().iter().take_while(|event| !is_later(event));
        Company::replay(known.cloned().collect())
    }

    fn supposing(&self, commands: &[Command]) -> Result<Overlay<'_>, Rejection> {
        let mut fork = self.fork();
        for (index, command) in commands.iter().enumerate() {
            fork.execute(command)
                .map_err(|no| no.with_path(&|path| path.inside_index("supposing", index)))?;
        }
        let Fork { overlay, .. } = fork;
        Ok(overlay)
    }
}

/// What of the orders of a file is held on a day and takes no part in the exposure.
fn held_back(
    view: &dyn View,
    file: Option<&CreditFile>,
    currency: crate::money::Currency,
    day: Day,
) -> Result<Money, Rejection> {
    let mut held = Money::zero(currency);
    for hold in file.into_iter().flat_map(|file| &file.holds) {
        if hold.status_on(day, None).is_some_and(HoldStatus::keeps_back) {
            held = held.checked_add(kept_back(view, &hold.order, currency, day)?)?;
        }
    }
    Ok(held)
}

pub(super) fn terms_of(
    file: Option<&CreditFile>,
    day: Day,
) -> Result<Option<CreditTerms>, Rejection> {
    match file {
        Some(file) => Ok(file.terms_on(day, None)?),
        None => Ok(None),
    }
}
