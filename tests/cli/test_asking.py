"""Verbs that hold words against figures."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

from mittaristo.cli.main import main
from mittaristo.i18n.translation import Language
from mittaristo.panels.asking.question import ask
from mittaristo.panels.parts.view import View
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED


@pytest.fixture(autouse=True)
def _bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(BUNDLED.parent))


def asked(
    question: str, capsys: pytest.CaptureFixture[str], *others: str, language: str = "en"
) -> tuple[int, str]:
    given = ["ask", question, "--project", "next-level", "--lang", language, *others]
    return main(given), capsys.readouterr().out


def test_a_question_is_answered_of_the_newest_snapshot_or_of_the_day_it_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, said = asked("how many persons were employed", capsys)
    assert code == 0
    told = "Persons employed: 282 persons (2 Oct 2023–30 Apr 2026, as of 30 Apr 2026)."
    assert said.splitlines()[:2] == ["Invented example data.", told]
    assert "figures?lang=en&project=next-level&snapshot=5&find=Persons+employed" in said
    day = "persons employed by 31 December 2025"
    code, said = asked(day, capsys)
    assert code == 0
    assert "Persons employed: 242 persons (2 Oct 2023–31 Dec 2025, as of 30 Apr 2026)." in said
    assert "The snapshot of that day said 235." in said
    code, said = asked("persons employed by 15 November 2025", capsys)
    assert code == 1
    assert "not as of 15 Nov 2025" in said


def test_what_is_not_understood_is_not_answered(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = asked("how many women in Kajaani were employed", capsys)
    assert code == 1
    assert "the figures do not tell women, Kajaani apart. Did you mean: Persons employed?" in said
    assert "figure?lang=en&project=next-level&snapshot=5&measure=breakdowns" in said
    code, said = asked("employmints", capsys)
    assert code == 1
    assert "Did you mean: " in said
    assert "Employments" in said


def test_a_row_of_a_figure_is_told_with_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    """The address is that of exactly these rows; of several each has its own."""
    code, said = asked("how many women were employed", capsys)
    assert code == 0
    assert "Persons employed, gender: Woman: 114 persons (as of 31 Dec 2025)." in said
    key = "released_on=2025-12-31,measure=clients_employed,attribute=gender,category=woman"
    assert f"measure=breakdowns&{urlencode({'row': key})}" in said
    code, said = asked("job-search guidance 2025", capsys)
    assert code == 1
    key = "period_from=2025-01-01,period_to=2025-12-31,service=job_search_guidance"
    assert said.count(f"measure=services_by_kind&{urlencode({'row': key})}") == 2
    assert "(persons)" in said
    assert "(services)" in said


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_measure_is_found_by_its_name(
    language: Language,
) -> None:
    view = View(open_snapshot(BUNDLED, 5).figures, language)
    for name in view.figures.kept(*view.figures.measures):
        found = ask(view.labels[name], view)
        assert (found.outcome, found.measures) == ("found", (name,))
        assert found.value == view.figures.value(name)


def test_a_draft_with_a_wrong_number_is_told_by_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    command = ["review", str(draft), "--project", "next-level", "--lang", "en"]
    draft.write_text("So far there have been 291 employments.", encoding="utf-8")
    assert main(command) == 0
    assert "Agree:\n- So far there have been [291] employments." in (capsys.readouterr().out)
    draft.write_text("So far there have been 290 employments.", encoding="utf-8")
    assert main(command) == 1
    assert "Employments: 291 employments." in capsys.readouterr().out
    before = sorted(tmp_path.rglob("*"))
    assert main(command) == 1
    assert sorted(tmp_path.rglob("*")) == before, "nothing is kept"


@pytest.mark.parametrize(
    ("name", "content"),
    [("draft.pdf", b"%PDF"), ("draft.docx", b"no Word file"), ("draft.txt", b"\xe4\xe4")],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["review", str(tmp_path / name), "--project", "next-level", "--lang", "en"]) == 2
    assert name in capsys.readouterr().err
