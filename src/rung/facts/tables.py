"""What do we know? The canonical tables: one word, one type and one unit for each fact, whatever file it came from.

Money and quantities are DECIMAL(18,4): exactly what the file says (docs/decisions/0002). Ids are text, for leading zeros matter.
Every row carries the batch, the file and the row in the file it came from, so every figure opens down to its source.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pyarrow as pa

Kind = Literal["id", "text", "date", "money", "quantity", "rate", "count", "flag"]

TYPES: dict[Kind, pa.DataType] = {
    "id": pa.string(),
    "text": pa.string(),
    "date": pa.date32(),
    "money": pa.decimal128(18, 4),
    "quantity": pa.decimal128(18, 4),
    "rate": pa.decimal128(18, 8),
    "count": pa.int64(),
    "flag": pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """One fact about a row. unit is "" where there is none; a required column is never null."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False


@dataclass(frozen=True)
class FactTable:
    """A canonical table. key: the column that says which row it is."""

    name: str
    key: str
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the table as it is stored."""
        return pa.schema([pa.field(c.name, TYPES[c.kind], nullable=not c.required) for c in self.columns])

    @cached_property
    def read_schema(self) -> pa.Schema:
        """The schema a reader yields: everything but the batch, which the store adds."""
        return self.schema.remove(self.schema.get_field_index("batch"))


_PLACE = (
    Column("batch", "id", "the import that brought the row", required=True),
    Column("file", "text", "file name, for workbooks with #sheet", required=True),
    Column("row", "count", "row in the file, counted from 1 as an editor or a spreadsheet counts", required=True),
)

INVOICE_LINES = FactTable(
    "invoice_lines",
    "line_key",
    (
        Column("line_key", "id", "which line it is: the same line in two overlapping exports has the same key", required=True),
        Column("source", "id", '"lines" for invoice lines, "ledger" for revenue postings of accounts', required=True),
        Column("date", "date", "invoice date (ledger: transaction date)", required=True),
        Column("revenue", "money", "net of VAT and discounts; credit notes negative", "company currency", required=True),
        Column("estimated", "flag", "the customer or the split between customers is inferred, not stated", required=True),
        Column("customer_id", "id", "null when the file names no customer: not attributable"),
        Column("invoice_id", "id", "invoice or voucher number"),
        Column("product_id", "id", "the seller's product number, or the product text where there is no number"),
        Column("product_group", "text", "product group; for ledgers the revenue account"),
        Column("seller_id", "id", "who sold it"),
        Column("quantity", "quantity", "units sold; negative on credit notes", "the product's unit"),
        Column("cost", "money", "cost of the goods sold; null when unknown", "company currency"),
        Column(
            "original_amount", "money", "the net amount in the currency of the invoice, when that is not the company's", "column currency"
        ),
        Column("currency", "id", "ISO 4217 code of original_amount"),
        *_PLACE,
    ),
)

# What is known of a party, customer or not. Industry, place and size make target groups of firms; sex, birth year and income of people.
_PARTY = (
    Column("name", "text", "name"),
    Column("kind", "text", '"company" or "person"; null when the file does not say'),
    Column("org_number", "id", "organisation number, digits only"),
    Column("country", "id", "country, ISO 3166 two letters when the file says so"),
    Column("region", "text", "county or region, as the file says it"),
    Column("city", "text", "place"),
    Column("postal_code", "id", "postal code"),
    Column("address", "text", "street address"),
    Column("phone", "text", "phone number"),
    Column("email", "text", "e-mail address"),
    Column("industry", "id", "industry code (NACE) or name"),
    Column("employees", "count", "number of employees", "persons"),
    Column("turnover", "money", "the party's own yearly turnover", "company currency"),
    Column("legal_form", "id", "legal form, such as AS, ENK, ApS, AB"),
    Column("founded", "date", "when the firm was founded"),
    Column("sex", "text", '"woman" or "man"'),
    Column("birth_year", "count", "year of birth", "year"),
    Column("income", "money", "yearly income", "company currency"),
    Column("protected", "flag", "the company register says: no advertising to this one"),
)

CUSTOMERS = FactTable(
    "customers",
    "customer_id",
    (
        Column("customer_id", "id", "the customer number in the company's own system", required=True),
        *_PARTY,
        Column("customer_group", "text", "the company's own grouping of customers"),
        Column("seller_id", "id", "the seller who has the customer"),
        Column("parent_id", "id", "the group it belongs to: customer number or organisation number of the parent company"),
        *_PLACE,
    ),
)

MARKET = FactTable(
    "market",
    "party_id",
    (
        Column("party_id", "id", "who could buy: a number of the register or of a list of prospects", required=True),
        *_PARTY,
        Column("seller_id", "id", "the seller who works the party; null when nobody does"),
        *_PLACE,
    ),
)

CONTACTS = FactTable(
    "contacts",
    "contact_id",
    (
        Column("contact_id", "id", "which person it is", required=True),
        Column("party_id", "id", "the customer_id or party_id where the person works"),
        Column("name", "text", "name"),
        Column("title", "text", "job title or function"),
        Column("role", "text", "part in the purchase, as the file says it: decides, influences, uses, pays, opens doors"),
        Column("phone", "text", "phone number"),
        Column("email", "text", "e-mail address"),
        Column("left", "date", "when the person left; null while there"),
        *_PLACE,
    ),
)

ACTIVITIES = FactTable(
    "activities",
    "activity_id",
    (
        Column("activity_id", "id", "which activity it is", required=True),
        Column("date", "date", "when", required=True),
        Column("party_id", "id", "the customer_id or party_id it was with"),
        Column("contact_id", "id", "the person it was with"),
        Column("seller_id", "id", "who did it"),
        Column("channel", "text", '"visit", "meeting", "phone", "email", "letter", "web" or as the file says'),
        Column("incoming", "flag", "the party came to us"),
        Column("result", "text", '"request", "offer", "meeting", "won", "lost", "declined" or as the file says; null when there was none'),
        Column("minutes", "quantity", "time spent, travel included", "minutes"),
        Column("cost", "money", "out-of-pocket cost", "company currency"),
        *_PLACE,
    ),
)

OPPORTUNITIES = FactTable(
    "opportunities",
    "opportunity_id",
    (
        Column("opportunity_id", "id", "which opportunity it is", required=True),
        Column("party_id", "id", "the customer_id or party_id it is with"),
        Column("name", "text", "what it is about"),
        Column("seller_id", "id", "who works it"),
        Column("product_id", "id", "the product it is about"),
        Column("stage", "text", "how far it has come, as the file says it"),
        Column("outcome", "text", '"won", "lost" or null while it is open'),
        Column("opened", "date", "when it was opened"),
        Column("closed", "date", "when it was won or lost"),
        Column("expected", "date", "when it is expected to close; null when nobody said"),
        Column("amount", "money", "its value: of the order when won, else as expected", "company currency"),
        Column("probability", "rate", "the chance of winning by the file's own account", "share 0-1"),
        *_PLACE,
    ),
)

QUOTAS = FactTable(
    "quotas",
    "quota_id",
    (
        Column("quota_id", "id", "which goal it is: whose, for what and from when", required=True),
        Column("first", "date", "the first day it covers", required=True),
        Column("until", "date", "the day after the last it covers; null: until the next one of the same seller"),
        Column("amount", "money", "revenue to reach", "company currency", required=True),
        Column("seller_id", "id", "whose goal; null: the company's or the team's"),
        Column("team", "text", "which team's goal"),
        Column("customer_id", "id", "only what this customer buys"),
        Column("product_group", "text", "only this product group"),
        *_PLACE,
    ),
)

EXCHANGE_RATES = FactTable(
    "exchange_rates",
    "rate_id",
    (
        Column("rate_id", "id", "which rate it is: currency, against which, and from when", required=True),
        Column("currency", "id", "ISO 4217 code of the foreign currency", required=True),
        Column("against", "id", "ISO 4217 code of the company currency; null when the file does not say"),
        Column("date", "date", "the first day it holds; it holds until the next one", required=True),
        Column("rate", "rate", "what one unit of the foreign currency is worth", "company currency for one unit", required=True),
        *_PLACE,
    ),
)

PRODUCTS = FactTable(
    "products",
    "product_id",
    (
        Column("product_id", "id", "product number", required=True),
        Column("name", "text", "name"),
        Column("product_group", "text", "product group"),
        *_PLACE,
    ),
)

SELLERS = FactTable(
    "sellers",
    "seller_id",
    (
        Column("seller_id", "id", "seller number or code", required=True),
        Column("name", "text", "name"),
        Column("team", "text", "team"),
        *_PLACE,
    ),
)

REJECTED = FactTable(
    "rejected",
    "row",
    (
        Column("code", "id", "the Problem it belongs to", required=True),
        Column("content", "text", "the row as the file has it, cells with a tab between; personal numbers masked", required=True),
        Column("rows", "count", "how many rows of the file it stands for", "rows", required=True),
        Column("amount", "money", "the money on it, when it could be read", "as the file has it"),
        *_PLACE,
    ),
)

# What is known once per id: the last word of any import, column by column.
DIMENSIONS = (CUSTOMERS, PRODUCTS, SELLERS, MARKET, CONTACTS, ACTIVITIES, OPPORTUNITIES, QUOTAS, EXCHANGE_RATES)
TABLES: dict[str, FactTable] = {t.name: t for t in (INVOICE_LINES, *DIMENSIONS, REJECTED)}
