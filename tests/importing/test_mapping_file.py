"""A mapping file as people write and save it, and what is said when it cannot be read."""

import time
from pathlib import Path

import pytest

from mittaristo.importing.mapping import schema
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.project import Project
from mittaristo.publishing import publish as road
from tests.lib.foreign import CLIENTS, MAPPED_CLIENTS, checked, theirs, told, written


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as wrong:
        schema.load(path)
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
        theirs(tmp_path / "a.xlsx", {"Asiakkaat": CLIENTS}), project, schema.load(path)
    )
    assert told(found.errors) == []
    guessed = encoding in ("utf-16", "cp1252")
    assert ("mapping_encoding" in {note.rule for note in found.infos}) == guessed
    assert not any("CSV" in note.sentence("fi") for note in found.infos)


def test_a_mapping_is_latin_where_it_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(MAPPED_CLIENTS.encode() + "# ä ÿ þ, åäö ja ääkköset\n".encode("cp1252"))
    [note] = schema.load(path).messages
    assert dict(note.details) == {"encoding": "Windows-1252"}


HUGE = [
    "x = " + "[" * 900 + "]" * 900,
    "x = " + "{a=" * 5000 + "1" + "}" * 5000,
    "x = " + "1" * 5000,
    "x = [0x" + "f" * 5000 + "]",
    ".".join(["a"] * 50_000) + " = 1",
    "[" + " . ".join(['"a"'] * 50_000) + "]",
    "# " + "x" * 1_000_000,
    "a" * 999_000,
    '"' * 999_000,
]


@pytest.mark.parametrize("text", HUGE, ids=range(len(HUGE)))
def test_a_mapping_that_nobody_writes_is_refused_at_once(tmp_path: Path, text: str) -> None:
    started = time.monotonic()
    assert len(refused(written(tmp_path / "m.toml", text))) < 400
    assert time.monotonic() - started < 5


def test_what_a_mapping_names_is_said_in_one_short_line(project: Project, tmp_path: Path) -> None:
    """Signs that steer a screen, line breaks and long texts come to no reader."""
    for odd in (r"a\u001b[31mRED\n\nOngelmia ei löytynyt.\u202e", "x" * 100_000):
        heading = MAPPED_CLIENTS.replace('"Aloitti"', f'"{odd}"')
        sheet = MAPPED_CLIENTS.replace('"Asiakkaat"', f'"{odd}"')
        wanted = MAPPED_CLIENTS.replace(
            "[clients.columns]", f'where = {{ "Nro" = "{odd}" }}\n[clients.columns]'
        )
        for text in (heading, sheet, wanted):
            found = checked(project, tmp_path, {"Asiakkaat": CLIENTS}, text)
            for one in found.errors:
                assert one.sentence("fi").isprintable()
                assert len(one.sentence("fi")) < 300
        said = refused(written(tmp_path / "m.toml", f'["{odd}"]\nsheet = "a"\n'))
        assert said.isprintable()
        assert len(said) < 400


def test_as_many_sheets_or_rows_of_totals_as_there_may_be_take_no_hour(
    project: Project, tmp_path: Path
) -> None:
    many = "[" + ", ".join(f'"s{at}"' for at in range(20_000)) + "]"
    started = time.monotonic()
    read = schema.load(written(tmp_path / "m.toml", MAPPED_CLIENTS.replace('"Asiakkaat"', many)))
    book = theirs(tmp_path / "a.xlsx", {"Asiakkaat": [*CLIENTS, *[[None, "Yhteensä"]] * 20_000]})
    assert len(road.check(book, project, read).errors) >= 20_000
    read = schema.load(written(tmp_path / "m.toml", MAPPED_CLIENTS))
    notes = [note.rule for note in road.check(book, project, read).infos]
    assert notes.count("totals") == 20_000
    assert time.monotonic() - started < 20


def test_a_workbook_is_no_mapping(tmp_path: Path) -> None:
    assert "UTF-8" in refused(theirs(tmp_path / "a.xlsx", {"Asiakkaat": CLIENTS}))
    (tmp_path / "m.toml").write_bytes(b"PK\3\4\0\0\xe4")
    assert "UTF-8" in refused(tmp_path / "m.toml")


def test_a_mapping_in_utf_16_names_any_heading(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes((MAPPED_CLIENTS + "\n# Rīga, mazĀ\n").encode("utf-16"))
    assert schema.load(path).tables


def test_a_table_may_be_called_by_its_word(project: Project, tmp_path: Path) -> None:
    text = MAPPED_CLIENTS.replace("[clients", "[Asiakkaat")
    assert told(checked(project, tmp_path, {"Asiakkaat": CLIENTS}, text).errors) == []
    twice = text + '\n[clients]\nsheet = "Asiakkaat"\n'
    assert "kahdesti" in refused(written(tmp_path / "m.toml", twice))


def test_a_table_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    said = refused(written(tmp_path / "m.toml", '[client]\nsheet = "x"\n'))
    assert "clients, participations" in said
