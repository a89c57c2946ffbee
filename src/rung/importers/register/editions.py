"""Which edition of the industry codes is it? NACE was revised in 2025 in all three countries; told where codes stand that one has alone.

Repair and sale of motor vehicles (45), hairdressing and beauty (96.02) and mail order (47.91) are the old one's; repair of vehicles as
95.3 and hairdressing and beauty as 96.2 the new one's.
"""

from typing import Any

import pyarrow.compute as pc

from rung.base import Text, text

_OLD, _NEW = r"^(?:45|9602|4791)", r"^(?:953|962)"


def edition(industries: Any) -> Text | None:
    """What to call the edition of the codes; None when nothing tells, or both do. industries: codes with or without dots."""
    plain = pc.replace_substring(industries, ".", "")
    old, new = (bool(pc.any(pc.match_substring_regex(plain, one)).as_py()) for one in (_OLD, _NEW))
    if old == new:
        return None
    return text("2007 (NACE Rev. 2)") if old else text("2025 (NACE Rev. 2.1)")
