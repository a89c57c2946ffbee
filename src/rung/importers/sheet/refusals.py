"""Why can a file not be used, and what does the user do instead? One clear sentence and a remedy for each."""

from collections.abc import Sequence

from rung.base import Text, text
from rung.facts import Problem
from rung.importers.sheet.block import at, at_row


def _export_again() -> Text:
    return text("Export it again, as CSV or Excel, straight from the system it comes from.")


def refused(code: str, label: str, found: Text, remedy: Text) -> Problem:
    """A file that cannot be used at all."""
    return Problem(code=code, where=at(label), found=found, remedy=remedy, refused=True)


def empty(label: str) -> Problem:
    """There is nothing in the file."""
    return refused("sheet-empty", label, text("The file is empty."), _export_again())


def not_a_table(label: str, what: Text) -> Problem:
    """Another kind of file under a table's name."""
    return refused("sheet-not-a-table", label, text("This is {what}, not a table of rows.", what=what), _export_again())


def packed_twice() -> Text:
    """What to call a file that is packed inside another."""
    return text("a packed file inside another")


def zeros(label: str) -> Problem:
    """Binary zeros in what should be text."""
    found = text("The file holds binary zeros, so it is damaged or no text at all.")
    return refused("sheet-binary", label, found, _export_again())


def too_large(label: str, size: int) -> Problem:
    """A small file made to grow without end."""
    found = text(
        "The file unpacks to more than {megabytes} MB, far more than its size allows for, so it was not opened.", megabytes=size >> 20
    )
    return refused("sheet-unpacks-too-large", label, found, text("If it is genuine, unpack it yourself and give Rung the unpacked file."))


def too_wide(label: str, rows: int, columns: int) -> Problem:
    """Cells so far apart that the empty ones between them fill the machine."""
    found = text("The sheet says that it has {rows} rows and {columns} columns, more than can be read.", rows=rows, columns=columns)
    return refused("sheet-too-wide", label, found, text("Copy the part with figures to a new workbook and save that."))


def locked(label: str) -> Problem:
    """A workbook behind a password."""
    found = text("The workbook is protected by a password.")
    return refused("sheet-password", label, found, text("Open it in Excel, save a copy without password, and use the copy."))


def own_report(label: str) -> Problem:
    """A workbook that Rung itself has written."""
    found = text("This is a report that Rung made; what is in it would count twice.")
    return refused("sheet-own-report", label, found, text("Leave it out, and bring in the files it was made from."))


def damaged_workbook(label: str) -> Problem:
    """A workbook that cannot be opened."""
    found = text("The workbook is damaged or not complete.")
    return refused("sheet-damaged", label, found, text("Open it in Excel and save it again, or export it again."))


def damaged(label: str) -> Problem:
    """A packed file or Parquet file that ends too early."""
    found = text("The file is damaged or not complete.")
    return refused("sheet-damaged", label, found, text("Fetch or export it again; it may not have been copied to the end."))


def broken_off(label: str, row: int) -> Problem:
    """Reading stopped in the middle; nothing of the file is used."""
    found = text("The file cannot be read beyond row {row}: its rows do not hold together there.", row=str(row))
    remedy = text('Look for a quotation mark (") that is never closed near that row, or export the file again.')
    return Problem(code="sheet-breaks-off", where=at_row(label, row), found=found, remedy=remedy, refused=True)


def no_header(label: str) -> Problem:
    """Data from the first row."""
    found = text("No row with column names was found.")
    remedy = text("Put the name of each column in the first row, such as Fakturadato, Kundenr, Beløp eks. mva, and try again.")
    return refused("sheet-no-header", label, found, remedy)


def only_header(label: str, headers: Sequence[str]) -> Problem:
    """Column names and nothing under them."""
    found = text("There are column names ({headers}), but no rows under them.", headers=_listed(headers))
    return refused("sheet-no-rows", label, found, text("Check the period or the filter of the export, and export again."))


def months_without_year(label: str, headers: Sequence[str]) -> Problem:
    """Jan, Feb, Mar ... of which year?"""
    found = text("The months are columns ({headers}), but nothing says which year they are of.", headers=_listed(headers))
    remedy = text("Write the year in the column names, such as 2025-01 or Jan 2025, or in a row above them, and try again.")
    return refused("sheet-no-year", label, found, remedy)


def periods_without_year(label: str, headers: Sequence[str]) -> Problem:
    """Q1, Q2, Q3 ... of which year?"""
    found = text("The periods are columns ({headers}), but nothing says which year they are of.", headers=_listed(headers))
    remedy = text("Write the year in the column names, such as Q1 2025 or Jan 2025, or in a row above them, and try again.")
    return refused("sheet-no-year", label, found, remedy)


