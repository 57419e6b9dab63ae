//! Why credit says no.

use crate::calendar::Day;
use crate::id::{OrderId, Text};
use crate::money::{Exact, Money};
use alloc::string::String;

crate::rejections! {
    /// Why credit says no: numbers 2201 to 2280, in order of precedence.
    pub enum Rejection {
        /// Nothing is given of which a figure could be made.
        NotEnough = 2201 "credit.not_enough" { found: usize, needed: usize }
            => "{found} are given, at least {needed} are needed",
        /// A figure that others are divided by is not above zero.
        NothingToDivideBy = 2202 "credit.nothing_to_divide_by" { figure: Exact }
            => "nothing can be divided by {figure}: it must be greater than zero",
        /// A ratio that the form needs is missing.
        RatioMissing = 2203 "credit.ratio_missing" { ratio: &'static str }
            => "the form needs {ratio}",
        /// A figure of the calculation has more digits than are held exactly.
        OutOfRange = 2204 "credit.out_of_range" { figure: String }
            => "{figure} has more digits than are held exactly",
        /// The amount is not greater than zero.
        AmountNotPositive = 2205 "credit.amount_not_positive" { amount: Money }
            => "the amount {amount} must be greater than zero",
        /// An amount is below zero where that makes no sense.
        AmountNegative = 2206 "credit.amount_negative" { amount: Money }
            => "the amount {amount} is below zero",
        /// A weight is not greater than zero.
        WeightNotPositive = 2207 "credit.weight_not_positive" { weight: Exact }
            => "the weight {weight} must be greater than zero",
        /// The scorecard is written in a version that this library does not read.
        UnknownVersion = 2208 "credit.scorecard.unknown_version" { version: u32, newest: u32 }
            => "the scorecard's version {version} is not between 1 and {newest}",
        /// A scorecard has at least one criterion.
        CriteriaMissing = 2209 "credit.scorecard.criteria_missing" {}
            => "a scorecard needs at least one criterion",
        /// A feature stands in a scorecard, or in what it is asked about, once.
        FeatureTwice = 2210 "credit.scorecard.feature_twice" { feature: Text }
            => "the feature {feature} stands there twice",
        /// No criterion and no knock-out of the scorecard looks at the feature.
        UnknownFeature = 2211 "credit.scorecard.unknown_feature" { feature: Text }
            => "the scorecard does not look at {feature}",
        /// A criterion has at least one band, a list of classes at least one class.
        BandsMissing = 2212 "credit.bands_missing" {} => "at least one band is needed",
        /// Between two bands, or beyond the first or the last, is a gap.
        BandGap = 2213 "credit.band_gap" { from: String, below: String }
            => "no band holds what is from {from} on and below {below}",
        /// Two bands overlap.
        BandsOverlap = 2214 "credit.bands_overlap" { from: Exact, before: String }
            => "a band begins at {from}, the one before it ends below {before}",
        /// The points of a criterion rise or fall with its bands, never both.
        NotMonotone = 2215 "credit.not_monotone" { points: Exact, before: Exact }
            => "the points go from {before} to {points} against the direction of the bands before",
        /// No class of that name is given.
        UnknownClass = 2216 "credit.unknown_class" { class: Text }
            => "there is no class {class}",
        /// A proposal needs at least one figure that bounds it.
        BoundMissing = 2217 "credit.bound_missing" {}
            => "equity, expected sales or an insurer's limit is needed",
        /// A quantity is below zero or beyond what it is a part of.
        QuantityBeyond = 2218 "credit.quantity_beyond" { quantity: Exact, most: Exact }
            => "the quantity {quantity} is not between nothing and {most}",
        /// A window is a number of months above zero and not beyond ten years.
        WindowOutOfRange = 2219 "credit.window_out_of_range" { months: u16, longest: u16 }
            => "a window of {months} months is not within 1 to {longest}",
        /// The recent part of a window is shorter than the window.
        RecentOutOfRange = 2220 "credit.recent_out_of_range" { months: u16, window: u16 }
            => "{months} recent months are not within a window of {window}",
        /// Cover begins before it ends.
        DaysReversed = 2221 "credit.days_reversed" { from: Day, until: Day }
            => "{from} is after {until}",
        /// Between the currency of an amount and that of the limit a rate is needed.
        RateMissing = 2222 "credit.rate_missing"
            { from: crate::money::Currency, into: crate::money::Currency }
            => "there is no rate from {from} to {into}",
        /// What adds to an exposure is above zero, what takes away from it below.
        WrongSign = 2223 "credit.wrong_sign" { amount: Money }
            => "the amount {amount} has the sign of what it is not",
        /// Each age that tells apart what is overdue is greater than the one before.
        AgesNotIncreasing = 2224 "credit.ages_not_increasing" { age: u16, before: u16 }
            => "the age of {age} days follows {before} but is not greater",
        /// The customer has no credit file.
        NoFile = 2230 "credit.no_file" {} => "there is no credit file: a limit opens it",
        /// Two limits, or two increases, would hold on one day.
        ValiditiesOverlap = 2231 "credit.validities_overlap" { from: Day, other_from: Day }
            => "what begins on {from} overlaps with what begins on {other_from}",
        /// The order is not held for want of credit.
        NotHeld = 2232 "credit.not_held" { order: OrderId } => "the order {order} is not held",
        /// What is decided of a hold is decided in the order of its days.
        Earlier = 2233 "credit.earlier" { on: Day, latest: Day }
            => "{on} is before {latest}, the day of what happened last",
        /// Nobody of that name may decide of orders that are held.
        NobodyMayRule = 2234 "credit.nobody_may_rule" { by: Text }
            => "{by} may not decide of orders that are held",
        /// Whoever releases may not release this much.
        NoRight = 2235 "credit.no_right" { by: Text, value: Money, up_to: Money }
            => "{by} may release up to {up_to}, not {value}",
        /// The order is not delivered for want of credit.
        Held = 2236 "credit.held" { order: OrderId, value: Money, reasons: String }
            => "the order {order} of {value} is held for want of credit: {reasons}",
        /// Credit is divided into the segments that are set, and no others.
        UnknownSegment = 2237 "credit.unknown_segment" { segment: Text }
            => "there is no credit segment {segment}",
        /// A customer is given no more on account.
        Blocked = 2238 "credit.blocked" { value: Money, reasons: String }
            => "{value} more on account is refused for want of credit: {reasons}",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
    }
}

impl Rejection {
    /// What left the digits that are held.
    pub(super) fn out_of_range(figure: impl Into<String>) -> Self {
        Rejection::OutOfRange { path: crate::error::Path::root(), figure: figure.into() }
    }
}
