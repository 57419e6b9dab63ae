"""The lettering of a ledger that exists already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from .. import _strict
from .._fields import DAY, ID, MONEY, TEXT
from .._form import Form, plain
from .._strict import Day
from ..values import Money
from .asking import answered

__all__ = [
    "LedgerGroup",
    "LedgerLettering",
    "LedgerLine",
    "letter_ledger",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine(Form):
    """A line of a ledger."""

    account: str = field(metadata=ID)
    """Its account."""
    accounted_on: Day = field(metadata=DAY)
    """The day it is accounted on."""
    amount: Money = field(metadata=MONEY)
    """Its amount: debit positive, credit negative."""
    party: str = field(default="", metadata=TEXT)
    """Its third party; empty where the account itself is the party."""
    journal: str = field(default="", metadata=TEXT)
    """Its journal."""
    entry: str = field(default="", metadata=TEXT)
    """The number of its entry."""
    piece: str = field(default="", metadata=TEXT)
    """The reference of its piece."""
    letter: str = field(default="", metadata=TEXT)
    """The letter it has already; empty where it is open."""


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """Lines that settle each other."""

    rule: str
    """The rule that found it, such as ``equal_amounts``."""
    rows: tuple[int, ...]
    """The places of its lines in the input, ascending."""
    settled: Money
    """What its debits sum to, and its credits."""
    lettered_on: date
    """The latest day of its lines."""
    days: int
    """The days from its last debit to its last credit."""
    usual_days: int | None = None
    """The days that usually lie between this party's debits and its credits."""


@dataclass(frozen=True, slots=True)
class LedgerLettering:
    """The groups found in a ledger."""

    groups: tuple[LedgerGroup, ...]
    """The groups."""
    carried: tuple[LedgerGroup, ...]
    """What settles balances carried forward as totals."""


def letter_ledger(lines: Iterable[LedgerLine]) -> LedgerLettering:
    """Letters the open lines of a ledger by their amounts, days and pieces alone; lines of one
    account, party and currency only.

    >>> from o2c import Money
    >>> ledger = letter_ledger([
    ...     LedgerLine(account="411", party="C-1", entry="1", accounted_on="2026-01-15",
    ...                amount=Money("812.11", "EUR")),
    ...     LedgerLine(account="411", party="C-1", entry="2", accounted_on="2026-02-10",
    ...                amount=Money("-812.11", "EUR")),
    ... ])
    >>> [(group.rule, group.rows) for group in ledger.groups]
    [('equal_amounts', (0, 1))]
    """
    given = _strict.each(_strict.one_of(LedgerLine))(lines, "lines")
    request = {"lines": plain(given)}
    return cast(LedgerLettering, answered(LedgerLettering, "letter_ledger", request))
