"""Who sees which page at which address: signed out, without a role, of the team, or no longer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mittaristo.project import Project
from tests.lib.browser import IN_A_BROWSER
from tests.lib.builders import GOOD, publish_rows
from tests.lib.sign_in import (
    TEAM_ONLY,
    Signing,
    opened,
    settled,
    sign_in,
    signing,
    someone,
)

pytestmark = IN_A_BROWSER

TEAMS = ("week", "quality", "import")


@pytest.fixture
def served(real: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Signing]:
    """A real project with a snapshot for everyone and a weekly one, and a server with sign-in."""
    publish_rows(real, GOOD, "2024-06-30")
    publish_rows(real, GOOD, "2024-07-31", "weekly")
    with signing(real.folder.parent, tmp_path, monkeypatch) as server:
        yield server


def rerun(page: Page) -> str:
    """The same page run again within its session, as by any choice of the reader."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Employments").click()
    page.wait_for_url("**/employments**")
    settled(page)
    page.go_back()
    page.wait_for_url("**/week**")
    expect(page.locator("h1")).not_to_have_text("Employments", timeout=60_000)
    return settled(page)


def test_the_list_decides_at_every_run(served: Signing, browser: BrowserContext) -> None:
    assert browser.browser
    served.name({"subject": "tiina", "team": ["koe"]})
    with someone(browser.browser) as own:
        page = own.new_page()
        assert TEAM_ONLY in opened(page, served, "week?lang=en")
        sign_in(page, served, "tiina")
        assert TEAM_ONLY not in opened(page, served, "week?lang=en")
        served.name({"subject": "olli", "team": ["koe"]})
        assert TEAM_ONLY in opened(page, served, "week?lang=en")
