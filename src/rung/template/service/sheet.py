"""What do we ask about each best customer, and how are the answers kept? The question sheet.

Answers are a plain mapping, or JSON: {"1001": {"found_us": "recommended", "what_we_did": "Trained their staff."}}. An answer that is a
category becomes a characteristic once ordinary customers have been asked too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rung.base import RungError, Text, text

Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. about: what the answer is called as a characteristic. choices: code and words; none for an answer in own words."""

    key: str
    about: Text
    ask: Text
    choices: tuple[tuple[str, Text], ...] = ()


QUESTIONS: tuple[Question, ...] = (
    Question(key="what_they_buy", about=text("What they buy"), ask=text("What do they buy from you, and why from you?")),
    Question(
        key="why_us",
        about=text("Main reason to buy from you"),
        ask=text("What is the main reason that they buy from you?"),
        choices=(
            ("price", text("price")),
            ("quality", text("quality")),
            ("delivery", text("delivery")),
            ("advice", text("advice and knowledge")),
            ("person", text("the person they deal with")),
            ("range", text("the range")),
        ),
    ),
    Question(
        key="found_us",
        about=text("How they found you"),
        ask=text("How did they find you?"),
        choices=(
            ("recommended", text("were recommended")),
            ("we_called", text("you contacted them")),
            ("they_called", text("they contacted you")),
            ("fair", text("trade fair or event")),
            ("web", text("web or advertisement")),
            ("tender", text("tender")),
            ("inherited", text("came with a person or a firm you took over")),
        ),
    ),
    Question(
        key="decides",
        about=text("Who decides"),
        ask=text("Who decides to buy?"),
        choices=(
            ("owner", text("the owner or managing director")),
            ("buyer", text("a buyer")),
            ("user", text("those who use it")),
            ("specialist", text("a specialist")),
            ("group", text("several together")),
        ),
    ),
    Question(key="what_we_did", about=text("What you did"), ask=text("What did you do that made them a good customer?")),
    Question(
        key="works_with_us",
        about=text("How they work with you"),
        ask=text("How do they work with you?"),
        choices=(
            ("agreement", text("fixed agreement")),
            ("planned", text("planned meetings")),
            ("when_needed", text("call when they need something")),
            ("self_service", text("order by themselves")),
        ),
    ),
    Question(
        key="maturity",
        about=text("How far they have come"),
        ask=text("How far has the firm come?"),
        choices=(("starting", text("starting up")), ("settled", text("settled")), ("renewing", text("changing its ways"))),
    ),
    Question(
        key="growth",
        about=text("Growth"),
        ask=text("Is the firm growing?"),
        choices=(("growing", text("growing")), ("steady", text("steady")), ("shrinking", text("shrinking"))),
    ),
    Question(
        key="in_common",
        about=text("In common"),
        ask=text("What do they have in common with your other best customers in industry, size and place?"),
    ),
)
_BY_KEY = {question.key: question for question in QUESTIONS}


class AnswerNotUnderstood(RungError):
    """An answer to a question that is not on the sheet, or that is none of its choices."""

    status = 422
    exit_code = 2

    def __init__(self, key: str, answer: str | None = None) -> None:
        question = _BY_KEY.get(key)
        if question is None:
            super().__init__(
                text("“{key}” is not a question of the sheet.", key=key), remedy=text("The questions: {known}.", known=", ".join(_BY_KEY))
            )
        else:
            super().__init__(
                text("“{answer}” is no answer to “{key}”.", answer=str(answer), key=key),
                remedy=text("The answers: {known}.", known=", ".join(code for code, _ in question.choices) or "…"),
            )


def read_answers(written: Any) -> dict[str, dict[str, str]]:
    """Answers of plain JSON values, checked; empty answers are left out. Raises AnswerNotUnderstood."""
    if not isinstance(written, Mapping) or not all(isinstance(given, Mapping) for given in written.values()):
        raise AnswerNotUnderstood(str(written)[:40])
    return {str(party): _checked(given) for party, given in written.items()}


def _checked(given: Mapping[str, Any]) -> dict[str, str]:
    kept = {}
    for key, answer in given.items():
        if answer is None or answer == "":
            continue
        question = _BY_KEY.get(key)
        if question is None or not isinstance(answer, str) or (question.choices and answer not in dict(question.choices)):
            raise AnswerNotUnderstood(key, str(answer))
        kept[key] = answer
    return kept


def as_columns(answers: Answers) -> tuple[pa.Table, list[Question]]:
    """The answers that are categories: one row per party with party_id and a column per question, and those questions."""
    asked = [one for one in QUESTIONS if one.choices and any(one.key in given for given in answers.values())]
    columns: dict[str, pa.Array] = {"party_id": pa.array(list(answers), pa.string())}
    for one in asked:
        columns[one.key] = pa.array([given.get(one.key) for given in answers.values()], pa.string())
    return pa.table(columns), asked
