"""The verb `report`: what it takes, and what it says of what it cannot take."""

from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.cli.outgoing.report_file import ENDINGS
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.project import Project
from tests.lib.builders import GOOD, SMALL, client, snapshot_of

WRONG: dict[str, tuple[list[str], str, str]] = {
    "ending": (
        ["-o", "x.doc"],
        "Raportin muoto on jokin näistä: html, md, pdf",
        "A report is made in one of these formats: html, md, pdf",
    ),
    "format": (
        ["-o", "x.pdf", "--format", "doc"],
        "Raportin muoto on jokin näistä: ",
        "A report is made in one of these formats: ",
    ),
    "theme": (
        ["-o", "x.pdf", "--themes", "overview,money"],
        "Sivua money ei ole. Sivut ovat: overview, ",
        "There is no page money. There are: overview, ",
    ),
    "comparison": (
        ["-o", "x.pdf", "--since", "2024-01-31"],
        "Sitä on verrattu näihin: 31.3.2024",
        "It was compared with: 31 Mar 2024",
    ),
    "address": (
        ["-o", "x.pdf", "--address", "mittaristo.example"],
        "Osoite alkaa http:// tai https://",
        "An address begins with http:// or https://",
    ),
    "query": (
        ["-o", "x.pdf", "--address", "https://mittaristo.example/?lang=fi"],
        "Mittariston osoitteessa ei ole merkkejä ? ja #.",
        "The address of the dashboard has neither ? nor #.",
    ),
    "snapshot": (
        ["-o", "x.pdf", "--snapshot", "7"],
        "",
        "There is no such snapshot for everyone to see.",
    ),
}


@pytest.fixture
def given(project: Project, data: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The verb with a project of two snapshots, in a folder of its own."""
    monkeypatch.delenv("MITTARISTO_ADDRESS", raising=False)
    monkeypatch.chdir(data.parent)
    for as_of in ("2024-03-31", "2024-06-30"):
        snapshot_of(project, SMALL, as_of)
    return ["report", "--data", str(data), "--project", "koe"]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_be_used_is_said_in_both_languages(
    given: list[str], wrong: tuple[list[str], str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, in_finnish, in_english = wrong
    for language, sentence in (("fi", in_finnish), ("en", in_english)):
        assert main([*given, "--lang", language, *arguments]) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert sentence in said
        assert not list(Path().glob("x.*"))


def test_how_far_it_has_come_is_said_and_nothing_is_written_over(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [*given, "--lang", "en", "--themes", "trainings,employments", "-o", "x.pdf"]
    assert main(asked) == 0
    said = capsys.readouterr()
    assert said.out == "Report written: x.pdf\n"
    assert said.err.splitlines() == [
        "Koehanke: on course?",
        "Which training, in which language?",
        "How many found work?",
    ]
    written = Path("x.pdf").read_bytes()
    assert main(asked) == 2
    assert "There is something else at x.pdf already." in capsys.readouterr().err
    assert Path("x.pdf").read_bytes() == written


@pytest.mark.parametrize(
    ("ending", "language"),
    [
        pytest.param(ending, language, marks=[] if (place + nth) % 2 else pytest.mark.long)
        for place, ending in enumerate(ENDINGS)
        for nth, language in enumerate(LANGUAGES)
    ],
)
def test_every_format_is_made_of_a_project_that_keeps_little(
    project: Project, data: Path, tmp_path: Path, ending: str, language: str
) -> None:
    snapshot_of(project, {"clients": [client("A")]}, "2024-03-31")
    made = tmp_path / f"x.{ending}"
    given = ["report", "--data", str(data), "--project", "koe", "--lang", language]
    assert main([*given, "-o", str(made)]) == 0
    assert made.stat().st_size > 1000


def test_a_municipality_has_a_report_of_its_own(
    project: Project, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot_of(project, {"labour_market": GOOD["labour_market"]}, "2024-06-30")
    given = ["report", "--data", str(data), "--project", "koe", "--lang", "en", "--municipality"]
    assert main([*given, "205", "-o", str(tmp_path / "x.md")]) == 0
    written = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "Kajaani: unemployed 1,500 (Jan 2024)" in written
    assert "Invented example data" in written
    for wrong in ("290", "kainuu"):
        assert main([*given, wrong, "-o", str(tmp_path / "y.md")]) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert f"There are no figures of the municipality {wrong}. There are: 205" in said
