//! The conventions of an invoice against exact fractions: prices with VAT, cash, VAT declared in
//! another currency. Every run asserts that it reached ties and amounts below zero.

use super::reference::{fraction, rounded, whole};
use super::*;
use o2c_core::money::{ExchangeRate, UnitPrice};
use o2c_core::pricing::PriceBasis;
use o2c_core::tax::{IncludedVat, VatAccounting, VatRounding};
use proptest::test_runner::{TestCaseResult, TestRunner};
use std::cell::Cell;

pub(crate) const CURRENCIES: [&str; 4] = ["JPY", "EUR", "KWD", "CLF"];
const RATES: [&str; 6] = ["S 20", "S 10", "S 5.5", "S 2.1", "S 25", "E 0"];
const DIFFERENCES: [IncludedVat; 3] =
    [IncludedVat::Rounding, IncludedVat::VatByDifference, IncludedVat::NetByDifference];

/// What was sold, in minor units of whatever currency: price times quantity, and VAT.
#[derive(Debug, Clone)]
pub(crate) struct Sold {
    /// The price, in hundredths of a minor unit.
    pub price: i64,
    /// The quantity, in halves; below zero where goods come back.
    pub halves: i64,
    pub vat: Vat,
}

pub(crate) fn any_sold() -> impl Strategy<Value = Sold> {
    let price = prop_oneof![0_i64..60_000, (0_i64..600).prop_map(|minor| minor * 100)];
    let halves = prop_oneof![3 => Just(2_i64), 2 => -6_i64..8];
    let vat = prop::sample::select(RATES.to_vec()).prop_map(|vat| vat.parse().unwrap());
    (price, halves, vat).prop_map(|(price, halves, vat)| Sold { price, halves, vat })
}

pub(crate) fn priced(code: &str, sold: &[Sold]) -> Draft {
    let mut draft = draft(code);
    let places = u32::from(draft.currency.decimals()) + 2;
    for (number, sold) in sold.iter().enumerate() {
        let quantity = Exact::new(i128::from(sold.halves * 5), 1).unwrap().to_string();
        let mut line = line(&number.to_string(), &quantity, "0", &sold.vat.to_string());
        let price = Exact::new(i128::from(sold.price), places).unwrap();
        line.price = Price::Net(UnitPrice::new(price).unwrap());
        draft.lines.push(line);
    }
    draft
}

/// How often something was met.
#[derive(Debug, Default)]
pub(crate) struct Reached(Cell<u32>);

impl Reached {
    pub(crate) fn see(&self, is_met: bool) {
        self.0.set(self.0.get() + u32::from(is_met));
    }

    pub(crate) fn assert(&self, what: &str) {
        assert!(self.0.get() > 0, "{what} was never reached");
    }
}

pub(crate) fn hold<S: Strategy>(input: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    let config = ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() };
    TestRunner::new(config).run(input, property).unwrap_or_else(|failure| panic!("{failure}"));
}

fn is_tie(exact: &BigRational) -> bool {
    !exact.is_integer() && (exact * whole(2)).is_integer()
}

fn part(vat: Vat) -> BigRational {
    fraction(vat.rate().exact()) / whole(100)
}

/// Base and VAT within a total that was entered: the sentences of rulebook INV-34.
fn within(entered: i64, vat: Vat, difference: IncludedVat, ties: &Reached) -> (i64, i64) {
    let one = whole(1);
    let base = whole(entered) / (&one + part(vat));
    ties.see(is_tie(&base));
    match difference {
        IncludedVat::Rounding => {
            let base = rounded(base);
            (base, rounded(whole(base) * part(vat)))
        }
        IncludedVat::VatByDifference => (rounded(base.clone()), entered - rounded(base)),
        IncludedVat::NetByDifference => {
            let vat = rounded(whole(entered) * part(vat) / (&one + part(vat)));
            (entered - vat, vat)
        }
    }
}

