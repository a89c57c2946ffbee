"""What do CSV, Excel and Parquet files say about our customers? Sheets of any shape, read into facts; content decides, not the name."""

from rung.importers.sheet.describing import Described, describe_mapping, save_mapping
from rung.importers.sheet.inputs import sheet_inputs
from rung.importers.sheet.mapping import MappingNotUnderstood, read_mapping

__all__ = ["Described", "MappingNotUnderstood", "describe_mapping", "read_mapping", "save_mapping", "sheet_inputs"]
