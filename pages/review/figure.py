"""Mistä luku tulee? Where does the number come from?"""

from mittaristo.panels.review import figure
from mittaristo.ui import choices, page, session
from mittaristo.ui.special_pages import units

measure = choices.choose_measure(figure.measures, strange=True)
page.show(*figure.PAGE, measure=measure, row=choices.asked_rows(measure))
units.behind(session.reader(), measure)
