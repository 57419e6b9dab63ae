//! Prices with VAT, VAT rounded per line, cash, VAT declared in another currency.

use super::*;
use o2c_core::pricing::PriceBasis;
use o2c_core::tax::{IncludedVat, VatAccounting, VatRounding};

const ALL: [IncludedVat; 3] =
    [IncludedVat::Rounding, IncludedVat::VatByDifference, IncludedVat::NetByDifference];

/// A draft at prices with VAT: price and VAT of each line.
fn with_vat(currency: &str, difference: IncludedVat, lines: &[(&str, &str)]) -> Draft {
    let mut draft = draft(currency);
    draft.prices = PriceBasis::WithVat { difference };
    for (number, (price, vat)) in lines.iter().enumerate() {
        draft.lines.push(line(&number.to_string(), "1", price, vat));
    }
    draft
}

/// Net, VAT, total, rounding and amount due.
fn totals(draft: &Draft) -> [String; 5] {
    let figures = compute(draft).unwrap();
    [figures.net, figures.vat, figures.gross, figures.rounding, figures.due].map(|m| m.figure())
}

/// Rulebook EX-I7a and EX-I7b.
#[test]
fn a_total_with_vat_stays_the_total() {
    let entered = |difference, price| totals(&with_vat("EUR", difference, &[(price, "S 20")]));
    for difference in ALL {
        assert_eq!(entered(difference, "119.99"), ["99.99", "20.00", "119.99", "0.00", "119.99"]);
    }
    let rounded = entered(IncludedVat::Rounding, "100.05");
    assert_eq!(rounded, ["83.38", "16.68", "100.06", "-0.01", "100.05"]);
    let difference = entered(IncludedVat::VatByDifference, "100.05");
    assert_eq!(difference, ["83.38", "16.67", "100.05", "0.00", "100.05"]);
    // 16.675 of VAT and 83.375 of net are ties: the side that is rounded goes up.
    let net = entered(IncludedVat::NetByDifference, "100.05");
    assert_eq!(net, ["83.37", "16.68", "100.05", "0.00", "100.05"]);
}

/// Rulebook EX-I7c: at 20 % the totals whose cents leave 3 when divided by 6 are not reached by a
/// rounded net and its rounded VAT; every one of them is due to the cent all the same.
#[test]
fn totals_no_net_reaches_are_due_to_the_cent() {
    for cents in 1..=60 {
        let price = format!("{}.{:02}", cents / 100, cents % 100);
        let draft = with_vat("EUR", IncludedVat::Rounding, &[(&price, "S 20")]);
        let figures = compute(&draft).unwrap();
        assert_eq!(figures.due.minor(), cents);
        assert_eq!(!figures.rounding.is_zero(), cents % 6 == 3, "{cents}");
    }
}

/// Case ROUND-LINE-04: each line by itself.
#[test]
fn prices_with_vat_line_by_line() {
    let prices = ["1199", "1999", "1699", "11999", "11999", "11999", "10999"];
    for difference in ALL {
        let mut draft = with_vat("MXN", difference, &prices.map(|price| (price, "S 16")));
        draft.vat_rounding = VatRounding::PerLine;
        let expected = match difference {
            // The VAT of each rounded net is 0.04 more together, which rounds the amount due.
            IncludedVat::Rounding => ["44735.37", "7157.67", "51893.04", "-0.04", "51893.00"],
            IncludedVat::VatByDifference | IncludedVat::NetByDifference => {
                ["44735.37", "7157.63", "51893.00", "0.00", "51893.00"]
            }
        };
        assert_eq!(totals(&draft), expected);
    }
}

/// Case TAX-ERP-05: an allowance of the document acts on the net.
#[test]
fn an_allowance_beside_prices_with_vat_is_without_vat() {
    for difference in ALL {
        let mut draft = with_vat("EUR", difference, &[]);
        draft.lines = vec![line("1", "100", "50", "S 14")];
        draft.adjustments = vec![on_document(less("100.00 EUR"), None)];
        let expected = ["4285.96", "600.03", "4885.99", "0.00", "4885.99"];
        assert_eq!(totals(&draft), expected);
    }
}

/// Cases TAXINCL-07 and TAXINCL-08: a currency without decimals.
#[test]
fn prices_with_vat_in_whole_pesos() {
    for (price, net, vat) in [("27000", "22689", "4311"), ("10920", "9176", "1744")] {
        for difference in [IncludedVat::VatByDifference, IncludedVat::NetByDifference] {
            for rounding in [VatRounding::PerLine, VatRounding::PerCategory] {
                let mut draft = with_vat("CLP", difference, &[(price, "S 19")]);
                draft.vat_rounding = rounding;
                assert_eq!(totals(&draft)[..3], [net, vat, price]);
            }
        }
    }
}

/// Rulebook EX-I3.
#[test]
fn vat_per_line_is_the_sum_of_the_lines() {
    let mut draft = draft("EUR");
    draft.lines = ["1", "2", "3"].map(|id| line(id, "1", "0.33", "S 20")).to_vec();
    assert_eq!(totals(&draft)[1], "0.20");
    draft.vat_rounding = VatRounding::PerLine;
    assert_eq!(totals(&draft)[1], "0.21");
    // An allowance bears VAT of its own: 20 % of 0.03 are 0.01.
    draft.adjustments = vec![on_document(less("0.03 EUR"), None)];
    assert_eq!(totals(&draft)[1], "0.20");
}

