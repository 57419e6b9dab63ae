"""Fulfilment: the tasks of an order, and goods that come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from .. import _strict
from .._fields import CLAIM, COUNT, ID, OPTIONAL_TEXT, TEXT
from .._form import Form, as_
from .._strict import Figure
from .action import Action, AskedOf
from .sale import LineQuantity

__all__ = [
    "AcceptDelivery",
    "AuthoriseReturn",
    "BeginTasks",
    "CancelTasks",
    "CompensateTask",
    "CreditReturn",
    "FailTask",
    "FinishTask",
    "InspectReturn",
    "PlanAction",
    "ReceiveReturn",
    "RejectReturn",
    "RepairReturn",
    "ReplaceReturn",
    "RequestReturn",
    "RetryTask",
    "ReturnAction",
    "StartTask",
    "TakeBackReturn",
    "Task",
]

LINES = as_(_strict.each(_strict.one_of(LineQuantity)))
OPTIONAL_LINES = as_(_strict.optional(_strict.each(_strict.one_of(LineQuantity))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Form):
    """A task that helps to fulfil an order."""

    id: str = field(metadata=ID)
    """The caller's id, unique within the plan."""
    kind: str = field(
        metadata=as_(
            _strict.word(
                "pick",
                "pack",
                "ship",
                "deliver",
                "schedule",
                "perform",
                "accept",
                "provision",
                "purchase",
                "other",
            )
        )
    )
    """What is done."""
    depends_on: Sequence[str] = field(default=(), metadata=as_(_strict.each(_strict.text)))
    """What must be finished before."""
    duration_days: int = field(default=0, metadata=COUNT)
    """How many business days it takes; 0 is done on the day it begins."""
    owner: str = field(default="", metadata=TEXT)
    """Who does it; of a task of acceptance, who accepts."""
    line: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The line it is for; the whole order where none is named."""
    is_point_of_no_return: bool = field(default=False, metadata=CLAIM)
    """Whether what it is for is not cancelled any more once it has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAction(AskedOf):
    """The base of all actions on the tasks of an order."""

    OF: ClassVar[str] = "fulfilment_plan"
    KEYS: ClassVar[tuple[str, ...]] = ("order",)

    order: str = field(metadata=ID)
    """The order."""


@dataclass(frozen=True, kw_only=True)
class BeginTasks(PlanAction):
    """The tasks are laid down; those that wait for each other in a circle are refused.

    >>> begin = BeginTasks(order="O1", tasks=[Task(id="pick", kind="pick")])
    >>> begin.as_json()["fulfilment_plan"]["order"]
    'O1'
    """

    NAME: ClassVar[str] = "begin"

    tasks: Sequence[Task] = field(metadata=as_(_strict.each(_strict.one_of(Task))))
    """The tasks, in any order."""


@dataclass(frozen=True, kw_only=True)
class StartTask(PlanAction):
    """A task begins: all it depends on is finished."""

    NAME: ClassVar[str] = "start"

    task: str = field(metadata=ID)
    """Which."""


@dataclass(frozen=True, kw_only=True)
class FinishTask(PlanAction):
    """A task is done."""

    NAME: ClassVar[str] = "finish"

    task: str = field(metadata=ID)
    """Which."""


@dataclass(frozen=True, kw_only=True)
class FailTask(PlanAction):
    """A task did not succeed."""

    NAME: ClassVar[str] = "fail"

    task: str = field(metadata=ID)
    """Which."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, kw_only=True)
class RetryTask(PlanAction):
    """A task that failed is tried again."""

    NAME: ClassVar[str] = "retry"

    task: str = field(metadata=ID)
    """Which."""


@dataclass(frozen=True, kw_only=True)
class CancelTasks(PlanAction):
    """Nothing more is done; what had begun is to be undone."""

    NAME: ClassVar[str] = "cancel"

    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, kw_only=True)
class CompensateTask(PlanAction):
    """A task of a cancelled plan was undone, after every task that built on it."""

    NAME: ClassVar[str] = "compensate"

    task: str = field(metadata=ID)
    """Which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAction(AskedOf):
    """The base of all actions on goods that come back."""

    OF: ClassVar[str] = "goods_return"
    KEYS: ClassVar[tuple[str, ...]] = ("goods_return",)

    goods_return: str = field(metadata=ID)
    """The caller's id of the return."""


