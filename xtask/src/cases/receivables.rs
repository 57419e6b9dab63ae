//! Cases about accounts: what settles what, in one currency and in two, and how old the rest is.

use super::books::{Books, day, size};
use super::reading::{Case, Run, amount_in, leading_figure, skip, sum};
use super::{Difference, Outcome, figure};
use o2c_core::money::{Currency, Exact, Money};
use serde_json::{Value, json};

const USD: &str = "USD";

fn euros(text: &str) -> String {
    amount_in(text, Currency::EUR)
}

fn dollars(text: &str) -> String {
    Currency::parse(USD).map_or_else(|_| text.to_owned(), |usd| amount_in(text, usd))
}

/// A figure without the currency behind it.
fn bare(amount: &Value) -> Value {
    let text = amount.as_str().unwrap_or_default();
    json!(text.split(' ').next().unwrap_or_default())
}

/// The first of several fields that is there.
fn field<'v>(value: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|name| value.get(*name)).filter(|value| !value.is_null())
}

/// What a text or a number says of an amount, and the words behind it.
fn told(value: &Value) -> Option<(String, String)> {
    let text = figure(value)?;
    let (amount, behind) = leading_figure(&text)?;
    Some((amount, behind.trim_start_matches([',', ';', ' ']).to_lowercase()))
}

/// An item in two currencies: its name, the ledger's amount and its own.
struct Item {
    name: String,
    on: String,
    company: String,
    foreign: String,
}

fn items(case: &Case<'_>) -> Result<Vec<Item>, Outcome> {
    let Some(list) = field(case.inputs, &["items", "lines"]).and_then(Value::as_array) else {
        return skip("inputs.items is missing");
    };
    let mut items = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let amount = |names: &[&str]| field(item, names).and_then(figure);
        let company = amount(&["company_amount", "company", "balance", "amount"]);
        let foreign = amount(&["amount_currency", "foreign", "foreign_amount"]);
        let (Some(company), Some(foreign)) = (company, foreign) else {
            return skip(format!("inputs.items[{index}] has no amounts in two currencies"));
        };
        let on = item.get("date").and_then(Value::as_str).unwrap_or("D");
        let Some(on) = day(on) else {
            return skip(format!("inputs.items[{index}].date is not understood"));
        };
        let name = item["id"].as_str().map_or_else(|| format!("item-{index}"), str::to_owned);
        items.push(Item { name, on, company, foreign });
    }
    Ok(items)
}

/// The events of an answer that are letters.
fn letters(answer: &Value) -> impl Iterator<Item = &Value> {
    let events = answer["events"].as_array().into_iter().flatten();
    events.map(|event| &event["receivable"]["event"]["lettered"]).filter(|one| one.is_object())
}

/// Items in a foreign currency that settle each other: what is applied, what is left of each, and
/// the exchange difference.
pub(super) fn exchange(case: &Value) -> Run {
    let known = ["items", "lines", "foreign_rates", "rates", "rate"];
    let case = Case::of(case)?.knowing(&known)?;
    let items = items(&case)?;
    let mut books = Books::open()?;
    for item in &items {
        let amounts = (dollars(&item.foreign), euros(&item.company));
        let (on, amounts) = ((item.on.as_str(), None), (amounts.0.as_str(), amounts.1.as_str()));
        books.item(&item.name, on, amounts)?;
    }
    let lines: Vec<Value> = items.iter().map(|item| json!({"entry": item.name})).collect();
    let answer = match books.letter("2026-12-31", USD, &lines, &[]) {
        Ok(answer) => answer,
        Err(no) => return skip(format!("refused: {no}")),
    };
    let mut open = Vec::new();
    for item in &items {
        let nothing = (json!("0.00 USD"), json!("0.00 EUR"));
        open.push((item.name.clone(), books.open_of(&item.name)?.unwrap_or(nothing)));
    }
    let partial = partial(&answer);
    let total = |of: fn(&(Value, Value)) -> &Value, zero: &str| {
        open.iter().try_fold(json!(zero), |total, (_, open)| sum(&total, 1, &size(of(open))))
    };
    let is_full = open.iter().all(|(_, open)| bare(&open.0) == "0.00" && bare(&open.1) == "0.00");
    let difference = difference(&answer);
    let mut expected = case.expected.clone();
    for name in ["exchange_difference_company", "exchange_difference"] {
        let text = expected.get(name).and_then(figure);
        if let Some(text) = text {
            // `660.00 (gain)`: the figure, and its kind where one is said.
            let Some((amount, behind)) = leading_figure(&text) else { continue };
            let kind = behind.trim_matches(['(', ')']).to_owned();
            let is_said = kind == "gain" || kind == "loss";
            if is_said && kind != difference["kind"] && Exact::parse(&amount) != Ok(Exact::ZERO) {
                let found = difference["kind"].as_str().unwrap_or_default();
                return Ok(vec![Difference::new(name, kind, found)]);
            }
            expected[name] = json!(amount);
        }
    }
    let is_amount = expected["exchange_difference"].is_string();
    case.expecting(&expected).hold(|name| match name {
        "partial" => Some(partial.clone()),
        "exchange_difference" if is_amount => Some(difference["amount"].clone()),
        "exchange_difference" => Some(difference.clone()),
        "exchange_difference_company" => Some(difference["amount"].clone()),
        "residual" | "residuals" => {
            let residual = open.iter().map(|(name, open)| {
                (name.clone(), json!({"company": bare(&open.1), "foreign": bare(&open.0)}))
            });
            Some(Value::Object(residual.collect()))
        }
        "all_residuals_company" => Some(bare(&total(|open| &open.1, "0.00 EUR")?)),
        "all_residuals_foreign" => Some(bare(&total(|open| &open.0, "0.00 USD")?)),
        "full" | "reconciled" | "fully_reconciled" => Some(json!(is_full)),
        _ => None,
    })
}

