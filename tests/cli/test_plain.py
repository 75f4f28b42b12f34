"""What is printed steers no terminal and turns no line, whoever wrote it."""

from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.cli.plain import printing
from mittaristo.project import Project
from tests.lib.builders import marked_as_invented
from tests.lib.foreign import written

STEERING = ["\x1b[31m", "\x07", "\u202e", "\u2066", "\u200f", "\x9b2J", "\r"]


@pytest.mark.parametrize("sign", STEERING)
def test_a_sign_that_steers_becomes_a_space(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    with printing():
        print(f"ä{sign}b\tc")
    assert capsys.readouterr().out == f"ä {sign[1:]}b\tc\n"


def test_a_file_with_such_signs_is_told_without_them(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    written(folder / "x\u202ey\x1b[31m.csv", "client_id\u202e,joined\x1b[31m\nA\u202e,x\x1b[31m\n")
    data = str(project.folder.parent)
    given = ["check", str(marked_as_invented(folder)), "--project", "koe", "--data", data]
    assert main(given) == 1
    told = capsys.readouterr()
    assert not {"\u202e", "\x1b"} & set(told.out + told.err)
    assert "x y [31m.csv" in told.out
