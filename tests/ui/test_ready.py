"""A re-run sends what is ready: nothing is built, validated or read again."""

from typing import Any

import altair as alt
import pytest
from streamlit.testing.v1 import AppTest

from mittaristo.project import Project
from mittaristo.snapshots import reading
from mittaristo.ui.components import below, listing
from tests.lib.builders import GOOD, snapshot_of
from tests.lib.pages import PAGES, Open, charts_of, html_of


@pytest.mark.parametrize("page", [*PAGES, "figures"])
def test_a_second_run_builds_no_chart_and_reads_no_file_of_a_snapshot(
    open_page: Open, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(page)
    first = (html_of(app), charts_of(app))

    def again(*_: Any, **__: Any) -> Any:
        raise AssertionError("made again")

    monkeypatch.setattr(alt.LayerChart, "to_dict", again)
    monkeypatch.setattr(reading, "open_snapshot", again)
    monkeypatch.setattr(reading, "read_manifest", again)
    monkeypatch.setattr(listing, "_row", again)
    monkeypatch.setattr(below, "_files", again)
    app.run()
    assert not app.exception
    assert (html_of(app), charts_of(app)) == first


def test_what_is_published_meanwhile_is_offered_by_the_next_run(
    open_page: Open, project: Project
) -> None:
    data = project.folder.parent

    def offered(app: AppTest) -> list[str]:
        [choice] = [choice for choice in app.selectbox if choice.key == "snapshot"]
        return choice.options

    snapshot_of(project, {**GOOD, "employments": []}, "2024-03-31")
    app = open_page("employments", data)
    assert offered(app) == ["31.3.2024"]
    snapshot_of(project, GOOD, "2024-06-30")
    assert offered(app.run()) == ["30.6.2024", "31.3.2024"]
