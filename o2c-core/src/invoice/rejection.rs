//! Why an invoice is refused.

use super::DocumentKind;
use super::lifecycle::{Reason, Status};
use crate::calendar::Day;
use crate::id::{CustomerId, DocumentNumber, LineId, SeriesId, Text};
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
        /// What was never put into the outbox has no outcome.
        DispatchUnknown = 1406 "invoice.dispatch.unknown" { number: u32 }
            => "there is no dispatch {number} of the document",
        /// A dispatch is sent, received or rejected, each of which may be the first to be told; what was received or rejected stays so.
        OutcomeOutOfOrder = 1407 "invoice.dispatch.outcome_out_of_order"
            { outcome: &'static str, status: &'static str }
            => "a dispatch that is {status} cannot be {outcome} now",
        /// Nothing happens to a document before it is issued, nor to a dispatch before the last thing did.
        BeforeIssue = 1408 "invoice.before_issue" { issued_on: Day, on: Day }
            => "{on} lies before {issued_on}",
        /// The same dispatch waits in the outbox already.
        DispatchWaits = 1409 "invoice.dispatch.waits" { channel: String, to: Text }
            => "a dispatch by {channel} to {to} waits already",
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
        /// The number is none of a status of an electronic invoice.
        StatusUnknown = 1416 "invoice.status.unknown" { status: u16 }
            => "{status} is no status of an electronic invoice",
        /// The transmission of an electronic invoice goes one way (E-01).
        StatusOutOfOrder = 1417 "invoice.status.out_of_order"
            { status: Status, after: String, expected: String }
            => "the status {status} cannot follow {after} in the transmission, {expected} could",
        /// Nothing follows the rejection of an electronic invoice (E-01).
        StatusAfterRejection = 1418 "invoice.status.after_rejection" { status: Status }
            => "the status {status} cannot follow a rejection",
        /// No mandatory status follows the refusal of an electronic invoice (E-01).
        StatusAfterRefusal = 1419 "invoice.status.after_refusal" { status: Status }
            => "the mandatory status {status} cannot follow a refusal",
        /// The status needs a reason (E-03).
        ReasonMissing = 1420 "invoice.status.reason_missing" { status: Status }
            => "the status {status} needs a reason",
        /// The reason is not one of the status (E-03).
        ReasonNotAllowed = 1421 "invoice.status.reason_not_allowed"
            { status: Status, reason: Reason }
            => "{reason} is no reason of the status {status}",
        /// A collection says how much, VAT included, of which VAT rate (E-02).
        CollectionIncomplete = 1422 "invoice.status.collection_incomplete" {}
            => "a collection needs an amount marked MEN with VAT category and rate",
        /// No more is said to be collected than the document has and than was collected (E-02).
        CollectedTooMuch = 1423 "invoice.status.collected_too_much"
            { of: String, stated: Money, most: Money }
            => "{stated} are said to be collected of {of}, of at most {most}",
        /// The code is none of a reason of a status.
        ReasonUnknown = 1424 "invoice.status.reason_unknown" { reason: String }
            => "{reason:?} is no reason of a status",
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
        /// The amount due is rounded once.
        RoundingTwice = 1440 "invoice.rounding_twice" { rounding: Money, cash_rounding: Money }
            => "the amount due is rounded by {rounding} or to a multiple of {cash_rounding}, not both",
        /// Other taxes stand on lines outside VAT.
        TaxesBesideVat = 1441 "invoice.taxes_beside_vat" { line: LineId, vat: Vat }
            => "line {line} bears {vat}: other taxes stand on lines of category O",
        /// Beside other taxes than VAT, allowances and charges stand on lines.
        TaxesBesideAdjustments = 1442 "invoice.taxes_beside_adjustments" {}
            => "no allowance or charge of the document falls on lines that bear taxes other than VAT",
        /// A tax has one account.
        TaxAccountTwice = 1443 "invoice.tax_account_twice" { tax: Text }
            => "the tax {tax} has an account already",
        /// An account belongs to a tax of a line.
        TaxAccountWithoutTax = 1444 "invoice.tax_account_without_tax" { tax: Text }
            => "no line bears a tax {tax}",
        /// What shares its figures between its lines is given back as a whole.
        WholeOnly = 1445 "invoice.credit.whole_only"
            { document: DocumentNumber, because: &'static str }
            => "{document} is given back as a whole only: {because}",
        /// Claims are outside VAT, and a debit note claims nothing else (T-23).
        ClaimBearsVat = 1446 "invoice.claim_bears_vat" { line: LineId, vat: Vat }
            => "line {line} bears {vat}: what is claimed is of category O",
        /// Only a credit note says why it gives something back.
        ReasonOfNoCredit = 1447 "invoice.reason_of_no_credit" { kind: DocumentKind }
            => "a document of the kind {kind} gives nothing back, so it names no reason for it",
        /// A document is worked out again from figures that stand on it.
        StatementMissing = 1460 "invoice.statement.missing" { expected: String }
            => "{expected} is missing, without which the document is not worked out",
        /// A document is worked out again from figures that can be read.
        StatementUnreadable = 1461 "invoice.statement.unreadable" { expected: String, text: String }
            => "{text:?} is not {expected}",
        /// A formula refers to figures that were explained before it.
        ExplanationUnknown = 1462 "invoice.explanation.unknown_figure" { figure: String }
            => "the figure {figure} was not explained before",
        /// A formula gives an amount, and holds what it is made of.
        ExplanationNotWorkedOut = 1463 "invoice.explanation.not_worked_out" { formula: String }
            => "{formula} gives no amount",
        /// A discount costs who does not take it something only where the whole falls due later.
        DiscountOfNoCredit = 1464 "invoice.discount_of_no_credit"
            { percent: crate::money::Percent, days: u16, net_days: u16 }
            => "{percent} % within {days} days gives no credit until {net_days} days",
        /// A document that is issued breaks no rule of the profile the company issues under.
        BreaksRule = 1470 "invoice.breaks_rule"
            { rule: &'static str, expected: String, found: String }
            => "{rule} asks for {expected}, not {found}",
        /// A private person owes no flat compensation for recovery.
        IndemnityOfConsumer = 1471 "invoice.claim.indemnity_of_consumer"
            { customer: CustomerId }
            => "{customer} is a private person, who owes no flat compensation",
        /// The business process is a letter B, S or M and a digit that it may have.
        ProcessUnknown = 1480 "invoice.process_unknown" { process: String }
            => "{process:?} is no business process such as B1",
        /// A credit note names a preceding document, a corrective invoice exactly one.
        PrecedingMissing = 1481 "invoice.preceding_missing"
            { kind: DocumentKind, named: usize }
            => "a document of the kind {kind} names {named} preceding documents",
        /// A share of an earlier document's VAT stands on the bases of the document's own groups.
        ShareOfOtherBase = 1482 "invoice.share_of_other_base"
            { vat: Vat, base: Money, shared: Money }
            => "the share of {vat} is of {shared}, the document's base is {base}",
        /// What claims nothing, or gives back itself, is not given back.
        NotCreditable = 1483 "invoice.not_creditable"
            { document: DocumentNumber, kind: DocumentKind }
            => "{document} is a {kind}: nothing of it is given back",
        /// A document that another took the place of is neither credited nor replaced again.
        Replaced = 1484 "invoice.replaced" { document: DocumentNumber, by: DocumentNumber }
            => "{by} took the place of {document}",
        /// Nothing is left of the document to be given back.
        NothingToCredit = 1485 "invoice.nothing_to_credit" { document: DocumentNumber }
            => "all of {document} was given back",
        /// A line is credited by its quantity or by an amount, not by both and not by neither.
        PartUnclear = 1486 "invoice.credit.part_unclear" { line: LineId }
            => "line {line} names a quantity or an amount, one of them",
        /// The document has no such line.
        LineUnknown = 1487 "invoice.credit.line_unknown" { line: LineId }
            => "the document has no line {line}",
        /// One line is named twice in one command.
        LineNamedTwice = 1488 "invoice.credit.line_named_twice" { line: LineId }
            => "the line {line} is named twice",
        /// More of a line's quantity than remains.
        CreditExceedsQuantity = 1489 "invoice.credit.exceeds_quantity"
            { line: LineId, asked: Exact, remaining: Exact }
            => "{asked} of line {line} asked, {remaining} may be credited",
        /// More of a line's value than remains.
        CreditExceedsLine = 1490 "invoice.credit.exceeds_line"
            { line: LineId, asked: Money, remaining: Money }
            => "{asked} of line {line} asked, {remaining} may be credited",
        /// More than remains of the document.
        CreditExceedsDocument = 1491 "invoice.credit.exceeds_document"
            { asked: Money, remaining: Money }
            => "{asked} asked, {remaining} may be credited",
        /// A series that is kept for documents of some kinds numbers no others.
        KindNotOfSeries = 1492 "invoice.series.kind_not_kept"
            { series: SeriesId, kind: DocumentKind }
            => "the series {series} is not kept for documents of the kind {kind}",
        /// VAT said in the currency of its declaration is what the rate makes of the document's.
        VatAccountedOtherwise = 1493 "invoice.vat_accounted_otherwise"
            { said: Money, vat: Money, expected: Money }
            => "{said} of VAT are said to be declared, and {vat} come to {expected}",
        /// What is outside the scope of VAT stands on a document of its own (rulebook INV-25).
        NotSubjectBesideOthers = 1494 "invoice.not_subject_beside_others" { beside: Vat }
            => "category O, not subject to VAT, does not stand beside {beside} on one document",
    }
    carries {
        Faults(super::faults::Faults),
        Id(crate::id::Rejection),
        Money(crate::money::Rejection),
        Quantity(crate::quantity::Rejection),
        Calendar(crate::calendar::Rejection),
        Tax(crate::tax::Rejection),
        Ledger(crate::ledger::Rejection),
        Pricing(crate::pricing::Rejection),
    }
}
