"""What does Fortnox call the fields of invoices? The names of its interface for programs, which tools that fetch data keep."""

from rung.importers.sheet.profiles.profile import profile

PROFILES = (
    profile(
        "Fortnox",
        "DocumentNumber|InvoiceDate|CustomerNumber|CustomerName|Net|TotalVAT|Total",
        {
            "date": "InvoiceDate",
            "invoice_id": "DocumentNumber",
            "customer_id": "CustomerNumber",
            "customer_name": "CustomerName",
            "revenue": "Net",
            "amount": "Total",
            "currency": "Currency",
            "rate": "CurrencyRate",
        },
        source="from memory of the interface for programs",
        verified=False,
    ),
)
