"""What a browser receives of a store whose ids can be told: frames, bodies and files, and no id."""

import contextlib
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest
from playwright.sync_api import BrowserContext, Page, Response, WebSocket
from playwright.sync_api import Error as NotThere
from playwright.sync_api import TimeoutError as TookLong

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.panels.parts.panel import blocks, makers
from mittaristo.panels.parts.view import View as Seen
from mittaristo.panels.review import figure
from mittaristo.panels.themes import FOR_REVIEW, THEMES
from mittaristo.project import load
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import open_snapshot
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
            timeout=300_000
        )
        self.page.wait_for_timeout(300)

    def links(self, address: str) -> tuple[set[str], set[str]]:
        """Where the page leads on this server: files that it offers, and other views."""
        with contextlib.suppress(NotThere):
            for button in self.page.get_by_role(
                "button", name=re.compile("^(Lataa|Download)")
            ).all():
                button.click(timeout=2_000)
                self.settle()
        found = self.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
        here = {one.split("#")[0] for one in found if one.startswith(address)}
        files = {one for one in here if "/files/" in one}
        return files, here - files

    def fetch(self, files: set[str]) -> None:
        """Every file that lies at an address."""
        for one in sorted(files):
            answer = self.page.request.get(one, timeout=120_000)
            assert answer.ok, one
            self.files.append(answer.body())

    def press(self) -> None:
        """Every button that makes a file."""
        for button in self.page.get_by_test_id("stDownloadButton").locator("button").all():
            with (
                contextlib.suppress(NotThere, TookLong),
                self.page.expect_download(timeout=60_000) as downloaded,
            ):
                button.click(timeout=5_000)
                self.files.append(Path(downloaded.value.path()).read_bytes())


def _bytes(sent: str | bytes) -> bytes:
    return sent.encode() if isinstance(sent, str) else sent


View = tuple[str, tuple[tuple[str, str], ...]]
"""Path of a page, and what its address chooses of figures: not which snapshot, and since when."""

NOT_OF_A_VIEW = ("lang", "project", "snapshot", "since", "period")


EACH = 3
"""So many rows of one figure are seen in the browser; what all of them tell is looked through."""


def view_of(link: str) -> View:
    parts = urlsplit(link)
    chosen = [one for one in parse_qsl(parts.query) if one[0] not in NOT_OF_A_VIEW]
    return parts.path.strip("/"), tuple(sorted(chosen))


def kind_of(view: View) -> View:
    """The same for all rows of a figure."""
    path, chosen = view
    return path, tuple((name, "" if name == "row" else value) for name, value in chosen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_of_a_row_is_in_what_a_browser_receives(
    browser: BrowserContext, store: Path, language: str, tmp_path: Path
) -> None:
    """Every page for everyone, the views that one of them leads to, every file that they offer."""
    ids = ids_of_rows(load(store / "koe"))
    assert len(ids) > 1000
    log = tmp_path / "server.log"
    waiting = [f"{path}?lang={language}" for path in EVERY_PAGE]
    known: set[View] = {view_of(path) for path in waiting}
    kinds: Counter[View] = Counter()
    fetched: set[str] = set()
    files = 0
    with serving(store, log=log, MITTARISTO_ROLE="everyone") as address:
        waiting = [address + path for path in waiting]
        for link in waiting:  # which grows by what the pages lead to
            with visitor(browser, address) as seen:
                received = Received(seen.page)
                seen.page.goto(link)
                received.settle()
                offered, views = received.links(address)
                received.fetch(offered - fetched)
                fetched |= offered
                received.press()
                assert received.frames
                files += len(received.files)
                print(view_of(link), len(offered), len(received.files))
                everything = [*received.frames, *received.bodies(), *received.files]
                assert found_in(everything, ids) == [], link
            for view, one in {view_of(one): one for one in sorted(views)}.items():
                if view not in known and kinds[kind_of(view)] < EACH:
                    waiting.append(one)
                    kinds[kind_of(view)] += 1
                known.add(view)
    print(
        f"views {len(waiting)} of {len(known)}, files {files}, of which at addresses {len(fetched)}"
    )
    assert len(fetched) > 50
    assert files > len(fetched)
    assert found_in([log.read_bytes()], ids) == []


def led_to(made: object) -> set[str]:
    """The rows of figures to which a block leads, wherever in it they are."""
    return set(re.findall(r"'(\w+/[\w=,.-]+)'", repr(made)))


def test_no_id_of_a_row_is_in_what_any_row_of_a_figure_tells(store: Path) -> None:
    """Each row to which a page leads: all that its page would say, with every snapshot's rows."""
    project = load(store / "koe")
    ids, chain = ids_of_rows(project), chain_of(project, "everyone", "en", 2)
    view = Seen(open_snapshot(project.folder, 2).figures, "en", day("2025-12-31"), chain=chain)
    every = {**THEMES, **FOR_REVIEW}.values()
    rows = {one for page in every for made in blocks(view, makers(page)) for one in led_to(made)}
    for one in sorted(rows):
        name, _slash, row = one.partition("/")
        told = repr(blocks(replace(view, measure=name, row=row), figure.PAGE)).encode()
        assert b"Table(" in told, one
        assert found_in([told], ids) == [], one
    print(f"rows {len(rows)}")
    assert len(rows) > 300
