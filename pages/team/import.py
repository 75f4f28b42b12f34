"""Voiko julkaista? May it be published?"""

from mittaristo.ui import importing, page, view

reader = view.reader()
_ = reader.translate

if importing.for_the_team(reader):
    page.heading(_("May it be published?"))
    importing.desk(reader)
