//! Accounts of receivables: what was applied, what is open, what letters left behind (contract
//! I6, I7, I10, I11, I12).

use super::cents::{Cents, cents};
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::calendar::Day;
use o2c_core::company::{Accepted, Event};
use o2c_core::id::{DocumentNumber, EntryId};
use o2c_core::money::Money;
use o2c_core::receivable::{self, AccountKey, EntryKind, LetterCode, Lettered, Reduction};
use std::collections::BTreeMap;

/// A part of an item that was settled, or given back with the opposite sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Move {
    amount: Cents,
    booked: Cents,
    effective_on: Day,
    recorded_on: Day,
}

/// Something that is said of an item from a day on.
#[derive(Debug, Clone, Copy)]
struct Said<T> {
    value: T,
    effective_on: Day,
    recorded_on: Day,
}

/// An item and all that was applied to it.
#[derive(Debug, Clone)]
pub(crate) struct ItemBook {
    pub(crate) item: receivable::Item,
    pub(crate) recorded_on: Day,
    pub(crate) letter: Option<LetterCode>,
    pub(crate) free_from: Option<Day>,
    /// Whether it stands with the doubtful customers.
    pub(crate) is_doubtful: bool,
    /// Since when it stands where it stands.
    stands_from: Option<Day>,
    due_on: Vec<Said<Day>>,
    moves: Vec<Move>,
}

impl ItemBook {
    /// The day on which it falls due as seen on a day, with what was known on another.
    pub(super) fn due_as_of(&self, day: Day, known_at: Option<Day>) -> Day {
        let is_seen = |said: &&Said<Day>| {
            said.effective_on <= day && known_at.is_none_or(|known_at| said.recorded_on <= known_at)
        };
        let last = self.due_on.iter().rev().find(is_seen);
        last.map_or(self.item.due_on, |said| said.value)
    }

    /// What is open now.
    pub(crate) fn open(&self) -> Cents {
        self.left().0
    }

    /// Whether nothing ever was taken off it, nor given back.
    pub(super) fn is_untouched(&self) -> bool {
        self.moves.is_empty()
    }

    /// The day from which it may be settled.
    pub(crate) fn counts_from(&self) -> Day {
        let counts = self.item.accounted_on;
        counts.max(self.free_from.unwrap_or(counts)).max(self.stands_from.unwrap_or(counts))
    }

    fn left(&self) -> (Cents, Cents) {
        let amount: Cents = self.moves.iter().map(|moved| moved.amount).sum();
        let booked: Cents = self.moves.iter().map(|moved| moved.booked).sum();
        (cents(self.item.amount) - amount, cents(self.item.booked) - booked)
    }

    /// What was open at the end of a day, with what was known at the end of another.
    pub(super) fn left_on(&self, day: Day, known_at: Option<Day>) -> (Cents, Cents) {
        let is_known = |recorded_on: Day| known_at.is_none_or(|known_at| recorded_on <= known_at);
        if self.item.accounted_on > day || !is_known(self.recorded_on) {
            return (0, 0);
        }
        let counts = |moved: &&Move| moved.effective_on <= day && is_known(moved.recorded_on);
        let (mut amount, mut booked) = (cents(self.item.amount), cents(self.item.booked));
        for moved in self.moves.iter().filter(counts) {
            amount -= moved.amount;
            booked -= moved.booked;
        }
        (amount, booked)
    }
}

/// One account.
#[derive(Debug, Clone, Default)]
pub(crate) struct AccountBook {
    pub(crate) items: BTreeMap<EntryId, ItemBook>,
    /// The letters in force: what they lost less what they gained.
    pub(crate) letters: BTreeMap<LetterCode, Cents>,
    /// Every code ever used.
    used: Vec<LetterCode>,
}

impl AccountBook {
    /// Whether anything was received that counts from a day on.
    pub(super) fn has_received(&self, since: Day) -> bool {
        self.items.values().any(|of| cents(of.item.amount) < 0 && of.item.document_on >= since)
    }

