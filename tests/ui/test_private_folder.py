"""Registers on their way through the disk: nothing of them is left, however their server ends."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from mittaristo.project import Project
from mittaristo.ui.import_page import upload
from mittaristo.ui.import_page.upload import Upload
from mittaristo.ui.serving.server import before_the_first_visitor
from tests.lib.builders import day

READING = """
import datetime, time
from mittaristo.ui.import_page import upload
def prepare(source, *_, **__):
    print(source / "clients.csv", flush=True)
    time.sleep(600)
upload.prepare = prepare
dropped = {"clients.csv": b"Aino Kanarialintu"}
of = upload.Upload("koe", datetime.date(2024, 6, 30), "meeting", dropped)
upload.check(of, None, print, "en")
"""


@pytest.fixture
def server(temporary: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """A process in the midst of reading dropped registers, and where they are on its disk."""
    command = [sys.executable, "-c", READING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        file = Path(started.stdout.readline().strip())
        assert file.is_relative_to(temporary)
        assert file.read_text() == "Aino Kanarialintu"
        yield started, file
        started.kill()


def drop_others(project: Project) -> None:
    dropped = Upload(project.id, day("2024-06-30"), "meeting", {"a.csv": b"x", "b.csv": b""})
    upload.check(dropped, project, print, "en")


async def start_and_stop() -> None:
    async with before_the_first_visitor(st.App("dashboard.py")):
        pass


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("next_one", ["an import", "a server"])
def test_registers_of_a_killed_server_are_removed_by_whoever_comes_next(
    project: Project,
    temporary: Path,
    server: tuple["subprocess.Popen[str]", Path],
    how: signal.Signals,
    next_one: str,
) -> None:
    process, file = server
    process.send_signal(how)
    process.wait()
    assert file.exists()
    if next_one == "an import":
        drop_others(project)
    else:
        asyncio.run(start_and_stop())
    assert list(temporary.iterdir()) == []


def test_registers_that_another_server_is_reading_stay(
    project: Project, temporary: Path, server: tuple["subprocess.Popen[str]", Path]
) -> None:
    _, file = server
    drop_others(project)
    asyncio.run(start_and_stop())
    assert file.exists()
    assert [path.stat().st_mode & 0o777 for path in temporary.iterdir()] == [0o700]


def test_what_is_not_ours_stays(project: Project, temporary: Path, tmp_path: Path) -> None:
    """A folder that is only linked to, a file, and a folder that was made a moment ago."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("x")
    (temporary / "mittaristo-import-link").symlink_to(elsewhere)
    (temporary / "mittaristo-import-file").write_text("x")
    (temporary / "mittaristo-import-young").mkdir()
    (temporary / "mittaristo-import-old").mkdir()
    os.utime(temporary / "mittaristo-import-old", (0, 0))
    drop_others(project)
    assert (elsewhere / "kept").exists()
    names = {path.name.rpartition("-")[2] for path in temporary.iterdir()}
    assert names == {"link", "file", "young"}


def test_a_server_that_is_asked_to_stop_takes_along_what_it_is_reading(
    project: Project, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def prepare(*_: object, **__: object) -> None:
        reading.set()
        go_on.wait(60)
        raise OSError

    monkeypatch.setattr(upload, "prepare", prepare)
    visitor = threading.Thread(target=drop_others, args=(project,))

    async def stop_while_reading() -> None:
        async with before_the_first_visitor(st.App("dashboard.py")):
            visitor.start()
            assert reading.wait(60)
            assert len(list(temporary.iterdir())) == 1
        assert list(temporary.iterdir()) == []

    asyncio.run(stop_while_reading())
    go_on.set()
    visitor.join()
