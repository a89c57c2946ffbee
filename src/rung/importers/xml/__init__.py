"""XML that strangers made, read safely and in small memory: which bytes, is it safe, and its elements as they end.

Every reader of XML (accounts, e-invoices) goes through here, so a DOCTYPE, an entity or a bomb is refused in one place.
"""

from rung.importers.xml.elements import LineNumbers, children, finished_elements, leaves, local, namespace
from rung.importers.xml.prolog import Flaw, inspect, looks_like_xml
from rung.importers.xml.recognising import root_of
from rung.importers.xml.refusal import NotUsable
from rung.importers.xml.source import Flow, open_source

__all__ = [
    "Flaw",
    "Flow",
    "LineNumbers",
    "NotUsable",
    "children",
    "finished_elements",
    "inspect",
    "leaves",
    "local",
    "looks_like_xml",
    "namespace",
    "open_source",
    "root_of",
]
