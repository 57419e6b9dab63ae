//! What one may ask of a plan, and what happened to it.

use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{LineId, TaskId, Text};
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TaskKind {
    /// Goods are taken from their places.
    Pick,
    /// They are packed.
    Pack,
    /// They leave.
    Ship,
    /// They arrive.
    Deliver,
    /// A day is agreed on.
    Schedule,
    /// A service is performed.
    Perform,
    /// The customer accepts it.
    Accept,
    /// A digital good is made available.
    Provision,
    /// A supplier is asked to deliver.
    Purchase,
    /// Anything else.
    Other,
}

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// A task.
    Task {
        /// The caller's id, unique within the plan.
        id: TaskId,
        /// What is done.
        kind: TaskKind,
        /// What must be finished before.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        depends_on: Vec<TaskId>,
        /// How many business days it takes; 0 is done on the day it begins.
        #[cfg_attr(feature = "serde", serde(default))]
        duration_days: u8,
        /// Who does it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        owner: Text,
        /// The line it is for; the whole order where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        line: Option<LineId>,
        /// Whether what it is for is not cancelled any more once it has begun.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_point_of_no_return: bool,
    }
}

// What says nothing adds nothing to the fingerprint of a command, as for the handling of an order.
impl Hash for Task {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.id, self.kind, &self.depends_on, self.duration_days, &self.owner).hash(state);
        if self.line.is_some() || self.is_point_of_no_return {
            (&self.line, self.is_point_of_no_return).hash(state);
        }
    }
}

/// What one may ask of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// The tasks are laid down.
    Begin {
        /// The tasks, in any order.
        tasks: Vec<Task>,
    },
    /// A task begins.
    Start {
        /// Which.
        task: TaskId,
    },
    /// A task is done.
    Finish {
        /// Which.
        task: TaskId,
    },
    /// A task did not succeed.
    Fail {
        /// Which.
        task: TaskId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// A task that failed is tried again.
    Retry {
        /// Which.
        task: TaskId,
    },
    /// Nothing more is done of it; what had begun is to be compensated.
    Cancel {
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// A task of a cancelled plan was undone.
    Compensate {
        /// Which.
        task: TaskId,
    },
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Begin { .. } => "begin",
            Command::Start { .. } => "start",
            Command::Finish { .. } => "finish",
            Command::Fail { .. } => "fail",
            Command::Retry { .. } => "retry",
            Command::Cancel { .. } => "cancel",
            Command::Compensate { .. } => "compensate",
        }
    }
}

/// What happened to a plan. Append-only: an event that was once written keeps its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// The tasks were laid down.
    Begun {
        /// The tasks.
        tasks: Vec<Task>,
        /// The day.
        begun_on: Day,
    },
    /// A task began.
    Started {
        /// Which.
        task: TaskId,
        /// The day.
        started_on: Day,
    },
    /// A task is done.
    Finished {
        /// Which.
        task: TaskId,
        /// The day.
        finished_on: Day,
    },
    /// A task did not succeed.
    Failed {
        /// Which.
        task: TaskId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// The day.
        failed_on: Day,
    },
    /// A task that failed waits to be tried again.
    Retried {
        /// Which.
        task: TaskId,
    },
    /// Nothing more is done.
    Cancelled {
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// The day.
        cancelled_on: Day,
    },
    /// A task was undone.
    Compensated {
        /// Which.
        task: TaskId,
        /// The day.
        compensated_on: Day,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Begun { .. } => "begun",
            Event::Started { .. } => "started",
            Event::Finished { .. } => "finished",
            Event::Failed { .. } => "failed",
            Event::Retried { .. } => "retried",
            Event::Cancelled { .. } => "cancelled",
            Event::Compensated { .. } => "compensated",
        }
    }
}
