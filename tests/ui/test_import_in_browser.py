"""The page that takes registers in, in a real browser: from a drop to a snapshot or to nothing."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, Page, expect

from mittaristo.figures.definitions import Definitions
from mittaristo.i18n.terms import words
from mittaristo.i18n.translation import Language
from mittaristo.importing.template import write_workbook
from mittaristo.project import Project
from mittaristo.snapshots import reading
from mittaristo.ui.streamlit_fixes import wording
from tests.lib.browser import IN_A_BROWSER, ROOT, Watched, barriers, serving, visitor
from tests.lib.builders import GOOD, client, make_project, snapshot_of, write
from tests.lib.store import state_of

pytestmark = IN_A_BROWSER

DAY = ".st-key-import-day"
"""The field of the as-of date."""


@dataclass(frozen=True)
class Server:
    """A server for the team. Nothing may be left in its temporary folder."""

    address: str
    data: Path
    temporary: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests: each has a project of its own in its data folder."""
    data, temporary = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("temporary")
    with serving(data, MITTARISTO_ROLE="team", TMPDIR=str(temporary)) as address:
        yield Server(address, data, temporary)


@pytest.fixture
def project(server: Server) -> Project:
    return make_project(server.data, f"koe-{len(list(server.data.iterdir()))}")


@pytest.fixture
def seen(browser: BrowserContext, server: Server) -> Iterator[Watched]:
    """A visitor who has come to no page yet."""
    with visitor(browser, server.address) as seen:
        yield seen


HEADINGS = {"en": "May it be published?", "fi": "Voiko julkaista?"}
CHECKS = {"en": "Read and check", "fi": "Lue ja tarkista"}


def address_of(server: Server, project: Project, language: Language) -> str:
    return f"{server.address}import?lang={language}&project={project.id}"


def dropped(
    page: Page, address: str, files: list[Path], as_of: str, language: Language = "en"
) -> None:
    """Open the page at an address, drop files, say the day, and read and check."""
    page.goto(address)
    expect(page.locator("h1")).to_have_text(HEADINGS[language], timeout=60_000)
    parts = page.locator(DAY).get_by_role("spinbutton")
    expect(parts).to_have_count(3, timeout=30_000)
    for part, digits in zip(parts.all(), as_of.split("."), strict=True):
        part.focus()
        page.keyboard.type(digits)
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_test_id("stFileChip")).to_have_count(len(files), timeout=30_000)
    expect(page.get_by_test_id("stFileChipIconSpinner")).to_have_count(0, timeout=30_000)
    # By keyboard: the calendar may still lie over the button.
    page.get_by_role("button", name=CHECKS[language]).press("Enter")


def test_from_drop_to_the_published_snapshot_and_its_figures(
    server: Server, project: Project, seen: Watched, tmp_path: Path
) -> None:
    snapshot_of(project, {**GOOD, "employments": []}, "2024-03-31")
    folder = write(tmp_path / "csv", GOOD)
    page = seen.page
    dropped(page, address_of(server, project, "en"), sorted(folder.glob("*.csv")), "30.06.2024")
    publish = page.get_by_role("button", name="Publish", exact=False)
    expect(publish).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Yes: no problems were found.")).to_be_visible()
    expect(page.get_by_text("Rows added: 1, changed: 0, removed: 0")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)")).to_have_count(1)
    assert barriers(page) == []
    assert reading.numbers(project.folder) == [1]
    publish.click()
    said = page.get_by_text("Published: snapshot 2, as of 30 Jun 2024.")
    expect(said).to_be_visible(timeout=60_000)
    assert reading.numbers(project.folder) == [1, 2]
    page.get_by_role("link", name="To the overview").click()
    expect(page.get_by_text("as of 30 Jun 2024").first).to_be_visible(timeout=60_000)
    assert seen.faults == []
    assert seen.elsewhere == []
    assert list(server.temporary.iterdir()) == []


