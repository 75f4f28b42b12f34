"""What tests of pages share."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.ui import navigation
from tests.lib.builders import ROOT
from tests.lib.pages import Open


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of a data folder (the bundled one unless told otherwise)."""

    def opened(page: str, data: Path = ROOT / "data", **query: str) -> AppTest:
        monkeypatch.setenv("MITTARISTO_DATA", str(data))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(str(navigation.file_of(page))).run()

    return opened