/// Rulebook INV-34: once per category and rate on its lines' sum, or on each line (V-08).
#[test]
fn prices_with_vat_hold_what_the_fractions_say() {
    let (ties, negative, missed) = (Reached::default(), Reached::default(), Reached::default());
    let input = (
        prop::collection::vec(any_sold(), 1..9),
        prop::sample::select(CURRENCIES.to_vec()),
        prop::sample::select(DIFFERENCES.to_vec()),
        any::<bool>(),
    );
    hold(&input, |(sold, code, difference, is_per_line)| {
        let mut draft = priced(code, &sold);
        let decimals = draft.currency.decimals();
        let entered: Vec<i64> =
            draft.lines.iter().map(|line| reference::line(line, decimals)).collect();
        draft.prices = PriceBasis::WithVat { difference };
        draft.vat_rounding =
            if is_per_line { VatRounding::PerLine } else { VatRounding::PerCategory };
        let figures = compute(&draft).unwrap();

        let mut asked: Vec<(Vat, i64)> = sold.iter().map(|s| s.vat).zip(entered.clone()).collect();
        if !is_per_line {
            let mut sums: BTreeMap<Vat, i64> = BTreeMap::new();
            asked.iter().for_each(|(vat, sum)| *sums.entry(*vat).or_default() += sum);
            asked = sums.into_iter().collect();
        }
        let mut groups: BTreeMap<Vat, (i64, i64)> = BTreeMap::new();
        for (vat, sum) in asked {
            let (base, amount) = within(sum, vat, difference, &ties);
            let group = groups.entry(vat).or_default();
            *group = (group.0 + base, group.1 + amount);
        }
        let found = figures.breakdown.groups.iter();
        let found: BTreeMap<Vat, (i64, i64)> =
            found.map(|g| (g.vat, (g.base.minor(), g.amount.minor()))).collect();
        prop_assert_eq!(&found, &groups);
        let total: i64 = entered.iter().sum();
        prop_assert_eq!(figures.due.minor(), total);
        let missing = total - groups.values().map(|(base, vat)| base + vat).sum::<i64>();
        prop_assert_eq!(figures.rounding.minor(), missing);
        prop_assert!(missing == 0 || difference == IncludedVat::Rounding);
        for (vat, (base, _)) in &groups {
            let of = |(line, _): &(&DraftLine, _)| line.vat == *vat;
            let nets = draft.lines.iter().zip(&figures.lines).filter(of);
            prop_assert_eq!(nets.map(|(_, line)| line.net.minor()).sum::<i64>(), *base);
        }
        for (line, entered) in figures.lines.iter().zip(&entered) {
            prop_assert!(line.net.minor() * entered.signum() >= 0, "{} {entered}", line.net);
        }
        negative.see(total < 0);
        missed.see(missing != 0);
        Ok(())
    });
    ties.assert("half a minor unit of net");
    negative.assert("a total below zero");
    missed.assert("a total that no net amount reaches");
}

/// Rulebook INV-31, R-05c: the nearest multiple of the step, half away from zero.
#[test]
fn cash_is_the_nearest_multiple() {
    let (ties, negative, turned) = (Reached::default(), Reached::default(), Reached::default());
    let input = (
        prop::collection::vec(any_sold(), 1..5),
        prop::sample::select(CURRENCIES.to_vec()),
        -30_000_i64..30_000,
        prop::sample::select(vec![1_i64, 2, 5, 10, 50, 100]),
        any::<bool>(),
    );
    hold(&input, |(sold, code, prepaid, step, is_with_vat)| {
        let mut draft = priced(code, &sold);
        if is_with_vat {
            draft.prices = PriceBasis::WithVat { difference: IncludedVat::Rounding };
        }
        draft.prepaid = Some(Money::from_minor(prepaid, draft.currency).unwrap());
        let exact = compute(&draft).unwrap();
        draft.cash_rounding = Some(Money::from_minor(step, draft.currency).unwrap());
        let figures = compute(&draft).unwrap();
        let left = exact.due.minor();
        let steps = whole(left) / whole(step);
        prop_assert_eq!(figures.due.minor(), rounded(steps.clone()) * step);
        prop_assert_eq!(
            figures.gross.minor() - prepaid + figures.rounding.minor(),
            figures.due.minor()
        );
        prop_assert_eq!(
            (figures.net, figures.vat, figures.gross),
            (exact.net, exact.vat, exact.gross)
        );
        ties.see(is_tie(&steps));
        negative.see(left < 0 && is_tie(&steps));
        turned.see(!exact.rounding.is_zero());
        Ok(())
    });
    ties.assert("half a step");
    negative.assert("half a step below zero");
    turned.assert("cash beside a total that no net amount reaches");
}

