"""What does e-conomic call the fields of booked invoices? Amounts stand in the invoice's currency and in the company's."""

from rung.importers.sheet.profiles.profile import profile

PROFILES = (
    profile(
        "e-conomic",
        "bookedInvoiceNumber|date|currency|exchangeRate|netAmount|netAmountInBaseCurrency|grossAmount|vatAmount",
        {
            "date": "date",
            "invoice_id": "bookedInvoiceNumber",
            "customer_id": "customerNumber",
            "revenue": "netAmountInBaseCurrency",
            "original_amount": "netAmount",
            "gross": "grossAmount",
            "vat_amount": "vatAmount",
            "currency": "currency",
            "rate": "exchangeRate",
        },
        source="from memory of the interface for programs",
        verified=False,
    ),
)
