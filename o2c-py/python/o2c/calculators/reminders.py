"""Reminders: what a run would write to an account, without a company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from .. import _strict
from ..reports import DunningProposal
from .asking import answered

__all__ = ["propose_reminders"]


def propose_reminders(policy: Mapping[str, Any], case: Mapping[str, Any]) -> DunningProposal:
    """What a run would write to an account: the ``policy`` with its ``levels``, and the ``case``
    with ``currency``, ``as_of`` and open ``items``. Figures as ``Decimal`` or text.

    >>> item = {"entry": "F1", "open": "1200.00 EUR", "due_on": "2026-03-31"}
    >>> proposal = propose_reminders(
    ...     {"levels": [{"delay": {"after_due": 5}}, {"delay": {"after_due": 15}}]},
    ...     {"currency": "EUR", "as_of": "2026-04-30", "items": [item]},
    ... )
    >>> [letter.level for letter in proposal.letters], proposal.steps[0].reached
    ([1], 2)
    """
    request = {"policy": _strict.given(policy, "policy"), "case": _strict.given(case, "case")}
    return cast(DunningProposal, answered(DunningProposal, "dunning", request))
