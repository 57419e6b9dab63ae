"""The pictures of the page. Amounts go to the library as the texts they are; only the picture
itself is not exact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from .figures import LARGEST, Figures
from .words import Words

BLUE, ORANGE, GREEN, RED = "#3b7dd8", "#e08a2e", "#3f9c6b", "#c94f4f"
# A grey that is read on white and on black.
GREY = "#7d858f"


def drawn(figures: Figures, words: Words) -> dict[str, str]:
    """The pictures by name, each a part of the page."""
    pictures = {
        "ageing": _ageing(figures, words),
        "trend": _trend(figures, words),
        "flow": _flow(figures, words),
        "debtors": _debtors(figures, words),
        "forecast": _forecast(figures, words),
        "bottlenecks": _bottlenecks(figures, words),
    }
    return {name: _part(name, picture, words) for name, picture in pictures.items()}


def _part(name: str, picture: go.Figure, words: Words) -> str:
    faint = "rgba(125, 133, 143, 0.3)"
    picture.update_layout(
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": GREY, "family": "system-ui, sans-serif", "size": 13},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        height=300,
        legend={"orientation": "h", "y": 1.12},
        separators=", " if words.language == "fr" else ".,",
    )
    along, across = ("x", "y") if _is_lying(picture) else ("y", "x")
    figures = {"type": "linear", "tickformat": ",.0f"}
    axis = {"gridcolor": faint, "zerolinecolor": faint, "automargin": True}
    picture.update_layout({f"{along}axis": {**axis, **figures}})
    picture.update_layout({f"{across}axis": {**axis, "type": "category"}})
    part = picture.to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"picture-{name}",
        config={"displayModeBar": False, "responsive": True},
    )
    return str(part)


def _is_lying(picture: go.Figure) -> bool:
    return any(getattr(one, "orientation", None) == "h" for one in picture.data)


def _bars(names: Sequence[str], texts: Sequence[Any], label: str, colour: str, **more: Any) -> Any:
    values = [None if text is None else str(text) for text in texts]
    return go.Bar(x=list(names), y=values, name=label, marker={"color": colour}, **more)


def _ageing(figures: Figures, words: Words) -> go.Figure:
    names = [words[label] for label in figures.aged.labels]
    amounts = [Decimal(0) for _ in names]
    for row in figures.aged.totals:
        amounts = [one.amount for one in (row.not_due, *row.buckets, row.credits)]
    return go.Figure(_bars(names, amounts, words["open"], BLUE))


def _trend(figures: Figures, words: Words) -> go.Figure:
    names = [words.month(month.until) for month in figures.months]

    def line(field: str, colour: str) -> go.Scatter:
        values = [getattr(month, field) for month in figures.months]
        shown = [None if value is None else str(value) for value in values]
        marks = {"color": colour}
        return go.Scatter(x=names, y=shown, name=words[field], mode="lines+markers", marker=marks)

    return go.Figure([line("days_sales_outstanding", BLUE), line("best_possible", GREEN)])


def _flow(figures: Figures, words: Words) -> go.Figure:
    names = [words.month(month.until) for month in figures.months]
    sold = _bars(names, [month.sales.amount for month in figures.months], words["sold"], BLUE)
    came = [month.collected.amount for month in figures.months]
    return go.Figure([sold, _bars(names, came, words["came_in"], GREEN)])


def _debtors(figures: Figures, words: Words) -> go.Figure:
    largest = list(reversed(figures.cycle.largest_debtors))
    names = [debtor.customer for debtor in largest]

    def bars(field: str, colour: str, label: str) -> go.Bar:
        values = [str(getattr(debtor, field).amount) for debtor in largest]
        marks = {"color": colour}
        return go.Bar(x=values, y=names, name=label, orientation="h", marker=marks)

    return go.Figure([bars("open", BLUE, words["open"]), bars("overdue", RED, words["late"])])


def _forecast(figures: Figures, words: Words) -> go.Figure:
    weeks = figures.forecast.periods
    names = [words.day(week.until) for week in weeks]
    due = _bars(names, [week.due.amount for week in weeks], words["due"], BLUE)
    expected = [week.expected.amount for week in weeks]
    return go.Figure([due, _bars(names, expected, words["expected"], ORANGE)])


def _bottlenecks(figures: Figures, words: Words) -> go.Figure:
    waits = list(reversed(figures.process.transitions[:LARGEST]))
    names = [f"{wait.after} → {wait.to}" for wait in waits]
    values = [str(wait.mean_days) for wait in waits]
    bars = go.Bar(x=values, y=names, orientation="h", marker={"color": ORANGE}, name=words["mean"])
    return go.Figure(bars)
