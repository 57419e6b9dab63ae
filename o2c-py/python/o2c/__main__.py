"""``python -m o2c report DIR`` writes the page a manager reads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 where it was done."""
    parser = argparse.ArgumentParser(prog="python -m o2c", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    report = commands.add_parser("report", help="one page of figures from the files of a year")
    report.add_argument("directory", type=Path, help="customers.csv, orders.csv, receipts.csv, ...")
    report.add_argument("--out", type=Path, default=Path("report.html"), help="the file to write")
    report.add_argument("--language", choices=("en", "fr"), default="en")
    report.add_argument("--as-of", help="the day of the report; the last day of the files if none")
    given = parser.parse_args(arguments)
    # Only here is it known that the page is wanted: its libraries are an extra of the package.
    try:
        from . import page
    except ImportError as missing:
        print(f"{missing.name} is missing: pip install 'o2c[report]'", file=sys.stderr)
        return 2
    from .errors import O2cError
    from .page import intake

    try:
        company, last_on = intake.read(given.directory)
        text = page.page(company, given.as_of or last_on, language=given.language)
    except (O2cError, OSError) as refused:
        print(refused, file=sys.stderr)
        return 1
    given.out.write_text(text, encoding="utf-8")
    print(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
