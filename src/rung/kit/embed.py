"""How do the invoice lines travel inside the page? By column, each word once, compressed: 100,000 lines are about two megabytes."""

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rung.kit.language import Language, clean
from rung.kit.report import Customers, Lines, Report

_NAMED = ("customer_id", "product_id", "product_group")


def packed(lines: Lines, customers: Mapping[str, Customers]) -> str:
    """The lines as base64 of gzip of JSON: {"now": n, "count": n, "columns": {name: {"words": [...], "at": [...]} | {"values": [...]}}}.

    Text and dates are written once and pointed at; a missing value points at null. The first `now` lines are of the period, the rest of
    the one before. "customers" has for each key where its customers stand among the words of customer_id. The same lines always give
    the same bytes.
    """
    rows = pa.concat_tables([lines.rows, *([lines.earlier] if lines.earlier is not None else [])]).combine_chunks()
    columns = {name: _column(rows.column(name)) for name in rows.column_names}
    place = {word: at for at, word in enumerate(columns["customer_id"]["words"])} if customers else {}
    sets = {key: [place[one] for one in map(clean, those.ids) if one in place] for key, those in customers.items()}
    found = {"now": lines.rows.num_rows, "count": rows.num_rows, "columns": columns, "customers": sets}
    written = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(written.encode(), compresslevel=9, mtime=0)).decode()


def names_in(report: Report) -> Mapping[str, str]:
    """The names of the report that belong to ids in its lines, as {"customer_id=1001": name}, so that the page carries no others."""
    if report.lines is None:
        return {}
    found = {}
    tables = [rows for rows in (report.lines.rows, report.lines.earlier) if rows is not None]
    for column in _NAMED:
        for rows in tables:
            for value in pc.unique(rows.column(column)).to_pylist() if column in rows.column_names else ():
                name = report.names.get(f"{column}={value}", report.names.get(str(value)))
                if name is not None and name != value:
                    found[f"{column}={value}"] = clean(name)
    return found


def for_script(value: object) -> str:
    """JSON that can stand inside a script element: no way to end it or to open another."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def words_for_script(phrases: Mapping[str, Any], language: Language) -> dict[str, list[str]]:
    """Each phrase in the language, one and many, with its {names} still open."""
    translate = language.formats.translate
    return {key: [translate(said.template, said.plural, count) for count in (1, 2)] for key, said in phrases.items()}


def _column(column: pa.ChunkedArray) -> dict[str, list[Any]]:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    kind = array.type
    if pa.types.is_dictionary(kind):
        array, kind = array.dictionary_decode(), kind.value_type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        array = array.cast(pa.date32()).cast(pa.string())
    elif pa.types.is_decimal(kind) or pa.types.is_floating(kind):
        # a quantity, for reading only: money comes as int64 minor units
        return {"values": [None if value is None else _short(float(value)) for value in array.to_pylist()]}
    elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return {"values": array.to_pylist()}
    coded = array.dictionary_encode()
    return {"words": [clean(word) for word in coded.dictionary.to_pylist()], "at": coded.indices.to_pylist()}


def _short(value: float) -> float | int:
    return int(value) if value.is_integer() else round(value, 4)
