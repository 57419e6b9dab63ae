"""Reminders as text: the data of a reminder, a template, and the amounts and days as a language
writes them. Needs the optional extra ``o2c[letters]``.

>>> from o2c.letters import TEMPLATES
>>> sorted(TEMPLATES["fr"]), sorted(TEMPLATES["en"])
(['firm', 'formal_notice', 'friendly'], ['firm', 'formal_notice', 'friendly'])
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from . import _strict
from ._strict import Day
from .errors import InputError
from .reports import HandOverFile, Reminder
from .values import Money

__all__ = ["TEMPLATES", "render_hand_over", "render_reminder"]

_ITEMS = """
{%- for item in reminder.items %}
- {{ item.document or item.entry }}, {{ words.due }} {{ item.due_on | day }} ({{ item.days_late }} \
{{ words.days }}) : {{ item.dunned | money }}
{%- endfor %}
{% if reminder.credits.amount %}
{{ words.credits }} : {{ reminder.credits | money }}
{%- endif %}
{{ words.net }} : {{ reminder.net | money }}
{%- if reminder.interest.amount %}
{{ words.interest }} : {{ reminder.interest | money }}
{%- endif %}
{%- if reminder.compensation.amount %}
{{ words.compensation }} : {{ reminder.compensation | money }}
{%- endif %}
{%- if reminder.fee.amount %}
{{ words.fee }} : {{ reminder.fee | money }}
{%- endif %}
{%- if reminder.charges.amount %}
{{ words.total }} : {{ reminder.total | money }}
{%- endif %}
"""

_HEAD = """{{ seller }}
{{ customer }}

{{ on | day }}

"""

TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "friendly": _HEAD
        + """Objet : rappel de paiement

Madame, Monsieur,

Sauf erreur de notre part, les factures suivantes restent impayées :
"""
        + _ITEMS
        + """
Si votre règlement est en route, veuillez ne pas tenir compte de ce rappel.

{{ seller }}
""",
        "firm": _HEAD
        + """Objet : relance, factures échues

Madame, Monsieur,

Malgré notre précédent rappel, les factures suivantes restent impayées :
"""
        + _ITEMS
        + """
Nous vous prions de les régler{% if reminder.pay_by %} avant le {{ reminder.pay_by | day }}\
{% else %} par retour{% endif %}. Tout retard de paiement entraîne de plein droit, sans qu'un \
rappel soit nécessaire, des pénalités de retard et, entre professionnels, l'indemnité forfaitaire \
pour frais de recouvrement (articles L441-10 et D441-5 du code de commerce).

{{ seller }}
""",
        "formal_notice": _HEAD
        + """Lettre recommandée avec avis de réception
Objet : mise en demeure de payer

Madame, Monsieur,

Nos relances étant restées sans effet, nous vous mettons en demeure, au sens de l'article 1344 du \
code civil, de nous payer les sommes suivantes :
"""
        + _ITEMS
        + """
Le paiement doit nous parvenir{% if reminder.pay_by %} au plus tard le \
{{ reminder.pay_by | day }}{% else %} dans les huit jours{% endif %}. À défaut, nous saisirons la \
juridiction compétente. La présente fait courir les intérêts moratoires (article 1231-6 du code \
civil), sans préjudice des pénalités de retard et de l'indemnité forfaitaire pour frais de \
recouvrement (articles L441-10 et D441-5 du code de commerce).

{{ seller }}
""",
    },
    "en": {
        "friendly": _HEAD
        + """Subject: payment reminder

Dear Sir or Madam,

Unless we are mistaken, the following invoices have not been paid:
"""
        + _ITEMS
        + """
If your payment is on its way, please disregard this reminder.

{{ seller }}
""",
        "firm": _HEAD
        + """Subject: overdue invoices

Dear Sir or Madam,

In spite of our reminder the following invoices have not been paid:
"""
        + _ITEMS
        + """
Please pay them{% if reminder.pay_by %} by {{ reminder.pay_by | day }}{% else %} by return\
{% endif %}. Late payment bears interest without any reminder, and between professionals the flat \
compensation for recovery costs is due.

{{ seller }}
""",
        "formal_notice": _HEAD
        + """By registered letter
Subject: formal notice to pay

Dear Sir or Madam,

Our reminders have had no effect. We hereby give you formal notice to pay the following:
"""
        + _ITEMS
        + """
Payment must reach us{% if reminder.pay_by %} by {{ reminder.pay_by | day }}{% else %} within \
eight days{% endif %}. Failing that we shall bring the matter before the competent court. Interest \
for late payment and the flat compensation for recovery costs remain due.

