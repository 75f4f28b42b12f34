"""The dashboard in a real browser: what AppTest cannot see."""

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from itertools import product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mittaristo.example.facts import (
    COURSES,
    EVENTS,
    PILOTS,
    PRACTICES,
    PROJECTS,
    PUBLISHED,
    WITHOUT_A_DAY,
)
from mittaristo.figures.definitions import Definitions
from mittaristo.i18n.terms import words
from mittaristo.i18n.translation import LANGUAGES, Language, translator
from mittaristo.panels.meeting.projector import SCREENS
from mittaristo.panels.parts.view import View
from mittaristo.project import projects
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.browser import IN_A_BROWSER, Watched, barriers, open_all, ready, serving, visitor
from tests.lib.builders import BUNDLED
from tests.lib.sentences import sentences

PAGES = {
    "": 1,
    "clients": 3,
    "employments": 3,
    "trainings": 2,
    "employers": 2,
    "goals": 0,
    "network": 2,
    "region": 3,
    "figures": 0,
    "agenda": 0,
    "changes": 2,
    "pace": 3,
    "monitoring": 0,
    "indicators": 1,
    "reconciliation": 1,
    "figure": 0,
    "definitions": 0,
    "snapshots": 0,
}
"""Path of a page with figures → number of charts on it."""

OTHERS = ("pack", "projector", "draft", "week", "quality", "import", "protection", "accessibility")

EVERY_PAGE = {**PAGES, **dict.fromkeys(OTHERS, 0), "projects": 1}

LONG = pytest.mark.long

FEW = ("", "employments", "agenda")
"""Pages of each kind. What is tried on these each time waits for the larger sweep on the others."""

FEW_FIRST = [pytest.param(path, marks=[] if path in FEW else LONG) for path in PAGES]

TITLES = [course.title for course in COURSES] + [event.title_en for event in EVENTS]
TITLES += [title_en for _id, _title_fi, title_en in WITHOUT_A_DAY]
TITLES += [note for *_row, note in PUBLISHED if note]
TITLES += [*(name for _id, name, *_more in (*PILOTS, *PRACTICES)), *(name for name, *_ in PROJECTS)]
"""Names of trainings, services and notes are on every page as the project gave them."""

pytestmark = IN_A_BROWSER


@pytest.mark.parametrize("count", [len(FEW), pytest.param(20, marks=LONG)])
def test_first_visitors_of_a_cold_server_meet_no_error(browser: BrowserContext, count: int) -> None:
    with serving() as cold, ExitStack() as all_at_once:
        visitors = [all_at_once.enter_context(visitor(browser, cold)) for _ in range(count)]
        paths = [FEW[number % len(FEW)] for number in range(count)]
        for seen, path in zip(visitors, paths, strict=True):
            seen.page.goto(cold + path, wait_until="commit")
        for seen, path in zip(visitors, paths, strict=True):
            ready(seen.page, PAGES[path])
            expect(seen.page.get_by_test_id("stException")).to_have_count(0)
            expect(seen.page.get_by_role("dialog")).to_have_count(0)
            assert not seen.faults


LOOKS = [
    pytest.param(path, language, dark, marks=[] if place % 8 == 2 * look else LONG)
    for place, path in enumerate(EVERY_PAGE)
    for look, (language, dark) in enumerate(
        [("fi", False), ("en", True), ("fi", True), ("en", False)]
    )
]
"""Each page in each language and look; each time every other page in one of them, in turn."""

TEXTS = {
    "fi": r"^Tilanne (30\.4\.2026|31\.12\.2025)\. .*\d",
    "en": r"^As of (30 Apr 2026|31 Dec 2025)\. .*\d",
}
"""How the text of a chart begins."""


