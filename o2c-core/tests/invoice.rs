//! Invoices worked out: documents others published, and properties against a slow reference in
//! exact fractions.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use num_bigint::BigInt;
use num_rational::BigRational;
use o2c_core::calendar::Terms;
use o2c_core::error::Refusal;
use o2c_core::id::Text;
use o2c_core::invoice::compute::compute;
use o2c_core::invoice::{Draft, DraftLine, Figures};
use o2c_core::money::{Currency, Exact, Money};
use o2c_core::pricing::{Adjustment, AdjustmentKind, AdjustmentValue, DocumentAdjustment, Price};
use o2c_core::tax::Vat;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn draft(currency: &str) -> Draft {
    let currency = Currency::parse(currency).unwrap();
    Draft::new("C1".parse().unwrap(), currency, Terms::net_days(30))
}

fn line(id: &str, quantity: &str, price: &str, vat: &str) -> DraftLine {
    let quantity = format!("{quantity} C62").parse().unwrap();
    let price = match price.split_once('-') {
        Some((gross, discount)) => {
            Price::Gross { gross: gross.parse().unwrap(), discount: discount.parse().unwrap() }
        }
        None => Price::Net(price.parse().unwrap()),
    };
    DraftLine::new(id.parse().unwrap(), quantity, price, vat.parse().unwrap())
}

fn per(mut line: DraftLine, base_quantity: &str) -> DraftLine {
    line.base_quantity = base_quantity.parse().unwrap();
    line
}

fn with(mut line: DraftLine, adjustments: &[Adjustment]) -> DraftLine {
    line.adjustments = adjustments.to_vec();
    line
}

fn less(amount: &str) -> Adjustment {
    Adjustment::allowance(amount.parse().unwrap())
}

fn plus(amount: &str) -> Adjustment {
    Adjustment::charge(amount.parse().unwrap())
}

fn on_document(adjustment: Adjustment, vat: Option<&str>) -> DocumentAdjustment {
    DocumentAdjustment {
        kind: adjustment.kind,
        value: adjustment.value,
        vat: vat.map(|vat| vat.parse().unwrap()),
        reason: adjustment.reason,
    }
}

/// Holds every total against figures in cents: lines, 106 to 110, 112, 115.
#[track_caller]
fn expect(draft: &Draft, lines: &[i64], totals: [i64; 7]) -> Figures {
    let figures = compute(draft).unwrap();
    let nets: Vec<i64> = figures.lines.iter().map(|line| line.net.minor()).collect();
    assert_eq!(nets, lines);
    let found = [
        figures.line_total,
        figures.allowance_total,
        figures.charge_total,
        figures.net,
        figures.vat,
        figures.gross,
        figures.due,
    ];
    assert_eq!(found.map(Money::minor), totals);
    figures
}

#[track_caller]
fn expect_groups(figures: &Figures, groups: &[(&str, i64, i64)]) {
    let found: Vec<(String, i64, i64)> = figures
        .breakdown
        .groups
        .iter()
        .map(|group| {
            let (base, amount) = (group.base.minor(), group.amount.minor());
            (group.vat.to_string(), base, amount)
        })
        .collect();
    let expected: Vec<_> =
        groups.iter().map(|(vat, base, amount)| (vat.to_string(), *base, *amount)).collect();
    assert_eq!(found, expected);
}

