//! The tasks of an order within the company: what they are for, and what follows when they end.
//!
//! ```text
//!  order cancelled         ──▶ its plan is cancelled: what was done is to be undone
//!  task of acceptance done ──▶ what left and was not accepted is accepted
//!  point of no return      ──▶ what it is for is not cancelled any more
//! ```

use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::sale::{inside, known_order};
use super::view::View;
use crate::body::bodies;
use crate::error::Path;
use crate::fulfilment::{self, plan};
use crate::id::{LineId, OrderId, TaskId, Text};
use crate::money::Exact;
use crate::order::{self, Order};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Something asked of the tasks that fulfil an order.
    OnPlan {
        /// The order.
        order: OrderId,
        /// What is asked.
        ask: plan::Command,
    }
}

/// Puts a question to the plan of an order.
pub(super) fn on_plan(decision: &mut Decision<'_>, asked: &OnPlan) -> Result<(), Rejection> {
    let order = known_order(decision.before(), &asked.order)?;
    let is_open = matches!(order, Order::Placed(_) | Order::Confirmed(_));
    if matches!(asked.ask, plan::Command::Begin { .. }) && !is_open {
        let (path, order, state) = (Path::field("order"), asked.order.clone(), order.state());
        return Err(fulfilment::Rejection::PlanOfNoOrder { path, order, state }.into());
    }
    if let plan::Command::Begin { tasks } = &asked.ask {
        for (index, task) in tasks.iter().enumerate() {
            if let Some(line) = task.line.as_ref().filter(|line| order.position(line).is_none()) {
                let path = Path::field("line").inside_index("tasks", index);
                let path = path.inside("begin").inside("ask");
                return Err(Cause::UnknownLine { path, line: line.clone() }.into());
            }
        }
    }
    decision
        .run(Leg::Plan(asked.order.clone(), asked.ask.clone()))
        .map_err(|no| inside(inside(no, asked.ask.name()), "ask"))
}

/// A line behind its point of no return is not cancelled: what left is returned (rulebook O-12).
pub(super) fn expect_return(
    view: &dyn View,
    order: &OrderId,
    line: &LineId,
) -> Result<(), Rejection> {
    match view.plan(order).and_then(|plan| plan.beyond_return(line)) {
        Some(planned) => {
            let (path, task, line) = (Path::root(), planned.task.id.clone(), line.clone());
            Err(fulfilment::Rejection::BeyondReturn { path, task, line }.into())
        }
        None => Ok(()),
    }
}

/// What is open of an order is cancelled as long as nothing of it is behind its point of no return.
pub(super) fn expect_returns(view: &dyn View, id: &OrderId) -> Result<(), Rejection> {
    if view.plan(id).is_none() {
        return Ok(());
    }
    let order = known_order(view, id)?;
    let lines = order.content().map_or(&[][..], |content| &content.lines);
    let is_open = |at| order.open_to_ship(at).is_some_and(|open| open.is_positive());
    let mut open = lines.iter().enumerate().filter(|(at, _)| is_open(*at));
    open.try_for_each(|(_, line)| expect_return(view, id, &line.id))
}

/// A task of acceptance that is done records what the customer accepted: all that left of its line,
/// or of the order, and was not accepted before.
pub(super) fn task_finished(
    decision: &mut Decision<'_>,
    id: &OrderId,
    task: &TaskId,
) -> Result<(), Rejection> {
    let now = decision.now()?;
    let planned = now.plan(id).and_then(|plan| plan.task(task)).map(|planned| &planned.task);
    let Some(task) = planned.filter(|task| task.kind == plan::TaskKind::Accept) else {
        return Ok(());
    };
    // An order of which nothing is to be accepted has nothing to record.
    let lines = now.order(id).and_then(|order| order.to_accept().ok()).unwrap_or_default();
    let is_of = |line: &LineId| task.line.as_ref().is_none_or(|of| of == line);
    let lines: Vec<(LineId, Exact)> = lines.into_iter().filter(|(line, _)| is_of(line)).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let by = task.owner.clone();
    let command = order::Command::RecordAccepted { lines, by };
    decision.run_via("plan.finished", Leg::Order(id.clone(), command))
}

/// A cancelled order needs no more tasks: what was done is to be undone.
pub(super) fn cancel_plan(decision: &mut Decision<'_>, order: &OrderId) -> Result<(), Rejection> {
    let running = decision.now()?.plan(order).is_some_and(|plan| plan.cancelled_on.is_none());
    if !running {
        return Ok(());
    }
    let leg = Leg::Plan(order.clone(), plan::Command::Cancel { reason: Text::default() });
    decision.run_via("order.cancelled", leg)
}
