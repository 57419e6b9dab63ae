//! Rules for numbers that payers write as they please: several by their last digits alone, one with
//! a slip of the pen, all from one to another. The amount decides: what is hinted at is taken only
//! where it is exactly what was paid and nothing else that is hinted at is.

use super::comparison::{Comparison, Group};
use super::numbers::{Hint, Piece};
use super::{Candidate, Evidence, Proposal, Rejection, Rule, Words, score};
use alloc::vec::Vec;
use core::ops::Range;

/// Items that a text hints at; more are no hint.
const MOST_HINTED: usize = 12;

/// An item that the text hints at, and where.
struct Hinted<'a> {
    item: &'a Candidate,
    places: Vec<(Range<usize>, Hint)>,
}

/// The only set of hinted items that makes up the payment, as it is looked for.
struct Search<'s, 'a> {
    hinted: &'s [Hinted<'a>],
    named: &'s Group<'a>,
    chosen: Vec<(&'a Candidate, Range<usize>, Hint)>,
    /// The sets found, at most two: a second is one too many.
    found: Vec<Vec<(&'a Candidate, Hint)>>,
}

impl<'a> Comparison<'a> {
    /// Items of which the text writes nothing but the last digits, or the number with a slip: the
    /// only ones that, with the items named, are exactly what was paid (rulebook 4.2 step 2).
    pub(super) fn by_hint(&self) -> Result<Option<Proposal>, Rejection> {
        self.hinted_at(Rule::DocumentNumber, &self.group(Vec::new()), &[])
    }

    /// The items named, with the only ones hinted at that make up the payment.
    pub(super) fn hinted_at(
        &self,
        rule: Rule,
        named: &Group<'a>,
        evidence: &[Evidence],
    ) -> Result<Option<Proposal>, Rejection> {
        let hinted = self.hinted(named);
        if hinted.is_empty() {
            return Ok(None);
        }
        let mut search = Search { hinted: &hinted, named, chosen: Vec::new(), found: Vec::new() };
        self.search(&mut search, 0);
        let [set] = search.found.as_slice() else {
            return Ok(None);
        };
        let has_slip = set.iter().any(|(_, hint)| *hint == Hint::Slip);
        let mut evidence = evidence.to_vec();
        evidence.extend(set.iter().map(|(item, hint)| {
            let entry = item.entry.clone();
            match hint {
                Hint::LastDigits => Evidence::NumberBarelyNamed { entry },
                Hint::Slip => Evidence::NumberMangled { entry },
            }
        }));
        let score = if has_slip { score::MANGLED } else { score::BARE_NUMBER };
        self.settled(rule, &self.with(named, set.iter().map(|(item, _)| *item)), score, evidence)
    }

    /// Two documents named, and all that are numbered between them: one from one to the other.
    pub(super) fn between(
        &self,
        rule: Rule,
        named: &Group<'a>,
        evidence: &[Evidence],
    ) -> Result<Option<Proposal>, Rejection> {
        let numbers = || named.items.iter().map(|item| item.number.as_str());
        let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
            return Ok(None);
        };
        let is_between = |item: &&Candidate| {
            let number = item.number.as_str();
            number.len() == first.len() && first < number && number < last && !named.holds(item)
        };
        let between: Vec<&Candidate> = self.candidates.iter().copied().filter(is_between).collect();
        let is_one_series = first.len() == last.len() && prefix(first) == prefix(last);
        let whole = self.with(named, between.iter().copied());
        if between.is_empty() || !is_one_series || self.settling_discount(&whole).is_none() {
            return Ok(None);
        }
        let mut evidence = evidence.to_vec();
        let told = |item: &&Candidate| Evidence::NumberBetween { entry: item.entry.clone() };
        evidence.extend(between.iter().map(told));
        self.settled(rule, &whole, score::BETWEEN, evidence)
    }

    /// The items that the text hints at, each with the places where it does; a place that names an
    /// item hints at no other.
    fn hinted(&self, named: &Group<'a>) -> Vec<Hinted<'a>> {
        let pieces = self.text.pieces();
        if pieces.is_empty() {
            return Vec::new();
        }
        let mut hinted = Vec::new();
        for item in self.candidates.iter().copied() {
            let text = item.number.as_str();
            // Most numbers are not looked at more closely.
            if !pieces.iter().any(|piece| piece.may_hint_at(text)) || named.holds(item) {
                continue;
            }
            let number = Words::of(text);
            let places = pieces.iter().filter_map(|piece| {
                let hint = piece.hints_at(&number)?;
                Some((piece.runs.clone(), hint))
            });
            let places: Vec<(Range<usize>, Hint)> = places.collect();
            if !places.is_empty() {
                hinted.push(Hinted { item, places });
            }
        }
        if hinted.is_empty() || hinted.len() > MOST_HINTED {
            return Vec::new();
        }
        let taken = self.taken(&pieces);
        for one in &mut hinted {
            one.places.retain(|(runs, _)| taken.iter().all(|taken| !overlap(taken, runs)));
        }
        hinted.retain(|one| !one.places.is_empty());
        hinted
    }

    /// The places that name an item as it stands.
    fn taken(&self, pieces: &[Piece]) -> Vec<Range<usize>> {
        let numbers = self.candidates.iter().map(|item| item.number.as_str());
        let numbers: Vec<Words> =
            numbers.filter(|number| self.text.may_name(number)).map(Words::of).collect();
        let naming = pieces
            .iter()
            .filter(|piece| numbers.iter().any(|number| self.text.names_at(piece, number)));
        let naming: Vec<Range<usize>> = naming.map(|piece| piece.runs.clone()).collect();
        // What names an item names it with other words around it, too.
        let holds_another = |one: &Range<usize>| {
            let is_inside = |other: &Range<usize>| {
                other != one && one.start <= other.start && other.end <= one.end
            };
            naming.iter().any(is_inside)
        };
        naming.iter().filter(|one| !holds_another(one)).cloned().collect()
    }

    /// Tries the hinted items from one on, each left out or taken at one of its places.
    fn search(&self, search: &mut Search<'_, 'a>, from: usize) {
        let Some(hinted) = search.hinted.get(from) else {
            let chosen = search.chosen.iter().map(|(item, ..)| *item);
            let group = self.with(search.named, chosen);
            if !search.chosen.is_empty() && self.settling_discount(&group).is_some() {
                let set: Vec<_> =
                    search.chosen.iter().map(|(item, _, hint)| (*item, *hint)).collect();
                let is_same = |known: &Vec<(&Candidate, Hint)>| {
                    known.iter().map(|(item, _)| &item.entry).eq(set.iter().map(|one| &one.0.entry))
                };
                if !search.found.iter().any(is_same) {
                    search.found.push(set);
                }
            }
            return;
        };
        let next = from.saturating_add(1);
        for (runs, hint) in &hinted.places {
            if search.chosen.iter().any(|(_, taken, _)| overlap(taken, runs)) {
                continue;
            }
            search.chosen.push((hinted.item, runs.clone(), *hint));
            self.search(search, next);
            search.chosen.pop();
        }
        if search.found.len() < 2 {
            self.search(search, next);
        }
    }

    /// A group with more items, in the order of the candidates.
    fn with(&self, named: &Group<'a>, more: impl Iterator<Item = &'a Candidate>) -> Group<'a> {
        let mut items = named.items.clone();
        items.extend(more);
        items.sort_by(|one, other| {
            let order = |item: &Candidate| (item.due_on, item.document_on);
            order(one).cmp(&order(other)).then_with(|| one.entry.cmp(&other.entry))
        });
        self.group(items)
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// What stands before the digits in which a number ends.
fn prefix(number: &str) -> &str {
    number.trim_end_matches(|letter: char| letter.is_ascii_digit())
}
