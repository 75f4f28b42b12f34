"""Employers: how many are met, how many are clients, and why not more."""

from mittaristo.charts.employers import bars_with_target
from mittaristo.panels import cards as cards_
from mittaristo.panels import months, panel, published
from mittaristo.panels.panel import Cards, Heading, Notes, Notice, Panel
from mittaristo.panels.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import employers as shapes
from mittaristo.transforms import tables, targets

MEASURES = ("employer_clients", "employers_met", "encounters", "assessments")
CONTACTS = "employers_by_contact"


def heading(view: View) -> Heading:
    """Why so few, where the target is not reached; otherwise how many."""
    _ = view.wording
    if not view.figures.kept(*MEASURES):
        return Heading(_("How many employers are with us?"))
    row = view.figures.values.get("employer_clients", {"value": None, "target": None})
    title = _("How many employers are with us?")
    if row["value"] is not None and row["target"] is not None and row["value"] < row["target"]:
        short = {name: _.number(row[name]) for name in ("value", "target")}
        title = _("Why {value}, not {target}?").format(**short)
    overlap = _("Groups of employers overlap, and none is a step towards another.")
    return Heading(title, overlap if _groups(view).height > 1 else "")


def not_kept(view: View) -> Notice | None:
    """What is missing, where the project keeps nothing about employers."""
    if view.figures.kept(*MEASURES):
        return None
    return panel.not_kept(view, "employers", "encounters", "assessments")


def notes(view: View) -> Notes | None:
    """What the project has written down about them."""
    kept = view.figures.kept(*MEASURES)
    return panel.notes_about(view, kept) if kept else None


def cards(view: View) -> Cards | None:
    """Clients, met, encounters and assessments."""
    return cards_.cards(view, MEASURES)


def _groups(view: View) -> SafeFrame:
    """Groups of employers that overlap, or what measures there are."""
    _, figures = view.wording, view.figures
    if not figures.keeps(CONTACTS):
        pair = figures.kept("employer_clients", "employers_met") or figures.kept(*MEASURES)[:1]
        return targets.beside_targets(figures.whole_project, pair, view.labels, _)
    labels = {
        "client": _("Employer clients"),
        "met": _("Employers met"),
        "assessed": _("Needs assessed"),
        "recruited": _("Hired a project client"),
    }
    return shapes.employer_groups(
        figures[CONTACTS], figures.whole_project, labels, _("{count} of them employer clients"), _
    )


def met_and_clients(view: View) -> Panel | None:
    """Groups of employers with the target; nothing where none are kept."""
    _, figures = view.wording, view.figures
    kept = figures.kept(*MEASURES)
    if not kept:
        return None
    pair = figures.kept("employer_clients", "employers_met") or kept[:1]
    groups, contacts = _groups(view), [CONTACTS] if figures.keeps(CONTACTS) else []
    headings = {
        "label": _("Figure"),
        "value_text": _("Value"),
        **({"clients_text": _("Of them employer clients")} if contacts else {}),
        "target_text": _("Target"),
    }
    note = _(
        "Needs assessed: at least one assessment. Hired: at least one project client has found"
        " work there. The thin line within a bar: those of them that are employer clients."
    )
    said = ["label", "value_beside_text" if contacts else "value_text"]
    return panel.charted(
        view,
        "employers-met-and-clients",
        view.numbers(*pair),
        tables.headed(groups, headings),
        lambda setting: bars_with_target(groups, setting),
        alt_text=panel.alt_of_rows(view, groups.select(said).iter_rows()),
        note=note if contacts else "",
        measures=kept,
        figures=contacts,
    )


def encounters_by_month(view: View) -> Panel | None:
    """Encounters month by month, by channel."""
    if not view.figures.kept(*MEASURES):
        return None
    _ = view.wording
    title = _("Encounters month by month. Most often: {most}, {count} of {all}")
    figure = "encounters_by_month_and_channel"
    return months.month_by_month(view, figure, "channel", "encounters", title, ["encounters"])


def as_published(view: View) -> Panel | None:
    """Published figures beside them."""
    kept = view.figures.kept(*MEASURES)
    return published.compared(view, kept) if kept else None
