"""What does Tripletex call the columns of orders and invoices? The prices are without VAT, the days are written 2025-12-31."""

from rung.importers.sheet.profiles.profile import profile

_ORDERS = {
    "customer_id": "CUSTOMER NO",
    "customer_name": "CUSTOMER NAME",
    "org_number": "ORGANIZATION NO",
    "product_id": "ORDER LINE - PROD NO",
    "product_name": "ORDER LINE - PROD NAME",
    "unit_price": "ORDER LINE - UNIT PRICE",
    "quantity": "ORDER LINE - COUNT",
    "discount": "ORDER LINE - DISCOUNT",
    "currency": "CURRENCY",
}
_SOURCE = "Tripletex, help pages on the columns of orders and invoices (articles 722 and 1402)"

PROFILES = (
    profile(
        "Tripletex",
        "INVOICE NO|INVOICE DATE|CUSTOMER NO|ORDER LINE - UNIT PRICE|ORDER LINE - COUNT",
        {"date": "INVOICE DATE", "invoice_id": "INVOICE NO", **_ORDERS},
        source=_SOURCE,
        verified=True,
    ),
    profile(
        "Tripletex",
        "ORDER NO|ORDER DATE|CUSTOMER NO|ORDER LINE - UNIT PRICE|ORDER LINE - COUNT",
        {"date": "ORDER DATE", "invoice_id": "ORDER NO", **_ORDERS},
        source=_SOURCE,
        verified=True,
    ),
)
