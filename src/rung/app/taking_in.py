"""How do the user's files get in? Named, recognised, tried or imported, in an order in which each finds what it needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rung.base import FileRefused, text
from rung.engine import FactStore
from rung.facts import Input, Progress
from rung.importers import read_mapping, recognise
from rung.intake.service import Imported, Trial, bring_in, missing_files, named, read_names, try_out

# Gives the progress of one thing by its name; the face shows it, or not.
ProgressOf = Callable[[str], Progress]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What to read and how.

    files: files and folders. map_file: which column holds what. names_file: which names in the texts of vouchers are customers.
    currency: the company's, "" when not said.
    """

    files: Sequence[Path]
    map_file: Path | None = None
    names_file: Path | None = None
    currency: str = ""

    @property
    def said(self) -> str:
        """What the user said of how to read the files: with other words the same file is another import."""
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in self._how)

    @property
    def _how(self) -> list[Path]:
        return [path for path in (self.map_file, self.names_file) if path is not None]

    def existing(self) -> Sequence[Path]:
        """The files. Raises FileRefused for a name that is no file."""
        for path, reason in missing_files([*self.files, *self._how]):
            raise FileRefused(text("{path}: {reason}", path=str(path), reason=reason), remedy=text("Check the name and try again."))
        return self.files

    def inputs(self) -> list[Input]:
        """The inputs in the files. Raises FileRefused for a name that is no file."""
        files = self.existing()
        mapping = read_mapping(self.map_file) if self.map_file else None
        names = read_names(self.names_file) if self.names_file else None
        return recognise(files, mapping=mapping, names=names)


def take_in(store: FactStore, sources: Sources, *, at: datetime, progress: ProgressOf) -> list[Imported]:
    """Import every file, or raise FileRefused for the first that cannot be used."""
    return [
        bring_in(
            store=store,
            entry=entry,
            mapping=sources.said,
            at=at,
            progress=progress(named([path.name for path in entry.files])),
            currency=sources.currency,
        )
        for entry in sources.inputs()
    ]


def try_in(store: FactStore, sources: Sources, *, at: datetime, progress: ProgressOf) -> list[Trial]:
    """Say what importing every file would do. Raises as `take_in`."""
    return try_out(store=store, entries=sources.inputs(), mapping=sources.said, at=at, progress_of=progress, currency=sources.currency)
