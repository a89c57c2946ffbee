"""What would the order system, the customer file, the register and the sellers hand over? CSV and Excel, as Norwegian exports are."""

import csv
from datetime import date, datetime, time
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
    "Organisasjonsform": ("legal_form", 10),
    "Stiftelsesdato": ("founded", 12),
    "Adresse": ("address", 24),
    "Postnr": ("postal_code", 8),
    "Poststed": ("city", 18),
    "Land": ("country", 6),
    "Telefon": ("phone", 15),
    "E-post": ("email", 36),
    "Bransje": ("industry", 10),
    "Ansatte": ("employees", 9),
    "Kundegruppe": ("customer_group", 16),
    "Selger": ("seller_id", 8),
    "Selgernavn": ("seller_name", 18),
    "Team": ("team", 12),
}
# The columns of the Norwegian register's own file that have something in them here.
MARKET_HEADERS = {
    "organisasjonsnummer": "org_number",
    "navn": "name",
    "organisasjonsform.kode": "legal_form",
    "naeringskode1.kode": "industry",
    "antallAnsatte": "employees",
    "epostadresse": "email",
    "telefon": "phone",
    "forretningsadresse.adresse": "address",
    "forretningsadresse.poststed": "city",
    "forretningsadresse.postnummer": "postal_code",
    "forretningsadresse.landkode": "country",
    "stiftelsesdato": "founded",
    "konkurs": "bankrupt",
    "underAvvikling": "bankrupt",
}
ACTIVITY_HEADERS = ("Dato", "Kundenr", "Org.nr", "Firma", "Selger", "Type", "Inn/ut", "Resultat", "Minutter", "Utlegg")


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
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
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
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime.combine(value, time()), day)
            elif isinstance(value, int):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, value)
    book.close()


def write_market_csv(company: DemoCompany, path: Path) -> None:
    """The register as it is handed out: UTF-8, comma, everything quoted, ISO dates. Nobody in it is bankrupt or being wound up."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        rows.writerow(MARKET_HEADERS)
        for firm in company.market.to_pylist():
            firm |= {"address": f"{firm['street']} {firm['street_number']}", "bankrupt": "false"}
            rows.writerow([firm[key] for key in MARKET_HEADERS.values()])


def write_activities_csv(company: DemoCompany, path: Path) -> None:
    """The sellers' log as the CRM system exports it: as the invoice lines, CP1252 with a decimal comma."""
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        rows.writerow(ACTIVITY_HEADERS)
        for one in company.activities.to_pylist():
            rows.writerow(
                (
                    *(f"{one['date']:%d.%m.%Y}", one["customer_id"] or "", one["org_number"], one["name"], one["seller_id"]),
                    *(one["channel"], "Inn" if one["incoming"] else "Ut", one["result"] or "", one["minutes"]),
                    f"{one['cost']},00" if one["cost"] else "",
                )
            )
