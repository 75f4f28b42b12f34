"""Trainings: which card in which language, held and coming."""

import polars as pl

from mittaristo.panels.parts import breakdown, coming, months, panel, period, published
from mittaristo.panels.parts import cards as cards_
from mittaristo.panels.parts.panel import Cards, Cell, Heading, Matrix, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import months as shapes_of_months
from mittaristo.transforms import tables
from mittaristo.transforms import trainings as shapes

GRID, MONTHS = "trainings_by_language_and_card", "attendances_by_language_and_month"
MEASURES = ("trainings_held", "training_attendances", "card_training_attendances")


def heading(view: View) -> Heading:
    """The question, and held, attendances and coming in a sentence where they are kept."""
    _ = view.wording
    grid = view.counted(GRID) if _are_kept(view) else None
    if grid is None:
        return Heading(_("Which training, in which language?"))
    said = _(
        "{held:training has|trainings have} been held, and clients have taken part"
        " {attendances:time|times}."
        " Coming: {coming}."
    )
    if view.period is not None:
        said = _(
            "{period}: {held:training was|trainings were} held, and clients took part"
            " {attendances:time|times}."
        )
    lead = said.format(
        period=period.shown(view),
        held=view.number("trainings_held"),
        coming=_.number(float(grid["coming"].sum())),
        attendances=view.number("training_attendances"),
    )
    return Heading(_("Which training, in which language?"), lead)


def _are_kept(view: View) -> bool:
    return view.figures.keeps(GRID, MONTHS)


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project does not keep both trainings and attendances."""
    if _are_kept(view):
        return None
    behind = {"trainings": "trainings_held", "attendances": "training_attendances"}
    return panel.not_kept(
        view, *(table for table in behind if not view.figures.kept(behind[table]))
    )


def cards(view: View) -> Cards | None:
    """Trainings held, attendances and persons trained; without attendances what there is."""
    if not _are_kept(view):
        return cards_.cards(view, ["trainings_held"])
    return cards_.cards(view, [*MEASURES, "clients_trained"])


def by_language(view: View) -> Panel | None:
    """Trainings by card and language: a table that is a chart."""
    _, counted = view.wording, view.counted(GRID) if _are_kept(view) else None
    if counted is None:
        return None
    grid = shapes.training_grid(counted, _)
    headings = {
        "subject_text": _("Training"),
        "language_text": _("Language"),
        "held_text": _("Held"),
        "attendances_text": _("Attendances"),
        "coming_text": _("Coming"),
    }
    languages = shapes.summed(grid, "language", "language_text").sort("held", descending=True)
    held = languages.filter(pl.col("held") > 0).iter_rows(named=True)
    said = ", ".join(f"{row['language_text']} {_.number(row['held'])}" for row in held)
    attended = _.number(view.value("training_attendances"))
    written = ["subject_text", "language_text", "attendances_text"]
    return panel.tabled(
        view,
        "trainings-by-language",
        _("Trainings held by language: {languages}; attendances {attended}").format(
            languages=said or "–", attended=attended
        ),
        tables.headed(grid, headings),
        lambda: _matrix(view, grid),
        alt_text=panel.alt_of_rows(view, grid.select(written).iter_rows()),
        note=_(
            "The number is attendances: how many times clients took part to the end. Below it how"
            " many trainings were held, and how much of their seats was filled."
        ),
        measures=["trainings_held", "training_attendances"],
        figures=[GRID],
    )


def _matrix(view: View, grid: SafeFrame) -> Matrix:
    """Rows of trainings, columns of languages, totals last."""
    _ = view.wording
    languages = grid.sort("of_language", "language_text", descending=[True, False])
    columns = languages.select("language", "language_text").unique(maintain_order=True).rows()
    cells = {(row["subject"], row["language"]): row for row in grid.iter_rows(named=True)}
    largest = max(1, *grid["attendances"].to_list())
    in_all = shapes.summed(grid).row(0, named=True)
    of_language = {
        row["language"]: row for row in shapes.summed(grid, "language").iter_rows(named=True)
    }
    rows = [
        (
            row["subject_text"],
            (
                *(
                    _cell(view, cells.get((row["subject"], code)), largest)
                    for code, _name in columns
                ),
                _cell(view, row, 0),
            ),
        )
        for row in shapes.summed(grid, "subject", "subject_text").iter_rows(named=True)
    ]
    last = (*(_cell(view, of_language[code], 0) for code, _name in columns), _cell(view, in_all, 0))
    return Matrix(
        _("Training"),
        (*((name[:1].upper() + name[1:], "") for _code, name in columns), (_("In all"), "")),
        (*rows, (_("In all"), last)),
    )


def _cell(view: View, row: dict[str, int] | None, largest: int) -> Cell:
    """Attendances, trainings and fill; empty where there is nothing. No bar without a largest."""
    if row is None or not (row["held"] or row["coming"]):
        return Cell()
    _, below = view.wording, []
    if row["held"]:
        below.append(_trainings(view, row["held"]))
    if row["held"] and row["seats"]:
        below.append(_.percent(row["attendances"] / row["seats"]))
    if row["coming"]:
        below.append(_("{count} coming").format(count=_.number(row["coming"])))
    share = row["attendances"] / largest if largest else 0
    return Cell(_.number(row["attendances"]) if row["held"] else "", " · ".join(below), share)


def _trainings(view: View, count: int) -> str:
    _ = view.wording
    return _("{count:training|trainings}").format(count=_.number(count))


def by_month(view: View) -> Panel | None:
    """Attendances month by month, by the language of the training, and the seats to come."""
    if not _are_kept(view):
        return None
    _, figures = view.wording, view.figures
    measures = ["training_attendances", "card_training_attendances"]
    most = months.events_of(view, measures[0]).sort("events", descending=True).head(1)
    title = _("Attendances month by month, by the language of the training")
    if most.height and most["events"][0]:
        title = _("Most attendances in {month}: {count:attendance|attendances}").format(
            month=_.month(most["month"][0]), count=_.number(most["events"][0])
        )
    planned = None
    if figures.keeps("coming_trainings") and view.period is None:
        said = _("{count} coming")
        planned = shapes_of_months.planned(figures["coming_trainings"], said, _)
    return months.by_category(
        view,
        MONTHS,
        "language",
        "attendances",
        title,
        measures,
        planned=planned,
        note=_("Dashed: seats of the coming trainings, and how many they are.")
        if planned is not None and len(planned)
        else "",
    )


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    return published.compared(view, MEASURES) if _are_kept(view) else None


def who(view: View) -> Panel | None:
    """Who the persons trained are, as the newest release shows it."""
    return breakdown.who(view, "clients_trained")


PAGE: Page = (
    *(heading, not_kept, cards),
    *(by_language, coming.coming_trainings, by_month, who, as_published),
)
"""What the page of trainings shows."""
