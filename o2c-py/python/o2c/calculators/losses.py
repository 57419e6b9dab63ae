"""What is expected to be lost of an aged balance (rulebook K-11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from .. import _strict
from .._form import plain
from .._strict import Figure
from ..values import Money
from .asking import answered, money

__all__ = ["ExpectedLoss", "expected_loss", "loss_rates"]


@dataclass(frozen=True, slots=True)
class ExpectedLoss:
    """The losses expected."""

    losses: tuple[Money, ...]
    """Bucket by bucket, each rounded once, half away from zero."""
    gross: Money
    """What is owed in all."""
    loss: Money
    """What is expected to be lost in all."""


def expected_loss(currency: str, buckets: Iterable[tuple[Money, Figure]]) -> ExpectedLoss:
    """What is expected to be lost of an aged balance: for each bucket what is owed and the
    percentage of it that is lost.

    Raises the ``Rejection`` of a rate above 100 or an amount of another currency.

    >>> from o2c import Money
    >>> rates = [("15000000", "0.3"), ("7500000", "1.6"), ("4000000", "3.6"), ("2500000", "6.6"),
    ...          ("1000000", "10.6")]
    >>> expected = expected_loss("EUR", [(Money(owed, "EUR"), rate) for owed, rate in rates])
    >>> str(expected.loss)
    '580000.00 EUR'
    """
    given = []
    for index, (gross, rate) in enumerate(buckets):
        given.append(
            {
                "gross": money(gross, f"buckets[{index}].gross"),
                "loss_rate": plain(_strict.figure(rate, f"buckets[{index}].loss_rate")),
            }
        )
    request = {"currency": _strict.currency(currency, "currency"), "buckets": given}
    return cast(ExpectedLoss, answered(ExpectedLoss, "provision_matrix", request))


def loss_rates(
    currency: str, entering: Iterable[Money], lost: Money, outlook: Figure = 1
) -> tuple[Decimal | None, ...]:
    """The percentage that is lost of what enters each bucket, the sales first; none for a bucket
    that nothing entered. ``outlook`` is what is expected to change, as a factor.

    >>> from o2c import Money
    >>> entering = [Money(owed, "EUR") for owed in ("10000", "4000", "1500", "600", "240")]
    >>> [str(rate) for rate in loss_rates("EUR", entering, Money("120", "EUR"))]
    ['1.2', '3', '8', '20', '50']
    """
    request = {
        "currency": _strict.currency(currency, "currency"),
        "entering": [money(one, f"entering[{index}]") for index, one in enumerate(entering)],
        "lost": money(lost, "lost"),
        "outlook": plain(_strict.figure(outlook, "outlook")),
    }
    kind = tuple[Decimal | None, ...]
    return cast("tuple[Decimal | None, ...]", answered(kind, "loss_rates", request))
