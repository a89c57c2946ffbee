import json
from importlib.resources import files

from rung.kit.vendor.fetch import HERE, PACKAGE, VERSION, sha256


def test_every_vendored_file_is_the_one_we_wrote_down():
    (inter,) = json.loads((HERE / "vendor.json").read_text(encoding="utf-8"))
    assert (inter["name"], inter["version"], inter["licence"]) == (PACKAGE, VERSION, "OFL-1.1")
    assert inter["files"] == {str(file.relative_to(HERE)): sha256(file) for file in sorted((HERE / "inter").iterdir())}


def test_the_fonts_are_small_enough_to_travel_in_every_report():
    fonts = [file for file in (files("rung.kit") / "vendor" / "inter").iterdir() if file.name.endswith(".woff2")]
    assert len(fonts) == 2
    assert sum(len(font.read_bytes()) for font in fonts) < 80_000