{{ seller }}
""",
    },
}
"""The texts by language and name. ``formal_notice`` carries the mentions that a *mise en demeure*
needs in France; who is bound by another law gives a text of his own."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "due": "échue le",
        "days": "jours de retard",
        "credits": "Avoirs et acomptes à déduire",
        "net": "Reste à payer",
        "interest": "Pénalités de retard courues",
        "compensation": "Indemnité forfaitaire pour frais de recouvrement",
        "fee": "Frais de rappel",
        "total": "Total",
    },
    "en": {
        "due": "due on",
        "days": "days late",
        "credits": "Credits to be deducted",
        "net": "Amount outstanding",
        "interest": "Interest accrued for late payment",
        "compensation": "Flat compensation for recovery costs",
        "fee": "Reminder fee",
        "total": "Total",
    },
}


_HAND_OVER = """{{ words.file }} {{ file.as_of | day }}
{{ words.creditor }} : {{ file.creditor.name | default('') }}
{{ words.debtor }} : {{ file.debtor.name | default('') }} ({{ file.customer }})
{% for account in file.accounts %}
{{ words.claims }} ({{ account.currency }})
{%- for item in account.items %}
- {{ item.document or item.entry }}, {{ words.of }} {{ item.document_on | day }}, {{ words.due }} \
{{ item.due_on | day }} ({{ item.days_late }} {{ words.days }}) : {{ item.open | money }}
{%- if item.disputed.amount %}
  {{ words.disputed }} : {{ item.disputed | money }}
{%- endif %}
{%- if item.interest.amount %}
  {{ words.interest }} : {{ item.interest | money }}
{%- endif %}
{%- if item.claimable_until %}
  {{ words.claimable }} {{ item.claimable_until | day }}
{%- endif %}
{%- for proof in item.deliveries %}
  {{ words.delivery }} {{ proof.shipment }} ({{ proof.order }}), {{ words.shipped }} \
{{ proof.shipped_on | day }}{% if proof.delivered_on %}, {{ words.delivered }} \
{{ proof.delivered_on | day }}{% endif %}
{%- endfor %}
{%- endfor %}
{{ words.principal }} : {{ account.principal | money }}
{%- if account.credits.amount %}
{{ words.credits }} : {{ account.credits | money }}
{%- endif %}
{%- if account.interest.amount %}
{{ words.interest }} : {{ account.interest | money }}
{%- endif %}
{%- if account.compensation.amount %}
{{ words.compensation }} : {{ account.compensation | money }}
{%- endif %}
{{ words.total }} : {{ account.total | money }}
{% if account.letters %}
{{ words.letters }}
{%- for written in account.letters %}
- {{ written.at.on | isoday }}, {{ words.level }} {{ written.letter.level }}\
{% if written.letter.name %} ({{ written.letter.name }}){% endif %} : \
{{ written.letter.net | money }}
{%- endfor %}
{% endif %}
{%- endfor %}
{%- if file.promises %}
{{ words.promises }}
{%- for one in file.promises %}
- {{ one.made_on | day }} : {{ one.amount | money }}, {{ words.due }} {{ one.pay_on | day }} \
({{ one.standing }})
{%- endfor %}
{% endif %}
{%- if file.disputes %}
{{ words.disputes }}
{%- for one in file.disputes %}
- {{ one.opened_on | day }}, {{ one.document }} : {{ one.contested | money }} ({{ one.status }})
{%- endfor %}
{% endif %}
{%- if file.warnings %}
{{ words.warnings }}
{%- for one in file.warnings %}
- {{ one | warning }}
{%- endfor %}
{% endif %}
{{ words.history }}
{%- for one in file.history %}
- {{ one.on | day }} : {{ one.event }}{% if one.amount %}, {{ one.amount | money }}{% endif %}
{%- endfor %}
"""

_HAND_OVER_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "file": "Dossier de recouvrement au",
        "creditor": "Créancier",
        "debtor": "Débiteur",
        "claims": "Créances",
        "of": "du",
        "due": "échue le",
        "days": "jours de retard",
        "disputed": "dont contesté",
        "claimable": "prescription après le",
        "delivery": "livraison",
        "shipped": "expédiée le",
        "delivered": "reçue le",
        "principal": "Principal",
        "letters": "Relances",
        "level": "niveau",
        "promises": "Promesses de paiement",
        "disputes": "Litiges",
        "warnings": "À vérifier avant l'envoi",
        "history": "Historique",
    },
    "en": {
        "file": "Collection file of",
        "creditor": "Creditor",
        "debtor": "Debtor",
        "claims": "Claims",
        "of": "of",
        "due": "due on",
        "days": "days late",
        "disputed": "of which contested",
        "claimable": "barred after",
        "delivery": "delivery",
        "shipped": "shipped on",
        "delivered": "received on",
        "principal": "Principal",
        "letters": "Reminders",
        "level": "level",
        "promises": "Promises to pay",
        "disputes": "Disputes",
        "warnings": "To be checked before it leaves",
        "history": "History",
    },
}