/// Rulebook EX-M3, EX-I5, R-05c.
#[test]
fn cash_is_rounded_on_what_is_left_to_pay() {
    for (currency, price, prepaid, step, rounding, due) in [
        ("CHF", "12.32", "0.00", "0.05", "-0.02", "12.30"),
        ("CHF", "12.33", "0.00", "0.05", "0.02", "12.35"),
        ("CHF", "12.37", "0.00", "0.05", "-0.02", "12.35"),
        ("CHF", "12.38", "0.00", "0.05", "0.02", "12.40"),
        ("CHF", "0.00", "12.33", "0.05", "-0.02", "-12.35"),
        ("CHF", "112.33", "100.00", "0.05", "0.02", "12.35"),
        ("EUR", "999.81", "0.00", "1.00", "0.19", "1000.00"),
        ("SEK", "10.50", "0.00", "1.00", "0.50", "11.00"),
        ("SEK", "0.00", "10.50", "1.00", "-0.50", "-11.00"),
        ("HUF", "1242.50", "0.00", "5.00", "2.50", "1245.00"),
        ("KWD", "1.237", "0.000", "0.005", "-0.002", "1.235"),
    ] {
        let mut draft = draft(currency);
        draft.lines = vec![line("1", "1", price, "Z")];
        draft.prepaid = Some(format!("{prepaid} {currency}").parse().unwrap());
        draft.cash_rounding = Some(format!("{step} {currency}").parse().unwrap());
        let figures = compute(&draft).unwrap();
        assert_eq!(
            (figures.rounding.figure(), figures.due.figure()),
            (rounding.into(), due.into())
        );
        assert!(figures.vat.is_zero());
    }
}

#[test]
fn a_cash_step_that_is_none_is_refused() {
    let refused = |step: &str, rounding: Option<&str>| {
        let mut draft = draft("CHF");
        draft.lines = vec![line("1", "1", "12.33", "Z")];
        draft.cash_rounding = Some(step.parse().unwrap());
        draft.rounding = rounding.map(|rounding| rounding.parse().unwrap());
        let refusal = compute(&draft).unwrap_err();
        (refusal.code(), refusal.path().to_string())
    };
    let path = || "cash_rounding".to_string();
    assert_eq!(refused("0.00 CHF", None), ("money.not_positive", path()));
    assert_eq!(refused("-0.05 CHF", None), ("money.not_positive", path()));
    assert_eq!(refused("0.05 EUR", None), ("money.currency_mismatch", path()));
    assert_eq!(refused("0.05 CHF", Some("0.02 CHF")), ("invoice.rounding_twice", path()));
    // Half a minor unit is no amount of the currency.
    assert!("0.005 CHF".parse::<Money>().is_err());
}

/// Rulebook EX-I6; the groups take largest-remainder shares of the total.
#[test]
fn vat_is_declared_in_another_currency() {
    let mut draft = draft("USD");
    draft.lines = vec![line("1", "1", "500", "S 20"), line("2", "1", "1000", "S 10")];
    draft.vat_accounting =
        Some(VatAccounting { currency: Currency::EUR, rate: "EUR/USD 1.0850".parse().unwrap() });
    let declared = compute(&draft).unwrap().vat_accounting.unwrap();
    assert_eq!(declared.total.to_string(), "184.33 EUR");
    // 92.165 each: the first group takes the cent.
    assert_eq!(declared.groups.iter().map(|m| m.minor()).collect::<Vec<_>>(), [9217, 9216]);
}

/// EX-I6 with its total said: without a rate it stands as it is, beside the rate it must be what
/// this makes of it, and it is of the sign of the VAT and of another currency.
#[test]
fn vat_in_another_currency_may_be_said() {
    let rate = "EUR/USD 1.0850".parse().unwrap();
    let with = |said: &str, has_rate: bool| {
        let mut draft = draft("USD");
        draft.lines = vec![line("1", "1", "500", "S 20"), line("2", "1", "1000", "S 10")];
        draft.vat_accounting = has_rate.then_some(VatAccounting { currency: Currency::EUR, rate });
        draft.vat_accounted = Some(said.parse().unwrap());
        compute(&draft)
    };
    for (said, has_rate, groups) in
        [("184.33 EUR", true, [9217, 9216]), ("184.35 EUR", false, [9218, 9217])]
    {
        let declared = with(said, has_rate).unwrap().vat_accounting.unwrap();
        assert_eq!(declared.total.to_string(), said);
        assert_eq!(declared.groups.iter().map(|m| m.minor()).collect::<Vec<_>>(), groups);
    }
    for (said, has_rate) in
        [("184.34 EUR", true), ("184.33 GBP", true), ("-184.33 EUR", false), ("184.33 USD", false)]
    {
        let refusal = with(said, has_rate).unwrap_err();
        assert_eq!(refusal.code(), "invoice.vat_accounted_otherwise", "{said}");
        assert_eq!(refusal.path().to_string(), "vat_accounted");
    }
}

#[test]
fn a_rate_that_does_not_lead_there_is_refused() {
    for (currency, rate, path) in [
        ("EUR", "EUR/GBP 0.86", "vat_accounting.rate"),
        ("GBP", "EUR/USD 1.0850", "vat_accounting.currency"),
        ("USD", "EUR/USD 1.0850", "vat_accounting.currency"),
    ] {
        let mut draft = draft("USD");
        draft.lines = vec![line("1", "1", "1000", "S 20")];
        let currency = Currency::parse(currency).unwrap();
        draft.vat_accounting = Some(VatAccounting { currency, rate: rate.parse().unwrap() });
        let refusal = compute(&draft).unwrap_err();
        assert_eq!(refusal.code(), "money.currency_mismatch");
        assert_eq!(refusal.path().to_string(), path);
    }
}
