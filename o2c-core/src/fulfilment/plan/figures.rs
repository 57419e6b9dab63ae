//! When a plan will be done, and which of its tasks decide that.

use super::{Plan, TaskState};
use crate::calendar::{self, Day, Holidays};
use crate::id::TaskId;
use alloc::vec::Vec;

/// A task's days, as one expects them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TaskFigures {
    /// The task.
    pub task: TaskId,
    /// How far it is.
    pub state: TaskState,
    /// The day it began, or will at the earliest.
    pub starts_on: Day,
    /// The day it was done, or will be at the earliest.
    pub ends_on: Day,
    /// Whether a day's delay of it delays the whole.
    pub is_critical: bool,
    /// What it still waits for.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub waits_for: Vec<TaskId>,
}

/// A plan as seen on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlanFigures {
    /// The tasks, each behind all it depends on.
    pub tasks: Vec<TaskFigures>,
    /// What may begin now.
    pub ready: Vec<TaskId>,
    /// The chain of tasks that decides the last day, in its order.
    pub critical_path: Vec<TaskId>,
    /// The day on which all will be done; none of a cancelled plan.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub estimated_on: Option<Day>,
    /// What is to be undone of a cancelled plan, in the order in which it may be.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub to_compensate: Vec<TaskId>,
}

impl Plan {
    /// The plan as seen on a day: what is not begun begins as soon as it may, from that day on, and
    /// takes its business days; what is begun is done no earlier than that day.
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn figures(
        &self,
        on: Day,
        holidays: &Holidays,
    ) -> Result<PlanFigures, calendar::Rejection> {
        let mut tasks: Vec<TaskFigures> = Vec::with_capacity(self.tasks.len());
        for planned in self.in_order().iter().filter_map(|place| self.tasks.get(*place)) {
            let task = &planned.task;
            let ends_on = |id: &TaskId| {
                tasks.iter().find(|other| other.task == *id).map(|other| other.ends_on)
            };
            let earliest = task.depends_on.iter().filter_map(ends_on).max();
            let days = i16::from(task.duration_days);
            let (starts_on, ends_on) = match &planned.state {
                TaskState::Finished { on } | TaskState::Compensated { on } => (*on, *on),
                TaskState::Started { on: started_on } => {
                    (*started_on, holidays.plus_business_days(*started_on, days)?.max(on))
                }
                TaskState::Waiting | TaskState::Failed { .. } | TaskState::Cancelled => {
                    let starts_on = earliest.map_or(on, |earliest| earliest.max(on));
                    (starts_on, holidays.plus_business_days(starts_on, days)?)
                }
            };
            tasks.push(TaskFigures {
                task: task.id.clone(),
                state: planned.state.clone(),
                starts_on,
                ends_on,
                is_critical: false,
                waits_for: self.waits_for(task).cloned().collect(),
            });
        }
        let critical_path = self.critical_path(&tasks);
        for task in &mut tasks {
            task.is_critical = critical_path.contains(&task.task);
        }
        let last = tasks.iter().map(|task| task.ends_on).max();
        Ok(PlanFigures {
            ready: self.ready().map(|planned| planned.task.id.clone()).collect(),
            critical_path,
            estimated_on: last.filter(|_| self.cancelled_on.is_none()),
            to_compensate: self.to_compensate().into_iter().cloned().collect(),
            tasks,
        })
    }

    /// From the task that ends last back to the one it waits for that ends last, and so on.
    fn critical_path(&self, tasks: &[TaskFigures]) -> Vec<TaskId> {
        let latest = |among: &[&TaskId]| {
            let tasks = tasks.iter().filter(|task| among.contains(&&task.task));
            // Of equal ones the first decides.
            tasks.rev().max_by_key(|task| task.ends_on).map(|task| &task.task)
        };
        let all: Vec<&TaskId> = tasks.iter().map(|task| &task.task).collect();
        let mut path = Vec::new();
        let mut next = latest(&all);
        while let Some(id) = next {
            path.push(id.clone());
            let depends_on: Vec<&TaskId> = self
                .task(id)
                .map(|planned| planned.task.depends_on.iter().collect())
                .unwrap_or_default();
            next = latest(&depends_on);
        }
        path.reverse();
        path
    }
}
