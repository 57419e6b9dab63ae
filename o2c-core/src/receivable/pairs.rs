//! Which credit settled which debit: the applications inside a letter, two by two.

use super::item::within;
use super::{Account, AccountEntry, Application, EntryKind, LetterCode};
use crate::calendar::Day;
use crate::id::EntryId;
use crate::money::Money;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// A debit and a credit that settle each other, wholly or in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The debit, such as an invoice.
    pub debit: &'a AccountEntry,
    /// The credit, such as a payment.
    pub credit: &'a AccountEntry,
    /// How much of each, above zero, in the account's currency.
    pub amount: Money,
    /// The letter they were settled under.
    pub letter: LetterCode,
    /// When it counts.
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
}

/// What one lettering took off the debits and the credits of an account.
struct Step<'a> {
    /// The letter and the days of it.
    of: Application,
    debits: Vec<Part<'a>>,
    credits: Vec<Part<'a>>,
}

/// What a lettering took off one item, as far as it is not paired yet: minor units, above zero.
struct Part<'a> {
    /// The item's place on the account.
    at: usize,
    entry: &'a AccountEntry,
    left: i64,
}

impl Account {
    /// What settled what at the end of `day`, with `known_at` as one knew it at the end of that
    /// day: the letters that stood then; those dissolved count as if they had never been.
    ///
    /// Each lettering is paired for itself, whatever the order of its lines: first a discount with
    /// the item it is of and a credit with the debits that it `names`, then the earliest credit
    /// with what fell due first. What the pairs say of an item sums to what was applied to it.
    ///
    /// ```
    /// use o2c_core::calendar::Day;
    /// use o2c_core::machine::Machine;
    /// use o2c_core::money::Currency;
    /// use o2c_core::receivable::*;
    /// # use o2c_core::error::Error;
    /// # fn play(account: &mut Account, command: Command, on: &str) -> Result<(), Error> {
    /// #     for event in account.decide(&command, &Facts::on(on.parse()?))? {
    /// #         account.evolve(&event).unwrap();
    /// #     }
    /// #     Ok(())
    /// # }
    /// # fn invoice(id: &str, on: &str, amount: &str) -> Result<Command, Error> {
    /// #     let (on, amount): (Day, o2c_core::money::Money) = (on.parse()?, amount.parse()?);
    /// #     let kind = EntryKind::Invoice { document: id.parse()?, instalment: 1 };
    /// #     Ok(Command::OpenItems { items: vec![Item {
    /// #         id: id.parse()?, kind, document_on: on, accounted_on: on, due_on: on, amount,
    /// #         booked: amount, early_discount: None,
    /// #     }] })
    /// # }
    /// # fn payment(id: &str, on: &str, amount: &str) -> Result<Command, Error> {
    /// #     let (on, amount): (Day, o2c_core::money::Money) = (on.parse()?, amount.parse()?);
    /// #     Ok(Command::Receive(Receipt {
    /// #         entry: id.parse()?, payment: id.parse()?, received_on: on, accounted_on: on,
    /// #         amount,
    /// #         booked: amount,
    /// #     }))
    /// # }
    /// # let eur = Currency::EUR;
    /// # let mut account = Account::new(AccountKey::of("ACME".parse()?, eur), eur);
    /// # play(&mut account, invoice("F1", "2026-01-05", "400.00 EUR")?, "2026-01-05")?;
    /// # play(&mut account, invoice("F2", "2026-01-10", "500.00 EUR")?, "2026-01-10")?;
    /// # play(&mut account, payment("P1", "2026-02-05", "600.00 EUR")?, "2026-02-05")?;
    /// # play(&mut account, payment("P2", "2026-02-08", "300.00 EUR")?, "2026-02-08")?;
    /// let lines = ["P2", "F2", "P1", "F1"].map(|id| Ok(LetterLine::whole(id.parse()?)));
    /// let lines = lines.into_iter().collect::<Result<Vec<_>, Error>>()?;
    /// let letter = Command::Letter { lines, take_discount: false, differences: vec![] };
    /// play(&mut account, letter, "2026-02-08")?;
    /// let pairs = account.pairs(Day::MAX, None, &|_, _| false);
    /// let told = pairs.iter().map(|pair| {
    ///     format!("{} {} {}", pair.debit.id(), pair.credit.id(), pair.amount.figure())
    /// });
    /// assert_eq!(told.collect::<Vec<_>>(), ["F1 P1 400.00", "F2 P1 200.00", "F2 P2 300.00"]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn pairs(
        &self,
        day: Day,
        known_at: Option<Day>,
        names: &dyn Fn(&AccountEntry, &AccountEntry) -> bool,
    ) -> Vec<Pair<'_>> {
        let mut pairs = Vec::new();
        for (_, mut step) in self.steps_on(day, known_at) {
            let due = |part: &Part<'_>| (part.entry.due_as_of(day, known_at), part.at);
            step.debits.sort_by_key(due);
            step.credits.sort_by_key(|part| (part.entry.item().document_on, part.at));
            step.pair_own(&mut pairs, names);
            step.pair_rest(&mut pairs);
        }
        pairs
    }

    /// The letterings that stood on a day, in the order in which they became known.
    fn steps_on(&self, day: Day, known_at: Option<Day>) -> BTreeMap<u32, Step<'_>> {
        let mut steps: BTreeMap<u32, Step<'_>> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            for one in entry.standing(day, known_at) {
                let step = steps.entry(one.step).or_insert_with(|| Step {
                    of: *one,
                    debits: Vec::new(),
                    credits: Vec::new(),
                });
                let part = Part { at, entry, left: one.amount.minor().saturating_abs() };
                let is_credit = entry.item.amount.is_negative();
                if is_credit { &mut step.credits } else { &mut step.debits }.push(part);
            }
        }
        steps
    }
}

