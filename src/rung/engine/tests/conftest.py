from pathlib import Path

import pytest

from rung.engine import EngineSettings, FactStore

SETTINGS = EngineSettings(threads=2, memory_limit="500MB")


@pytest.fixture
def store(tmp_path: Path):
    with FactStore(tmp_path / "store", SETTINGS) as opened:
        yield opened