/// What was applied in both currencies: the lesser of what both sides released.
fn partial(answer: &Value) -> Value {
    let mut sides = [("0.00 EUR".to_owned(), "0.00 USD".to_owned()), Default::default()];
    sides[1] = sides[0].clone();
    for one in letters(answer).flat_map(|letter| letter["applications"].as_array()).flatten() {
        let is_debit = !one["amount"].as_str().unwrap_or_default().starts_with('-');
        let side = &mut sides[usize::from(is_debit)];
        let add = |before: &str, more: &Value| {
            let sum = sum(&json!(before), 1, &size(more));
            sum.and_then(|sum| sum.as_str().map(str::to_owned)).unwrap_or_default()
        };
        *side = (add(&side.0, &one["booked"]), add(&side.1, &one["amount"]));
    }
    let read = |text: &str| text.parse::<Money>().map(Money::minor).unwrap_or_default();
    let [one, other] = sides;
    let least = if read(&one.0) < read(&other.0) { one.0 } else { other.0 };
    json!({"company": bare(&json!(least)), "foreign": bare(&json!(one.1))})
}

/// What the letters lost or gained by exchange rates.
fn difference(answer: &Value) -> Value {
    let mut net = json!("0.00 EUR");
    for letter in letters(answer) {
        for (field, sign) in [("gain", 1), ("loss", -1)] {
            net = sum(&net, sign, &letter["exchange"][field]).unwrap_or(net);
        }
    }
    let kind = match net.as_str() {
        Some("0.00 EUR") | None => "none",
        Some(text) if text.starts_with('-') => "loss",
        Some(_) => "gain",
    };
    json!({"kind": kind, "amount": bare(&size(&net))})
}

