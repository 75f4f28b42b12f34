"""Trainings: which card in which language, held and coming."""

from mittaristo.charts.trainings import grid_of_trainings
from mittaristo.i18n.formats import uncapped
from mittaristo.panels import cards as cards_
from mittaristo.panels import months, panel, published
from mittaristo.panels.panel import Cards, Heading, Notice, Panel
from mittaristo.panels.view import View
from mittaristo.transforms import tables
from mittaristo.transforms import trainings as shapes
from mittaristo.transforms.months import most

GRID, MONTHS = "trainings_by_language_and_card", "attendances_by_language_and_month"
MEASURES = ("trainings_held", "training_attendances", "card_training_attendances")


def heading(view: View) -> Heading:
    """The question, and held, attendances and coming in a sentence where they are kept."""
    _ = view.wording
    if not _are_kept(view):
        return Heading(_("Which training, in which language?"))
    lead = _("Trainings held: {held}. Attendances: {attendances}. Coming: {coming}.").format(
        held=view.number("trainings_held"),
        coming=_.number(float(view.figures[GRID]["coming"].sum())),
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
    """Trainings held and attendances; without attendances what there is."""
    return cards_.cards(view, MEASURES if _are_kept(view) else ["trainings_held"])


def by_language(view: View) -> Panel | None:
    """Trainings by card and language, held and coming."""
    if not _are_kept(view):
        return None
    _, figures = view.wording, view.figures
    grid = shapes.training_grid(figures[GRID], _)
    training, of_training = most(grid, "subject_text", "attendances")
    spoken, of_language = most(grid, "language_text", "attendances")
    said = _("Most attended: {training} ({of_training}), and by language {spoken} ({of_language})")
    written = ["subject_text", "language_text", "attendances_text"]
    headings = {
        "subject_text": _("Training"),
        "language_text": _("Language"),
        "held_text": _("Held"),
        "attendances_text": _("Attendances"),
        "coming_text": _("Coming"),
    }
    return panel.charted(
        view,
        "trainings-by-language",
        said.format(
            training=uncapped(training),
            of_training=_.number(of_training),
            spoken=spoken,
            of_language=_.number(of_language),
        ),
        tables.headed(grid, headings),
        lambda setting: grid_of_trainings(grid, setting),
        alt_text=panel.alt_of_rows(view, grid.select(written).iter_rows()),
        note=_(
            "A disc and its number: how many attended."
            " A dashed ring: how many more trainings are coming."
        ),
        measures=["trainings_held", "training_attendances"],
        figures=[GRID],
    )


def by_month(view: View) -> Panel | None:
    """Attendances month by month, by the language of the training."""
    if not _are_kept(view):
        return None
    _ = view.wording
    title = _("Attendances month by month, by the language of the training")
    measures = ["training_attendances", "card_training_attendances"]
    return months.month_by_month(view, MONTHS, "language", "attendances", title, measures)


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    return published.compared(view, MEASURES) if _are_kept(view) else None
