//! The answers that lie beside the input, compared with what the core reports. Nothing is
//! computed here: amounts are read, compared and counted.

use anyhow::{Context, Result};
use o2c_core::money::{Currency, Money, Rounding, divide};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An invoice as the core reports it or as the answers say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invoice {
    pub(crate) number: String,
    pub(crate) net: Money,
    pub(crate) vat: Money,
    pub(crate) gross: Money,
    pub(crate) due_on: String,
}

/// What a receipt settles: the amount of each invoice, discount and write-off included.
pub(crate) type Settled = BTreeMap<String, Money>;

/// How the invoices compare, by order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Invoices {
    pub(crate) expected: usize,
    pub(crate) equal: usize,
    /// Orders whose invoice differs, is missing or should not be, with both sides in words.
    pub(crate) differences: Vec<String>,
}

/// How the receipts compare.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Receipts {
    /// Receipts that settle something.
    pub(crate) applied: usize,
    /// Receipts that put money on an invoice which the answers do not name for them.
    pub(crate) applied_wrongly: Vec<String>,
    /// Receipts that settle exactly what the answers name, nothing where they name nothing.
    pub(crate) exact: usize,
    /// Pairs of receipt and invoice: reported, of these right, and named by the answers.
    pub(crate) pairs: usize,
    pub(crate) pairs_right: usize,
    pub(crate) pairs_expected: usize,
}

impl Receipts {
    /// The share of what was applied that is right, in per mille; none when nothing was applied.
    pub(crate) fn precision(&self) -> Option<i128> {
        per_mille(self.pairs_right, self.pairs)
    }

    /// The share of what should be applied that was, in per mille.
    pub(crate) fn recall(&self) -> Option<i128> {
        per_mille(self.pairs_right, self.pairs_expected)
    }
}

fn per_mille(part: usize, whole: usize) -> Option<i128> {
    let thousandfold = i128::try_from(part).ok()?.checked_mul(1000)?;
    divide(thousandfold, i128::try_from(whole).ok()?, Rounding::HalfAwayFromZero).ok()
}

fn amount(text: &str) -> Result<Money> {
    let currency = Currency::parse(crate::intake::CURRENCY)?;
    Ok(Money::parse(text, currency)?)
}

fn rows(path: &Path) -> Result<Vec<BTreeMap<String, String>>> {
    let shown = || format!("{}", path.display());
    let mut reader = csv::Reader::from_path(path).with_context(shown)?;
    let rows = reader.deserialize().collect::<Result<_, csv::Error>>();
    rows.with_context(shown)
}

fn cell<'a>(row: &'a BTreeMap<String, String>, column: &str) -> Result<&'a str> {
    let found = row.get(column).map(String::as_str);
    found.with_context(|| format!("the column {column} is missing"))
}

/// The answers for the invoices, by order.
pub(crate) fn expected_invoices(directory: &Path) -> Result<BTreeMap<String, Invoice>> {
    let mut invoices = BTreeMap::new();
    for row in rows(&directory.join("invoices_truth.csv"))? {
        let invoice = Invoice {
            number: cell(&row, "invoice_number")?.to_owned(),
            net: amount(cell(&row, "net")?)?,
            vat: amount(cell(&row, "vat")?)?,
            gross: amount(cell(&row, "gross")?)?,
            due_on: cell(&row, "due_date")?.to_owned(),
        };
        invoices.insert(cell(&row, "order_id")?.to_owned(), invoice);
    }
    Ok(invoices)
}

/// The answers for the receipts; a receipt that has nothing to settle stands there empty.
pub(crate) fn expected_receipts(directory: &Path) -> Result<BTreeMap<String, Settled>> {
    let mut receipts: BTreeMap<String, Settled> = BTreeMap::new();
    for row in rows(&directory.join("receipts_truth.csv"))? {
        let settled = receipts.entry(cell(&row, "receipt_id")?.to_owned());
        let settled = settled.or_default();
        let invoice = cell(&row, "invoice_number")?;
        if !invoice.is_empty() {
            settled.insert(invoice.to_owned(), amount(cell(&row, "amount")?)?);
        }
    }
    Ok(receipts)
}

