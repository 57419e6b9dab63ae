//! Cases of splitting money by ratios.

use super::{Difference, Outcome, figure};
use o2c_core::money::{Exact, split_minor};
use serde_json::Value;

/// Splits an amount in minor units and compares the shares.
pub(crate) fn run(amount: &Value, ratios: &Value, shares: &Value) -> Outcome {
    let Some(minor) = figure(amount).and_then(|text| text.parse().ok()) else {
        return refused("amount", "whole minor units", &amount.to_string());
    };
    let Some(weights) = ratios.as_array().and_then(|ratios| weights(ratios)) else {
        return refused("ratios", "a list of figures", &ratios.to_string());
    };
    let found = match split_minor(minor, &weights) {
        Ok(found) => found,
        Err(rejection) => return refused("shares", &shares.to_string(), &rejection.to_string()),
    };
    let Some(expected) = shares.as_array() else {
        return refused("shares", &shares.to_string(), &format!("{found:?}"));
    };
    let mut differences = Vec::new();
    if expected.len() != found.len() {
        let (expected, found) = (expected.len().to_string(), found.len().to_string());
        differences.push(Difference::new("shares", expected, found));
    }
    for (index, (expected, found)) in expected.iter().zip(&found).enumerate() {
        let expected = figure(expected).unwrap_or_else(|| expected.to_string());
        let found = found.to_string();
        if expected != found {
            let path = format!("shares[{index}]");
            differences.push(Difference::new(path, expected, found));
        }
    }
    Outcome::of(differences)
}

fn refused(path: &str, expected: &str, found: &str) -> Outcome {
    Outcome::Failed(vec![Difference::new(path, expected, found)])
}

/// The ratios as whole weights: all brought to the places of the one that has most.
fn weights(ratios: &[Value]) -> Option<Vec<i128>> {
    let read = |ratio: &Value| figure(ratio).and_then(|text| Exact::parse(&text).ok());
    let ratios: Vec<Exact> = ratios.iter().map(read).collect::<Option<_>>()?;
    let finest = ratios.iter().copied().max_by_key(|ratio| ratio.places());
    let weight = |ratio: &Exact| finest.map(|finest| ratio.common(finest).0);
    ratios.iter().map(weight).collect()
}
