"""Where do the figures come from, and is anything missing? The part of a report that lets people trust the rest."""

from collections import Counter
from collections.abc import Sequence

from rung.base import Text, text, texts
from rung.intake.compute import Check, Reconciliation
from rung.intake.service import Imported, SourceMonth
from rung.kit.report import Cell, Column, Note, Section, Table


def sections(imported: Sequence[Imported], sources: Sequence[SourceMonth]) -> list[Section]:
    """One section: the files, their totals against ours, and everything that needs a human eye."""
    parts = [_files(imported), *_known(imported), _checks(imported), _sources(sources), _problems(imported)]
    return [
        Section(
            key="ground",
            title=text("Where the figures come from"),
            sentence=sentence(imported),
            how=text(
                "Every row of a file comes back once: as a figure in this report, or in the list of problems with its place in the file. "
                "The sums are then held against the totals the file itself gives, month by month. A file that gives none is added up a "
                "second time, apart from the first, straight from the column as it is written."
            ),
            parts=[part for part in parts if part is not None],
        )
    ]


def sentence(imported: Sequence[Imported]) -> Text:
    """The one sentence on completeness: all there, or how many rows are not."""
    read = sum(one.reconciliation.rows_read for one in imported)
    left_out = sum(one.reconciliation.rows_problems for one in imported)
    differs = sum(1 for one in imported for check in one.reconciliation.checks if check.difference)
    rows = texts("{count} row read", "{count} rows read", count=read)
    if left_out:
        return texts(
            "{rows}; {count} of them could not be used and is listed below.",
            "{rows}; {count} of them could not be used and are listed below.",
            count=left_out,
            rows=rows,
        )
    if differs:
        return texts(
            "{rows}, all of them used; {count} total of the file differs from ours and is explained below.",
            "{rows}, all of them used; {count} totals of the files differ from ours and are explained below.",
            count=differs,
            rows=rows,
        )
    checks = [check for one in imported for check in one.reconciliation.checks]
    if any(check.own for check in checks):
        return text("{rows}, all of them used, and every total the files give agrees with ours.", rows=rows)
    if checks:
        return text("{rows}, all of them used. The files give no totals of their own; adding up twice, in two ways, agrees.", rows=rows)
    return text("{rows}, all of them used. The files give no totals of their own to check against.", rows=rows)


def _files(imported: Sequence[Imported]) -> Table:
    rows: list[list[Cell]] = []
    for one in imported:
        kinds = kinds_of(one)
        result = one.reconciliation
        rows.append([one.name, kinds, result.rows_read, result.rows_facts, result.rows_problems, _agreement(result)])
    return Table(
        key="files",
        title=text("Files"),
        columns=[
            Column(key="file", label=text("File")),
            Column(key="kind", label=text("What it is")),
            Column(key="read", label=text("Rows read"), kind="count"),
            Column(key="used", label=text("Rows used"), kind="count"),
            Column(key="left_out", label=text("Rows left out"), kind="count"),
            Column(key="totals", label=text("Totals"), leading=True),
        ],
        rows=rows,
    )


# What the kinds of files are called by those who have them.
_FORMATS = {"saft-no": "SAF-T NO", "saft-dk": "SAF-T DK", "sie": "SIE"}


def kinds_of(one: Imported) -> str:
    """What the files of an import are: "SAF-T NO 1.30", "SIE 4"."""
    kinds = dict.fromkeys(head.kind for head in one.record.heads)
    named = [kind.partition(" ") for kind in kinds]
    return ", ".join(f"{_FORMATS.get(name, name)}{space}{version}" for name, space, version in named)


def _known(imported: Sequence[Imported]) -> list[Note]:
    """What two files say of the same lines: they count once, and the last word holds."""
    same = sum(one.record.unchanged + one.record.overlapped_rows for one in imported)
    other = sum(one.record.replaced for one in imported)
    said = []
    if same:
        said.append(
            texts(
                "{count} line is in more than one file; it counts once.",
                "{count} lines are in more than one file; they count once.",
                count=same,
            )
        )
    if other:
        said.append(
            texts(
                "{count} line says something else in a later file; the later one holds.",
                "{count} lines say something else in a later file; the later ones hold.",
                count=other,
            )
        )
    return [Note(sentence=sentence, tone="warn") for sentence in said]


def _agreement(result: Reconciliation) -> Text:
    """Whether the totals agree; a file without totals of its own is only held against a second sum."""
    if not result.agrees:
        return text("see below")
    if any(check.own for check in result.checks):
        return text("agrees")
    return text("no totals of its own; added up twice") if result.checks else text("nothing to check against")


def _checks(imported: Sequence[Imported]) -> Table | None:
    """Totals in money, those that differ first, then by file and month."""
    checks = [(one.name, check) for one in imported for check in one.reconciliation.checks if check.money]
    if not checks:
        return None
    checks.sort(key=lambda named: not named[1].difference)
    return Table(
        key="checks",
        title=text("Totals held against ours"),
        columns=[
            Column(key="file", label=text("File")),
            Column(key="total", label=text("Total")),
            Column(key="month", label=text("Month"), kind="month"),
            Column(key="stated", label=text("In the file"), kind="money", exact=True),
            Column(key="ours", label=text("Here"), kind="money", exact=True),
            Column(key="difference", label=text("Difference"), kind="money", exact=True),
            Column(key="why", label=text("Why")),
        ],
        rows=[_check_row(name, check) for name, check in checks],
        first_rows=12,
    )


def _check_row(name: str, check: Check) -> list[Cell]:
    return [name, check.name, check.month, check.stated, check.ours, check.difference, check.explanation]


def _sources(sources: Sequence[SourceMonth]) -> Table | None:
    if not sources:
        return None
    return Table(
        key="sources",
        title=text("Invoice lines against the ledger"),
        columns=[
            Column(key="month", label=text("Month"), kind="month"),
            Column(
                key="lines",
                label=text("Invoice lines"),
                kind="money",
                exact=True,
                how=text("Months with invoice lines are counted from them alone; the ledger is only the check, so nothing counts twice."),
            ),
            Column(key="ledger", label=text("Ledger"), kind="money", exact=True),
            Column(key="difference", label=text("Difference"), kind="money", exact=True),
        ],
        rows=[[one.month, one.lines_minor, one.ledger_minor, one.lines_minor - one.ledger_minor] for one in sources],
        total=[
            None,
            sum(one.lines_minor for one in sources),
            sum(one.ledger_minor for one in sources),
            sum(one.lines_minor - one.ledger_minor for one in sources),
        ],
        first_rows=12,
    )


def _problems(imported: Sequence[Imported]) -> Table | Note:
    problems = [problem for one in imported for problem in one.problems]
    if not problems:
        return Note(sentence=text("Nothing in the files needs your attention."), tone="good")
    often = Counter(problem.code for problem in problems)
    # What there is one of is told before what there are thousands of.
    problems.sort(key=lambda problem: (often[problem.code], problem.code))
    return Table(
        key="problems",
        title=text("What to look at"),
        columns=[
            Column(key="where", label=text("Where")),
            Column(key="found", label=text("What was found"), leading=True),
            Column(key="remedy", label=text("What you can do"), leading=True),
            Column(key="left_out", label=text("Rows left out"), kind="count"),
            Column(key="code", label=text("Code"), kind="id"),
        ],
        rows=[[problem.where, problem.found, problem.remedy, problem.rows, problem.code] for problem in problems],
        first_rows=12,
    )
