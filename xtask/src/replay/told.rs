//! One line of the log, told to the order machine.
//!
//! The log has neither quantities nor acceptances. For every line the same is taken: it orders one
//! piece a delivery and one a rejected schedule line, and is accepted as it is created. What more
//! is needed has a name and is counted; no rule of the machine is loosened.

use super::log::{Line, Logged};
use anyhow::{Context, Result};
use o2c_core::calendar::{Day, Terms};
use o2c_core::error::Refusal;
use o2c_core::id::{LineId, OrderId, Text};
use o2c_core::machine::Machine;
use o2c_core::money::{Currency, Exact};
use o2c_core::order::{
    BillingBasis, Command, Content, Event, Facts, Handling, HoldKind, HoldName, LineDelivery,
    Order, OrderLine, Timeline,
};
use o2c_core::pricing::Price;
use o2c_core::quantity::{Quantity, Unit};
use o2c_core::tax::{Supply, Vat};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is taken where the log leaves something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Convention {
    /// A hold that is released and was never set, with nothing delivered before, stood from the
    /// creation on.
    HoldAtCreation,
    /// A hold that is released and was not set since it was released last, or with something
    /// delivered before, was set on the day of its release: a delivery shows that none stood.
    HoldSetUnseen,
    /// What the log tells of the order before the line was created is told to the line from that
    /// day on.
    LineAddedLater,
}

impl Convention {
    pub(super) const ALL: [Convention; 3] =
        [Convention::HoldAtCreation, Convention::HoldSetUnseen, Convention::LineAddedLater];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Convention::HoldAtCreation => "HoldAtCreation",
            Convention::HoldSetUnseen => "HoldSetUnseen",
            Convention::LineAddedLater => "LineAddedLater",
        }
    }

    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Convention::HoldAtCreation => {
                "a hold released and never set stood from the creation on"
            }
            Convention::HoldSetUnseen => {
                "a hold released and not set since the last release, or delivered through before, \
                 was set on the day of its release"
            }
            Convention::LineAddedLater => {
                "what is told before the line was created is told from that day on"
            }
        }
    }
}

/// What became of a line.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What had to be taken, and how often.
    pub(super) conventions: BTreeMap<Convention, usize>,
    /// The events that the machine refused, by the code of the rule.
    pub(super) refused: BTreeMap<&'static str, usize>,
    /// Events of the log that were told: all of them.
    pub(super) told: usize,
    /// Events that the machine decided on.
    pub(super) decided: usize,
    /// How the line was left.
    pub(super) state: &'static str,
    pub(super) timeline: Timeline,
}

/// What an activity of the log asks of the machine.
enum Asked {
    Create,
    Set(HoldName),
    Release(HoldName),
    Reschedule,
    RejectPiece,
    /// A delivery is made out: may a piece leave? Nothing leaves yet.
    Deliver,
    Issue,
}

fn asked(activity: &str) -> Result<Asked> {
    let hold = |kind: HoldKind, code: &str| -> Result<HoldName> {
        Ok(HoldName { kind, code: code.parse()?, line: None })
    };
    let named = |block: &str| match block {
        "LgstCheckOnConfDat" | "Sched.Line Block" => hold(HoldKind::Stock, block),
        "Address missing Block" => hold(HoldKind::Information, block),
        "Header Block" | "CTR Block" | "Special test Block" => hold(HoldKind::Manual, block),
        _ => anyhow::bail!("nobody knows the block {block}"),
    };
    Ok(match activity {
        "Line Creation" => Asked::Create,
        "Document blocked for credit" => Asked::Set(hold(HoldKind::Credit, "")?),
        "Document released for credit" => Asked::Release(hold(HoldKind::Credit, "")?),
        "Sched.Line Changed Delivery Date" => Asked::Reschedule,
        "Schedule Line Rejected" => Asked::RejectPiece,
        "Delivery" => Asked::Deliver,
        "Good Issue" => Asked::Issue,
        other => match (other.strip_suffix(" Set"), other.strip_suffix(" Removed")) {
            (Some(block), _) => Asked::Set(named(block)?),
            (None, Some(block)) => Asked::Release(named(block)?),
            (None, None) => anyhow::bail!("nobody knows the activity {other}"),
        },
    })
}

/// A line in the telling.
struct Telling {
    order: Order,
    outcome: Outcome,
}

/// Tells a line to the machine.
pub(super) fn tell(line: &Line) -> Result<Outcome> {
    let asked: Vec<(Asked, &Logged)> = line
        .events
        .iter()
        .map(|event| Ok((asked(&event.activity)?, event)))
        .collect::<Result<_>>()
        .with_context(|| line.key.clone())?;
    let mut telling = Telling { order: Order::new(), outcome: Outcome::default() };
    let created = line.events.first().context("a line without events")?.on;
    let is_later = !matches!(asked.first(), Some((Asked::Create, _)));
    if is_later {
        telling.take(Convention::LineAddedLater);
    }
    let content = content(&asked)?;
    telling.command(&Command::Place { order: OrderId::new(&line.key)?, content }, created);
    for hold in holds_at_creation(&asked) {
        telling.take(Convention::HoldAtCreation);
        // Whoever set it is not told.
        telling.set(&hold, &Text::default(), created);
    }
    telling.command(&Command::Confirm, created);
    for (asked, event) in &asked {
        telling.event(asked, event)?;
    }
    telling.outcome.told = line.events.len();
    telling.outcome.state = telling.order.state();
    Ok(telling.outcome)
}

