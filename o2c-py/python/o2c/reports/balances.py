"""Balances of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..values import Money, Vat

__all__ = [
    "AccountAgeing",
    "Ageing",
    "CurrencyAgeing",
    "Cycle",
    "Debtor",
    "Entry",
    "EntryLine",
    "OpenItem",
    "Reconciliation",
    "TrialBalance",
    "TrialBalanceRow",
    "Unequal",
    "VatTotal",
]


@dataclass(frozen=True, slots=True)
class AccountAgeing:
    """One customer's open items in one currency, by age."""

    customer: str
    """The customer."""
    currency: str
    """The currency of the items."""
    not_due: Money
    """Due on the day of the report or later."""
    buckets: tuple[Money, ...]
    """The buckets, youngest first; one more than bounds."""
    credits: Money
    """Credits that stand in no bucket; never above zero."""
    total: Money
    """Not due, buckets and credits: the open balance."""


@dataclass(frozen=True, slots=True)
class CurrencyAgeing:
    """The ageing of all customers in one currency."""

    currency: str
    """The currency."""
    not_due: Money
    """Due on the day of the report or later."""
    buckets: tuple[Money, ...]
    """The buckets, youngest first; one more than bounds."""
    credits: Money
    """Credits that stand in no bucket; never above zero."""
    total: Money
    """Not due, buckets and credits: the open balance."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """What was open on a day, by age."""

    as_of: date
    """The day ages are counted to."""
    bounds: tuple[int, ...]
    """The bounds between the buckets, in days."""
    credit_policy: str
    """Where credits stand."""
    accounts: tuple[AccountAgeing, ...]
    """The accounts of which a figure is not zero, by customer, then currency."""
    totals: tuple[CurrencyAgeing, ...]
    """Their sums, per currency."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item open on a day."""

    entry: str
    """The item."""
    document_on: date
    """The day of its document."""
    due_on: date
    """The day it is due."""
    open: Money
    """What was open, debit positive."""
    booked: Money
    """The same in the ledger's currency."""
    customer: str | None = None
    """Whose item; none for a payment of an unknown payer."""
    document: str | None = None
    """The document it is an instalment of."""
    instalment: int | None = None
    """The instalment, 1 first."""


@dataclass(frozen=True, slots=True)
class Unequal:
    """A day on which ageing, open items and control account differ."""

    on: date
    """The day."""
    ageing: Money
    """The total of the ageing."""
    items: Money
    """The sum of the open items."""
    control: Money
    """The balance of the control account."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Days on which ageing, open items and control account were held against each other."""

    days: int
    """How many days."""
    days_equal: int
    """On how many of them the three were one figure."""
    unequal: tuple[Unequal, ...]
    """The days on which they were not."""


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One account of a trial balance, in the ledger's currency."""

    account: str
    """The account."""
    debit: Money
    """The sum of its debits."""
    credit: Money
    """The sum of its credits, not negative."""
    balance: Money
    """Debits less credits."""


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account that moved."""

    as_of: date
    """The day up to which entries count."""
    rows: tuple[TrialBalanceRow, ...]
    """The accounts, sorted by number."""
    debit_total: Money
    """The sum of all debits."""
    credit_total: Money
    """The sum of all credits; equal to the debits."""
    known_at: date | None = None
    """The day up to which entries had been recorded; none for all that is known."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of an entry in the journal."""

    account: str
    """The account."""
    amount: Money
    """In the document's currency, debit positive."""
    booked: Money
    """In the ledger's currency, debit positive."""
    party: str | None = None
    """The customer, on an account of customers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the journal; it balances in both currencies."""

    accounted_on: date
    """The day it counts."""
    recorded_on: date
    """The day it became known."""
    document: str
    """What it is the entry of."""
    lines: tuple[EntryLine, ...]
    """Its lines."""


@dataclass(frozen=True, slots=True)
class VatTotal:
    """What was invoiced of one VAT category and rate in one currency."""

    vat: Vat
    """Category and rate."""
    base: Money
    """The sum of the taxable bases."""
    amount: Money
    """The sum of the VAT."""


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer and what is owed, in the ledger's currency."""

    customer: str
    """The customer."""
    open: Money
    """What is open."""
    overdue: Money
    """What of it is overdue."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """The whole cycle on one page."""

    as_of: date
    """The day of the balances."""
    orders_placed: int
    """Orders that were placed, cancelled ones included."""
    orders_shipped: int
    """Orders of which something was shipped."""
    orders_invoiced: int
    """Orders of which something was invoiced."""
    documents: int
    """Documents that were issued."""
    invoiced: tuple[VatTotal, ...]
    """What was invoiced, by currency, VAT category and rate."""
    payments: int
    """Payments that were received."""
    applied_by_rule: Mapping[str, int]
    """Payments applied, by the rule that found what they settle."""
    applied_by_hand: int
    """Payments applied by a person's letter."""
    on_account: int
    """Payments that are their customer's and settle nothing."""
    proposed: int
    """Payments that the rules could settle in more than one way."""
    unidentified: int
    """Payments nobody knows the payer of."""
    ageing: tuple[CurrencyAgeing, ...]
    """The aged balance by bucket, one row a currency."""
    largest_debtors: tuple[Debtor, ...]
    """The largest debtors."""
    control_account: Money
    """The balance of the control account."""
    trial_balance: TrialBalance
    """The balance of every account."""
    is_balanced: bool
    """Whether every entry balances, and the journal as a whole."""
    findings: Mapping[str, int]
    """How often each rule of EN 16931 is broken by what was issued."""


# Single things.
