"""Permission: whom may we contact how, by law and by what they told us?"""

from rung.permission.compute.deciding import Case, Permission, decide
from rung.permission.compute.hours import is_open, next_open
from rung.permission.compute.known import Check, Known
from rung.permission.compute.many import Answers, answer_all
from rung.permission.compute.relation import relations
from rung.permission.compute.rules import REGISTERS, RULES, find
from rung.permission.compute.rules.rule import ANSWERS, CHANNELS, COUNTRIES, KINDS, RELATIONS, Rule
from rung.permission.service import PermissionResult, analyse, to_json
from rung.permission.service.asking import may_contact
from rung.permission.service.book import PermissionBook, Said
from rung.permission.service.refusals import ListBusy, ListDamaged, NewerCheck, NobodyInFile, NoSuchRegister, NothingToKnowBy, WordsMissing
from rung.permission.service.registers import Washed, checks, wash

__all__ = [
    "ANSWERS",
    "CHANNELS",
    "COUNTRIES",
    "KINDS",
    "REGISTERS",
    "RELATIONS",
    "RULES",
    "Answers",
    "Case",
    "Check",
    "Known",
    "ListBusy",
    "ListDamaged",
    "NewerCheck",
    "NoSuchRegister",
    "NobodyInFile",
    "NothingToKnowBy",
    "Permission",
    "PermissionBook",
    "PermissionResult",
    "Rule",
    "Said",
    "Washed",
    "WordsMissing",
    "analyse",
    "answer_all",
    "checks",
    "decide",
    "find",
    "is_open",
    "may_contact",
    "next_open",
    "relations",
    "to_json",
    "wash",
]
