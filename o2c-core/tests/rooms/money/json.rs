//! Money in JSON: texts both ways, and never a JSON number, which other programs read as a float.

use o2c_core::error::{Refusal, from_serde};
use o2c_core::money::{Currency, Exact, ExchangeRate, Money, Percent, Rate, UnitPrice};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::{Debug, Display};
use std::str::FromStr;

fn goes_both_ways<T>(text: &str)
where
    T: FromStr<Err = o2c_core::money::Rejection>
        + Serialize
        + DeserializeOwned
        + PartialEq
        + Debug
        + Display,
{
    let figure: T = text.parse().unwrap();
    let written = serde_json::to_string(&figure).unwrap();
    assert_eq!(written, format!("\"{figure}\""));
    assert_eq!(serde_json::from_str::<T>(&written).unwrap(), figure);
    for refused in
        ["1", "1.5", "-1", "0", "1e3", "null", "true", "[]", "[\"1\"]", "{}", "{\"a\":1}"]
    {
        let error = serde_json::from_str::<T>(refused).unwrap_err().to_string();
        assert!(error.contains("invalid type"), "{refused}: {error}");
    }
}

#[test]
fn figures_are_texts() {
    goes_both_ways::<Money>("-12.30 EUR");
    goes_both_ways::<Exact>("-1.25");
    goes_both_ways::<UnitPrice>("0.0125");
    goes_both_ways::<Percent>("5.5");
    goes_both_ways::<Rate>("-0.5");
    goes_both_ways::<Currency>("KWD");
    goes_both_ways::<ExchangeRate>("EUR/USD 1.085");
}

#[test]
fn a_refusal_comes_through_json_whole() {
    let error = serde_json::from_str::<Money>("\"12.305 EUR\"").unwrap_err().to_string();
    let refused = "12.305 EUR".parse::<Money>().unwrap_err();
    let (number, message, figures) = from_serde(&error).unwrap();
    assert_eq!((number, message), (refused.number(), refused.to_string()));
    let names: Vec<&str> = figures.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["text", "currency", "decimals"]);
}

#[test]
fn a_text_cannot_forge_the_figures_of_its_refusal() {
    let error = serde_json::from_str::<Exact>(r#""\u001fforged=1\u001f""#).unwrap_err().to_string();
    let (number, _, figures) = from_serde(&error).unwrap();
    assert_eq!((number, figures.len()), (101, 1));
    assert_eq!(figures[0].0, "text");
}
