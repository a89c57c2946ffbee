"""Where do the files we did not write come from? Fetches them again by name and version, and writes down what they are.

Run by hand when a version changes, with npm on the machine:
    uv run --with fonttools==4.68.0 --with brotli==1.2.1 src/rung/kit/vendor/fetch.py
The results are committed, so neither a clone nor the wheel needs npm; a test holds every file against vendor.json.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = "@fontsource-variable/inter"
VERSION = "5.3.0"
# Latin Extended-A and the Romanian letters: Sami, Baltic, Polish, Czech and Turkish names. The rest of the package's
# latin-ext file is phonetics and Vietnamese, 70 kB that no customer list here needs.
EXTENDED = "U+0100-017F,U+018F,U+0218-021B,U+1E9E"


def main() -> None:
    """Writes the fonts, their licence and vendor.json beside this file."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["npm", "pack", f"{PACKAGE}@{VERSION}"], cwd=work, check=True, capture_output=True)  # noqa: S603, S607  a fixed command
        package = next(Path(work).glob("*.tgz"))
        with tarfile.open(package) as opened:
            opened.extractall(work, filter="data")
        inside = Path(work) / "package"
        (HERE / "inter").mkdir(exist_ok=True)
        (HERE / "inter" / "LICENSE").write_bytes((inside / "LICENSE").read_bytes())
        (HERE / "inter" / "inter-latin.woff2").write_bytes((inside / "files" / "inter-latin-wght-normal.woff2").read_bytes())
        subset(inside / "files" / "inter-latin-ext-wght-normal.woff2", HERE / "inter" / "inter-latin-ext.woff2")
        written = {
            "name": PACKAGE,
            "version": VERSION,
            "licence": "OFL-1.1",
            "package_sha256": sha256(package),
            "files": {str(file.relative_to(HERE)): sha256(file) for file in sorted((HERE / "inter").iterdir())},
        }
    (HERE / "vendor.json").write_text(json.dumps([written], indent=2) + "\n", encoding="utf-8")


def subset(source: Path, target: Path) -> None:
    """The letters of EXTENDED, with tabular figures and accents still working."""
    command = [
        "pyftsubset",
        str(source),
        f"--unicodes={EXTENDED}",
        "--flavor=woff2",
        "--layout-features=ccmp,locl,tnum,pnum",
        f"--output-file={target}",
    ]
    subprocess.run(command, check=True)  # noqa: S603  a fixed command on files we just fetched


def sha256(file: Path) -> str:
    """The file's SHA-256 in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
