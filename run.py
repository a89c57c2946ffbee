#!/usr/bin/env python3
"""Set everything up and run Rung from a clone. Needs only Python 3.11 or newer and git; standard library only.

python3 run.py demo             the whole main job on the demo company
python3 run.py test             all plain tests; --all adds browser, crash and acceptance tests
python3 run.py check            every house rule: lint, types, import contracts, format
python3 run.py bench [NAME]     the speed figures
python3 run.py analyse FILE...  the customer analysis of your own files
python3 run.py rung ...         any other command of Rung
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SLOW = "browser or slow or acceptance or spark"
# Each holds all of those before it, so one environment serves them all.
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock")


def main(arguments: list[str]) -> int:
    """Do what the first word says, with the rest as its own options."""
    reexecute_on_a_newer_python()
    words = {"demo": demo, "test": test, "check": check, "bench": bench, "analyse": analyse, "rung": rung}
    if not arguments or arguments[0] not in words:
        print(__doc__, end="")
        return 0 if arguments[:1] in ([], ["-h"], ["--help"]) else 2
    return words[arguments[0]](arguments[1:])


def demo(options: list[str]) -> int:
    """Make the demo company's files and analyse them, as a user's files would be."""
    return rung(["demo", *options])


def analyse(options: list[str]) -> int:
    """Analyse the user's own files."""
    return rung(["analyse", *options])


def rung(options: list[str]) -> int:
    """Run the `rung` command."""
    set_up("requirements.lock")
    return call([PYTHON, "-m", "rung", *options], cwd=Path.cwd())


def test(options: list[str]) -> int:
    """Run the tests; --all, or --slow for only those that the plain run leaves out."""
    kinds = {"--all": [], "--slow": ["-m", SLOW]}
    set_up("requirements-spark.lock" if kinds.keys() & set(options) else "requirements-dev.lock")
    chosen = next((kinds[option] for option in options if option in kinds), ["-m", f"not ({SLOW})"])
    return call([PYTHON, "-m", "pytest", "-n", "2", *chosen, *(o for o in options if o not in kinds)])


def check(_: list[str]) -> int:
    """Run every check, even when an earlier one failed, so that all is told at once."""
    set_up("requirements-dev.lock")
    bin_folder = PYTHON.parent
    steps: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [bin_folder / "lint-imports"],
        [PYTHON, "-m", "pytest", "tests/house"],
    ]
    return max([call(step) for step in steps])


def bench(options: list[str]) -> int:
    """Run one benchmark by its name, or all."""
    set_up("requirements-dev.lock")
    chosen = [HERE / "bench" / f"{options[0]}.py"] if options else sorted((HERE / "bench").glob("*.py"))
    return max([call([PYTHON, program, *options[1:]]) for program in chosen])


def set_up(lock: str) -> None:
    """Make .venv with exactly the locked packages; a stamp makes the second run quick."""
    state, stamp = state_of(lock), VENV / f"{lock}.stamp"
    if stamp.exists() and stamp.read_text() == state and PYTHON.exists():
        return
    print(f"Setting up in {VENV} (once, a minute at most) ...", file=sys.stderr, flush=True)
    install(HERE / lock)
    packages = next(VENV.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"))
    (packages / "rung.pth").write_text(f"{HERE / 'src'}\n", encoding="utf-8")
    for held in LOCKS[: LOCKS.index(lock) + 1]:
        (VENV / f"{held}.stamp").write_text(state_of(held))


def state_of(lock: str) -> str:
    """What a lock file says for this Python, in short."""
    return hashlib.sha256((HERE / lock).read_bytes() + sys.version.encode()).hexdigest()


def install(lock: Path) -> None:
    """Install the lock file by uv if there is one, else venv with pip, else venv with the system's pip."""
    if uv := shutil.which("uv"):
        made = PYTHON.exists() or call([uv, "venv", "--quiet", "--python", sys.executable, VENV]) == 0
        if made and call([uv, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON, "-r", lock]) == 0:
            return
    if make_venv() and call([*pip(), "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock]) == 0:
        return
    stop("The packages could not be installed. Are you on line? The lines above say what failed; run the same command again.")


def make_venv() -> bool:
    """Make .venv, with pip of its own where the system has ensurepip, else bare for the system's pip to fill."""
    if PYTHON.exists() and pip():
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.run([sys.executable, "-m", "venv", VENV], check=False, **quiet).returncode == 0:
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    bare = subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=False, **quiet).returncode == 0
    if bare and pip():
        return True
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stop(
        "Python cannot make a virtual environment here, because the package for it is not installed. Install it and run again:\n"
        "  Debian, Ubuntu:  apt-get install -y python3-venv\n"
        f"  (for a Python beside the system's own: python{version}-venv; Fedora and macOS have it already)"
    )
    return False


def pip() -> list[str | Path]:
    """The words that run a pip which installs into .venv; nothing when there is none."""
    for words in ([PYTHON, "-m", "pip"], [sys.executable, "-m", "pip", "--python", PYTHON]):
        try:
            found = subprocess.run([*words, "--version"], check=False, capture_output=True)
        except OSError:
            continue
        if found.returncode == 0:
            return list(words)
    return []


def reexecute_on_a_newer_python() -> None:
    """Hand over to the newest Python on the path when this one is too old."""
    if sys.version_info >= (3, 11):
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        if path := shutil.which(name):
            os.execv(path, [path, *sys.argv])
    stop(
        "Rung needs Python 3.11 or newer; this is %d.%d. Install it and run again:\n"
        "  Debian 12, Ubuntu 24.04:  apt-get install -y python3 python3-venv\n"
        "  others:  https://www.python.org/downloads/" % sys.version_info[:2]
    )


def call(words: list, cwd: Path = HERE) -> int:
    """Run a command in the project with its output shown; the exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    try:
        return subprocess.run([str(word) for word in words], cwd=cwd, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def stop(sentence: str) -> None:
    """Say what is missing and end."""
    print(sentence, file=sys.stderr)
    sys.exit(3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
