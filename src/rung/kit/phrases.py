"""What does the kit itself say? The words around every report: buttons, the panel of invoice lines, what a chart shows."""

from rung.base import Text, Value, text, texts

SKIP = text("Skip to the content")
CONTENTS = text("Contents")
KEY_FIGURES = text("Key figures")
HOW = text("How is this computed?")
COLUMNS = text("What do the columns mean?")
AS_TABLE = text("See the figures as a table")
THEME = text("Light or dark")
PRINT = text("Print")
FILTER = text("Find in the table")
FEWER = text("Show fewer")
ABOUT = text("About this report")
MADE_WITH = text("Made with Rung, from your own numbers. Nothing on this page is fetched from or sent to anyone.")
EQUAL_SHARES = text("If all were equal")
NO_FIGURE = text("Cannot be computed")
GOOD = text("Good")
BAD = text("Bad")
WARN = text("Note")
NOTHING_HERE = text("There is nothing to show here.")

# Spoken to the script of the page: {names} are filled in by the browser.
IN_BROWSER: dict[str, Text] = {
    "lines": texts("{count} line", "{count} lines", count=2),
    "matches": text("{shown} of {all} rows"),
    "close": text("Close"),
    "sum": text("Sum"),
    "sum_now": text("In this period {amount}"),
    "sum_before": text("In the period before {amount}"),
    "only_before": text("There is nothing in this period. These lines are from the period before."),
    "margin": text("Contribution margin {amount}"),
    "date": text("Date"),
    "invoice": text("Invoice"),
    "customer": text("Customer"),
    "class": text("Class"),
    "product": text("Product"),
    "group": text("Product group"),
    "quantity": text("Quantity"),
    "amount": text("Amount"),
    "cost": text("Cost"),
    "source": text("Source"),
    "row": text("{file}, row {row}"),
    "only_row": text("Row"),
    "from_file": text("from {file}"),
    "month": text("Month"),
    "no_customer": text("No customer"),
    "all_lines": text("All invoice lines"),
    "estimated": texts(
        "{count} line is shared between customers by estimate.",
        "{count} lines are shared between customers by estimate.",
        count=2,
    ),
    "missing": texts(
        "{count} invoice line of this report is left out of the page to keep it small, so this list may be short.",
        "{count} invoice lines of this report are left out of the page to keep it small, so this list may be short.",
        count=2,
    ),
    "absent": text("These invoice lines are left out of the page to keep it small."),
    "none": text("No invoice lines are behind this."),
    "more": text("Show {count} more"),
    "copy": text("Copy for Excel"),
    "copied": texts("{count} line copied", "{count} lines copied", count=2),
    "too_old": text("This browser is too old to open the invoice lines. Use a newer one, or the Excel workbook."),
}


def exactly(amount: str) -> Text:
    """The whole amount behind a shortened one."""
    return text("Exactly {amount}.", amount=amount)


def show_all(count: int) -> Text:
    """The button under a table that shows its first rows only."""
    return texts("Show all {count} row", "Show all {count} rows", count=count)


def in_the_workbook(count: int) -> Text:
    """How many rows are not on the page at all."""
    return texts("{count} more row is in the Excel workbook.", "{count} more rows are in the Excel workbook.", count=count)


def scrolls(title: str) -> Text:
    """What a screen reader calls a table that is wider than the page."""
    return text("{title}, scrolls sideways", title=title)


def from_to(highest: Value, at_highest: Value, lowest: Value, at_lowest: Value) -> Text:
    """A bar chart in words, for those who do not see it."""
    return text(
        "Highest: {highest}, {at_highest}. Lowest: {lowest}, {at_lowest}.",
        highest=highest,
        at_highest=at_highest,
        lowest=lowest,
        at_lowest=at_lowest,
    )


def passes_through(x: Value, x_label: Text, y: Value, y_label: Text) -> Text:
    """A curve in words: where it is half way."""
    return text("{x_label} {x}: {y_label} {y}.", x_label=x_label, x=x, y_label=y_label, y=y)
