//! The entries of a cut-off (rulebook 5.2).

use super::{CutOff, CutOffItem, CutOffKind, CutOffSource};
use crate::calendar::Day;
use crate::company::rejection::Rejection;
use crate::company::view::View;
use crate::id::Text;
use crate::ledger::{Booking, Entry, EntryLine};
use crate::money::{Currency, ExchangeRate};
use alloc::vec::Vec;

/// The entry of an item on the last day of its period; none where it books nothing.
///
/// | | debit | credit |
/// |---|---|---|
/// | invoice to issue | invoices to issue, with VAT | revenue · VAT on invoices to issue |
/// | credit note to grant | revenue · VAT on invoices to issue | rebates to grant, with VAT |
/// | deferred income | revenue | income of later periods |
///
/// Revenue is services and, all else, sales. In another currency the total, the VAT and the
/// services are converted, sales take the rest; services alone take it themselves.
pub(super) fn entry(
    view: &dyn View,
    item: &CutOffItem,
    asked: &CutOff,
    recorded_on: Day,
) -> Result<Option<Entry>, Rejection> {
    let chart = &view.settings().chart;
    let booking =
        booking_of(view.settings().ledger_currency, item.gross.currency(), &asked.exchange_rates);
    let at = |no: crate::ledger::Rejection| no.with_path(&|_| "exchange_rates".into());
    let (gross, vat) = (booking.book(item.gross).map_err(at)?, booking.book(item.vat).map_err(at)?);
    let net = gross.checked_sub(vat)?;
    let services = if item.services == item.net { net } else { booking.book(item.services)? };
    let (sold, sales) = (item.net.checked_sub(item.services)?, net.checked_sub(services)?);
    let party = Some(item.customer.clone());
    let line = EntryLine::new;
    let (of_vat, none) = (&chart.vat_on_invoices_to_issue, || None);
    // As debits; an invoice to issue has them on the other side.
    let mut lines = Vec::from([
        line(&chart.services, none(), item.services, services),
        line(&chart.sales, none(), sold, sales),
        line(of_vat, none(), item.vat, vat),
    ]);
    let against = match item.kind {
        CutOffKind::InvoiceToIssue => &chart.invoices_to_issue,
        CutOffKind::CreditNoteToGrant => &chart.rebates_to_grant,
        CutOffKind::DeferredIncome => &chart.deferred_income,
    };
    lines.push(line(against, party, item.gross.negated(), gross.negated()));
    if item.kind == CutOffKind::InvoiceToIssue {
        lines.rotate_right(1);
        lines = lines.iter().map(EntryLine::negated).collect();
    }
    let name = match &item.source {
        CutOffSource::Order(order) => order.as_str(),
        CutOffSource::Document(document) => document.as_str(),
    };
    let name = Text::new(name)?;
    Ok(Entry::balanced_unless_zero(asked.until, recorded_on, name, lines)?)
}

/// The rate between two currencies, of those that were given.
pub(in super::super) fn booking_of(
    ledger: Currency,
    currency: Currency,
    rates: &[ExchangeRate],
) -> Booking {
    let is_of_pair = |rate: &&ExchangeRate| {
        [(ledger, currency), (currency, ledger)].contains(&(rate.base(), rate.quote()))
    };
    Booking { ledger, rate: rates.iter().find(is_of_pair).copied() }
}
