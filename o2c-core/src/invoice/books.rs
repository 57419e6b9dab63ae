//! At what the figures of a document stand in the ledger's currency: at the rate of the document,
//! or, where it gives an earlier one back, at what that one booked.

use super::{Document, Rejection};
use crate::ledger::{AccountNumber, Booking, Chart, Entry};
use crate::money::{Currency, Money, proportion};
use alloc::collections::BTreeMap;

/// What is left of what a document booked, account by account: a credit note releases of it in
/// step with the amounts that it gives back, so that the last one empties every account, whatever
/// the rates of the days between (rulebook G-07, L-30). Revenue balances each entry: of several
/// accounts of it all together are emptied.
///
/// ```
/// use o2c_core::calendar::{Day, Terms};
/// use o2c_core::invoice::life::{CreditNote, CreditReason, CreditScope, Life};
/// use o2c_core::invoice::{Command, Draft, DraftLine, Event, Facts, LeftInBooks, Series};
/// use o2c_core::invoice::{entry, entry_giving_back};
/// use o2c_core::ledger::{Booking, Chart};
/// use o2c_core::machine::Machine;
/// use o2c_core::pricing::Price;
/// # let mut series = Series::new();
/// # let open = Command::Open {
/// #     series: "sales".parse()?, prefix: "F".into(), yearly: true, digits: 5,
/// # };
/// # for event in series.decide(&open, &Facts::default())? { series.evolve(&event)?; }
/// // rulebook EX-A: 12.06 USD at 1.0850 are 11.12 EUR; all of it is given back.
/// let mut draft = Draft::new("C1".parse()?, "USD".parse()?, Terms::net_days(30));
/// let price = Price::Net("10.05".parse()?);
/// draft.lines.push(DraftLine::new("1".parse()?, "1 C62".parse()?, price, "S 20".parse()?));
/// let (day, chart, ledger) = (Day::parse("2026-01-15")?, Chart::french(), "EUR".parse()?);
/// let issue = Command::Issue { draft: draft.into(), issued_on: day };
/// let issued = series.decide(&issue, &Facts::default())?;
/// let [Event::Issued(invoice)] = issued.as_slice() else { panic!("one document") };
/// let booking = Booking { ledger, rate: Some("EUR/USD 1.0850".parse()?) };
/// let (booked, _) = entry(invoice, &chart, &booking, day, day)?.expect("an entry");
///
/// let note = CreditNote {
///     reason: CreditReason::Returned, note: Default::default(), terms: Terms::net_days(0),
/// };
/// let (draft, credit) = Life::default().credit_note(invoice, &CreditScope::Whole, note)?;
/// let (vat, services) = (credit.groups, credit.services);
/// let issue = Command::IssueShare {
///     draft: draft.into(), vat, services, taxes: vec![], vat_before: None, issued_on: day,
/// };
/// let issued = series.decide(&issue, &Facts::default())?;
/// let [Event::Issued(note)] = issued.as_slice() else { panic!("one document") };
/// let left = LeftInBooks::of(invoice, Some(&booked), &chart, ledger)?;
/// let (back, _) = entry_giving_back(note, &chart, &left, day, day)?.expect("an entry");
/// let of = |entry: &o2c_core::ledger::Entry, sign: i64| -> Vec<i64> {
///     entry.lines().iter().map(|line| sign * line.booked.minor()).collect()
/// };
/// assert_eq!(of(&back, -1), of(&booked, 1)); // 11.12, -9.27 and -1.85
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftInBooks {
    ledger: Currency,
    rows: BTreeMap<AccountNumber, Row>,
    /// What settling the amount that is given back releases of the customer's items.
    of_items: Option<Money>,
}

/// What a document moved on an account, and what was given back of it; debit positive.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    amount: Money,
    booked: Money,
    given: Money,
    given_booked: Money,
}

/// Which part of what was booked is released first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    /// What payments release as they come, from the start, meets it exactly.
    End,
    /// What the items of the customer come to.
    Items(Money),
}

impl Row {
    /// What is released of a part: in step with the whole unless a figure is given, and in the end
    /// all that is left.
    fn release(&mut self, part: Money, from: From) -> Result<Money, Rejection> {
        let reached = self.given.checked_add(part)?;
        if let From::Items(released) = from
            && reached != self.amount
        {
            (self.given, self.given_booked) = (reached, self.given_booked.checked_add(released)?);
            return Ok(released);
        }
        let upto = match from {
            From::Start | From::Items(_) => proportion(self.booked, reached, self.amount)?,
            From::End => {
                let rest = self.amount.checked_sub(reached)?;
                self.booked.checked_sub(proportion(self.booked, rest, self.amount)?)?
            }
        };
        let released = upto.checked_sub(self.given_booked)?;
        (self.given, self.given_booked) = (reached, upto);
        Ok(released)
    }
}

