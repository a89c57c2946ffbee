"""The vocabulary: canonical tables with units, problems, and what a reader gives. No disk, no network, no framework."""

from rung.facts.reading import Chunk, Control, Event, FileEnd, FileHead, Input, Problem, Progress
from rung.facts.tables import CUSTOMERS, INVOICE_LINES, PRODUCTS, SELLERS, TABLES, Column, FactTable

__all__ = [
    "CUSTOMERS",
    "INVOICE_LINES",
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
