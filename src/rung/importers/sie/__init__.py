"""Whose revenue is in a Swedish company's accounts? Reads SIE 4 and SIE 5 into revenue lines, with a customer where there is one.

SIE 4 is rows of text. Few programs write customers (objects of dimension 8) or invoices (10) into it; many write the customer's name into
texts, which `suggestions` finds and the user confirms. SIE 5 is XML and lists customers and their invoices. `SieInput` reads both, and
satisfies rung.facts.Input.

Row numbers are lines of the file. XML counts lines to 65,534; beyond that, and where several vouchers share a line, they go on by one.
"""

from rung.importers.sie.reading import SieInput
from rung.importers.sie.rows import looks_like_sie
from rung.importers.sie.suggesting import Suggestion, suggestions

__all__ = ["SieInput", "Suggestion", "looks_like_sie", "suggestions"]
