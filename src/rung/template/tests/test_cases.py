"""Are the cases to learn from those that were decided, with what was known of the party?"""

from datetime import date

import ibis
import pyarrow as pa

from rung.facts import ACTIVITIES, CUSTOMERS, MARKET
from rung.template.compute.cases import cases
from rung.template.service.outcomes import learn_from

PLACE = {"batch": "b", "file": "f", "row": 1}


def table(of, rows):
    return ibis.memtable(pa.Table.from_pylist([{**PLACE, **row} for row in rows], schema=of.schema))


def activity(number, party, result):
    return {
        "activity_id": str(number),
        "date": date(2025, 1, 1),
        "party_id": party,
        "result": result,
        "channel": "visit",
        "incoming": False,
    }


CUSTOMERS_ = [{"customer_id": "1", "industry": "46", "employees": 12}]
MARKET_ = [{"party_id": "9", "industry": "25"}, {"party_id": "1", "industry": "99"}]


def test_a_case_is_a_decided_activity_of_a_known_party(run):
    told = [activity(1, "1", "won"), activity(2, "9", "lost"), activity(3, "9", "offer"), activity(4, None, "won"), activity(5, "7", "won")]
    found = run(cases(table(ACTIVITIES, told), table(CUSTOMERS, CUSTOMERS_), table(MARKET, MARKET_)).order_by("activity_id")).to_pylist()
    assert [(row["activity_id"], row["result"], row["industry"], row["employees"]) for row in found] == [
        ("1", "won", "46", 12),
        ("2", "lost", "25", None),
        ("5", "won", None, None),
    ]


def test_too_few_are_said(run):
    told = [activity(n, "1", "won") for n in range(3)]
    found = learn_from(activities=table(ACTIVITIES, told), customers=table(CUSTOMERS, CUSTOMERS_), market=table(MARKET, MARKET_), run=run)
    assert str(found.no_answer) == "It takes 50 leads that were won or lost to learn from; there are 3."
