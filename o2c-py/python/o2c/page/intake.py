"""The files of a trading year as commands: customers, products, orders, order lines and receipts
of one directory. A fault names file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from .. import commands as do
from .. import values
from ..company import Company
from ..errors import InputError, O2cError
from ..parties import Address
from .countries import COUNTRIES

CURRENCY, SERIES, UNIT = "EUR", "invoices", "C62"

TOLERANCES = [
    {"kind": "write_off", "absolute": "0.05 EUR", "percent": "1"},
    {"kind": "bank_fee", "absolute": "15.00 EUR", "percent": "3"},
]
"""What is not asked for: five cents, and what a bank keeps of a payment that names its invoice."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def read(self, column: str, convert: Callable[[str], T]) -> T:
        """A cell as what it stands for.

        Raises ``InputError`` naming file, line and column.
        """
        try:
            return convert(self.cells[column])
        except (O2cError, ValueError, KeyError) as no:
            refused = f"{self.cells.get(column)!r} is refused: {no}"
            raise InputError(refused, self._at(column)) from no

    def _at(self, column: str) -> str:
        return f"{self.file}, line {self.line}, column {column}"


def rows(directory: Path, file: str, *columns: str) -> Iterator[Row]:
    """The rows of a file, which has these columns.

    Raises ``InputError`` for a column that is missing, ``OSError`` for a file that is.
    """
    with (directory / file).open(encoding="utf-8", newline="") as text:
        table = csv.DictReader(text)
        for column in columns:
            if column not in (table.fieldnames or ()):
                raise InputError("the column is missing", f"{file}, line 1, column {column}")
        for cells in table:
            if None in cells or None in cells.values():
                where = f"{file}, line {table.line_num}"
                raise InputError("the row has not as many cells as the first line", where)
            yield Row(file, table.line_num, cells)


def terms(text: str) -> str:
    """The terms of a file in the words of the core: ``45 days end of month`` are days first."""
    return text.replace(" days end of month", " days then end of month")


def read(directory: Path) -> tuple[Company, date]:
    """The company that the files of a directory lead to, and the last day on which something
    happened: orders are placed and confirmed, shipped and invoiced, receipts lettered by
    themselves.

    Raises ``InputError`` for a fault in a file, ``Rejection`` where the core refuses a command.
    """
    stream = sorted(_dated(directory), key=lambda one: one[0])
    if not stream:
        raise InputError("nothing happened in these files", str(directory))
    first_on, last_on = stream[0][0][0], stream[-1][0][0]
    company = Company.found(ledger_currency=CURRENCY, tolerances=TOLERANCES)
    opened = do.OpenSeries(series=SERIES, prefix="F")
    actions: list[tuple[str, date, do.Action]] = [(f"open-{SERIES}", first_on, opened)]
    actions += [(name, first_on, action) for name, action in _records(directory)]
    actions += [(name, place[0], action) for place, steps in stream for name, action in steps]
    for name, on, action in actions:
        command = do.Command(action, id=name, effective_on=on, recorded_on=on)
        company.execute(command)
    return company, last_on


Step = tuple[str, do.Action]
Place = tuple[date, int, int, str]


def _records(directory: Path) -> Iterator[Step]:
    for row in rows(directory, "products.csv", "product_id", "name"):
        item = row["product_id"]
        yield f"item-{item}", do.RegisterItem(item=item, name=row["name"], unit=UNIT)
    columns = ("customer_id", "name", "address", "city", "postal_code", "country", "payment_terms")
    for row in rows(directory, "customers.csv", *columns):
        address = Address(
            lines=[row["address"]],
            city=row["city"],
            postal_code=row["postal_code"],
            country=row.read("country", COUNTRIES.__getitem__),
        )
        party = values.Party(row["name"], address=address)
        customer = row["customer_id"]
        action = do.RegisterCustomer(
            customer=customer, party=party, terms=row.read("payment_terms", terms)
        )
        yield f"customer-{customer}", action


def _lines(directory: Path) -> dict[str, list[do.NewLine]]:
    names = {
        row["product_id"]: row["name"]
        for row in rows(directory, "products.csv", "product_id", "name")
    }
    columns = ("order_id", "line", "product_id", "quantity", "unit_price", "discount_percent")
    lines: dict[str, list[do.NewLine]] = {}
    for row in rows(directory, "order_lines.csv", *columns, "vat_category", "vat_rate"):
        discount = row.read("discount_percent", Decimal)
        allowance = values.Adjustment("allowance", values.Percent(discount))
        line = do.NewLine(
            id=row["line"],
            item=row["product_id"],
            description=row.read("product_id", names.__getitem__),
            quantity=row.read("quantity", lambda text: values.Quantity(text, UNIT)),
            price=row.read("unit_price", values.Net),
            adjustments=[allowance] if discount else [],
            vat=values.Vat(row["vat_category"], row["vat_rate"]),
        )
        lines.setdefault(row["order_id"], []).append(line)
    return lines


def _dated(directory: Path) -> Iterator[tuple[Place, list[Step]]]:
    """What happens on which day: orders first, then shipments, then receipts; ids run as numbers
    do."""
    lines = _lines(directory)
    customers = {row["customer_id"]: row for row in rows(directory, "customers.csv", "customer_id")}
    for row in rows(
        directory, "orders.csv", "order_id", "customer_id", "order_date", "shipped_date", "freight"
    ):
        order = row["order_id"]
        customer = row.read("customer_id", customers.__getitem__)
        placed = do.PlaceOrder(
            order=order,
            customer=row["customer_id"],
            currency=CURRENCY,
            lines=row.read("order_id", lambda _: lines[order]),
            terms=customer.read("payment_terms", terms),
            adjustments=_freight(row, lines[order]),
        )
        steps: list[Step] = [
            (f"place-{order}", placed),
            (f"confirm-{order}", do.ConfirmOrder(order=order)),
        ]
        yield (row.read("order_date", date.fromisoformat), 0, len(order), order), steps
        if row["shipped_date"]:
            steps = [
                (f"ship-{order}", do.Ship(shipment=order, order=order)),
                (f"invoice-{order}", do.InvoiceOrder(series=SERIES, order=order)),
            ]
            yield (row.read("shipped_date", date.fromisoformat), 1, len(order), order), steps
    columns = ("receipt_id", "value_date", "amount", "payer_name", "remittance_text", "customer_id")
    for row in rows(directory, "receipts.csv", *columns):
        payment = row["receipt_id"]
        received = do.ReceivePayment(
            payment=payment,
            amount=row.read("amount", lambda text: values.Money(text, CURRENCY)),
            payer=row["customer_id"] or None,
            payer_name=row["payer_name"],
            remittance=row["remittance_text"],
        )
        steps = [
            (f"receive-{payment}", received),
            (f"letter-{payment}", do.LetterAutomatically(payment=payment)),
        ]
        yield (row.read("value_date", date.fromisoformat), 2, len(payment), payment), steps


def _freight(row: Row, lines: list[do.NewLine]) -> list[values.DocumentAdjustment]:
    freight = row.read("freight", lambda text: values.Money(text, CURRENCY))
    if not freight.amount:
        return []
    category = lines[0].vat.category if lines[0].vat else "S"
    vat = values.Vat(category, 20 if category == "S" else 0)
    return [values.DocumentAdjustment("charge", values.Amount(freight), vat, "freight")]
