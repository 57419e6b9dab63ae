//! Which texts are figures, and that no text makes a reader panic.

use o2c_core::error::Refusal;
use o2c_core::money::{Currency, Exact, ExchangeRate, Money, Percent, Rate, Rejection, UnitPrice};
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
        // Cut to the 128 bits that are left of it, this would read as a round number.
        &format!("1{}.{}1", "0".repeat(20), "0".repeat(30)),
    ] {
        let refused = Exact::parse(text).unwrap_err();
        assert_eq!(refused.code(), "money.too_many_digits");
        assert!(refused.to_string().len() < 200, "a refusal quotes briefly");
    }
    for text in ["123456789012345678", "-0.1234567890", "12345678.9012345678", "1.50000000000000"] {
        assert!(Exact::parse(text).is_ok(), "{text}");
    }
    assert_eq!(Exact::parse(&format!("{long}x")).unwrap_err().code(), "money.not_a_number");
}

#[test]
fn amounts_need_figure_blank_currency() {
    for text in ["12.30EUR", "EUR", "12.30", "", "12.30\u{a0}EUR"] {
        assert_eq!(text.parse::<Money>().unwrap_err().code(), "money.not_a_number", "{text:?}");
    }
    for text in ["12.30 eur", "12.30  EUR", "12.30 EUR ", "12.30 ", "EUR 12.30", " 12.30 EUR"] {
        assert_eq!(text.parse::<Money>().unwrap_err().code(), "money.unknown_currency", "{text:?}");
    }
    for text in ["EUR/USD", "EUR 1.1", "1.1", "", "EURUSD 1.1"] {
        let refused = text.parse::<ExchangeRate>().unwrap_err();
        assert_eq!(refused.code(), "money.not_a_number", "{text:?}");
    }
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