/// Rulebook EX-I1: XP Z12-012 annex B, invoice F202500001.
#[test]
fn the_reference_invoice_of_annex_b() {
    let mut draft = draft("EUR");
    draft.lines = vec![
        line("1", "1", "60", "E"),
        line("2", "30", "0.8-0.1", "S 20"),
        per(line("3", "1", "30", "S 10"), "3"),
        with(line("4", "2", "10-3", "S 20"), &[less("1.00 EUR"), plus("1.00 EUR")]),
    ];
    draft.adjustments = vec![
        on_document(less("5.00 EUR"), Some("S 20")),
        on_document(less("1.00 EUR"), Some("S 20")),
        on_document(less("1.00 EUR"), Some("S 20")),
        on_document(less("2.00 EUR"), Some("S 10")),
        on_document(plus("10.00 EUR"), Some("S 20")),
        on_document(plus("1.00 EUR"), Some("S 20")),
        on_document(plus("2.00 EUR"), Some("K")),
        on_document(plus("1.00 EUR"), Some("S 10")),
    ];
    let totals = [10500, 900, 1400, 11000, 870, 11870, 11870];
    let figures = expect(&draft, &[6000, 2100, 1000, 1400], totals);
    let groups = [("S 10", 900, 90), ("S 20", 3900, 780), ("E 0", 6000, 0), ("K 0", 200, 0)];
    expect_groups(&figures, &groups);
}

/// Rulebook EX-I4 and EX-M4c: a discount on the whole document, in percent and as an amount.
#[test]
fn a_global_discount_falls_on_every_vat_group() {
    let mut by_percent = draft("EUR");
    by_percent.lines = vec![line("1", "1", "100", "S 20"), line("2", "1", "50", "S 10")];
    let five = Adjustment::allowance_percent("5".parse().unwrap());
    by_percent.adjustments = vec![on_document(five, None)];
    let totals = [15000, 750, 0, 14250, 2375, 16625, 16625];
    let figures = expect(&by_percent, &[10000, 5000], totals);
    expect_groups(&figures, &[("S 10", 4750, 475), ("S 20", 9500, 1900)]);

    let mut by_amount = draft("EUR");
    by_amount.lines = vec![line("1", "1", "100.01", "S 20"), line("2", "1", "49.99", "S 10")];
    by_amount.adjustments = vec![on_document(less("10.00 EUR"), None)];
    let figures = compute(&by_amount).unwrap();
    let shares: Vec<i64> = figures.adjustments.iter().map(|a| a.amount.minor()).collect();
    assert_eq!(shares, [333, 667]);
}

/// Rulebook EX-I8: two pieces taken back.
#[test]
fn a_negative_quantity_mirrors_the_sale() {
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "-2", "10.00", "S 20")];
    expect(&draft, &[-2000], [-2000, 0, 0, -2000, -400, -2400, -2400]);
}

/// Case INV-EN-016: a credit written as a negative invoice, with a price per two and per five,
/// allowances and charges on line and document, a prepaid amount and a rounding.
#[test]
fn a_negative_invoice_of_the_european_corpus() {
    let mut draft = draft("SEK");
    let named = |kind, percent: &str, base: &str| {
        let (percent, base) = (percent.parse().unwrap(), base.parse().unwrap());
        Adjustment::new(kind, AdjustmentValue::PercentOf { percent, base })
    };
    let (allowance, charge) = (AdjustmentKind::Allowance, AdjustmentKind::Charge);
    draft.lines = vec![
        with(
            per(line("1", "-2000", "11-1", "S 25"), "2"),
            &[named(allowance, "3", "-10000.00 SEK"), named(charge, "5", "-10000.00 SEK")],
        ),
        per(line("2", "800", "5-1", "S 25"), "5"),
    ];
    draft.adjustments = vec![
        on_document(named(allowance, "20", "-9560.00 SEK"), Some("S 25")),
        on_document(named(charge, "10", "-10200.00 SEK"), Some("S 25")),
    ];
    draft.prepaid = Some("-834.90 SEK".parse().unwrap());
    draft.rounding = Some("0.10 SEK".parse().unwrap());
    let totals = [-956_000, -191_200, -102_000, -866_800, -216_700, -1_083_500, -1_000_000];
    let figures = expect(&draft, &[-1_020_000, 64_000], totals);
    expect_groups(&figures, &[("S 25", -866_800, -216_700)]);
}

