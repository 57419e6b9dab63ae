"""The native door of the package ``o2c``: texts in, texts out, the same bytes in every language.

Every function raises ``o2c.Rejection`` where the core refuses, ``o2c.InputError`` for a text with a
lone surrogate, and ``o2c.Defect`` where the library is at fault.
"""

from collections.abc import Sequence
from typing import Final, final

from .frames import ArrowStream

__all__ = [
    "Company",
    "Frame",
    "__version__",
    "age",
    "calculate_json",
    "letter_ledger",
    "letter_payments",
    "refusals_json",
]

__version__: Final[str]

def calculate_json(request: str) -> str:
    """Runs a calculator that needs no company."""

def refusals_json() -> str:
    """The table of all refusals, by number."""

def age(
    frame: ArrowStream,
    as_of: str,
    bounds: Sequence[int],
    credits: str,
    decimals: int | None,
    currency: str | None,
    threads: int | None,
) -> Frame:
    """Ages the open items of a frame."""

def letter_payments(
    items: ArrowStream,
    payments: ArrowStream,
    rules: str,
    decimals: int | None,
    currency: str | None,
) -> tuple[Frame, Frame]:
    """Letters the payments of a frame with the open items of another."""

def letter_ledger(frame: ArrowStream, decimals: int | None, currency: str | None) -> Frame:
    """Letters the lines of a ledger by their amounts, days and pieces alone."""

@final
class Frame:
    """A table of the library's that any library of data frames reads without a copy."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The table as an Arrow stream; each call gives a new one."""

    def __arrow_c_schema__(self) -> object:
        """The names and types of the columns as an Arrow schema."""

    def __len__(self) -> int:
        """How many rows there are."""

@final
class Company:
    """The whole order to cash of one legal entity; readers run side by side, commands wait for each
    other, and the interpreter's lock is free meanwhile."""

    @staticmethod
    def found_json(settings: str) -> Company:
        """Founds a company on settings."""

    @staticmethod
    def replay_json(history: str) -> Company:
        """Rebuilds a company from its history."""

    def fork(self) -> Company:
        """A copy that goes its own way."""

    def execute_json(self, command: str) -> str:
        """Executes one command: its receipt and events."""

    def decide_json(self, command: str) -> str:
        """The events a command would lead to; nothing changes."""

    def preview_json(self, commands: str) -> str:
        """The rows a list of commands would lead to; nothing changes."""

    def batch_json(self, commands: str) -> str:
        """Executes a list of commands: a row for each."""

    def report_json(self, query: str) -> str:
        """Answers a query with its report."""

    def history_json(self) -> str:
        """The whole history, from which the company can be rebuilt."""
