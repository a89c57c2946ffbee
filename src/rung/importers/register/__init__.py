"""Who could buy, by the company register itself? Reads what the registers hand out in bulk into the market, a million firms at a time.

Norway: Enhetsregisteret, main units and subunits (CSV and JSON). Denmark: CVR (JSON of the distribution). Sweden: the bulk files of
Bolagsverket and SCB. Other extracts and lists are for the reader of sheets. `RegisterInput` satisfies rung.facts.Input.

A row is a record of the file, counted from 1 with the header as a spreadsheet counts; in JSON it is a firm, counted from 1.
"""

from rung.importers.register.layouts import claims
from rung.importers.register.reading import RegisterInput

__all__ = ["RegisterInput", "claims"]
