"""Pääsemmekö tavoitteisiin? Will we get there?"""

from mittaristo.panels import pace
from mittaristo.ui import choices, page

page.show(*pace.FIRST)
page.show(*pace.OF_ONE, measure=choices.choose_measure(pace.measures))
