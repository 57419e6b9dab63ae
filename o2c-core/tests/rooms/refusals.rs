//! The table of refusals: a number or a code that was given out never means anything else.

use o2c_core::error::Meaning;

/// Every room with its refusals. A new room adds its line.
const ROOMS: &[(&str, &[Meaning])] = &[
    ("id", o2c_core::id::Rejection::TABLE),
    ("reference", o2c_core::reference::Rejection::TABLE),
    ("money", o2c_core::money::Rejection::TABLE),
    ("quantity", o2c_core::quantity::Rejection::TABLE),
    ("columns", o2c_core::columns::Rejection::TABLE),
    ("calendar", o2c_core::calendar::Rejection::TABLE),
    ("party", o2c_core::party::Rejection::TABLE),
    ("ledger", o2c_core::ledger::Rejection::TABLE),
    ("tax", o2c_core::tax::Rejection::TABLE),
    ("directory", o2c_core::directory::Rejection::TABLE),
    ("pricing", o2c_core::pricing::Rejection::TABLE),
    ("stock", o2c_core::stock::Rejection::TABLE),
    ("order", o2c_core::order::Rejection::TABLE),
    ("credit", o2c_core::credit::Rejection::TABLE),
    ("fulfilment", o2c_core::fulfilment::Rejection::TABLE),
    ("invoice", o2c_core::invoice::Rejection::TABLE),
    ("subscription", o2c_core::subscription::Rejection::TABLE),
    ("receivable", o2c_core::receivable::Rejection::TABLE),
    ("lettering", o2c_core::lettering::Rejection::TABLE),
    ("lettering", o2c_core::lettering::ledger::Rejection::TABLE),
    ("dispute", o2c_core::dispute::Rejection::TABLE),
    ("ageing", o2c_core::ageing::Rejection::TABLE),
    ("dunning", o2c_core::dunning::Rejection::TABLE),
];

#[test]
fn numbers_and_codes_are_given_out_once() {
    let all = || ROOMS.iter().flat_map(|room| room.1);
    for (index, one) in all().enumerate() {
        for other in all().skip(index + 1) {
            assert_ne!(one.number, other.number, "{} and {}", one.code, other.code);
            assert_ne!(one.code, other.code, "{} and {}", one.number, other.number);
        }
    }
    assert!(all().count() > 20);
}

#[test]
fn codes_name_their_room_and_say_what_they_mean() {
    for (room, table) in ROOMS {
        assert!(table.windows(2).all(|pair| pair[0].number < pair[1].number), "{room}: in order");
        for row in *table {
            let name = row.code.strip_prefix(&format!("{room}.")).expect(row.code);
            let is_plain =
                |letter: char| letter.is_ascii_lowercase() || letter == '_' || letter == '.';
            assert!(!name.is_empty() && name.chars().all(is_plain), "{}", row.code);
            assert!(row.meaning.ends_with('.') && row.meaning.len() > 10, "{}", row.code);
        }
    }
}
