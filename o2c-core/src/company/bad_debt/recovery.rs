//! What comes in on a debt that had been written off (rulebook 5.2, V-07).

use super::take;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::correction::known_document;
use crate::company::decision::Decision;
use crate::company::event::Event;
use crate::company::rejection::{Cause, Rejection};
use crate::company::view::View;
use crate::error::Path;
use crate::id::{DocumentNumber, PaymentId, Text};
use crate::invoice::Document;
use crate::ledger::{Booking, Entry, EntryLine};
use crate::money::{ExchangeRate, Money, split};
use crate::receivable::{AccountEntry, AccountKey, DiscountShare, EntryKind};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Money comes in on a document that was written off: income again, and its VAT due again.
    RecordRecovery {
        /// The bank's or the caller's reference.
        payment: PaymentId,
        /// The document.
        document: DocumentNumber,
        /// How much, at most what was written off and not recovered.
        amount: Money,
        /// The rate to the ledger's currency, for a payment in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// What came in on a document that was written off.
    Recovered {
        /// The payment.
        payment: PaymentId,
        /// How it falls on price and tax; the shares sum to what came in.
        shares: Vec<DiscountShare>,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    }
}

/// What was written off of a document as a bad debt by the end of a day and not taken back, rate
/// by rate; with `known_at`, as one knew it at the end of that day. What credit notes gave back of
/// it since is not lost any more.
pub(in super::super) fn lost_of(
    view: &dyn View,
    document: &Document,
    day: Day,
    known_at: Option<Day>,
) -> Result<Vec<DiscountShare>, crate::money::Rejection> {
    let key = AccountKey::of(document.draft.customer.clone(), document.draft.currency);
    let mut lost = Vec::new();
    let Some(account) = view.account(&key) else { return Ok(lost) };
    let is_seen = |entry: &&AccountEntry| {
        entry.item().accounted_on <= day
            && known_at.is_none_or(|known_at| entry.recorded_on() <= known_at)
    };
    let kinds = || account.entries().iter().filter(is_seen).map(|entry| (entry.id(), entry));
    for (id, entry) in kinds() {
        let EntryKind::Discount { of, shares, because } = &entry.item().kind else { continue };
        let of = account.entry(of).and_then(|of| of.item().kind.document());
        if of != Some(&document.number) || !because.is_bad_debt() {
            continue;
        }
        let taken_back = || {
            kinds().filter_map(|(_, other)| {
                let EntryKind::DiscountReversal { of, shares, by, .. } = &other.item().kind else {
                    return None;
                };
                (of == id).then_some((shares, by.is_some()))
            })
        };
        if taken_back().any(|(_, is_part)| !is_part) {
            continue;
        }
        gather(&mut lost, shares, false)?;
        for (shares, _) in taken_back() {
            gather(&mut lost, shares, true)?;
        }
    }
    lost.retain(|share| !(share.net.is_zero() && share.tax.is_zero()));
    Ok(lost)
}

/// Adds shares, or takes them off, rate by rate.
fn gather(
    sum: &mut Vec<DiscountShare>,
    shares: &[DiscountShare],
    is_less: bool,
) -> Result<(), crate::money::Rejection> {
    for share in shares {
        let (net, tax) = match is_less {
            true => (share.net.negated(), share.tax.negated()),
            false => (share.net, share.tax),
        };
        match sum.iter_mut().find(|of| of.vat == share.vat) {
            Some(of) => {
                of.net = of.net.checked_add(net)?;
                of.tax = of.tax.checked_add(tax)?;
            }
            None => sum.push(DiscountShare { vat: share.vat, net, tax }),
        }
    }
    Ok(())
}

/// What was lost of a document and has not come in since.
fn unrecovered(
    view: &dyn View,
    document: &Document,
) -> Result<Vec<DiscountShare>, crate::money::Rejection> {
    let mut left = lost_of(view, document, Day::MAX, None)?;
    for recovered in view.recoveries(&document.number) {
        gather(&mut left, &recovered.shares, true)?;
    }
    Ok(left)
}

/// Money comes in: the price is income of recoveries, the VAT is due again.
pub(in super::super) fn record_recovery(
    decision: &mut Decision<'_>,
    asked: &RecordRecovery,
) -> Result<(), Rejection> {
    let view = decision.before();
    let document = known_document(view, &asked.document, "document")?;
    let is_received = view.receipt(&asked.payment).is_some_and(|receipt| receipt.entry.is_some());
    if is_received || view.is_recovery(&asked.payment) {
        let (path, payment) = (Path::field("payment"), asked.payment.clone());
        return Err(Cause::PaymentKnown { path, payment }.into());
    }
    let (path, amount) = (Path::field("amount"), asked.amount);
    let nothing = Money::zero(document.draft.currency);
    nothing.expect(amount.currency()).map_err(|no| Rejection::from(no.inside("amount")))?;
    if !amount.is_positive() {
        return Err(Cause::AmountNotPositive { path, amount }.into());
    }
    let mut left = unrecovered(view, &document)?;
    let parts = left.iter().flat_map(|share| [share.net, share.tax]);
    let lost = Money::sum(document.draft.currency, parts)?;
    if amount.minor() > lost.minor() {
        let document = asked.document.clone();
        return Err(Cause::BeyondLoss { path, document, asked: amount, lost }.into());
    }
    let shares = take(&mut left, amount)?;
    let (effective_on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let ledger = view.settings().ledger_currency;
    let booked = Booking { ledger, rate: asked.exchange_rate }.book(amount)?;
    let net = Money::sum(amount.currency(), shares.iter().map(|share| share.net))?;
    let tax = amount.checked_sub(net)?;
    let weights = [i128::from(net.minor()), i128::from(tax.minor())];
    let chart = &view.settings().chart;
    let mut lines = Vec::from([EntryLine::new(&chart.bank, None, amount, booked)]);
    let against = [(&chart.recovery, net), (&chart.vat_collected, tax)];
    for ((account, part), booked) in against.into_iter().zip(split(booked, &weights)?) {
        lines.push(EntryLine::new(account, None, part.negated(), booked.negated()));
    }
    let name = Text::new(asked.payment.as_str())?;
    let entry = Entry::balanced(effective_on, recorded_on, name, lines)?;
    let recovered = Recovered { payment: asked.payment.clone(), shares, effective_on, recorded_on };
    decision.push(Event::Recovered { document: asked.document.clone(), recovered });
    decision.push(Event::Posted(Arc::new(entry)));
    Ok(())
}
