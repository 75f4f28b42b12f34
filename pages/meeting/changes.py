"""Mikä on muuttunut? What has changed?"""

from mittaristo.panels.meeting import changes
from mittaristo.ui import choices, page

page.show(*changes.FIRST)
measure = choices.choose_measure(changes.measures)
page.show(*changes.OF_ONE, measure=measure)
