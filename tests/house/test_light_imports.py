"""Is the library light to import? A capability loads neither an engine nor a web framework."""

import subprocess
import sys

import pytest

HEAVY = ["duckdb", "pandas", "pyspark", "django", "lxml", "xlsxwriter", "jinja2", "click", "scipy", "sklearn"]


@pytest.mark.parametrize(
    "name",
    [
        "base",
        "facts",
        "abc_analysis",
        "profitability",
        "ladder",
        "loyalty",
        "intake",
        "identity",
        "template",
        "clusters",
        "potential",
        "permission",
        "market",
    ],
)
def test_importing_a_capability_loads_nothing_heavy(name):
    program = f"import rung.{name}, sys; print(*[m for m in {HEAVY} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == []
