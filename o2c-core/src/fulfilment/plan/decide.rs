//! The rules of a plan: one function a command, every state of a task named.

use super::{Command, Event, Plan, PlannedTask, Task, TaskState};
use crate::calendar::Day;
use crate::error::Path;
use crate::fulfilment::{Facts, Rejection};
use crate::id::{TaskId, Text};
use alloc::string::ToString;
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

/// More tasks than any order has.
const TASKS: usize = 1_000;

pub(super) fn decide(plan: &Plan, command: &Command, facts: &Facts) -> Decision {
    let on = facts.on;
    match command {
        Command::Begin { tasks } => begin(plan, tasks, on),
        Command::Start { task } => start(plan, task, command.name(), on),
        Command::Finish { task } => finish(plan, task, command.name(), on),
        Command::Fail { task, reason } => fail(plan, task, reason, command.name(), on),
        Command::Retry { task } => retry(plan, task, command.name()),
        Command::Cancel { reason } => cancel(plan, reason, command.name(), on),
        Command::Compensate { task } => compensate(plan, task, command.name(), on),
    }
}

fn not_possible(state: &'static str, command: &'static str) -> Rejection {
    Rejection::PlanNotPossible { path: Path::root(), state, command }
}

/// A task of a plan that was not cancelled.
fn known<'p>(
    plan: &'p Plan,
    id: &TaskId,
    command: &'static str,
) -> Result<&'p PlannedTask, Rejection> {
    if plan.cancelled_on.is_some() {
        return Err(not_possible("cancelled", command));
    }
    find(plan, id)
}

fn find<'p>(plan: &'p Plan, id: &TaskId) -> Result<&'p PlannedTask, Rejection> {
    plan.task(id)
        .ok_or_else(|| Rejection::UnknownTask { path: Path::field("task"), task: id.clone() })
}

fn task_not_possible(planned: &PlannedTask, command: &'static str) -> Rejection {
    Rejection::TaskNotPossible {
        path: Path::field("task"),
        task: planned.task.id.clone(),
        state: planned.state.name(),
        command,
    }
}

fn begin(plan: &Plan, tasks: &[Task], on: Day) -> Decision {
    if !plan.tasks.is_empty() {
        return Err(not_possible("begun", "begin"));
    }
    if tasks.is_empty() || tasks.len() > TASKS {
        let (path, count) = (Path::field("tasks"), tasks.len());
        return Err(Rejection::TasksOutOfRange { path, count, most: TASKS });
    }
    for (index, task) in tasks.iter().enumerate() {
        let before = tasks.get(..index).unwrap_or_default();
        if before.iter().any(|other| other.id == task.id) {
            let (path, task) = (Path::field("id"), task.id.clone());
            return Err(Rejection::TaskTwice { path, task }.inside_index("tasks", index));
        }
        for (place, id) in task.depends_on.iter().enumerate() {
            if !tasks.iter().any(|other| other.id == *id) {
                let path = Path::index("depends_on", place);
                let no = Rejection::UnknownTask { path, task: id.clone() };
                return Err(no.inside_index("tasks", index));
            }
        }
    }
    let mut begun = Plan::new();
    let event = Event::Begun { tasks: tasks.to_vec(), begun_on: on };
    if super::state::evolve(&mut begun, &event).is_ok() {
        let order = begun.in_order();
        if let Some(index) = (0..tasks.len()).find(|place| !order.contains(place)) {
            let task = tasks.get(index).map(|task| task.id.to_string()).unwrap_or_default();
            let path = Path::field("depends_on").inside_index("tasks", index);
            return Err(Rejection::TasksInACircle { path, task });
        }
    }
    Ok(Vec::from([event]))
}

