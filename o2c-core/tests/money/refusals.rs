//! What is refused, and in which words.

use o2c_core::error::{Error, Refusal, from_serde, in_serde};
use o2c_core::money::{
    Currency, Exact, ExchangeRate, Money, Percent, Rate, Rejection, Rounding, UnitPrice, split,
    telescope,
};
use proptest::prelude::*;

const NO_NUMBERS: &[&str] = &[
    "",
    " ",
    "-",
    "+",
    "+1",
    "1e3",
    "1E3",
    "1.",
    ".5",
    ".",
    "-.",
    "1.2.3",
    "1.0.0",
    "1,5",
    "1 000",
    "1_000",
    " 1",
    "1 ",
    "1\n",
    "--1",
    "-+1",
    "1-",
    "1.-5",
    "1.5-",
    "NaN",
    "nan",
    "inf",
    "Infinity",
    "-inf",
    "0x10",
    "１２",
    "٣",
    "१",
    "1.٣",
    "²",
    "½",
    "−1",
    "\u{0}",
    "1\u{0}",
    "1.00x",
    "null",
    "12.30 EUR",
];

#[test]
fn what_is_no_plain_decimal_number_is_refused_by_every_figure() {
    for text in NO_NUMBERS {
        let codes = [
            Exact::parse(text).unwrap_err().code(),
            Money::parse(text, Currency::EUR).unwrap_err().code(),
            text.parse::<UnitPrice>().unwrap_err().code(),
            text.parse::<Percent>().unwrap_err().code(),
            text.parse::<Rate>().unwrap_err().code(),
            ExchangeRate::parse("EUR", "USD", text).unwrap_err().code(),
        ];
        assert_eq!(codes, ["money.not_a_number"; 6], "{text:?}");
    }
}

#[test]
fn too_many_digits_are_refused_not_rounded() {
    let long = "9".repeat(10_000);
    for text in [
        "1234567890123456789",
        "-1000000000000000000",
        "0.12345678901",
        "12345678901.23456789",
        "340282366920938463463374607431768211456",
        &long,
        &format!("0.{long}"),
    ] {
        let refused = Exact::parse(text).unwrap_err();
        assert_eq!(refused.code(), "money.too_many_digits");
        assert!(refused.to_string().len() < 200, "a refusal quotes briefly");
    }
    for text in [
        "123456789012345678",
        "-0.1234567890",
        "12345678.9012345678",
        "1.50000000000000",
    ] {
        assert!(Exact::parse(text).is_ok(), "{text}");
    }
    assert_eq!(
        Exact::parse(&format!("{long}x")).unwrap_err().code(),
        "money.not_a_number"
    );
}

#[test]
fn amounts_need_figure_blank_currency() {
    for text in ["12.30EUR", "EUR", "12.30", "", "12.30\u{a0}EUR"] {
        assert_eq!(
            text.parse::<Money>().unwrap_err().code(),
            "money.not_a_number",
            "{text:?}"
        );
    }
    for text in [
        "12.30 eur",
        "12.30  EUR",
        "12.30 EUR ",
        "12.30 ",
        "EUR 12.30",
        " 12.30 EUR",
    ] {
        assert_eq!(
            text.parse::<Money>().unwrap_err().code(),
            "money.unknown_currency",
            "{text:?}"
        );
    }
    for text in ["EUR/USD", "EUR 1.1", "1.1", "", "EURUSD 1.1"] {
        let refused = text.parse::<ExchangeRate>().unwrap_err();
        assert_eq!(refused.code(), "money.not_a_number", "{text:?}");
    }
}

