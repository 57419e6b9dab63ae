"""Customers, items, sites and tables of the directory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from .. import _strict
from .._fields import CLAIM, CURRENCY, DAY, FIGURE, ID, OPTIONAL_TERMS, OPTIONAL_TEXT, PARTY, TEXT
from .._form import Form, as_
from .._strict import Day, Figure
from ..values import ExchangeRate, Party, Terms, Vat
from .action import DirectoryAction

__all__ = [
    "AmendCustomer",
    "AmendItem",
    "DeactivateCustomer",
    "GroupCustomer",
    "ItemPrice",
    "MergeCustomer",
    "ReactivateCustomer",
    "RegisterCustomer",
    "RegisterItem",
    "RegisterSite",
    "SetHolidays",
    "SetTableValue",
    "TableValue",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCustomer(DirectoryAction):
    """A customer appears."""

    NAME: ClassVar[str] = "register_customer"

    customer: str = field(metadata=ID)
    """The caller's id of the customer."""
    party: Party = field(metadata=PARTY)
    """Name, address and identifiers."""
    terms: Terms | str | None = field(default=None, metadata=OPTIONAL_TERMS)
    """The terms agreed, where they differ from the firm's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCustomer(DirectoryAction):
    """A customer's record is replaced as a whole; the status stays."""

    NAME: ClassVar[str] = "amend_customer"

    customer: str = field(metadata=ID)
    """The caller's id of the customer."""
    party: Party = field(metadata=PARTY)
    """Name, address and identifiers."""
    terms: Terms | str | None = field(default=None, metadata=OPTIONAL_TERMS)
    """The terms agreed, where they differ from the firm's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeactivateCustomer(DirectoryAction):
    """No business is done with the customer for now."""

    NAME: ClassVar[str] = "deactivate_customer"

    customer: str = field(metadata=ID)
    """Which customer."""
    reason: str = field(metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactivateCustomer(DirectoryAction):
    """Business is done with the customer again."""

    NAME: ClassVar[str] = "reactivate_customer"

    customer: str = field(metadata=ID)
    """Which customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCustomer(DirectoryAction):
    """The customer was registered twice: the other one goes on."""

    NAME: ClassVar[str] = "merge_customer"

    customer: str = field(metadata=ID)
    """The one that ends."""
    into: str = field(metadata=ID)
    """The one that goes on; active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCustomer(DirectoryAction):
    """The customer belongs to a group from now on."""

    NAME: ClassVar[str] = "group_customer"

    customer: str = field(metadata=ID)
    """Which customer."""
    group: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The group; none where it belongs to none any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterItem(DirectoryAction):
    """An item is sold from now on."""

    NAME: ClassVar[str] = "register_item"

    item: str = field(metadata=ID)
    """The caller's id of the item."""
    name: str = field(metadata=TEXT)
    """What it is called."""
    unit: str = field(default="C62", metadata=TEXT)
    """The unit in which it is sold; a piece unless given."""
    vat_class: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The table of its VAT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendItem(DirectoryAction):
    """An item's record is replaced; its unit stays."""

    NAME: ClassVar[str] = "amend_item"

    item: str = field(metadata=ID)
    """Which item."""
    name: str = field(metadata=TEXT)
    """What it is called."""
    is_active: bool = field(metadata=CLAIM)
    """Whether it is still sold."""
    vat_class: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The table of its VAT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSite(DirectoryAction):
    """Goods leave from a new site."""

    NAME: ClassVar[str] = "register_site"

    site: str = field(metadata=ID)
    """The caller's id of the site."""
    name: str = field(metadata=TEXT)
    """What it is called."""
    country: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The country's two capital letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPrice(Form):
    """A price of an item, without VAT."""

    price: Figure = field(metadata=FIGURE)
    """The price of one base quantity, in the main unit of the currency."""
    currency: str = field(metadata=CURRENCY)
    """Its currency."""
    base_quantity: Figure = field(default=Decimal(1), metadata=FIGURE)
    """The quantity it is for, in the item's unit."""
    floor: Figure | None = field(
        default=None, metadata=as_(_strict.optional(_strict.figure))
    )
    """The least price of one base quantity: whoever sells below it needs approval."""


TableValue: TypeAlias = Vat | ItemPrice | ExchangeRate | str
"""What a table of the directory holds: VAT rates, prices, exchange rates, or legal references."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTableValue(DirectoryAction):
    """A value holds from a day on; the first value makes the table."""

    NAME: ClassVar[str] = "set_table_value"

    table: str = field(metadata=ID)
    """Which table."""
    valid_from: Day = field(metadata=DAY)
    """The first day on which the value holds."""
    value: TableValue = field(metadata=as_(_strict.one_of(Vat, ItemPrice, ExchangeRate, str)))
    """The value."""

    def as_json(self) -> Any:
        """The action under its name, for the directory, the value under the name of its kind."""
        action = DirectoryAction.as_json(self)
        body = action["directory"][self.NAME]
        body["value"] = {_table_value_name(self.value): body["value"]}
        return action


def _table_value_name(value: TableValue) -> str:
    if isinstance(value, Vat):
        return "vat_rate"
    if isinstance(value, ItemPrice):
        return "price"
    if isinstance(value, ExchangeRate):
        return "exchange_rate"
    return "legal_reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHolidays(DirectoryAction):
    """The holidays of a calendar, as a whole."""

    NAME: ClassVar[str] = "set_holidays"

    table: str = field(metadata=ID)
    """Which table."""
    days: Sequence[Day] = field(metadata=as_(_strict.each(_strict.day)))
    """The days."""
