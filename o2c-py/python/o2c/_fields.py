"""How the fields of commands and queries are checked, by what they hold."""

from __future__ import annotations

from . import _strict
from ._form import Body, as_
from .values import (
    Adjustment,
    DocumentAdjustment,
    ExchangeRate,
    Gross,
    Money,
    Net,
    Party,
    Period,
    Quantity,
    Terms,
    Vat,
    VatGroup,
)


def _interest_terms(value: object, path: str) -> object:
    # The calculators speak of commands and reports: they are loaded after these fields.
    from .calculators.late import InterestTerms

    return _strict.one_of(InterestTerms)(value, path)


def _profile(value: object, path: str) -> object:
    from .calculators.documents import Profile

    return None if value is None else _strict.one_of(Profile)(value, path)


def _dated_fees(value: object, path: str) -> object:
    from .calculators.documents import DatedValue

    return None if value is None else _strict.each(_strict.one_of(DatedValue))(value, path)


ID = as_(_strict.text)
TEXT = as_(_strict.text)
OPTIONAL_TEXT = as_(_strict.optional(_strict.text))
DAY = as_(_strict.day)
OPTIONAL_DAY = as_(_strict.optional(_strict.day))
FIGURE = as_(_strict.figure)
CURRENCY = as_(_strict.currency)
CLAIM = as_(_strict.claim)
COUNT = as_(_strict.whole)
MONEY = as_(_strict.one_of(Money))
OPTIONAL_MONEY = as_(_strict.optional(_strict.one_of(Money)))
PRICE = as_(_strict.one_of(Net, Gross))
OPTIONAL_PRICE = as_(_strict.optional(_strict.one_of(Net, Gross)))
QUANTITY = as_(_strict.one_of(Quantity))
VAT = as_(_strict.one_of(Vat))
OPTIONAL_VAT = as_(_strict.optional(_strict.one_of(Vat)))
PARTY = as_(_strict.one_of(Party))
TERMS = as_(_strict.one_of(Terms, str))
OPTIONAL_TERMS = as_(_strict.optional(_strict.one_of(Terms, str)))
OPTIONAL_RATE = as_(_strict.optional(_strict.one_of(ExchangeRate)))
RATES = as_(_strict.each(_strict.one_of(ExchangeRate)))
ADJUSTMENTS = as_(_strict.each(_strict.one_of(Adjustment)))
DOCUMENT_ADJUSTMENTS = as_(_strict.each(_strict.one_of(DocumentAdjustment)))
BOUNDS = as_(_strict.each(_strict.whole))
OPTIONAL_PERIOD = as_(_strict.optional(_strict.one_of(Period)))
GROUPS = as_(_strict.each(_strict.one_of(VatGroup)))
INTEREST_TERMS = as_(_interest_terms)
OPTIONAL_DATED_FEES = as_(_dated_fees)
OPTIONAL_PROFILE = as_(_profile)
BODY = as_(Body.of)
OPTIONAL_BODY = as_(_strict.optional(Body.of))
