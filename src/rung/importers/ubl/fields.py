"""What does an element say? Many things asked of the parser's tree at once, for one by one would take most of the time of an import."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from lxml.etree import XPath
from lxml.etree import _Element as Element

AGGREGATE = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
BASIC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

PREFIXES = {"a": AGGREGATE, "b": BASIC}
_BETWEEN = "\ue01f"  # of the characters that XML allows one that nobody writes; should it be written, fields are asked one by one
Said = TypeVar("Said")


class Fields(Generic[Said]):
    """Some fields of an element, each with its path: "b:" are the elements with text, "a:" those with elements.

    Of several the first counts; "" where there is none.
    """

    def __init__(self, made: Callable[..., Said], paths: Mapping[str, str]) -> None:
        """made: takes the text of each field by position, in the order of paths."""
        self._made = made
        self._paths = tuple(paths.values())
        joined = f", '{_BETWEEN}', ".join(self._paths)
        self._ask = XPath(f"concat({joined})", namespaces=PREFIXES, smart_strings=False)

    def of(self, element: Element) -> Said:
        """The fields of an element, blanks around them taken away."""
        parts = str(self._ask(element)).split(_BETWEEN)
        if len(parts) != len(self._paths):
            parts = [str(XPath(f"string({path})", namespaces=PREFIXES, smart_strings=False)(element)) for path in self._paths]
        return self._made(*map(str.strip, parts))
