"""What late items bear, and until when they may be claimed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..values import Money, Period

__all__ = [
    "AccountInterest",
    "Accrual",
    "AccruedInterest",
    "BelowFloor",
    "FixedFee",
    "InterestSegment",
    "ItemInterest",
    "LimitedItem",
]


@dataclass(frozen=True, slots=True)
class InterestSegment:
    """Days on which one amount bore one rate."""

    period: Period
    """The days."""
    days: int
    """How many they are, by the day count."""
    principal: Money
    """What was still due on them."""
    rate: Decimal
    """The yearly rate in percent."""
    exact: str
    """What that comes to in the currency's unit, exactly, as a fraction such as ``13122/73``."""


@dataclass(frozen=True, slots=True)
class Accrual:
    """The interest of one item."""

    invoice: str
    """The invoice."""
    counted_from: date
    """The due day that interest is counted from."""
    segments: tuple[InterestSegment, ...]
    """The segments, in the order of time."""
    interest: Money
    """The interest, rounded once."""
    billed: Money
    """What of it was billed before."""
    to_bill: Money
    """What is to be billed now."""


@dataclass(frozen=True, slots=True)
class FixedFee:
    """A flat compensation for recovery."""

    invoice: str
    """The invoice."""
    late_on: date
    """The first day it was late."""
    amount: Money
    """How much."""


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """A day from which a contract's rate is below its floor."""

    on: date
    """The first such day of the claim."""
    rate: Decimal
    """The rate in percent."""
    floor: Decimal
    """What it may not be below, in percent."""


@dataclass(frozen=True, slots=True)
class ItemInterest:
    """What one item bears."""

    entry: str
    """The item."""
    document: str
    """Its document."""
    accrual: Accrual
    """What it bears, segment by segment."""


@dataclass(frozen=True, slots=True)
class AccountInterest:
    """What the late items of one customer in one currency bear."""

    customer: str
    """The customer."""
    currency: str
    """The currency of all figures."""
    items: tuple[ItemInterest, ...]
    """The items that were late, in the order in which they came."""
    fees: tuple[FixedFee, ...]
    """The compensations that were not billed yet."""
    findings: tuple[BelowFloor, ...]
    """Days from which a contract's rate is below its floor."""
    interest: Money
    """The interest of all items."""
    billed: Money
    """What of it was billed before."""
    to_bill: Money
    """What of it is to be billed."""
    fee_total: Money
    """The compensations to bill."""
    total: Money
    """All that is to be billed."""


@dataclass(frozen=True, slots=True)
class AccruedInterest:
    """What late items bear on a day."""

    as_of: date
    """The day."""
    accounts: tuple[AccountInterest, ...]
    """The accounts with something late, by customer and currency."""


@dataclass(frozen=True, slots=True)
class LimitedItem:
    """An item and the last day on which it may be claimed."""

    customer: str
    """Whose item."""
    kind: str
    """``professional`` or ``consumer``."""
    entry: str
    """The item."""
    due_on: date
    """The day it fell due, from which the years count."""
    open: Money
    """What is open of it."""
    claimable_until: date
    """The last day on which it may be claimed, if nothing interrupts the years."""
    days_left: int
    """The days left until then; negative once it is too late."""
    document: str | None = None
    """The document it stands for, where it is one."""
