//! Properties of an invoice, against the slow reference.

use super::*;

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

pub(crate) fn any_draft() -> impl Strategy<Value = Draft> {
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
    fn the_order_of_lines_changes_no_total(
        draft in any_draft(), seed in any::<prop::sample::Index>(),
    ) {
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
    fn a_line_id_that_stands_twice_is_found(
        count in 2_usize..40, seed in any::<[prop::sample::Index; 2]>(),
    ) {
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