impl AccountEntry {
    /// What stood applied to the item at the end of `day`; with `known_at`, as one knew it at the
    /// end of that day. Nothing of a letter that was dissolved by then.
    pub fn standing(&self, day: Day, known_at: Option<Day>) -> Vec<&Application> {
        let is_seen = |one: &&Application| {
            one.effective_on <= day && known_at.is_none_or(|known_at| one.recorded_on <= known_at)
        };
        let seen: Vec<&Application> = self.applications.iter().filter(is_seen).collect();
        // A letter that is dissolved gives back all that was applied to its items before.
        let is_given_back =
            |one: &&Application| one.amount.is_negative() != self.item.amount.is_negative();
        seen.rsplit(is_given_back).next().unwrap_or_default().to_vec()
    }
}

impl<'a> Step<'a> {
    /// What belongs together: a discount and its item, a credit and what it names.
    fn pair_own(
        &mut self,
        pairs: &mut Vec<Pair<'a>>,
        names: &dyn Fn(&AccountEntry, &AccountEntry) -> bool,
    ) {
        let places: BTreeMap<&EntryId, usize> =
            (0..).zip(&self.debits).map(|(place, debit)| (debit.entry.id(), place)).collect();
        for credit in &mut self.credits {
            match &credit.entry.item.kind {
                EntryKind::Discount { of, .. } => {
                    let own = places.get(of).and_then(|place| self.debits.get_mut(*place));
                    if let Some(debit) = own {
                        pairs.extend(pair(&self.of, debit, credit));
                    }
                }
                EntryKind::Invoice { .. } => {
                    for debit in &mut self.debits {
                        if credit.left > 0 && debit.left > 0 && names(credit.entry, debit.entry) {
                            pairs.extend(pair(&self.of, debit, credit));
                        }
                    }
                }
                EntryKind::Opening
                | EntryKind::Payment { .. }
                | EntryKind::Identified { .. }
                | EntryKind::Transfer { .. }
                | EntryKind::DiscountReversal { .. }
                | EntryKind::Difference { .. }
                | EntryKind::DifferenceReversal { .. }
                | EntryKind::Moved { .. } => {}
            }
        }
    }

    /// The earliest credit with what fell due first: both sides are walked once.
    fn pair_rest(self, pairs: &mut Vec<Pair<'a>>) {
        let mut debits = self.debits.into_iter().filter(|debit| debit.left > 0);
        let mut open = debits.next();
        for mut credit in self.credits {
            while credit.left > 0 {
                let Some(debit) = &mut open else { return };
                pairs.extend(pair(&self.of, debit, &mut credit));
                if debit.left == 0 {
                    open = debits.next();
                }
            }
        }
    }
}

/// As much of both as there is of the smaller.
fn pair<'a>(of: &Application, debit: &mut Part<'a>, credit: &mut Part<'a>) -> Option<Pair<'a>> {
    let part = debit.left.min(credit.left);
    // The smaller of both: neither falls below zero.
    debit.left = debit.left.saturating_sub(part);
    credit.left = credit.left.saturating_sub(part);
    (part > 0).then(|| Pair {
        debit: debit.entry,
        credit: credit.entry,
        amount: within(part, debit.entry.item.amount),
        letter: of.letter,
        effective_on: of.effective_on,
        recorded_on: of.recorded_on,
    })
}