    /// Follows one event.
    pub(super) fn follow(
        &mut self,
        key: &AccountKey,
        event: &receivable::Event,
        head: &Accepted,
        closed_until: Option<Day>,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        let is_closed = |day: Day| closed_until.is_some_and(|closed_until| day <= closed_until);
        match event {
            receivable::Event::Opened { item, recorded_on } => {
                if is_closed(item.accounted_on) {
                    return finding("I12", format!("{} is opened in a closed period", item.id));
                }
                self.opened(key, item, *recorded_on, coverage)
            }
            receivable::Event::Lettered(lettered) => {
                if is_closed(lettered.effective_on) {
                    return finding("I12", format!("{} is in a closed period", lettered.letter));
                }
                self.lettered(lettered, coverage)
            }
            receivable::Event::Unlettered(lettered) => {
                if is_closed(lettered.effective_on) {
                    return finding("I12", format!("{} is in a closed period", lettered.letter));
                }
                coverage.dissolved += 1;
                self.unlettered(lettered, head)
            }
            receivable::Event::DueMoved { moves, effective_on, recorded_on } => {
                if is_closed(*effective_on) {
                    return finding("I12", format!("{} items move in it", moves.len()));
                }
                coverage.due_days_moved += 1;
                for moved in moves {
                    let said = Said {
                        value: moved.due_on,
                        effective_on: *effective_on,
                        recorded_on: *recorded_on,
                    };
                    self.item(&moved.entry)?.due_on.push(said);
                }
                Ok(())
            }
            receivable::Event::Promise { effective_on, .. }
            | receivable::Event::Plan { effective_on, .. } => {
                if is_closed(*effective_on) {
                    return finding("I12", format!("{key} arranges something in it"));
                }
                Ok(())
            }
            receivable::Event::Reclassified { items, is_doubtful, effective_on, .. } => {
                if is_closed(*effective_on) {
                    return finding("I12", format!("{} items change account in it", items.len()));
                }
                coverage.doubtful += u64::from(*is_doubtful);
                self.reclassified(items, *is_doubtful, *effective_on)
            }
            receivable::Event::Deducted { entry, deduction, .. } => {
                let open = self.items.get(entry).map_or(0, ItemBook::open);
                if cents(deduction.amount) <= 0 || cents(deduction.amount) > open {
                    return finding("I10", format!("{entry} is kept back beyond {open}"));
                }
                coverage.kept_back += 1;
                Ok(())
            }
        }
    }

    /// The document that an item is a loss of, or takes a loss back of.
    pub(super) fn loses(&self, item: &receivable::Item) -> Option<&DocumentNumber> {
        let (EntryKind::Discount { of, because, .. }
        | EntryKind::DiscountReversal { of, because, .. }) = &item.kind
        else {
            return None;
        };
        if !because.is_bad_debt() {
            return None;
        }
        let of = &self.items.get(of)?.item;
        of.kind.document().or_else(|| self.loses(of))
    }

    fn item(&mut self, id: &EntryId) -> Result<&mut ItemBook, Finding> {
        let none = || Finding { invariant: "I10", what: format!("{id} is on no account") };
        self.items.get_mut(id).ok_or_else(none)
    }

    /// What is open of the items moves to the doubtful customers, or back, all of it.
    fn reclassified(
        &mut self,
        items: &[receivable::Applied],
        is_doubtful: bool,
        effective_on: Day,
    ) -> Result<(), Finding> {
        for moved in items {
            let item = self.item(&moved.entry)?;
            let (told, own) = ((cents(moved.amount), cents(moved.booked)), item.left());
            if told != own || item.is_doubtful == is_doubtful {
                let what = format!("{} moves by {told:?}, {own:?} is open", moved.entry);
                return finding("I9", what);
            }
            item.is_doubtful = is_doubtful;
            item.stands_from = Some(effective_on);
        }
        Ok(())
    }

    fn opened(
        &mut self,
        key: &AccountKey,
        item: &receivable::Item,
        recorded_on: Day,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        if item.amount.currency() != key.currency {
            return finding("I10", format!("{} is no item of {key}", item.id));
        }
        let shares = match &item.kind {
            EntryKind::Discount { shares, because, .. } => {
                match because {
                    Reduction::EarlyDiscount => coverage.discounts += 1,
                    Reduction::BadDebtOfThisYear | Reduction::BadDebtOfEarlierYears => {
                        coverage.bad_debts += 1;
                    }
                    Reduction::Waiver => coverage.waivers += 1,
                }
                shares.as_slice()
            }
            EntryKind::DiscountReversal { shares, .. } => shares.as_slice(),
            EntryKind::Difference { .. } => {
                coverage.differences += 1;
                &[]
            }
            _ => &[],
        };
        let sum: Cents = shares.iter().map(|share| cents(share.net) + cents(share.tax)).sum();
        if !shares.is_empty() && sum != cents(item.amount).abs() {
            return finding("I3", format!("the shares of {} sum to {sum}", item.id));
        }
        let book = ItemBook {
            item: item.clone(),
            recorded_on,
            letter: None,
            free_from: None,
            is_doubtful: false,
            stands_from: None,
            due_on: Vec::new(),
            moves: Vec::new(),
        };
        match self.items.insert(item.id.clone(), book) {
            Some(_) => finding("I18", format!("{} was opened twice", item.id)),
            None => Ok(()),
        }
    }

