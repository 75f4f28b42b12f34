"""What tests share: a project in a data folder of its own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import BrowserContext

from mittaristo.privacy.keys import make_key
from mittaristo.project import Project
from tests.lib.browser import chromium
from tests.lib.builders import Shelf, make_project

hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")  # a loaded machine is no fault of the code


@pytest.fixture(scope="session", autouse=True)
def _shelf(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    Shelf.folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shelf"
    Shelf.folder.mkdir(exist_ok=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def project(data: Path) -> Project:
    """A small invented project in `data`."""
    return make_project(data)


@pytest.fixture
def real(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A small project of real registers in `data`, and its key."""
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(tmp_path / "koe.key"))
    make_key(tmp_path / "koe.key")
    return make_project(data, synthetic=False)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of its own, in which nothing may be left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    """Chromium, for the tests of one module."""
    with chromium() as browser:
        yield browser