def not_understood(label: str, headers: Sequence[str], missing: Text) -> Problem:
    """A table that is none of those Rung reads."""
    found = text("The columns are {headers}. To be invoice lines, {missing}.", headers=_listed(headers), missing=missing)
    return refused("sheet-not-understood", label, found, _map_them())


def lacking(label: str, headers: Sequence[str], needed: Text) -> Problem:
    """A list that the user or its name says is of a kind it has no column for."""
    found = text("The columns are {headers}. {needed}", headers=_listed(headers), needed=needed)
    return refused("sheet-not-understood", label, found, _map_them())


def _map_them() -> Text:
    return text(
        'If they are there under other names, write a file such as map.toml with lines like date = "…" and revenue = "…", '
        'and add --map map.toml. If it is another list, such as contact persons, write table = "contacts". Otherwise leave this file out.'
    )


def _listed(headers: Sequence[str]) -> str:
    named = [name if len(name) <= 40 else f"{name[:39]}…" for name in headers if name]
    return ", ".join(named[:30]) + (" …" if len(named) > 30 else "")


def decimals_lost(label: str, header: str, examples: Sequence[str], *, dates: bool) -> Problem:
    """Opened and saved by a spreadsheet with another locale: the decimal sign is gone, and cannot be put back."""
    values = {"header": header, "grouped": examples[0], "decimal": examples[1]}
    if dates:
        found = text(
            "A spreadsheet with other settings has saved this file: the decimals in {header} are lost ({grouped} beside {decimal}), "
            "and so are the dates.",
            **values,
        )
    else:
        found = text(
            "A spreadsheet with other settings has saved this file: the decimals in {header} are lost ({grouped} beside {decimal}).",
            **values,
        )
    remedy = text("Export it again from the system it comes from, and give Rung that file without opening and saving it in between.")
    return refused("sheet-decimals-lost", label, found, remedy)


def decimals_lost_by_product(label: str, header: str) -> Problem:
    """Amounts that are ten or a hundred times too large on some lines."""
    found = text(
        "On some lines quantity x price is 10, 100 or 1,000 times {header}, on others exactly that: decimals are lost.", header=header
    )
    remedy = text("Export it again from the system it comes from, and give Rung that file without opening and saving it in between.")
    return refused("sheet-decimals-lost", label, found, remedy)


def dates_lost(label: str, header: str, example: str) -> Problem:
    """Dates that a spreadsheet turned into minutes."""
    found = text("The dates in {header} are lost: a spreadsheet has made them {example}.", header=header, example=example)
    remedy = text("Export it again from the system it comes from, and give Rung that file without opening and saving it in between.")
    return refused("sheet-dates-lost", label, found, remedy)


def of_another_kind(label: str, header: str, example: str, *, date: bool) -> Problem:
    """A column that the user has named, and that holds something else."""
    if date:
        found = text("Nothing in {header} can be read as a date; it says “{example}”.", header=header, example=example[:40])
    else:
        found = text("Nothing in {header} can be read as a number; it says “{example}”.", header=header, example=example[:40])
    return refused("sheet-other-kind", label, found, text("Name another column in the --map file, or say how it is written there."))


def two_ways(label: str, header: str, one: str, other: str) -> Problem:
    """Two ways to write numbers or dates in one column."""
    found = text("{header} is written in two ways, {one} and {other}, so some of it cannot be told.", header=header, one=one, other=other)
    remedy = text('Export it again in one format, or say which it is in a --map file: decimal = "," or date_format = "dd.mm.yyyy".')
    return refused("sheet-two-formats", label, found, remedy)


def vat_unknown(label: str, header: str) -> Problem:
    """Amounts with VAT and no way to take it out."""
    found = text("The only amount, {header}, includes VAT, and the file does not say how much.", header=header)
    remedy = text('Export with amounts excluding VAT, or say the rate in a --map file: vat = "25".')
    return refused("sheet-vat-unknown", label, found, remedy)


def heads_without_lines(label: str, headers: Sequence[str]) -> Problem:
    """Orders without amounts."""
    found = text("This has orders with dates and customers, but no amounts ({headers}).", headers=_listed(headers))
    return refused("sheet-heads-alone", label, found, text("Give the file with the order lines at the same time."))


def groups_alone(label: str, headers: Sequence[str]) -> Problem:
    """Names of product groups, and no products."""
    found = text("This only has names of product groups ({headers}).", headers=_listed(headers))
    return refused(
        "sheet-groups-alone", label, found, text("Give the product list that uses them at the same time, or leave this file out.")
    )


def lines_without_heads(label: str, headers: Sequence[str]) -> Problem:
    """Order lines without dates."""
    found = text("This has order lines with amounts, but no dates ({headers}).", headers=_listed(headers))
    return refused("sheet-lines-alone", label, found, text("Give the file with the orders and their dates at the same time."))
