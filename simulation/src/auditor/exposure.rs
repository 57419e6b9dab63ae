//! What each order comes to with VAT, and how much of it is ordered, delivered and billed on a day
//! (contract I14, rulebook C-01b).

use super::cents::{Cents, Fraction, ten_to, total, units};
use super::documents::{goods, part, signed, value};
use o2c_core::calendar::Day;
use o2c_core::credit::ExposedKind;
use o2c_core::id::{CustomerId, DocumentNumber, LineId};
use o2c_core::money::{Currency, Exact};
use o2c_core::order::{Content, Event};
use o2c_core::pricing::AdjustmentValue;
use o2c_core::tax::Vat;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line: how much was ordered, at ten decimals, and what all of it comes to with VAT.
#[derive(Debug, Clone)]
struct LineValue {
    id: LineId,
    ordered: Cents,
    value: Cents,
}

/// What an order was from a day on; nothing once it was cancelled.
#[derive(Debug, Clone)]
struct Version {
    from: Day,
    lines: Option<Arc<Vec<LineValue>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counter {
    Cancelled,
    Shipped,
    Returned,
    Invoiced,
    Credited,
}

#[derive(Debug, Clone)]
struct Moved {
    line: LineId,
    counter: Counter,
    quantity: Cents,
    on: Day,
}

/// An amount that counts from a day on, and until another.
#[derive(Debug, Clone)]
struct Stretch {
    document: DocumentNumber,
    amount: Cents,
    from: Day,
    until: Option<Day>,
}

impl Stretch {
    fn counts(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

fn sum_on(stretches: &[Stretch], day: Day) -> Cents {
    stretches.iter().filter(|one| one.counts(day)).map(|one| one.amount).sum()
}

/// A deposit: what it came to, and what invoices deducted and credit notes gave back of it.
#[derive(Debug, Clone)]
struct DepositValue {
    document: DocumentNumber,
    from: Day,
    whole: Cents,
    taken: Vec<Stretch>,
}

/// An order as far as it is exposed.
#[derive(Debug, Clone, Default)]
pub(super) struct ExposedOrder {
    content: Option<Arc<Content>>,
    is_confirmed: bool,
    versions: Vec<Version>,
    moves: Vec<Moved>,
    deposits: Vec<DepositValue>,
    /// What its milestones come to.
    milestones: BTreeMap<LineId, Cents>,
    billed: Vec<Stretch>,
    /// From this day on nothing of it is exposed.
    over_from: Option<Day>,
    last_on: Option<Day>,
}

impl ExposedOrder {
    /// Whose credit it takes.
    pub(super) fn customer(&self) -> Option<&CustomerId> {
        self.content.as_ref().map(|content| content.payer())
    }

    pub(super) fn currency(&self) -> Currency {
        self.content.as_ref().map_or(Currency::EUR, |content| content.currency)
    }

    pub(super) const fn is_confirmed(&self) -> bool {
        self.is_confirmed
    }

    /// Follows one event.
    pub(super) fn follow(&mut self, event: &Event) {
        let on = self.take(event);
        self.last_on = self.last_on.max(on);
        self.over_from = None;
        let is_over = self.is_confirmed && self.parts(Day::MAX).is_empty();
        self.over_from = self.last_on.filter(|_| is_over);
    }

    fn take(&mut self, event: &Event) -> Option<Day> {
        match event {
            Event::Placed { content, .. }
            | Event::Quoted { content, .. }
            | Event::QuoteRevised { content, .. } => self.content = Some(content.clone()),
            Event::Amended { content, amended_on, .. } => {
                self.content = Some(content.clone());
                if self.is_confirmed {
                    self.begin(*amended_on);
                    return Some(*amended_on);
                }
            }
            Event::Confirmed { confirmed_on } => {
                self.is_confirmed = true;
                self.begin(*confirmed_on);
                return Some(*confirmed_on);
            }
            Event::Cancelled { cancelled_on, .. } => {
                self.is_confirmed = false;
                self.versions.push(Version { from: *cancelled_on, lines: None });
                return Some(*cancelled_on);
            }
            Event::LineCancelled { line, quantity, cancelled_on } => {
                let lines = [(line.clone(), *quantity)];
                return self.moved(&lines, Counter::Cancelled, *cancelled_on);
            }
            Event::RestCancelled { lines, cancelled_on, .. } => {
                return self.moved(lines, Counter::Cancelled, *cancelled_on);
            }
            Event::Shipped { lines, shipped_on } => {
                return self.moved(lines, Counter::Shipped, *shipped_on);
            }
            Event::Invoiced { lines, invoiced_on } => {
                return self.moved(lines, Counter::Invoiced, *invoiced_on);
            }
            Event::Credited { lines, is_returned, credited_on } => {
                if *is_returned {
                    self.moved(lines, Counter::Returned, *credited_on);
                }
                return self.moved(lines, Counter::Credited, *credited_on);
            }
            Event::Returned { lines, returned_on } => {
                return self.moved(lines, Counter::Returned, *returned_on);
            }
            _ => return self.take_billing(event),
        }
        None
    }

    /// Deposits and milestones.
    fn take_billing(&mut self, event: &Event) -> Option<Day> {
        let stretch = |document: &DocumentNumber, amount, from| Stretch {
            document: document.clone(),
            amount,
            from,
            until: None,
        };
        match event {
            Event::DepositInvoiced { deposit, invoiced_on } => {
                let (document, whole) = (deposit.document.clone(), total(&deposit.groups));
                let from = *invoiced_on;
                self.deposits.push(DepositValue { document, from, whole, taken: Vec::new() });
                Some(from)
            }
            Event::DepositDeducted { deposit, deduction, deducted_on } => {
                let amount = total(&deduction.groups);
                let row = stretch(&deduction.document, amount, *deducted_on);
                self.deposit(deposit)?.taken.push(row);
                Some(*deducted_on)
            }
            Event::DepositCredited { deposit, by, credited_on } => {
                let of = self.deposit(deposit)?;
                let amount = of.whole - sum_on(&of.taken, Day::MAX);
                of.taken.push(stretch(by, amount, *credited_on));
                Some(*credited_on)
            }
            Event::DepositReleased { deposit, document, released_on } => {
                let taken = &mut self.deposit(deposit)?.taken;
                let lasting = taken.iter_mut().filter(|one| one.until.is_none());
                for one in lasting.filter(|one| one.document == *document) {
                    one.until = Some(*released_on);
                }
                Some(*released_on)
            }
            Event::BillingPlanned { milestones, planned_on } => {
                let rows = milestones.iter().map(|one| (one.id.clone(), total(&one.groups)));
                self.milestones = rows.collect();
                Some(*planned_on)
            }
            Event::MilestoneInvoiced { milestone, document, invoiced_on } => {
                let amount = self.milestones.get(milestone).copied().unwrap_or(0);
                self.billed.push(stretch(document, amount, *invoiced_on));
                Some(*invoiced_on)
            }
            Event::MilestoneCredited { document, credited_on, .. } => {
                let lasting = self.billed.iter_mut().filter(|one| one.until.is_none());
                for one in lasting.filter(|one| one.document == *document) {
                    one.until = Some(*credited_on);
                }
                Some(*credited_on)
            }
            _ => None,
        }
    }

    fn deposit(&mut self, document: &DocumentNumber) -> Option<&mut DepositValue> {
        self.deposits.iter_mut().find(|deposit| deposit.document == *document)
    }

    fn begin(&mut self, from: Day) {
        let lines = self.content.as_ref().map(|content| Arc::new(line_values(content)));
        self.versions.push(Version { from, lines });
    }

    fn moved(&mut self, lines: &[(LineId, Exact)], counter: Counter, on: Day) -> Option<Day> {
        self.moves.extend(lines.iter().map(|(line, quantity)| Moved {
            line: line.clone(),
            counter,
            quantity: units(*quantity),
            on,
        }));
        Some(on)
    }

    /// What of it is exposed at the end of a day, in its own currency.
    pub(super) fn parts(&self, day: Day) -> Vec<(ExposedKind, Cents)> {
        if self.over_from.is_some_and(|over_from| over_from <= day) {
            return Vec::new();
        }
        let version = self.versions.iter().rev().find(|version| version.from <= day);
        let Some(lines) = version.and_then(|version| version.lines.as_ref()) else {
            return Vec::new();
        };
        let (mut open, mut delivered) = (0, 0);
        for line in lines.iter() {
            let (of_line, left) = self.of_line(line, day);
            open += of_line;
            delivered += left;
        }
        if !self.milestones.is_empty() {
            let whole: Cents = lines.iter().map(|line| line.value).sum();
            (open, delivered) = (whole - sum_on(&self.billed, day), 0);
        }
        let (open, delivered) = (open.max(0), delivered.max(0));
        let standing = self.deposits.iter().filter(|deposit| deposit.from <= day);
        let deposits: Cents = standing.map(|one| one.whole - sum_on(&one.taken, day)).sum();
        let deposit = -deposits.min(open + delivered).max(0);
        let parts = [
            (ExposedKind::OpenOrder, open),
            (ExposedKind::DeliveredNotInvoiced, delivered),
            (ExposedKind::Deposit, deposit),
        ];
        parts.into_iter().filter(|(_, amount)| *amount != 0).collect()
    }

    /// What of a line is open and what is delivered and not billed.
    fn of_line(&self, line: &LineValue, day: Day) -> (Cents, Cents) {
        let counted = |counter: Counter| -> Cents {
            let of_line = self.moves.iter().filter(|one| one.line == line.id && one.on <= day);
            of_line.filter(|one| one.counter == counter).map(|one| one.quantity).sum()
        };
        let cancelled = counted(Counter::Cancelled).min(line.ordered);
        let shipped = counted(Counter::Shipped).min(line.ordered);
        let returned = counted(Counter::Returned).min(shipped);
        let invoiced = counted(Counter::Invoiced);
        let billed = invoiced - counted(Counter::Credited).min(invoiced);
        let net = (line.ordered - cancelled - returned).max(0);
        let delivered = shipped - returned;
        let upto = |quantity: Cents| {
            let over = line.value * quantity.min(line.ordered);
            Fraction { over, under: line.ordered }.rounded()
        };
        let between = |from: Cents, until: Cents| {
            if until.min(line.ordered) <= from.min(line.ordered) {
                0
            } else {
                upto(until) - upto(from)
            }
        };
        (between(delivered.max(billed), net), between(billed, delivered))
    }
}

/// What each line comes to with VAT: each VAT group of the order, over its lines.
fn line_values(content: &Content) -> Vec<LineValue> {
    let decimals = content.currency.decimals();
    let mut nets = Vec::new();
    let mut totals: BTreeMap<Vat, Cents> = BTreeMap::new();
    for line in &content.lines {
        let quantity = line.quantity.figure();
        let worth = goods(line.price, quantity, line.base_quantity, decimals).rounded();
        let mut net = worth;
        for adjustment in &line.adjustments {
            net += signed(adjustment.kind, value(&adjustment.value, worth, net).rounded());
        }
        *totals.entry(line.vat).or_insert(0) += net;
        nets.push(net);
    }
    let mut values: Vec<LineValue> = content
        .lines
        .iter()
        .map(|line| LineValue {
            id: line.id.clone(),
            ordered: units(line.quantity.figure()),
            value: 0,
        })
        .collect();
    for (vat, base) in bases(content, &totals) {
        let gross = base + part(vat.rate(), base).rounded();
        let weight = |(line, net): (&o2c_core::order::OrderLine, &Cents)| {
            if line.vat == vat { net.abs() } else { 0 }
        };
        let mut weights: Vec<i128> = content.lines.iter().zip(&nets).map(weight).collect();
        if weights.iter().all(|weight| *weight == 0) {
            weights[0] = 1;
        }
        for (line, share) in values.iter_mut().zip(shares(gross, &weights)) {
            line.value += share;
        }
    }
    values
}

/// The taxable base of each group, with its shares of the order's allowances and charges.
fn bases(content: &Content, totals: &BTreeMap<Vat, Cents>) -> BTreeMap<Vat, Cents> {
    let mut bases = totals.clone();
    for adjustment in &content.adjustments {
        let of = |groups: &BTreeMap<Vat, Cents>, vat: &Vat| groups.get(vat).copied().unwrap_or(0);
        let on = |vat: &Vat| value(&adjustment.value, of(totals, vat), of(&bases, vat)).rounded();
        let is_shared = matches!(
            adjustment.value,
            AdjustmentValue::Amount(_) | AdjustmentValue::PercentOf { .. }
        );
        let resolved: Vec<(Vat, Cents)> = match adjustment.vat {
            Some(vat) => vec![(vat, on(&vat))],
            None if is_shared => {
                let weights: Vec<i128> = totals.values().map(|total| total.abs()).collect();
                let whole = value(&adjustment.value, 0, 0).rounded();
                totals.keys().copied().zip(shares(whole, &weights)).collect()
            }
            None => totals.keys().map(|vat| (*vat, on(vat))).collect(),
        };
        for (vat, amount) in resolved {
            *bases.entry(vat).or_insert(0) += signed(adjustment.kind, amount);
        }
    }
    bases
}

/// Shares by largest remainder, of equal remainders the first.
fn shares(whole: Cents, weights: &[i128]) -> Vec<Cents> {
    let all: i128 = weights.iter().sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<(i128, i128)> = weights
        .iter()
        .map(|weight| (whole.abs() * weight / all, whole.abs() * weight % all))
        .collect();
    let left = whole.abs() - exact.iter().map(|(share, _)| share).sum::<i128>();
    let mut places: Vec<usize> = (0..weights.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(exact[*place].1));
    let mut shares: Vec<Cents> = exact.iter().map(|(share, _)| *share).collect();
    for place in places.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[place] += 1;
    }
    shares.into_iter().map(|share| share * whole.signum()).collect()
}

/// An amount of an open item, by what it is.
pub(super) const fn kind_of(is_invoice: bool, open: Cents) -> ExposedKind {
    match (open > 0, is_invoice) {
        (true, _) => ExposedKind::Invoiced,
        (false, true) => ExposedKind::CreditNote,
        (false, false) => ExposedKind::UnappliedPayment,
    }
}

/// A rate between two currencies from a day on.
#[derive(Debug, Clone)]
pub(super) struct RateBook {
    pub(super) from: Day,
    pub(super) rate: o2c_core::money::ExchangeRate,
}

/// An amount in another currency at the rates that hold on a day; none where there is no rate.
pub(super) fn converted(
    amount: Cents,
    from: Currency,
    into: Currency,
    rates: &[RateBook],
    day: Day,
) -> Option<Cents> {
    if from == into {
        return Some(amount);
    }
    let of_pair = |book: &&RateBook| {
        let pair = (book.rate.base(), book.rate.quote());
        pair == (from, into) || pair == (into, from)
    };
    let begun = rates.iter().filter(of_pair).filter(|book| book.from <= day);
    let rate = begun.max_by_key(|book| book.from)?.rate;
    let figure = Fraction::of(rate.figure());
    let minor = |currency: Currency| ten_to(currency.decimals());
    let units = Fraction { over: amount * minor(into), under: minor(from) };
    let product = if rate.base() == from { units.times(figure) } else { units.by(figure) };
    Some(product.rounded())
}
