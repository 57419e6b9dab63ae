//! Why an ageing is refused.

crate::rejections! {
    /// Why the ageing says no: numbers 1700 to 1799, in order of precedence.
    pub enum Rejection {
        /// There are more bounds of buckets than a report can show.
        TooManyBounds = 1701 "ageing.too_many_bounds" { count: usize, most: usize }
            => "{count} bounds are given, at most {most} are allowed",
        /// A bound of a bucket is a number of days above zero and not beyond a century.
        BoundOutOfRange = 1702 "ageing.bound_out_of_range" { bound: u32, longest: u32 }
            => "the bound of {bound} days is not within 1 to {longest}",
        /// Each bound of a bucket is greater than the one before.
        BoundsNotIncreasing = 1703 "ageing.bounds_not_increasing" { bound: u32, before: u32 }
            => "the bound of {bound} days follows {before} but is not greater",
        /// The customers' numbers are not dense: the table would be larger than is sensible.
        TooManyCells = 1704 "ageing.too_many_cells" { customers: u64, currencies: u32, most: usize }
            => "customers numbered up to {customers} in {currencies} currencies need more than {most} figures: number them densely",
        /// A customer's number stands for no known text.
        UnknownCustomer = 1705 "ageing.unknown_customer" { customer: u32 }
            => "the customer number {customer} has no name",
        /// A currency's place is beyond the list of currencies.
        UnknownCurrency = 1706 "ageing.unknown_currency" { place: u16, count: usize }
            => "the currency place {place} is beyond the list of {count}",
        /// Between two currencies one rate is given.
        RateTwice = 1707 "ageing.rate_twice" { rate: crate::money::ExchangeRate }
            => "the rate {rate} is between two currencies for which another one is given",
        /// Amounts are shown in the ledger's currency: every rate has it on one side.
        RateOfNoLedger = 1708 "ageing.rate_of_no_ledger"
            { rate: crate::money::ExchangeRate, ledger: crate::money::Currency }
            => "the rate {rate} has {ledger}, the ledger's currency, on neither side",
    }
    carries {
        Money(crate::money::Rejection),
        Id(crate::id::Rejection),
        Columns(crate::columns::Rejection),
    }
}
