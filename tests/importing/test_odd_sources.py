"""Whatever is given: published with what was understood, or refused in both languages, and nothing
that was published earlier is touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mittaristo.i18n.translation import LANGUAGES
from mittaristo.privacy.keys import make_key
from mittaristo.project import Project
from tests.importing.test_reading import FILES
from tests.importing.test_workbook import REFUSED
from tests.lib.builders import GOOD, day, make_project, publish, publish_rows
from tests.lib.store import state_of

FOLDERS = {
    f"{at}: {name}": (name, text, expected) for at, (name, text, expected) in enumerate(FILES)
}


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(FOLDERS) + len(REFUSED) > 60


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project of real registers with a snapshot."""
    folder = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MITTARISTO_KEY_FILE", str(folder / "koe.key"))
        make_key(folder / "koe.key")
        data = folder / "data"
        data.mkdir()
        project = make_project(data, synthetic=False)
        assert publish_rows(project, GOOD, "2024-03-31").published
        yield project


def given(project: Project, source: Path) -> bool:
    """Publish it; whether it was. What is said is whole sentences with a remedy."""
    snapshots = project.folder / "snapshots"
    before = state_of(snapshots)
    outcome = publish(source, project, day("2024-06-30"), "meeting")
    after = state_of(snapshots)
    assert {path: after.get(path) for path in before} == before
    assert (outcome.published is None) == bool(outcome.errors)
    if outcome.errors:
        assert after == before
    for told in (*outcome.errors, *outcome.infos, *outcome.warnings):
        for language in LANGUAGES:
            assert "{" not in told.sentence(language)
            assert told.said(language)[0].endswith(".")
    assert all(problem.said("fi")[1] for problem in outcome.errors)
    return outcome.published is not None


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_with_an_odd_file(published: Project, tmp_path: Path, name: str) -> None:
    file, text, expected = FOLDERS[name]
    (tmp_path / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert given(published, tmp_path) == (not expected)


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_that_must_not_be_read(published: Project, tmp_path: Path, name: str) -> None:
    make, _ = REFUSED[name]
    path = tmp_path / "registers.xlsx"
    path.write_bytes(make())
    assert not given(published, path)
