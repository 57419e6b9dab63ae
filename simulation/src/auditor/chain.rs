//! What comes after an invoice: what was given back of it, and deposits until they are deducted
//! (contract I1, I4, I13).

use super::cents::{Cents, cents, units};
use super::{Finding, finding};
use o2c_core::calendar::Anchor;
use o2c_core::id::{CustomerId, DocumentNumber, LineId, OrderId};
use o2c_core::invoice::life::Credit;
use o2c_core::invoice::{Document, DocumentKind, OrderPart};
use o2c_core::money::Currency;
use o2c_core::tax::{Group, Vat};
use std::collections::{BTreeMap, BTreeSet};

/// A figure of a document, and how much of it was given back.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Part {
    whole: Cents,
    back: Cents,
}

impl Part {
    const fn of(whole: Cents) -> Self {
        Part { whole, back: 0 }
    }

    /// What is not given back yet.
    pub(crate) const fn left(self) -> Cents {
        self.whole - self.back
    }

    /// Whether between nothing and all of it was given back.
    const fn is_within(self) -> bool {
        if self.whole < 0 {
            self.whole <= self.back && self.back <= 0
        } else {
            0 <= self.back && self.back <= self.whole
        }
    }
}

/// A line of a document.
#[derive(Debug, Clone)]
pub(crate) struct LineChain {
    pub(crate) id: LineId,
    vat: Vat,
    pub(crate) quantity: Part,
    pub(crate) net: Part,
}

/// A document that may be given back.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    pub(crate) kind: DocumentKind,
    pub(crate) customer: CustomerId,
    pub(crate) currency: Currency,
    pub(crate) lines: Vec<LineChain>,
    /// Whether it falls due by the day it arrives.
    pub(crate) waits_for_receipt: bool,
    groups: BTreeMap<Vat, (Part, Part)>,
}

impl Chain {
    /// A document of which nothing was given back.
    pub(super) fn of(document: &Document) -> Self {
        let lines = document.draft.lines.iter().zip(&document.figures.lines);
        let groups = document.figures.breakdown.groups.iter();
        let rules = &document.draft.terms.instalments;
        Chain {
            waits_for_receipt: rules.iter().any(|rule| rule.due.anchor == Anchor::Receipt),
            kind: document.kind(),
            customer: document.draft.customer.clone(),
            currency: document.draft.currency,
            lines: lines
                .map(|(line, figures)| LineChain {
                    id: line.id.clone(),
                    vat: line.vat,
                    quantity: Part::of(units(line.quantity.figure())),
                    net: Part::of(cents(figures.net)),
                })
                .collect(),
            groups: groups
                .map(|group| {
                    let parts = (Part::of(cents(group.base)), Part::of(cents(group.amount)));
                    (group.vat, parts)
                })
                .collect(),
        }
    }

    /// What remains of it without VAT and with.
    pub(crate) fn left(&self) -> (Cents, Cents) {
        let sum = |(net, gross): (Cents, Cents), (base, tax): &(Part, Part)| {
            (net + base.left(), gross + base.left() + tax.left())
        };
        self.groups.values().fold((0, 0), sum)
    }

    /// Whether all of it was given back.
    pub(crate) fn is_over(&self) -> bool {
        let is_over = |parts: &(Part, Part)| parts.0.left() == 0 && parts.1.left() == 0;
        self.groups.values().all(is_over)
    }

    /// Takes in what a credit note or a replacement gives back.
    pub(super) fn give_back(
        &mut self,
        number: &DocumentNumber,
        credit: &Credit,
    ) -> Result<(), Finding> {
        for part in &credit.lines {
            let Some(line) = self.lines.iter_mut().find(|line| line.id == part.line) else {
                return finding("I13", format!("{number} has no line {} to give back", part.line));
            };
            line.quantity.back += units(part.quantity);
            line.net.back += cents(part.amount);
            if !line.quantity.is_within() {
                return finding("I13", format!("{number}: more is given back than sold: {line:?}"));
            }
            if !line.net.is_within() {
                return finding("I1", format!("{number}: more is given back than asked: {line:?}"));
            }
        }
        for group in &credit.groups {
            let of_group = self.lines.iter().filter(|line| line.vat == group.vat);
            let signs: BTreeSet<_> = of_group.map(|line| line.net.whole.signum()).collect();
            // What is bought back in one document with what is sold may be given back first.
            let is_one_sided = !(signs.contains(&1) && signs.contains(&-1));
            let Some((base, tax)) = self.groups.get_mut(&group.vat) else {
                return finding(
                    "I1",
                    format!("{number} has nothing at {} to give back", group.vat),
                );
            };
            base.back += cents(group.base);
            tax.back += cents(group.amount);
            // The VAT given back is in step with its base, to the unit, and ends where it ends.
            let off = (tax.whole * base.back - tax.back * base.whole).abs();
            let is_in_step = off <= base.whole.abs() && (base.left() != 0 || tax.left() == 0);
            if is_one_sided && !(base.is_within() && tax.is_within() && is_in_step) {
                let what = format!("{number} at {}: {base:?} and VAT {tax:?}", group.vat);
                return finding("I1", what);
            }
        }
        Ok(())
    }
}

