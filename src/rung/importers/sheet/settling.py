"""Who is meant by a name in a list? Parent companies and team leaders, found among the others of the same list."""

from rung.importers.numbers import org_number
from rung.importers.sheet.headers import roles_of
from rung.importers.sheet.parties import Register
from rung.importers.sheet.planning import Plan


def settle(register: Register, plan: Plan) -> None:
    """Parents as the customer number of the parent in the list, else its organisation number, else as written; leaders by name."""
    if plan.table == "customers" and "parent_id" in plan.taken:
        _parents(register)
    if plan.table == "sellers" and any(role == "boss" for role, _ in roles_of(plan.headers.get("team", ""))):
        _leaders(register)


def _parents(register: Register) -> None:
    parent, name, number = (register.column(column) for column in ("parent_id", "name", "org_number"))
    by_number = {row[number]: key for key, row in register.found.items() if isinstance(row[number], str)}
    by_name = {row[name].casefold(): key for key, row in register.found.items() if isinstance(row[name], str)}
    for key, row in register.found.items():
        if not isinstance(said := row[parent], str):
            continue
        found = org_number(said)
        digits = found.digits if found.valid else ""
        best = said if said in register.found else by_number.get(digits) or by_name.get(said.casefold()) or digits or said
        row[parent] = None if best == key or found.personal else best


def _leaders(register: Register) -> None:
    team, name = (register.column(column) for column in ("team", "name"))
    for row in register.found.values():
        if (leader := register.found.get(row[team])) is not None and isinstance(leader[name], str):
            row[team] = leader[name]
