//! Why an invoice is refused.

use super::DocumentKind;
use crate::calendar::Day;
use crate::id::{LineId, SeriesId};
use crate::money::{Exact, Money, Percent};
use crate::tax::Vat;
use alloc::string::String;

crate::rejections! {
    /// Why an invoice is refused: numbers 1400 to 1499, in order of precedence.
    pub enum Rejection {
        /// A document has at least one line.
        NoLines = 1401 "invoice.no_lines" {} => "the document has no lines",
        /// A document has only so many lines.
        TooManyLines = 1402 "invoice.too_many_lines" { count: usize, most: usize }
            => "{count} lines are more than the {most} allowed",
        /// A line id stands once in a document.
        DuplicateLine = 1403 "invoice.line.duplicate_id" { line: LineId }
            => "the line id {line} stands twice in the document",
        /// A line that is issued has a quantity.
        QuantityZero = 1404 "invoice.line.quantity_zero" { line: LineId }
            => "line {line} has a quantity of zero",
        /// Documents are issued in a series that was opened.
        SeriesNotOpen = 1410 "invoice.series.not_open" {} => "the series was never opened",
        /// A series is opened once.
        SeriesAlreadyOpen = 1411 "invoice.series.already_open" { series: SeriesId }
            => "the series {series} is open already",
        /// The prefix of numbers is at most 10 letters, digits or one of + - _ /.
        PrefixMalformed = 1412 "invoice.series.prefix_malformed" { prefix: String, longest: usize }
            => "{prefix:?} is no prefix: at most {longest} letters, digits or + - _ /",
        /// Numbers are padded to 1 to 10 digits.
        DigitsOutOfRange = 1413 "invoice.series.digits_out_of_range" { digits: u8 }
            => "numbers are padded to 1 to 10 digits, not {digits}",
        /// No document is dated before the last one of its series.
        NotChronological = 1414 "invoice.series.not_chronological"
            { last_issued_on: Day, issued_on: Day }
            => "a document of {issued_on} cannot follow one of {last_issued_on}",
        /// A series has a last number.
        SeriesExhausted = 1415 "invoice.series.exhausted" { last: u64 }
            => "no number follows {last}",
        /// A deposit asks for more than nothing.
        DepositNotPositive = 1425 "invoice.deposit.not_positive" {}
            => "a deposit asks for more than nothing",
        /// The percentages that deposits ask for are at most 100 together.
        DepositAboveHundred = 1426 "invoice.deposit.above_hundred" { percent: Percent, sum: Exact }
            => "with {percent} % the deposits ask for {sum} % of the order",
        /// Deposits ask for no more than the order comes to.
        DepositBeyondOrder = 1427 "invoice.deposit.beyond_order" { asked: Money, left: Money }
            => "a deposit of {asked} is beyond the {left} that the order has left",
        /// A deposit that rounds to nothing is not invoiced.
        DepositOfNothing = 1428 "invoice.deposit.nothing" {} => "the deposit comes to nothing",
        /// A VAT category and rate stands once in a breakdown.
        GroupTwice = 1429 "invoice.group_twice" { vat: Vat }
            => "the VAT group {vat} stands twice",
        /// A billing plan has at least one milestone.
        NoMilestones = 1430 "invoice.milestone.none" {}
            => "a billing plan has at least one milestone",
        /// A billing plan has only so many milestones.
        TooManyMilestones = 1431 "invoice.milestone.too_many" { count: usize, most: usize }
            => "{count} milestones are more than the {most} allowed",
        /// A milestone bills more than nothing.
        MilestoneNotPositive = 1432 "invoice.milestone.not_positive" {}
            => "a milestone bills more than nothing",
        /// What is left is billed by the last milestone only.
        RestNotLast = 1433 "invoice.milestone.rest_not_last" {}
            => "only the last milestone bills the rest",
        /// The milestones of a plan bill the whole order, no less and no more.
        MilestonesNotWhole = 1434 "invoice.milestone.not_whole" { sum: String, whole: String }
            => "the milestones sum to {sum}, not to {whole}",
        /// A milestone that rounds to nothing is not invoiced.
        MilestoneOfNothing = 1435 "invoice.milestone.nothing" {}
            => "the milestone comes to nothing",
        /// The business process is a letter B, S or M and a digit that it may have.
        ProcessUnknown = 1480 "invoice.process_unknown" { process: String }
            => "{process:?} is no business process such as B1",
        /// A credit note names a preceding document, a corrective invoice exactly one.
        PrecedingMissing = 1481 "invoice.preceding_missing"
            { kind: DocumentKind, named: usize }
            => "a document of the kind {kind} names {named} preceding documents",
    }
    carries {
        Id(crate::id::Rejection),
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
        Tax(crate::tax::Rejection),
        Ledger(crate::ledger::Rejection),
        Pricing(crate::pricing::Rejection),
    }
}