    /// The amounts of a letter sum to zero, the booked ones to its exchange difference.
    fn lettered(&mut self, lettered: &Lettered, coverage: &mut Coverage) -> Result<(), Finding> {
        let code = lettered.letter;
        let sum = |of: fn(&receivable::Applied) -> Money| -> Cents {
            lettered.applications.iter().map(|applied| cents(of(applied))).sum()
        };
        if sum(|applied| applied.amount) != 0 {
            return finding("I10", format!("letter {code} applies more to one side"));
        }
        let exchange = cents(lettered.exchange.loss) - cents(lettered.exchange.gain);
        let released = sum(|applied| applied.booked);
        if released != exchange {
            let what = format!("letter {code} released {released}, told {exchange}");
            return finding("I7", what);
        }
        coverage.exchange_differences += u64::from(exchange != 0);
        if !self.letters.contains_key(&code) {
            if self.used.contains(&code) {
                return finding("I11", format!("the code {code} is used again"));
            }
            self.used.push(code);
        }
        let mut kept = self.letters.remove(&code).unwrap_or(0) + exchange;
        for taken_in in &lettered.taken_in {
            kept += self.letters.remove(taken_in).unwrap_or(0);
            let members = self.items.values_mut().filter(|item| item.letter == Some(*taken_in));
            members.for_each(|item| item.letter = Some(code));
        }
        self.letters.insert(code, kept);
        for applied in &lettered.applications {
            self.apply(applied, lettered)?.letter = Some(code);
        }
        let is_partial =
            self.items.values().any(|item| item.letter == Some(code) && item.open() != 0);
        coverage.partial_letters += u64::from(is_partial);
        Ok(())
    }

    /// Moves an item and holds it within its bounds, in both currencies.
    fn apply(
        &mut self,
        applied: &receivable::Applied,
        lettered: &Lettered,
    ) -> Result<&mut ItemBook, Finding> {
        let Some(item) = self.items.get_mut(&applied.entry) else {
            return finding("I10", format!("{} is on no item of the account", applied.entry));
        };
        item.moves.push(Move {
            amount: cents(applied.amount),
            booked: cents(applied.booked),
            effective_on: lettered.effective_on,
            recorded_on: lettered.recorded_on,
        });
        let (amount, booked) = item.left();
        let is_within =
            |left: Cents, whole: Cents| left * whole.signum() >= 0 && left.abs() <= whole.abs();
        let whole = (cents(item.item.amount), cents(item.item.booked));
        if !is_within(amount, whole.0) || !is_within(booked, whole.1) {
            let id = &item.item.id;
            return finding(
                "I10",
                format!("of {id} {amount}, booked {booked}, are left of {whole:?}"),
            );
        }
        if amount == 0 && booked != 0 {
            return finding("I6", format!("{booked} booked is left of {}", item.item.id));
        }
        Ok(item)
    }

    /// Everything the letter settled is given back, from the day of the command on: the days
    /// before still see the letter, and its exchange differences come back.
    fn unlettered(&mut self, lettered: &Lettered, head: &Accepted) -> Result<(), Finding> {
        let code = lettered.letter;
        let Some(kept) = self.letters.remove(&code) else {
            return finding("I11", format!("the letter {code} was not in force"));
        };
        let exchange = cents(lettered.exchange.loss) - cents(lettered.exchange.gain);
        if exchange != -kept {
            return finding("I11", format!("letter {code} kept {kept} and gave back {exchange}"));
        }
        let members: Vec<EntryId> = self
            .items
            .values()
            .filter(|item| item.letter == Some(code))
            .map(|item| item.item.id.clone())
            .collect();
        let day_before = head.effective_on.plus_days(-1).unwrap_or(head.effective_on);
        let left_before = |book: &Self| -> Vec<(Cents, Cents)> {
            members.iter().map(|id| book.items[id].left_on(day_before, None)).collect()
        };
        let before = left_before(self);
        for applied in &lettered.applications {
            let item = self.apply(applied, lettered)?;
            item.letter = None;
            item.free_from = Some(lettered.effective_on);
        }
        if left_before(self) != before {
            let what =
                format!("letter {code}, dissolved on {}, changed earlier days", head.effective_on);
            return finding("I11", what);
        }
        match members.iter().find(|id| self.items[*id].left() != self.whole(id)) {
            Some(id) => finding("I11", format!("{id} of letter {code} is not open again")),
            None => Ok(()),
        }
    }

    fn whole(&self, id: &EntryId) -> (Cents, Cents) {
        let item = &self.items[id].item;
        (cents(item.amount), cents(item.booked))
    }
}

/// What a decision opened of a document: amount and booked.
pub(super) fn opened(decision: &[Event], number: &DocumentNumber) -> (Cents, Cents) {
    let items = decision.iter().filter_map(|event| match event {
        Event::Receivable { event: receivable::Event::Opened { item, .. }, .. } => Some(item),
        _ => None,
    });
    let of_document = items.filter(
        |item| matches!(&item.kind, EntryKind::Invoice { document, .. } if document == number),
    );
    of_document.fold((0, 0), |(amount, booked), item| {
        (amount + cents(item.amount), booked + cents(item.booked))
    })
}
