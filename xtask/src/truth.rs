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

/// A receipt as the answers have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expected {
    /// How it was made, in one word.
    pub(crate) behaviour: String,
    pub(crate) settled: Settled,
}

/// A receipt as the core reports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reported {
    pub(crate) settled: Settled,
    /// What the core proposes, where a person shall decide.
    pub(crate) alternatives: Vec<Settled>,
}

/// How the receipts of one behaviour compare.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Behaviour {
    pub(crate) receipts: usize,
    pub(crate) exact: usize,
    /// Not exact, with what the answers name among the alternatives.
    pub(crate) proposed: usize,
    /// Pairs of receipt and invoice: reported, of these right, and named by the answers.
    pub(crate) pairs: usize,
    pub(crate) pairs_right: usize,
    pub(crate) pairs_expected: usize,
}

impl Behaviour {
    /// The share of what was applied that is right, in per mille; none when nothing was applied.
    pub(crate) fn precision(&self) -> Option<i128> {
        per_mille(self.pairs_right, self.pairs)
    }

    /// The share of what should be applied that was, in per mille.
    pub(crate) fn recall(&self) -> Option<i128> {
        per_mille(self.pairs_right, self.pairs_expected)
    }
}

/// How the receipts compare.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Receipts {
    /// Receipts that settle something.
    pub(crate) applied: usize,
    /// Receipts that put money on an invoice which the answers do not name for them.
    pub(crate) applied_wrongly: Vec<String>,
    /// Receipts that settle less or more than the answers name, without being wrong: both sides.
    pub(crate) inexact: Vec<String>,
    /// All together.
    pub(crate) all: Behaviour,
    pub(crate) by_behaviour: BTreeMap<String, Behaviour>,
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
pub(crate) fn expected_receipts(directory: &Path) -> Result<BTreeMap<String, Expected>> {
    let mut receipts: BTreeMap<String, Expected> = BTreeMap::new();
    for row in rows(&directory.join("receipts_truth.csv"))? {
        let expected = receipts.entry(cell(&row, "receipt_id")?.to_owned());
        let expected = expected.or_default();
        cell(&row, "behaviour")?.clone_into(&mut expected.behaviour);
        let invoice = cell(&row, "invoice_number")?;
        if !invoice.is_empty() {
            expected.settled.insert(invoice.to_owned(), amount(cell(&row, "amount")?)?);
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
    expected: &BTreeMap<String, Expected>,
    reported: &BTreeMap<String, Reported>,
) -> Receipts {
    let mut result = Receipts::default();
    let (nothing, unseen) = (Expected::default(), Reported::default());
    let receipts: BTreeSet<&String> = expected.keys().chain(reported.keys()).collect();
    for receipt in receipts {
        let Expected { behaviour, settled: right } = expected.get(receipt).unwrap_or(&nothing);
        let Reported { settled: found, alternatives } = reported.get(receipt).unwrap_or(&unseen);
        let hits = found.keys().filter(|invoice| right.contains_key(*invoice)).count();
        let is_exact = right == found;
        let words = format!("{receipt} ({behaviour}): expected {right:?}, found {found:?}");
        let of_behaviour = result.by_behaviour.entry(behaviour.clone()).or_default();
        for counts in [of_behaviour, &mut result.all] {
            counts.receipts += 1;
            counts.exact += usize::from(is_exact);
            counts.proposed += usize::from(!is_exact && alternatives.contains(right));
            counts.pairs += found.len();
            counts.pairs_right += hits;
            counts.pairs_expected += right.len();
        }
        result.applied += usize::from(!found.is_empty());
        if hits < found.len() {
            result.applied_wrongly.push(words);
        } else if !is_exact {
            result.inexact.push(words);
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
        let right = |name: &str, behaviour: &str, pairs: &[(&str, &str)]| {
            let behaviour = behaviour.to_owned();
            (name.to_owned(), Expected { behaviour, settled: settled(pairs) })
        };
        let expected = BTreeMap::from([
            right("P1", "whole", &[("F1", "10.00")]),
            right("P2", "whole", &[("F2", "10.00"), ("F3", "5.00")]),
            right("P3", "twice", &[]),
            right("P4", "whole", &[("F4", "7.00")]),
            right("P5", "twice", &[("F5", "7.00")]),
        ]);
        let found = |name: &str, pairs: &[(&str, &str)]| {
            let settled = settled(pairs);
            (name.to_owned(), Reported { settled, alternatives: Vec::new() })
        };
        let mut reported = BTreeMap::from([
            found("P1", &[("F1", "10.00")]),
            found("P2", &[("F2", "10.00"), ("F3", "4.00")]),
            found("P4", &[("F9", "7.00")]),
            found("P5", &[]),
        ]);
        let possible = vec![settled(&[("F6", "7.00")]), settled(&[("F5", "7.00")])];
        reported.get_mut("P5").unwrap().alternatives = possible;
        let counted = compare_receipts(&expected, &reported);
        assert_eq!((counted.applied, counted.all.exact, counted.all.proposed), (3, 2, 1));
        assert_eq!((counted.applied_wrongly.len(), counted.inexact.len()), (1, 2));
        assert_eq!((counted.all.pairs_right, counted.all.pairs), (3, 4));
        assert_eq!((counted.all.precision(), counted.all.recall()), (Some(750), Some(600)));
        let twice = &counted.by_behaviour["twice"];
        assert_eq!((twice.receipts, twice.exact, twice.proposed), (2, 1, 1));
        assert_eq!((twice.precision(), twice.recall()), (None, Some(0)));
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
        assert!(receipts["P004"].settled.is_empty());
        assert_eq!(receipts["P001"].behaviour, "discount");
    }
}
