//! What credit says of a customer is what the auditor finds in its documents (contract I14).

use crate::auditor::{OwnExposure, finding};
use crate::{Finding, Simulation};
use o2c_core::calendar::Day;
use o2c_core::company::{CreditCheckQuery, CreditQuery, CreditReport};
use o2c_core::credit::{ExposedKind, Exposure, FileHolder};
use o2c_core::error::Refusal;
use o2c_core::id::CustomerId;
use o2c_core::money::Money;

/// An amount in minor units.
fn minor(amount: Money) -> i128 {
    amount.minor().into()
}

impl Simulation {
    /// What is exposed with a customer, another one each day: what is kept up, what its documents
    /// come to and a walk over everything are the auditor's figure, component by component and
    /// down to the document, and what is available with it is the limit.
    pub(crate) fn audit_exposure(&self, as_of: Day) -> Result<(), Finding> {
        let days = usize::try_from(self.from.days_until(self.today)).unwrap_or_default();
        let books = &self.auditor.credit;
        let customers: Vec<&CustomerId> = books.customers().collect();
        let Some(place) = days.checked_rem(customers.len()) else { return Ok(()) };
        let Some(customer) = customers.get(place).copied() else { return Ok(()) };
        let into = books.currency_of(customer);
        let own = books.exposure_on(&self.auditor.accounts, customer, into, as_of, None)?;
        let file = FileHolder::Customer(customer.clone());
        let report = self.report(&file, as_of)?;
        let Some(exposure) = &report.exposure else {
            return finding("I14", format!("no exposure of {customer}"));
        };
        agrees(&own, exposure, &format!("{customer} on {as_of}"))?;
        let asked =
            CreditCheckQuery { customer: customer.clone(), value: Money::zero(into), as_of };
        let kept = match self.company.credit_check(&asked) {
            // Nothing is sold to who became another customer, and nothing of it was left open.
            Err(no) if no.code() == "directory.customer_merged" => Ok(Money::zero(into)),
            checked => checked.map(|verdict| verdict.exposure.total),
        };
        let walked = self.company.exposure_from_scratch(customer, as_of).map(|all| all.total);
        let total = exposure.total;
        if kept.as_ref() != Ok(&total) || walked.as_ref() != Ok(&total) {
            let what = format!("{customer} on {as_of}: {total}, kept {kept:?}, walked {walked:?}");
            return finding("I14", what);
        }
        self.stands(&file, &report, own.total(), as_of)?;
        self.audit_group(customer, as_of)
    }

    fn report(&self, file: &FileHolder, as_of: Day) -> Result<CreditReport, Finding> {
        let query = CreditQuery { file: file.clone(), as_of, known_at: None };
        let refused = |no: o2c_core::company::Rejection| Finding {
            invariant: "I14",
            what: format!("no exposure of {file:?} on {as_of}: {}", no.code()),
        };
        self.company.credit(&query).map_err(refused)
    }

    /// What is available and what is exposed are the limit together.
    fn stands(
        &self,
        file: &FileHolder,
        report: &CreditReport,
        own: i128,
        as_of: Day,
    ) -> Result<(), Finding> {
        let limit = self.auditor.credit.limit_on(file, as_of);
        let told = report.standing.map(|standing| {
            let available = standing.available.map(minor);
            (minor(standing.counted), standing.limit.map(minor), available)
        });
        let mine = limit.map(|limit| (own, limit, limit.map(|limit| limit - own)));
        if told == mine {
            return Ok(());
        }
        finding("I14", format!("{file:?} on {as_of} stands at {told:?}, not {mine:?}"))
    }

    /// The group of a customer is held at what its members are exposed with together.
    fn audit_group(&self, customer: &CustomerId, as_of: Day) -> Result<(), Finding> {
        let books = &self.auditor.credit;
        let Some(group) = books.group_on(customer, as_of) else { return Ok(()) };
        let file = FileHolder::Group(group.clone());
        let into = books.currency_of_file(&file);
        let own = books.group_exposure(&self.auditor.accounts, group, into, as_of, None)?;
        let report = self.report(&file, as_of)?;
        self.stands(&file, &report, own, as_of)
    }
}

/// Component by component and document by document.
fn agrees(own: &OwnExposure, told: &Exposure, of: &str) -> Result<(), Finding> {
    let components = [
        (own.of(ExposedKind::OpenOrder), told.open_orders, "ordered"),
        (own.of(ExposedKind::DeliveredNotInvoiced), told.delivered_not_invoiced, "delivered"),
        (own.not_due, told.not_due, "not due"),
        (own.of(ExposedKind::UnappliedPayment), told.unapplied_payments, "paid"),
        (own.of(ExposedKind::CreditNote), told.credit_notes, "given back"),
        (own.of(ExposedKind::Deposit), told.deposits, "deposits"),
        (own.total(), told.total, "in all"),
    ];
    let overdue = own.overdue.iter().zip(&told.overdue);
    let overdue = overdue.map(|(own, told)| (*own, *told, "overdue"));
    let mut mine = own.documents.clone();
    let items = told.items.iter();
    let mut items: Vec<_> =
        items.map(|item| (item.kind, item.document.to_string(), minor(item.value))).collect();
    mine.sort();
    items.sort();
    if mine != items {
        type Rows = [(ExposedKind, String, i128)];
        let apart = |one: &Rows, other: &Rows| -> Vec<_> {
            one.iter().filter(|document| !other.contains(document)).cloned().collect()
        };
        let (own, told) = (apart(&mine, &items), apart(&items, &mine));
        return finding("I14", format!("{of}: {own:?} of the documents, told {told:?}"));
    }
    for (own, told, name) in components.into_iter().chain(overdue) {
        if own != minor(told) {
            return finding("I14", format!("{of}: {own} {name}, told {told}"));
        }
    }
    Ok(())
}
