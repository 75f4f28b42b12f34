"""What employments rest on, and which employers come back: in each period."""

from mittaristo.panels.parts.view import View, within
from mittaristo.panels.results import employers, employments
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import Tables, client, day, employer, employment, snapshot_of

ROWS: Tables = {
    "clients": [client("A"), client("B")],
    "employers": [employer("E1"), employer("E2"), employer("E3")],
    "encounters": [],
    "employments": [
        employment("J1", "A", "2024-02-01", employer_id="E1", evidence="contract"),
        employment("J2", "B", "2024-03-01", employer_id="E1", evidence=None),
        employment("J3", "B", "2024-08-01", employer_id="E1", evidence="client"),
        employment("J4", "A", "2024-09-01", employer_id="E2", via_staffing_firm=True),
        employment("J5", "A", "2024-09-02", employer_id=None, evidence="client"),
    ],
}


def test_employments_by_evidence_and_recruiters_by_how_often(project: Project) -> None:
    snapshot_of(project, ROWS, "2024-12-31")
    figures = open_snapshot(project.folder, 1).figures
    whole = View(figures, "en")
    known = whole.counted("employments_by_evidence")
    assert known is not None
    assert sorted(known.rows()) == [("client", 2), ("contract", 1), ("unknown", 2)]
    spring = (day("2024-01-01"), day("2024-06-30"))
    assert sorted(within(figures["employments_by_evidence"], *spring).rows()) == [
        ("contract", 1),
        ("unknown", 1),
    ]
    hired = whole.counted("recruiters_by_employments")
    assert hired is not None
    assert hired.rows() == [("once", 1, 1, 1), ("few", 1, 3, 0)]
    assert within(figures["recruiters_by_employments"], *spring).rows() == [("twice", 1, 2, 0)]


def test_the_pages_say_how_many_have_evidence_and_how_many_come_back(project: Project) -> None:
    snapshot_of(project, ROWS, "2024-12-31")
    view = View(open_snapshot(project.folder, 1).figures, "en")
    evidence, recruiters = employments.evidence(view), employers.recruiters(view)
    assert evidence is not None
    assert evidence.title == "Employments shown by a contract or an employer: 1 of 5"
    assert recruiters is not None
    assert recruiters.title == (
        "1 of the 2 employers that hired came back, and gave 75% of the jobs"
    )
    assert recruiters.table.rows == (("Once", "1", "1", "1"), ("3–5 times", "1", "3", "0"))
