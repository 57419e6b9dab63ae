//! What may be asked of an order in which state, as data.

use super::Rejection;
use crate::error::Path;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

/// The states of an order, as in JSON. Their places in the list are only added to: the C header
/// numbers them by it.
pub static STATES: &[&str] =
    &["unplaced", "placed", "confirmed", "cancelled", "quoted", "lost", "rejected"];

/// What may be asked of an order, as in JSON. Places are only added, as for [`STATES`].
pub static COMMANDS: &[&str] = &[
    "place",
    "amend",
    "confirm",
    "cancel_line",
    "cancel",
    "record_shipped",
    "record_invoiced",
    "record_credited",
    "record_deposit",
    "record_deducted",
    "record_deposit_released",
    "record_deposit_credited",
    "plan_billing",
    "record_milestone",
    "record_milestone_credited",
    "quote",
    "revise_quote",
    "accept_quote",
    "lose_quote",
    "reject",
    "set_hold",
    "release_hold",
    "request_cancellation",
    "answer_cancellation",
    "record_returned",
    "record_delivered",
    "record_accepted",
];

/// One row of the table: what is asked in a state, and where it may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Transition {
    /// The state, as in JSON.
    pub from: &'static str,
    /// The command, as in JSON.
    pub command: &'static str,
    /// The states it may lead to; its own where quantities move and no state does.
    pub to: &'static [&'static str],
}

const fn row(from: &'static str, command: &'static str, to: &'static [&'static str]) -> Transition {
    Transition { from, command, to }
}

/// Every command that is possible in a state (rulebook O-01); every other pair is refused as
/// `order.not_possible`. That an invoice of a milestone was given back is heard in every state: it
/// changes nothing where nothing was billed.
pub static TRANSITIONS: &[Transition] = &[
    row("unplaced", "quote", &["quoted"]),
    row("unplaced", "place", &["placed"]),
    row("unplaced", "record_milestone_credited", &["unplaced"]),
    row("quoted", "revise_quote", &["quoted"]),
    row("quoted", "accept_quote", &["placed"]),
    row("quoted", "lose_quote", &["lost"]),
    row("quoted", "record_milestone_credited", &["quoted"]),
    row("lost", "record_milestone_credited", &["lost"]),
    row("placed", "amend", &["placed"]),
    row("placed", "confirm", &["confirmed"]),
    row("placed", "reject", &["rejected"]),
    row("placed", "cancel", &["cancelled"]),
    row("placed", "set_hold", &["placed"]),
    row("placed", "release_hold", &["placed"]),
    row("placed", "record_milestone_credited", &["placed"]),
    row("rejected", "record_milestone_credited", &["rejected"]),
    row("confirmed", "amend", &["confirmed"]),
    row("confirmed", "cancel_line", &["confirmed", "cancelled"]),
    row("confirmed", "cancel", &["confirmed", "cancelled"]),
    row("confirmed", "request_cancellation", &["confirmed"]),
    row("confirmed", "answer_cancellation", &["confirmed", "cancelled"]),
    row("confirmed", "set_hold", &["confirmed"]),
    row("confirmed", "release_hold", &["confirmed"]),
    row("confirmed", "record_shipped", &["confirmed"]),
    row("confirmed", "record_invoiced", &["confirmed"]),
    row("confirmed", "record_credited", &["confirmed"]),
    row("confirmed", "record_returned", &["confirmed"]),
    row("confirmed", "record_delivered", &["confirmed"]),
    row("confirmed", "record_accepted", &["confirmed"]),
    row("confirmed", "record_deposit", &["confirmed"]),
    row("confirmed", "record_deducted", &["confirmed"]),
    row("confirmed", "record_deposit_released", &["confirmed"]),
    row("confirmed", "record_deposit_credited", &["confirmed"]),
    row("confirmed", "plan_billing", &["confirmed"]),
    row("confirmed", "record_milestone", &["confirmed"]),
    row("confirmed", "record_milestone_credited", &["confirmed"]),
    row("cancelled", "record_deposit_released", &["cancelled"]),
    row("cancelled", "record_deposit_credited", &["cancelled"]),
    row("cancelled", "record_milestone_credited", &["cancelled"]),
];

/// The commands that are possible in a state, in the order of the table.
///
/// ```
/// use o2c_core::order::possible_in;
/// let in_quote: Vec<_> = possible_in("quoted").collect();
/// assert_eq!(in_quote[..3], ["revise_quote", "accept_quote", "lose_quote"]);
/// ```
pub fn possible_in(state: &str) -> impl Iterator<Item = &'static str> {
    TRANSITIONS.iter().filter(move |row| row.from == state).map(|row| row.command)
}

impl Rejection {
    /// The refusal of what is not possible in a state, with what is.
    pub(crate) fn not_possible(path: Path, state: &'static str, command: &'static str) -> Self {
        let allowed = possible_in(state).collect::<Vec<_>>().join(", ");
        Rejection::NotPossible { path, state, command, allowed }
    }
}

/// The table as text, one row a line: `quoted --accept_quote--> placed`.
///
/// ```
/// use o2c_core::order::transition_diagram;
/// assert!(transition_diagram().contains("confirmed --cancel--> confirmed | cancelled\n"));
/// ```
pub fn transition_diagram() -> String {
    let mut text = String::new();
    for row in TRANSITIONS {
        // Writing into a text does not fail.
        let _ = writeln!(text, "{} --{}--> {}", row.from, row.command, row.to.join(" | "));
    }
    text
}
