"""o2c: the order-to-cash core, from the order to the lettered payment, exact to the cent.

Amounts are ``Decimal``; a ``float`` is refused. Every refusal is an exception with a stable code, a
path and the figures that explain it.

>>> import o2c
>>> [str(share) for share in o2c.split(o2c.Money("100.00", "EUR"), [1, 1, 1])]
['33.34 EUR', '33.33 EUR', '33.33 EUR']
"""

from . import calculators, commands, errors, frames, reports, values
from ._o2c import __version__
from .calculators import *
from .commands import *
from .company import Company
from .errors import *
from .frames import *
from .values import *

# What one asks a company and is answered stands in ``o2c.reports``: some of its words are those of
# the calculators.
__all__ = [
    "Company",
    "__version__",
    "calculators",
    "commands",
    "errors",
    "frames",
    "reports",
    "values",
]
__all__ += calculators.__all__
__all__ += commands.__all__
__all__ += errors.__all__
__all__ += frames.__all__
__all__ += values.__all__
