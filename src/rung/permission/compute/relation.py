"""Are they our customers? Who bought lately is, who bought long ago was."""

from datetime import date

import ibis
import ibis.expr.types as ir

from rung.base.period import add_months


def relations(lines: ir.Table, today: date, months: int = 12) -> ir.Table:
    """customer_id, relation: "existing" who bought in the last `months` months before today (whole months and this one), else "former".

    Only lines with revenue above zero count. Who has none has no row: the relation is "none". Errors: ValueError when months < 1.
    """
    if months < 1:
        raise ValueError(f"months={months} must be at least 1")
    bought = lines.filter(lines.date <= today, lines.customer_id.notnull(), lines.revenue > 0)
    last = bought.group_by("customer_id").aggregate(_last=bought.date.max())
    lately = last["_last"] >= add_months(today.replace(day=1), -months)
    return last.select("customer_id", relation=ibis.ifelse(lately, "existing", "former"))
