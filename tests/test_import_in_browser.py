"""The page that takes registers in, in a real browser: from a drop to a snapshot or to nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mittaristo import store
from mittaristo.project import Project
from mittaristo.template import write_workbook
from tests.browser import IN_A_BROWSER, barriers, serving, visitor
from tests.builders import GOOD, client, make_project, publish_rows, write
from tests.test_import_page import state_of

pytestmark = IN_A_BROWSER


@pytest.fixture(autouse=True)
def as_the_team(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of these tests are started for the team."""
    monkeypatch.setenv("MITTARISTO_ROLE", "team")


def dropped(page: Page, address: str, files: list[Path], as_of: str) -> None:
    """Open the page, drop files, say the day, and read and check."""
    page.goto(f"{address}import?lang=en")
    expect(page.locator("h1")).to_have_text("May it be published?", timeout=60_000)
    parts = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    expect(parts).to_have_count(3, timeout=30_000)
    for part, digits in zip(parts.all(), as_of.split("."), strict=True):
        part.focus()
        page.keyboard.type(digits)
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_test_id("stFileChip")).to_have_count(len(files), timeout=30_000)
    expect(page.get_by_test_id("stFileChipIconSpinner")).to_have_count(0, timeout=30_000)
    # By keyboard: the calendar may still lie over the button.
    page.get_by_role("button", name="Read and check").press("Enter")


def test_from_drop_to_the_published_snapshot_and_its_figures(
    browser: BrowserContext, project: Project, tmp_path: Path, temporary: Path
) -> None:
    publish_rows(project, {**GOOD, "employments": []}, "2024-03-31")
    folder = write(tmp_path / "csv", GOOD)
    with serving(project.folder.parent) as address, visitor(browser, address) as seen:
        page = seen.page
        dropped(page, address, sorted(folder.glob("*.csv")), "30.06.2024")
        publish = page.get_by_role("button", name="Publish", exact=False)
        expect(publish).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Yes: no problems were found.")).to_be_visible()
        expect(page.get_by_text("Rows added: 1, changed: 0, removed: 0")).to_be_visible()
        expect(page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)")).to_have_count(1)
        assert barriers(page) == []
        assert store.numbers(project.folder) == [1]
        publish.click()
        said = page.get_by_text("Published: snapshot 2, as of 30 Jun 2024.")
        expect(said).to_be_visible(timeout=60_000)
        assert store.numbers(project.folder) == [1, 2]
        page.get_by_role("link", name="To the overview").click()
        expect(page.get_by_text("as of 30 Jun 2024").first).to_be_visible(timeout=60_000)
        assert seen.faults == []
        assert seen.elsewhere == []
    assert list(temporary.iterdir()) == []


def test_from_drop_to_problems_and_back(
    browser: BrowserContext, project: Project, tmp_path: Path, temporary: Path
) -> None:
    folder = write(tmp_path / "csv", {"clients": [client("A", "soonish"), client("B")]})
    before = state_of(project.folder.parent)
    with serving(project.folder.parent) as address, visitor(browser, address) as seen:
        page = seen.page
        dropped(page, address, [folder / "clients.csv"], "30.06.2024")
        expect(page.get_by_role("cell", name="this is not a date.")).to_be_visible(timeout=60_000)
        assert page.get_by_role("button", name="Publish").count() == 0
        assert "soonish" not in page.content()
        assert barriers(page) == []
        page.get_by_role("button", name="Choose again").click()
        expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=30_000)
        expect(page.get_by_test_id("stFileChip")).to_have_count(0)
        assert seen.faults == []
    assert state_of(project.folder.parent) == before
    assert list(temporary.iterdir()) == []


def test_a_workbook_that_is_cancelled_leaves_every_byte_as_it_was(
    browser: BrowserContext, project: Project, tmp_path: Path, temporary: Path
) -> None:
    write_workbook(tmp_path / "registers.xlsx", "fi")
    publish_rows(project, GOOD, "2024-03-31")
    before = state_of(project.folder.parent)
    with serving(project.folder.parent) as address, visitor(browser, address) as seen:
        page = seen.page
        dropped(page, address, [tmp_path / "registers.xlsx"], "30.06.2024")
        expect(
            page.get_by_text("Clients: rows that would be removed: 2 of 2 (100%)")
        ).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=30_000)
        expect(page.get_by_test_id("stFileChip")).to_have_count(0)
        assert seen.faults == []
    assert state_of(project.folder.parent) == before
    assert list(temporary.iterdir()) == []


def test_the_navigation_shows_the_section_to_the_team_only(
    browser: BrowserContext, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MITTARISTO_ROLE")
    make_project(data, synthetic=False)
    with serving(data) as address, visitor(browser, address) as seen:
        seen.page.goto(f"{address}import")
        said = seen.page.get_by_text("Tämä sivu on hankkeen tiimille.")
        expect(said).to_be_visible(timeout=60_000)
        navigation = seen.page.get_by_test_id("stSidebarNav")
        expect(navigation.get_by_text("Yhteenveto")).to_be_visible()
        expect(navigation.get_by_text("Tuonti")).to_have_count(0)
        expect(navigation.get_by_text("Tiimi")).to_have_count(0)
