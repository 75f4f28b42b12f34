"""Voiko julkaista? May it be published?"""

from mittaristo.ui import importing, page, view

reader = view.reader()
_ = reader.translate

if importing.for_the_team(reader):
    page.heading(
        _("May it be published?"),
        _(
            "Drop registers here: they are checked and compared with the newest snapshot, and"
            " nothing is published before you say so."
        ),
    )
    importing.desk(reader)
