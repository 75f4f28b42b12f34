"""What a page shows, as plain data: from registers to panels, without Streamlit."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from mittaristo.figures.model import Figures
from mittaristo.figures.periods import to_choose
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts import cards as cards_
from mittaristo.panels.parts import published
from mittaristo.panels.parts.panel import (
    Block,
    Card,
    Cards,
    Heading,
    Notice,
    Panel,
    left_out_once,
    makers,
)
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import employers, employments, overview, trainings
from mittaristo.panels.themes import THEMES
from mittaristo.privacy.disclosure import read_released
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    BUNDLED,
    GOOD,
    Tables,
    day,
    employment,
    publish_rows,
    snapshot_of,
    target,
    training,
)
from tests.lib.builders import published as a_published

PAGES = tuple(THEMES.values())
MAKERS = tuple(maker for page in PAGES for maker in makers(page))


def view(
    project: Project,
    tables: Tables,
    as_of: str = "2024-06-30",
    language: Language = "en",
    since: dt.date | None = None,
) -> View:
    """The figures of these rows, as everyone sees them."""
    snapshot = snapshot_of(project, tables, as_of)
    return View(snapshot.figures, language, since)


def test_a_panel_says_in_its_title_table_and_chart_what_the_rows_say(project: Project) -> None:
    rows = {
        **GOOD,
        "employments": [
            employment("J1", "A", "2024-02-10", support="direct"),
            employment("J2", "A", "2024-03-10", support="other"),
            employment("J3", "B", "2024-05-10", support="direct"),
        ],
    }
    seen = view(project, rows)
    persons = employments.persons_so_far(seen)
    assert persons is not None
    assert persons.title == "2 persons have found work"
    assert persons.table.headings == ("As of", "Persons employed")
    assert persons.table.rows[0] == ("30 Jun 2024", "2")
    assert persons.table.numeric == (False, True)
    assert "Persons employed: 2" in persons.alt
    by_month = employments.by_month(seen)
    assert by_month is not None
    assert by_month.title == "May 2024–Jun 2024: 1 employment began"
    assert by_month.table.headings == ("Month", "With direct support", "In other ways")
    assert ("May 2024", "1", "0") in by_month.table.rows


def last_marks(panel: Panel) -> list[float]:
    """The tops of what is drawn last: of a line at the as-of day, of bars in each month."""
    assert panel.chart
    [course] = [one for one in panel.chart.tables.values() if "total_text" in one.columns][:1]
    return course.filter(on=course["on"].max())["total"].to_list()


OLDER = [pytest.param(number, 1, marks=pytest.mark.long) for number in (1, 2, 3, 4, 5)]
"""Every period of every snapshot; each time every third of the newest one's."""


@pytest.mark.parametrize(("number", "every"), [*OLDER, (5, 3)])
def test_a_drawn_mark_reaches_the_printed_number_in_every_bundled_snapshot(
    number: int, every: int
) -> None:
    figures = open_snapshot(BUNDLED, number).figures
    days, _weekly = figures.comparison_days("everyone")
    periods = {one for since in (None, *days) for one in to_choose(figures, "everyone", since)}
    assert len(periods) >= 4 + len(days)
    for period in (None, *sorted(periods, key=lambda one: one.code)[::every]):
        assert_marks_reach(View(figures, "en", period=period))


def assert_marks_reach(seen: View) -> None:
    """The last mark is what is printed; in a period that of persons and employers who are new."""
    for maker, measures in (
        (employments.persons_so_far, ["clients_employed"]),
        (employers.met_and_clients, ["employers_met", "employer_clients"]),
    ):
        panel = maker(seen)
        assert panel is not None
        came = [
            seen.value(measure) if seen.period is None else seen.new(measure)
            for measure in measures
        ]
        assert last_marks(panel) == came
        said = [seen.wording.number(count) for count in came]
        assert panel.table.rows[0][1:] == tuple(said)
        assert all(f" {count}" in f" {panel.title}" for count in said)
    for maker, measure in (
        (employments.by_month, "employments"),
        (trainings.by_month, "training_attendances"),
        (employers.encounters_by_month, "encounters"),
    ):
        panel = maker(seen)
        assert panel is not None
        assert panel.chart
        [bars] = [one for one in panel.chart.tables.values() if "strength" in one.columns][:1]
        assert bars["count"].sum() == seen.value(measure)
        assert (bars["top"] - bars["bottom"] == bars["count"]).all()


