//! The sample reads well, and each way of breaking it is told with file, line and column.

use super::*;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn sample() -> PathBuf {
    crate::root().join("examples/data")
}

/// A copy of the sample with one text of one file replaced, in a directory of its own.
fn broken(name: &str, file: &str, from: &str, to: &str) -> Error {
    let copy = std::env::temp_dir().join(format!("o2c-intake-{}-{name}", std::process::id()));
    fs::create_dir_all(&copy).unwrap();
    for entry in fs::read_dir(sample()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    let text = fs::read_to_string(copy.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(copy.join(file), text.replacen(from, to, 1)).unwrap();
    let refused = read(&copy).err().expect("the broken files were accepted");
    fs::remove_dir_all(&copy).unwrap();
    refused
}

#[test]
fn every_fault_names_file_line_and_column() {
    let faults = [
        ("a", CUSTOMERS, "payment_terms", "terms", "customers.csv, line 1, column payment_terms"),
        ("b", CUSTOMERS, "net 14", "net soon", "customers.csv, line 5, column payment_terms"),
        ("c", CUSTOMERS, "Norway", "Nowhere", "customers.csv, line 6, column country"),
        ("d", CUSTOMERS, "ROC,", "LYS,", "customers.csv, line 3, column customer_id"),
        ("e", ORDERS, "502,HAV", "502,XXX", "orders.csv, line 3, column customer_id"),
        ("f", ORDERS, "2024-01-08", "2024-02-30", "orders.csv, line 2, column order_date"),
        ("g", ORDERS, "2024-01-15", "2024-01-01", "orders.csv, line 3, column shipped_date"),
        ("h", ORDERS, "18.50", "18.505", "orders.csv, line 2, column freight"),
        ("i", ORDERS, "510,BER", "511,BER", "orders.csv, line 11, column order_id"),
        ("j", ORDER_LINES, "12.40", "12,40", "order_lines.csv, line 2"),
        ("k", ORDER_LINES, "12.40", "1e3", "order_lines.csv, line 2, column unit_price"),
        ("l", ORDER_LINES, "501,2,4", "501,2,9", "order_lines.csv, line 3, column product_id"),
        ("m", ORDER_LINES, "501,2,4", "501,1,4", "order_lines.csv, line 3, column line"),
        ("n", ORDER_LINES, "0,S,20", "0,K,0", "order_lines.csv, line 3, column vat_category"),
        ("o", RECEIPTS, "595.06", "", "receipts.csv, line 2, column amount"),
        ("p", RECEIPTS, "P002", "P001", "receipts.csv, line 3, column receipt_id"),
    ];
    for (name, file, from, to, place) in faults {
        let told = broken(name, file, from, to).to_string();
        assert!(told.starts_with(place), "{told}");
    }
}

#[test]
fn a_missing_file_is_told() {
    let missing = read(&sample().join("nowhere")).err().unwrap();
    assert!(matches!(missing.fault, Fault::Unreadable(_)), "{missing}");
    assert_eq!(missing.file, CUSTOMERS);
}

fn action(command: &Value) -> &str {
    let actions = command["action"].as_object().unwrap();
    actions.keys().next().unwrap()
}

#[test]
fn the_stream_follows_the_days() {
    let stream = commands(&read(&sample()).unwrap());
    // One series, 5 items, 6 customers; 10 orders placed and confirmed; 9 shipped and invoiced;
    // 8 receipts.
    assert_eq!(stream.len(), 1 + 5 + 6 + 20 + 18 + 16);
    let on: Vec<&str> = stream.iter().filter_map(|one| one["effective_on"].as_str()).collect();
    assert!(on.is_sorted());
    let same_day = |day: &str| -> Vec<&str> {
        let of_day = stream.iter().filter(|one| one["effective_on"] == day);
        of_day.filter_map(|one| one["id"].as_str()).collect()
    };
    // Two shipments in the order of the order ids.
    let shipped = ["ship-501", "invoice-501", "ship-503", "invoice-503"];
    assert_eq!(same_day("2024-01-12"), shipped);
    // An order placed comes before a receipt.
    let both = ["place-507", "confirm-507", "receive-P002", "letter-P002"];
    assert_eq!(same_day("2024-02-12"), both);
    let mut ids: Vec<&str> = stream.iter().filter_map(|one| one["id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), stream.len());
    assert_eq!(action(&stream[0]), "open_series");
}

#[test]
fn freight_is_a_charge_at_the_rate_of_the_country() {
    let stream = commands(&read(&sample()).unwrap());
    let content = |id: &str| {
        let placed = stream.iter().find(|one| one["id"] == id).unwrap();
        placed["action"]["place_order"].clone()
    };
    let charge = &content("place-501")["adjustments"][0];
    assert_eq!(charge["value"]["amount"], "18.50 EUR");
    assert_eq!(charge["vat"]["category"], "S");
    assert_eq!(charge["vat"]["rate"], "20");
    assert_eq!(content("place-502")["adjustments"][0]["vat"]["category"], "K");
    // No freight, no charge; no discount, no allowance.
    assert_eq!(content("place-503")["adjustments"], Value::Null);
    assert_eq!(content("place-503")["lines"][0]["adjustments"], Value::Null);
    assert_eq!(content("place-501")["lines"][0]["adjustments"][0]["value"]["percent"], "5");
}
