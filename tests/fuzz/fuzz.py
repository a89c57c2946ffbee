"""Feed changed files to the readers until the time is up: fuzz.py KIND FOLDER SECONDS. Ends with 0 when no promise was broken."""

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["rung.importers"]):
    from promise import broken
    from seeds import SEEDS


def main() -> None:
    kind, folder, seconds = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    corpus = folder / kind
    corpus.mkdir(parents=True)
    for number, seed in enumerate(SEEDS[kind]):
        (corpus / str(number)).write_bytes(seed)
    path = Path(tempfile.mkdtemp(dir=folder)) / "fil"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        said = broken(path)
        if said:
            raise AssertionError(said)

    options = [
        f"-max_total_time={seconds}",
        "-seed=20261122",
        "-max_len=6000",
        "-timeout=20",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
