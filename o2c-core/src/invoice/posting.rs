//! What a document means in the books (rulebook A-05).

use super::books::{Books, LeftInBooks};
use super::life::CreditReason;
use super::order_part::Deducted;
use super::supply::{Sold, VatInBooks, services, vat_in_books};
use super::{ClaimKind, Document, DocumentKind, OrderPart, Rejection};
use crate::calendar::Day;
use crate::id::Text;
use crate::ledger::{AccountNumber, Booking, Chart, Entry, EntryLine};
use crate::money::{Money, split};
use alloc::vec::Vec;

/// The entry of a document, and what the receivable is booked at in the ledger's currency.
///
/// Receivables are debited with the total with VAT and its rounding (BT-112 + BT-114), converted
/// once. Deposits that it deducts are settled in the same entry, at the value they are booked at:
/// receivables end at the amount due (rulebook 5.2). The VAT of services in deposits that it shows
/// falls due as these are paid, and clears the VAT on them. VAT and rounding are converted; revenue
/// takes the rest, so that the entry balances in both currencies. Services are credited to
/// services, and their VAT waits on VAT pending unless that is VAT collected; goods and charges are
/// credited to sales, a rebate is debited to rebates granted (rulebook A-02), a deposit is credited
/// to deposits received; a credit note has every sign turned. `None` where the document books
/// nothing at all.
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
    match document.kind() {
        DocumentKind::Deposit | DocumentKind::DepositCreditNote => {
            deposit_entry(document, chart, booking, accounted_on, recorded_on)
        }
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Corrective
        | DocumentKind::DebitNote
        | DocumentKind::ProForma => {
            let revenue = revenue_of(document, chart)?;
            entry_over(document, &revenue, chart, booking, accounted_on, recorded_on)
        }
    }
}

/// The entry of a document that gives an earlier one back, and what it takes off the receivable:
/// as [`entry`], but every account is released of what the earlier one booked, and no rate is
/// asked.
///
/// # Errors
/// `money.out_of_range`.
pub fn entry_giving_back(
    document: &Document,
    chart: &Chart,
    left: &LeftInBooks,
    accounted_on: Day,
    recorded_on: Day,
) -> Result<Option<(Entry, Money)>, Rejection> {
    let (revenue, days) = (revenue_of(document, chart)?, (accounted_on, recorded_on));
    entry_in(document, &revenue, chart, &mut Books::GivingBack(left.clone()), days)
}

/// A deposit claims, its credit note gives back, with VAT, what is owed to the customer in goods
/// or services: the VAT of it falls due when it is paid (rulebook 5.2, V-02).
fn deposit_entry(
    document: &Document,
    chart: &Chart,
    booking: &Booking,
    accounted_on: Day,
    recorded_on: Day,
) -> Result<Option<(Entry, Money)>, Rejection> {
    let amount = document.signed(document.figures.gross);
    let booked = match &document.draft.of_order {
        // Given back is what stands in the books, at the rate of the deposit itself.
        Some(OrderPart::DepositCredit { booked, .. }) => booked.negated(),
        Some(OrderPart::Deposit { .. } | OrderPart::Milestone { .. }) | None => {
            booking.book(amount)?
        }
    };
    let party = || Some(document.draft.customer.clone());
    let lines = Vec::from([
        EntryLine::new(&chart.receivable, party(), amount, booked),
        EntryLine::new(&chart.deposits, party(), amount.negated(), booked.negated()),
    ]);
    let name = Text::new(document.number.as_str())?;
    let entry = Entry::balanced_unless_zero(accounted_on, recorded_on, name, lines)?;
    Ok(entry.map(|entry| (entry, booked)))
}

