"""Whose revenue is in the accounts? Reads Norwegian SAF-T Financial files into revenue lines with a customer.

SAF-T does not say whom an income line was invoiced to; the receivable line of the same voucher does. `pairing` brings them together.
`SaftInput` satisfies rung.facts.Input; `looks_like_xml` and `holds_xml` tell a dispatcher which files to give it.

Row numbers are lines of the XML file, exact beyond the 65,535 that libxml2 keeps for elements. A file without line breaks has no lines
worth naming: there a row is the place among all voucher lines, counted from 1, and the head of the file says so.
"""

from rung.importers.saft.prolog import looks_like_xml
from rung.importers.saft.reading import SaftInput
from rung.importers.saft.source import holds_xml

__all__ = ["SaftInput", "holds_xml", "looks_like_xml"]
