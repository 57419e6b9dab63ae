//! Stock within the company: goods come in and go. What orders keep of it, reservations say.
//!
//! ```text
//!  shipment leaves ──▶ issued at cost; the entry, where the settings post it
//! ```
//!
//! A company that never says anything of its stock ships as it likes.

use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::reservation::kept_for;
use super::sale::{holidays, inside, known_order};
use super::view::View;
use crate::body::bodies;
use crate::calendar::Day;
use crate::directory::{self, Record, RecordKey};
use crate::error::Path;
use crate::fulfilment::ShippedLine;
use crate::id::{ItemId, OrderId, ReceiptId, SiteId, Text};
use crate::ledger::{Entry, EntryLine};
use crate::money::{Exact, Money};
use crate::order::{Order, OrderLine};
use crate::quantity::Unit;
use crate::stock::{self, Command, Facts, LineOfOrder, StockKey};
use crate::tax::Supply;
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Something asked of the stock of an item at a site. Quantities are in the item's unit.
    OnStock {
        /// The item.
        item: ItemId,
        /// The site.
        site: SiteId,
        /// What is asked.
        ask: stock::Command,
    }
    /// Goods leave one site and are expected at another.
    TransferStock {
        /// The caller's reference, under which they are expected.
        receipt: ReceiptId,
        /// The item.
        item: ItemId,
        /// Where they leave.
        from: SiteId,
        /// Where they are to come in.
        to: SiteId,
        /// How much, in the item's unit.
        quantity: Exact,
        /// The day they are to come in.
        arrives_on: Day,
    }
}

/// What a stock needs to know beyond itself.
pub(super) fn facts(view: &dyn View, key: &StockKey, on: Day) -> Result<Facts, Rejection> {
    let absent = Record::Absent;
    let item = view.record(&RecordKey::Item(key.item.clone())).unwrap_or(&absent);
    let is_in_pieces = match item {
        Record::Item(item) => item.unit == Unit::PIECE,
        Record::Absent | Record::Customer(_) | Record::Site(_) | Record::Table(_) => {
            let (path, item) = (Path::field("item"), key.item.clone());
            return Err(directory::Rejection::ItemUnknown { path, item }.into());
        }
    };
    known_site(view, &key.site)?;
    let policy = view.settings().stock.clone();
    Ok(Facts { on, is_in_pieces, is_whole: false, policy, holidays: holidays(view) })
}

/// A site that the directory knows.
pub(super) fn known_site(view: &dyn View, site: &SiteId) -> Result<(), Rejection> {
    let absent = Record::Absent;
    let record = view.record(&RecordKey::Site(site.clone())).unwrap_or(&absent);
    Ok(directory::known_site(record, site).map(|_| ()).map_err(|no| no.inside("site"))?)
}

/// Refuses a fraction of goods that come in whole pieces.
pub(super) fn expect_whole(
    view: &dyn View,
    line: &OrderLine,
    quantity: Exact,
) -> Result<(), Rejection> {
    if quantity.places() == 0 {
        return Ok(());
    }
    let item = goods(line).and_then(|item| view.record(&RecordKey::Item(item.clone())));
    match item {
        Some(Record::Item(item)) if item.unit == Unit::PIECE => {
            let path = Path::field("quantity");
            Err(stock::Rejection::FractionOfAPiece { path, quantity }.into())
        }
        Some(Record::Absent | Record::Item(_)) | None => Ok(()),
        Some(Record::Customer(_) | Record::Site(_) | Record::Table(_)) => Ok(()),
    }
}

/// Refuses fractions of what quantities of an order's lines name; what the order does not have, it
/// refuses itself.
pub(super) fn expect_all_whole(
    view: &dyn View,
    order: &Order,
    lines: &[ShippedLine],
) -> Result<(), Rejection> {
    let Some(content) = order.content() else { return Ok(()) };
    for (index, asked) in lines.iter().enumerate().filter(|(_, asked)| asked.quantity.places() > 0)
    {
        if let Some((_, line)) = content.line(&asked.line) {
            expect_whole(view, line, asked.quantity)
                .map_err(|no| no.with_path(&|path| path.inside_index("lines", index)))?;
        }
    }
    Ok(())
}

/// Puts a question to a stock.
pub(super) fn on_stock(decision: &mut Decision<'_>, asked: &OnStock) -> Result<(), Rejection> {
    let key = StockKey { item: asked.item.clone(), site: asked.site.clone() };
    facts(decision.before(), &key, decision.command.effective_on)?;
    let at_ask = |no| inside(inside(no, asked.ask.name()), "ask");
    may_ask(decision.before(), &key, &asked.ask).map_err(at_ask)?;
    decision.run(Leg::Stock(key, asked.ask.clone())).map_err(at_ask)
}

