"""How does an analysis leave Rung for other programs?"""

from typing import Any

from rung.abc_analysis.service import AbcResult


def to_json(result: AbcResult) -> dict[str, Any]:
    """The stable keys of `rung analyse --json` that come from this analysis: docs/json.md. Customers in rank order, floats unrounded."""
    rows = result.customers.select(["customer_id", "name", "value_minor", "abc", "start_share"]).to_pylist()
    return {
        "total_minor": result.total_minor,
        "attributed_share": result.attributed_share,
        "gini": result.gini,
        "abc": {
            "rule": result.rule,
            "measure": result.measure,
            "from": result.period.start.isoformat(),
            "to": result.period.last.isoformat(),
            **{abc: {"customers": one.customers, "value_minor": one.value_minor} for abc, one in result.classes.items()},
        },
        "customers": rows,
    }
