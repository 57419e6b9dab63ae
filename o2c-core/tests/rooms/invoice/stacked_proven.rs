//! Taxes upon each other against exact fractions: what the price holds of them is taken out as a
//! line through two figures, `share * base + fixed`, each tax after the other.

use super::proven::{CURRENCIES, Reached, hold, priced};
use super::reference::{fraction, rounded, whole};
use super::*;
use o2c_core::tax::VatRounding;
use o2c_core::tax::stack::{Levy, StackedTax};

/// A tax on a base that is not known yet: so much of it, and an amount besides.
#[derive(Debug, Clone)]
struct OfBase {
    share: BigRational,
    fixed: BigRational,
}

impl OfBase {
    fn on(&self, base: &BigRational) -> BigRational {
        &self.share * base + &self.fixed
    }

    fn add(&mut self, other: &OfBase) {
        self.share += &other.share;
        self.fixed += &other.fixed;
    }

    fn times(&self, factor: &BigRational) -> Self {
        OfBase { share: &self.share * factor, fixed: &self.fixed * factor }
    }
}

/// Each tax of a line as a function of its untaxed amount; amounts per unit in minor units.
fn of_base(taxes: &[StackedTax], quantity: &BigRational, unit: &BigRational) -> Vec<OfBase> {
    let mut raised = OfBase { share: whole(0), fixed: whole(0) };
    let mut found = Vec::new();
    for tax in taxes {
        let mut own = OfBase { share: whole(1), fixed: whole(0) };
        if tax.is_raised_by_previous {
            own.add(&raised);
        }
        let amount = match tax.levy {
            Levy::Percent(rate) => own.times(&(fraction(rate.exact()) / whole(100))),
            Levy::PerUnit(amount) => {
                OfBase { share: whole(0), fixed: quantity * fraction(amount) * unit }
            }
            Levy::PercentOfPriceWithTax(rate) => {
                let part = fraction(rate.exact()) / whole(100);
                own.times(&(&part / (whole(1) - &part)))
            }
        };
        if tax.raises_following {
            raised.add(&amount);
        }
        found.push(amount);
    }
    found
}

/// Each tax within and upon a price.
fn levied(
    price: i64,
    taxes: &[StackedTax],
    quantity: &BigRational,
    unit: &BigRational,
    is_rounded: bool,
) -> Vec<BigRational> {
    let base_of = |price: &BigRational, taxes: &[StackedTax]| {
        let mut held = OfBase { share: whole(1), fixed: whole(0) };
        for (tax, amount) in taxes.iter().zip(of_base(taxes, quantity, unit)) {
            if tax.is_included {
                held.add(&amount);
            }
        }
        (price - &held.fixed) / &held.share
    };
    if !is_rounded {
        let base = base_of(&whole(price), taxes);
        return of_base(taxes, quantity, unit).iter().map(|amount| amount.on(&base)).collect();
    }
    // Where each is rounded, the price gives up its last tax first; those that do not raise each
    // other leave it together.
    let mut charged: Vec<Option<BigRational>> = vec![None; taxes.len()];
    let mut rest = whole(price);
    let mut places: Vec<usize> = (0..taxes.len()).filter(|at| taxes[*at].is_included).collect();
    while let Some(last) = places.pop() {
        let base = base_of(&rest, &taxes[..=last]);
        let exact = of_base(&taxes[..=last], quantity, unit);
        let mut together = vec![last];
        while !taxes[last].raises_following
            && places.last().is_some_and(|at| !taxes[*at].raises_following)
        {
            together.extend(places.pop());
        }
        for at in together {
            let amount = whole(rounded(exact[at].on(&base)));
            rest -= &amount;
            charged[at] = Some(amount);
        }
    }
    // What comes on top stands on what is shown: the rest, and the taxes before it as charged.
    for place in 0..taxes.len() {
        let before = taxes.iter().zip(&charged).take(place);
        let before = before.filter(|(before, _)| before.raises_following);
        let raised: BigRational = before.map(|(_, amount)| amount.clone().unwrap()).sum();
        let own = if taxes[place].is_raised_by_previous { &rest + raised } else { rest.clone() };
        let alone = StackedTax { is_raised_by_previous: false, ..taxes[place].clone() };
        let exact = of_base(&[alone], quantity, unit)[0].on(&own);
        charged[place].get_or_insert_with(|| whole(rounded(exact)));
    }
    charged.into_iter().flatten().collect()
}