/// Invoices paid short or over in a foreign currency, the rest written off or left open.
pub(super) fn write_off(case: &Value) -> Run {
    let known =
        ["invoices_foreign", "invoices", "rate", "payment_foreign", "payment", "difference"];
    let case = Case::of(case)?.knowing(&known)?;
    let is_foreign = case.inputs.get("rate").is_some();
    let rate = match case.input(&["rate"]) {
        Some(text) => match leading_figure(&text) {
            Some((rate, _)) => Some(format!("EUR/USD {rate}")),
            None => return skip(format!("inputs.rate: {text:?} is not understood")),
        },
        None => None,
    };
    let (currency, own): (&str, fn(&str) -> String) =
        if is_foreign { (USD, dollars) } else { ("EUR", euros) };
    let list = field(case.inputs, &["invoices_foreign", "invoices"]).and_then(Value::as_array);
    let Some(list) = list else { return skip("inputs.invoices_foreign is missing") };
    let mut books = Books::open()?;
    let on = "2026-06-15";
    let (mut lines, mut owed) = (Vec::new(), json!(own("0")));
    for (index, amount) in list.iter().enumerate() {
        let Some(amount) = figure(amount) else { return skip("an invoice is no amount") };
        let name = format!("invoice-{index}");
        let amount = own(&amount);
        let booked = converted(&amount, rate.as_deref())?;
        books.item(&name, (on, None), (&amount, &booked))?;
        owed = sum(&owed, 1, &json!(amount)).unwrap_or(owed);
        lines.push(json!({"entry": name}));
    }
    let paid = own(&case.needed(&["payment_foreign", "payment"])?);
    books.pay("payment", on, &paid, rate.as_deref())?;
    lines.push(json!({"entry": "payment"}));
    let rest = sum(&owed, -1, &json!(paid)).unwrap_or(json!(own("0")));
    let wish = case.input(&["difference"]).unwrap_or_else(|| "write-off".to_owned());
    let is_written_off = wish.to_lowercase().replace(['-', '_', ' '], "").contains("writeoff");
    let differences = if is_written_off && rest != json!(own("0")) {
        vec![json!({"kind": "write_off", "amount": rest})]
    } else {
        Vec::new()
    };
    if let Err(no) = books.letter(on, currency, &lines, &differences) {
        return skip(format!("refused: {no}"));
    }
    let journal = books.ask(&json!({"journal": {"from": on, "until": "2026-12-31"}}))?;
    let side = |is_debit: bool| {
        let entries = journal.as_array().into_iter().flatten();
        let lines = entries.flat_map(|entry| entry["lines"].as_array()).flatten();
        let of_account = lines.filter(|line| line["account"] == "411").map(|line| &line["booked"]);
        let of_side = of_account
            .filter(|booked| booked.as_str().is_some_and(|text| text.starts_with('-') != is_debit));
        of_side.fold(json!("0.00 EUR"), |total, one| sum(&total, 1, &size(one)).unwrap_or(total))
    };
    let (bank, lost, won) = (books.balance("512")?, books.balance("658")?, books.balance("758")?);
    let mut open = json!(own("0"));
    for line in lines.iter().filter_map(|line| line["entry"].as_str()) {
        if let Some((left, _)) = books.open_of(line)? {
            open = sum(&open, 1, &left).unwrap_or(open);
        }
    }
    case.hold(|name| match name {
        "receivable_credit_company" => Some(bare(&side(false))),
        "receivable_debit_company" => Some(bare(&side(true))),
        "bank_debit_company" => Some(bare(&bank)),
        "write_off_debit_company" => Some(bare(&lost)),
        "write_off_credit_company" => Some(bare(&size(&won))),
        "write_off_foreign" | "write_off" => {
            Some(bare(&if is_written_off { size(&rest) } else { json!(own("0")) }))
        }
        "open" | "open_foreign" | "residual" => Some(bare(&open)),
        _ => None,
    })
}

/// An amount in the ledger's currency; itself where there is no rate.
fn converted(amount: &str, rate: Option<&str>) -> Result<String, Outcome> {
    let Some(rate) = rate else { return Ok(amount.to_owned()) };
    let asked = json!({"convert": {"amount": amount, "rate": rate}});
    Ok(super::reading::asked(&asked)?.as_str().unwrap_or_default().to_owned())
}

