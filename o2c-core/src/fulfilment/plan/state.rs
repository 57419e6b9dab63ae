//! What a plan remembers, and how it follows what happened.

use super::{Event, Task};
use crate::calendar::Day;
use crate::id::{LineId, TaskId, Text};
use crate::machine::BrokenHistory;
use alloc::format;
use alloc::vec::Vec;

/// How far a task is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum TaskState {
    /// Not begun.
    Waiting,
    /// Begun.
    Started {
        /// Since when.
        on: Day,
    },
    /// Done.
    Finished {
        /// Since when.
        on: Day,
    },
    /// It did not succeed.
    Failed {
        /// Since when.
        on: Day,
        /// Why.
        reason: Text,
    },
    /// It will not be done.
    Cancelled,
    /// It was undone.
    Compensated {
        /// Since when.
        on: Day,
    },
}

impl TaskState {
    /// The name of the state, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            TaskState::Waiting => "waiting",
            TaskState::Started { .. } => "started",
            TaskState::Finished { .. } => "finished",
            TaskState::Failed { .. } => "failed",
            TaskState::Cancelled => "cancelled",
            TaskState::Compensated { .. } => "compensated",
        }
    }

    /// The day of what happened to it last; none of what has not begun or will not.
    pub const fn since(&self) -> Option<Day> {
        match self {
            TaskState::Started { on }
            | TaskState::Finished { on }
            | TaskState::Failed { on, .. }
            | TaskState::Compensated { on } => Some(*on),
            TaskState::Waiting | TaskState::Cancelled => None,
        }
    }

    /// Whether something was done that a cancellation has to undo.
    pub const fn is_to_compensate(&self) -> bool {
        match self {
            TaskState::Started { .. } | TaskState::Finished { .. } | TaskState::Failed { .. } => {
                true
            }
            TaskState::Waiting | TaskState::Cancelled | TaskState::Compensated { .. } => false,
        }
    }
}

/// A task and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PlannedTask {
    /// The task.
    pub task: Task,
    /// How far it is.
    pub state: TaskState,
    /// How often it began.
    pub attempts: u32,
}

/// The tasks that fulfil an order; none before they are laid down.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Plan {
    /// The tasks, as they were laid down.
    pub tasks: Vec<PlannedTask>,
    /// The day on which nothing more was to be done.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cancelled_on: Option<Day>,
    /// The day on which the tasks were laid down.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub begun_on: Option<Day>,
}

impl Plan {
    /// A plan before its tasks are laid down.
    pub const fn new() -> Self {
        Plan { tasks: Vec::new(), cancelled_on: None, begun_on: None }
    }

    /// A task by its id.
    pub fn task(&self, id: &TaskId) -> Option<&PlannedTask> {
        self.tasks.iter().find(|planned| planned.task.id == *id)
    }

    /// The task behind whose beginning a line is not cancelled any more: its own, or one of the
    /// whole order. A plan that is cancelled has none.
    pub fn beyond_return(&self, line: &LineId) -> Option<&PlannedTask> {
        let has_begun = |planned: &&PlannedTask| match planned.state {
            TaskState::Started { .. } | TaskState::Finished { .. } => true,
            TaskState::Waiting
            | TaskState::Failed { .. }
            | TaskState::Cancelled
            | TaskState::Compensated { .. } => false,
        };
        let is_of = |task: &Task| task.line.as_ref().is_none_or(|of| of == line);
        let tasks = self.tasks.iter().filter(|_| self.cancelled_on.is_none());
        let mut tasks = tasks.filter(|planned| planned.task.is_point_of_no_return);
        tasks.find(|planned| has_begun(planned) && is_of(&planned.task))
    }

    /// What a task depends on and is not finished yet.
    pub fn waits_for<'p>(&'p self, task: &'p Task) -> impl Iterator<Item = &'p TaskId> {
        let is_finished = |id: &TaskId| {
            self.task(id).is_some_and(|task| matches!(task.state, TaskState::Finished { .. }))
        };
        task.depends_on.iter().filter(move |id| !is_finished(id))
    }

    /// The tasks that may begin now.
    pub fn ready(&self) -> impl Iterator<Item = &PlannedTask> {
        let may_begin = |planned: &&PlannedTask| {
            planned.state == TaskState::Waiting && self.waits_for(&planned.task).next().is_none()
        };
        self.tasks.iter().filter(|_| self.cancelled_on.is_none()).filter(may_begin)
    }

    /// The places of the tasks, each behind all it depends on; those in a circle are left out.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::with_capacity(self.tasks.len());
        let mut is_placed: Vec<bool> = self.tasks.iter().map(|_| false).collect();
        loop {
            let before = order.len();
            for (place, planned) in self.tasks.iter().enumerate() {
                let is_there = |id: &TaskId| {
                    let place = self.tasks.iter().position(|other| other.task.id == *id);
                    place.and_then(|place| is_placed.get(place)).copied().unwrap_or(false)
                };
                let is_done = is_placed.get(place).copied().unwrap_or(true);
                if !is_done && planned.task.depends_on.iter().all(is_there) {
                    order.push(place);
                    if let Some(done) = is_placed.get_mut(place) {
                        *done = true;
                    }
                }
            }
            if order.len() == before {
                return order;
            }
        }
    }

    /// What is to be undone of a cancelled plan, in the order in which it may be: what builds on a
    /// task goes before it.
    pub fn to_compensate(&self) -> Vec<&TaskId> {
        let order = self.in_order();
        let tasks = order.iter().rev().filter_map(|place| self.tasks.get(*place));
        let tasks = tasks.filter(|_| self.cancelled_on.is_some());
        tasks.filter(|task| task.state.is_to_compensate()).map(|task| &task.task.id).collect()
    }
}

pub(super) fn evolve(plan: &mut Plan, event: &Event) -> Result<(), BrokenHistory> {
    let (id, state) = match event {
        Event::Begun { tasks, begun_on } => {
            if !plan.tasks.is_empty() {
                return Err(BrokenHistory::new("fulfilment", "a plan is laid down twice"));
            }
            let waiting = |task: &Task| PlannedTask {
                task: task.clone(),
                state: TaskState::Waiting,
                attempts: 0,
            };
            plan.tasks = tasks.iter().map(waiting).collect();
            plan.begun_on = Some(*begun_on);
            return Ok(());
        }
        Event::Cancelled { cancelled_on, .. } => {
            plan.cancelled_on = Some(*cancelled_on);
            for planned in &mut plan.tasks {
                if planned.state == TaskState::Waiting {
                    planned.state = TaskState::Cancelled;
                }
            }
            return Ok(());
        }
        Event::Started { task, started_on } => (task, TaskState::Started { on: *started_on }),
        Event::Finished { task, finished_on } => (task, TaskState::Finished { on: *finished_on }),
        Event::Failed { task, reason, failed_on } => {
            (task, TaskState::Failed { on: *failed_on, reason: reason.clone() })
        }
        Event::Retried { task } => (task, TaskState::Waiting),
        Event::Compensated { task, compensated_on } => {
            (task, TaskState::Compensated { on: *compensated_on })
        }
    };
    let Some(planned) = plan.tasks.iter_mut().find(|planned| planned.task.id == *id) else {
        return Err(BrokenHistory::new("fulfilment", format!("there is no task {id}")));
    };
    if matches!(event, Event::Started { .. }) {
        planned.attempts = planned.attempts.saturating_add(1);
    }
    planned.state = state;
    Ok(())
}
