"""What would the order system and the customer file hand over? Invoice lines as CSV and customers as Excel, as Norwegian exports are."""

import csv
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from rung.demo_company.company import DemoCompany

LINE_HEADERS = (
    *("Fakturanr", "Linjenr", "Fakturadato", "Kundenr", "Kundenavn", "Varenr", "Varenavn", "Varegruppe"),
    *("Antall", "Netto", "Kostpris", "Selger"),
)
CUSTOMER_HEADERS = {
    "Kundenr": ("customer_id", 10),
    "Navn": ("name", 36),
    "Org.nr": ("org_number", 12),
    "Adresse": ("address", 24),
    "Postnr": ("postal_code", 8),
    "Poststed": ("city", 18),
    "Land": ("country", 6),
    "Bransje": ("industry", 10),
    "Ansatte": ("employees", 9),
    "Kundegruppe": ("customer_group", 16),
    "Selger": ("seller_id", 8),
    "Selgernavn": ("seller_name", 18),
    "Team": ("team", 12),
}


def write_lines_csv(company: DemoCompany, path: Path) -> None:
    """Every invoice line: `;` between fields, CP1252, decimal comma, dd.mm.yyyy. Netto and Kostpris are of the whole line."""
    names = dict(zip(company.customers["customer_id"].to_pylist(), company.customers["name"].to_pylist(), strict=True))
    goods = dict(zip(company.products["product_id"].to_pylist(), company.products["name"].to_pylist(), strict=True))
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        rows.writerow(LINE_HEADERS)
        for line in company.lines.to_pylist():
            customer, product = line["customer_id"], line["product_id"]
            rows.writerow(
                (
                    *(line["invoice_id"], line["line"], f"{line['date']:%d.%m.%Y}"),
                    *(customer or "", names.get(customer, ""), product, goods[product], line["product_group"]),
                    *(line["quantity"], _comma(line["net_minor"]), _comma(line["cost_minor"]), line["seller_id"] or ""),
                )
            )


def _comma(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100},{abs(minor) % 100:02}"


def write_customers_xlsx(company: DemoCompany, path: Path) -> None:
    """The customer list as people keep it: numbers of customers, firms and places as text, so that leading zeros stay."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    # Without a date of its own the file would say when it was made, and never be the same twice.
    book.set_properties({"title": company.name, "created": datetime.combine(company.last, time())})
    sheet = book.add_worksheet("Kunder")
    bold = book.add_format({"bold": True})
    for column, (header, (_, width)) in enumerate(CUSTOMER_HEADERS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, bold)
    sheet.freeze_panes(1, 0)
    sellers = {seller["seller_id"]: seller for seller in company.sellers.to_pylist()}
    for row, customer in enumerate(company.customers.to_pylist(), 1):
        seller = sellers[customer["seller_id"]]
        customer |= {"seller_name": seller["name"], "team": seller["team"]}
        customer["address"] = f"{customer['street']} {customer['street_number']}"
        for column, (key, _) in enumerate(CUSTOMER_HEADERS.values()):
            value = customer[key]
            if isinstance(value, int):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, value)
    book.close()
