//! Why a subscription says no.

use crate::calendar::{Day, Period};
use crate::id::{DocumentNumber, LineId, Text};
use crate::money::{Exact, Money};

crate::rejections! {
    /// Why a subscription says no: numbers 2401 to 2480, in order of precedence.
    pub enum Rejection {
        /// Periods of no length never advance.
        NoInterval = 2401 "subscription.no_interval" {}
            => "an interval needs at least one month or one day",
        /// A day of the month bills only where months are counted.
        BillingDayWithoutMonths = 2402 "subscription.billing_day_without_months" { days: u16 }
            => "a billing day makes no sense every {days} days",
        /// A subscription ends after it begins.
        EndBeforeStart = 2403 "subscription.end_before_start" { start: Day, end: Day }
            => "an end on {end} lies before the start on {start}",
        /// So many periods are not told at once.
        TooManyPeriods = 2404 "subscription.too_many_periods" { most: usize }
            => "more than {most} periods",
        /// The period has no unit that its parts could be measured in.
        NoUnits = 2405 "subscription.no_units" { whole: Period }
            => "the period {whole} has none of the units it is measured in",
        /// Seconds count where parts are measured in seconds, and a day has 86,400 of them.
        SecondsNotCounted = 2406 "subscription.seconds_not_counted" { seconds: u32 }
            => "{seconds} seconds of a day are not counted",
        /// The day lies outside the period.
        OutsidePeriod = 2407 "subscription.outside_period" { on: Day, period: Period }
            => "{on} lies outside the period {period}",
        /// Cuts stand in the order of time.
        CutsNotInOrder = 2408 "subscription.cuts_not_in_order" { on: Day }
            => "a cut on {on} stands after a later one",
        /// A tariff by tiers needs one.
        NoTiers = 2409 "subscription.no_tiers" {} => "a tariff by tiers needs at least one",
        /// Each tier ends above the one before it.
        TiersNotInOrder = 2410 "subscription.tiers_not_in_order" { before: Exact, up_to: Exact }
            => "a tier up to {up_to} stands after one up to {before}",
        /// The last tier holds all the rest.
        LastTierBounded = 2411 "subscription.last_tier_bounded" { up_to: Exact }
            => "the last tier ends at {up_to}, and what is used beyond has no price",
        /// A package holds something, and free units are none or more.
        PackageSize = 2412 "subscription.package_size" { size: Exact, free: Exact }
            => "packages of {size} with {free} free units are none",
        /// Nobody uses less than nothing.
        UsageNegative = 2413 "subscription.usage_negative" { units: Exact }
            => "{units} units are less than nothing",
        /// The amount is below zero.
        AmountNegative = 2414 "subscription.amount_negative" { amount: Money }
            => "an amount of {amount} is below zero",
        /// Only the last tier has no bound.
        TierWithoutBound = 2415 "subscription.tier_without_bound" {}
            => "a tier without a bound stands before another one",
        /// The command is not possible in the subscription's state.
        NotPossible = 2420 "subscription.not_possible"
            { state: &'static str, command: &'static str }
            => "{command} is not possible: the subscription is {state}",
        /// A subscription charges for something.
        NoCharges = 2421 "subscription.no_charges" {} => "a subscription needs a charge",
        /// A charge is named once in a subscription.
        ChargeTwice = 2422 "subscription.charge_twice" { charge: LineId }
            => "the charge {charge} is there already",
        /// The subscription has no such charge.
        UnknownCharge = 2423 "subscription.unknown_charge" { charge: LineId }
            => "there is no charge {charge}",
        /// The charge is of another kind than the command is for.
        OtherKind = 2424 "subscription.other_kind" { charge: LineId, expected: &'static str }
            => "the charge {charge} is not {expected}",
        /// The trial ends on the first day or later, and before the end.
        TrialOutside = 2425 "subscription.trial_outside" { start: Day, trial_until: Day }
            => "a trial until {trial_until} does not lie behind the start on {start}",
        /// A change says what changes.
        NothingChanges = 2426 "subscription.nothing_changes" { charge: LineId }
            => "neither a price nor a quantity of {charge} is given",
        /// The number of units is above zero.
        QuantityNotPositive = 2427 "subscription.quantity_not_positive" { quantity: Exact }
            => "a quantity of {quantity} is not above zero",
        /// An index is above zero.
        IndexNotPositive = 2428 "subscription.index_not_positive" { base: Exact, index: Exact }
            => "a price cannot go from index {base} to {index}",
        /// Nothing happens to a subscription before its first day.
        BeforeStart = 2429 "subscription.before_start" { on: Day, start: Day }
            => "{on} is before the first day {start}",
        /// Nothing changes once a subscription is over.
        AfterEnd = 2430 "subscription.after_end" { on: Day, end: Day }
            => "on {on} the subscription is over: its last day was before {end}",
        /// What changes a subscription changes it in the order of the days.
        Earlier = 2431 "subscription.earlier" { on: Day, latest: Day }
            => "{on} is before {latest}, the day of the latest change",
        /// A key of a usage event means one thing.
        KeyReused = 2432 "subscription.key_reused" { key: Text, units: Exact, on: Day }
            => "the key {key} stands for {units} units of {on} already",
        /// Between two attempts to collect lies a day at least.
        NoRetryDays = 2433 "subscription.no_retry_days" {}
            => "a further attempt is made a day after a failure at the earliest",
        /// Only what is collected can fail to be.
        NotCollected = 2434 "subscription.not_collected" { document: DocumentNumber }
            => "the invoices of the subscription are not collected, {document} neither",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
    }
}