/// Amounts by VAT: base and VAT.
type Balance = BTreeMap<Vat, (Cents, Cents)>;

/// A deposit, and what no invoice has deducted of it yet.
#[derive(Debug, Clone)]
pub(super) struct DepositBook {
    document: DocumentNumber,
    left: Balance,
}

/// The deposits of all orders.
#[derive(Debug, Clone, Default)]
pub(super) struct DepositBooks {
    orders: BTreeMap<OrderId, Vec<DepositBook>>,
}

impl DepositBooks {
    /// Takes in a document: a deposit, what is deducted of one, or what is given back of one.
    pub(super) fn issued(&mut self, document: &Document) -> Result<(), Finding> {
        let mut own = balance_of(&document.figures.breakdown.groups);
        match &document.draft.of_order {
            Some(OrderPart::Deposit { order, .. }) => {
                let deposit = DepositBook { document: document.number.clone(), left: own };
                self.orders.entry(order.clone()).or_default().push(deposit);
                return Ok(());
            }
            Some(OrderPart::DepositCredit { order, deposit, .. }) => {
                let book = self.deposit(order, deposit)?;
                if own != book.left {
                    let (number, left) = (&document.number, &book.left);
                    return finding("I4", format!("{number} gives back {own:?} of {left:?}"));
                }
                book.left.clear();
                return Ok(());
            }
            Some(OrderPart::Milestone { .. }) | None => {}
        }
        if document.kind().is_credit() {
            // The invoice that deducted them is given back.
            for part in &document.draft.deducted {
                let book = self.deposit(&part.order, &part.deposit)?;
                for (vat, (base, tax)) in balance_of(&part.groups) {
                    let left = book.left.entry(vat).or_insert((0, 0));
                    *left = (left.0 + base, left.1 + tax);
                }
            }
            return Ok(());
        }
        for part in &document.draft.deducted {
            let book = self.deposit(&part.order, &part.deposit)?;
            for (vat, (base, tax)) in balance_of(&part.groups) {
                for (is_own, left) in [(false, &mut book.left), (true, &mut own)] {
                    let left = left.entry(vat).or_insert((0, 0));
                    let within = |whole: Cents, back: Cents| Part { whole, back }.is_within();
                    // A milestone and a deposit may divide one total with VAT differently.
                    let is_within = if is_own {
                        within(left.0 + left.1, base + tax)
                    } else {
                        within(left.0, base) && within(left.1, tax)
                    };
                    *left = (left.0 - base, left.1 - tax);
                    if !is_within {
                        let (number, deposit) = (&document.number, &part.deposit);
                        let what = format!("{number} deducts {base} + {tax} at {vat} of {deposit}");
                        return finding("I4", what);
                    }
                }
            }
            book.left.retain(|_, left| *left != (0, 0));
        }
        self.nothing_is_kept(document, &own)
    }

    fn deposit(
        &mut self,
        order: &OrderId,
        deposit: &DocumentNumber,
    ) -> Result<&mut DepositBook, Finding> {
        let books = self.orders.get_mut(order).into_iter().flatten();
        let found = books.into_iter().find(|book| book.document == *deposit);
        found.ok_or_else(|| Finding {
            invariant: "I4",
            what: format!("{order} has no deposit {deposit}"),
        })
    }

    /// An invoice asks for nothing that a deposit of its order has paid for.
    fn nothing_is_kept(&self, document: &Document, asked: &Balance) -> Result<(), Finding> {
        if document.kind() != DocumentKind::Invoice {
            return Ok(());
        }
        let mut orders: Vec<&OrderId> = Vec::new();
        if let Some(OrderPart::Milestone { order, .. }) = &document.draft.of_order {
            orders.push(order);
        }
        let lines = document.draft.lines.iter();
        orders.extend(lines.filter_map(|line| line.order.as_ref()).map(|line| &line.order));
        for book in orders.iter().filter_map(|order| self.orders.get(*order)).flatten() {
            // Of one with groups on both sides what is deducted follows the sum.
            if book.left.values().any(|(base, _)| *base < 0) {
                continue;
            }
            let is_kept = |(vat, left): (&Vat, &(Cents, Cents))| {
                left.0 > 0 && asked.get(vat).is_some_and(|asked| asked.0 > 0 && asked.1 >= left.1)
            };
            if book.left.iter().any(is_kept) {
                let (number, deposit, left) = (&document.number, &book.document, &book.left);
                let what = format!("{number} asks for {asked:?} while {deposit} holds {left:?}");
                return finding("I4", what);
            }
        }
        Ok(())
    }
}

fn balance_of(groups: &[Group]) -> Balance {
    let mut balance = Balance::new();
    for group in groups {
        let sum = balance.entry(group.vat).or_insert((0, 0));
        *sum = (sum.0 + cents(group.base), sum.1 + cents(group.amount));
    }
    balance.retain(|_, sum| *sum != (0, 0));
    balance
}
