"""Which words and cells do all parts of a template report share?"""

from collections.abc import Mapping

from rung.base import Text, text
from rung.template.compute.template import Scorer, Verdict

VERDICT: Mapping[Verdict, Text] = {
    "prioritise": text("Prioritise"),
    "look_closer": text("Look closer"),
    "deprioritise": text("Leave for later"),
}
NEXT: Mapping[Verdict, Text] = {
    "prioritise": text("Contact them first."),
    "look_closer": text("Find out what you do not know of them yet."),
    "deprioritise": text("Ask whether they are worth a visit; let them come to you."),
}
SCORER: Mapping[Scorer, Text] = {
    "evidence": text("Weighted counts"),
    "logistic": text("Logistic regression"),
}


def method() -> Text:
    """How parties are ranked, in plain words."""
    return text(
        "Each characteristic counts by how much more often your best have it than all customers have it; little known counts little, and "
        "characteristics that tell the same count once. The rank says how many of all customers are less like your best. "
        "It is no chance of winning them: how many good customers are out there, nobody knows."
    )