@pytest.mark.long
def test_from_drop_to_problems_and_back(
    server: Server, project: Project, seen: Watched, tmp_path: Path
) -> None:
    folder = write(tmp_path / "csv", {"clients": [client("A", "soonish"), client("B")]})
    before = state_of(project.folder)
    page = seen.page
    dropped(page, address_of(server, project, "en"), [folder / "clients.csv"], "30.06.2024")
    expect(page.get_by_role("cell", name="this is not a date.")).to_be_visible(timeout=60_000)
    assert page.get_by_role("button", name="Publish").count() == 0
    assert "soonish" not in page.content()
    assert barriers(page) == []
    page.get_by_role("button", name="Choose again").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stFileChip")).to_have_count(0)
    assert seen.faults == []
    assert state_of(project.folder) == before
    assert list(server.temporary.iterdir()) == []


@pytest.mark.long
def test_a_workbook_that_is_cancelled_leaves_every_byte_as_it_was(
    server: Server, project: Project, seen: Watched, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "registers.xlsx", "fi")
    snapshot_of(project, GOOD, "2024-03-31")
    before = state_of(project.folder)
    page = seen.page
    dropped(page, address_of(server, project, "en"), [tmp_path / "registers.xlsx"], "30.06.2024")
    expect(page.get_by_text("Clients: rows that would be removed: 2 of 2 (100%)")).to_be_visible(
        timeout=60_000
    )
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stFileChip")).to_have_count(0)
    assert seen.faults == []
    assert state_of(project.folder) == before
    assert list(server.temporary.iterdir()) == []


# --- In Finnish nothing is left in English ------------------------------------------------------


def words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text.casefold())}


@cache
def english() -> set[str]:
    """The words that only English sentences have: those of the catalogue, and Streamlit's own."""
    with (ROOT / "mittaristo" / "i18n" / "locales" / "fi.po").open("rb") as source:
        catalogue = [message for message in read_po(source) if message.id]
    known = [said for room in words().values() for said in room.values()]
    streamlit = [*wording.WORDS, *wording.PARTS, "Upload Browse Drag Drop Close Expand Collapse"]
    months = [calendar.month_name[month] for month in range(1, 13)]
    ours = [*(str(message.id) for message in catalogue), *(said["en"] for said in known)]
    finnish = [*(str(message.string) for message in catalogue), *(said["fi"] for said in known)]
    labels = Definitions.load().names().values()
    return words_of([*ours, *streamlit, *months, *(name["en"] for name in labels)]) - words_of(
        [*finnish, *(name["fi"] for name in labels), "csv xlsx toml Vega"]
    )


SAID = """() => [
    ...document.querySelectorAll("[data-testid=stMain], [role=dialog], [role=listbox]")
].flatMap((root) => [
    root.innerText,
    ...[...root.querySelectorAll("[aria-label], [title], [alt], [aria-valuetext]")]
        .filter((one) => !one.closest("svg") && one.checkVisibility())
        .flatMap((one) => ["aria-label", "title", "alt", "aria-valuetext"].map(
            (name) => one.getAttribute(name) ?? ""))
])"""


def english_left(page: Page) -> set[str]:
    """English words that a reader sees or hears, but for names of files, headings and icons."""
    texts = [re.sub(r"\w+\.(csv|xlsx)|\w+_\w+", "", text) for text in page.evaluate(SAID)]
    icons = page.locator("[data-testid=stIconMaterial]").all_inner_texts()
    return (words_of(texts) & english()) - words_of(icons)


