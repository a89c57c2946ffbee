"""Whose revenue is in the accounts? Reads Norwegian and Danish SAF-T Financial files into revenue lines with a customer.

The vouchers of SAF-T do not say whom an income line was invoiced to; the receivable line of the same voucher does. `pairing` brings them
together. From version 2.0 the sales invoices themselves are there, with customer and products. `SaftInput` satisfies rung.facts.Input.

Row numbers are lines of the XML file, exact beyond the 65,535 that libxml2 keeps for elements. A file without line breaks has no lines
worth naming: there a row is the place among its customers, products and lines, counted from 1, and the head of the file says so.
"""

from rung.importers.saft.inputs import SaftInput, saft_inputs

__all__ = ["SaftInput", "saft_inputs"]
