"""Best-customer template: what do the best customers have in common, and who is like them?"""

from rung.template.compute.template import CUT_OFFS, VERDICTS, Scores, Template, Verdict, score
from rung.template.service import (
    QUESTIONS,
    Answers,
    Best,
    BestNotUsable,
    Party,
    Placed,
    Question,
    TemplateResult,
    analyse,
    read_answers,
    to_json,
)

__all__ = [
    "CUT_OFFS",
    "QUESTIONS",
    "VERDICTS",
    "Answers",
    "Best",
    "BestNotUsable",
    "Party",
    "Placed",
    "Question",
    "Scores",
    "Template",
    "TemplateResult",
    "Verdict",
    "analyse",
    "read_answers",
    "score",
    "to_json",
]
