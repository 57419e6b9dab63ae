"""What becomes of documents: deposits and milestones, what is given back, replaced or claimed, what
is sent, and what a period cuts off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from .. import _strict
from .._fields import (
    CLAIM,
    COUNT,
    CURRENCY,
    DAY,
    ID,
    INTEREST_TERMS,
    MONEY,
    OPTIONAL_DATED_FEES,
    OPTIONAL_DAY,
    OPTIONAL_MONEY,
    OPTIONAL_RATE,
    OPTIONAL_TERMS,
    OPTIONAL_VAT,
    TEXT,
)
from .._form import Form, Named, as_
from .._strict import Day, Figure
from ..values import Amount, ExchangeRate, Money, Percent, Rest, Terms, Vat
from .action import Action
from .draft import CLAIM_KIND, CREDIT_REASON, Draft

__all__ = [
    "BillInterest",
    "AmountWithVat",
    "Claim",
    "CorrectInvoice",
    "CreditDeposit",
    "CreditScope",
    "CreditedLines",
    "CutOff",
    "DepositShare",
    "DispatchDocument",
    "InvoiceMilestone",
    "InvoiceOrders",
    "InvoiceShipments",
    "IssueCreditNote",
    "IssueDebitNote",
    "IssueDeposit",
    "LineCredit",
    "MilestoneShare",
    "NewMilestone",
    "PlanBilling",
    "RecordDispatch",
    "RecordStatus",
    "StatedAmount",
    "Whole",
]

DepositShare: TypeAlias = Percent | Amount
"""How much of an order a deposit asks for: a percentage of every VAT group, or an amount with
VAT."""

MilestoneShare: TypeAlias = Percent | Amount | Rest
"""How much of an order a milestone bills: a percentage, an amount without VAT, or the rest."""

DEPOSIT_SHARE = as_(_strict.one_of(Percent, Amount))
MILESTONE_SHARE = as_(_strict.one_of(Percent, Amount, Rest))
_IDS = as_(_strict.each(_strict.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDeposit(Action):
    """Invoice a deposit on a confirmed order; the invoices of the order deduct it.

    >>> IssueDeposit(series="deposits", order="O-1", share=Percent(30)).as_json()
    {'issue_deposit': {'series': 'deposits', 'order': 'O-1', 'share': {'percent': '30'}}}
    """

    NAME: ClassVar[str] = "issue_deposit"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    order: str = field(metadata=ID)
    """Which order."""
    share: DepositShare = field(metadata=DEPOSIT_SHARE)
    """How much of it."""
    description: str = field(default="", metadata=TEXT)
    """What the customer reads."""
    terms: Terms | str | None = field(default=None, metadata=OPTIONAL_TERMS)
    """Payment terms; at once where none are given."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditDeposit(Action):
    """Give back what no invoice deducted of a deposit."""

    NAME: ClassVar[str] = "credit_deposit"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    deposit: str = field(metadata=ID)
    """The deposit's invoice."""
    reason: str = field(default="", metadata=TEXT)
    """Why, as the customer reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMilestone(Form):
    """A milestone of a billing plan."""

    id: str = field(metadata=ID)
    """Its own id, unique in the plan."""
    description: str = field(metadata=TEXT)
    """What is reached with it, as its invoice says."""
    share: MilestoneShare = field(metadata=MILESTONE_SHARE)
    """How much of the order it bills."""
    planned_on: Day | None = field(default=None, metadata=OPTIONAL_DAY)
    """The day it is planned for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBilling(Action):
    """Share an order over milestones, which bill it from now on."""

    NAME: ClassVar[str] = "plan_billing"

    order: str = field(metadata=ID)
    """Which order."""
    milestones: Sequence[NewMilestone] = field(
        metadata=as_(_strict.each(_strict.one_of(NewMilestone)))
    )
    """The milestones, which bill the order together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceMilestone(Action):
    """Invoice a milestone of an order's plan."""

    NAME: ClassVar[str] = "invoice_milestone"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    order: str = field(metadata=ID)
    """Which order."""
    milestone: str = field(metadata=ID)
    """Which milestone."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceOrders(Action):
    """Invoice several orders of one customer, in one currency, on the same terms."""

    NAME: ClassVar[str] = "invoice_orders"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    orders: Sequence[str] = field(metadata=_IDS)
    """Which orders, in the order in which they are printed."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceShipments(Action):
    """Invoice shipments of one customer, in one currency, on the same terms."""

    NAME: ClassVar[str] = "invoice_shipments"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    shipments: Sequence[str] = field(metadata=_IDS)
    """Which shipments; of each line what they brought, as far as it is billable."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True)
class Whole(Form):
    """All that remains of a document."""

    def as_json(self) -> Any:
        """The word."""
        return "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCredit(Form):
    """What is given back of one line: a quantity with its value, or a value alone."""

    line: str = field(metadata=ID)
    """Which line of the document."""
    quantity: Figure | None = field(default=None, metadata=as_(_strict.optional(_strict.figure)))
    """How much of its quantity, in its unit and with its sign."""
    amount: Money | None = field(default=None, metadata=OPTIONAL_MONEY)
    """How much of its value, without VAT, before the document's allowances and charges."""


