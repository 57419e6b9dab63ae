"""Scorecards fitted to payment history (an extra: ``pip install o2c[fit]``).

What comes out is a file that the core evaluates (``o2c.calculators.score``): criteria in bands that
rise or fall, never both, with points from 0 to 100 and weights that one can read. It is held
against invoices that came later than those it was fitted on, never against the same.

On a file of invoices with the columns ``customer, issued, due, amount, disputed, settled``::

    python -m o2c.scorecard invoices.csv --split 2013-07-01

Features are those of the day of issue: nothing that came later is looked at. Points, weights and
bands are estimates; no amount is computed here.
"""

from .fitting import Calibration, Fitted, fit
from .trial import COLUMNS, Invoice, Trial, features_of, read, trial

__all__ = [
    "COLUMNS",
    "Calibration",
    "Fitted",
    "Invoice",
    "Trial",
    "features_of",
    "fit",
    "read",
    "trial",
]