@pytest.mark.long
def test_in_finnish_no_english_is_left_on_the_way(
    server: Server, project: Project, seen: Watched, tmp_path: Path
) -> None:
    snapshot_of(project, {**GOOD, "employments": []}, "2024-03-31")
    folder = write(tmp_path / "csv", {**GOOD, "clients": [client("A", "10.1.2024"), client("B")]})
    page = seen.page
    page.goto(address_of(server, project, "fi"))
    page.locator("input[type=file]").set_input_files([folder / "clients.csv"])
    remove = page.get_by_role("button", name="Poista clients.csv")
    expect(remove).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Lisää tiedostoja")).to_be_visible()
    expect(page.get_by_test_id("stFileChip")).to_have_text(re.compile(r"clients.csv\d+\st$"))
    page.locator(DAY).get_by_role("button", name="Valitse päivä").click()
    days = page.get_by_role("dialog", name="Valitse päivä")
    expect(days).to_be_visible()
    assert english_left(page) == set()
    days.get_by_role("button", name="Edellinen kuukausi").click()
    days.get_by_role("button", name="kuukausi").filter(has_text="kuu").click()
    expect(page.get_by_role("option", name="tammikuu")).to_be_visible()
    assert english_left(page) == set(), "said again after each rendering"
    week = days.locator("thead").inner_text().split()
    assert week in (list("SMTKTPL"), list("MTKTPLS"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    remove.click()
    expect(page.get_by_role("button", name="Valitse tai pudota tiedostot")).to_be_visible()
    assert english_left(page) == set()

    dropped(
        page, address_of(server, project, "fi"), sorted(folder.glob("*.csv")), "30.06.2024", "fi"
    )
    publish = page.get_by_role("button", name="Julkaise", exact=False)
    expect(publish).to_be_visible(timeout=60_000)
    assert english_left(page) == set()
    publish.click()
    expect(page.get_by_text("Julkaistu: tietopoiminta 2")).to_be_visible(timeout=60_000)
    assert english_left(page) == set()

    write(folder, {"clients": [client("A", "pian"), client("B", closed_on="2023-01-01")]})
    dropped(page, address_of(server, project, "fi"), [folder / "clients.csv"], "30.06.2024", "fi")
    expect(page.get_by_role("cell", name="tämä ei ole päivämäärä.")).to_be_visible(timeout=60_000)
    assert english_left(page) == set()
    assert seen.faults == []


@pytest.mark.long
def test_another_language_takes_the_place_of_the_one_before(
    server: Server, project: Project, seen: Watched
) -> None:
    page = seen.page
    page.goto(address_of(server, project, "fi"))
    upload, choose = page.get_by_test_id("stFileUploader"), page.locator(DAY)
    for language, files, days in (
        ("", "Valitse tai pudota tiedostot", "Valitse päivä"),
        ("English", "Choose or drop files", "Choose the day"),
        ("Suomi", "Valitse tai pudota tiedostot", "Valitse päivä"),
    ):
        if language:
            page.get_by_role("radio", name=language).click()
        expect(upload.get_by_role("button", name=files)).to_be_visible(timeout=60_000)
        expect(choose.get_by_role("button", name=days)).to_be_visible(timeout=60_000)
    assert seen.faults == []


def test_a_workbook_of_another_kind_is_answered_in_finnish(
    server: Server, project: Project, seen: Watched, tmp_path: Path
) -> None:
    (tmp_path / "vanha.xls").write_bytes(b"x")
    page = seen.page
    dropped(page, address_of(server, project, "fi"), [tmp_path / "vanha.xls"], "30.06.2024", "fi")
    said = page.get_by_text("Avaa se Excelissä ja tallenna se Excel-työkirjana (.xlsx).")
    expect(said).to_be_visible(timeout=60_000)
    assert english_left(page) == set()
    assert seen.faults == []


def test_the_navigation_shows_the_section_to_the_team_only(
    browser: BrowserContext, data: Path
) -> None:
    make_project(data, synthetic=False)
    with serving(data) as address, visitor(browser, address) as seen:
        seen.page.goto(f"{address}import")
        said = seen.page.get_by_text("Tämä sivu on hankkeen tiimille.", exact=False)
        expect(said).to_be_visible(timeout=60_000)
        navigation = seen.page.get_by_test_id("stSidebarNav")
        expect(navigation.get_by_text("Yhteenveto")).to_be_visible()
        expect(navigation.get_by_text("Tuonti")).to_have_count(0)
        expect(navigation.get_by_text("Tiimi")).to_have_count(0)