@pytest.mark.parametrize(("path", "language", "dark"), LOOKS)
def test_a_page_has_no_error_and_no_barrier_and_its_charts_a_text_and_a_table(
    tab: Watched, address: str, path: str, language: str, dark: bool
) -> None:
    tab.looks(dark=dark)
    page = tab.page
    page.goto(f"{address}{path}?lang={language}")
    ready(page, EVERY_PAGE[path])
    assert page.evaluate("document.documentElement.lang") == language
    open_all(page)
    assert barriers(page) == []
    for chart in page.get_by_test_id("stVegaLiteChart").all() if path in PAGES else ():
        expect(chart).to_have_attribute("aria-label", re.compile(TEXTS[language]))
    assert page.locator("table.figures:visible").count() >= PAGES.get(path, 0)
    assert tab.faults == []
    assert tab.elsewhere == []


NOT_ONLY_LONG = (("", "2025", "fi", False), ("employments", "2024-h2", "en", True))

OF_A_PERIOD = [
    pytest.param(path, *way, marks=[] if (path, *way) in NOT_ONLY_LONG else LONG)
    for path in ("", "clients", "employments", "trainings", "employers", "network", "figures")
    for way in product(("2025", "2024-h2", "since-2025-12-31"), LANGUAGES, (False, True))
]


@pytest.mark.parametrize(("path", "period", "language", "dark"), OF_A_PERIOD)
def test_a_page_of_a_period_has_no_barrier_and_no_error(
    tab: Watched, address: str, path: str, period: str, language: str, dark: bool
) -> None:
    tab.looks(dark=dark)
    tab.page.goto(f"{address}{path}?lang={language}&period={period}")
    ready(tab.page)
    assert f"period={period}" in tab.page.url, "the period is one of the project's"
    open_all(tab.page)
    assert barriers(tab.page) == []
    assert tab.faults == []


@cache
def said_in(language: Language) -> frozenset[str]:
    """Sentences, labels and words that the other language says otherwise."""
    finnish = translator("fi")
    pairs: list[Mapping[Language, str]] = [
        {"en": sentence, "fi": finnish(sentence)} for sentence in sentences()
    ]
    for entry in Definitions.load().explanations.values():
        pairs += [entry[what] for what in ("label", "definition", "source")]
    for room in words().values():
        pairs += list(room.values())
    both = {pair["en"] for pair in pairs} & {pair["fi"] for pair in pairs}
    whole = {pair[language] for pair in pairs if pair["en"] != pair["fi"]} - both
    said = {longest_piece(sentence) for sentence in whole}
    return frozenset(piece for piece in said if len(piece) > 4)


def longest_piece(sentence: str) -> str:
    """What stands on the page as it is, whatever fills the sentence's places."""
    return max(re.split(r"\{[^}]+\}", sentence), key=len).strip(" .,:;*`–\n")


@pytest.mark.parametrize("path", FEW_FIRST)
def test_the_answer_is_seen_without_scrolling_and_another_language_changes_every_word(
    tab: Watched, address: str, path: str
) -> None:
    """First in Finnish, then after a click on English: no word of the other language is left."""
    page = tab.page
    tab.looks(1440, 900)
    page.goto(address + path)
    ready(page, PAGES[path])
    drawn = "[data-testid=stVegaLiteChart], table.matrix, table.listing"
    in_tables = path in ("monitoring", "figure", "snapshots")
    answers = page.locator("table.figures" if in_tables else drawn)
    box = answers.first.bounding_box()
    assert box
    below = 900 - box["y"]
    assert below >= min(box["height"], 300)
    assert words_left(page, "en") == set()
    page.get_by_text("English", exact=True).click()
    last = page.get_by_role("link", name="Permanent link to this view")
    expect(last).to_be_visible(timeout=60_000)
    ready(page, PAGES[path])
    assert words_left(page, "fi") == set()


MEANT_SO = """
[lang="{language}"], [data-testid=stIconMaterial], [data-testid=stCode] {{ visibility: hidden }}
"""
"""What may stand on a page of the other language: what says that it is of this one, names of icons,
which nobody sees, and queries."""