_WARNINGS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "prescribed": "prescrit",
        "limitation_near": "prescription proche",
        "disputed": "contesté",
        "no_proof_of_delivery": "aucune preuve de livraison",
        "no_proof_of_dispatch": "aucune preuve de réception de la facture",
        "no_registered_letter": "aucune lettre recommandée : mise en demeure préalable",
        "promise_pending": "une promesse de paiement court encore",
        "plan_running": "un échéancier est en cours",
    },
    "en": {
        "prescribed": "barred by limitation",
        "limitation_near": "limitation is near",
        "disputed": "contested",
        "no_proof_of_delivery": "no proof of delivery",
        "no_proof_of_dispatch": "no proof that the invoice arrived",
        "no_registered_letter": "no registered letter: a formal notice comes first",
        "promise_pending": "a promise to pay is pending",
        "plan_running": "a plan of instalments is running",
    },
}


def render_hand_over(
    file: HandOverFile,
    *,
    language: Literal["fr", "en"] = "fr",
    text: str | None = None,
) -> str:
    """The file for an agency or a court as text. ``text`` is a Jinja template of one's own, with
    the same names: ``file``, ``words`` and the filters ``money``, ``day``, ``isoday`` and
    ``warning``.

    Raises ``InputError`` for a language that is not known, ``ImportError`` where ``o2c[letters]``
    is not installed.
    """
    environment = _environment(language)
    told = _WARNINGS[language]

    def warning(one: object) -> str:
        if isinstance(one, str):
            return told[one]
        assert isinstance(one, Mapping)
        ((name, figures),) = one.items()
        return f"{told[name]} ({', '.join(str(value) for value in figures.values())})"

    environment.filters["warning"] = warning
    words = {**_WORDS[language], **_HAND_OVER_WORDS[language]}
    chosen = text if text is not None else _HAND_OVER
    return str(environment.from_string(chosen).render({"file": file, "words": words}))


def _environment(language: str) -> Any:
    """Templates in which amounts and days are written as a language writes them."""
    from babel.dates import format_date
    from babel.numbers import format_currency
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    if language not in TEMPLATES:
        raise InputError(f"there are no texts in {language!r}", "language")
    locale = {"fr": "fr_FR", "en": "en_GB"}[language]

    def money(amount: Money) -> str:
        return str(format_currency(amount.amount, amount.currency, locale=locale))

    def day(value: date) -> str:
        return str(format_date(value, format="long", locale=locale))

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["money"] = money
    environment.filters["day"] = day
    environment.filters["isoday"] = lambda value: day(date.fromisoformat(str(value)))
    return environment


def render_reminder(
    reminder: Reminder,
    *,
    seller: str,
    customer: str,
    on: Day,
    language: Literal["fr", "en"] = "fr",
    template: str | None = None,
    text: str | None = None,
) -> str:
    """A reminder as text. ``template`` names one of ``TEMPLATES``; where none is given it is the
    reminder's own, or by its level the friendly, the firm and from the third on the formal notice.
    ``text`` is a Jinja template of one's own, with the same names: ``reminder``, ``seller``,
    ``customer``, ``on``, ``words`` and the filters ``money`` and ``day``.

    Raises ``InputError`` for a language or a template that is not known, ``ImportError`` where
    ``o2c[letters]`` is not installed.
    """
    environment = _environment(language)
    chosen = text if text is not None else _named(reminder, language, template)
    values: dict[str, Any] = {
        "reminder": reminder,
        "seller": _strict.text(seller, "seller"),
        "customer": _strict.text(customer, "customer"),
        "on": _strict.day(on, "on"),
        "words": _WORDS[language],
    }
    return str(environment.from_string(chosen).render(values))


def _named(reminder: Reminder, language: str, template: str | None) -> str:
    texts = TEMPLATES[language]
    if template is not None:
        if template not in texts:
            raise InputError(f"there is no template {template!r}", "template")
        return texts[template]
    if reminder.template in texts:
        return texts[reminder.template]
    by_level = {1: "friendly", 2: "firm"}
    return texts[by_level.get(reminder.level, "formal_notice")]
