"""The vocabulary: canonical tables with units, problems, and what a reader gives. No disk, no network, no framework."""

from rung.facts.reading import Chunk, Control, Event, FileEnd, FileHead, Input, Problem, Progress
from rung.facts.tables import ACTIVITIES, CONTACTS, CUSTOMERS, INVOICE_LINES, MARKET, PRODUCTS, SELLERS, TABLES, Column, FactTable

__all__ = [
    "ACTIVITIES",
    "CONTACTS",
    "CUSTOMERS",
    "INVOICE_LINES",
    "MARKET",
    "PRODUCTS",
    "SELLERS",
    "TABLES",
    "Chunk",
    "Column",
    "Control",
    "Event",
    "FactTable",
    "FileEnd",
    "FileHead",
    "Input",
    "Problem",
    "Progress",
]
