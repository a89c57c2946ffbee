"""What does 24SevenOffice call the columns of its raw export of invoices? Totals are of the invoice, and stand on each of its lines."""

from rung.importers.sheet.profiles.profile import profile

PROFILES = (
    profile(
        "24SevenOffice",
        "OrderId|InvoiceId|CustomerId|TotalWithTax|TotalWithoutTax|TotalTax|InvoiceDate",
        {
            "date": "InvoiceDate",
            "invoice_id": "InvoiceId",
            "customer_id": "CustomerId",
            "customer_name": "CustomerName",
            "org_number": "CustomerOrgNo",
            "revenue": "TotalWithoutTax",
            "gross": "TotalWithTax",
            "vat_amount": "TotalTax",
            "cost": "TotalCost",
            "currency": "CurrencyId",
            "rate": "CurrencyRate",
        },
        source="24SevenOffice, help page on the export of invoices with lines",
        verified=True,
    ),
)
