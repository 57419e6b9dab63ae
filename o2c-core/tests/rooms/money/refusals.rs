//! What is refused, and in which words.

use o2c_core::error::{Error, Refusal, from_serde, in_serde};
use o2c_core::money::{
    Currency, Exact, ExchangeRate, Money, Percent, Rate, Rejection, Rounding, UnitPrice, split,
    telescope,
};

/// Each refusal once, as a caller meets it: number, code, path, sentence, figures.
#[test]
fn every_refusal_says_why_with_its_figures() {
    let eur = Currency::EUR;
    let jpy = Currency::parse("JPY").unwrap();
    let ten: Money = "10.00 EUR".parse().unwrap();
    let even = Rounding::HalfEven;
    type Told =
        (u32, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);
    let told: [(Rejection, Told); 14] = [
        (
            Exact::parse("1e3").unwrap_err(),
            (
                101,
                "money.not_a_number",
                "",
                "\"1e3\" is not a plain decimal number",
                &[("text", "1e3")],
            ),
        ),
        (
            Exact::parse("0.12345678901").unwrap_err(),
            (
                102,
                "money.too_many_digits",
                "",
                "0.12345678901 has more than 18 significant digits or 10 decimals",
                &[("text", "0.12345678901"), ("digits", "18"), ("places", "10")],
            ),
        ),
        (
            Currency::parse("XAU").unwrap_err(),
            (
                103,
                "money.unknown_currency",
                "",
                "\"XAU\" is no known currency code",
                &[("text", "XAU")],
            ),
        ),
        (
            Money::parse("12.5", jpy).unwrap_err(),
            (
                104,
                "money.too_many_decimals",
                "",
                "12.5 has more than the 0 decimals of JPY",
                &[("text", "12.5"), ("currency", "JPY"), ("decimals", "0")],
            ),
        ),
        (
            ten.checked_add(Money::zero(jpy)).unwrap_err(),
            (
                105,
                "money.currency_mismatch",
                "",
                "expected EUR, found JPY",
                &[("expected", "EUR"), ("found", "JPY")],
            ),
        ),
        (
            Money::from_minor(i64::MAX, eur).unwrap_err(),
            (
                106,
                "money.out_of_range",
                "",
                "9223372036854775807 minor units of EUR is beyond the range of money",
                &[("figure", "9223372036854775807 minor units of EUR")],
            ),
        ),
        (
            "-1".parse::<UnitPrice>().unwrap_err(),
            (107, "money.negative", "", "-1 must not be negative", &[("figure", "-1")]),
        ),
        (
            ten.rounded_to(Money::zero(eur), even).unwrap_err(),
            (
                108,
                "money.not_positive",
                "",
                "0.00 must be greater than zero",
                &[("figure", "0.00")],
            ),
        ),
        (
            "100.5".parse::<Percent>().unwrap().at_most_hundred().unwrap_err(),
            (109, "money.above_hundred", "", "100.5 % is above 100 %", &[("percent", "100.5")]),
        ),
        (
            split(ten, &[]).unwrap_err(),
            (110, "money.no_weights", "weights", "a split needs at least one weight", &[]),
        ),
        (
            split(ten, &[0, 0]).unwrap_err(),
            (111, "money.zero_weights", "weights", "all 2 weights are zero", &[("count", "2")]),
        ),
        (
            split(ten, &[1, -2]).unwrap_err(),
            (
                112,
                "money.negative_weight",
                "weights[1]",
                "the weight -2 is negative",
                &[("weight", "-2")],
            ),
        ),
        (
            telescope(ten, 0, 4, 3).unwrap_err(),
            (
                113,
                "money.beyond_whole",
                "after",
                "4 is beyond the whole 3",
                &[("part", "4"), ("whole", "3")],
            ),
        ),
        (
            ExchangeRate::parse("EUR", "EUR", "1").unwrap_err(),
            (
                114,
                "money.same_currency",
                "",
                "EUR to EUR needs no exchange rate",
                &[("currency", "EUR")],
            ),
        ),
    ];
    for (row, (refused, (number, code, path, message, figures))) in
        Rejection::TABLE.iter().zip(told)
    {
        assert_eq!((row.number, row.code), (number, code));
        assert_eq!((refused.number(), refused.code()), (number, code));
        assert_eq!((refused.path().as_str(), refused.to_string().as_str()), (path, message));
        let error = Error::of(&refused);
        let named: Vec<(&str, &str)> =
            error.figures.iter().map(|(name, figure)| (name.as_str(), figure.as_str())).collect();
        assert_eq!(named, figures);
        assert_eq!(error.to_string(), format!("{code}: {message}"));
        assert_eq!(
            from_serde(&in_serde(&refused)),
            Some((number, error.message, error.figures.into()))
        );
        let outside = refused.inside("price").inside_index("lines", 2);
        assert!(outside.path().as_str().starts_with("lines[2].price"), "{}", outside.path());
    }
    assert_eq!(Rejection::TABLE.len(), 14, "each refusal is told");
}

#[test]
fn other_refusals_of_figures() {
    let ten: Money = "10.00 USD".parse().unwrap();
    let rate = ExchangeRate::parse("EUR", "CHF", "0.95").unwrap();
    assert_eq!(
        ten.converted(rate, Rounding::HalfEven).unwrap_err().code(),
        "money.currency_mismatch"
    );
    for figure in ["0", "-1"] {
        let refused = ExchangeRate::parse("EUR", "CHF", figure).unwrap_err();
        assert_eq!(refused.code(), "money.not_positive");
    }
    let price: UnitPrice = "1".parse().unwrap();
    for base in ["0", "-1"] {
        let base = base.parse().unwrap();
        let refused = price.times(Exact::ONE, base, Currency::EUR, Rounding::HalfEven).unwrap_err();
        assert_eq!(
            (refused.code(), refused.path().as_str()),
            ("money.not_positive", "base_quantity")
        );
    }
    assert_eq!("-0.01".parse::<Percent>().unwrap_err().code(), "money.negative");
    assert!("-0.5".parse::<Rate>().is_ok(), "an interest rate may be negative");
    assert!("100".parse::<Percent>().unwrap().at_most_hundred().is_ok());
    let other: Money = "1 JPY".parse().unwrap();
    assert!(ten.compare(other).is_err() && ten.checked_sub(other).is_err());
    assert!(ten.rounded_to(other, Rounding::HalfEven).is_err());
    assert!(Money::sum(Currency::USD, [ten, other]).is_err());
}