/// Case INV-EN-022: a telephone bill; the VAT per line would be a cent more.
#[test]
fn a_telephone_bill_of_the_european_corpus() {
    let mut draft = draft("SEK");
    draft.lines = [
        ("10", "77", "0.7"),
        ("15", "693.8", "0"),
        ("20", "104", "0.7"),
        ("25", "411.5", "0.5"),
        ("30", "30", "1.5"),
        ("35", "75.3", "2.55"),
        ("40", "5.311", "15"),
        ("50", "5", "2"),
        ("55", "18.7", "2.65"),
        ("60", "9", "2.48"),
        ("70", "2", "27.5"),
        ("80", "1", "100"),
    ]
    .map(|(id, quantity, price)| line(id, quantity, price, "S 25"))
    .to_vec();
    draft.lines[2].adjustments = vec![less("50.00 SEK")];
    draft.lines[10].adjustments = vec![less("5.00 SEK")];
    draft.rounding = Some("0.22 SEK".parse().unwrap());
    let lines = [5390, 0, 2280, 20575, 4500, 19202, 7967, 1000, 4956, 2232, 5000, 10000];
    let totals = [83102, 0, 0, 83102, 20776, 103_878, 103_900];
    expect(&draft, &lines, totals);
}

/// Case INV-EN-086: three VAT groups, one of them negative.
#[test]
fn a_norwegian_invoice_of_the_peppol_corpus() {
    let mut draft = draft("NOK");
    draft.lines = vec![
        with(line("1", "1", "1500-227", "S 25"), &[less("12.00 NOK"), plus("12.00 NOK")]),
        line("2", "-1", "3.96", "S 15"),
        line("3", "2", "2.75-0.27", "S 15"),
        line("4", "-1", "25", "E"),
        line("5", "250", "0.75", "S 25"),
    ];
    draft.adjustments = vec![
        on_document(plus("100.00 NOK"), Some("S 25")),
        on_document(less("100.00 NOK"), Some("S 25")),
    ];
    draft.prepaid = Some("1000.00 NOK".parse().unwrap());
    draft.rounding = Some("0.22 NOK".parse().unwrap());
    let totals = [143_650, 10000, 10000, 143_650, 36528, 180_178, 80200];
    let figures = expect(&draft, &[127_300, -396, 496, -2500, 18750], totals);
    let groups = [("S 15", 100, 15), ("S 25", 146_050, 36513), ("E 0", -2500, 0)];
    expect_groups(&figures, &groups);
}

/// Case INV-EN-087: a credit note, in positive amounts.
#[test]
fn a_credit_note_of_the_peppol_corpus() {
    let mut draft = draft("EUR");
    let of_thousand = |percent: &str| {
        let base = "1000.00 EUR".parse().unwrap();
        let percent = percent.parse().unwrap();
        Adjustment::new(AdjustmentKind::Charge, AdjustmentValue::PercentOf { percent, base })
    };
    draft.lines =
        vec![with(line("1", "1", "4200-100", "S 25"), &[of_thousand("10"), less("100.00 EUR")])];
    draft.adjustments = vec![
        on_document(of_thousand("20"), Some("S 25")),
        on_document(less("300.00 EUR"), Some("S 25")),
    ];
    draft.prepaid = Some("1000.00 EUR".parse().unwrap());
    let totals = [410_000, 30000, 20000, 400_000, 100_000, 500_000, 400_000];
    expect(&draft, &[410_000], totals);
}

/// Case INV-EN-118: a correction with negative allowances; the VAT per line would be a cent less.
#[test]
fn a_correction_of_the_zugferd_corpus() {
    let mut draft = draft("EUR");
    draft.lines =
        vec![line("1", "-5.0000", "1.00", "S 19.00"), line("2", "-2.0000", "1.45", "S 7.00")];
    draft.adjustments = vec![
        on_document(less("-0.15 EUR"), Some("S 19")),
        on_document(less("-0.08 EUR"), Some("S 7")),
    ];
    let figures = expect(&draft, &[-500, -290], [-790, -23, 0, -767, -112, -879, -879]);
    expect_groups(&figures, &[("S 7", -282, -20), ("S 19", -485, -92)]);
}

