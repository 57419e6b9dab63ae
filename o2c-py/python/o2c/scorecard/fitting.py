"""A scorecard from rows of features and what came of them: bands, points, weights, classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, isnan, log
from typing import Any

from ..calculators.credit import score
from ..errors import InputError

__all__ = ["Calibration", "Fitted", "fit"]

_HIGHEST = 100
# A band counts as if it held this many rows like the rest besides its own: few rows say little.
_DOUBT = 80
# How far weights may go from nothing: features of one history say much the same.
_TRUST = 0.04


@dataclass(frozen=True)
class Calibration:
    """A stretch of what was predicted, and what came of it."""

    rows: int
    """How many rows fall into it."""
    predicted: float
    """The mean of what was predicted."""
    observed: float
    """The share that came true."""


@dataclass(frozen=True)
class Fitted:
    """A scorecard and what it is worth on later rows than those it was fitted on."""

    scorecard: Mapping[str, Any]
    """The scorecard, as it stands in its file."""
    dropped: tuple[str, ...]
    """Features that say nothing, or the contrary of what they say alone."""
    auc: float | None
    """Discrimination on the later rows: 0.5 is chance; none without later rows of both kinds."""
    brier: float | None
    """The mean square of what was predicted less what came, on the later rows."""
    calibration: tuple[Calibration, ...]
    """Predicted against observed, on the later rows."""


def sklearn_or_say() -> Any:
    try:
        import sklearn.linear_model
        import sklearn.metrics
    except ImportError as missing:
        raise ImportError("fitting needs scikit-learn: pip install 'o2c[fit]'") from missing
    return sklearn


def _columns(frame: Any) -> dict[str, list[float | None]]:
    names = list(frame.columns) if hasattr(frame, "columns") else list(frame)
    return {str(name): [_number(value, f"{name}") for value in frame[name]] for name in names}


def _number(value: Any, path: str) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{value!r} is no figure", path) from None
    if isnan(number):
        raise InputError("NaN is no figure: what is missing is None", path)
    if not isfinite(number):
        raise InputError(f"{value!r} is no figure", path)
    return number


def fit(
    frame: Any,
    target: Iterable[Any],
    *,
    later: Any = None,
    later_target: Iterable[Any] | None = None,
    name: str = "fitted",
    bins: int = 8,
    classes: int = 8,
) -> Fitted:
    """A scorecard from a frame of features and a target that is true where it went wrong.

    ``frame`` is a mapping of names to columns, or a data frame; ``None`` is missing, ``NaN`` is
    refused. ``later`` and ``later_target`` are rows of a later time: discrimination and calibration
    are told of these alone, and of none where none are given.
    """
    sklearn = sklearn_or_say()
    columns, bad = _columns(frame), [bool(one) for one in target]
    if any(len(column) != len(bad) for column in columns.values()):
        raise InputError("the columns and the target differ in length", "frame")
    if not any(bad) or all(bad):
        raise InputError("the target needs rows of both kinds", "target")
    binned = {label: _bands(values, bad, bins) for label, values in columns.items()}
    kept = {label: bands for label, bands in binned.items() if len(bands) > 1}
    betas = _weights(sklearn, columns, bad, kept)
    used = {label: kept[label] for label, beta in betas.items() if beta > 0}
    if not used:
        raise InputError("no feature says anything of the target", "frame")
    card: dict[str, Any] = {
        "version": 1,
        "name": name,
        "criteria": [_criterion(label, bands, betas[label]) for label, bands in used.items()],
    }
    scores = _scores(card, columns, len(bad))
    card["classes"] = _classes(scores, bad, classes)
    dropped = tuple(label for label in columns if label not in used)
    if later is None or later_target is None:
        return Fitted(card, dropped, None, None, ())
    after = [bool(one) for one in later_target]
    rates = _rates(card, _columns(later), len(after), bad)
    auc, error, calibration = _worth(sklearn, rates, after)
    return Fitted(card, dropped, auc, error, calibration)


@dataclass(frozen=True)
class _Band:
    below: float | None
    evidence: float
    rows: int


def _bands(values: Sequence[float | None], bad: Sequence[bool], bins: int) -> list[_Band]:
    """Bands of about as many rows each, joined until their evidence rises or falls throughout."""
    known = sorted((value, wrong) for value, wrong in zip(values, bad) if value is not None)
    if not known:
        return []
    edges: list[float] = []
    for part in range(1, bins):
        edge = known[len(known) * part // bins][0]
        if edge > known[0][0] and (not edges or edge > edges[-1]):
            edges.append(edge)
    # An edge is written with at most four decimals; rows are counted by what is written.
    edges = sorted({float(_written(edge)) for edge in edges})
    cells = [[0, 0] for _ in range(len(edges) + 1)]
    for value, wrong in known:
        place = sum(1 for edge in edges if value >= edge)
        cells[place][0 if wrong else 1] += 1
    goods = max(1, sum(cell[1] for cell in cells))
    bads = max(1, sum(cell[0] for cell in cells))
    rows = goods + bads

    def evidence(cell: Sequence[int]) -> float:
        good, wrong = (cell[1] + _DOUBT * goods / rows), (cell[0] + _DOUBT * bads / rows)
        return log((good / goods) / (wrong / bads))

    first, last = evidence(cells[0]), evidence(cells[-1])
    falls = last < first
    joined: list[list[Any]] = []
    ends: list[float | None] = [*edges, None]
    for cell, end in zip(cells, ends):
        joined.append([list(cell), end])
        while len(joined) > 1 and _breaks(evidence(joined[-2][0]), evidence(joined[-1][0]), falls):
            top = joined.pop()
            joined[-1] = [[a + b for a, b in zip(joined[-1][0], top[0])], top[1]]
    return [_Band(end, evidence(cell), sum(cell)) for cell, end in joined]


def _breaks(before: float, after: float, falls: bool) -> bool:
    return after >= before if falls else after <= before


def _evidence(bands: Sequence[_Band], value: float | None) -> float:
    if value is None:
        return 0.0
    for band in bands:
        if band.below is None or value < band.below:
            return band.evidence
    return bands[-1].evidence


def _weights(
    sklearn: Any,
    columns: Mapping[str, Sequence[float | None]],
    bad: Sequence[bool],
    kept: Mapping[str, Sequence[_Band]],
) -> dict[str, float]:
    """How much the evidence of each feature counts beside that of the others; what counts the wrong
    way round is left out and the rest weighed again."""
    labels = list(kept)
    while labels:
        rows = [
            [_evidence(kept[label], columns[label][row]) for label in labels]
            for row in range(len(bad))
        ]
        model = sklearn.linear_model.LogisticRegression(C=_TRUST, max_iter=1000)
        model.fit(rows, [not wrong for wrong in bad])
        betas = dict(zip(labels, (float(beta) for beta in model.coef_[0])))
        wrong = min(betas, key=lambda label: betas[label])
        if betas[wrong] > 0:
            return betas
        labels.remove(wrong)
    return {}


def _written(figure: float, places: int = 4) -> str:
    return format(Decimal(repr(round(figure, places))).normalize() + 0, "f")


def _criterion(label: str, bands: Sequence[_Band], beta: float) -> dict[str, Any]:
    """The evidence as points from 0 to 100, and its reach times its weight as the weight."""
    evidences = [band.evidence for band in bands]
    low, high = min(evidences), max(evidences)
    written: list[dict[str, str]] = []
    start: str | None = None
    for band in bands:
        points = _HIGHEST * (band.evidence - low) / (high - low)
        one = {"points": _written(points, 1)}
        if start is not None:
            one["from"] = start
        if band.below is not None:
            one["below"] = start = _written(band.below)
        written.append(one)
    weight = max(beta * (high - low), 0.0001)
    return {"feature": label, "weight": _written(weight), "bands": written}


def _row(card: Mapping[str, Any], columns: Mapping[str, Sequence[float | None]], row: int) -> Any:
    known = {}
    for criterion in card["criteria"]:
        value = columns[criterion["feature"]][row]
        known[criterion["feature"]] = None if value is None else Decimal(_written(value))
    return known if any(value is not None for value in known.values()) else None


def _scores(
    card: Mapping[str, Any], columns: Mapping[str, Sequence[float | None]], rows: int
) -> list[float | None]:
    """The core's score of each row; none where nothing is known of it."""
    known = (_row(card, columns, row) for row in range(rows))
    return [None if row is None else float(score(card, row).score) for row in known]


