"""Where does the result go? Files that are whole or not there, and the JSON with its promised keys."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rung import __version__, abc_analysis, clusters, identity, ladder, loyalty, market, permission, potential, profitability, template
from rung.app.analysis import Analysis
from rung.base import Text
from rung.intake.service import Imported
from rung.kit.html import write_html
from rung.kit.language import Language
from rung.kit.report import Report
from rung.kit.workbook import write_workbook


def write_report(report: Report, folder: Path, language: Language) -> list[Path]:
    """Write report.html and report.xlsx into the folder; the paths written."""
    page, workbook = folder / "report.html", folder / "report.xlsx"
    write_safely(page, lambda path: write_html(report, path, language))
    write_safely(workbook, lambda path: write_workbook(report, path, language))
    return [page, workbook]


def write_safely(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside and rename, so that whoever opens the file sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        write(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def as_json(analysis: Analysis, language: Language) -> dict[str, Any]:
    """The documented keys (docs/json.md)."""
    results = analysis.results
    found = {"rung": __version__, "currency": results.currency, **abc_analysis.to_json(results.abc)}
    found |= {
        "loyalty": loyalty.to_json(results.loyalty),
        "ladder": ladder.to_json(results.ladder),
        "potential": potential.to_json(results.potential),
        "serving": {"no_answer": language.render(results.serving)}
        if isinstance(results.serving, Text)
        else profitability.to_json(results.serving),
        "market": market.to_json(results.market),
        "clusters": clusters.to_json(results.clusters),
        "template": template.to_json(results.template),
        "permission": permission.to_json(results.permission),
        "identity": identity.to_json(results.identity),
    }
    problems = [problem for one in analysis.imported for problem in one.problems]
    found["problems"] = [
        {
            "code": problem.code,
            "where": language.render(problem.where),
            "found": language.render(problem.found),
            "remedy": language.render(problem.remedy),
            "rows": problem.rows,
        }
        for problem in problems
    ]
    found["reconciliation"] = _reconciliation(analysis.imported, language)
    return found


def _reconciliation(imported: tuple[Imported, ...], language: Language) -> dict[str, Any]:
    files = [_file(one, language) for one in imported]
    counts = {key: sum(file[key] for file in files) for key in ("rows_read", "rows_facts", "rows_problems")}
    return {**counts, "agrees": all(file["agrees"] for file in files), "files": files}


def _file(one: Imported, language: Language) -> dict[str, Any]:
    result = one.reconciliation
    return {
        "files": [mark.name for mark in one.record.files],
        "kind": [head.kind for head in one.record.heads],
        "rows_read": result.rows_read,
        "rows_facts": result.rows_facts,
        "rows_problems": result.rows_problems,
        "agrees": result.agrees,
        "checks": [
            {
                "name": language.render(check.name),
                "month": check.month.isoformat()[:7] if check.month else None,
                "stated": check.stated,
                "ours": check.ours,
                "difference": check.difference,
                "money": check.money,
                "own": check.own,
                "explanation": language.render(check.explanation) if check.explanation else None,
            }
            for check in result.checks
        ],
    }
