"""The customer ladder: where does each party stand, who climbs, who slips, and who is in the target group?"""

from rung.ladder.compute.groups import Condition, TargetGroup, matches
from rung.ladder.compute.occasions import climbs, months, occasions
from rung.ladder.compute.rulebook import GroupNotUnderstood, parse, write
from rung.ladder.compute.standing import STEPS, interval
from rung.ladder.service import LadderResult, analyse, read_groups, to_json

__all__ = [
    "STEPS",
    "Condition",
    "GroupNotUnderstood",
    "LadderResult",
    "TargetGroup",
    "analyse",
    "climbs",
    "interval",
    "matches",
    "months",
    "occasions",
    "parse",
    "read_groups",
    "to_json",
    "write",
]
