"""What a browser receives of a store whose ids can be told: frames, bodies and files, and no id."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import BrowserContext, Page, Response, WebSocket
from playwright.sync_api import Error as NotThere
from playwright.sync_api import TimeoutError as TookLong

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.project import load
from tests.lib.browser import IN_A_BROWSER, ROOT, serving, visitor
from tests.lib.builders import day, publish
from tests.lib.canaries import IDS, MARK, found_in, ids_of_rows
from tests.ui.test_browser import EVERY_PAGE

pytestmark = [*IN_A_BROWSER, pytest.mark.long]

BUNDLED = ROOT / "data" / "next-level"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled example, each id of which begins with MARK, published twice."""
    data, registers = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("registers")
    (data / "koe").mkdir()
    shutil.copy(BUNDLED / "project.toml", data / "koe")
    for file in (BUNDLED / "registers").glob("*.csv"):
        rows = pl.read_csv(file, infer_schema=False)
        mine = [name for name in IDS if name in rows.columns]
        rows.with_columns((pl.lit(MARK) + pl.col(name)).alias(name) for name in mine).write_csv(
            registers / file.name
        )
    project = load(data / "koe")
    for as_of in ("2025-12-31", "2026-04-30"):
        assert publish(registers, project, day(as_of), "meeting").published
    return data


class Received:
    """Everything that a page has received."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[bytes] = []
        self.responses: list[Response] = []
        self.files: list[bytes] = []
        page.on("websocket", self._listen)
        page.on("response", lambda response: self.responses.append(response))

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda sent: self.frames.append(_bytes(sent)))

    def bodies(self) -> Iterator[bytes]:
        """Of all answers that have one."""
        for response in self.responses:
            with contextlib.suppress(NotThere):
                yield response.body()

    def settle(self) -> None:
        """Wait until the script has come to its end."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(
            timeout=120_000
        )
        self.page.wait_for_timeout(300)

    def take_along(self) -> None:
        """Download each file that is offered below charts and tables."""
        for opens in self.page.locator("summary").filter(has_text="Lataa").all():
            opens.click()
            self.settle()
        for button in self.page.get_by_test_id("stDownloadButton").locator("button").all():
            with (
                contextlib.suppress(NotThere, TookLong),
                self.page.expect_download(timeout=60_000) as downloaded,
            ):
                button.click(timeout=5_000)
                self.files.append(Path(downloaded.value.path()).read_bytes())


def _bytes(sent: str | bytes) -> bytes:
    return sent.encode() if isinstance(sent, str) else sent


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_of_a_row_is_in_what_a_browser_receives(
    browser: BrowserContext, store: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITTARISTO_ROLE", "everyone")
    ids = ids_of_rows(load(store / "koe"))
    assert len(ids) > 1000
    files = 0
    with serving(store) as address:
        for path in EVERY_PAGE:
            with visitor(browser, address) as seen:
                received = Received(seen.page)
                seen.page.goto(f"{address}{path}?lang={language}")
                seen.page.locator("h1").first.wait_for(timeout=120_000)
                received.settle()
                if language == "fi":
                    received.take_along()
                assert received.frames
                files += len(received.files)
                everything = [*received.frames, *received.bodies(), *received.files]
                assert found_in(everything, ids) == [], path
    print(f"pages {len(EVERY_PAGE)}, files {files}")
    assert files or language != "fi"
