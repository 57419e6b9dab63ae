//! What is exposed against which limit, which orders are held, and what the whole may cost.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::credit::{
    converted_on, exposure_on, file_of_customer, from_scratch, group_exposure, verdict_for,
    verdict_on,
};
use crate::company::overlay::Overlay;
use crate::company::view::View;
use crate::company::{Cause, Command, Company, Event, Fork, Rejection};
use crate::credit::{
    Assessment, Check, CreditFile, CreditStanding, CreditTerms, Exposure, FileHolder, HoldStatus,
    Limit, Verdict,
};
use crate::error::Path;
use crate::id::{CustomerId, GroupId, OrderId, Text};
use crate::money::{Exact, Money, Percent, Rounding, divide};
use alloc::collections::BTreeMap;
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
    /// All credit given, on a day.
    CreditPortfolioQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
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
    /// The value of the orders that are held and take no part in the exposure.
    pub held: Money,
}

/// An order that is held.
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
    /// What would be said of it now; none once it is cancelled.
    pub verdict: Option<Verdict>,
}

/// All credit given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CreditPortfolio {
    /// All that is exposed, in the ledger's currency.
    pub exposure: Money,
    /// The customers, largest exposure first.
    pub customers: Vec<PortfolioRow>,
    /// The classes, by name; customers of no class stand in one without a name.
    pub classes: Vec<ClassRow>,
    /// What is expected to be lost in all.
    pub expected_loss: Money,
}

/// A customer in the portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PortfolioRow {
    /// Who.
    pub customer: CustomerId,
    /// Its class, where somebody gave it one.
    pub class: Option<Text>,
    /// What is exposed, in the ledger's currency.
    pub exposure: Money,
    /// What of it is overdue.
    pub overdue: Money,
    /// The limit in the ledger's currency; none where credit is unlimited or there is no file.
    pub limit: Option<Money>,
    /// Whether it has a file.
    pub has_file: bool,
    /// How much of a hundred of the limit is used, at two decimals; none without a limit above
    /// nothing.
    pub used: Option<Exact>,
    /// How much of a hundred of all exposures this is, at two decimals; none where nothing is.
    pub share: Option<Exact>,
}

/// A class in the portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClassRow {
    /// The class.
    pub class: Option<Text>,
    /// How many customers it has.
    pub customers: usize,
    /// What is exposed: not billed, not due, and overdue by age.
    pub buckets: Vec<Money>,
    /// What of each is expected to be lost: each customer's at the rate of its class, rounded once.
    pub losses: Vec<Money>,
    /// What is expected to be lost of it in all.
    pub expected_loss: Money,
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
        let held = file.into_iter().flat_map(|file| &file.holds);
        let held =
            held.filter(|hold| hold.status_on(day, None).is_some_and(HoldStatus::keeps_back));
        Ok(CreditReport {
            file: query.file.clone(),
            terms,
            assessment: file.and_then(|file| file.assessment_on(day, None)).cloned(),
            standing,
            exposure,
            held: Money::sum(currency, held.map(|hold| hold.value))?,
        })
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

    /// The orders that are held on a day, oldest first within each customer, each with what would
    /// be said of it now; supposing that something happens before.
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
                let last = hold.rulings.iter().rev().find(|ruled| ruled.on <= query.as_of);
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

    /// Every exposure against its limit, how much of the whole each is, and what is expected to be
    /// lost by class and age.
    ///
    /// # Errors
    /// `credit.rate_missing`, `money.out_of_range`.
    pub fn credit_portfolio(
        &self,
        query: &CreditPortfolioQuery,
    ) -> Result<CreditPortfolio, Rejection> {
        if let Some(known_at) = query.known_at {
            let asked = CreditPortfolioQuery { known_at: None, ..query.clone() };
            return self.known_at(known_at)?.credit_portfolio(&asked);
        }
        let (view, day): (&dyn View, Day) = (&self.state, query.as_of);
        let ledger = self.settings().ledger_currency;
        let mut customers = Vec::new();
        let mut classes: BTreeMap<Option<Text>, ClassRow> = BTreeMap::new();
        let mut whole = Money::zero(ledger);
        for customer in self.customers_of_credit() {
            let exposure = exposure_on(view, customer, Some(ledger), day)?.exposure()?;
            let file = file_of_customer(view, customer);
            let terms = terms_of(file, day)?;
            if exposure.total.is_zero() && terms.is_none() {
                continue;
            }
            let limit = match terms.as_ref().map(|terms| terms.limit) {
                Some(Limit::UpTo(limit)) => Some(converted_on(view, limit, ledger, day)?),
                Some(Limit::Unlimited) | None => None,
            };
            let assessment = file.and_then(|file| file.assessment_on(day, None));
            let class = assessment.map(|seen| seen.class.clone());
            let rate = assessment.and_then(|seen| seen.default_rate);
            let row = classes.entry(class.clone()).or_insert_with(|| ClassRow::new(&class));
            row.add(&exposure, rate)?;
            whole = whole.checked_add(exposure.total)?;
            let overdue = Money::sum(ledger, exposure.overdue.iter().copied())?;
            let used = limit.and_then(|limit| hundredths(exposure.total, limit).transpose());
            customers.push(PortfolioRow {
                customer: customer.clone(),
                class,
                exposure: exposure.total,
                overdue,
                limit,
                has_file: terms.is_some(),
                used: used.transpose()?,
                share: None,
            });
        }
        for row in &mut customers {
            row.share = hundredths(row.exposure, whole)?;
        }
        customers.sort_by_key(|row| core::cmp::Reverse(row.exposure.minor()));
        let classes: Vec<ClassRow> = classes.into_values().collect();
        let expected_loss = Money::sum(ledger, classes.iter().map(|row| row.expected_loss))?;
        Ok(CreditPortfolio { exposure: whole, customers, classes, expected_loss })
    }

    /// Every customer that has a file, an order or an account, each once.
    fn customers_of_credit(&self) -> Vec<&CustomerId> {
        let books = &self.state.credit;
        let files = books.files.iter().filter_map(|(holder, _)| match holder {
            FileHolder::Customer(customer) => Some(customer),
            FileHolder::Group(_) | FileHolder::Segment { .. } => None,
        });
        let orders = books.orders_of.iter().map(|(customer, _)| customer);
        let accounts = books.currencies_of.iter().map(|(customer, _)| customer);
        let mut customers: Vec<&CustomerId> = files.chain(orders).chain(accounts).collect();
        customers.sort_unstable();
        customers.dedup();
        customers
    }
}

