//! Invoices worked out: documents others published, and properties against a slow reference in
//! exact fractions.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod conventions;
mod examples;
mod explained;
mod properties;
mod proven;
mod reference;
mod same_figures;
mod stacked;
mod stacked_proven;
mod statements;

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
