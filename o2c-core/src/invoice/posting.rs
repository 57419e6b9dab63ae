//! What a document means in the books (rulebook A-05).

use super::life::CreditReason;
use super::{Document, Rejection};
use crate::calendar::Day;
use crate::id::Text;
use crate::ledger::{AccountNumber, Booking, Chart, Entry, EntryLine};
use crate::money::{Money, split};
use alloc::vec::Vec;

/// The entry of a document, and what the receivable is booked at in the ledger's currency.
///
/// Receivables are debited with the total with VAT and its rounding (BT-112 + BT-114), converted
/// once; what was prepaid is settled by its own entries. VAT and rounding are converted; revenue
/// takes the rest, so that the entry balances in both currencies. Goods and charges are credited
/// to sales, a rebate is debited to rebates granted (rulebook A-02); a credit note has every sign turned. `None` where the document books nothing at all.
///
/// ```
/// use o2c_core::calendar::{Day, Terms};
/// use o2c_core::invoice::{Command, Draft, DraftLine, Event, Facts, Series, entry};
/// use o2c_core::ledger::{Booking, Chart};
/// use o2c_core::machine::Machine;
/// use o2c_core::pricing::Price;
/// # let mut series = Series::new();
/// # let open = Command::Open {
/// #     series: "sales".parse()?, prefix: "F".into(), yearly: true, digits: 5,
/// # };
/// # for event in series.decide(&open, &Facts::default())? { series.evolve(&event)?; }
/// let mut draft = Draft::new("C1".parse()?, "USD".parse()?, Terms::net_days(30));
/// let price = Price::Net("10.05".parse()?);
/// draft.lines.push(DraftLine::new("1".parse()?, "1 C62".parse()?, price, "S 20".parse()?));
/// let day = Day::parse("2026-01-15")?;
/// let issue = Command::Issue { draft: draft.into(), issued_on: day };
/// let issued = series.decide(&issue, &Facts::default())?;
/// let [Event::Issued(document)] = issued.as_slice() else { panic!("one document") };
/// // rulebook EX-A: 12.06 USD at 1.0850 are 11.12 EUR, of which 9.27 revenue and 1.85 VAT.
/// let booking = Booking { ledger: "EUR".parse()?, rate: Some("EUR/USD 1.0850".parse()?) };
/// let (entry, booked) = entry(document, &Chart::french(), &booking, day, day)?.expect("an entry");
/// assert_eq!(booked.to_string(), "11.12 EUR");
/// let lines: Vec<String> = entry.lines().iter()
///     .map(|line| format!("{} {}", line.account, line.booked))
///     .collect();
/// assert_eq!(lines, ["411 11.12 EUR", "707 -9.27 EUR", "44571 -1.85 EUR"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// `ledger.rate_missing`, `ledger.rate_of_other_pair`, `money.out_of_range`.
pub fn entry(
    document: &Document,
    chart: &Chart,
    booking: &Booking,
    accounted_on: Day,
    recorded_on: Day,
) -> Result<Option<(Entry, Money)>, Rejection> {
    let account = match document.draft.credit_reason {
        Some(CreditReason::Rebate) => &chart.rebates_granted,
        Some(CreditReason::Unbilled | CreditReason::Returned) | None => &chart.sales,
    };
    let revenue = [(account.clone(), document.figures.net)];
    entry_over(document, &revenue, chart, booking, accounted_on, recorded_on)
}

/// [`entry`] with the revenue on several accounts, given without VAT in the document's currency;
/// together they are the document's total without VAT. What is left of the booked value is split
/// over them by largest remainder; beside amounts of both signs each is converted and the largest
/// takes the difference.
///
/// # Errors
/// As [`entry`]; `ledger.entry.unbalanced` where the revenue is not the document's total.
pub fn entry_over(
    document: &Document,
    revenue: &[(AccountNumber, Money)],
    chart: &Chart,
    booking: &Booking,
    accounted_on: Day,
    recorded_on: Day,
) -> Result<Option<(Entry, Money)>, Rejection> {
    let figures = &document.figures;
    let revenue: Vec<(&AccountNumber, Money)> =
        revenue.iter().map(|(account, amount)| (account, document.signed(*amount))).collect();
    if !document.kind().posts() {
        return Ok(None);
    }
    let (vat, rounding) = (document.signed(figures.vat), document.signed(figures.rounding));
    let receivable = document.signed(figures.gross).checked_add(rounding)?;
    let booked = booking.book(receivable)?;
    let vat_booked = vat_in_books(document, booking)?;
    let rounding_booked = booking.book(rounding)?;
    let rest = booked.checked_sub(vat_booked)?.checked_sub(rounding_booked)?;
    let credit = |account: &AccountNumber, amount: Money, booked: Money| {
        EntryLine::new(account, None, amount.negated(), booked.negated())
    };
    let party = Some(document.draft.customer.clone());
    let mut lines = Vec::from([EntryLine::new(&chart.receivable, party, receivable, booked)]);
    for ((account, amount), share) in revenue.iter().zip(shares_of(rest, &revenue, booking)?) {
        lines.push(credit(account, *amount, share));
    }
    lines.push(credit(&chart.vat_collected, vat, vat_booked));
    // Rounding up is income, rounding down costs.
    let account = if rounding.is_negative() { &chart.rounding_loss } else { &chart.rounding_gain };
    lines.push(credit(account, rounding, rounding_booked));
    let name = Text::new(document.number.as_str())?;
    let entry = Entry::balanced_unless_zero(accounted_on, recorded_on, name, lines)?;
    Ok(entry.map(|entry| (entry, booked)))
}

/// The VAT in the ledger's currency: as declared where VAT is declared in that currency.
fn vat_in_books(document: &Document, booking: &Booking) -> Result<Money, Rejection> {
    match &document.figures.vat_accounting {
        Some(declared) if declared.total.currency() == booking.ledger => {
            Ok(document.signed(declared.total))
        }
        Some(_) | None => Ok(booking.book(document.signed(document.figures.vat))?),
    }
}

/// What each revenue account is booked at; the shares sum to the rest.
fn shares_of(
    rest: Money,
    revenue: &[(&AccountNumber, Money)],
    booking: &Booking,
) -> Result<Vec<Money>, Rejection> {
    let amounts = || revenue.iter().map(|(_, amount)| *amount);
    let weights: Vec<i128> =
        amounts().map(|amount| i128::from(amount.minor()).saturating_abs()).collect();
    let is_of_both_signs = amounts().any(Money::is_negative) && amounts().any(Money::is_positive);
    if !is_of_both_signs && weights.iter().any(|weight| *weight > 0) {
        return Ok(split(rest, &weights)?);
    }
    let mut shares = amounts()
        .map(|amount| booking.book(amount))
        .collect::<Result<Vec<_>, crate::ledger::Rejection>>()?;
    let difference = rest.checked_sub(Money::sum(rest.currency(), shares.iter().copied())?)?;
    if let Some(largest) = shares.iter_mut().max_by_key(|share| share.magnitude().minor()) {
        *largest = largest.checked_add(difference)?;
    }
    Ok(shares)
}