/// One piece a delivery or goods issue, whichever is more, and one a rejection.
fn content(asked: &[(Asked, &Logged)]) -> Result<Arc<Content>> {
    let count = |is: fn(&Asked) -> bool| asked.iter().filter(|(asked, _)| is(asked)).count();
    let delivered = count(|asked| matches!(asked, Asked::Deliver));
    let issued = count(|asked| matches!(asked, Asked::Issue));
    let rejected = count(|asked| matches!(asked, Asked::RejectPiece));
    let pieces = i128::try_from((delivered.max(issued) + rejected).max(1))?;
    let line = OrderLine {
        id: piece_line()?,
        item: None,
        description: Text::default(),
        quantity: Quantity::new(Exact::new(pieces, 0)?, Unit::PIECE),
        price: Price::Net("1".parse()?),
        base_quantity: Exact::ONE,
        adjustments: Vec::new(),
        vat: "S 20".parse::<Vat>()?,
        supply: Supply::Goods,
        delivery: LineDelivery::default(),
        period: None,
        taxes: Vec::new(),
    };
    Ok(Arc::new(Content {
        customer: "C".parse()?,
        currency: Currency::EUR,
        lines: Vec::from([line]),
        adjustments: Vec::new(),
        terms: Terms::net_days(30),
        billing: BillingBasis::Shipped,
        required_on: None,
        reference: Text::default(),
        vat_reasons: Vec::new(),
        handling: Handling::default(),
        prices: Default::default(),
        vat_rounding: Default::default(),
        cash_rounding: None,
        tax_accounts: Vec::new(),
    }))
}

fn piece_line() -> Result<LineId> {
    Ok(LineId::new("1")?)
}

/// The holds that were released, before anything was delivered, and never set before.
fn holds_at_creation(asked: &[(Asked, &Logged)]) -> Vec<HoldName> {
    let (mut seen, mut holds) = (BTreeSet::new(), Vec::new());
    for (asked, _) in asked {
        match asked {
            Asked::Deliver | Asked::Issue => break,
            Asked::Set(hold) => {
                seen.insert(hold.clone());
            }
            Asked::Release(hold) if seen.insert(hold.clone()) => holds.push(hold.clone()),
            Asked::Release(_) | Asked::Create | Asked::Reschedule | Asked::RejectPiece => {}
        }
    }
    holds
}

impl Telling {
    fn take(&mut self, convention: Convention) {
        *self.outcome.conventions.entry(convention).or_default() += 1;
    }

    /// Tells the machine a command and keeps what follows, or the rule that refused it.
    fn command(&mut self, command: &Command, on: Day) {
        self.outcome.decided += 1;
        match self.order.decide(command, &Facts { on }) {
            Ok(events) => self.follow(&events),
            Err(no) => *self.outcome.refused.entry(no.code()).or_default() += 1,
        }
    }

    fn follow(&mut self, events: &[Event]) {
        for event in events {
            match self.order.evolve(event) {
                Ok(()) => self.outcome.timeline.follow(event),
                Err(_) => *self.outcome.refused.entry("history.broken").or_default() += 1,
            }
        }
    }

    fn set(&mut self, hold: &HoldName, by: &Text, on: Day) {
        let (hold, by) = (hold.clone(), by.clone());
        self.command(&Command::SetHold { hold, reason: Text::default(), by, until: None }, on);
    }

    fn event(&mut self, asked: &Asked, event: &Logged) -> Result<()> {
        let (on, by) = (event.on, event.role.parse::<Text>()?);
        let piece = || -> Result<_> { Ok(Vec::from([(piece_line()?, Exact::ONE)])) };
        match asked {
            // The line stands since its first event.
            Asked::Create => {}
            Asked::Set(hold) => self.set(hold, &by, on),
            Asked::Release(hold) => {
                if !self.order.holds().iter().any(|standing| standing.name == *hold) {
                    self.take(Convention::HoldSetUnseen);
                    self.set(hold, &Text::default(), on);
                }
                let (hold, reason) = (hold.clone(), Text::default());
                self.command(&Command::ReleaseHold { hold, reason, by }, on);
            }
            Asked::Reschedule => {
                let Some(content) = self.order.content() else { return Ok(()) };
                let content = Arc::new(Content { required_on: Some(on), ..(**content).clone() });
                let reason = "another day of delivery".parse()?;
                self.command(&Command::Amend { content, reason }, on);
            }
            Asked::RejectPiece => {
                let (line, quantity) = (piece_line()?, Some(Exact::ONE));
                self.command(&Command::CancelLine { line, quantity }, on);
            }
            Asked::Deliver => {
                self.outcome.decided += 1;
                let command = Command::RecordShipped { lines: piece()? };
                if let Err(no) = self.order.decide(&command, &Facts { on }) {
                    *self.outcome.refused.entry(no.code()).or_default() += 1;
                }
            }
            Asked::Issue => self.command(&Command::RecordShipped { lines: piece()? }, on),
        }
        Ok(())
    }
}