def _classes(
    scores: Sequence[float | None], bad: Sequence[bool], count: int
) -> list[dict[str, str]]:
    """Classes of about as many rows each, whose rates fall as the score rises."""
    known = sorted((value, wrong) for value, wrong in zip(scores, bad) if value is not None)
    cells: list[list[Any]] = []
    start: str | None = None
    for part in range(count):
        end = known[len(known) * (part + 1) // count][0] if part < count - 1 else None
        below = None if end is None else _written(end)
        if below is not None and (below == start or float(below) <= known[0][0]):
            continue
        inside = [
            wrong
            for value, wrong in known
            if (start is None or value >= float(start)) and (below is None or value < float(below))
        ]
        cells.append([sum(inside), len(inside), start, below])
        while len(cells) > 1 and cells[-1][0] * cells[-2][1] >= cells[-2][0] * cells[-1][1]:
            top = cells.pop()
            under = cells.pop()
            cells.append([under[0] + top[0], under[1] + top[1], under[2], top[3]])
        start = below
    written = []
    for place, (wrong, rows, begin, end) in enumerate(cells):
        rate = _HIGHEST * (wrong + 0.5) / (rows + 1)
        one = {"class": f"class {len(cells) - place}", "default_rate": _written(rate, 2)}
        if begin is not None:
            one["from"] = begin
        if end is not None:
            one["below"] = end
        written.append(one)
    return written


def _rates(
    card: Mapping[str, Any],
    columns: Mapping[str, Sequence[float | None]],
    rows: int,
    bad: Sequence[bool],
) -> list[tuple[float, float]]:
    """For each row a rank (lower is worse) and the rate of its class; the rate of all where nothing
    is known."""
    overall = sum(bad) / len(bad)
    found = []
    for row in range(rows):
        known = _row(card, columns, row)
        if known is None:
            found.append((_HIGHEST * (1 - overall), overall))
            continue
        told = score(card, known)
        rate = overall if told.default_rate is None else float(told.default_rate) / _HIGHEST
        found.append((float(told.score), rate))
    return found


def _worth(
    sklearn: Any, rates: Sequence[tuple[float, float]], bad: Sequence[bool]
) -> tuple[float | None, float | None, tuple[Calibration, ...]]:
    if not bad:
        return None, None, ()
    has_both = any(bad) and not all(bad)
    auc = sklearn.metrics.roc_auc_score(bad, [-rank for rank, _ in rates]) if has_both else None
    predicted = [rate for _, rate in rates]
    return auc, mean_error(predicted, bad), _calibrated(predicted, bad)


def mean_error(predicted: Sequence[float], bad: Sequence[bool]) -> float:
    return sum((rate - wrong) ** 2 for rate, wrong in zip(predicted, bad)) / len(bad)


def _calibrated(
    predicted: Sequence[float], bad: Sequence[bool], parts: int = 5
) -> tuple[Calibration, ...]:
    """About as many rows each; rows of one prediction stand together, whatever came of them."""
    of: dict[float, list[int]] = {}
    for rate, wrong in zip(predicted, bad):
        cell = of.setdefault(rate, [0, 0])
        cell[0] += 1
        cell[1] += wrong
    found: list[Calibration] = []
    rows, came, expected, seen = 0, 0, 0.0, 0
    for rate, (count, bad_ones) in sorted(of.items()):
        rows, came, expected = rows + count, came + bad_ones, expected + rate * count
        seen += count
        if seen * parts >= len(bad) * (len(found) + 1):
            found.append(Calibration(rows, expected / rows, came / rows))
            rows, came, expected = 0, 0, 0.0
    return tuple(found)
