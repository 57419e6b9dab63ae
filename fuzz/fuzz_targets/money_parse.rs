//! Any text as an amount, a figure or a rate: what is read is written back as the same value.
#![no_main]

use libfuzzer_sys::fuzz_target;
use o2c_core::calendar::Terms;
use o2c_core::money::{Exact, ExchangeRate, Money};
use o2c_core::quantity::Quantity;
use std::fmt::{Debug, Display};
use std::str::FromStr;

fn round_trip<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(read) = text.parse::<T>() {
        let again = read.to_string().parse::<T>().ok();
        assert_eq!(again, Some(read), "{text:?}");
    }
}

fuzz_target!(|text: &str| {
    round_trip::<Money>(text);
    round_trip::<Exact>(text);
    round_trip::<ExchangeRate>(text);
    round_trip::<Quantity>(text);
    round_trip::<Terms>(text);
});
