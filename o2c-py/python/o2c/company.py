"""The company: commands in, receipts and reports out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from . import _o2c, _read, _strict
from ._form import dumped
from .commands import Command
from .errors import InputTypeError, Rejection, rejection_from_json
from .reports import Query, Receipt

__all__ = ["Company"]

T = TypeVar("T")


class Company:
    """The whole order to cash of one legal entity: customers, orders, shipments, invoices,
    payments, letters, journal, and the history of everything that happened.

    Made by :meth:`found` or :meth:`replay`. Several threads may use one company at once: readers
    run side by side, commands wait for each other, and other threads run Python meanwhile. A
    refused command changes nothing.

    >>> import o2c
    >>> from o2c.commands import Command, OpenSeries
    >>> company = o2c.Company.found(ledger_currency="EUR")
    >>> command = Command(OpenSeries(series="sales", prefix="F"), id="1",
    ...                   effective_on="2026-01-02", recorded_on="2026-01-02")
    >>> company.execute(command).count, company.execute(command).is_replayed
    (2, True)
    """

    __slots__ = ("_native",)

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """A company on settings such as ``{"ledger_currency": "EUR"}``.

        Raises ``Rejection`` where the core refuses them.
        """
        self._native = _o2c.Company.found_json(dumped(_strict.given(settings)))

    @classmethod
    def found(cls, *, ledger_currency: str, **settings: Any) -> Company:
        """Founds a company; ``ledger_currency`` is the currency of its books. Each further setting
        may be left out; those that are mappings have the fields of the core's settings of that
        name, each of them with a default:

        ``party``: who the company is and what its documents name as the seller, a ``Party``.
        ``chart``: accounts by their use, such as ``{"late_interest": "7631"}``; the French chart
        where nothing is said.
        ``lettering``: what the lettering rules may apply by themselves, a mapping.
        ``tolerances``: which differences between what is owed and what is paid a letter may settle,
        a list of mappings.
        ``letters``: how the codes of letters are made, a mapping: ``alphabet``, capital letters and
        digits in order, ``"ABC...Z"`` by default; ``shortest``, the characters of the first code, 3
        by default; ``scope``, within what a code is used once: ``"account"``, the default: a
        customer in one currency, ``"customer"`` or ``"company"``.
        ``holidays``: the name of the directory's table of holidays that shifts due days.
        ``vat_on_debits``: whether the VAT of services is owed when they are invoiced, by the
        seller's choice, and not when they are paid; false by default.
        ``deposit_deduction``: how an invoice shows the deposits it deducts: ``"prepaid"``, the
        default, as what was paid before, or ``"negative_lines"``.
        ``issue_profile``: the ``Profile`` that the company's invoices, deposits and credit notes
        are held against when they are issued: one that breaks a rule fatally is refused, and all it
        breaks is told at once. Debit notes of interest and costs, which are outside VAT, and pro
        formas are no invoices and held against nothing.
        ``mentions``: what every document says where its own draft does not, such as the notes that
        the profile asks for, a ``StandingMentions``.
        ``direct_debits``: how direct debits are collected, a mapping.
        ``disputes``: what disputes change for dunning, discounts and credit, a mapping.
        ``stock``: how the company promises from its stock, a mapping; by default its orders reserve
        nothing.
        ``credit``: how credit is looked at, a mapping; by default it is not.

        Raises ``Rejection`` where the core refuses them.

        >>> import o2c
        >>> french = o2c.Profile(is_french=True, mentions_are_due=True)
        >>> notes = [o2c.StandingNote(subject="PMT", text="EUR 40 for recovery"),
        ...          o2c.StandingNote(subject="PMD", text="Three times the legal rate"),
        ...          o2c.StandingNote(subject="AAB", text="No discount for paying early")]
        >>> company = o2c.Company.found(
        ...     ledger_currency="EUR", party=o2c.Party("Moulin SAS"), vat_on_debits=True,
        ...     issue_profile=french, mentions=o2c.StandingMentions(notes=notes, process="B1"),
        ... )
        """
        return cls({"ledger_currency": ledger_currency, **settings})

    @classmethod
    def _of(cls, native: _o2c.Company) -> Company:
        company = cls.__new__(cls)
        company._native = native
        return company

    @classmethod
    def found_json(cls, settings: str) -> Company:
        """Founds a company on settings in JSON."""
        return cls._of(_o2c.Company.found_json(settings))

    @classmethod
    def replay(cls, history: str) -> Company:
        """The company that a history leads to: the same state, to the byte.

        Raises ``Rejection`` where the text is no history.
        """
        return cls._of(_o2c.Company.replay_json(history))

    def fork(self) -> Company:
        """A copy that goes its own way."""
        return self._of(self._native.fork())

    def execute(self, command: Command) -> Receipt:
        """Executes one command; the same command again returns the receipt of the first time.

        Raises ``Rejection`` where the core refuses it; nothing has changed then.
        """
        return _read.answer(Receipt, self._native.execute_json(_command(command).to_json()))

    def decide(self, command: Command) -> tuple[Any, ...]:
        """The events a command would lead to; nothing changes.

        Raises ``Rejection`` as :meth:`execute` would.
        """
        text = self._native.decide_json(_command(command).to_json())
        return _read.answer(tuple[Any, ...], text)

    def preview(self, commands: Iterable[Command]) -> list[Receipt | Rejection]:
        """What a list of commands would lead to, one after the other; nothing changes."""
        return _rows(self._native.preview_json(_commands(commands)))

    def batch(self, commands: Iterable[Command]) -> list[Receipt | Rejection]:
        """Executes a list of commands one after the other: for each its receipt or, unraised, its
        rejection. A refused command does not stop the next."""
        return _rows(self._native.batch_json(_commands(commands)))

    def report(self, query: Query[T]) -> T:
        """The answer to a question.

        Raises ``Rejection`` for what is unknown and for figures beyond the range of money.
        """
        if not isinstance(query, Query):
            raise InputTypeError(f"expected a query, not {type(query).__name__}", "query")
        answer: T = _read.reader(query.ANSWER)(
            _read.loaded(self._native.report_json(query.to_json()))
        )
        return answer

    def history(self) -> str:
        """The whole history as JSON, from which :meth:`replay` rebuilds the company."""
        return self._native.history_json()

    def execute_json(self, command: str) -> str:
        """Executes one command in JSON; answers with its receipt and events."""
        return self._native.execute_json(command)

    def decide_json(self, command: str) -> str:
        """The events a command in JSON would lead to; nothing changes."""
        return self._native.decide_json(command)

    def preview_json(self, commands: str) -> str:
        """A row for each of a list of commands in JSON; nothing changes."""
        return self._native.preview_json(commands)

    def batch_json(self, commands: str) -> str:
        """Executes a list of commands in JSON; a row for each."""
        return self._native.batch_json(commands)

    def report_json(self, query: str) -> str:
        """The answer to a query in JSON."""
        return self._native.report_json(query)


def _command(command: object) -> Command:
    if not isinstance(command, Command):
        raise InputTypeError(f"expected Command, not {type(command).__name__}", "command")
    return command


def _commands(commands: Iterable[Command]) -> str:
    return "[" + ",".join(_command(command).to_json() for command in commands) + "]"


def _rows(text: str) -> list[Receipt | Rejection]:
    receipt = _read.reader(Receipt)
    return [
        receipt(row["ok"]) if "ok" in row else rejection_from_json(dumped(row["error"]))
        for row in _read.loaded(text)
    ]
