"""What commands, queries and requests have in common: every field is checked when it is given, and
written in one way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from . import _strict
from .errors import InputError


def as_(convert: Callable[[object, str], object]) -> Mapping[str, Any]:
    """The metadata of a field whose values pass this conversion."""
    return {"convert": convert}


class Form:
    """The base of every frozen dataclass that goes into the core."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            convert = field.metadata["convert"]
            object.__setattr__(self, field.name, convert(getattr(self, field.name), field.name))

    def as_json(self) -> Any:
        """The value as ``json.dumps`` takes it; what may be absent and is, is left out. An empty
        list is left out where it is the default: elsewhere nothing named is not all of it."""
        given = {}
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            is_absent = value in (None, "") or value == () == field.default
            if field.default is MISSING or not is_absent:
                given[field.name] = plain(value)
        return given


class Named(Form):
    """A form that travels under its name, such as ``{"ship": {...}}``."""

    __slots__ = ()

    NAME: ClassVar[str]

    def as_json(self) -> Any:
        """The form under its name."""
        return {self.NAME: super().as_json()}


@dataclass(frozen=True, slots=True)
class Body:
    """A mapping that goes in as it is, held as its text: it is compared and hashed by it."""

    text: str

    @classmethod
    def of(cls, value: object, path: str = "") -> Body:
        """The body of a mapping of texts, whole numbers, figures, days, lists and mappings."""
        if isinstance(value, Body):
            return value
        return cls(json.dumps(_strict.given(value, path), ensure_ascii=False))

    def as_json(self) -> Any:
        """The mapping as ``json.dumps`` takes it."""
        return json.loads(self.text)


def plain(value: object) -> Any:
    """A checked value as ``json.dumps`` takes it."""
    if isinstance(value, (Form, Body)):
        return value.as_json()
    if isinstance(value, Decimal):
        return _strict.written(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


def dumped(value: object) -> str:
    """A checked value as the text that passes the door.

    Raises ``InputError`` for a text with a lone surrogate, which is no character.
    """
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InputError("a lone surrogate is no character") from None
    return text
