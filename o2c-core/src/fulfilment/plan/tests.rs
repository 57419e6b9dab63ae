//! Stories of a plan.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use super::*;
use crate::calendar::{Day, Holidays};
use crate::error::Refusal;
use crate::id::TaskId;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn id(text: &str) -> TaskId {
    text.parse().unwrap()
}

fn task(name: &str, depends_on: &[&str], duration_days: u8) -> Task {
    let depends_on = depends_on.iter().map(|name| id(name)).collect();
    let (kind, owner) = (TaskKind::Other, Default::default());
    let (line, is_point_of_no_return) = (None, false);
    Task { id: id(name), kind, depends_on, duration_days, owner, line, is_point_of_no_return }
}

/// Goods and a service: the service waits for the delivery.
fn tasks() -> Vec<Task> {
    [
        task("pick", &[], 1),
        task("pack", &["pick"], 0),
        task("ship", &["pack"], 2),
        task("schedule", &[], 1),
        task("perform", &["ship", "schedule"], 1),
    ]
    .into()
}

fn asked(plan: &mut Plan, on: &str, command: &Command) -> Result<(), Rejection> {
    for event in plan.decide(command, &Facts { on: day(on) })? {
        plan.evolve(&event).unwrap();
    }
    Ok(())
}

fn begun(tasks: Vec<Task>) -> Plan {
    let mut plan = Plan::new();
    asked(&mut plan, "2026-05-04", &Command::Begin { tasks }).unwrap();
    plan
}

fn code(plan: &mut Plan, on: &str, command: &Command) -> &'static str {
    asked(plan, on, command).unwrap_err().code()
}

