"""What does an element say, and what does it hold? One walk over its children, for walking costs more than what is done with them."""

from functools import lru_cache

from lxml.etree import _Element as Element

Inner = list[tuple[str, Element]]


def parts(element: Element) -> tuple[dict[str, str], Inner]:
    """The texts of the direct children by local name, the first of several, none that is blank; and the children that hold others."""
    said: dict[str, str] = {}
    inner: Inner = []
    for child in element:
        name = _local(child.tag)
        if len(child):
            inner.append((name, child))
        elif written := (child.text or "").strip():
            said.setdefault(name, written)
    return said, inner


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
