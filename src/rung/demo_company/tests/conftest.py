from pathlib import Path

import pytest

from rung.demo_company import DemoCompany, DemoFiles, make, write_files


@pytest.fixture(scope="session")
def company() -> DemoCompany:
    return make(1)


@pytest.fixture(scope="session")
def files(company, tmp_path_factory) -> DemoFiles:
    return write_files(company, tmp_path_factory.mktemp("demo") / "not" / "there yet")


@pytest.fixture(scope="session")
def schema_folder() -> Path:
    """The official schemas lie beside the repository, where acceptance runs; elsewhere these tests are skipped."""
    folder = Path(__file__).parents[5] / "shared" / "data" / "nordic" / "saft-no-schema"
    if not folder.is_dir():
        pytest.skip("the official SAF-T schema is not beside the repository: ../shared/data/nordic/saft-no-schema")
    return folder
