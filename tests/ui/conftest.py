"""What tests of pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from streamlit import config
from streamlit.testing.v1 import AppTest

from mittaristo.ui import navigation
from tests.lib.browser import Watched, serving, visitor
from tests.lib.builders import ROOT
from tests.lib.pages import Open


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """One server with the bundled data, for all tests in a browser that only look."""
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def only_tab(browser: BrowserContext, address: str) -> Iterator[Watched]:
    with visitor(browser, address) as seen:
        yield seen


@pytest.fixture
def tab(only_tab: Watched) -> Watched:
    """A tab in which one test after the other goes to its page: cheaper than a new visitor."""
    only_tab.faults.clear()
    only_tab.elsewhere.clear()
    only_tab.looks()
    return only_tab


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of a data folder (the bundled one unless told otherwise)."""

    def opened(page: str, data: Path = ROOT / "data", **query: str) -> AppTest:
        monkeypatch.setenv("MITTARISTO_DATA", str(data))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        if page != "overview":  # which is what opens anyway
            app.switch_page(str(navigation.file_of(page)))
        return app.run()

    return opened


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server of the team that listens on its own machine."""
    monkeypatch.setenv("MITTARISTO_ROLE", "team")
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)
