"""Credit: what limits customers and groups have, and what becomes of orders that are held."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from .. import _strict
from .._fields import CLAIM, DAY, FIGURE, ID, MONEY, OPTIONAL_DAY, OPTIONAL_MONEY, TEXT
from .._form import Named, as_, plain
from .._strict import Day, Figure
from ..errors import InputError
from ..values import Money
from .action import Action

__all__ = [
    "UNLIMITED",
    "AskDeposit",
    "AssessCredit",
    "ChangeCredit",
    "CheckCredit",
    "CreditChange",
    "CreditLimit",
    "GuaranteeCredit",
    "IncreaseLimit",
    "InsureCredit",
    "OfferTerms",
    "RefuseCredit",
    "ReleaseCredit",
    "RuleOnHold",
    "Ruling",
    "SetLimit",
]

UNLIMITED: Literal["unlimited"] = "unlimited"
"""As much credit as a customer likes; it must be said."""

CreditLimit: TypeAlias = Money | Literal["unlimited"]
"""Up to an amount, that amount included; zero is no credit. Or ``UNLIMITED``."""

_OPTIONAL_FIGURE = as_(_strict.optional(_strict.figure))
_OPTIONAL_WHOLE = as_(_strict.optional(_strict.whole))
_COUNTING = _strict.word("gross", "net", "own_and_insured")


def _limit(value: object, path: str) -> object:
    return value if value == UNLIMITED else _strict.one_of(Money)(value, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLimit(Named):
    """A limit; the first one opens the credit file."""

    NAME: ClassVar[str] = "set_limit"

    limit: CreditLimit = field(metadata=as_(_limit))
    """How much; ``UNLIMITED`` must be said, zero is no credit."""
    counting: Literal["gross", "net", "own_and_insured"] = field(
        default="gross", metadata=as_(_COUNTING)
    )
    """How insurance and guarantees count: not at all, off the exposure, or on top of the limit."""
    from_: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The first day; the day of the command where none is given."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last day; until another limit begins where none is given."""

    def as_json(self) -> Any:
        """The limit as the core reads it."""
        is_unlimited = self.limit == UNLIMITED
        given: dict[str, Any] = {
            "limit": UNLIMITED if is_unlimited else {"up_to": plain(self.limit)},
            "counting": self.counting,
        }
        return {self.NAME: _days(given, self.from_, self.until)}


def _days(given: dict[str, Any], from_: object, until: object) -> dict[str, Any]:
    for name, day in (("from", from_), ("until", until)):
        if day is not None:
            given[name] = plain(day)
    return given