/// Each refusal once, as a caller meets it: number, code, path, sentence, figures.
#[test]
fn every_refusal_says_why_with_its_figures() {
    let eur = Currency::EUR;
    let jpy = Currency::parse("JPY").unwrap();
    let ten: Money = "10.00 EUR".parse().unwrap();
    let even = Rounding::HalfEven;
    type Told = (
        u32,
        &'static str,
        &'static str,
        &'static str,
        &'static [(&'static str, &'static str)],
    );
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
                &[
                    ("text", "0.12345678901"),
                    ("digits", "18"),
                    ("places", "10"),
                ],
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
            (
                107,
                "money.negative",
                "",
                "-1 must not be negative",
                &[("figure", "-1")],
            ),
        ),
        (
            ten.rounded_to(Money::zero(eur), even).unwrap_err(),
            (
                108,
                "money.not_positive",
                "",
                "0 must be greater than zero",
                &[("figure", "0")],
            ),
        ),
        (
            "100.5"
                .parse::<Percent>()
                .unwrap()
                .at_most_hundred()
                .unwrap_err(),
            (
                109,
                "money.above_hundred",
                "",
                "100.5 % is above 100 %",
                &[("percent", "100.5")],
            ),
        ),
        (
            split(ten, &[]).unwrap_err(),
            (
                110,
                "money.no_weights",
                "weights",
                "a split needs at least one weight",
                &[],
            ),
        ),
        (
            split(ten, &[0, 0]).unwrap_err(),
            (
                111,
                "money.zero_weights",
                "weights",
                "all 2 weights are zero",
                &[("count", "2")],
            ),
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
        assert_eq!(
            (refused.path().as_str(), refused.to_string().as_str()),
            (path, message)
        );
        let error = Error::of(&refused);
        let named: Vec<(&str, &str)> = error
            .figures
            .iter()
            .map(|(name, figure)| (name.as_str(), figure.as_str()))
            .collect();
        assert_eq!(named, figures);
        assert_eq!(error.to_string(), format!("{code}: {message}"));
        assert_eq!(
            from_serde(&in_serde(&refused)),
            Some((number, error.message, error.figures))
        );
        let outside = refused.inside("price").inside_index("lines", 2);
        assert!(
            outside.path().as_str().starts_with("lines[2].price"),
            "{}",
            outside.path()
        );
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
        let refused = price
            .times(Exact::ONE, base, Currency::EUR, Rounding::HalfEven)
            .unwrap_err();
        assert_eq!(
            (refused.code(), refused.path().as_str()),
            ("money.not_positive", "base_quantity")
        );
    }
    assert_eq!(
        "-0.01".parse::<Percent>().unwrap_err().code(),
        "money.negative"
    );
    assert!(
        "-0.5".parse::<Rate>().is_ok(),
        "an interest rate may be negative"
    );
    assert!("100".parse::<Percent>().unwrap().at_most_hundred().is_ok());
    let other: Money = "1 JPY".parse().unwrap();
    assert!(ten.compare(other).is_err() && ten.checked_sub(other).is_err());
    assert!(ten.rounded_to(other, Rounding::HalfEven).is_err());
    assert!(Money::sum(Currency::USD, [ten, other]).is_err());
}

/// The grammar of a figure, said once more without the reader.
fn is_plain_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mut parts = unsigned.split('.');
    let are_digits =
        |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_digit());
    parts.clone().count() <= 2 && parts.all(are_digits)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000, failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn no_text_makes_the_readers_panic(
        text in prop_oneof![any::<String>(), "[-+0-9.eE, ]{0,24}", "-?[0-9]{0,20}\\.?[0-9]{0,12}"],
        code in prop_oneof![any::<String>(), "[A-Z]{3}"],
    ) {
        match Exact::parse(&text) {
            Ok(figure) => {
                prop_assert!(is_plain_decimal(&text));
                prop_assert_eq!(figure.to_string().parse::<Exact>(), Ok(figure));
            }
            Err(Rejection::NotANumber { .. }) => prop_assert!(!is_plain_decimal(&text)),
            Err(refused) => {
                prop_assert_eq!(refused.code(), "money.too_many_digits");
                prop_assert!(is_plain_decimal(&text));
            }
        }
        let _ = Currency::parse(&code);
        let _ = Money::parse(&text, Currency::EUR);
        let _ = text.parse::<Money>();
        let _ = format!("{text} {code}").parse::<Money>();
        let _ = text.parse::<UnitPrice>();
        let _ = text.parse::<Percent>();
        let _ = text.parse::<Rate>();
        let _ = text.parse::<ExchangeRate>();
        let _ = format!("{code}/EUR {text}").parse::<ExchangeRate>();
    }
}
