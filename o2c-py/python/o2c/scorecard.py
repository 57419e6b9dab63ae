"""Scorecards fitted to payment history (an extra: ``pip install o2c[fit]``).

What comes out is a file that the core evaluates (``o2c.calculators.score``): criteria in bands that
rise or fall, never both, with points from 0 to 100 and weights that one can read. It is held
against invoices that came later than those it was fitted on, never against the same.

On a file of invoices with the columns ``customer, issued, due, amount, disputed, settled``::

    python -m o2c.scorecard invoices.csv --split 2013-07-01

Features are those of the day of issue: nothing that came later is looked at. Points, weights and
bands are estimates; no amount is computed here.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite, isnan, log
from typing import Any, cast

from .calculators.credit import Behaviour, PastInvoice, behaviour, score
from .errors import InputError
from .values import Money

__all__ = ["Calibration", "Fitted", "Invoice", "Trial", "features_of", "fit", "read", "trial"]

_NAMES = ("customer", "issued", "due", "amount", "disputed", "settled")
_HIGHEST = 100


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


def _sklearn() -> Any:
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
    bins: int = 10,
    classes: int = 8,
) -> Fitted:
    """A scorecard from a frame of features and a target that is true where it went wrong.

    ``frame`` is a mapping of names to columns, or a data frame; ``None`` is missing, ``NaN`` is
    refused. ``later`` and ``later_target`` are rows of a later time: discrimination and calibration
    are told of these alone, and of none where none are given.
    """
    sklearn = _sklearn()
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
    auc, brier, calibration = _worth(sklearn, rates, after)
    return Fitted(card, dropped, auc, brier, calibration)


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

    def evidence(cell: Sequence[int]) -> float:
        return log(((cell[1] + 0.5) / goods) / ((cell[0] + 0.5) / bads))

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
        model = sklearn.linear_model.LogisticRegression(C=10.0, max_iter=1000)
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
    return auc, _brier(predicted, bad), _calibrated(predicted, bad)


def _brier(predicted: Sequence[float], bad: Sequence[bool]) -> float:
    return sum((rate - wrong) ** 2 for rate, wrong in zip(predicted, bad)) / len(bad)


def _calibrated(
    predicted: Sequence[float], bad: Sequence[bool], parts: int = 5
) -> tuple[Calibration, ...]:
    ranked = sorted(zip(predicted, bad))
    found = []
    for part in range(parts):
        rows = ranked[len(ranked) * part // parts : len(ranked) * (part + 1) // parts]
        if rows:
            mean = sum(rate for rate, _ in rows) / len(rows)
            came = sum(wrong for _, wrong in rows) / len(rows)
            found.append(Calibration(len(rows), mean, came))
    return tuple(found)


@dataclass(frozen=True)
class Invoice:
    """A row of the file."""

    customer: str
    """Whose."""
    issued: date
    """The day it was issued."""
    due: date
    """The day it was due."""
    amount: Decimal
    """How much."""
    disputed: bool
    """Whether it was contested."""
    settled: date | None
    """The day it was paid, where it was."""

    def past(self) -> PastInvoice:
        """The invoice in the words of the core. That it was contested is known once it is over."""
        return PastInvoice(
            amount=Money(self.amount, "EUR"),
            issued_on=self.issued,
            due_on=self.due,
            settled_on=self.settled,
            disputed_on=self.settled if self.disputed else None,
        )


def read(lines: Iterable[str], names: Mapping[str, str] | None = None) -> list[Invoice]:
    """The invoices of a CSV text with a header; ``names`` says how its columns are called there.
    Days as 2026-01-31 or 1/31/2026. Rows of nothing or less are left out.

    >>> text = ["customer,issued,due,amount,disputed,settled",
    ...         "C1,2026-01-01,2026-01-31,12.50,No,2026-02-02"]
    >>> read(text)[0].settled
    datetime.date(2026, 2, 2)
    """
    called = {name: (names or {}).get(name, name) for name in _NAMES}
    found = []
    for place, row in enumerate(csv.DictReader(lines)):
        given = {name: (row.get(called[name]) or "").strip() for name in _NAMES}
        try:
            amount = Decimal(given["amount"]).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise InputError(f"{given['amount']!r} is no amount", f"rows[{place}].amount") from None
        if amount <= 0:
            continue
        issued, due = _day(given["issued"], place, "issued"), _day(given["due"], place, "due")
        if issued is None or due is None:
            raise InputError("an invoice has a day of issue and a due day", f"rows[{place}]")
        settled = _day(given["settled"], place, "settled")
        disputed = given["disputed"].lower() in ("yes", "true", "1", "y")
        found.append(Invoice(given["customer"], issued, due, amount, disputed, settled))
    return found


def _day(text: str, place: int, name: str) -> date | None:
    if not text:
        return None
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise InputError(f"{text!r} is no day", f"rows[{place}].{name}")


def features_of(invoice: Invoice, history: Sequence[Invoice]) -> dict[str, float | None]:
    """What could be known of an invoice on the day it was issued: how its customer had paid over
    the twelve months before, what was open, and what the invoice itself says."""
    told = behaviour(
        [earlier.past() for earlier in history], as_of=invoice.issued, minimum=1
    )
    last = [one for one in history if one.settled is not None and one.settled <= invoice.issued]
    latest = max(last, key=lambda one: cast(date, one.settled), default=None)
    features: dict[str, float | None] = {
        "amount": float(invoice.amount),
        "terms_days": float((invoice.due - invoice.issued).days),
        "last_was_late": None if latest is None else float(_is_late(latest)),
    }
    for name in ("late_ratio", "late_ratio_by_amount", "mean_delay", "longest_delay", "overdue",
                 "oldest_overdue", "disputes", "invoices"):
        value = getattr(told, name) if isinstance(told, Behaviour) else None
        features[name] = None if value is None else float(value)
    return features


def _is_late(invoice: Invoice) -> bool:
    return invoice.settled is None or invoice.settled > invoice.due


@dataclass(frozen=True)
class Trial:
    """A scorecard against what costs nothing, on the same later invoices."""

    fitted: Fitted
    """The scorecard and its worth."""
    earlier: int
    """How many invoices it was fitted on: their outcome was known on the day of the split."""
    later: int
    """How many it is held against: issued on that day or later."""
    auc: Mapping[str, float | None]
    """Discrimination of the scorecard and of what it is compared with."""
    brier: Mapping[str, float]
    """The mean square error of the same."""


def trial(invoices: Sequence[Invoice], split: date) -> Trial:
    """Fits a scorecard on the invoices whose outcome was known on the day of the split and holds it
    against those issued since, beside: always on time, late where the last invoice was, and a
    logistic regression on the same features."""
    sklearn = _sklearn()
    known_until = max(one.settled or one.issued for one in invoices)
    earlier, later = [], []
    for invoice in invoices:
        outcome_on = invoice.settled if invoice.settled is not None else known_until
        if invoice.issued >= split:
            if invoice.settled is not None or invoice.due < known_until:
                later.append(invoice)
        elif outcome_on < split or invoice.due < split:
            earlier.append(invoice)
    of: dict[str, list[Invoice]] = {}
    for invoice in invoices:
        of.setdefault(invoice.customer, []).append(invoice)
    frames = [_frame(part, of) for part in (earlier, later)]
    before, after = [_is_late(one) for one in earlier], [_is_late(one) for one in later]
    fitted = fit(frames[0], before, later=frames[1], later_target=after)
    last = [value or 0.0 for value in frames[1]["last_was_late"]]
    regression = _regression(sklearn, frames[0], before, frames[1])
    has_both = any(after) and not all(after)
    others = {"always_on_time": [0.0] * len(after), "last_was_late": last,
              "logistic_regression": regression}
    auc: dict[str, float | None] = {"scorecard": fitted.auc}
    brier: dict[str, float] = {"scorecard": cast(float, fitted.brier)}
    for name, predicted in others.items():
        auc[name] = sklearn.metrics.roc_auc_score(after, predicted) if has_both else None
        brier[name] = _brier(predicted, after)
    return Trial(fitted, len(earlier), len(later), auc, brier)


def _frame(
    invoices: Sequence[Invoice], of: Mapping[str, Sequence[Invoice]]
) -> dict[str, list[float | None]]:
    rows = [features_of(one, _before(one, of[one.customer])) for one in invoices]
    names = rows[0] if rows else {}
    return {name: [row[name] for row in rows] for name in names}


def _before(invoice: Invoice, history: Iterable[Invoice]) -> list[Invoice]:
    return [one for one in history if one is not invoice and one.issued <= invoice.issued]


def _regression(
    sklearn: Any,
    earlier: Mapping[str, Sequence[float | None]],
    bad: Sequence[bool],
    later: Mapping[str, Sequence[float | None]],
) -> list[float]:
    """The same features as they are, what is missing at the mean, in units of their spread."""
    scales = {}
    for name, column in earlier.items():
        known = [value for value in column if value is not None] or [0.0]
        mean = sum(known) / len(known)
        spread = (sum((value - mean) ** 2 for value in known) / len(known)) ** 0.5
        scales[name] = (mean, spread or 1.0)

    def rows(frame: Mapping[str, Sequence[float | None]]) -> Iterator[list[float]]:
        for row in range(len(next(iter(frame.values()), ()))):
            values = ((frame[name][row], *scale) for name, scale in scales.items())
            yield [0.0 if one is None else (one - mean) / spread for one, mean, spread in values]

    model = sklearn.linear_model.LogisticRegression(max_iter=1000)
    model.fit(list(rows(earlier)), bad)
    return [float(rate) for _, rate in model.predict_proba(list(rows(later)))]


def _main(arguments: Sequence[str]) -> int:
    import argparse
    import json

    parser = argparse.ArgumentParser(prog="python -m o2c.scorecard", description=__doc__)
    parser.add_argument("invoices", help="a CSV file with a header")
    parser.add_argument("--split", required=True, help="the day that parts earlier from later")
    parser.add_argument("--output", help="where the scorecard is written")
    for name in _NAMES:
        parser.add_argument(f"--{name}", default=name, help=f"the column called {name}")
    asked = parser.parse_args(arguments)
    names = {name: getattr(asked, name) for name in _NAMES}
    with open(asked.invoices, encoding="utf-8", newline="") as file:
        invoices = read(file, names)
    found = trial(invoices, date.fromisoformat(asked.split))
    print(f"fitted on {found.earlier} invoices, held against {found.later} later ones")
    for name, auc in found.auc.items():
        told = "none" if auc is None else f"{auc:.4f}"
        print(f"  {name:<20} AUC {told}  Brier {found.brier[name]:.4f}")
    print("calibration of the scorecard, predicted against observed:")
    for row in found.fitted.calibration:
        print(f"  {row.rows:>6} {row.predicted:.4f} {row.observed:.4f}")
    if asked.output:
        with open(asked.output, "w", encoding="utf-8") as file:
            json.dump(found.fitted.scorecard, file, indent=2)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
