"""How do the figures get into the reader's own hands? One Excel workbook: typed numbers, filters, native charts, the invoice lines."""

from rung.kit.workbook.book import write_workbook

__all__ = ["write_workbook"]
