"""Whose revenue is in the accounts? Reads Norwegian SAF-T Financial files into revenue lines with a customer.

SAF-T does not say whom an income line was invoiced to; the receivable line of the same voucher does. `pairing` brings them together.
`SaftInput` satisfies rung.facts.Input.

Row numbers are lines of the XML file, exact beyond the 65,535 that libxml2 keeps for elements. A file without line breaks has no lines
worth naming: there a row is the place among its customers and lines, counted from 1, and the head of the file says so.
"""

from rung.importers.saft.reading import SaftInput

__all__ = ["SaftInput"]
