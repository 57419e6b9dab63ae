//! The VAT that fell due in a span of days.

#![allow(clippy::unwrap_used)]

use super::{VatDueCause, book, event_of};
use crate::calendar::Day;
use crate::money::Currency;
use crate::tax::Group;
use alloc::string::ToString;
use alloc::vec::Vec;

/// Of nothing in yen a cent may be posted, where what was taken back is in step again.
#[test]
fn a_cent_that_is_posted_of_nothing_is_told() {
    let on = Day::parse("2026-01-15").unwrap();
    let told = |amounts: [&str; 2], posted: &str, booked: &str| {
        let mut events = Vec::from(amounts.map(|amount| {
            let (vat, base) = ("S 20".parse().unwrap(), "0 JPY".parse().unwrap());
            let due = Group { vat, base, amount: amount.parse().unwrap() };
            event_of(on, "F1", VatDueCause::Collection, due, Currency::EUR)
        }));
        book(&mut events, posted.parse().unwrap(), booked.parse().unwrap()).unwrap();
        events.iter().map(|event| event.booked.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(told(["7 JPY", "-7 JPY"], "0 JPY", "0.01 EUR"), ["0.00 EUR", "0.01 EUR"]);
    // A part has its part.
    assert_eq!(told(["1 JPY", "1 JPY"], "4 JPY", "0.04 EUR"), ["0.01 EUR", "0.01 EUR"]);
}
