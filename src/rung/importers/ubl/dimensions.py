"""Who are the customers, the people there, the sellers and the products? Each once, as the latest invoice has it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from rung.facts import CONTACTS, CUSTOMERS, PRODUCTS, SELLERS, Chunk, FactTable
from rung.importers.ubl.lines import CHUNK, Lines
from rung.importers.ubl.parties import Party, contact_id, seller_id


def dimensions(lines: Lines) -> Iterator[Chunk]:
    """The tables beside the lines. The place of each row is a line of the invoice that it was taken from."""
    parties = lines.found.parties.items
    customers: dict[str, dict[str, Any]] = {}
    contacts: dict[str, dict[str, Any]] = {}
    sellers: dict[str, dict[str, Any]] = {}
    for entry in sorted((entry for entry in lines.entries if entry.lines), key=lambda entry: entry.days or 0):
        place = {"file": entry.file, "row": entry.place}
        buyer, customer, sold_by = parties[entry.customer], lines.customers[entry.customer], seller_id(parties[entry.supplier])
        if customer:
            customers[customer] = _customer(customer, buyer) | place
            person = buyer.person.name or entry.reference
            if who := contact_id(customer, person, buyer.person.email):
                phone, email = buyer.person.phone, buyer.person.email
                said = {"contact_id": who, "party_id": customer, "name": person, "phone": phone, "email": email}
                contacts[who] = said | place
        if sold_by:
            sellers[sold_by] = {"seller_id": sold_by, "name": parties[entry.supplier].person.name} | place
    tables = ((CUSTOMERS, customers), (CONTACTS, contacts), (SELLERS, sellers), (PRODUCTS, _products(lines)))
    for table, rows in tables:
        yield from _chunks(table, list(rows.values()))


def _customer(number: str, party: Party) -> dict[str, Any]:
    return {
        "customer_id": number,
        "name": party.name,
        "kind": "company" if party.org_number else None,
        "org_number": party.org_number,
        "country": party.country,
        "region": party.region,
        "city": party.city,
        "postal_code": party.postal_code,
        "address": party.address,
        "phone": party.person.phone,
        "email": party.person.email,
    }


def _products(lines: Lines) -> dict[str, dict[str, Any]]:
    """The products that were sold, each at its last sale."""
    days = np.array([entry.days for entry in lines.entries], dtype=np.int64)[lines.of]
    order = np.argsort(days, kind="stable")
    sold = np.frombuffer(lines.found.products_sold, np.int32)[lines.at][order] if len(order) else order
    last = dict(zip(sold.tolist(), order.tolist(), strict=True))
    latest = sorted(last.items(), key=lambda row: (int(days[row[1]]), row[1]))
    places = lines.found.places
    found = {}
    for number, line in latest:
        product, entry = lines.found.products.items[number], lines.entries[int(lines.of[line])]
        if product.id:
            place = {"file": entry.file, "row": places[int(lines.at[line])]}
            found[product.id] = {"product_id": product.id, "name": product.name, "product_group": product.group} | place
    return found


def _chunks(table: FactTable, rows: list[dict[str, Any]]) -> Iterator[Chunk]:
    for start in range(0, len(rows), CHUNK):
        part = [{name: value or None for name, value in row.items()} for row in rows[start : start + CHUNK]]
        yield Chunk(table.name, pa.Table.from_pylist(part, schema=table.read_schema))
