"""The words of the page in its languages, and how amounts and days are written in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from ..errors import InputError
from ..values import Money

_ENGLISH = {
    "title": "Order to cash",
    "as_of": "as of {day}",
    "receivables": "Owed by customers",
    "overdue": "Overdue",
    "overdue_percent": "Overdue, % of open invoices",
    "days_sales_outstanding": "Days of sales outstanding",
    "best_possible": "Best possible days",
    "average_days_delinquent": "Days delinquent",
    "collection_effectiveness": "Collection effectiveness, %",
    "days_beyond_terms": "Days beyond terms",
    "sales": "Sold this month",
    "collected": "Collected this month",
    "ageing": "Aged balance",
    "not due": "not due",
    "credits": "credits",
    "total": "total",
    "trend": "Days of sales, month by month",
    "flow": "Sales and collections",
    "sold": "sold",
    "came_in": "collected",
    "debtors": "Largest debtors",
    "customer": "customer",
    "open": "open",
    "late": "overdue",
    "forecast": "What is expected to come in",
    "week_until": "week until",
    "due": "falls due",
    "expected": "expected",
    "later": "later",
    "overdue_now": "overdue now",
    "bottlenecks": "Where orders wait",
    "step": "step",
    "times": "times",
    "mean": "days, mean",
    "median": "days, median",
    "ninth": "days, 9 of 10",
    "month": "month",
    "none": "–",
}

_FRENCH = {
    "title": "De la commande à l’encaissement",
    "as_of": "au {day}",
    "receivables": "Dû par les clients",
    "overdue": "Échu",
    "overdue_percent": "Échu, % des factures ouvertes",
    "days_sales_outstanding": "Délai moyen de paiement (DSO), jours",
    "best_possible": "DSO au mieux, jours",
    "average_days_delinquent": "Jours de retard",
    "collection_effectiveness": "Efficacité du recouvrement, %",
    "days_beyond_terms": "Jours au-delà de l’échéance",
    "sales": "Facturé ce mois",
    "collected": "Encaissé ce mois",
    "ageing": "Balance âgée",
    "not due": "non échu",
    "credits": "avoirs et acomptes",
    "total": "total",
    "trend": "Délai de paiement, mois par mois",
    "flow": "Facturé et encaissé",
    "sold": "facturé",
    "came_in": "encaissé",
    "debtors": "Principaux débiteurs",
    "customer": "client",
    "open": "ouvert",
    "late": "échu",
    "forecast": "Encaissements attendus",
    "week_until": "semaine jusqu’au",
    "due": "échoit",
    "expected": "attendu",
    "later": "plus tard",
    "overdue_now": "déjà échu",
    "bottlenecks": "Où les commandes attendent",
    "step": "étape",
    "times": "fois",
    "mean": "jours, moyenne",
    "median": "jours, médiane",
    "ninth": "jours, 9 sur 10",
    "month": "mois",
    "none": "–",
}

_LANGUAGES = {"en": ("en_GB", _ENGLISH), "fr": ("fr_FR", _FRENCH)}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str
    """Its two letters."""
    locale: str
    """Whose way of writing figures and days."""
    texts: Mapping[str, str]
    """The texts by name."""

    @classmethod
    def of(cls, language: str) -> Words:
        """The words of a language.

        Raises ``InputError`` for one that is not there.
        """
        if language not in _LANGUAGES:
            raise InputError(f"one of {', '.join(_LANGUAGES)}, not {language!r}", "language")
        locale, texts = _LANGUAGES[language]
        return cls(language, locale, texts)

    def __getitem__(self, name: str) -> str:
        """The text of a name; a name that has none, such as a range of days, is its own text."""
        return self.texts.get(name, name)

    def amount(self, amount: Money) -> str:
        """An amount with its currency."""
        return str(format_currency(amount.amount, amount.currency, locale=self.locale))

    def figure(self, figure: Decimal | int | None) -> str:
        """A number of days or a percentage, at one decimal."""
        if figure is None:
            return self["none"]
        return str(format_decimal(figure, format="#,##0.0", locale=self.locale))

    def day(self, on: date) -> str:
        """A day."""
        return str(format_date(on, format="medium", locale=self.locale))

    def month(self, until: date) -> str:
        """The month of a day."""
        return str(format_date(until, format="MMM yyyy", locale=self.locale))