/// What of a document is revenue of which account, without VAT: claims have accounts of their own
/// (rulebook T-23), a rebate is debited to rebates granted (A-02), services are services with
/// their share of allowances and charges, all else is sales.
fn revenue_of(
    document: &Document,
    chart: &Chart,
) -> Result<Vec<(AccountNumber, Money)>, Rejection> {
    let net = document.figures.net;
    if document.draft.credit_reason == Some(CreditReason::Rebate) {
        return Ok(Vec::from([(chart.rebates_granted.clone(), net)]));
    }
    // Lines that take deposits off are none of the sale; they stand beside the first account.
    let is_shown = document.draft.prepaid.is_none();
    let deducted = Deducted::of(document.draft.currency, &document.draft.deducted)?;
    let taken = if is_shown { deducted.net } else { Money::zero(net.currency()) };
    let services = services_of_sale(document)?;
    let mut sales = net.checked_add(taken)?.checked_sub(services)?;
    let mut revenue: Vec<(AccountNumber, Money)> = Vec::new();
    if !services.is_zero() {
        revenue.push((chart.services.clone(), services));
    }
    for (line, amounts) in document.draft.lines.iter().zip(&document.figures.lines) {
        let account = match line.claim {
            None => continue,
            Some(ClaimKind::Interest) => &chart.interest,
            Some(ClaimKind::Indemnity | ClaimKind::Costs) => &chart.compensation,
        };
        sales = sales.checked_sub(amounts.net)?;
        match revenue.iter_mut().find(|(known, _)| known == account) {
            Some((_, sum)) => *sum = sum.checked_add(amounts.net)?,
            None => revenue.push((account.clone(), amounts.net)),
        }
    }
    if !sales.is_zero() || revenue.is_empty() {
        revenue.push((chart.sales.clone(), sales));
    }
    if let Some((_, first)) = revenue.first_mut() {
        *first = first.checked_sub(taken)?;
    }
    Ok(revenue)
}

/// The services of a sale without VAT, whatever deposits leave of it.
fn services_of_sale(document: &Document) -> Result<Money, Rejection> {
    let (lines, figures) = (&document.draft.lines, &document.figures);
    let services = if document.shows_deposits() {
        let of_sale = lines.iter().zip(figures.nets());
        let of_sale = of_sale.filter(|(line, _)| !document.takes_off_deposit(line));
        let groups = document.before_deposits(&figures.breakdown.groups)?;
        Sold::of(of_sale).services(&groups, document.draft.currency)?
    } else {
        services(lines, figures)?
    };
    Ok(Money::sum(document.draft.currency, services.iter().map(|group| group.base))?)
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
    let days = (accounted_on, recorded_on);
    entry_in(document, revenue, chart, &mut Books::At(booking), days)
}

fn entry_in(
    document: &Document,
    revenue: &[(AccountNumber, Money)],
    chart: &Chart,
    books: &mut Books<'_>,
    (accounted_on, recorded_on): (Day, Day),
) -> Result<Option<(Entry, Money)>, Rejection> {
    let figures = &document.figures;
    let mut revenue: Vec<(&AccountNumber, Money)> =
        revenue.iter().map(|(account, amount)| (account, document.signed(*amount))).collect();
    if !document.kind().posts() {
        return Ok(None);
    }
    let rounding = document.signed(figures.rounding);
    let mut receivable = document.signed(figures.gross).checked_add(rounding)?;
    let deducted = Deducted::of(document.draft.currency, &document.draft.deducted)?;
    let deducted = deducted.signed(document.kind());
    if document.draft.prepaid.is_none() {
        // The document shows what deposits leave of the sale: the books show the sale.
        receivable = receivable.checked_add(deducted.gross)?;
        if let Some((_, revenue)) = revenue.first_mut() {
            *revenue = revenue.checked_add(deducted.net)?;
        }
    }
    // What deposits paid keeps the value it is booked at; the rest is booked at today's.
    let due_booked =
        books.receivable(&chart.receivable, receivable.checked_sub(deducted.gross)?)?;
    let booked = match deducted.booked {
        Some(of_deposits) => due_booked.checked_add(of_deposits)?,
        None => due_booked,
    };
    // Rounding up is income, rounding down costs.
    let costs = figures.rounding.is_negative();
    let of_rounding = if costs { &chart.rounding_loss } else { &chart.rounding_gain };
    let of_vat = vat_in_books(document, chart, books)?;
    let rounding_booked = books.credit(of_rounding, rounding)?;
    let rest = booked.checked_sub(of_vat.booked()?)?.checked_sub(rounding_booked)?;
    let taxes = taxes_in_books(document, chart, books)?;
    let rest = taxes.iter().try_fold(rest, |rest, tax| rest.checked_sub(tax.booked))?;
    let credit = |account: &AccountNumber, amount: Money, booked: Money| {
        EntryLine::new(account, None, amount.negated(), booked.negated())
    };
    let party = Some(document.draft.customer.clone());
    let mut lines = Vec::from([EntryLine::new(&chart.receivable, party, receivable, booked)]);
    for ((account, amount), share) in revenue.iter().zip(shares_of(rest, &revenue, books)?) {
        lines.push(credit(account, *amount, share));
    }
    let VatInBooks { due, due_booked: of_due, pending, pending_booked, .. } = of_vat;
    lines.push(credit(&chart.vat_collected, due, of_due));
    lines.push(credit(&chart.vat_pending, pending, pending_booked));
    lines.push(credit(&chart.vat_on_deposits, of_vat.kept, of_vat.kept_booked));
    for tax in taxes {
        lines.push(credit(tax.account, tax.amount, tax.booked));
    }
    lines.push(credit(of_rounding, rounding, rounding_booked));
    if let Some(booked) = deducted.booked {
        let party = || Some(document.draft.customer.clone());
        lines.push(EntryLine::new(&chart.deposits, party(), deducted.gross, booked));
        let (amount, booked) = (deducted.gross.negated(), booked.negated());
        lines.push(EntryLine::new(&chart.receivable, party(), amount, booked));
    }
    let name = Text::new(document.number.as_str())?;
    let entry = Entry::balanced_unless_zero(accounted_on, recorded_on, name, lines)?;
    Ok(entry.map(|entry| (entry, due_booked)))
}