impl LeftInBooks {
    /// What a document booked by its entry; nothing where it booked none. What deposits paid of
    /// the total with VAT is part of it.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn of(
        document: &Document,
        entry: Option<&Entry>,
        chart: &Chart,
        ledger: Currency,
    ) -> Result<Self, Rejection> {
        let mut left = LeftInBooks { ledger, rows: BTreeMap::new(), of_items: None };
        for line in entry.iter().flat_map(|entry| entry.lines()) {
            // The deduction moves what is paid from the customer's account to the deposits.
            let is_paid = document.draft.prepaid.is_some() && line.account == chart.deposits;
            let account = if is_paid { &chart.receivable } else { &line.account };
            let row = left.row(account, document.draft.currency);
            row.amount = row.amount.checked_add(line.amount)?;
            row.booked = row.booked.checked_add(line.booked)?;
        }
        Ok(left)
    }

    /// The same once a credit note has given back what its entry says.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn less(mut self, note: &Entry) -> Result<Self, Rejection> {
        for line in note.lines() {
            let row = self.row(&line.account, line.amount.currency());
            row.given = row.given.checked_sub(line.amount)?;
            row.given_booked = row.given_booked.checked_sub(line.booked)?;
        }
        Ok(self)
    }

    /// The same where what is given back next settles items of the document that are booked at
    /// this: the receivable is released of just that, and their letter makes no difference.
    #[must_use]
    pub fn settling(mut self, of_items: Money) -> Self {
        self.of_items = Some(of_items);
        self
    }

    fn row(&mut self, account: &AccountNumber, currency: Currency) -> &mut Row {
        let (amount, booked) = (Money::zero(currency), Money::zero(self.ledger));
        let untouched = Row { amount, booked, given: amount, given_booked: booked };
        self.rows.entry(account.clone()).or_insert(untouched)
    }

    /// The currency of the books.
    pub(super) const fn ledger(&self) -> Currency {
        self.ledger
    }

    /// What a credit of the account of VAT pending is booked at, credit positive.
    pub(super) fn pending(
        &mut self,
        account: &AccountNumber,
        amount: Money,
    ) -> Result<Money, Rejection> {
        Ok(self.release(account, amount.negated(), From::End)?.negated())
    }

    /// What is booked on an account by a line that gives something back; debit positive. Where
    /// the document booked nothing there, it is in proportion to the most that it booked.
    fn release(
        &mut self,
        account: &AccountNumber,
        line: Money,
        from: From,
    ) -> Result<Money, Rejection> {
        let nothing = Money::zero(self.ledger);
        let most = self.rows.values().max_by_key(|row| row.amount.magnitude().minor());
        let by_most = match most {
            Some(most) => proportion(most.booked, line, most.amount)?,
            None => nothing,
        };
        match self.rows.get_mut(account).filter(|row| !row.amount.is_zero()) {
            Some(row) => {
                let released = row.release(line.negated(), from)?.negated();
                let is_turned = released.minor().signum() == line.negated().minor().signum();
                Ok(if is_turned { nothing } else { released })
            }
            None => Ok(by_most),
        }
    }
}

/// At what the lines of an entry are booked.
#[derive(Debug)]
pub(super) enum Books<'a> {
    /// At the rate of the document.
    At(&'a Booking),
    /// At what is left of what it gives back.
    GivingBack(LeftInBooks),
}

impl Books<'_> {
    /// The currency of the books.
    pub(super) const fn ledger(&self) -> Currency {
        match self {
            Books::At(booking) => booking.ledger,
            Books::GivingBack(left) => left.ledger(),
        }
    }

    /// What a debit of the customer's account is booked at.
    pub(super) fn receivable(
        &mut self,
        account: &AccountNumber,
        amount: Money,
    ) -> Result<Money, Rejection> {
        match self {
            Books::At(booking) => Ok(booking.book(amount)?),
            Books::GivingBack(left) => {
                let from = left.of_items.map_or(From::Start, From::Items);
                left.release(account, amount, from)
            }
        }
    }

    /// What a credit of an account is booked at, credit positive.
    pub(super) fn credit(
        &mut self,
        account: &AccountNumber,
        amount: Money,
    ) -> Result<Money, Rejection> {
        match self {
            Books::At(booking) => Ok(booking.book(amount)?),
            Books::GivingBack(left) => {
                Ok(left.release(account, amount.negated(), From::Start)?.negated())
            }
        }
    }
}