def test_in_a_period_the_page_speaks_of_it_alone(project: Project) -> None:
    rows = {
        **GOOD,
        "employments": [
            employment("J1", "A", "2024-02-10", support="direct"),
            employment("J2", "A", "2024-08-10", support="other"),
            employment("J3", "B", "2024-09-10", support="direct"),
        ],
    }
    whole = view(project, rows, "2024-12-31")
    autumn = next(
        one for one in to_choose(whole.figures, "everyone", None) if one.code == "2024-h2"
    )
    seen = replace(whole, period=autumn)
    cards = employments.cards(seen)
    assert cards is not None
    assert cards.cards[0] == Card(
        "Persons employed", "2", ("<b>1</b> for the first time",), "", "clients_employed"
    )
    assert employments.heading(seen).lead == (
        "7–12/2024: 2 persons found work; employments: 2. For the first time in the project: 1."
    )
    by_month = employments.by_month(seen)
    assert by_month is not None
    assert by_month.title == "7–12/2024: 2 employments began"
    assert [row[0] for row in by_month.table.rows] == [
        "Dec 2024",
        "Nov 2024",
        "Oct 2024",
        "Sept 2024",
        "Aug 2024",
        "Jul 2024",
    ]
    assert overview.towards_targets(seen) is None


def test_a_period_that_begins_within_a_month_counts_only_its_own_days(project: Project) -> None:
    """Since 15 June: of June only the second half, in bars and in the line."""
    rows = {
        **GOOD,
        "employments": [
            employment("J1", "A", "2024-06-10", support="direct"),
            employment("J2", "B", "2024-06-20", support="direct"),
            employment("J3", "A", "2024-07-10", support="other"),
        ],
    }
    view(project, rows, "2024-06-15")
    whole = view(project, rows, "2024-07-31")
    since = day("2024-06-15")
    [period] = [one for one in to_choose(whole.figures, "everyone", since) if one.kind == "since"]
    assert period.code == "since-2024-06-15"
    seen = replace(whole, period=period)
    assert (seen.value("employments"), seen.value("clients_employed")) == (2, 2)
    by_month, persons = employments.by_month(seen), employments.persons_so_far(seen)
    assert by_month is not None
    assert persons is not None
    assert by_month.table.rows == (("Jul 2024", "0", "1"), ("Jun 2024", "1", "0"))
    assert persons.title.startswith("16 Jun 2024–31 Jul 2024: 1 person found")
    assert persons.table.rows[0] == ("31 Jul 2024", "1")


