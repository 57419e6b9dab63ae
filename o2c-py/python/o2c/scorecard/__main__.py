"""The trial of a scorecard from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from ..errors import InputError
from . import __doc__ as _story
from .trial import COLUMNS, read, trial


def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m o2c.scorecard", description=_story)
    parser.add_argument("invoices", help="a CSV file with a header")
    parser.add_argument("--split", required=True, help="the day that parts earlier from later")
    parser.add_argument("--output", help="where the scorecard is written")
    for name in COLUMNS:
        parser.add_argument(f"--{name}", default=name, help=f"the column called {name}")
    asked = parser.parse_args(arguments)
    names = {name: getattr(asked, name) for name in COLUMNS}
    try:
        with open(asked.invoices, encoding="utf-8", newline="") as file:
            invoices = read(file, names)
        found = trial(invoices, date.fromisoformat(asked.split))
    except (InputError, ImportError, OSError, UnicodeDecodeError, ValueError) as refused:
        print(f"refused: {refused}", file=sys.stderr)
        return 2
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