/// Case TAX-ERP-02: 75.00 off a document of 975.00 at 24 %.
#[test]
fn a_discount_on_the_net_total_of_six_lines() {
    let mut draft = draft("EUR");
    draft.lines = [("1", "75"), ("2", "500"), ("3", "200"), ("4", "100"), ("5", "50"), ("6", "50")]
        .map(|(id, price)| line(id, "1", price, "S 24"))
        .to_vec();
    draft.adjustments = vec![on_document(less("75.00 EUR"), None)];
    let lines = [7500, 50000, 20000, 10000, 5000, 5000];
    expect(&draft, &lines, [97500, 7500, 0, 90000, 21600, 111_600, 111_600]);
}

#[test]
fn refusals_name_the_place() {
    #[track_caller]
    fn refused(draft: &Draft, code: &str, path: &str) {
        let refusal = compute(draft).unwrap_err();
        assert_eq!((refusal.code(), refusal.path().as_str()), (code, path));
    }
    let good = || vec![line("1", "1", "1", "S 20"), line("2", "1", "1", "S 20")];
    let mut empty = draft("EUR");
    refused(&empty, "invoice.no_lines", "lines");
    empty.lines = good();
    empty.lines[1].base_quantity = Exact::ZERO;
    refused(&empty, "pricing.base_quantity_not_positive", "lines[1].base_quantity");
    empty.lines = good();
    empty.lines.extend(good());
    refused(&empty, "invoice.line.duplicate_id", "lines[2].id");
    empty.lines = good();
    empty.lines[0].adjustments = vec![plus("1.00 EUR"), plus("1.00 USD")];
    refused(&empty, "money.currency_mismatch", "lines[0].adjustments[1].value");
    empty.lines = vec![
        line("1", "1", "1", "S 20"),
        line("2", "999999999999999999", "999999999999999999", "S 20"),
    ];
    refused(&empty, "money.out_of_range", "lines[1].quantity");
    empty.lines = good();
    empty.adjustments = vec![on_document(less("1.00 USD"), None)];
    refused(&empty, "money.currency_mismatch", "adjustments[0].value");
    empty.adjustments.clear();
    empty.rounding = Some("0.01 USD".parse().unwrap());
    refused(&empty, "money.currency_mismatch", "rounding");
}

/// The reference: the rulebook's sentences in exact fractions, one after the other.
mod reference {
    use super::*;

    pub(crate) fn fraction(figure: Exact) -> BigRational {
        let ten = BigInt::from(10).pow(u32::from(figure.places()));
        BigRational::new(BigInt::from(figure.mantissa()), ten)
    }

    /// To whole minor units, half away from zero.
    pub(crate) fn rounded(minor: BigRational) -> i64 {
        i64::try_from(minor.round().to_integer()).unwrap()
    }

    pub(crate) fn whole(minor: i64) -> BigRational {
        BigRational::from_integer(BigInt::from(minor))
    }

    pub(crate) fn percent_of(minor: i64, percent: Exact) -> i64 {
        rounded(whole(minor) * fraction(percent) / whole(100))
    }

    pub(crate) fn line(line: &DraftLine, decimals: u8) -> i64 {
        let price = match line.price {
            Price::Net(net) => fraction(net.exact()),
            Price::Gross { gross, discount } => {
                fraction(gross.exact()) - fraction(discount.exact())
            }
        };
        let unit = whole(10_i64.pow(u32::from(decimals)));
        let base = fraction(line.base_quantity);
        let goods = rounded(fraction(line.quantity.figure()) * price / base * unit);
        let mut net = goods;
        for adjustment in &line.adjustments {
            let amount = match adjustment.value {
                AdjustmentValue::Amount(amount) => amount.minor(),
                AdjustmentValue::Percent(percent) => percent_of(goods, percent.exact()),
                AdjustmentValue::PercentOf { percent, base } => {
                    percent_of(base.minor(), percent.exact())
                }
                AdjustmentValue::PercentOfRest(percent) => percent_of(net, percent.exact()),
            };
            match adjustment.kind {
                AdjustmentKind::Allowance => net -= amount,
                AdjustmentKind::Charge => net += amount,
            }
        }
        net
    }

