"""o2c: the order-to-cash core, from the order to the lettered payment, exact to the cent.

Amounts are ``Decimal``; a ``float`` is refused. Every refusal is an exception with a stable code, a
path and the figures that explain it.

>>> import o2c
>>> [str(share) for share in o2c.split(o2c.Money("100.00", "EUR"), [1, 1, 1])]
['33.34 EUR', '33.33 EUR', '33.33 EUR']
"""

# A name is taken on as itself, or with all its neighbours: either way it is part of the package.
# What one asks a company and is answered stands in ``o2c.reports``: some of its words are those of
# the calculators.
from . import calculators as calculators
from . import commands as commands
from . import errors as errors
from . import frames as frames
from . import reports as reports
from . import values as values
from ._o2c import __version__ as __version__
from .calculators import *
from .commands import *
from .company import Company as Company
from .errors import *
from .frames import *
from .values import *
