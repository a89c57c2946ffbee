"""What is a rule made of? The words that rules are written in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from rung.base import Text, text

Country = Literal["NO", "DK", "SE"]
Channel = Literal["email", "sms", "phone", "post", "visit", "social"]
Kind = Literal["consumer", "sole_trader", "company", "employee"]  # employee: a named person at a company
Relation = Literal["none", "existing", "former"]
Answer = Literal["allowed", "needs_consent", "forbidden", "ask"]
Requirement = Literal["", "check", "origin"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
COUNTRIES: tuple[Country, ...] = get_args(Country)
KINDS: tuple[Kind, ...] = get_args(Kind)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
ANSWERS: tuple[Answer, ...] = get_args(Answer)

OWN_SIMILAR = text("Only your own goods, of the kind they bought.")
SAY_NO = text("Let them say no in every message, simply and free of charge.")
FIRST_TIME = text("Tell them the first time that they can say no.")
ABOUT_BUSINESS = text("Only about their business.")
WRITTEN = text("They are bound only when they accept in writing after the call.")
NOT_DECLINED = text("Stop when they say no.")


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekdays from start up to, but not including, end (whole hours), never on a public holiday."""

    start: int
    end: int

    @property
    def words(self) -> Text:
        """The hours as a condition."""
        return text("Weekdays from {start} to {end}, not on public holidays.", start=f"{self.start:02}:00", end=f"{self.end:02}:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of one country.

    requires: what must be known before "allowed" holds: "check" (not in the register), "origin" (the address was given when they
    bought, with a chance to say no); when it is not known, the answer is "ask". consent_months: how long a consent lasts here, None for
    as long as it stands. checked: the day the rule was held against its source.
    """

    key: str
    country: Country
    channels: tuple[Channel, ...]
    kinds: tuple[Kind, ...]
    answer: Answer
    why: Text
    paragraph: str
    source: str
    checked: date
    relations: tuple[Relation, ...] = RELATIONS
    requires: Requirement = ""
    conditions: tuple[Text, ...] = ()
    hours: Hours | None = None
    consent_months: int | None = None

    def covers(self, country: Country, channel: Channel, kind: Kind, relation: Relation) -> bool:
        """Whether the rule is about a case."""
        return country == self.country and channel in self.channels and kind in self.kinds and relation in self.relations


PEOPLE_CONSENT = text("E-mail and messages to people need their consent first.")
EVERYONE_CONSENT = text("E-mail and messages need consent first, from companies too.")
CUSTOMER_EXCEPTION = text("They are your customer and gave you the address when they bought.")
GENERAL_ADDRESS = text("A company's general address needs no consent.")
CONSUMER_REGISTER = text("Consumers may be contacted like this unless they are in the reservation register.")
EXISTING_EXEMPT = text("They are your customer; the reservation register does not stop you.")
BUSINESS_FREE = text("Businesses may be contacted like this until they say no.")
DOOR_SALES = text("Sales at people's homes have rules of their own. Ask before you go.")