    /// Line total, net, VAT of a draft whose document adjustments are percentages or name a VAT.
    pub(crate) fn totals(draft: &Draft) -> (i64, i64, i64) {
        let decimals = draft.currency.decimals();
        let mut totals: BTreeMap<Vat, i64> = BTreeMap::new();
        for each in &draft.lines {
            *totals.entry(each.vat).or_default() += line(each, decimals);
        }
        let line_total = totals.values().sum();
        let mut bases = totals.clone();
        for adjustment in &draft.adjustments {
            let sign = match adjustment.kind {
                AdjustmentKind::Allowance => -1,
                AdjustmentKind::Charge => 1,
            };
            match (adjustment.value, adjustment.vat) {
                (AdjustmentValue::Percent(percent), None) => {
                    for (vat, total) in &totals {
                        *bases.get_mut(vat).unwrap() += sign * percent_of(*total, percent.exact());
                    }
                }
                (AdjustmentValue::Amount(amount), Some(vat)) => {
                    *bases.entry(vat).or_default() += sign * amount.minor();
                }
                other => panic!("the generator makes no {other:?}"),
            }
        }
        let vat = |(vat, base): (&Vat, &i64)| percent_of(*base, vat.rate().exact());
        (line_total, bases.values().sum(), bases.iter().map(vat).sum())
    }
}

fn any_vat() -> impl Strategy<Value = Vat> {
    prop::sample::select(vec!["S 20", "S 10", "S 5.5", "S 2.1", "E 0", "K 0"])
        .prop_map(|vat| vat.parse().unwrap())
}

fn any_currency() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["EUR", "JPY", "KWD"])
}

/// Figures of few digits reach ties, zeros and repeated prices often.
fn any_price() -> impl Strategy<Value = Price> {
    let figure = |mantissa: u32, places: u32| {
        let exact = Exact::new(i128::from(mantissa), places).unwrap();
        o2c_core::money::UnitPrice::new(exact).unwrap()
    };
    let net = (0_u32..2_000, 0_u32..4).prop_map(move |(m, p)| Price::Net(figure(m, p)));
    let gross = (0_u32..2_000, 0_u32..=100, 0_u32..4).prop_map(move |(m, part, p)| Price::Gross {
        gross: figure(m, p),
        discount: figure(m * part / 100, p),
    });
    prop_oneof![net, gross]
}

fn any_adjustment(decimals: u8, currency: Currency) -> impl Strategy<Value = Adjustment> {
    let kind = prop::sample::select(vec![AdjustmentKind::Allowance, AdjustmentKind::Charge]);
    let value = (0_u8..4, -500_i64..500, 0_i128..=1_000).prop_map(move |(which, minor, tenths)| {
        let amount = Money::from_minor(minor, currency).unwrap();
        let exact = Exact::new(tenths, 1 + u32::from(decimals / 4)).unwrap();
        let percent = o2c_core::money::Percent::new(exact).unwrap();
        match which {
            0 => AdjustmentValue::Amount(amount),
            1 => AdjustmentValue::Percent(percent),
            2 => AdjustmentValue::PercentOf { percent, base: amount },
            _ => AdjustmentValue::PercentOfRest(percent),
        }
    });
    (kind, value).prop_map(|(kind, value)| Adjustment::new(kind, value))
}

