"""One page of figures for a manager: a single HTML file that needs no network.

Needs ``o2c[report]``. Every figure on the page is a report of the core; here they are laid out.
"""

from __future__ import annotations

from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from .._strict import Day, day
from ..company import Company
from . import pictures
from .figures import Figures, collected
from .words import Words

__all__ = ["Figures", "collected", "page"]


def page(company: Company, as_of: Day, *, language: Literal["en", "fr"] = "en") -> str:
    """The page of a company on a day, as HTML: aged balance, days of sales, largest debtors, what
    is expected to come in, and where orders wait.

    Raises ``InputError`` for another language.
    """
    figures = collected(company, day(as_of, "as_of"))
    words = Words.of(language)
    environment = Environment(
        loader=PackageLoader("o2c", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        figures=figures,
        words=words,
        pictures=pictures.drawn(figures, words),
        plotly=get_plotlyjs(),
    )
