//! Codes of letters that several accounts draw from one sequence.

use super::view::View;
use crate::receivable::{AccountKey, LetterCode, LetterScope};

/// The first code that is free among the accounts that draw from one sequence with an account; none
/// where it has a sequence of its own.
pub(super) fn shared_code(
    view: &dyn View,
    scope: LetterScope,
    account: &AccountKey,
) -> Option<LetterCode> {
    if scope == LetterScope::Account {
        return None;
    }
    let mut next = None;
    view.each_account(&mut |key, other| {
        if scope.is_shared(key, account) {
            next = next.max(Some(other.next_code()));
        }
    });
    next
}
