"""Who sees which page at which address: signed out, without a role, of the team, or no longer."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, expect

from mittaristo import project as projects
from mittaristo.i18n.translation import Language
from mittaristo.project import Project
from mittaristo.publishing.publish import commit, prepare
from mittaristo.snapshots import reading, releases
from mittaristo.snapshots.releases import Approval
from tests.lib.browser import IN_A_BROWSER
from tests.lib.builders import GOOD, client, day, publish_rows, write
from tests.lib.sign_in import (
    COOKIE,
    TEAM_ONLY,
    Signing,
    aged,
    opened,
    settled,
    sign_in,
    signing,
    someone,
)

pytestmark = IN_A_BROWSER


def test_the_list_decides_at_every_run(
    real: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: BrowserContext
) -> None:
    publish_rows(real, {"clients": [client("k1")]}, "2024-06-30")
    assert browser.browser
    with (
        signing(real.folder.parent, tmp_path, monkeypatch) as server,
        someone(browser.browser) as own,
    ):
        server.name({"subject": "tiina", "team": ["koe"]})
        page = own.new_page()
        assert TEAM_ONLY in opened(page, server, "week?lang=en")
        sign_in(page, server, "tiina")
        assert TEAM_ONLY not in opened(page, server, "week?lang=en")
        server.name({"subject": "olli", "team": ["koe"]})
        assert TEAM_ONLY in opened(page, server, "week?lang=en")


# --- Every role at every address ----------------------------------------------------------------

TEAMS = ("week", "quality", "import")
WEEKLY, DRAFT = "27 Jul 2024", "29 Aug 2024"
"""The days of two snapshots that not everyone sees, as they stand on a page."""

ADDRESSES = (
    *TEAMS,
    *("", "overview?snapshot=2", "overview?snapshot=3", "figures?snapshot=3", "pack?snapshot=3"),
    *("changes?snapshot=2", "snapshots", "figure?measure=clients_joined&snapshot=3", "agenda"),
    "projects",
)
BRIEFLY = (*TEAMS, "overview?snapshot=2", "overview?snapshot=3")
"""Where it is seen whether a role is what it ought to be."""

TIINA, EEVA = {"subject": "tiina", "team": ["koe"]}, {"subject": "eeva", "early": ["koe"]}


@pytest.fixture
def served(real: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Signing]:
    """A snapshot for everyone, a weekly one, and a draft that is approved for a later day."""
    publish_rows(real, GOOD, "2024-06-30")
    publish_rows(real, GOOD, "2024-07-27", "weekly")
    with (real.folder / "project.toml").open("a") as toml:
        toml.write("\n[drafts]\n")
    source = write(tmp_path / "registers", GOOD, invented=False)
    found = prepare(source, projects.load(real.folder), day("2024-08-29")).draft
    assert found is not None
    later = dt.datetime.fromisoformat("2999-01-01T09:00+02:00")
    number = commit(found, "meeting", release_at=later).number
    manifest = reading.read_manifest(real.folder, number)
    note: dict[Language, str] = {"fi": "Tarkistettu.", "en": "Checked."}
    releases.approve(real.folder, manifest, Approval("Paula", "tarkistettu", note))
    with signing(real.folder.parent, tmp_path, monkeypatch) as server:
        yield server


class Walk:
    """A visitor who opens every address, and what was open that ought not to be, or shut."""

    def __init__(self, browser: Browser, server: Signing) -> None:
        self.browser, self.server = browser, server
        self.opened = 0
        self.unexpected: list[str] = []

    def goes(
        self,
        who: str,
        page: Page,
        addresses: Sequence[str] = BRIEFLY,
        *,
        team: bool = False,
        early: bool = False,
    ) -> None:
        """Through these addresses. What came over the connection counts as seen, too."""
        frames: list[bytes] = []

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", lambda frame: frames.append(_bytes(frame)))

        page.on("websocket", listen)
        for address in addresses:
            frames.clear()
            link = f"{address}{'&' if '?' in address else '?'}lang=en"
            text = opened(page, self.server, link)
            received = text.encode() + b"".join(frames)
            self._told(who, address, "draft", DRAFT.encode() in received, early)
            weekly = WEEKLY.encode() in received
            if weekly or address.endswith("snapshot=2"):
                self._told(who, address, "weekly", weekly, team)
            if address in TEAMS:
                self._told(who, address, "page", TEAM_ONLY not in text, team)
            self.opened += 1
        page.remove_listener("websocket", listen)
        print(f"{who}: {self.opened} pages so far, unexpected: {len(self.unexpected)}", flush=True)

    def _told(self, who: str, address: str, what: str, is_open: bool, may: bool) -> None:
        needed = what != "draft" or "snapshot=3" in address
        if is_open > may or (needed and is_open < may):
            self.unexpected.append(f"{who} at /{address}: {what} {'open' if is_open else 'shut'}")


def _bytes(frame: bytes | str) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def cookies_of(context: BrowserContext) -> list[dict[str, str]]:
    """The sign-in alone, to be put elsewhere."""
    kept = ("name", "value", "domain", "path")
    return [
        {name: str(one[name]) for name in kept}  # type: ignore[literal-required]
        for one in context.cookies()
        if one.get("name", "").startswith(COOKIE)
    ]


@pytest.mark.long
def test_nothing_opens_for_whom_it_is_not(served: Signing, browser: BrowserContext) -> None:
    assert browser.browser
    chromium = browser.browser
    walk = Walk(chromium, served)

    def as_(
        who: str,
        subject: str = "",
        addresses: Sequence[str] = BRIEFLY,
        cookies: Sequence[Any] = (),
        **may: bool,
    ) -> None:
        with someone(chromium) as own:
            page = own.new_page()
            if subject:
                sign_in(page, served, subject)
            own.add_cookies([*cookies])
            walk.goes(who, page, addresses, **may)

    served.name(TIINA, EEVA)
    as_("signed out, on a cold server", addresses=ADDRESSES)
    as_("without a role", "olli")
    as_("team", "tiina", ADDRESSES, team=True)
    as_("sees drafts", "eeva", ADDRESSES, early=True)

    with someone(chromium) as own:
        page = own.new_page()
        sign_in(page, served, "tiina")
        kept = cookies_of(own)
        as_("team by the same cookie", cookies=kept, team=True)
        old = [
            {**one, "value": aged(one["value"], 9 * 3600)} if one["name"] == COOKIE else one
            for one in kept
        ]
        as_("expired", cookies=old)
        forged = [{**one, "value": one["value"][:-4] + "AAAA"} for one in kept]
        as_("forged", cookies=forged)
        assert TEAM_ONLY not in opened(page, served, "week?lang=en")
        served.name(EEVA)
        page.get_by_test_id("stSidebarNavLink").filter(has_text="Import").click()
        expect(page.get_by_text(TEAM_ONLY)).to_be_visible(timeout=60_000)
        expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
        walk.goes("removed while signed in", page)
        served.name({**TIINA, "issuer": "https://other.example"}, EEVA)
        walk.goes("the same subject of another issuer", page)
        served.name({**TIINA, "team": ["toinen"]})
        walk.goes("team of another project", page)
        served.members.write_text("[[members")
        walk.goes("with a list that cannot be read", page)
        served.members.unlink()
        walk.goes("without a list", page)
        served.name(TIINA, EEVA)
        walk.goes("named again", page, team=True)
        page.goto(f"{served.address}?lang=en")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="End session").click()
        expect(page.get_by_role("button", name="Kirjaudu", exact=True)).to_be_visible(
            timeout=60_000
        )
        walk.goes("signed out again", page)
        as_("a cookie of before signing out", cookies=kept)
    assert not walk.unexpected, "\n".join(walk.unexpected)


def _noted(asked: list[str]) -> Callable[[Request], None]:
    return lambda request: asked.append(request.url)


@pytest.mark.long
def test_what_not_everyone_sees_lies_at_no_address(
    served: Signing, browser: BrowserContext
) -> None:
    assert browser.browser
    served.name(TIINA, EEVA)
    for subject, address in (
        ("tiina", "overview?snapshot=2&lang=en"),
        ("tiina", "overview?lang=en"),
        ("eeva", "overview?snapshot=3&lang=en"),
    ):
        with someone(browser.browser) as own:
            page = own.new_page()
            asked: list[str] = []
            page.on("request", _noted(asked))
            sign_in(page, served, subject)
            opened(page, served, address)
            page.get_by_text("Download", exact=True).first.click()
            with page.expect_download(timeout=60_000) as taken:
                page.get_by_role("button", name="Excel (XLSX)").first.click()
            assert Path(taken.value.path()).read_bytes().startswith(b"PK")
            settled(page)
            files = (urlsplit(url).path for url in asked)
            assert not [path for path in files if path.startswith("/media/") and "xlsx" in path]
