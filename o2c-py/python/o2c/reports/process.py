"""Which way orders take through the company, and its log for process mining."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from .._fields import DAY, OPTIONAL_DAY
from .._strict import Day
from ..calculators.process import ProcessFigures
from .queries import Query, span

__all__ = ["EventLogQuery", "ProcessQuery"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessQuery(Query[ProcessFigures]):
    """How orders go from their capture to their payment: what follows what and how long it takes,
    which ways they take, what is done twice."""

    NAME: ClassVar[str] = "process"
    ANSWER: ClassVar[Any] = ProcessFigures

    as_of: Day = field(metadata=DAY)
    """Nothing that happened after this day."""
    first: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only orders placed on this day or later."""
    known_at: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what had been recorded by the end of this day."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLogQuery(Query[Any]):
    """The log of the company as an object-centric event log: the answer, written as JSON, is a
    file of OCEL 2.0.

    >>> import json
    >>> import o2c
    >>> company = o2c.Company.found(ledger_currency="EUR")
    >>> json.dumps(company.report(o2c.reports.EventLogQuery()))
    '{"objectTypes": [], "eventTypes": [], "objects": [], "events": []}'
    """

    NAME: ClassVar[str] = "event_log"
    ANSWER: ClassVar[Any] = Any

    first: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what counts from this day on."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """Only what counts up to this day."""

    def as_json(self) -> Any:
        """The query under its name."""
        return span(Query.as_json(self))
