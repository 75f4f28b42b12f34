"""Whatever leaves the machine by the command line holds no id of a row."""

import logging
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.project import Project
from tests.lib.builders import GOOD, publish_rows
from tests.lib.canaries import files_below, found_in, ids_of_rows, marked

PROJECT = ("--project", "koe")


@pytest.mark.parametrize(
    "reports",
    [
        ("--themes", "clients", "md"),
        pytest.param(("pdf", "pptx", "xlsx", "html", "md"), marks=pytest.mark.long),
    ],
    ids=["one page", "five formats"],
)
def test_no_id_of_a_row_leaves_by_the_command_line(
    reports: tuple[str, ...],
    real: Project,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(real.folder.parent))
    caplog.set_level(logging.DEBUG)
    outcome = publish_rows(real, marked(GOOD), "2024-06-30")
    assert outcome.published, [problem.rule for problem in outcome.errors]
    ids, out = ids_of_rows(real), tmp_path / "out"
    out.mkdir()
    stored = [file for file in files_below(real.folder) if file.startswith(b"PAR1")]
    assert ids <= set(found_in(stored, ids))  # where they are, they are found
    assert len(ids) > 5
    how = reports[:2] if reports[0] == "--themes" else ()
    written = [out / f"report.{kind}" for kind in reports[len(how) :]]
    for command in (
        ["share", str(out / "shared"), *PROJECT],
        ["share", "--archive", str(out / "archive"), *PROJECT],
        *(["report", *PROJECT, *how, "-o", str(report)] for report in written),
        ["open", *PROJECT, "-o", str(out / "open")],
        ["figures", *PROJECT, "--json"],
        ["snapshots", *PROJECT, "--verify"],
    ):
        assert main(command) == 0, command
    printed = "".join(capfd.readouterr())
    assert "clients_joined" in printed
    assert len(files_below(out)) > 100
    said = [printed.encode(), caplog.text.encode()]
    assert found_in([*files_below(out), *said], ids) == []
