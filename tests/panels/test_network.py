"""The page of the network: what stands in each panel, from registers to panels."""

import pytest

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts.panel import Notice, Panel, blocks
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import network, other_projects
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.figures.test_network import answer, other_project, partner, pilot
from tests.lib.builders import Row, Tables, make_project, milestone, snapshot_of


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """The page's view of ROWS."""
    return seen(make_project(tmp_path_factory.mktemp("network") / "data"), ROWS)


def seen(project: Project, tables: Tables, language: Language = "en") -> View:
    snapshot_of(project, tables, "2024-06-30")
    return View(open_snapshot(project.folder, 1).figures, language)


def practice(practice_id: str, name: str, municipality: str | None, by: str | None) -> Row:
    return {
        "practice_id": practice_id,
        "name": name,
        "municipality": municipality,
        "carried_on_by": by,
        "state": "handed_over" if by else "project",
    }


ROWS: Tables = {
    "partners": [
        partner("A", "education", "2024-01-20"),
        partner("B", "education", "2024-03-01"),
        partner("C", "rural_forum", "2024-03-01"),
    ],
    "milestones": [
        milestone("a", "2024-05-01", kind="deliverable", title_en="Brochure"),
        milestone("b", "2024-06-01", kind="deliverable", title_en="Site", done="false"),
        milestone("c", "2024-08-01", kind="campaign", title_en="Launch", done="false"),
        milestone("d", None, kind="deliverable", title_en="Blog", done="false"),
        milestone("e", "2024-02-01", title_en="Meetings", municipality="205"),
        milestone("f", "2024-02-01", title_en="Meetings", municipality="290"),
    ],
    "pilots": [
        pilot("New", "described", "2024-06-20"),
        pilot("Old", "described", "2024-02-15"),
        pilot("Used", "launched", "2024-05-15"),
    ],
    "practices": [
        practice("1", "Workshop", "205", "The town"),
        practice("2", "Workshop", "765", None),
        practice("3", "Network", None, None),
    ],
    "surveys": [answer("s", "needs_support", "yes", 12), answer("s", "needs_support", "no", 3)],
    "projects": [
        other_project("One", "2024-01-01", "2025-03-31", "guidance;mentoring"),
        other_project("Two", "2024-01-01", "2024-12-31", "guidance"),
        other_project("Past", "2022-01-01", "2023-12-31", "recognition"),
    ],
}


def cells(panel: Panel | None) -> dict[str, list[str]]:
    assert panel is not None
    assert panel.matrix is not None
    return {name: [cell.said for cell in row] for name, row in panel.matrix.rows}


def test_the_page_says_what_the_network_is_and_what_has_come_of_it(view: View) -> None:
    said = network.heading(view)
    assert said.title == "The network has 3 partners"
    assert said.lead == (
        "The campaign and its deliverables: 1 done, 1 late, 1 coming, 1 without a day."
        " New services: 3, of which 1 is in use."
        " Who carries a good practice on is known for 1 of 3."
    )
    partners = network.partners(view)
    assert partners is not None
    assert partners.title == "Most partners: education (2)"
    assert partners.table.headings == ("Month", "Education", "Rural forum")
    assert partners.table.rows[0] == ("Jun 2024", "2", "1")


def test_work_is_told_with_its_state_and_day(view: View) -> None:
    work = network.work(view)
    assert work is not None
    assert work.title == "Campaign and deliverables: 1 done, 1 late, 1 coming, 1 without a day"
    assert work.table.rows == (
        ("Brochure", "1 May 2024", "done"),
        ("Site", "1 Jun 2024", "late"),
        ("Launch", "1 Aug 2024", "coming"),
        ("Blog", "", "no day set yet"),
    )
    assert "Site: late 1 Jun 2024" in work.alt
    assert "Blog: no day set yet" in work.alt
    assert work.note.endswith("What has no day yet has no mark.")


def test_what_was_held_in_several_municipalities_stands_once(view: View) -> None:
    events = network.events(view)
    assert events is not None
    assert events.title == "Events of the project: 2"
    assert events.table.rows == (
        ("1 Feb 2024", "Meetings", "Kajaani, Kuhmo", "Done"),
        ("1 Aug 2024", "Launch", "", "Coming"),
    )


