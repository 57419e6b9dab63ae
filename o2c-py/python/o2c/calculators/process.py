"""Which way cases take, how long each step makes them wait, and what is done twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from .. import _strict
from .._form import plain
from .._strict import Day
from .asking import answered

__all__ = [
    "Activity",
    "DelayEffect",
    "LeadTime",
    "ProcessFigures",
    "Succession",
    "Variant",
    "process",
]


@dataclass(frozen=True, slots=True)
class Activity:
    """What happens."""

    activity: str
    """Its name."""
    cases: int
    """In how many cases it happens."""
    times: int
    """How often it happens."""
    repeated: int
    """In how many cases it happens more than once."""


@dataclass(frozen=True, slots=True)
class Succession:
    """One step that follows another."""

    to: str
    """What happened next."""
    times: int
    """How often."""
    mean_days: Decimal | None
    """How many days lie between them on average."""
    median_days: int
    """Half of them took at most so many days."""
    ninth_decile_days: int
    """Nine of ten took at most so many days."""
    longest_days: int
    """The longest took so many days."""
    total_days: int
    """How many days all of them took together."""
    after: str = ""
    """What happened first."""

    @classmethod
    def read(cls, value: Mapping[str, object]) -> Succession:
        """The succession of an answer, in which ``after`` is called ``from``."""
        mean = value["mean_days"]
        return cls(
            after=cast(str, value["from"]),
            to=cast(str, value["to"]),
            times=cast(int, value["times"]),
            mean_days=None if mean is None else Decimal(cast(str, mean)),
            median_days=cast(int, value["median_days"]),
            ninth_decile_days=cast(int, value["ninth_decile_days"]),
            longest_days=cast(int, value["longest_days"]),
            total_days=cast(int, value["total_days"]),
        )


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long something took, in days; None where it is not known of any."""

    times: int
    """How often it is known."""
    mean_days: Decimal | None
    """How many days it took on average."""
    median_days: int | None
    """Half took at most so many days."""
    ninth_decile_days: int | None
    """Nine of ten took at most so many days."""
    longest_days: int | None
    """The longest took so many days."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way that cases take."""

    activities: tuple[str, ...]
    """The steps."""
    cases: int
    """How many cases take it."""
    percent: Decimal | None
    """The same in percent of all."""


@dataclass(frozen=True, slots=True)
class DelayEffect:
    """How long the next step waits where the one before it was late, longer than the median, and
    where it was not."""

    before: str
    """The step that the first wait begins with."""
    step: str
    """The step that was late or not."""
    next: str
    """The next step."""
    median_days: int
    """The longest wait for the step that is not late."""
    late: int
    """How often the step was late."""
    in_time: int
    """How often it was not."""
    days_after_late: Decimal | None
    """How many days the next step took on average where it was late."""
    days_after_in_time: Decimal | None
    """The same where it was not."""
    more_days: Decimal | None
    """How many days more it took after a late one; None where one of the two is missing."""


@dataclass(frozen=True, slots=True)
class ProcessFigures:
    """How cases went."""

    cases: int
    """How many there are."""
    days: Decimal | None
    """How many days a case takes from its first step to its last, on average."""
    rework: Decimal | None
    """Cases in which a step was taken more than once, in percent."""
    activities: tuple[Activity, ...]
    """What happens, by name."""
    transitions: tuple[Succession, ...]
    """What follows what: first those on which all cases together waited longest."""
    variants: tuple[Variant, ...]
    """The ways cases take, the most frequent first."""
    effects: tuple[DelayEffect, ...]
    """What a late step does to the next one, by the names of the steps."""


def process(cases: Mapping[str, Iterable[tuple[str, Day]]]) -> ProcessFigures:
    """How cases went: for each case its steps, each with its day.

    >>> steps = {"O-1": [("placed", "2026-01-05"), ("shipped", "2026-01-08")],
    ...          "O-2": [("placed", "2026-01-05"), ("shipped", "2026-01-10")]}
    >>> bottleneck = process(steps).transitions[0]
    >>> bottleneck.after, bottleneck.to, str(bottleneck.mean_days)
    ('placed', 'shipped', '4')
    """
    given = [
        {
            "case": _strict.text(case, f"cases[{index}].case"),
            "steps": [
                {
                    "activity": _strict.text(activity, f"cases[{index}].steps[{place}].activity"),
                    "on": plain(_strict.day(on, f"cases[{index}].steps[{place}].on")),
                }
                for place, (activity, on) in enumerate(steps)
            ],
        }
        for index, (case, steps) in enumerate(cases.items())
    ]
    request = {"process": {"cases": given}}
    return cast(ProcessFigures, answered(ProcessFigures, "key_figure", request))
