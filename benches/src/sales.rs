//! Made-up sales: whole cycles from the order to the letter, each in new ids.

use o2c_core::calendar::{Day, Terms};
use o2c_core::company::{
    Action, Command, Company, InvoiceOrder, Letter, NewLine, OnOrder, OnPayment, OpenSeries,
    PlaceOrder, ReceivePayment, Settings, Ship, Unletter,
};
use o2c_core::directory::{self, TableValue};
use o2c_core::id::Text;
use o2c_core::invoice::{Draft, DraftLine};
use o2c_core::money::{Currency, Exact};
use o2c_core::order::{BillingBasis, Handling, LineDelivery};
use o2c_core::party::{Party, PartyKind};
use o2c_core::pricing::Price;
use o2c_core::quantity::Unit;
use o2c_core::receivable::{LetterLine, PaymentMethod};
use o2c_core::tax::Supply;
use std::fmt::Debug;
use std::str::FromStr;

/// How many customers buy in turn.
const CUSTOMERS: usize = 100;

/// What every order asks for: 125.00, 299.70 and 7.35, with 20 % VAT 518.46 EUR.
const LINES: [(&str, &str, &str); 3] =
    [("1", "10 C62", "12.50"), ("2", "3 C62", "99.90"), ("3", "1 C62", "7.35")];

/// What every invoice comes to.
const GROSS: &str = "518.46 EUR";

/// How payments are lettered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lettering {
    /// A person names the invoice.
    ByHand,
    /// The lettering rules find it by what the payer wrote.
    Automatic,
}

/// How many commands a cycle has: place, confirm, ship, invoice, receive, letter.
pub const COMMANDS_A_CYCLE: usize = 6;

fn read<T: FromStr<Err: Debug>>(text: impl AsRef<str>) -> T {
    text.as_ref().parse().expect("a text of this benchmark")
}

fn command(id: String, on: Day, action: Action) -> Command {
    Command { id: read(id), effective_on: on, recorded_on: on, posting_on: None, action }
}

fn first_day() -> Day {
    read("2026-01-02")
}

/// A company with its customers, items, VAT rates and a series of invoices, and no sale yet.
pub fn company() -> Company {
    let mut company = Company::found(Settings::new(Currency::EUR));
    let mut changes = vec![directory::Command::SetTableValue {
        table: read("standard"),
        valid_from: read("2020-01-01"),
        value: TableValue::VatRate(read("S 20")),
    }];
    for customer in 0..CUSTOMERS {
        changes.push(directory::Command::RegisterCustomer {
            customer: read(format!("C-{customer:05}")),
            party: Party {
                name: read(format!("Customer {customer}")),
                address: None,
                kind: PartyKind::Professional,
                identifiers: Vec::new(),
                vat_id: None,
            },
            terms: Some(Terms::net_days(30)),
        });
    }
    for (line, _, _) in LINES {
        changes.push(directory::Command::RegisterItem {
            item: read(format!("ITEM-{line}")),
            name: read(format!("Item {line}")),
            unit: Unit::default(),
            vat_class: Some(read("standard")),
        });
    }
    for (number, change) in changes.into_iter().enumerate() {
        let change = Action::Directory(Box::new(change));
        company.execute(&command(format!("setup-{number}"), first_day(), change)).expect("entered");
    }
    let (series, prefix) = (read("sales"), read("F"));
    let series = Action::OpenSeries(OpenSeries {
        series,
        prefix,
        yearly: true,
        digits: 6,
        kinds: Vec::new(),
    });
    company.execute(&command("series".into(), first_day(), series)).expect("opened");
    company
}

/// The commands of whole cycles, one cycle after the other, for a company without sales.
pub fn cycles(count: usize, lettering: Lettering) -> Vec<Command> {
    (1..=count).flat_map(|number| cycle(number, lettering)).collect()
}

