//! The range of money: below 10^18 minor units, in every currency.

use crate::money::rationals::{CODES, LARGEST, any_length, currency, examine, is_in_range};
use num_bigint::BigInt;
use o2c_core::error::Refusal;
use o2c_core::money::{Currency, Exact, Money};
use proptest::prelude::*;

#[test]
fn money_ends_below_ten_to_the_eighteenth() {
    for (code, _) in CODES {
        let currency = Currency::parse(code).unwrap();
        let most = Money::from_minor(LARGEST, currency).unwrap();
        let least = most.negated();
        let one = Money::from_minor(1, currency).unwrap();
        assert_eq!(least.minor(), -LARGEST);
        assert_eq!(most.checked_add(least).unwrap(), Money::zero(currency));
        assert_eq!(Money::sum(currency, [most, one, one.negated()]).unwrap(), most, "one check");
        for beyond in [
            Money::from_minor(LARGEST + 1, currency),
            Money::from_minor(-LARGEST - 1, currency),
            Money::from_minor(i64::MIN, currency),
            Money::from_wide(i128::MAX, currency),
            most.checked_add(one),
            least.checked_sub(one),
            Money::sum(currency, [most, most]),
            Money::from_exact(Exact::whole(LARGEST).unwrap(), Currency::EUR),
        ] {
            assert_eq!(beyond.unwrap_err().code(), "money.out_of_range", "{code}");
        }
        assert_eq!(most.to_string().parse::<Money>().unwrap(), most);
    }
}

#[test]
fn sums_are_sums_of_minor_units_of_one_currency() {
    let amounts = prop::collection::vec(any_length(), 0..20);
    examine(500, &(amounts, currency()), |(minors, (currency, _))| {
        let amounts = minors.iter().map(|minor| Money::from_minor(*minor, currency).unwrap());
        let total: i128 = minors.iter().map(|minor| i128::from(*minor)).sum();
        let found = Money::sum(currency, amounts).ok().map(Money::minor);
        let expected = is_in_range(&BigInt::from(total)).then(|| i64::try_from(total).unwrap());
        prop_assert_eq!(found, expected);
        Ok(())
    });
}
