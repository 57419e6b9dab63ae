"""What stands on the page, as the reports of the core tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..calculators.process import ProcessFigures
from ..company import Company
from ..reports import (
    AgedBalance,
    AgedBalanceQuery,
    CashForecast,
    CashForecastQuery,
    Cycle,
    CycleQuery,
    FiguresQuery,
    MonthFigures,
    ProcessQuery,
)

LARGEST = 10
"""So many debtors and waits are shown."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The reports behind the page."""

    as_of: date
    """The day of the page."""
    currency: str
    """The currency of the books."""
    months: tuple[MonthFigures, ...]
    """The year up to that day, month by month."""
    aged: AgedBalance
    """What is open, by age, at booked values."""
    cycle: Cycle
    """The whole cycle, with the largest debtors."""
    forecast: CashForecast
    """What is expected to come in."""
    process: ProcessFigures
    """How orders go from capture to payment."""

    @property
    def now(self) -> MonthFigures:
        """The figures of the last month."""
        return self.months[-1]


def collected(company: Company, as_of: date) -> Figures:
    """Asks the core for everything that stands on the page."""
    figures = company.report(FiguresQuery(as_of=as_of, months=12))
    aged = AgedBalanceQuery(as_of=as_of, value="booked", by="currency")
    return Figures(
        as_of=as_of,
        currency=figures.currency,
        months=figures.rows[0].months,
        aged=company.report(aged),
        cycle=company.report(CycleQuery(as_of=as_of, largest=LARGEST)),
        forecast=company.report(CashForecastQuery(as_of=as_of)),
        process=company.report(ProcessQuery(as_of=as_of)),
    )