def test_services_that_stand_longest_come_first_in_their_stage(view: View) -> None:
    pilots = network.pilots(view)
    assert pilots is not None
    assert pilots.title == "New services by stage: described 2, launched 1"
    assert cells(pilots) == {
        "Old": ["Described (since 15 Feb 2024)", "4 months"],
        "New": ["Described (since 20 Jun 2024)", "less than a month"],
        "Used": ["Launched (since 15 May 2024)", "1 month"],
    }


def test_practices_stand_with_their_municipalities_and_who_carries_them_on(
    project: Project,
) -> None:
    rows = [*ROWS["practices"], practice("4", "Workshop", "290", "The town")]
    practices = network.practices(seen(project, {"practices": rows}))
    assert practices is not None
    assert practices.title == "Good practices by state: handed over 2, in the project 2"
    assert practices.table.rows == (
        ("Workshop", "Kajaani, Kuhmo", "Handed over", "The town"),
        ("Workshop", "Sotkamo", "In the project", "not known"),
        ("Network", "Whole region", "In the project", "not known"),
    )


def test_a_withheld_answer_is_said_to_be_so_in_chart_and_table(view: View) -> None:
    answers = network.answers(view)
    assert answers is not None
    assert answers.title == "Needs the project's support: yes 12. Questions in all: 1"
    assert cells(answers) == {
        "Needs the project's support": ["5 May 2024, the number who answered is not told"],
        "– Yes": ["12"],
        "– No": ["fewer than 5"],
    }
    assert answers.table.values[0][4:] == (12, None, None, "the number who answered is not told")
    assert answers.table.values[1][4:] == (None,) * 3 + ("fewer than 5: the number is not told",)
    assert "3" not in " ".join(answers.table.rows[1])


def matrices(view: View) -> list[Panel]:
    made = [maker(view) for maker in other_projects.MATRICES]
    return [panel for panel in made if isinstance(panel, Panel)]


def test_overlap_and_gaps_of_other_projects_are_seen_at_a_glance(view: View) -> None:
    [matrix] = matrices(view)
    assert matrix.title == (
        "Most projects do this: guidance and advice (2)."
        " No project is running: recognition of qualifications"
    )
    assert cells(matrix) == {
        "One": ["●", "●", "", "Mar 2025"],
        "Two": ["●", "", "", "Dec 2024"],
        "Past": ["", "", "–", "Dec 2023"],
        "Running now": ["2", "1", "0", "2"],
    }


def test_each_matrix_has_its_own_projects_and_one_may_be_in_several(project: Project) -> None:
    days = ("2024-01-01", "2025-03-31")
    rows = [
        other_project("Both", *days, "guidance;mentoring", matrices="wellbeing;employers"),
        other_project("Well", *days, "guidance", matrices="wellbeing"),
        other_project("None", *days, "recognition"),
    ]
    made = matrices(seen(project, {"projects": rows}))
    assert [panel.id.removeprefix("projects-and-activities") for panel in made] == ["", "-2", "-3"]
    assert [panel.title for panel in made] == [
        "Wellbeing. Most projects do this: guidance and advice (2)",
        "Employers. Most projects do this: guidance and advice (1)",
        "Most projects do this: recognition of qualifications (1)",
    ]
    assert [list(cells(panel)) for panel in made] == [
        ["Both", "Well", "Running now"],
        ["Both", "Running now"],
        ["None", "Running now"],
    ]


def test_of_many_projects_thirty_are_drawn_and_all_are_in_the_table(project: Project) -> None:
    rows = [other_project(f"H{at:02d}", "2024-01-01", "2025-12-31", "guidance") for at in range(40)]
    [matrix] = matrices(seen(project, {"projects": rows}))
    assert len(cells(matrix)) == other_projects.AT_MOST + 1
    assert len(matrix.table.rows) == 40


@pytest.mark.parametrize("kept", ["partners", "practices", "projects"])
def test_each_register_alone_gives_its_own_panel(project: Project, kept: str) -> None:
    view = seen(project, {kept: ROWS[kept]}, LANGUAGES[0])
    made = [block for block, _told in filter(None, blocks(view, network.PAGE))]
    assert [block.registers for block in made if isinstance(block, Panel)] == [frozenset({kept})]
    assert not any(isinstance(block, Notice) for block in made)