fn any_line(currency: Currency) -> impl Strategy<Value = DraftLine> {
    let quantity = (-400_i128..400, 0_u32..3).prop_map(|(m, p)| Exact::new(m, p).unwrap());
    let base = prop::sample::select(vec!["1", "3", "100", "0.5"]);
    let adjustments = prop::collection::vec(any_adjustment(currency.decimals(), currency), 0..3);
    (quantity, any_price(), base, adjustments, any_vat()).prop_map(
        |(quantity, price, base, adjustments, vat)| {
            let mut line = line("0", &quantity.to_string(), "0", "S 20");
            line.price = price;
            line.base_quantity = base.parse().unwrap();
            line.adjustments = adjustments;
            line.vat = vat;
            line
        },
    )
}

fn any_draft() -> impl Strategy<Value = Draft> {
    any_currency().prop_flat_map(|code| {
        let currency = Currency::parse(code).unwrap();
        let kind = prop::sample::select(vec![AdjustmentKind::Allowance, AdjustmentKind::Charge]);
        let global = (kind, any::<bool>(), any_vat(), 0_i128..=1_000, -900_i64..900).prop_map(
            move |(kind, is_percent, vat, tenths, minor)| DocumentAdjustment {
                kind,
                value: if is_percent {
                    let exact = Exact::new(tenths, 1).unwrap();
                    AdjustmentValue::Percent(o2c_core::money::Percent::new(exact).unwrap())
                } else {
                    AdjustmentValue::Amount(Money::from_minor(minor, currency).unwrap())
                },
                vat: (!is_percent).then_some(vat),
                reason: Text::default(),
            },
        );
        (
            prop::collection::vec(any_line(currency), 1..12),
            prop::collection::vec(global, 0..3),
            -5_000_i64..5_000,
            -50_i64..50,
        )
            .prop_map(move |(lines, adjustments, prepaid, rounding)| {
                let mut draft = draft(code);
                draft.lines = lines;
                for (number, line) in draft.lines.iter_mut().enumerate() {
                    line.id = number.to_string().parse().unwrap();
                }
                draft.adjustments = adjustments;
                draft.prepaid = Some(Money::from_minor(prepaid, currency).unwrap());
                draft.rounding = Some(Money::from_minor(rounding, currency).unwrap());
                draft
            })
    })
}

/// The same draft with every sign turned.
fn mirrored(draft: &Draft) -> Draft {
    let turn = |value: AdjustmentValue| match value {
        AdjustmentValue::Amount(amount) => AdjustmentValue::Amount(amount.negated()),
        AdjustmentValue::PercentOf { percent, base } => {
            AdjustmentValue::PercentOf { percent, base: base.negated() }
        }
        AdjustmentValue::Percent(_) | AdjustmentValue::PercentOfRest(_) => value,
    };
    let mut mirror = draft.clone();
    for line in &mut mirror.lines {
        let unit = line.quantity.unit().clone();
        line.quantity = o2c_core::quantity::Quantity::new(line.quantity.figure().negated(), unit);
        for adjustment in &mut line.adjustments {
            adjustment.value = turn(adjustment.value);
        }
    }
    for adjustment in &mut mirror.adjustments {
        adjustment.value = turn(adjustment.value);
    }
    mirror.prepaid = draft.prepaid.map(Money::negated);
    mirror.rounding = draft.rounding.map(Money::negated);
    mirror
}

