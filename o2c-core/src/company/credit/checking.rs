//! Whether an order may be delivered: the company's facts in the words of credit.

use super::exposure::{exposure_of, order_items};
use super::{file_of_customer, is_held};
use crate::calendar::Day;
use crate::company::rejection::{Cause, Rejection};
use crate::company::view::View;
use crate::credit::{
    Check, CheckRule, CheckedCustomer, CheckedGroup, CheckedOrder, CheckedSegment, CreditTerms,
    ExposureOf, FileHolder, Hold, Limit, Outcome, PaymentExperience, PaymentIndex, Verdict,
    VerdictOf, converted,
};
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::id::{CustomerId, GroupId, OrderId};
use crate::money::{Currency, Exact, Money};
use crate::order::{Content, Order};
use crate::receivable::{AccountKey, EntryKind};
use alloc::string::String;
use alloc::vec::Vec;

/// How far back payments are looked at for the index.
const INDEX_MONTHS: i32 = 12;

/// An order as it is asked about: confirmed, or about to be.
pub(super) struct Asked<'a> {
    pub(super) order: &'a OrderId,
    pub(super) content: &'a Content,
    pub(super) on: Day,
}

/// The order of an id that is confirmed.
pub(super) fn asked<'v>(view: &'v dyn View, order: &'v OrderId, on: Day) -> Option<Asked<'v>> {
    match view.order(order) {
        Some(Order::Confirmed(confirmed)) => Some(Asked { order, content: &confirmed.content, on }),
        Some(
            Order::Unplaced
            | Order::Quoted(_)
            | Order::Placed(_)
            | Order::Cancelled(_)
            | Order::Lost(_)
            | Order::Rejected(_),
        )
        | None => None,
    }
}

impl Asked<'_> {
    /// Who is billed: whose credit it is.
    fn customer(&self) -> &CustomerId {
        self.content.payer()
    }

    /// The currency in which the customer's credit is counted.
    fn currency(&self, view: &dyn View) -> Currency {
        currency_of(view, self.customer())
    }

    /// What the order adds to the exposure: what is open and delivered of it, less its deposits.
    pub(super) fn value(&self, view: &dyn View) -> Result<Money, Rejection> {
        let currency = self.currency(view);
        let items = order_items(view, self.order, self.on)?;
        let exposed = ExposureOf {
            as_of: self.on,
            currency,
            rates: super::exposure::rates_on(view, self.on),
            overdue_after: Vec::new(),
            items,
        };
        let total = exposed.exposure()?.total;
        Ok(if total.is_negative() { Money::zero(currency) } else { total })
    }

    /// The verdict by these rules. An insurer's cut counts for orders from its day on: one that
    /// was confirmed before is covered as it was then (rulebook C-04).
    pub(super) fn verdict(
        &self,
        view: &dyn View,
        rules: &[CheckRule],
    ) -> Result<Verdict, Rejection> {
        let (customer, on) = (self.customer(), self.on);
        let counts = |order: &OrderId| order != self.order && !is_held(view, customer, order, on);
        let exposure = exposure_of(view, customer, self.currency(view), on, &counts)?;
        let asked = VerdictOf {
            order: CheckedOrder {
                value: self.value(view)?,
                ships_on: self.content.required_on,
                credit_days: self.credit_days(),
                has_other_terms: self.has_other_terms(view),
            },
            customer: CheckedCustomer {
                terms: self.terms(view)?,
                group: self.group(view)?,
                segment: self.segment(view)?,
                dunning_level: dunning_level(view, self.customer(), on),
                payment_index: self.payment_index(view, rules)?,
            },
            exposure,
            rules: rules.to_vec(),
        };
        Ok(asked.verdict()?)
    }

    fn terms(&self, view: &dyn View) -> Result<Option<CreditTerms>, Rejection> {
        let Some(file) = file_of_customer(view, self.customer()) else { return Ok(None) };
        let Some(mut terms) = file.terms_on(self.on, None)? else { return Ok(None) };
        if let Some(Order::Confirmed(confirmed)) = view.order(self.order)
            && let Some(before) = file.insurance_on(confirmed.confirmed_on, None)
        {
            let now = terms.insurance.map_or(0, |insurance| insurance.limit.minor());
            if before.limit.minor() > now {
                terms.insurance = Some(before);
            }
        }
        Ok(Some(terms))
    }

    /// The group whose limit the customer shares, with what its customers hold against it.
    fn group(&self, view: &dyn View) -> Result<Option<CheckedGroup>, Rejection> {
        let Some(group) = group_of(view, self.customer()) else { return Ok(None) };
        let Some(file) = view.credit_file(&FileHolder::Group(group.clone())) else {
            return Ok(None);
        };
        let Some(terms) = file.terms_on(self.on, None)? else { return Ok(None) };
        let counted = group_exposure(view, group, self.currency(view), self.on, Some(self.order))?;
        let limit = self.in_own_currency(view, terms.limit)?;
        Ok(Some(CheckedGroup { counted, limit }))
    }

    /// The part of the customer's credit that the order is taken from, where it has a limit.
    fn segment(&self, view: &dyn View) -> Result<Option<CheckedSegment>, Rejection> {
        let segment = self.content.handling.credit_segment.clone();
        if segment.is_empty() {
            return Ok(None);
        }
        let customer = self.customer().clone();
        let holder = FileHolder::Segment { customer, segment: segment.clone() };
        let file = view.credit_file(&holder);
        let terms = file.map(|file| file.terms_on(self.on, None)).transpose()?.flatten();
        let Some(terms) = terms else { return Ok(None) };
        let limit = self.in_own_currency(view, terms.limit)?;
        Ok(Some(CheckedSegment { segment, limit }))
    }

    /// A limit in the currency in which the customer's credit is counted.
    fn in_own_currency(&self, view: &dyn View, limit: Limit) -> Result<Limit, Rejection> {
        Ok(match limit {
            Limit::Unlimited => Limit::Unlimited,
            Limit::UpTo(limit) => {
                let rates = super::exposure::rates_on(view, self.on);
                Limit::UpTo(converted(limit, self.currency(view), &rates)?)
            }
        })
    }

    /// The days from an invoice of the day to its last due day, as far as the terms say it.
    fn credit_days(&self) -> Option<u16> {
        let (on, one) = (self.on, Money::from_minor(100, self.content.currency).ok()?);
        let days = crate::calendar::AnchorDays {
            issued_on: on,
            received_on: Some(on),
            delivered_on: Some(on),
        };
        let due = self.content.terms.schedule_on(one, &days, &Default::default()).ok()?;
        let last = due.iter().map(|instalment| instalment.due_on).max()?;
        u16::try_from(on.days_until(last)).ok()
    }

    fn has_other_terms(&self, view: &dyn View) -> bool {
        match view.record(&RecordKey::Customer(self.content.customer.clone())) {
            Some(Record::Customer(customer)) => {
                customer.terms.as_ref().is_some_and(|terms| *terms != self.content.terms)
            }
            Some(_) | None => false,
        }
    }

    /// The payment index of the last twelve months, where a rule asks for it and payments are
    /// known; the ledger's values are its weights.
    fn payment_index(
        &self,
        view: &dyn View,
        rules: &[CheckRule],
    ) -> Result<Option<Exact>, Rejection> {
        if !rules.iter().any(|rule| matches!(rule.check, Check::PaymentIndex { .. })) {
            return Ok(None);
        }
        payment_index(view, self.customer(), self.on)
    }
}

