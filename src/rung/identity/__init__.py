"""Identity: which customers are one under several numbers, and which belong to one group?"""

from rung.identity.compute.decisions import NOTHING, Decided, Decision, resolve
from rung.identity.compute.groups import Groups, group_of, rolled
from rung.identity.compute.judging import STRENGTHS, Strength
from rung.identity.compute.proposing import Proposal, proposals
from rung.identity.service import IdentityResult, Who, find, to_json
from rung.identity.service.book import IdentityBook
from rung.identity.service.refusals import (
    AlreadyAlone,
    AlreadyMerged,
    BookBusy,
    BookDamaged,
    NotACustomer,
    NotMerged,
    RoundAndRound,
    WithItself,
)

__all__ = [
    "NOTHING",
    "STRENGTHS",
    "AlreadyAlone",
    "AlreadyMerged",
    "BookBusy",
    "BookDamaged",
    "Decided",
    "Decision",
    "Groups",
    "IdentityBook",
    "IdentityResult",
    "NotACustomer",
    "NotMerged",
    "Proposal",
    "RoundAndRound",
    "Strength",
    "Who",
    "WithItself",
    "find",
    "group_of",
    "proposals",
    "resolve",
    "rolled",
    "to_json",
]
