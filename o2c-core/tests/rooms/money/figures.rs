//! Figures against exact rationals: rounding, reading, adding, multiplying, converting.

use crate::money::rationals::{
    CODES, MODES, any_length, currency, exact, examine, fits_wide, is_in_range, is_tie, mode,
    ratio, read, rounded, ten_to, value,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use o2c_core::error::Refusal;
use o2c_core::money::{
    Currency, Exact, ExchangeRate, Money, Percent, Rejection, Rounding, UnitPrice, divide,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use std::cell::Cell;

/// Numerators and denominators of 64 and of 128 bits, half of them exact ties.
fn fractions() -> impl Strategy<Value = (i128, i128)> {
    let small = (any::<i32>().prop_map(i128::from), 1_i128..=200);
    let wide = (any::<i128>(), 1_i128..=i128::MAX);
    let ties = (any::<i64>(), 1_i128..=i128::from(i64::MAX) / 2)
        .prop_map(|(odd, half)| (i128::from(odd | 1).saturating_mul(half), 2 * half))
        .prop_filter("kept whole", |(over, under)| over % (under / 2) == 0);
    prop_oneof![1 => small, 1 => wide, 2 => ties]
}

#[test]
fn every_mode_divides_as_defined_and_mirrors_its_sign() {
    let (ties, wide) = (Cell::new(0), Cell::new(0));
    examine(2000, &fractions(), |(over, under)| {
        let exact = ratio(over, under);
        ties.set(ties.get() + u32::from(is_tie(&exact)));
        wide.set(wide.get() + u32::from(i64::try_from(over).is_err()));
        for mode in MODES {
            let quotient = divide(over, under, mode).unwrap();
            prop_assert_eq!(BigInt::from(quotient), rounded(&exact, mode), "{:?}", mode);
            if let Some(mirrored) = over.checked_neg() {
                prop_assert_eq!(divide(mirrored, under, mode).unwrap(), -quotient, "{:?}", mode);
            }
        }
        Ok(())
    });
    assert!(ties.get() > 500 && wide.get() > 300, "ties {}, wide {}", ties.get(), wide.get());
}

#[test]
fn nothing_divides_by_zero_or_less() {
    for (over, under) in [(1, 0), (1, -3), (i128::MAX, 0), (i128::MIN, -1), (i64::MIN.into(), -1)] {
        let refused = divide(over, under, Rounding::HalfEven).unwrap_err();
        assert_eq!(refused.code(), "money.not_positive", "{over} / {under}");
    }
}

#[test]
fn an_amount_is_read_as_it_is_printed() {
    let negatives_below_one = Cell::new(0);
    examine(1000, &(any_length(), currency()), |(minor, (currency, decimals))| {
        let amount = Money::from_minor(minor, currency).unwrap();
        let text = amount.to_string();
        prop_assert_eq!(text.parse::<Money>().unwrap(), amount);
        let figure = text.strip_suffix(&format!(" {}", currency.code())).unwrap();
        prop_assert_eq!(figure, amount.figure());
        prop_assert_eq!(read(figure), ratio(minor, ten_to(decimals)));
        let places = figure.split_once('.').map_or(0, |parts| parts.1.len());
        prop_assert_eq!(places, usize::try_from(decimals).unwrap());
        prop_assert_eq!(Money::parse(figure, currency).unwrap(), amount);
        prop_assert_eq!(Money::from_decimal(amount.to_decimal(), currency).unwrap(), amount);
        let is_below_one = minor < 0 && amount.figure().starts_with("-0.");
        negatives_below_one.set(negatives_below_one.get() + u32::from(is_below_one));
        Ok(())
    });
    assert!(negatives_below_one.get() > 10);
}

#[test]
fn more_decimals_than_the_currency_has_are_refused_not_rounded() {
    for (code, decimals) in CODES {
        let currency = Currency::parse(code).unwrap();
        let fraction = "0".repeat(usize::try_from(decimals).unwrap());
        let refused = Money::parse(&format!("1.{fraction}1"), currency).unwrap_err();
        assert_eq!(refused.code(), "money.too_many_decimals", "{code}");
        let padded = Money::parse(&format!("1.{fraction}0"), currency).unwrap();
        assert_eq!(BigInt::from(padded.minor()), ten_to(decimals), "zeros say nothing: {code}");
    }
}

/// Whether a value is held: at most 10 places and 18 digits once trailing zeros are dropped.
fn is_held(figure: &BigRational) -> bool {
    let (mut digits, mut places) = (figure * ratio(ten_to(10), 1), 10);
    if !digits.is_integer() {
        return false;
    }
    while places > 0 && (&digits / ratio(10, 1)).is_integer() {
        digits /= ratio(10, 1);
        places -= 1;
    }
    is_in_range(digits.numer())
}

fn is_exact(found: Result<Exact, Rejection>, expected: &BigRational) -> Result<(), TestCaseError> {
    match found {
        Ok(found) => {
            prop_assert_eq!(&value(found), expected);
            prop_assert!(found.places() == 0 || found.mantissa() % 10 != 0, "zeros are dropped");
            prop_assert_eq!(found.to_string().parse::<Exact>().unwrap(), found);
            prop_assert_eq!(&read(&found.to_string()), expected);
            prop_assert_eq!(Exact::from_decimal(found.to_decimal()).unwrap(), found);
        }
        Err(refused) => {
            prop_assert_eq!(refused.code(), "money.too_many_digits");
            prop_assert!(!is_held(expected), "{} could be held", expected);
        }
    }
    Ok(())
}

#[test]
fn exact_figures_add_multiply_and_compare_as_rationals_do() {
    let (held, refused) = (Cell::new(0), Cell::new(0));
    examine(2000, &(exact(), exact()), |(one, other)| {
        let (left, right) = (value(one), value(other));
        is_exact(one.checked_add(other), &(&left + &right))?;
        is_exact(one.checked_sub(other), &(&left - &right))?;
        is_exact(one.checked_mul(other), &(&left * &right))?;
        is_exact(Ok(one.negated()), &-&left)?;
        prop_assert_eq!(one.cmp(&other), left.cmp(&right));
        let (whole, of) = one.common(other);
        if !other.is_zero() {
            prop_assert_eq!(ratio(whole, of), &left / &right);
        }
        let count = if one.checked_mul(other).is_ok() { &held } else { &refused };
        count.set(count.get() + 1);
        Ok(())
    });
    assert!(held.get() > 200 && refused.get() > 200, "{} {}", held.get(), refused.get());
}

/// A result is the rounded rational; it is refused where it is no money, or where the product
/// from which it is divided leaves 128 bits.
fn is_rounded(
    found: Result<Money, Rejection>,
    expected: (&BigRational, Rounding, Currency),
    products: &[BigInt],
) -> Result<(), TestCaseError> {
    let (figure, mode, currency) = expected;
    let minor = rounded(figure, mode);
    match found {
        Ok(found) => {
            prop_assert_eq!(BigInt::from(found.minor()), minor);
            prop_assert_eq!(found.currency(), currency);
        }
        Err(refused) => {
            prop_assert_eq!(refused.code(), "money.out_of_range");
            prop_assert!(!is_in_range(&minor) || !products.iter().all(fits_wide));
        }
    }
    Ok(())
}

#[test]
fn quantity_times_price_by_base_is_rounded_once() {
    let (ties, refused) = (Cell::new(0), Cell::new(0));
    let price = prop_oneof![
        exact(),
        (0_i64..=99, 0_u32..=4)
            .prop_map(|(digits, places)| { Exact::new(i128::from(digits), places).unwrap() })
    ];
    let base = prop_oneof![Just(Exact::ONE), Just("2".parse().unwrap()), exact()];
    let inputs = (price, exact(), base, currency(), mode());
    examine(2000, &inputs, |(price, quantity, base, (currency, decimals), mode)| {
        let price = if price.is_negative() { price.negated() } else { price };
        let base = if base.is_positive() { base } else { Exact::ONE };
        let unit = ratio(ten_to(decimals), 1);
        let figure = value(price) * value(quantity) / value(base) * unit;
        let product = BigInt::from(price.mantissa()) * quantity.mantissa();
        let products = [
            product * ten_to(decimals + u32::from(base.places())),
            BigInt::from(base.mantissa()) * ten_to(20),
        ];
        let found = UnitPrice::new(price).unwrap().times(quantity, base, currency, mode);
        ties.set(ties.get() + u32::from(is_tie(&figure)));
        refused.set(refused.get() + u32::from(found.is_err()));
        is_rounded(found, (&figure, mode, currency), &products)
    });
    assert!(ties.get() > 10, "ties met: {}", ties.get());
    assert!(refused.get() > 10, "refusals met: {}", refused.get());
}

#[test]
fn a_percentage_is_rounded_once() {
    let ties = Cell::new(0);
    let rates = prop_oneof![
        prop::sample::select(vec!["0", "5.5", "10", "20", "2.1", "50", "100"])
            .prop_map(|text| text.parse::<Exact>().unwrap()),
        exact(),
    ];
    examine(1000, &(any_length(), rates, currency(), mode()), |(minor, rate, of, mode)| {
        let rate = if rate.is_negative() { rate.negated() } else { rate };
        let amount = Money::from_minor(minor, of.0).unwrap();
        let figure = ratio(minor, 100) * value(rate);
        ties.set(ties.get() + u32::from(is_tie(&figure)));
        let percent = Percent::new(rate).unwrap();
        is_rounded(amount.percent(percent, mode), (&figure, mode, of.0), &[])?;
        let mirrored = amount.negated().percent(percent, mode);
        prop_assert_eq!(mirrored.ok(), amount.percent(percent, mode).ok().map(Money::negated));
        Ok(())
    });
    assert!(ties.get() > 10, "ties met: {}", ties.get());
}

#[test]
fn an_exact_figure_becomes_money_at_its_currency_s_decimals() {
    let ties = Cell::new(0);
    let halves = any_length().prop_filter_map("short enough", |digits| {
        Exact::new(i128::from(digits / 1000) * 10 + 5, 3).ok()
    });
    let figures = prop_oneof![exact(), halves];
    examine(1000, &(figures, currency(), mode()), |(figure, (currency, decimals), mode)| {
        let minor = value(figure) * ratio(ten_to(decimals), 1);
        ties.set(ties.get() + u32::from(is_tie(&minor)));
        is_rounded(Money::rounded(figure, currency, mode), (&minor, mode, currency), &[])?;
        match Money::from_exact(figure, currency) {
            Ok(amount) => prop_assert_eq!(ratio(amount.minor(), 1), minor),
            Err(refused) if minor.is_integer() => {
                prop_assert_eq!(refused.code(), "money.out_of_range");
                prop_assert!(!is_in_range(minor.numer()));
            }
            Err(refused) => prop_assert_eq!(refused.code(), "money.too_many_decimals"),
        }
        Ok(())
    });
    assert!(ties.get() > 100, "ties met: {}", ties.get());
}

#[test]
fn the_nearest_multiple_of_an_increment() {
    let ties = Cell::new(0);
    let increments = prop::sample::select(vec![1_i64, 5, 10, 50, 100, 500]);
    examine(1000, &(-10_000_i64..=10_000, increments, mode()), |(minor, step, mode)| {
        let amount = |minor| Money::from_minor(minor, Currency::EUR).unwrap();
        let found = amount(minor).rounded_to(amount(step), mode).unwrap();
        ties.set(ties.get() + u32::from(is_tie(&ratio(minor, step))));
        prop_assert_eq!(BigInt::from(found.minor()), rounded(&ratio(minor, step), mode) * step);
        Ok(())
    });
    assert!(ties.get() > 20, "ties met: {}", ties.get());
}

#[test]
fn a_rate_converts_in_both_quotations_without_being_inverted() {
    let (ties, cases) = (Cell::new(0), Cell::new(0));
    let rates = prop_oneof![
        prop::sample::select(vec!["1.0850", "0.5", "2", "163.45", "0.0000000001"])
            .prop_map(|text| text.parse::<Exact>().unwrap()),
        exact().prop_filter("above zero", |rate| rate.is_positive()),
    ];
    let inputs = (any_length(), rates, currency(), currency(), mode());
    examine(2000, &inputs, |(minor, rate, (base, base_places), (quote, quote_places), mode)| {
        let Ok(quoted) = ExchangeRate::new(base, quote, rate) else {
            prop_assert_eq!(base, quote);
            return Ok(());
        };
        let (of_base, of_quote) = (ten_to(base_places), ten_to(quote_places));
        let forth = ratio(minor, of_base.clone()) * value(rate) * ratio(of_quote.clone(), 1);
        let amount = Money::from_minor(minor, base).unwrap();
        let products = [
            BigInt::from(minor) * rate.mantissa() * &of_quote,
            ten_to(u32::from(rate.places()) + base_places),
        ];
        is_rounded(amount.converted(quoted, mode), (&forth, mode, quote), &products)?;
        let back = ratio(minor, of_quote) / value(rate) * ratio(of_base, 1);
        let amount = Money::from_minor(minor, quote).unwrap();
        let products = [
            BigInt::from(minor) * ten_to(u32::from(rate.places()) + base_places),
            BigInt::from(rate.mantissa()) * ten_to(quote_places),
        ];
        is_rounded(amount.converted(quoted, mode), (&back, mode, base), &products)?;
        ties.set(ties.get() + u32::from(is_tie(&forth)) + u32::from(is_tie(&back)));
        cases.set(cases.get() + 1);
        prop_assert_eq!(quoted.to_string().parse::<ExchangeRate>().unwrap(), quoted);
        Ok(())
    });
    assert!(ties.get() > 10 && cases.get() > 1000, "{} {}", ties.get(), cases.get());
}
