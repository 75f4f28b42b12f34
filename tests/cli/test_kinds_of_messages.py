"""Notes, suspicions and problems of a check stand apart, each under its name."""

from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.project import Project
from tests.lib.builders import client, write

TITLES = {
    "en": ["Notes:", "Suspicions:", "Problems:"],
    "fi": ["Huomautukset:", "Epäilyt:", "Ongelmat:"],
}


@pytest.mark.parametrize("language", TITLES)
def test_kinds_of_messages_stand_apart_and_those_that_hinder_last(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    rows = [client("A1", "1.2.2024", first_language="EE"), client("A2", "soon")]
    source = str(write(tmp_path / "registers", {"clients": rows}))
    data = ["--data", str(project.folder.parent), "--project", project.id, "--lang", language]
    assert main(["check", source, *data]) == 1
    said = capsys.readouterr().out.splitlines()
    at = [said.index(title) for title in TITLES[language]]
    assert at == sorted(at)
    assert "EE" in said[at[1] + 1]
    write(tmp_path / "registers", {"clients": [client("A1", "1.2.2024")]})
    assert main(["check", source, *data]) == 0
    assert not {*TITLES[language]} & {*capsys.readouterr().out.splitlines()}