@dataclass(frozen=True, slots=True, kw_only=True)
class IncreaseLimit(Named):
    """A higher limit for a while."""

    NAME: ClassVar[str] = "increase"

    by: Money = field(metadata=MONEY)
    """By how much, above zero."""
    until: Day = field(metadata=DAY)
    """The last day."""
    from_: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The first day; the day of the command where none is given."""

    def as_json(self) -> Any:
        """The increase as the core reads it."""
        return {self.NAME: _days({"by": plain(self.by)}, self.from_, self.until)}


@dataclass(frozen=True, slots=True, kw_only=True)
class InsureCredit(Named):
    """What an insurer covers from a day on; what he cut, he covers no more from then on."""

    NAME: ClassVar[str] = "insure"

    limit: Money = field(metadata=MONEY)
    """Up to how much; nothing where the insurer has cut it."""
    quota: Figure = field(metadata=FIGURE)
    """How much of it he pays, in percent."""
    deductible: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """What he keeps back."""
    covers_orders: bool = field(default=False, metadata=CLAIM)
    """Whether he covers what is ordered and not delivered."""
    longest_credit_days: int | None = field(default=None, metadata=_OPTIONAL_WHOLE)
    """The longest credit he covers, in days."""
    declare_within_days: int | None = field(default=None, metadata=_OPTIONAL_WHOLE)
    """Within how many days after its due day an unpaid invoice is to be declared to him."""
    from_: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The first day; the day of the command where none is given."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last day."""

    def as_json(self) -> Any:
        """The insurance as the core reads it."""
        insurance: dict[str, Any] = {
            "limit": plain(self.limit),
            "quota": plain(self.quota),
            "covers_orders": self.covers_orders,
        }
        for name in ("deductible", "longest_credit_days", "declare_within_days"):
            value = getattr(self, name)
            if value is not None:
                insurance[name] = plain(value)
        return {self.NAME: _days({"insurance": insurance}, self.from_, self.until)}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeCredit(Named):
    """A guarantee in money, by a deposit or a bank."""

    NAME: ClassVar[str] = "guarantee"

    amount: Money = field(metadata=MONEY)
    """How much, above zero."""
    from_: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The first day; the day of the command where none is given."""
    until: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The last day."""

    def as_json(self) -> Any:
        """The guarantee as the core reads it."""
        return {self.NAME: _days({"amount": plain(self.amount)}, self.from_, self.until)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessCredit(Named):
    """What somebody makes of the customer."""

    NAME: ClassVar[str] = "assess"

    class_: str = field(metadata=TEXT)
    """Its class."""
    default_rate: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """How many of a hundred of its class do not pay, where that is known."""
    review_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day by which the file is to be looked at again."""

    def as_json(self) -> Any:
        """The assessment as the core reads it."""
        given: dict[str, Any] = {"class": self.class_}
        for name in ("default_rate", "review_on"):
            value = getattr(self, name)
            if value is not None:
                given[name] = plain(value)
        return {self.NAME: given}


CreditChange: TypeAlias = SetLimit | IncreaseLimit | InsureCredit | GuaranteeCredit | AssessCredit
"""What may change in a credit file."""

_CHANGE = as_(
    _strict.one_of(SetLimit, IncreaseLimit, InsureCredit, GuaranteeCredit, AssessCredit)
)


def credit_file(customer: str, group: str, segment: str) -> dict[str, Any]:
    """Whose credit file: a group's, that of a part of a customer's credit, or a customer's."""
    if group and (customer or segment):
        raise InputError("a file is a group's or a customer's, not both", "group")
    if group:
        return {"group": group}
    if segment:
        return {"segment": {"customer": customer, "segment": segment}}
    return {"customer": customer}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCredit(Action):
    """Change what credit a customer, a part of its credit, or a group of customers has."""

    NAME: ClassVar[str] = "change_credit"

    change: CreditChange = field(metadata=_CHANGE)
    """What changes."""
    customer: str = field(default="", metadata=TEXT)
    """Whose file; a customer's or a group's."""
    group: str = field(default="", metadata=TEXT)
    """The group whose customers share the limit."""
    segment: str = field(default="", metadata=TEXT)
    """The part of the customer's credit that has a limit of its own."""

    def as_json(self) -> Any:
        """The change as the core reads it."""
        file = credit_file(self.customer, self.group, self.segment)
        return {self.NAME: {"file": file, "change": plain(self.change)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCredit(Named):
    """The order may be delivered until a day, while its value stays within what was released."""

    NAME: ClassVar[str] = "release"

    until: Day = field(metadata=DAY)
    """The last day."""
    tolerance: Figure | None = field(default=None, metadata=_OPTIONAL_FIGURE)
    """By how many percent it may be more than what was released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCredit(Named):
    """The order may not be delivered, whatever happens to the exposure."""

    NAME: ClassVar[str] = "reject"

    reason: str = field(default="", metadata=TEXT)
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeposit(Named):
    """The customer is asked for a deposit. Once it is paid the order is released for the rest,
    whatever else blocks it, where whoever asked may release that much."""

    NAME: ClassVar[str] = "ask_deposit"

    percent: Figure = field(metadata=FIGURE)
    """How much of the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms(Named):
    """The customer is offered other terms."""

    NAME: ClassVar[str] = "change_terms"

    terms: str = field(metadata=TEXT)
    """Which, such as ``net 10``."""


Ruling: TypeAlias = ReleaseCredit | RefuseCredit | AskDeposit | OfferTerms
"""What may be decided of an order that is held."""

_RULING = as_(_strict.one_of(ReleaseCredit, RefuseCredit, AskDeposit, OfferTerms))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnHold(Action):
    """Decide of an order that is held for want of credit."""

    NAME: ClassVar[str] = "rule_on_hold"

    order: str = field(metadata=ID)
    """The order."""
    by: str = field(metadata=TEXT)
    """Who decides; the settings say who may release how much."""
    ruling: Ruling = field(metadata=_RULING)
    """What."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCredit(Action):
    """Look again at the orders of a customer that are not shipped: what does not pass is held, of
    several that do not pass together what was confirmed last; what passes is held no more."""

    NAME: ClassVar[str] = "check_credit"

    customer: str = field(metadata=ID)
    """Whose orders."""