/// Shares by largest remainder, ties to the lowest index, in fractions (rulebook R-03).
fn shares(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i64 = weights.iter().sum();
    let exact: Vec<BigRational> =
        weights.iter().map(|w| whole(total.abs()) * whole(*w) / whole(sum)).collect();
    let floor = |share: &BigRational| i64::try_from(share.floor().to_integer()).unwrap();
    let mut shares: Vec<i64> = exact.iter().map(floor).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| (-exact[*place].fract(), *place));
    let missing = usize::try_from(total.abs() - shares.iter().sum::<i64>()).unwrap();
    order.iter().take(missing).for_each(|place| shares[*place] += 1);
    shares.iter().map(|share| share * total.signum()).collect()
}

/// Rulebook INV-32: converted once, then shared out; beside groups of both signs the side of less
/// is converted by itself.
#[test]
fn declared_vat_is_converted_once() {
    let (ties, both, negative) = (Reached::default(), Reached::default(), Reached::default());
    let input = (
        prop::collection::vec(any_sold(), 1..8),
        prop::sample::select(CURRENCIES.to_vec()),
        prop::sample::select(CURRENCIES.to_vec()),
        prop_oneof![1_i128..40_000, Just(20_000), Just(5_000), Just(80_000)],
        any::<bool>(),
    );
    hold(&input, |(sold, code, other, figure, is_quoted_in_other)| {
        prop_assume!(code != other);
        let mut draft = priced(code, &sold);
        let (own, declared) = (draft.currency, Currency::parse(other).unwrap());
        let figure = Exact::new(figure, 4).unwrap();
        let (base, quote) = if is_quoted_in_other { (own, declared) } else { (declared, own) };
        let rate = ExchangeRate::new(base, quote, figure).unwrap();
        draft.vat_accounting = Some(VatAccounting { currency: declared, rate });
        let figures = compute(&draft).unwrap();
        let scale = |currency: Currency| whole(10_i64.pow(u32::from(currency.decimals())));
        let rate = fraction(figure);
        let rate = if is_quoted_in_other { rate } else { rate.recip() };
        let exactly = |minor: i64| whole(minor) * &rate * scale(declared) / scale(own);
        ties.see(is_tie(&exactly(figures.vat.minor())));
        let total = rounded(exactly(figures.vat.minor()));

        let amounts: Vec<i64> =
            figures.breakdown.groups.iter().map(|group| group.amount.minor()).collect();
        let side = |sign: i64| -> Vec<i64> {
            amounts.iter().map(|amount| (amount * sign).max(0)).collect()
        };
        let sum = |side: &[i64]| side.iter().sum::<i64>();
        let (above, below) = (side(1), side(-1));
        let expected: Vec<i64> = match (sum(&above), sum(&below)) {
            (0, 0) => amounts.clone(),
            (_, 0) => shares(total, &above),
            (0, _) => shares(total, &below),
            (more, less) => {
                let is_above = more >= less;
                let minor = if is_above { -less } else { more };
                let (more, less) = if is_above { (above, below) } else { (below, above) };
                let of_less = rounded(exactly(minor));
                let of_more = shares(total - of_less, &more);
                both.see(true);
                of_more.iter().zip(shares(of_less, &less)).map(|(a, b)| a + b).collect()
            }
        };
        negative.see(total < 0);
        let found = figures.vat_accounting.unwrap();
        prop_assert_eq!(found.total.minor(), total);
        let groups: Vec<i64> = found.groups.iter().map(|share| share.minor()).collect();
        prop_assert_eq!(groups, expected);
        Ok(())
    });
    ties.assert("half a minor unit of the declared currency");
    both.assert("VAT of both signs");
    negative.assert("VAT below zero");
}