/// One invoice and what happens to it, one after the other: what is open after each event, or the
/// documents with what was paid of them.
pub(super) fn sequence(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&["invoice", "events"])?;
    let invoice = euros(&case.needed(&["invoice"])?);
    let Some(events) = case.inputs["events"].as_array() else {
        return skip("inputs.events is missing");
    };
    let on = "2026-06-15";
    let mut books = Books::open()?;
    books.item("invoice", (on, None), (&invoice, &invoice))?;
    let (mut paid, mut after, mut credits) = (json!("0.00 EUR"), Vec::new(), Vec::new());
    for (index, event) in events.iter().enumerate() {
        let Some((kind, value)) = event.as_object().and_then(|event| event.iter().next()) else {
            return skip(format!("inputs.events[{index}] is not understood"));
        };
        let Some((amount, behind)) = told(value) else {
            return skip(format!("inputs.events[{index}].{kind} has no amount"));
        };
        let (name, amount) = (format!("event-{index}"), euros(&amount));
        let keeps = event.get("keeps_its_own_balance").and_then(Value::as_bool).unwrap_or(false);
        let settled = match kind.as_str() {
            "allocate" | "pay" | "payment" | "advance" => {
                // `from a payment with only 100.00 unallocated`: there is less than is asked for.
                let only = behind.split_once("only ").and_then(|(_, only)| leading_figure(only));
                let there = only.map_or_else(|| amount.clone(), |(only, _)| euros(&only));
                books.pay(&name, on, &there, None)?;
                settle(&mut books, on, &name, &amount)
            }
            "credit_note" if keeps => {
                let credit = format!("-{amount}");
                books.item(&name, (on, None), (&credit, &credit))?;
                credits.push((name.clone(), amount.clone()));
                after.push(json!("unchanged"));
                continue;
            }
            "credit_note" => {
                let credit = format!("-{amount}");
                books.item(&name, (on, None), (&credit, &credit))?;
                settle(&mut books, on, &name, &amount)
            }
            other => return skip(format!("inputs.events[{index}].{other} is not understood")),
        };
        match settled {
            Ok(_) => {
                paid = sum(&paid, 1, &json!(amount)).unwrap_or(paid);
                let open = books.open_of("invoice")?.map_or(json!("0.00 EUR"), |open| open.0);
                after.push(bare(&open));
            }
            Err(no) => after.push(json!(format!("error: {no}"))),
        }
    }
    // A refusal is expected in the words of its system: that it is refused is what counts.
    let mut expected = case.expected.clone();
    if let Some(told) = expected.get_mut("open_after").and_then(Value::as_array_mut) {
        for (told, found) in told.iter_mut().zip(&mut after) {
            let is_error = |value: &Value| {
                value.as_str().is_some_and(|text| text.to_lowercase().starts_with("error"))
            };
            if is_error(told) && is_error(found) {
                *told = found.clone();
            }
        }
    }
    let open = books.open_of("invoice")?.map_or(json!("0.00 EUR"), |open| open.0);
    let mut rows = vec![json!({"document": "invoice", "invoiced": bare(&json!(invoice)),
        "paid": bare(&paid), "outstanding": bare(&open)})];
    for (name, amount) in &credits {
        let left = books.open_of(name)?.map_or(json!("0.00 EUR"), |open| open.0);
        rows.push(json!({"document": "credit note", "invoiced": "0",
            "paid": bare(&json!(amount)), "outstanding": bare(&left)}));
    }
    case.expecting(&expected).hold(|name| match name {
        "open_after" => Some(json!(after)),
        "rows" => Some(json!(rows)),
        "open" | "outstanding" => Some(bare(&open)),
        "paid" => Some(bare(&paid)),
        _ => None,
    })
}

/// Settles so much of the invoice with a credit.
fn settle(books: &mut Books, on: &str, credit: &str, amount: &str) -> Result<Value, String> {
    let lines = [
        json!({"entry": credit, "amount": format!("-{amount}")}),
        json!({"entry": "invoice", "amount": amount}),
    ];
    books.letter(on, "EUR", &lines, &[])
}

/// How old what is open is: after each event, or of a list of items.
pub(super) fn ageing(case: &Value) -> Run {
    let known = [
        "as_of",
        "today",
        "report_date",
        "bucket_bounds_days",
        "buckets",
        "events",
        "receivables",
        "items",
        "invoices",
    ];
    let case = Case::of(case)?.knowing(&known)?;
    let as_of = case.input(&["as_of", "today", "report_date"]).unwrap_or_else(|| "D".to_owned());
    let Some(as_of) = day(&as_of) else {
        return skip(format!("inputs.as_of: {as_of:?} is not understood"));
    };
    let bounds = field(case.inputs, &["bucket_bounds_days", "buckets"]);
    let bounds = bounds.cloned().unwrap_or(json!([30, 60, 90]));
    let mut books = Books::open()?;
    if let Some(events) = case.inputs["events"].as_array() {
        return after_each(&case, &mut books, events, (&as_of, &bounds));
    }
    let list = field(case.inputs, &["receivables", "items", "invoices"]).and_then(Value::as_array);
    let Some(list) = list else { return skip("inputs.receivables is missing") };
    for (index, item) in list.iter().enumerate() {
        dated(&mut books, &format!("item-{index}"), item, &as_of)?;
    }
    let found = figures(&books, (&as_of, &bounds), &[])?;
    case.hold(|name| found.get(name).cloned())
}

/// Puts an item with its days on the account; one without a due day is due on its document's.
fn dated(books: &mut Books, name: &str, item: &Value, as_of: &str) -> Result<(), Outcome> {
    let amount = field(item, &["amount", "invoice", "open"]).and_then(told);
    let Some((amount, _)) = amount else { return skip(format!("{name} has no amount")) };
    let read = |names: &[&str]| match field(item, names).and_then(Value::as_str) {
        Some(text) => match day(text) {
            Some(day) => Ok(Some(day)),
            None => skip(format!("{text:?} is no day")),
        },
        None => Ok(None),
    };
    let due_on = read(&["due", "due_date", "due_on", "maturity_date"])?;
    let document_on = read(&["date", "document_date", "invoice_date", "document_on"])?;
    let before = [due_on.as_deref(), Some(as_of)].into_iter().flatten().min();
    let document_on = document_on.unwrap_or_else(|| before.unwrap_or(as_of).to_owned());
    let amount = euros(&amount);
    books.item(name, (&document_on, due_on.as_deref()), (&amount, &amount))
}

