"""Voiko julkaista? May it be published?"""

from mittaristo.ui import session
from mittaristo.ui.import_page import steps

steps.show(session.reader())