fn names(ids: &[TaskId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// Monday 4 May 2026; Friday 8 May is a holiday.
#[test]
fn the_longest_chain_decides_the_day() {
    let holidays = Holidays::new([day("2026-05-08")]);
    let mut plan = begun(tasks());
    let figures = plan.figures(day("2026-05-04"), &holidays).unwrap();
    assert_eq!(names(&figures.ready), ["pick", "schedule"]);
    assert_eq!(names(&figures.critical_path), ["pick", "pack", "ship", "perform"]);
    // Pick on Tuesday, pack, ship on Thursday, perform on Monday after the holiday.
    assert_eq!(figures.estimated_on, Some(day("2026-05-11")));
    // A late start of what does not decide makes it decide.
    let start = |name: &str| Command::Start { task: id(name) };
    let finish = |name: &str| Command::Finish { task: id(name) };
    for (on, name) in [("2026-05-05", "pick"), ("2026-05-05", "pack"), ("2026-05-07", "ship")] {
        asked(&mut plan, on, &start(name)).unwrap();
        asked(&mut plan, on, &finish(name)).unwrap();
    }
    let figures = plan.figures(day("2026-05-11"), &holidays).unwrap();
    assert_eq!(names(&figures.critical_path), ["schedule", "perform"]);
    assert_eq!(figures.estimated_on, Some(day("2026-05-13")));
}

#[test]
fn a_task_waits_for_what_it_depends_on() {
    let mut plan = begun(tasks());
    let start = Command::Start { task: id("pack") };
    assert_eq!(code(&mut plan, "2026-05-04", &start), "fulfilment.plan.task_not_ready");
    asked(&mut plan, "2026-05-05", &Command::Start { task: id("pick") }).unwrap();
    let fail = Command::Fail { task: id("pick"), reason: Default::default() };
    asked(&mut plan, "2026-05-05", &fail).unwrap();
    let again = Command::Start { task: id("pick") };
    assert_eq!(code(&mut plan, "2026-05-05", &again), "fulfilment.plan.task_not_possible");
    asked(&mut plan, "2026-05-05", &Command::Retry { task: id("pick") }).unwrap();
    asked(&mut plan, "2026-05-06", &again).unwrap();
    assert_eq!(plan.task(&id("pick")).unwrap().attempts, 2);
    asked(&mut plan, "2026-05-06", &Command::Finish { task: id("pick") }).unwrap();
    assert_eq!(code(&mut plan, "2026-05-05", &start), "fulfilment.plan.task_too_early");
    asked(&mut plan, "2026-05-06", &start).unwrap();
}

#[test]
fn what_was_done_is_undone_in_reverse() {
    let mut plan = begun(tasks());
    for name in ["pick", "pack"] {
        asked(&mut plan, "2026-05-05", &Command::Start { task: id(name) }).unwrap();
        asked(&mut plan, "2026-05-05", &Command::Finish { task: id(name) }).unwrap();
    }
    let compensate = |name: &str| Command::Compensate { task: id(name) };
    let early = code(&mut plan, "2026-05-05", &compensate("pack"));
    assert_eq!(early, "fulfilment.plan.not_possible");
    asked(&mut plan, "2026-05-06", &Command::Cancel { reason: Default::default() }).unwrap();
    let figures = plan.figures(day("2026-05-06"), &Holidays::none()).unwrap();
    assert_eq!(names(&figures.to_compensate), ["pack", "pick"]);
    assert_eq!((figures.estimated_on, figures.ready.len()), (None, 0));
    assert_eq!(
        code(&mut plan, "2026-05-06", &compensate("pick")),
        "fulfilment.plan.task_not_ready"
    );
    for name in ["pack", "pick"] {
        asked(&mut plan, "2026-05-06", &compensate(name)).unwrap();
    }
    assert!(plan.to_compensate().is_empty());
    let never = code(&mut plan, "2026-05-06", &compensate("ship"));
    assert_eq!(never, "fulfilment.plan.task_not_possible");
}

#[test]
fn what_is_no_plan_is_refused() {
    let mut plan = Plan::new();
    let mut refused = |tasks: Vec<Task>| {
        let no = asked(&mut plan, "2026-05-04", &Command::Begin { tasks }).unwrap_err();
        (no.code(), no.path().to_string())
    };
    assert_eq!(refused(Vec::new()).0, "fulfilment.plan.tasks_out_of_range");
    let circle = [task("a", &[], 0), task("b", &["c"], 0), task("c", &["b"], 0)];
    assert_eq!(
        refused(circle.into()),
        ("fulfilment.plan.tasks_in_a_circle", "tasks[1].depends_on".into())
    );
    let unknown = refused([task("a", &["z"], 0)].into());
    assert_eq!(unknown, ("fulfilment.plan.unknown_task", "tasks[0].depends_on[0]".into()));
    let twice = refused([task("a", &[], 0), task("a", &[], 0)].into());
    assert_eq!(twice, ("fulfilment.plan.task_twice", "tasks[1].id".into()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Whatever the graph: the last day is that of the longest chain, by trying every chain.
    #[test]
    fn the_estimate_is_the_longest_chain(
        graph in prop::collection::vec(
            (0_u8..4, prop::collection::vec(any::<prop::sample::Index>(), 0..3)),
            1..9,
        ),
    ) {
        let mut tasks = Vec::new();
        for (place, (days, on)) in graph.iter().enumerate() {
            let mut names: Vec<String> = on
                .iter()
                .filter(|_| place > 0)
                .map(|index| index.index(place).to_string())
                .collect();
            names.sort();
            names.dedup();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            tasks.push(task(&place.to_string(), &names, *days));
        }
        fn longest(tasks: &[Task], place: usize) -> i64 {
            let of = |id: &TaskId| longest(tasks, id.as_str().parse().unwrap());
            let before = tasks[place].depends_on.iter().map(of).max().unwrap_or(0);
            before + i64::from(tasks[place].duration_days)
        }
        let days = (0..tasks.len()).map(|place| longest(&tasks, place)).max().unwrap();
        let mut reversed = tasks.clone();
        reversed.reverse();
        let monday = day("2026-05-04");
        let expected = Holidays::none().plus_business_days(monday, i16::try_from(days).unwrap());
        for tasks in [tasks, reversed] {
            let figures = begun(tasks).figures(monday, &Holidays::none()).unwrap();
            prop_assert_eq!(figures.estimated_on, Some(expected.clone().unwrap()));
        }
    }
}
