"""Kuinka moni sai työtä? How many found work?"""

from mittaristo.ui import page, view

shown = view.current()
_ = shown.translate

if not shown.measures("employments"):
    page.not_kept(shown)
else:
    page.heading(
        _("How many found work?"),
        _("Persons employed: {persons}. Employments: {employments}.").format(
            persons=shown.number("clients_employed"), employments=shown.number("employments")
        ),
    )
    page.cards(
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
    page.published(
        shown,
        ["clients_employed", "clients_employed_direct", "clients_employed_other", "employments"],
    )
