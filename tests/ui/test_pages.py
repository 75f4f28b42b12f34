"""Each page through dashboard.py, with the figures that it must show."""

import re
from pathlib import Path
from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.figures.definitions import Definitions
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.importing.mapping import schema
from mittaristo.panels.themes import FOR_REVIEW
from mittaristo.project import Project, load
from mittaristo.snapshots import reading
from mittaristo.snapshots.manifest import Purpose
from tests.lib.builders import (
    BUNDLED,
    GOOD,
    SMALL,
    Tables,
    client,
    day,
    employer,
    make_project,
    milestone,
    publish,
    published,
    snapshot_of,
    training,
    write,
)
from tests.lib.pages import PAGES, Open, changes_of, charts_of, html_of, titles_of, values_of
from tests.lib.store import tamper

ROOT = Path(__file__).parents[2]

WITHOUT_CHARTS = (
    *("goals", "figures", "agenda", "monitoring", "week", "quality"),
    *("figure", "definitions", "snapshots"),
)
"""Pages that show tables only."""


FIGURES = {
    "overview": ["282", "844", "37", "115", "441"],
    "clients": ["1\xa0000", "844", "515", "758", "648"],
    "employments": ["282", "158", "133", "291", "111"],
    "trainings": ["30", "483", "441", "373"],
    "employers": ["37", "115", "191", "57"],
    "goals": [],
    "network": [],
    "region": [],
    "figures": [],
    "agenda": [],
    "changes": [],
    "monitoring": [],
    "week": [],
    "quality": [],
    "pace": [],
    "reconciliation": [],
    "figure": [],
    "definitions": [],
    "snapshots": [],
    "indicators": ["697", "171", "187", "47"],
}
"""Page → the large numbers of its cards."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages_with_its_numbers_and_says_that_they_are_invented(
    open_page: Open, page: str, language: str
) -> None:
    app = open_page(page, lang=language)
    assert [number.replace(",", "\xa0") for number in values_of(app)] == FIGURES[page]
    assert not app.exception
    assert not app.error
    shown = html_of(app)
    words = {
        "fi": ("Euroopan unionin osarahoittama", "tilanne <strong>30.4.2026", "keksitty"),
        "en": ("Co-funded by the European Union", "as of <strong>30 Apr 2026", "invented"),
    }[language]
    for word in words:
        assert word in shown
    assert len(app.title) + len(titles_of(app, 1)) == 1
    alternatives = charts_of(app)
    assert bool(alternatives) == (page not in WITHOUT_CHARTS)
    assert all(alternatives)
    assert shown.count("<table") >= len(alternatives)


def test_the_numbers_of_every_page_are_known() -> None:
    assert set(FIGURES) == set(PAGES)


def test_a_closed_panel_is_sent_when_it_is_opened(open_page: Open) -> None:
    app = open_page("clients")
    drawn = charts_of(app)
    app.session_state["panel-work-since-joining"] = True
    app = app.run()
    assert not app.exception
    assert len(charts_of(app)) == len(drawn) + 1


def test_a_figure_that_differs_from_the_published_one_is_shown_with_the_difference(
    open_page: Open,
) -> None:
    shown = html_of(open_page("employments"))
    row = shown.split(">Työllistymiset</a></th>")[-1].split("</tr>")[0]
    published, computed, difference = re.findall(r'">([^<]*)</td>', row)[:3]
    assert published.split()[0] == "282"
    assert (computed, difference) == ("291 työllistymistä", "+9")


def test_published_parts_that_do_not_add_up_are_said_in_words(open_page: Open) -> None:
    said = html_of(open_page("overview"))
    assert "Julkaistut osat eivät täsmää." in said
    assert "158 + 133 = 291. Työllistyneet: 282. Ero on 9" in said
    assert "eivät täsmää" not in html_of(open_page("trainings"))


def names_of(app: AppTest) -> list[str]:
    """The figures that the page of all figures lists."""
    return re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', html_of(app))


def test_all_figures_are_listed_and_found_by_parts_of_names_and_by_words(open_page: Open) -> None:
    app = open_page("figures")
    assert not app.exception
    assert len(names_of(app)) == len(Definitions.load().measures)
    [field] = [one for one in app.text_input if one.key == "find"]
    app = field.set_value("  EURA lopetus ").run()
    assert names_of(app) == ["EURA-lopetustiedot kirjattu", "Päättyneet EURA-jaksot"]
    assert app.query_params == {"find": "EURA lopetus"}
    assert "Löytyneitä lukuja 2, kaikkiaan 26." in html_of(app)
    app = open_page("figures", lang="en", find="staffing")
    assert "Employments through staffing firms" in names_of(app)
    assert 1 < len(names_of(app)) < 5
    app = open_page("figures", find="Montako naista on työllistynyt?")
    assert "Työllistyneet, sukupuoli: Nainen: 114 henkilöä (tilanne 31.12.2025)." in html_of(app)
    assert "category%3Dwoman" in html_of(app)
    app = open_page("figures", find="<b>")
    assert not app.exception
    assert names_of(app) == []
    assert "Näitä sanoja ei ole missään luvussa: &lt;b&gt;" in html_of(app)


def test_all_figures_of_a_project_that_keeps_few_registers(
    open_page: Open, project: Project
) -> None:
    snapshot_of(project, {"milestones": []}, "2024-06-30")
    app = open_page("figures", project.folder.parent)
    assert not app.exception
    assert names_of(app) == []
    assert "Näistä ei ole lukuja" in html_of(app)
    assert not [one for one in app.text_input if one.key == "find"]


def test_a_link_chooses_language_snapshot_and_comparison(open_page: Open) -> None:
    app = open_page("employments", lang="en", snapshot="3")
    assert values_of(app)[0] == "235"
    assert "as of <strong>31 Dec 2025" in html_of(app)
    assert app.query_params == {"lang": "en", "snapshot": "3"}


def test_a_link_chooses_a_period_and_every_number_is_its(open_page: Open) -> None:
    app = open_page("employments", lang="en", period="2025")
    counted = {
        row["measure"]: row["value"]
        for row in reading.open_snapshot(BUNDLED, 5).figures.periods("everyone")
        if (row["period_kind"], row["period_from"].year) == ("year", 2025)
    }
    measures = ["clients_employed", "clients_employed_direct", "clients_employed_other"]
    assert values_of(app)[:3] == [f"{counted[one]:.0f}" for one in measures]
    html = html_of(app)
    assert f"2025: {counted['clients_employed']:.0f} persons found work" in html
    assert "period 2025" in html
    assert app.query_params == {"lang": "en", "period": "2025"}
    assert "period" not in [one.key for one in open_page("import").selectbox]


@pytest.mark.parametrize(
    "query",
    [{"lang": "xx"}, {"snapshot": "99"}, {"since": "1999-01-01"}, {"period": "1999"}],
)
def test_a_link_that_means_nothing_shows_the_newest(open_page: Open, query: dict[str, str]) -> None:
    app = open_page("employments", **query)
    assert not app.exception
    assert values_of(app)[0] == "282"


def test_a_damaged_newest_snapshot_gives_a_banner_and_the_one_before(
    open_page: Open, project: Project
) -> None:
    snapshot_of(project, SMALL, "2024-03-31")
    snapshot_of(project, SMALL, "2024-06-30")
    data = project.folder.parent
    assert not open_page("employments", data).warning
    damaged = reading.folder_of(project.folder, 2) / "figures" / "months.parquet"
    tamper(damaged, damaged.read_bytes()[:-1] + b"?")
    app = open_page("employments", data)
    assert not app.exception
    [banner] = app.warning
    assert "31.3.2024" in banner.value
    assert "tilanne <strong>31.3.2024" in html_of(app)
    [choice] = [choice for choice in app.selectbox if choice.key == "snapshot"]
    assert choice.options == ["31.3.2024"]
    other = reading.folder_of(project.folder, 1) / "figures" / "months.parquet"
    tamper(other, b"")
    assert open_page("employments", data).error


def some_pages(turn: int) -> pytest.MarkDecorator:
    """Every fourth page each time, in the larger sweep all of them."""
    every = pytest.param(PAGES, marks=pytest.mark.long, id="all")
    return pytest.mark.parametrize("pages", [pytest.param(PAGES[turn::4], id="some"), every])


@some_pages(0)
def test_a_project_without_person_registers_has_its_pages(
    open_page: Open, data: Path, pages: tuple[str, ...]
) -> None:
    project = make_project(data, "alue")
    tables: Tables = {
        "milestones": [milestone("a", "2024-05-01")],
        "published": [published("funding_total", 951890, None, unit="EUR")],
    }
    snapshot_of(project, tables, "2024-06-30")
    for page in pages:
        app = open_page(page, data)
        assert not app.exception
        assert not values_of(app)
        assert app.info or page in ("overview", "figures", "projector", *FOR_REVIEW)
    assert "951\u00a0890" in html_of(open_page("overview", data))


@some_pages(1)
def test_a_register_that_is_empty_shows_zeros(
    open_page: Open, project: Project, pages: tuple[str, ...]
) -> None:
    empty: Tables = {name: [] for name in GOOD}
    snapshot_of(project, empty, "2024-06-30")
    for page in pages:
        app = open_page(page, project.folder.parent)
        assert not app.exception
        assert set(values_of(app)) <= {"0"}


@some_pages(2)
def test_only_some_registers_give_only_their_figures(
    open_page: Open, project: Project, pages: tuple[str, ...]
) -> None:
    tables = {"clients": [client("A")], "employers": [employer("E1", "2024-02-01")]}
    snapshot_of(project, tables, "2024-06-30")
    data = project.folder.parent
    for page in pages:
        assert not open_page(page, data).exception
    assert values_of(open_page("employers", data)) == ["1"]


def test_before_anything_is_published_the_page_says_what_to_do(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(data))
    app = AppTest.from_file(str(ROOT / "dashboard.py")).run()
    assert "mittaristo new" in app.info[0].value
    make_project(data)
    app = AppTest.from_file(str(ROOT / "dashboard.py")).run()
    assert app.info[0].value == "Hankkeen lukuja ei ole vielä julkaistu."
    assert app.title[0].value == "Koehanke"
    assert "Euroopan unionin osarahoittama" in html_of(app)
    assert len(app.get("page_link")) == 1


def test_trainings_without_a_register_of_attendances_are_still_listed(
    open_page: Open, project: Project
) -> None:
    held = [training(f"T{place}", "2024-02-01") for place in range(2)]
    coming = [training(f"C{place}", f"2024-08-{place + 1:02}") for place in range(12)]
    snapshot_of(project, {"trainings": held + coming}, "2024-06-30")
    app = open_page("trainings", project.folder.parent, lang="en")
    [said] = app.info
    assert "Attendances" in said.value
    assert "Trainings," not in said.value
    assert values_of(app) == ["2"]
    assert html_of(app).count("Aug 2024") == 12
    assert "<summary>The other 2<" in html_of(app)


def test_a_project_s_name_is_said_as_it_is_written(open_page: Open, project: Project) -> None:
    path = project.folder / "project.toml"
    path.write_text(path.read_text().replace('"Koehanke"', '"*Koe* [x](y) <b>"'))
    snapshot_of(load(project.folder), GOOD, "2024-06-30")
    [title] = titles_of(open_page("overview", project.folder.parent), 1)
    assert title.startswith("*Koe* [x](y) <b>")


def test_a_project_that_has_ended_is_asked_whether_it_reached_its_targets(
    open_page: Open, project: Project
) -> None:
    snapshot_of(project, GOOD, "2025-12-31")
    [title] = titles_of(open_page("overview", project.folder.parent, lang="en"), 1)
    assert title == "Koehanke: were the targets reached?"


def test_of_several_projects_a_real_one_comes_first_and_the_link_chooses(
    open_page: Open, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(tmp_path / "koe.key"))
    (tmp_path / "koe.key").write_text("k" * 40)
    for name, synthetic in (("aaa", True), ("oma", False)):
        snapshot_of(make_project(data, name, synthetic=synthetic), SMALL, "2024-06-30")
    assert "keksitty" not in html_of(open_page("overview", data))
    assert "keksitty" in html_of(open_page("overview", data, project="aaa"))


@some_pages(3)
def test_on_the_first_day_of_the_project_its_pages_open(
    open_page: Open, project: Project, pages: tuple[str, ...]
) -> None:
    snapshot_of(project, {**GOOD, "published": []}, "2024-01-01")
    for page in pages:
        assert not open_page(page, project.folder.parent).exception


def test_everyone_compares_with_what_everyone_could_see(
    open_page: Open, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(tmp_path / "koe.key"))
    (tmp_path / "koe.key").write_text("k" * 40)
    project = make_project(data, "oma", synthetic=False)
    snapshot_of(project, {**SMALL, "employments": []}, "2024-03-31")
    snapshot_of(project, SMALL, "2024-03-31", "weekly")
    snapshot_of(project, SMALL, "2024-05-05", "weekly")
    snapshot_of(project, SMALL, "2024-06-30")
    app = open_page("employments", data)
    [comparison] = [choice for choice in app.selectbox if choice.key == "since"]
    assert comparison.options == ["31.3.2024"]
    assert changes_of(app)[0].startswith("<b>+1</b>")
    assert "Muutokset 31.3.2024 jälkeen" in html_of(app)


def test_the_team_compares_with_a_meeting_unless_it_chooses_a_week(
    open_page: Open, project: Project
) -> None:
    snapshot_of(project, {**SMALL, "employments": []}, "2024-03-31")
    snapshot_of(project, SMALL, "2024-05-05", "weekly")
    snapshot_of(project, SMALL, "2024-06-30")
    app = open_page("employments", project.folder.parent)
    [comparison] = [choice for choice in app.selectbox if choice.key == "since"]
    assert comparison.options == ["31.3.2024", "5.5.2024 · viikkoseuranta, vain tiimi"]
    assert changes_of(app)[0].startswith("<b>+1</b>")
    assert "Muutokset 31.3.2024 jälkeen" in html_of(app)


MEETING = """
[[meetings]]
on = 2024-03-31
name_fi = "Ohjausryhmä 1/2024 <i>"
name_en = "Steering group 1/2024 <i>"
"""


def options_of(app: AppTest, key: str) -> list[str]:
    [choice] = [choice for choice in app.selectbox if choice.key == key]
    return choice.options


def test_snapshots_have_the_names_of_their_meetings_and_purposes(
    open_page: Open, project: Project
) -> None:
    for on, purpose in (
        ("2024-02-29", "meeting"),
        ("2024-03-31", "meeting"),
        ("2024-04-30", "payment"),
        ("2024-05-05", "weekly"),
        ("2024-06-30", "final"),
    ):
        snapshot_of(project, SMALL, on, cast(Purpose, purpose))
    path = project.folder / "project.toml"
    path.write_text(path.read_text() + MEETING)
    data = project.folder.parent
    app = open_page("employments", data)
    named = ["30.4.2024 · maksatushakemus", "31.3.2024 · Ohjausryhmä 1/2024 <i>", "29.2.2024"]
    weekly = "5.5.2024 · viikkoseuranta, vain tiimi"
    assert options_of(app, "snapshot") == ["30.6.2024 · loppuraportti", weekly, *named]
    assert options_of(app, "since") == [*named, weekly]
    assert "tilanne <strong>30.6.2024</strong> · loppuraportti" in html_of(app)
    assert "aiempi tilanne" not in html_of(app)
    app = open_page("employments", data, snapshot="2", lang="en")
    assert "<strong>31 Mar 2024</strong> · Steering group 1/2024 &lt;i&gt;" in html_of(app)
    assert app.caption[0].value.startswith(
        "31 Mar 2024 · Steering group 1/2024 \\<i\\>. Snapshot 2"
    )
    assert '<a href="?lang=en&amp;project=koe"' in html_of(app)
    assert "Show the newest: 30 Jun 2024 · final</a>" in html_of(app)
    app = open_page("employments", data, snapshot="4")
    assert "<strong>5.5.2024</strong> · viikkoseuranta, vain tiimi" in html_of(app)
    assert "Näytä uusin: 30.6.2024 · loppuraportti</a>" in html_of(app)


def test_rows_left_out_on_purpose_are_told_where_their_register_counts(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    entry = "[[leave_out]]\ntable = 'services'\nkey = 'S1'\nreason = 'kahdesti'\n"
    (tmp_path / "m.toml").write_text(entry, encoding="utf-8")
    source = write(tmp_path / "registers", GOOD)
    read = schema.load(tmp_path / "m.toml")
    assert publish(source, project, day("2024-06-30"), "meeting", mapping=read).published
    data = project.folder.parent
    told = "jätetty tarkoituksella pois: Palvelut 1."
    assert html_of(open_page("overview", data)).count(told) == 1
    assert "jätetty tarkoituksella pois" not in html_of(open_page("employers", data))


def test_the_meeting_s_pages_name_both_meetings_and_offer_the_minutes(open_page: Open) -> None:
    both = "31.12.2025 (Ohjausryhmä 4/2025) – 30.4.2026 (Ohjausryhmä 2/2026)"
    assert both in html_of(open_page("changes"))
    app = open_page("agenda")
    assert "30.4.2026 (Ohjausryhmä 2/2026). Edellinen kokous: 31.12.2025" in html_of(app)
    offered = [button.proto.label for button in app.get("download_button")]
    assert offered == ["Word (DOCX)", "Teksti (Markdown)"]
    links = [link.proto.label.replace("\\", "") for link in app.get("page_link")]
    assert "**Kaikki muutokset: 22**" in links
    assert any("Uutiskirjeen 282" in link for link in links)
    assert "<b>Toteutetaanko hygieniapassipilotti syksyllä 2026?</b>" in html_of(app)


def test_a_weekly_snapshot_of_a_meeting_s_day_does_not_bear_its_name(
    open_page: Open, project: Project
) -> None:
    snapshot_of(project, SMALL, "2024-02-29")
    snapshot_of(project, SMALL, "2024-03-31")
    snapshot_of(project, SMALL, "2024-03-31", "weekly")
    path = project.folder / "project.toml"
    path.write_text(path.read_text() + MEETING)
    data = project.folder.parent
    assert "29.2.2024 – 31.3.2024 (Ohjausryhmä" in html_of(open_page("changes", data, snapshot="2"))
    assert "29.2.2024 – 31.3.2024. " in html_of(open_page("changes", data, snapshot="3"))


def test_pace_is_of_the_measure_in_the_link(open_page: Open) -> None:
    app = open_page("pace", lang="en", measure="employments")
    assert not app.exception
    assert titles_of(app)[0].startswith("Employments 291")
    [select] = [one for one in app.selectbox if one.key == "measure"]
    app = select.set_value("employers_met").run()
    assert titles_of(app)[0].startswith("Employers met 115")
    assert app.query_params["measure"] == "employers_met"
    app = open_page("pace", lang="en", measure="nothing")
    assert "Figure: what the link asks for is not here." in app.warning[0].value
    assert titles_of(app)[0].startswith("↘ Employer clients 37 / 200")


@pytest.mark.parametrize("typed", ["19,5", "many"])
def test_what_if_stays_in_the_link_and_in_nothing_that_is_taken_along(
    open_page: Open, typed: str
) -> None:
    app = open_page("pace", lang="en", a_month=typed)
    said = [one.value for one in app.markdown if "would not be reached" in one.value]
    assert [one[:15] for one in said] == (["With 19.5 a mon"] if typed == "19,5" else [])
    assert "a_month=" not in html_of(app)
    assert app.query_params["a_month"] == typed


def test_a_screen_of_the_projector_is_chosen_by_the_link_and_its_buttons(open_page: Open) -> None:
    app = open_page("projector", screen="5")
    assert not app.exception
    assert app.title[0].value == "Tähän kannattaa tarttua"
    assert "Työnantaja-asiakkaat: jäämässä tavoitteesta" in html_of(app)
    buttons = {button.label: button for button in app.button}
    assert not app.exception
    app = buttons["Edellinen"].click().run()
    assert app.query_params["screen"] == "4"
    assert "tavoitearvoa ei ole asetettu" in html_of(app)
    assert '<img alt="Tilanne 30.4.2026.' in html_of(open_page("projector", screen="6"))
    for strange in ("0", "-1", "99", "²", "x"):
        assert not open_page("projector", screen=strange).exception


def test_the_projector_shows_what_a_project_keeps(open_page: Open, project: Project) -> None:
    snapshot_of(project, {"clients": [client("A")]}, "2024-06-30")
    app = open_page("projector", project.folder.parent)
    assert not app.exception
    [choice] = [choice for choice in app.selectbox if choice.key == "screen"]
    assert [option.split(" · ")[0] for option in choice.options] == [
        f"{place} / {len(choice.options)}" for place in range(1, len(choice.options) + 1)
    ]


def test_the_origin_of_a_figure_is_that_of_the_link(open_page: Open) -> None:
    app = open_page("figure", lang="en", measure="employments", snapshot="3")
    assert not app.exception
    assert titles_of(app, 1)[0] == "Employments: 243 employments"
    assert "The figure has been corrected since: as of 30 Apr 2026" in html_of(app)
    assert "from employments" in app.code[0].value
    assert app.query_params == {"lang": "en", "measure": "employments", "snapshot": "3"}
    assert "&measure=employments)" in app.caption[0].value
    app = open_page("figure", lang="en", measure="not_of_this_project")
    assert titles_of(app, 1)[0] == ("not_of_this_project is not a figure of this project")
    assert app.query_params == {"lang": "en", "measure": "not_of_this_project"}


def test_snapshots_are_verified_when_asked_and_a_strange_file_is_named(
    open_page: Open, project: Project
) -> None:
    snapshot_of(project, SMALL, "2024-06-30")
    app = open_page("snapshots", project.folder.parent, lang="en")
    [button] = app.button
    app = button.click().run()
    assert app.success[0].value.startswith("Verified: snapshots 1.")
    folder = reading.folder_of(project.folder, 1) / "registers"
    folder.chmod(0o755)
    (folder / "strange.parquet").write_bytes(b"?")
    app = app.button[0].click().run()
    assert "registers/strange.parquet" in app.error[0].value
