"""Which kind of XML is it? Its outermost element says so."""

from rung.importers.xml.elements import root_name
from rung.importers.xml.prolog import inspect, looks_like_xml
from rung.importers.xml.refusal import NotUsable


def root_of(head: bytes) -> str | None:
    """The local name of the outermost element that starts within the first bytes of a file; "" for XML that does not tell or is not safe.

    None: it is no XML at all. The reader that gets the file says what is wrong with it.
    """
    if not looks_like_xml(head):
        return None
    encoding = inspect(head)
    if not isinstance(encoding, str):
        return ""
    try:
        return root_name(head, encoding) or ""
    except NotUsable:
        return ""
