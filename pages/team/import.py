"""Voiko julkaista? May it be published?"""

from mittaristo.ui import session
from mittaristo.ui.components import page
from mittaristo.ui.import_page import steps

reader = session.reader()
_ = reader.translate

if steps.for_the_team(reader):
    page.heading(_("May it be published?"))
    steps.desk(reader)
