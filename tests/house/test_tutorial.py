"""Does the tutorial run from top to bottom, and print what it shows? `RUNG_WRITE=1 python3 run.py test tests/house` writes its outputs anew."""

import io
import os
import re
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
CODE = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL)


def ran(page: str) -> str:
    """The page with what its blocks print when they run in order, as in a notebook; a failure names the line of the page."""
    notebook: dict[str, object] = {}

    def once_more(block: re.Match[str]) -> str:
        above = "\n" * page.count("\n", 0, block.start("code"))
        with redirect_stdout(io.StringIO()) as said:
            exec(compile(above + block["code"], PAGE, "exec"), notebook)  # noqa: S102  the page is our own
        printed = said.getvalue().replace("\u00a0", " ")
        return f"```python\n{block['code']}```\n" + (f"```text\n{printed}```\n" if printed else "")

    return CODE.sub(once_more, page)


def test_every_block_prints_what_the_page_shows(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    page = PAGE.read_text(encoding="utf-8")
    again = ran(page)
    if os.environ.get("RUNG_WRITE"):
        PAGE.write_text(again, encoding="utf-8")
        page = again
    assert page == again


def test_the_tutorial_stays_short():
    blocks = CODE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) <= 25
    assert not [block for block in blocks if len(block.splitlines()) > 16]