/// What the other rooms say to a question to a stock.
fn may_ask(view: &dyn View, key: &StockKey, ask: &Command) -> Result<(), Rejection> {
    match ask {
        Command::Receive { cost: Some(cost), .. } | Command::Expect { cost: Some(cost), .. } => {
            let ledger = view.settings().ledger_currency;
            cost.expect(ledger).map_err(|no| no.inside("cost"))?;
            Ok(())
        }
        Command::Issue { of: Some(of), .. } => {
            let (path, order, line) = (Path::field("of"), of.order.clone(), of.line.clone());
            Err(Cause::IssueByHand { path, order, line }.into())
        }
        Command::Reserve { of, quantity, .. } => may_reserve(view, key, of, *quantity),
        Command::Receive { cost: None, .. }
        | Command::Count { .. }
        | Command::Issue { of: None, .. }
        | Command::Expect { cost: None, .. }
        | Command::ChangeExpected { .. }
        | Command::CancelExpected { .. }
        | Command::Plan { .. }
        | Command::Release { .. }
        | Command::Reallocate => Ok(()),
    }
}

/// No more is kept for a line than is open of it, wherever it is kept (rulebook O-10).
fn may_reserve(
    view: &dyn View,
    key: &StockKey,
    of: &LineOfOrder,
    quantity: Exact,
) -> Result<(), Rejection> {
    let order = known_order(view, &of.order).map_err(|no| inside(no, "of"))?;
    let index = order.position(&of.line);
    let line = index.and_then(|index| order.content()?.lines.get(index));
    let Some((index, line)) = index.zip(line) else {
        let (path, line) = (Path::field("of.line"), of.line.clone());
        return Err(Cause::UnknownLine { path, line }.into());
    };
    if line.item.as_ref() != Some(&key.item) {
        return Err(Cause::OtherItem {
            path: Path::field("of.line"),
            order: of.order.clone(),
            line: of.line.clone(),
            item: key.item.clone(),
        }
        .into());
    }
    let open = order.open_to_ship(index).unwrap_or_default();
    let reserved = kept_for(view, of)?.checked_add(quantity)?;
    if reserved > open {
        return Err(Cause::ReservedBeyondOpen {
            path: Path::field("quantity"),
            order: of.order.clone(),
            line: of.line.clone(),
            reserved,
            open,
        }
        .into());
    }
    Ok(())
}

/// Goods leave one site and are expected at the other; their cost goes with them.
pub(super) fn transfer_stock(
    decision: &mut Decision<'_>,
    asked: &TransferStock,
) -> Result<(), Rejection> {
    if asked.from == asked.to {
        return Err(
            Cause::TransferToItself { path: Path::field("to"), site: asked.to.clone() }.into()
        );
    }
    let key = |site: &SiteId| StockKey { item: asked.item.clone(), site: site.clone() };
    // A stock speaks of its site and its day; the command has names of its own for them.
    let named = |no: Rejection, name: &'static str| {
        no.with_path(&|path| match path.as_str() {
            "site" => Path::field(name),
            "on" => Path::field("arrives_on"),
            _ => path,
        })
    };
    let issue = Command::Issue { quantity: asked.quantity, of: None };
    decision.run(Leg::Stock(key(&asked.from), issue)).map_err(|no| named(no, "from"))?;
    let left = decision.events().iter().rev().find_map(|event| {
        let Event::Stock { event, .. } = event else { return None };
        event.cost()
    });
    let expect = Command::Expect {
        receipt: asked.receipt.clone(),
        on: asked.arrives_on,
        quantity: asked.quantity,
        cost: left.map(Money::negated),
    };
    decision.run(Leg::Stock(key(&asked.to), expect)).map_err(|no| named(no, "to"))
}

/// What a stock sells goods of: an item, and goods.
pub(super) fn goods(line: &OrderLine) -> Option<&ItemId> {
    line.item.as_ref().filter(|_| line.supply == Supply::Goods)
}

/// What leaves with a shipment leaves the stock of its site, or of the site that the settings name,
/// where that stock is known.
pub(super) fn issue_shipped(
    decision: &mut Decision<'_>,
    order: &OrderId,
    lines: &[ShippedLine],
    site: Option<&SiteId>,
) -> Result<(), Rejection> {
    let view = decision.before();
    let Some(site) = site.or(view.settings().stock.site.as_ref()).filter(|_| view.has_stock())
    else {
        return Ok(());
    };
    let Some(content) = view.order(order).and_then(|order| order.content()) else {
        return Ok(());
    };
    for line in lines {
        let ordered = content.line(&line.line);
        let Some(item) = ordered.and_then(|(_, ordered)| goods(ordered)) else { continue };
        let key = StockKey { item: item.clone(), site: site.clone() };
        if view.stock(&key).is_none() {
            continue;
        }
        let of = Some(LineOfOrder { order: order.clone(), line: line.line.clone() });
        let command = Command::Issue { quantity: line.quantity, of };
        decision.run_via("fulfilment.shipped", Leg::Stock(key, command))?;
    }
    Ok(())
}

/// The entry of what a stock's change cost, where the settings post it: stock against its change.
pub(super) fn post_cost(
    decision: &mut Decision<'_>,
    key: &StockKey,
    event: &stock::Event,
) -> Result<(), Rejection> {
    let settings = decision.before().settings();
    let Some(cost) = event.cost().filter(|_| settings.stock.posts_cost) else {
        return Ok(());
    };
    let lines = Vec::from([
        EntryLine::in_ledger(&settings.chart.stock, None, cost),
        EntryLine::in_ledger(&settings.chart.stock_change, None, cost.negated()),
    ]);
    let (on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let document = Text::new(key.item.as_str())?;
    if let Some(entry) = Entry::balanced_unless_zero(on, recorded_on, document, lines)? {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    Ok(())
}
