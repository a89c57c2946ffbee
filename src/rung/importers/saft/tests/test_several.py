"""Several files that are one import: lists in one and vouchers in others, numbered parts, a zip; and those that are not."""

import zipfile

import pytest

from rung.facts import Chunk, FileEnd, FileHead
from rung.importers.archive import Piece, open_archive
from rung.importers.saft import SaftInput, saft_inputs


@pytest.fixture
def masters(saft):
    """A file with accounts and customers, and no vouchers."""
    return saft()


@pytest.fixture
def part(saft, parts):
    """A file of vouchers without any lists: (number, date, net, customer)."""

    def build(*sales, **more):
        vouchers = [(number, day, parts.sale(net, customer)) for number, day, net, customer in sales]
        return saft(vouchers, accounts=[], customers=[], **more)

    return build


@pytest.fixture
def put(tmp_path):
    """Write files and say which pieces they are."""

    def write(**files):
        pieces = []
        for name, made in files.items():
            path = tmp_path / f"{name}.xml"
            path.write_text(made if isinstance(made, str) else made.text(), encoding="utf-8")
            pieces.append(Piece(path))
        return pieces

    return write


JANUARY, FEBRUARY = ("1", "2025-01-05", 100, "1001"), ("2", "2025-02-05", 50, "1002")


def test_vouchers_are_read_with_the_lists_of_another_file_whatever_the_order(put, masters, part, parts):
    pieces = put(a=part(JANUARY), b=part(FEBRUARY), c=masters)
    (found,) = saft_inputs(pieces)
    assert sorted(path.name for path in found.files) == ["a.xml", "b.xml", "c.xml"]
    read = parts.read_input(found)
    assert read.revenue() == {"1001": 100, "1002": 50}
    assert {row["product_group"] for row in read.lines} == {"3000 Salgsinntekt, avgiftspliktig"}
    assert [row["file"] for row in read.lines] == ["a.xml", "b.xml"]
    assert {row["file"] for row in read.customers} == {"c.xml"}
    assert len(read.heads) == 3
    assert not read.problems


def test_the_facts_of_a_file_come_behind_its_head(put, masters, part):
    (found,) = saft_inputs(put(a=part(JANUARY), b=part(FEBRUARY), c=masters))
    heads, lines = 0, []
    for event in found.read(lambda _done, _total: None):
        heads += isinstance(event, FileHead)
        if isinstance(event, Chunk) and event.table == "invoice_lines":
            lines.append((heads, event.rows["file"].to_pylist()))
    assert lines == [(1, ["a.xml"]), (2, ["b.xml"])]


def test_numbered_parts_of_one_export_belong_together(put, saft, parts, part):
    first = saft([("1", "2025-01-05", parts.sale(100, "1001"))])
    name = "Financial_999888777_20160401235911"
    given = put(**{f"{name}_10_12": part(FEBRUARY), f"{name}_2_12": part(JANUARY), f"{name}_1_12": first})
    (found,) = saft_inputs(given)
    heads = [row["file"] for row in parts.read_input(found).lines]
    assert heads == [f"{name}_1_12.xml", f"{name}_2_12.xml", f"{name}_10_12.xml"]


def test_each_of_two_exports_keeps_its_own_lists(put, saft, parts, part):
    old = saft(accounts=[parts.account(3000, "Gammelt navn", category="salgsinntekt")])
    new = saft(accounts=[parts.account(3000, "Nytt navn", category="salgsinntekt")])
    exported = {"A_1_2": old, "A_2_2": part(JANUARY), "B_1_2": new, "B_2_2": part(FEBRUARY)}
    given = put(**exported)
    for found in saft_inputs(given):
        for row in parts.read_input(found).lines:
            assert row["product_group"] == ("3000 Gammelt navn" if row["file"] == "A_2_2.xml" else "3000 Nytt navn")


def test_two_whole_years_are_two_imports(put, saft, parts):
    one, other = (saft([("1", f"{year}-01-05", parts.sale(100, "1001"))]) for year in (2024, 2025))
    assert [len(found.files) for found in saft_inputs(put(a=one, b=other))] == [1, 1]


def test_files_of_different_companies_are_never_together(put, masters, part):
    other = part(JANUARY, header=masters.header.replace("999 888 777", "888 888 888"))
    assert [len(found.files) for found in saft_inputs(put(a_1_2=masters, a_2_2=other))] == [1, 1]


def test_a_file_that_cannot_be_used_is_refused_by_itself(put, saft, parts):
    whole = saft([("1", "2025-01-05", parts.sale(100, "1001"))])
    good, bad = saft_inputs(put(a="<AuditFile><Header>", b=whole))
    assert not parts.read_input(good).problems
    assert parts.read_input(bad).problems[0].refused


def test_a_part_that_breaks_on_the_way_refuses_the_whole_import(put, masters, part, parts):
    (found,) = saft_inputs(put(a=masters, b=part(JANUARY), c=part(FEBRUARY).text()[:-40]))
    read = parts.read_input(found)
    assert not read.ends
    (problem,) = read.problems
    assert (problem.refused, str(problem.where)) == (True, "c.xml")


def zipped(path, **files):
    with zipfile.ZipFile(path, "w") as pack:
        for name, made in files.items():
            pack.writestr(name.replace("__", "/") + ".xml", made.text())
    return path