/// The VAT of a document that waits for its payment, in the ledger's currency, as the customer's
/// account sees it. That of a deposit is not posted before it is collected.
///
/// # Errors
/// As [`entry`].
pub(crate) fn vat_pending_booked(
    document: &Document,
    chart: &Chart,
    booking: &Booking,
) -> Result<Money, Rejection> {
    let vat = document.signed(document.figures.vat);
    Ok(match document.kind() {
        DocumentKind::Deposit | DocumentKind::DepositCreditNote => booking.book(vat)?,
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Corrective
        | DocumentKind::DebitNote
        | DocumentKind::ProForma => {
            vat_in_books(document, chart, &mut Books::At(booking))?.pending_booked
        }
    })
}

/// The same of a document that gives an earlier one back.
///
/// # Errors
/// `money.out_of_range`.
pub(crate) fn vat_pending_given_back(
    document: &Document,
    chart: &Chart,
    left: &LeftInBooks,
) -> Result<Money, Rejection> {
    let mut books = Books::GivingBack(left.clone());
    Ok(vat_in_books(document, chart, &mut books)?.pending_booked)
}

/// A tax besides VAT, as it is booked.
struct BookedTax<'a> {
    account: &'a AccountNumber,
    amount: Money,
    booked: Money,
}

/// Each tax besides VAT on its account.
fn taxes_in_books<'a>(
    document: &'a Document,
    chart: &'a Chart,
    books: &mut Books<'_>,
) -> Result<Vec<BookedTax<'a>>, Rejection> {
    let mut taxes = Vec::with_capacity(document.figures.taxes.len());
    for tax in &document.figures.taxes {
        let named = document.draft.tax_accounts.iter().find(|entry| entry.name == tax.name);
        let account = named.map_or(&chart.vat_collected, |entry| &entry.account);
        let amount = document.signed(tax.amount);
        taxes.push(BookedTax { account, amount, booked: books.credit(account, amount)? });
    }
    Ok(taxes)
}

/// What each revenue account is booked at; the shares sum to the rest.
fn shares_of(
    rest: Money,
    revenue: &[(&AccountNumber, Money)],
    books: &mut Books<'_>,
) -> Result<Vec<Money>, Rejection> {
    let amounts = || revenue.iter().map(|(_, amount)| *amount);
    let weights: Vec<i128> =
        amounts().map(|amount| i128::from(amount.minor()).saturating_abs()).collect();
    let is_of_both_signs = amounts().any(Money::is_negative) && amounts().any(Money::is_positive);
    let is_split = matches!(books, Books::At(_)) && !is_of_both_signs;
    if is_split && weights.iter().any(|weight| *weight > 0) {
        return Ok(split(rest, &weights)?);
    }
    let mut shares = Vec::with_capacity(revenue.len());
    for (account, amount) in revenue {
        shares.push(books.credit(account, *amount)?);
    }
    let difference = rest.checked_sub(Money::sum(rest.currency(), shares.iter().copied())?)?;
    if let Some(largest) = shares.iter_mut().max_by_key(|share| share.magnitude().minor()) {
        *largest = largest.checked_add(difference)?;
    }
    Ok(shares)
}
