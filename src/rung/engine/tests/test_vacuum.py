import os
from datetime import timedelta
from pathlib import Path

from rung.engine import EngineSettings, FactStore
from rung.engine.manifest import kept
from rung.engine.tests.building import AT, everything, line, mark, reading

AT_ONCE = timedelta(0)


def add(store, *lines, name):
    return store.add(reading(*lines), files=[mark(name)], mapping="", at=AT)


def data_files(store):
    return set(store.folder.rglob("*.parquet"))


def test_what_a_kept_version_names_stays_and_the_rest_goes(tmp_path):
    with FactStore(tmp_path / "store", EngineSettings(keep_manifests=2)) as store:
        for number in range(5):
            add(store, line("a", revenue=str(number)), line(f"{number}"), name=str(number))
        store.undo("000002")
        before, stored = everything(store), data_files(store)
        removed = store.vacuum(grace=AT_ONCE)
        versions = [version for _, version in kept(store.folder)]
        assert [version.version for version in versions] == [5, 6]
        assert removed
        assert len(data_files(store)) < len(stored)
        named = {store.folder / file for version in versions for file in version.files}
        assert named <= data_files(store)
        assert (store.folder / "batches" / "000002").is_dir()  # version 5 has it
        assert everything(store) == before
        add(store, line("z"), name="z")
        store.vacuum(grace=AT_ONCE)
        assert not (store.folder / "batches" / "000002").exists()
        assert store.vacuum(grace=AT_ONCE) == []


def test_within_the_grace_everything_stays(tmp_path):
    with FactStore(tmp_path / "store", EngineSettings(keep_manifests=1)) as store:
        for number in range(4):
            add(store, line("a", revenue=str(number)), name=str(number))
        stored = data_files(store)
        assert store.vacuum() == []
        assert data_files(store) == stored
        assert len(kept(store.folder)) == 4


def test_what_killed_imports_left_goes_after_the_grace(tmp_path):
    with FactStore(tmp_path / "store") as store:
        add(store, line("a"), name="a")
        left = [
            store.folder / "parts" / "00000002-dead" / "x.parquet",
            store.folder / "staging" / "dead" / "y.parquet",
            store.folder / "batches" / "000002" / "z",
        ]
        for path in left:
            path.parent.mkdir(parents=True)
            path.write_text("half")
        assert store.vacuum() == []
        for path in left:
            for one in (path, path.parent):
                os.utime(one, (1_000_000_000, 1_000_000_000))
        assert len(store.vacuum()) == 3
        assert not any(path.parent.exists() for path in left)
        assert len(everything(store)["invoice_lines"]) == 1


def test_what_dead_engines_spilled_goes_and_what_living_ones_need_stays(tmp_path: Path):
    with FactStore(tmp_path / "store") as store, FactStore(tmp_path / "store") as other:
        add(store, line("a"), name="a")
        other.snapshot().table("invoice_lines")
        dead = store.folder / "temp" / "dead"
        dead.mkdir()
        (dead / "alive").touch()
        assert store.vacuum() == ["temp/dead"]
        assert len(list((store.folder / "temp").iterdir())) == 2
    assert list((tmp_path / "store" / "temp").iterdir()) == []
