//! The worked figures of the rulebook, sections 0 and 11.

use o2c_core::error::Refusal;
use o2c_core::money::{CURRENCIES, Currency, Exact, Money, Rounding, UnitPrice, split, telescope};

fn rounded(text: &str, code: &str, mode: Rounding) -> String {
    let currency = Currency::parse(code).unwrap();
    Money::rounded(Exact::parse(text).unwrap(), currency, mode).unwrap().figure()
}

fn shares(amount: &str, weights: &[i128]) -> Vec<String> {
    let shares = split(amount.parse().unwrap(), weights).unwrap();
    shares.into_iter().map(Money::figure).collect()
}

#[test]
fn ex_m1_a_tie_in_two_modes_and_both_signs() {
    let (up, even) = (Rounding::HalfAwayFromZero, Rounding::HalfEven);
    assert_eq!(rounded("2.345", "EUR", up), "2.35");
    assert_eq!(rounded("2.345", "EUR", even), "2.34");
    assert_eq!(rounded("-2.345", "EUR", up), "-2.35");
    assert_eq!(rounded("-2.345", "EUR", even), "-2.34");
    assert_eq!(Rounding::default(), up, "rulebook R-02c: half away from zero unless stated");
}

#[test]
fn ex_m2_currencies_without_and_with_three_decimals() {
    assert_eq!(rounded("1234.5", "JPY", Rounding::HalfAwayFromZero), "1235");
    assert_eq!(rounded("1.2345", "KWD", Rounding::HalfAwayFromZero), "1.235");
}

#[test]
fn ex_m3_cash_in_steps_of_five() {
    let step: Money = "0.05 CHF".parse().unwrap();
    for (payable, cash) in [
        ("12.32 CHF", "12.30 CHF"),
        ("12.33 CHF", "12.35 CHF"),
        ("12.37 CHF", "12.35 CHF"),
        ("12.38 CHF", "12.40 CHF"),
        ("-12.33 CHF", "-12.35 CHF"),
    ] {
        let payable: Money = payable.parse().unwrap();
        let rounded = payable.rounded_to(step, Rounding::HalfAwayFromZero).unwrap();
        assert_eq!(rounded.to_string(), cash);
    }
}

#[test]
fn ex_m4_largest_remainder() {
    assert_eq!(shares("100.00 EUR", &[1, 1, 1]), ["33.34", "33.33", "33.33"]);
    assert_eq!(shares("-100.00 EUR", &[1, 1, 1]), ["-33.34", "-33.33", "-33.33"]);
    assert_eq!(shares("10.00 EUR", &[10_001, 4_999]), ["6.67", "3.33"]);
    assert_eq!(shares("0.05 EUR", &[1; 6]), ["0.01", "0.01", "0.01", "0.01", "0.01", "0.00"]);
}

#[test]
fn ex_m5_telescoping() {
    let ten: Money = "10.00 EUR".parse().unwrap();
    let steps =
        [(0, 1), (1, 2), (2, 3)].map(|(before, after)| telescope(ten, before, after, 3).unwrap());
    assert_eq!(steps.map(Money::figure), ["3.33", "3.34", "3.33"]);
    assert_eq!(Money::sum(Currency::EUR, steps).unwrap(), ten);
}

#[test]
fn ex_i9_multiplied_before_divided() {
    let price: UnitPrice = "0.01".parse().unwrap();
    let times = |quantity: &str, mode| {
        let (quantity, base) = (quantity.parse().unwrap(), "30".parse().unwrap());
        price.times(quantity, base, Currency::EUR, mode).unwrap().figure()
    };
    assert_eq!(times("15", Rounding::HalfAwayFromZero), "0.01");
    assert_eq!(times("-15", Rounding::HalfAwayFromZero), "-0.01");
    assert_eq!(times("15", Rounding::HalfEven), "0.00");
}

#[test]
fn g_06_no_digit_is_ever_lost_in_silence() {
    let nineteen = Exact::parse("9999999999999.999999").unwrap_err();
    assert_eq!(nineteen.code(), "money.too_many_digits");
    let large = Exact::parse("99999999999999.9999").unwrap();
    let other = Exact::parse("9999999999999.99999").unwrap();
    assert_eq!(large.checked_mul(other).unwrap_err().code(), "money.too_many_digits");
    assert_eq!(
        Exact::parse("1000000000000000000000000000").unwrap_err().code(),
        "money.too_many_digits",
    );
    let tiny = Exact::parse("0.0000000001").unwrap();
    assert_eq!(tiny.checked_mul(tiny).unwrap_err().code(), "money.too_many_digits");
    let whole = Exact::whole(999_999_999_999_999_999).unwrap();
    assert_eq!(whole.checked_add(tiny).unwrap_err().code(), "money.too_many_digits");
    // 62222222220000000000 / 10^10 leaves 64 bits on its way and is held all the same.
    let (price, many) =
        (Exact::parse("1.5555555555").unwrap(), Exact::whole(4_000_000_000).unwrap());
    assert_eq!(price.checked_mul(many).unwrap().to_string(), "6222222222");
    let price = UnitPrice::new(large).unwrap();
    let beyond = price.times(other, Exact::ONE, Currency::EUR, Rounding::HalfAwayFromZero);
    assert_eq!(beyond.unwrap_err().code(), "money.out_of_range");
}

#[test]
fn r_01c_the_currencies_and_their_decimals() {
    let with = |decimals: u8| -> Vec<&str> {
        CURRENCIES.iter().filter(|row| row.1 == decimals).map(|row| row.0).collect()
    };
    assert_eq!(
        with(0),
        [
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
            "VND", "VUV", "XAF", "XOF", "XPF",
        ]
    );
    assert_eq!(with(3), ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);
    assert_eq!(with(4), ["CLF", "UYW"]);
    assert_eq!(with(2).len() + 17 + 7 + 2, CURRENCIES.len());
    assert!(CURRENCIES.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, each code once");
    for code in ["XAU", "XDR", "XXX", "XTS", "eur", "EU", "EURO", "", "€"] {
        assert_eq!(Currency::parse(code).unwrap_err().code(), "money.unknown_currency", "{code}");
    }
    assert!(["HRK", "BGN"].iter().all(|code| Currency::parse(code).is_ok()));
}

#[test]
fn a_zero_has_no_sign_and_no_places() {
    for text in ["0", "-0", "-0.0", "0.000", "00.00000000000000000000000000000000000"] {
        assert_eq!(Exact::parse(text).unwrap(), Exact::ZERO, "{text}");
        assert_eq!(Exact::parse(text).unwrap().to_string(), "0");
    }
    assert_eq!(Exact::new(0, u32::MAX).unwrap(), Exact::ZERO);
    assert_eq!("-0.00 EUR".parse::<Money>().unwrap().to_string(), "0.00 EUR");
}
