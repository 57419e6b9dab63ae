//! What a stated document comes to when it is worked out again.

use super::stated::said;
use super::{Stated, StatedAdjustment, StatedLine, Statement};
use crate::error::Path;
use crate::invoice::compute::Computation;
use crate::invoice::{Figures, Rejection};
use crate::money::{Currency, Exact, Money, Percent, UnitPrice};
use crate::pricing::{Adjustment, AdjustmentValue, DocumentAdjustment, Price};
use crate::tax::{Vat, VatCategory};
use alloc::string::ToString;
use alloc::vec::Vec;
use core::str::FromStr;

/// Works a stated document out again from its quantities, prices, allowances, charges and VAT
/// rates, by the rules of [`compute`](crate::invoice::compute::compute); what the document states
/// of lines, groups and totals is not looked at. An amount of an allowance or charge that is
/// stated stands as it is; where only base and percentage are, it is their product.
///
/// ```
/// use o2c_core::invoice::check::{Statement, StatedLine, recompute};
/// let line = StatedLine {
///     quantity: Some("3".parse()?),
///     price: Some("0.33".parse()?),
///     vat_category: Some("S".parse()?),
///     vat_rate: Some("20.00".parse()?),
///     ..StatedLine::default()
/// };
/// let statement =
///     Statement { currency: Some("EUR".parse()?), lines: vec![line], ..Statement::default() };
/// assert_eq!(recompute(&statement)?.gross.to_string(), "1.19 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// `invoice.statement.missing`, `invoice.statement.unreadable`, each with its place, and those of
/// working a draft out.
pub fn recompute(statement: &Statement) -> Result<Figures, Rejection> {
    let currency: Currency = read(&statement.currency, "currency", "a currency")?;
    let mut computation = Computation::with_capacity(currency, statement.lines.len());
    for (index, line) in statement.lines.iter().enumerate() {
        add(&mut computation, line, currency)
            .map_err(|refusal| refusal.inside_index("lines", index))?;
    }
    let adjustments = statement.adjustments.iter().enumerate();
    let adjustments = adjustments.map(|(index, one)| {
        adjustment(one, currency).map_err(|refusal| refusal.inside_index("adjustments", index))
    });
    let adjustments = adjustments.collect::<Result<Vec<_>, Rejection>>()?;
    let totals = &statement.totals;
    let given =
        |stated, name| amount(stated, name, currency).map_err(|refusal| refusal.inside("totals"));
    let prepaid = given(&totals.prepaid, "prepaid")?;
    computation.finish(&adjustments, prepaid, given(&totals.rounding, "rounding")?)
}

fn add(
    computation: &mut Computation,
    line: &StatedLine,
    currency: Currency,
) -> Result<(), Rejection> {
    let adjustments = line.adjustments.iter().enumerate();
    let adjustments = adjustments.map(|(index, one)| {
        let value =
            value(one, currency).map_err(|refusal| refusal.inside_index("adjustments", index))?;
        Ok(Adjustment::new(one.kind, value))
    });
    let adjustments = adjustments.collect::<Result<Vec<_>, Rejection>>()?;
    let base_quantity = match said(&line.base_quantity) {
        Some(_) => exact(&line.base_quantity, "base_quantity")?,
        None => Exact::ONE,
    };
    let vat = vat(&line.vat_category, &line.vat_rate)?;
    let quantity = exact(&line.quantity, "quantity")?;
    computation.line(quantity, &price(line)?, base_quantity, &adjustments, vat)
}

/// The net price, or the gross price less its discount where no net price is stated.
fn price(line: &StatedLine) -> Result<Price, Rejection> {
    let unit_price = |stated, name: &str| {
        let price = UnitPrice::new(exact(stated, name)?);
        price.map_err(|refusal| Rejection::from(refusal.inside(name)))
    };
    if said(&line.price).is_some() || said(&line.gross_price).is_none() {
        return unit_price(&line.price, "price").map(Price::Net);
    }
    let gross = unit_price(&line.gross_price, "gross_price")?;
    match said(&line.price_discount) {
        Some(_) => Ok(Price::Gross {
            gross,
            discount: unit_price(&line.price_discount, "price_discount")?,
        }),
        None => Ok(Price::Net(gross)),
    }
}

fn adjustment(one: &StatedAdjustment, currency: Currency) -> Result<DocumentAdjustment, Rejection> {
    Ok(DocumentAdjustment {
        kind: one.kind,
        value: value(one, currency)?,
        vat: Some(vat(&one.vat_category, &one.vat_rate)?),
        reason: crate::id::Text::default(),
    })
}

fn value(one: &StatedAdjustment, currency: Currency) -> Result<AdjustmentValue, Rejection> {
    if let Some(amount) = amount(&one.amount, "amount", currency)? {
        return Ok(AdjustmentValue::Amount(amount));
    }
    match (said(&one.percent), amount(&one.base, "base", currency)?) {
        (Some(_), Some(base)) => {
            let percent: Percent = read(&one.percent, "percent", "a percentage")?;
            Ok(AdjustmentValue::PercentOf { percent, base })
        }
        (None, _) | (_, None) => Err(missing("amount", "an amount, or a base and a percentage")),
    }
}

/// Category and rate; a rate that is left out is zero.
fn vat(category: &Option<Stated>, rate: &Option<Stated>) -> Result<Vat, Rejection> {
    let category: VatCategory = read(category, "vat_category", "a VAT category")?;
    let rate = match said(rate) {
        Some(_) => Percent::new(exact(rate, "vat_rate")?)?,
        None => Percent::ZERO,
    };
    Vat::new(category, rate)
        .map_err(|refusal| Rejection::from(refusal.with_path(&|_| Path::field("vat_rate"))))
}

fn amount(
    stated: &Option<Stated>,
    name: &str,
    currency: Currency,
) -> Result<Option<Money>, Rejection> {
    if said(stated).is_none() {
        return Ok(None);
    }
    let amount = Money::from_exact(exact(stated, name)?, currency);
    amount.map(Some).map_err(|refusal| Rejection::from(refusal.inside(name)))
}

fn exact(stated: &Option<Stated>, name: &str) -> Result<Exact, Rejection> {
    let stated = stated.as_ref().filter(|stated| !stated.is_blank());
    let stated = stated.ok_or_else(|| missing(name, "a figure"))?;
    stated.exact().map_err(|refusal| Rejection::from(refusal.inside(name)))
}

fn read<T: FromStr>(stated: &Option<Stated>, name: &str, expected: &str) -> Result<T, Rejection> {
    let text = said(stated).ok_or_else(|| missing(name, expected))?;
    text.parse().map_err(|_| Rejection::StatementUnreadable {
        path: Path::field(name),
        expected: expected.to_string(),
        text: text.chars().take(40).collect(),
    })
}

fn missing(name: &str, expected: &str) -> Rejection {
    Rejection::StatementMissing { path: Path::field(name), expected: expected.to_string() }
}
