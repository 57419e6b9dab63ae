//! Invoices that others published, and refusals that name the place.

use super::*;

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
