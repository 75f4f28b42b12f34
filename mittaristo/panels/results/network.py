"""Network: partners, the campaign and its deliverables, new services, practices and surveys."""

from collections import Counter
from dataclasses import replace

import polars as pl

from mittaristo.charts.results.work import work_over_months
from mittaristo.i18n.table import row_of
from mittaristo.panels.parts import months, panel
from mittaristo.panels.parts.panel import Cell, Folded, Heading, Matrix, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import other_projects
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.registers.schemas import PILOT_STAGES
from mittaristo.transforms import tables
from mittaristo.transforms.network import matrices, surveys
from mittaristo.transforms.network import work as shapes
from mittaristo.transforms.timeline import happened

PARTNERS, PILOTS, PRACTICES = (
    "partners_by_month_and_sector",
    "pilots_by_stage",
    "practices_by_municipality",
)
SURVEYS, WORK = "survey_answers", "pieces_of_work"

IN_USE = ("launched", "productised", "handed_over")
"""Stages of a new service that is in use."""

ROWS = 2
"""So many pieces of work make a chart of them."""

AT_MOST = 20
"""So many rows are drawn; the table has all."""


def heading(view: View) -> Heading:
    """How many partners there are, and what has come of the work together."""
    _, told = view.wording, []
    pilots = view.figures.rows(PILOTS)
    if view.figures.rows(WORK):
        told.append(_("The campaign and its deliverables: {states}.").format(states=_states(view)))
    if pilots:
        said = _("New services: {count}, of which {used:is|are} in use.")
        used = sum(row["stage"] in IN_USE for row in pilots)
        told.append(said.format(count=_.number(len(pilots)), used=_.number(used)))
    title = _carried_on(view) or _("With whom, and what will stay?")
    if view.figures.kept("partners") and view.value("partners"):
        if known := _carried_on(view):
            told.append(f"{known}.")
        said = _("The network has {count:partner|partners}")
        title = said.format(count=view.number("partners"))
    return Heading(title, " ".join(told))


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps none of the registers."""
    kept = (PARTNERS, PILOTS, PRACTICES, SURVEYS, other_projects.PROJECTS)
    if len(view.figures.rows(WORK)) >= ROWS or any(map(view.figures.keeps, kept)):
        return None
    if not view.figures.keeps(WORK):
        _ = view.wording
        return Notice(_("This snapshot was published before the network was part of one."))
    return panel.not_kept(view, "partners", "pilots", "practices", "surveys", "projects")


def partners(view: View) -> Panel | None:
    """Partners month by month, by sector."""
    if not view.figures.keeps(PARTNERS):
        return None
    _ = view.wording
    title = _partners(view)
    return months.by_category(view, PARTNERS, "sector", "partners", title, ["partners"])


def _partners(view: View) -> str:
    """The sector with most partners, and how many there were at the end of last year."""
    _, figure = view.wording, view.figures[PARTNERS]
    if figure.is_empty():
        return _("No partners have been recorded")
    now = figure.filter(pl.col("month") == figure["month"].max())
    most = now.sort("partners", "sector", descending=[True, False]).row(0, named=True)
    said = _("Most partners: {sector} ({count})").format(
        sector=_.code(most["sector"]).lower(), count=_.number(most["partners"])
    )
    before = figure.filter(pl.col("month").dt.year() < view.as_of.year)
    if before.is_empty():
        return said
    then = float(before.filter(pl.col("month") == before["month"].max())["partners"].sum())
    told = _("At the end of {year} there were {then} partners")
    return f"{said}. {told.format(year=view.as_of.year - 1, then=_.number(then))}"


def _states(view: View) -> str:
    """How many are done, late and coming; states in which none are left out."""
    _, counts = view.wording, Counter(row["state"] for row in view.figures.rows(WORK))
    words = {
        "done": _("{count} done"),
        "late": _("{count} late"),
        "coming": _("{count} coming"),
        "undated": _("{count} without a day"),
    }
    return ", ".join(
        words[state].format(count=_.number(counts[state]))
        for state in shapes.STATES
        if state in counts
    )


def work(view: View) -> Panel | None:
    """The campaign and its deliverables, a row each; nothing where fewer than two are recorded."""
    _ = view.wording
    if len(view.figures.rows(WORK)) < ROWS:
        return None
    found = shapes.in_rows(view.figures[WORK], _)
    headings = {"title": _("Work"), "on_text": _("Day"), "state_text": _("State")}
    return panel.charted(
        view,
        "work-over-months",
        _("Campaign and deliverables: {states}").format(states=_states(view)),
        tables.headed(found, headings),
        lambda setting: work_over_months(found, setting),
        alt_text=panel.alt_of_rows(view, found.select("title", "said").iter_rows()),
        measures=(),
        figures=[WORK],
        note=" ".join(
            [
                _("Filled: done. Hollow: coming. Diamond: late, with the time that has passed."),
                *([_("What has no day yet has no mark.")] if "undated" in found["state"] else []),
            ]
        ),
    )


def pilots(view: View) -> Panel | None:
    """New services by stage, and how long each has been in it."""
    if not view.figures.keeps(PILOTS):
        return None
    _ = view.wording
    found = shapes.by_stage(view.figures[PILOTS], PILOT_STAGES, _)
    headings = {
        "name": _.term("columns", "name"),
        "stage_text": _.term("columns", "stage"),
        "stage_since_text": _.term("columns", "stage_since"),
        "months_text": _("Full months"),
    }
    stages = found.group_by("stage_text", maintain_order=True).agg(pl.len())
    counts = ", ".join(f"{stage.lower()} {_.number(count)}" for stage, count in stages.iter_rows())
    said = [_months(view, row["months"]) for row in found.iter_rows(named=True)]
    return panel.tabled(
        view,
        "pilots",
        _("New services by stage: {counts}").format(counts=counts or "–"),
        tables.headed(found, headings),
        lambda: _stages(view, found, said),
        alt_text=panel.alt_of_rows(
            view, zip(found["name"], found["stage_text"], said, strict=True)
        ),
        measures=(),
        figures=[PILOTS],
    )


def _stages(view: View, found: SafeFrame, said: list[str]) -> Matrix:
    _ = view.wording
    rows = zip(found.iter_rows(named=True), said, strict=True)
    since = _("since {day}")
    return Matrix(
        _("New service"),
        ((_.term("columns", "stage"), ""), (_("Time in the stage"), "")),
        tuple(
            (
                row["name"],
                (
                    Cell(row["stage_text"], since.format(day=row["stage_since_text"])),
                    Cell(months, "", row["of_longest"]),
                ),
            )
            for row, months in rows
        ),
        totals=False,
    )


def _months(view: View, months: int) -> str:
    _ = view.wording
    if months < 1:
        return _("less than a month")
    return _("{count:month|months}").format(count=_.number(months))


def _carried_on(view: View) -> str:
    """Of how many practices it is known who carries them on; empty where none are kept."""
    rows, _ = view.figures.rows(PRACTICES), view.wording
    if not rows:
        return ""
    known = sum(row["carried_on_by"] is not None for row in rows)
    said = _("Who carries a good practice on is known for {known} of {all}")
    return said.format(known=_.number(known), all=_.number(len(rows)))


def practices(view: View) -> Panel | None:
    """Good practices with their municipalities, their state, and who carries each on."""
    if not view.figures.keeps(PRACTICES):
        return None
    _ = view.wording
    found = matrices.in_groups(view.figures[PRACTICES], _)
    headings = {
        "name": _.term("columns", "name"),
        "places": _.term("columns", "municipality"),
        "state_text": _.term("columns", "state"),
        "by_text": _.term("columns", "carried_on_by"),
    }
    written = found.select("name", "places", "state_text", "by_text")
    return panel.tabled(
        view,
        "practices",
        _("Good practices by state: {counts}").format(counts=_counted(found)),
        tables.headed(found, headings),
        lambda: Matrix(
            _("Good practice"),
            tuple((headings[name], "") for name in ("places", "state_text", "by_text")),
            tuple(
                (name, (Cell("", places), Cell(state), Cell("", by)))
                for name, places, state, by in written.head(AT_MOST).iter_rows()
            ),
            totals=False,
            alike=True,
        ),
        alt_text=panel.alt_of_rows(view, written.iter_rows()),
        measures=(),
        figures=[PRACTICES],
    )


def _counted(found: SafeFrame) -> str:
    """How many practices are in each state, most first: handed over 10, established 2."""
    states = found.group_by("state_text").agg(pl.col("count").sum())
    ordered = states.sort("count", "state_text", descending=[True, False])
    return ", ".join(f"{state.lower()} {count}" for state, count in ordered.iter_rows())


def events(view: View) -> Panel | None:
    """What the project has held and had happen, oldest first, with its municipalities."""
    _ = view.wording
    found = happened(view.figures["milestones"], view.as_of, _)
    if found.height < ROWS:
        return None
    headings = {
        "on_text": _("Day"),
        "title": _("Event"),
        "places": _.term("columns", "municipality"),
        "state": _("State"),
    }
    if not (found["places"] != "").any():
        headings.pop("places")
    if found["state"].n_unique() == 1:
        headings.pop("state")
    first, rest = tables.headed(found, headings).parted(AT_MOST)
    others = Folded(_("The other {count}").format(count=len(rest.rows)), rest)
    return Panel(
        "events",
        _("Events of the project: {count}").format(count=_.number(found.height)),
        first,
        folded=() if rest.is_empty else (others,),
        registers=frozenset({"milestones"}),
    )


def answers(view: View) -> Panel | None:
    """Surveys: the answers to each question, and how many answered it; the newest first."""
    if not view.figures.keeps(SURVEYS):
        return None
    _ = view.wording
    found = surveys.with_shares(view.figures[SURVEYS], _)
    headings = {
        "asked_on_text": _.term("columns", "asked_on"),
        "survey_id": _.term("columns", "survey_id"),
        "question_text": _.term("columns", "question"),
        "answer_text": _.term("columns", "answer"),
        "respondents_text": _.term("columns", "respondents"),
        "answered_text": _("Answered the question"),
        "share_text": _("Share"),
        "note": _("Note"),
    }
    withheld = found["respondents"].null_count()
    return panel.tabled(
        view,
        "survey-answers",
        _newest(view, found),
        tables.headed(found, headings),
        lambda: _answers(view, found),
        alt_text=panel.alt_of_rows(
            view, found.select("question_text", "answer_text", "said").iter_rows()
        ),
        measures=(),
        figures=[SURVEYS],
        note=_(
            "Where fewer than five gave an answer, their number is not told, and neither is how"
            " many answered that question."
        )
        if withheld
        else "",
    )


def _newest(view: View, found: SafeFrame) -> str:
    """What most said to the newest question, and how many questions there are."""
    _ = view.wording
    if found.is_empty() or found["respondents"][0] is None:
        return _("Surveys: the answers")
    first, said = found.row(0, named=True), _("{question}: {answer} {count}")
    if first["answered"] is not None:
        said = _("{question}: {answer} {count} of {answered}")
    newest = said.format(
        question=first["question_text"],
        answer=first["answer_text"].lower(),
        count=first["said"],
        answered=first["answered_text"],
    )
    in_all = _("Questions in all: {count}").format(
        count=_.number(found.select("survey_id", "question").n_unique())
    )
    return f"{newest}. {in_all}"


def _answers(view: View, found: SafeFrame) -> Matrix:
    """A row a question, and below it one for each answer."""
    _, rows, leads = view.wording, [], []
    asked = found.partition_by("survey_id", "question", maintain_order=True)
    for question in asked[:AT_MOST]:
        first = question.row(0, named=True)
        told = _("{day}, the number who answered is not told")
        if first["answered"] is not None:
            told = _("{day}, answered by {count}")
        told = told.format(day=first["asked_on_text"], count=first["answered_text"])
        rows.append((first["question_text"], (Cell("", told),)))
        key = [(name, str(first[name])) for name in ("survey_id", "question")]
        leads.append(row_of(SURVEYS, key))
        for row in question.iter_rows(named=True):
            share = "" if row["share"] is None else f" ({row['share_text']})"
            cell = Cell(f"{row['said']}{share}", "", row["of_largest"])
            rows.append((f"– {row['answer_text']}", (cell,)))
            leads.append(row_of(SURVEYS, [*key, ("answer", row["answer"])]))
    made = Matrix(_("Question and answer"), ((_("Respondents"), ""),), tuple(rows), totals=False)
    return replace(made, measures=tuple(leads))


PAGE: Page = (
    *(heading, not_kept, partners, work, pilots),
    *(practices, answers, *other_projects.MATRICES, events),
)
"""What the page of the network shows."""
