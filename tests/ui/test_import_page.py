"""The page that takes registers in: who may, what it says, and that it leaves no trace."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import fastexcel
import pytest
from streamlit import config
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from mittaristo.project import Project
from mittaristo.snapshots import reading
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.ui.import_page import upload
from tests.lib.builders import (
    GOOD,
    SMALL,
    Tables,
    client,
    day,
    make_project,
    marked_as_invented,
    snapshot_of,
    write,
)
from tests.lib.store import state_of

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]

pytestmark = pytest.mark.usefixtures("temporary", "at_home")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(data: Path, **query: str) -> AppTest:
        monkeypatch.setenv("MITTARISTO_DATA", str(data))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        return app.switch_page(str(ROOT / "pages" / "team" / "import.py")).run()

    return opened


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def again(app: AppTest) -> AppTest:
    """Run once more; AppTest forgets the language, which the browser sends each time."""
    app.segmented_control[0].set_value(app.query_params.get("lang", ["fi"])[0])
    return app.run()


def drop(app: AppTest, folder: Path, as_of: str = "2024-06-30") -> AppTest:
    """Drop the CSV files of a folder, and read and check them."""
    app.file_uploader[0].set_value(
        [(path.name, path.read_bytes(), "text/csv") for path in sorted(folder.glob("*.csv"))]
    )
    app.date_input[0].set_value(day(as_of))
    app.button[0].click()
    return again(app)


def button(app: AppTest, label: str) -> AppTest:
    [found] = [one for one in app.button if one.label == label]
    found.click()
    return again(app)


# --- Who may ------------------------------------------------------------------------------------


def test_who_is_not_of_the_team_gets_one_sentence_and_nothing_else(
    open_page: Open, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MITTARISTO_ROLE")
    make_project(data, synthetic=False)
    app = open_page(data)
    assert [info.value for info in app.info] == [
        "Tämä sivu on hankkeen tiimille."
        " Tiimi kirjautuu tässä tai käynnistää sivun omalla koneellaan komennolla make team"
    ]
    assert not app.file_uploader
    assert not app.button
    assert not app.title


def test_the_team_on_its_own_machine_may(
    open_page: Open, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(data, synthetic=False)
    monkeypatch.setenv("MITTARISTO_ROLE", "team")
    assert open_page(data).file_uploader
    config.set_option("server.address", None)
    assert not open_page(data).file_uploader


def test_before_anything_is_published_the_page_opens(open_page: Open, project: Project) -> None:
    app = open_page(project.folder.parent)
    assert not app.exception
    assert [title.value for title in app.title] == ["Voiko julkaista?"]
    assert app.file_uploader


# --- From drop to snapshot ----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_first_registers_are_all_new_and_become_snapshot_one(
    open_page: Open, project: Project, tmp_path: Path, temporary: Path, language: str
) -> None:
    app = drop(open_page(project.folder.parent, lang=language), write(tmp_path / "csv", SMALL))
    assert not app.exception
    assert not app.error
    shown = html_of(app)
    clients = {"fi": "Asiakkaat", "en": "Clients"}[language]
    assert f'<th scope="row">{clients}</th><td data-heading' in shown
    app = button(app, {"fi": "Julkaise", "en": "Publish"}[language])
    [said] = app.success
    assert (
        said.value
        == {
            "fi": "Julkaistu: tietopoiminta 1, tilanne 30.6.2024.",
            "en": "Published: snapshot 1, as of 30 Jun 2024.",
        }[language]
    )
    assert reading.numbers(project.folder) == [1]
    assert "import" not in app.session_state
    assert list(temporary.iterdir()) == []
    assert again(app).file_uploader


def test_another_day_is_checked_without_dropping_the_files_again(
    open_page: Open, project: Project, tmp_path: Path, temporary: Path
) -> None:
    """Also where the first day was refused; published, nothing of the files is left."""
    rows = {"clients": [client("A"), client("B", "2024-05-01")]}
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", rows))
    for day_, joined in (("2024-04-30", "1"), ("2024-05-31", "2")):
        app.date_input[0].set_value(day(day_))
        app = button(app, "Check again as of this day")
        assert not app.exception
        assert list(temporary.iterdir()) == []
        moved = html_of(app).partition("Clients joined")[2]
        assert f">{joined}<" in moved[:300]
    app = button(app, "Publish")
    assert app.success[0].value == "Published: snapshot 1, as of 31 May 2024."
    assert "import" not in app.session_state


def test_sheets_of_another_layout_are_read_by_a_mapping_finished_on_the_page(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    """Proposed, refused where it is no mapping, finished, and there for the next look."""
    folder = tmp_path / "csv"
    folder.mkdir()
    rows = "Nro;Aloitti;Sukupuoli;Äidinkieli;Kotikunta\nA1;10.1.2024;nainen;venäjä;Kajaani\n"
    (folder / "Lista 2024.csv").write_text(rows, encoding="utf-8")
    marked_as_invented(folder)
    app = drop(open_page(project.folder.parent, lang="fi"), folder)
    assert app.error[0].value.startswith("Ei. Ongelmia:")
    proposed = str(app.text_area[0].value)
    assert 'sheet = "Lista 2024"' in proposed
    app.text_area[0].set_value("[clients")
    app = button(app, "Lue tällä kuvauksella")
    assert app.error[0].value.startswith("Kuvaus, kuvaus.toml: rivi 1")
    assert app.text_area[0].value == "[clients"
    app.text_area[0].set_value(proposed.replace("# citizenship", "citizenship"))
    app = button(app, "Lue tällä kuvauksella")
    assert not app.exception
    assert not app.error
    assert str(app.text_area[0].value).count("\ncitizenship") == 1
    app = button(app, "Julkaise")
    assert open_snapshot(project.folder, 1).registers()["clients"].height == 1


def test_publishing_writes_what_was_prepared_and_reads_nothing_again(
    open_page: Open, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", SMALL))
    monkeypatch.setattr(upload, "prepare", None)
    app = button(app, "Publish")
    assert app.success[0].value.startswith("Published: snapshot 1")
    assert open_snapshot(project.folder, 1).registers()["clients"].height == len(SMALL["clients"])


def test_a_server_that_others_reach_shows_what_would_change_but_does_not_publish(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    config.set_option("server.address", "0.0.0.0")
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", SMALL))
    [publish] = [one for one in app.button if one.label == "Publish"]
    assert publish.disabled
    assert "not started for the team" in app.info[0].value
    assert reading.numbers(project.folder) == []


def test_what_would_change_is_counted_and_what_falls_is_named(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    snapshot_of(project, GOOD, "2024-03-31")
    fewer: Tables = {**GOOD, "employments": [], "clients": [client("A"), client("C")]}
    kept = {name: rows for name, rows in fewer.items() if name != "budget"}
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", kept))
    [warning] = app.warning
    for words in (
        "Clients: rows that would be removed: 1 of 2 (50%).",
        "Employments: rows that would be removed: 1 of 1 (100%).",
        "this table is in the newest snapshot (rows: 1), and not given now.",
        "falls from 1 to 0.",
    ):
        assert words in warning.value.replace("\\", "")
    assert len(app.get("vega_lite_chart")) == 1


def test_what_is_doubted_needs_a_tick_and_what_changed_is_kept(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    snapshot_of(project, GOOD, "2024-03-31")
    fewer: Tables = {**GOOD, "employments": []}
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", fewer))
    [publish] = [one for one in app.button if one.label == "Publish"]
    assert publish.disabled
    app.checkbox(key="import-accepted").check()
    app = button(again(app), "Publish")
    assert app.success[0].value.startswith("Published: snapshot 2")
    summary = open_snapshot(project.folder, 2).summary()
    assert summary is not None
    assert "  Employments: rows that would be removed: 1 of 1 (100%)." in list(summary["en"])


@pytest.mark.parametrize("language", ["fi", "en"])
def test_rows_that_are_not_the_same_are_chosen_and_told_no_more(
    open_page: Open,
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(tmp_path / "koe.key"))
    twins = [client(one, name="Olga Kim", birth_date="4.5.1979") for one in ("A", "B")]
    source = write(tmp_path / "csv", {"clients": twins})
    app = drop(open_page(project.folder.parent, lang=language), source)
    perhaps = {"fi": "ehkä sama henkilö", "en": "perhaps the same person"}[language]
    assert perhaps in app.warning[0].value
    app.multiselect(key="import-apart").select(
        {"fi": "clients.csv, rivit 2, 3", "en": "clients.csv, rows 2, 3"}[language]
    )
    app = button(again(app), {"fi": "Muista", "en": "Remember"}[language])
    assert not app.exception
    assert not [one for one in app.warning if perhaps in one.value]
    app = button(app, {"fi": "Julkaise", "en": "Publish"}[language])
    quality = open_snapshot(project.folder, 1).figures["quality"]
    assert not [one for one in quality["check_id"] if one.startswith("same_")]
    assert "Olga" not in (tmp_path / "koe.key.not-the-same").read_text()


def test_a_snapshot_that_cannot_be_compared_with_is_among_the_suspicions(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    snapshot_of(project, SMALL, "2024-03-31")
    shutil.rmtree(project.folder / "snapshots" / "000001" / "registers")
    app = drop(open_page(project.folder.parent), write(tmp_path / "csv", SMALL))
    [warning] = app.warning
    assert "Tietopoimintaan 1 ei voitu verrata" in warning.value.replace("\\", "")


STEPS = {
    "fi": ["Luetaan: clients.csv, invented.csv", "Tarkistetaan rivit", "Lasketaan, mikä muuttuisi"],
    "en": ["Reading: clients.csv, invented.csv", "Checking the rows", "Counting what would change"],
}


@pytest.mark.parametrize("language", STEPS)
def test_each_step_of_checking_is_told_while_it_lasts(
    open_page: Open,
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    def halted(*_given: object) -> None:
        raise StopException

    monkeypatch.setattr(upload, "compare", halted)  # the page stays as it is while counting
    folder = write(tmp_path / "csv", {"clients": [client("A")]})
    app = drop(open_page(project.folder.parent, lang=language), folder)
    [status] = app.status
    said = [step.value.replace("\\", "") for step in status.markdown]
    assert said == STEPS[language]


def test_one_fault_on_many_rows_is_one_row_of_the_table(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    rows = [client(f"A{number}", gender="T") for number in range(250)]
    app = drop(open_page(project.folder.parent), write(tmp_path / "csv", {"clients": rows}))
    [said] = app.error
    assert "250" in said.value
    shown = html_of(app)
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … (250 riviä)" in shown
    assert shown.count("Nainen (woman)") == 1
    assert not any("ja vielä" in one.value for one in app.markdown)


def test_problems_are_a_table_and_there_is_nothing_to_publish_or_to_download(
    open_page: Open, project: Project, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows: Tables = {"clients": [client("SECRET-1", "soonish", name="Maija Meri")]}
    before = state_of(project.folder.parent)
    with caplog.at_level(logging.DEBUG):
        app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", rows))
    shown = html_of(app)
    assert "this is not a date." in shown
    assert "clients.csv" in shown
    assert [one.label for one in app.button] == [
        "Check again as of this day",
        "Choose again",
        "Save the marked workbook",
    ]
    assert not app.get("download_button")
    everything = " ".join([shown, str(app.main), caplog.text])
    for value in ("SECRET-1", "soonish", "Maija"):
        assert value not in everything
    assert state_of(project.folder.parent) == before


def test_registers_that_may_be_real_do_not_go_into_an_invented_project(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "csv", SMALL, invented=False)
    app = drop(open_page(project.folder.parent, lang="en"), folder)
    assert "the project is marked as invented, but the registers are not." in html_of(app)
    assert "Publish" not in " ".join(one.label for one in app.button)
    assert reading.numbers(project.folder) == []


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for the user of this machine."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


FAULTY: Tables = {"clients": [client("A", "soonish"), client("B")]}


@pytest.mark.parametrize(
    ("downloads", "language"), [("", "en"), ("Downloads", "en"), ("Lataukset", "fi")]
)
def test_the_marked_workbook_is_written_on_the_machine_itself_and_never_over_another(
    open_page: Open,
    project: Project,
    tmp_path: Path,
    temporary: Path,
    home: Path,
    downloads: str,
    language: str,
) -> None:
    folder = home / downloads
    folder.mkdir(exist_ok=True)
    label = {"en": "Save the marked workbook", "fi": "Tallenna merkitty työkirja"}[language]
    name = {"en": "koe-marked", "fi": "koe-merkitty"}[language]
    app = drop(open_page(project.folder.parent, lang=language), write(tmp_path / "csv", FAULTY))
    for file in (f"{name}.xlsx", f"{name}-2.xlsx"):
        app = button(app, label)
        path = folder / file
        assert str(path) in app.success[0].value.replace("\\", "")
        assert path.stat().st_mode & 0o777 == 0o600
    assert fastexcel.read_excel(path).sheet_names[1] in ("Clients", "Asiakkaat")
    assert {one.name for one in folder.iterdir()} == {f"{name}.xlsx", f"{name}-2.xlsx"}
    assert not app.get("download_button")
    assert list(temporary.iterdir()) == []


def test_a_server_that_others_reach_writes_no_workbook_but_says_how_to_make_one(
    open_page: Open, project: Project, tmp_path: Path, home: Path
) -> None:
    config.set_option("server.address", "0.0.0.0")
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", FAULTY))
    assert [one.label for one in app.button] == ["Check again as of this day", "Choose again"]
    assert not app.get("download_button")
    assert "--report" in app.code[0].value
    assert list(home.iterdir()) == []


def test_a_home_that_cannot_be_written_to_is_told_in_a_sentence(
    open_page: Open, project: Project, tmp_path: Path, home: Path
) -> None:
    home.rmdir()
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", FAULTY))
    app = button(app, "Save the marked workbook")
    assert app.error[-1].value.startswith("A file or the disk could not be used")
    assert not app.exception


def test_cancelling_leaves_no_trace(
    open_page: Open, project: Project, tmp_path: Path, temporary: Path
) -> None:
    snapshot_of(project, SMALL, "2024-03-31")
    before = state_of(project.folder.parent)
    app = drop(open_page(project.folder.parent), write(tmp_path / "csv", SMALL))
    assert "import" in app.session_state
    app = button(app, "Peruuta")
    assert "import" not in app.session_state
    assert app.file_uploader[0].value == []
    assert state_of(project.folder.parent) == before
    assert list(temporary.iterdir()) == []


def test_what_was_published_meanwhile_is_not_overrun(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", SMALL))
    snapshot_of(project, SMALL, "2024-06-30")
    app = button(app, "Publish")
    assert "This is no longer what was checked" in app.error[0].value
    assert reading.numbers(project.folder) == [1]


def test_a_refusal_becomes_its_sentence(open_page: Open, project: Project, tmp_path: Path) -> None:
    snapshot_of(project, SMALL, "2024-06-30")
    folder = write(tmp_path / "csv", SMALL)
    app = drop(open_page(project.folder.parent, lang="en"), folder, "2024-05-31")
    assert app.error[0].value.startswith("A snapshot of 30 Jun 2024 is already published")
    app = button(app, "Choose again")
    mapping = ("m.toml", b"[nonsense]\n", "application/toml")
    app.file_uploader[0].set_value([mapping, ("clients.csv", b"client_id\n", "text/csv")])
    app.button[0].click()
    app = again(app)
    assert app.error[0].value.startswith("Mapping, nonsense: no table has this name. Use one of: ")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Choose a workbook or CSV files first."),
        (["m.toml"], "Choose a workbook or CSV files first."),
        (["a.xlsx", "b.csv"], "Choose one workbook (.xlsx), or only CSV files."),
        (["a.csv", "m.toml", "n.toml"], "Choose only one mapping (.toml)."),
        (["a.csv", "A.csv"], "Two of the files have the same name."),
    ],
)
def test_a_choice_of_files_that_cannot_be_read_together_is_told(
    open_page: Open, project: Project, names: list[str], said: str
) -> None:
    app = open_page(project.folder.parent, lang="en")
    app.file_uploader[0].set_value([(name, b"x", "text/plain") for name in names])
    app.button[0].click()
    app = again(app)
    assert [warning.value for warning in app.warning] == [said]
    assert "import" not in app.session_state


KINDS = {
    "vanha.xls": "vanha.xls: tämä on Excel 97–2003 -työkirja (.xls), vaikka nimi sanoisi muuta."
    " Avaa se Excelissä ja tallenna se Excel-työkirjana (.xlsx).",
    "taulu.ods": "taulu.ods: tällaista tiedostoa ei voi lukea."
    " Tallenna se Excel-työkirjaksi (.xlsx) tai CSV-tiedostoksi UTF-8-muodossa.",
    "raportti.pdf": "raportti.pdf: tällaista tiedostoa ei voi lukea."
    " Tallenna se Excel-työkirjaksi (.xlsx) tai CSV-tiedostoksi UTF-8-muodossa.",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_another_kind_is_answered_with_what_to_do(
    open_page: Open, project: Project, name: str
) -> None:
    app = open_page(project.folder.parent)
    assert not app.file_uploader[0].proto.type, "nothing is refused before it is answered"
    app.file_uploader[0].set_value([(name, b"x", "x/x"), ("a.csv", b"x", "text/csv")])
    app.button[0].click()
    app = again(app)
    [warning] = app.warning
    assert warning.value.replace("\\", "") == f"- {KINDS[name]}"
    assert "import" not in app.session_state


def test_names_of_files_lead_nowhere_else(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "csv", {"clients": [client("A", "2024-05-01")]})
    content = (folder / "clients.csv").read_bytes()
    app = open_page(project.folder.parent, lang="en")
    dropped = [(r"..\../../clients.csv", content, "text/csv"), ("invented.csv", b"", "text/csv")]
    app.file_uploader[0].set_value(dropped)
    app.date_input[0].set_value(day("2024-06-30"))
    app.button[0].click()
    app = again(app)
    assert not app.error
    assert app.success
    assert {path.name for path in tmp_path.iterdir()} == {"csv", "data", "temporary"}


def test_the_purpose_is_chosen_again_beside_what_was_found(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", GOOD))
    app.selectbox(key="import-purpose-now").select("weekly")
    app = button(again(app), "Publish")
    assert app.success[0].value.startswith("Published: snapshot 1")
    assert open_snapshot(project.folder, 1).manifest.purpose == "weekly"


def test_an_empty_sheet_is_kept_only_where_the_reader_says_so_or_it_was_before(
    open_page: Open, project: Project, tmp_path: Path
) -> None:
    rows: Tables = {**GOOD, "partners": [], "pilots": []}
    app = drop(open_page(project.folder.parent, lang="en"), write(tmp_path / "csv", rows))
    asked = app.multiselect(key="import-kept")
    assert asked.label == "Empty sheets: 2. Which of these does the project keep?"
    assert asked.value == []
    asked.select("pilots")
    app = again(app)
    assert not app.exception
    app = button(app, "Publish")
    published = open_snapshot(project.folder, 1).registers()
    assert "pilots" in published
    assert "partners" not in published
    app = button(app, "Import more")
    app = drop(app, tmp_path / "csv", "2024-07-31")
    assert app.multiselect(key="import-kept").value == ["pilots"], "as in the newest snapshot"
