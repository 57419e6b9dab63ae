//! Whether an order may be delivered: the company's facts in the words of credit.

use super::exposure::{Counted, exposure_of, order_items};
use super::running::exposure_in_sums;
use super::{counted, file_of_customer};
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
        let counts = |order: &OrderId| {
            if order == self.order { Counted::Nothing } else { counted(view, customer, order, on) }
        };
        let exposure = exposure_of(view, customer, self.currency(view), on, &counts)?;
        self.verdict_of(view, rules, exposure)
    }

    /// The same, in sums where they are kept: the outcome of every check and its figures, without
    /// the documents.
    pub(super) fn verdict_in_short(
        &self,
        view: &dyn View,
        rules: &[CheckRule],
    ) -> Result<Verdict, Rejection> {
        // What names a segment is told by documents, too.
        let is_summed =
            self.content.handling.credit_segment.is_empty() && !rules.iter().any(is_by_document);
        let (customer, currency) = (self.customer(), self.currency(view));
        let sums = || exposure_in_sums(view, customer, currency, self.on, Some(self.order));
        match is_summed.then(sums).flatten() {
            Some(exposure) => self.verdict_of(view, rules, exposure),
            None => self.verdict(view, rules),
        }
    }

    fn verdict_of(
        &self,
        view: &dyn View,
        rules: &[CheckRule],
        exposure: ExposureOf,
    ) -> Result<Verdict, Rejection> {
        let asked = VerdictOf {
            order: CheckedOrder {
                value: self.value(view)?,
                ships_on: self.content.required_on,
                credit_days: self.credit_days(),
                has_other_terms: self.has_other_terms(view),
            },
            customer: CheckedCustomer {
                terms: self.terms(view)?,
                group: checked_group(view, self.customer(), self.on, Some(self.order))?,
                segment: self.segment(view)?,
                dunning_level: dunning_level_for(view, self.customer(), self.on, rules),
                payment_index: payment_index_for(view, self.customer(), self.on, rules)?,
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
        let limit = limit_in(view, terms.limit, self.currency(view), self.on)?;
        Ok(Some(CheckedSegment { segment, limit }))
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
}

/// Whether a customer may be given so much more on a day, by the rules for orders that look at no
/// order's own terms.
pub(super) fn verdict_for(
    view: &dyn View,
    customer: &CustomerId,
    value: Money,
    on: Day,
    rules: &[CheckRule],
) -> Result<Verdict, Rejection> {
    let currency = currency_of(view, customer);
    let is_summed = !rules.iter().any(is_by_document);
    let sums = || exposure_in_sums(view, customer, currency, on, None);
    let exposure = match is_summed.then(sums).flatten() {
        Some(exposure) => exposure,
        None => super::exposure_on(view, customer, Some(currency), on)?,
    };
    let file = file_of_customer(view, customer);
    let order = CheckedOrder { value, ships_on: None, credit_days: None, has_other_terms: false };
    let asked = VerdictOf {
        order,
        customer: CheckedCustomer {
            terms: file.map(|file| file.terms_on(on, None)).transpose()?.flatten(),
            group: checked_group(view, customer, on, None)?,
            segment: None,
            dunning_level: dunning_level_for(view, customer, on, rules),
            payment_index: payment_index_for(view, customer, on, rules)?,
        },
        exposure,
        rules: rules.to_vec(),
    };
    Ok(asked.verdict()?)
}

/// What ships later is told by documents.
const fn is_by_document(rule: &CheckRule) -> bool {
    matches!(rule.check, Check::Horizon { .. })
}

/// The group whose limit a customer shares, with what its customers hold against it.
fn checked_group(
    view: &dyn View,
    customer: &CustomerId,
    on: Day,
    without: Option<&OrderId>,
) -> Result<Option<CheckedGroup>, Rejection> {
    let Some(group) = group_of(view, customer, on) else { return Ok(None) };
    let Some(file) = view.credit_file(&FileHolder::Group(group.clone())) else {
        return Ok(None);
    };
    let Some(terms) = file.terms_on(on, None)? else { return Ok(None) };
    let currency = currency_of(view, customer);
    let counted = group_exposure(view, group, currency, on, without)?;
    let limit = limit_in(view, terms.limit, currency, on)?;
    Ok(Some(CheckedGroup { counted, limit }))
}

/// A limit in another currency, at the rates of a day.
fn limit_in(
    view: &dyn View,
    limit: Limit,
    currency: Currency,
    on: Day,
) -> Result<Limit, Rejection> {
    Ok(match limit {
        Limit::Unlimited => Limit::Unlimited,
        Limit::UpTo(limit) => {
            Limit::UpTo(converted(limit, currency, &super::exposure::rates_on(view, on))?)
        }
    })
}

/// The payment index, where a rule asks for it and payments are known; the ledger's values are its
/// weights.
fn payment_index_for(
    view: &dyn View,
    customer: &CustomerId,
    on: Day,
    rules: &[CheckRule],
) -> Result<Option<Exact>, Rejection> {
    if !rules.iter().any(|rule| matches!(rule.check, Check::PaymentIndex { .. })) {
        return Ok(None);
    }
    payment_index(view, customer, on)
}

/// The level at which a customer is dunned, where a rule asks for it.
fn dunning_level_for(
    view: &dyn View,
    customer: &CustomerId,
    on: Day,
    rules: &[CheckRule],
) -> Option<u8> {
    if !rules.iter().any(|rule| matches!(rule.check, Check::DunningLevel { .. })) {
        return None;
    }
    dunning_level(view, customer, on)
}

/// The payment index of a customer over twelve months up to a day; none without payments.
pub(in crate::company) fn payment_index(
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

/// The group a customer belongs to on a day: of what holds from that day or before, what was said
/// last.
fn group_of<'v>(view: &'v dyn View, customer: &CustomerId, on: Day) -> Option<&'v GroupId> {
    let said = view.memberships(customer).iter().rev();
    let mut said = said.filter(|membership| membership.from <= on);
    said.next().and_then(|membership| membership.group.as_ref())
}

/// What the customers that belong to a group on a day are exposed with together.
pub(super) fn group_exposure(
    view: &dyn View,
    group: &GroupId,
    currency: Currency,
    on: Day,
    without: Option<&OrderId>,
) -> Result<Money, Rejection> {
    let mut counted = Money::zero(currency);
    for customer in view.members_of(group) {
        if group_of(view, customer, on) != Some(group) {
            continue;
        }
        let counts = |order: &OrderId| {
            let is_asked = without == Some(order);
            if is_asked { Counted::Nothing } else { super::counted(view, customer, order, on) }
        };
        let exposed = match exposure_in_sums(view, customer, currency, on, without) {
            Some(exposed) => exposed,
            None => exposure_of(view, customer, currency, on, &counts)?,
        };
        counted = counted.checked_add(exposed.exposure()?.total)?;
    }
    Ok(counted)
}

/// What is refused where an order may not be shipped, with every reason that blocks.
pub(super) fn held(order: &OrderId, verdict: &Verdict) -> Cause {
    refused(order, verdict.value, reasons(verdict))
}

/// What is refused where a customer is given no more, with every reason that blocks.
pub(super) fn blocked(verdict: &Verdict) -> Cause {
    let (path, value) = (Path::root(), verdict.value);
    crate::credit::Rejection::Blocked { path, value, reasons: reasons(verdict) }.into()
}

fn reasons(verdict: &Verdict) -> String {
    let mut reasons = String::new();
    let blocking = verdict.findings.iter().filter(|finding| finding.outcome == Outcome::Blocked);
    for finding in blocking {
        if !reasons.is_empty() {
            reasons.push_str(", ");
        }
        reasons.push_str(finding.check.name());
    }
    reasons
}

/// What is refused where an order was rejected.
pub(super) fn rejected(hold: &Hold) -> Cause {
    refused(&hold.order, hold.value, String::from("rejected"))
}

fn refused(order: &OrderId, value: Money, reasons: String) -> Cause {
    let (path, order) = (Path::field("order"), order.clone());
    crate::credit::Rejection::Held { path, order, value, reasons }.into()
}
