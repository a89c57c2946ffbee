import zipfile
from pathlib import Path

import pytest

from rung.facts import Problem
from rung.importers.archive import DAMAGED, Limits, Member, heads, open_archive

SMALL = Limits(members=3, size=10_000, ratio=10, floor=1_000)


def pack(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return path


def refusal(path: Path, limits: Limits | None = None) -> str:
    problem = open_archive(path, limits)
    assert isinstance(problem, Problem)
    assert problem.refused
    assert problem.rows == 0
    assert str(problem.where) == path.name
    assert str(problem.found)
    assert str(problem.remedy)
    return problem.code


def test_members_come_in_order_with_their_bytes_and_without_litter(tmp_path):
    path = pack(
        tmp_path / "a.zip",
        {"mappe/b.xml": b"<B/>", "__MACOSX/b.xml": b"x", ".DS_Store": b"x", "Thumbs.db": b"x", "tom/": b"", "a.xml": b"<A/>"},
    )
    members = open_archive(path)
    assert not isinstance(members, Problem)
    assert [(member.name, member.size) for member in members] == [("mappe/b.xml", 4), ("a.xml", 4)]
    with members[1].open() as stream:
        assert stream.read() == b"<A/>"


def test_two_members_of_one_name_are_two_members(tmp_path):
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("a.xml", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("a.xml", b"second")
    contents = []
    for member in open_archive(path):
        with member.open() as stream:
            contents.append(stream.read())
    assert contents == [b"first", b"second"]


def test_a_folder_that_leads_out_of_the_zip_leads_nowhere(tmp_path):
    path = pack(tmp_path / "slip.zip", {"../../ut.xml": b"<A/>"})
    assert [member.name for member in open_archive(path)] == ["../../ut.xml"]
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path):
    assert refusal(pack(tmp_path / "bomb.zip", {"a.xml": bytes(9_000)}), SMALL) == "archive-too-big"
    assert refusal(pack(tmp_path / "big.zip", {"a.xml": bytes(11_000)}, zipfile.ZIP_STORED), SMALL) == "archive-too-big"


def test_a_small_member_may_pack_well(tmp_path):
    assert len(open_archive(pack(tmp_path / "rows.zip", {"a.xml": bytes(1_000)}), SMALL)) == 1


def test_members_that_share_their_bytes_are_refused(tmp_path):
    path = pack(tmp_path / "shared.zip", {"a": b"x" * 400, "b": b"x" * 400}, zipfile.ZIP_STORED)
    packed = path.read_bytes()
    # Both entries of the list now point at a first member that claims the bytes of the whole zip.
    listed = packed.index(b"PK\x01\x02")
    claimed = len(packed).to_bytes(4, "little")
    entries = packed[listed:].replace((400).to_bytes(4, "little"), claimed)
    path.write_bytes(packed[:listed] + entries)
    assert refusal(path) == "archive-too-big"


def test_too_many_members_are_refused(tmp_path):
    assert refusal(pack(tmp_path / "many.zip", {str(n): b"" for n in range(4)}), SMALL) == "archive-too-many"


@pytest.mark.parametrize("name", ["indre.zip", "INDRE.ZIP", "x/regnskap.tar.gz", "a.7z"])
def test_an_archive_in_the_archive_is_refused(tmp_path, name):
    assert refusal(pack(tmp_path / "nested.zip", {"a.xml": b"<A/>", name: b"PK"})) == "archive-in-archive"


def test_a_workbook_in_the_archive_is_not_an_archive(tmp_path):
    assert len(open_archive(pack(tmp_path / "sheets.zip", {"salg.xlsx": b"PK"}))) == 1


def test_a_password_is_refused(tmp_path):
    path = pack(tmp_path / "locked.zip", {"a.xml": b"<A/>"})
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(packed)
    assert refusal(path) == "archive-locked"


def test_a_way_of_packing_python_does_not_know_is_refused(tmp_path):
    path = pack(tmp_path / "deflate64.zip", {"a.xml": b"<A/>"})
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"PK\x01\x02") + 10] = 9
    path.write_bytes(packed)
    assert refusal(path) == "archive-method"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_not_a_zip_is_refused(tmp_path, content):
    path = tmp_path / "none.zip"
    path.write_bytes(content)
    assert refusal(path) == "archive-damaged"


def test_a_truncated_zip_is_refused(tmp_path):
    path = pack(tmp_path / "cut.zip", {"a.xml": b"<A/>" * 100})
    path.write_bytes(path.read_bytes()[:-10])
    assert refusal(path) == "archive-damaged"


def test_an_empty_zip_is_refused(tmp_path):
    assert refusal(pack(tmp_path / "empty.zip", {})) == "archive-empty"


def test_a_broken_list_of_contents_never_raises(tmp_path):
    whole = pack(tmp_path / "whole.zip", {"a.xml": b"<A/>" * 9, "mappe/b.xml": b"<B/>"}).read_bytes()
    path = tmp_path / "broken.zip"
    for place in range(whole.index(b"PK\x01\x02"), len(whole)):
        for value in (0x00, 0x7F, 0xFF):
            path.write_bytes(whole[:place] + bytes([value]) + whole[place + 1 :])
            found = open_archive(path)
            assert isinstance(found, Problem) or all(isinstance(member, Member) for member in found)


def test_reading_broken_bytes_raises_only_what_is_announced(tmp_path):
    path = pack(tmp_path / "bytes.zip", {"a.xml": b"<A>tekst</A>" * 50})
    packed = bytearray(path.read_bytes())
    packed[36:44] = b"\xff" * 8
    path.write_bytes(packed)
    (member,) = open_archive(path)
    with pytest.raises(DAMAGED), member.open() as stream:
        stream.read()


@pytest.mark.parametrize(("at", "sign"), [(6, 0x20), (6, 0x40), (30, 0xFF)], ids=["patched", "strongly locked", "a name that is no text"])
def test_a_member_that_python_cannot_open_is_damaged_and_stops_no_other(tmp_path, at, sign):
    """at: in the member's own header; the flags, and the first letter of its name."""
    path = pack(tmp_path / "odd.zip", {"å.xml": b"<A/>", "b.xml": b"<B/>"})
    whole = bytearray(path.read_bytes())
    whole[at] = sign
    central = whole.index(b"PK\x01\x02")
    whole[central + 8] = sign if at == 6 else whole[central + 8]
    path.write_bytes(whole)
    members = open_archive(path)
    assert [content for _, content in heads(path, members, 9)] == [b"", b"<B/>"]
    with pytest.raises(DAMAGED), members[0].open():
        pass
