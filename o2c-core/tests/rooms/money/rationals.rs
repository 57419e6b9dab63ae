//! The judge: exact rationals that know nothing of the library but its words.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use o2c_core::money::{Currency, Exact, Rounding};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestCaseError, TestRng, TestRunner};

pub(crate) const MODES: [Rounding; 4] =
    [Rounding::HalfAwayFromZero, Rounding::HalfEven, Rounding::TowardZero, Rounding::AwayFromZero];

/// Currencies with 0, 2, 3 and 4 decimals.
pub(crate) const CODES: [(&str, u32); 4] = [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4)];

pub(crate) const LARGEST: i64 = 999_999_999_999_999_999;

pub(crate) fn ratio(over: impl Into<BigInt>, under: impl Into<BigInt>) -> BigRational {
    BigRational::new(over.into(), under.into())
}

pub(crate) fn ten_to(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

/// The value of an exact decimal.
pub(crate) fn value(figure: Exact) -> BigRational {
    ratio(figure.mantissa(), ten_to(u32::from(figure.places())))
}

/// A plain decimal text as a rational, read without the library.
pub(crate) fn read(text: &str) -> BigRational {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap();
    ratio(digits, ten_to(u32::try_from(fraction.len()).unwrap()))
}

pub(crate) fn is_negative(figure: &BigRational) -> bool {
    figure.numer().sign() == Sign::Minus
}

pub(crate) fn is_tie(figure: &BigRational) -> bool {
    *figure.denom() == BigInt::from(2)
}

/// The whole number a mode leads to, from the definition of the mode.
pub(crate) fn rounded(figure: &BigRational, mode: Rounding) -> BigInt {
    let half = ratio(1, 2);
    let (below, above) = (figure.floor().to_integer(), figure.ceil().to_integer());
    let (inward, outward) = if is_negative(figure) { (above, below) } else { (below, above) };
    match mode {
        Rounding::TowardZero => inward,
        Rounding::AwayFromZero => outward,
        Rounding::HalfAwayFromZero if is_negative(figure) => (figure - half).ceil().to_integer(),
        Rounding::HalfAwayFromZero => (figure + half).floor().to_integer(),
        Rounding::HalfEven if is_tie(figure) => {
            if inward.bit(0) {
                outward
            } else {
                inward
            }
        }
        Rounding::HalfEven => figure.round().to_integer(),
    }
}

/// Whether a whole number of minor units is money.
pub(crate) fn is_in_range(minor: &BigInt) -> bool {
    *minor.magnitude() < *ten_to(18).magnitude()
}

/// Whether a product stands in 128 bits.
pub(crate) fn fits_wide(product: &BigInt) -> bool {
    i128::try_from(product).is_ok()
}

/// Runs a property on the same cases every time, so that a test can insist on having met what it
/// is about.
pub(crate) fn examine<S: Strategy>(
    cases: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    if let Err(failure) = TestRunner::new_with_rng(config, same).run(strategy, property) {
        panic!("{failure}");
    }
}

/// Whole numbers of every length up to 18 digits, both signs, small ones as likely as large ones.
pub(crate) fn any_length() -> impl Strategy<Value = i64> {
    (0_u32..=18, any::<u64>(), any::<bool>()).prop_map(|(digits, noise, is_negative)| {
        let magnitude = i64::try_from(noise % 10_u64.pow(digits)).unwrap();
        if is_negative { -magnitude } else { magnitude }
    })
}

/// Exact decimals of every length and number of places.
pub(crate) fn exact() -> impl Strategy<Value = Exact> {
    (any_length(), 0_u32..=10)
        .prop_map(|(mantissa, places)| Exact::new(i128::from(mantissa), places).unwrap())
}

pub(crate) fn mode() -> impl Strategy<Value = Rounding> {
    prop::sample::select(MODES.to_vec())
}

pub(crate) fn currency() -> impl Strategy<Value = (Currency, u32)> {
    prop::sample::select(CODES.to_vec())
        .prop_map(|(code, decimals)| (Currency::parse(code).unwrap(), decimals))
}
