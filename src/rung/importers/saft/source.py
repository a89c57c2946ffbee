"""Which piece of a zip is the accounts?"""

from pathlib import Path, PurePosixPath

from rung.facts import Problem
from rung.importers import archive
from rung.importers.saft import refusal
from rung.importers.xml import NotUsable


def piece_of(path: Path, member: str | None) -> archive.Piece:
    """The file itself, or the one XML file in a zip. Raises NotUsable."""
    with path.open("rb") as raw:
        if not archive.is_zip(raw.read(4)):
            return archive.Piece(path)
    return archive.Piece(path, _chosen(path, member))


def name_of(path: Path, member: str | None) -> str:
    """The file as users know it, with the member of a zip behind #."""
    return path.name if member is None else f"{path.name}#{member}"


def _is_xml(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() == ".xml"


def _chosen(path: Path, member: str | None) -> archive.Member:
    members = archive.open_archive(path)
    if isinstance(members, Problem):
        raise NotUsable(members.code, members.found, members.remedy)
    wanted = [one for one in members if (_is_xml(one.name) if member is None else one.name == member)]
    if not wanted:
        raise refusal.no_xml_inside()
    if len(wanted) > 1:
        raise refusal.several_inside(len(wanted))
    return wanted[0]
