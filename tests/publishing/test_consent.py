"""What is doubted is said by every publication, and needs a word of consent."""

from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.figures.ledger.row_changes import Rows
from mittaristo.project import Project
from mittaristo.publishing import differences
from mittaristo.snapshots import copies, reading
from tests.importing.test_doubles import service
from tests.lib.builders import Tables, client, day, employment, write

NAMES = [f"asiakas{at}" for at in range(30)]
JANUARY: Tables = {
    "clients": [client(name) for name in NAMES],
    "employments": [employment(f"W{at}", name, "2024-04-02") for at, name in enumerate(NAMES[:20])],
    "services": [service(f"S{at}", client_id=name) for at, name in enumerate(NAMES[:10])],
}
FEBRUARY: Tables = {
    "clients": JANUARY["clients"][:16],
    "employments": JANUARY["employments"][:16],
}


def publishes(project: Project, tables: Tables, as_of: str, *others: str) -> int:
    source = write(project.folder.parent.parent / "rows", tables)
    at = ["--project", project.id, "--as-of", as_of, "--data", str(project.folder.parent)]
    return main(["publish", str(source), *at, *others])


LOOK = {
    "en": [
        "14 of 30 (47%)",
        "Services: this table is in the newest snapshot (rows: 10)",
        "from 30",
    ],
    "fi": ["14 / 30 (47 %)", "Palvelut: ", "30"],
}


@pytest.mark.parametrize("language", LOOK)
def test_a_filtered_copy_is_published_only_with_consent(
    project: Project, capsys: pytest.CaptureFixture[str], language: str, tmp_path: Path
) -> None:
    assert publishes(project, JANUARY, "2024-05-31") == 0, "the first one takes nothing away"
    capsys.readouterr()
    assert publishes(project, FEBRUARY, "2024-06-30", "--lang", language) == 1
    said = capsys.readouterr()
    text = said.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "--accept-doubts" in text
    assert all(words in text for words in LOOK[language])
    assert reading.numbers(project.folder) == [1]
    given = ("--accept-doubts", "--lang", language)
    assert publishes(project, FEBRUARY, "2024-06-30", *given) == 0
    capsys.readouterr()
    assert reading.numbers(project.folder) == [1, 2]

    changed = ["snapshots", "--project", project.id, "--data", str(project.folder.parent)]
    assert main([*changed, "--changed", "2", "--lang", language]) == 0
    kept = capsys.readouterr().out
    doubts = [line for line in text.splitlines() if line.startswith("  ")]
    assert len(doubts) > 5
    assert all(line in kept.replace("\N{NO-BREAK SPACE}", " ") for line in doubts)
    assert not [name for name in NAMES if name in kept]

    summary = reading.open_snapshot(project.folder, 2).summary()
    assert summary is not None
    assert not [
        name
        for name in reading.open_snapshot(project.folder, 2).figures.tables
        if "summary" in name
    ]
    copies.share(project.folder, tmp_path / "shared")
    copy = tmp_path / "shared" / project.id
    assert reading.open_snapshot(copy, 2).summary() is None
    assert not list(copy.rglob("summary*"))


def test_a_first_snapshot_is_asked_about_only_where_a_list_seems_to_be_given_twice(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    again = [service(f"T{at}", client_id=name) for at, name in enumerate(NAMES[:10])]
    twice: Tables = {**JANUARY, "services": [*JANUARY["services"], *again]}
    assert publishes(project, twice, "2024-05-31", "--lang", "en") == 1
    assert "Was the same list given twice?" in capsys.readouterr().out
    nine: Tables = {**JANUARY, "services": [*JANUARY["services"], *again[:9]]}
    assert publishes(project, nine, "2024-05-31") == 0


def test_a_list_that_says_nothing_new_or_is_numbered_anew_is_doubted() -> None:
    def rules(*changes: Rows) -> list[str]:
        newest, now = day("2024-03-31"), day("2024-04-30")
        found = differences.doubts(list(changes), [], now, newest, now)
        return [doubt.rule for doubt in found]

    same = Rows("clients", before=20, now=20, added=0, changed=0, removed=0, same=20)
    assert rules(same) == ["nothing_new"]
    more = Rows("services", before=20, now=21, added=1, changed=0, removed=0, same=20)
    assert rules(same, more) == []
    others = Rows("clients", before=20, now=21, added=16, changed=0, removed=15, same=5)
    assert rules(others) == ["numbered_anew"]
    moved = Rows("clients", before=20, now=21, added=1, changed=15, removed=0, same=5)
    assert rules(moved) == ["changed"]
    mended = Rows("clients", before=20, now=21, added=1, changed=9, removed=0, same=11)
    assert rules(mended) == []
    reached = Rows("goals", before=20, now=20, added=0, changed=20, removed=0, same=0)
    assert rules(reached) == [], "goals are reached, as they should"


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_command_line_remembers_what_is_not_the_same(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(tmp_path / "koe.key"))
    jobs = [employment(f"W{at}", "A", "2024-04-02") for at in range(3)]
    source = write(tmp_path / "rows", {"clients": [client("A")], "employments": jobs})
    at = ["--project", project.id, "--data", str(project.folder.parent), "--lang", language]
    check = ["check", str(source), *at]
    assert main(check) == 0
    both, one = {"fi": ("rivit 3, 4: ", "rivi 4: "), "en": ("rows 3, 4: ", "row 4: ")}[language]
    assert both in capsys.readouterr().out
    assert main([*check, "--not-the-same", "employments.csv:9"]) == 2
    capsys.readouterr()
    assert main([*check, "--not-the-same", "employments.csv:3"]) == 0
    said = capsys.readouterr().out
    assert one in said
    assert both not in said
    assert main([*check, "--not-the-same", "all"]) == 0
    assert main([*check, "--not-the-same", "all"]) == 0, "the third and the second"
    capsys.readouterr()
    assert main(check) == 0
    assert one not in capsys.readouterr().out
