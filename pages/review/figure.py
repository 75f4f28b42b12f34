"""Mistä luku tulee? Where does the number come from?"""

from mittaristo.panels.review import figure
from mittaristo.ui import choices, page

page.show(*figure.PAGE, measure=choices.choose_measure(figure.measures, strange=True))
