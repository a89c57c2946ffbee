"""An import in a process of its own: told how far it is, refused with its sentence, and harmless when it is killed."""

import os
import signal

import pytest

from rung.base import FileRefused
from rung.engine import FactStore
from rung.intake.service.background import ImportStopped, Order, start

HEAD = "Fakturanr;Linjenr;Fakturadato;Kundenr;Netto\n"


def written(path, rows):
    path.write_text(HEAD + "".join(f"{n};1;15.01.2025;{n % 50};{n},00\n" for n in range(1, rows + 1)), encoding="utf-8")
    return path


def test_files_come_in_one_after_the_other_with_progress(tmp_path, at):
    files = [written(tmp_path / "a.csv", 10), written(tmp_path / "b.csv", 20)]
    job = start(Order(folder=tmp_path / "store", paths=files, at=at, currency="NOK"))
    ended = job.wait(60)
    assert (ended.state, ended.batches, ended.name) == ("done", ("000001", "000002"), "b.csv")
    assert ended.done == ended.total > 0
    with FactStore(tmp_path / "store") as store:
        assert [record.rows_read for record in store.batches()] == [10, 20]


def test_a_refused_file_says_why(tmp_path, at):
    (tmp_path / "tom.csv").write_bytes(b"")
    with pytest.raises(FileRefused) as refused:
        start(Order(folder=tmp_path / "store", paths=[tmp_path / "tom.csv"], at=at)).wait(60)
    assert str(refused.value.remedy)


def test_a_killed_import_leaves_the_store_as_it_was_and_can_be_started_again(tmp_path, at):
    small, big = written(tmp_path / "a.csv", 10), written(tmp_path / "b.csv", 200_000)
    assert start(Order(folder=tmp_path / "store", paths=[small], at=at)).wait(60).state == "done"
    job = start(Order(folder=tmp_path / "store", paths=[big], at=at))
    while not job.progress.done:
        assert job.progress.state == "running"
    os.kill(job.process_id, signal.SIGKILL)
    with pytest.raises(ImportStopped):
        job.wait(60)
    with FactStore(tmp_path / "store") as store:
        assert len(store.batches()) == 1
    again = start(Order(folder=tmp_path / "store", paths=[big], at=at))
    assert again.wait(120).batches == ("000002",)


def test_it_can_be_stopped(tmp_path, at):
    job = start(Order(folder=tmp_path / "store", paths=[written(tmp_path / "b.csv", 200_000)], at=at))
    while not job.progress.done:
        assert job.progress.state == "running"
    job.stop()
    assert job.progress.state == "stopped"
