//! How sure a match is, in thousandths.
//!
//! The scores say which evidence is stronger: a reference with check digits before a number, a
//! number before an amount, an exact amount before one that is short. What is doubtful whatever
//! the policy stays below every sensible least score.

use super::Rule;

/// What one rule finds is as sure as this where the amount is exact.
pub(super) const fn of_exact(rule: Rule) -> u16 {
    match rule {
        Rule::StructuredReference => 1_000,
        Rule::DocumentNumber => 990,
        Rule::OrderNumber => 970,
        Rule::WholeBalance => 920,
        Rule::ExactAmount => 900,
        Rule::Statement => 880,
        Rule::Subset => 850,
        Rule::OldestFirst | Rule::Host => 300,
    }
}

/// What is named is settled in part, or overpaid.
pub(super) const fn of_inexact(rule: Rule) -> u16 {
    match rule {
        Rule::StructuredReference => 960,
        Rule::DocumentNumber => 930,
        Rule::OrderNumber => 860,
        Rule::ExactAmount
        | Rule::WholeBalance
        | Rule::Statement
        | Rule::Subset
        | Rule::OldestFirst
        | Rule::Host => 300,
    }
}

/// The last digits of a number alone, beside the exact amount.
pub(super) const BARE_NUMBER: u16 = 940;
/// Numbers with a slip of the pen, beside the exact amount.
pub(super) const MANGLED: u16 = 910;
/// All that is numbered from one document to another, beside the exact amount.
pub(super) const BETWEEN: u16 = 950;
/// One of several that have the amount, by a word or by its day.
pub(super) const TOLD_APART: u16 = 830;
/// What is missing of the documents named is a difference that the firm accepts.
pub(super) const TOLERATED: u16 = 910;
/// An amount that would be an item's with a difference that the firm accepts, and nothing else.
pub(super) const NEAR: u16 = 450;
/// The text says one thing and the amount another.
pub(super) const CONTRADICTED: u16 = 600;
/// Each of several that have the amount.
pub(super) const ONE_OF_SEVERAL: u16 = 500;

/// How sure a set is that alone sums to an amount, by how many as simple sets there are for each
/// amount that is possible: beyond one in a hundred it is chance as well.
pub(super) fn of_only_set(as_simple: u128, unit: u128, amount: u128) -> u16 {
    let tried = as_simple.saturating_mul(unit);
    let is_below = |times: u128| tried.saturating_mul(times) <= amount;
    if is_below(1_000) {
        900
    } else if is_below(300) {
        850
    } else if is_below(100) {
        700
    } else {
        400
    }
}