/// A company whose one customer has so many invoices and payments open, and the commands that
/// settle all of them with one letter and dissolve it.
pub fn one_letter(pairs: usize) -> (Company, [Command; 2]) {
    let mut company = company();
    let mut lines = Vec::with_capacity(pairs * 2);
    for number in (1..=pairs).map(|number| number * CUSTOMERS) {
        let commands = cycle(number, Lettering::ByHand);
        execute(&mut company, &commands[..COMMANDS_A_CYCLE - 1]);
        let (payment, invoice) =
            (format!("P-{number:07}"), format!("F2026-{:06}", number / CUSTOMERS));
        lines.push(LetterLine::whole(read(payment)));
        lines.push(LetterLine::whole(read(invoice)));
    }
    let (customer, currency) = (read("C-00000"), Currency::EUR);
    let letter =
        Letter { customer, currency, lines, take_discount: false, differences: Vec::new() };
    let dissolve = Unletter { customer: read("C-00000"), currency, letter: read("AAA") };
    let letter = command("letter".into(), first_day(), Action::Letter(letter));
    let dissolve = command("dissolve".into(), first_day(), Action::Unletter(dissolve));
    (company, [letter, dissolve])
}

fn cycle(number: usize, lettering: Lettering) -> [Command; COMMANDS_A_CYCLE] {
    let (customer, order) = (format!("C-{:05}", number % CUSTOMERS), format!("O-{number:07}"));
    let (invoice, payment) = (format!("F2026-{number:06}"), format!("P-{number:07}"));
    let letter = match lettering {
        Lettering::ByHand => Action::Letter(Letter {
            customer: read(&customer),
            currency: Currency::EUR,
            lines: vec![LetterLine::whole(read(&payment)), LetterLine::whole(read(&invoice))],
            take_discount: false,
            differences: Vec::new(),
        }),
        Lettering::Automatic => Action::LetterAutomatically(OnPayment { payment: read(&payment) }),
    };
    let actions = [
        Action::PlaceOrder(PlaceOrder {
            order: read(&order),
            customer: read(&customer),
            currency: Currency::EUR,
            lines: LINES.map(new_line).to_vec(),
            adjustments: Vec::new(),
            terms: None,
            required_on: None,
            reference: Text::default(),
            billing: BillingBasis::default(),
            vat_reasons: Vec::new(),
            handling: Handling::default(),
            prices: Default::default(),
            vat_rounding: Default::default(),
            cash_rounding: None,
            tax_accounts: Vec::new(),
        }),
        Action::ConfirmOrder(OnOrder { order: read(&order) }),
        Action::Ship(Ship {
            shipment: read(format!("S-{number:07}")),
            order: read(&order),
            site: None,
            lines: None,
            parcels: Default::default(),
        }),
        Action::InvoiceOrder(InvoiceOrder {
            series: read("sales"),
            order: read(&order),
            lines: None,
            exchange_rate: None,
        }),
        Action::ReceivePayment(ReceivePayment {
            payment: read(&payment),
            method: PaymentMethod::Transfer,
            payer: Some(read(&customer)),
            payer_name: Text::default(),
            remittance: read(&invoice),
            structured_reference: None,
            end_to_end_id: Text::default(),
            payer_account: Text::default(),
            amount: read(GROSS),
            exchange_rate: None,
        }),
        letter,
    ];
    let mut step = 0;
    actions.map(|action| {
        step += 1;
        command(format!("K-{number:07}-{step}"), first_day(), action)
    })
}

fn new_line((line, quantity, price): (&str, &str, &str)) -> NewLine {
    NewLine {
        id: read(line),
        item: Some(read(format!("ITEM-{line}"))),
        description: read(format!("Item {line}")),
        quantity: read(quantity),
        price: Some(Price::Net(read(price))),
        base_quantity: Exact::ONE,
        adjustments: Vec::new(),
        vat: None,
        supply: Supply::Goods,
        delivery: LineDelivery::default(),
        period: None,
        taxes: Vec::new(),
    }
}

/// Executes commands, all of which a company accepts.
pub fn execute(company: &mut Company, commands: &[Command]) {
    for command in commands {
        company.execute(command).expect("accepted");
    }
}

/// A draft of so many lines with two rates of VAT.
pub fn draft(lines: usize) -> Draft {
    let mut draft = Draft::new(read("C-00001"), Currency::EUR, Terms::net_days(30));
    for number in 1..=lines {
        let quantity = read(format!("{} C62", number % 9 + 1));
        let price = Price::Net(read(format!("{}.{:02}", number % 70, number % 99 + 1)));
        let vat = if number % 4 == 0 { read("S 5.5") } else { read("S 20") };
        draft.lines.push(DraftLine::new(read(number.to_string()), quantity, price, vat));
    }
    draft
}
