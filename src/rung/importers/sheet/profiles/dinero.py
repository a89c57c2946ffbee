"""What does Dinero call the fields of invoices?"""

from rung.importers.sheet.profiles.profile import profile

PROFILES = (
    profile(
        "Dinero",
        "Number|ContactName|Date|TotalExclVat|TotalInclVat",
        {
            "date": "Date",
            "invoice_id": "Number",
            "customer_name": "ContactName",
            "revenue": "TotalExclVat",
            "gross": "TotalInclVat",
            "currency": "Currency",
        },
        source="public programs that fetch invoices from it",
        verified=False,
    ),
)
