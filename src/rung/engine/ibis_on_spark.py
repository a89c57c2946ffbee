"""How does Ibis speak to Spark here? As it does anyway, but for what comes out wrong without an error: tests/engines holds each.

Imported by `rung.engine.spark` when Spark is used, for it loads PySpark. Versions and issues: docs/decisions/0007-spark.md.
"""

from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.pyspark import Backend
from ibis.backends.sql.compilers.base import NULL, STAR
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.backends.sql.rewrites import Select
from ibis.common.patterns import replace


@replace(Select)  # type: ignore[untyped-decorator]  # Ibis ships no types
def sorted_outside(_: Any) -> Any:
    """SELECT DISTINCT inside, ORDER BY outside. Ibis's own adds every column of the conditions to what must be distinct."""
    if not (_.distinct and _.sort_keys):
        return _
    inner = _.copy(sort_keys=())
    chosen = {name: ops.Field(inner, name) for name in inner.selections}
    said = {value: chosen[name] for name, value in inner.selections.items()}
    return Select(inner, selections=chosen, sort_keys=tuple(key.replace(said, filter=ops.Value) for key in _.sort_keys))


class Compiler(PySparkCompiler):  # type: ignore[misc]  # Ibis ships no types
    """Expressions to Spark's SQL. The methods are named as Ibis calls them."""

    post_rewrites = (sorted_outside,)

    def visit_Strip(self, _: Any, *, arg: Any) -> Any:  # noqa: N802  see the class
        """Ibis writes two of the blanks to strip as escapes that Spark does not know, and strips every outer v and f."""
        return self.f.trim(arg, self.f.concat(" \t\n\r", self.f.chr(11), self.f.chr(12)))

    def visit_CountStar(self, _: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802, ARG002  see the class
        """Ibis sums the condition; where there is no row, or it is known for none, the sum is null and not 0."""
        return self.f.count(STAR if where is None else self.if_(where, 1, NULL))


class Exact(Backend):  # type: ignore[misc]  # Ibis ships no types
    """Arrow both ways. Ibis goes by pandas, where whole numbers beside a null become floats, and large ones others."""

    compiler = Compiler()

    def to_pyarrow(self, expr: ir.Expr, /, **_: Any) -> pa.Table:
        """The rows, in the types of the expression, which are those that the embedded engine gives."""
        self._run_pre_execute_hooks(expr)
        return expr.__pyarrow_result__(self.raw_sql(self.compile(expr)).toArrow())

    def _register_in_memory_table(self, op: Any) -> None:
        self._session.createDataFrame(op.data.to_pyarrow(op.schema)).createOrReplaceTempView(op.name)