/// Up to three taxes; one of them at most is a percentage of the price with tax.
pub(super) fn any_taxes() -> impl Strategy<Value = Vec<StackedTax>> {
    let flags = any::<[bool; 3]>();
    let tax = (
        0_u8..5,
        prop::sample::select(vec!["20", "5.5", "2.1", "25", "-2", "1.5", "0.006"]),
        flags,
    );
    prop::collection::vec(tax, 1..4).prop_map(|drawn| {
        let mut has_price_with_tax = false;
        let stack = drawn.into_iter().enumerate().map(|(place, (kind, figure, flags))| {
            let levy = match kind {
                0 | 1 => Levy::PerUnit(figure.parse().unwrap()),
                2 if !has_price_with_tax => {
                    has_price_with_tax = true;
                    Levy::PercentOfPriceWithTax(figure.parse().unwrap())
                }
                _ => Levy::Percent(figure.parse().unwrap()),
            };
            let [is_included, raises_following, is_raised_by_previous] = flags;
            StackedTax {
                is_included,
                raises_following,
                is_raised_by_previous,
                ..StackedTax::new(format!("tax {place}").parse().unwrap(), levy)
            }
        });
        stack.collect()
    })
}

fn any_priced() -> impl Strategy<Value = super::proven::Sold> {
    (1_i64..600, -6_i64..9).prop_map(|(minor, halves)| super::proven::Sold {
        price: minor * 100,
        halves,
        vat: "O".parse().unwrap(),
    })
}

/// Rounded once for the document or on each line; a price that holds taxes stays what was entered,
/// and every tax stands beside the base it is levied on.
#[test]
fn taxes_upon_each_other_are_what_the_fractions_say() {
    let (ties, negative) = (Reached::default(), Reached::default());
    let (held, on_top) = (Reached::default(), Reached::default());
    let input = (
        prop::collection::vec(any_priced(), 1..6),
        any_taxes(),
        prop::sample::select(CURRENCIES.to_vec()),
        any::<bool>(),
    );
    hold(&input, |(sold, taxes, code, is_per_line)| {
        let mut draft = priced(code, &sold);
        let decimals = draft.currency.decimals();
        let unit = whole(10_i64.pow(u32::from(decimals)));
        let prices: Vec<i64> =
            draft.lines.iter().map(|line| reference::line(line, decimals)).collect();
        draft.lines.iter_mut().for_each(|line| line.taxes = taxes.clone());
        if is_per_line {
            draft.vat_rounding = VatRounding::PerLine;
        }
        let figures = compute(&draft).unwrap();

        let mut exact = vec![whole(0); taxes.len()];
        for (line, price) in draft.lines.iter().zip(&prices) {
            let quantity = fraction(line.quantity.figure());
            let of_line = levied(*price, &taxes, &quantity, &unit, is_per_line);
            exact.iter_mut().zip(of_line).for_each(|(sum, amount)| *sum += amount);
        }
        ties.see(exact.iter().any(|sum| !sum.is_integer() && (sum * whole(2)).is_integer()));
        let amounts: Vec<i64> = exact.into_iter().map(rounded).collect();
        let entered: i64 = prices.iter().sum();
        let sum = |is_included: bool| -> i64 {
            let of = taxes.iter().zip(&amounts).filter(|(tax, _)| tax.is_included == is_included);
            of.map(|(_, amount)| amount).sum()
        };
        let untaxed = entered - sum(true);
        let mut raised = 0;
        for ((tax, amount), found) in taxes.iter().zip(&amounts).zip(&figures.taxes) {
            let mut base = untaxed + if tax.is_raised_by_previous { raised } else { 0 };
            if let Levy::PercentOfPriceWithTax(_) = tax.levy {
                base += amount;
            }
            if tax.raises_following {
                raised += amount;
            }
            prop_assert_eq!((found.base.minor(), found.amount.minor()), (base, *amount));
            negative.see(*amount < 0);
        }
        prop_assert_eq!(figures.net.minor(), untaxed);
        prop_assert_eq!(figures.gross.minor(), entered + sum(false));
        prop_assert_eq!(figures.due, figures.gross);
        let nets: i64 = figures.lines.iter().map(|line| line.net.minor()).sum();
        prop_assert_eq!(nets, untaxed);
        held.see(sum(true) != 0);
        on_top.see(sum(false) != 0);
        Ok(())
    });
    ties.assert("half a minor unit of tax");
    negative.assert("a tax below zero");
    held.assert("a tax within the price");
    on_top.assert("a tax on top");
}
