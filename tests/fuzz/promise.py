"""What every reader promises for any bytes at all: no error, one end, and no row lost."""

from collections import Counter
from pathlib import Path

from rung.facts import Chunk, FileEnd, FileHead, Problem
from rung.importers import recognise


def broken(path: Path) -> str:
    """Which promise the readers break for a file; "" for none. An error that leaves a reader is a broken promise too, and is not caught."""
    return next((said for entry in recognise([path]) if (said := _broken(list(entry.read(lambda *_: None))))), "")


def _broken(events: list[object]) -> str:
    refused = [event for event in events if isinstance(event, Problem) and event.refused]
    ends = [event for event in events if isinstance(event, FileEnd)]
    if refused:
        return (
            "" if len(refused) == 1 and events[-1] is refused[0] and not ends else "a refused file has one refused problem, which is last"
        )
    if len(ends) != 1 or events[-1] is not ends[0]:
        return "a file that is read has one end, which is last"
    if not any(isinstance(event, FileHead) for event in events):
        return "a file that is read has a head"
    return _lost(events, ends[0].rows)


def _lost(events: list[object], read: int) -> str:
    facts, listed, told = set(), Counter(), Counter()
    for event in events:
        if isinstance(event, Chunk) and event.table == "rejected":
            for code, rows in zip(event.rows.column("code").to_pylist(), event.rows.column("rows").to_pylist(), strict=True):
                listed[code] += rows
        elif isinstance(event, Chunk):
            facts |= set(zip(event.rows.column("file").to_pylist(), event.rows.column("row").to_pylist(), strict=True))
        elif isinstance(event, Problem):
            told[event.code] += event.rows
    if len(facts) + told.total() != read:
        return f"{read} rows read, {len(facts)} became facts and {told.total()} are in problems"
    if +told != +listed:
        return f"problems stand for {dict(+told)}, and rejected rows are {dict(+listed)}"
    return ""
