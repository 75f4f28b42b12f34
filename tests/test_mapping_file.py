"""A mapping file as people write and save it, and what is said when it cannot be read."""

from pathlib import Path

import pytest

from mittaristo import mapping as mappings
from mittaristo import publish as road
from mittaristo.mapping import MappingError
from mittaristo.project import Project
from mittaristo.refusals import in_words
from tests.foreign import CLIENTS, MAPPED_CLIENTS, checked, theirs, told, written


def refused(path: Path) -> str:
    with pytest.raises(MappingError) as wrong:
        mappings.load(path)
    said = in_words(wrong.value, "fi")
    assert not set("{}") & set(said)
    return said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("client_id = Nro", "rivi 2, merkki 13: tästä puuttuu arvo"),
        ("client_id = ”Nro”", "rivi 2: lainausmerkit ovat kaarevat"),
        ("client_id = “Nro“", "rivi 2: lainausmerkit ovat kaarevat"),
        ('client_id = "Nro', "rivi 2, merkki 17: tekstin lopusta puuttuu lainausmerkki"),
        ('"Äidinkieli" "x"', "rivi 2, merkki 14: rivi kirjoitetaan muodossa nimi = arvo"),
        ('Äidinkieli = "x"', "rivi 2, merkki 1: rivi kirjoitetaan muodossa nimi = arvo"),
        ('a = ["x", "y"', "rivi 2, merkki 14: tästä puuttuu pilkku tai sulku"),
        ('a = "x" "y"', "rivi 2, merkki 9: tästä puuttuu pilkku tai sulku"),
        ('a = "x"\na = "y"', "rivi 3, merkki 8: sama nimi on kahdesti"),
        ('a = "C:\\data"', "rivi 2, merkki 10: kirjoita \\ kahdesti"),
        ("[clients]\n[clients]", "rivi 3, merkki 9: sama nimi on kahdesti"),
    ],
)
def test_a_slip_is_told_with_line_column_and_cause(tmp_path: Path, line: str, said: str) -> None:
    assert said in refused(written(tmp_path / "m.toml", f"# kuvaus\n{line}\n"))


def test_the_file_s_own_words_are_not_repeated(tmp_path: Path) -> None:
    assert "Aino" not in refused(written(tmp_path / "m.toml", "name = Aino Esimerkki"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_mapping_is_read_however_the_editor_saved_it(
    project: Project, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes((MAPPED_CLIENTS + "\n# kevät ja syksy\n").encode(encoding))
    found = road.check(
        theirs(tmp_path / "a.xlsx", {"Asiakkaat": CLIENTS}), project, mappings.load(path)
    )
    assert told(found.problems) == []
    guessed = encoding in ("utf-16", "cp1252")
    assert ("encoding" in {note.rule for note in found.notes}) == guessed


def test_a_workbook_is_no_mapping(tmp_path: Path) -> None:
    said = refused(theirs(tmp_path / "a.xlsx", {"Asiakkaat": CLIENTS}))
    assert "UTF-8" in said


def test_a_table_may_be_called_by_its_word(project: Project, tmp_path: Path) -> None:
    text = MAPPED_CLIENTS.replace("[clients", "[Asiakkaat")
    assert told(checked(project, tmp_path, {"Asiakkaat": CLIENTS}, text).problems) == []
    twice = text + '\n[clients]\nsheet = "Asiakkaat"\n'
    assert "kahdesti" in refused(written(tmp_path / "m.toml", twice))


def test_a_table_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    said = refused(written(tmp_path / "m.toml", '[client]\nsheet = "x"\n'))
    assert "clients, participations" in said
