"""What may be promised from supply and demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from .. import _strict
from .._form import plain
from .._strict import Day, Figure
from ..values import Money
from .asking import answered

__all__ = ["Sourced", "SourcedPart", "availability", "source_lines"]


def _dated(rows: Iterable[tuple[Day, Figure]], name: str) -> list[object]:
    return [
        {
            "on": plain(_strict.day(on, f"{name}[{index}].on")),
            "quantity": plain(_strict.figure(quantity, f"{name}[{index}].quantity")),
        }
        for index, (on, quantity) in enumerate(rows)
    ]


def availability(
    supply: Iterable[tuple[Day, Figure]],
    demand: Iterable[tuple[Day, Figure]],
    days: Iterable[Day],
) -> tuple[Decimal, ...]:
    """What may be promised for each of some days without breaking any other promise: the least
    that any later day leaves of supply less demand.

    >>> supply = [("2026-05-01", 40), ("2026-05-10", 30), ("2026-05-20", 60)]
    >>> free = availability(supply, [("2026-05-12", 50)], ["2026-05-01", "2026-05-20"])
    >>> [str(figure) for figure in free]
    ['20', '80']
    """
    request = {
        "supply": _dated(supply, "supply"),
        "demand": _dated(demand, "demand"),
        "days": [plain(_strict.day(on, f"days[{index}]")) for index, on in enumerate(days)],
    }
    kind = tuple[Decimal, ...]
    return cast("tuple[Decimal, ...]", answered(kind, "availability", request))


@dataclass(frozen=True, slots=True)
class SourcedPart:
    """A part of a line and where it comes from."""

    line: str
    """The line."""
    item: str
    """The item: the line's own, or a component of it."""
    quantity: Decimal
    """How much."""
    origin: Any
    """``{"site": ...}``, ``{"supplier": ...}``, ``service``, ``digital`` or ``backorder``."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """How lines are fulfilled."""

    parts: tuple[SourcedPart, ...]
    """The parts, line by line; they sum to the lines."""
    sources: tuple[str, ...]
    """The sources, in the order in which they were given."""
    cost: Money
    """What that costs."""
    is_exact: bool
    """Whether no other choice is better; else it was found by rule of thumb."""
    is_complete: bool
    """Whether nothing waits."""


def source_lines(
    currency: str,
    lines: Iterable[Mapping[str, Any]],
    sources: Iterable[Mapping[str, Any]],
    bundles: Iterable[Mapping[str, Any]] = (),
) -> Sourced:
    """Which site or supplier fulfils which part of an order: one source is preferred, then the
    fewest, then the least cost. Lines, sources and bundles are given as the core names them.

    >>> found = source_lines("EUR", [{"line": "1", "item": "DESK", "quantity": "10"}], [
    ...     {"source": "LYON", "offers": [{"item": "DESK", "available": "6"}]},
    ...     {"source": "PARIS", "offers": [{"item": "DESK", "available": "12"}]}])
    >>> found.sources
    ('PARIS',)
    """
    request = {
        "currency": _strict.currency(currency, "currency"),
        "lines": [_strict.given(line, f"lines[{index}]") for index, line in enumerate(lines)],
        "sources": [_strict.given(one, f"sources[{index}]") for index, one in enumerate(sources)],
        "bundles": [_strict.given(one, f"bundles[{index}]") for index, one in enumerate(bundles)],
    }
    return cast(Sourced, answered(Sourced, "sourcing", request))