ONE_AS_SEVERAL = re.compile(r"(?<![\w.,:/+–−-])1 (?!needs)[a-z-]+[^s\W]s\b.{0,30}")
"""One of a thing, said in English as of several."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("tables", "notices"),
    [
        (GOOD, {"changes", "monitoring"}),
        ({name: [] for name in GOOD}, {"overview", "region", "changes", "monitoring", "pace"}),
        ({"milestones": []}, set(THEMES) - {"figures"}),
    ],
    ids=["rows", "no rows", "no registers"],
)
def test_every_maker_makes_something_or_nothing_whatever_a_project_keeps(
    project: Project, tables: Tables, notices: set[str], language: Language
) -> None:
    seen = view(project, tables, language=language)
    made = [block for maker in MAKERS if (block := maker(seen)) is not None]
    for panel in [block for block in made if isinstance(block, Panel)]:
        assert panel.title
        assert bool(panel.chart or panel.matrix) == bool(panel.alt)
        if panel.chart:
            assert panel.explanations
            named = {name for name in panel.chart.tables if name in str(panel.chart.spec)}
            assert named == set(panel.chart.tables)
    headings = [block for block in made if isinstance(block, Heading)]
    assert len(headings) == len(PAGES)
    told = {
        name
        for name, page in THEMES.items()
        if any(isinstance(maker(seen), Notice) for maker in makers(page))
    }
    assert told == notices, "what is missing is said on the page that misses it"
    assert language == "fi" or not ONE_AS_SEVERAL.findall(repr(made))


def test_a_measure_that_is_not_kept_has_no_card(project: Project) -> None:
    tables: Tables = {"trainings": [training("T1", "2024-02-01")]}
    cards = trainings.cards(view(project, tables))
    assert cards is not None
    assert [(card.name, card.value) for card in cards.cards] == [("Trainings held", "1")]
    assert employments.cards(view(project, tables, "2024-07-01")) is None


def test_a_card_says_how_much_of_its_target_is_reached(project: Project) -> None:
    rows = {**GOOD, "targets": [target("clients_joined", 4)]}
    made = cards_.cards(view(project, rows), ["clients_joined"])
    assert made is not None
    [card] = made.cards
    assert (card.value, card.aim) == ("2", "<b>50%</b> of the target 4")
    assert card.change == ()
    assert made.since == "The first snapshot: there is nothing to compare with."


def test_rows_that_were_left_out_are_told_once_where_their_register_counts_first(
    project: Project,
) -> None:
    seen = view(project, GOOD)
    figures = Figures.recorded(
        seen.figures.tables,
        seen.figures.catalogue,
        seen.as_of,
        synthetic=True,
        left_out={"services": 2, "budget": 1},
    )
    blocks: list[Block] = [
        Heading("Services"),
        Cards((), registers=frozenset({"services", "clients"})),
        Cards((), registers=frozenset({"services"})),
    ]
    told = [said for _block, said in left_out_once(View(figures, "en"), blocks)]
    assert told == [
        "",
        "Faulty rows of the registers that were left out on purpose: Services 2.",
        "",
    ]


def test_figures_are_the_same_computed_and_read_back(project: Project) -> None:
    outcome = publish_rows(project, GOOD, "2024-06-30")
    assert outcome.published
    assert outcome.figures
    read = open_snapshot(project.folder, 1).figures
    assert read.catalogue == outcome.figures.catalogue
    assert read.measures == outcome.figures.measures
    assert read.project == outcome.figures.project
    assert read.values == outcome.figures.values


@pytest.mark.parametrize(
    ("language", "row"),
    [
        (
            "en",
            (
                *("Persons employed", "about 1 employment", "1 person"),
                *("not comparable: another unit", "1 Jan 2024–30 Jun 2024"),
                *("30 Jun 2024 (assumed)", "News 1/2024, page 2", "Not distinct"),
            ),
        ),
        (
            "fi",
            (
                *("Työllistyneet", "noin 1 työllistyminen", "1 henkilö"),
                *("ei vertailukelpoinen: eri yksikkö", "1.1.2024–30.6.2024"),
                *("30.6.2024 (oletettu)", "News 1/2024, page 2", "Not distinct"),
            ),
        ),
    ],
)
def test_a_published_figure_stands_with_unit_day_and_note_and_why_it_is_not_compared(
    project: Project, language: Language, row: tuple[str, ...]
) -> None:
    told = a_published(
        "clients_employed",
        1,
        "2024-06-30",
        qualifier="about",
        unit="employments",
        as_of_basis="assumed",
        source="News 1/2024",
        place="page 2",
        note="Not distinct",
    )
    panel = published.everything(view(project, {**GOOD, "published": [told]}, language=language))
    assert panel is not None
    assert panel.table.rows == (row,)
    assert not panel.folded


def test_a_published_stock_is_shown_with_its_day_and_no_column_stands_empty(
    project: Project,
) -> None:
    told = a_published("clients_active", 2, "2024-03-31")
    panel = published.everything(view(project, {**GOOD, "published": [told]}))
    assert panel is not None
    [folded] = panel.folded
    headings = ("Figure", "Published", "Computed", "Difference", "Period", "Day of the figure")
    assert folded.table.headings == headings
    day_of_it = "31 Mar 2024"
    assert folded.table.rows == (
        ("Active clients", "2 persons", "2 persons", "0", day_of_it, day_of_it),
    )


def test_what_an_old_snapshot_did_not_record_of_published_figures_is_not_told(
    project: Project,
) -> None:
    seen = view(project, GOOD)
    later = {"published_unit", "published_as_of_basis", "published_place", "published_note"}
    old = seen.figures["values"].drop(*later, "comparable")
    tables = {**seen.figures.tables, "values": read_released(old)}
    panel = published.everything(View(replace(seen.figures, tables=tables), "en"))
    assert panel is not None
    assert panel.table.rows[0][:4] == ("Employments", "3", "1 employment", "–")
