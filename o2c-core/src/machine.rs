//! What every machine of this library is: a pure decision and a fold.
//!
//! `decide` looks at the state, a command and the facts it needs, and answers with what happened
//! or with why not; it changes nothing. `evolve` follows what happened; it has no rule of its
//! own. So the events are the truth and every state can be rebuilt from them.

use alloc::vec::Vec;
use core::fmt;

/// An event that can never follow the events before it: the history was not made by `decide`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenHistory {
    /// Which machine, such as `order`.
    pub machine: &'static str,
    /// What does not follow.
    pub reason: alloc::string::String,
    /// The sentence of the contract that it breaks, such as `I12`; `I17` where it merely does not
    /// follow.
    pub invariant: &'static str,
}

impl BrokenHistory {
    /// A history that breaks in a machine, and why.
    pub fn new(machine: &'static str, reason: impl Into<alloc::string::String>) -> Self {
        BrokenHistory { machine, reason: reason.into(), invariant: "I17" }
    }

    /// The same, with the sentence of the contract that it breaks.
    pub fn against(self, invariant: &'static str) -> Self {
        BrokenHistory { invariant, ..self }
    }
}

impl fmt::Display for BrokenHistory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the history of {} breaks: {}", self.machine, self.reason)
    }
}

impl core::error::Error for BrokenHistory {}

/// A machine that remembers.
pub trait Machine {
    /// What one may ask.
    type Command;
    /// What the decision needs to know beyond the state; it comes in, it is never looked up.
    type Facts;
    /// What happened.
    type Event: Clone;
    /// Why not.
    type Rejection;

    /// Decides a command: what happens, or why it does not. Changes nothing; twice gives the same.
    ///
    /// # Errors
    /// The rejection that takes precedence.
    fn decide(
        &self,
        command: &Self::Command,
        facts: &Self::Facts,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// Follows one event.
    ///
    /// # Errors
    /// [`BrokenHistory`] where the event can never follow this state.
    fn evolve(&mut self, event: &Self::Event) -> Result<(), BrokenHistory>;
}

/// The state that a history leads to.
///
/// # Errors
/// [`BrokenHistory`] at the first event that can never follow.
pub fn replay<'a, M>(
    mut machine: M,
    events: impl IntoIterator<Item = &'a M::Event>,
) -> Result<M, BrokenHistory>
where
    M: Machine,
    M::Event: 'a,
{
    for event in events {
        machine.evolve(event)?;
    }
    Ok(machine)
}

/// A story told for a test: given what happened, when this is asked, then that follows.
///
/// ```
/// use o2c_core::machine::{BrokenHistory, Given, Machine};
/// #[derive(Default)]
/// struct Counter(u32);
/// impl Machine for Counter {
///     type Command = u32;
///     type Facts = ();
///     type Event = u32;
///     type Rejection = &'static str;
///     fn decide(&self, by: &u32, _: &()) -> Result<Vec<u32>, &'static str> {
///         if *by == 0 { Err("nothing to count") } else { Ok(vec![*by]) }
///     }
///     fn evolve(&mut self, by: &u32) -> Result<(), BrokenHistory> {
///         self.0 += by;
///         Ok(())
///     }
/// }
/// Given::new(Counter::default(), &[2, 3]).when(&4, &()).then(&[4]);
/// Given::new(Counter::default(), &[]).when(&0, &()).refused(&"nothing to count");
/// ```
#[derive(Debug)]
pub struct Given<M>(Result<M, BrokenHistory>);

impl<M: Machine> Given<M> {
    /// The machine after what happened.
    pub fn new(machine: M, events: &[M::Event]) -> Self {
        Given(replay(machine, events))
    }

    /// What the machine answers to a command.
    pub fn when(&self, command: &M::Command, facts: &M::Facts) -> When<M> {
        When(match &self.0 {
            Ok(machine) => Ok(machine.decide(command, facts)),
            Err(broken) => Err(broken.clone()),
        })
    }
}

/// The answer to a command, to be compared; see [`Given`].
#[derive(Debug)]
pub struct When<M: Machine>(Result<Result<Vec<M::Event>, M::Rejection>, BrokenHistory>);

impl<M: Machine> When<M>
where
    M::Event: fmt::Debug + PartialEq,
    M::Rejection: fmt::Debug + PartialEq,
{
    /// Holds the events against what is expected; a test fails here by panicking.
    #[track_caller]
    #[allow(clippy::panic)]
    pub fn then(&self, expected: &[M::Event]) {
        match &self.0 {
            Ok(Ok(events)) => assert_eq!(events.as_slice(), expected),
            other => panic!("expected {expected:?}, found {other:?}"),
        }
    }

    /// Holds the rejection against what is expected; a test fails here by panicking.
    #[track_caller]
    #[allow(clippy::panic)]
    pub fn refused(&self, expected: &M::Rejection) {
        match &self.0 {
            Ok(Err(rejection)) => assert_eq!(rejection, expected),
            other => panic!("expected the refusal {expected:?}, found {other:?}"),
        }
    }
}
