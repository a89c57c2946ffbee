"""Why can this file not be used at all, and what does the user do instead?"""

from rung.base import Text, text
from rung.importers.xml import NotUsable


def _export_again() -> Text:
    return text("Export the file from the accounting system again.")


def _export_type_4() -> Text:
    return text("Export SIE type 4 (with vouchers) from the accounting system, or give the invoices as a list in Excel or CSV.")


def empty() -> NotUsable:
    """A file without a byte, or with blanks only."""
    return NotUsable("sie-empty", text("The file is empty."), _export_again())


def not_sie() -> NotUsable:
    """Something else than SIE."""
    return NotUsable(
        "sie-not-sie",
        text("This is not a SIE file: its first row has none of the format's labels, such as #FLAGGA."),
        _export_type_4(),
    )


def not_sie_5(root: str) -> NotUsable:
    """XML of another kind. root: the local name of its outermost element."""
    return NotUsable("sie-not-sie", text("This is XML, but not SIE: it is a “{root}”.", root=root), _export_type_4())


def without_vouchers(kind: str) -> NotUsable:
    """Balances only. kind: the type of SIE file that it is, "" where it does not say."""
    match kind:
        case "1":
            found = text(
                "This is a SIE file of type 1. It holds the balances of the year, and no vouchers, so nothing about single customers."
            )
        case "2":
            found = text("This is a SIE file of type 2. It holds balances per month, and no vouchers, so nothing about single customers.")
        case "3":
            found = text("This is a SIE file of type 3. It holds balances per object, and no vouchers, so no single sale.")
        case _:
            found = text("The file has no vouchers, so there is no revenue per customer in it.")
    return NotUsable("sie-no-vouchers", found, _export_type_4())


def cut_short(voucher: str) -> NotUsable:
    """A file that ends within a voucher. voucher: series and number of the last one."""
    return NotUsable(
        "sie-truncated",
        text("The file ends in the middle of voucher {voucher}: its last part is missing.", voucher=voucher),
        text("Copy or download the whole file again. Nothing was read from this one."),
    )


def without_control_sum() -> NotUsable:
    """A file that promises a checksum at its end and has none."""
    return NotUsable(
        "sie-truncated",
        text("The file ends in the middle: its last part is missing."),
        text("Copy or download the whole file again. Nothing was read from this one."),
    )


def swollen(megabytes: int) -> NotUsable:
    """One voucher larger than any real one."""
    return NotUsable(
        "sie-too-big",
        text("A single part of the file is more than {megabytes} MB, which no real voucher is.", megabytes=megabytes),
        _export_again(),
    )
