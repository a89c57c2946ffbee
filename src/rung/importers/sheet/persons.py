"""Which firm is meant, and which person there? The same words for them in every list that names them."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rung.importers.sheet.block import Block
from rung.importers.sheet.cells import Cells, ids, tidied_names, words
from rung.importers.sheet.keys import joined
from rung.importers.sheet.planning import Plan
from rung.importers.sheet.tidying import coded, full_names, org_numbers


def party(block: Block, plan: Plan) -> Cells:
    """The customer number where there is one, else the organisation number, the number in a list, the name."""
    cells = {role: block.cells(plan.taken.get(role)) for role in ("customer_id", "org_number", "party_id", "customer_name")}
    number, name = org_numbers(cells["org_number"]), tidied_names(words(cells["customer_name"]))
    return coded(pc.coalesce(tidied_names(ids(cells["customer_id"])).texts, number.texts, ids(cells["party_id"]).texts, name.texts))


def person(block: Block, plan: Plan) -> Cells:
    """The name of each row's person."""
    return words(block.cells(plan.taken["contact_name"])) if "contact_name" in plan.taken else full_names(block, plan.taken)


def contact_key(block: Block, plan: Plan, where: Cells, who: Cells) -> Any:
    """The number of a person; else the party and the name, the same in a contact list as in a log. Nothing where no person is named."""
    own = ids(block.cells(plan.taken.get("contact_id"))).texts
    return pc.coalesce(own, pc.if_else(pa.array(who.missing), None, joined([where, who])))