@dataclass(frozen=True, kw_only=True)
class RequestReturn(ReturnAction):
    """The customer wants to give goods back: never more than was shipped and not given back."""

    NAME: ClassVar[str] = "request"

    order: str = field(metadata=ID)
    """The order they were shipped for."""
    lines: Sequence[LineQuantity] = field(metadata=LINES)
    """How much of which line; each line once."""
    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, kw_only=True)
class AuthoriseReturn(ReturnAction):
    """The company agrees.

    >>> AuthoriseReturn(goods_return="R1").as_json()
    {'goods_return': {'goods_return': 'R1', 'ask': 'authorise'}}
    """

    NAME: ClassVar[str] = "authorise"
    IS_BARE: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ReceiveReturn(ReturnAction):
    """Goods came back."""

    NAME: ClassVar[str] = "receive"

    lines: Sequence[LineQuantity] | None = field(default=None, metadata=OPTIONAL_LINES)
    """How much of which line; all that was authorised where nothing is said."""
    site: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """Where."""


@dataclass(frozen=True, kw_only=True)
class InspectReturn(ReturnAction):
    """Somebody looked at what came back."""

    NAME: ClassVar[str] = "inspect"

    accepted: Sequence[LineQuantity] | None = field(default=None, metadata=OPTIONAL_LINES)
    """How much of which line is accepted; all that was received where nothing is said."""
    note: str = field(default="", metadata=TEXT)
    """What was found."""
    is_restocked: bool = field(default=False, metadata=CLAIM)
    """Whether what is accepted goes back into the stock of the site where it is."""


@dataclass(frozen=True, kw_only=True)
class CreditReturn(ReturnAction):
    """What was accepted is credited at the price and the VAT of the invoice."""

    NAME: ClassVar[str] = "credit"

    series: str = field(metadata=ID)
    """The series the numbers come from."""
    invoice: str = field(metadata=ID)
    """The invoice that billed the goods."""
    restocking_fee: Figure | None = field(
        default=None, metadata=as_(_strict.optional(_strict.figure))
    )
    """The fee for taking them back, in percent of what is credited without VAT; it is billed."""
    letter: bool = field(default=False, metadata=CLAIM)
    """Whether the credit note is lettered at once with what is open of the invoice."""
    take_back_rest: bool = field(default=False, metadata=CLAIM)
    """Whether what the invoice did not bill is taken back as never billed; else it is refused."""


@dataclass(frozen=True, kw_only=True)
class TakeBackReturn(ReturnAction):
    """What was accepted was not billed, and is not billed any more."""

    NAME: ClassVar[str] = "take_back"
    IS_BARE: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ReplaceReturn(ReturnAction):
    """The customer gets others."""

    NAME: ClassVar[str] = "replace"

    by: str | None = field(default=None, metadata=OPTIONAL_TEXT)
    """The order that delivers them, where there is one."""


@dataclass(frozen=True, kw_only=True)
class RepairReturn(ReturnAction):
    """The customer gets them back, repaired."""

    NAME: ClassVar[str] = "repair"
    IS_BARE: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class RejectReturn(ReturnAction):
    """The customer keeps them, or gets them back as they are."""

    NAME: ClassVar[str] = "reject"

    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDelivery(Action):
    """The customer accepts goods that left for an order, or services performed for it.

    >>> AcceptDelivery(order="O1", by="M. Martin").as_json()
    {'accept_delivery': {'order': 'O1', 'by': 'M. Martin'}}
    """

    NAME: ClassVar[str] = "accept_delivery"

    order: str = field(metadata=ID)
    """The order."""
    lines: Sequence[LineQuantity] | None = field(default=None, metadata=OPTIONAL_LINES)
    """How much of which line; all that left and was not accepted where nothing is said."""
    by: str = field(default="", metadata=TEXT)
    """Who accepts it."""
