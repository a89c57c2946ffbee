"""Why can this register not be used, and what does the user do instead?"""

from rung.base import text
from rung.importers.xml import NotUsable


def not_known() -> NotUsable:
    """A file of another kind."""
    return NotUsable(
        "register-not-known",
        text("This is not the file of a company register that Rung knows."),
        text("Give it as a list of prospects: Excel or CSV with a header that names the organisation number."),
    )


def broken(row: int) -> NotUsable:
    """A file that ends in the middle, or stops being what it was. row: the last one that could be read."""
    return NotUsable(
        "register-broken",
        text("The file cannot be read on from row {row}: it is damaged, or was not copied to its end.", row=str(row)),
        text("Download it again. Nothing of this one is used."),
    )