@pytest.mark.parametrize("split", [True, False])
def test_a_zip_is_one_import_of_all_its_files(tmp_path, saft, parts, split):
    halves = {f"h{n}": saft([(str(n), f"2025-0{n}-05", parts.sale(100, "1001"))]) for n in (1, 2)}
    path = zipped(tmp_path / "alt.zip", **halves)
    given = [Piece(path, member) for member in open_archive(path)] if split else [Piece(path)]
    (found,) = saft_inputs(given)
    assert found.files == (path,)
    read = parts.read_input(found)
    assert read.revenue() == {"1001": 200}
    assert {row["file"] for row in read.lines} == {"alt.zip#h1.xml", "alt.zip#h2.xml"}


def test_two_companies_in_a_zip_are_two_imports(tmp_path, saft, parts, masters):
    one = saft([("1", "2025-01-05", parts.sale(100, "1001"))])
    other = saft([("1", "2025-01-05", parts.sale(70, "1001"))], header=masters.header.replace("999 888 777", "888 888 888"))
    found = saft_inputs([Piece(zipped(tmp_path / "to.zip", a=one, b=other))])
    assert [parts.read_input(each).revenue() for each in found] == [{"1001": 100}, {"1001": 70}]


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path, saft, parts):
    halves = {f"h{n}__saft": saft([("1", f"2025-0{n}-05", parts.sale(100, "1001"))]) for n in (1, 2)}
    (found,) = saft_inputs([Piece(zipped(tmp_path / "alt.zip", **halves))])
    assert len({row["file"] for row in parts.read_input(found).lines}) == 2


def test_the_totals_of_each_file_stand_by_its_name(put, masters, part, parts):
    totals = [parts.tags(NumberOfEntries=n, TotalDebit=debit) for n, debit in ((1, "125.00"), (2, "62.00"))]
    (found,) = saft_inputs(put(a=part(JANUARY, totals=totals[0]), b=part(FEBRUARY, totals=totals[1]), c=masters))
    told = {
        (str(control.name), control.month and control.month.month): (control.stated, control.measured)
        for control in parts.read_input(found).controls
    }
    assert told["Vouchers, a.xml", None] == (1, 1)
    assert told["Vouchers, b.xml", None] == (2, 1)
    assert told["Total debit, b.xml", None] == (62, 62)
    assert (told["Revenue", 1], told["Revenue", 2]) == ((100, None), (50, None))


def test_an_account_adds_up_over_all_files_that_share_it(put, saft, part, parts):
    accounts = [parts.account(3000, category="salgsinntekt", opening=0, closing=-150)]
    (found,) = saft_inputs(put(a=saft(accounts=accounts), b=part(JANUARY), c=part(FEBRUARY)))
    read = parts.read_input(found)
    assert not read.problems
    told = {str(control.name): (control.stated, control.measured) for control in read.controls if control.measured is not None}
    assert told["Revenue account 3000"] == (150, 150)


def test_what_is_true_of_all_files_is_said_once(put, masters, part, parts):
    cash = part(("3", "2025-03-05", 500, None), JANUARY, ("4", "2025-03-05", 10, "777"))
    (found,) = saft_inputs(put(a=masters, b=cash, c=part(FEBRUARY)))
    read = parts.read_input(found)
    assert sorted(read.codes) == ["saft-revenue-without-customer", "saft-unknown-customer"]
    assert {str(problem.where) for problem in read.problems} == {"a.xml + 2"}


def test_the_year_is_closed_over_all_files(put, saft, part, parts):
    accounts = [parts.account(3000, category="salgsinntekt"), parts.account(8800, "Årsresultat", category="disponering")]
    closing = part()
    closing.vouchers = [("9", "2025-12-31", [parts.line(3000, 150), parts.line(8800, -150)])]
    (found,) = saft_inputs(put(a=saft(accounts=accounts), b=part(JANUARY), c=closing, d=part(FEBRUARY)))
    read = parts.read_input(found)
    assert read.revenue() == {"1001": 100, "1002": 50}
    assert read.codes == ["saft-year-end-closing"]


def test_the_same_voucher_in_two_files_has_one_key(put, masters, part, parts):
    (found,) = saft_inputs(put(a=masters, b=part(JANUARY, FEBRUARY), c=part(FEBRUARY)))
    read = parts.read_input(found)
    keys = [row["line_key"] for row in read.lines]
    assert len(keys) == 3
    assert len(set(keys)) == 2


def test_lists_alone_are_refused(put, masters, saft, parts):
    (found,) = saft_inputs(put(a_1_2=masters, a_2_2=saft(accounts=[])))
    (problem,) = parts.read_input(found).problems
    assert (problem.code, problem.refused) == ("saft-no-vouchers", True)


def test_progress_runs_through_all_files(put, masters, part, parts):
    told = []
    (found,) = saft_inputs(put(a=masters, b=part(*((str(n), "2025-01-05", n + 1, "1001") for n in range(3_000))), c=part(FEBRUARY)))
    parts.read_input(found, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] == sum(path.stat().st_size for path in found.files)


def test_a_single_file_ends_with_its_rows(put, saft, parts):
    (piece,) = put(a=saft([("1", "2025-01-05", parts.sale(100, "1001"))]))
    *_, end = SaftInput([piece]).read(lambda _done, _total: None)
    assert end == FileEnd(rows=3)
