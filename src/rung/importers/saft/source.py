"""Which pieces of a zip are accounts?"""

from pathlib import PurePosixPath

from rung.facts import Problem
from rung.importers import archive
from rung.importers.saft import refusal
from rung.importers.xml import NotUsable


def expanded(piece: archive.Piece) -> list[archive.Piece]:
    """The file itself, or the XML files in a zip. Raises NotUsable for a zip that is not opened, or has none."""
    if piece.member is not None:
        return [piece]
    with piece.path.open("rb") as raw:
        if not archive.is_zip(raw.read(4)):
            return [piece]
    members = archive.open_archive(piece.path)
    if isinstance(members, Problem):
        raise NotUsable(members.code, members.found, members.remedy)
    found = [archive.Piece(piece.path, member) for member in members if PurePosixPath(member.name).suffix.lower() == ".xml"]
    if not found:
        raise refusal.no_xml_inside()
    return found
