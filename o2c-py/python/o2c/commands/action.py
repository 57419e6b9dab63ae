"""What all commands have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from .. import _strict
from .._fields import DAY, ID, OPTIONAL_DAY
from .._form import Form, Named, as_, dumped
from .._strict import Day

__all__ = [
    "Action",
    "Command",
    "DirectoryAction",
]


class Action(Named):
    """The base of all actions."""

    __slots__ = ()


class DirectoryAction(Action):
    """The base of all actions on customers, items, sites and tables."""

    __slots__ = ()

    def as_json(self) -> Any:
        """The action under its name, for the directory."""
        return {"directory": super().as_json()}


class AskedOf(Action):
    """The base of all actions that put a question to one thing, such as a stock or a return: it is
    named first, then what is asked of it."""

    __slots__ = ()

    OF: ClassVar[str]
    KEYS: ClassVar[tuple[str, ...]]
    IS_BARE: ClassVar[bool] = False

    def as_json(self) -> Any:
        """The action under the name of what it is asked of."""
        body = Form.as_json(self)
        named = {key: body.pop(key) for key in self.KEYS}
        return {self.OF: {**named, "ask": self.NAME if self.IS_BARE else {self.NAME: body}}}


@dataclass(frozen=True, slots=True)
class Command(Form):
    """One command: the same id with the same content happens once, however often it is sent; the
    same id with other content is refused. Other dates than ``recorded_on`` are content."""

    action: Action = field(metadata=as_(_strict.one_of(Action)))
    """What is asked."""
    id: str = field(kw_only=True, metadata=ID)
    """The caller's own id of this command."""
    effective_on: Day = field(kw_only=True, metadata=DAY)
    """The day it counts: the order day, the issue day, the value day."""
    recorded_on: Day = field(kw_only=True, metadata=DAY)
    """The day it became known; never before that of an earlier command."""
    posting_on: Day | None = field(default=None, kw_only=True, metadata=OPTIONAL_DAY)
    """The day it is posted where its own day lies in a closed period; in an open period."""

    def to_json(self) -> str:
        """The command as the text that passes the door, the same in every language."""
        return dumped(self)