@dataclass(frozen=True, slots=True)
class CreditedLines(Form):
    """Quantities or values of lines."""

    lines: Sequence[LineCredit] = field(metadata=as_(_strict.each(_strict.one_of(LineCredit))))
    """The lines."""


@dataclass(frozen=True, slots=True)
class AmountWithVat(Form):
    """An amount with VAT, split over the VAT groups."""

    amount: Money = field(metadata=MONEY)
    """The amount."""

    def as_json(self) -> Any:
        """The amount under its name."""
        return {"amount_with_vat": str(self.amount)}


CreditScope: TypeAlias = Whole | CreditedLines | Amount | AmountWithVat
"""What is given back: all that remains, lines, or an amount without or with VAT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCreditNote(Action):
    """Give back an issued document, or a part of it: whatever the sequence of credit notes, the
    last one ends exactly at the original."""

    NAME: ClassVar[str] = "issue_credit_note"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    invoice: str = field(metadata=ID)
    """The document that is given back."""
    scope: CreditScope = field(
        default=Whole(), metadata=as_(_strict.one_of(Whole, CreditedLines, Amount, AmountWithVat))
    )
    """What of it."""
    reason: Literal["unbilled", "returned", "rebate"] = field(
        default="unbilled", metadata=as_(CREDIT_REASON)
    )
    """Why: it should not have been billed, goods came back, or a rebate, which touches no
    quantity."""
    note: str = field(default="", metadata=TEXT)
    """A note to the customer."""
    terms: Terms | str | None = field(default=None, metadata=OPTIONAL_TERMS)
    """When it falls due to the customer; at once where nothing is said."""
    letter: bool = field(default=False, metadata=CLAIM)
    """Whether it is lettered at once with what is open of the document."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectInvoice(Action):
    """Issue an invoice that takes the place of an earlier one, of which what remains is taken
    back."""

    NAME: ClassVar[str] = "correct_invoice"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    invoice: str = field(metadata=ID)
    """The document whose place is taken."""
    draft: Draft = field(metadata=as_(_strict.one_of(Draft)))
    """The invoice as it should have been."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Form):
    """One claim of a debit note."""

    amount: Money = field(metadata=MONEY)
    """How much, above zero."""
    kind: Literal["interest", "indemnity", "costs"] = field(metadata=as_(CLAIM_KIND))
    """What is claimed."""
    description: str = field(default="", metadata=TEXT)
    """What the customer reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDebitNote(Action):
    """Claim interest, compensation or costs, outside the scope of VAT."""

    NAME: ClassVar[str] = "issue_debit_note"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    customer: str = field(metadata=ID)
    """Of whom it is claimed."""
    currency: str = field(metadata=CURRENCY)
    """The currency of the claim."""
    lines: Sequence[Claim] = field(metadata=as_(_strict.each(_strict.one_of(Claim))))
    """What is claimed."""
    terms: Terms | str | None = field(default=None, metadata=OPTIONAL_TERMS)
    """When it falls due; at once where nothing is said."""
    relates_to: Sequence[str] = field(default=(), metadata=_IDS)
    """The documents whose late payment is claimed for."""
    note: str = field(default="", metadata=TEXT)
    """A note to the customer."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillInterest(Action):
    """Bill what a customer's late items bear and was not billed before, on a debit note."""

    NAME: ClassVar[str] = "bill_interest"

    series: str = field(metadata=ID)
    """The series the number comes from."""
    customer: str = field(metadata=ID)
    """Of whom it is claimed."""
    currency: str = field(metadata=CURRENCY)
    """The currency of the items and of the claim."""
    terms: Any = field(metadata=INTEREST_TERMS)
    """The rates and how they count: ``InterestTerms``."""
    until: Day | None = field(default=None, metadata=as_(_strict.optional(_strict.day)))
    """The last day that bears interest; the command's own where none is given."""
    fixed_fee: Any = field(default=None, metadata=OPTIONAL_DATED_FEES)
    """The flat compensation of an invoice, ``DatedValue`` by day."""
    exchange_rate: ExchangeRate | None = field(default=None, metadata=OPTIONAL_RATE)
    """The rate to the ledger's currency, for a document in another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchDocument(Action):
    """Put an issued document into the outbox: with it go the reference to quote and what is to be
    paid until when."""

    NAME: ClassVar[str] = "dispatch_document"

    document: str = field(metadata=ID)
    """Which document."""
    channel: Literal["email", "post", "platform", "edi", "portal", "hand"] = field(
        metadata=as_(_strict.word("email", "post", "platform", "edi", "portal", "hand"))
    )
    """By which channel."""
    to: str = field(metadata=TEXT)
    """To which address of that channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDispatch(Action):
    """What became of a dispatch on the command's day; what counts from the receipt falls due on
    its new day.

    >>> RecordDispatch(document="F2026-00001", outcome="rejected", reason="unknown").as_json()
    {'record_dispatch': {'document': 'F2026-00001', 'outcome': {'rejected': {'reason': 'unknown'}}}}
    """

    NAME: ClassVar[str] = "record_dispatch"

    document: str = field(metadata=ID)
    """Which document."""
    outcome: Literal["sent", "received", "rejected"] = field(
        metadata=as_(_strict.word("sent", "received", "rejected"))
    )
    """What became of it: it left, it arrived, or it came back."""
    number: int | None = field(default=None, metadata=as_(_strict.optional(_strict.whole)))
    """Which of its dispatches, 1 first; the last one where nothing is said."""
    reason: str = field(default="", metadata=TEXT)
    """Why it came back."""

    def as_json(self) -> Any:
        """The action under its name, the reason with its outcome."""
        given = Named.as_json(self)
        body = given[self.NAME]
        reason = body.pop("reason", "")
        if self.outcome == "rejected":
            body["outcome"] = {"rejected": {"reason": reason}}
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAmount(Form):
    """An amount beside a status of an electronic invoice."""

    marker: str = field(metadata=TEXT)
    """What it means, such as ``MEN`` for collected with VAT."""
    amount: Money = field(metadata=MONEY)
    """How much, in the document's currency."""
    vat: Vat | None = field(default=None, metadata=OPTIONAL_VAT)
    """The category and rate it is of; required of what was collected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatus(Action):
    """A status that an electronic invoice was given on the command's day."""

    NAME: ClassVar[str] = "record_status"

    document: str = field(metadata=ID)
    """Which document."""
    status: int = field(metadata=COUNT)
    """The status, such as 205."""
    by: str = field(default="", metadata=TEXT)
    """Who gave it."""
    reasons: Sequence[str] = field(default=(), metadata=_IDS)
    """Why, by codes."""
    amounts: Sequence[StatedAmount] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(StatedAmount)))
    )
    """Amounts; a collection (212) needs one marked ``MEN`` for each VAT rate."""
    requested_action: str | None = field(
        default=None, metadata=as_(_strict.optional(_strict.text))
    )
    """What the sender asks for, such as ``NIN`` for a new invoice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff(Action):
    """Cut a period off: what is to be invoiced, credited or deferred is posted on its last day and
    reversed on a day of the next."""

    NAME: ClassVar[str] = "cut_off"

    until: Day = field(metadata=DAY)
    """The last day of the period, that day included."""
    reverse_on: Day = field(metadata=DAY)
    """The day of the reversal, after the last day of the period."""
    exchange_rates: Sequence[ExchangeRate] = field(
        default=(), metadata=as_(_strict.each(_strict.one_of(ExchangeRate)))
    )
    """The rates to the ledger's currency, for what is in other ones."""
