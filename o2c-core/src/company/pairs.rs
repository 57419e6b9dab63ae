//! Which credit settled which debit of an account, as the company's documents tell it.

use super::view::View;
use crate::calendar::Day;
use crate::receivable::{Account, AccountEntry, Pair};
use alloc::vec::Vec;

/// What settled what at the end of a day, two by two: a credit note first what it names.
pub(super) fn pairs_of<'a>(
    view: &dyn View,
    account: &'a Account,
    day: Day,
    known_at: Option<Day>,
) -> Vec<Pair<'a>> {
    account.pairs(day, known_at, &|credit, debit| names(view, credit, debit))
}

/// Whether a credit is a note that names the document of a debit.
fn names(view: &dyn View, credit: &AccountEntry, debit: &AccountEntry) -> bool {
    let named = debit.item().kind.document();
    let note = credit.item().kind.document().and_then(|number| view.document(number));
    note.is_some_and(|note| note.draft.preceding.iter().any(|one| named == Some(&one.number)))
}