/// The payment index of a customer over twelve months up to a day; none without payments.
pub(super) fn payment_index(
    view: &dyn View,
    customer: &CustomerId,
    on: Day,
) -> Result<Option<Exact>, Rejection> {
    let from = on.plus_months(INDEX_MONTHS.saturating_neg())?;
    let mut experiences = Vec::new();
    for currency in view.currencies_of(customer) {
        let key = AccountKey::of(customer.clone(), *currency);
        let Some(account) = view.account(&key) else { continue };
        for entry in account.entries() {
            if !matches!(entry.item().kind, EntryKind::Invoice { .. }) {
                continue;
            }
            for application in entry.applications() {
                let paid_on = application.effective_on;
                let amount = application.booked;
                if paid_on <= from || paid_on > on || !amount.is_positive() {
                    continue;
                }
                let days = entry.due_as_of(paid_on, None).days_until(paid_on);
                let days_beyond_terms = Exact::whole(i64::from(days))?;
                experiences.push(PaymentExperience { amount, days_beyond_terms });
            }
        }
    }
    if experiences.is_empty() {
        return Ok(None);
    }
    Ok(Some(PaymentIndex { experiences }.figures()?.index))
}

/// The highest level at which what a customer owes on a day was dunned; none where nothing was.
fn dunning_level(view: &dyn View, customer: &CustomerId, on: Day) -> Option<u8> {
    let levels = view.currencies_of(customer).iter().filter_map(|currency| {
        let key = AccountKey::of(customer.clone(), *currency);
        let reminders = view.reminders(&key)?;
        let open = view.account(&key)?.open_items(on, None);
        open.map(|open| reminders.level_on(open.entry.id(), on, None).0).max()
    });
    levels.max().filter(|level| *level > 0)
}

/// The currency of a customer's file; that of the books where it has none.
pub(super) fn currency_of(view: &dyn View, customer: &CustomerId) -> Currency {
    let file = file_of_customer(view, customer);
    file.and_then(|file| file.currency).unwrap_or(view.settings().ledger_currency)
}

/// The group a customer belongs to.
pub(super) fn group_of<'v>(view: &'v dyn View, customer: &CustomerId) -> Option<&'v GroupId> {
    match view.record(&RecordKey::Customer(customer.clone())) {
        Some(Record::Customer(customer)) => customer.group.as_ref(),
        Some(_) | None => None,
    }
}

/// What the customers of a group are exposed with together.
pub(super) fn group_exposure(
    view: &dyn View,
    group: &GroupId,
    currency: Currency,
    on: Day,
    without: Option<&OrderId>,
) -> Result<Money, Rejection> {
    let mut counted = Money::zero(currency);
    for customer in view.members_of(group) {
        if group_of(view, customer) != Some(group) {
            continue;
        }
        let counts =
            |order: &OrderId| without != Some(order) && !is_held(view, customer, order, on);
        let exposure = exposure_of(view, customer, currency, on, &counts)?.exposure()?;
        counted = counted.checked_add(exposure.total)?;
    }
    Ok(counted)
}

/// What is refused where an order may not be shipped, with every reason that blocks.
pub(super) fn held(order: &OrderId, verdict: &Verdict) -> Cause {
    let mut reasons = String::new();
    let blocking = verdict.findings.iter().filter(|finding| finding.outcome == Outcome::Blocked);
    for finding in blocking {
        if !reasons.is_empty() {
            reasons.push_str(", ");
        }
        reasons.push_str(finding.check.name());
    }
    refused(order, verdict.value, reasons)
}

/// What is refused where an order was rejected.
pub(super) fn rejected(hold: &Hold) -> Cause {
    refused(&hold.order, hold.value, String::from("rejected"))
}

fn refused(order: &OrderId, value: Money, reasons: String) -> Cause {
    let (path, order) = (Path::field("order"), order.clone());
    crate::credit::Rejection::Held { path, order, value, reasons }.into()
}
