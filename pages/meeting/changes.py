"""Mikä on muuttunut? What has changed?"""

from mittaristo.panels.meeting import changes
from mittaristo.ui import choices, page, session
from mittaristo.ui.special_pages import units

page.show(*changes.FIRST)
measure = choices.choose_measure(changes.measures)
page.show(*changes.OF_ONE, measure=measure)
units.moved(session.reader(), measure)
