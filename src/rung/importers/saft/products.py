"""What does the company sell, by the file's own list of products?"""

from typing import Any

import pyarrow as pa
from lxml.etree import _Element as Element

from rung.facts import PRODUCTS, Chunk
from rung.importers.xml import leaves


class Products:
    """The products of one file. Each is a fact once; the first entry of a number counts.

    groups: product -> its group, shared by the files of an import; invoice lines look there.
    """

    def __init__(self, groups: dict[str, str | None]) -> None:
        self._groups = groups
        self._own: set[str] = set()
        self._rows: list[dict[str, Any]] = []

    def add(self, element: Element, row: int) -> str | None:
        """Take in a product. Returns what is wrong with it, "without-number" or "listed-twice", or None when it is a fact."""
        said = leaves(element)
        name = said.get("Description") or said.get("ProductDescription")
        number = said.get("ProductCode") or name
        if number is None:
            return "without-number"
        if number in self._own:
            return "listed-twice"
        self._own.add(number)
        group = said.get("ProductGroup")
        self._groups[number] = group
        self._rows.append({"product_id": number, "name": name, "product_group": group, "row": row})
        return None

    def chunk(self, file: str) -> Chunk | None:
        """The table of products; None when there are none. The rows are let go."""
        rows, self._rows = [row | {"file": file} for row in self._rows], []
        return Chunk("products", pa.Table.from_pylist(rows, schema=PRODUCTS.read_schema)) if rows else None
