//! The entries of a cut-off (rulebook 5.2).

use super::{CutOff, CutOffItem, CutOffKind, CutOffSource};
use crate::calendar::Day;
use crate::company::rejection::Rejection;
use crate::company::view::View;
use crate::id::Text;
use crate::ledger::{Booking, Entry, EntryLine};
use crate::money::{Currency, Money};

/// The entry of an item on the last day of its period; none where it books nothing.
///
/// | | debit | credit |
/// |---|---|---|
/// | invoice to issue | invoices to issue, with VAT | sales · VAT on invoices to issue |
/// | credit note to grant | sales · VAT on invoices to issue | rebates to grant, with VAT |
/// | deferred income | sales | income of later periods |
///
/// In another currency the total and the VAT are converted, sales take the rest.
pub(super) fn entry(
    view: &dyn View,
    item: &CutOffItem,
    asked: &CutOff,
    recorded_on: Day,
) -> Result<Option<Entry>, Rejection> {
    let chart = &view.settings().chart;
    let booking = booking_of(view.settings().ledger_currency, item.gross.currency(), asked);
    let at = |no: crate::ledger::Rejection| no.with_path(|_| "exchange_rates".into());
    let (gross, vat) = (booking.book(item.gross).map_err(at)?, booking.book(item.vat).map_err(at)?);
    let net = gross.checked_sub(vat)?;
    let party = Some(item.customer.clone());
    let debit = |account, party, amount: Money, booked: Money| {
        EntryLine::new(account, party, amount, booked)
    };
    let credit = |account, party, amount: Money, booked: Money| {
        EntryLine::new(account, party, amount.negated(), booked.negated())
    };
    let lines = match item.kind {
        CutOffKind::InvoiceToIssue => [
            debit(&chart.invoices_to_issue, party, item.gross, gross),
            credit(&chart.sales, None, item.net, net),
            credit(&chart.vat_on_invoices_to_issue, None, item.vat, vat),
        ],
        CutOffKind::CreditNoteToGrant => [
            debit(&chart.sales, None, item.net, net),
            debit(&chart.vat_on_invoices_to_issue, None, item.vat, vat),
            credit(&chart.rebates_to_grant, party, item.gross, gross),
        ],
        CutOffKind::DeferredIncome => [
            debit(&chart.sales, None, item.net, net),
            debit(&chart.vat_on_invoices_to_issue, None, item.vat, vat),
            credit(&chart.deferred_income, None, item.gross, gross),
        ],
    };
    let name = match &item.source {
        CutOffSource::Order(order) => order.as_str(),
        CutOffSource::Document(document) => document.as_str(),
    };
    let (name, lines) = (Text::new(name)?, lines.into());
    Ok(Entry::balanced_unless_zero(asked.until, recorded_on, name, lines)?)
}

/// The rate between two currencies, of those that were given.
fn booking_of(ledger: Currency, currency: Currency, asked: &CutOff) -> Booking {
    let is_of_pair = |rate: &&crate::money::ExchangeRate| {
        [(ledger, currency), (currency, ledger)].contains(&(rate.base(), rate.quote()))
    };
    Booking { ledger, rate: asked.exchange_rates.iter().find(is_of_pair).copied() }
}
