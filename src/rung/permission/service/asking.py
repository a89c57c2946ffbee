"""May we contact this party like this, now? The one question that every planner asks before it plans anything."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from rung.permission.compute.deciding import NO_RULE, OBJECTION, Permission
from rung.permission.compute.known import Known
from rung.permission.compute.many import COLUMNS, answer_all
from rung.permission.compute.rules.rule import CHANNELS

# What channels are called in the table of activities.
_ALSO = {"letter": "post", "meeting": "visit", "e-mail": "email", "mobile": "phone"}


def may_contact(party: Mapping[str, Any], channel: str, *, state: Known, today: date, at: datetime | None = None) -> Permission:
    """Whether a party may be contacted by a channel, why, and on what conditions.

    party: what is known of it, by the names of the customers table: kind, legal_form, org_number, name, country, email, phone,
    postal_code, protected; and relation ("none", "existing", "former") and origin (the address was given when they bought, with a chance
    to say no). A named person at a company has kind "employee". channel: of CHANNELS, or "letter" or "meeting"; any other is "ask".
    state: of `PermissionBook.state`. at: the local time of the contact; None for in general. For many parties ask `answer_all` once: it
    is the same answer.
    """
    wanted = _ALSO.get(channel, channel)
    row = {"party_id": "", **{name: party.get(name) for name in COLUMNS}}
    found = answer_all(pa.Table.from_pylist([row]), state=state, today=today, at=at)
    if wanted not in CHANNELS:  # a no to anything is a no to what nobody has heard of
        return next((one for one in found.cases if one.paragraph == OBJECTION), NO_RULE)
    place: int = found.rows["case"][list(CHANNELS).index(wanted)].as_py()
    return found.cases[place]
