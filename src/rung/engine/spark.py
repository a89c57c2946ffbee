"""What do the same analyses say when the facts outgrow one machine? The canonical tables as Spark holds them.

PySpark is imported only when it is used, here and in `ibis_on_spark`. How to, and when: docs/when-one-machine-is-not-enough.md.
"""

import os
import shutil
import uuid
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Union

import ibis.expr.types as ir
import pyarrow as pa

from rung.base import RungError, Text, text
from rung.engine.snapshot import KNOWN

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Source = Union[str, Path, "Sequence[str | Path]"]

_TYPES = {
    "string": "string",
    "date32[day]": "date",
    "decimal128(18, 4)": "decimal(18,4)",
    "decimal128(18, 8)": "decimal(18,8)",
    "int64": "bigint",
    "bool": "boolean",
}
_ON_THIS_MACHINE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}


class SparkMissing(RungError):
    """This machine lacks what Spark needs."""

    exit_code = 4

    def __init__(self, what: str, remedy: Text) -> None:
        super().__init__(text("Spark needs {what}, which is not on this machine.", what=what), remedy=remedy)


class TableNotUsable(RungError):
    """Spark has no such table, or it is not the canonical one."""

    exit_code = 3


def start(master: str = "local[*]", settings: Mapping[str, str] | None = None) -> "SparkSession":
    """A Spark session: of this machine alone (nobody else can connect to it), or of the cluster that `master` names.

    settings: Spark's own, such as {"spark.driver.memory": "4g"}. Whoever has a session already needs no other. Raises SparkMissing.
    """
    _must_be_installed()
    if shutil.which("java", path=str(Path(os.environ["JAVA_HOME"]) / "bin") if os.environ.get("JAVA_HOME") else None) is None:
        raise SparkMissing("Java 17", text("Install it: {command}", command="apt-get install -y openjdk-17-jre-headless"))
    from pyspark.sql import SparkSession  # noqa: PLC0415  see the module's docstring

    builder = SparkSession.builder.appName("rung").master(master)
    for name, value in {**(_ON_THIS_MACHINE if master.startswith("local") else {}), **(settings or {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


class SparkSnapshot:
    """The facts as Spark holds them, asked as a `Snapshot` is: table, run, sql. Give `run` and the tables to any service of Rung.

    tables: by canonical name, the name of a Spark table or view, or where the Parquet is (a Path, a text with a slash, or several):
    `Snapshot.files` gives those of a store. Columns and types must be the canonical ones, others are left out; what is not given is
    empty. The session is set to UTC and ANSI. Raises SparkMissing, TableNotUsable; ValueError for a table nobody knows.
    """

    def __init__(self, session: "SparkSession", tables: Mapping[str, Source]) -> None:
        _must_be_installed()
        if unknown := set(tables) - set(KNOWN):
            raise ValueError(f"tables={sorted(unknown)} must be among {', '.join(KNOWN)}")
        session.conf.set("spark.sql.ansi.enabled", "true")  # a sum that is too large is an error, never a null
        self._session, self._views = session, f"rung_{uuid.uuid4().hex[:8]}"
        self._known = {name: self._checked(name, source) for name, source in tables.items()}

    def table(self, name: str) -> ir.Table:
        """A canonical table, empty when it was not given. Raises ValueError for a table nobody knows."""
        if name not in KNOWN:
            raise ValueError(f"name={name!r} must be one of {', '.join(KNOWN)}")
        if name not in self._known:
            self._known[name] = self._view(name, self._session.createDataFrame(KNOWN[name].schema.empty_table()))
        return self._known[name]

    def run(self, expression: ir.Expr) -> pa.Table:
        """The rows of an expression made of these tables, in the very types that the embedded engine gives."""
        return self._backend.to_pyarrow(expression.as_table())

    def sql(self, expression: ir.Expr) -> str:
        """The SQL that `run` runs, for those who want to check it."""
        return str(self._backend.compile(expression.as_table(), pretty=True))

    def close(self) -> None:
        """Forget the tables; the session stays as it is."""
        for name in self._known:
            self._session.catalog.dropTempView(f"{self._views}_{name}")
        self._known = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @cached_property
    def _backend(self) -> Any:
        from rung.engine.ibis_on_spark import Exact  # noqa: PLC0415  see the module's docstring

        backend = Exact()
        backend.register_options()
        return backend.connect(self._session)

    def _checked(self, name: str, source: Source) -> ir.Table:
        place = ", ".join(map(str, [source] if isinstance(source, str | Path) else source))
        rows, wanted = self._read(name, source, place), {field.name: _TYPES[str(field.type)] for field in KNOWN[name].schema}
        there = dict(rows.dtypes)
        if wrong := {column: kind for column, kind in wanted.items() if there.get(column) != kind}:
            columns = ", ".join(f"{column} {kind}" for column, kind in wrong.items())
            casts = ", ".join(f"CAST({column if column in there else 'NULL'} AS {kind}) AS {column}" for column, kind in wrong.items())
            raise TableNotUsable(
                text(
                    "In {place} these columns of {table} are missing or have another type: {columns}.", **_of(place, name), columns=columns
                ),
                remedy=text("Make a view that has them all, and give its name instead: SELECT {casts}, ...", casts=casts),
            )
        return self._view(name, rows.select(*wanted))

    def _read(self, name: str, source: Source, place: str) -> "DataFrame":
        from pyspark.errors import AnalysisException  # noqa: PLC0415  see the module's docstring

        try:
            if isinstance(source, str) and "/" not in source:
                return self._session.table(source)
            return self._session.read.parquet(*map(str, [source] if isinstance(source, str | Path) else source))
        except AnalysisException as failed:
            raise TableNotUsable(
                text("Spark cannot read {table} from {place}.", **_of(place, name)),
                remedy=text("Check the name; a folder must be one that every machine of the cluster sees under that name."),
            ) from failed

    def _view(self, name: str, rows: "DataFrame") -> ir.Table:
        view = f"{self._views}_{name}"
        rows.createOrReplaceTempView(view)
        return self._backend.table(view)


def _of(place: str, table: str) -> dict[str, str]:
    return {"place": place if len(place) < 200 else place[:200] + " ...", "table": table}


def _must_be_installed() -> None:
    try:
        import pyspark  # noqa: F401, PLC0415  see the module's docstring
    except ImportError as failed:
        raise SparkMissing("PySpark", text("Install it: {command}", command='pip install "rung[spark]"')) from failed
