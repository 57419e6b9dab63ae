"""Reads requests, one a line, and prints one line of JSON for each.

    python stream.py requests.txt

A request is VERB json, with VERB in FOUND, REPLAY, EXECUTE, DECIDE, PREVIEW, BATCH, REPORT,
CALCULATE; HISTORY stands alone. FOUND and REPLAY start a new company and print {"ok":null}. Empty
lines and lines that begin with # are passed over. An answer is {"ok":...} or {"error":{...}}, the
same bytes in every language.

Ends with 0 when every line was a request, refused or not; with 2 otherwise.
"""

import sys
from collections.abc import Callable
from typing import BinaryIO

import o2c


class Stream:
    """The company that requests are about, and the answers."""

    def __init__(self) -> None:
        self.company: o2c.Company | None = None

    def found(self, settings: str) -> str:
        """Starts a new company on settings."""
        self.company = o2c.Company.found_json(settings)
        return "null"

    def replay(self, history: str) -> str:
        """Starts a new company from a history."""
        self.company = o2c.Company.replay(history)
        return "null"

    def answer(self, verb: str, json: str) -> str:
        """What a request is answered with; raises ``KeyError`` for an unknown verb."""
        if verb == "CALCULATE":
            return o2c.calculate_json(json)
        if verb in ("FOUND", "REPLAY"):
            return self.found(json) if verb == "FOUND" else self.replay(json)
        company = self.company
        if company is None:
            raise SystemExit("the first request founds or replays a company")
        asked: dict[str, Callable[[str], str]] = {
            "EXECUTE": company.execute_json,
            "DECIDE": company.decide_json,
            "PREVIEW": company.preview_json,
            "BATCH": company.batch_json,
            "REPORT": company.report_json,
            "HISTORY": lambda _: company.history(),
        }
        return asked[verb](json)


def run(requests: BinaryIO, answers: BinaryIO) -> bool:
    """Answers every request; whether each was one."""
    stream = Stream()
    is_understood = True
    for line in requests:
        request = line.decode().removesuffix("\n").removesuffix("\r")
        if not request or request.startswith("#"):
            continue
        verb, _, json = request.partition(" ")
        try:
            answer = f'{{"ok":{stream.answer(verb, json)}}}'
        except o2c.Rejection as rejection:
            answer = f'{{"error":{rejection.json}}}'
        except KeyError:
            print(f"unknown verb {verb}", file=sys.stderr)
            is_understood = False
            continue
        answers.write(answer.encode() + b"\n")
    return is_understood


def main() -> int:
    """Reads the file that is named."""
    if len(sys.argv) != 2:
        print("usage: stream.py requests.txt", file=sys.stderr)
        return 2
    with open(sys.argv[1], "rb") as requests:
        is_understood = run(requests, sys.stdout.buffer)
    return 0 if is_understood else 2


if __name__ == "__main__":
    sys.exit(main())
