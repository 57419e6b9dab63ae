//! The days that the lines of an order were promised for, as stock keeps them.

use crate::calendar::Day;
use crate::company::Company;
use crate::company::view::View;
use crate::id::OrderId;
use crate::order::Confirmed;
use crate::stock::{LineOfOrder, Part};
use alloc::vec::Vec;

/// What a line of an order was promised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PromisedLine {
    /// What is kept for it, wherever it is: how much leaves when, and what it waits for.
    pub(super) parts: Vec<Part>,
    /// The day by which it arrives with all that leaves with it; none where nothing is kept for
    /// any of that, or where a part of it has no day.
    pub(super) on: Option<Day>,
}

impl Company {
    /// What each line of an order was promised, in their order. Lines of a group, and of an order
    /// that leaves whole, arrive with the last of them (rulebook O-13).
    pub(super) fn promised(&self, id: &OrderId, confirmed: &Confirmed) -> Vec<PromisedLine> {
        let lines = &confirmed.content.lines;
        let keys = self.state.reserved(id);
        let kept = lines.iter().map(|line| {
            let of = LineOfOrder { order: id.clone(), line: line.id.clone() };
            let stocks = keys.iter().filter_map(|key| self.state.stock(key));
            let kept = stocks.filter_map(|stock| stock.reservation(&of));
            let mut parts: Vec<Part> = kept.flat_map(|kept| kept.parts.iter().cloned()).collect();
            // What has no day comes last.
            parts.sort_by_key(|part| part.ships_on.unwrap_or(Day::MAX));
            parts
        });
        let kept: Vec<Vec<Part>> = kept.collect();
        let on = |line| {
            let together = lines.iter().zip(&kept);
            let together =
                together.filter(|(other, _)| confirmed.content.leave_together(line, other));
            let parts = together.flat_map(|(_, parts)| parts).map(|part| part.arrives_on);
            parts.collect::<Option<Vec<Day>>>()?.into_iter().max()
        };
        let days: Vec<Option<Day>> = lines.iter().map(on).collect();
        kept.into_iter().zip(days).map(|(parts, on)| PromisedLine { parts, on }).collect()
    }
}