fn terms_of(file: Option<&CreditFile>, day: Day) -> Result<Option<CreditTerms>, Rejection> {
    match file {
        Some(file) => Ok(file.terms_on(day, None)?),
        None => Ok(None),
    }
}

/// A part of a whole as a percentage of two decimals, half away from zero.
fn hundredths(part: Money, whole: Money) -> Result<Option<Exact>, crate::money::Rejection> {
    if !whole.is_positive() {
        return Ok(None);
    }
    // Ten thousand times an amount of 64 bits.
    let product = i128::from(part.minor()).saturating_mul(10_000);
    let share = divide(product, i128::from(whole.minor()), Rounding::HalfAwayFromZero)?;
    Exact::new(share, 2).map(Some)
}

impl ClassRow {
    fn new(class: &Option<Text>) -> Self {
        ClassRow {
            class: class.clone(),
            customers: 0,
            buckets: Vec::new(),
            losses: Vec::new(),
            expected_loss: Money::zero(crate::money::Currency::EUR),
        }
    }

    /// Adds a customer: what is not billed is what is ordered and delivered less what takes away.
    fn add(&mut self, exposure: &Exposure, rate: Option<Percent>) -> Result<(), Rejection> {
        let nothing = Money::zero(exposure.total.currency());
        let overdue = Money::sum(nothing.currency(), exposure.overdue.iter().copied())?;
        let billed = exposure.not_due.checked_add(overdue)?;
        let not_billed = exposure.total.checked_sub(billed)?;
        let ages = exposure.overdue.iter().copied();
        let buckets = [not_billed, exposure.not_due].into_iter().chain(ages);
        if self.buckets.is_empty() {
            self.buckets = buckets.clone().map(|_| nothing).collect();
            self.losses = self.buckets.clone();
            self.expected_loss = nothing;
        }
        self.customers = self.customers.saturating_add(1);
        let held = self.buckets.iter_mut().zip(&mut self.losses).zip(buckets);
        for ((bucket, loss), amount) in held {
            *bucket = bucket.checked_add(amount)?;
            if let Some(rate) = rate {
                let lost = amount.percent(rate, Rounding::HalfAwayFromZero)?;
                *loss = loss.checked_add(lost)?;
                self.expected_loss = self.expected_loss.checked_add(lost)?;
            }
        }
        Ok(())
    }
}
