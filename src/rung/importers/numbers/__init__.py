"""Whose number is it? Organisation numbers as digits that are checked; personal numbers found, and masked before anything is kept."""

from rung.importers.numbers.columns import Numbers, mask_column, org_numbers
from rung.importers.numbers.organisation import OrgNumber, org_number
from rung.importers.numbers.persons import masked, masked_in, personal

__all__ = ["Numbers", "OrgNumber", "mask_column", "masked", "masked_in", "org_number", "org_numbers", "personal"]