def words_left(page: Page, language: Language) -> set[str]:
    """What of this language stands on a page, with all that is folded on it."""
    open_all(page)
    page.add_style_tag(content=MEANT_SO.format(language=language))
    main = page.locator("[data-testid=stMain], [data-testid=stSidebar]")
    text = "\n".join(main.all_inner_texts())
    drawn = page.locator("[data-testid=stVegaLiteChart] svg text").all_text_contents()
    shown = "\n".join([text, *drawn])
    in_no_language = r"queries/\S+|http://\S+|python -m mittaristo .*"  # files and commands
    shown = re.sub(in_no_language, "", shown)
    for name in ("Next Level", "Kieli · Language", "Suomi", "English", *TITLES):
        shown = shown.replace(name, "")
    there = [said for said in said_in(language) if said in shown]
    return {said for said in there if re.search(rf"(?<!\w){re.escape(said)}(?!\w)", shown)}


@pytest.mark.parametrize("pages", [FEW, pytest.param(tuple(EVERY_PAGE), marks=LONG)])
@pytest.mark.parametrize(
    "width",
    [320, pytest.param(390, marks=LONG), pytest.param(720, marks=LONG)],
    ids=lambda width: f"{width} px",
)
def test_nothing_runs_out_of_the_page_sideways(
    tab: Watched, address: str, width: int, pages: tuple[str, ...]
) -> None:
    """320 is 1280 at 400 %, 720 is 1440 at 200 %: a reader who enlarges sees it all."""
    tab.looks(width, 700)
    for path in pages:
        tab.page.goto(address + path)
        ready(tab.page, EVERY_PAGE[path])
        tab.page.wait_for_timeout(500)
        wide = tab.page.evaluate(
            """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(one =>
              !one.closest('.wide') && one.getClientRects().length
              && one.getBoundingClientRect().right > window.innerWidth + 1
            ).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert wide == []
        assert tab.faults == []


@pytest.mark.parametrize(
    "width",
    [1280, pytest.param(1440, marks=LONG), pytest.param(1920, marks=LONG)],
    ids=lambda width: f"{width} px",
)
@pytest.mark.parametrize(
    ("language", "month", "other"), [("fi", "7/2025", "Jul 2025"), ("en", "Jul 2025", "7/2025")]
)
def test_titles_of_milestones_touch_nothing_and_months_are_in_the_language_of_the_page(
    tab: Watched, address: str, language: str, month: str, other: str, width: int
) -> None:
    tab.looks(width, 900)
    tab.page.goto(f"{address}employments?lang={language}")
    ready(tab.page, PAGES["employments"])
    texts = "[...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')]"
    drawn = tab.page.evaluate(f"() => {texts}.map(one => one.textContent)")
    assert month in drawn
    assert other not in drawn
    boxes = tab.page.evaluate(
        f"""() => {texts}.filter(one => one.closest('.role-mark') && one.textContent.trim())
          .map(one => [one.textContent, one.getBoundingClientRect()])
          .filter(([_, box]) => box.width > 0)"""
    )
    assert len(boxes) > 8
    for place, (one, here) in enumerate(boxes):
        for another, there in boxes[place + 1 :]:
            apart = (
                here["right"] <= there["left"]
                or there["right"] <= here["left"]
                or here["bottom"] <= there["top"] + 3
                or there["bottom"] <= here["top"] + 3
            )
            assert apart, (one, another)


def test_everything_can_be_reached_by_keyboard_and_shows_where_one_is(
    browser: BrowserContext, address: str
) -> None:
    with visitor(browser, address) as seen:
        page = seen.page
        page.goto(address)
        ready(page, PAGES[""])
        reached, unmarked = [], []
        for _ in range(120):
            page.keyboard.press("Tab")
            name, tag, outline = page.evaluate(
                "() => { const at = document.activeElement; return ["
                "(at.innerText || at.ariaLabel || '').trim(), at.tagName,"
                " getComputedStyle(at.closest('[role=group]') ?? at).outlineStyle] }"
            )
            if tag == "BODY":
                break
            reached.append(name)
            if outline == "none" and tag != "MAIN":
                unmarked.append(name)
        assert unmarked == []
        assert reached[0] == "Siirry sisältöön"
        for wanted in ("Työnantajat", "Tilanne", "Taulukko", "Lataa", "Pysyvä linkki"):
            assert any(wanted in name for name in reached), wanted
        for _ in range(20):
            page.keyboard.press("Tab")
            if "Työllistymiset" in page.evaluate("() => document.activeElement.innerText"):
                break
        page.keyboard.press("Enter")
        expect(
            page.get_by_role("heading", level=1, name="Kuinka moni on saanut työtä?")
        ).to_be_visible(timeout=30_000)


ON_PAPER = [
    pytest.param(path, dark, marks=[] if path in FEW[1 - dark :: 2] else LONG)
    for path in PAGES
    for dark in (False, True)
]
"""Each time every second of the few in the dark, the others in the light."""


@pytest.mark.parametrize(("path", "dark"), ON_PAPER)
def test_paper_gets_the_figures_and_not_the_controls(
    tab: Watched, address: str, path: str, dark: bool
) -> None:
    page = tab.page
    tab.looks(1030, 700, dark=dark)
    page.goto(address + path)
    ready(page, PAGES[path])
    page.emulate_media(media="print", color_scheme="dark" if dark else "light")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stExpander").first).to_be_hidden()
    expect(page.locator(".origin").first).to_be_hidden()
    expect(page.get_by_alt_text("EU-tunnus")).to_be_visible()
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart).to_be_visible()
        expect(chart).to_have_css("filter", re.compile("invert" if dark else "none"))
    expect(page.locator("h1")).to_have_css("color", "rgb(11, 18, 32)")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    hidden = page.evaluate(
        "() => document.documentElement.scrollHeight + 1 < document.querySelector("
        "'[data-testid=stMainBlockContainer]').getBoundingClientRect().height"
    )
    assert not hidden


def test_the_co_funding_is_seen_without_scrolling_and_the_emblem_is_whole(
    tab: Watched, address: str
) -> None:
    for width, height in ((1440, 900), (390, 844)):
        tab.looks(width, height)
        tab.page.goto(address)
        ready(tab.page, PAGES[""])
        emblem = tab.page.get_by_alt_text("EU-tunnus")
        box = emblem.bounding_box()
        assert box
        assert box["y"] + box["height"] < height
        assert emblem.evaluate("image => image.naturalWidth / image.naturalHeight") > 1.4
        expect(tab.page.get_by_text("Euroopan unionin osarahoittama")).to_be_in_viewport()


def test_choices_stand_in_the_link_and_the_link_gives_the_same_view(
    browser: BrowserContext, address: str
) -> None:
    with visitor(browser, address) as seen:
        page = seen.page
        page.goto(f"{address}employments")
        ready(page, PAGES["employments"])
        page.get_by_text("English", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="How many found work?")).to_be_visible(
            timeout=30_000
        )
        ready(page, PAGES["employments"])
        page.get_by_test_id("stSelectbox").nth(1).locator("input").click()
        page.get_by_role("option", name="31 Dec 2025").click()
        expect(page.locator(".eu")).to_contain_text("as of 31 Dec 2025", timeout=30_000)
        ready(page, PAGES["employments"])
        page.get_by_test_id("stSelectbox").nth(2).locator("input").click()
        page.get_by_role("option", name="31 Dec 2024").click()
        expect(page.get_by_text("Changes since 31 Dec 2024").first).to_be_visible(timeout=30_000)
        page.get_by_role("link", name="Employers").click()
        expect(page.get_by_role("heading", level=1, name="Why 33, not 200?")).to_be_visible(
            timeout=30_000
        )
        query = urlsplit(page.url)
        assert query.path == "/employers"
        assert set(query.query.split("&")) == {"lang=en", "snapshot=3", "since=2024-12-31"}
        assert seen.faults == []
        link = page.url
        page.get_by_test_id("stSelectbox").nth(3).locator("input").click()
        page.get_by_role("option", name="2025", exact=True).click()
        expect(
            page.get_by_role("heading", level=1, name="How many employers are with us?")
        ).to_be_visible(timeout=30_000)
        assert "period=2025" in urlsplit(page.url).query.split("&")
        assert barriers(page) == []
        assert seen.faults == []

    with visitor(browser, address) as other:
        other.page.goto(link)
        expect(other.page.get_by_role("heading", level=1, name="Why 33, not 200?")).to_be_visible(
            timeout=30_000
        )
        expect(other.page.get_by_text("as of 31 Dec 2025").first).to_be_visible(timeout=30_000)
        expect(other.page.get_by_text("Changes since 31 Dec 2024").first).to_be_visible(
            timeout=30_000
        )
        other.page.goto(f"{link}&period=2025")
        expect(other.page.locator("p.lead")).to_contain_text("2025: ", timeout=30_000)
        assert other.faults == []


def test_the_first_page_has_an_address_of_its_own(browser: BrowserContext, address: str) -> None:
    with visitor(browser, address) as seen:
        for path in ("overview", ""):
            seen.page.goto(address + path)
            ready(seen.page, PAGES[""])
            expect(seen.page.get_by_role("dialog")).to_have_count(0)
            here = seen.page.locator("[data-testid=stSidebarNavLink][aria-current=page]")
            expect(here).to_contain_text("Yhteenveto")
        assert seen.faults == []


@pytest.mark.parametrize(
    ("language", "said", "first"),
    [
        pytest.param("fi", "Sivua ei ole", "Yhteenveto", marks=LONG),
        ("en", "There is no such page", "Overview"),
    ],
)
def test_an_address_that_no_page_has_is_answered_in_the_reader_s_language(
    browser: BrowserContext, address: str, language: str, said: str, first: str
) -> None:
    with visitor(browser, address) as seen:
        seen.page.goto(f"{address}työ?lang={language}&snapshot=3")
        ready(seen.page, 0)
        expect(seen.page.get_by_role("heading", level=1, name=said)).to_be_visible()
        expect(seen.page.get_by_role("dialog")).to_have_count(0)
        main = seen.page.get_by_test_id("stMain")
        expect(main.get_by_text("/työ")).to_be_visible()
        alone = len(projects(BUNDLED.parent)) < 2  # then the page of all projects is not there
        expect(main.get_by_test_id("stPageLink")).to_have_count(len(EVERY_PAGE) - alone)
        assert barriers(seen.page) == []
        main.get_by_role("link", name=first).click()
        expect(seen.page.get_by_test_id("stVegaLiteChart")).to_have_count(1, timeout=60_000)
        assert "snapshot=3" in seen.page.url
        seen.page.go_back()
        expect(seen.page.get_by_role("heading", level=1, name=said)).to_be_visible(timeout=60_000)
        assert seen.faults == []


def test_links_of_the_side_bar_keep_the_choices_and_back_goes_back_a_page(
    browser: BrowserContext, address: str
) -> None:
    with visitor(browser, address) as seen:
        page, title = seen.page, seen.page.locator("h1")
        page.goto(f"{address}employments?lang=en&snapshot=3&since=2024-12-31")
        ready(page, PAGES["employments"])
        for name, question in (("Employers", "Why 33"), ("Trainings", "Which training")):
            link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=name)
            link.hover()
            query = urlsplit(link.get_attribute("href") or "").query
            assert query == "lang=en&snapshot=3&since=2024-12-31"
            link.click()
            expect(title).to_contain_text(question, timeout=60_000)
            expect(page).to_have_url(re.compile("since=2024-12-31"), timeout=60_000)
        for path, question in (("/employers", "Why 33"), ("/employments", "How many")):
            page.go_back()
            expect(title).to_contain_text(question, timeout=60_000)
            assert urlsplit(page.url).path == path
            assert set(urlsplit(page.url).query.split("&")) == set(query.split("&"))
        assert seen.faults == []


def test_a_period_comes_back_with_its_page(browser: BrowserContext, address: str) -> None:
    """Also from a page that is of the whole project, and has the choice but not the use of it."""
    with visitor(browser, address) as seen:
        page, title = seen.page, seen.page.locator("h1")
        page.goto(f"{address}employments?lang=en&period=2025-h2")
        ready(page)
        for name, question in (("Changes", "What has changed"), ("Trainings", "Which training")):
            page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
            expect(title).to_contain_text(question, timeout=60_000)
            expect(page).to_have_url(re.compile("period=2025-h2"), timeout=60_000)
        for question in ("What has changed", "How many"):
            page.go_back()
            expect(title).to_contain_text(question, timeout=60_000)
            expect(page).to_have_url(re.compile("period=2025-h2"), timeout=60_000)
        assert seen.faults == []


def test_what_is_looked_for_is_found_while_it_is_typed_and_stands_in_the_link(
    browser: BrowserContext, address: str
) -> None:
    with visitor(browser, address, width=390, height=844) as seen:
        page = seen.page
        page.goto(f"{address}figures?lang=en")
        rows = page.locator("table.listing tbody tr")
        expect(rows).to_have_count(len(Definitions.load().measures), timeout=60_000)
        page.get_by_label("Find a figure or ask for one").press_sequentially("eura end", delay=30)
        expect(page.get_by_role("status").filter(has_text="Found: 2 of")).to_be_visible()
        expect(rows).to_have_count(2)
        expect(page).to_have_url(re.compile("find=eura"))
        expect(page.get_by_role("row", name="EURA end data recorded")).to_be_visible()
        expect(page.get_by_role("button", name="Clear the field")).to_be_visible()
        page.goto(page.url)
        expect(rows).to_have_count(2, timeout=60_000)
        assert seen.faults == []


SMALL = """() => {
  const found = [], app = document.querySelector("[data-testid=stMain]");
  const texts = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const part = texts.currentNode.parentElement, box = part.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(part).fontSize);
    if (texts.currentNode.data.trim() && box.width > 3 && box.height > 3 && size < 24)
      found.push(texts.currentNode.data);
  }
  for (const chart of app.querySelectorAll(".screen img")) {
    const points = Math.min(chart.clientWidth / chart.naturalWidth,
                            chart.clientHeight / chart.naturalHeight) * 12;
    if (points < 24) found.push(`chart: ${points}`);
  }
  return found;
}"""
"""Texts of less than 24 points, and charts whose words of 12 points come out smaller."""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), pytest.param(1920, 1080, marks=LONG)])
def test_the_projector_is_led_by_the_keyboard_and_read_from_the_last_row(
    browser: BrowserContext, address: str, width: int, height: int
) -> None:
    with visitor(browser, address, width=width, height=height) as seen:
        page = seen.page
        page.goto(f"{address}projector?lang=en&since=2025-06-30")
        ready(page, 0)
        kept = View(open_snapshot(BUNDLED, 5).figures, "en", dt.date(2025, 6, 30))
        screens = sum(maker(kept) is not None for _page, maker in SCREENS)
        for place in range(1, screens + 1):
            expect(page).to_have_url(re.compile(rf"screen={place}(&|$)"), timeout=60_000)
            expect(page.locator("[role=combobox], input").last).to_be_visible()
            ready(page, 0)
            assert page.evaluate(SMALL) == []
            main = page.get_by_test_id("stMain")
            assert main.evaluate("part => part.scrollHeight - part.clientHeight") <= 0
            expect(page.get_by_test_id("stSidebar")).to_be_hidden()
            if place < screens:
                page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(re.compile(rf"screen={screens - 1}(&|$)"), timeout=60_000)
        ready(page, 0)
        page.keyboard.press("b")
        expect(page.locator(".blank")).to_have_count(1, timeout=60_000)
        ready(page, 0)
        page.keyboard.press("b")
        expect(page.locator(".blank")).to_have_count(0, timeout=60_000)
        ready(page, 0)
        page.keyboard.press("Escape")
        expect(page).to_have_url(re.compile(rf"/{SCREENS[-2][0]}\?"), timeout=60_000)
        assert "since=2025-06-30" in page.url
        assert "screen=" not in page.url
        expect(page.get_by_test_id("stSidebar")).to_be_visible(timeout=60_000)
        assert not seen.faults