/// Counts the invoices that are equal in number, net, VAT, gross and due day.
pub(crate) fn compare_invoices(
    expected: &BTreeMap<String, Invoice>,
    reported: &BTreeMap<String, Invoice>,
) -> Invoices {
    let mut result = Invoices { expected: expected.len(), ..Invoices::default() };
    let orders: BTreeSet<&String> = expected.keys().chain(reported.keys()).collect();
    for order in orders {
        match (expected.get(order), reported.get(order)) {
            (Some(right), Some(found)) if right == found => result.equal += 1,
            (right, found) => {
                let words = format!("order {order}: expected {right:?}, found {found:?}");
                result.differences.push(words);
            }
        }
    }
    result
}

/// Counts the receipts that are applied, wrongly applied and exact.
pub(crate) fn compare_receipts(
    expected: &BTreeMap<String, Settled>,
    reported: &BTreeMap<String, Settled>,
) -> Receipts {
    let mut result = Receipts::default();
    let nothing = Settled::new();
    let receipts: BTreeSet<&String> = expected.keys().chain(reported.keys()).collect();
    for receipt in receipts {
        let right = expected.get(receipt).unwrap_or(&nothing);
        let found = reported.get(receipt).unwrap_or(&nothing);
        let hits = found.keys().filter(|invoice| right.contains_key(*invoice));
        let hits = hits.count();
        result.pairs += found.len();
        result.pairs_right += hits;
        result.pairs_expected += right.len();
        result.applied += usize::from(!found.is_empty());
        result.exact += usize::from(right == found);
        if hits < found.len() {
            let words = format!("{receipt}: expected {right:?}, found {found:?}");
            result.applied_wrongly.push(words);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(pairs: &[(&str, &str)]) -> Settled {
        let pair = |(invoice, text): &(&str, &str)| ((*invoice).to_owned(), amount(text).unwrap());
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn receipts_are_counted_one_by_one() {
        let name = |name: &str, pairs: &[(&str, &str)]| (name.to_owned(), settled(pairs));
        let expected = BTreeMap::from([
            name("P1", &[("F1", "10.00")]),
            name("P2", &[("F2", "10.00"), ("F3", "5.00")]),
            name("P3", &[]),
            name("P4", &[("F4", "7.00")]),
            name("P5", &[("F5", "7.00")]),
        ]);
        let reported = BTreeMap::from([
            name("P1", &[("F1", "10.00")]),
            name("P2", &[("F2", "10.00"), ("F3", "4.00")]),
            name("P4", &[("F9", "7.00")]),
        ]);
        let counted = compare_receipts(&expected, &reported);
        assert_eq!((counted.applied, counted.exact), (3, 2));
        assert_eq!(counted.applied_wrongly.len(), 1);
        assert_eq!((counted.pairs_right, counted.pairs), (3, 4));
        assert_eq!(counted.precision(), Some(750));
        assert_eq!(counted.recall(), Some(600));
        assert_eq!(Receipts::default().precision(), None);
    }

    #[test]
    fn an_invoice_is_equal_in_everything_or_it_is_not() {
        let invoice = |due_on: &str| Invoice {
            number: "F2024-00001".to_owned(),
            net: amount("100.00").unwrap(),
            vat: amount("20.00").unwrap(),
            gross: amount("120.00").unwrap(),
            due_on: due_on.to_owned(),
        };
        let one = |order: &str, due_on| (order.to_owned(), invoice(due_on));
        let expected = BTreeMap::from([one("1", "2024-02-11"), one("2", "2024-02-11")]);
        let reported = BTreeMap::from([one("1", "2024-02-11"), one("2", "2024-02-12")]);
        let counted = compare_invoices(&expected, &reported);
        assert_eq!((counted.expected, counted.equal), (2, 1));
        assert_eq!(counted.differences.len(), 1);
        let surplus = compare_invoices(&BTreeMap::new(), &reported);
        assert_eq!((surplus.equal, surplus.differences.len()), (0, 2));
    }

    #[test]
    fn the_answers_of_the_sample_are_read() {
        let sample = crate::root().join("examples/data");
        let invoices = expected_invoices(&sample).unwrap();
        assert_eq!(invoices.len(), 9);
        assert_eq!(invoices["501"].gross, amount("474.07").unwrap());
        let receipts = expected_receipts(&sample).unwrap();
        assert_eq!(receipts.len(), 8);
        assert!(receipts["P004"].is_empty());
    }
}
