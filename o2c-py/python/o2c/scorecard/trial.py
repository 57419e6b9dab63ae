"""The trial of a scorecard on a file of invoices: features of the day of issue alone, fitted on
what was known by a day, held against what was issued since."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from ..calculators.credit import Behaviour, PastInvoice, behaviour
from ..errors import InputError
from ..values import Money
from .fitting import Fitted, fit, mean_error, sklearn_or_say

__all__ = ["COLUMNS", "Invoice", "Trial", "features_of", "read", "trial"]

COLUMNS = ("customer", "issued", "due", "amount", "disputed", "settled")
"""The columns of a file of invoices."""


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

    Fields are parted by commas, semicolons, tabs or bars, rows stand in any order. Days as
    2026-01-31, with or without an hour, or 1/31/2026; where some month of the file would be above
    twelve, as 31/1/2026 or 31.1.2026. Amounts as 1234.50, 1,234.50 or 1 234,50. An invoice without
    a day of settlement is open. Rows of nothing or less, such as credit notes, are left out.

    >>> text = ["customer,issued,due,amount,disputed,settled",
    ...         "C1,2026-01-01,2026-01-31,12.50,No,2026-02-02"]
    >>> read(text)[0].settled
    datetime.date(2026, 2, 2)
    >>> text = ["customer;issued;due;amount;disputed;settled",
    ...         "C1;01/01/2026;31/01/2026;1 234,50;;"]
    >>> invoice = read(text)[0]
    >>> invoice.due, invoice.amount, invoice.settled
    (datetime.date(2026, 1, 31), Decimal('1234.50'), None)
    """
    text = list(lines)
    if not text:
        raise InputError("the file has no header", "rows")
    text[0] = text[0].removeprefix("\ufeff")
    parted = max(",;\t|", key=text[0].count)
    rows = list(csv.DictReader(text, delimiter=parted))
    called = {name: (names or {}).get(name, name).strip().lower() for name in COLUMNS}
    given = [_row(row, called) for row in rows]
    for name in COLUMNS:
        if given and name not in given[0] and name not in ("disputed", "settled"):
            raise InputError(f"there is no column {called[name]!r}", name)
    days = ("issued", "due", "settled")
    is_day_first = any(_is_day_first(row.get(name, "")) for row in given for name in days)
    found = []
    for place, row in enumerate(given):
        amount = _amount(row["amount"], place)
        if amount <= 0:
            continue
        issued, due, settled = (
            _day(row.get(name, ""), is_day_first, place, name) for name in days
        )
        if issued is None or due is None:
            raise InputError("an invoice has a day of issue and a due day", f"rows[{place}]")
        disputed = row.get("disputed", "").lower() in ("yes", "true", "1", "y", "oui", "ja")
        found.append(Invoice(row["customer"], issued, due, amount, disputed, settled))
    return found


def _row(row: Mapping[str | None, Any], called: Mapping[str, str]) -> dict[str, str]:
    """The columns that are asked for by our names."""
    written = {
        name.strip().lower(): (value or "").strip()
        for name, value in row.items()
        if name is not None
    }
    return {name: written[theirs] for name, theirs in called.items() if theirs in written}


def _amount(text: str, place: int) -> Decimal:
    """An amount whose last point or comma is followed by its decimals, however thousands are
    parted."""
    plain = re.sub(r"^[A-Z]{3}|[A-Z]{3}$|[\s\u202f€$£'’]", "", text)
    if "," in plain and plain.rfind(",") > plain.rfind("."):
        tail = plain.rpartition(",")[2]
        is_thousand = len(tail) == 3 and "." not in plain
        plain = plain.replace(",", "") if is_thousand else plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        amount = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise InputError(f"{text!r} is no amount", f"rows[{place}].amount")
    return amount


_ABSENT = ("", "null", "none", "nan", "nat", "na", "n/a", "-")


def _is_day_first(text: str) -> bool:
    parts = text.split(" ")[0].replace(".", "/").split("/")
    return len(parts) == 3 and parts[0].isdigit() and 12 < int(parts[0]) <= 31


def _day(text: str, is_day_first: bool, place: int, name: str) -> date | None:
    if text.lower() in _ABSENT:
        return None
    bare = text.replace("T", " ").split(" ")[0]
    slashed = "%d/%m/%Y" if is_day_first else "%m/%d/%Y"
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", slashed):
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    raise InputError(f"{text!r} is no day", f"rows[{place}].{name}")


def features_of(invoice: Invoice, history: Sequence[Invoice]) -> dict[str, float | None]:
    """What could be known of an invoice on the day it was issued: how its customer had paid over
    the twelve months before, what was open, and what the invoice itself says."""
    # What was settled before the window is not looked at: a year and a month are beyond it.
    begun = invoice.issued - timedelta(days=397)
    told = behaviour(
        [one.past() for one in history if one.settled is None or one.settled >= begun],
        as_of=invoice.issued,
        minimum=1,
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
    sklearn = sklearn_or_say()
    if not invoices:
        raise InputError("there are no invoices", "invoices")
    known_until = max(one.settled or one.issued for one in invoices)
    earlier, later = [], []
    for invoice in invoices:
        outcome_on = invoice.settled if invoice.settled is not None else known_until
        if invoice.issued >= split:
            if invoice.settled is not None or invoice.due < known_until:
                later.append(invoice)
        elif outcome_on < split or invoice.due < split:
            earlier.append(invoice)
    for part, told in ((earlier, "before"), (later, "since")):
        if not part:
            raise InputError(f"no invoice {told} {split} has an outcome that is known", "split")
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
        brier[name] = mean_error(predicted, after)
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
