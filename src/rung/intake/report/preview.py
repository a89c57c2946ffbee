"""What is this file, and what would it do? Said before anything is done."""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from rung.base import Money, Text, text, texts, to_minor
from rung.facts import TABLES
from rung.intake.report.ground import kinds_of
from rung.intake.service import Trial
from rung.kit.report import Cell, CellKind, Column, Figure, Note, Section, Table

_KINDS: dict[str, CellKind] = {"id": "id", "text": "text", "date": "date", "money": "money", "quantity": "quantity", "count": "count"}
_TABLES = {
    "invoice_lines": text("Invoice lines"),
    "customers": text("Customers"),
    "products": text("Products"),
    "sellers": text("Sellers"),
    "market": text("Companies that could buy"),
    "contacts": text("Contact persons"),
    "activities": text("Activities"),
    "opportunities": text("Opportunities"),
    "quotas": text("Goals"),
    "exchange_rates": text("Exchange rates"),
}
_COLUMNS = {
    "row": text("Row"),
    "date": text("Date"),
    "revenue": text("Revenue"),
    "cost": text("Cost"),
    "quantity": text("Quantity"),
    "customer_id": text("Customer"),
    "invoice_id": text("Invoice"),
    "product_id": text("Product"),
    "product_group": text("Product group"),
    "seller_id": text("Seller"),
    "name": text("Name"),
    "org_number": text("Organisation number"),
    "city": text("Place"),
    "industry": text("Industry"),
    "employees": text("Employees"),
    "currency": text("Currency"),
    "rate": text("Rate"),
    "amount": text("Amount"),
    "first": text("From"),
    "until": text("Until"),
    "party_id": text("Customer"),
    "contact_id": text("Number"),
    "title": text("Title"),
    "email": text("E-mail"),
    "phone": text("Phone"),
    "channel": text("Channel"),
    "result": text("Result"),
    "stage": text("Stage"),
    "outcome": text("Outcome"),
    "team": text("Team"),
}
_MOST_COLUMNS = 9


def preview(trial: Trial) -> Section:
    """One section for one input: what it is, what it would change, its money, and the first rows as they would become facts."""
    imported = trial.imported
    parts = [_how(trial), *(_sample(name, rows) for name, rows in trial.samples.items())]
    return Section(
        key=f"file-{imported.record.id}",
        title=text("{name}", name=imported.name),
        sentence=_sentence(trial),
        how=text("The file was read to its end, as at an import, and nothing was kept."),
        figures=_figures(trial),
        parts=[part for part in parts if part is not None],
    )


def _sentence(trial: Trial) -> Text:
    record, kinds = trial.imported.record, kinds_of(trial.imported)
    if not trial.imported.new:
        return text("{kind}. Exactly this file is here already; importing it again changes nothing.", kind=kinds)
    tables = [(name, rows) for name, rows in record.rows.items() if rows and name in _TABLES and name != "invoice_lines"]
    said = text("{kind}.", kind=kinds)
    if record.rows.get("invoice_lines"):
        said = text("{said} {lines}", said=said, lines=_lines(record.added, record.replaced, record.unchanged))
    for name, rows in tables:
        said = text("{said} {table}: {rows}.", said=said, table=_TABLES[name], rows=rows)
    return said


def _lines(added: int, replaced: int, unchanged: int) -> Text:
    said = texts("{count} new invoice line.", "{count} new invoice lines.", count=added)
    if replaced:
        corrected = texts("{count} would correct a line that is here.", "{count} would correct lines that are here.", count=replaced)
        said = text("{said} {more}", said=said, more=corrected)
    if unchanged:
        known = texts("{count} is here already and counts once.", "{count} are here already and count once.", count=unchanged)
        said = text("{said} {more}", said=said, more=known)
    return said


def _figures(trial: Trial) -> list[Figure]:
    if trial.revenue_minor is None or trial.first is None or trial.last is None:
        return []
    currency = next((head.currency for head in trial.imported.record.heads if head.currency), "")
    return [
        Figure(
            label=text("Revenue in the file"),
            value=Money(trial.revenue_minor, currency, exact=True),
            how=text("Net of VAT, credit notes subtracted; every line of the file that could be read, whether it is here already or not."),
        ),
        Figure(label=text("Period"), value=text("{first} to {last}", first=trial.first, last=trial.last), how=text("First and last date.")),
    ]


def _how(trial: Trial) -> Table | None:
    said = [pair for head in trial.imported.record.heads for pair in head.how]
    if not said:
        return None
    columns = [Column(key="what", label=text("What")), Column(key="how", label=text("How it is read"), leading=True)]
    return Table(key="how", title=text("How the file is read"), columns=columns, rows=[list(pair) for pair in said], first_rows=30)


def _sample(name: str, rows: pa.Table) -> Table | Note:
    """The first rows of a table: the columns that say something, those users know first."""
    table = TABLES[name]
    kinds = {column.name: column.kind for column in table.columns}
    telling = [column for column in _COLUMNS if column in rows.column_names and rows.column(column).null_count < len(rows)][:_MOST_COLUMNS]
    if not telling:
        return Note(sentence=text("{table}: only numbers, nothing more is known of them.", table=_TABLES[name]))
    return Table(
        key=f"sample-{name}",
        title=text("{table}: the first rows", table=_TABLES[name]),
        columns=[
            Column(key=one, label=_COLUMNS[one], kind="id" if one == "row" else _KINDS.get(kinds[one], "text"), exact=True)
            for one in telling
        ],
        rows=[list(row) for row in zip(*(_cells(rows.column(one), kinds[one]) for one in telling), strict=True)],
    )


def _cells(column: pa.ChunkedArray, kind: str) -> Sequence[Cell]:
    values: list[Cell] = (pc.cast(column, pa.string()) if kind in ("rate", "flag") else column).to_pylist()
    return [to_minor(value) if isinstance(value, Decimal) and kind == "money" else value for value in values]
