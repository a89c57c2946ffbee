"""Whom and what does a row of a voucher concern? Its objects: customer, invoice and seller, by the dimension they belong to.

The standard reserves dimension 7 for employees, 8 for customers and 10 for invoices. Programs that have dimensions of their own name them.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rung.importers.numbers import masked_in
from rung.importers.sie.rows import fields

CUSTOMER, INVOICE, SELLER = "8", "10", "7"
_MEANS = {
    CUSTOMER: re.compile(r"\b(kund(er|nr|nummer)?|customers?|debitor(er)?)\b", re.IGNORECASE),
    INVOICE: re.compile(r"\b((kund)?faktur(a|or)(nr|nummer)?|invoices?)\b", re.IGNORECASE),
    SELLER: re.compile(r"\b(säljare|försäljare|seller|sales ?(person|rep))\b", re.IGNORECASE),
}
_REMEMBERED = 50_000
_PERSONAL = 10  # no personal number is shorter


class Tags(NamedTuple):
    """What the objects of a row say that matters here."""

    customer: str | None = None
    invoice: str | None = None
    seller: str | None = None


NOTHING = Tags()


class Dimensions:
    """Which dimensions mean customer, invoice and seller, and what an object list says by them."""

    def __init__(self) -> None:
        self._means = {kind: kind for kind in _MEANS}
        self._read: dict[str, Tags] = {}

    def name(self, dimension: str, name: str) -> None:
        """Take in what a dimension is called; the reserved ones keep their meaning."""
        if dimension.isdecimal() and int(dimension) < 20:
            return
        for kind, shape in _MEANS.items():
            if shape.search(name):
                self._means[dimension] = kind

    def meaning(self, dimension: str) -> str | None:
        """CUSTOMER, INVOICE or SELLER, or None for a dimension of something else."""
        return self._means.get(dimension)

    def of(self, objects: str | None) -> Tags:
        """What an object list says, as it stands between the braces."""
        if objects is None or not objects.strip():
            return NOTHING
        known = self._read.get(objects)
        if known is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            written = _plain(objects) or fields(objects)
            known = self._read[objects] = self.of_pairs(list(zip(written[::2], written[1::2], strict=False)))
        return known

    def of_pairs(self, pairs: Sequence[tuple[str, str]]) -> Tags:
        """The same for pairs of dimension and object."""
        said = {kind: identifier(object_) for dimension, object_ in reversed(pairs) if (kind := self._means.get(dimension))}
        return Tags(said.get(CUSTOMER), said.get(INVOICE), said.get(SELLER)) if said else NOTHING


def identifier(written: str) -> str | None:
    """A number of a customer, an invoice or a seller; a personal number used for one is masked."""
    number = written.strip()
    return masked_in(number) if len(number) >= _PERSONAL else number or None


def _plain(objects: str) -> list[str] | None:
    """The fields of a list where quotation marks only stand around words; None for any other."""
    parts = objects.split('"')
    if "\\" in objects or not all(part and not part.isspace() and " " not in part and "\t" not in part for part in parts[1::2]):
        return None
    return " ".join(parts).split()
