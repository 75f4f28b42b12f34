"""Kuinka moni sai työtä? How many found work?"""

from mittaristo.i18n.formats import number
from mittaristo.ui import session
from mittaristo.ui.components import cards, page

shown = session.current()
_ = shown.translate

if not shown.measures("employments"):
    page.heading(_("How many found work?"))
    page.not_kept(shown, "employments")
else:
    persons, direct, other = (
        shown.value(measure)
        for measure in ("clients_employed", "clients_employed_direct", "clients_employed_other")
    )
    said = _("Persons employed: {persons}. Employments: {employments}.")
    if direct + other > persons:
        said = _(
            "Persons employed: {persons}. Employments: {employments}. Of the persons, {both} found"
            " work both with direct support and in other ways."
        )
    page.heading(
        _("How many found work?"),
        said.format(
            persons=number(persons, shown.language),
            employments=shown.number("employments"),
            both=number(direct + other - persons, shown.language),
        ),
    )
    cards.cards(
        shown,
        [
            "clients_employed",
            "clients_employed_direct",
            "clients_employed_other",
            "employments",
            "employments_staffing",
        ],
    )
    page.employments_over_time(shown)
    page.notes(
        shown, ["clients_employed", "employments", "employments_direct", "employments_other"]
    )
    page.published(
        shown,
        ["clients_employed", "clients_employed_direct", "clients_employed_other", "employments"],
    )
