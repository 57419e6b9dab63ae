//! Why a day, a period or a payment term is refused.

use super::Day;
use crate::money::Money;
use alloc::string::String;

crate::rejections! {
    /// Why a day, a period or a payment term is refused: numbers 200 to 299, in order of
    /// precedence.
    pub enum Rejection {
        /// The text is not a day written as `YYYY-MM-DD`.
        NotADay = 201 "calendar.not_a_day" { text: String }
            => "{text:?} is not a day written as YYYY-MM-DD",
        /// The month has no such day, or the year no such month.
        NoSuchDay = 202 "calendar.no_such_day" { year: i32, month: u32, day: u32 }
            => "there is no day {day} of month {month} in {year}",
        /// Days stay within the years 1 to 9999.
        OutOfRange = 203 "calendar.out_of_range" { figure: String }
            => "{figure} is beyond the years 1 to 9999",
        /// A day of the month lies between 1 and 31.
        NotAMonthDay = 204 "calendar.not_a_month_day" { day: u64 }
            => "{day} is no day of a month: 1 to 31",
        /// A period ends after it begins.
        PeriodNotForward = 205 "calendar.period_not_forward" { from: Day, until: Day }
            => "a period from {from} until {until} is empty or runs backwards",
        /// Periods of zero months never advance.
        NoInterval = 206 "calendar.no_interval" {} => "an interval needs at least one month",
        /// The text is no payment term of the canonical form.
        NotTerms = 207 "calendar.not_terms" { text: String } => "{text:?} is not a payment term",
        /// "N days end of month" has two legal readings and the contract must say which.
        EndOfMonthReadingMissing = 208 "calendar.end_of_month_reading_missing" { days: u16 }
            => "say which: \"{days} days then end of month\" (A) or \"end of month then {days} days\" (B)",
        /// Payment terms have at least one instalment.
        NoInstalments = 209 "calendar.no_instalments" {}
            => "payment terms need at least one instalment",
        /// Parts of the whole do not mix with other shares.
        SharesMixed = 210 "calendar.shares_mixed" { share: String }
            => "either all instalments are parts of the whole or none: found {share}",
        /// Only the last instalment takes the rest.
        RestNotLast = 211 "calendar.rest_not_last" { instalments: usize }
            => "only the last of {instalments} instalments takes the rest",
        /// Percentages sum to 100, or to less where a last instalment takes the rest.
        SharesNotWhole = 212 "calendar.shares_not_whole" { sum: String }
            => "{sum} % in all: percentages make 100 %, or less and the last instalment takes the rest",
        /// Fixed amounts and percentages of the rest need a last instalment that takes the rest.
        RestMissing = 213 "calendar.rest_missing" { share: String }
            => "with a share of {share} the last instalment must take the rest",
        /// The instalments exceed the total: the rest has the opposite sign.
        RestChangesSign = 214 "calendar.rest_changes_sign" { total: Money, rest: Money }
            => "of {total} a rest of {rest} would remain, of the opposite sign",
        /// No instalment falls due before the document is issued.
        DueBeforeIssue = 215 "calendar.due_before_issue" { due_on: Day, issued_on: Day }
            => "due on {due_on}, before the issue on {issued_on}",
        /// The table already has a value from that day on.
        ValidFromTaken = 216 "calendar.valid_from_taken" { valid_from: Day }
            => "there is already a value valid from {valid_from}",
        /// The rows of a dated table stand in strictly increasing order of days.
        ValidFromNotIncreasing = 217 "calendar.valid_from_not_increasing"
            { before: Day, valid_from: Day }
            => "a row valid from {valid_from} stands after one valid from {before}",
        /// Payment terms have only so many instalments.
        TooManyInstalments = 218 "calendar.too_many_instalments" { count: usize, most: usize }
            => "{count} instalments are more than the {most} allowed",
        /// Terms grant a discount on the whole or by instalment, not both.
        DiscountGrantedTwice = 240 "calendar.discount_granted_twice" {}
            => "the terms grant a discount on the whole and another one on this instalment",
        /// Only a discount on the whole can lower the VAT when the invoice is issued.
        DiscountAtIssueInPart = 241 "calendar.discount_at_issue_in_part" {}
            => "an instalment's discount cannot lower the VAT when the invoice is issued",
        /// A receipt that earns a discount is money that came in.
        ReceiptNotPositive = 242 "calendar.receipt_not_positive" { amount: Money }
            => "a receipt of {amount} is no money that came in",
        /// A sector that terms are held to is one of the table of legal maxima.
        SectorUnknown = 243 "calendar.sector_unknown" { sector: String, known: String }
            => "no legal maximum is of the sector {sector}; those known are {known}",
    }
    carries { Money(crate::money::Rejection) }
}
