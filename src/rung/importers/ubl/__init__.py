"""Who bought what, by the invoices themselves? Reads e-invoices (UBL 2.1: Peppol BIS 3, EHF 3, OIOUBL) into revenue lines.

All e-invoices that are given together are one import, a folder or a zip of thousands. `UblInput` satisfies rung.facts.Input.

Revenue of a line is its net amount (LineExtensionAmount, after its own allowances and charges) and its part of the allowances and
charges of the whole invoice: freight that the customer pays is revenue as well as the goods are. So the lines of an invoice add up to its
total without VAT. Credit notes are turned negative; invoices that are negative as they stand stay so; the rounding of what is to be
paid is no revenue. The date is the date of issue. A row is the place of a line among the lines of its file, counted from 1.
"""

from rung.importers.ubl.opening import ROOTS
from rung.importers.ubl.reading import UblInput

__all__ = ["ROOTS", "UblInput"]
