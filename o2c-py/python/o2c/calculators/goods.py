"""What may be promised from supply and demand."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from .. import _strict
from .._form import plain
from .._strict import Day, Figure
from .asking import answered

__all__ = ["availability"]


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
