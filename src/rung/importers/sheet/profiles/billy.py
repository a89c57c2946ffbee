"""What does Billy call the fields of invoices? The amount is without VAT."""

from rung.importers.sheet.profiles.profile import profile

PROFILES = (
    profile(
        "Billy",
        "invoiceNo|entryDate|contactId|taxMode|amount|tax|currencyId|exchangeRate",
        {
            "date": "entryDate",
            "invoice_id": "invoiceNo",
            "customer_id": "contactId",
            "revenue": "amount",
            "vat_amount": "tax",
            "currency": "currencyId",
            "rate": "exchangeRate",
        },
        source="from memory of the interface for programs",
        verified=False,
    ),
)
