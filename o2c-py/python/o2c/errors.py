"""Exceptions: what is refused before the core is asked, what the core refuses, and defects.

>>> import o2c
>>> try:
...     o2c.split(o2c.Money("1.005", "EUR"), [1])
... except o2c.MoneyRejection as no:
...     print(no.code, no.number, no.path, dict(no.figures))
money.too_many_decimals 104 split.amount {'text': '1.005', 'currency': 'EUR', 'decimals': '2'}
"""

from __future__ import annotations

import json as _json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

__all__ = [
    "AgeingRejection",
    "CalendarRejection",
    "ColumnsRejection",
    "CompanyRejection",
    "CreditRejection",
    "Defect",
    "DirectoryRejection",
    "DisputeRejection",
    "DunningRejection",
    "FulfilmentRejection",
    "IdRejection",
    "InputError",
    "InputTypeError",
    "InterestRejection",
    "InvoiceRejection",
    "JsonRejection",
    "LedgerRejection",
    "LetteringRejection",
    "MoneyRejection",
    "O2cError",
    "OrderRejection",
    "PartyRejection",
    "PricingRejection",
    "QuantityRejection",
    "ReceivableRejection",
    "ReferenceRejection",
    "Rejection",
    "StockRejection",
    "SubscriptionRejection",
    "ReportingRejection",
    "TaxRejection",
]


class O2cError(Exception):
    """The root of every exception of this package."""


class Defect(O2cError):
    """The library is at fault, not the caller. A company that met a defect refuses everything from
    then on; rebuild it from the history that was kept."""


class InputError(O2cError, ValueError):
    """A value that no command, query or request may hold, such as ``NaN`` or a figure of 19 digits;
    refused before the core is asked."""

    message: str
    """One sentence for people."""
    path: str
    """Where in what was given the value stands, such as ``lines[2].quantity``; or empty."""

    def __init__(self, message: str, path: str = "") -> None:
        self.message = message
        self.path = path
        super().__init__(message, path)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InputTypeError(InputError, TypeError):
    """A value of the wrong type, such as a ``float`` for an amount or a ``datetime`` for a day."""


class Rejection(O2cError):
    """The core said no; nothing has changed. Programs look at ``code`` or ``number``, which never
    change their meaning; the class is that of the room that refused."""

    code: str
    """The stable code, such as ``order.line.quantity_exceeds_open``."""
    number: int
    """The stable number of the code."""
    path: str
    """Where in the input the refused value stands, such as ``lines[2].quantity``."""
    message: str
    """One sentence for people."""
    figures: Mapping[str, str]
    """The figures that explain the refusal, by name, as printed, in a fixed order."""
    via: tuple[str, ...]
    """The legs that led to the refusal, outermost first; none if the command was refused itself."""
    also: tuple[Rejection, ...]
    """What else is refused of the same input, in its order, unraised: all faults of a document
    are told at once."""
    json: str
    """The whole refusal as the core wrote it: the same bytes in every language."""

    def __init__(
        self,
        code: str,
        number: int,
        path: str,
        message: str,
        figures: Mapping[str, str],
        via: Iterable[str] = (),
        json: str = "",
        also: Iterable[Rejection] = (),
    ) -> None:
        self.code = code
        self.number = number
        self.path = path
        self.message = message
        self.figures = MappingProxyType(dict(figures))
        self.via = tuple(via)
        self.json = json
        self.also = tuple(also)
        super().__init__(code, number, path, message)

    def __str__(self) -> str:
        place = f" at {self.path}" if self.path else ""
        return f"{self.code}{place}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        told = (self.code, self.number, self.path, self.message, dict(self.figures))
        return type(self), (*told, self.via, self.json, self.also)


class JsonRejection(Rejection):
    """The text is not the JSON that is expected."""


class IdRejection(Rejection):
    """An identifier or a free text."""


class MoneyRejection(Rejection):
    """An amount, an exact figure, a currency or a split."""


class CalendarRejection(Rejection):
    """A day, payment terms or a dated table."""


class QuantityRejection(Rejection):
    """A quantity or its unit."""


class PartyRejection(Rejection):
    """The name, address or identifiers of a party."""


class TaxRejection(Rejection):
    """A VAT category or rate, or a stack of taxes."""


class InterestRejection(Rejection):
    """What late payment bears."""


class ReferenceRejection(Rejection):
    """A reference that a payer quotes."""


class LedgerRejection(Rejection):
    """An account, an entry or the journal."""


class ColumnsRejection(Rejection):
    """Columns of open items."""


class StockRejection(Rejection):
    """What is there, what is to come, and what may be promised of it."""


class DirectoryRejection(Rejection):
    """Customers, items, sites and tables of the directory."""


class PricingRejection(Rejection):
    """A price, an allowance or a charge."""


class OrderRejection(Rejection):
    """An order and its lines."""


class CreditRejection(Rejection):
    """Credit: a customer's file, its limits and releases, and the calculators of scores."""


class FulfilmentRejection(Rejection):
    """A shipment."""


class InvoiceRejection(Rejection):
    """An invoice, its figures or its series."""


class SubscriptionRejection(Rejection):
    """A subscription: its plan, periods and usage."""


class ReceivableRejection(Rejection):
    """An account of receivables, its items and letters."""


class LetteringRejection(Rejection):
    """The rules of automatic lettering."""


class DisputeRejection(Rejection):
    """A dispute: what is contested, and how it is settled."""


class AgeingRejection(Rejection):
    """An ageing and its buckets."""


class DunningRejection(Rejection):
    """Reminders: a policy, a block, a run."""
class ReportingRejection(Rejection):
    """The figures a manager reads."""


class CompanyRejection(Rejection):
    """The company itself: command ids, closed periods, unknown orders, broken histories."""


_ROOMS: Mapping[str, type[Rejection]] = {
    "json": JsonRejection,
    "id": IdRejection,
    "money": MoneyRejection,
    "calendar": CalendarRejection,
    "quantity": QuantityRejection,
    "party": PartyRejection,
    "tax": TaxRejection,
    "interest": InterestRejection,
    "reference": ReferenceRejection,
    "ledger": LedgerRejection,
    "columns": ColumnsRejection,
    "directory": DirectoryRejection,
    "pricing": PricingRejection,
    "stock": StockRejection,
    "order": OrderRejection,
    "credit": CreditRejection,
    "fulfilment": FulfilmentRejection,
    "invoice": InvoiceRejection,
    "subscription": SubscriptionRejection,
    "receivable": ReceivableRejection,
    "lettering": LetteringRejection,
    "dispute": DisputeRejection,
    "ageing": AgeingRejection,
    "dunning": DunningRejection,
    "reporting": ReportingRejection,
    "company": CompanyRejection,
}


def rejection_from_json(text: str) -> Rejection:
    """The exception of a refusal that the core wrote, of the class of its room."""
    return _rejection(_json.loads(text), text)


def _rejection(error: Mapping[str, Any], text: str) -> Rejection:
    code: str = error["code"]
    room = _ROOMS.get(code.partition(".")[0], Rejection)
    told = (code, error["number"], error["path"], error["message"], dict(error["figures"]))
    also = [_rejection(one, _json.dumps(one)) for one in error.get("also", ())]
    return room(*told, error["via"], text, also)
