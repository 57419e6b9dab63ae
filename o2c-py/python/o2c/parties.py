"""Whom one trades with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from . import _strict
from ._form import Form, as_

__all__ = [
    "Address",
    "Identifier",
    "Party",
]

_TEXT = as_(_strict.text)
_TEXTS = as_(_strict.each(_strict.text))


@dataclass(frozen=True, slots=True)
class Address(Form):
    """A postal address."""

    lines: Sequence[str] = field(default=(), metadata=_TEXTS)
    """Street and number, building, and the like."""
    city: str = field(default="", metadata=_TEXT)
    """The city."""
    postal_code: str = field(default="", metadata=_TEXT)
    """The postal code."""
    country: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """The country's two capital letters."""


@dataclass(frozen=True, slots=True)
class Identifier(Form):
    """A number a party is known by, such as a registration number."""

    scheme: str = field(metadata=_TEXT)
    """Whose numbers they are, by the code of ISO 6523 where it has one: ``0002`` for a SIREN,
    ``0009`` for a SIRET. The checks of French invoices look for these codes."""
    value: str = field(metadata=_TEXT)
    """The number."""


@dataclass(frozen=True, slots=True)
class Party(Form):
    """Whom one trades with."""

    name: str = field(metadata=_TEXT)
    """The legal name."""
    address: Address | None = field(
        default=None, metadata=as_(_strict.optional(_strict.one_of(Address)))
    )
    """The postal address."""
    kind: Literal["professional", "consumer"] = field(
        default="professional", metadata=as_(_strict.word("professional", "consumer"))
    )
    """Whether the party buys for its trade."""
    identifiers: Sequence[Identifier] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(Identifier)))
    )
    """Further numbers it is known by."""
    vat_id: str | None = field(default=None, metadata=as_(_strict.optional(_strict.text)))
    """The VAT number."""
