"""What one may ask of a company: one frozen class for each action, wrapped in a ``Command`` that
says when it counts and when it became known.

Lists are given as any sequence and held as tuples; days as ``date`` or text; ids are the caller's
own texts of 1 to 64 characters.

>>> from o2c.commands import Command, ConfirmOrder
>>> Command(ConfirmOrder(order="O-1"), id="7", effective_on="2026-01-02",
...         recorded_on="2026-01-02").as_json()["action"]
{'confirm_order': {'order': 'O-1'}}
"""

from .action import Action, Command, DirectoryAction
from .cash import (
    ClosePeriod,
    IdentifyPayment,
    Letter,
    LetterAutomatically,
    LetterLine,
    ReceivePayment,
    Unletter,
)
from .directory import (
    AmendCustomer,
    AmendItem,
    DeactivateCustomer,
    ItemPrice,
    MergeCustomer,
    ReactivateCustomer,
    RegisterCustomer,
    RegisterItem,
    RegisterSite,
    SetHolidays,
    SetTableValue,
    TableValue,
)
from .sale import (
    AmendOrder,
    CancelOrder,
    CancelOrderLine,
    ConfirmOrder,
    Deliver,
    Draft,
    DraftLine,
    InvoiceOrder,
    IssueInvoice,
    LineQuantity,
    NewLine,
    OpenSeries,
    OrderReference,
    PlaceOrder,
    Ship,
    VatReason,
)

__all__ = [
    "Action",
    "AmendCustomer",
    "AmendItem",
    "AmendOrder",
    "CancelOrder",
    "CancelOrderLine",
    "ClosePeriod",
    "Command",
    "ConfirmOrder",
    "DeactivateCustomer",
    "Deliver",
    "DirectoryAction",
    "Draft",
    "DraftLine",
    "IdentifyPayment",
    "InvoiceOrder",
    "IssueInvoice",
    "ItemPrice",
    "Letter",
    "LetterAutomatically",
    "LetterLine",
    "LineQuantity",
    "MergeCustomer",
    "NewLine",
    "OpenSeries",
    "OrderReference",
    "PlaceOrder",
    "ReactivateCustomer",
    "ReceivePayment",
    "RegisterCustomer",
    "RegisterItem",
    "RegisterSite",
    "SetHolidays",
    "SetTableValue",
    "Ship",
    "TableValue",
    "Unletter",
    "VatReason",
]
