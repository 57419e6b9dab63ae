//! Pricing from lists and conditions, held against a dumber model that counts pieces and cents.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::indexing_slicing)]

use o2c_core::calendar::{Day, Holidays, Terms};
use o2c_core::error::Refusal;
use o2c_core::id::{ItemId, Text};
use o2c_core::money::{Currency, Exact, Money, UnitPrice};
use o2c_core::pricing::{
    AdjustmentKind, AdjustmentValue, LineToPrice, ListedItem, MinimumOrder, OrderCondition,
    PriceCondition, PriceEffect, PriceFinding, PriceList, PriceOrder, PricedOrder, Scenario,
    Scenarios, Tier, TierMode, price_order, price_scenarios,
};
use proptest::prelude::*;

fn exact(figure: i64) -> Exact {
    Exact::whole(figure).unwrap()
}

fn price(text: &str) -> UnitPrice {
    text.parse().unwrap()
}

fn text(text: &str) -> Text {
    text.parse().unwrap()
}

fn eur(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line(quantity: i64) -> LineToPrice {
    LineToPrice {
        id: "1".parse().unwrap(),
        item: "SEAT".parse().unwrap(),
        quantity: exact(quantity),
        price: None,
        cost: None,
        floor: None,
        approved_by: Text::default(),
    }
}

fn listed(tiers: &[(Option<i64>, &str)], mode: TierMode) -> ListedItem {
    let tier =
        |(up_to, cost): &(Option<i64>, &str)| Tier { up_to: up_to.map(exact), price: price(cost) };
    ListedItem {
        item: "SEAT".parse::<ItemId>().unwrap(),
        base_quantity: Exact::ONE,
        tiers: tiers.iter().map(tier).collect(),
        mode,
    }
}

fn order(lines: Vec<LineToPrice>, items: Vec<ListedItem>) -> PriceOrder {
    PriceOrder {
        currency: Currency::EUR,
        on: day("2026-03-10"),
        customer: Some("C1".parse().unwrap()),
        groups: vec!["retail".parse().unwrap()],
        lines,
        lists: vec![PriceList {
            id: text("2026"),
            currency: Currency::EUR,
            valid_from: day("2026-01-01"),
            valid_until: Some(day("2026-12-31")),
            items,
        }],
        conditions: vec![],
        order_conditions: vec![],
        minimum: None,
    }
}

fn condition(id: &str, effect: PriceEffect) -> PriceCondition {
    PriceCondition {
        id: text(id),
        customer: None,
        group: None,
        item: None,
        valid_from: None,
        valid_until: None,
        from_quantity: None,
        effect,
        stands_alone: false,
    }
}

fn percent(percent: &str) -> PriceEffect {
    PriceEffect::Allowance(AdjustmentValue::Percent(percent.parse().unwrap()))
}

fn net(asked: &PriceOrder) -> String {
    price_order(asked).unwrap().net.to_string()
}

fn steps(priced: &PricedOrder) -> Vec<(String, String)> {
    priced.trace.iter().map(|step| (step.by.to_string(), step.amount.to_string())).collect()
}

/// The published example of a payment processor: 7.00 up to 5, 6.50 up to 10, 6.00 beyond.
#[test]
fn tiers_count_for_the_whole_or_for_their_part() {
    let tiers = [(Some(5), "7"), (Some(10), "6.5"), (None, "6")];
    for (quantity, volume, graduated) in [
        (1, "7.00 EUR", "7.00 EUR"),
        (5, "35.00 EUR", "35.00 EUR"),
        (6, "39.00 EUR", "41.50 EUR"),
        (20, "120.00 EUR", "127.50 EUR"),
        (25, "150.00 EUR", "157.50 EUR"),
    ] {
        let of = |mode| net(&order(vec![line(quantity)], vec![listed(&tiers, mode)]));
        assert_eq!(of(TierMode::Volume), volume);
        assert_eq!(of(TierMode::Graduated), graduated);
    }
}

/// 10 % and then 5 % of the rest of 200.00: 20.00 and 9.00; a promotion stands alone.
#[test]
fn discounts_cascade_until_one_stands_alone() {
    let mut asked = order(vec![line(2)], vec![listed(&[(None, "100")], TierMode::Volume)]);
    let rest = AdjustmentValue::PercentOfRest("5".parse().unwrap());
    let group = PriceCondition {
        group: Some("retail".parse().unwrap()),
        ..condition("retail", percent("10"))
    };
    asked.conditions = vec![group, condition("loyal", PriceEffect::Allowance(rest))];
    let priced = price_order(&asked).unwrap();
    assert_eq!(priced.net, eur("171.00"));
    let told = [("2026", "200.00 EUR"), ("retail", "-20.00 EUR"), ("loyal", "-9.00 EUR")];
    assert_eq!(steps(&priced), told.map(|(by, amount)| (by.to_owned(), amount.to_owned())));
    // Another group, another day, a smaller quantity: nothing.
    for change in [
        |condition: &mut PriceCondition| condition.group = Some("trade".parse().unwrap()),
        |condition: &mut PriceCondition| {
            condition.valid_until = Some("2026-03-09".parse().unwrap())
        },
        |condition: &mut PriceCondition| condition.from_quantity = Some(Exact::whole(3).unwrap()),
        |condition: &mut PriceCondition| condition.customer = Some("C2".parse().unwrap()),
        |condition: &mut PriceCondition| condition.item = Some("DESK".parse().unwrap()),
    ] {
        let mut other = asked.clone();
        change(&mut other.conditions[0]);
        assert_eq!(net(&other), "190.00 EUR");
    }
    asked.conditions[0].stands_alone = true;
    assert_eq!(net(&asked), "180.00 EUR");
    // A price of one's own takes the list's place, a price by hand that of both.
    let own = PriceEffect::Price { price: price("90"), base_quantity: Exact::ONE };
    asked.conditions.insert(0, condition("frame", own));
    assert_eq!(net(&asked), "162.00 EUR");
    asked.lines[0].price = Some(price("50"));
    assert_eq!(net(&asked), "90.00 EUR");
}

/// 25 bought, one free for each ten: two come on top, at nothing, and cost all the same.
#[test]
fn free_goods_come_on_top_and_cost() {
    let mut asked = order(vec![line(25)], vec![listed(&[(None, "4")], TierMode::Volume)]);
    asked.lines[0].cost = Some(price("3"));
    let free = PriceEffect::FreeGoods { for_each: exact(10), free: exact(1) };
    asked.conditions = vec![condition("ten plus one", free)];
    let priced = price_order(&asked).unwrap();
    assert_eq!((priced.net, priced.lines[0].parts.len()), (eur("100.00"), 2));
    let part = &priced.lines[0].parts[1];
    assert_eq!((part.quantity, part.amounts.net), (exact(2), eur("0.00")));
    // 27 at 3.00 cost 81.00: 19.00 are left, 19 %.
    let margin = priced.margin.unwrap();
    assert_eq!((margin.cost, margin.amount), (eur("81.00"), eur("19.00")));
    assert_eq!(margin.percent.unwrap().to_string(), "19");
}

#[test]
fn below_the_floor_somebody_approves() {
    let mut asked = order(vec![line(10)], vec![listed(&[(None, "4")], TierMode::Volume)]);
    asked.lines[0].floor = Some(price("3.80"));
    asked.conditions = vec![condition("sale", percent("5"))];
    assert!(price_order(&asked).unwrap().findings.is_empty(), "38.00 is the floor");
    asked.conditions = vec![condition("sale", percent("5.1"))];
    let priced = price_order(&asked).unwrap();
    assert!(!priced.is_acceptable);
    let PriceFinding::BelowFloor { net, floor, .. } = &priced.findings[0] else { panic!() };
    assert_eq!((*net, *floor), (eur("37.96"), eur("38.00")));
    asked.lines[0].approved_by = text("head of sales");
    let approved = price_order(&asked).unwrap();
    assert!(approved.is_acceptable && approved.findings.len() == 1);
}

#[test]
fn the_whole_has_conditions_and_a_least_of_its_own() {
    let mut asked = order(vec![line(10)], vec![listed(&[(None, "4")], TierMode::Volume)]);
    let whole = |id: &str, kind, value, from: Option<&str>| OrderCondition {
        id: text(id),
        from_net: from.map(eur),
        kind,
        value,
    };
    let (off, on) = (AdjustmentKind::Allowance, AdjustmentKind::Charge);
    asked.order_conditions = vec![
        whole("large", off, AdjustmentValue::Percent("2".parse().unwrap()), Some("40.01")),
        whole("freight", on, AdjustmentValue::Amount(eur("6.90")), None),
    ];
    assert_eq!(net(&asked), "46.90 EUR");
    asked.order_conditions[0].from_net = Some(eur("40.00"));
    assert_eq!(net(&asked), "46.10 EUR");
    asked.minimum = Some(MinimumOrder { least: eur("50.00"), charge: Some(eur("5.00")) });
    assert_eq!(net(&asked), "51.10 EUR");
    asked.minimum = Some(MinimumOrder { least: eur("50.00"), charge: None });
    assert!(!price_order(&asked).unwrap().is_acceptable);
    asked.minimum = Some(MinimumOrder { least: eur("40.00"), charge: None });
    assert!(price_order(&asked).unwrap().is_acceptable);
}

#[test]
fn what_cannot_be_priced_is_refused_with_its_place() {
    let tiers = [(Some(5), "7"), (Some(10), "6.5")];
    let refused = |asked: PriceOrder| {
        let no = price_order(&asked).unwrap_err();
        (no.code(), no.path().to_string())
    };
    let list = || vec![listed(&tiers, TierMode::Graduated)];
    assert_eq!(refused(order(vec![], list())), ("pricing.nothing_to_price", "lines".into()));
    assert_eq!(
        refused(order(vec![line(1), line(11)], list())),
        ("pricing.beyond_tiers", "lines[1].tiers".into())
    );
    assert_eq!(
        refused(order(vec![line(0)], list())),
        ("pricing.quantity_not_positive", "lines[0].quantity".into())
    );
    assert_eq!(
        refused(order(vec![line(1)], vec![])),
        ("pricing.price_missing", "lines[0].item".into())
    );
    let falling = vec![listed(&[(Some(5), "7"), (Some(5), "6")], TierMode::Volume)];
    assert_eq!(
        refused(order(vec![line(1)], falling)),
        ("pricing.tiers_not_rising", "lines[0].tiers[1].up_to".into())
    );
    let mut early = order(vec![line(1)], list());
    early.on = day("2025-12-31");
    assert_eq!(refused(early), ("pricing.price_missing", "lines[0].item".into()));
}

/// 1,000.00 net at a cost of 700.00, money at 7.3 % a year: 0.20 a day for 1,000.00.
#[test]
fn scenarios_stand_side_by_side() {
    let mut asked = order(vec![line(100)], vec![listed(&[(None, "10")], TierMode::Volume)]);
    asked.lines[0].cost = Some(price("7"));
    let scenario = |name: &str, terms: Terms| Scenario {
        name: text(name),
        discount: None,
        terms,
        deposit: None,
        takes_early_discount: false,
    };
    let cheaper = Scenario {
        discount: Some("5".parse().unwrap()),
        ..scenario("5 % off", Terms::net_days(0))
    };
    let half = Scenario {
        deposit: Some("50".parse().unwrap()),
        ..scenario("half before", Terms::net_days(60))
    };
    let early = Scenario {
        takes_early_discount: true,
        ..scenario("early", "2% 10 net 60".parse().unwrap())
    };
    let told = price_scenarios(&Scenarios {
        order: asked,
        invoiced_on: day("2026-03-20"),
        credit_rate: "7.3".parse().unwrap(),
        scenarios: vec![scenario("today", Terms::net_days(60)), cheaper, half, early],
        holidays: Holidays::default(),
    })
    .unwrap();
    let row = |index: usize| {
        let one = &told[index];
        let after = one.margin_after_credit.unwrap();
        (one.net, one.paid_on.unwrap().to_string(), one.credit_cost, after)
    };
    // 70 days of 1,000.00; ten days of 950.00; 70 days of 500.00; 20 days of 980.00.
    assert_eq!(row(0), (eur("1000.00"), "2026-05-19".into(), eur("14.00"), eur("286.00")));
    assert_eq!(row(1), (eur("950.00"), "2026-03-20".into(), eur("1.90"), eur("248.10")));
    assert_eq!(row(2), (eur("1000.00"), "2026-05-19".into(), eur("7.00"), eur("293.00")));
    assert_eq!(row(3), (eur("1000.00"), "2026-03-30".into(), eur("3.92"), eur("276.08")));
    assert_eq!(told[3].early_discount, eur("20.00"));
    assert_eq!(told[2].cash[0].amount, eur("500.00"));
}

/// What whole pieces at whole cents cost, piece by piece.
fn piece_by_piece(quantity: i64, tiers: &[(Option<i64>, i64)], mode: TierMode) -> i64 {
    let at = |piece: i64| {
        let tier = tiers.iter().find(|(up_to, _)| up_to.is_none_or(|last| piece <= last));
        tier.unwrap().1
    };
    match mode {
        TierMode::Volume => quantity * at(quantity),
        TierMode::Graduated => (1..=quantity).map(at).sum(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Tiers come to what counting piece by piece comes to, the steps sum to the net amount, and
    /// the parts to the quantity.
    #[test]
    fn prices_are_what_counting_gives(
        quantities in prop::collection::vec(1_i64..80, 1..4),
        ends in prop::collection::btree_set(1_i64..60, 0..4),
        cents in prop::collection::vec(1_i64..2_000, 5),
        off in 0_i64..100,
        whole_off in 0_i64..100,
        is_graduated in any::<bool>(),
    ) {
        let mode = if is_graduated { TierMode::Graduated } else { TierMode::Volume };
        let ends = ends.into_iter().map(Some).chain([None]);
        let tiers: Vec<(Option<i64>, i64)> = ends.zip(cents).collect();
        let prices: Vec<String> =
            tiers.iter().map(|(_, cents)| format!("{}.{:02}", cents / 100, cents % 100)).collect();
        let named: Vec<_> =
            tiers.iter().zip(&prices).map(|((up_to, _), price)| (*up_to, price.as_str())).collect();
        let mut asked = order(
            (1..)
                .zip(&quantities)
                .map(|(id, count)| LineToPrice {
                    id: id.to_string().parse().unwrap(),
                    ..line(*count)
                })
                .collect(),
            vec![listed(&named, mode)],
        );
        let goods: Vec<i64> =
            quantities.iter().map(|count| piece_by_piece(*count, &tiers, mode)).collect();
        let plain = price_order(&asked).unwrap();
        for (priced, goods) in plain.lines.iter().zip(&goods) {
            prop_assert_eq!(priced.net.minor(), *goods);
        }
        asked.conditions = vec![
            condition("amount", PriceEffect::Allowance(AdjustmentValue::Amount(eur("0.01")))),
            condition("percent", percent(&off.to_string())),
            condition("plus", PriceEffect::FreeGoods { for_each: exact(7), free: exact(2) }),
        ];
        asked.order_conditions = vec![OrderCondition {
            id: text("whole"),
            from_net: None,
            kind: AdjustmentKind::Allowance,
            value: AdjustmentValue::Percent(whole_off.to_string().parse().unwrap()),
        }];
        let priced = price_order(&asked).unwrap();
        let sum: i64 = priced.trace.iter().map(|step| step.amount.minor()).sum();
        prop_assert_eq!(sum, priced.net.minor());
        for (line, count) in priced.lines.iter().zip(&quantities) {
            let parts = line.parts.iter().filter(|part| !part.is_free);
            let bought: i64 = parts.clone().map(|part| part.quantity.mantissa()).sum();
            prop_assert_eq!(bought, *count);
            let free = line.parts.iter().filter(|part| part.is_free);
            prop_assert_eq!(free.map(|part| part.quantity.mantissa()).sum::<i64>(), count / 7 * 2);
            let net: i64 = line.parts.iter().map(|part| part.amounts.net.minor()).sum();
            prop_assert_eq!(net, line.net.minor());
            let off: i64 = parts.map(|part| part.amounts.allowances.minor()).sum();
            prop_assert!(off > 0, "a cent at least");
        }
    }
}

/// 100.00 at a floor of 90.00: a discount on the whole that takes 20 % off undercuts it, a
/// scenario's, too, whoever looks at the price before it (rulebook O-17).
#[test]
fn what_is_taken_off_the_whole_counts_for_floors() {
    let ten = || LineToPrice { price: Some(price("10")), floor: Some(price("9")), ..line(10) };
    let other = LineToPrice { id: "2".parse().unwrap(), price: Some(price("30")), ..line(10) };
    let mut asked = order(vec![ten(), other], vec![]);
    let percent = |figure: &str| AdjustmentValue::Percent(figure.parse().unwrap());
    asked.order_conditions = vec![OrderCondition {
        id: text("whole"),
        from_net: None,
        kind: AdjustmentKind::Allowance,
        value: percent("20"),
    }];
    let below = |net: &str, approved_by: &str| PriceFinding::BelowFloor {
        line: "1".parse().unwrap(),
        net: eur(net),
        floor: eur("90.00"),
        approved_by: text(approved_by),
    };
    // A fifth of 400.00 is 80.00, of which the line bears 20.00.
    let priced = price_order(&asked).unwrap();
    assert_eq!(priced.findings, [below("80.00", "")]);
    assert!(!priced.is_acceptable);
    asked.lines[0].approved_by = text("head of sales");
    let priced = price_order(&asked).unwrap();
    assert_eq!(priced.findings, [below("80.00", "head of sales")]);
    assert!(priced.is_acceptable);

    asked.order_conditions.clear();
    asked.lines[0].approved_by = Text::default();
    let scenario = |discount: &str| Scenario {
        name: text(discount),
        discount: Some(discount.parse().unwrap()),
        terms: Terms::net_days(30),
        deposit: None,
        takes_early_discount: false,
    };
    let told = price_scenarios(&Scenarios {
        order: asked,
        invoiced_on: day("2026-03-20"),
        credit_rate: "5".parse().unwrap(),
        scenarios: vec![scenario("10"), scenario("11")],
        holidays: Holidays::none(),
    });
    let told = told.unwrap();
    assert!(told[0].is_acceptable && told[0].findings.is_empty());
    assert!(!told[1].is_acceptable);
    assert_eq!(told[1].findings, [below("89.00", "")]);
}

/// No discount makes a firm pay for what it sells.
#[test]
fn more_than_there_is_taken_off_is_found() {
    let amount = |figure: &str| AdjustmentValue::Amount(eur(figure));
    let plain = LineToPrice { price: Some(price("10")), ..line(10) };
    let mut asked = order(vec![plain.clone()], vec![]);
    asked.conditions = vec![condition("line", PriceEffect::Allowance(amount("100.01")))];
    let priced = price_order(&asked).unwrap();
    let below = |line: Option<&str>| PriceFinding::BelowNothing {
        line: line.map(|line| line.parse().unwrap()),
        net: eur("-0.01"),
    };
    assert_eq!(priced.findings, [below(Some("1")), below(None)]);
    assert!(!priced.is_acceptable);
    let mut asked = order(vec![plain], vec![]);
    asked.order_conditions = vec![OrderCondition {
        id: text("whole"),
        from_net: None,
        kind: AdjustmentKind::Allowance,
        value: amount("100.01"),
    }];
    assert_eq!(price_order(&asked).unwrap().findings, [below(None)]);
}

#[test]
fn lines_are_named_once_and_a_minimum_charges_nothing_below_zero() {
    let plain = || LineToPrice { price: Some(price("10")), ..line(1) };
    let refused = price_order(&order(vec![plain(), plain()], vec![])).unwrap_err();
    assert_eq!((refused.code(), refused.path().as_str()), ("pricing.line_twice", "lines[1].id"));
    let mut asked = order(vec![plain()], vec![]);
    asked.minimum = Some(MinimumOrder { least: eur("20.00"), charge: Some(eur("-1.00")) });
    let refused = price_order(&asked).unwrap_err();
    assert_eq!((refused.code(), refused.path().as_str()), ("money.negative", "minimum.charge"));
}