fn headline(figures: &Figures) -> [i64; 7] {
    [
        figures.line_total,
        figures.allowance_total,
        figures.charge_total,
        figures.net,
        figures.vat,
        figures.gross,
        figures.due,
    ]
    .map(Money::minor)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_those_of_the_reference(draft in any_draft()) {
        let figures = compute(&draft).unwrap();
        for (line, amounts) in draft.lines.iter().zip(&figures.lines) {
            let expected = reference::line(line, draft.currency.decimals());
            prop_assert_eq!(amounts.net.minor(), expected);
        }
        let (line_total, net, vat) = reference::totals(&draft);
        prop_assert_eq!(figures.line_total.minor(), line_total);
        prop_assert_eq!(figures.net.minor(), net);
        prop_assert_eq!(figures.vat.minor(), vat);
    }

    /// Contract I1, rulebook INV-23.
    #[test]
    fn every_identity_is_exact(draft in any_draft()) {
        let figures = compute(&draft).unwrap();
        let [lines, allowances, charges, net, vat, gross, due] = headline(&figures);
        prop_assert_eq!(lines - allowances + charges, net);
        prop_assert_eq!(net + vat, gross);
        prop_assert_eq!(gross - figures.prepaid.minor() + figures.rounding.minor(), due);
        prop_assert_eq!(figures.breakdown.base_total().unwrap().minor(), net);
        for line in &figures.lines {
            let (goods, net) = (line.goods.minor(), line.net.minor());
            prop_assert_eq!(goods - line.allowances.minor() + line.charges.minor(), net);
        }
        let groups = &figures.breakdown.groups;
        prop_assert!(groups.windows(2).all(|pair| pair[0].vat < pair[1].vat));
    }

    #[test]
    fn the_order_of_lines_changes_no_total(draft in any_draft(), seed in any::<prop::sample::Index>()) {
        let figures = compute(&draft).unwrap();
        let mut turned = draft.clone();
        let by = seed.index(turned.lines.len());
        turned.lines.rotate_left(by);
        turned.lines.reverse();
        let other = compute(&turned).unwrap();
        prop_assert_eq!(headline(&figures), headline(&other));
        prop_assert_eq!(figures.breakdown, other.breakdown);
        prop_assert_eq!(figures.adjustments, other.adjustments);
    }

    #[test]
    fn signs_mirror(draft in any_draft()) {
        let figures = compute(&draft).unwrap();
        let mirror = compute(&mirrored(&draft)).unwrap();
        prop_assert_eq!(headline(&figures).map(|minor| -minor), headline(&mirror));
    }

    /// Contract I3: the shares of an amount sum to it, whatever the groups.
    #[test]
    fn an_amount_off_the_document_is_split_whole(
        prices in prop::collection::vec((1_u32..50_000, any_vat()), 1..8),
        minor in 1_i64..10_000,
    ) {
        let mut draft = draft("EUR");
        for (number, (cents, vat)) in prices.iter().enumerate() {
            let price = Exact::new(i128::from(*cents), 2).unwrap().to_string();
            draft.lines.push(line(&number.to_string(), "1", &price, &vat.to_string()));
        }
        let off = Money::from_minor(minor, Currency::EUR).unwrap();
        draft.adjustments = vec![on_document(Adjustment::allowance(off), None)];
        let figures = compute(&draft).unwrap();
        prop_assert_eq!(figures.allowance_total, off);
        let total = figures.line_total.minor();
        for share in &figures.adjustments {
            let group: i64 = draft.lines.iter().zip(&figures.lines)
                .filter(|(line, _)| line.vat == share.vat)
                .map(|(_, amounts)| amounts.net.minor())
                .sum();
            prop_assert!((share.amount.minor() * total - minor * group).abs() < total);
        }
    }

    #[test]
    fn a_line_id_that_stands_twice_is_found(count in 2_usize..40, seed in any::<[prop::sample::Index; 2]>()) {
        let (mut one, mut two) = (seed[0].index(count), seed[1].index(count));
        prop_assume!(one != two);
        if one > two {
            std::mem::swap(&mut one, &mut two);
        }
        let mut draft = draft("EUR");
        draft.lines = (0..count).map(|n| line(&n.to_string(), "1", "1", "S 20")).collect();
        draft.lines[two].id = draft.lines[one].id.clone();
        let refusal = compute(&draft).unwrap_err();
        prop_assert_eq!(refusal.code(), "invoice.line.duplicate_id");
        let path = format!("lines[{two}].id");
        prop_assert_eq!(refusal.path().to_string(), path);
    }
}