/// What a report of the day says: not due, the buckets, what is due by today, and in all.
fn figures(
    books: &Books,
    (as_of, bounds): (&str, &Value),
    more: &[(&str, Value)],
) -> Result<Value, Outcome> {
    let asked = json!({"as_of": as_of, "buckets": bounds, "credits": "oldest_first"});
    let aged = books.ask(&json!({ "aged_balance": asked }))?;
    let row = &aged["totals"][0];
    let nothing = json!("0.00 EUR");
    let or_nothing =
        |value: &Value| if value.is_string() { value.clone() } else { nothing.clone() };
    let (not_due, total) = (or_nothing(&row["not_due"]), or_nothing(&row["total"]));
    let mut buckets: Vec<Value> = row["buckets"].as_array().cloned().unwrap_or_default();
    if buckets.is_empty() {
        let count = bounds.as_array().map_or(0, Vec::len);
        buckets = vec![nothing.clone(); count.saturating_add(1)];
    }
    let overdue = buckets
        .iter()
        .fold(nothing.clone(), |sum_so_far, one| sum(&sum_so_far, 1, one).unwrap_or(sum_so_far));
    let open = books.ask(&json!({"open_items": {"as_of": as_of}}))?;
    let due = open
        .as_array()
        .into_iter()
        .flatten()
        .filter(|item| item["due_on"].as_str().is_some_and(|due_on| due_on <= as_of));
    let due = due.fold(nothing, |total, item| sum(&total, 1, &item["open"]).unwrap_or(total));
    let mut found = json!({
        "not_due": bare(&not_due), "current": bare(&not_due), "overdue": bare(&overdue),
        "buckets": buckets.iter().map(bare).collect::<Vec<_>>(),
        "receivable_total": bare(&total), "total": bare(&total), "outstanding": bare(&total),
        "receivable_due_today": bare(&due), "due_today": bare(&due),
    });
    for (index, bucket) in buckets.iter().enumerate() {
        // The first range of such reports holds what is not due as well.
        let bucket = if index == 0 { sum(bucket, 1, &not_due) } else { Some(bucket.clone()) };
        found[format!("range{}", index.saturating_add(1))] = bare(&bucket.unwrap_or_default());
    }
    for (name, amount) in more {
        found[*name] = bare(amount);
    }
    Ok(found)
}

/// Events told one after the other, each with the figures expected after it.
fn after_each(
    case: &Case<'_>,
    books: &mut Books,
    events: &[Value],
    (as_of, bounds): (&str, &Value),
) -> Run {
    let mut found = serde_json::Map::new();
    let (mut advances, mut paid) = (json!("0.00 EUR"), json!("0.00 EUR"));
    for (index, event) in events.iter().enumerate() {
        let Some((kind, value)) = event.as_object().and_then(|event| event.iter().next()) else {
            return skip(format!("inputs.events[{index}] is not understood"));
        };
        let Some((amount, behind)) = told(value) else {
            return skip(format!("inputs.events[{index}].{kind} has no amount"));
        };
        let (name, amount) = (format!("event-{index}"), euros(&amount));
        match kind.as_str() {
            "invoice" => {
                let name = if index == 0 { "invoice" } else { name.as_str() };
                dated(books, name, event, as_of)?;
            }
            "advance" | "payment" | "pay" => {
                books.pay(&name, as_of, &amount, None)?;
                let is_free = kind == "advance" || behind.contains("not allocated");
                let total = if is_free { &mut advances } else { &mut paid };
                *total = sum(total, 1, &json!(amount)).unwrap_or_default();
                if !is_free && let Err(no) = settle(books, as_of, &name, &amount) {
                    return skip(format!("inputs.events[{index}] is refused: {no}"));
                }
            }
            "credit_note" => {
                let credit = format!("-{amount}");
                books.item(&name, (as_of, None), (&credit, &credit))?;
            }
            other => return skip(format!("inputs.events[{index}].{other} is not understood")),
        }
        let more = [("advance", advances.clone()), ("paid", paid.clone())];
        let now = figures(books, (as_of, bounds), &more)?;
        found.insert(format!("after_{kind}"), now);
    }
    case.hold(|name| found.get(name).cloned())
}