fn start(plan: &Plan, id: &TaskId, command: &'static str, on: Day) -> Decision {
    let planned = known(plan, id, command)?;
    match &planned.state {
        TaskState::Waiting => {}
        TaskState::Started { .. }
        | TaskState::Finished { .. }
        | TaskState::Failed { .. }
        | TaskState::Cancelled
        | TaskState::Compensated { .. } => return Err(task_not_possible(planned, command)),
    }
    if let Some(first) = plan.waits_for(&planned.task).next() {
        let (path, task, waits_for) = (Path::field("task"), id.clone(), first.clone());
        return Err(Rejection::TaskNotReady { path, task, waits_for });
    }
    // Nothing begins before it was laid down, nor before what it depends on was done.
    let done_on = |id: &TaskId| plan.task(id).and_then(|task| task.state.since());
    let done = planned.task.depends_on.iter().filter_map(done_on);
    not_before(done.chain(plan.begun_on).max(), on)?;
    Ok(Vec::from([Event::Started { task: id.clone(), started_on: on }]))
}

fn not_before(latest: Option<Day>, on: Day) -> Result<(), Rejection> {
    match latest {
        Some(latest) if on < latest => {
            Err(Rejection::TaskTooEarly { path: Path::field("task"), on, latest })
        }
        Some(_) | None => Ok(()),
    }
}

/// The day on which a task that runs began.
fn running(planned: &PlannedTask, command: &'static str, on: Day) -> Result<(), Rejection> {
    match &planned.state {
        TaskState::Started { on: started_on } => not_before(Some(*started_on), on),
        TaskState::Waiting
        | TaskState::Finished { .. }
        | TaskState::Failed { .. }
        | TaskState::Cancelled
        | TaskState::Compensated { .. } => Err(task_not_possible(planned, command)),
    }
}

fn finish(plan: &Plan, id: &TaskId, command: &'static str, on: Day) -> Decision {
    running(known(plan, id, command)?, command, on)?;
    Ok(Vec::from([Event::Finished { task: id.clone(), finished_on: on }]))
}

fn fail(plan: &Plan, id: &TaskId, reason: &Text, command: &'static str, on: Day) -> Decision {
    running(known(plan, id, command)?, command, on)?;
    let (task, reason) = (id.clone(), reason.clone());
    Ok(Vec::from([Event::Failed { task, reason, failed_on: on }]))
}

fn retry(plan: &Plan, id: &TaskId, command: &'static str) -> Decision {
    let planned = known(plan, id, command)?;
    match &planned.state {
        TaskState::Failed { .. } => Ok(Vec::from([Event::Retried { task: id.clone() }])),
        TaskState::Waiting
        | TaskState::Started { .. }
        | TaskState::Finished { .. }
        | TaskState::Cancelled
        | TaskState::Compensated { .. } => Err(task_not_possible(planned, command)),
    }
}

fn cancel(plan: &Plan, reason: &Text, command: &'static str, on: Day) -> Decision {
    if plan.tasks.is_empty() {
        return Err(not_possible("absent", command));
    }
    if plan.cancelled_on.is_some() {
        return Err(not_possible("cancelled", command));
    }
    not_before(plan.begun_on, on).map_err(|no| no.with_path(&|_| Path::root()))?;
    Ok(Vec::from([Event::Cancelled { reason: reason.clone(), cancelled_on: on }]))
}

/// What was done is undone once nothing stands on it any more.
fn compensate(plan: &Plan, id: &TaskId, command: &'static str, on: Day) -> Decision {
    let planned = find(plan, id)?;
    if plan.cancelled_on.is_none() {
        return Err(not_possible("running", command));
    }
    if !planned.state.is_to_compensate() {
        return Err(task_not_possible(planned, command));
    }
    let builds_on =
        |other: &&PlannedTask| other.task.depends_on.contains(id) && other.state.is_to_compensate();
    if let Some(first) = plan.tasks.iter().find(builds_on) {
        let (path, task, waits_for) = (Path::field("task"), id.clone(), first.task.id.clone());
        return Err(Rejection::TaskNotReady { path, task, waits_for });
    }
    let undone = plan.tasks.iter().filter(|other| other.task.depends_on.contains(id));
    let undone = undone.filter_map(|other| other.state.since());
    not_before(undone.chain(plan.cancelled_on).chain(planned.state.since()).max(), on)?;
    Ok(Vec::from([Event::Compensated { task: id.clone(), compensated_on: on }]))
}
